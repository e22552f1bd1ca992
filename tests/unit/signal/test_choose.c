/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/choose.h"
#include "unit/signal/hills.h"

enum { BEATS = 40 };
static const double RR_S = 0.8, FIRST_S = 0.5;
static const usec END = INT64_MAX / 2;

static struct choose choose;
static struct mark told[CHOOSE_TOLD_MAX];

static void hill(double t_s, float height, int form)
{
    struct choose_hill h = hills_make(t_s, height, form);
    assert_true(choose_add(&choose, &h));
}

static bool is_told(double t_s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (told[i].t == usec_from_s(t_s)) {
            return true;
        }
    }
    return false;
}

/* Beats with a small wave behind each; early: this beat is ectopic, low and early. */
static size_t settle_with(int early, float height)
{
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < BEATS; i++) {
        double t = FIRST_S + RR_S * i - (i == early ? 0.3 * RR_S : 0.0);
        hill(t, i == early ? height : 1.0F, i == early ? 1 : 0);
        hill(t + 0.25, 0.08F, 2);
    }
    return choose_settle(&choose, END, 0, told);
}

static void high_hills_are_beats_and_low_ones_are_not(void **state)
{
    (void)state;
    assert_int_equal(settle_with(-1, 0.0F), BEATS);
    for (int i = 0; i < BEATS; i++) {
        assert_true(is_told(FIRST_S + RR_S * i, BEATS));
        assert_int_equal(told[i].joined, i > 0);
    }
}

static void a_lone_early_odd_beat_is_kept_where_it_is_clean(void **state)
{
    (void)state;
    size_t n = settle_with(20, 0.4F);
    assert_int_equal(n, BEATS);
    assert_true(is_told(FIRST_S + RR_S * 20 - 0.3 * RR_S, n));
}

static void beats_are_apart(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < 200; i++) {
        hill(0.1 * i, 1.0F + 0.01F * (float)(i % 7), 0);
    }
    size_t n = choose_settle(&choose, END, 0, told);
    assert_true(n > 20);
    for (size_t i = 1; i < n; i++) {
        assert_true(told[i].t - told[i - 1].t >= 200 * USEC_PER_MS);
    }
}

/* Noise hills as tall as the beats between them, no two alike, once the form of the beats is known. */
static void noise_as_tall_as_beats_is_told_by_its_form(void **state)
{
    (void)state;
    size_t n, hits = 0;
    (void)settle_with(-1, 0.0F);
    choose.settled_until = choose.last = USEC_NONE;
    double from = FIRST_S + RR_S * BEATS;
    for (int i = 0; i < BEATS; i++) {
        hill(from + RR_S * i, 1.0F, 0);
        hill(from + RR_S * i + 0.24 + 0.04 * (i * 5 % 8), 0.8F + 0.1F * (float)(i * 3 % 7), 2 + i);
    }
    n = choose_settle(&choose, END, 0, told);
    for (int i = 0; i < BEATS; i++) {
        hits += is_told(from + RR_S * i, n) ? 1 : 0;
    }
    assert_true(hits >= BEATS - 1);
    assert_true(n <= BEATS + 2);
}

static void a_factor_on_all_heights_changes_nothing(void **state)
{
    (void)state;
    static const float GAIN[2] = {1.0F, 4096.0F};
    size_t n[2];
    usec t[2][CHOOSE_TOLD_MAX];
    for (int g = 0; g < 2; g++) {
        choose_init(&choose, &CHOOSE_ECG);
        for (int i = 0; i < 120; i++) {
            hill(0.25 * i, GAIN[g] * (i % 3 == 0 ? 1.0F : 0.3F + 0.05F * (float)(i % 5)), i % 3 == 0 ? 0 : i);
        }
        n[g] = choose_settle(&choose, END, 0, told);
        for (size_t i = 0; i < n[g]; i++) {
            t[g][i] = told[i].t;
        }
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(t[0], t[1], n[0] * sizeof t[0][0]);
}

static void what_is_settled_stays(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < BEATS; i++) {
        hill(FIRST_S + RR_S * i, 1.0F, 0);
    }
    size_t n = choose_settle(&choose, usec_from_s(10.0), usec_from_s(5.0), told);
    assert_true(n > 8 && told[n - 1].t <= usec_from_s(10.0));
    size_t more = choose_settle(&choose, END, 0, told);
    assert_int_equal(n + more, BEATS);
    assert_true(told[0].t > usec_from_s(10.0));
    assert_true(told[0].joined);
}

static void it_says_when_it_is_full(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_ECG);
    struct choose_hill h = {.height = 1.0F};
    for (int i = 0; i < CHOOSE_HILLS; i++) {
        h.t = (usec)i * 100 * USEC_PER_MS;
        assert_true(choose_add(&choose, &h));
    }
    assert_false(choose_add(&choose, &h));
    assert_int_equal(choose_settle(&choose, -1, 0, told), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(high_hills_are_beats_and_low_ones_are_not),
        cmocka_unit_test(a_lone_early_odd_beat_is_kept_where_it_is_clean),
        cmocka_unit_test(beats_are_apart),
        cmocka_unit_test(noise_as_tall_as_beats_is_told_by_its_form),
        cmocka_unit_test(a_factor_on_all_heights_changes_nothing),
        cmocka_unit_test(what_is_settled_stays),
        cmocka_unit_test(it_says_when_it_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
