/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_COUPLING_H
#define SIGNAL_COUPLING_H

#include <stddef.h>

#include "base/result.h"

enum {
    COUPLING_POINTS = 256, /* 64 s at 4 Hz */
    COUPLING_SEGMENTS_MIN = 3
};

/**
 * How surely heart and breath swing together at one rate.
 *
 * msc          Magnitude squared coherence |Sxy|^2 / (Sxx Syy), 0..1. With one segment it is 1 by construction, and its
 *              bias is about 1 / segments: read it beside `segments` and `by_chance`
 * by_chance    What unrelated signals stay under in 95 of 100 cases: 1 - 0.05^(1 / (independent segments - 1))
 * phase_rad    -pi..pi: by how much of a cycle the heart rate is late behind the breath; positive: late. 0: the heart
 *              beats fastest at the end of the in-breath
 */
struct coupling {
    double msc, by_chance, phase_rad, hz;
    size_t segments;
};

/**
 * hr, breath  [0..n-1] at 4 Hz, the same moments; breath: rises on the in-breath; NaN: not known. A segment with one
 * NaN in it is left out. hz          The breath's rate, 1/64 .. 1 Hz return      R_OK; R_ARG hz out of range; R_DATA
 * fewer than COUPLING_SEGMENTS_MIN segments, or no power: *out untouched
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   Carter, Knapp & Nuttall 1973, doi 10.1109/TAU.1973.1162496 (estimate, bias, chance level); Hann windows,
 * half overlapping, of which about segments * 0.75 + 0.25 are independent: ours, rounded down
 */
int coupling_measure(const double *hr, const double *breath, size_t n, double hz, struct coupling *out) MUST_USE;

#endif
