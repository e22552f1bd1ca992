/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The session in the window.
 *
 *   begin -> guided <-> paused (panel: go on, go on easier, end) -> end: its curve, a sentence, calm after, a line
 *
 * 1. Ticks follow the clock; after a sleep the session is paused, for nobody was led in that time.
 * 2. A press is a tap (pause, or a noted thought), a press in the upper right corner (too much), or a movement up or
 *    down (faster, slower), told apart when it is let go.
 */
#include "app/window_inside.h"

#if METTA_UI
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/keep.h"
#include "app/say.h"
#include "link/clock.h"

/* Of the window's height: what counts as a movement, and the side of the corner. chosen: a thumb's reach, a palm. */
static const float DRAG_SHARE = 0.08F, CORNER_SHARE = 0.16F;
static const int64_t HEARD_US = 6 * USEC_PER_SEC; /* chosen: read without haste, and gone before it is in the way */
static const float CURVE_EVERY_S = 5.0F;          /* at first: twice as far apart each time the curve is full */

/* How long the last bell is listened to, us. Source: the bowl's longest decay, 9 s. */
static const int64_t RING_US = 12000000;

static void name_sensor(struct window *w, size_t who, const struct scan *found)
{
    ports_name(found, who, w->sensor[who]);
    w->call.sensors[who] = w->sensor[who];
    w->call.sensors_n = who + 1;
}

/* The sensors of the session: what the call says, what was found, or simulated persons. False: one is missing. */
static bool choose_sensor(struct window *w)
{
    const int practice = practice_list_find(&w->practices, w->settings.practice);
    w->call = *w->options;
    w->call.command = w->options->command == CMD_REPLAY ? CMD_REPLAY : CMD_TRAIN;
    w->call.language = w->language.code;
    if (w->home_first) {
        w->call.practice = w->settings.practice;
        w->call.minutes = w->settings.minutes;
    }
    const bool two = w->home_first && practice < w->practices.n && w->practices.row[practice].people > 1;
    if (!w->searches) {
        return !two || w->call.sensors_n > 1;
    }
    window_search_end(w);
    name_sensor(w, 0, &w->search.ports.found);
    if (two) {
        name_sensor(w, 1, &w->search.ports.second);
    }
    return !two || (w->search.ports.found.driver == NULL) == (w->search.ports.second.driver == NULL);
}

static void refuse(struct window *w, const char *why)
{
    w->notice = why;
    w->begin_wanted = false;
    w->mode = w->home_first ? MODE_SCREEN : MODE_QUIT;
    if (w->home_first) {
        window_go(w, SCREEN_HOME);
    }
}

struct total {
    const char *profile;
    double minutes;
};

static bool add_minutes(void *to, const struct store_profile *p)
{
    struct total *t = to;
    t->minutes += strcmp(p->name, t->profile) == 0 ? p->minutes : 0.0;
    return true;
}

/* What this person practised in all, minutes: what their garden has grown from. 0 without a store. */
static float practised_min(const struct window *w)
{
    struct total t = {w->settings.profile, 0.0};
    if (w->sitting.store == NULL || store_profiles(w->sitting.store, add_minutes, &t) != R_OK) {
        return 0.0F;
    }
    return (float)t.minutes;
}

void window_begin(struct window *w)
{
    const struct tongue *tongue = &w->language.tongue;
    w->notice = NULL;
    if (!choose_sensor(w)) {
        refuse(w, _("This practice is for two: connect a second sensor, or choose another."));
        return;
    }
    window_save(w);
    window_preview_close(w);
    w->begin_wanted = false;
    w->curve_n = 0;
    w->curve_next_s = 0.0F;
    w->curve_every_s = CURVE_EVERY_S;
    w->paused = w->offered = false;
    w->heard_until_us = 0;
    w->session = 0;
    w->line[0] = '\0';
    w->calm_after = NAN;
    int code = sitting_open(&w->sitting, &w->call, &w->settings);
    w->sits = true;
    if (code != EXIT_DONE) {
        w->code = sitting_close(&w->sitting);
        w->sits = false;
        refuse(w, _("It could not begin; the terminal tells why."));
        return;
    }
    w->mode = MODE_SITTING;
    scene_init(&w->scene, w->options->seed);
    window_change(w);
    w->input.practised_min = practised_min(w);
    ui_typing(w->ui, false);
    ui_session(w->ui, true);
    sleep_watch_begin(&w->sleep);
    window_sound_begin(w);
}

