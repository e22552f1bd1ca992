/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/tally.h"
#include "engine/watch.h"
#include "near.h"

static struct measures second(float peak_share, bool scored)
{
    return (struct measures){.peak_share = peak_share, .scored = scored, .coherence_score = 2.0F, .swing_bpm = 8.0F};
}

static void nothing_adds_up_to_unknown(void **state)
{
    (void)state;
    struct tally t;
    struct event_summary s;
    const struct body_totals none = {0, 0, (double)NAN, (double)NAN, (double)NAN};
    tally_init(&t);
    tally_summary(&t, &none, &s);
    assert_true(s.minutes == 0.0 && s.gaps == 0);
    assert_true(isnan(s.coherence_mean) && isnan(s.coherent_share) && isnan(s.swing_mean_bpm) && isnan(s.adherence));
    assert_true(isnan(s.settle_s) && isnan(s.totals.mean_hr_bpm));
}

static void settling_takes_thirty_seconds_in_a_row(void **state)
{
    (void)state;
    struct tally t;
    tally_init(&t);
    for (int i = 1; i <= 200; i++) { /* good from 101 on, but for one second at 120 */
        struct measures m = second(i > 100 && i != 120 ? 0.7F : 0.3F, true);
        tally_state(&t, &m, true);
    }
    assert_true(t.settle_s == 120.0);
    struct event_summary s;
    const struct body_totals none = {0};
    tally_summary(&t, &none, &s);
    assert_true(fabs(s.coherent_share - 99.0 / 200.0) < 1e-9 && s.coherence_mean == 2.0 && s.swing_mean_bpm == 8.0);
}

static void pauses_and_unscored_seconds_do_not_count(void **state)
{
    (void)state;
    struct tally t;
    tally_init(&t);
    struct measures good = second(0.9F, true), poor = second(NAN, false);
    for (int i = 0; i < 60; i++) {
        tally_state(&t, &good, false);
        tally_state(&t, &poor, true);
    }
    struct event_summary s;
    const struct body_totals none = {0};
    tally_summary(&t, &none, &s);
    assert_true(s.minutes == 1.0 && s.scored_minutes == 0.0 && isnan(s.coherence_mean));
}

static void noise_has_no_heart_rate(void **state)
{
    (void)state;
    struct tally t;
    struct event_summary s;
    struct measures good = second(0.9F, true);
    const struct body_totals noise = {1141, 512, 120.0, 90.0, 144.0}, irregular = {1303, 353, 67.0, 164.0, 186.0};
    tally_init(&t);
    tally_summary(&t, &noise, &s);
    assert_true(isnan(s.totals.mean_hr_bpm) && isnan(s.totals.sdnn_ms) && isnan(s.totals.rmssd_ms));
    assert_int_equal(s.totals.beats, 1141);
    tally_summary(&t, &irregular, &s);
    assert_true(s.totals.mean_hr_bpm == 67.0);
    tally_state(&t, &good, true);
    tally_summary(&t, &noise, &s); /* part of it was a heart's */
    assert_true(s.totals.mean_hr_bpm == 120.0);
}

static void breaths_of_unknown_match_are_left_out(void **state)
{
    (void)state;
    struct tally t;
    tally_init(&t);
    tally_breath(&t, MATCHED_UNKNOWN);
    assert_true(isnan(tally_adherence(&t)));
    tally_breath(&t, MATCHED_YES);
    tally_breath(&t, MATCHED_NO);
    tally_breath(&t, MATCHED_YES);
    tally_breath(&t, MATCHED_YES);
    assert_near(tally_adherence(&t), 0.75F, 1e-6F);
}

static void the_last_breaths_count_apart(void **state)
{
    (void)state;
    struct tally t;
    tally_init(&t);
    assert_true(isnan(tally_late_adherence(&t)));
    for (int i = 0; i < 40; i++) {
        tally_breath(&t, MATCHED_NO);
    }
    for (int i = 0; i < 8; i++) {
        tally_breath(&t, i % 2 == 0 ? MATCHED_YES : MATCHED_UNKNOWN);
    }
    assert_near(tally_late_adherence(&t), 1.0F - powf(0.8F, 4.0F), 1e-4F);
    for (int i = 0; i < 20; i++) {
        tally_breath(&t, MATCHED_YES);
    }
    assert_true(tally_late_adherence(&t) > 0.98F && tally_adherence(&t) < 0.5F);
    tally_breath(&t, MATCHED_NO);
    assert_near(tally_late_adherence(&t), 0.8F, 0.02F);
}

static void watch_knows_silence_from_noise(void **state)
{
    (void)state;
    struct watch w;
    usec from = 0;
    uint8_t why = 0;
    watch_init(&w);
    assert_false(watch_tick(&w, 100 * USEC_PER_SEC)); /* it never spoke: no gap */
    assert_false(watch_reading(&w, USEC_PER_SEC, &from, &why));
    assert_false(watch_tick(&w, 4 * USEC_PER_SEC));
    assert_true(watch_tick(&w, 4 * USEC_PER_SEC + 1));
    assert_int_equal(w.why, GAP_SILENT);
    assert_false(watch_tick(&w, 5 * USEC_PER_SEC));
    watch_lost(&w, GAP_UNPLUGGED); /* the first cause stays */
    assert_true(watch_reading(&w, 6 * USEC_PER_SEC, &from, &why));
    assert_true(from == USEC_PER_SEC && why == GAP_SILENT && !w.lost);
    for (int i = 6; i < 10; i++) {
        watch_bytes(&w, i * USEC_PER_SEC);
    }
    assert_true(watch_tick(&w, 10 * USEC_PER_SEC));
    assert_int_equal(w.why, GAP_NOISE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_adds_up_to_unknown),
        cmocka_unit_test(settling_takes_thirty_seconds_in_a_row),
        cmocka_unit_test(pauses_and_unscored_seconds_do_not_count),
        cmocka_unit_test(noise_has_no_heart_rate),
        cmocka_unit_test(breaths_of_unknown_match_are_left_out),
        cmocka_unit_test(the_last_breaths_count_apart),
        cmocka_unit_test(watch_knows_silence_from_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
