/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lantern: one light on still water, and around it, circle by circle, the lights of others.
 *
 * Invariants
 *  1. The halo round the near lantern is the pacer; the own breath is a soft ring on the same scale.
 *  2. A circle, once reached, only comes on; who is not yet reached floats there dimly: no one is missing.
 *  3. Everyone's light breathes by the same little: the near one is the clearest thing on screen.
 *  4. Lanterns float within 2 % of the height, slower than 8 s (rule M4).
 */
#include <math.h>

#include "scene/flower.h"
#include "scene/guide.h"
#include "scene/land.h"

#define TURN_F 6.28318531F

enum { LANTERN_OTHERS = 5, LANTERN_FAR = 34, LANTERN_SIDES = 21, LANTERN_WAVES = 46, LANTERN_HALOS = 3 };

/* Where the water begins, share of the block above the words. */
#define LANTERN_SHORE 0.37F

struct lantern_colours {
    uint32_t sky[3], hill[2][2], water[2], pale, body, foot, dim[2], light;
    float halo_a, glow_a, star_a, unlit_a;
};

/* chosen by eye: one warm light in a cool place; on paper warm glass in pale mist; at night embers. */
static const struct lantern_colours COLOURS[THEME_COUNT] = {
    [THEME_DUSK] = {.sky = {0x081226, 0x142C48, 0x3A5A78},
                    .hill = {{0x1B3550, 0x2B4C69}, {0x10243C, 0x1D3A56}},
                    .water = {0x294A68, 0x0B1A30},
                    .pale = 0xFFEBC8,
                    .body = 0xFFD08A,
                    .foot = 0xE8935A,
                    .dim = {0x3A5873, 0x2A4762},
                    .light = 0xFFC27A,
                    .halo_a = 0.10F,
                    .glow_a = 0.46F,
                    .star_a = 0.65F,
                    .unlit_a = 0.85F},
    [THEME_PAPER] = {.sky = {0xF8F5EF, 0xF3F0E9, 0xE9ECE8},
                     .hill = {{0xD5E0E0, 0xE9ECE8}, {0xC3D3D5, 0xE4EAE7}},
                     .water = {0xDDE7E7, 0xF4F1EA},
                     .pale = 0xFFF4DE,
                     .body = 0xFBD9A4,
                     .foot = 0xF2B684,
                     .dim = {0xD9DFDC, 0xC9D4D3},
                     .light = 0xFBD9A8,
                     .halo_a = 0.20F,
                     .glow_a = 0.80F,
                     .star_a = 0.0F,
                     .unlit_a = 0.8F},
    [THEME_NIGHT] = {.sky = {0x060403, 0x0C0705, 0x180D08},
                     .hill = {{0x1A0F09, 0x24150C}, {0x100906, 0x190E08}},
                     .water = {0x22130B, 0x0A0605},
                     .pale = 0xB88050,
                     .body = 0x9A6236,
                     .foot = 0x6B3D20,
                     .dim = {0x1E120C, 0x160D09},
                     .light = 0x8A5228,
                     .halo_a = 0.055F,
                     .glow_a = 0.26F,
                     .star_a = 0.4F,
                     .unlit_a = 0.8F},
};

static const struct land_ridge HILLS[2] = {
    {0.312F, {{0.030F, 1.60F, 0.55F}, {0.012F, 0.61F, 0.2F}, {0.003F, 0.23F, 0.0F}}},
    {0.350F, {{0.022F, 2.10F, 0.05F}, {0.009F, 0.83F, 0.6F}, {0.0F, 0.0F, 0.0F}}},
};

/* Where the others float: across from the middle and down, shares of the block; and their size against the near one.
   Someone dear is close; someone hardly known, farther; someone difficult as far as one likes, and lit like the rest.
 */
