/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leaves on a stream, for watching thoughts: they come, they pass. A thought that the person notes sets off one leaf.
 *
 * Invariants
 *  1. The moon on the water is the pacer: its radius, and the rings that lie round it.
 *  2. A leaf moves at most LEAVES_SENT of the height a second, turns slower than 5 degrees a second (rule M4), and
 *     leaves the picture at its edge: none is stopped, counted on screen or comes back because of anything.
 *  3. With less motion leaves lie still, and a noted one shows and fades in its place.
 */
#include <math.h>

#include "scene/flower.h"
#include "scene/guide.h"
#include "scene/land.h"

#define TURN_F 6.28318531F

enum { LEAVES_PASSING = 6, LEAVES_GLINTS = 26, LEAVES_RIPPLES = 4, LEAVES_REEDS = 44, LEAVES_TINTS = 3 };

/* Speeds, share of the height a second. chosen: half a minute for a screen's half, so that eyes may let go of one. */
#define LEAVES_DRIFT 0.020F
#define LEAVES_SENT  0.034F

struct leaves_colours {
    uint32_t water[3], bank[2], reed[2], moon, glint, leaf[LEAVES_TINTS], tip[LEAVES_TINTS];
    float moon_a, glint_a, leaf_a, ripple_a;
};

/* chosen by eye. */
static const struct leaves_colours COLOURS[THEME_COUNT] = {
    [THEME_DUSK] = {.water = {0x0C2A38, 0x134353, 0x0F3442},
                    .bank = {0x0A1C24, 0x07141B},
                    .reed = {0x123038, 0x1C4A50},
                    .moon = 0xF3E9CF,
                    .glint = 0x9ED3D6,
                    .leaf = {0xB5793F, 0x9C5E4C, 0x8C8A4A},
                    .tip = {0xE9B871, 0xD9997F, 0xC6C27C},
                    .moon_a = 0.26F,
                    .glint_a = 0.10F,
                    .leaf_a = 0.95F,
                    .ripple_a = 0.17F},
    [THEME_PAPER] = {.water = {0xE9F0EF, 0xDFEAEA, 0xE6EEEC},
                     .bank = {0xF4F1EA, 0xF7F4EE},
                     .reed = {0xC9D6CF, 0xB5C7BE},
                     .moon = 0xFFF9EA,
                     .glint = 0xFFFFFF,
                     .leaf = {0xD99A63, 0xCD8C78, 0xA9AC72},
                     .tip = {0xEFC391, 0xE4B3A0, 0xC9CB9A},
                     .moon_a = 0.55F,
                     .glint_a = 0.40F,
                     .leaf_a = 0.95F,
                     .ripple_a = 0.40F},
    [THEME_NIGHT] = {.water = {0x0E0907, 0x20130C, 0x160E09},
                     .bank = {0x0A0605, 0x080504},
                     .reed = {0x1C110A, 0x2A1A0F},
                     .moon = 0x8F6038,
                     .glint = 0x5A3822,
                     .leaf = {0x5A3519, 0x4F2A1C, 0x463518},
                     .tip = {0x8A5A30, 0x7D4A33, 0x6F5A30},
                     .moon_a = 0.20F,
                     .glint_a = 0.12F,
                     .leaf_a = 0.95F,
                     .ripple_a = 0.20F},
};

static const struct land_ridge FAR_BANK = {0.085F,
                                           {{0.020F, 1.9F, 0.40F}, {0.010F, 0.83F, 0.7F}, {0.004F, 0.3F, 0.1F}}};
static const struct land_ridge NEAR_BANK = {0.0F,
                                            {{0.022F, 2.2F, 0.10F}, {0.009F, 0.71F, 0.4F}, {0.003F, 0.27F, 0.2F}}};

struct leaves {
    const struct frame *f;
    const struct scene_state *s;
    const struct leaves_colours *c;
    struct guide_ring moon; /* radius: when full */
    float near_y, light, steady, lung, clock_s;
};

struct leaf {
    float x, y, angle_rad, length, opacity;
    int tint;
};

