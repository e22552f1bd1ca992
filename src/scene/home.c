/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first screen: a sleeping flower, one clear button, what is chosen, and whether the pulse is seen.
 *
 * Invariants
 *  1. Begin stands out whatever has the focus; there is nothing to read before the first breath.
 *  2. The pulse is a dot that swells by at most 3 % of luminance with 400 ms ease (rule L3), never a flash.
 */
#include <math.h>
#include <stdio.h>

#include "scene/flower.h"
#include "scene/frame.h"

/* How open the flower sleeps. chosen: a bud that is about to open. */
#define HOME_LUNG 0.42F

/* Ease of the heartbeat's swell, s. Source: rule L3. */
#define HOME_BEAT_S 0.4F

static void draw_choice(const struct frame *f, float y, float w, int i, const char *words, struct list *out)
{
    const float h = fmaxf(2.4F * f->at.body, 44.0F * f->in->scale * fminf(1.0F, f->at.height / 720.0F));
    const struct list_box box = {
        .x = f->at.x + (i == HOME_PRACTICE ? -w : 0.0F), .y = y, .w = w, .h = h, .id = (uint8_t)(1 + i)};
    frame_button(f, &box, words, false, f->in->home && f->in->home->focus == i, out);
}

static float beat_swell(const struct view_body *b)
{
    if (isnan(b->since_beat_s) || b->since_beat_s < 0.0F || b->since_beat_s > 2.0F * HOME_BEAT_S) {
        return 0.0F;
    }
    return 0.5F - 0.5F * cosf(3.14159265F * b->since_beat_s / HOME_BEAT_S);
}

static void draw_sensor(const struct frame *f, float y, struct list *out)
{
    const struct view_body *b = &f->in->view->body[0];
    const char *name = f->in->home && f->in->home->sensor ? f->in->home->sensor : "";
    const bool some = name[0] && f->in->view->bodies, seen = some && b->signal == SIGNAL_GOOD && !b->gap;
    char words[160];
    const char *state = b->gap ? f->words->away : seen ? f->words->seeing_pulse : f->words->finding;
    if (some) {
        snprintf(words, sizeof words, "%s  ·  %s", name, state);
    } else {
        snprintf(words, sizeof words, "%s", f->words->no_sensor);
    }
    const float room = f->at.width - 2.0F * f->at.margin, wide = layout_words(words, f->at.body);
    const struct list_text t = {.x = f->at.x,
                                .y = y,
                                .size = wide > room ? f->at.body * room / wide : f->at.body,
                                .align = ALIGN_CENTRE,
                                .weight = WEIGHT_REGULAR,
                                .colour = f->theme.quiet};
    frame_words(out, &t, words, 1.0F);
    const float r = 0.24F * f->at.body * (1.0F + (f->in->reduced_motion ? 0.0F : 0.25F * beat_swell(b)));
    const struct colour c = colour_fade(f->theme.data[0], seen ? 0.75F + 0.2F * beat_swell(b) : 0.3F);
    const struct list_disc dot = {f->at.x, y - 1.75F * f->at.body, r, f->in->scale, c, c};
    const struct list_glow halo = {f->at.x, dot.y, 4.0F * r, colour_fade(c, seen ? 0.30F : 0.0F)};
    list_add_glow(out, f->theme.light, &halo);
    list_add_disc(out, BLEND_NORMAL, &dot);
}

static void draw_flower(const struct frame *f, const struct scene_state *s, float y, float full, struct list *out)
{
    const float breath = f->in->reduced_motion ? 0.0F : 0.03F * sinf(2.0F * 3.14159265F * s->clock_s / 12.0F);
    const struct flower flower = {.x = f->at.x,
                                  .y = y,
                                  .full = full,
                                  .lung = HOME_LUNG + breath,
                                  .steady = 0.88F,
                                  .light = 0.85F * f->flower * frame_smooth(s->clock_s / 3.0F),
                                  .clock_s = f->in->reduced_motion ? 0.0F : s->clock_s,
                                  .least = fmaxf(f->in->scale, 0.5F)};
    flower_draw(&flower, &f->theme, out);
}

void home_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    char length[96];
    frame_make(&f, s, in);
    const float h = f.at.height, w = fminf(f.at.width - 2.0F * f.at.margin, 0.62F * h);
    frame_ground(&f, s, out);
    frame_motes(&f, s, 0.6F * f.flower, out);
    draw_flower(&f, s, 0.33F * h, fminf(0.36F * h, 0.55F * f.at.width), out);
    const float tall = fmaxf(0.088F * h, 44.0F * in->scale * fminf(1.0F, h / 720.0F));
    const struct list_box begin = {
        .x = f.at.x - 0.28F * w, .y = 0.60F * h, .w = 0.56F * w, .h = tall, .id = 1 + HOME_BEGIN};
    frame_button(&f, &begin, f.words->begin, true, !in->home || in->home->focus == HOME_BEGIN, out);
    const int minutes = in->home ? in->home->minutes : 10;
    snprintf(length, sizeof length, "%d %s", minutes, minutes == 1 ? f.words->minute : f.words->minutes);
    const float row = begin.y + tall + 0.028F * h;
    draw_choice(&f, row, 0.5F * w, HOME_PRACTICE, in->home && in->home->practice ? in->home->practice : "", out);
    draw_choice(&f, row, 0.5F * w, HOME_MINUTES, length, out);
    draw_sensor(&f, h - f.at.margin - 1.5F * f.at.body, out);
    const struct list_text hint = {.x = f.at.x,
                                   .y = h - 0.6F * f.at.margin,
                                   .size = f.at.body * 0.9F,
                                   .align = ALIGN_CENTRE,
                                   .weight = WEIGHT_REGULAR,
                                   .colour = f.theme.quiet};
    if (in->home && in->home->hint) {
        frame_words(out, &hint, in->home->hint, 1.0F);
    }
    frame_simulated(&f, out);
}
