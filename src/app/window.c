/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *          Begin                 session over, or ended from the pause
 *   HOME ---------> SITTING --------------------------------------------> END
 *     ^               | Esc, Space: pause; again: on; Esc in the pause ends     |
 *     +---------------+---------------- Done, Esc ------------------------------+
 *
 * 1. Ticks follow the clock, frames follow the screen: a late frame shows less, it never slows the breath.
 * 2. Closing the window in a session ends it saved.
 * 3. The home screen comes up at once; looking for a sensor goes on behind it.
 */
#include "app/window.h"

#include "app/say.h"

#if METTA_UI
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/paths.h"
#include "app/sitting.h"
#include "app/stop.h"
#include "link/clock.h"
#include "link/link.h"
#include "scene/scene.h"
#include "ui/ui.h"

enum { WIDTH = 1280, HEIGHT = 720, CURVE_N = 240, SOFT_FRAME_US = 33000, HIDDEN_FRAME_US = 100000, WORDS_N = 120 };
static const int MINUTES[] = {3, 5, 10, 15, 20, 30};
enum { MINUTES_N = sizeof MINUTES / sizeof MINUTES[0] };
static const float CURVE_EVERY_S = 5.0F;

enum mode { MODE_HOME, MODE_SITTING, MODE_END, MODE_QUIT };

/* Looking for a sensor behind the home screen. found is read only after done. */
struct search {
    pthread_t thread;
    bool started;
    atomic_bool done;
    struct scan found;
};

struct window {
    const struct options *options;
    struct settings settings;
    struct options call; /* of the session to begin */
    char sensor[TRANSPORT_PATH_N + 32];
    struct ui *ui;
    struct scene_state state;
    struct list list;
    struct scene_input input;
    struct view view;
    struct scene_home home;
    struct scene_end end;
    struct search search;
    struct sitting sitting;
    enum mode mode;
    bool home_first, searches, sits, visible, begin_wanted;
    float curve[CURVE_N];
    size_t curve_n;
    float curve_next_s;
    char sentence[WORDS_N];
    int code;
    int64_t frame_us;
};

static void *search_ports(void *arg)
{
    struct search *s = arg;
    struct scan scans[SCAN_MAX];
    size_t n = scan_list(scans, SCAN_MAX);
    scan_ports(scans, n);
    for (size_t i = 0; i < n && s->found.driver == NULL; i++) {
        if (scans[i].driver != NULL) {
            s->found = scans[i];
        }
    }
    atomic_store(&s->done, true);
    return NULL;
}

static void begin_search(struct window *w)
{
    atomic_init(&w->search.done, !w->searches);
    w->search.started = w->searches && pthread_create(&w->search.thread, NULL, search_ports, &w->search) == 0;
    if (!w->search.started) {
        atomic_store(&w->search.done, true);
    }
}

static void end_search(struct window *w)
{
    if (w->search.started) {
        (void)pthread_join(w->search.thread, NULL);
        w->search.started = false;
    }
}

static bool open_window(struct window *w)
{
    char assets[PATHS_N], why[200] = "";
    paths_assets(assets, sizeof assets);
    const struct ui_config c = {
        .title = "metta", .assets = assets, .width = WIDTH, .height = HEIGHT, .fullscreen = w->settings.full_screen};
    if (ui_open(&c, &w->ui, why, sizeof why) != R_OK) {
        say_error("no window: %s; metta train --text is the whole trainer in a terminal", why);
        return false;
    }
    return true;
}

/* The sensor of the session: what the call says, what was found, or the simulated person. */
static void choose_sensor(struct window *w)
{
    w->call = *w->options;
    w->call.command = w->options->command == CMD_REPLAY ? CMD_REPLAY : CMD_TRAIN;
    w->call.minutes = w->options->minutes > 0.0 ? w->options->minutes : w->home_first ? (double)w->home.minutes : 0.0;
    if (!w->searches) {
        return;
    }
    end_search(w);
    if (w->search.found.driver != NULL) {
        (void)snprintf(w->sensor, sizeof w->sensor, "%s:%s", w->search.found.driver->id, w->search.found.path);
    } else {
        (void)snprintf(w->sensor, sizeof w->sensor, "person:");
    }
    w->call.sensors[0] = w->sensor;
    w->call.sensors_n = 1;
}