static void draw_leaf(const struct leaves *t, const struct leaf *l, struct list *out)
{
    const struct colour base = colour_hex(t->c->leaf[l->tint]), tip = colour_hex(t->c->tip[l->tint]);
    const float unit = fmaxf(t->f->in->scale, 0.5F), shown = t->c->leaf_a * l->opacity * t->f->flower;
    const float c = sinf(l->angle_rad), d = -cosf(l->angle_rad), half = 0.5F * l->length;
    /* Its shadow on the water, then the blade, then a vein that goes on as the stalk. */
    const struct list_pool shade = {l->x + 0.06F * l->length, l->y + 0.16F * l->length, 0.60F * l->length,
                                    0.42F * l->length, colour_fade(colour_hex(t->c->bank[1]), 0.42F * shown)};
    const struct list_petal blade = {.x = l->x - half * c,
                                     .y = l->y - half * d,
                                     .angle_rad = l->angle_rad,
                                     .length = l->length,
                                     .half = 0.25F * l->length,
                                     .belly = 0.45F,
                                     .soft = 1.5F * unit,
                                     .base = colour_fade(base, shown),
                                     .tip = colour_fade(tip, shown)};
    const struct list_point vein[3] = {{l->x - 0.72F * l->length * c, l->y - 0.72F * l->length * d + 0.05F * l->length},
                                       {l->x - half * c, l->y - half * d},
                                       {l->x + 0.34F * l->length * c, l->y + 0.34F * l->length * d}};
    const struct list_line line = {.width = fmaxf(1.0F, 0.030F * l->length),
                                   .colour = colour_fade(colour_mix(base, tip, 0.25F), 0.8F * shown)};
    if (t->f->id != THEME_NIGHT) {
        list_add_pool(out, BLEND_NORMAL, &shade);
    }
    list_add_petal(out, BLEND_NORMAL, &blade);
    list_add_line(out, &line, vein, 3);
}

/* Down the stream the water bends a little: y of a lane at x. */
static float stream_y(const struct leaves *t, float lane, float x)
{
    const float u = (x - t->f->at.x) / t->f->at.height;
    return lane - 0.024F * t->f->at.height * sinf(TURN_F * (u / 1.9F + 0.40F));
}

static float stream_turn(const struct leaves *t, float x)
{
    return atan2f(stream_y(t, 0.0F, x + 4.0F) - stream_y(t, 0.0F, x - 4.0F), 8.0F);
}

static void draw_passing(const struct leaves *t, struct list *out)
{
    const struct frame *f = t->f;
    const float h = f->at.height, span = f->at.width + 0.5F * h;
    /* Under the corner's words. */
    const float top = fmaxf(0.17F * h, f->at.top_y + 0.075F * h), deep = t->near_y - 0.07F * h - top;
    for (int i = 0; i < LEAVES_PASSING; i++) {
        const float share = t->s->mote_phase[i], speed = LEAVES_DRIFT * (0.75F + 0.5F * t->s->mote_phase[i + 6]);
        const float go = (float)i / (float)LEAVES_PASSING + 0.10F * share, lane = fmodf(0.618F * (float)i + 0.1F, 1.0F);
        const float x = fmodf(go * span + speed * h * t->clock_s, span) - 0.25F * h, y = top + deep * lane;
        const float sway = 0.30F * sinf(TURN_F * (t->clock_s / (26.0F + 4.0F * (float)i) + share));
        const struct leaf l = {.x = x,
                               .y = stream_y(t, y, x),
                               .angle_rad = 0.25F * TURN_F + stream_turn(t, x) + sway + 0.9F * (share - 0.5F),
                               .length = h * (0.042F + 0.020F * lane + 0.008F * share),
                               .opacity = 0.80F,
                               .tint = i % LEAVES_TINTS};
        draw_leaf(t, &l, out);
    }
}

/* Way of a leaf after its start, px: it takes three seconds to be carried off. */
static float carried(float h, float age_s)
{
    const float go = fminf(age_s, 3.0F);
    return h * LEAVES_SENT * (age_s - go + 0.5F * go * go / 3.0F);
}

