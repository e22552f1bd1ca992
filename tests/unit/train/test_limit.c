/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit_walk.h"
#include "near.h"
#include "train/limit.h"

static void nothing_is_said_of_who_was_not_seen(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 1);
    assert_near(limit_floor(&w.l, 0.36F), LIMIT_FROM_PER_MIN, 1e-6F);
    assert_true(limit_keep(&w.l, LIMIT_FROM_PER_MIN, 1.0F).per_min[0] == 0.0F);
}

static void who_follows_has_no_limit(void **state)
{
    (void)state;
    int told = 0;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 3);
        breathe(&w, 60, 5.8F, 5.8F); /* ten minutes */
        told += floor_of(&w) > 5.85F;
    }
    assert_int_equal(told, 0);
}

static void a_breath_that_stays_a_little_faster_is_one(void **state)
{
    (void)state;
    float sum = 0.0F;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 4);
        breathe(&w, 24, 5.8F, 6.4F);
        assert_true(floor_of(&w) > 5.8F && floor_of(&w) < 7.2F);
        sum += floor_of(&w) / RUNS;
    }
    assert_near(sum, 6.45F, 0.2F);
}

/* Three in a hundred faster than the pace: no single breath shows that, but never being in step does. */
static void a_breath_that_never_falls_in_step_tells_where(void **state)
{
    (void)state;
    int told = 0;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 400);
        breathe_beside(&w, 30, 7.0F, 7.0F, true);
        breathe_beside(&w, 40, 5.8F, 6.0F, false);
        told += floor_of(&w) > 5.85F && floor_of(&w) < 6.25F;
    }
    assert_in_range(told, RUNS * 8 / 10, RUNS);
}

/* At the pace, though never quite in step with it: that is nobody's limit. */
static void out_of_step_is_none(void **state)
{
    (void)state;
    int told = 0;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 500);
        for (int i = 0; i < 80; i++) {
            breath_beside(&w, 5.8F, 5.8F * (1.0F + 0.05F * (float)rng_normal(&w.r)));
        }
        told += floor_of(&w) > 5.95F;
    }
    assert_in_range(told, 0, RUNS / 10);
}

static void one_wandering_mind_is_none(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 5);
    breathe(&w, 12, 6.0F, 6.0F);
    breathe(&w, 9, 6.0F, 13.0F); /* 40 s */
    assert_true(floor_of(&w) < 6.0F);
    breathe(&w, 12, 6.0F, 6.0F);
    assert_true(floor_of(&w) < 6.0F);
    breathe(&w, 40, 6.0F, 13.0F); /* nor is one that stays away: it is not the pace */
    assert_true(floor_of(&w) < 6.0F);
}

/* Minds wander for 20-60 s: who is away for longer, and comes back, was perhaps not. */
static void nobody_wanders_for_long(void **state)
{
    (void)state;
    int told_short = 0, told_long = 0;
    for (int run = 0; run < RUNS; run++) {
        for (int k = 0; k < 2; k++) {
            struct walk w;
            start(&w, (uint64_t)run + 600);
            breathe(&w, 6, 6.0F, 6.0F);
            breathe(&w, k == 0 ? 6 : 15, 6.0F, 12.0F); /* 30 s; 75 s */
            bool told = floor_of(&w) > 6.0F;
            told_short += k == 0 && told;
            told_long += k == 1 && told;
        }
    }
    assert_in_range(told_short, 0, RUNS / 10);
    assert_in_range(told_long, RUNS * 9 / 10, RUNS);
}

/* However slowly: nothing that is divided becomes nothing. */
static void a_run_of_any_length_keeps_the_belief(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 7);
    breathe(&w, 4, 3.0F, 3.0F);
    for (int i = 0; i < 25; i++) {
        breath(&w, 3.0F, 4.0F); /* six minutes */
    }
    breathe(&w, 4, 3.0F, 3.0F);
    assert_true(floor_of(&w) >= LIMIT_FROM_PER_MIN && w.l.share[0][0] >= 0.0F);
}

/* A breath that drifts away from the pace passes by rates that, kept, would be a limit: it is not one, for all that one
   was met before. */
