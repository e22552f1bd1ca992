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

static void a_beat_is_like_itself_at_any_size(void **state)
{
    (void)state;
    struct choose_hill a = hills_make(0.0, 1.0F, 0), b = hills_make(0.0, 30.0F, 0), other = hills_make(0.0, 1.0F, 5);
    assert_true(CHOOSE_ECG.likeness(&a.shape, &b.shape) > 0.9999F);
    assert_true(CHOOSE_ECG.likeness(&a.shape, &other.shape) < 0.8F);
}

static void a_blend_of_the_same_stays_the_same_and_has_size_one(void **state)
{
    (void)state;
    struct choose_hill a = hills_make(0.0, 7.0F, 0);
    union choose_shape usual = {.qrs = {{0.0F}}};
    CHOOSE_ECG.blend(&usual, &a.shape, 1.0F);
    CHOOSE_ECG.blend(&usual, &a.shape, 0.3F);
    float size = 0.0F;
    for (int k = 0; k < QRS_OUTLINE; k++) {
        size += usual.qrs.v[k] * usual.qrs.v[k];
    }
    assert_true(fabsf(size - 1.0F) < 1e-5F);
    assert_true(CHOOSE_ECG.likeness(&usual, &a.shape) > 0.9999F);
}

static void a_pulse_is_compared_by_its_slope(void **state)
{
    (void)state;
    union choose_shape a, b, usual;
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    memset(&usual, 0, sizeof usual);
    for (int k = 0; k < PULSE_SHAPE; k++) {
        a.pulse.slope[k] = sinf(0.4F * (float)k);
        b.pulse.slope[k] = 5.0F * a.pulse.slope[k];
    }
    assert_true(CHOOSE_PULSE.likeness(&a, &b) > 0.9999F);
    CHOOSE_PULSE.blend(&usual, &b, 1.0F);
    assert_true(CHOOSE_PULSE.likeness(&usual, &a) > 0.9999F);
}

static void an_empty_shape_spoils_nothing(void **state)
{
    (void)state;
    struct choose_hill a = hills_make(0.0, 1.0F, 0);
    union choose_shape none, usual = a.shape;
    memset(&none, 0, sizeof none);
    CHOOSE_ECG.blend(&usual, &none, 0.1F);
    assert_true(CHOOSE_ECG.likeness(&usual, &a.shape) > 0.9999F);
    CHOOSE_PULSE.blend(&none, &none, 0.1F);
    for (int k = 0; k < PULSE_SHAPE; k++) {
        assert_true(none.pulse.slope[k] == 0.0F);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_beat_is_like_itself_at_any_size),
        cmocka_unit_test(a_blend_of_the_same_stays_the_same_and_has_size_one),
        cmocka_unit_test(a_pulse_is_compared_by_its_slope),
        cmocka_unit_test(an_empty_shape_spoils_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
