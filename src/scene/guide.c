/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every practice scene says besides its picture: the cue, a phrase, the corners, time, and how light and breath
 * go into a picture.
 *
 * Invariants
 *  1. A cue is gone before its turn, and the next one comes after it (rule M5).
 *  2. A lost signal dims the reward, and is told in kind words; the pacer goes on.
 *  3. With less motion lung stands still, light goes 0.55 to 1 and a ring fills (rule M7).
 */
#include "scene/guide.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/reading.h"

#define PI_F 3.14159265F

/* Light of a picture while there is no trusted signal, share of full. chosen: a calm dimming, clearly still there. */
#define GUIDE_DIM 0.66F

/* A cue is gone this long before its turn, s. chosen: going and coming of words then lie more than a second apart, so
   that they are no flash by rule L1. */
#define GUIDE_GONE_S      0.90F
#define GUIDE_GONE_LESS_S 1.10F

/* chosen: what the envelope has reached 0.2 s after a turn. */
#define GUIDE_UNSEEN 0.26F

/* Rule M7. */
#define GUIDE_LESS_LOW  0.55F
#define GUIDE_LESS_LUNG 0.80F

static const char *cue_words(const struct frame *f, const struct view *v)
{
    switch (v->cue) {
    case CUE_IN:
        return f->words->breathe_in;
    case CUE_HOLD_IN:
        return f->words->hold_in;
    case CUE_OUT:
        return f->words->breathe_out;
    case CUE_HOLD_OUT:
        return f->words->hold_out;
    default:
        return v->stage == VIEW_LISTEN ? f->words->listen : "";
    }
}

/* The part of the breath in progress that pace_position_s is in: how far into it and how long it is, s. */
static void part_of(const struct view *v, float *into, float *length)
{
    const float parts[4] = {v->pace.inhale_s, v->pace.hold_in_s, v->pace.exhale_s, v->pace.hold_out_s};
    float at = v->pace_position_s;
    int i = 0;
    while (i < 3 && at >= parts[i]) {
        at -= parts[i++];
    }
    *into = at;
    *length = parts[i];
}

/* Fades a cue in after its turn and out before the next. */
static float cue_envelope(const struct view *v, bool less)
{
    float into, length;
    if (v->cue == CUE_NONE || isnan(v->pace_lung)) {
        return 1.0F;
    }
    part_of(v, &into, &length);
    const float in_s = fminf(less ? FRAME_LESS_S : FRAME_IN_S, 0.25F * length);
    const float out_s = fminf(less ? FRAME_LESS_S : FRAME_OUT_S, 0.30F * length);
    const float gone_s = fminf(less ? GUIDE_GONE_LESS_S : GUIDE_GONE_S, 0.25F * length);
    return frame_smooth(into / fmaxf(in_s, 0.01F)) * frame_smooth((length - gone_s - into) / fmaxf(out_s, 0.01F));
}

static void draw_cue(struct frame *f, struct scene_state *s, struct list *out)
{
    const struct view *v = f->in->view;
    const float envelope = v->paused ? 1.0F : cue_envelope(v, f->in->reduced_motion);
    s->cue_waits = f->in->words_wait || (s->cue_waits && v->cue != CUE_NONE && !v->paused && envelope >= GUIDE_UNSEEN);
    const bool waits = s->cue_waits;
    const char *words = waits ? "" : v->paused ? f->words->paused : cue_words(f, v);
    /* At a turn nothing is seen, or hardly yet after a late frame: there the words may change at once. */
    if (envelope < GUIDE_UNSEEN && !v->paused && !waits) {
        snprintf(s->cue.words, sizeof s->cue.words, "%s", words);
        s->cue.shown = 1.0F;
    }
    const float shown = frame_slot(&s->cue, words, f->in->dt_s, f->in->reduced_motion);
    const bool led = v->cue != CUE_NONE && !v->paused;
    const struct list_text t = {.x = f->at.x,
                                .y = f->at.cue_y,
                                .size = f->at.cue,
                                .align = ALIGN_CENTRE,
                                .weight = WEIGHT_LIGHT,
                                .colour = f->theme.text};
    frame_words(out, &t, s->cue.words, shown * envelope * (led ? s->words_left : 1.0F));
}

/* Where to break words into two rows of about one length: the blank nearest to the middle; 0 there is none. */
static size_t middle_blank(const char *words)
{
    const size_t n = strlen(words);
    size_t best = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        const size_t off = i > n / 2 ? i - n / 2 : n / 2 - i, was = best > n / 2 ? best - n / 2 : n / 2 - best;
        if (words[i] == ' ' && (best == 0 || off < was)) {
            best = i;
        }
    }
    return best;
}