static void a_mind_that_drifts_off_is_no_other_limit(void **state)
{
    (void)state;
    static const float DRIFT[] = {7.6F, 8.4F, 8.0F, 8.1F, 9.5F, 10.0F, 10.0F};
    struct walk w;
    start(&w, 6);
    breathe(&w, 24, 5.8F, 6.4F);
    breathe(&w, 60, 6.6F, 6.6F);
    for (size_t i = 0; i < sizeof DRIFT / sizeof DRIFT[0]; i++) {
        breath(&w, 6.6F, DRIFT[i]);
    }
    assert_true(floor_of(&w) > 6.0F && floor_of(&w) < 7.0F);
}

/* Who breaks off at once tells it sooner, and nearer to where it is, than who does so now and then. */
static void breaking_off_nearly_always_tells_it_sooner(void **state)
{
    (void)state;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 60);
        breathe(&w, 30, 7.0F, 7.0F);
        by_turns(&w, 3, 6.4F, 1, 2, 12.0F);
        breathe(&w, 1, 6.4F, 6.4F);
        assert_true(floor_of(&w) > 6.4F && floor_of(&w) < 7.05F);
    }
}

/* Once more often than a mind wanders, and for as long as that: half a minute and more. */
static void breaking_off_for_long_is_one(void **state)
{
    (void)state;
    int told = 0;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 6);
        breathe(&w, 30, 7.0F, 7.0F);
        by_turns(&w, 6, 5.8F, 6, 10, 13.0F);
        breathe(&w, 1, 5.8F, 5.8F);
        told += floor_of(&w) > 5.8F && floor_of(&w) < 7.05F;
    }
    assert_in_range(told, RUNS * 9 / 10, RUNS);
}

/* How many times somebody has broken off for some breaths, of that depth, until it is taken for a limit; 40: never. */
static int times_until_told(uint64_t seed, int broken, float deeper)
{
    struct walk w;
    start(&w, seed);
    breathe(&w, 12, 9.0F, 9.0F);
    int times = 0;
    while (floor_of(&w) < 6.0F && times < 40) {
        w.off_deeper = NAN;
        breathe(&w, 5, 6.0F, 6.0F);
        w.off_deeper = deeper;
        breathe(&w, broken, 6.0F, 13.0F);
        times++;
    }
    return times;
}

/* Breaths as before the pacer speak for a mind that wanders, but hide no limit. */
static void deeper_breaths_tell_it_sooner(void **state)
{
    (void)state;
    int unseen = 0, deep = 0, usual = 0;
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        unseen += times_until_told(seed, 4, NAN);
        deep += times_until_told(seed, 4, 0.27F);
        usual += times_until_told(seed, 4, 0.0F);
    }
    print_message("broken off until it is told: unseen %.1f times, a third deeper %.1f, no deeper %.1f\n",
                  (double)unseen / RUNS, (double)deep / RUNS, (double)usual / RUNS);
    assert_true(deep < unseen && unseen <= usual && usual < 3 * unseen);
}

/* A belt that slipped unseen shows all breaths larger: one wandering mind in seven minutes is no limit for that. */
static void a_wandering_mind_that_looks_deep_is_none(void **state)
{
    (void)state;
    int limits = 0;
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        struct walk w;
        start(&w, seed);
        w.off_deeper = 0.3F;
        breathe(&w, 20, 6.0F, 6.0F);
        breathe(&w, 8, 6.0F, 13.0F);
        breathe(&w, 42, 6.0F, 6.0F);
        limits += floor_of(&w) > 5.5F ? 1 : 0;
    }
    print_message("%d of %d deep wandering minds taken for a limit\n", limits, RUNS);
    assert_true(limits <= RUNS / 10);
}

/* Who does not follow below their comfort at all tells exactly where it ends: each breath that fits lies above it. */
static void stopping_tells_where(void **state)
{
    (void)state;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 200);
        breathe(&w, 20, 6.8F, 6.8F);
        for (int k = 0; k < 3; k++) {
            breathe(&w, 6, 6.2F, 13.0F);
            breathe(&w, 8, 6.4F, 6.4F);
        }
        assert_true(floor_of(&w) > 6.2F && floor_of(&w) < 6.55F);
    }
}