static void begin_sitting(struct window *w)
{
    choose_sensor(w);
    w->begin_wanted = false;
    w->curve_n = 0;
    w->curve_next_s = 0.0F;
    int code = sitting_open(&w->sitting, &w->call, &w->settings);
    w->sits = true;
    if (code != EXIT_DONE) {
        w->code = sitting_close(&w->sitting);
        w->sits = false;
        w->mode = w->home_first ? MODE_HOME : MODE_QUIT;
        return;
    }
    w->mode = MODE_SITTING;
    ui_session(w->ui, true);
}

/* One kind, true sentence out of the curve. */
static void choose_sentence(struct window *w)
{
    float early = 0.0F, late = 0.0F;
    size_t third = w->curve_n / 3;
    for (size_t i = 0; i < third; i++) {
        early += w->curve[i];
        late += w->curve[w->curve_n - 1 - i];
    }
    bool grew = third >= 4 && late > early + 0.1F * (float)third;
    bool steady = third >= 4 && late > 0.5F * (float)third;
    (void)snprintf(w->sentence, sizeof w->sentence, "%s",
                   grew     ? "Your heart found the breath as you went on."
                   : steady ? "Your heart moved with your breath."
                            : "You sat down and breathed. That counts.");
}

static void end_sitting(struct window *w)
{
    if (!w->sits) {
        return;
    }
    float minutes =
        (1.0F - w->view.remaining_s / fmaxf(1.0F, (float)(w->sitting.minutes * 60.0))) * (float)w->sitting.minutes;
    choose_sentence(w);
    w->code = sitting_close(&w->sitting);
    w->sits = false;
    ui_session(w->ui, false);
    w->end = (struct scene_end){w->sentence, fmaxf(0.0F, minutes), w->curve, w->curve_n, END_DONE};
    w->mode = w->mode == MODE_QUIT ? MODE_QUIT : MODE_END;
}

static void command(struct window *w, uint8_t kind)
{
    sitting_command(&w->sitting, (struct command){kind, 0.0F});
}

static void sitting_event(struct window *w, const struct ui_event *e)
{
    bool paused = w->view.paused;
    switch (e->kind) {
    case UI_PAUSE:
    case UI_CLICK:
        command(w, paused ? COMMAND_RESUME : COMMAND_PAUSE);
        break;
    case UI_ACCEPT:
        if (paused) {
            command(w, COMMAND_RESUME);
        }
        break;
    case UI_BACK:
        command(w, paused ? COMMAND_END : COMMAND_PAUSE);
        break;
    case UI_TOO_MUCH:
        command(w, COMMAND_EASIER);
        break;
    case UI_SLOWER:
        command(w, COMMAND_SLOWER);
        break;
    case UI_FASTER:
        command(w, COMMAND_FASTER);
        break;
    default:
        break;
    }
}

static void change_minutes(struct window *w, int by)
{
    int at = 0;
    while (at < MINUTES_N - 1 && MINUTES[at] < w->home.minutes) {
        at++;
    }
    at = at + by < 0 ? 0 : at + by >= MINUTES_N ? MINUTES_N - 1 : at + by;
    w->home.minutes = MINUTES[at];
}

static void home_event(struct window *w, const struct ui_event *e)
{
    uint8_t hit = e->kind == UI_CLICK ? list_hit(&w->list, e->x, e->y) : 0;
    if (hit > 0) {
        w->home.focus = hit - 1;
    }
    bool accept = e->kind == UI_ACCEPT || e->kind == UI_PAUSE || hit > 0;
    switch (e->kind) {
    case UI_DOWN:
    case UI_UP:
        w->home.focus = (w->home.focus + (e->kind == UI_DOWN ? 1 : HOME_FOCUSES - 1)) % HOME_FOCUSES;
        break;
    case UI_RIGHT:
    case UI_LEFT:
        change_minutes(w, e->kind == UI_RIGHT ? 1 : -1);
        break;
    case UI_BACK:
        w->mode = MODE_QUIT;
        break;
    default:
        if (accept && w->home.focus == HOME_MINUTES) {
            change_minutes(w, w->home.minutes == MINUTES[MINUTES_N - 1] ? -MINUTES_N : 1);
        } else if (accept) {
            w->begin_wanted = true;
        }
        break;
    }
}

