/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_AUTOREGRESSION_H
#define SIGNAL_AUTOREGRESSION_H

#include <stddef.h>

/**
 * The autoregression x_i + a_1 x_(i-1) + ... + a_order x_(i-order) = e_i that leaves the least error forwards and
 * backwards.
 *
 * x       [0..n-1], mean 0;  order < n
 * a       [0..order], a[0] = 1
 * work    [0..2 n - 1], overwritten
 * return  Variance of e, unit of x squared
 *
 * Memory  work. Pure.   Thread  Any.
 * Source  Burg 1975, Maximum entropy spectral analysis; recursion as in Marple 1980, doi 10.1109/TASSP.1980.1163429
 */
double autoregression_fit(const double *x, size_t n, size_t order, double *a, double *work);

/** Two-sided density of it at `turn` radians a sample, for a rate of 1 sample/s: variance / |A|^2. */
double autoregression_density(const double *a, size_t order, double variance, double turn);

#endif
