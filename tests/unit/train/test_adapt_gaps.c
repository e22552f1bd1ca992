/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensors that fall silent: what is not seen is neither led on nor held against anybody. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "near.h"
#include "unit/train/adapt_walk.h"

static void begin(struct walk *s, bool belt)
{
    start_as(s, &ADAPT_FINDS, belt ? 12.0F : 0.0F);
    s->heard = true;
}

static void breathe_to(struct walk *s, uint8_t state)
{
    for (int i = 0; i < 60 && s->a.state != state; i++) {
        (void)breathe(s, 0.0F);
    }
    assert_int_equal(s->a.state, state);
}

/* A breath begins at most one breath after the last beat, so two may pass before six seconds of silence are seen. */
static void the_pace_holds_still_while_the_heart_is_not_heard(void **state)
{
    (void)state;
    static const uint8_t WHERE[] = {ADAPT_LEAD, ADAPT_EXPLORE};
    for (size_t i = 0; i < sizeof WHERE; i++) {
        struct walk s;
        begin(&s, false);
        breathe_to(&s, WHERE[i]);
        (void)breathe(&s, 0.0F);
        s.heard = false;
        (void)breathe(&s, 0.0F);
        (void)breathe(&s, 0.0F);
        float held = s.rate;
        for (int k = 0; k < 20; k++) {
            assert_near(breathe(&s, 0.0F), held, 0.001F);
        }
        s.heard = true;
        assert_true(breathe(&s, 0.0F) < held * 0.995F);
    }
}

static void with_a_belt_only_the_search_waits_for_the_heart(void **state)
{
    (void)state;
    struct walk s;
    begin(&s, true);
    breathe_to(&s, ADAPT_LEAD);
    s.heard = false;
    breathe_to(&s, ADAPT_EXPLORE); /* the breath tells that it is followed */
    (void)breathe(&s, 0.0F);
    float held = s.rate;
    for (int k = 0; k < 20; k++) {
        assert_near(breathe(&s, 0.0F), held, 0.001F);
    }
    assert_int_equal(s.a.state, ADAPT_EXPLORE);
}

static void who_never_had_a_heart_sensor_is_led_all_the_way(void **state)
{
    (void)state;
    struct walk s;
    begin(&s, true);
    s.heard = false;
    breathe_to(&s, ADAPT_SETTLE);
}

/* A mind that wandered before a gap, and again after it, has not wandered all the time. */
static void a_gap_is_not_a_failure_to_follow(void **state)
{
    (void)state;
    struct walk s;
    begin(&s, true);
    breathe_to(&s, ADAPT_SETTLE);
    for (int k = 0; k < ADAPT_BREATHS; k++) {
        (void)breathe(&s, 13.0F);
    }
    assert_true(s.a.bad > 0);
    s.unseen = true;
    usec from = s.now;
    while (s.now - from < 100 * USEC_PER_SEC) {
        (void)breathe(&s, 0.0F);
    }
    s.unseen = false;
    own_breath(&s, 13.0F);
    (void)breathe(&s, 13.0F);
    (void)breathe(&s, 13.0F);
    assert_int_equal(s.a.state, ADAPT_SETTLE);
    for (int k = 0; k < 20; k++) { /* but who does not come back is not called on and on */
        (void)breathe(&s, 13.0F);
    }
    assert_int_equal(s.a.state, ADAPT_MIRROR);
}

/* Three guided breaths that only the heart answered. */
static void heart_block(struct walk *s)
{
    const struct adapt_block b = {.heart = {8.0F, 0.4F, 2.6F, 0.95F, true}, .other = {NAN, NAN}, .per_min = s->rate};
    for (int i = 0; i < ADAPT_BLOCK_BREATHS; i++) {
        (void)breathe(s, 0.0F);
    }
    adapt_measured(&s->a, &b);
}

