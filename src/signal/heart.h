/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_HEART_H
#define SIGNAL_HEART_H

#include "base/reading.h"
#include "signal/beatclock.h"
#include "signal/ecg.h"
#include "signal/ppg.h"

/** A beat before judgement; rr_ms NaN: it has no interval. quality, wave: as in struct mark. */
struct heart_beat {
    usec t;
    float rr_ms;
    bool joined;
    float quality;
    struct mark_wave wave;
};

/**
 * From one stream of readings to beats with their intervals: the detector or the clock that the kind of stream needs.
 *
 * kind   READING_ECG, READING_PPG or READING_IBI: what is heard now; READING_KINDS: nothing yet
 * last   The newest beat; USEC_NONE before the first. Beats never go back behind it.
 * broken The next beat is not joined to the one before
 */
struct heart {
    uint8_t kind;
    usec last;
    bool broken;
    struct ecg ecg;
    struct ppg ppg;
    struct beatclock clock;
};

/**
 * The beat of a mark. last: the beat told before it, USEC_NONE for none; broken: they are not to be joined, whatever
 * the mark says. It has an interval when it is joined and the one before is no hole away.
 */
struct heart_beat heart_beat_of(const struct mark *m, usec last, bool broken);

void heart_init(struct heart *h);

/** Forgets the signal and listens to readings of this kind from now on. */
void heart_listen(struct heart *h, uint8_t kind);

/**
 * r        A reading of h->kind, value finite
 * t        Its time (of an interval the arrival)
 * return   Beats into out, oldest first, at most MARKS_MAX
 */
size_t heart_push(struct heart *h, const struct reading *r, usec t, struct heart_beat out[MARKS_MAX]);

/** 0..1 of the detector; 1 for intervals. */
float heart_quality(const struct heart *h);

uint64_t heart_hash(const struct heart *h, uint64_t x);

#endif
