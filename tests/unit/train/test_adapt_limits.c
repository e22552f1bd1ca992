/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does not follow, and where comfort ends. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapt_walk.h"
#include "near.h"
#include "train/adapt.h"

static void holds_and_then_mirrors_who_does_not_follow(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 9.0F);
    (void)breathe(&w, 9.0F);
    float slowest = 9.0F;
    for (int i = 0; i < 40; i++) {
        slowest = fminf(slowest, breathe(&w, 9.0F));
    }
    assert_true(slowest > 7.0F); /* 15 % is the most it goes ahead, plus a step */
    bool mirrored = false;
    for (int i = 0; i < 20; i++) { /* a minute and more of somebody's own rhythm */
        (void)breathe(&w, 13.0F);
        mirrored = mirrored || w.a.state == ADAPT_MIRROR;
    }
    assert_true(mirrored);
}

static void who_never_follows_is_left_in_peace(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 13.0F);
    while (w.a.state != ADAPT_MIRROR) {
        (void)breathe(&w, 13.0F);
        assert_true(w.now < 300 * USEC_PER_SEC);
    }
    usec until = w.now + 600 * USEC_PER_SEC;
    while (w.now < until) {
        (void)breathe(&w, 13.0F);
        assert_int_equal(w.a.state, ADAPT_MIRROR);
    }
    assert_near(w.rate, 13.0F * 0.97F, 0.4F);
}

/* One guided breath, in which the person breathes twice. */
static void breathe_twice(struct walk *w)
{
    struct pace p = adapt_next(&w->a, w->now);
    w->rate = rate_of(&p);
    for (int i = 0; i < 2; i++) {
        w->now += usec_from_s((double)pace_cycle_s(&p) / 2.0);
        own_breath(w, 2.0F * w->rate);
    }
}

static void who_breaks_off_again_and_again_is_not_given_up(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 13.0F);
    while (w.a.state == ADAPT_LEAD || w.a.state == ADAPT_LISTEN) {
        (void)breathe(&w, 0.0F);
    }
    float before = w.rate;
    for (int i = 0; i < 60; i++) {
        if (w.rate < 7.0F && i % 5 < 3) {
            breathe_twice(&w);
        } else {
            (void)breathe(&w, 0.0F);
        }
        assert_int_not_equal(w.a.state, ADAPT_MIRROR);
    }
    assert_true(w.rate > before && w.rate < 8.5F); /* but the pace has left where it was too slow */
}

/* How often somebody breathes twice in a breath, so deep, until the pace is led above 6 a minute. */
static int breaks_until_eased(float deep)
{
    struct walk w;
    start(&w, 13.0F);
    w.deep = 1.0F;
    own_breaths(&w, 13.0F);
    while (breathe(&w, 0.0F) > 6.05F) {
    }
    int times = 0;
    while (w.a.floor_per_min < 6.0F && times < 40) {
        for (int i = 0; i < 6; i++) {
            (void)breathe(&w, 0.0F);
        }
        w.deep = deep;
        breathe_twice(&w);
        w.deep = 1.0F;
        times++;
    }
    return times;
}

static void deep_breaths_of_ones_own_ease_sooner(void **state)
{
    (void)state;
    int usual = breaks_until_eased(1.0F), deep = breaks_until_eased(1.35F), untold = breaks_until_eased(0.0F);
    print_message("eased after %d breaks no deeper, %d a third deeper, %d of untold depth\n", usual, deep, untold);
    assert_true(deep < untold && untold <= usual);
}

/* Led down well for minutes, then at one pace not following any more: that is a limit, not an end of all following;
   and so again later in a long sitting. */
static void who_stops_following_at_a_pace_is_led_above_it(void **state)
{
    (void)state;
    static const int BLOCKS_BEFORE[] = {8, 70, 12};
    struct walk w;
    const struct adapt_config find = {0};
    const float limit = 5.9F;
    start(&w, 9.0F);
    adapt_init(&w.a, &find);
    own_breath(&w, 9.0F);
    for (size_t k = 0; k < sizeof BLOCKS_BEFORE / sizeof BLOCKS_BEFORE[0]; k++) {
        for (int i = 0; i < BLOCKS_BEFORE[k]; i++) {
            breathe_block(&w, 5.8F);
        }
        assert_int_equal(w.a.state, ADAPT_SETTLE);
        for (int i = 0; i < 40; i++) {
            (void)breathe(&w, w.rate < limit ? 14.0F : 0.0F);
            assert_int_not_equal(w.a.state, ADAPT_MIRROR);
        }
        assert_true(w.rate > limit && w.rate < limit + 0.5F);
    }
}

static void too_much_eases_with_the_next_breath(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 7.0F);
    for (int i = 0; i < 12; i++) {
        (void)breathe(&w, 0.0F);
    }
    float before = w.rate;
    adapt_command(&w.a, w.now, COMMAND_EASIER);
    float after = breathe(&w, 0.0F);
    assert_near(after, before * 1.07F, 0.02F);
    assert_int_equal(w.a.why, PACE_EASE);
    usec until = w.now + 200 * USEC_PER_SEC;
    while (w.now < until) { /* the floor holds for five minutes */
        assert_true(breathe(&w, 0.0F) > before + 0.25F);
    }
}

