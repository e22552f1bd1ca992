/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_BEATCLOCK_H
#define SIGNAL_BEATCLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/reading.h"
#include "signal/mark.h"

/** Intervals that count: 220 to 30 beats a minute. Source: physiology, hard range of the intake (Kubios: the same). */
static const float BEATCLOCK_RR_MIN_MS = 273.0F;
static const float BEATCLOCK_RR_MAX_MS = 2000.0F;

/** Farthest that the clock and the arrivals may part. chosen: under the interval of 100 beats a minute */
#define BEATCLOCK_DISAGREE_US (600 * USEC_PER_MS)

/**
 * Beats of a device that sends intervals. The packet's arrival says little about the beat's time; the intervals say
 * all: a clock of its own goes from beat to beat by the interval, and is set anew when it parts from the arrivals.
 */
struct beatclock {
    usec last;
    bool running;
};

void beatclock_init(struct beatclock *c);

/**
 * r        READING_IBI, value finite and > 0. With READING_EXACT r->t is the beat itself.
 * return   The beat that ends the interval. joined: it follows the beat told last; false after a break, and when the
 *          clock parted from the arrivals by more than BEATCLOCK_DISAGREE_US (beats were lost on the way)
 */
struct mark beatclock_place(struct beatclock *c, const struct reading *r);

uint64_t beatclock_hash(const struct beatclock *c, uint64_t h);

#endif
