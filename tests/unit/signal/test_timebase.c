/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/timebase.h"

/* 125 Hz, a clock that runs at `rate` of its nominal speed, bytes in lumps of 16 ms, now and then 60 ms late. */
static double worst_after(double rate, double settle_s, double *last_s)
{
    struct timebase t;
    struct rng rng;
    double worst = 0.0, offset = (double)NAN;
    usec before = INT64_MIN;
    rng_init(&rng, 5);
    timebase_init(&t, 125.0);
    for (int64_t i = 0; i < 125 * 120; i++) {
        double moment = 1.0 + (double)i / (125.0 * rate);
        double arrival = 0.016 * ceil(moment / 0.016) + (rng_uniform(&rng) < 0.01 ? 0.06 : 0.0);
        struct reading r = {.t = usec_from_s(arrival), .tick = i, .kind = READING_ECG};
        usec got = timebase_place(&t, &r);
        assert_true(got > before);
        before = got;
        double off = usec_to_s(got) - moment;
        if (moment > settle_s) {
            offset = isnan(offset) ? off : offset;
            worst = fmax(worst, fabs(off - offset));
        }
        *last_s = off;
    }
    return worst;
}

static void lumps_are_taken_out(void **state)
{
    (void)state;
    double off = 0.0;
    /* Arrival jitter is 16 ms and more; times are even to a fraction of it, and near the earliest arrivals. */
    assert_true(worst_after(1.0, 10.0, &off) < 0.004);
    assert_true(fabs(off) < 0.008);
}

static void a_wrong_rate_is_learned(void **state)
{
    (void)state;
    double off = 0.0;
    assert_true(worst_after(1.02, 20.0, &off) < 0.010);
    assert_true(worst_after(0.97, 20.0, &off) < 0.010);
}

static void exact_times_pass(void **state)
{
    (void)state;
    struct timebase t;
    timebase_init(&t, 125.0);
    struct reading r = {.t = 777, .tick = 9, .flags = READING_EXACT};
    assert_true(timebase_place(&t, &r) == 777);
    timebase_init(&t, 0.0);
    r.flags = 0;
    assert_true(timebase_place(&t, &r) == 777);
}

static void a_long_delay_sets_a_new_anchor(void **state)
{
    (void)state;
    struct timebase t;
    timebase_init(&t, 100.0);
    struct reading r = {.t = 0, .tick = 0};
    for (int i = 0; i < 300; i++) {
        r.t = i * 10000;
        r.tick = i;
        assert_true(timebase_place(&t, &r) == r.t);
    }
    r.t += 10000 + 700000;
    r.tick++;
    assert_true(timebase_place(&t, &r) == r.t);
    timebase_break(&t);
    r.t += 12345;
    assert_true(timebase_place(&t, &r) == r.t);
}

static void a_shift_in_time_shifts_the_answer(void **state)
{
    (void)state;
    struct timebase a, b;
    struct rng rng;
    rng_init(&rng, 6);
    timebase_init(&a, 60.0);
    timebase_init(&b, 60.0);
    for (int64_t i = 0; i < 6000; i++) {
        usec t = i * 16667 + (usec)(rng_uniform(&rng) * 20000.0), shift = INT64_C(123456789012);
        struct reading r = {.t = t, .tick = i}, moved = {.t = t + shift, .tick = i + 1000};
        assert_true(timebase_place(&b, &moved) == timebase_place(&a, &r) + shift);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lumps_are_taken_out),
        cmocka_unit_test(a_wrong_rate_is_learned),
        cmocka_unit_test(exact_times_pass),
        cmocka_unit_test(a_long_delay_sets_a_new_anchor),
        cmocka_unit_test(a_shift_in_time_shifts_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
