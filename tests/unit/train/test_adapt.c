/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "adapt_walk.h"
#include "base/rng.h"
#include "near.h"
#include "train/adapt.h"

static void begins_at_the_own_breath(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 14.0F);
    assert_true(adapt_ready(&w.a, 30 * USEC_PER_SEC, true));
    assert_near(breathe(&w, 0.0F), 14.0F, 0.02F);
    assert_int_equal(w.a.why, PACE_FOLLOW);
}

/* The heart alone tells it roughly: half of what it tells is believed, today and from day to day. */
static void the_heart_alone_is_half_believed(void **state)
{
    (void)state;
    for (float seen = 7.0F; seen < 22.0F; seen += 7.0F) {
        struct adapt a;
        const struct adapt_config today = {0};
        adapt_init(&a, &today);
        const struct breath b = {25 * USEC_PER_SEC, seen, NAN, 0.95F, BREATH_HEART, 0.0F};
        adapt_breath(&a, &b);
        struct pace p = adapt_next(&a, 30 * USEC_PER_SEC);
        float first = rate_of(&p), unseen = 13.0F;
        assert_near(logf(first / unseen), 0.5F * logf(seen / unseen), 0.01F);
        const struct adapt_config tomorrow = {.own_per_min = adapt_keep(&a).own_per_min};
        adapt_init(&a, &tomorrow);
        p = adapt_next(&a, 60 * USEC_PER_SEC);
        assert_near(rate_of(&p), first, 0.02F);
    }
}

static void leads_who_follows_down_to_six_in_small_steps(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 14.0F);
    float before = breathe(&w, 0.0F);
    int breaths = 0;
    while (w.a.state != ADAPT_SETTLE && breaths < 60) {
        float now = breathe(&w, 0.0F);
        assert_true(now <= before * 1.001F);
        assert_true(before / now <= 1.0F + ADAPT_STEP + 0.001F);
        assert_int_equal(w.a.why, now > 10.0F ? PACE_FOLLOW : w.a.state == ADAPT_SETTLE ? PACE_SETTLE : PACE_LEAD);
        before = now;
        breaths++;
    }
    assert_in_range(breaths, 14, 24);
    for (int i = 0; i < 10; i++) {
        (void)breathe(&w, 0.0F);
    }
    assert_near(w.rate, 6.0F, 0.07F);
}

static void a_heart_that_breathes_faster_is_met(void **state)
{
    (void)state;
    struct adapt a;
    const struct adapt_config c = {.target_per_min = 0.0F};
    adapt_init(&a, &c);
    usec now = 30 * USEC_PER_SEC;
    float slowest = INFINITY, met = NAN;
    for (int i = 0; i < 100; i++) { /* no sensor; the heart tells 14 all the time */
        struct breath b = {now, 14.0F, NAN, 0.8F, BREATH_HEART, 0.0F};
        adapt_breath(&a, &b);
        struct pace p = adapt_next(&a, now);
        slowest = fminf(slowest, rate_of(&p));
        met = a.state == ADAPT_MIRROR ? rate_of(&p) : met;
        now += usec_from_s((double)pace_cycle_s(&p));
    }
    assert_true(slowest > 8.0F);
    assert_near(met, 14.0F * 0.97F, 0.3F);
    struct breath slow = {now,  5.0F,         NAN,
                          0.6F, BREATH_HEART, 0.0F}; /* the heart's own wave, perhaps: not taken for a breath */
    adapt_breath(&a, &slow);
    assert_near(a.own_per_min, 14.0F, 0.01F);
}

