/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/choose_levels.h"
#include "signal/choose_rhythm.h"
#include "unit/signal/hills.h"

static struct choose choose;

static void hill(double t_s, float height, int form, bool chosen)
{
    struct choose_hill h = hills_make(t_s, height, form);
    assert_true(choose_add(&choose, &h));
    choose.hills[choose.n - 1].chosen = chosen;
}

/* Hills like beats every 0.9 s, and as many anywhere; or only the latter. */
static void fill(bool beats, uint64_t seed)
{
    struct rng r;
    rng_init(&r, seed);
    choose_init(&choose, &CHOOSE_ECG);
    choose.alike = 0.95F;
    for (int i = 0; i < 40; i++) {
        hill(0.9 * i + (beats ? 0.0 : 0.9 * rng_uniform(&r)), 1.0F, 0, false);
        choose.hills[choose.n - 1].likeness = 0.95F;
        hill(0.9 * i + 0.2 + 0.5 * rng_uniform(&r), 1.0F, 3, false);
        choose.hills[choose.n - 1].likeness = beats ? 0.85F : 0.95F;
    }
}

static void the_rhythm_of_what_is_alike_is_found(void **state)
{
    (void)state;
    float clear = 0.0F, by_chance = 0.0F;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        fill(true, seed);
        assert_true(fabsf(choose_usual_interval(&choose, &clear) - 0.9F) < 0.05F);
        fill(false, seed);
        (void)choose_usual_interval(&choose, &by_chance);
        assert_true(clear > 2.0F && clear > by_chance);
    }
}

static void nothing_alike_has_no_rhythm(void **state)
{
    (void)state;
    float clear = 1.0F;
    choose_init(&choose, &CHOOSE_ECG);
    choose.alike = 0.95F;
    hill(0.0, 1.0F, 0, false);
    hill(0.9, 1.0F, 0, false);
    assert_true(isnan(choose_usual_interval(&choose, &clear)));
    assert_true(clear == 0.0F);
}

static void a_rhythm_is_lent_only_where_it_is_loud_and_when_it_is_clear(void **state)
{
    (void)state;
    fill(true, 1);
    choose_find_beat_level(&choose);
    choose_first_rhythm(&choose, 0.7F);
    for (size_t k = 0; k < choose.levels_n; k++) {
        choose.levels[k].noise = k < 3 ? 0.1F : 0.9F;
        choose.levels[k].spread = 0.4F;
    }
    choose_lend_rhythm(&choose, 0.9F, 1.0F);
    assert_true(choose.levels[5].interval == 0.7F);
    choose_lend_rhythm(&choose, 0.9F, 3.0F);
    assert_true(choose.levels[0].interval == 0.7F && choose.levels[0].spread == 0.4F);
    assert_true(choose.levels[5].interval == 0.9F && choose.levels[5].spread < 0.4F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rhythm_of_what_is_alike_is_found),
        cmocka_unit_test(nothing_alike_has_no_rhythm),
        cmocka_unit_test(a_rhythm_is_lent_only_where_it_is_loud_and_when_it_is_clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
