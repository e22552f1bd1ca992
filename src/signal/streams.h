/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_STREAMS_H
#define SIGNAL_STREAMS_H

#include "base/reading.h"
#include "base/result.h"
#include "signal/body.h"
#include "signal/timebase.h"

/** Readings of one kind from one source. last: arrival of its newest finite value; USEC_NONE before the first. */
struct stream {
    uint8_t source, kind, channel;
    usec last;
    struct timebase time;
};

/** All streams of one person, in the order in which they were heard of. */
struct streams {
    struct stream at[BODY_STREAMS_MAX];
    uint8_t n;
};

/** As body_stream. return: R_OK, R_ARG, R_FULL. */
int streams_announce(struct streams *s, uint8_t source, uint8_t kind, uint8_t channel, float ticks_per_s) MUST_USE;

/** The stream of r; one that nobody announced is taken in with exact times. -1: there are too many. */
int streams_of(struct streams *s, const struct reading *r);

/** True when stream i is the one to hear at t: it is heard already (-1: none is), or is a better one, or the one heard
    has been silent for longer than silent. Intervals are heard before ECG, ECG before PPG; low channels before high. */
bool streams_to_hear(const struct streams *s, int heard, int i, usec t, usec silent);

/** Samples of this source were lost: its clocks begin anew. */
void streams_break(struct streams *s, uint8_t source);

uint64_t streams_hash(const struct streams *s, uint64_t h);

#endif
