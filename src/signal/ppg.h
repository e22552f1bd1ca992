/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_PPG_H
#define SIGNAL_PPG_H

#include "signal/mark.h"
#include "signal/pulse.h"

enum { PPG_LEVELS = 8, PPG_PASSED = 24, PPG_SKEWS = 8 };

/**
 * Pulse waves of any rate from 20 Hz, any unit, either sign.
 *
 * sign      +1 or -1: the side on which the slope has its sharp peaks is the upstroke
 * square, cube  Second and third moment of the slope, of this stretch; skew[]: of the last stretches, skewed: their
 *           median, for the sign
 * rise      The upstroke being climbed; held: the best one, waiting for a better one within 220 ms
 * beats[], noise[]  Weights of the last accepted and refused upstrokes
 * jerk      Weight of the last one that was far taller than beats; 0: beats came since
 */
struct ppg {
    struct pulse pulse;
    float sign;
    double square, cube;
    float skew[PPG_SKEWS], skewed;
    uint32_t skew_n;
    int64_t against_since;
    struct pulse_rise rise, held;
    float beats[PPG_LEVELS], noise[PPG_LEVELS], likeness[PPG_LEVELS], rr[PPG_LEVELS];
    uint32_t beats_n, noise_n, rr_n;
    bool learning, fresh, sought;
    int64_t learn_from, last_at;
    float last_weight, jerk;
    struct pulse_rise passed[PPG_PASSED];
    uint8_t passed_n;
    struct pulse_shape shape;
    uint32_t shape_n;
};

void ppg_init(struct ppg *p);

/** Forgets the signal: the next sample begins anew, with 3 s of learning. */
void ppg_break(struct ppg *p);

/**
 * One sample, finite, at t.
 *
 * out      Beats found with it, oldest first; the mark is the steepest point of the upstroke. A beat is told at most
 *          380 ms after it; one that only the search back finds about 1.6 intervals after it; those of the first 3 s
 *          at the end of these. Never out of order.
 * return   Their number, at most MARKS_MAX
 *
 * Memory   None.   Thread  One user at a time.
 * Source   The upslope as the feature after Zong et al. 2003, doi 10.1109/CIC.2003.1291140 (slope sum function);
 *          differs in: steepness times climb instead of the sum alone, the sign is found, levels as in ecg.h
 */
size_t ppg_push(struct ppg *p, usec t, float v, struct mark out[MARKS_MAX]);

/** 0..1: how far upstrokes stand out from the rest, and how like each other they are. 0 while learning. */
float ppg_quality(const struct ppg *p);

uint64_t ppg_hash(const struct ppg *p, uint64_t h);

#endif
