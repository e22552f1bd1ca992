/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window's loop: events in, a tick of what runs, a frame when something changed.
 *
 * 1. Ticks follow the clock, frames follow the screen: a late frame shows less, it never slows the breath.
 * 2. Closing the window or being told to go ends a session saved, and keeps what was chosen.
 * 3. The home screen comes up at once; looking for a sensor goes on behind it.
 * 4. A screen that stands still is drawn once: the loop sleeps until something happens.
 */
#include "app/window.h"

#include "app/say.h"

#if METTA_UI
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/farewell.h"
#include "app/paths.h"
#include "app/portal.h"
#include "app/progress.h"
#include "app/stop.h"
#include "app/window_inside.h"
#include "link/clock.h"

enum { WIDTH = 1280, HEIGHT = 720, SOFT_FRAME_US = 33000, HIDDEN_FRAME_US = 100000 };

/* Longest wait of a still screen: how late a signal to stop is heard, ms. */
enum { STILL_MS = 500, SEARCH_MS = 100 };

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

/* Keys that choose something for good: as if chosen under Comfort. */
static bool comfort_key(struct window *w, uint8_t kind)
{
    struct settings *s = &w->settings;
    struct theme theme;
    switch (kind) {
    case UI_NUMBER:
        s->number_hidden = !s->number_hidden;
        break;
    case UI_PICTURE:
        s->picture_off = !s->picture_off;
        break;
    case UI_LARGE:
        s->large_words = !s->large_words;
        break;
    case UI_MOTION:
        s->reduced_motion = !s->reduced_motion;
        s->motion_said = true;
        break;
    case UI_THEME:
        theme_get((uint8_t)((w->input.theme + 1) % THEME_COUNT), &theme);
        (void)snprintf(s->theme, sizeof s->theme, "%s", theme.id);
        break;
    default:
        return false;
    }
    window_take_settings(w);
    return true;
}

/* What works on every screen. True: nothing more to do. */
static bool shared_event(struct window *w, const struct ui_event *e)
{
    switch (e->kind) {
    case UI_HIDDEN:
    case UI_SHOWN:
        w->visible = e->kind == UI_SHOWN;
        break;
    case UI_SIZE:
        if (w->mode == MODE_SCREEN || w->paused || w->offered) {
            window_remake(w);
        }
        return true;
    case UI_AUDIO:
        window_sound_again(w);
        return true;
    case UI_CLOSE:
        w->mode = MODE_QUIT;
        return true;
    case UI_TOO_MUCH:
    case UI_SLOWER:
    case UI_FASTER:
        if (w->mode == MODE_SITTING) {
            const uint8_t kind = (uint8_t)(e->kind == UI_TOO_MUCH ? COMMAND_EASIER
                                           : e->kind == UI_SLOWER ? COMMAND_SLOWER
                                                                  : COMMAND_FASTER);
            window_ask(w, kind);
        }
        return true;
    default:
        return comfort_key(w, e->kind);
    }
    return false;
}

static bool to_page(const struct ui_event *e, struct page_event *out)
{
    static const int8_t KINDS[] = {
        [UI_PAUSE] = PAGE_ACCEPT + 1,    [UI_ACCEPT] = PAGE_ACCEPT + 1, [UI_BACK] = PAGE_BACK + 1,
        [UI_UP] = PAGE_UP + 1,           [UI_DOWN] = PAGE_DOWN + 1,     [UI_LEFT] = PAGE_LEFT + 1,
        [UI_RIGHT] = PAGE_RIGHT + 1,     [UI_NEXT] = PAGE_NEXT + 1,     [UI_PREVIOUS] = PAGE_PREVIOUS + 1,
        [UI_DIGIT] = PAGE_DIGIT + 1,     [UI_CLICK] = PAGE_PRESS + 1,   [UI_DRAG] = PAGE_DRAG + 1,
        [UI_RELEASE] = PAGE_RELEASE + 1, [UI_SCROLL] = PAGE_SCROLL + 1, [UI_TEXT] = PAGE_TYPE + 1,
        [UI_ERASE] = PAGE_ERASE + 1};
    if (e->kind >= sizeof KINDS / sizeof KINDS[0] || KINDS[e->kind] == 0) {
        return false;
    }
    *out = (struct page_event){(uint8_t)(KINDS[e->kind] - 1), e->value, e->x, e->y, e->text};
    return true;
}

