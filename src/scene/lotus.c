/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The practice screen: flower, own breath, time, a cue, one number.
 *
 * Invariants
 *  1. The pacer is the clearest thing on screen: the flower's tips are its position, the cue its words.
 *  2. The own breath is a thin ring on the same scale, so that following is the ring resting on the tips.
 *  3. A cue is gone before its turn, and the next one comes after it (rule M5).
 *  4. A lost signal dims the reward, and is told in kind words; the pacer goes on.
 *  5. With less motion nothing moves: a ring fills, the light goes 0.55 to 1 (rule M7).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/reading.h"
#include "scene/flower.h"
#include "scene/frame.h"

#define PI_F 3.14159265F

/* Light of the flower while there is no trusted signal, share of full. chosen: a calm dimming, clearly still there. */
#define LOTUS_DIM 0.66F

/* A cue is gone this long before its turn, s. chosen: going and coming of words then lie more than a second apart, so
   that they are no flash by rule L1. */
#define LOTUS_GONE_S      0.55F
#define LOTUS_GONE_LESS_S 1.10F

/* Rule M7. */
#define LOTUS_LESS_LOW  0.55F
#define LOTUS_LESS_LUNG 0.80F

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
    const float gone_s = fminf(less ? LOTUS_GONE_LESS_S : LOTUS_GONE_S, 0.25F * length);
    return frame_smooth(into / fmaxf(in_s, 0.01F)) * frame_smooth((length - gone_s - into) / fmaxf(out_s, 0.01F));
}

