/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_RESONANCE_H
#define TRAIN_RESONANCE_H

#include <stdbool.h>
#include <stdint.h>

enum { RESONANCE_BLOCKS = 64, RESONANCE_PEAKS = 50, RESONANCE_SHAPES = 12, RESONANCE_BINS = 44 };

/* What is believed of a person nobody has measured. Adults lie at 4.5-6.5/min (Shaffer & Meehan 2020, doi
   10.3389/fnins.2020.570400). */
#define RESONANCE_MEAN_PER_MIN 5.6F
#define RESONANCE_SD_PER_MIN   0.75F

/* What was believed on another day is that much less sure, standard deviation. chosen: retests name another step of
   0.5/min in two of three people (Capdevila 2021, Sci Rep 11:8400), most of it noise */
#define RESONANCE_DAY_SD_PER_MIN 0.3F

/* So many standard deviations to either side of the mean hold the middle 80 % of a normal distribution. */
#define RESONANCE_80_SDS 1.2816

/**
 * The heart's answer over some breaths at one rate: amplitude of the swing and its standard error, same unit.
 *
 * lead_rad  How far the swing is ahead of the breath (by_depth), or of the pacer; NaN: not known
 */
struct resonance_block {
    float per_min, amplitude, se, lead_rad;
};

/**
 * All curves of one shape (width, share of the fast path), by where their resonance lies.
 *
 * weight               How likely that curve is now; over all shapes the sum is 1
 * height, height_var   Logarithm of how high it is, and its variance
 * offset, offset_var   What lies between the curve's own phase and the phase that was seen, rad
 */
struct resonance_row {
    float weight[RESONANCE_PEAKS], height[RESONANCE_PEAKS], height_var[RESONANCE_PEAKS], offset[RESONANCE_PEAKS],
        offset_var[RESONANCE_PEAKS];
};

/**
 * Where the heart of this person answers most now, as a belief over rates: a resonance whose place may wander and, now
 * and then, move at once; its shape, height and phase are unknown, and stay.
 *
 * by_depth       Amplitudes were divided by the depth of the breath (a breathing sensor is there)
 * mean, sd       Prior, breaths a minute
 * best[]         [peak][shape] the rate at which that curve is highest;  crowd[]: how many curves share a bin of best
 * moves[][]      [held] that the resonance is so many steps of the grid away one block later
 * row[]          The belief, after `learned` blocks; begun: their first phase is in it; last_per_min: of the last
 * blocks[]       The newest RESONANCE_BLOCKS, a ring; n in all
 * tested         Set by who adds blocks: the rates were those of a test, whatever was believed meanwhile
 * held           Set by who adds blocks: the pace stays where the heart is believed to answer most
 */
struct resonance {
    bool by_depth, begun, tested, held;
    float mean, sd, last_per_min;
    float best[RESONANCE_PEAKS][RESONANCE_SHAPES], moves[2][RESONANCE_PEAKS];
    uint16_t crowd[RESONANCE_BINS];
    struct resonance_row row[RESONANCE_SHAPES];
    struct resonance_block blocks[RESONANCE_BLOCKS];
    uint32_t n, learned;
};

/** mean, sd: of the prior, breaths a minute, sd > 0. */
void resonance_init(struct resonance *r, bool by_depth, float mean, float sd);

/** One more block; per_min, amplitude > 0, se > 0, all finite: others are left out. About 0.1 ms. */
void resonance_add(struct resonance *r, const struct resonance_block *b);

/**
 * The sensor shows breaths at once so much deeper (logarithm) in the block that comes next. Where they are, the heart
 * answers them, and the block fits what is believed; where the sensor slipped, its amplitude is as much smaller.
 *
 * return  How likely it slipped, 0..1: by so much of it all heights are taken for smaller
 */
float resonance_slip(struct resonance *r, const struct resonance_block *next, float deeper);

/**
 * Forgets blocks at or below a rate: the person could not breathe so slowly there, the answer was not the heart's.
 * Those that are left are learned anew, a few now and a few with every block that comes, so that no call takes long.
 */
void resonance_forget_below(struct resonance *r, float per_min);

/** The blocks that count now, oldest first, into out[0..cap-1]. return their number, at most cap */
uint32_t resonance_blocks(const struct resonance *r, struct resonance_block *out, uint32_t cap);

/** Blocks that count now. */
uint32_t resonance_count(const struct resonance *r);

/** The slowest rate of a block that counts now; NaN without any. */
float resonance_slowest(const struct resonance *r);

/**
 * mean, sd  Of the best rate, given all blocks; the prior's own without any. sd and the range are narrower than the
 *           filter's where it learned something, by what people show (tests/bench/bench_coach.c)
 * low, high The middle 80 % of the belief
 */
struct resonance_belief {
    float mean, sd, low, high;
};

/**
 * Memory   None. Pure.   Thread  Any.
 * Source   Second-order resonance 1 / (1 + jQ (f/f0 - f0/f)) and the fast vagal path 1 / (1 + jf/fc) side by side
 *          (small signals of DeBoer, Karemaker & Strackee 1987, Am J Physiol 253:H680), depth falling with a power of f
 *          (Hirsch & Bishop 1981). Filter on a grid of curves whose height and phase are Gaussian in each (Blom &
 *          Bar-Shalom 1988, doi 10.1109/9.1299, for curves that pass into each other); Student-t errors (4 degrees of
 *          freedom); prior on the best rate
 */
struct resonance_belief resonance_believe(const struct resonance *r);

/** How sure the belief was of itself before there was any block: what its sd is to be compared with. */
float resonance_prior_sd(const struct resonance *r);

/**
 * How much of the largest swing of this heart a rate gives, 0..1: the mean over the belief.
 *
 * per_min  > 0, breaths a minute
 * Memory   None. Pure.   Thread  Any.   Source   as resonance_believe
 */
float resonance_share(const struct resonance *r, float per_min);

uint64_t resonance_hash(const struct resonance *r, uint64_t h);

#endif