static void take_event(struct window *w, const struct ui_event *e)
{
    struct page_event p;
    w->dirty = true;
    if (shared_event(w, e)) {
        if (w->mode == MODE_SCREEN || w->paused || w->offered) {
            window_remake(w);
        }
        return;
    }
    /* While a practice asks, Space still pauses and a tap beside the question is a tap in the scene. */
    const bool panel =
        w->paused || (w->offered && e->kind != UI_PAUSE && (e->kind != UI_CLICK || list_hit(&w->list, e->x, e->y)));
    if (w->mode == MODE_SITTING && !panel) {
        window_sitting_event(w, e);
    } else if (to_page(e, &p)) {
        window_page_event(w, &p);
    }
}

static void poll_events(struct window *w, int wait_ms)
{
    struct ui_event e;
    while (w->mode != MODE_QUIT && ui_poll(w->ui, wait_ms, &e)) {
        wait_ms = 0;
        take_event(w, &e);
    }
}

void window_change(struct window *w)
{
    if (w->shown) {
        ui_keep(w->ui, &w->list);
        w->first = false;
    }
}

static int draw_screen(struct window *w)
{
    const struct screen_look look = {.dt_s = w->input.dt_s,
                                     .width = w->input.width,
                                     .height = w->input.height,
                                     .scale = w->input.scale,
                                     .theme = w->input.theme,
                                     .less_motion = w->input.reduced_motion,
                                     .words_large = w->input.words_large,
                                     .arrives = w->first || w->screen == SCREEN_OFFER};
    return screen_draw(w->screen, &w->screen_state, &w->page, &w->facts, &look, &w->list);
}

/* What was asked for is heard; else what the practice says, while it is read. */
static const char *spoken(const struct window *w)
{
    const struct view_guide *g = &w->view.guide;
    if (w->frame_us < w->heard_until_us) {
        return w->heard;
    }
    return g->line[0] != '\0' && !g->offer && (g->line_age_s < g->line_read_s + 4.0F) ? g->line : "";
}

static int draw_sitting(struct window *w)
{
    const bool soften = w->view.body[0].soften || (w->view.bodies > 1 && w->view.body[1].soften);
    w->input.phrase = spoken(w);
    if (soften && w->input.phrase[0] == '\0') {
        w->input.phrase = w->input.words != NULL ? w->input.words->soften : scene_english()->soften;
    }
    w->input.words_wait = w->paused || ui_fading(w->ui);
    int r = scene_build(scene_find(window_scene(w)), &w->scene, &w->input, &w->list);
    return r == R_OK && (w->paused || w->offered) ? draw_screen(w) : r;
}

static void draw(struct window *w)
{
    struct ui_facts f;
    ui_facts(w->ui, &f);
    const int64_t now_us = clock_now_us();
    w->input.dt_s = (float)fmin(1.0, (double)(now_us - w->frame_us) / 1e6);
    w->frame_us = now_us;
    w->input.width = f.width;
    w->input.height = f.height;
    w->input.scale = f.scale;
    w->dirty = false;
    const int r = w->mode == MODE_SITTING ? draw_sitting(w) : draw_screen(w);
    window_sound_sign(w);
    if (r != R_ARG && ui_draw(w->ui, &w->list) == R_OK) {
        (void)ui_fade(w->ui, w->input.dt_s, screen_change_s(w->mode == MODE_SITTING, w->input.reduced_motion));
        ui_present(w->ui);
        const int age_ms = w->options->verbose && !w->shown ? sleep_watch_age_ms() : -1;
        if (age_ms >= 0) {
            say_note(false, "first picture after %d ms", age_ms);
        }
        w->shown = true;
    }
}

static void advance_screen(struct window *w)
{
    window_search_look(w);
    if (w->mode != MODE_SCREEN) {
        return;
    }
    window_preview_tick(w);
    window_sound_tell(w);
    window_voice_tell(w);
    if (w->screen == SCREEN_WELCOME && w->facts.step == 0) {
        w->facts.breath_s = (float)((double)(clock_now_us() - w->breath_us) / 1e6);
    }
    window_fill(w);
}

static bool moves(const struct window *w)
{
    return w->mode == MODE_SITTING || w->dirty || ui_fading(w->ui) ||
           screen_moving(w->screen, &w->screen_state, &w->page, &w->facts);
}

