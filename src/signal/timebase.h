/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_TIMEBASE_H
#define SIGNAL_TIMEBASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/reading.h"

/* chosen: 32 s of windows; lumps of 16 ms then bend the rate by less than 0.05 % */
enum { TIMEBASE_WINDOWS = 16 };

/**
 * When a sample was measured, out of device ticks and the arrival of the bytes.
 *
 * ticks_per_s       Nominal; 0 = nobody announced the stream: arrival is taken as exact
 * anchor, anchor_*  Where both clocks were last put together; all else is relative to it, in s and ticks
 * offset_s, period_s  The fitted line: time = offset + ticks * period
 * last_s, last_ticks  What was answered last
 * low[]             Of each window the sample that came least late: ticks and lateness against the nominal line, s
 */
struct timebase {
    double ticks_per_s;
    bool anchored;
    usec anchor;
    int64_t anchor_tick;
    double offset_s, period_s;
    double last_s, last_ticks;
    double low_ticks[TIMEBASE_WINDOWS], low_late_s[TIMEBASE_WINDOWS];
    uint8_t low_n, low_next;
    double window_end_s, window_ticks, window_late_s;
};

/** ticks_per_s: nominal, > 0; or 0 when unknown. */
void timebase_init(struct timebase *t, double ticks_per_s);

/** Forgets the fit: the next sample puts both clocks together anew. */
void timebase_break(struct timebase *t);

/**
 * Time of the sample in r. Arrivals are late or on time, never early, so the line runs along the earliest ones.
 *
 * return   Never before the answer for a lower tick since the last break, but for an anchor set anew: when the
 *          clocks differ by more than 0.5 s or ticks run backwards. Depends on ticks and arrivals only.
 */
usec timebase_place(struct timebase *t, const struct reading *r);

uint64_t timebase_hash(const struct timebase *t, uint64_t h);

#endif
