/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heart by formula, second by second: it rises, falls, is noisy, is gone. */
#include "train/arousal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"

static void pass(struct arousal *a, int seconds, float hr, float swing)
{
    for (int i = 0; i < seconds; i++) {
        struct measures m = {.hr_bpm = hr, .swing_bpm = swing};
        arousal_second(a, &m);
    }
}

static void up_and_down_for_a_minute(void **state)
{
    struct arousal a;
    (void)state;
    arousal_init(&a);
    arousal_stage(&a, false);
    pass(&a, 60, 65.0F, 12.0F);
    assert_false(arousal_tenser(&a));
    pass(&a, 55, 71.0F, 7.0F);
    assert_false(arousal_tenser(&a)); /* not a minute yet */
    pass(&a, 15, 71.0F, 7.0F);
    assert_true(arousal_tenser(&a));
    pass(&a, 40, 65.0F, 12.0F);
    assert_false(arousal_tenser(&a)); /* it has passed */
}

static void one_of_them_is_not_enough(void **state)
{
    struct arousal a;
    (void)state;
    arousal_init(&a);
    arousal_stage(&a, false);
    pass(&a, 60, 65.0F, 12.0F);
    pass(&a, 120, 75.0F, 12.0F);
    assert_false(arousal_tenser(&a));
    arousal_stage(&a, false);
    pass(&a, 60, 65.0F, 12.0F);
    pass(&a, 120, 65.0F, 6.0F);
    assert_false(arousal_tenser(&a));
}

static void a_new_stage_has_its_own_start(void **state)
{
    struct arousal a;
    (void)state;
    arousal_init(&a);
    arousal_stage(&a, false);
    pass(&a, 60, 65.0F, 12.0F);
    pass(&a, 80, 72.0F, 7.0F);
    assert_true(arousal_tenser(&a));
    arousal_stage(&a, false);
    assert_false(arousal_tenser(&a));
    pass(&a, 180, 72.0F, 7.0F);
    assert_false(arousal_tenser(&a));
}

/* The mind wanders while a stage begins, and its start is no measure: the swing of the stage before is. */
static void a_start_without_swing_goes_by_the_stage_before(void **state)
{
    struct arousal a;
    (void)state;
    for (int same_breath = 0; same_breath < 2; same_breath++) {
        arousal_init(&a);
        arousal_stage(&a, false);
        pass(&a, 90, 65.0F, 12.0F);
        arousal_stage(&a, same_breath != 0);
        pass(&a, 60, 65.0F, 7.0F);
        pass(&a, 70, 72.0F, 7.0F);
        assert_int_equal(arousal_tenser(&a), same_breath);
    }
}

static void without_signal_nothing_is_said(void **state)
{
    struct arousal a;
    (void)state;
    arousal_init(&a);
    arousal_stage(&a, false);
    pass(&a, 300, NAN, NAN);
    assert_false(arousal_tenser(&a) || arousal_stirred(&a) || arousal_settled(&a));
    arousal_stage(&a, false);
    pass(&a, 60, 65.0F, 12.0F);
    pass(&a, 50, 72.0F, 7.0F);
    pass(&a, 10, NAN, NAN);
    pass(&a, 50, 72.0F, 7.0F);
    assert_false(arousal_tenser(&a)); /* the hole began the waiting anew */
}

static void settled_when_it_no_longer_falls(void **state)
{
    struct arousal a;
    (void)state;
    arousal_init(&a);
    for (int i = 0; i < 120; i++) {
        pass(&a, 1, 90.0F - 0.15F * (float)i, 8.0F);
        assert_false(arousal_settled(&a));
    }
    pass(&a, 60, 72.0F, 8.0F);
    assert_true(arousal_settled(&a));
    for (int i = 0; i < 60; i++) {
        pass(&a, 1, 72.0F + 0.3F * (float)i, 8.0F);
    }
    assert_false(arousal_settled(&a)); /* it rises */
}

static void stirred_far_above_the_quietest_minute(void **state)
{
    struct arousal a;
    (void)state;
    arousal_init(&a);
    pass(&a, 90, 66.0F, 8.0F);
    pass(&a, 60, 74.0F, 8.0F);
    assert_false(arousal_stirred(&a)); /* talking */
    pass(&a, 25, 84.0F, 8.0F);
    assert_false(arousal_stirred(&a));
    pass(&a, 20, 84.0F, 8.0F);
    assert_true(arousal_stirred(&a));
}

/* Noise as of a quiet heart: none of 200 half hours is tense for long. */
static void noise_is_not_tension(void **state)
{
    struct arousal a;
    struct rng r;
    int tense = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        rng_init(&r, seed);
        arousal_init(&a);
        double drift = 0.0;
        bool was = false;
        for (int t = 0; t < 1800; t++) {
            if (t % 180 == 0) {
                arousal_stage(&a, false);
            }
            drift += -drift / 60.0 + 1.5 * sqrt(2.0 / 60.0) * rng_normal(&r);
            pass(&a, 1, (float)(66.0 + drift + 1.5 * rng_normal(&r)), (float)(12.0 + 1.2 * rng_normal(&r)));
            tense += arousal_tenser(&a) && !was;
            was = arousal_tenser(&a);
        }
    }
    if (tense > 20) {
        fail_msg("%d of 200 half hours", tense);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(up_and_down_for_a_minute),
                                       cmocka_unit_test(one_of_them_is_not_enough),
                                       cmocka_unit_test(a_new_stage_has_its_own_start),
                                       cmocka_unit_test(a_start_without_swing_goes_by_the_stage_before),
                                       cmocka_unit_test(without_signal_nothing_is_said),
                                       cmocka_unit_test(settled_when_it_no_longer_falls),
                                       cmocka_unit_test(stirred_far_above_the_quietest_minute),
                                       cmocka_unit_test(noise_is_not_tension)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
