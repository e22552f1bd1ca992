/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/choose_levels.h"
#include "signal/choose_rhythm.h"
#include "signal/choose_way.h"
#include "unit/signal/hills.h"

static struct choose choose;

static void hill(double t_s, float height, int form, bool chosen)
{
    struct choose_hill h = hills_make(t_s, height, form);
    assert_true(choose_add(&choose, &h));
    choose.hills[choose.n - 1].chosen = chosen;
}

/* Beats every 0.8 s, and hills of this height somewhere between. */
static void fill(float between, double late_s)
{
    choose_init(&choose, &CHOOSE_ECG);
    choose.alike = 0.95F;
    for (int i = 0; i < 30; i++) {
        hill(0.8 * i, 1.0F, 0, false);
        hill(0.8 * i + late_s, between, 2 + i, false);
    }
    choose_find_local_noise(&choose);
    choose_find_beat_level(&choose);
    choose_first_rhythm(&choose, NAN);
}

static size_t chosen(int from, int step)
{
    size_t n = 0;
    for (size_t i = (size_t)from; i < choose.n; i += (size_t)step) {
        n += choose.hills[i].chosen ? 1 : 0;
    }
    return n;
}

static void height_alone_tells_at_first(void **state)
{
    (void)state;
    fill(0.1F, 0.4);
    choose_weigh_first(&choose, 0.22F);
    choose_best_way(&choose, false);
    assert_int_equal(chosen(0, 2), 30);
    assert_int_equal(chosen(1, 2), 0);
}

/* Six low hills in a row between each two beats, as the flutter of atria makes them. */
static void what_is_no_higher_than_all_round_is_no_beat(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < 30; i++) {
        hill(1.4 * i, 1.0F, 0, false);
        for (int k = 1; k < 7; k++) {
            hill(1.4 * i + 0.2 * k, 0.3F, 1, false);
        }
    }
    choose_find_local_noise(&choose);
    choose_find_beat_level(&choose);
    choose_first_rhythm(&choose, NAN);
    choose_weigh_first(&choose, 0.22F);
    choose_best_way(&choose, false);
    assert_int_equal(chosen(0, 7), 30);
    assert_int_equal(chosen(0, 1), 30);
}

/* One beat in ten does not come, but its P wave does. */
static void a_p_wave_alone_is_no_beat(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_ECG);
    choose.alike = 0.95F;
    for (int i = 0; i < 40; i++) {
        hill(0.8 * i - 0.10, 0.1F, 2, false);
        hill(0.8 * i, i % 10 == 9 ? 0.01F : 1.0F, 0, i % 10 != 9);
    }
    choose_find_local_noise(&choose);
    choose_find_beat_level(&choose);
    choose_find_levels(&choose);
    choose_weigh(&choose);
    choose_best_way(&choose, true);
    assert_int_equal(chosen(0, 2), 0);
    assert_int_equal(chosen(1, 2), 36);
}

static void a_slower_lower_hill_soon_before_is_a_leader(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < 30; i++) {
        hill(0.8 * i - 0.22, 0.4F, 1, false);
        hill(0.8 * i, 1.0F, 0, false);
    }
    choose_find_local_noise(&choose);
    choose_find_beat_level(&choose);
    choose_first_rhythm(&choose, NAN);
    choose_weigh_first(&choose, 0.22F);
    choose_best_way(&choose, false);
    assert_int_equal(chosen(0, 2), 0);
    assert_int_equal(chosen(1, 2), 30);
}

static void the_lowest_hills_are_never_on_a_way(void **state)
{
    (void)state;
    fill(0.05F, 0.4);
    choose_weigh_first(&choose, 0.01F);
    assert_true(isinf(choose.hills[1].gain) && choose.hills[1].gain < 0.0F);
    choose_best_way(&choose, false);
    assert_int_equal(chosen(1, 2), 0);
}

static void rhythm_tells_where_height_does_not(void **state)
{
    (void)state;
    fill(0.9F, 0.4);
    choose_first_rhythm(&choose, 0.8F);
    for (size_t i = 0; i < choose.n; i++) {
        choose.hills[i].gain = i % 2 == 0 ? 0.6F : 0.5F;
        choose.hills[i].doubt = 1.0F;
    }
    choose_best_way(&choose, true);
    assert_int_equal(chosen(0, 2), 30);
    assert_int_equal(chosen(1, 2), 0);
    choose_best_way(&choose, false);
    assert_int_equal(chosen(0, 1), 60);
}

static void a_slower_lower_hill_soon_after_is_a_follower(void **state)
{
    (void)state;
    fill(0.5F, 0.25);
    for (size_t i = 1; i < choose.n; i += 2) {
        choose.hills[i].pace_hz = 7.0F;
    }
    choose_weigh_first(&choose, 0.22F);
    choose_best_way(&choose, false);
    assert_int_equal(chosen(0, 2), 30);
    assert_int_equal(chosen(1, 2), 0);
    for (size_t i = 1; i < choose.n; i += 2) {
        choose.hills[i].pace_hz = 13.0F;
    }
    choose_best_way(&choose, false);
    assert_int_equal(chosen(1, 2), 30);
}

/* Doubtful hills: every fourth beat comes at 0.6 of the interval, the next one where it would have come anyway. */
static void fill_early(void)
{
    double t = 0.0;
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < 40; i++) {
        hill(t, 1.0F, 0, false);
        t += i % 4 == 2 ? 0.48 : (i % 4 == 3 ? 1.12 : 0.8);
    }
    choose_find_beat_level(&choose);
    choose_first_rhythm(&choose, 0.8F);
    for (size_t i = 0; i < choose.n; i++) {
        choose.hills[i].gain = i % 4 == 3 ? 0.3F : 3.0F;
        choose.hills[i].doubt = 1.0F;
    }
    choose_best_way(&choose, true);
}

static void an_early_beat_is_believed_when_a_pause_makes_up_for_it(void **state)
{
    (void)state;
    fill_early();
    assert_int_equal(chosen(3, 4), 9); /* the last one has no pause yet */
    assert_int_equal(chosen(0, 1), 39);
}

static void what_is_settled_is_left_as_it_is(void **state)
{
    (void)state;
    fill(0.1F, 0.4);
    for (size_t i = 0; i < 4; i++) {
        choose.hills[i].settled = true;
        choose.hills[i].chosen = i == 3;
    }
    choose_weigh_first(&choose, 0.22F);
    choose_best_way(&choose, false);
    assert_false(choose.hills[0].chosen || choose.hills[1].chosen || choose.hills[2].chosen);
    assert_true(choose.hills[3].chosen);
    assert_int_equal(chosen(0, 2), 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(height_alone_tells_at_first),
        cmocka_unit_test(what_is_no_higher_than_all_round_is_no_beat),
        cmocka_unit_test(a_p_wave_alone_is_no_beat),
        cmocka_unit_test(a_slower_lower_hill_soon_before_is_a_leader),
        cmocka_unit_test(the_lowest_hills_are_never_on_a_way),
        cmocka_unit_test(rhythm_tells_where_height_does_not),
        cmocka_unit_test(a_slower_lower_hill_soon_after_is_a_follower),
        cmocka_unit_test(an_early_beat_is_believed_when_a_pause_makes_up_for_it),
        cmocka_unit_test(what_is_settled_is_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
