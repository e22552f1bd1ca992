/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/choose_levels.h"
#include "unit/signal/hills.h"

static struct choose choose;

static void hill(double t_s, float height, int form, bool chosen)
{
    struct choose_hill h = hills_make(t_s, height, form);
    assert_true(choose_add(&choose, &h));
    choose.hills[choose.n - 1].chosen = chosen;
}

/* Beats every 0.8 s with a hill of noise between each two. */
static void fill(int beats, float noise)
{
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < beats; i++) {
        hill(0.8 * i, 1.0F, 0, true);
        hill(0.8 * i + 0.4, noise, 2 + i, false);
    }
    choose_find_local_noise(&choose);
    choose_find_beat_level(&choose);
}

static void before_anything_is_chosen_only_heights_are_known(void **state)
{
    (void)state;
    fill(30, 0.1F);
    assert_int_equal(choose.levels_n, 12);
    for (size_t k = 0; k < choose.levels_n; k++) {
        assert_true(choose.levels[k].beat == 1.0F);
        assert_true(isnan(choose.levels[k].noise) && isnan(choose.levels[k].interval));
        assert_true(choose_level_is_loud(&choose.levels[k]));
    }
    assert_true(choose_unrest(&choose) == 1.0F);
}

static void levels_are_those_of_what_is_chosen(void **state)
{
    (void)state;
    fill(30, 0.1F);
    choose_find_levels(&choose);
    for (size_t k = 0; k < choose.levels_n; k++) {
        const struct choose_level *v = &choose.levels[k];
        assert_true(v->beat == 1.0F && v->noise == 0.1F);
        assert_true(fabsf(v->interval - 0.8F) < 0.001F && v->spread < 0.1F);
    }
    assert_false(choose_is_loud(&choose));
    assert_true(choose_unrest(&choose) < 0.1F);
}

static void noise_near_the_beats_is_loud(void **state)
{
    (void)state;
    fill(30, 0.6F);
    choose_find_levels(&choose);
    assert_true(choose_is_loud(&choose));
}

static void doubt_grows_with_noise_and_less_for_a_tall_hill(void **state)
{
    (void)state;
    fill(30, 0.1F);
    choose_find_levels(&choose);
    struct choose_hill h = hills_make(4.0, 1.0F, 0), tall = hills_make(4.0, 1.6F, 0);
    const struct choose_level *v = &choose.levels[choose_block_of(&choose, h.t)];
    float before = -1.0F;
    for (int k = 0; k <= 10; k++) {
        float noise = 0.1F * (float)k;
        float doubt = choose_doubt_of(&choose, v, &h, noise);
        assert_true(doubt >= before && doubt >= 0.0F && doubt <= 1.0F);
        assert_true(choose_doubt_of(&choose, v, &tall, noise) <= doubt);
        before = doubt;
    }
    assert_true(before == 1.0F);
}

/* Wide beats in a row, each with lower hills 90 ms to either side: these are no noise. */
static void flanks_of_wide_beats_are_no_noise(void **state)
{
    (void)state;
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < 30; i++) {
        hill(0.8 * i - 0.09, 0.5F, 1, false);
        hill(0.8 * i, 1.0F, 1, true);
        hill(0.8 * i + 0.09, 0.5F, 1, false);
    }
    choose_find_local_noise(&choose);
    for (size_t i = 0; i < choose.n; i++) {
        assert_true(choose.hills[i].noise == 0.0F);
    }
}

static void a_moment_outside_has_the_nearest_level(void **state)
{
    (void)state;
    fill(30, 0.1F);
    assert_int_equal(choose_block_of(&choose, -USEC_PER_SEC), 0);
    assert_int_equal(choose_block_of(&choose, 5 * USEC_PER_SEC), 2);
    assert_int_equal(choose_block_of(&choose, 900 * USEC_PER_SEC), choose.levels_n - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_anything_is_chosen_only_heights_are_known),
        cmocka_unit_test(levels_are_those_of_what_is_chosen),
        cmocka_unit_test(noise_near_the_beats_is_loud),
        cmocka_unit_test(doubt_grows_with_noise_and_less_for_a_tall_hill),
        cmocka_unit_test(flanks_of_wide_beats_are_no_noise),
        cmocka_unit_test(a_moment_outside_has_the_nearest_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
