/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A belief on a grid of 50 peaks and 7 widths.
 *
 * 1. The prior is on the rate that is best to breathe at, not on the curve's parameters: curves that share a best rate
 *    share its weight.
 * 2. One block that is far off counts little: its error has long tails.
 */
#include "train/resonance.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"

static const float PEAK_FROM = 3.6F, PEAK_STEP = 0.1F;
static const float WIDTHS[RESONANCE_WIDTHS] = {0.7F, 0.9F, 1.2F, 1.6F, 2.1F, 2.8F, 3.6F};
static const float BEST_FROM = 3.8F, BEST_TO = 8.0F, BEST_STEP = 0.05F, BIN = 0.1F;
static const float REFERENCE_PER_MIN = 6.0F; /* of the depth's power law; any rate will do */
static const float MODEL_ERROR = 0.10F;      /* of the median amplitude: depth and attention vary so much (10-20 %) */
static const float FREEDOM = 4.0F;           /* of the Student-t errors */
enum { ROUNDS = 3 };

static float curve(float f, float f0, float q)
{
    float d = q * (f / f0 - f0 / f);
    return 1.0F / sqrtf(1.0F + d * d);
}

static float depth(float f)
{
    return sqrtf(REFERENCE_PER_MIN / f);
}

static float peak_of(int i)
{
    return PEAK_FROM + PEAK_STEP * (float)i;
}

/* Where the swing itself is largest: slower breaths are deeper, whatever was measured. */
static float best_of(float f0, float q)
{
    float best = BEST_FROM, top = 0.0F;
    for (int i = 0; BEST_FROM + BEST_STEP * (float)i <= BEST_TO + 1e-4F; i++) {
        float f = BEST_FROM + BEST_STEP * (float)i, g = curve(f, f0, q) * depth(f);
        best = g > top ? f : best;
        top = fmaxf(top, g);
    }
    return best;
}

static int bin_of(float best)
{
    int bin = (int)((best - BEST_FROM) / BIN + 0.5F);
    return bin < 0 ? 0 : (bin >= RESONANCE_BINS ? RESONANCE_BINS - 1 : bin);
}

void resonance_init(struct resonance *r, bool by_depth, float mean, float sd)
{
    memset(r, 0, sizeof *r);
    r->by_depth = by_depth;
    r->mean = mean;
    r->sd = sd;
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        for (int k = 0; k < RESONANCE_WIDTHS; k++) {
            r->best[i][k] = best_of(peak_of(i), WIDTHS[k]);
            r->crowd[bin_of(r->best[i][k])]++;
        }
    }
}

void resonance_add(struct resonance *r, const struct resonance_block *b)
{
    bool good = b->per_min > 0.0F && b->amplitude > 0.0F && b->se > 0.0F;
    if (good && isfinite(b->per_min) && isfinite(b->amplitude) && isfinite(b->se)) {
        r->blocks[r->n++ % RESONANCE_BLOCKS] = *b;
    }
}

static uint32_t kept(const struct resonance *r)
{
    return r->n < RESONANCE_BLOCKS ? r->n : RESONANCE_BLOCKS;
}

void resonance_forget_below(struct resonance *r, float per_min)
{
    struct resonance_block left[RESONANCE_BLOCKS] = {{0}};
    uint32_t n = kept(r), k = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct resonance_block b = r->blocks[(r->n - n + i) % RESONANCE_BLOCKS];
        if (b.per_min > per_min) {
            left[k++] = b;
        }
    }
    memcpy(r->blocks, left, k * sizeof left[0]);
    r->n = k;
}

uint32_t resonance_blocks(const struct resonance *r, struct resonance_block *out, uint32_t cap)
{
    uint32_t n = kept(r), k = 0;
    for (; k < n && k < cap; k++) {
        out[k] = r->blocks[(r->n - n + k) % RESONANCE_BLOCKS];
    }
    return k;
}

uint32_t resonance_count(const struct resonance *r)
{
    return kept(r);
}

float resonance_slowest(const struct resonance *r)
{
    float slowest = NAN;
    for (uint32_t i = 0; i < kept(r); i++) {
        slowest = fminf(slowest, r->blocks[i].per_min);
    }
    return slowest;
}

static float median_amplitude(const struct resonance *r)
{
    float v[RESONANCE_BLOCKS];
    uint32_t n = kept(r);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = i;
        for (; k > 0 && v[k - 1] > r->blocks[i].amplitude; k--) {
            v[k] = v[k - 1];
        }
        v[k] = r->blocks[i].amplitude;
    }
    return n == 0 ? 0.0F : v[n / 2];
}

/* What does not depend on the curve: per block its rate, amplitude, 1/sigma and the factor of its depth. */
struct seen {
    float f[RESONANCE_BLOCKS], a[RESONANCE_BLOCKS], per_sigma[RESONANCE_BLOCKS], factor[RESONANCE_BLOCKS];
    uint32_t n;
};