static void end_event(struct window *w, const struct ui_event *e)
{
    uint8_t hit = e->kind == UI_CLICK ? list_hit(&w->list, e->x, e->y) : 0;
    if (hit > 0) {
        w->end.focus = hit - 1;
    }
    if (e->kind == UI_LEFT || e->kind == UI_RIGHT || e->kind == UI_UP || e->kind == UI_DOWN) {
        w->end.focus = (w->end.focus + 1) % END_FOCUSES;
    }
    if (e->kind == UI_ACCEPT || e->kind == UI_PAUSE || hit > 0) {
        if (w->end.focus == END_AGAIN) {
            begin_sitting(w);
        } else {
            w->mode = w->home_first ? MODE_HOME : MODE_QUIT;
        }
    } else if (e->kind == UI_BACK) {
        w->mode = w->home_first ? MODE_HOME : MODE_QUIT;
    }
}

/* What works on every screen. */
static void shared_event(struct window *w, const struct ui_event *e)
{
    switch (e->kind) {
    case UI_NUMBER:
        w->input.number_hidden = !w->input.number_hidden;
        break;
    case UI_PICTURE:
        w->input.picture_off = !w->input.picture_off;
        break;
    case UI_LARGE:
        w->input.words_large = !w->input.words_large;
        break;
    case UI_MOTION:
        w->input.reduced_motion = !w->input.reduced_motion;
        break;
    case UI_THEME:
        w->input.theme = (uint8_t)((w->input.theme + 1) % THEME_COUNT);
        break;
    case UI_HIDDEN:
    case UI_SHOWN:
        w->visible = e->kind == UI_SHOWN;
        break;
    case UI_CLOSE:
        w->mode = MODE_QUIT;
        break;
    default:
        break;
    }
}

static void poll_events(struct window *w, int wait_ms)
{
    struct ui_event e;
    while (w->mode != MODE_QUIT && ui_poll(w->ui, wait_ms, &e)) {
        wait_ms = 0;
        shared_event(w, &e);
        if (w->mode == MODE_SITTING) {
            sitting_event(w, &e);
        } else if (w->mode == MODE_HOME) {
            home_event(w, &e);
        } else if (w->mode == MODE_END) {
            end_event(w, &e);
        }
    }
}

static void remember_steadiness(struct window *w)
{
    float t_s = (float)usec_to_s(w->view.t);
    if (w->view.stage == VIEW_GUIDE && t_s >= w->curve_next_s && w->curve_n < CURVE_N) {
        w->curve[w->curve_n++] = w->view.body[0].signal == SIGNAL_NONE ? NAN : w->view.body[0].steadiness;
        w->curve_next_s = t_s + CURVE_EVERY_S;
    }
}

static void advance(struct window *w)
{
    double speed = w->call.speed > 0.0 ? w->call.speed : 1000.0;
    bool more = true;
    for (uint64_t owed = sitting_owed(&w->sitting, clock_now_us(), speed); owed > 0 && more; owed--) {
        more = sitting_tick(&w->sitting);
    }
    engine_view(w->sitting.engine, &w->view);
    remember_steadiness(w);
    if (!more || w->mode == MODE_QUIT) {
        end_sitting(w);
    }
}

static void look_at_search(struct window *w)
{
    bool done = atomic_load(&w->search.done);
    if (done && w->search.found.driver != NULL) {
        w->home.sensor = w->search.found.driver->title;
    }
    w->home.hint = w->begin_wanted && !done ? "one moment, looking for your sensor" : "";
    if (w->begin_wanted && done) {
        begin_sitting(w);
    }
}