static int rest_ms(const struct window *w, bool software)
{
    if (w->speaker != NULL && w->mode != MODE_SITTING) {
        return SOFT_FRAME_US / 1000;
    }
    if (!moves(w)) {
        return w->preview.link != NULL ? SOFT_FRAME_US / 1000 : w->facts.sensor.searching ? SEARCH_MS : STILL_MS;
    }
    const int64_t frame_us = !w->visible ? HIDDEN_FRAME_US : software || w->mode != MODE_SITTING ? SOFT_FRAME_US : 0;
    const int64_t rest_us = w->frame_us + frame_us - clock_now_us();
    return !w->visible ? HIDDEN_FRAME_US / 1000 : rest_us > 1000 ? (int)(rest_us / 1000) : 0;
}

static void run(struct window *w)
{
    struct ui_facts f;
    ui_facts(w->ui, &f);
    while (w->mode != MODE_QUIT && !stop_asked()) {
        if (w->mode == MODE_SITTING) {
            window_advance(w);
        } else {
            advance_screen(w);
        }
        if (w->mode == MODE_QUIT) {
            break;
        }
        if (w->visible && moves(w)) {
            draw(w);
        }
        poll_events(w, rest_ms(w, f.software));
    }
    if (w->sits) {
        engine_view(w->sitting.engine, &w->view);
        sitting_command(&w->sitting, (struct command){COMMAND_END, 0.0F});
        w->mode = MODE_QUIT;
        window_end(w);
    } else if (w->screen == SCREEN_END) {
        window_tell(w);
    }
    window_save(w);
}

/* The display is gone, and takes the program with it: nothing is drawn any more, but nothing is lost. */
static void save_all(void *to)
{
    struct window *w = to;
    if (w->sits) {
        w->session = w->sitting.store != NULL ? w->sitting.session[0] : 0;
        (void)sitting_close(&w->sitting);
        w->sits = false;
        say_error("the display is gone; the session is saved");
    }
    window_tell(w);
    window_save(w);
}

static bool check_call(struct window *w)
{
    const struct settings *s = &w->settings;
    const bool theme = theme_find(s->theme) >= 0;
    if (theme && (strcmp(s->scene, "auto") == 0 || scene_find(s->scene) != NULL)) {
        return true;
    }
    say_error("%s %s: no such %s", !theme ? "--theme" : "--scene", !theme ? s->theme : s->scene,
              !theme ? "theme; give dusk, paper or night" : "scene; metta stage list names them");
    w->code = EXIT_CALL;
    return false;
}

static bool set_up(struct window *w, const struct options *o, const struct settings *s, bool home)
{
    w->options = o;
    w->settings = w->kept = *s;
    w->home_first = home;
    w->visible = w->dirty = w->first = true;
    w->searches = o->sensors_n == 0 && o->command != CMD_REPLAY && strcmp(s->sensor, "auto") == 0;
    w->mode = MODE_SCREEN;
    w->begin_wanted = !home;
    w->calm_before = w->calm_after = NAN;
    if (!check_call(w)) {
        return false;
    }
    if (!s->motion_said && portal_reduced_motion()) {
        w->settings.reduced_motion = w->kept.reduced_motion = true;
    }
    scene_init(&w->scene, o->seed);
    voice_init(&w->voice, VOICE_LIBRARY, w->language.code, o->quiet);
    w->voice_screen = SCREENS;
    w->input = (struct scene_input){.view = &w->view, .phrase = ""};
    w->view.pace_lung = w->view.remaining_s = NAN;
    window_take_settings(w);
    if (!open_window(w)) {
        w->code = EXIT_FAILED;
        return false;
    }
    w->frame_us = w->breath_us = clock_now_us();
    w->facts.sensor.searching = true;
    window_go(w, home && !s->welcomed ? SCREEN_WELCOME : SCREEN_HOME);
    return true;
}

int window_run(const struct options *o, const struct settings *s, bool home)
{
    struct window *w = calloc(1, sizeof *w);
    if (w == NULL) {
        say_error("no memory");
        return EXIT_FAILED;
    }
    struct farewell *farewell = farewell_begin(save_all, w);
    if (set_up(w, o, s, home)) {
        window_search_begin(w);
        run(w);
        window_search_end(w);
        window_preview_close(w);
    }
    farewell_drop(farewell);
    window_sound_close(w);
    voice_close(&w->voice);
    ui_close(w->ui);
    language_close(&w->language);
    learn_close(&w->learn);
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
