/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trends against a slow twin, by construction, and by how often they cry wolf. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "store/trend.h"

static double slopes[TREND_SLOPES], scratch[TREND_MAX];
static struct trend_point p[TREND_MAX];
static struct trend_level level[TREND_MAX];

static double normal(struct rng *r)
{
    return sqrt(-2.0 * log(1.0 - rng_uniform(r))) * cos(6.283185307179586 * rng_uniform(r));
}

/* The k-th smallest by counting: no sorting, no sharing of code. */
static double kth(const double *v, size_t n, size_t k)
{
    for (size_t i = 0; i < n; i++) {
        size_t below = 0, same = 0;
        for (size_t j = 0; j < n; j++) {
            below += v[j] < v[i];
            same += v[j] == v[i];
        }
        if (below <= k && k < below + same)
            return v[i];
    }
    return (double)NAN;
}

static double slow_median(const double *v, size_t n)
{
    return n % 2 ? kth(v, n, n / 2) : 0.5 * (kth(v, n, n / 2 - 1) + kth(v, n, n / 2));
}

static void test_twin(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 3);
    for (int round = 0; round < 60; round++) {
        const size_t n = TREND_LEAST + (size_t)(rng_uniform(&r) * 20.0);
        static double all[TREND_SLOPES], rest[TREND_MAX];
        size_t k = 0;
        struct trend_line line;
        for (size_t i = 0; i < n; i++)
            p[i] = (struct trend_point){(double)i + rng_uniform(&r), 0.1 * (double)i + normal(&r)};
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < i; j++)
                all[k++] = (p[i].value - p[j].value) / (p[i].day - p[j].day);
        assert_int_equal(trend_fit(p, n, slopes, &line), R_OK);
        assert_true(fabs(line.slope - slow_median(all, k)) < 1e-12);
        for (size_t i = 0; i < n; i++)
            rest[i] = p[i].value - line.slope * p[i].day;
        assert_true(fabs(line.at - slow_median(rest, n)) < 1e-12);
        assert_true(line.low <= line.slope && line.slope <= line.high);
        /* Never narrower than Sen's own interval. */
        const double half = 1.959964 * sqrt((double)n * ((double)n - 1.0) * (2.0 * (double)n + 5.0) / 18.0);
        const double lower = floor(0.5 * ((double)k - half)) - 1.0;
        assert_true(line.low <= kth(all, k, lower > 0.0 ? (size_t)lower : 0) + 1e-12);
    }
}

/* Sen's interval on a line with one outlier, and shifts of days and values. */
static void test_constructed(void **state)
{
    (void)state;
    struct trend_line one, moved;
    for (int i = 0; i < 20; i++)
        p[i] = (struct trend_point){i, 0.4 + 0.01 * i};
    p[7].value = 90.0;
    assert_int_equal(trend_fit(p, 20, slopes, &one), R_OK);
    assert_true(fabs(one.slope - 0.01) < 1e-9 && one.clear && one.low > 0.0);
    for (int i = 0; i < 20; i++)
        p[i] = (struct trend_point){p[i].day + 1000.0, p[i].value - 5.0};
    assert_int_equal(trend_fit(p, 20, slopes, &moved), R_OK);
    assert_true(fabs(one.slope - moved.slope) < 1e-9 && fabs(moved.at + moved.slope * 1000.0 - one.at + 5.0) < 1e-6);
    assert_int_equal(trend_fit(p, TREND_LEAST - 1, slopes, &one), R_DATA);
    for (int i = 0; i < 20; i++)
        p[i].day = 3.0;
    assert_int_equal(trend_fit(p, 20, slopes, &one), R_DATA);
    p[3].value = (double)NAN;
    assert_int_equal(trend_fit(p, 20, slopes, &one), R_ARG);
    assert_int_equal(trend_fit(p, TREND_MAX + 1, slopes, &one), R_ARG);
    assert_int_equal(trend_smooth(p, 20, scratch, level), R_ARG);
    assert_true(isnan(trend_median(scratch, 0)));
}

static int clear_of(struct rng *r, double phi, double slope)
{
    int clear = 0;
    for (int round = 0; round < 1000; round++) {
        double e = normal(r);
        for (int i = 0; i < 30; i++) {
            e = phi * e + sqrt(1.0 - phi * phi) * normal(r);
            p[i] = (struct trend_point){i, 5.0 + slope * i + e};
        }
        struct trend_line line;
        assert_int_equal(trend_fit(p, 30, slopes, &line), R_OK);
        clear += line.clear;
    }
    return clear;
}

/* Of 1000 people without a trend few are told one, also when good days come in rows; a real one is seen. */
static void test_cries_wolf(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 8);
    const int quiet = clear_of(&r, 0.0, 0.0), rows = clear_of(&r, 0.5, 0.0), real = clear_of(&r, 0.0, 0.1);
    print_message("clear of 1000: no trend %d, no trend but good days in rows %d, a real one %d\n", quiet, rows, real);
    assert_true(quiet <= 60);
    assert_true(rows <= 140);
    assert_true(real >= 900);
}

static void test_level(void **state)
{
    (void)state;
    /* A step is forgotten by 1 - exp(-dt/tau); equal values have no band. */
    for (int i = 0; i < 30; i++)
        p[i] = (struct trend_point){2.0 * i, 4.0};
    assert_int_equal(trend_smooth(p, 30, scratch, level), R_OK);
    assert_true(fabs(level[29].level - 4.0) < 1e-12 && level[29].high == level[29].low);
    p[29].value = 5.0;
    assert_int_equal(trend_smooth(p, 30, scratch, level), R_OK);
    assert_true(fabs(level[29].level - (5.0 - exp(-2.0 / TREND_TAU_DAYS))) < 1e-12);
    /* Daily noise: two deviations of the mean hold about 95 % of the levels. */
    struct rng r;
    rng_init(&r, 21);
    int in = 0, all = 0;
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 60; i++)
            p[i] = (struct trend_point){i, normal(&r)};
        assert_int_equal(trend_smooth(p, 60, scratch, level), R_OK);
        for (int i = 30; i < 60; i++, all++)
            in += level[i].low <= 0.0 && level[i].high >= 0.0;
    }
    print_message("band holds the true level in %.1f %%\n", 100.0 * in / all);
    assert_true(in > 0.90 * all && in < 0.99 * all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_twin), cmocka_unit_test(test_constructed),
                                       cmocka_unit_test(test_cries_wolf), cmocka_unit_test(test_level)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
