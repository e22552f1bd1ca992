/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/lomb.h"

enum { N_MAX = 2000, BINS = 301 };
static double t[N_MAX], x[N_MAX], work[6 * N_MAX], density[BINS];
static const double LENGTH_S = 300.0, TWO_PI = 6.283185307179586;

/* Uneven times over 300 s, nothing between hole_from and hole_to. */
static size_t uneven(uint64_t seed, double hole_from, double hole_to)
{
    struct rng g;
    rng_init(&g, seed);
    size_t n = 0;
    for (double at = 0.0; at < LENGTH_S && n < N_MAX; at += 0.6 + 0.5 * rng_uniform(&g)) {
        if (at < hole_from || at > hole_to) {
            t[n++] = at;
        }
    }
    return n;
}

static double power(size_t from, size_t to)
{
    double sum = 0.0;
    for (size_t i = from; i < to; i++) {
        sum += density[i] / LENGTH_S;
    }
    return sum;
}

/* A sine of amplitude 50 holds 1250, with and without a hole in it. */
static void a_sine_holds_its_power(void **state)
{
    (void)state;
    const double holes[][2] = {{-1.0, -1.0}, {100.0, 130.0}};
    for (size_t k = 0; k < 2; k++) {
        size_t n = uneven(k + 1, holes[k][0], holes[k][1]);
        for (size_t i = 0; i < n; i++) {
            x[i] = 900.0 + 50.0 * sin(TWO_PI * 0.1 * t[i]);
        }
        lomb_density(t, x, n, 0.0, LENGTH_S, 1.0 / LENGTH_S, BINS, density, work);
        assert_true(fabs(power(24, 37) - 1250.0) < (k == 0 ? 25.0 : 250.0));
        assert_true(power(60, 100) < 40.0);
        size_t top = 1;
        for (size_t i = 1; i < BINS; i++) {
            top = density[i] > density[top] ? i : top;
        }
        assert_int_equal(top, 30);
    }
}

/* White noise of variance 100, sampled on average every dt, has the density 2 dt 100. */
static void noise_is_flat(void **state)
{
    (void)state;
    double sum = 0.0, want = 0.0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct rng g;
        size_t n = uneven(seed, -1.0, -1.0);
        rng_init(&g, 100 + seed);
        for (size_t i = 0; i < n; i++) {
            x[i] = 10.0 * rng_normal(&g);
        }
        lomb_density(t, x, n, 0.0, LENGTH_S, 1.0 / LENGTH_S, BINS, density, work);
        for (size_t i = 5; i < 120; i++) {
            sum += density[i];
        }
        want += 115.0 * 2.0 * (LENGTH_S / (double)n) * 100.0;
    }
    assert_true(fabs(sum / want - 1.0) < 0.1);
}

/* The turning pointers against sines and cosines of each angle. */
static void equals_plain_least_squares(void **state)
{
    (void)state;
    struct rng g;
    rng_init(&g, 9);
    size_t n = uneven(9, 40.0, 55.0);
    double wsum = 0.0, mean = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        double w = 0.5 - 0.5 * cos(TWO_PI * t[i] / LENGTH_S);
        x[i] = 30.0 * rng_normal(&g);
        wsum += w;
        mean += w * x[i];
        squares += w * w;
    }
    mean /= wsum;
    lomb_density(t, x, n, 0.0, LENGTH_S, 1.0 / LENGTH_S, BINS, density, work);
    for (size_t k = 1; k < BINS; k += 37) {
        double cc = 0.0, ss = 0.0, cs = 0.0, xc = 0.0, xs = 0.0;
        for (size_t i = 0; i < n; i++) {
            double w = 0.5 - 0.5 * cos(TWO_PI * t[i] / LENGTH_S), a = TWO_PI * (double)k / LENGTH_S * t[i];
            cc += w * cos(a) * cos(a);
            ss += w * sin(a) * sin(a);
            cs += w * cos(a) * sin(a);
            xc += w * (x[i] - mean) * cos(a);
            xs += w * (x[i] - mean) * sin(a);
        }
        double b = (xc * ss - xs * cs) / (cc * ss - cs * cs), c = (xs * cc - xc * cs) / (cc * ss - cs * cs);
        double want = (b * xc + c * xs) * wsum * (LENGTH_S / (double)n) / squares;
        assert_true(fabs(density[k] - want) < 1e-9 * want + 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sine_holds_its_power),
        cmocka_unit_test(noise_is_flat),
        cmocka_unit_test(equals_plain_least_squares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
