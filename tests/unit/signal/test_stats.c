/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/stats.h"

static int ascending(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void quantiles_are_those_of_the_sorted_numbers(void **state)
{
    (void)state;
    struct rng rng;
    rng_init(&rng, 11);
    for (size_t n = 1; n <= STATS_MAX; n++) {
        float v[STATS_MAX], sorted[STATS_MAX], kept[STATS_MAX];
        for (size_t i = 0; i < n; i++) {
            v[i] = (float)rng_normal(&rng);
        }
        memcpy(sorted, v, sizeof v);
        memcpy(kept, v, sizeof v);
        qsort(sorted, n, sizeof sorted[0], ascending);
        float median = n % 2 == 1 ? sorted[n / 2] : 0.5F * (sorted[n / 2 - 1] + sorted[n / 2]);
        assert_true(fabsf(stats_median(v, n) - median) < 1e-5F);
        assert_true(stats_quantile(v, n, 0.0F) == sorted[0]);
        assert_true(stats_quantile(v, n, 1.0F) == sorted[n - 1]);
        assert_memory_equal(v, kept, n * sizeof v[0]);
    }
}

static void known_quartiles(void **state)
{
    (void)state;
    /* numpy.percentile([1, 2, 3, 4, 10], [25, 75]) = 2, 4 */
    const float v[] = {10.0F, 1.0F, 3.0F, 2.0F, 4.0F};
    assert_true(fabsf(stats_quartile_deviation(v, 5) - 1.0F) < 1e-6F);
}

static void nothing_has_no_median(void **state)
{
    (void)state;
    assert_true(isnan(stats_median(NULL, 0)));
    assert_true(isnan(stats_quartile_deviation(NULL, 0)));
    assert_true(isnan(stats_least(NULL, 0)));
}

static void the_least_is_the_lowest_quantile(void **state)
{
    (void)state;
    static const float V[5] = {3.0F, -1.5F, 7.0F, -1.0F, 2.0F};
    for (size_t n = 1; n <= 5; n++) {
        assert_true(stats_least(V, n) == stats_quantile(V, n, 0.0F));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_the_sorted_numbers),
        cmocka_unit_test(known_quartiles),
        cmocka_unit_test(nothing_has_no_median),
        cmocka_unit_test(the_least_is_the_lowest_quantile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
