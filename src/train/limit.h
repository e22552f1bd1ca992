/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_LIMIT_H
#define TRAIN_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/usec.h"
#include "train/follow.h"

enum { LIMIT_BREATHS = 8, LIMIT_LAG = 2 };

/**
 * Tells who tries to follow a pace but goes on breathing a little faster: they have come to their limit. It shows as a
 * drift, long before any single breath is off: a follower's breaths agree with the pacer's in the mean of many, and
 * the heart of a follower keeps its phase against the pacer.
 *
 * own, pace   The last breaths by a breathing sensor and the pace each one answers, breaths a minute: the pace
 *             LIMIT_LAG guided breaths before, since a follower lags behind a pace that moves; n of them
 * skip        Breaths still to be left out after one that was far off
 * ago[]       Paces of the guided breaths before, newest first; NaN before there were so many
 * phase_rad, phase_per_min   Of the heart in the block before, and its rate; NaN unknown
 * turns       Blocks in a row whose phase ran ahead;  ahead_per_min: the rate that explains it
 */
struct limit {
    float own[LIMIT_BREATHS], pace[LIMIT_BREATHS];
    uint8_t n;
    float ago[LIMIT_LAG + 1];
    float phase_rad, phase_per_min, ahead_per_min;
    uint8_t turns, skip;
    usec last;
};

void limit_init(struct limit *l);

/** A guided breath of this rate begins. */
void limit_pace(struct limit *l, float per_min);

/** The person took a breath of this rate, told at t by a breathing sensor. */
void limit_breath(struct limit *l, usec t, float own_per_min);

/** The heart over `breaths` guided breaths of mean rate per_min, right after the block before it. */
void limit_block(struct limit *l, const struct follow_fit *heart, float per_min, float breaths);

/** The block before does not count any more: a pause, a hole, another pace. */
void limit_forget_block(struct limit *l);

/**
 * The rate the person goes on breathing at, by the breathing sensor or, without, by the heart; NaN: nothing says that
 * they breathe faster than the pace, or they do not try to follow at all.
 *
 * Memory   None.   Thread  Any.
 * Source   chosen: mean over breaths as a follower's asynchronies cancel (period and phase correction, Repp & Su 2013,
 *          doi 10.3758/s13423-012-0371-2); a constant difference in rate is a steadily growing phase
 */
float limit_rate(const struct limit *l, bool sensor);

uint64_t limit_hash(const struct limit *l, uint64_t h);

#endif