static void the_form_of_the_breath_is_met_and_led(void **state)
{
    (void)state;
    struct walk w = {.rate = 0.0F};
    adapt_init(&w.a, &ADAPT_WALK);
    for (int i = 0; i < 5; i++) {
        w.now += usec_from_s(60.0 / 12.0);
        struct breath b = {w.now, 12.0F, i == 2 ? NAN : 0.52F, 0.9F, BREATH_BELT, 0.0F};
        adapt_breath(&w.a, &b);
    }
    adapt_for(&w.a, w.now, ADAPT_TO, 6.0F, ADAPT_INHALE_SHARE_CALM);
    float before = 0.52F;
    for (int i = 0; i < 40; i++) {
        struct pace p = adapt_next(&w.a, w.now);
        float share = p.inhale_s / pace_cycle_s(&p);
        assert_true(fabsf(share - before) <= ADAPT_SHARE_STEP + 0.001F);
        before = share;
        w.now += usec_from_s((double)pace_cycle_s(&p));
        own_breath(&w, rate_of(&p));
    }
    assert_near(before, 0.52F - ADAPT_SHARE_MOST, 0.002F); /* no further than is still their own */
    adapt_for(&w.a, w.now, ADAPT_SLIDE, 0.0F, ADAPT_SLIDE_INHALE_SHARE);
    struct pace p = adapt_next(&w.a, w.now);
    assert_near(p.inhale_s / pace_cycle_s(&p), ADAPT_SLIDE_INHALE_SHARE, 0.002F); /* a test is as it says */
}

static void own_slow_breath_is_never_sped_up(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 4.5F);
    for (int i = 0; i < 20; i++) {
        assert_near(breathe(&w, 0.0F), 4.5F, 0.05F);
    }
}

static void stays_within_its_bounds_whatever_comes(void **state)
{
    (void)state;
    const uint64_t seed = 77;
    struct rng r;
    rng_init(&r, seed);
    for (int run = 0; run < 50; run++) {
        struct walk w;
        start(&w, 4.0F + 18.0F * (float)rng_uniform(&r));
        float before = breathe(&w, 0.0F);
        for (int i = 0; i < 400; i++) {
            if (rng_uniform(&r) < 0.05) {
                adapt_command(&w.a, w.now, (uint8_t)(COMMAND_EASIER + (int)(rng_uniform(&r) * 3.0)));
            }
            float now = breathe(&w, 3.0F + 20.0F * (float)rng_uniform(&r));
            assert_true(now >= ADAPT_SLOWEST_PER_MIN * 0.999F && now <= 24.001F);
            assert_true(before / now <= 1.0F + ADAPT_STEP + 0.001F);
            before = now;
        }
    }
}

/* Also where every state may be left for another: adapt_enter asserts what the diagram does not have. */
static void goes_only_where_the_diagram_leads(void **state)
{
    (void)state;
    const uint64_t seed = 78;
    struct rng r;
    rng_init(&r, seed);
    bool seen[ADAPT_STATES] = {false};
    for (int run = 0; run < 60; run++) {
        struct walk w;
        const struct adapt_config c = {.fixed_per_min = run % 4 == 0 ? 5.5F : 0.0F};
        start_as(&w, &c, run % 3 == 0 ? 0.0F : 6.0F + 12.0F * (float)rng_uniform(&r));
        for (int i = 0; i < 200; i++) {
            double x = rng_uniform(&r);
            if (x < 0.03) {
                adapt_command(&w.a, w.now, (uint8_t)(COMMAND_EASIER + (int)(rng_uniform(&r) * 3.0)));
            } else if (x < 0.05) {
                adapt_for(&w.a, w.now, (uint8_t)(rng_uniform(&r) * (double)ADAPT_MODES), 5.5F, ADAPT_INHALE_SHARE);
            } else if (x < 0.06) {
                adapt_meet(&w.a, w.now);
            }
            (void)breathe(&w, run % 5 == 0 ? 14.0F : 0.0F);
            seen[w.a.state] = true;
        }
    }
    for (int i = 0; i < ADAPT_STATES; i++) {
        assert_true(seen[i]);
    }
}

static void too_much_eases_a_fixed_pace_from_where_it_is(void **state)
{
    (void)state;
    const struct adapt_config c = {.fixed_per_min = 5.0F};
    for (int belt = 0; belt < 2; belt++) {
        struct walk w;
        start_as(&w, &c, belt > 0 ? 12.0F : 0.0F);
        for (int i = 0; i < 10; i++) {
            assert_near(breathe(&w, 0.0F), 5.0F, 0.001F);
        }
        adapt_command(&w.a, w.now, COMMAND_EASIER);
        for (int i = 0; i < 30; i++) {
            float now = breathe(&w, 0.0F);
            assert_true(now >= 5.0F * 1.05F && now <= 5.8F);
        }
    }
}

