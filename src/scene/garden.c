/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The garden: one flower that opens with this breath, among all that grew in the weeks before.
 *
 * Invariants
 *  1. What has grown depends on the minutes practised in all, and on the seed; more minutes are never less garden.
 *  2. Plants stand still. The flower in the middle is the pacer, its reach the same as the lotus's; the own breath is a
 *     soft ring on the same scale.
 *  3. Steadiness brings small lights among the plants, one by one; without it they are not missed.
 */
#include <math.h>

#include "scene/flower.h"
#include "scene/guide.h"
#include "scene/land.h"
#include "scene/plant.h"

#define TURN_F 6.28318531F

enum { GARDEN_PLANTS = 60, GARDEN_BLOOMS = 4, GARDEN_LIGHTS = 16, GARDEN_ROWS = 3 };

/* When plant n comes up and how long it takes to be grown, minutes practised. chosen: a few in the first sessions,
   most within ten weeks of ten minutes a day, the last after half a year. */
static float born_min(int n)
{
    return 3.0F * powf((float)n, 1.55F);
}

#define GARDEN_GROW_MIN 45.0F
#define GARDEN_GROW_ADD 4.0F

struct garden_colours {
    uint32_t sky[3], glow, hill[2][2], stem[2], leaf[2], bloom[GARDEN_BLOOMS], heart, light;
    float glow_a, star_a, light_a, petal_a;
};

/* chosen by eye: an evening after a warm day; stem and leaf: far, near. */
static const struct garden_colours COLOURS[THEME_COUNT] = {
    [THEME_DUSK] = {.sky = {0x0C1A30, 0x21405A, 0x7C8A92},
                    .glow = 0xE9B78C,
                    .hill = {{0x2C5160, 0x44707A}, {0x12303A, 0x081820}},
                    .stem = {0x2E5B5F, 0x3B7466},
                    .leaf = {0x467C78, 0x6FB08E},
                    .bloom = {0xF0B982, 0xE7A0A0, 0xB9A6EA, 0xF2E4CC},
                    .heart = 0xFFE2A8,
                    .light = 0xFFD894,
                    .glow_a = 0.34F,
                    .star_a = 0.55F,
                    .light_a = 0.75F,
                    .petal_a = 1.0F},
    [THEME_PAPER] = {.sky = {0xF8F6F0, 0xF4F1E8, 0xF3E7D6},
                     .glow = 0xFAE2C4,
                     .hill = {{0xD3DFD6, 0xE9EBE0}, {0xC6D7CB, 0xF4F2EA}},
                     .stem = {0xB4C9BC, 0x8FB09E},
                     .leaf = {0xC3D5C6, 0xA4C3AC},
                     .bloom = {0xF2BE8C, 0xEBB0AC, 0xC6B8EC, 0xFBEBD0},
                     .heart = 0xE9A860,
                     .light = 0xF3C98E,
                     .glow_a = 0.75F,
                     .star_a = 0.0F,
                     .light_a = 0.7F,
                     .petal_a = 1.0F},
    [THEME_NIGHT] = {.sky = {0x070403, 0x0E0906, 0x24130B},
                     .glow = 0x5A3018,
                     .hill = {{0x150D08, 0x1C110B}, {0x0E0906, 0x090605}},
                     .stem = {0x23160D, 0x2C1D11},
                     .leaf = {0x2E1E12, 0x453018},
                     .bloom = {0x8A5A32, 0x7A4636, 0x6A4430, 0x8F6A44},
                     .heart = 0xA87C48,
                     .light = 0x9A6A34,
                     .glow_a = 0.22F,
                     .star_a = 0.4F,
                     .light_a = 0.6F,
                     .petal_a = 0.57F},
};

static const struct land_ridge HILLS[2] = {
    {0.700F, {{0.034F, 1.75F, 0.40F}, {0.012F, 0.67F, 0.2F}, {0.004F, 0.23F, 0.0F}}},
    {0.865F, {{-0.050F, 3.10F, 0.75F}, {0.010F, 0.97F, 0.5F}, {0.0F, 0.0F, 0.0F}}},
};

struct garden {
    const struct frame *f;
    const struct scene_state *s;
    const struct garden_colours *c;
    struct guide_ring flower; /* radius: when open */
    float unit, light, steady, lung, clock_s, foot_y;
};

