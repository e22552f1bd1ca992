/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/rng.h"
#include "train/depth.h"

static struct breath breath(float per_min, float depth)
{
    return (struct breath){0, per_min, NAN, 0.9F, BREATH_BELT, depth};
}

/* A breath of the usual depth at its rate, in a sensor of this scale. */
static float usual(float per_min, float scale)
{
    struct breath b = breath(per_min, scale * expf(depth_usual(per_min)));
    return depth_of(&b);
}

static void slower_breaths_are_deeper_and_no_more_than_usual(void **state)
{
    (void)state;
    assert_true(depth_usual(5.0F) > 0.0F && depth_usual(14.0F) < depth_usual(7.0F));
    assert_float_equal(usual(14.0F, 3.0F), usual(5.5F, 3.0F), 1e-5F);
}

static void what_no_sensor_told_is_not_known(void **state)
{
    (void)state;
    struct breath none = breath(14.0F, 0.0F), wrong = breath(14.0F, NAN), endless = breath(14.0F, INFINITY);
    assert_true(isnan(depth_of(&none)) && isnan(depth_of(&wrong)) && isnan(depth_of(&endless)));
    struct depth d;
    depth_init(&d);
    for (int i = 0; i < 9; i++) {
        depth_note_free(&d, NAN);
        depth_note_guided(&d, NAN);
    }
    assert_true(isnan(depth_beyond(&d, 1.0F)));
    assert_float_equal(depth_jump(&d), 0.0F, 0.0F);
}

static void a_deeper_breath_is_told_against_those_before_the_pacer(void **state)
{
    (void)state;
    struct depth d;
    depth_init(&d);
    for (int i = 0; i < 6; i++) {
        depth_note_free(&d, usual(14.0F, i == 2 ? 1.8F : 1.0F)); /* one of them a sigh */
    }
    assert_float_equal(depth_beyond(&d, usual(13.0F, 1.3F)), logf(1.3F), 1e-4F);
    assert_float_equal(depth_beyond(&d, usual(6.0F, 1.0F)), 0.0F, 1e-4F);
}

/* As if it was the sensor, each time. */
static float jump(struct depth *d)
{
    float by = depth_jump(d);
    depth_rescale(d, by);
    return by;
}

static void block(struct depth *d, float scale, struct rng *r)
{
    for (int i = 0; i < 3; i++) {
        depth_note_guided(d, usual(6.0F, scale * (1.0F + 0.08F * (float)rng_normal(r))));
    }
}

/* Half an hour of breaths that vary by 8 %, one in ten of them a sigh, is no jump; a belt that shows them half as
   large again, or a third smaller, is one, once. */
static void a_jump_is_told_once_and_sighs_are_none(void **state)
{
    (void)state;
    int false_ones = 0, again = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct depth d;
        struct rng r;
        rng_init(&r, seed);
        depth_init(&d);
        for (int i = 0; i < 6; i++) {
            depth_note_free(&d, usual(14.0F, 1.0F));
        }
        for (int i = 0; i < 60; i++) {
            block(&d, 1.0F, &r);
            if (i % 3 == 0) {
                depth_note_guided(&d, usual(6.0F, 1.8F));
            }
            false_ones += jump(&d) != 0.0F ? 1 : 0;
        }
        float scale = seed % 2 == 0 ? 1.5F : 0.65F;
        block(&d, scale, &r);
        assert_float_equal(jump(&d), logf(scale), 0.2F);
        block(&d, scale, &r);
        assert_float_equal(jump(&d), 0.0F, 0.25F); /* how far it was, a little better */
        block(&d, scale, &r);
        again += jump(&d) != 0.0F ? 1 : 0;
        assert_float_equal(depth_beyond(&d, usual(14.0F, scale)), 0.0F, 0.25F); /* breaths as before the pacer, still */
    }
    print_message("%d of 1200 blocks jumped without a jump, %d of 20 twice\n", false_ones, again);
    assert_true(false_ones <= 12 && again <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slower_breaths_are_deeper_and_no_more_than_usual),
        cmocka_unit_test(what_no_sensor_told_is_not_known),
        cmocka_unit_test(a_deeper_breath_is_told_against_those_before_the_pacer),
        cmocka_unit_test(a_jump_is_told_once_and_sighs_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
