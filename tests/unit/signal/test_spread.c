/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/spread.h"

static void nothing_has_no_spread(void **state)
{
    (void)state;
    struct spread s;
    spread_init(&s);
    assert_int_equal(s.n, 0);
    assert_true(spread_quartile(&s) == 0.0F && spread_high(&s) == 0.0F);
    assert_int_equal(spread_bin(NAN), SPREAD_NONE);
    assert_int_equal(spread_bin(3.9F), 3);
    assert_int_equal(spread_bin(1e9F), SPREAD_BINS - 1);
}

static void so_many_do_not_exceed_it(void **state)
{
    (void)state;
    struct spread s;
    spread_init(&s);
    for (uint16_t v = 1; v <= 8; v++) {
        spread_push(&s, v);
    }
    assert_true(spread_quartile(&s) == 6.5F); /* of 1..8 the sixth */
    assert_true(spread_high(&s) == 8.5F);
    for (uint16_t v = 9; v <= 40; v++) {
        spread_push(&s, v);
    }
    assert_true(spread_high(&s) == 38.5F); /* of 1..40 two are above it */
}

/* Twin: the window sorted again for each value. */
static void they_are_the_ranks_of_the_window(void **state)
{
    (void)state;
    struct spread s;
    struct rng r;
    uint16_t all[3000];
    spread_init(&s);
    rng_init(&r, 31);
    for (size_t i = 0; i < 3000; i++) {
        double scale = i % 700 < 350 ? 10.0 : 300.0;
        bool none = rng_uniform(&r) < 0.2;
        all[i] = none ? (uint16_t)SPREAD_NONE : spread_bin((float)(scale * fabs(rng_normal(&r))));
        spread_push(&s, all[i]);
        uint16_t sorted[SPREAD_WINDOW];
        size_t n = 0;
        for (size_t k = i + 1 > SPREAD_WINDOW ? i + 1 - SPREAD_WINDOW : 0; k <= i; k++) {
            size_t at = n;
            for (; all[k] != SPREAD_NONE && at > 0 && sorted[at - 1] > all[k]; at--) {
                sorted[at] = sorted[at - 1];
            }
            if (all[k] != SPREAD_NONE) {
                sorted[at] = all[k];
                n++;
            }
        }
        assert_int_equal(s.n, n);
        size_t quartile_rank = (3 * n + 3) / 4 - 1, high_rank = (95 * n + 99) / 100 - 1;
        float expected = n == 0 ? 0.0F : (float)sorted[quartile_rank] + 0.5F;
        float high = n == 0 ? 0.0F : (float)sorted[high_rank] + 0.5F;
        assert_true(spread_quartile(&s) == expected && spread_high(&s) == high);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_has_no_spread),
        cmocka_unit_test(so_many_do_not_exceed_it),
        cmocka_unit_test(they_are_the_ranks_of_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