/* Which kind plant n is; trees come late. */
static uint8_t kind_of(int row, int n, float draw)
{
    if (row == 0 && n > 16 && n % 9 == 3) {
        return PLANT_TREE;
    }
    return draw < 0.26F ? PLANT_GRASS : draw < 0.44F ? PLANT_FERN : draw < 0.80F ? PLANT_FLOWER : PLANT_UMBEL;
}

static void plant_make(const struct garden *g, int row, int n, struct plant *p)
{
    struct rng rng;
    rng_init(&rng, g->s->seed ^ ((uint64_t)(uint32_t)n << 32));
    (void)rng_next(&rng);
    const struct frame *f = g->f;
    const float near = (float)row / (float)(GARDEN_ROWS - 1), side = n % 2 ? 1.0F : -1.0F;
    /* Beside the flower, not before it; the first ones nearest to it. */
    const float room = 0.5F * fminf(f->at.width, 2.4F * g->unit), draw = (float)rng_uniform(&rng);
    const float far = sqrtf((float)n / (float)GARDEN_PLANTS), out = 0.10F + 0.90F * far * (0.62F + 0.38F * draw);
    const float x = f->at.x + side * room * out, depth = near * near * 0.040F * g->unit;
    const float share = (g->f->in->practised_min - born_min(n)) / (GARDEN_GROW_MIN + GARDEN_GROW_ADD * (float)n);
    const float own = (float)rng_uniform(&rng), tint = (float)rng_uniform(&rng);
    const int bloom = (int)(tint * (float)GARDEN_BLOOMS) % GARDEN_BLOOMS;
    *p = (struct plant){.x = x,
                        .y = land_at(&HILLS[1], f, g->unit, x) + depth + 0.012F * g->unit,
                        .size = fminf(g->unit, 1.5F * f->at.width) * (0.150F + 0.085F * own + 0.05F * near),
                        .grown = frame_smooth(share),
                        .kind = kind_of(row, n, (float)rng_uniform(&rng)),
                        .seed = rng_next(&rng),
                        .opacity = f->flower,
                        .unit = fmaxf(f->in->scale, 0.5F),
                        .stem = colour_mix(colour_hex(g->c->stem[0]), colour_hex(g->c->stem[1]), near),
                        .leaf = colour_mix(colour_hex(g->c->leaf[0]), colour_hex(g->c->leaf[1]), near),
                        .bloom = colour_hex(g->c->bloom[bloom]),
                        .heart = colour_hex(g->c->heart)};
}

/* Plant n stands in row n mod GARDEN_ROWS, so that every row grows. */
static void draw_row(const struct garden *g, int row, struct list *out)
{
    for (int n = row; n < GARDEN_PLANTS; n += GARDEN_ROWS) {
        struct plant p;
        plant_make(g, row, n, &p);
        plant_draw(&p, out);
        if (row == GARDEN_ROWS - 1 && p.grown > 0.0F) {
            /* The near ones stand on the hill: its dark takes in their feet. */
            const struct list_pool foot = {
                p.x, p.y + 0.012F * g->unit, 0.42F * p.size, 0.15F * p.size,
                colour_fade(colour_mix(colour_hex(g->c->hill[1][0]), colour_hex(g->c->hill[1][1]), 0.5F),
                            0.85F * p.opacity)};
            list_add_pool(out, BLEND_NORMAL, &foot);
        }
    }
}

