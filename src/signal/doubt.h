/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_DOUBT_H
#define SIGNAL_DOUBT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DOUBT_AROUND = 301, /* beats around one, of a whole recording; chosen: 1 and 3 in 100 are told apart */
    DOUBT_NEAR = 2      /* beats on each side that say nothing about it: they are the same disturbance */
};

/**
 * How common suspect beats are, moved or ectopic as it seems: what is doubtful is more likely a fault where faults are
 * many, and more likely rhythm where there are none.
 *
 * rate     Suspects a beat, 0..1
 * seen     Beats that it is the mean of, those of the assumption it begins with included
 */
struct doubt {
    float rate;
    uint16_t seen;
};

void doubt_init(struct doubt *d);

/** One more beat, live: the last 200 or so count. */
void doubt_push(struct doubt *d, bool suspect);

/** Sets the rate at once: so many suspects among so many beats, at most DOUBT_AROUND. */
void doubt_set(struct doubt *d, size_t suspects, size_t beats);

/**
 * What a threshold is to be multiplied by, 0.82..1.05; the most where suspects are rare.
 *
 * Memory   None.   Thread  One user at a time.
 * Source   chosen: after Bayes, the odds of a fault go with the odds of faults hereabouts
 */
float doubt_factor(const struct doubt *d);

uint64_t doubt_hash(const struct doubt *d, uint64_t h);

#endif