static void estimate_from_the_heart_is_no_proof(void **state)
{
    (void)state;
    struct adapt a;
    adapt_init(&a, &ADAPT_WALK);
    struct breath b = {USEC_PER_SEC, 13.0F, NAN, 0.2F, BREATH_HEART, 0.0F};
    adapt_breath(&a, &b); /* not sure enough: not taken */
    assert_true(isnan(a.own_per_min));
    b.confidence = 0.8F;
    adapt_breath(&a, &b);
    assert_near(a.own_per_min, 13.0F, 1e-6F);
    struct breath belt = {2 * USEC_PER_SEC, 11.0F, NAN, 0.9F, BREATH_BELT, 0.0F};
    adapt_breath(&a, &belt); /* a sensor replaces the estimate, and then stands alone */
    assert_near(a.own_per_min, 11.0F, 1e-6F);
    adapt_breath(&a, &b);
    assert_near(a.own_per_min, 11.0F, 1e-6F);
}

/* Breathes along until the pace does not change any more, 200 breaths at most; the longest step is told. */
static float settle(struct walk *w)
{
    float longest = 0.0F, before = w->rate;
    for (int i = 0; i < 200; i++) {
        float now = breathe(w, 0.0F);
        longest = before > 0.0F ? fmaxf(longest, before / now) : longest;
        before = now;
    }
    return longest;
}

static void goes_where_a_stage_wants_it(void **state)
{
    (void)state;
    struct walk w = {.rate = 0.0F};
    start(&w, 12.0F);
    adapt_for(&w.a, w.now, ADAPT_TO, 5.0F, ADAPT_INHALE_SHARE_CALM);
    assert_true(settle(&w) <= 1.0F + ADAPT_STEP + 0.001F);
    assert_near(w.rate, 5.0F, 0.06F);
    struct pace p = adapt_next(&w.a, w.now);
    assert_near(p.inhale_s / pace_cycle_s(&p), ADAPT_INHALE_SHARE_CALM, 0.002F);
    adapt_for(&w.a, w.now, ADAPT_TO, 8.0F, ADAPT_INHALE_SHARE);
    (void)settle(&w);
    assert_near(w.rate, 8.0F, 0.1F); /* up as well, but never above the breath one came with */
    adapt_for(&w.a, w.now, ADAPT_HOME, 0.0F, ADAPT_INHALE_SHARE);
    (void)settle(&w);
    assert_near(w.rate, ADAPT_WALK.target_per_min, 0.1F);
}

static void follows_without_leading(void **state)
{
    (void)state;
    struct walk w = {.rate = 0.0F};
    start(&w, 13.0F);
    adapt_for(&w.a, w.now, ADAPT_FOLLOW, 0.0F, ADAPT_INHALE_SHARE);
    for (int i = 0; i < 60; i++) {
        (void)breathe(&w, 13.0F);
        assert_true(w.rate > 12.0F);
    }
    for (int i = 0; i < 60; i++) {
        (void)breathe(&w, 9.0F);
    }
    assert_near(w.rate, 9.0F, 0.5F); /* it came along */
    assert_int_equal(w.a.why, PACE_FOLLOW);
}

static void comes_back_to_where_the_person_is(void **state)
{
    (void)state;
    struct walk w = {.rate = 0.0F};
    start(&w, 12.0F);
    adapt_for(&w.a, w.now, ADAPT_TO, 6.0F, ADAPT_INHALE_SHARE);
    (void)settle(&w);
    for (int i = 0; i < 10; i++) { /* a stage without pacer */
        w.now += usec_from_s(60.0 / 14.0);
        own_breath(&w, 14.0F);
    }
    adapt_meet(&w.a, w.now);
    float first = breathe(&w, 0.0F);
    assert_true(first > 13.0F && first < 14.5F);
}

static void slides_as_the_protocol_says(void **state)
{
    (void)state;
    struct walk w = {.rate = 0.0F};
    start(&w, 12.0F);
    adapt_for(&w.a, w.now, ADAPT_SLIDE, 0.0F, ADAPT_SLIDE_INHALE_SHARE);
    float before_s = 0.0F;
    int exact = 0, breaths = 0;
    while (breaths < 200 && !(w.rate > 0.0F && w.rate < ADAPT_SLIDE_TO_PER_MIN * 1.001F)) {
        struct pace p = adapt_next(&w.a, w.now);
        float cycle_s = pace_cycle_s(&p);
        bool test = w.a.why == PACE_EXPLORE;
        exact += test && fabsf(cycle_s - before_s - ADAPT_SLIDE_STEP_S) < 0.0015F; /* told in whole ms */
        before_s = cycle_s;
        w.rate = rate_of(&p);
        w.now += usec_from_s((double)cycle_s);
        own_breath(&w, w.rate);
        breaths++;
    }
    assert_in_range(exact, 76, 80); /* 78.4 breaths from 6.75 to 4.25 */
}

