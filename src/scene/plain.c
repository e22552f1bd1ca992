/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plain ring: small lights come on from below to both sides, and go again. Nothing moves, whatever is set.
 *
 * Invariants
 *  1. Every shape stands where it stands; only light changes, and never between less than 0.55 and 1 (rule M7).
 *  2. The outer lights are the pacer, the small ones inside it the own breath: following is both reaching one height.
 *  3. Steadiness wakes still circles inside the ring, one after the other, and warms the middle.
 */
#include <math.h>

#include "scene/guide.h"

#define PI_F 3.14159265F

enum { PLAIN_LIGHTS = 72, PLAIN_CIRCLES = 4 };

/* Share of the ring over which a light goes from off to on. chosen: so wide that no light blinks (rule L2). */
#define PLAIN_SOFT 0.22F

/* How strong the circles inside are, by theme. chosen by eye: on paper pale colours need more. */
static const float CIRCLE[THEME_COUNT] = {0.40F, 0.90F, 0.46F};

/* Rule M7. */
#define PLAIN_LOW 0.55F

/* How lit the light at height k (0 bottom .. 1 top) is when the breath stands at lung. */
static float lit(float k, float lung)
{
    return frame_smooth((lung * (1.0F + PLAIN_SOFT) - k) / PLAIN_SOFT);
}

struct plain_ring {
    float radius, size, lung, opacity;
    struct colour low, high;
};

static void draw_lights(const struct frame *f, const struct plain_ring *r, struct list *out)
{
    const float unit = fmaxf(f->in->scale, 0.5F);
    for (int i = 0; i < PLAIN_LIGHTS; i++) {
        const float turn = 2.0F * PI_F * ((float)i + 0.5F) / (float)PLAIN_LIGHTS;
        /* turn 0 is at the top. */
        const float k = fabsf(turn - PI_F) / PI_F, on = lit(k, r->lung);
        const float x = f->at.x + r->radius * sinf(turn), y = f->at.y - r->radius * cosf(turn);
        const struct colour c = colour_mix(r->low, r->high, on);
        const struct colour shown = colour_fade(c, r->opacity * (0.22F + 0.78F * on));
        const struct list_disc dot = {x, y, r->size, 1.4F * unit, shown, shown};
        list_add_disc(out, BLEND_NORMAL, &dot);
    }
}

static void draw_middle(const struct frame *f, const struct scene_state *s, float light, struct list *out)
{
    const float warm = frame_smooth(s->body[0].steady), full = f->at.full;
    const struct colour tint = colour_mix(f->theme.glow, f->theme.core, 0.30F * warm);
    const struct list_glow wide = {f->at.x, f->at.y, 1.12F * full, colour_fade(tint, light * (0.70F + 0.30F * warm))};
    list_add_glow(out, f->theme.light, &wide);
    for (int i = 0; i < PLAIN_CIRCLES; i++) {
        const float come = frame_smooth((float)PLAIN_CIRCLES * s->body[0].steady - (float)i);
        struct colour c = f->theme.tip[THEME_RINGS - 1 - i];
        c.a = 1.0F;
        struct list_arc a = {.x = f->at.x,
                             .y = f->at.y,
                             .radius = full * (0.20F + 0.155F * (float)i),
                             .width = 0.035F * full,
                             .soft = 0.105F * full,
                             .to_rad = 2.0F * PI_F};
        a.from = a.to = colour_fade(c, CIRCLE[f->id] * light * come);
        list_add_arc(out, &a);
    }
    const struct list_glow heart = {f->at.x, f->at.y, 0.40F * full,
                                    colour_fade(f->theme.core, light * (0.42F + 0.50F * warm))};
    const struct list_glow middle = {f->at.x, f->at.y, 0.17F * full,
                                     colour_fade(f->theme.core, light * (0.20F + 0.60F * warm))};
    list_add_glow(out, f->theme.light, &heart);
    list_add_glow(out, f->theme.light, &middle);
}

void plain_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    if (!guide_begin(&f, s, in, out)) {
        return;
    }
    const float unit = fmaxf(in->scale, 0.5F), h = f.at.height;
    /* guide_light has the breath in it with less motion only; here it always is. */
    const float breath = PLAIN_LOW + (1.0F - PLAIN_LOW) * s->lung;
    const float light = guide_light(&f, s, 0) * (in->reduced_motion ? 1.0F : breath);
    struct colour high = colour_mix(f.theme.tip[0], f.theme.text, 0.55F);
    high.a = 1.0F;
    const struct plain_ring pace = {.radius = f.at.full,
                                    .size = fmaxf(1.4F * unit, 0.0105F * f.at.full + 0.0018F * h),
                                    .lung = s->lung,
                                    .opacity = f.flower * (1.0F - 0.45F * s->veil),
                                    .low = f.theme.quiet,
                                    .high = high};
    const struct plain_ring own = {.radius = 0.925F * f.at.full,
                                   .size = 0.55F * pace.size,
                                   .lung = s->body[0].own,
                                   .opacity = guide_own(&f, s, 0),
                                   .low = f.theme.data[0],
                                   .high = f.theme.data[0]};
    const struct guide_ring time = {f.at.x, f.at.y, f.at.ring, fmaxf(1.2F * unit, 0.0026F * h)};
    frame_ground(&f, s, out);
    draw_middle(&f, s, light, out);
    draw_lights(&f, &pace, out);
    draw_lights(&f, &own, out);
    guide_ring(&f, &time, in->view->progress, colour_fade(f.theme.quiet, 0.75F), out);
    guide_words(&f, s, 0, out);
}
