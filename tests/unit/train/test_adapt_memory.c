/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a person for another day, and what the next one makes of it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapt_walk.h"
#include "near.h"
#include "train/adapt.h"

/* What another day told of a limit, of the own breath and of its form is where the next one begins; what was not seen
   is kept as unknown. */
static void another_day_is_gone_on_from(void **state)
{
    (void)state;
    struct adapt a;
    struct adapt_config config = {.own_per_min = 15.0F, .own_share = 0.30F};
    for (int i = 0; i < LIMIT_PLACES; i++) {
        config.limits.per_min[i] = 7.4F;
    }
    adapt_init(&a, &config);
    assert_true(adapt_ready(&a, 60 * USEC_PER_SEC, true)); /* a heart that tells no breath */
    struct pace p = adapt_next(&a, 60 * USEC_PER_SEC);
    assert_near(rate_of(&p), 15.0F, 0.01F);
    assert_near(p.inhale_s / pace_cycle_s(&p), 0.31F, 0.002F); /* a step towards a longer one */
    for (usec now = 64 * USEC_PER_SEC; now < 300 * USEC_PER_SEC; now += usec_from_s((double)pace_cycle_s(&p))) {
        p = adapt_next(&a, now);
    }
    assert_true(rate_of(&p) > 7.0F); /* nothing told since that it may be slower */
    struct adapt_kept kept = adapt_keep(&a);
    assert_true(isnan(kept.own_per_min) && isnan(kept.own_share));
    assert_true(kept.limits.per_min[0] == 0.0F); /* nothing was told since */
}

/* A breath that would be all in-breath, or more, was never taken: as if nothing were remembered. */
static void no_share_outside_of_a_breath_is_gone_on_from(void **state)
{
    (void)state;
    static const float WRONG[] = {-0.4F, 1.0F, 5.0F, NAN, INFINITY};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct adapt a;
        const struct adapt_config config = {.own_share = WRONG[i]};
        adapt_init(&a, &config);
        struct pace p = adapt_next(&a, 60 * USEC_PER_SEC);
        assert_near(p.inhale_s / pace_cycle_s(&p), ADAPT_INHALE_SHARE, 0.001F);
    }
}

static float first_rate(float remembered, float seen)
{
    struct adapt a;
    const struct adapt_config config = {.own_per_min = remembered};
    adapt_init(&a, &config);
    const struct breath b = {25 * USEC_PER_SEC, seen, NAN, 0.95F, BREATH_HEART, 0.0F};
    if (seen > 0.0F) {
        adapt_breath(&a, &b);
    }
    struct pace p = adapt_next(&a, 60 * USEC_PER_SEC);
    return rate_of(&p);
}

/* The same of the own breath. */
static void no_breath_that_nobody_takes_is_gone_on_from(void **state)
{
    (void)state;
    static const float WRONG[] = {-4.0F, 1e-30F, 2.0F, 60.0F, 1e30F, NAN, INFINITY};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        assert_near(first_rate(WRONG[i], 0.0F), first_rate(0.0F, 0.0F), 1e-6F);
        assert_near(first_rate(WRONG[i], 12.0F), first_rate(0.0F, 12.0F), 1e-6F);
    }
    assert_near(first_rate(16.0F, 0.0F), 16.0F, 0.01F);
}

static void own_breath_and_its_form_are_kept(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 13.0F);
    (void)breathe(&w, 0.0F);
    struct adapt_kept kept = adapt_keep(&w.a);
    assert_near(kept.own_per_min, 13.0F, 0.01F);
    assert_near(kept.own_share, 0.44F, 0.001F);
    assert_true(kept.limits.per_min[0] == 0.0F); /* too little was seen */
    for (int i = 0; i < 20; i++) {
        (void)breathe(&w, 0.0F);
    }
    adapt_command(&w.a, w.now, COMMAND_EASIER);
    kept = adapt_keep(&w.a);
    assert_true(kept.limits.per_min[LIMIT_PLACES / 2 - 1] > w.rate); /* as likely there as not */
    assert_near(kept.limits.per_min[LIMIT_PLACES - 1], LIMIT_FROM_PER_MIN, 1e-6F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_day_is_gone_on_from),
        cmocka_unit_test(no_share_outside_of_a_breath_is_gone_on_from),
        cmocka_unit_test(no_breath_that_nobody_takes_is_gone_on_from),
        cmocka_unit_test(own_breath_and_its_form_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
