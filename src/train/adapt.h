/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_ADAPT_H
#define TRAIN_ADAPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"
#include "base/usec.h"
#include "signal/body.h"
#include "train/command.h"
#include "train/follow.h"

/** Why a pace is what it is; told with every pace. */
enum pace_why { PACE_FOLLOW, PACE_LEAD, PACE_SETTLE, PACE_EXPLORE, PACE_EASE, PACE_FIXED, PACE_WHYS };

/* Limits of what a person may be led to, breaths a minute. Above the upper one the pacer only mirrors. */
#define ADAPT_SLOWEST_PER_MIN 3.0F
#define ADAPT_FASTEST_PER_MIN 10.0F

/* Where most of 143 studies preset the pace (Lalanza 2023, Appl Psychophysiol Biofeedback 48:275). */
#define ADAPT_TARGET_PER_MIN 6.0F

/* No breath is asked to be more than this longer than the one before. chosen: 5-6 % a breath is followed without
   effort in the simulated persons; the project's safety rule for every practice. */
#define ADAPT_STEP 0.06F

/* In-breath as a share of the cycle: 4.4 s in, 5.6 s out at 6/min (Laborde 2021, doi 10.3390/su13147775). */
#define ADAPT_INHALE_SHARE 0.44F

struct adapt_config {
    float target_per_min; /* ADAPT_SLOWEST .. ADAPT_FASTEST */
    float fixed_per_min;  /* > 0: this pace from the first breath on, nothing adapts */
};

enum adapt_state { ADAPT_LISTEN, ADAPT_LEAD, ADAPT_HOLD, ADAPT_MIRROR, ADAPT_SETTLE, ADAPT_EASE };

enum { ADAPT_BREATHS = 5, ADAPT_BLOCKS = 40 };

/**
 * The pace that meets a person's breath and leads it down while it is followed.
 *
 * rate_per_min    Of the breath asked for last; NaN before the first
 * floor_per_min   Never led below this now (rises with "too much", sinks again)
 * own_per_min     Own breath, median of the last breaths; NaN unknown
 * bad             Guided breaths in a row that were not followed
 */
struct adapt {
    struct adapt_config config;
    uint8_t state, why;
    float target_per_min, rate_per_min, floor_per_min, own_per_min;
    float own[ADAPT_BREATHS];
    usec own_t[ADAPT_BREATHS];
    uint8_t own_n, own_source;
    uint32_t bad;
    usec since, ease_until, floor_since;
    float r2[ADAPT_BLOCKS];
    uint32_t blocks;
    bool swing_missing; /* the last block of heart rate did not swing with the pacer */
};

void adapt_init(struct adapt *a, const struct adapt_config *c);

/** A breath of the person's own (sensor, or estimated from the heart: b->source says which). */
void adapt_breath(struct adapt *a, const struct breath *b);

/** A block of three guided breaths was measured on the heart. */
void adapt_block(struct adapt *a, const struct follow_fit *f);

void adapt_command(struct adapt *a, usec now, uint8_t command);

/**
 * While listening: is it time to begin? Call it at least once a second.
 *
 * listened  Time spent listening
 * heart     A heart signal is there
 * return    True when the pacer may begin; adapt_next then gives the first pace
 */
bool adapt_ready(const struct adapt *a, usec listened, bool heart);

/** The pace of the breath that begins now (call once, where a guided breath begins). a->why says why. */
struct pace adapt_next(struct adapt *a, usec now);

/** True when the person's breath of this rate matches a pace. tolerance as a share: physiology 2.7 uses 0.10. */
bool adapt_matched(float own_per_min, float pace_per_min, float tolerance);

uint64_t adapt_hash(const struct adapt *a, uint64_t h);

#endif