static void draw_place(const struct garden *g, struct list *out)
{
    const struct frame *f = g->f;
    const struct garden_colours *c = g->c;
    struct land_line hill[2], bottom;
    const struct list_ground sky = {{colour_hex(c->sky[0]), colour_hex(c->sky[1]), colour_hex(c->sky[2])},
                                    0.42F,
                                    0.5F * f->theme.vignette,
                                    f->flower};
    const struct list_pool after = {f->at.x, 0.74F * g->unit, 1.15F * g->unit, 0.46F * g->unit,
                                    colour_fade(colour_hex(c->glow), c->glow_a * f->flower)};
    list_add_ground(out, &sky);
    land_stars(f, g->s, 0.50F * g->unit, f->theme.mote, c->star_a * f->flower, out);
    list_add_pool(out, BLEND_NORMAL, &after);
    for (int i = 0; i < 2; i++) {
        land_make(&hill[i], &HILLS[i], f, g->unit);
    }
    land_flat(&bottom, f, f->at.height + 8.0F);
    for (int i = 0; i < 2; i++) {
        const struct list_area a = {.reach = (i ? 0.17F : 0.13F) * g->unit,
                                    .soft = 1.5F * fmaxf(f->in->scale, 0.5F),
                                    .opacity = f->flower,
                                    .crest = colour_hex(c->hill[i][0]),
                                    .foot = colour_hex(c->hill[i][1])};
        /* The near hill hides the feet of the rows behind it. */
        for (int row = 0; row + 1 < GARDEN_ROWS && i == 1; row++) {
            draw_row(g, row, out);
        }
        land_area(&hill[i], i ? &bottom : &hill[1], &a, out);
    }
    draw_row(g, GARDEN_ROWS - 1, out);
    list_still(out);
}

/* A row of petals round the flower's middle, seen from the side. */
struct petals {
    int n, ring;
    float reach, spread, half;
};

/* chosen by eye: a cup within a cup. spread: of the outermost petal to either side when full, radians. */
static const struct petals PETALS[] = {
    {9, 0, 1.00F, 1.52F, 0.200F}, {8, 1, 0.86F, 1.22F, 0.205F}, {7, 2, 0.72F, 0.98F, 0.215F},
    {5, 3, 0.56F, 0.66F, 0.230F}, {3, 4, 0.40F, 0.34F, 0.240F},
};
enum { PETAL_ROWS = sizeof PETALS / sizeof PETALS[0] };

/* How much of its spread the bud has. chosen: with the reach it keeps the tips within rule M2. */
#define GARDEN_BUD 0.66F

static void draw_petals(const struct garden *g, const struct petals *row, float radius, struct list *out)
{
    const struct theme *theme = &g->f->theme;
    const float warm = 0.35F + 0.65F * g->steady, spread = row->spread * (GARDEN_BUD + (1.0F - GARDEN_BUD) * g->lung);
    const float reach = row->reach * radius;
    struct colour pale = theme->pale;
    pale.a = theme->base[row->ring].a;
    const struct colour base = colour_mix(pale, theme->base[row->ring], warm);
    pale.a = theme->tip[row->ring].a;
    const struct colour tip = colour_mix(pale, theme->tip[row->ring], warm);
    for (int i = 0; i < row->n; i++) {
        const int pair = i / 2;
        const float k = (float)pair - 0.5F * (float)(row->n - 1), at = i % 2 ? -k : k;
        const float angle = spread * at / (0.5F * (float)(row->n - 1));
        const struct list_petal p = {.x = g->flower.x,
                                     .y = g->flower.y,
                                     .angle_rad = angle,
                                     .length = reach * (0.86F + 0.14F * cosf(angle)),
                                     .half = row->half * reach,
                                     .belly = 0.56F,
                                     .soft = fmaxf(1.4F * fmaxf(g->f->in->scale, 0.5F), theme->soft * reach),
                                     .base = colour_fade(base, g->c->petal_a * g->light),
                                     .tip = colour_fade(tip, g->c->petal_a * g->light),
                                     .rim = 0.35F};
        list_add_petal(out, theme->blend[row->ring], &p);
    }
}

static void draw_stem(const struct garden *g, struct list *out)
{
    const float x = g->flower.x, size = g->foot_y - g->flower.y;
    const struct colour stem = colour_fade(colour_hex(g->c->stem[1]), g->f->flower);
    const struct colour leaf = colour_fade(colour_hex(g->c->leaf[1]), g->f->flower);
    const struct list_point q[3] = {
        {x - 0.05F * size, g->foot_y}, {x - 0.012F * size, g->foot_y - 0.5F * size}, {x, g->flower.y}};
    const struct list_line line = {.width = 0.040F * size, .colour = stem};
    list_add_line(out, &line, q, 3);
    for (int side = -1; side <= 1; side += 2) {
        const struct list_petal l = {.x = q[0].x,
                                     .y = q[0].y,
                                     .angle_rad = (float)side * (0.78F + 0.1F * (float)side),
                                     .length = 0.95F * size,
                                     .half = 0.13F * size,
                                     .belly = 0.5F,
                                     .soft = 1.3F,
                                     .base = stem,
                                     .tip = leaf};
        list_add_petal(out, BLEND_NORMAL, &l);
    }
}

