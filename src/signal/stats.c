/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Order statistics of a few numbers.
 *
 * 1. The caller's numbers are copied, never moved.
 * 2. Equal inputs give equal bits: a plain insertion sort, no pivot chosen by chance.
 */
#include "signal/stats.h"

#include <math.h>

static size_t sorted_copy(float *out, const float *v, size_t n)
{
    n = n < STATS_MAX ? n : STATS_MAX;
    for (size_t i = 0; i < n; i++) {
        size_t k = i;
        for (; k > 0 && out[k - 1] > v[i]; k--) {
            out[k] = out[k - 1];
        }
        out[k] = v[i];
    }
    return n;
}

static float quantile_of_sorted(const float *sorted, size_t n, float share)
{
    float at = share * (float)(n - 1);
    size_t low = (size_t)at;
    if (low + 1 >= n) {
        return sorted[n - 1];
    }
    /* low + 1 < n, and sorted_copy filled all n. */
    float here = sorted[low], above = sorted[low + 1]; /* NOLINT(clang-analyzer-core.*) */
    return here + (at - (float)low) * (above - here);
}

float stats_quantile(const float *v, size_t n, float share)
{
    float sorted[STATS_MAX];
    n = sorted_copy(sorted, v, n);
    return n == 0 ? NAN : quantile_of_sorted(sorted, n, share);
}

float stats_least(const float *v, size_t n)
{
    float least = n == 0 ? NAN : v[0];
    for (size_t i = 1; i < n; i++) {
        least = v[i] < least ? v[i] : least;
    }
    return least;
}

float stats_median(const float *v, size_t n)
{
    return stats_quantile(v, n, 0.5F);
}

float stats_quartile_deviation(const float *v, size_t n)
{
    float sorted[STATS_MAX];
    n = sorted_copy(sorted, v, n);
    if (n == 0) {
        return NAN;
    }
    return 0.5F * (quantile_of_sorted(sorted, n, 0.75F) - quantile_of_sorted(sorted, n, 0.25F));
}
