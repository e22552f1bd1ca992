/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One rate out of several modulations.
 *
 *   rhythm, sizes, levels, widths -> spectrum of each, as shares -> weighted mean -> smoothed over time -> peak
 *
 * 1. A factor on a modulation changes nothing.
 * 2. No rate above half the heart's: a series of beats cannot show it.
 * 3. A hole of the rhythm forgets everything.
 */
#include "signal/fusion.h"

#include <math.h>

#include "base/hash.h"

enum {
    SERIES_MAX = 1 + FUSION_WAVES_MAX * MODULATION_KINDS,
    POINTS = SPECTRUM_POINTS, /* 64 s: three breaths of 3/min */
    POINTS_SOON = POINTS / 2, /* 32 s: the first answer */
    SLOW_BIN = 8,             /* 7.5/min: whose harmonic may be the highest */
    HALF_PEAK = 2,            /* bins: a Hann hill over 64 s is 4 bins wide */
    HALF_PEAK_SOON = 4,       /* and over 32 s 8 */
};

static const float CONFIDENCE_MIN = 0.5F; /* by its scale: what chance reaches once in 20 */
/* Rhythms and shapes of pure chance (white, and white with a slow walk, 55-105 bpm) reach these once in 20 cases. */
static const float CHANCE = 0.24F, CHANCE_RHYTHM = 0.37F, CHANCE_SOON = 0.48F, CHANCE_RHYTHM_SOON = 0.57F;
static const float HARMONIC_SHARE = 0.5F; /* chosen: a fundamental is at least half as high as its second harmonic */
static const double FORGET_S = 64.0;      /* as long as the window: nothing of the last one is in this one */
static const double HEART_SHARE = 0.5;    /* of the heart rate: half the sampling rate */
static const float MS_PER_S = 1000.0F;

struct shares {
    float of[SERIES_MAX][FUSION_BINS], weight[SERIES_MAX];
    bool wave[SERIES_MAX];
    size_t n;
    int high; /* last bin the beats can show */
    int half; /* half width of a peak */
};

void fusion_init(struct fusion *f, float smooth_s)
{
    *f = (struct fusion){.smooth_s = smooth_s, .at = USEC_NONE, .rate_hz = NAN};
}

static float around(const float *v, int at, const struct shares *a)
{
    float sum = 0.0F;
    for (int i = at - a->half; i <= at + a->half; i++) {
        sum += i >= FUSION_LOW_BIN && i <= a->high ? v[i] : 0.0F;
    }
    return sum;
}

static int highest(const float *v, int high)
{
    int at = FUSION_LOW_BIN;
    for (int i = FUSION_LOW_BIN; i <= high; i++) {
        at = v[i] > v[at] ? i : at;
    }
    return at;
}

/*
 * The fundamental: a peak at twice a slow one that is not much lower is its harmonic. Slow breaths have edges; of a
 * faster one the half is where the vessels' own waves are, and it is taken as it stands. So it is in 32 s, which do
 * not part the two.
 */
static int fundamental(const float *v, const struct shares *a)
{
    int at = highest(v, a->high), below = at;
    for (int i = at / 2 - 1; i <= at / 2 + 1 && at <= 2 * SLOW_BIN && a->half == HALF_PEAK; i++) {
        bool peak = i > FUSION_LOW_BIN && v[i] >= v[i - 1] && v[i] >= v[i + 1];
        below = peak && v[i] > HARMONIC_SHARE * v[at] ? i : below;
    }
    return below;
}

static void add_series(struct shares *a, const float *x, size_t n, bool wave, const struct spectrum *s)
{
    float density[SPECTRUM_BINS], sum = 0.0F, *v = a->of[a->n];
    spectrum_compute(s, x, n, density);
    for (int i = 0; i < FUSION_BINS; i++) {
        v[i] = i >= FUSION_LOW_BIN && i <= a->high ? density[i] * (float)i : 0.0F;
        sum += v[i];
    }
    if (!(sum > 0.0F)) {
        return;
    }
    for (int i = 0; i < FUSION_BINS; i++) {
        v[i] /= sum;
    }
    float share = around(v, highest(v, a->high), a);
    a->weight[a->n] = share * share;
    a->wave[a->n++] = wave;
}

/* Spectra of all that is known of the last n points. return: false: not even the rhythm is. */
static bool gather(struct shares *a, const struct tachogram *g, const struct modulation *const *waves, size_t waves_n,
                   size_t n, const struct spectrum *s)
{
    float x[POINTS], mean = 0.0F;
    if (!tachogram_window(g, x, n)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        mean += x[i] / (float)n;
    }
    int high = (int)(HEART_SHARE * (double)(MS_PER_S / mean) / SPECTRUM_DF_HZ);
    a->high = high < FUSION_HIGH_BIN ? high : FUSION_HIGH_BIN;
    a->half = n == POINTS ? HALF_PEAK : HALF_PEAK_SOON;
    a->n = 0;
    if (a->high <= 2 * FUSION_LOW_BIN) {
        return false;
    }
    add_series(a, x, n, false, s);
    for (size_t w = 0; w < waves_n; w++) {
        for (enum modulation_kind k = MODULATION_SIZE; k < MODULATION_KINDS; k++) {
            if (modulation_window(waves[w], k, tachogram_end(g), x, n)) {
                add_series(a, x, n, true, s);
            }
        }
    }
    return a->n > 0;
}

