/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_SORTED_H
#define TESTS_BENCH_SORTED_H

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static inline int sorted_by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

/* From the least on, where they stand. */
static inline void sorted(double *v, size_t n)
{
    qsort(v, n, sizeof *v, sorted_by_value);
}

/* Of an even number the upper one of the two in the middle; NaN of none. v is sorted by it. */
static inline double sorted_median(double *v, size_t n)
{
    sorted(v, n);
    return n == 0 ? (double)NAN : v[n / 2];
}

#endif