static void steps_last_two_minutes(void **state)
{
    (void)state;
    struct walk w = {.rate = 0.0F};
    start(&w, 9.0F);
    adapt_for(&w.a, w.now, ADAPT_STEPPED, 0.0F, ADAPT_INHALE_SHARE);
    static const float RATES[] = {6.5F, 6.0F, 5.5F, 5.0F, 4.5F};
    double at_s[5] = {0.0};
    for (int i = 0; i < 130; i++) {
        (void)breathe(&w, 0.0F);
        for (int k = 0; k < 5; k++) {
            at_s[k] += fabsf(w.rate - RATES[k]) < 0.02F ? 60.0 / (double)w.rate : 0.0;
        }
    }
    for (int k = 0; k < 5; k++) {
        assert_true(at_s[k] > 95.0 && at_s[k] < 140.0);
    }
}

/* Around an earlier answer of 5.2: six minutes, then home. */
static void checks_half_a_minute_to_either_side(void **state)
{
    (void)state;
    struct walk w = {.rate = 0.0F};
    start(&w, 9.0F);
    adapt_for(&w.a, w.now, ADAPT_CHECK, 5.2F, ADAPT_INHALE_SHARE);
    static const float RATES[] = {5.7F, 5.2F, 4.7F};
    double at_s[3] = {0.0}, tested_s = 0.0;
    for (int i = 0; i < 90; i++) {
        (void)breathe(&w, 0.0F);
        for (int k = 0; k < 3; k++) {
            at_s[k] += fabsf(w.rate - RATES[k]) < 0.02F && w.a.why == PACE_EXPLORE ? 60.0 / (double)w.rate : 0.0;
        }
        tested_s += w.a.why == PACE_EXPLORE ? 60.0 / (double)w.rate : 0.0;
    }
    for (int k = 0; k < 3; k++) {
        assert_true(at_s[k] > 95.0 && at_s[k] < 140.0);
    }
    assert_true(tested_s > 350.0 && tested_s < 400.0 && w.a.why == PACE_SETTLE);
}

/* Home again, the belief is still one of a test. */
static void what_a_test_found_stays_of_a_test(void **state)
{
    (void)state;
    struct walk w;
    start_as(&w, &ADAPT_FINDS, 9.0F);
    for (int i = 0; i < 8; i++) {
        breathe_block(&w, 5.6F);
    }
    assert_false(w.a.resonance.tested);
    adapt_for(&w.a, w.now, ADAPT_STEPPED, 0.0F, ADAPT_INHALE_SHARE);
    breathe_block(&w, 5.6F);
    adapt_for(&w.a, w.now, ADAPT_HOME, 0.0F, ADAPT_INHALE_SHARE);
    breathe_block(&w, 5.6F);
    assert_true(w.a.resonance.tested);
}

/* Between the first block of a practice and the last one of a test. */
static void a_pace_is_held_only_where_it_settled(void **state)
{
    (void)state;
    struct walk w;
    bool held = false;
    start_as(&w, &ADAPT_FINDS, 9.0F);
    for (int i = 0; i < 40 && !held; i++) {
        breathe_block(&w, 5.6F);
        held = w.a.resonance.held;
        assert_true(!held || w.a.state == ADAPT_SETTLE);
    }
    assert_true(held);
    adapt_for(&w.a, w.now, ADAPT_STEPPED, 0.0F, ADAPT_INHALE_SHARE);
    for (int i = 0; i < 60; i++) {
        breathe_block(&w, 5.6F);
        assert_false(w.a.resonance.held);
    }
}

