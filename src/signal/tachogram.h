/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_TACHOGRAM_H
#define SIGNAL_TACHOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/usec.h"

enum {
    TACHOGRAM_MAX = 512,    /* corrected intervals kept: 64 s at 220 beats a minute, twice over */
    TACHOGRAM_HZ = 4,       /* Task Force 1996 and Kubios: 4 Hz */
    TACHOGRAM_WINDOW = 256, /* points in 64 s (McCraty & Zayas 2014, doi 10.3389/fpsyg.2014.01090) */
    TACHOGRAM_AROUND = 6    /* intervals on either side of a moment that tell whether it was seen clearly. chosen */
};

#define TACHOGRAM_WINDOW_US (64 * USEC_PER_SEC)

/** Longer than this without a beat is a hole. chosen: longer than two beats of a slow heart */
#define TACHOGRAM_HOLE_US (3 * USEC_PER_SEC)

/**
 * One corrected interval, at the beat that ends it.
 *
 * used      As measured; false: interpolated, split or merged
 * joined    The interval before this one ends where this one begins
 * put_back  Not used, but one of two whose sum was measured: the beat between them was put back, as an ectopic one is
 */
struct tachogram_point {
    usec t;
    float rr_ms;
    bool used, joined, put_back;
};

/** The last TACHOGRAM_MAX points, oldest first from `first`; and how many of the detected beats were corrected. */
struct tachogram {
    struct tachogram_point points[TACHOGRAM_MAX];
    size_t first, n;
};

void tachogram_init(struct tachogram *g);

/** Appends a point; one not later than the newest, or not finite, is left out. */
void tachogram_push(struct tachogram *g, const struct tachogram_point *p);

/** The i-th point, 0 = oldest; i < g->n. */
const struct tachogram_point *tachogram_at(const struct tachogram *g, size_t i);

/** Time of the newest point; USEC_NONE when empty. */
usec tachogram_end(const struct tachogram *g);

/**
 * The last n points of the grid of 4 Hz that ends at the newest point, by linear interpolation of the intervals.
 * Linear, not cubic: it cannot overshoot next to a corrected beat, and the reference values of coherence are computed
 * with it.
 *
 * out      [0..n-1], oldest first, ms
 * n        1 .. TACHOGRAM_WINDOW
 * return   False: not so much known without a hole of more than TACHOGRAM_HOLE_US; out is untouched then
 */
bool tachogram_window(const struct tachogram *g, float *out, size_t n);

/** Longest stretch without a hole that ends with the newest point, us. */
usec tachogram_span(const struct tachogram *g);

/** Interval at each t[i], ms, linear; NaN before the first point, after the newest and in holes. */
void tachogram_rr_at(const struct tachogram *g, const usec *t, float *rr_ms, size_t n);

/**
 * Whether the rhythm about t was seen: of the TACHOGRAM_AROUND intervals on either side at most two were guessed, or
 * six were put back. In the rubbish that a sensor tells after it lost contact some intervals look right by chance.
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   chosen: with tests/bench/bench_coach.c, kinds "rubbish:dropout" and "ectopic"
 */
bool tachogram_clear_at(const struct tachogram *g, usec t);

/**
 * Time domain figures of the used intervals that end in (from, to]. NaN with fewer than 2.
 *
 * Source   Task Force 1996, doi 10.1161/01.CIR.93.5.1043: SDNN with N-1; RMSSD over pairs of neighbours only
 */
struct tachogram_figures {
    float mean_rr_ms, sdnn_ms, rmssd_ms;
    size_t used, corrected;
};
void tachogram_figures(const struct tachogram *g, usec from, usec to, struct tachogram_figures *out);

/** Of all intervals that the figures speak of: how many were corrected, 0..1; 0 for none. */
float tachogram_corrected_share(const struct tachogram_figures *f);

uint64_t tachogram_hash(const struct tachogram *g, uint64_t h);

#endif
