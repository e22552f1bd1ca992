/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grasses, ferns, flowers, umbels and small trees, each from a seed.
 *
 * Invariants
 *  1. The same seed is the same plant at every size: growing only makes longer what is there and adds what was not.
 *  2. A plant of no growth is not there at all.
 */
#include "scene/plant.h"

#include <math.h>

#define PI_F 3.14159265F

enum { STEM_POINTS = 8, GRASS_BLADES = 6, FERN_PAIRS = 6, UMBEL_RAYS = 7, BLOOM_PETALS = 7, TREE_ROUNDS = 17 };

/* A stem: from its foot, leaning and bending by the seed. at 0..1 along it. */
struct stem {
    float x, y, length, lean, bend;
};

static float any(struct rng *r, float low, float high)
{
    return low + (high - low) * (float)rng_uniform(r);
}

static struct list_point stem_at(const struct stem *s, float at)
{
    const float a = s->lean + s->bend * at;
    return (struct list_point){s->x + s->length * at * sinf(a), s->y - s->length * at * cosf(a)};
}

static float stem_turn(const struct stem *s, float at)
{
    return s->lean + 2.0F * s->bend * at;
}

static void stem_draw(const struct plant *p, const struct stem *s, float width, struct list *out)
{
    struct list_point q[STEM_POINTS];
    for (int i = 0; i < STEM_POINTS; i++) {
        q[i] = stem_at(s, (float)i / (float)(STEM_POINTS - 1));
    }
    const struct list_line line = {.width = fmaxf(width, 0.8F), .colour = colour_fade(p->stem, p->opacity)};
    list_add_line(out, &line, q, STEM_POINTS);
}

/* One leaf or petal from a point. */
static void blade(const struct plant *p, struct list_point at, float angle, float length, float half,
                  struct colour base, struct colour tip, struct list *out)
{
    const struct list_petal l = {.x = at.x,
                                 .y = at.y,
                                 .angle_rad = angle,
                                 .length = length,
                                 .half = half * length,
                                 .belly = 0.45F,
                                 .soft = 1.2F * p->unit,
                                 .base = colour_fade(base, p->opacity),
                                 .tip = colour_fade(tip, p->opacity)};
    if (length > 0.8F) {
        list_add_petal(out, BLEND_NORMAL, &l);
    }
}

static void draw_grass(const struct plant *p, struct rng *r, struct list *out)
{
    for (int i = 0; i < GRASS_BLADES; i++) {
        const float lean = any(r, -0.42F, 0.42F), tall = any(r, 0.45F, 0.95F);
        const float come = frame_smooth(p->grown * 1.8F - 0.8F * (float)i / (float)GRASS_BLADES);
        const struct list_point foot = {p->x + 0.10F * p->size * lean, p->y + 0.02F * p->size};
        blade(p, foot, lean, 0.55F * p->size * tall * come, 0.045F, p->stem, p->leaf, out);
    }
}

static void draw_fern(const struct plant *p, struct rng *r, struct list *out)
{
    const struct stem s = {p->x, p->y, 0.85F * p->size * p->grown, any(r, -0.18F, 0.18F), any(r, -0.35F, 0.35F)};
    stem_draw(p, &s, 0.014F * p->size, out);
    for (int i = 0; i < FERN_PAIRS; i++) {
        const float at = 0.22F + 0.76F * (float)i / (float)FERN_PAIRS, come = frame_smooth(1.6F * p->grown - 0.6F * at);
        const float length = p->size * 0.26F * come * (1.0F - 0.55F * at) * any(r, 0.85F, 1.1F);
        for (int side = -1; side <= 1; side += 2) {
            blade(p, stem_at(&s, at), stem_turn(&s, at) + (float)side * (1.05F - 0.25F * at), length, 0.20F, p->stem,
                  p->leaf, out);
        }
    }
    blade(p, stem_at(&s, 0.98F), stem_turn(&s, 1.0F), 0.14F * p->size * p->grown, 0.20F, p->stem, p->leaf, out);
}

/* A bloom seen from the side: petals fan out, the middle ones in front. */
static void draw_bloom(const struct plant *p, struct list_point at, float turn, float size, struct list *out)
{
    const float warm = 0.35F;
    const struct list_glow shine = {at.x, at.y - 0.3F * size, 1.9F * size, colour_fade(p->bloom, 0.20F * p->opacity)};
    list_add_glow(out, BLEND_NORMAL, &shine);
    for (int i = 0; i < BLOOM_PETALS; i++) {
        /* From both outsides to the middle. */
        const int pair = i / 2;
        const float k = (float)pair - 0.5F * (float)(BLOOM_PETALS - 1), angle = (i % 2 ? -k : k) * 0.40F;
        const float length = size * (0.80F + 0.20F * cosf(angle));
        blade(p, at, turn + angle, length, 0.24F, colour_mix(p->bloom, p->heart, warm), p->bloom, out);
    }
    const struct colour heart = colour_fade(p->heart, p->opacity);
    const struct list_disc dot = {at.x, at.y - 0.10F * size, 0.16F * size, 1.3F * p->unit, heart, heart};
    list_add_disc(out, BLEND_NORMAL, &dot);
}