/* One row if there is room beside the corners, or else two, a little above and below. */
static void draw_rows(const struct frame *f, const struct scene_state *s, float opacity, struct list *out)
{
    const char *words = s->phrase.words;
    struct list_text t = {.x = f->at.x,
                          .y = f->at.phrase_y,
                          .size = f->at.body,
                          .align = ALIGN_CENTRE,
                          .weight = WEIGHT_REGULAR,
                          .colour = f->theme.quiet};
    /* The left corner may have more to say than a number. */
    const float corner = fmaxf(layout_words(s->corner.words, t.size), layout_words("sensor away, ", t.size));
    const float room = f->at.width - 2.0F * f->at.margin - (f->at.stacked ? 0.0F : 2.0F * corner + t.size);
    const size_t blank = layout_words(words, t.size) > room ? middle_blank(words) : 0;
    if (blank == 0) {
        frame_words(out, &t, words, opacity);
        return;
    }
    char first[SCENE_WORDS];
    snprintf(first, sizeof first, "%.*s", (int)blank, words);
    const float longer = fmaxf(layout_words(first, t.size), layout_words(words + blank + 1, t.size));
    t.size = fmaxf(t.size * fminf(1.0F, room / longer), 0.022F * f->at.height);
    t.y = fminf(t.y - 0.30F * f->at.body, f->at.height - 1.60F * t.size);
    frame_words(out, &t, first, opacity);
    t.y += 1.25F * t.size;
    frame_words(out, &t, words + blank + 1, opacity);
}

static void draw_phrase(struct frame *f, struct scene_state *s, struct list *out)
{
    const struct view *v = f->in->view;
    const char *words = f->in->phrase ? f->in->phrase : "";
    if (f->in->words_wait) {
        words = "";
    } else if (v->paused) {
        words = f->words->paused_phrase;
    } else if (v->stage == VIEW_LISTEN && !words[0]) {
        words = f->words->listen_phrase;
    }
    const float shown = frame_slot(&s->phrase, words, f->in->dt_s, f->in->reduced_motion);
    draw_rows(f, s, shown, out);
}

const char *guide_sensor_words(const struct frame *f, int body)
{
    const struct view_body *b = &f->in->view->body[body];
    if (f->in->view->bodies <= body) {
        return "";
    }
    if (b->gap) {
        return f->words->away;
    }
    if (b->contact == CONTACT_OFF || b->contact == CONTACT_PROBE_ERROR) {
        return f->words->contact;
    }
    if (b->signal != SIGNAL_GOOD || isnan(b->hr_bpm)) {
        return f->words->finding;
    }
    return "";
}

/* The left corner: the heart rate, or what is to be said of the sensor. */
static void draw_heart(struct frame *f, struct scene_state *s, struct list_text *t, struct list *out)
{
    const struct view *v = f->in->view;
    const struct view_body *b = &v->body[0];
    char words[SCENE_WORDS];
    const char *said = guide_sensor_words(f, 0);
    const float told = frame_slot(&s->corner, said, f->in->dt_s, f->in->reduced_motion);
    if (s->corner.words[0]) {
        frame_words(out, t, s->corner.words, told);
    }
    const bool number = v->bodies && !said[0] && !s->corner.words[0] && !f->in->number_hidden;
    s->number = frame_step(s->number, number ? 1.0F : 0.0F, f->in->dt_s, FRAME_PANEL_S);
    if (!isnan(b->hr_bpm) && !s->corner.words[0]) {
        snprintf(words, sizeof words, "%d %s", (int)lrintf(b->hr_bpm), f->words->bpm);
        frame_words(out, t, words, frame_smooth(s->number));
    }
}

/* taken: width of what the left corner says. A ring that would stand in its way is left out. */
static void draw_remaining(const struct frame *f, struct list_text *t, bool ring, float taken, struct list *out)
{
    char words[SCENE_WORDS];
    t->x = f->at.width - f->at.margin;
    t->align = ALIGN_RIGHT;
    if (ring && taken + 5.5F * f->at.body < f->at.width - 2.0F * f->at.margin) {
        const float radius = 0.50F * f->at.body;
        const struct guide_ring r = {t->x - radius, t->y - 0.36F * f->at.body, radius,
                                     fmaxf(1.3F * f->in->scale, 0.10F * f->at.body)};
        guide_ring(f, &r, f->in->view->progress, f->theme.quiet, out);
        t->x -= 1.65F * f->at.body;
    }
    if (!f->in->time_hidden && !isnan(f->in->view->remaining_s)) {
        frame_clock(f->in->view->remaining_s, words, sizeof words);
        frame_words(out, t, words, 1.0F);
    }
}

