/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_FOLLOWER_H
#define TRAIN_FOLLOWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/usec.h"
#include "signal/body.h"
#include "train/adapt.h"

enum { FOLLOWER_LUNG = 320 }; /* values of the breathing sensor kept, FOLLOWER_LUNG_STEP_US apart: 80 s */
#define FOLLOWER_LUNG_STEP_US (250 * USEC_PER_MS)

/**
 * One person in front of the pacer: what pace would suit them, and how their heart and breath answered the last
 * guided breaths.
 *
 * lung[]       The breathing sensor's values, a ring: value k was taken at k * FOLLOWER_LUNG_STEP_US; lung_n in all
 * fit          Of the heart to the last measured block
 * steadiness   0..1: how much the heart answers the pacer, slow to change
 * ventilation  Depth times rate of the breath over the last block, as a share of what it was before the pacer began;
 *              NaN without a breathing sensor;  base: what it was;  deep_blocks: how long it has been too much
 * soften       The breath has become too much: "softer, smaller", never "slower"
 */
struct follower {
    struct adapt adapt;
    struct follow_fit fit;
    float lung[FOLLOWER_LUNG];
    int64_t lung_n;
    float steadiness, ventilation, base;
    uint8_t deep_blocks;
    bool soften;
};

void follower_init(struct follower *f, const struct adapt_config *c);

/** Time goes on to now: remembers the breathing sensor's value. */
void follower_advance(struct follower *f, usec now, const struct body *body);

/**
 * ADAPT_BLOCK_BREATHS guided breaths from `from` to `to` are over: measures how they were answered.
 * return  False: the heart was not seen, nothing is known of this block
 */
bool follower_measure(struct follower *f, usec from, usec to, const struct body *body);

/** There is a pulse or a breath of this person: they count where a pace is chosen. */
bool follower_present(const struct follower *f, usec now, const struct body *body);

uint64_t follower_hash(const struct follower *f, uint64_t h);

#endif