static void breaking_off_again_and_again_is_one(void **state)
{
    (void)state;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 6);
        breathe(&w, 30, 7.0F, 7.0F);
        by_turns(&w, 4, 5.8F, 3, 3, 12.0F);
        breathe(&w, 1, 5.8F, 5.8F);
        assert_true(floor_of(&w) > 5.8F);
        assert_true(floor_of(&w) < 7.0F);
    }
}

static void a_limit_is_kept_until_it_is_followed_below(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 9);
    breathe(&w, 30, 5.8F, 6.6F);
    float met = floor_of(&w);
    assert_true(met > 5.8F);
    breathe(&w, 240, 7.0F, 7.0F); /* half an hour above it says nothing about it */
    assert_true(floor_of(&w) <= met && floor_of(&w) > met - 0.3F);
    start(&w, 10);
    breathe(&w, 30, 5.8F, 6.6F);
    breathe(&w, 30, 5.8F, 5.8F); /* it went well after all */
    assert_true(floor_of(&w) < 5.85F);
}

static void a_pace_that_moves_is_compared_with_what_it_was(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 11);
    float pace[14];
    for (int i = 0; i < 14; i++) { /* 6 % a breath, followed two breaths late */
        pace[i] = 9.5F * powf(1.0F / 1.06F, (float)i);
        breath(&w, pace[i], i < 2 ? 9.5F : pace[i - 2]);
        assert_true(floor_of(&w) < pace[i] * 1.001F);
    }
}

/* Lengths that come out of a hole are not believed, and a run of breaths far off that it cut short, or that began in
   it, says nothing: nobody saw how long it was. */
static void a_hole_is_passed_over(void **state)
{
    (void)state;
    for (int run = 0; run < 3; run++) {
        struct walk w;
        start(&w, 12);
        breathe(&w, 8, 5.8F, 5.8F);
        for (int i = 0; i < run; i++) {
            breath(&w, 5.8F, 13.0F);
        }
        float before = w.l.share[LIMIT_BREAKS][40];
        w.now += 60 * USEC_PER_SEC;
        for (int i = 0; i < 5; i++) {
            breath(&w, 5.8F, 12.0F);
        }
        breath(&w, 5.8F, 5.8F);
        assert_near(w.l.share[LIMIT_BREAKS][40], before, 0.02F * before);
        breath(&w, 5.8F, 12.0F); /* the next one is seen again */
        assert_true(w.l.share[LIMIT_BREAKS][40] > 1.5F * before);
    }
}

/* Of somebody whose blocks are this clear when they follow. */
static struct limit_heart heart(float phase_rad, float clear)
{
    return (struct limit_heart){phase_rad, clear, 0.7F};
}

static void a_heart_that_runs_ahead_is_one(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 13);
    const float turn = 6.2831853F * 3.0F * 0.1F;
    for (int i = 0; i < 8; i++) {
        struct limit_heart h = heart(remainderf(2.0F - (float)i * turn, 6.2831853F), 0.7F); /* past the wrap, too */
        limit_block(&w.l, &h, 5.5F, 3.0F);
    }
    assert_true(floor_of(&w) > 5.6F && floor_of(&w) < 7.0F);
}

static void a_heart_that_keeps_its_phase_is_none(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 14);
    for (int i = 0; i < 200; i++) {
        bool lost = i % 10 == 9; /* a block in ten */
        float clear = lost ? 0.1F : 0.7F + 0.1F * (float)rng_normal(&w.r);
        struct limit_heart h = heart(lost ? NAN : 1.0F + 0.2F * (float)rng_normal(&w.r), clear);
        limit_block(&w.l, &h, 5.5F, 3.0F);
        assert_true(floor_of(&w) < 5.55F);
    }
}

static void a_heart_that_loses_the_pace_most_of_the_time_is_one(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 15);
    for (int i = 0; i < 6; i++) {
        struct limit_heart h = heart(NAN, i % 4 == 3 ? 0.7F : 0.0F);
        limit_block(&w.l, &h, 5.5F, 3.0F);
    }
    assert_true(floor_of(&w) > 5.5F);
}

/* How often blocks of middling clearness must come before a limit is believed. */
static int blocks_until_floor(float clear, float usual)
{
    struct walk w;
    int n = 0;
    start(&w, 18);
    while (n < 40 && floor_of(&w) < 5.5F) {
        limit_block(&w.l, &(struct limit_heart){NAN, clear, usual}, 5.5F, 3.0F);
        n++;
    }
    return n;
}

