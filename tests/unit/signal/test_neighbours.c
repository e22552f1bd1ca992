/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/neighbours.h"

static float strangeness(const struct neighbours *x)
{
    return neighbours_strangeness(x, neighbours_outside(x), neighbours_usual(x));
}

static void a_steady_slope_is_not_strange(void **state)
{
    (void)state;
    for (int k = -4; k <= 4; k++) {
        float step = 10.0F * (float)k;
        struct neighbours x = {800.0F,
                               800.0F + step,
                               800.0F + 2.0F * step,
                               800.0F + 3.0F * step,
                               800.0F + 4.0F * step,
                               800.0F + 5.0F * step};
        assert_true(neighbours_outside(&x) == 0.0F);
        assert_true(strangeness(&x) < 0.01F);
        assert_true(fabsf(neighbours_lean(&x)) < 0.01F);
    }
}

static void a_moved_beat_is_twice_as_strange_as_it_is_off_and_does_not_lean(void **state)
{
    (void)state;
    for (int k = -3; k <= 3; k++) {
        float off = 40.0F * (float)k;
        struct neighbours x = {900.0F, 900.0F, 900.0F + off, 900.0F - off, 900.0F, 900.0F};
        assert_true(fabsf(neighbours_kick(&x) - 2.0F * fabsf(off)) < 0.01F);
        assert_true(fabsf(strangeness(&x) - 2.11F * fabsf(off)) < 0.01F);
        assert_true(neighbours_lean(&x) == 0.0F);
    }
}

static void a_pause_is_less_strange_than_a_late_beat(void **state)
{
    (void)state;
    struct neighbours late = {800.0F, 800.0F, 900.0F, 700.0F, 800.0F, 800.0F};
    struct neighbours pause = {800.0F, 800.0F, 1000.0F, 800.0F, 800.0F, 800.0F};
    assert_true(neighbours_kick(&late) == neighbours_kick(&pause));
    assert_true(neighbours_lean(&pause) == 200.0F);
    assert_true(strangeness(&pause) < 0.8F * strangeness(&late));
}

/* The rhythm slows down while a beat is missed: what follows is longer, but not by so much. */
static void an_interval_of_twice_the_one_before_is_no_pause(void **state)
{
    (void)state;
    struct neighbours missed = {694.0F, 685.0F, 1454.0F, 1138.0F, 1119.0F, 1021.0F};
    struct neighbours slower = {694.0F, 920.0F, 1454.0F, 1138.0F, 1119.0F, 1021.0F};
    assert_true(strangeness(&missed) > 0.2F * neighbours_usual(&missed));
    assert_true(strangeness(&slower) < 0.13F * neighbours_usual(&slower));
}

/* On the steep part of a large swing, where the span of the neighbours hides most of what a beat is off. */
static void a_moved_beat_is_as_strange_on_a_slope(void **state)
{
    (void)state;
    for (int side = -1; side <= 1; side += 2) {
        float step = 40.0F * (float)side, off = -70.0F * (float)side;
        struct neighbours even = {800.0F,
                                  800.0F + step,
                                  800.0F + 2.0F * step,
                                  800.0F + 3.0F * step,
                                  800.0F + 4.0F * step,
                                  800.0F + 5.0F * step};
        struct neighbours moved = even;
        moved.v += off;
        moved.next -= off;
        assert_true(fabsf(neighbours_outside(&moved)) < 0.5F * fabsf(off));
        assert_true(strangeness(&moved) > 1.8F * fabsf(off));
    }
}

/* What swings back on one side only has taken a step. */
static void a_step_is_less_strange_than_a_moved_beat(void **state)
{
    (void)state;
    struct neighbours step = {900.0F, 900.0F, 890.0F, 1040.0F, 1030.0F, 900.0F};
    struct neighbours moved = {900.0F, 900.0F, 825.0F, 975.0F, 900.0F, 900.0F};
    assert_true(strangeness(&step) < 0.5F * strangeness(&moved));
}

/* The beat before a moved one is in its place, though the change out of its interval is large. */
static void the_beat_before_a_moved_one_is_less_strange_than_that(void **state)
{
    (void)state;
    for (int k = 10; k <= 40; k += 10) {
        float off = 9.0F * (float)k;
        struct neighbours before = {901.0F, 900.0F, 899.0F, 900.0F + off, 900.0F - off, 900.0F};
        struct neighbours at = {900.0F, 899.0F, 900.0F + off, 900.0F - off, 900.0F, 901.0F};
        assert_true(strangeness(&before) < 0.05F * strangeness(&at));
    }
}

