/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/verdict.h"

static struct spread even, usual, uneven;
static struct doubt calm, restless;

/* An even rhythm kicks by some 10 ms, a usual one by some 30, an uneven one by some 80; suspects are there or not. */
static int set_up(void **state)
{
    (void)state;
    spread_init(&even);
    spread_init(&usual);
    spread_init(&uneven);
    for (int i = 0; i < SPREAD_WINDOW; i++) {
        spread_push(&even, spread_bin(5.0F + (float)(i % 7)));
        spread_push(&usual, spread_bin(20.0F + (float)(i % 21)));
        spread_push(&uneven, spread_bin(60.0F + (float)(i % 41)));
    }
    doubt_set(&calm, (size_t[DOUBT_KINDS]){DOUBT_AROUND, 0, 0}, DOUBT_AROUND);
    doubt_set(&restless, (size_t[DOUBT_KINDS]){DOUBT_AROUND - 20, 20, 0}, DOUBT_AROUND);
    return 0;
}

static uint8_t kind(float earlier, float before, float v, float next, float later, float last)
{
    struct neighbours x = {earlier, before, v, next, later, last};
    return verdict_of(&x, &even, &calm).kind;
}

static void the_plain_ones_get_their_names(void **state)
{
    (void)state;
    assert_int_equal(kind(900, 905, 900, 895, 900, 900), BEAT_NORMAL);
    assert_int_equal(kind(900, 900, 1800, 900, 900, 900), BEAT_MISSED);
    assert_int_equal(kind(900, 900, 2700, 900, 900, 900), BEAT_MISSED);
    assert_int_equal(kind(900, 900, 300, 600, 900, 900), BEAT_EXTRA);
    assert_int_equal(kind(900, 900, 700, 200 + 280, 900, 900), BEAT_EXTRA);
    assert_int_equal(kind(900, 900, 600, 1200, 900, 900), BEAT_ECTOPIC);
    assert_int_equal(kind(900, 900, 1100, 700, 900, 900), BEAT_LONG);
    assert_int_equal(kind(900, 900, 600, 900, 900, 900), BEAT_SHORT);
}

/* Where nothing else is known than what came before. */
static void what_is_not_known_is_no_reason_for_suspicion(void **state)
{
    (void)state;
    assert_int_equal(kind(NAN, NAN, 900, NAN, NAN, NAN), BEAT_NORMAL);
    assert_int_equal(kind(NAN, 900, 920, NAN, NAN, NAN), BEAT_NORMAL);
    assert_int_equal(kind(900, 900, 600, 1200, 900, NAN), BEAT_ECTOPIC);
}

/* A sigh: the rhythm goes from 550 to 800 ms within three beats, and none of the five is usual. */
static void an_early_beat_in_a_climb_is_ectopic(void **state)
{
    (void)state;
    struct neighbours x = {539, 562, 395, 1020, 812, 797};
    assert_int_equal(kind(539, 562, 395, 1020, 812, 797), BEAT_ECTOPIC);
    assert_int_not_equal(neighbours_holds(x.v + x.next, neighbours_usual(&x)), 2);
    assert_true(verdict_makes_two(&x, neighbours_usual(&x)));
    x.later = 1100;
    assert_false(verdict_makes_two(&x, neighbours_usual(&x)));
}

static void the_beat_before_an_early_one_is_no_extra(void **state)
{
    (void)state;
    assert_int_equal(kind(891, 852, 734, 436, 963, 734), BEAT_NORMAL);
    assert_int_equal(kind(852, 734, 436, 963, 734, 773), BEAT_ECTOPIC);
}

/* The beat before an extra one is in its place, and the parts of one interval are no measure of what is usual. */
static void an_extra_beat_in_a_climb_is_one(void **state)
{
    (void)state;
    assert_int_equal(kind(586, 633, 852, 247, 574, 789), BEAT_NORMAL);
    assert_int_equal(kind(633, 852, 247, 574, 789, 742), BEAT_EXTRA);
    assert_int_equal(kind(602, 719, 295, 556, 859, 844), BEAT_EXTRA);
    assert_int_equal(kind(756, 986, 611, 312, 883, NAN), BEAT_EXTRA);
}

