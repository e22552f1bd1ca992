/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_DEPTH_H
#define TRAIN_DEPTH_H

#include <stdbool.h>
#include <stdint.h>

#include "signal/body.h"

enum { DEPTH_FREE = 8, DEPTH_GUIDED = 3 };

/**
 * How deep a person breathes, by a breathing sensor whose unit means something until it slips: a belt that loosens, a
 * back that straightens. All depths are logarithms, as of a breath at 6/min.
 *
 * free[]        Of the last of free_n breaths before the pacer
 * guided[]      Of the last of guided_n breaths in front of the pacer that came at its rate
 * before        Where those of earlier blocks lie; NaN none yet;  jumped: with the last one
 */
struct depth {
    float free[DEPTH_FREE], guided[DEPTH_GUIDED], before;
    uint32_t free_n, guided_n;
    bool jumped;
};

void depth_init(struct depth *d);

/**
 * Logarithm of how deep breaths are at this rate, as a rule, against those at 6/min: slower ones are deeper.
 *
 * per_min  > 0, breaths a minute
 * Source   Constant ventilation gives a power of the rate of -0.5 to -1 (Hirsch & Bishop 1981)
 */
float depth_usual(float per_min);

/** What was breathed: NaN where the sensor does not tell it. */
float depth_of(const struct breath *b);

/** A breath before the pacer; one in front of it, at its rate. depth: of depth_of. */
void depth_note_free(struct depth *d, float depth);
void depth_note_guided(struct depth *d, float depth);

/** How much deeper than before the pacer; NaN while too little is known of that. */
float depth_beyond(const struct depth *d, float depth);

/** Call it once a block. How much deeper, or shallower, breaths are at once, more than they vary: a new way of
   breathing, or the sensor slipped; 0: they are as before. */
float depth_jump(struct depth *d);

/** The sensor shows all breaths deeper by so much than it did. */
void depth_rescale(struct depth *d, float by);

uint64_t depth_hash(const struct depth *d, uint64_t h);

#endif