static void draw_sent(const struct leaves *t, struct list *out)
{
    const struct frame *f = t->f;
    const uint32_t n = t->s->leaves < SCENE_LEAVES ? t->s->leaves : SCENE_LEAVES;
    for (uint32_t i = 0; i < n; i++) {
        const float age = t->s->clock_s - t->s->leaf_s[i], h = f->at.height;
        const bool less = f->in->reduced_motion;
        const float x = t->moon.x + (less ? 0.0F : carried(h, age));
        const float lane = t->moon.y + 0.42F * t->moon.radius + 0.03F * h * (float)(i % 3);
        const struct leaf l = {.x = x,
                               .y = stream_y(t, lane, x) - stream_y(t, 0.0F, t->moon.x),
                               .angle_rad = 0.25F * TURN_F + stream_turn(t, x) - 0.35F +
                                            (less ? 0.0F : 0.25F * sinf(TURN_F * age / 24.0F)),
                               .length = 0.068F * h,
                               .opacity = frame_smooth(age / 1.6F) * (less ? frame_smooth((9.0F - age) / 4.0F) : 1.0F),
                               .tint = (int)(i % LEAVES_TINTS)};
        if (x < f->at.width + 0.1F * h) {
            draw_leaf(t, &l, out);
        }
    }
}

static void draw_moon(const struct leaves *t, struct list *out)
{
    const struct frame *f = t->f;
    const float radius = t->moon.radius * (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * t->lung);
    const struct colour c =
        colour_mix(colour_hex(t->c->moon), f->theme.core, f->id == THEME_DUSK ? 0.45F * t->steady : 0.0F);
    const float strong = t->c->moon_a * t->light;
    const struct list_glow wide = {t->moon.x, t->moon.y, 1.7F * radius, colour_fade(c, 0.62F * strong)};
    const struct list_disc moon = {t->moon.x,
                                   t->moon.y,
                                   radius,
                                   0.24F * radius,
                                   colour_fade(c, strong * (0.75F + 0.45F * t->steady)),
                                   colour_fade(c, strong * 0.75F)};
    const struct list_glow heart = {t->moon.x, t->moon.y, 0.66F * radius,
                                    colour_fade(c, strong * (0.6F + 0.6F * t->steady))};
    list_add_glow(out, f->theme.light, &wide);
    list_add_disc(out, f->theme.light, &moon);
    list_add_glow(out, f->theme.light, &heart);
    for (int i = 0; i < LEAVES_RIPPLES; i++) {
        const float come = i == 0 ? 1.0F : frame_smooth((float)(LEAVES_RIPPLES - 1) * t->steady - (float)(i - 1));
        struct list_arc a = {.x = t->moon.x,
                             .y = t->moon.y,
                             .radius = radius + 0.13F * t->moon.radius * (float)i,
                             .width = 0.008F * t->moon.radius + 1.0F,
                             .soft = 0.045F * t->moon.radius,
                             .to_rad = TURN_F};
        a.from = a.to = colour_fade(c, t->c->ripple_a * t->light * come * (1.0F - 0.21F * (float)i));
        list_add_arc(out, &a);
    }
}

/* Light on small waves, drifting with the stream. */
static void draw_glints(const struct leaves *t, struct list *out)
{
    struct rng rng;
    const float h = t->f->at.height, span = t->f->at.width + h;
    rng_init(&rng, t->s->seed ^ 0x61e57ULL);
    for (int i = 0; i < LEAVES_GLINTS; i++) {
        const float go = (float)rng_uniform(&rng), lane = (float)rng_uniform(&rng), own = (float)rng_uniform(&rng);
        const float x = fmodf(go * span + (0.006F + 0.006F * own) * h * t->clock_s, span) - 0.5F * h;
        const float y = 0.12F * h + (t->near_y - 0.15F * h) * lane;
        const float swell = 0.65F + 0.35F * sinf(TURN_F * (t->clock_s / (9.0F + 8.0F * own) + own));
        const struct list_pool g = {x, stream_y(t, y, x), h * (0.07F + 0.16F * own), h * (0.0035F + 0.004F * lane),
                                    colour_fade(colour_hex(t->c->glint), t->c->glint_a * swell * t->f->flower)};
        list_add_pool(out, t->f->theme.light, &g);
    }
}