static const struct {
    float across, down, size;
} OTHERS[LANTERN_OTHERS] = {
    {0.335F, 0.760F, 0.66F}, {-0.350F, 0.700F, 0.56F}, {-0.180F, 0.575F, 0.37F},
    {0.235F, 0.535F, 0.30F}, {0.62F, 0.49F, 0.22F},
};

struct lantern {
    const struct frame *f;
    const struct scene_state *s;
    const struct lantern_colours *c;
    float unit, wide, light, steady, lung, clock_s;
};

/* One of them: base of its body at x, y; h its height; lit 0..1. */
struct flame {
    float x, y, h, lit;
};

static void body_lines(const struct flame *b, struct list_point up[LANTERN_SIDES], struct list_point low[LANTERN_SIDES])
{
    for (int i = 0; i < LANTERN_SIDES; i++) {
        const float u = 2.0F * (float)i / (float)(LANTERN_SIDES - 1) - 1.0F;
        /* A paper bag: wider at the shoulders, with round corners. */
        const float corner = 1.0F - powf(fabsf(u), 7.0F), x = b->x + 0.36F * b->h * u;
        up[i] = (struct list_point){x, b->y - b->h * (0.30F + 0.70F * corner)};
        low[i] = (struct list_point){x, b->y - b->h * 0.16F * (1.0F - corner)};
    }
}

static void draw_body(const struct lantern *t, const struct flame *b, struct list *out)
{
    struct list_point up[LANTERN_SIDES], low[LANTERN_SIDES];
    const float unit = fmaxf(t->f->in->scale, 0.5F), shown = t->f->flower;
    body_lines(b, up, low);
    struct list_area a = {.reach = b->h,
                          .soft = 1.3F * unit,
                          .opacity = t->c->unlit_a * shown,
                          .crest = colour_hex(t->c->dim[0]),
                          .foot = colour_hex(t->c->dim[1])};
    list_add_area(out, &a, up, low, LANTERN_SIDES);
    a.opacity = b->lit * t->light;
    a.crest = colour_hex(t->c->body);
    a.foot = colour_hex(t->c->foot);
    list_add_area(out, &a, up, low, LANTERN_SIDES);
    const struct list_pool heart = {b->x, b->y - 0.44F * b->h, 0.34F * b->h, 0.46F * b->h,
                                    colour_fade(colour_hex(t->c->pale), 0.85F * b->lit * t->light)};
    list_add_pool(out, BLEND_NORMAL, &heart);
}

/* Light in the air and on the water. */
static void draw_shine(const struct lantern *t, const struct flame *b, struct list *out)
{
    const struct colour c = colour_hex(t->c->light);
    const float strong = b->lit * t->light * t->c->glow_a * (0.80F + 0.20F * t->lung);
    const uint8_t blend = t->f->theme.light;
    const struct list_glow air = {b->x, b->y - 0.45F * b->h, 1.75F * b->h, colour_fade(c, strong)};
    const struct list_pool water = {b->x, b->y + 0.10F * b->h, 1.35F * b->h, 0.20F * b->h,
                                    colour_fade(c, 0.8F * strong)};
    const struct list_pool path = {b->x, b->y + 0.62F * b->h, 0.30F * b->h, 0.66F * b->h,
                                   colour_fade(c, 0.9F * strong)};
    list_add_glow(out, blend, &air);
    list_add_pool(out, blend, &water);
    list_add_pool(out, blend, &path);
}

static void draw_one(const struct lantern *t, const struct flame *b, struct list *out)
{
    draw_shine(t, b, out);
    draw_body(t, b, out);
}

static float bob(const struct lantern *t, int i, float much)
{
    return much * t->f->at.height * sinf(TURN_F * (t->clock_s / (12.0F + 1.7F * (float)(i % 5)) + 0.37F * (float)i));
}

