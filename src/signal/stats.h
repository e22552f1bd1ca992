/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_STATS_H
#define SIGNAL_STATS_H

#include <stddef.h>

enum { STATS_MAX = 128 };

/**
 * Order statistics of v[0..n-1], which keeps its order. Between two ranks the value is interpolated linearly.
 *
 * share    0 the lowest, 0.5 the median, 1 the highest
 * return   NaN when n is 0; only the first STATS_MAX values count
 *
 * Memory   None but the stack.   Thread  Any.   Pure.
 * Source   Hyndman & Fan 1996, doi 10.2307/2684934, definition 7
 */
float stats_quantile(const float *v, size_t n, float share);
float stats_median(const float *v, size_t n);

/** Half of the distance between the quartiles; NaN when n is 0. */
float stats_quartile_deviation(const float *v, size_t n);

/** The smallest of v[0..n-1]; NaN for none. */
float stats_least(const float *v, size_t n);

#endif
