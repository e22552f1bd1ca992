/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/choose_forms.h"
#include "unit/signal/hills.h"

static struct choose choose;

static void hill(double t_s, float height, int form, bool chosen)
{
    struct choose_hill h = hills_make(t_s, height, form);
    assert_true(choose_add(&choose, &h));
    choose.hills[choose.n - 1].chosen = chosen;
}

static void learn(int beats, int odd)
{
    choose_init(&choose, &CHOOSE_ECG);
    for (int i = 0; i < beats; i++) {
        hill(0.8 * i, 1.0F, 0, true);
        hill(0.8 * i + 0.4, 0.5F, i < odd ? 1 : 2 + i, i < odd);
    }
    choose_learn_forms(&choose);
}

static void what_recurs_is_a_form(void **state)
{
    (void)state;
    learn(20, 4);
    assert_int_equal(choose.forms_n, 2);
    assert_true(choose.forms[0].n > 19.5F && choose.forms[1].n > 3.5F);
    assert_true(choose_know_forms(&choose));
    assert_true(choose.forms[0].tight > 0.9F);
    assert_false(choose.forms[0].down);
}

static void two_alike_are_no_form_yet(void **state)
{
    (void)state;
    learn(2, 0);
    assert_false(choose_know_forms(&choose));
    struct choose_hill h = hills_make(9.0, 1.0F, 0);
    choose_compare(&choose, &h, 0.0F);
    assert_int_equal(h.form, -1);
    assert_true(h.likeness == 0.0F);
}

static void a_hill_is_told_by_its_form_whatever_its_height(void **state)
{
    (void)state;
    learn(20, 4);
    struct choose_hill beat = hills_make(20.0, 0.01F, 0), odd = hills_make(20.0, 1.0F, 1),
                       noise = hills_make(20.0, 1.0F, 7);
    choose_compare(&choose, &beat, 0.5F);
    choose_compare(&choose, &odd, 0.0F);
    choose_compare(&choose, &noise, 0.5F);
    assert_int_equal(beat.form, 0);
    assert_int_equal(odd.form, 1);
    assert_true(beat.likeness > 0.95F && noise.likeness < 0.8F);
    assert_true(choose_unlikeness(&choose, &beat) == 0.0F);
    assert_true(choose_unlikeness(&choose, &noise) > 0.9F);
}

static void a_rare_form_counts_less_in_doubt(void **state)
{
    (void)state;
    learn(20, 4);
    struct choose_hill clean = hills_make(20.0, 1.0F, 1), loud = clean;
    choose_compare(&choose, &clean, 0.0F);
    choose_compare(&choose, &loud, 1.0F);
    assert_true(loud.likeness < clean.likeness - 0.05F);
}

static void forms_of_before_fade(void **state)
{
    (void)state;
    learn(20, 0);
    choose.n = 0;
    choose_learn_forms(&choose);
    assert_true(fabsf(choose.forms[0].n - 10.0F) < 0.01F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_recurs_is_a_form),
        cmocka_unit_test(two_alike_are_no_form_yet),
        cmocka_unit_test(a_hill_is_told_by_its_form_whatever_its_height),
        cmocka_unit_test(a_rare_form_counts_less_in_doubt),
        cmocka_unit_test(forms_of_before_fade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
