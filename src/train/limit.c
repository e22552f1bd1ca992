/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Breaths that are far off (a sigh, a wandering mind) say nothing about a limit and are left out of the mean.
   2. Phase is compared between neighbouring blocks only, and must run the same way twice. */
#include "train/limit.h"

#include <math.h>

#include "base/hash.h"
#include "signal/stats.h"

/* A follower's mean over eight breaths is off by a tenth of a cycle at most, 1.3 %. chosen: more than twice that. */
static const float AHEAD_SHARE = 0.03F;
static const float MOST_SHARE = 0.75F; /* chosen: six of eight, one in seven by chance */
/* Further off than this they do not try. chosen: beyond what a limit met in small steps can be */
static const float FAR_LOG = 0.25F;
enum { NEAR_LEAST = 6, TURNS_LEAST = 2, SKIP_BREATHS = 1, HOLE_SKIP = 3 };
static const double HOLE_BREATHS = 1.4; /* chosen: no breath of an attentive person is that much longer than told */
/* A heart that runs ahead by this much in three breaths. chosen: twice what the resonance itself turns the phase by
   while the pace slides (a quarter turn over 1/min) */
static const float TURN_LEAST_RAD = 0.7F, TURN_MOST_RAD = 2.8F;
static const float TWO_PI_F = 6.2831853F;
/* A pace that moves faster turns the phase by itself. chosen: an exploring pace moves 3.6 % a block */
static const float HELD_LOG = 0.045F;
/* chosen: below this share of explained variance a phase is noise */
static const float PHASE_R2 = 0.5F;

void limit_init(struct limit *l)
{
    *l = (struct limit){.last = USEC_NONE, .phase_rad = NAN, .phase_per_min = NAN, .ahead_per_min = NAN};
    for (int i = 0; i <= LIMIT_LAG; i++) {
        l->ago[i] = NAN;
    }
}

void limit_pace(struct limit *l, float per_min)
{
    for (int i = LIMIT_LAG; i > 0; i--) {
        l->ago[i] = l->ago[i - 1];
    }
    l->ago[0] = per_min;
}

/* A breath that ends later than its own length after the one before: some were missed, and its length is in doubt. */
static bool after_hole(struct limit *l, usec t, float own_per_min)
{
    usec before = l->last;
    l->last = t;
    return before != USEC_NONE && usec_to_s(t - before) > HOLE_BREATHS * 60.0 / (double)own_per_min;
}

void limit_breath(struct limit *l, usec t, float own_per_min)
{
    if (!(own_per_min > 0.0F)) {
        return;
    }
    if (after_hole(l, t, own_per_min)) {
        l->n = 0;
        l->skip = HOLE_SKIP;
    }
    if (isnan(l->ago[LIMIT_LAG])) {
        return;
    }
    float pace = fmaxf(l->ago[0], l->ago[LIMIT_LAG]);
    if (fabsf(logf(own_per_min / pace)) > FAR_LOG) {
        l->skip = SKIP_BREATHS;
        return;
    }
    if (l->skip > 0) {
        l->skip--;
        return;
    }
    if (l->n == LIMIT_BREATHS) {
        for (int i = 1; i < LIMIT_BREATHS; i++) {
            l->own[i - 1] = l->own[i];
            l->pace[i - 1] = l->pace[i];
        }
        l->n--;
    }
    l->own[l->n] = own_per_min;
    l->pace[l->n] = pace;
    l->n++;
}

void limit_forget_block(struct limit *l)
{
    l->phase_rad = l->phase_per_min = l->ahead_per_min = NAN;
    l->turns = 0;
}

void limit_block(struct limit *l, const struct follow_fit *heart, float per_min, float breaths)
{
    if (!heart->valid || heart->r2 < PHASE_R2) {
        limit_forget_block(l);
        return;
    }
    /* The peak comes earlier and earlier against the pacer when the breath is faster than it. */
    float turn = remainderf(l->phase_rad - heart->phase_rad, TWO_PI_F);
    bool held = fabsf(logf(per_min / l->phase_per_min)) < HELD_LOG;
    bool ahead = held && turn >= TURN_LEAST_RAD && turn <= TURN_MOST_RAD;
    l->turns = ahead ? (uint8_t)(l->turns + (l->turns < UINT8_MAX ? 1 : 0)) : 0;
    l->ahead_per_min = ahead ? per_min * (1.0F + turn / (TWO_PI_F * breaths)) : NAN;
    l->phase_rad = heart->phase_rad;
    l->phase_per_min = per_min;
}

/* Most of the breaths must say so, not a few on their way back from somewhere; their median is where they went on. */
static float by_breaths(const struct limit *l)
{
    float off = 0.0F;
    int ahead = 0;
    for (uint8_t i = 0; i < l->n; i++) {
        float log_ratio = logf(l->own[i] / l->pace[i]);
        off += log_ratio;
        ahead += log_ratio > 0.0F ? 1 : 0;
    }
    bool most = (float)ahead >= MOST_SHARE * (float)l->n;
    return l->n >= NEAR_LEAST && most && off > AHEAD_SHARE * (float)l->n ? stats_median(l->own, l->n) : NAN;
}

float limit_rate(const struct limit *l, bool sensor)
{
    return sensor ? by_breaths(l) : l->turns >= TURNS_LEAST ? l->ahead_per_min : NAN;
}

uint64_t limit_hash(const struct limit *l, uint64_t h)
{
    h = hash_f32s(hash_f32s(hash_u64(h, l->n), l->own, l->n), l->pace, l->n);
    h = hash_f32s(h, l->ago, LIMIT_LAG + 1);
    h = hash_f32(hash_f32(hash_f32(h, l->phase_rad), l->phase_per_min), l->ahead_per_min);
    return hash_u64(hash_i64(h, l->last), (uint64_t)l->turns << 8 | l->skip);
}
