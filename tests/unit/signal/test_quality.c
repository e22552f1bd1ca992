/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/quality.h"

static void wave(struct quality *q, double top)
{
    for (int i = 0; i < 100; i++) {
        quality_sample(q, (float)fmin(top, sin(0.17 * i)));
    }
}

static const struct quality_second GOOD = {true, true, 1.0F, 0.0F, true};

static void ten_good_seconds_are_one(void **state)
{
    (void)state;
    struct quality q;
    quality_init(&q);
    assert_true(quality_now(&q) == 0.0F);
    for (int i = 0; i < 12; i++) {
        wave(&q, 2.0);
        quality_end_second(&q, &GOOD);
    }
    assert_true(quality_now(&q) == 1.0F);
}

static void flat_and_clipped_waves_are_worth_less(void **state)
{
    (void)state;
    struct quality q;
    quality_init(&q);
    for (int i = 0; i < 10; i++) {
        wave(&q, -5.0);
        quality_end_second(&q, &GOOD);
    }
    assert_true(quality_now(&q) == 0.0F);
    quality_init(&q);
    for (int i = 0; i < 10; i++) {
        wave(&q, 0.0);
        quality_end_second(&q, &GOOD);
    }
    assert_true(quality_now(&q) < 0.3F);
}

static void each_reason_counts(void **state)
{
    (void)state;
    const struct quality_second bad[] = {
        {true, false, 1.0F, 0.0F, true}, {true, true, 0.0F, 0.0F, true}, {true, true, 1.0F, 1.0F, true}};
    for (int k = 0; k < 3; k++) {
        struct quality q;
        quality_init(&q);
        for (int i = 0; i < 10; i++) {
            quality_end_second(&q, i < 5 ? &GOOD : &bad[k]);
        }
        assert_true(fabsf(quality_now(&q) - 0.5F) < 1e-6F);
    }
}

static void silence_is_nothing_at_once(void **state)
{
    (void)state;
    struct quality q;
    struct quality_second silent = {false, true, 1.0F, 0.0F, false};
    quality_init(&q);
    for (int i = 0; i < 10; i++) {
        quality_end_second(&q, &GOOD);
    }
    quality_end_second(&q, &silent);
    assert_true(quality_now(&q) == 0.0F);
}

static void a_rate_is_told_when_half_of_what_was_heard_is_good(void **state)
{
    (void)state;
    const struct quality_second noisy = {true, true, 0.0F, 0.0F, true}, off = {true, false, 0.0F, 0.0F, false};
    struct quality q;
    quality_init(&q);
    assert_false(quality_enough(&q));
    for (int i = 0; i < 10; i++) {
        quality_end_second(&q, i < 4 ? &GOOD : &noisy);
        assert_int_equal(quality_enough(&q), i < 8);
    }
    quality_init(&q);
    for (int i = 0; i < 10; i++) { /* what was not heard says nothing against what was */
        quality_end_second(&q, i < 7 ? &off : &GOOD);
        assert_int_equal(quality_enough(&q), i >= 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_good_seconds_are_one),
        cmocka_unit_test(flat_and_clipped_waves_are_worth_less),
        cmocka_unit_test(each_reason_counts),
        cmocka_unit_test(silence_is_nothing_at_once),
        cmocka_unit_test(a_rate_is_told_when_half_of_what_was_heard_is_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
