/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invariants
 *  1. Shifting all days or all values shifts the line and the level, nothing else.
 *  2. low <= slope <= high, whatever the values.
 */
#include "store/trend.h"

#include <math.h>
#include <stdlib.h>

/* Two-sided 95 % of the normal distribution. */
static const double Z_95 = 1.959964;

/* MAD of a normal distribution to its standard deviation. Source: Hampel 1974. */
static const double MAD_TO_SD = 1.4826;

/* The rank correlation stays below this, so that the widening stays finite. chosen: six times the plain interval. */
static const double R1_MOST = 0.95;

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double trend_median(double *v, size_t n)
{
    if (n == 0) {
        return (double)NAN;
    }
    qsort(v, n, sizeof *v, by_value);
    return n % 2 ? v[n / 2] : 0.5 * (v[n / 2 - 1] + v[n / 2]);
}

static bool known(const struct trend_point *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(p[i].day) || !isfinite(p[i].value)) {
            return false;
        }
    }
    return true;
}

/* Correlation of neighbouring residuals, 0 where negative or not known. */
static double neighbours(const struct trend_point *p, size_t n, const struct trend_line *line)
{
    double mean = 0.0, with = 0.0, all = 0.0;
    for (size_t i = 0; i < n; i++) {
        mean += (p[i].value - line->at - line->slope * p[i].day) / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        const double e = p[i].value - line->at - line->slope * p[i].day - mean;
        all += e * e;
        if (i + 1 < n) {
            with += e * (p[i + 1].value - line->at - line->slope * p[i + 1].day - mean);
        }
    }
    const double r1 = all > 0.0 ? with / all : 0.0;
    return r1 > 0.0 ? fmin(r1, R1_MOST) : 0.0;
}

static double rank(const double *sorted, size_t n, double at)
{
    const double most = (double)(n - 1);
    return sorted[(size_t)fmin(fmax(at, 0.0), most)];
}

int trend_fit(const struct trend_point *p, size_t n, double *slopes, struct trend_line *out)
{
    if (n > TREND_MAX || !known(p, n)) {
        return R_ARG;
    }
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (p[j].day != p[i].day) {
                slopes[k++] = (p[j].value - p[i].value) / (p[j].day - p[i].day);
            }
        }
    }
    if (n < TREND_LEAST || k == 0) {
        return R_DATA;
    }
    struct trend_line line = {.slope = trend_median(slopes, k)};
    const double m = (double)n, half = Z_95 * sqrt(m * (m - 1.0) * (2.0 * m + 5.0) / 18.0), pairs = (double)k;
    const double low = rank(slopes, k, floor(0.5 * (pairs - half)) - 1.0),
                 high = rank(slopes, k, ceil(0.5 * (pairs + half)));
    double rest[TREND_MAX];
    for (size_t i = 0; i < n; i++) {
        rest[i] = p[i].value - line.slope * p[i].day;
    }
    line.at = trend_median(rest, n);
    const double r1 = neighbours(p, n, &line), wider = sqrt((1.0 + r1) / (1.0 - r1));
    line.low = line.slope - wider * (line.slope - low);
    line.high = line.slope + wider * (high - line.slope);
    line.clear = line.low > 0.0 || line.high < 0.0;
    *out = line;
    return R_OK;
}

int trend_smooth(const struct trend_point *p, size_t n, double *scratch, struct trend_level *out)
{
    if (n == 0 || !known(p, n)) {
        return R_ARG;
    }
    for (size_t i = 0; i + 1 < n; i++) {
        scratch[i] = p[i + 1].value - p[i].value;
    }
    const double middle = trend_median(scratch, n - 1);
    for (size_t i = 0; i + 1 < n; i++) {
        scratch[i] = fabs(scratch[i] - middle);
    }
    const double mad = n > 1 ? trend_median(scratch, n - 1) : 0.0, sd = MAD_TO_SD * mad / sqrt(2.0);
    double level = p[0].value;
    for (size_t i = 0; i < n; i++) {
        const double dt = i > 0 ? fmax(p[i].day - p[i - 1].day, 0.0) : TREND_TAU_DAYS;
        const double a = 1.0 - exp(-dt / TREND_TAU_DAYS);
        level += i > 0 ? a * (p[i].value - level) : 0.0;
        const double band = 2.0 * sd * sqrt(a / (2.0 - a));
        out[i] = (struct trend_level){p[i].day, level, level - band, level + band};
    }
    return R_OK;
}
