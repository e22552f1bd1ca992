/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/answer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct answer_earlier NOTHING = {NAN, 0.0F, NAN, NAN, 0};

static void beats(struct answer_sums *s, const float *rr_ms, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct beat b = {.rr_ms = rr_ms[i], .used = rr_ms[i] > 0.0F};
        answer_beat(s, &b);
    }
}

static void seconds(struct answer_sums *s, int good, int bad)
{
    struct measures m = {.hr_bpm = 60.0F, .quality = 1.0F};
    for (int i = 0; i < good + bad; i++) {
        m.quality = i < good ? 1.0F : 0.2F;
        answer_second(s, &m);
    }
}

/* 900, 950, 900, ...: mean 925 ms, every difference 50 ms; a beat that is not used parts its neighbours. */
static void rest_is_by_hand(void **state)
{
    struct answer_sums s;
    (void)state;
    answer_begin(&s, PRACTICE_REST);
    for (int i = 0; i < 20; i++) {
        beats(&s, (const float[]){900.0F, 950.0F, 900.0F, -1.0F, 950.0F, 900.0F, 950.0F, -1.0F}, 8);
    }
    seconds(&s, 100, 10);
    struct answer a = answer_make(&s, NULL, &NOTHING);
    assert_int_equal(a.refused, ANSWER_GIVEN);
    assert_true(fabsf(a.rmssd_ms - 50.0F) < 1e-3F);
    assert_true(fabsf(a.hr_bpm - 60000.0F / 925.0F) < 1e-3F);
    assert_true(answer_is(&a, PRACTICE_IF_FOUND) && answer_is(&a, PRACTICE_IF_FIRST));
    assert_false(answer_is(&a, PRACTICE_IF_USUAL) || answer_is(&a, PRACTICE_IF_HIGHER));
}

static void rest_has_its_place(void **state)
{
    struct answer_sums s;
    struct answer_earlier e = {NAN, 0.0F, logf(50.0F), 0.1F, 5};
    (void)state;
    answer_begin(&s, PRACTICE_REST);
    for (int i = 0; i < 40; i++) {
        beats(&s, (const float[]){900.0F, 950.0F}, 2);
    }
    seconds(&s, 80, 0);
    struct answer a = answer_make(&s, NULL, &e);
    assert_true(answer_is(&a, PRACTICE_IF_USUAL) && a.place == 0 && fabsf(a.usual_ms - 50.0F) < 0.01F);
    e.ln_rmssd_mean = logf(40.0F);
    a = answer_make(&s, NULL, &e);
    assert_true(answer_is(&a, PRACTICE_IF_HIGHER) && !answer_is(&a, PRACTICE_IF_USUAL));
    e.ln_rmssd_mean = logf(70.0F);
    a = answer_make(&s, NULL, &e);
    assert_true(answer_is(&a, PRACTICE_IF_LOWER));
    e.rest_days = ANSWER_DAYS_MIN - 1;
    a = answer_make(&s, NULL, &e);
    assert_true(answer_is(&a, PRACTICE_IF_FIRST) && isnan(a.usual_ms));
}

static void too_little_is_refused(void **state)
{
    struct answer_sums s;
    (void)state;
    answer_begin(&s, PRACTICE_REST);
    beats(&s, (const float[]){900.0F, 950.0F}, 2);
    seconds(&s, 10, 0);
    struct answer a = answer_make(&s, NULL, &NOTHING);
    assert_true(a.refused == ANSWER_UNCLEAR && isnan(a.rmssd_ms) && isnan(a.hr_bpm));
    assert_true(answer_is(&a, PRACTICE_IF_UNCLEAR) && !answer_is(&a, PRACTICE_IF_FOUND));
    answer_begin(&s, PRACTICE_REST);
    for (int i = 0; i < 40; i++) {
        beats(&s, (const float[]){900.0F, 950.0F}, 2);
    }
    seconds(&s, 60, 40); /* a poor signal */
    assert_int_equal(answer_make(&s, NULL, &NOTHING).refused, ANSWER_UNCLEAR);
    answer_begin(&s, PRACTICE_REST);
    assert_int_equal(answer_make(&s, NULL, &NOTHING).refused, ANSWER_UNCLEAR); /* nothing at all */
}