/* One of everyone: where it floats and how bright it is. */
static struct flame far_one(const struct lantern *t, struct rng *rng, int i)
{
    const float k = (float)i / (float)LANTERN_FAR, x = (float)rng_uniform(rng), own = (float)rng_uniform(rng);
    const float near = k * k, come = frame_smooth(t->s->circle - 5.0F);
    return (struct flame){.x = t->f->at.width * x,
                          .y = t->unit * (LANTERN_SHORE + 0.012F + 0.16F * near + 0.006F * own),
                          .h = t->unit * (0.0028F + 0.0085F * near),
                          .lit = come * (0.55F + 0.45F * own)};
}

/* The circle of everyone: points of light over the whole water, far ones first; their shine, then their hearts. */
static void draw_everyone(const struct lantern *t, struct list *out)
{
    struct rng shine, hearts;
    const float unit = fmaxf(t->f->in->scale, 0.5F);
    rng_init(&shine, t->s->seed ^ 0x1a7e57ULL);
    rng_init(&hearts, t->s->seed ^ 0x1a7e57ULL);
    for (int i = 0; i < LANTERN_FAR; i++) {
        const struct flame b = far_one(t, &shine, i);
        const struct colour c = colour_fade(colour_hex(t->c->light), b.lit * t->light);
        const struct list_glow air = {b.x, b.y, 4.2F * b.h, colour_fade(c, 0.55F)};
        const struct list_pool path = {b.x, b.y + 2.4F * b.h, 0.8F * b.h, 3.2F * b.h, colour_fade(c, 0.45F)};
        list_add_glow(out, t->f->theme.light, &air);
        list_add_pool(out, t->f->theme.light, &path);
    }
    for (int i = 0; i < LANTERN_FAR; i++) {
        const struct flame b = far_one(t, &hearts, i);
        const struct colour heart = colour_fade(colour_hex(t->c->body), 0.9F * b.lit * t->light);
        const struct list_disc point = {b.x, b.y, 0.62F * b.h, 1.2F * unit, heart, heart};
        list_add_disc(out, BLEND_NORMAL, &point);
    }
}

static void draw_others(const struct lantern *t, float near_h, struct list *out)
{
    for (int i = LANTERN_OTHERS - 1; i >= 0; i--) {
        const float across = OTHERS[i].across * t->wide;
        struct flame b = {.x = t->f->at.x + across + bob(t, i + 3, 0.003F),
                          .y = OTHERS[i].down * t->unit + bob(t, i, 0.004F * OTHERS[i].size + 0.001F),
                          .h = OTHERS[i].size * near_h};
        const float come = frame_smooth(t->s->circle - (float)(i + 1));
        b.lit = come * (0.80F + 0.08F * t->lung);
        draw_one(t, &b, out);
    }
}

/* Layers of soft light: their edge is the breath, how many there are is the heart's answer. */
static void draw_halo(const struct lantern *t, const struct guide_ring *r, struct list *out)
{
    const struct colour c = colour_hex(t->c->light);
    for (int i = 0; i < LANTERN_HALOS; i++) {
        const float come = i == 0 ? 1.0F : frame_smooth((float)LANTERN_HALOS * t->steady - (float)(i - 1));
        const float radius = r->radius * (1.0F - 0.24F * (float)i);
        const struct list_disc d = {r->x,
                                    r->y,
                                    radius,
                                    (i == 0 ? 0.11F : 0.42F) * radius, /* the breath is clear, the answer soft */
                                    colour_fade(c, 0.55F * t->c->halo_a * t->light * come),
                                    colour_fade(c, 1.35F * t->c->halo_a * t->light * come)};
        list_add_disc(out, t->f->theme.light, &d);
    }
}

/* The evening lies on small waves, finer and closer towards the shore. */
static void draw_water(const struct lantern *t, struct list *out)
{
    struct rng rng;
    rng_init(&rng, t->s->seed ^ 0x3a7e2ULL);
    for (int i = 0; i < LANTERN_WAVES; i++) {
        const float k = (float)i / (float)LANTERN_WAVES, x = (float)rng_uniform(&rng), own = (float)rng_uniform(&rng);
        const struct list_pool wave = {t->f->at.width * x, t->unit * (LANTERN_SHORE + 0.015F + 0.50F * k * k),
                                       t->unit * (0.05F + 0.16F * own + 0.10F * k), t->unit * (0.0022F + 0.0055F * k),
                                       colour_fade(colour_hex(t->c->sky[2]), (0.40F - 0.22F * k) * t->f->flower)};
        list_add_pool(out, BLEND_NORMAL, &wave);
    }
}