/* Follows whatever is asked, but presses "faster" with each third breath that is too slow: led just above what is
   pressed for, and left there. */
static void settles_above_where_faster_is_pressed(void **state)
{
    (void)state;
    for (float limit = 6.2F; limit < 7.6F; limit += 0.4F) {
        struct walk w;
        start(&w, 13.0F);
        int slow = 0, pressed = 0;
        for (int i = 0; i < 180; i++) {
            (void)breathe(&w, 0.0F);
            slow = w.rate < limit ? slow + 1 : 0;
            if (slow % 3 == 2) {
                adapt_command(&w.a, w.now, COMMAND_FASTER);
                pressed += i >= 60 ? 1 : 0;
            }
            if (i >= 60) {
                assert_true(w.rate > limit - 0.5F && w.rate < limit + 0.5F);
            }
        }
        assert_true(pressed <= 2);
    }
}

/* Who follows the pace that follows them goes down with it; a key says where that ends. */
static void a_mirror_heeds_the_key(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 9.0F);
    (void)breathe(&w, 0.0F);
    adapt_for(&w.a, w.now, ADAPT_FOLLOW, 0.0F, ADAPT_INHALE_SHARE);
    while (w.rate > 7.0F) {
        (void)breathe(&w, 0.0F);
    }
    float pressed_at = w.rate;
    adapt_command(&w.a, w.now, COMMAND_FASTER);
    for (int i = 0; i < 30; i++) {
        (void)breathe(&w, 0.0F);
        assert_true(w.rate > pressed_at);
    }
}

static void stays_where_comfort_ends(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 12.0F);
    bool below = false;
    for (int i = 0; i < 60; i++) { /* goes on at 7 whatever slower pace is asked */
        (void)breathe(&w, w.rate > 7.0F ? w.rate : 7.0F);
        below = below || w.rate < 6.7F;
    }
    assert_true(below); /* it was tried */
    for (int i = 0; i < 40; i++) {
        (void)breathe(&w, w.rate > 7.0F ? w.rate : 7.0F);
        assert_true(w.rate > 6.6F && w.rate < 7.8F);
    }
    assert_false(adapt_known(&w.a)); /* where the heart answers most was never seen */
}

/* Three guided breaths of which the heart alone tells, and hardly. */
static void unclear_block(struct walk *w)
{
    for (int i = 0; i < ADAPT_BLOCK_BREATHS; i++) {
        (void)breathe(w, 0.0F);
    }
    const struct adapt_block b = {.heart = {2.0F, 1.0F, 2.6F, 0.1F, true}, .other = {15.0F, 0.19F}, .per_min = w->rate};
    adapt_measured(&w->a, &b);
}

/* Block by block the heart says that it was still too slow, until the pace is where the heart tells nothing. */
static void a_limit_that_no_heart_can_tell_is_a_mirror(void **state)
{
    (void)state;
    struct walk w;
    start_as(&w, &ADAPT_FINDS, 0.0F);
    w.heard = true;
    float slowest = INFINITY;
    while (w.a.state != ADAPT_MIRROR) {
        unclear_block(&w);
        slowest = fminf(slowest, w.rate);
        assert_true(w.now < 600 * USEC_PER_SEC);
    }
    assert_true(slowest < 7.5F && w.rate > 8.0F && w.rate < 9.5F); /* it was tried, and it was not pushed */
    for (int i = 0; i < 40; i++) {
        heart_breath(&w, i % 3 == 0 ? 8.8F : 14.0F, i % 3 == 0 ? 0.7F : 0.6F); /* what is less likely has to be surer */
        (void)breathe(&w, 0.0F);
        assert_int_equal(w.a.state, ADAPT_MIRROR);
    }
    assert_near(w.rate, 14.0F * 0.97F, 0.3F);
    for (int i = 0; i < 40; i++) {
        heart_breath(&w, 8.8F, 0.9F);
        (void)breathe(&w, 0.0F);
    }
    assert_near(w.rate, 8.8F * 0.97F, 0.3F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_and_then_mirrors_who_does_not_follow),
        cmocka_unit_test(who_never_follows_is_left_in_peace),
        cmocka_unit_test(who_breaks_off_again_and_again_is_not_given_up),
        cmocka_unit_test(deep_breaths_of_ones_own_ease_sooner),
        cmocka_unit_test(who_stops_following_at_a_pace_is_led_above_it),
        cmocka_unit_test(too_much_eases_with_the_next_breath),
        cmocka_unit_test(settles_above_where_faster_is_pressed),
        cmocka_unit_test(a_mirror_heeds_the_key),
        cmocka_unit_test(stays_where_comfort_ends),
        cmocka_unit_test(a_limit_that_no_heart_can_tell_is_a_mirror),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
