/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_FOLLOW_H
#define TRAIN_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/usec.h"

enum { FOLLOW_POINTS_MAX = 128 };

/**
 * How strongly the heart swings with the pacer: the fit  HR(t) = a + b t + C cos 2 pi theta + S sin 2 pi theta.
 *
 * amplitude_bpm  sqrt(C^2 + S^2)
 * se_bpm         Its standard error, sqrt(2 s^2 / (span / 1.5 s)), s the residual's standard deviation
 * phase_rad      Of the heart's peak against the start of the in-breath
 * r2             1 - RSS / RSS(a + b t): share of what a straight line leaves that the pacer explains, 0..1
 * valid          False: too few points, or the heart rate is flat
 */
struct follow_fit {
    float amplitude_bpm, se_bpm, phase_rad, r2;
    bool valid;
};

/**
 * t_s, hr_bpm, cycles   [0..n-1] moments, heart rate (NaN left out) and pacer phase in cycles; n <= FOLLOW_POINTS_MAX
 * return                The fit
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   Least squares on a known phase; noise as 1.5 s apart independent values (chosen)
 */
struct follow_fit follow_measure(const float *t_s, const float *hr_bpm, const float *cycles, size_t n);

/**
 * The same of what a breathing sensor told, whatever its unit and zero: amplitude_bpm and se_bpm in units of its own
 * spread over these moments.
 */
struct follow_fit follow_sensed(const float *t_s, const float *lung, const float *cycles, size_t n);

/**
 * The breath as it was sensed up to an eighth of a cycle before each moment, and up to three eighths before: half of
 * how far it came within the half cycle until then, which a slow drift of the sensor hardly changes. NaN not known.
 */
struct follow_breath {
    float early[FOLLOW_POINTS_MAX], late[FOLLOW_POINTS_MAX];
};

/**
 * How strongly the heart swings with the breath as it was sensed, deep or shallow, in time with the pacer or not: the
 * fit  HR(t) = a + b t + X w(t - T/8) + Y w(t - 3T/8),  w(t) = (v(t) - v(t - T/2)) / 2,  T about the length of a
 * breath. Both look back, because the heart answers the breath that was.
 *
 * return   As follow_measure, but amplitude_bpm and se_bpm by unit of v, phase_rad behind the breath
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   Least squares; two values of a band-limited wave a quarter of its cycle apart tell its size and phase
 */
struct follow_fit follow_gain(const float *t_s, const float *hr_bpm, const struct follow_breath *b, size_t n);

/** How far the same heart rate lies from a straight line, standard deviation; NaN: too few points. */
float follow_spread(const float *t_s, const float *hr_bpm, size_t n);

/**
 * The steady rate of from..to a minute, in steps of FOLLOW_RATE_STEP, that explains the same heart rate best, and how
 * well: to tell who breathes at a pace of their own. r2 NaN: nothing could be fitted.
 */
#define FOLLOW_RATE_STEP 1.08F
struct follow_other {
    float per_min, r2;
};
struct follow_other follow_search(const float *t_s, const float *hr_bpm, size_t n, float from_per_min,
                                  float to_per_min);

#endif