/* Breathing out, the rhythm jumps from one level to another and comes back by and by. */
static void a_jump_between_two_levels_is_hardly_strange(void **state)
{
    (void)state;
    struct neighbours jump = {781.0F, 742.0F, 734.0F, 922.0F, 867.0F, 836.0F};
    struct neighbours moved = {781.0F, 742.0F, 690.0F, 922.0F, 820.0F, 836.0F};
    assert_true(neighbours_kick(&jump) > 100.0F);
    assert_true(strangeness(&jump) < 0.2F * neighbours_kick(&jump));
    assert_true(strangeness(&moved) > 0.9F * neighbours_kick(&moved));
}

static void two_intervals_in_one_are_as_strange_as_ever(void **state)
{
    (void)state;
    struct neighbours x = {800.0F, 800.0F, 1600.0F, 800.0F, 800.0F, 800.0F};
    assert_int_equal(neighbours_holds(x.v, neighbours_usual(&x)), 2);
    assert_true(strangeness(&x) >= 800.0F);
    x.v = 1100.0F;
    assert_true(strangeness(&x) <= neighbours_kick(&x) && strangeness(&x) > 0.85F * neighbours_kick(&x));
}

static void what_is_not_known_gives_way(void **state)
{
    (void)state;
    struct neighbours x = {NAN, NAN, 800.0F, NAN, NAN, NAN};
    assert_true(neighbours_outside(&x) == 0.0F);
    assert_true(neighbours_usual(&x) == 800.0F);
    assert_true(isnan(neighbours_kick(&x)) && isnan(neighbours_lean(&x)));
    assert_true(strangeness(&x) == 0.0F);
    x = (struct neighbours){NAN, 800.0F, 1000.0F, 800.0F, NAN, NAN};
    assert_true(neighbours_outside(&x) == 200.0F);
    assert_true(neighbours_kick(&x) == 200.0F);
}

static void an_interval_holds_as_many_as_fit_by_ratio(void **state)
{
    (void)state;
    assert_int_equal(neighbours_holds(1000.0F, 1000.0F), 1);
    assert_int_equal(neighbours_holds(1400.0F, 1000.0F), 1);
    assert_int_equal(neighbours_holds(1430.0F, 1000.0F), 2);
    assert_int_equal(neighbours_holds(2500.0F, 1000.0F), 3);
    assert_int_equal(neighbours_holds(90000.0F, 1000.0F), NEIGHBOURS_HOLDS_MAX);
}

/* Whatever the unit, strangeness is in proportion; a level added to all changes no kick. */
static void the_measures_scale(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 4);
    for (int k = 0; k < 2000; k++) {
        float v[6];
        for (int i = 0; i < 6; i++) {
            v[i] = (float)(600.0 + 500.0 * rng_uniform(&r));
        }
        struct neighbours x = {v[0], v[1], v[2], v[3], v[4], v[5]};
        struct neighbours twice = {2 * v[0], 2 * v[1], 2 * v[2], 2 * v[3], 2 * v[4], 2 * v[5]};
        assert_true(strangeness(&twice) == 2.0F * strangeness(&x));
        assert_true(neighbours_outside(&twice) == 2.0F * neighbours_outside(&x));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_steady_slope_is_not_strange),
        cmocka_unit_test(a_moved_beat_is_twice_as_strange_as_it_is_off_and_does_not_lean),
        cmocka_unit_test(a_pause_is_less_strange_than_a_late_beat),
        cmocka_unit_test(an_interval_of_twice_the_one_before_is_no_pause),
        cmocka_unit_test(a_moved_beat_is_as_strange_on_a_slope),
        cmocka_unit_test(a_step_is_less_strange_than_a_moved_beat),
        cmocka_unit_test(the_beat_before_a_moved_one_is_less_strange_than_that),
        cmocka_unit_test(a_jump_between_two_levels_is_hardly_strange),
        cmocka_unit_test(two_intervals_in_one_are_as_strange_as_ever),
        cmocka_unit_test(what_is_not_known_gives_way),
        cmocka_unit_test(an_interval_holds_as_many_as_fit_by_ratio),
        cmocka_unit_test(the_measures_scale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
