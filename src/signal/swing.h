/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_SWING_H
#define SIGNAL_SWING_H

#include "signal/tachogram.h"

enum { SWING_BREATHS = 3 };

/**
 * Highest less lowest heart rate of the beats in (from, to], bpm; NaN with fewer than 3 beats or with a hole.
 *
 * Source   "HRmax - HRmin" within a breath, Shaffer & Meehan 2020, doi 10.3389/fnins.2020.570400
 */
float swing_of_breath(const struct tachogram *g, usec from, usec to);

/** bpm; NaN: not known. */
struct swing {
    float last; /* of the breath that ended last; while its beats are not all judged, of the one before */
    float mean; /* of the last SWING_BREATHS breaths, or of as many of them as are known */
};

/** onsets: [0..n-1] Starts of in-breaths, oldest first. */
struct swing swing_of_breaths(const struct tachogram *g, const usec *onsets, size_t n);

#endif
