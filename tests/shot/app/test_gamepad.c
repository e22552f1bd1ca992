/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole trainer by a gamepad alone, and what is kept when the window is closed. A thread holds the pad; the window
   is drawn into memory. */
#include <SDL.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/keep.h"
#include "app/window.h"
#include "shot/window.h"

static char folder[] = "/tmp/gamepad-test-XXXXXX", db[64], config[64];

struct seen {
    int n;
    bool finished;
    double before, after, minutes;
};

static bool see(void *to, const struct store_row *row)
{
    struct seen *s = to;
    *s = (struct seen){s->n + 1, row->finished, row->calm_before, row->calm_after, row->minutes};
    return true;
}

static struct seen look(void)
{
    struct seen s = {0};
    struct store *store = NULL;
    assert_int_equal(keep_open(&store, &(struct options){.db = db}), EXIT_DONE);
    assert_int_equal(store_sessions(store, NULL, true, see, &s), R_OK);
    store_close(store);
    return s;
}

/* The window reads the pad between two frames: what it has not seen yet is still held. */
static void press(SDL_Joystick *pad, int button)
{
    for (Uint8 down = 1; down <= 1; down--) {
        SDL_JoystickSetVirtualButton(pad, button, down);
        for (int i = 0; i < 300 && SDL_JoystickGetButton(pad, button) != down; i++)
            SDL_Delay(10);
    }
    SDL_Delay(300);
}

static void lean(SDL_Joystick *pad, int axis, Sint16 by)
{
    for (int k = 0; k < 2; k++) {
        const Sint16 want = k ? 0 : by;
        SDL_JoystickSetVirtualAxis(pad, axis, want);
        for (int i = 0; i < 300 && SDL_JoystickGetAxis(pad, axis) != want; i++)
            SDL_Delay(10);
    }
    SDL_Delay(300);
}

static void wait_for_window(void)
{
    for (int i = 0; i < 100 && !SDL_WasInit(SDL_INIT_GAMECONTROLLER); i++)
        SDL_Delay(50);
    SDL_Delay(1200);
}

/* First meeting, home, calm, a session with all its buttons, a pause, the end, home, out. */
static void *play(void *arg)
{
    (void)arg;
    enum { A = SDL_CONTROLLER_BUTTON_A, B = SDL_CONTROLLER_BUTTON_B, X = SDL_CONTROLLER_BUTTON_X };
    wait_for_window();
    const int at = SDL_JoystickAttachVirtual(SDL_JOYSTICK_TYPE_GAMECONTROLLER, SDL_CONTROLLER_AXIS_MAX,
                                             SDL_CONTROLLER_BUTTON_MAX, 0);
    SDL_Joystick *pad = SDL_JoystickOpen(at);
    SDL_Delay(500);
    for (int step = 0; step < 4; step++)
        press(pad, A);
    press(pad, A);                                /* Begin */
    press(pad, SDL_CONTROLLER_BUTTON_DPAD_RIGHT); /* 5 */
    lean(pad, SDL_CONTROLLER_AXIS_LEFTX, 32000);  /* 6 */
    press(pad, A);
    SDL_Delay(1500);
    press(pad, X);
    press(pad, SDL_CONTROLLER_BUTTON_LEFTSHOULDER);
    press(pad, SDL_CONTROLLER_BUTTON_RIGHTSHOULDER);
    press(pad, SDL_CONTROLLER_BUTTON_START); /* pause */
    press(pad, A);                           /* go on */
    press(pad, B);                           /* pause */
    press(pad, SDL_CONTROLLER_BUTTON_DPAD_UP);
    press(pad, A); /* end */
    SDL_Delay(500);
    press(pad, SDL_CONTROLLER_BUTTON_DPAD_LEFT); /* 5 */
    press(pad, A);                               /* Done */
    SDL_Delay(300);
    press(pad, B); /* out */
    SDL_Delay(500);
    SDL_PushEvent(&(SDL_Event){.type = SDL_QUIT}); /* in case it was not heard: the test then fails, and ends */
    return NULL;
}

static void *close_it(void *arg)
{
    (void)arg;
    wait_for_window();
    SDL_Delay(1500);
    SDL_PushEvent(&(SDL_Event){.type = SDL_QUIT});
    return NULL;
}

static void run(void *(*hand)(void *), bool home, int argc, char **argv)
{
    struct options o;
    struct settings s;
    pthread_t thread;
    assert_int_equal(options_read(&o, argc, argv), OPTIONS_RUN);
    assert_int_equal(settings_read(&s, &o), EXIT_DONE);
    assert_int_equal(pthread_create(&thread, NULL, hand, NULL), 0);
    const int code = window_run(&o, &s, home);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(code, EXIT_DONE);
}

static void test_whole_session(void **state)
{
    (void)state;
    char *argv[] = {"metta", "--sensor", "person:4", "--speed", "30", "--quiet", "--db", db, "--config", config, NULL};
    run(play, true, 10, argv);
    const struct seen s = look();
    print_message("%d session, %.1f minutes, calm %.0f before and %.0f after\n", s.n, s.minutes, s.before, s.after);
    assert_int_equal(s.n, 1);
    assert_true(s.finished && s.before == 6.0 && s.after == 5.0 && s.minutes > 0.2);
}

static void test_closed(void **state)
{
    (void)state;
    char *argv[] = {"metta",   "train", "--sensor", "person:4", "--speed", "30",
                    "--quiet", "--db",  db,         "--config", config,    NULL};
    const int before = look().n;
    run(close_it, false, 11, argv);
    const struct seen s = look();
    assert_int_equal(s.n, before + 1);
    assert_true(s.finished && s.minutes > 0.1);
}

static int set_up(void **state)
{
    (void)state;
    setenv("METTA_ASSETS", TEST_SOURCE_DIR "/assets", 1);
    setenv("METTA_HOME", "/nonexistent", 1);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    setenv("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1", 1); /* a window in memory never has the focus */
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
    struct ui *u = window_open_hidden(64, 64, true); /* sets the environment for drawing into memory, too */
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(db, sizeof db, "%s/m.db", folder);
    snprintf(config, sizeof config, "%s/metta.ini", folder);
    FILE *f = fopen(config, "w");
    if (f == NULL || u == NULL) {
        printf("skipped: no pictures here\n");
        exit(0);
    }
    fclose(f);
    ui_close(u);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole_session), cmocka_unit_test(test_closed)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
