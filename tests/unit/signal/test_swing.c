/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/swing.h"

static struct tachogram g;

static void extend(double half, double hz, double from_s, double end_s)
{
    for (double t = from_s; t < end_s;) {
        double bpm = 60.0 + half * sin(2.0 * 3.14159265358979 * hz * t);
        tachogram_push(&g, &(struct tachogram_point){usec_from_s(t), (float)(60000.0 / bpm), true, true, false});
        t += 60.0 / bpm;
    }
}

static void fill(double half, double hz, double end_s)
{
    tachogram_init(&g);
    extend(half, hz, 1.0, end_s);
}

static void the_swing_of_a_sine_is_twice_its_height(void **state)
{
    (void)state;
    fill(10.0, 0.1, 60.0);
    usec onsets[] = {10000000, 20000000, 30000000, 40000000};
    assert_true(fabsf(swing_of_breaths(&g, onsets, 4).mean - 20.0F) < 1.5F);
    assert_true(fabsf(swing_of_breath(&g, onsets[0], onsets[1]) - 20.0F) < 2.0F);
}

static void the_last_breath_counts_alone(void **state)
{
    (void)state;
    fill(4.0, 0.1, 40.0);
    extend(12.0, 0.1, 40.0, 60.0);
    usec onsets[] = {10000000, 20000000, 30000000, 40000000, 50000000};
    struct swing swing = swing_of_breaths(&g, onsets, 5);
    assert_true(fabsf(swing.last - 24.0F) < 2.0F && fabsf(swing.mean - (24.0F + 8.0F + 8.0F) / 3.0F) < 2.0F);
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    fill(10.0, 0.1, 35.0);
    usec onsets[] = {10000000, 20000000, 30000000, 40000000};
    assert_true(isnan(swing_of_breath(&g, onsets[2], onsets[3])));
    assert_true(fabsf(swing_of_breaths(&g, onsets, 4).mean - 20.0F) < 1.5F);
    assert_true(isnan(swing_of_breaths(&g, onsets, 1).mean));
    assert_true(fabsf(swing_of_breaths(&g, onsets, 4).last - 20.0F) < 2.0F); /* the one before is known */
    fill(10.0, 0.1, 25.0);
    assert_true(isnan(swing_of_breaths(&g, onsets, 4).last)); /* two breaths ago is not the last */
    assert_true(!isnan(swing_of_breaths(&g, onsets, 4).mean));
    tachogram_init(&g);
    assert_true(isnan(swing_of_breaths(&g, onsets, 4).mean));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_swing_of_a_sine_is_twice_its_height),
        cmocka_unit_test(the_last_breath_counts_alone),
        cmocka_unit_test(what_is_not_known_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
