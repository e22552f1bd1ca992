/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensors that fall silent: what is not seen is neither led on nor held against anybody. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "near.h"
#include "train/adapt.h"

/* Somebody in front of the pacer; heard: the heart is; belt: their breath is, and it is as told. */
struct sitting {
    struct adapt a;
    usec now;
    float rate;
    bool heard, belt;
};

static void own_breath(struct sitting *s, float per_min)
{
    const struct breath b = {s->now, per_min, 0.42F, 0.9F, BREATH_BELT};
    adapt_breath(&s->a, &b);
}

static void begin(struct sitting *s, bool belt)
{
    const struct adapt_config find = {0};
    *s = (struct sitting){.heard = true, .belt = belt};
    adapt_init(&s->a, &find);
    for (int i = 0; i < 6; i++) {
        s->now += 5 * USEC_PER_SEC;
        if (belt) {
            own_breath(s, 12.0F);
        }
    }
}

/* One guided breath; the person's own one is per_min, 0: as the pace. */
static float breathe(struct sitting *s, float per_min)
{
    if (s->heard) {
        adapt_heart(&s->a, s->now);
    }
    struct pace p = adapt_next(&s->a, s->now);
    s->rate = 60.0F / pace_cycle_s(&p);
    s->now += usec_from_s((double)pace_cycle_s(&p));
    if (s->belt) {
        own_breath(s, per_min > 0.0F ? per_min : s->rate);
    }
    return s->rate;
}

static void breathe_to(struct sitting *s, uint8_t state)
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
        struct sitting s;
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
    struct sitting s;
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
    struct sitting s;
    begin(&s, true);
    s.heard = false;
    breathe_to(&s, ADAPT_SETTLE);
}

/* A mind that wandered before a gap, and again after it, has not wandered all the time. */
static void a_gap_is_not_a_failure_to_follow(void **state)
{
    (void)state;
    struct sitting s;
    begin(&s, true);
    breathe_to(&s, ADAPT_SETTLE);
    for (int k = 0; k < ADAPT_BREATHS; k++) {
        (void)breathe(&s, 13.0F);
    }
    assert_true(s.a.bad > 0);
    s.belt = false;
    usec from = s.now;
    while (s.now - from < 100 * USEC_PER_SEC) {
        (void)breathe(&s, 0.0F);
    }
    s.belt = true;
    own_breath(&s, 13.0F);
    (void)breathe(&s, 13.0F);
    (void)breathe(&s, 13.0F);
    assert_int_equal(s.a.state, ADAPT_SETTLE);
    for (int k = 0; k < 20; k++) { /* but who does not come back is not called on and on */
        (void)breathe(&s, 13.0F);
    }
    assert_int_equal(s.a.state, ADAPT_MIRROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pace_holds_still_while_the_heart_is_not_heard),
        cmocka_unit_test(with_a_belt_only_the_search_waits_for_the_heart),
        cmocka_unit_test(who_never_had_a_heart_sensor_is_led_all_the_way),
        cmocka_unit_test(a_gap_is_not_a_failure_to_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
