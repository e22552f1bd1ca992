/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trust in the signal, second by second: fresh x worn x the wave's own figure x not clipped x not corrected.
 *
 * 1. A flat line is worth nothing, however fresh.
 * 2. Without data the answer is 0 at once; with data again it rises as the seconds fill.
 */
#include "signal/quality.h"

#include <math.h>

#include "base/hash.h"

static const uint32_t SAMPLES_MIN = 15; /* chosen: fewer a second tell nothing about clipping */
/* Share of the samples at either extreme: a clean wave touches its extremes once a beat. chosen, both */
static const float CLIPPED_FROM = 0.12F;
static const float CLIPPED_TO = 0.40F;
/* chosen: below it, among people who move, every second rate told was more than a tenth off (tests/bench) */
static const float ENOUGH = 0.5F;

static void begin_second(struct quality *q)
{
    q->low = INFINITY;
    q->high = -INFINITY;
    q->at_low = q->at_high = q->samples = 0;
}

void quality_init(struct quality *q)
{
    *q = (struct quality){.n = 0};
    begin_second(q);
}

void quality_sample(struct quality *q, float v)
{
    q->samples++;
    if (v < q->low) {
        q->low = v;
        q->at_low = 0;
    }
    if (v > q->high) {
        q->high = v;
        q->at_high = 0;
    }
    q->at_low += v <= q->low ? 1 : 0;
    q->at_high += v >= q->high ? 1 : 0;
}

static float unclipped(const struct quality *q)
{
    if (q->samples < SAMPLES_MIN) {
        return 1.0F;
    }
    if (q->low >= q->high) {
        return 0.0F;
    }
    uint32_t most = q->at_low > q->at_high ? q->at_low : q->at_high;
    float share = (float)most / (float)q->samples;
    return fmaxf(0.0F, fminf(1.0F, (CLIPPED_TO - share) / (CLIPPED_TO - CLIPPED_FROM)));
}

void quality_end_second(struct quality *q, const struct quality_second *s)
{
    float good = s->fresh && s->worn ? s->wave * unclipped(q) * (1.0F - s->corrected) : 0.0F;
    q->heard[q->n % QUALITY_SECONDS] = s->fresh && s->worn && s->beating;
    q->good[q->n++ % QUALITY_SECONDS] = fmaxf(0.0F, fminf(1.0F, good));
    if (!s->fresh) {
        q->n = 0;
    }
    begin_second(q);
}

float quality_now(const struct quality *q)
{
    uint32_t n = q->n < QUALITY_SECONDS ? q->n : QUALITY_SECONDS;
    float sum = 0.0F;
    for (uint32_t i = 0; i < n; i++) {
        sum += q->good[i];
    }
    return n == 0 ? 0.0F : sum / (float)n;
}

bool quality_enough(const struct quality *q)
{
    float sum = 0.0F, n = 0.0F;
    for (uint32_t i = 0; i < q->n && i < QUALITY_SECONDS; i++) {
        sum += q->heard[i] ? q->good[i] : 0.0F;
        n += q->heard[i] ? 1.0F : 0.0F;
    }
    return n > 0.0F && sum >= ENOUGH * n;
}

uint64_t quality_hash(const struct quality *q, uint64_t h)
{
    h = hash_u64(hash_u64(hash_u64(h, q->at_low), q->at_high), q->samples);
    h = hash_f32(hash_f32(h, q->low), q->high);
    for (int i = 0; i < QUALITY_SECONDS; i++) {
        h = hash_u64(h, q->heard[i]);
    }
    return hash_u64(hash_f32s(h, q->good, QUALITY_SECONDS), q->n);
}
