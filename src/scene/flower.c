/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lotus: five rings of petals round a warm middle. It opens with the breath; it blooms with the heart's answer.
 *
 * Invariants
 *  1. The outermost tips stand at 0.40..1.00 of the full radius and depend on the breath only: the pacer stays exact.
 *  2. Everything is a smooth function of lung, steady, light and clock: what goes in softly comes out softly.
 *  3. Turning stays under 5 degrees a second for any breath whose edge stays under 0.55 lungs a second (rule M4).
 *  4. Without steadiness it is a quiet flower of two rings, never a withered one.
 */
#include "scene/flower.h"

#include <math.h>

#define PI_F  3.14159265F
#define DEG_F (PI_F / 180.0F)

/*
 * petals   How many
 * reach    Tip radius, share of the flower's
 * half     Half width, share of the petal's length, when open
 * belly    Where it is widest
 * opens    Steadiness at which the ring begins to show, and is all there
 * empty    Share of its open size that it keeps when the lung is empty: the inner ones stir less than the outer
 * turn_deg Turn from empty to full lung
 */
struct ring {
    int petals;
    float reach, half, belly, opens, opened, empty, turn_deg;
};

/* The light in the middle keeps this share of its size. chosen: a heart that hardly moves is what the eye rests on,
   and its bright edge stays inside rule L2. */
#define FLOWER_HEART 0.74F

/* chosen by eye: each ring stands between the petals of the one outside it; turns stay under rule M4's 5 degrees/s. */
static const struct ring RINGS[THEME_RINGS] = {
    {9, 1.00F, 0.310F, 0.56F, -1.0F, 0.0F, FLOWER_EMPTY, 7.0F},   {9, 0.80F, 0.265F, 0.56F, -0.6F, 0.25F, 0.44F, 2.0F},
    {9, 0.615F, 0.270F, 0.55F, 0.10F, 0.55F, 0.52F, 6.0F},        {9, 0.445F, 0.280F, 0.54F, 0.35F, 0.80F, 0.62F, 1.0F},
    {9, 0.285F, 0.275F, 0.52F, 0.60F, 1.00F, FLOWER_HEART, 5.0F},
};

/* How far the whole flower leans to either side, and how slowly. Source: rule M4 (period over 8 s). chosen: 48 s. */
#define FLOWER_LEAN_DEG 3.0F
#define FLOWER_LEAN_S   48.0F

static float smooth(float x)
{
    const float k = x < 0.0F ? 0.0F : x > 1.0F ? 1.0F : x;
    return k * k * (3.0F - 2.0F * k);
}

static float radius_at(const struct flower *f, float empty)
{
    return f->full * (empty + (1.0F - empty) * f->lung);
}

float flower_radius(const struct flower *f)
{
    return radius_at(f, FLOWER_EMPTY);
}

static void ring_draw(const struct flower *f, const struct theme *theme, int i, struct list *out)
{
    const struct ring *r = &RINGS[i];
    const float open = smooth((f->steady - r->opens) / (r->opened - r->opens));
    const float warm = smooth(f->steady / 0.9F);
    const float radius = radius_at(f, r->empty);
    const float reach = i == 0 ? radius : radius * r->reach * (0.72F + 0.28F * open);
    const float near = 0.004F * radius;
    /* Closed petals stand closer, as in a bud. */
    const float half = r->half * reach * (0.80F + 0.20F * f->lung);
    const float fade = f->light * open * (0.88F + 0.12F * f->lung);
    struct list_petal p = {.x = f->x,
                           .y = f->y,
                           .near = near,
                           .length = reach - near,
                           .half = half,
                           .belly = r->belly,
                           .soft = fmaxf(1.4F * f->least, theme->soft * reach),
                           .rim = 0.42F};
    /* The near rings begin pale and take on warmth. */
    const float own = i < 2 ? 1.0F : 0.25F + 0.75F * warm;
    struct colour pale = theme->pale;
    pale.a = theme->base[i].a;
    p.base = colour_fade(colour_mix(pale, theme->base[i], own), fade);
    pale.a = theme->tip[i].a;
    p.tip = colour_fade(colour_mix(pale, theme->tip[i], own), fade);
    const float lean = FLOWER_LEAN_DEG * DEG_F * sinf(2.0F * PI_F * f->clock_s / FLOWER_LEAN_S);
    const float turn = lean + r->turn_deg * DEG_F * (f->lung - 0.5F);
    const float step = 2.0F * PI_F / (float)r->petals;
    for (int k = 0; k < r->petals; k++) {
        p.angle_rad = turn + step * ((float)k + (i % 2 ? 0.5F : 0.0F));
        list_add_petal(out, theme->blend[i], &p);
    }
}

static void light_draw(const struct flower *f, const struct theme *theme, struct list *out)
{
    const float radius = flower_radius(f), warm = smooth(f->steady);
    const struct colour tint = colour_mix(
        theme->glow, (struct colour){theme->core.r, theme->core.g, theme->core.b, theme->glow.a * 0.8F}, 0.22F * warm);
    const struct list_glow wide = {f->x, f->y, radius * 1.45F,
                                   colour_fade(tint, f->light * (0.62F + 0.38F * warm) * (0.75F + 0.25F * f->lung))};
    list_add_glow(out, theme->light, &wide);
}

static void core_draw(const struct flower *f, const struct theme *theme, struct list *out)
{
    const float radius = radius_at(f, FLOWER_HEART), warm = smooth(f->steady);
    const uint8_t blend = theme->light;
    struct colour pale = theme->pale;
    pale.a = theme->core.a;
    const struct colour core = colour_mix(pale, theme->core, warm);
    const struct list_glow around = {f->x, f->y, radius * (0.34F + 0.16F * warm),
                                     colour_fade(core, f->light * (0.34F + 0.26F * warm))};
    const struct list_glow heart = {f->x, f->y, radius * (0.13F + 0.05F * warm),
                                    colour_fade(core, f->light * (0.70F + 0.30F * warm))};
    list_add_glow(out, blend, &around);
    list_add_glow(out, blend, &heart);
}

void flower_draw(const struct flower *f, const struct theme *theme, struct list *out)
{
    light_draw(f, theme, out);
    for (int i = 0; i < THEME_RINGS; i++) {
        ring_draw(f, theme, i, out);
    }
    core_draw(f, theme, out);
}
