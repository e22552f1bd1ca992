/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Breathing from the heart: the rate from a spectrum of 32 s, single breaths from upward crossings of the band-passed
 * heart rate.
 *
 * 1. No rate is told under CONFIDENCE_MIN, no breath that disagrees with the rate.
 * 2. A hole in the rhythm forgets everything.
 */
#include "signal/rhythm.h"

#include <math.h>

#include "base/hash.h"

enum {
    WINDOW = 128,     /* points = 32 s: three breaths of 6/min; chosen: a lasting change shows in about 20 s */
    WINDOW_SOON = 80, /* points = 20 s: the first answer */
    LOW_BIN = 4,      /* 0.0625 Hz less half a bin: 3.3/min */
    HIGH_BIN = 32     /* 0.5 Hz: 30/min */
};

static const float CONFIDENCE_MIN = 0.5F;  /* chosen: white noise reaches 0.45 in windows of this length */
static const float LOW_PACE = 0.30F;       /* per point at 4 Hz: 0.5 Hz corner, upper edge of the band */
static const float MEAN_PACE = 0.06F;      /* 0.04 Hz corner, lower edge */
static const float SIZE_PACE = 0.03F;      /* 8 s: the running size of the swing */
static const float BELOW_SHARE = 0.5F;     /* of the running size, chosen: a crossing after a ripple is none */
static const float RATE_TOLERANCE = 0.35F; /* chosen: breaths are uneven; half or double is no breath */
static const float BREATH_MAX_S = 20.0F;   /* 0.05 Hz */
static const float MS_PER_MIN = 60000.0F;

void rhythm_init(struct rhythm *r)
{
    *r = (struct rhythm){.rate_hz = NAN, .next = USEC_NONE, .onset = USEC_NONE};
}

static void find_rate(struct rhythm *r, const struct tachogram *g, const struct spectrum *s)
{
    float rr[WINDOW], density[SPECTRUM_BINS], weighted[SPECTRUM_BINS] = {0.0F}, sum = 0.0F;
    int n = WINDOW, at = LOW_BIN;
    while (n >= WINDOW_SOON && !tachogram_window(g, rr, (size_t)n)) {
        n -= 8;
    }
    r->rate_hz = NAN;
    r->confidence = 0.0F;
    if (n < WINDOW_SOON) {
        return;
    }
    spectrum_compute(s, rr, (size_t)n, density);
    for (int i = LOW_BIN - 1; i <= HIGH_BIN + 1; i++) {
        weighted[i] = density[i] * (float)i;
        sum += i >= LOW_BIN && i <= HIGH_BIN ? weighted[i] : 0.0F;
        at = i >= LOW_BIN && i <= HIGH_BIN && weighted[i] > weighted[at] ? i : at;
    }
    float left = weighted[at - 1], mid = weighted[at], right = weighted[at + 1], bend = left - 2.0F * mid + right;
    if (!(sum > 0.0F)) {
        return;
    }
    float shift = bend < 0.0F ? fmaxf(-0.5F, fminf(0.5F, 0.5F * (left - right) / bend)) : 0.0F, share = 0.0F;
    /* A Hann hill over n points is 4 * 256 / n bins wide. */
    int half = 2 * SPECTRUM_POINTS / n;
    for (int i = at - half < LOW_BIN ? LOW_BIN : at - half; i <= at + half && i <= HIGH_BIN; i++) {
        share += weighted[i] / sum;
    }
    r->rate_hz = ((float)at + shift) * (float)SPECTRUM_DF_HZ;
    r->confidence = fminf(1.0F, share);
}

static bool agrees(const struct rhythm *r, float length_s)
{
    return r->confidence >= CONFIDENCE_MIN && length_s <= BREATH_MAX_S &&
           fabsf(length_s * r->rate_hz - 1.0F) < RATE_TOLERANCE;
}

/* One value of the heart rate at r->next; true when a breath ended with it. */
static bool step(struct rhythm *r, float hr, struct breath *out)
{
    usec t = r->next;
    r->low += LOW_PACE * (hr - r->low);
    r->mean += MEAN_PACE * (hr - r->mean);
    float now = r->low - r->mean;
    r->size += SIZE_PACE * (fabsf(now) - r->size);
    r->below = r->below || now < -BELOW_SHARE * r->size;
    bool crossed = r->below && r->was <= 0.0F && now > 0.0F, told = false;
    if (crossed) {
        r->below = false;
        float length_s = r->onset == USEC_NONE ? INFINITY : (float)usec_to_s(t - r->onset);
        if (agrees(r, length_s)) {
            *out = (struct breath){t, 60.0F / length_s, NAN, r->confidence, BREATH_HEART, 0.0F};
            told = true;
        }
        r->onset = t;
    }
    r->was = now;
    return told;
}

bool rhythm_update(struct rhythm *r, const struct tachogram *g, const struct spectrum *s, struct breath *out)
{
    usec every = USEC_PER_SEC / TACHOGRAM_HZ;
    bool told = false;
    find_rate(r, g, s);
    if (g->n == 0) {
        return false;
    }
    while (r->next == USEC_NONE || r->next <= tachogram_end(g)) {
        bool begin = r->next == USEC_NONE || tachogram_end(g) - r->next > TACHOGRAM_WINDOW_US;
        r->next = begin ? tachogram_end(g) : r->next;
        float rr = NAN;
        tachogram_rr_at(g, &r->next, &rr, 1);
        if (isnan(rr)) {
            r->next += every;
            r->onset = USEC_NONE;
            r->was = r->size = 0.0F;
            r->below = false;
            r->mean = 0.0F;
            continue;
        }
        if (begin || !(r->mean > 0.0F)) {
            r->low = r->mean = MS_PER_MIN / rr;
        }
        told = step(r, MS_PER_MIN / rr, out) || told;
        r->next += every;
    }
    return told;
}

float rhythm_per_min(const struct rhythm *r)
{
    return r->confidence >= CONFIDENCE_MIN ? 60.0F * r->rate_hz : NAN;
}

uint64_t rhythm_hash(const struct rhythm *r, uint64_t h)
{
    h = hash_i64(hash_i64(hash_f32(hash_f32(h, r->rate_hz), r->confidence), r->next), r->onset);
    h = hash_f32(hash_f32(hash_f32(hash_f32(h, r->low), r->mean), r->size), r->was);
    return hash_u64(h, r->below);
}