static void a_heart_half_as_clear_as_usual_speaks_for_one(void **state)
{
    (void)state;
    assert_true(blocks_until_floor(0.35F, 0.7F) <= 6);
    assert_true(blocks_until_floor(0.65F, 0.7F) == 40);
    assert_true(blocks_until_floor(0.40F, 0.5F) == 40); /* a weak heart is less clear at its best */
}

static void a_key_says_more_than_a_breath(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 16);
    breathe(&w, 4, 6.0F, 6.0F);
    limit_tell(&w.l, 6.0F, true);
    limit_tell(&w.l, 6.0F, true);
    limit_tell(&w.l, 6.0F, true);
    assert_true(floor_of(&w) > 6.0F);
    limit_tell(&w.l, 6.0F, false);
    limit_tell(&w.l, 6.0F, false);
    assert_true(floor_of(&w) < 6.05F);
}

/* Who says "too slow" was led there slowly: comfort ends a little above, not anywhere. */
static void a_key_tells_of_what_is_near(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 18);
    limit_tell(&w.l, 6.4F, true);
    assert_true(floor_of(&w) > 6.4F && floor_of(&w) < 7.0F);
    limit_tell(&w.l, 6.4F, true);
    assert_true(floor_of(&w) > 6.5F && floor_of(&w) < 7.0F);
}

static void shares_add_up(void **state)
{
    (void)state;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        struct limit_kept kept = {{run % 2 ? 6.0F : 0.0F}};
        start_with(&w, (uint64_t)run + 17, &kept);
        for (int i = 0; i < 300; i++) {
            float pace = 3.0F + 9.0F * (float)rng_uniform(&w.r), own = 2.0F + 20.0F * (float)rng_uniform(&w.r);
            breath(&w, pace, own);
            struct limit_heart h = heart(6.28F * (float)rng_uniform(&w.r), -0.4F + 1.4F * (float)rng_uniform(&w.r));
            limit_block(&w.l, &h, pace, 3.0F);
            float sum = 0.0F;
            for (int k = 0; k < LIMIT_RATES; k++) {
                for (int m = 0; m < LIMIT_MANNERS; m++) {
                    assert_true(w.l.share[m][k] >= 0.0F);
                    sum += w.l.share[m][k];
                }
            }
            assert_near(sum, 1.0F, 1e-3F);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_said_of_who_was_not_seen),
        cmocka_unit_test(who_follows_has_no_limit),
        cmocka_unit_test(a_breath_that_stays_a_little_faster_is_one),
        cmocka_unit_test(a_breath_that_never_falls_in_step_tells_where),
        cmocka_unit_test(out_of_step_is_none),
        cmocka_unit_test(one_wandering_mind_is_none),
        cmocka_unit_test(nobody_wanders_for_long),
        cmocka_unit_test(a_run_of_any_length_keeps_the_belief),
        cmocka_unit_test(a_mind_that_drifts_off_is_no_other_limit),
        cmocka_unit_test(breaking_off_again_and_again_is_one),
        cmocka_unit_test(breaking_off_for_long_is_one),
        cmocka_unit_test(deeper_breaths_tell_it_sooner),
        cmocka_unit_test(a_wandering_mind_that_looks_deep_is_none),
        cmocka_unit_test(stopping_tells_where),
        cmocka_unit_test(breaking_off_nearly_always_tells_it_sooner),
        cmocka_unit_test(a_limit_is_kept_until_it_is_followed_below),
        cmocka_unit_test(a_pace_that_moves_is_compared_with_what_it_was),
        cmocka_unit_test(a_hole_is_passed_over),
        cmocka_unit_test(a_heart_that_runs_ahead_is_one),
        cmocka_unit_test(a_heart_that_keeps_its_phase_is_none),
        cmocka_unit_test(a_heart_that_loses_the_pace_most_of_the_time_is_one),
        cmocka_unit_test(a_heart_half_as_clear_as_usual_speaks_for_one),
        cmocka_unit_test(a_key_says_more_than_a_breath),
        cmocka_unit_test(a_key_tells_of_what_is_near),
        cmocka_unit_test(shares_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
