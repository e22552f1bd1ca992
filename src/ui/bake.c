/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ground and glow, pixel by pixel, mixed in OKLab.
 *
 * Invariants
 *  1. The same arguments give the same bytes: the noise is a hash of the place, not of chance.
 *  2. With dither the mean of a flat area stays within a tenth of a level of the exact colour.
 */
#include "ui/bake.h"

#include <math.h>

/* Steps of the table that turns light into screen values. chosen: the curve between two entries bends under 1/20 level
   from here on in all but the darkest value, where entries are spaced by the square. */
enum { BAKE_CURVE = 1024 };

/* chosen: the glow is drawn at a quarter of its strength or less, so its own noise must be larger than one level to be
   one level on screen. */
#define BAKE_GLOW_NOISE 4.0F

struct curve {
    float level[BAKE_CURVE + 1]; /* 0..255, at light (i / BAKE_CURVE)^2 */
};

static void curve_init(struct curve *c)
{
    for (int i = 0; i <= BAKE_CURVE; i++) {
        const float u = (float)i / (float)BAKE_CURVE;
        c->level[i] = 255.0F * colour_encode(u * u);
    }
}

static float curve_at(const struct curve *c, float light)
{
    const float u = sqrtf(light < 0.0F ? 0.0F : light > 1.0F ? 1.0F : light) * (float)BAKE_CURVE;
    const int i = u >= (float)BAKE_CURVE ? BAKE_CURVE - 1 : (int)u;
    return c->level[i] + (c->level[i + 1] - c->level[i]) * (u - (float)i);
}

/* Source: the finaliser of MurmurHash3 (Appleby 2011), used as a hash of a place. */
static uint32_t scatter(uint32_t x)
{
    x ^= x >> 16;
    x *= 0x85ebca6bU;
    x ^= x >> 13;
    x *= 0xc2b2ae35U;
    return x ^ (x >> 16);
}

/* Triangular, -1..1 levels: the sum of two even noises leaves no trace of the signal in its strength. */
static float noise(uint32_t h)
{
    return ((float)(h & 0xffffU) + (float)(h >> 16)) / 65535.0F - 1.0F;
}

static uint32_t level(float v)
{
    return v <= 0.0F ? 0U : v >= 255.0F ? 255U : (uint32_t)(v + 0.5F);
}

static struct colour_lab lab_mix(struct colour_lab p, struct colour_lab q, float k)
{
    return (struct colour_lab){p.l + (q.l - p.l) * k, p.a + (q.a - p.a) * k, p.b + (q.b - p.b) * k};
}

/* Smoothstep on both sides would stand still at the middle stop and show as a band; a cosine over the whole does not.
 */
static struct colour_lab row_colour(const struct colour_lab stop[3], float middle, float y)
{
    const float m = fminf(fmaxf(middle, 0.05F), 0.95F);
    const float top = fminf(y / m, 1.0F), low = fmaxf((y - m) / (1.0F - m), 0.0F);
    return y < m ? lab_mix(stop[0], stop[1], top) : lab_mix(stop[1], stop[2], low);
}

static uint32_t ground_pixel(const struct curve *c, struct colour_lab lab, uint32_t seed, float strength)
{
    const float l_ = lab.l + 0.3963377774F * lab.a + 0.2158037573F * lab.b;
    const float m_ = lab.l - 0.1055613458F * lab.a - 0.0638541728F * lab.b;
    const float s_ = lab.l - 0.0894841775F * lab.a - 1.2914855480F * lab.b;
    const float l = l_ * l_ * l_, m = m_ * m_ * m_, s = s_ * s_ * s_;
    const float r = curve_at(c, 4.0767416621F * l - 3.3077115913F * m + 0.2309699292F * s);
    const float g = curve_at(c, -1.2684380046F * l + 2.6097574011F * m - 0.3413193965F * s);
    const float b = curve_at(c, -0.0041960863F * l - 0.7034186147F * m + 1.7076147010F * s);
    const uint32_t h = scatter(seed);
    return 0xff000000U | level(r + strength * noise(h)) << 16 |
           level(g + strength * noise(scatter(h ^ 0x9e3779b9U))) << 8 |
           level(b + strength * noise(scatter(h ^ 0x7f4a7c15U)));
}

void bake_ground(const struct list_ground *g, int w, int h, bool dither, uint32_t *out)
{
    struct curve c;
    curve_init(&c);
    struct colour_lab stop[3];
    for (int i = 0; i < 3; i++) {
        stop[i] = colour_to_lab(g->stop[i]);
    }
    const int half = BAKE_HALF(w);
    for (int y = 0; y < h; y++) {
        const float v = ((float)y + 0.5F) / (float)h;
        const struct colour_lab row = row_colour(stop, g->middle, v);
        const float dy = 2.0F * v - 1.0F;
        for (int x = 0; x < half; x++) {
            const float dx = (2.0F * (float)x + 1.0F) / (float)w - 1.0F;
            const float corner = 0.5F * (dx * dx + dy * dy);
            const float dim = 1.0F - g->vignette * corner * corner;
            const struct colour_lab lab = {row.l * dim, row.a * dim, row.b * dim};
            const uint32_t seed = (uint32_t)y * 0x01000193U + (uint32_t)x;
            out[(long)y * half + x] = ground_pixel(&c, lab, seed, dither ? 1.0F : 0.0F);
        }
    }
}

void bake_glow(bool as_alpha, bool dither, uint32_t *out)
{
    const float reach = (float)(BAKE_GLOW_SIZE - 1);
    for (int y = 0; y < BAKE_GLOW_SIZE; y++) {
        for (int x = 0; x < BAKE_GLOW_SIZE; x++) {
            const float dx = ((float)x + 0.5F) / reach, dy = ((float)y + 0.5F) / reach;
            const float left = 1.0F - (dx * dx + dy * dy);
            const float light = left > 0.0F ? left * left * left : 0.0F;
            const float grain = dither ? BAKE_GLOW_NOISE * fminf(light * 12.0F, 1.0F) : 0.0F;
            const uint32_t a = level(255.0F * light + grain * noise(scatter((uint32_t)(y * BAKE_GLOW_SIZE + x))));
            out[y * BAKE_GLOW_SIZE + x] = as_alpha ? a << 24 | 0xffffffU : 0xff000000U | a << 16 | a << 8 | a;
        }
    }
}

void bake_ramp(struct colour crest, struct colour foot, int rows, bool dither, uint32_t *out)
{
    for (int y = 0; y < rows; y++) {
        const struct colour c = colour_mix(crest, foot, (float)y / (float)(rows - 1));
        const float strength = dither && y + 1 < rows ? 1.0F : 0.0F;
        for (int x = 0; x < BAKE_RAMP_W; x++) {
            const uint32_t h = scatter((uint32_t)(y * BAKE_RAMP_W + x)), k = scatter(h ^ 0x9e3779b9U);
            /* Opacity between none and all is dithered too; at the ends it is exact. */
            const float grain = c.a > 0.0F && c.a < 1.0F ? strength : 0.0F;
            out[y * BAKE_RAMP_W + x] = level(255.0F * c.a + grain * noise(scatter(k))) << 24 |
                                       level(255.0F * c.r + strength * noise(h)) << 16 |
                                       level(255.0F * c.g + strength * noise(k)) << 8 |
                                       level(255.0F * c.b + strength * noise(scatter(h ^ 0x7f4a7c15U)));
        }
    }
}
