/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "train/limit.h"

enum { BREATHS = 400, RUNS = 50 };

/* Breathes at `own` (varying by 5 %, as attentive people do) while the pace stays at `pace`. */
static float walk(struct limit *l, struct rng *r, int breaths, float pace, float own)
{
    usec t = 0;
    float last = 0.0F;
    for (int i = 0; i < breaths; i++) {
        /* A follower makes up for the last breath's error with the next: the mean stays at the pace. */
        float error = 0.05F * (float)rng_normal(r);
        float rate = own * (1.0F + error - last);
        last = error;
        t += usec_from_s(60.0 / (double)rate);
        limit_pace(l, pace);
        limit_breath(l, t, rate);
        if (!isnan(limit_rate(l, true))) {
            break;
        }
    }
    return limit_rate(l, true);
}

static void who_follows_has_no_limit(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 3);
    int told = 0;
    for (int run = 0; run < RUNS; run++) {
        struct limit l;
        limit_init(&l);
        told += !isnan(walk(&l, &r, 60, 5.8F, 5.8F));
    }
    assert_true(told <= RUNS / 10); /* in ten minutes each */
}

static void a_breath_that_stays_a_little_faster_is_one(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 4);
    float sum = 0.0F;
    for (int run = 0; run < RUNS; run++) {
        struct limit l;
        limit_init(&l);
        float rate = walk(&l, &r, 30, 5.8F, 6.3F);
        assert_true(!isnan(rate));
        assert_true(rate > 5.8F && rate < 7.0F);
        sum += rate;
    }
    assert_true(fabsf(sum / (float)RUNS - 6.3F) < 0.1F);
}

static void a_wandering_mind_is_none(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 5);
    struct limit l;
    limit_init(&l);
    assert_true(isnan(walk(&l, &r, 40, 6.0F, 13.0F)));
}

static void a_pace_that_moves_is_compared_with_what_it_was(void **state)
{
    (void)state;
    struct limit l;
    limit_init(&l);
    float pace[40];
    usec t = 0;
    for (int i = 0; i < 40; i++) { /* 3.5 % a breath, followed two breaths late */
        pace[i] = 8.5F * powf(1.0F / 1.035F, (float)i);
        float own = i < 2 ? 8.5F : pace[i - 2];
        t += usec_from_s(60.0 / (double)own);
        limit_pace(&l, pace[i]);
        limit_breath(&l, t, own);
        assert_true(isnan(limit_rate(&l, true)));
    }
}

static void a_hole_begins_anew(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 6);
    struct limit l;
    limit_init(&l);
    (void)walk(&l, &r, 5, 5.8F, 6.4F);
    uint8_t before = l.n;
    limit_breath(&l, l.last + 60 * USEC_PER_SEC, 6.4F);
    assert_true(before > 0 && l.n == 0);
}

static struct follow_fit heart(float phase_rad)
{
    return (struct follow_fit){
        .amplitude_bpm = 6.0F, .se_bpm = 0.5F, .phase_rad = phase_rad, .r2 = 0.8F, .valid = true};
}

static void a_heart_that_runs_ahead_twice_is_one(void **state)
{
    (void)state;
    struct limit l;
    limit_init(&l);
    const float faster = 1.06F, turn = 6.2831853F * 3.0F * 0.06F;
    for (int i = 0; i < 3; i++) {
        assert_true(isnan(limit_rate(&l, false)));
        struct follow_fit fit = heart(remainderf(2.0F - (float)i * turn, 6.2831853F)); /* past the wrap, too */
        limit_block(&l, &fit, 5.5F, 3.0F);
    }
    assert_float_equal(limit_rate(&l, false), 5.5F * faster, 0.01F);
}

static void a_heart_that_keeps_its_phase_is_none(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 8);
    struct limit l;
    limit_init(&l);
    for (int i = 0; i < BREATHS; i++) {
        struct follow_fit fit = heart(1.0F + 0.2F * (float)rng_normal(&r));
        limit_block(&l, &fit, 5.5F, 3.0F);
        assert_true(isnan(limit_rate(&l, false)));
    }
    limit_forget_block(&l);
    assert_true(isnan(limit_rate(&l, false)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_follows_has_no_limit),
        cmocka_unit_test(a_breath_that_stays_a_little_faster_is_one),
        cmocka_unit_test(a_wandering_mind_is_none),
        cmocka_unit_test(a_pace_that_moves_is_compared_with_what_it_was),
        cmocka_unit_test(a_hole_begins_anew),
        cmocka_unit_test(a_heart_that_runs_ahead_twice_is_one),
        cmocka_unit_test(a_heart_that_keeps_its_phase_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