static void at_once_needs_one_sign(void **state)
{
    (void)state;
    struct adapt a;
    const struct adapt_config c = {.at_once = true};
    adapt_init(&a, &c);
    assert_false(adapt_ready(&a, USEC_PER_SEC, false));
    assert_true(adapt_ready(&a, USEC_PER_SEC, true));
    /* Without a breathing sensor it waits where it begins, and comes up to a breath that is faster. */
    struct pace p = adapt_next(&a, 0);
    float first = rate_of(&p);
    p = adapt_next(&a, 6 * USEC_PER_SEC);
    assert_near(rate_of(&p), first, 0.01F);
    struct breath b = {8 * USEC_PER_SEC, 17.0F, NAN, 0.8F, BREATH_HEART, 0.0F};
    adapt_breath(&a, &b);
    p = adapt_next(&a, 12 * USEC_PER_SEC);
    assert_true(rate_of(&p) > first * 1.02F && a.why == PACE_FOLLOW);
    p = adapt_next(&a, 25 * USEC_PER_SEC);
    assert_true(rate_of(&p) < first * 1.02F && a.why != PACE_SETTLE); /* and then leads */
}

/* Finds a rate, stays, and goes along when it moves, either way, within some minutes. */
static void goes_along_with_a_best_rate_that_moves(void **state)
{
    (void)state;
    for (float moved = -0.7F; moved < 1.0F; moved += 1.4F) {
        struct walk w;
        const struct adapt_config find = {0};
        start(&w, 13.0F);
        adapt_init(&w.a, &find);
        own_breath(&w, 13.0F);
        w.rate = 13.0F;
        for (int i = 0; i < 22; i++) {
            breathe_block(&w, 5.8F);
        }
        assert_int_equal(w.a.state, ADAPT_SETTLE);
        float settled = w.rate;
        assert_near(settled, 5.7F, 0.3F);
        for (int i = 0; i < 10; i++) { /* five minutes */
            breathe_block(&w, 5.8F + moved);
        }
        assert_true((w.rate - settled) * moved > 0.0F);
        assert_near(w.rate - settled, moved, 0.35F);
    }
}

/* How sure the best rate is of a heart that swings by so much, whatever was measured being off by the same share. */
static float sd_of_swing(float swing_bpm)
{
    struct adapt a;
    const struct adapt_config config = {0};
    adapt_init(&a, &config);
    for (int i = 0; i < 16; i++) {
        float per_min = 7.5F - 0.18F * (float)i, off = (per_min - 5.8F) / 2.0F;
        struct adapt_block b = {.breath = {.valid = false}, .other = {NAN, NAN}, .per_min = per_min};
        b.heart = (struct follow_fit){swing_bpm / (1.0F + off * off), 0.05F * swing_bpm, -off, 0.9F, true};
        adapt_measured(&a, &b);
    }
    return a.belief.sd;
}

/* The heart's own waves are as large in all: they hide more of a weak swing. */
static void a_weak_swing_tells_less(void **state)
{
    (void)state;
    assert_true(sd_of_swing(2.0F) > 1.15F * sd_of_swing(8.0F));
    assert_true(sd_of_swing(8.0F) < 0.75F * RESONANCE_SD_PER_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_at_the_own_breath),
        cmocka_unit_test(the_heart_alone_is_half_believed),
        cmocka_unit_test(leads_who_follows_down_to_six_in_small_steps),
        cmocka_unit_test(a_heart_that_breathes_faster_is_met),
        cmocka_unit_test(the_form_of_the_breath_is_met_and_led),
        cmocka_unit_test(own_slow_breath_is_never_sped_up),
        cmocka_unit_test(stays_within_its_bounds_whatever_comes),
        cmocka_unit_test(goes_only_where_the_diagram_leads),
        cmocka_unit_test(too_much_eases_a_fixed_pace_from_where_it_is),
        cmocka_unit_test(estimate_from_the_heart_is_no_proof),
        cmocka_unit_test(goes_where_a_stage_wants_it),
        cmocka_unit_test(follows_without_leading),
        cmocka_unit_test(comes_back_to_where_the_person_is),
        cmocka_unit_test(slides_as_the_protocol_says),
        cmocka_unit_test(steps_last_two_minutes),
        cmocka_unit_test(checks_half_a_minute_to_either_side),
        cmocka_unit_test(what_a_test_found_stays_of_a_test),
        cmocka_unit_test(a_pace_is_held_only_where_it_settled),
        cmocka_unit_test(at_once_needs_one_sign),
        cmocka_unit_test(goes_along_with_a_best_rate_that_moves),
        cmocka_unit_test(a_weak_swing_tells_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
