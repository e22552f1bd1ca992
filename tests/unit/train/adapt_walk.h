/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_TRAIN_ADAPT_WALK_H
#define TESTS_UNIT_TRAIN_ADAPT_WALK_H

/* Somebody with a belt in front of the pacer, breath by breath. Include cmocka.h before. */
#include <math.h>

#include "train/adapt.h"

static const struct adapt_config ADAPT_WALK = {.target_per_min = 6.0F}, ADAPT_FINDS = {0};

/* heard: the heart is, at the beginning of each guided breath;  unseen: there is no belt, or it tells nothing now;
   deep: how deep breaths are for their rate, in the belt's unit, 0 untold */
struct walk {
    struct adapt a;
    usec now;
    float rate, deep;
    bool heard, unseen;
};

static inline void own_breath(struct walk *w, float per_min)
{
    struct breath b = {w->now, per_min, 0.44F, 0.9F, BREATH_BELT, w->deep * expf(depth_usual(per_min))};
    adapt_breath(&w->a, &b);
}

/* Five breaths of their own. */
static inline void own_breaths(struct walk *w, float per_min)
{
    for (int i = 0; i < 5; i++) {
        w->now += usec_from_s(60.0 / (double)per_min);
        own_breath(w, per_min);
    }
}

/* What the heart tells of the breath. */
static inline void heart_breath(struct walk *w, float per_min, float confidence)
{
    const struct breath b = {w->now, per_min, NAN, confidence, BREATH_HEART, 0.0F};
    adapt_breath(&w->a, &b);
}

/* Five breaths before the pacer; 0: unseen, for half a minute. */
static inline void start_as(struct walk *w, const struct adapt_config *c, float own_per_min)
{
    *w = (struct walk){.unseen = !(own_per_min > 0.0F)};
    adapt_init(&w->a, c);
    w->now = w->unseen ? 30 * USEC_PER_SEC : 0;
    if (!w->unseen) {
        own_breaths(w, own_per_min);
    }
}

static inline void start(struct walk *w, float own_per_min)
{
    start_as(w, &ADAPT_WALK, own_per_min);
}

static inline float rate_of(const struct pace *p)
{
    return 60.0F / pace_cycle_s(p);
}

/* One guided breath, breathed at per_min by the person; 0: as the pace. */
static inline float breathe(struct walk *w, float per_min)
{
    if (w->heard) {
        adapt_heart(&w->a, w->now);
    }
    struct pace p = adapt_next(&w->a, w->now);
    w->rate = rate_of(&p);
    w->now += usec_from_s((double)pace_cycle_s(&p));
    if (!w->unseen) {
        own_breath(w, per_min > 0.0F ? per_min : w->rate);
    }
    return w->rate;
}

/* Three guided breaths of a heart that answers most at best, and what the belt and the heart showed. */
static inline void breathe_block(struct walk *w, float best)
{
    float from = w->rate;
    for (int i = 0; i < ADAPT_BLOCK_BREATHS; i++) {
        (void)breathe(w, 0.0F);
    }
    assert_true(w->a.state != ADAPT_SETTLE || fabsf(logf(w->rate / from)) < 0.065F); /* 2 % a breath */
    float d = 1.8F * (w->rate / best - best / w->rate);
    struct adapt_block b = {.heart = {8.0F / sqrtf(1.0F + d * d), 0.4F, 2.6F + atanf(d), 0.95F, true},
                            .breath = {1.0F, 0.05F, 2.6F, 0.97F, true},
                            .gain = {8.0F / sqrtf(1.0F + d * d), 0.4F, atanf(d), 0.95F, true},
                            .other = {NAN, NAN},
                            .per_min = w->rate};
    adapt_measured(&w->a, &b);
}

#endif