static void draw(struct window *w, const struct scene *const scenes[])
{
    struct ui_facts f;
    ui_facts(w->ui, &f);
    int64_t now_us = clock_now_us();
    w->input.dt_s = (float)fmin(1.0, (double)(now_us - w->frame_us) / 1e6);
    w->frame_us = now_us;
    w->input.width = f.width;
    w->input.height = f.height;
    w->input.scale = f.scale;
    w->input.home = w->mode == MODE_HOME ? &w->home : NULL;
    w->input.end = w->mode == MODE_END ? &w->end : NULL;
    if (scene_build(scenes[w->mode], &w->state, &w->input, &w->list) == R_OK && ui_draw(w->ui, &w->list) == R_OK) {
        ui_present(w->ui);
    }
}

static void run(struct window *w)
{
    const struct scene *scene = scene_find(w->settings.scene);
    const struct scene *const scenes[] = {
        [MODE_HOME] = scene_find("home"), [MODE_SITTING] = scene, [MODE_END] = scene_find("end")};
    struct ui_facts f;
    ui_facts(w->ui, &f);
    while (w->mode != MODE_QUIT && !stop_asked()) {
        if (w->mode == MODE_HOME) {
            look_at_search(w);
        }
        if (w->mode == MODE_SITTING) {
            advance(w);
        }
        if (w->visible && w->mode != MODE_QUIT) {
            draw(w, scenes);
        }
        int64_t frame_us = !w->visible ? HIDDEN_FRAME_US : f.software || w->mode != MODE_SITTING ? SOFT_FRAME_US : 0;
        int64_t rest_us = w->frame_us + frame_us - clock_now_us();
        poll_events(w, !w->visible ? HIDDEN_FRAME_US / 1000 : rest_us > 1000 ? (int)(rest_us / 1000) : 0);
    }
    if (w->sits) {
        engine_view(w->sitting.engine, &w->view);
        sitting_command(&w->sitting, (struct command){COMMAND_END, 0.0F});
        w->mode = MODE_QUIT;
        end_sitting(w);
    }
}

static bool set_up(struct window *w, const struct options *o, const struct settings *s, bool home)
{
    w->options = o;
    w->settings = *s;
    w->home_first = home;
    w->visible = true;
    w->searches = o->sensors_n == 0 && o->command != CMD_REPLAY && strcmp(s->sensor, "auto") == 0;
    w->mode = MODE_HOME;
    w->begin_wanted = !home;
    w->home = (struct scene_home){"Breathing", "", "", (int)(s->minutes + 0.5), HOME_BEGIN};
    int theme = theme_find(s->theme);
    if (theme < 0 || scene_find(s->scene) == NULL) {
        say_error("%s %s: no such %s", theme < 0 ? "--theme" : "--scene", theme < 0 ? s->theme : s->scene,
                  theme < 0 ? "theme; give dusk, paper or night" : "scene; metta stage list names them");
        w->code = EXIT_CALL;
        return false;
    }
    scene_init(&w->state, o->seed);
    w->input = (struct scene_input){.view = &w->view,
                                    .theme = (uint8_t)theme,
                                    .reduced_motion = s->reduced_motion,
                                    .number_hidden = s->number_hidden,
                                    .words_large = s->large_words,
                                    .phrase = ""};
    if (!open_window(w)) {
        w->code = EXIT_FAILED;
        return false;
    }
    w->frame_us = clock_now_us();
    return true;
}

int window_run(const struct options *o, const struct settings *s, bool home)
{
    struct window *w = calloc(1, sizeof *w);
    if (w == NULL) {
        say_error("no memory");
        return EXIT_FAILED;
    }
    if (set_up(w, o, s, home)) {
        begin_search(w);
        run(w);
        end_search(w);
        ui_close(w->ui);
    }
    int code = w->code == EXIT_DONE && stop_asked() ? EXIT_INTERRUPTED : w->code;
    free(w);
    return code;
}

#else

int window_run(const struct options *o, const struct settings *s, bool home)
{
    (void)o;
    (void)s;
    (void)home;
    say_error("this build has no window; metta train --text is the whole trainer in a terminal");
    return EXIT_FAILED;
}

#endif