static void see(const struct resonance *r, struct seen *s)
{
    float model = MODEL_ERROR * median_amplitude(r);
    s->n = kept(r);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct resonance_block *b = &r->blocks[i];
        s->f[i] = b->per_min;
        s->a[i] = b->amplitude;
        s->per_sigma[i] = 1.0F / sqrtf(b->se * b->se + model * model);
        s->factor[i] = r->by_depth ? 1.0F : depth(b->per_min);
    }
}

/* Logarithm of how well one curve, at its best height, explains the blocks. */
static float likelihood(const struct seen *s, float f0, float q)
{
    float g[RESONANCE_BLOCKS], e[RESONANCE_BLOCKS] = {0.0F}, height = 0.0F, sum = 0.0F;
    for (uint32_t i = 0; i < s->n; i++) {
        g[i] = curve(s->f[i], f0, q) * s->factor[i];
    }
    for (int round = 0; round < ROUNDS; round++) {
        float up = 0.0F, down = 0.0F;
        for (uint32_t i = 0; i < s->n; i++) {
            float weight = (FREEDOM + 1.0F) / (FREEDOM + e[i] * e[i]) * s->per_sigma[i] * s->per_sigma[i];
            up += weight * s->a[i] * g[i];
            down += weight * g[i] * g[i];
        }
        height = down > 0.0F ? up / down : 0.0F;
        for (uint32_t i = 0; i < s->n; i++) {
            e[i] = (s->a[i] - height * g[i]) * s->per_sigma[i];
        }
    }
    for (uint32_t i = 0; i < s->n; i++) {
        sum += logf(1.0F + e[i] * e[i] / FREEDOM);
    }
    return -0.5F * (FREEDOM + 1.0F) * sum;
}

static float quantile(const float *bins, float share)
{
    float sum = 0.0F;
    for (int i = 0; i < RESONANCE_BINS; i++) {
        if (sum + bins[i] >= share && bins[i] > 0.0F) {
            return BEST_FROM + BIN * ((float)i - 0.5F + (share - sum) / bins[i]);
        }
        sum += bins[i];
    }
    return BEST_TO;
}

/* The weight of each curve, all together 1. */
struct weights {
    float of[RESONANCE_PEAKS][RESONANCE_WIDTHS];
};

static void weigh(const struct resonance *r, struct weights *p)
{
    float top = -INFINITY, sum = 0.0F;
    struct seen s;
    see(r, &s);
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        for (int k = 0; k < RESONANCE_WIDTHS; k++) {
            float best = r->best[i][k], off = (best - r->mean) / r->sd;
            p->of[i][k] =
                likelihood(&s, peak_of(i), WIDTHS[k]) - 0.5F * off * off - logf((float)r->crowd[bin_of(best)]);
            top = fmaxf(top, p->of[i][k]);
        }
    }
    for (int i = 0; i < RESONANCE_PEAKS * RESONANCE_WIDTHS; i++) {
        float *w = &p->of[i / RESONANCE_WIDTHS][i % RESONANCE_WIDTHS];
        *w = expf(*w - top);
        sum += *w;
    }
    for (int i = 0; i < RESONANCE_PEAKS * RESONANCE_WIDTHS; i++) {
        p->of[i / RESONANCE_WIDTHS][i % RESONANCE_WIDTHS] /= sum;
    }
}

struct resonance_belief resonance_believe(const struct resonance *r)
{
    static const float TAIL = 0.1F;
    struct weights p;
    float mean = 0.0F, square = 0.0F, bins[RESONANCE_BINS] = {0.0F};
    weigh(r, &p);
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        for (int k = 0; k < RESONANCE_WIDTHS; k++) {
            float w = p.of[i][k], best = r->best[i][k];
            mean += w * best;
            square += w * best * best;
            bins[bin_of(best)] += w;
        }
    }
    return (struct resonance_belief){mean, sqrtf(fmaxf(0.0F, square - mean * mean)), quantile(bins, TAIL),
                                     quantile(bins, 1.0F - TAIL)};
}

float resonance_share(const struct resonance *r, float per_min)
{
    struct weights p;
    float share = 0.0F;
    weigh(r, &p);
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        for (int k = 0; k < RESONANCE_WIDTHS; k++) {
            float best = r->best[i][k], f0 = peak_of(i), q = WIDTHS[k];
            share +=
                p.of[i][k] * fminf(1.0F, curve(per_min, f0, q) * depth(per_min) / (curve(best, f0, q) * depth(best)));
        }
    }
    return share;
}

uint64_t resonance_hash(const struct resonance *r, uint64_t h)
{
    h = hash_u64(hash_f32(hash_f32(hash_u64(h, r->by_depth), r->mean), r->sd), r->n);
    for (uint32_t i = 0; i < kept(r); i++) {
        h = hash_f32(hash_f32(hash_f32(h, r->blocks[i].per_min), r->blocks[i].amplitude), r->blocks[i].se);
    }
    return h;
}
