/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_ENTROPY_H
#define SIGNAL_ENTROPY_H

#include <stddef.h>

/** Bytes of memory that entropy_sample needs for n values. */
size_t entropy_work_size(size_t n);

/**
 * Sample entropy with templates of 2 and 3 values: -ln(A / B), where B counts the pairs of places whose 2 values, and A
 * those whose 3 values, all lie nearer than r to each other; n - 2 places for both, no place with itself.
 *
 * x        [0..n-1], finite
 * r        Tolerance, unit of x; "nearer" is strict
 * work     entropy_work_size(n) bytes, aligned for any type; overwritten
 * return   NaN when n < 4, n > 30 million, or no pair matches
 *
 * Memory   work.   Thread  Any.
 * Source   Richman & Moorman 2000, doi 10.1152/ajpheart.2000.278.6.H2039. Differs in: nothing but the way of counting,
 *          which takes about n * sqrt(n) steps at worst, not n * n: see entropy.c
 */
double entropy_sample(const double *x, size_t n, double r, void *work);

#endif
