/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_SWEEP_H
#define SIGNAL_SWEEP_H

#include "base/reading.h"
#include "signal/choose.h"
#include "signal/mark.h"
#include "signal/pulse.h"
#include "signal/qrs.h"

enum { SWEEP_WAITING = 16 };

/**
 * Beats of a recording, looking both ways: the hills and upstrokes of the live path, but each is judged with some 15 s
 * before and behind it in sight. Better than the live path in noise, and late: for recordings only.
 *
 * About 1 MB: not for a small stack. kind: READING_ECG or READING_PPG.
 */
struct sweep {
    uint8_t kind;
    struct qrs qrs;
    struct pulse pulse;
    float before;
    struct pulse_rise rise[2]; /* ECG: the highest of the moment; pulse: being climbed, upright and turned over */
    struct pulse_rise waiting[2][SWEEP_WAITING]; /* for what lies behind them to be known */
    size_t waiting_n[2];
    struct choose lane[2];     /* ECG: the first only */
    float skew[CHOOSE_BLOCKS]; /* pulse: of the slope, the last stretches of 2 s, a ring */
    uint32_t skew_n;
    double square, cube;
    float sign;                        /* 0: not known yet */
    usec settled, last;                /* last: the newest mark told; USEC_NONE: none */
    struct mark told[CHOOSE_TOLD_MAX]; /* settled, not yet given */
    size_t told_n, given;
};

void sweep_init(struct sweep *s, uint8_t kind);

/**
 * One sample, finite, at t; any rate from 25 Hz, any unit, either sign. What came before a hole of more than 250 ms is
 * settled at the hole; the first mark behind it is not joined.
 *
 * out      Beats that are settled, oldest first, in strict order of time; about 15 to 30 s late
 * return   Their number, at most MARKS_MAX; more may follow with the next samples
 *
 * Memory   None.   Thread  One user at a time.   The same samples give the same bits.
 * Source   qrs.h, pulse.h, choose.h
 */
size_t sweep_push(struct sweep *s, usec t, float v, struct mark out[MARKS_MAX]);

/** After the last sample: call until it returns 0. Then push begins anew. */
size_t sweep_flush(struct sweep *s, struct mark out[MARKS_MAX]);

#endif
