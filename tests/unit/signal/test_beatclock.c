/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/beatclock.h"

static struct mark at(struct beatclock *c, usec t, float ms, uint8_t flags)
{
    return beatclock_place(c, &(struct reading){.t = t, .value = ms, .kind = READING_IBI, .flags = flags});
}

static void intervals_not_arrivals_make_the_times(void **state)
{
    (void)state;
    struct beatclock c;
    beatclock_init(&c);
    assert_false(at(&c, 1000000, 800.0F, 0).joined);
    /* Two intervals in a packet that comes late: the beats stay one interval apart, less the pull. */
    struct mark a = at(&c, 2300000, 800.0F, 0), b = at(&c, 2300000, 810.0F, 0);
    assert_true(a.joined && a.t == 1800000);
    assert_true(b.joined && b.t == 2605000);
}

static void a_lost_packet_is_noticed(void **state)
{
    (void)state;
    struct beatclock c;
    beatclock_init(&c);
    (void)at(&c, 1000000, 800.0F, 0);
    struct mark m = at(&c, 2600000, 800.0F, 0);
    assert_false(m.joined);
    assert_true(m.t == 2600000);
    assert_true(at(&c, 3400000, 800.0F, 0).joined);
}

static void a_clock_ahead_is_pulled_back(void **state)
{
    (void)state;
    struct beatclock c;
    beatclock_init(&c);
    (void)at(&c, 1000000, 800.0F, 0);
    for (int i = 1; i < 100; i++) {
        struct mark m = at(&c, 1000000 + i * 797000, 800.0F, 0);
        assert_true(m.joined);
        assert_true(m.t - (1000000 + i * 797000) <= 3000);
    }
}

static void exact_beats_are_where_they_are(void **state)
{
    (void)state;
    struct beatclock c;
    beatclock_init(&c);
    (void)at(&c, 0, 800.0F, READING_EXACT);
    struct mark m = at(&c, 812345, 800.0F, READING_EXACT);
    assert_true(m.joined && m.t == 812345);
    assert_false(at(&c, 5000000, 800.0F, READING_EXACT).joined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_not_arrivals_make_the_times),
        cmocka_unit_test(a_lost_packet_is_noticed),
        cmocka_unit_test(a_clock_ahead_is_pulled_back),
        cmocka_unit_test(exact_beats_are_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
