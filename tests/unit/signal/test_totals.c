/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "signal/totals.h"

static void push(struct totals *s, float rr_ms, bool used, bool joined)
{
    struct artefact_out o = {.beat = {.rr_ms = rr_ms, .used = used}, .points_n = 1};
    o.points[0] = (struct tachogram_point){0, rr_ms, used, joined, false};
    totals_push(s, &o);
}

static void the_figures_are_those_of_the_intervals_used(void **state)
{
    (void)state;
    struct totals s;
    struct body_totals t;
    totals_init(&s);
    push(&s, 800.0F, true, false);
    push(&s, 820.0F, true, true);
    push(&s, 790.0F, true, true);
    totals_tell(&s, &t);
    assert_int_equal(t.beats, 3);
    assert_int_equal(t.corrected, 0);
    assert_true(fabs(t.mean_hr_bpm - (60000.0 / 800.0 + 60000.0 / 820.0 + 60000.0 / 790.0) / 3.0) < 1e-9);
    /* mean 803.333: distances -3.333, 16.667, -13.333 */
    assert_true(fabs(t.sdnn_ms - sqrt(466.6666667 / 2.0)) < 1e-6);
    assert_true(fabs(t.rmssd_ms - sqrt((400.0 + 900.0) / 2.0)) < 1e-9);
}

static void a_corrected_beat_counts_but_is_bridged_by_nothing(void **state)
{
    (void)state;
    struct totals s;
    struct body_totals t;
    totals_init(&s);
    push(&s, 800.0F, true, false);
    push(&s, 1600.0F, false, true);
    push(&s, 900.0F, true, true);
    totals_tell(&s, &t);
    assert_int_equal(t.beats, 3);
    assert_int_equal(t.corrected, 1);
    assert_true(isnan(t.rmssd_ms));
    assert_true(fabs(t.sdnn_ms - sqrt(5000.0)) < 1e-6);
}

static void a_first_beat_without_an_interval_is_not_corrected(void **state)
{
    (void)state;
    struct totals s;
    struct body_totals t;
    totals_init(&s);
    struct artefact_out o = {.beat = {.rr_ms = NAN}};
    totals_push(&s, &o);
    totals_tell(&s, &t);
    assert_int_equal(t.beats, 1);
    assert_int_equal(t.corrected, 0);
    assert_true(isnan(t.mean_hr_bpm) && isnan(t.sdnn_ms) && isnan(t.rmssd_ms));
}

static void the_hash_follows_the_sums(void **state)
{
    (void)state;
    struct totals a, b;
    totals_init(&a);
    totals_init(&b);
    assert_true(totals_hash(&a, HASH_START) == totals_hash(&b, HASH_START));
    push(&a, 800.0F, true, false);
    push(&b, 801.0F, true, false);
    assert_true(totals_hash(&a, HASH_START) != totals_hash(&b, HASH_START));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_are_those_of_the_intervals_used),
        cmocka_unit_test(a_corrected_beat_counts_but_is_bridged_by_nothing),
        cmocka_unit_test(a_first_beat_without_an_interval_is_not_corrected),
        cmocka_unit_test(the_hash_follows_the_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