/* A belt that slipped, or whose battery is empty. */
static void the_heart_leads_alone_once_the_belt_is_gone(void **state)
{
    (void)state;
    struct walk s;
    begin(&s, true);
    for (int i = 0; i < 6; i++) {
        (void)breathe(&s, 0.0F);
    }
    s.unseen = true;
    float held = breathe(&s, 0.0F);
    assert_true(held > 8.0F);
    for (int i = 0; i < 40; i++) {
        heart_block(&s);
    }
    assert_int_equal(s.a.state, ADAPT_SETTLE);
    assert_true(s.rate < 7.0F && s.a.own_source == BREATH_HEART);
    s.unseen = false;
    own_breath(&s, s.rate);
    heart_breath(&s, 14.0F, 0.9F); /* and the belt tells it again, once it is back */
    assert_int_equal(s.a.own_source, BREATH_BELT);
}

/* Without a heart there is nobody else to ask. */
static void the_pace_is_held_where_the_only_sensor_is_gone(void **state)
{
    (void)state;
    struct walk s;
    begin(&s, true);
    s.heard = false;
    for (int i = 0; i < 6; i++) {
        (void)breathe(&s, 0.0F);
    }
    s.unseen = true;
    (void)breathe(&s, 0.0F);
    (void)breathe(&s, 0.0F);
    (void)breathe(&s, 0.0F);
    float held = s.rate;
    for (int i = 0; i < 40; i++) {
        assert_near(breathe(&s, 0.0F), held, 0.001F);
    }
}

/* A belt that told some hasty breaths, and then that it tells none, has not told how this person breathes. */
static void breaths_of_a_belt_that_fell_silent_are_not_met(void **state)
{
    (void)state;
    struct walk s;
    begin(&s, false);
    s.now = 0;
    for (int i = 0; i < 4; i++) {
        s.now += 2 * USEC_PER_SEC;
        own_breath(&s, 30.0F);
    }
    s.now = 30 * USEC_PER_SEC;
    assert_near(breathe(&s, 0.0F), 13.0F, 0.01F);
    assert_true(isnan(adapt_keep(&s.a).own_per_min));
}

/* A flow has another unit than the belt it takes the place of: nothing is deeper for that. */
static void another_sensor_begins_its_depths_anew(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 13.0F);
    w.deep = 1.0F;
    own_breaths(&w, 13.0F);
    assert_true(fabsf(depth_beyond(&w.a.depth, 0.0F)) < 1e-5F);
    const struct breath flow = {w.now + usec_from_s(5.0), 13.0F, 0.44F, 0.9F, BREATH_FLOW, 40.0F};
    adapt_breath(&w.a, &flow);
    assert_true(isnan(depth_beyond(&w.a.depth, depth_of(&flow))));
}

/* What the heart shows may be its own waves: half of it is believed after a pause, too; of a heart that tells nothing,
   nothing. */
static void the_heart_is_half_believed_after_a_pause(void **state)
{
    (void)state;
    struct walk s;
    begin(&s, false);
    (void)breathe(&s, 0.0F);
    for (int i = 0; i < ADAPT_BREATHS; i++) {
        heart_breath(&s, 22.0F, 0.9F);
    }
    adapt_meet(&s.a, s.now);
    assert_true(s.a.rate_per_min > 13.5F && s.a.rate_per_min < 18.0F);
    const struct adapt_block even = {
        .heart = {0.1F, 0.05F, 0.0F, 0.2F, true}, .other = {NAN, NAN}, .per_min = 9.0F, .mute = true};
    adapt_measured(&s.a, &even);
    adapt_meet(&s.a, s.now);
    assert_near(s.a.rate_per_min, s.a.begun_per_min, 0.01F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pace_holds_still_while_the_heart_is_not_heard),
        cmocka_unit_test(with_a_belt_only_the_search_waits_for_the_heart),
        cmocka_unit_test(who_never_had_a_heart_sensor_is_led_all_the_way),
        cmocka_unit_test(a_gap_is_not_a_failure_to_follow),
        cmocka_unit_test(the_heart_leads_alone_once_the_belt_is_gone),
        cmocka_unit_test(the_pace_is_held_where_the_only_sensor_is_gone),
        cmocka_unit_test(breaths_of_a_belt_that_fell_silent_are_not_met),
        cmocka_unit_test(another_sensor_begins_its_depths_anew),
        cmocka_unit_test(the_heart_is_half_believed_after_a_pause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