static void an_extra_beat_is_one_wherever_it_lies_and_what_is_before_it_is_not(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 12);
    for (int k = 0; k < 5000; k++) {
        float v[6], share = (float)(0.2 + 0.6 * rng_uniform(&r));
        for (int i = 0; i < 6; i++) {
            v[i] = 850.0F + (float)(20.0 * (2.0 * rng_uniform(&r) - 1.0));
        }
        assert_int_equal(kind(v[0], v[1], share * v[2], (1.0F - share) * v[2], v[3], v[4]), BEAT_EXTRA);
        assert_int_equal(kind(v[0], v[1], v[2], share * v[3], (1.0F - share) * v[3], v[4]), BEAT_NORMAL);
    }
}

static void what_is_doubtful_is_one_thing_in_calm_and_another_among_suspects(void **state)
{
    (void)state;
    for (int side = -1; side <= 1; side += 2) {
        float off = 60.0F * (float)side;
        struct neighbours x = {900, 900, 900 + off, 900 - off, 900, 900};
        struct verdict trusted = verdict_of(&x, &usual, &calm), doubted = verdict_of(&x, &usual, &restless);
        assert_int_equal(trusted.kind, BEAT_NORMAL);
        assert_int_not_equal(doubted.kind, BEAT_NORMAL);
        assert_int_equal(trusted.suspect, DOUBT_SUSPECT);
        assert_int_equal(doubted.suspect, DOUBT_SUSPECT);
        assert_int_equal(verdict_of(&x, &uneven, &restless).kind, BEAT_NORMAL);
    }
}

/* The same step is many times as large as the kicks of an even heart, and none of its own. */
static void trust_goes_no_further_than_the_rhythm(void **state)
{
    (void)state;
    for (int side = -1; side <= 1; side += 2) {
        float off = 60.0F * (float)side;
        struct neighbours x = {900, 900, 900 + off, 900 - off, 900, 900};
        assert_int_not_equal(verdict_of(&x, &even, &calm).kind, BEAT_NORMAL);
        assert_int_equal(verdict_of(&x, &usual, &calm).kind, BEAT_NORMAL);
    }
}

static void what_is_far_off_is_clear_and_what_leans_is_neither(void **state)
{
    (void)state;
    struct neighbours early = {900, 900, 600, 1200, 900, 900}, pause = {900, 900, 1150, 900, 900, 900};
    assert_int_equal(verdict_of(&early, &even, &calm).suspect, DOUBT_CLEAR);
    assert_int_equal(verdict_of(&pause, &even, &calm).suspect, DOUBT_NONE);
}

static void intervals_out_of_range_are_never_normal(void **state)
{
    (void)state;
    assert_int_not_equal(kind(250, 255, 250, 245, 251, 250), BEAT_NORMAL);
    assert_int_not_equal(kind(2100, 2110, 2090, 2105, 2100, 2100), BEAT_NORMAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plain_ones_get_their_names),
        cmocka_unit_test(what_is_not_known_is_no_reason_for_suspicion),
        cmocka_unit_test(an_early_beat_in_a_climb_is_ectopic),
        cmocka_unit_test(the_beat_before_an_early_one_is_no_extra),
        cmocka_unit_test(an_extra_beat_in_a_climb_is_one),
        cmocka_unit_test(an_extra_beat_is_one_wherever_it_lies_and_what_is_before_it_is_not),
        cmocka_unit_test(what_is_doubtful_is_one_thing_in_calm_and_another_among_suspects),
        cmocka_unit_test(trust_goes_no_further_than_the_rhythm),
        cmocka_unit_test(what_is_far_off_is_clear_and_what_leans_is_neither),
        cmocka_unit_test(intervals_out_of_range_are_never_normal),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
