/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Burg's recursion: each step adds the reflection that makes forward and backward errors smallest together; all
   reflections are within -1..1, so the model is stable. */
#include "signal/autoregression.h"

#include <math.h>

/* The reflection of this step, from the errors f[m..n-1] and b[m-1..n-2] of the step before. */
static double reflection(const double *f, const double *b, size_t m, size_t n)
{
    double cross = 0.0, both = 0.0;
    for (size_t i = m; i < n; i++) {
        cross += f[i] * b[i - 1];
        both += f[i] * f[i] + b[i - 1] * b[i - 1];
    }
    return both > 0.0 ? -2.0 * cross / both : 0.0;
}

static void extend(double *a, size_t m, double k)
{
    a[m] = 0.0;
    for (size_t i = 0, j = m; i <= j; i++, j--) {
        double low = a[i], high = a[j];
        a[i] = low + k * high;
        a[j] = high + k * low;
    }
}

double autoregression_fit(const double *x, size_t n, size_t order, double *a, double *work)
{
    double *f = work, *b = work + n, variance = 0.0;
    for (size_t i = 0; i < n; i++) {
        f[i] = b[i] = x[i];
        variance += x[i] * x[i] / (double)n;
    }
    a[0] = 1.0;
    for (size_t m = 1; m <= order; m++) {
        double k = reflection(f, b, m, n);
        for (size_t i = n; i-- > m;) {
            double forward = f[i], backward = b[i - 1];
            f[i] = forward + k * backward;
            b[i] = backward + k * forward;
        }
        extend(a, m, k);
        variance *= 1.0 - k * k;
    }
    return variance;
}

double autoregression_density(const double *a, size_t order, double variance, double turn)
{
    /* The sum over a[i] exp(-j i turn), by Horner's rule from the last one. */
    double c = cos(turn), s = -sin(turn), re = 0.0, im = 0.0;
    for (size_t i = order + 1; i-- > 0;) {
        double next = re * c - im * s + a[i];
        im = re * s + im * c;
        re = next;
    }
    return variance / (re * re + im * im);
}
