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

static void fill(double half, double hz, double end_s)
{
    tachogram_init(&g);
    for (double t = 1.0; t < end_s;) {
        double bpm = 60.0 + half * sin(2.0 * 3.14159265358979 * hz * t);
        tachogram_push(&g, &(struct tachogram_point){usec_from_s(t), (float)(60000.0 / bpm), true, true, false});
        t += 60.0 / bpm;
    }
}

static void the_swing_of_a_sine_is_twice_its_height(void **state)
{
    (void)state;
    fill(10.0, 0.1, 60.0);
    usec onsets[] = {10000000, 20000000, 30000000, 40000000};
    assert_true(fabsf(swing_mean(&g, onsets, 4) - 20.0F) < 1.5F);
    assert_true(fabsf(swing_of_breath(&g, onsets[0], onsets[1]) - 20.0F) < 2.0F);
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    fill(10.0, 0.1, 35.0);
    usec onsets[] = {10000000, 20000000, 30000000, 40000000};
    assert_true(isnan(swing_of_breath(&g, onsets[2], onsets[3])));
    assert_true(fabsf(swing_mean(&g, onsets, 4) - 20.0F) < 1.5F);
    assert_true(isnan(swing_mean(&g, onsets, 1)));
    tachogram_init(&g);
    assert_true(isnan(swing_mean(&g, onsets, 4)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_swing_of_a_sine_is_twice_its_height),
        cmocka_unit_test(what_is_not_known_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
