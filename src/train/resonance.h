/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_RESONANCE_H
#define TRAIN_RESONANCE_H

#include <stdbool.h>
#include <stdint.h>

enum { RESONANCE_BLOCKS = 64, RESONANCE_PEAKS = 50, RESONANCE_WIDTHS = 7, RESONANCE_BINS = 44 };

/* What is believed of a person nobody has measured. Adults lie at 4.5-6.5/min (Shaffer & Meehan 2020, doi
   10.3389/fnins.2020.570400). */
#define RESONANCE_MEAN_PER_MIN 5.6F
#define RESONANCE_SD_PER_MIN   0.75F

/** The heart's answer over some breaths at one rate: amplitude of the swing and its standard error, same unit. */
struct resonance_block {
    float per_min, amplitude, se;
};

/**
 * Where the heart of this person answers most, as a belief over rates: a resonance curve whose peak, width and height
 * are unknown, laid through all blocks.
 *
 * by_depth       Amplitudes were divided by the depth of the breath (a breathing sensor is there)
 * mean, sd       Prior, breaths a minute
 * best[]         [peak][width] the rate at which that curve is highest;  crowd[]: how many curves share a bin of best
 * blocks[]       The newest RESONANCE_BLOCKS, a ring; n in all
 */
struct resonance {
    bool by_depth;
    float mean, sd;
    float best[RESONANCE_PEAKS][RESONANCE_WIDTHS];
    uint16_t crowd[RESONANCE_BINS];
    struct resonance_block blocks[RESONANCE_BLOCKS];
    uint32_t n;
};

/** mean, sd: of the prior, breaths a minute, sd > 0. */
void resonance_init(struct resonance *r, bool by_depth, float mean, float sd);

/** One more block; per_min, amplitude > 0, se > 0, all finite: others are left out. */
void resonance_add(struct resonance *r, const struct resonance_block *b);

/** Forgets blocks at or below a rate: the person could not breathe so slowly there, the answer was not the heart's. */
void resonance_forget_below(struct resonance *r, float per_min);

/** The blocks that count now, oldest first, into out[0..cap-1]. return their number, at most cap */
uint32_t resonance_blocks(const struct resonance *r, struct resonance_block *out, uint32_t cap);

/** Blocks that count now. */
uint32_t resonance_count(const struct resonance *r);

/** The slowest rate of a block that counts now; NaN without any. */
float resonance_slowest(const struct resonance *r);

/**
 * mean, sd  Of the best rate, given all blocks; the prior's own without any.
 * low, high The middle 80 % of the belief
 */
struct resonance_belief {
    float mean, sd, low, high;
};

/**
 * Memory   None. Pure.   Thread  Any.   About 0.1 ms.
 * Source   Second-order resonance HR/breath = [1 + Q^2 (f/f0 - f0/f)^2]^(-1/2) (small signals of DeBoer, Karemaker &
 *          Strackee 1987, Am J Physiol 253:H680), depth falling as f^-0.5 (Hirsch & Bishop 1981); posterior on a grid
 *          with Student-t errors (4 degrees of freedom), height by weighted least squares, prior on the best rate
 */
struct resonance_belief resonance_believe(const struct resonance *r);

/**
 * How much of the largest swing of this heart a rate gives, 0..1: the mean over the belief.
 *
 * per_min  > 0, breaths a minute
 * Memory   None. Pure.   Thread  Any.   About 0.1 ms.   Source   as resonance_believe
 */
float resonance_share(const struct resonance *r, float per_min);

uint64_t resonance_hash(const struct resonance *r, uint64_t h);

#endif
