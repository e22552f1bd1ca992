/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_REFERENCE_LOOP_H
#define TESTS_BENCH_REFERENCE_LOOP_H

#include <stdbool.h>
#include <stddef.h>

/* A plain loop to compare with: lead at once, one slow slide, one curve, hold still. It knows nothing of the program's
   own stages, and is kept as short as it can be: what the program adds must be worth more than this. */

enum {
    REFERENCE_BEATS = 512, /* of the last minutes */
    REFERENCE_LUNG = 4096, /* at 25 Hz: 164 s */
    REFERENCE_CYCLES = 3,  /* of a block */
    REFERENCE_BLOCKS = 256,
    REFERENCE_PEAKS = 50,
    REFERENCE_WIDTHS = 7,
    REFERENCE_BINS = 45,
    REFERENCE_MEDIAN = 11
};

enum reference_state { REFERENCE_LISTEN, REFERENCE_LEAD, REFERENCE_SLIDE, REFERENCE_SETTLE, REFERENCE_MIRROR };

struct reference_block {
    double per_min, amplitude, se;
};

/**
 * Times in s since the start, rates in breaths a minute.
 *
 * belt          A breathing sensor is there
 * prior, mean, sd   Of the best rate
 * begun_s       Where the last cycles began, newest last: the block in progress
 * bad           Cycles in a row that were not followed
 */
struct reference_loop {
    bool belt;
    double prior_mean, prior_sd, mean, sd;
    double beat_s[REFERENCE_BEATS], hr_bpm[REFERENCE_BEATS], raw_ms[REFERENCE_MEDIAN];
    size_t beats, raws;
    double lung_s[REFERENCE_LUNG], lung[REFERENCE_LUNG];
    size_t lungs;
    double last_beat_s, last_lung_s;
    int state;
    double per_min, goal, floor_per_min, begun_s[REFERENCE_CYCLES + 1];
    int begun, cycles, bad, mirrors;
    double mirror_s, ease_until_s, ease_per_min, failed_s, failed_at, floor_s, fit_s, goal_s;
    double r2[REFERENCE_BLOCKS];
    int r2s;
    struct reference_block block[REFERENCE_BLOCKS];
    int blocks;
};

/** mean, sd: what earlier days told; sd 0: nothing. */
void reference_init(struct reference_loop *r, bool belt, double mean, double sd);

/** A beat was seen rr_ms after the one before. */
void reference_beat(struct reference_loop *r, double t_s, double rr_ms);

/** A value of the breathing sensor. */
void reference_lung(struct reference_loop *r, double t_s, double value);

/** True while no pacer is shown yet: it begins with the next reference_next after 30 s. */
bool reference_listens(const struct reference_loop *r, double t_s);

/** Rate of the cycle that begins at t_s. */
double reference_next(struct reference_loop *r, double t_s);

#endif
