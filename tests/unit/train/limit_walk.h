/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_TRAIN_LIMIT_WALK_H
#define TESTS_UNIT_TRAIN_LIMIT_WALK_H

#include <math.h>

#include "base/rng.h"
#include "train/limit.h"

enum { RUNS = 50 };
static const float DOUBT = 0.3F;

/* Somebody in front of a pace that stays. */
struct walk {
    struct limit l;
    struct rng r;
    usec now, guided; /* where the next own breath begins; and the next guided one, where the pacer goes on alone */
    float last_error, off_deeper; /* how much deeper breaths are than before the pacer; NaN unknown */
};

static const struct limit_kept NOTHING;

static inline void start_with(struct walk *w, uint64_t seed, const struct limit_kept *kept)
{
    *w = (struct walk){.off_deeper = NAN};
    rng_init(&w->r, seed);
    limit_init(&w->l, kept);
}

static inline void start(struct walk *w, uint64_t seed)
{
    start_with(w, seed, &NOTHING);
}

static inline void breath(struct walk *w, float pace, float own)
{
    limit_pace(&w->l, w->now, pace);
    w->now += usec_from_s(60.0 / (double)own);
    limit_breath(&w->l, w->now, own, w->off_deeper);
}

/* Breathes at `own`, varying by 5 % as attentive people do: an error is made up for with the next breath. */
static inline void breathe(struct walk *w, int breaths, float pace, float own)
{
    for (int i = 0; i < breaths; i++) {
        float error = 0.05F * (float)rng_normal(&w->r);
        breath(w, pace, own * (1.0F + error - w->last_error));
        w->last_error = error;
    }
}

/* The same beside a pacer that goes on alone. */
static inline void breath_beside(struct walk *w, float pace, float own)
{
    while (w->guided <= w->now) {
        limit_pace(&w->l, w->guided, pace);
        w->guided += usec_from_s(60.0 / (double)pace);
    }
    w->now += usec_from_s(60.0 / (double)own);
    limit_breath(&w->l, w->now, own, w->off_deeper);
}

/* in_step: makes up for half of what the last in-breath was late, besides. */
static inline void breathe_beside(struct walk *w, int breaths, float pace, float own, bool in_step)
{
    for (int i = 0; i < breaths; i++) {
        float late = remainderf((float)usec_to_s(w->now - w->guided) * pace / 60.0F, 1.0F);
        float error = 0.05F * (float)rng_normal(&w->r), catches_up = in_step ? 0.5F * late : 0.0F;
        breath_beside(w, pace, own * (1.0F + catches_up + error - w->last_error));
        w->last_error = error;
    }
}

/* Follows for some breaths, then takes some of their own, `times` times. */
static inline void by_turns(struct walk *w, int times, float pace, int followed, int broken, float own)
{
    for (int k = 0; k < times; k++) {
        breathe(w, followed, pace, pace);
        breathe(w, broken, pace, own);
    }
}

static inline float floor_of(const struct walk *w)
{
    return limit_floor(&w->l, DOUBT);
}

#endif