static void draw_flower(const struct plant *p, struct rng *r, struct list *out)
{
    const struct stem s = {p->x, p->y, 0.82F * p->size * p->grown, any(r, -0.16F, 0.16F), any(r, -0.25F, 0.25F)};
    stem_draw(p, &s, 0.016F * p->size, out);
    for (int i = 0; i < 3; i++) {
        const float at = any(r, 0.08F, 0.50F), side = i % 2 ? 1.0F : -1.0F;
        blade(p, stem_at(&s, at), stem_turn(&s, at) + side * any(r, 0.5F, 0.95F),
              0.34F * p->size * frame_smooth(1.5F * p->grown - 0.4F * at), 0.15F, p->stem, p->leaf, out);
    }
    const float open = frame_smooth(2.2F * p->grown - 1.1F);
    if (open > 0.0F) {
        draw_bloom(p, stem_at(&s, 1.0F), stem_turn(&s, 1.0F), p->size * any(r, 0.17F, 0.23F) * open, out);
    }
}

static void draw_umbel(const struct plant *p, struct rng *r, struct list *out)
{
    const struct stem s = {p->x, p->y, 0.70F * p->size * p->grown, any(r, -0.12F, 0.12F), any(r, -0.2F, 0.2F)};
    const float open = frame_smooth(2.0F * p->grown - 0.8F);
    stem_draw(p, &s, 0.012F * p->size, out);
    for (int i = 0; i < UMBEL_RAYS; i++) {
        const float k = 2.0F * (float)i / (float)(UMBEL_RAYS - 1) - 1.0F,
                    long_ = p->size * (0.24F - 0.05F * k * k) * open;
        const struct list_point from = stem_at(&s, 1.0F);
        const struct stem ray = {from.x, from.y, long_, stem_turn(&s, 1.0F) + 0.80F * k, 0.0F};
        const struct list_point end = stem_at(&ray, 1.0F);
        const struct colour c = colour_fade(p->bloom, p->opacity * open);
        const struct list_line line = {.width = 0.8F * p->unit,
                                       .colour = colour_fade(p->stem, 0.8F * p->opacity * open)};
        const struct list_point q[2] = {from, end};
        const struct list_glow shine = {end.x, end.y, 0.085F * p->size,
                                        colour_fade(p->bloom, 0.35F * p->opacity * open)};
        const struct list_disc dot = {end.x, end.y, p->size * any(r, 0.018F, 0.028F), 1.2F * p->unit, c, c};
        list_add_line(out, &line, q, 2);
        list_add_glow(out, BLEND_NORMAL, &shine);
        list_add_disc(out, BLEND_NORMAL, &dot);
    }
    blade(p, stem_at(&s, 0.3F), stem_turn(&s, 0.3F) + any(r, 0.5F, 0.9F), 0.22F * p->size * p->grown, 0.16F, p->stem,
          p->leaf, out);
}

/* A crown of many small rounds of leaves, darker below, lighter where the evening is. */
static void draw_crown(const struct plant *p, struct list_point at, float radius, float high, struct list *out)
{
    const struct colour shade = colour_mix(p->stem, p->leaf, 0.25F + 0.60F * high);
    const struct list_disc crown = {at.x,
                                    at.y,
                                    radius,
                                    0.22F * radius,
                                    colour_fade(shade, 0.88F * p->opacity),
                                    colour_fade(colour_mix(shade, p->stem, 0.35F), 0.80F * p->opacity)};
    list_add_disc(out, BLEND_NORMAL, &crown);
}

static void draw_tree(const struct plant *p, struct rng *r, struct list *out)
{
    const float size = 1.75F * p->size;
    const struct stem trunk = {p->x, p->y + 0.03F * size, 0.74F * size * p->grown, any(r, -0.05F, 0.05F),
                               any(r, -0.08F, 0.08F)};
    stem_draw(p, &trunk, 0.024F * size * p->grown, out);
    for (int i = 0; i < TREE_ROUNDS; i++) {
        /* Rounds lie in an egg: wide in the middle, narrow on top, the lower ones behind. */
        const float high = (float)i / (float)(TREE_ROUNDS - 1), wide = sinf(PI_F * (0.22F + 0.70F * high));
        const float across = any(r, -1.0F, 1.0F), come = frame_smooth(1.6F * p->grown - 0.6F * high);
        const struct list_point on = stem_at(&trunk, 0.52F + 0.56F * high);
        const struct list_point at = {on.x + 0.17F * size * p->grown * wide * across, on.y};
        draw_crown(p, at, size * p->grown * any(r, 0.060F, 0.092F) * (1.15F - 0.45F * high) * come, high, out);
    }
}

void plant_draw(const struct plant *p, struct list *out)
{
    static void (*const draws[PLANT_KINDS])(const struct plant *, struct rng *, struct list *) = {
        draw_grass, draw_fern, draw_flower, draw_umbel, draw_tree};
    struct rng rng;
    if (p->grown <= 0.0F || p->kind >= PLANT_KINDS) {
        return;
    }
    rng_init(&rng, p->seed);
    draws[p->kind](p, &rng, out);
}
