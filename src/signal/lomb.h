/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_LOMB_H
#define SIGNAL_LOMB_H

#include <stddef.h>

/**
 * One-sided power density of uneven samples, straight from them: nothing is interpolated, so nothing is lost above
 * 0.2 Hz, and holes need no filling.
 *
 * t_s      [0..n-1] ascending, s;  x: their values;  n >= 8
 * from_s   Samples are weighted by a Hann window over from_s .. from_s + length_s
 * density  [1..bins-1] at i * df_hz, unit of x squared per Hz; [0] = 0
 * work     [0..6 n - 1], overwritten
 *
 * Memory   work. Pure.   Thread  Any.
 * Source   Lomb 1976, doi 10.1007/BF00648343; Scargle 1982, doi 10.1086/160554, eq. 10, times 2 length / n so that it
 *          is a density. Differs in: weights (a Hann window against leakage), mean taken off with the same weights
 */
void lomb_density(const double *t_s, const double *x, size_t n, double from_s, double length_s, double df_hz,
                  size_t bins, double *density, double *work);

#endif
