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
#include "signal/tachogram.h"

static struct tachogram g;

static void fill(usec from, float rr_ms, int n)
{
    for (int i = 0; i < n; i++) {
        from += (usec)(rr_ms * 1000.0F);
        tachogram_push(&g, &(struct tachogram_point){from, rr_ms, true, true, false});
    }
}

static void the_window_ends_with_the_newest_point(void **state)
{
    (void)state;
    float w[TACHOGRAM_WINDOW];
    tachogram_init(&g);
    fill(0, 1000.0F, 64);
    assert_false(tachogram_window(&g, w, TACHOGRAM_WINDOW));
    fill(64000000, 1000.0F, 1);
    assert_true(tachogram_window(&g, w, TACHOGRAM_WINDOW));
    /* A step up at the last beat: the last four quarters of a second climb to it. */
    tachogram_push(&g, &(struct tachogram_point){66000000, 1400.0F, true, true, false});
    assert_true(tachogram_window(&g, w, TACHOGRAM_WINDOW));
    assert_true(fabsf(w[TACHOGRAM_WINDOW - 1] - 1400.0F) < 1e-3F);
    assert_true(fabsf(w[TACHOGRAM_WINDOW - 2] - 1300.0F) < 1e-2F);
    assert_true(fabsf(w[TACHOGRAM_WINDOW - 5] - 1000.0F) < 1e-3F);
}

static void a_hole_makes_the_window_invalid(void **state)
{
    (void)state;
    float w[TACHOGRAM_WINDOW];
    tachogram_init(&g);
    fill(0, 800.0F, 60);
    fill(48000000 + 2300000, 800.0F, 40);
    assert_false(tachogram_window(&g, w, TACHOGRAM_WINDOW));
    assert_true(tachogram_span(&g) == 39 * 800000);
    usec at[] = {49000000, 100, 47999000, tachogram_end(&g), tachogram_end(&g) + 1};
    float rr[5];
    tachogram_rr_at(&g, at, rr, 5);
    assert_true(isnan(rr[0]) && isnan(rr[1]) && isnan(rr[4]));
    assert_true(fabsf(rr[2] - 800.0F) < 1e-3F && fabsf(rr[3] - 800.0F) < 1e-3F);
}

/* A moment is clear while few of the intervals about it were guessed; two that were put back are worth less. */
static void guessed_intervals_hide_the_rhythm_about_them(void **state)
{
    (void)state;
    for (int guessed = 0; guessed <= 4; guessed++) {
        for (int put_back = 0; put_back < 2; put_back++) {
            tachogram_init(&g);
            fill(0, 1000.0F, 30);
            for (int i = 0; i < guessed; i++) {
                tachogram_push(&g, &(struct tachogram_point){(31 + i) * USEC_PER_SEC, 1000.0F, false, true, put_back});
            }
            fill((30 + guessed) * USEC_PER_SEC, 1000.0F, 30);
            assert_int_equal(tachogram_clear_at(&g, 31 * USEC_PER_SEC), put_back || guessed <= 2);
            assert_true(tachogram_clear_at(&g, 24 * USEC_PER_SEC)); /* seven before */
            assert_true(tachogram_clear_at(&g, (31 + guessed + 6) * USEC_PER_SEC));
        }
    }
    tachogram_init(&g);
    assert_true(tachogram_clear_at(&g, 0));
}

static void figures_are_those_of_the_definitions(void **state)
{
    (void)state;
    /* H of the golden values: SDNN 34.9182436, RMSSD 30.2257781, mean 900.208333 over 600 intervals. */
    usec t = 0;
    const int n = 500;
    double sum = 0.0, squares = 0.0, differences = 0.0, rr[500];
    tachogram_init(&g);
    for (int i = 0; i < n; i++) {
        double turn = 2.0 * 3.14159265358979323846 * i;
        rr[i] = round(900.0 + 40.0 * sin(turn / 10.7) + 25.0 * sin(turn / 3.9 + 1.0) + 15.0 * sin(turn / 97.0));
        t += (usec)(rr[i] * 1000.0);
        tachogram_push(&g, &(struct tachogram_point){t, (float)rr[i], true, i > 0, false});
        sum += rr[i] / n;
    }
    for (int i = 0; i < n; i++) {
        squares += (rr[i] - sum) * (rr[i] - sum);
        differences += i > 0 ? (rr[i] - rr[i - 1]) * (rr[i] - rr[i - 1]) : 0.0;
    }
    struct tachogram_figures f;
    tachogram_figures(&g, -1, t, &f);
    assert_int_equal(f.used, n);
    assert_true(fabs((double)f.mean_rr_ms - sum) < 1e-3);
    assert_true(fabs((double)f.sdnn_ms - sqrt(squares / (n - 1))) < 1e-3);
    assert_true(fabs((double)f.rmssd_ms - sqrt(differences / (n - 1))) < 1e-3);
}

static void rmssd_bridges_nothing(void **state)
{
    (void)state;
    struct tachogram_figures f;
    tachogram_init(&g);
    const float rr[] = {800.0F, 810.0F, 1500.0F, 900.0F, 910.0F};
    for (int i = 0; i < 5; i++) {
        tachogram_push(&g, &(struct tachogram_point){(i + 1) * 1000000, rr[i], i != 2, true, false});
    }
    tachogram_figures(&g, 0, 10000000, &f);
    assert_int_equal(f.used, 4);
    assert_int_equal(f.corrected, 1);
    assert_true(fabsf(f.rmssd_ms - 10.0F) < 1e-4F);
}

static void nonsense_is_left_out(void **state)
{
    (void)state;
    tachogram_init(&g);
    tachogram_push(&g, &(struct tachogram_point){10, NAN, true, true, false});
    tachogram_push(&g, &(struct tachogram_point){10, -3.0F, true, true, false});
    assert_true(tachogram_end(&g) == USEC_NONE);
    fill(0, 500.0F, 2 * TACHOGRAM_MAX);
    assert_int_equal(g.n, TACHOGRAM_MAX);
    tachogram_push(&g, &(struct tachogram_point){1, 500.0F, true, true, false});
    assert_true(tachogram_end(&g) == 2 * TACHOGRAM_MAX * INT64_C(500000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_ends_with_the_newest_point),
        cmocka_unit_test(a_hole_makes_the_window_invalid),
        cmocka_unit_test(guessed_intervals_hide_the_rhythm_about_them),
        cmocka_unit_test(figures_are_those_of_the_definitions),
        cmocka_unit_test(rmssd_bridges_nothing),
        cmocka_unit_test(nonsense_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