static void draw_place(const struct lantern *t, struct list *out)
{
    const struct frame *f = t->f;
    const struct lantern_colours *c = t->c;
    struct land_line hill[2], shore, bottom;
    const struct list_ground g = {{colour_hex(c->sky[0]), colour_hex(c->sky[1]), colour_hex(c->sky[2])},
                                  0.26F,
                                  0.5F * f->theme.vignette,
                                  f->flower};
    list_add_ground(out, &g);
    land_stars(f, t->s, 0.34F * t->unit, f->theme.mote, c->star_a * f->flower, out);
    land_flat(&shore, f, LANTERN_SHORE * t->unit);
    land_flat(&bottom, f, f->at.height + 8.0F);
    for (int i = 0; i < 2; i++) {
        land_make(&hill[i], &HILLS[i], f, t->unit);
        const struct list_area a = {.reach = 0.085F * t->unit,
                                    .soft = 1.5F * fmaxf(f->in->scale, 0.5F),
                                    .opacity = f->flower,
                                    .crest = colour_hex(c->hill[i][0]),
                                    .foot = colour_hex(c->hill[i][1])};
        land_area(&hill[i], &shore, &a, out);
    }
    const struct list_area water = {.reach = 0.62F * t->unit,
                                    .soft = 0.008F * t->unit,
                                    .opacity = f->flower,
                                    .crest = colour_hex(c->water[0]),
                                    .foot = colour_hex(c->water[1])};
    land_area(&shore, &bottom, &water, out);
    const struct list_pool mist = {f->at.x, LANTERN_SHORE * t->unit, 0.75F * f->at.width, 0.05F * t->unit,
                                   colour_fade(colour_hex(c->sky[2]), 0.35F * f->flower)};
    list_add_pool(out, BLEND_NORMAL, &mist);
    draw_water(t, out);
    list_still(out);
}

void lantern_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    if (!guide_begin(&f, s, in, out)) {
        return;
    }
    struct lantern t = {.f = &f,
                        .s = s,
                        .c = &COLOURS[f.id],
                        .unit = f.at.cue_y - 1.3F * f.at.cue,
                        .light = guide_light(&f, s, 0),
                        .steady = frame_smooth(s->body[0].steady),
                        .lung = guide_lung(&f, s),
                        .clock_s = in->reduced_motion ? 0.0F : s->clock_s};
    t.wide = fminf(t.unit, f.at.width);
    const float near_h = 0.195F * t.wide, full = 0.31F * t.wide;
    const struct flame near = {f.at.x, 0.77F * t.unit, near_h, 1.0F};
    struct guide_ring ring = {near.x, near.y - 0.44F * near_h, full * (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * t.lung),
                              0.0F};
    if (f.flower < 1.0F) {
        frame_ground(&f, s, out);
    }
    draw_place(&t, out);
    draw_everyone(&t, out);
    draw_others(&t, near_h, out);
    draw_halo(&t, &ring, out);
    draw_one(&t, &near, out);
    if (in->reduced_motion) {
        ring.radius = 1.02F * full;
        ring.width = fmaxf(2.0F * fmaxf(in->scale, 0.5F), 0.006F * f.at.height);
        guide_still_ring(&f, s, &ring, out);
    } else {
        ring.radius = full * (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * s->body[0].own);
        ring.width = f.theme.wide * full;
        guide_own_ring(&f, s, 0, &ring, f.theme.data[0], out);
    }
    guide_words(&f, s, GUIDE_TIME_RING, out);
}
