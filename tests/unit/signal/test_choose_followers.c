/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/choose_followers.h"
#include "unit/signal/hills.h"

static struct choose choose;

static void hill(double t_s, float height, bool chosen)
{
    struct choose_hill h = hills_make(t_s, height, 0);
    assert_true(choose_add(&choose, &h));
    choose.hills[choose.n - 1].chosen = chosen;
    choose.hills[choose.n - 1].likeness = 0.9F;
    choose.hills[choose.n - 1].noise = 0.05F;
}

/* An ECG has its T waves 0.3 s behind; so soon a pulse has dicrotic waves, early pulses come later. */
static double behind_s(const struct choose_rules *rules)
{
    return rules == &CHOOSE_PULSE ? 0.45 : 0.3;
}

/* So many beats a second apart, behind each a low hill where usual_every says so, a higher one elsewhere. */
static void fill(const struct choose_rules *rules, int beats, int usual_every)
{
    choose_init(&choose, rules);
    for (int i = 0; i < beats; i++) {
        hill(i, 1.0F, true);
        hill(i + behind_s(rules), usual_every > 0 && i % usual_every == 0 ? 0.12F : 0.4F, false);
    }
}

static int standing(void)
{
    int n = 0;
    for (size_t i = 0; i < choose.n; i++) {
        n += choose.hills[i].stands ? 1 : 0;
    }
    return n;
}

static void what_follows_every_beat_stands_nowhere(void **state)
{
    (void)state;
    fill(&CHOOSE_ECG, 30, 0);
    choose_find_followers(&choose);
    assert_int_equal(standing(), 0);
    fill(&CHOOSE_ECG, 30, 1);
    choose_find_followers(&choose);
    assert_int_equal(standing(), 0);
}

static void what_follows_only_some_beats_stands(void **state)
{
    (void)state;
    fill(&CHOOSE_ECG, 30, 3);
    choose_find_followers(&choose);
    for (int i = 0; i < 30; i++) {
        assert_false(choose.hills[2 * i].stands);
        assert_int_equal(choose.hills[2 * i + 1].stands, i % 3 != 0 && i < 29);
    }
}

static void a_few_beats_tell_nothing(void **state)
{
    (void)state;
    fill(&CHOOSE_ECG, 8, 3);
    choose_find_followers(&choose);
    assert_int_equal(standing(), 0);
}

static void nothing_stands_in_noise(void **state)
{
    (void)state;
    fill(&CHOOSE_ECG, 30, 3);
    for (size_t i = 0; i < choose.n; i++) {
        choose.hills[i].noise = 0.3F;
    }
    choose_find_followers(&choose);
    assert_int_equal(standing(), 0);
}

static void a_pulse_must_be_like_pulses_to_stand(void **state)
{
    (void)state;
    fill(&CHOOSE_PULSE, 30, 3);
    choose_find_followers(&choose);
    assert_true(standing() > 15);
    for (size_t i = 0; i < choose.n; i++) {
        choose.hills[i].likeness = 0.5F;
    }
    choose_find_followers(&choose);
    assert_int_equal(standing(), 0);
}

static void dicrotic_waves_may_differ(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_PULSE);
    for (int i = 0; i < 30; i++) {
        hill(i, 1.0F, true);
        hill(i + 0.3, i % 3 == 0 ? 0.05F : 0.5F, false);
    }
    choose_find_followers(&choose);
    assert_int_equal(standing(), 0);
}

/* So many beats, each followed by a hill of one height. */
static void fill_alike(int beats, float follower)
{
    choose_break(&choose);
    for (int i = 0; i < beats; i++) {
        hill(i, 1.0F, true);
        hill(i + behind_s(choose.rules), follower, false);
    }
}

static void what_followed_no_beat_before_stands_later(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_PULSE);
    fill_alike(30, 0.12F);
    choose_find_followers(&choose);
    choose_remember_followers(&choose);
    assert_int_equal(standing(), 0);
    fill_alike(30, 0.5F);
    choose_find_followers(&choose);
    assert_int_equal(standing(), 28); /* the first and the last beat have none beside them */
}

static void what_grows_slowly_stands_nowhere(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_PULSE);
    for (float follower = 0.1F; follower < 0.7F; follower *= 1.1F) {
        fill_alike(30, follower);
        choose_find_followers(&choose);
        choose_remember_followers(&choose);
        assert_int_equal(standing(), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_follows_every_beat_stands_nowhere),
        cmocka_unit_test(what_follows_only_some_beats_stands),
        cmocka_unit_test(a_few_beats_tell_nothing),
        cmocka_unit_test(nothing_stands_in_noise),
        cmocka_unit_test(dicrotic_waves_may_differ),
        cmocka_unit_test(what_followed_no_beat_before_stands_later),
        cmocka_unit_test(what_grows_slowly_stands_nowhere),
        cmocka_unit_test(a_pulse_must_be_like_pulses_to_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