static void command(struct window *w, uint8_t kind)
{
    sitting_command(&w->sitting, (struct command){kind, 0.0F});
}

void window_ask(struct window *w, uint8_t kind)
{
    const struct scene_words *s = &w->words;
    command(w, kind);
    if (w->view.stage != VIEW_GUIDE) {
        return;
    }
    w->heard = kind == COMMAND_EASIER ? s->easier : kind == COMMAND_SLOWER ? s->slower : s->faster;
    w->heard_until_us = clock_now_us() + HEARD_US;
    window_voice_answer(w, w->heard);
}

/* One kind, true sentence out of the curve. */
static const char *choose_sentence(const struct window *w)
{
    const struct tongue *tongue = &w->language.tongue;
    float early = 0.0F, late = 0.0F;
    size_t third = w->curve_n / 3;
    if (w->view.bodies > 1) {
        return _(language_together(&w->sitting.together));
    }
    for (size_t i = 0; i < third; i++) {
        early += isnan(w->curve[i]) ? 0.0F : w->curve[i];
        late += isnan(w->curve[w->curve_n - 1 - i]) ? 0.0F : w->curve[w->curve_n - 1 - i];
    }
    const bool grew = third >= 4 && late > early + 0.1F * (float)third;
    const bool steady = third >= 4 && late > 0.5F * (float)third;
    return grew     ? _("Your heart found the breath as you went on.")
           : steady ? _("Your heart moved with your breath.")
                    : _("You sat down and breathed. That counts.");
}

static void keep_answers(struct window *w)
{
    struct resonance_block blocks[RESONANCE_BLOCKS];
    size_t n = engine_answers(w->sitting.engine, 0, blocks, RESONANCE_BLOCKS);
    w->rate_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (blocks[i].per_min >= SCREEN_RATE_LOW && blocks[i].per_min <= SCREEN_RATE_HIGH) {
            w->rate_per_min[w->rate_n] = blocks[i].per_min;
            w->rate_answer[w->rate_n++] = blocks[i].amplitude;
        }
    }
}

void window_end(struct window *w)
{
    if (!w->sits) {
        return;
    }
    keep_answers(w);
    const bool stored = w->sitting.store != NULL;
    const bool quits = w->mode == MODE_QUIT;
    w->facts.practised_min =
        fmaxf(0.0F, (float)w->sitting.minutes - (isnan(w->view.remaining_s) ? 0.0F : w->view.remaining_s / 60.0F));
    w->session = stored ? w->sitting.session[0] : 0;
    w->code = sitting_close(&w->sitting);
    (void)snprintf(w->sentence, sizeof w->sentence, "%s", choose_sentence(w)); /* of two it is known only now */
    w->sits = false;
    w->paused = false;
    ui_session(w->ui, false);
    ui_touch(w->ui, 0.0F);
    w->view.stage = VIEW_END;
    w->view.paused = false;
    w->ring_until_us = clock_now_us() + RING_US;
    window_sound_bell(w, 0.0F);
    voice_close(&w->voice);
    if (quits) {
        window_tell(w);
        w->mode = MODE_QUIT;
        return;
    }
    w->mode = MODE_SCREEN;
    window_go(w, SCREEN_END);
}

void window_tell(struct window *w)
{
    const struct store_told told = {(double)w->calm_before, (double)w->calm_after, w->line};
    if (w->session > 0) {
        const int code = keep_tell(w->options, w->session, &told);
        w->code = code != EXIT_DONE ? code : w->code;
    }
    w->session = 0;
}

void window_pause_pressed(struct window *w, uint8_t id)
{
    if (id == PAUSE_EASIER) {
        window_ask(w, COMMAND_EASIER);
    }
    command(w, id == PAUSE_END ? COMMAND_END : COMMAND_RESUME);
}

