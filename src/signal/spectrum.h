/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_SPECTRUM_H
#define SIGNAL_SPECTRUM_H

#include <stddef.h>

#include "base/result.h"

enum { SPECTRUM_POINTS = 256, SPECTRUM_BINS = SPECTRUM_POINTS / 2 + 1 };

/** Distance of bins: 4 Hz / 256. */
#define SPECTRUM_DF_HZ (4.0 / SPECTRUM_POINTS)

/** The FFT, its memory and the window of SPECTRUM_POINTS. Nothing in it changes from call to call: it is no state. */
struct spectrum {
    void *plan;
    double *in, *out, *window;
};

/** return R_OK; R_MEM: nothing is held then. The only call that allocates. */
int spectrum_init(struct spectrum *s) MUST_USE;
void spectrum_deinit(struct spectrum *s);

/**
 * One-sided power density of x[0..n-1] at 4 Hz: line taken off, Hann window over the n points, zeros up to 256.
 *
 * n        8 .. SPECTRUM_POINTS
 * density  Bin i at i * SPECTRUM_DF_HZ, unit of x squared per Hz; the sum of all bins times SPECTRUM_DF_HZ is the
 *          mean square of x less its line, weighted by the squared window
 *
 * Source   Modified periodogram, Welch 1967, doi 10.1109/TAU.1967.1161901, one segment; periodic Hann
 */
void spectrum_compute(const struct spectrum *s, const float *x, size_t n, float density[SPECTRUM_BINS]);

#endif