/* Random intervals, as of an irregular heart, and a fifth of them left out. */
static void an_irregular_heart_has_no_rmssd(void **state)
{
    struct answer_sums s;
    (void)state;
    const float wild[] = {700.0F, 1150.0F, 820.0F, 1240.0F, -1.0F}, even[] = {900.0F, 940.0F, 890.0F, 930.0F, -1.0F};
    answer_begin(&s, PRACTICE_REST);
    for (int i = 0; i < 40; i++) {
        beats(&s, wild, 5);
    }
    seconds(&s, 200, 0);
    assert_int_equal(answer_make(&s, NULL, &NOTHING).refused, ANSWER_UNCLEAR);
    answer_begin(&s, PRACTICE_REST);
    for (int i = 0; i < 40; i++) {
        beats(&s, wild, 4); /* a large swing, but all of it was seen */
    }
    seconds(&s, 200, 0);
    assert_int_equal(answer_make(&s, NULL, &NOTHING).refused, ANSWER_GIVEN);
    answer_begin(&s, PRACTICE_REST);
    for (int i = 0; i < 40; i++) {
        beats(&s, even, 5); /* premature beats in an orderly heart */
    }
    seconds(&s, 200, 0);
    assert_int_equal(answer_make(&s, NULL, &NOTHING).refused, ANSWER_GIVEN);
}

static void test_of_rates(struct answer_sums *s)
{
    answer_begin(s, PRACTICE_RESONANCE);
    seconds(s, 600, 0);
}

/* Ten minutes of a test of rates, followed. */
static void followed_test(struct answer_sums *s)
{
    test_of_rates(s);
    answer_block(s, true);
}

/* `n` paces were tried, from `from` on each so much slower, and the heart answered all alike. */
static void answered_alike(struct adapt *a, int n, float from, float by, const struct resonance_block *b)
{
    const struct adapt_config c = {0};
    adapt_init(a, &c);
    for (int i = 0; i < n; i++) {
        resonance_add(&a->resonance, &(struct resonance_block){from - by * (float)i, b->amplitude, b->se, NAN});
    }
    a->belief = resonance_believe(&a->resonance);
    a->mode = ADAPT_SLIDE;
}

static void measured(struct adapt *a, float best)
{
    const struct adapt_config c = {0};
    adapt_init(a, &c);
    for (int i = 0; i < 24; i++) {
        float f = 6.7F - 0.1F * (float)i, d = 1.8F * (f / best - best / f);
        resonance_add(&a->resonance, &(struct resonance_block){f, 8.0F / sqrtf(1.0F + d * d), 0.2F, NAN});
    }
    a->belief = resonance_believe(&a->resonance);
}

static void resonance_is_compared(void **state)
{
    static struct adapt a;
    struct answer_sums s;
    (void)state;
    measured(&a, 5.4F);
    test_of_rates(&s);
    for (int i = 0; i < 24; i++) {
        answer_block(&s, i % 5 != 0);
    }
    struct answer x = answer_make(&s, &a, &NOTHING);
    assert_int_equal(x.refused, ANSWER_GIVEN);
    assert_true(x.low < x.rate && x.rate < x.high && answer_is(&x, PRACTICE_IF_FIRST));
    struct answer_earlier e = NOTHING;
    e.resonance_per_min = x.rate + 0.3F;
    e.resonance_sd = 0.35F;
    x = answer_make(&s, &a, &e);
    assert_true(answer_is(&x, PRACTICE_IF_UNCHANGED) && !answer_is(&x, PRACTICE_IF_MOVED));
    e.resonance_per_min = x.rate + 2.0F;
    x = answer_make(&s, &a, &e);
    assert_true(answer_is(&x, PRACTICE_IF_MOVED) && !answer_is(&x, PRACTICE_IF_UNCHANGED));
    for (int i = 0; i < 24; i++) {
        answer_block(&s, false);
    }
    x = answer_make(&s, &a, &e);
    assert_true(x.refused == ANSWER_UNFOLLOWED && isnan(x.rate) && answer_is(&x, PRACTICE_IF_UNFOLLOWED));
}

