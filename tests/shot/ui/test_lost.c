/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A render device that was lost costs a redraw and nothing else: the same pixels come back. */
#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "shot/moments.h"
#include "shot/window.h"

enum { PIXELS = MOMENT_W * MOMENT_H };

static void test_lost(void **state)
{
    (void)state;
    static struct list list;
    static uint8_t before[4 * PIXELS], after[4 * PIXELS];
    static const Uint32 LOST[] = {SDL_RENDER_TARGETS_RESET, SDL_RENDER_DEVICE_RESET};
    struct ui *u = window_open_hidden(MOMENT_W, MOMENT_H, true);
    if (!u)
        skip();
    assert_int_equal(moment_build(&MOMENTS[0], &list), R_OK);
    assert_int_equal(ui_draw(u, &list), R_OK);
    assert_int_equal(ui_pixels(u, before, sizeof before), R_OK);
    ui_present(u);
    for (int i = 0; i < 2; i++) {
        struct ui_event e;
        bool told = false;
        while (ui_poll(u, 0, &e)) {
        }
        assert_int_equal(SDL_PushEvent(&(SDL_Event){.type = LOST[i]}), 1);
        while (ui_poll(u, 0, &e))
            told = told || e.kind == UI_REDRAW;
        assert_true(told);
        memset(after, 0, sizeof after);
        assert_int_equal(ui_draw(u, &list), R_OK);
        assert_int_equal(ui_pixels(u, after, sizeof after), R_OK);
        ui_present(u);
        assert_memory_equal(after, before, sizeof after);
    }
    ui_close(u);
}

/* Keys, pad, pointer and touch mean what the manual says; while words are written letters are letters. */
static bool meant(struct ui *u, const SDL_Event *e, struct ui_event *out)
{
    struct ui_event more;
    while (ui_poll(u, 0, &more)) {
    }
    assert_int_equal(SDL_PushEvent((SDL_Event *)(uintptr_t)e), 1);
    return ui_poll(u, 0, out);
}

static SDL_Event key(SDL_Keycode code, Uint16 mod)
{
    SDL_Event e = {.type = SDL_KEYDOWN};
    e.key.keysym.sym = code;
    e.key.keysym.mod = mod;
    return e;
}

static void test_meanings(void **state)
{
    (void)state;
    static const struct {
        SDL_Keycode code;
        Uint16 mod;
        int kind;
    } KEYS[] = {{SDLK_SPACE, 0, UI_PAUSE},
                {SDLK_RETURN, 0, UI_ACCEPT},
                {SDLK_ESCAPE, 0, UI_BACK},
                {SDLK_TAB, 0, UI_NEXT},
                {SDLK_TAB, KMOD_LSHIFT, UI_PREVIOUS},
                {SDLK_t, 0, UI_TOO_MUCH},
                {SDLK_MINUS, 0, UI_SLOWER},
                {SDLK_PLUS, 0, UI_FASTER},
                {SDLK_m, 0, UI_MOTION},
                {SDLK_l, 0, UI_LARGE},
                {SDLK_7, 0, UI_DIGIT}};
    struct ui_event out;
    struct ui *u = window_open_hidden(200, 100, true);
    if (!u)
        skip();
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        const SDL_Event e = key(KEYS[i].code, KEYS[i].mod);
        assert_true(meant(u, &e, &out));
        assert_int_equal(out.kind, KEYS[i].kind);
    }
    ui_typing(u, true);
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        const SDL_Event e = key(KEYS[i].code, KEYS[i].mod);
        const bool letter = KEYS[i].code >= SDLK_SPACE && KEYS[i].code < SDLK_DELETE;
        assert_int_equal(meant(u, &e, &out), !letter);
    }
    SDL_Event text = {.type = SDL_TEXTINPUT};
    (void)SDL_strlcpy(text.text.text, "\xC3\xA9", sizeof text.text.text);
    assert_true(meant(u, &text, &out) && out.kind == UI_TEXT && strcmp(out.text, "\xC3\xA9") == 0);
    ui_typing(u, false);
    assert_false(meant(u, &text, &out));
    SDL_Event finger = {.type = SDL_FINGERDOWN};
    assert_false(meant(u, &finger, &out));
    assert_true(meant(u, &finger, &out) && out.kind == UI_BACK);
    SDL_Event button = {.type = SDL_MOUSEBUTTONDOWN};
    button.button.button = SDL_BUTTON_LEFT;
    assert_true(meant(u, &button, &out) && out.kind == UI_CLICK);
    button.button.button = SDL_BUTTON_RIGHT;
    assert_true(meant(u, &button, &out) && out.kind == UI_BACK);
    ui_close(u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lost), cmocka_unit_test(test_meanings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
