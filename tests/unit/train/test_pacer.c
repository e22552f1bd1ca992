/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "near.h"
#include "train/pacer.h"

static const struct pace SIX = {4.4F, 0.0F, 5.6F, 0.0F};

static void no_pace_no_lung(void **state)
{
    (void)state;
    struct pacer p;
    usec ago = 0;
    pacer_init(&p);
    assert_false(pacer_advance(&p, 20000, &ago));
    assert_true(isnan(pacer_lung(&p)));
}

static void breath_begins_at_once_and_then_every_cycle(void **state)
{
    (void)state;
    struct pacer p;
    usec ago = 0;
    pacer_init(&p);
    pacer_ask(&p, &SIX);
    assert_true(pacer_advance(&p, 20000, &ago));
    assert_int_equal(ago, 0);
    int begun = 0;
    for (int i = 0; i < 5 * 60 * 50; i++) {
        begun += pacer_advance(&p, 20000, &ago) ? 1 : 0;
    }
    assert_int_equal(begun, 30); /* five minutes at 6/min, to the tick */
    assert_int_equal(p.breaths, 31);
    assert_true(fabs(pacer_cycles(&p) - 30.0) < 1e-9);
}

static void lung_is_empty_full_empty(void **state)
{
    (void)state;
    struct pacer p;
    usec ago = 0;
    pacer_init(&p);
    pacer_ask(&p, &SIX);
    (void)pacer_advance(&p, 1, &ago);
    assert_near(pacer_lung(&p), 0.0F, 1e-6F);
    (void)pacer_advance(&p, 2200000, &ago);
    assert_near(pacer_lung(&p), 0.5F, 1e-5F);
    (void)pacer_advance(&p, 2200000, &ago);
    assert_near(pacer_lung(&p), 1.0F, 1e-6F);
    (void)pacer_advance(&p, 2800000, &ago);
    assert_near(pacer_lung(&p), 0.5F, 1e-5F);
}

/* Whatever paces are asked for and whenever, the lung never moves faster than the quickest of them can. */
static void phase_is_continuous_when_the_pace_changes(void **state)
{
    (void)state;
    struct rng r;
    const uint64_t seed = 20261122;
    rng_init(&r, seed);
    struct pacer p;
    usec ago = 0;
    pacer_init(&p);
    pacer_ask(&p, &SIX);
    (void)pacer_advance(&p, 20000, &ago);
    float before = pacer_lung(&p), before_step = 0.0F;
    for (int i = 0; i < 200000; i++) {
        if (rng_uniform(&r) < 0.01) {
            float in = 2.0F + (float)rng_uniform(&r) * 6.0F, out = 2.0F + (float)rng_uniform(&r) * 6.0F;
            struct pace next = {in, rng_uniform(&r) < 0.2 ? 1.0F : 0.0F, out, 0.0F};
            pacer_ask(&p, &next);
        }
        (void)pacer_advance(&p, 20000, &ago);
        float now = pacer_lung(&p), step = now - before;
        /* pi/2 * dt / shortest half breath; and the speed itself has no jumps: zero at both turns */
        assert_true(fabsf(step) <= 1.5708F * 0.02F / 2.0F + 1e-6F);
        assert_true(fabsf(step - before_step) <= 0.0005F);
        before = now;
        before_step = step;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pace_no_lung),
        cmocka_unit_test(breath_begins_at_once_and_then_every_cycle),
        cmocka_unit_test(lung_is_empty_full_empty),
        cmocka_unit_test(phase_is_continuous_when_the_pace_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
