/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample entropy against its definition, counted pair by pair. The counts are whole numbers: no tolerance. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/entropy.h"

enum { N_MAX = 5000 };

static double pair_by_pair(const double *x, size_t n, double r)
{
    size_t two = 0, three = 0;
    for (size_t i = 0; i + 2 < n; i++) {
        for (size_t k = i + 1; k + 2 < n; k++) {
            if (fabs(x[i] - x[k]) < r && fabs(x[i + 1] - x[k + 1]) < r) {
                two++;
                three += fabs(x[i + 2] - x[k + 2]) < r ? 1 : 0;
            }
        }
    }
    return three > 0 ? -log((double)three / (double)two) : (double)NAN;
}

static void check(const double *x, size_t n, double r)
{
    void *work = malloc(entropy_work_size(n));
    assert_non_null(work);
    double want = pair_by_pair(x, n, r), got = entropy_sample(x, n, r, work);
    if (isnan(want) ? !isnan(got) : got != want) {
        fail_msg("n %zu r %g: %.17g instead of %.17g", n, r, got, want);
    }
    free(work);
}

/* A wandering series in steps of `step` (0: none), as an oscillator with memory: neighbours are alike. */
static void wander(double *x, size_t n, double step, uint64_t seed)
{
    struct rng g;
    rng_init(&g, seed);
    double at = 0.0, drift = 0.0;
    for (size_t i = 0; i < n; i++) {
        at = 0.9 * at + 30.0 * (rng_uniform(&g) - 0.5);
        drift += 4.0 * (rng_uniform(&g) - 0.5);
        x[i] = 850.0 + at + drift;
        x[i] = step > 0.0 ? round(x[i] / step) * step : x[i];
    }
}

static void counts_are_those_of_the_definition(void **state)
{
    (void)state;
    static double x[N_MAX];
    const double steps[] = {0.0, 1.0, 0.1, 7.8125, 40.0};
    const size_t lengths[] = {4, 5, 17, 300, 1500, N_MAX};
    for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
        for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
            wander(x, lengths[k], steps[s], 7 + s * 10 + k);
            for (double r = 0.5; r < 600.0; r *= 3.3) {
                check(x, lengths[k], r);
            }
        }
    }
}

/* A distance of exactly r is none nearer than r, on the grid of the values and off it. */
static void the_edge_is_outside(void **state)
{
    (void)state;
    static double x[600];
    for (size_t i = 0; i < 600; i++) {
        x[i] = (double)((i * 7919) % 13) * 5.0;
    }
    check(x, 600, 5.0);
    check(x, 600, 10.0);
    check(x, 600, 10.0 + 1e-9);
}

/* More equal values than a cell holds: every place matches every other, then all but one value. */
static void a_long_flat_series_is_counted(void **state)
{
    (void)state;
    enum { N = 150000 };
    double *x = malloc(N * sizeof *x);
    void *work = malloc(entropy_work_size(N));
    assert_true(x != NULL && work != NULL);
    for (size_t i = 0; i < N; i++) {
        x[i] = i % 50000 == 7 ? 900.0 : 1000.0;
    }
    /* Of each odd value: 3 places see it among their three, 2 among their first two. */
    double places = N - 2, two = places - 6.0, three = places - 9.0;
    double want = -log((three * (three - 1.0) / 2.0 + 3.0 * 3.0) / (two * (two - 1.0) / 2.0 + 2.0 * 3.0));
    assert_true(fabs(entropy_sample(x, N, 1.0, work) - want) < 1e-9);
    free(x);
    free(work);
}

static void odd_series_are_survived(void **state)
{
    (void)state;
    static double x[N_MAX];
    for (size_t i = 0; i < N_MAX; i++) {
        x[i] = 1000.0; /* one value: every pair matches */
    }
    check(x, 2000, 1.0);
    x[1000] = 1e12;
    check(x, 2000, 1.0);
    for (size_t i = 0; i < N_MAX; i++) {
        x[i] = pow(1.01, (double)i); /* no two places match */
    }
    check(x, 2000, 1e-6);
    for (size_t i = 0; i < N_MAX; i++) { /* both signs, and both zeros */
        x[i] = (double)((int)(i * 7919 % 101) - 50) * (i % 3 == 0 ? -0.5 : 0.5);
    }
    check(x, 2000, 3.0);
    assert_true(isnan(entropy_sample(x, 3, 1.0, NULL)));
    assert_true(isnan(entropy_sample(x, 0, 1.0, NULL)));
    assert_true(isnan(entropy_sample(x, 100, 0.0, NULL)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_those_of_the_definition),
        cmocka_unit_test(the_edge_is_outside),
        cmocka_unit_test(a_long_flat_series_is_counted),
        cmocka_unit_test(odd_series_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
