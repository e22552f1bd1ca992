/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_LIMIT_H
#define TRAIN_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/usec.h"
#include "train/limit_signs.h"

enum { LIMIT_RATES = 72, LIMIT_LAG = 2, LIMIT_PLACES = 10 };

/* Comfort is looked for from here on upwards, in these steps, breaths a minute. */
#define LIMIT_FROM_PER_MIN 3.0F
#define LIMIT_STEP_PER_MIN 0.1F

/**
 * What is kept of a belief for another day: ten places where comfort may end, each as likely as the others.
 *
 * per_min  From the fastest to the slowest; LIMIT_FROM_PER_MIN: there, or lower than anybody is led; 0: nothing is
 * known
 */
struct limit_kept {
    float per_min[LIMIT_PLACES];
};

/**
 * Where comfort ends for this person, as a belief over rates and over how they show it. Everybody's mind wanders now
 * and then, and everybody's breath varies: it is how often, and at which paces, that tells a limit.
 *
 * share[][]
 *   [manner][k] that the slowest comfortable pace lies in the k-th step above LIMIT_FROM_PER_MIN; k = 0: there, or
 * lower than anybody is led;  usual[]: the same before this session
 *
 * ago[], begun[]
 *   Paces of the guided breaths before, newest first, and when they began; NaN before there were so many
 *
 * run, skip, last
 *   Breaths far off in a row, up to the last one; breaths still to be left out after a hole; when the last was told
 *
 * late, usual_late
 *   How long after the guided one the last own in-breath began, -0.5..0.5 cycles, NaN unknown; and how long as a rule
 *
 * phase_rad, phase_per_min
 *   Of the heart in the block before, and its rate; NaN unknown
 *
 * told
 *   Guided breaths that told something, one by one or in blocks
 */
struct limit {
    float share[LIMIT_MANNERS][LIMIT_RATES], usual[LIMIT_RATES];
    float ago[LIMIT_LAG + 1];
    usec begun[LIMIT_LAG + 1];
    float phase_rad, phase_per_min;
    struct limit_run run;
    uint8_t skip;
    usec last;
    float told, late, usual_late;
};

/** kept: of an earlier day; any number may stand in it. */
void limit_init(struct limit *l, const struct limit_kept *kept);

/**
 * For another day. All 0 while too little was told: what was kept before stays true.
 *
 * said_per_min  Floor that the person asked for, as likely a limit as not; LIMIT_FROM_PER_MIN: none
 * trust         0..1: so much of what was seen is kept, the rest is as of anybody
 */
struct limit_kept limit_keep(const struct limit *l, float said_per_min, float trust);

/** Anything is kept at all. */
bool limit_is_kept(const struct limit_kept *kept);

/** Where comfort ends, and the range that holds all but the outermost places; NaN: more likely nowhere than anywhere.
 */
struct limit_range {
    float middle, low, high;
};
struct limit_range limit_kept_range(const struct limit_kept *kept);

/** The person was not led for a while: what went before does not belong to what comes. */
void limit_part(struct limit *l);

/** A guided breath of this rate begins at t. */
void limit_pace(struct limit *l, usec t, float per_min);

/** The person took a breath of this rate, told at t by a breathing sensor; how much deeper it was than theirs before
   the pacer, for its rate (logarithm), NaN unknown. */
void limit_breath(struct limit *l, usec t, float own_per_min, float deeper);

/**
 * The heart over a block of guided breaths, without a breathing sensor.
 *
 * phase_rad  Of its peak against the in-breath; NaN where it is noise
 * clear      How clearly it swings with the pacer and no other rate, -0.5..1
 * usual      The same in blocks in which this person followed
 */
struct limit_heart {
    float phase_rad, clear, usual;
};

/** `breaths` guided breaths of mean rate per_min, right after the block before them. */
void limit_block(struct limit *l, const struct limit_heart *heart, float per_min, float breaths);

/** The person said so themselves, or stopped following: this pace is too slow; or it might be slower. */
void limit_tell(struct limit *l, float per_min, bool too_slow);

/** The block before does not count any more: a pause, a hole, another pace. */
void limit_forget_block(struct limit *l);

/**
 * The slowest pace below which comfort ends with no more than this doubt; LIMIT_FROM_PER_MIN: nothing speaks for a
 * limit.
 *
 * doubt    0..1: share of the belief that may lie above
 *
 * Memory   None.   Thread  Any.
 * Source   Bayes' rule on a grid, train/limit_signs.h
 */
float limit_floor(const struct limit *l, float doubt);

uint64_t limit_hash(const struct limit *l, uint64_t h);

#endif