static void draw_reeds(const struct leaves *t, struct list *out)
{
    struct rng rng;
    const struct frame *f = t->f;
    const float h = f->at.height;
    rng_init(&rng, t->s->seed ^ 0x9eedULL);
    for (int i = 0; i < LEAVES_REEDS; i++) {
        const float side = i % 2 ? 1.0F : -1.0F, in = (float)rng_uniform(&rng), tall = (float)rng_uniform(&rng);
        const float k = in * in, x = f->at.x + side * (0.54F - 0.32F * k) * f->at.width;
        const float lean = 0.30F * ((float)rng_uniform(&rng) - 0.5F) - 0.10F * side;
        const struct list_petal reed = {.x = x,
                                        .y = t->near_y + 0.05F * h,
                                        .angle_rad = lean,
                                        .length = h * (0.07F + 0.15F * tall * (1.0F - k) + 0.02F),
                                        .half = h * 0.0042F,
                                        .belly = 0.35F,
                                        .soft = 1.2F,
                                        .base = colour_fade(colour_hex(t->c->bank[0]), f->flower),
                                        .tip = colour_fade(colour_hex(t->c->reed[i % 4 == 0]), f->flower)};
        list_add_petal(out, BLEND_NORMAL, &reed);
    }
}

static void draw_place(const struct leaves *t, struct list *out)
{
    const struct frame *f = t->f;
    const struct leaves_colours *c = t->c;
    const float h = f->at.height;
    struct land_line top, far, near, bottom;
    struct land_ridge near_bank = NEAR_BANK;
    near_bank.y = t->near_y / h;
    const struct list_ground g = {{colour_hex(c->water[0]), colour_hex(c->water[1]), colour_hex(c->water[2])},
                                  0.45F,
                                  1.2F * f->theme.vignette,
                                  f->flower};
    land_flat(&top, f, -8.0F);
    land_make(&far, &FAR_BANK, f, h);
    land_make(&near, &near_bank, f, h);
    land_flat(&bottom, f, h + 8.0F);
    struct list_area bank = {.reach = 0.20F * h,
                             .soft = 0.012F * h,
                             .opacity = f->flower,
                             .crest = colour_hex(c->bank[1]),
                             .foot = colour_hex(c->bank[0])};
    list_add_ground(out, &g);
    land_area(&top, &far, &bank, out);
    draw_reeds(t, out);
    bank.crest = colour_hex(c->bank[0]);
    bank.foot = colour_hex(c->bank[1]);
    land_area(&near, &bottom, &bank, out);
    list_still(out);
}

void leaves_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    if (!guide_begin(&f, s, in, out)) {
        return;
    }
    const float h = f.at.height, near_y = f.at.cue_y - 1.25F * f.at.cue, top = 0.115F * h;
    struct leaves t = {.f = &f,
                       .s = s,
                       .c = &COLOURS[f.id],
                       .near_y = near_y,
                       .light = guide_light(&f, s, 0),
                       .steady = frame_smooth(s->body[0].steady),
                       .lung = guide_lung(&f, s),
                       .clock_s = in->reduced_motion ? 0.0F : s->clock_s};
    t.moon =
        (struct guide_ring){f.at.x, 0.5F * (top + near_y), fminf(0.40F * (near_y - top), 0.36F * f.at.width), 0.0F};
    if (f.flower < 1.0F) {
        frame_ground(&f, s, out);
    }
    draw_place(&t, out);
    draw_glints(&t, out);
    draw_moon(&t, out);
    struct guide_ring ring = t.moon;
    if (in->reduced_motion) {
        ring.radius *= 1.04F;
        ring.width = fmaxf(2.0F * fmaxf(in->scale, 0.5F), 0.006F * h);
        guide_still_ring(&f, s, &ring, out);
    } else {
        ring.radius *= FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * s->body[0].own;
        ring.width = f.theme.wide * t.moon.radius;
        guide_own_ring(&f, s, 0, &ring, f.theme.data[0], out);
    }
    draw_passing(&t, out);
    draw_sent(&t, out);
    guide_words(&f, s, GUIDE_TIME_RING, out);
}
