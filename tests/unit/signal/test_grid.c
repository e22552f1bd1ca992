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
#include "signal/grid.h"

static void a_line_stays_a_line(void **state)
{
    (void)state;
    struct grid g;
    struct rng rng;
    rng_init(&rng, 3);
    grid_init(&g, 4000, 250000);
    usec t = 500;
    int64_t point = 0;
    for (int i = 0; i < 5000; i++) {
        float out[GRID_OUT_MAX];
        bool hole = false;
        size_t n = grid_push(&g, t, (float)(2.0 * usec_to_s(t)), out, &hole);
        assert_false(hole);
        for (size_t k = 0; k < n; k++, point++) {
            /* The first cell is half as wide: its mean lies a quarter of a step in. */
            double at = point == 0 ? 0.25 : (double)point;
            assert_true(fabs((double)out[k] - 2.0 * at * 0.004) < 1e-4);
        }
        t += 1 + (usec)(rng_uniform(&rng) * 9000.0);
    }
    assert_true(grid_time(&g, 2.5) == 500 + 10000);
}

static void sums_are_kept_when_samples_are_dense(void **state)
{
    (void)state;
    struct grid g;
    grid_init(&g, 10000, 250000);
    double sum = 0.0;
    size_t n = 0;
    for (int i = 0; i <= 10000; i++) {
        float out[GRID_OUT_MAX];
        bool hole = false;
        size_t k = grid_push(&g, i * 1000, (float)sin(0.01 * i) * (float)sin(0.01 * i), out, &hole);
        for (size_t j = 0; j < k; j++, n++) {
            sum += (double)out[j];
        }
    }
    assert_int_equal(n, 1000);
    assert_true(fabs(sum / (double)n - 0.5) < 0.01);
}

static void a_hole_starts_anew(void **state)
{
    (void)state;
    struct grid g;
    float out[GRID_OUT_MAX];
    bool hole = false;
    grid_init(&g, 4000, 250000);
    (void)grid_push(&g, 0, 1.0F, out, &hole);
    assert_int_equal(grid_push(&g, 250000, 1.0F, out, &hole), 63);
    assert_false(hole);
    assert_int_equal(grid_push(&g, 250000, 1.0F, out, &hole), 0);
    assert_int_equal(grid_push(&g, 500001, 1.0F, out, &hole), 0);
    assert_true(hole);
    assert_true(grid_time(&g, 0.0) == 500001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_stays_a_line),
        cmocka_unit_test(sums_are_kept_when_samples_are_dense),
        cmocka_unit_test(a_hole_starts_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