static void draw_cue(struct frame *f, struct scene_state *s, struct list *out)
{
    const struct view *v = f->in->view;
    const char *words = v->paused ? f->words->paused : cue_words(f, v);
    const float envelope = v->paused ? 1.0F : cue_envelope(v, f->in->reduced_motion);
    /* At a turn nothing is seen: there the words may change at once, and the envelope brings them. */
    if (envelope < 0.02F && !v->paused) {
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

static void draw_phrase(struct frame *f, struct scene_state *s, struct list *out)
{
    const struct view *v = f->in->view;
    const char *words = f->in->phrase ? f->in->phrase : "";
    if (v->paused) {
        words = f->words->paused_phrase;
    } else if (v->stage == VIEW_LISTEN && !words[0]) {
        words = f->words->listen_phrase;
    }
    const float shown = frame_slot(&s->phrase, words, f->in->dt_s, f->in->reduced_motion);
    const struct list_text t = {.x = f->at.x,
                                .y = f->at.phrase_y,
                                .size = f->at.body,
                                .align = ALIGN_CENTRE,
                                .weight = WEIGHT_REGULAR,
                                .colour = f->theme.quiet};
    frame_words(out, &t, s->phrase.words, shown);
}

/* What the left corner says in words; "" = the heart rate itself. */
static const char *corner_words(const struct frame *f, const struct view_body *b)
{
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

static void draw_corners(struct frame *f, struct scene_state *s, struct list *out)
{
    const struct view *v = f->in->view;
    const struct view_body *b = &v->body[0];
    char words[SCENE_WORDS];
    struct list_text t = {.x = f->at.margin,
                          .y = f->at.corner_y,
                          .size = f->at.body,
                          .align = ALIGN_LEFT,
                          .weight = WEIGHT_REGULAR,
                          .cells = true,
                          .colour = f->theme.quiet};
    const char *said = v->bodies ? corner_words(f, b) : "";
    const float told = frame_slot(&s->corner, said, f->in->dt_s, f->in->reduced_motion);
    if (s->corner.words[0]) {
        frame_words(out, &t, s->corner.words, told);
    }
    const bool number = v->bodies && !said[0] && !s->corner.words[0] && !f->in->number_hidden;
    s->number = frame_step(s->number, number ? 1.0F : 0.0F, f->in->dt_s, FRAME_PANEL_S);
    if (!isnan(b->hr_bpm) && !s->corner.words[0]) {
        snprintf(words, sizeof words, "%d %s", (int)lrintf(b->hr_bpm), f->words->bpm);
        frame_words(out, &t, words, frame_smooth(s->number));
    }
    if (f->in->time_hidden || isnan(v->remaining_s)) {
        return;
    }
    frame_clock(v->remaining_s, words, sizeof words);
    t.x = f->at.width - f->at.margin;
    t.align = ALIGN_RIGHT;
    frame_words(out, &t, words, 1.0F);
}

static void draw_time(const struct frame *f, float part, float width, struct colour colour, struct list *out)
{
    const float unit = fmaxf(f->in->scale, 0.5F), turn = 2.0F * PI_F;
    struct list_arc a = {.x = f->at.x, .y = f->at.y, .radius = f->at.ring, .width = width, .soft = unit};
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
        a.x + a.radius * sinf(a.to_rad), a.y - a.radius * cosf(a.to_rad), 0.5F * width + 0.2F, unit, a.to, a.to};
    if (a.to_rad > 0.0F) {
        list_add_disc(out, BLEND_NORMAL, &end);
    }
}

static void draw_own(const struct frame *f, const struct scene_state *s, struct list *out)
{
    const float opacity = frame_smooth(s->own_shown) * f->flower * (1.0F - 0.5F * s->veil);
    if (opacity <= 0.0F || s->lead == 1 /* the flower itself is the own breath */) {
        return;
    }
    const float unit = fmaxf(f->in->scale, 0.5F);
    const float radius = f->at.full * (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * s->own);
    const float soft = f->theme.wide * f->at.full;
    struct list_arc a = {
        .x = f->at.x, .y = f->at.y, .radius = radius, .width = soft, .soft = soft, .to_rad = 2.0F * PI_F};
    a.from = a.to = colour_fade(f->theme.data[0], f->theme.own * opacity);
    list_add_arc(out, &a);
    a.width = 0.0022F * f->at.height;
    a.soft = 1.2F * unit;
    a.from = a.to = colour_fade(f->theme.data[0], f->theme.line * opacity);
    list_add_arc(out, &a);
}

static void draw_flower(const struct frame *f, const struct scene_state *s, struct list *out)
{
    const bool less = f->in->reduced_motion;
    const float start = frame_smooth(s->clock_s / 3.0F);
    float light = (LOTUS_DIM + (1.0F - LOTUS_DIM) * s->light) * start * f->flower * (1.0F - 0.45F * s->veil);
    if (less) {
        light *= LOTUS_LESS_LOW + (1.0F - LOTUS_LESS_LOW) * s->lung;
    }
    const struct flower flower = {.x = f->at.x,
                                  .y = f->at.y,
                                  .full = f->at.full,
                                  .lung = less ? LOTUS_LESS_LUNG : s->lung,
                                  .steady = s->steady,
                                  .light = light,
                                  .clock_s = less ? 0.0F : s->clock_s,
                                  .least = fmaxf(f->in->scale, 0.5F)};
    flower_draw(&flower, &f->theme, out);
}

void lotus_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    frame_make(&f, s, in);
    const float unit = fmaxf(in->scale, 0.5F), h = f.at.height;
    if (in->picture_off) {
        const struct list_ground dark = {{colour_hex(0), colour_hex(0), colour_hex(0)}, 0.5F, 0.0F, 1.0F};
        list_add_ground(out, &dark);
        theme_get(THEME_NIGHT, &f.theme);
        frame_simulated(&f, out);
        return;
    }
    frame_ground(&f, s, out);
    frame_motes(&f, s, f.flower * (0.45F + 0.55F * s->steady), out);
    draw_flower(&f, s, out);
    if (in->reduced_motion) {
        draw_time(&f, s->lung, fmaxf(2.0F * unit, 0.008F * h), colour_fade(f.theme.text, 0.70F), out);
    } else {
        draw_time(&f, in->view->progress, fmaxf(1.2F * unit, 0.0026F * h), colour_fade(f.theme.quiet, 0.75F), out);
    }
    if (!in->reduced_motion) {
        draw_own(&f, s, out);
    }
    draw_cue(&f, s, out);
    draw_phrase(&f, s, out);
    draw_corners(&f, s, out);
    frame_simulated(&f, out);
}