void window_offer_answered(struct window *w, bool yes)
{
    command(w, yes ? COMMAND_ACCEPT : COMMAND_DECLINE);
}

static void note_or_pause(struct window *w)
{
    const struct view_guide *g = &w->view.guide;
    command(w, g->notes ? COMMAND_NOTE : COMMAND_PAUSE);
}

static void released(struct window *w, const struct ui_event *e)
{
    const float side = CORNER_SHARE * (float)w->input.height, up = w->press.y - e->y;
    if (!w->press.down) {
        return;
    }
    w->press.down = false;
    if (fabsf(up) > DRAG_SHARE * (float)w->input.height) {
        window_ask(w, up > 0.0F ? COMMAND_FASTER : COMMAND_SLOWER);
    } else if (e->x > (float)w->input.width - side && e->y < side) {
        window_ask(w, COMMAND_EASIER);
    } else {
        note_or_pause(w);
    }
}

void window_sitting_event(struct window *w, const struct ui_event *e)
{
    switch (e->kind) {
    case UI_CLICK:
        w->press = (struct window_press){true, false, e->x, e->y};
        break;
    case UI_RELEASE:
        released(w, e);
        break;
    case UI_PAUSE:
        command(w, COMMAND_PAUSE);
        break;
    case UI_BACK:
        w->press.down = false;
        command(w, COMMAND_PAUSE);
        break;
    case UI_ACCEPT:
        if (w->view.guide.notes) {
            note_or_pause(w);
        }
        break;
    case UI_NEXT:
        command(w, COMMAND_SKIP);
        break;
    default:
        break;
    }
}

/* A curve that is full keeps the whole session at half the detail: two values become their mean, holes stay holes. */
static void thin_curve(struct window *w)
{
    w->curve_n /= 2;
    for (size_t i = 0; i < w->curve_n; i++) {
        w->curve[i] = 0.5F * (w->curve[2 * i] + w->curve[2 * i + 1]);
    }
    w->curve_every_s *= 2.0F;
}

static void remember_steadiness(struct window *w)
{
    const float t_s = (float)usec_to_s(w->view.t);
    if (w->view.stage == VIEW_GUIDE && t_s >= w->curve_next_s) {
        if (w->curve_n == WINDOW_CURVE) {
            thin_curve(w);
        }
        w->curve[w->curve_n++] = w->view.body[0].signal == SIGNAL_NONE ? NAN : w->view.body[0].steadiness;
        w->curve_next_s = t_s + w->curve_every_s;
    }
}

static void show(struct window *w, uint8_t screen)
{
    page_init(&w->page);
    w->screen = screen;
    w->press.down = false;
    memset(&w->screen_state, 0, sizeof w->screen_state);
    window_remake(w);
}

/* Panels come and go with what the session says of itself. */
static void follow_panels(struct window *w)
{
    const bool offered = w->view.guide.offer && !w->view.paused;
    if (w->paused != w->view.paused || (w->offered && !offered)) {
        window_change(w);
    }
    if (w->view.paused && !w->paused) {
        show(w, SCREEN_PAUSE);
    } else if (offered && (!w->offered || w->paused)) {
        (void)snprintf(w->offer, sizeof w->offer, "%s", w->view.guide.line);
        w->facts.offer = w->offer;
        show(w, SCREEN_OFFER);
    }
    w->paused = w->view.paused;
    w->offered = offered;
}

void window_advance(struct window *w)
{
    const double speed = w->call.speed > 0.0 ? w->call.speed : 1000.0;
    bool more = true;
    if (sleep_watch_missed(&w->sleep) && !w->view.paused) {
        command(w, COMMAND_PAUSE);
    }
    for (uint64_t owed = sitting_owed(&w->sitting, clock_now_us(), speed); owed > 0 && more; owed--) {
        more = sitting_tick(&w->sitting);
    }
    engine_view(w->sitting.engine, &w->view);
    remember_steadiness(w);
    follow_panels(w);
    window_sound_tell(w);
    window_voice_tell(w);
    if (!more || w->mode == MODE_QUIT) {
        window_end(w);
    }
}
#else
typedef int window_sitting_is_empty;
#endif