/* Mean round a bin: peaks of two modulations may lie a bin apart. */
static float near(const float *v, int i)
{
    float below = i > 0 ? v[i - 1] : 0.0F, above = i < FUSION_BINS - 1 ? v[i + 1] : 0.0F;
    return 0.5F * v[i] + 0.25F * (below + above);
}

/* Roots are averaged, not shares: what all have a little of outweighs what one has much of. */
static void blend(struct fusion *f, const struct shares *a, usec now)
{
    float weights = 0.0F;
    for (size_t k = 0; k < a->n; k++) {
        weights += a->weight[k];
    }
    double passed_s = f->at == USEC_NONE ? (double)INFINITY : usec_to_s(now - f->at);
    float pace = (float)(passed_s < FORGET_S ? passed_s / (passed_s + (double)f->smooth_s) : 1.0);
    for (int i = 0; i < FUSION_BINS; i++) {
        float mean = 0.0F;
        for (size_t k = 0; k < a->n; k++) {
            mean += a->weight[k] / weights * sqrtf(near(a->of[k], i));
        }
        f->common[i] += pace * (mean * mean - f->common[i]);
    }
    f->at = now;
}

/* How far the modulations agree with bin `at`: of each the height there against its own highest, by weight. */
static float agreement(const struct shares *a, int at, float *wave_share)
{
    float sum = 0.0F, weights = 0.0F, waves = 0.0F;
    for (size_t k = 0; k < a->n; k++) {
        float own = around(a->of[k], highest(a->of[k], a->high), a), here = around(a->of[k], at, a);
        float agrees = a->weight[k] * fminf(1.0F, here / own);
        sum += agrees;
        weights += a->weight[k];
        waves += a->wave[k] ? agrees : 0.0F;
    }
    *wave_share = sum > 0.0F ? waves / sum : 0.0F;
    return sum / weights;
}

static float chance_of(const struct shares *a)
{
    bool soon = a->half == HALF_PEAK_SOON, alone = a->n < 3;
    return alone ? (soon ? CHANCE_RHYTHM_SOON : CHANCE_RHYTHM) : (soon ? CHANCE_SOON : CHANCE);
}

/* A half is where chance ends. */
static float scaled(float v, float chance)
{
    return v < chance ? 0.5F * v / chance : 0.5F + 0.5F * (v - chance) / (1.0F - chance);
}

static void find_rate(struct fusion *f, const struct shares *a)
{
    const float *v = f->common;
    float sum = 0.0F;
    for (int i = FUSION_LOW_BIN; i <= a->high; i++) {
        sum += v[i];
    }
    int at = fundamental(v, a);
    float left = v[at - 1], mid = v[at], right = v[at + 1], bend = left - 2.0F * mid + right;
    float shift = bend < 0.0F ? fmaxf(-0.5F, fminf(0.5F, 0.5F * (left - right) / bend)) : 0.0F;
    float share = around(v, at, a) / sum;
    if (2 * at - a->half > at + a->half) {
        share += fminf(share, around(v, 2 * at, a) / sum);
    }
    /* What a flat spectrum has in as many bins is nothing. */
    float flat = (float)(2 * a->half + 1) / (float)(a->high - FUSION_LOW_BIN + 1);
    float above = fmaxf(0.0F, fminf(1.0F, (share - flat) / (1.0F - flat)));
    f->rate_hz = ((float)at + shift) * (float)SPECTRUM_DF_HZ;
    f->confidence = scaled(above * agreement(a, at, &f->wave_share), chance_of(a));
}

void fusion_update(struct fusion *f, const struct tachogram *g, const struct modulation *const *waves, size_t n,
                   const struct spectrum *s)
{
    struct shares a;
    if (!gather(&a, g, waves, n, POINTS, s) && !gather(&a, g, waves, n, POINTS_SOON, s)) {
        fusion_init(f, f->smooth_s);
        return;
    }
    blend(f, &a, tachogram_end(g));
    find_rate(f, &a);
}

float fusion_per_min(const struct fusion *f)
{
    return f->confidence >= CONFIDENCE_MIN ? 60.0F * f->rate_hz : NAN;
}

uint64_t fusion_hash(const struct fusion *f, uint64_t h)
{
    h = hash_i64(hash_f32s(hash_f32(h, f->smooth_s), f->common, FUSION_BINS), f->at);
    return hash_f32(hash_f32(hash_f32(h, f->rate_hz), f->confidence), f->wave_share);
}