static void draw_flower(const struct garden *g, struct list *out)
{
    const struct theme *theme = &g->f->theme;
    const float radius = g->flower.radius * (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * g->lung);
    const struct colour halo = colour_mix(theme->glow, theme->core, 0.35F + 0.3F * g->steady);
    const struct list_glow wide = {g->flower.x, g->flower.y - 0.35F * radius, 1.55F * radius,
                                   colour_fade(halo, g->light * (0.55F + 0.3F * g->steady))};
    const struct list_glow heart = {g->flower.x, g->flower.y - 0.16F * radius, 0.34F * radius,
                                    colour_fade(theme->core, g->c->petal_a * g->light * (0.45F + 0.45F * g->steady))};
    list_add_glow(out, theme->light, &wide);
    draw_stem(g, out);
    for (int i = 0; i < PETAL_ROWS; i++) {
        draw_petals(g, &PETALS[i], radius, out);
    }
    list_add_glow(out, theme->light, &heart);
}

/* Small lights rest in the air and sway a little. */
static void draw_lights(const struct garden *g, struct list *out)
{
    struct rng rng;
    const struct frame *f = g->f;
    rng_init(&rng, g->s->seed ^ 0x1167ULL);
    for (int i = 0; i < GARDEN_LIGHTS; i++) {
        const float side = i % 2 ? 1.0F : -1.0F, far = (float)rng_uniform(&rng), up = (float)rng_uniform(&rng);
        const float own = (float)rng_uniform(&rng), come = frame_smooth((float)GARDEN_LIGHTS * g->steady - (float)i);
        const float a = TURN_F * (g->clock_s / (13.0F + 9.0F * own) + own);
        const float x =
            f->at.x + side * (0.16F + 0.50F * far) * fminf(g->unit, f->at.width) + 0.008F * g->unit * sinf(0.7F * a);
        const float y = g->unit * (0.54F + 0.28F * up) + 0.012F * g->unit * sinf(a);
        const float swell = 0.70F + 0.30F * sinf(0.83F * a + 1.0F), size = g->unit * (0.0030F + 0.0016F * own);
        const struct colour c = colour_fade(colour_hex(g->c->light), g->c->light_a * g->light * come * swell);
        const struct list_glow air = {x, y, 7.0F * size, colour_fade(c, 0.55F)};
        const struct list_disc dot = {x, y, size, 1.3F * fmaxf(f->in->scale, 0.5F), c, c};
        list_add_glow(out, f->theme.light, &air);
        list_add_disc(out, BLEND_NORMAL, &dot);
    }
}

void garden_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    if (!guide_begin(&f, s, in, out)) {
        return;
    }
    struct garden g = {.f = &f,
                       .s = s,
                       .c = &COLOURS[f.id],
                       .unit = (f.at.cue_y - 1.25F * f.at.cue) / 0.93F,
                       .light = guide_light(&f, s, 0),
                       .steady = frame_smooth(s->body[0].steady),
                       .lung = guide_lung(&f, s),
                       .clock_s = in->reduced_motion ? 0.0F : s->clock_s};
    g.foot_y = land_at(&HILLS[1], &f, g.unit, f.at.x) + 0.01F * g.unit;
    g.flower = (struct guide_ring){f.at.x, 0.585F * g.unit, fminf(0.335F * g.unit, 0.40F * f.at.width), 0.0F};
    if (f.flower < 1.0F) {
        frame_ground(&f, s, out);
    }
    draw_place(&g, out);
    draw_flower(&g, out);
    draw_lights(&g, out);
    struct guide_ring ring = g.flower;
    if (in->reduced_motion) {
        ring.radius *= 1.04F;
        ring.width = fmaxf(2.0F * fmaxf(in->scale, 0.5F), 0.006F * f.at.height);
        guide_still_ring(&f, s, &ring, out);
    } else {
        ring.radius *= FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * s->body[0].own;
        ring.width = f.theme.wide * g.flower.radius;
        guide_own_ring(&f, s, 0, &ring, f.theme.data[0], out);
    }
    guide_words(&f, s, GUIDE_TIME_RING, out);
}
