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

/** What a beat seems: in its place; perhaps moved or ectopic; so far off that it is. */
enum doubt_of { DOUBT_NONE, DOUBT_SUSPECT, DOUBT_CLEAR, DOUBT_KINDS };

/**
 * How common suspect beats are, moved or ectopic as it seems: what is doubtful is more likely a fault where faults are
 * many, and more likely rhythm where there are none. Clear ones say less about doubtful ones than those do: an early
 * beat or two in a hundred make a smaller step no less likely rhythm than it was.
 *
 * rate     Suspects a beat, 0..1; clear: of beats that are clearly faults, the same
 * seen     Beats that they are the mean of, those of the assumption they begin with included
 */
struct doubt {
    float rate, clear;
    uint16_t seen;
};

void doubt_init(struct doubt *d);

/** One more beat, live: the last 200 or so count. */
void doubt_push(struct doubt *d, enum doubt_of beat);

/** Sets the rates at once: so many of each kind among so many beats, at most DOUBT_AROUND. */
void doubt_set(struct doubt *d, const size_t of[DOUBT_KINDS], size_t beats);

/**
 * What a threshold is to be multiplied by, 0.8..1.4; the most where there are no suspects. late: the interval to be
 * judged is longer than it ought to be.
 *
 * Memory   None.   Thread  One user at a time.
 * Source   chosen: after Bayes, the odds of a fault go with the odds of faults hereabouts
 */
float doubt_factor(const struct doubt *d, bool late);

uint64_t doubt_hash(const struct doubt *d, uint64_t h);

#endif