void guide_words(struct frame *f, struct scene_state *s, unsigned flags, struct list *out)
{
    draw_cue(f, s, out);
    draw_phrase(f, s, out);
    struct list_text t = {.x = f->at.margin,
                          .y = f->at.corner_y,
                          .size = f->at.body,
                          .align = ALIGN_LEFT,
                          .weight = WEIGHT_REGULAR,
                          .cells = true,
                          .colour = f->theme.quiet};
    if (!(flags & GUIDE_NO_HEART)) {
        draw_heart(f, s, &t, out);
    }
    draw_remaining(f, &t, flags & GUIDE_TIME_RING, layout_words(s->corner.words, t.size), out);
    frame_simulated(f, out);
}

bool guide_begin(struct frame *f, struct scene_state *s, const struct scene_input *in, struct list *out)
{
    frame_make(f, s, in);
    if (!in->picture_off) {
        return true;
    }
    const struct list_ground dark = {{colour_hex(0), colour_hex(0), colour_hex(0)}, 0.5F, 0.0F, 1.0F};
    list_add_ground(out, &dark);
    theme_get(THEME_NIGHT, &f->theme);
    frame_simulated(f, out);
    return false;
}

float guide_lung(const struct frame *f, const struct scene_state *s)
{
    return f->in->reduced_motion ? GUIDE_LESS_LUNG : s->lung;
}

float guide_light(const struct frame *f, const struct scene_state *s, int body)
{
    const float start = frame_smooth(s->clock_s / 3.0F), trusted = s->body[body].light;
    float light = (GUIDE_DIM + (1.0F - GUIDE_DIM) * trusted) * start * f->flower * (1.0F - 0.45F * s->veil);
    if (f->in->reduced_motion) {
        light *= GUIDE_LESS_LOW + (1.0F - GUIDE_LESS_LOW) * s->lung;
    }
    return light;
}

float guide_own(const struct frame *f, const struct scene_state *s, int body)
{
    if (s->lead == LEAD_OWN && body == 0) {
        return 0.0F;
    }
    return frame_smooth(s->body[body].own_shown) * f->flower * (1.0F - 0.5F * s->veil);
}

void guide_ring(const struct frame *f, const struct guide_ring *r, float part, struct colour colour, struct list *out)
{
    const float unit = fmaxf(f->in->scale, 0.5F), turn = 2.0F * PI_F;
    struct list_arc a = {.x = r->x, .y = r->y, .radius = r->radius, .width = r->width, .soft = unit};
    a.to_rad = turn;
    a.from = a.to = colour_fade(f->theme.quiet, 0.16F * f->flower);
    list_add_arc(out, &a);
    a.to_rad = turn * fminf(fmaxf(part, 0.0F), 1.0F);
    /* The ring of the breath is even: an end brighter than its tail would blink wherever it passes. */
    a.from = colour_fade(colour, (f->in->reduced_motion ? 1.0F : 0.45F) * f->flower);
    a.to = colour_fade(colour, f->flower);
    list_add_arc(out, &a);
    /* A round end: a flat one looks cut. */
    const struct list_disc end = {
        a.x + a.radius * sinf(a.to_rad), a.y - a.radius * cosf(a.to_rad), 0.5F * r->width + 0.2F, unit, a.to, a.to};
    if (a.to_rad > 0.0F) {
        list_add_disc(out, BLEND_NORMAL, &end);
    }
}

void guide_still_ring(const struct frame *f, const struct scene_state *s, const struct guide_ring *r, struct list *out)
{
    const float own = guide_own(f, s, 0);
    guide_ring(f, r, s->lung, colour_fade(f->theme.text, 0.70F), out);
    if (own <= 0.0F) {
        return;
    }
    struct list_arc a = {.x = r->x,
                         .y = r->y,
                         .radius = r->radius - 1.9F * r->width,
                         .width = 0.5F * r->width,
                         .soft = fmaxf(f->in->scale, 0.5F),
                         .to_rad = 2.0F * PI_F * s->body[0].own};
    a.from = a.to = colour_fade(f->theme.data[0], 0.60F * own);
    list_add_arc(out, &a);
}

void guide_own_ring(const struct frame *f, const struct scene_state *s, int body, const struct guide_ring *r,
                    struct colour colour, struct list *out)
{
    const float opacity = guide_own(f, s, body), unit = fmaxf(f->in->scale, 0.5F);
    struct list_arc a = {
        .x = r->x, .y = r->y, .radius = r->radius, .width = r->width, .soft = r->width, .to_rad = 2.0F * PI_F};
    a.from = a.to = colour_fade(colour, f->theme.own * opacity);
    list_add_arc(out, &a);
    a.width = 0.0022F * f->at.height;
    a.soft = 1.2F * unit;
    a.from = a.to = colour_fade(colour, f->theme.line * opacity);
    list_add_arc(out, &a);
}
