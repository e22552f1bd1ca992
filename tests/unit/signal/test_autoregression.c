/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/autoregression.h"

enum { N = 20000 };
static double x[N], work[2 * N];

/* Noise through a known model gives the model back. */
static void a_known_model_is_found(void **state)
{
    (void)state;
    const double want[] = {1.0, -1.6, 0.95};
    double a[7];
    struct rng g;
    rng_init(&g, 3);
    for (size_t i = 0; i < N; i++) {
        x[i] = 2.0 * rng_normal(&g) - (i > 0 ? want[1] * x[i - 1] : 0.0) - (i > 1 ? want[2] * x[i - 2] : 0.0);
    }
    double variance = autoregression_fit(x, N, 6, a, work);
    assert_true(fabs(variance - 4.0) < 0.2);
    for (size_t i = 0; i <= 6; i++) {
        assert_true(fabs(a[i] - (i < 3 ? want[i] : 0.0)) < 0.03);
    }
}

/* The density integrates to the variance of the signal. */
static void density_holds_the_variance(void **state)
{
    (void)state;
    const double a[] = {1.0, -0.8, 0.5};
    double sum = 0.0, pi = 3.14159265358979323846;
    for (int k = 0; k < 4096; k++) {
        sum += autoregression_density(a, 2, 1.5, 2.0 * pi * k / 4096.0) / 4096.0;
    }
    /* Variance of an AR(2): s2 (1 + a2) / ((1 - a2) ((1 + a2)^2 - a1^2)). */
    double want = 1.5 * 1.5 / (0.5 * (1.5 * 1.5 - 0.64));
    assert_true(fabs(sum - want) < 1e-9 * want);
}

static void silence_is_survived(void **state)
{
    (void)state;
    double flat[100] = {0.0}, a[5];
    assert_true(autoregression_fit(flat, 100, 4, a, work) == 0.0);
    assert_true(a[0] == 1.0 && a[1] == 0.0 && a[4] == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_model_is_found),
        cmocka_unit_test(density_holds_the_variance),
        cmocka_unit_test(silence_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