/* Only paces far above the best were followed: the belief is still what is believed of anybody. A check only compares.
 */
static void what_was_not_looked_at_is_no_answer(void **state)
{
    static struct adapt a;
    struct answer_sums s;
    (void)state;
    answered_alike(&a, 12, 6.9F, 0.02F, &(struct resonance_block){.amplitude = 6.0F, .se = 0.8F});
    followed_test(&s);
    assert_int_equal(answer_make(&s, &a, &NOTHING).refused, ANSWER_UNFOLLOWED);
    a.mode = ADAPT_CHECK;
    assert_int_equal(answer_make(&s, &a, &NOTHING).refused, ANSWER_GIVEN);
}

/* The pace went past where most answer, but this heart's swing is small, and noise: hardly more is known than before.
 */
static void a_heart_that_tells_nothing_is_no_answer(void **state)
{
    static struct adapt a;
    struct answer_sums s;
    (void)state;
    answered_alike(&a, 24, 6.7F, 0.1F, &(struct resonance_block){.amplitude = 1.0F, .se = 2.0F});
    followed_test(&s);
    assert_int_equal(answer_make(&s, &a, &NOTHING).refused, ANSWER_UNCLEAR);
}

/* It is not said of anybody that they did not follow, when nobody could see it. */
static void a_mute_heart_is_unclear_and_not_unfollowed(void **state)
{
    static struct adapt a;
    struct answer_sums s;
    (void)state;
    measured(&a, 5.4F);
    test_of_rates(&s);
    for (int i = 0; i < 24; i++) {
        answer_mute_block(&s);
    }
    assert_int_equal(answer_make(&s, &a, &NOTHING).refused, ANSWER_UNCLEAR);
    for (int i = 0; i < 40; i++) {
        answer_block(&s, false); /* a third of the blocks and more told nothing */
    }
    assert_int_equal(answer_make(&s, &a, &NOTHING).refused, ANSWER_UNCLEAR);
    for (int i = 0; i < 40; i++) {
        answer_block(&s, false);
    }
    assert_int_equal(answer_make(&s, &a, &NOTHING).refused, ANSWER_UNFOLLOWED);
}

static void figures_stand_in_lines(void **state)
{
    struct answer a = answer_none();
    char out[40];
    (void)state;
    a.rate = 5.44F;
    a.hr_bpm = 61.6F;
    answer_words(&a, "near {rate}, {heart}, {low}.", out, sizeof out);
    assert_string_equal(out, "near 5.4, 62, ?.");
    answer_words(&a, "a { alone", out, sizeof out);
    assert_string_equal(out, "a { alone");
    char tiny[8];
    answer_words(&a, "1234567890", tiny, sizeof tiny);
    assert_string_equal(tiny, "1234567");
    answer_words(&a, "12345{rate}", tiny, sizeof tiny);
    assert_true(strlen(tiny) < sizeof tiny);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rest_is_by_hand),
                                       cmocka_unit_test(rest_has_its_place),
                                       cmocka_unit_test(an_irregular_heart_has_no_rmssd),
                                       cmocka_unit_test(a_mute_heart_is_unclear_and_not_unfollowed),
                                       cmocka_unit_test(too_little_is_refused),
                                       cmocka_unit_test(resonance_is_compared),
                                       cmocka_unit_test(what_was_not_looked_at_is_no_answer),
                                       cmocka_unit_test(a_heart_that_tells_nothing_is_no_answer),
                                       cmocka_unit_test(figures_stand_in_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
