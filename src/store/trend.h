/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_TREND_H
#define STORE_TREND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/result.h"

/*
 * What may honestly be said about values over days: a level that forgets slowly, and a trend that is called one only
 * when its interval leaves out zero.
 *
 * Memory   None but the caller's. Pure.   Thread  Any.
 */

enum {
    TREND_MAX = 400, /* values that one trend is made of */
    TREND_LEAST = 8, /* fewer say nothing. chosen: below it the interval has no meaning */
    TREND_SLOPES = TREND_MAX * (TREND_MAX - 1) / 2
};

/** Days in which half to two thirds of an old value is forgotten. chosen: a week's rhythm is averaged out. */
#define TREND_TAU_DAYS 7.0

/** A value on a day. */
struct trend_point {
    double day, value;
};

/**
 * slope      Change a day; low, high  its 95 % interval
 * at         Level: the line is at + slope * day
 * clear      The interval leaves out zero
 */
struct trend_line {
    double slope, low, high, at;
    bool clear;
};

/** Smoothed value at a day, with the band in which it is known. */
struct trend_level {
    double day, level, low, high;
};

/** Median of v[0..n-1]; v is put in order. NaN for n = 0. */
double trend_median(double *v, size_t n);

/**
 * The Theil-Sen line: median of all slopes between two values, and Sen's interval, wider by sqrt((1 + r1) / (1 - r1))
 * for days that resemble their neighbours (r1: correlation of successive residuals, 0 where negative).
 *
 * p[0..n-1]  In order of time; n <= TREND_MAX; values of one moment are not compared
 * slopes     Room for n * (n - 1) / 2
 * return     R_OK; R_ARG n too large or NaN among them; R_DATA fewer than TREND_LEAST, or no two moments
 *
 * Source     Theil 1950; Sen 1968, doi 10.1080/01621459.1968.10480934, eq. 2.6 and 2.9 (without ties); the widening:
 *            effective number of values under AR(1), Bartlett 1935; differs: r1 below 0 never narrows
 */
int trend_fit(const struct trend_point *p, size_t n, double *slopes, struct trend_line *out) MUST_USE;

/**
 * Exponentially weighted mean with time constant TREND_TAU_DAYS, a = 1 - exp(-dt / tau), and a band of two standard
 * deviations of that mean, sd * sqrt(a / (2 - a)), sd = 1.4826 MAD of the differences of neighbours / sqrt 2.
 *
 * p[0..n-1]  In order of time;  out[0..n-1]
 * scratch    Room for n values
 * return     R_OK; R_ARG n = 0 or NaN among them
 *
 * Source     Roberts 1959, doi 10.1080/00401706.1959.10489860 (EWMA and its variance); MAD: Hampel 1974,
 *            doi 10.1080/01621459.1974.10482962
 */
int trend_smooth(const struct trend_point *p, size_t n, double *scratch, struct trend_level *out) MUST_USE;

#endif
