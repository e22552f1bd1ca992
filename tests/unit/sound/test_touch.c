/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "near.h"
#include "sound/touch.h"

static float at(float position_s)
{
    struct sound_moment m = {.pace = {4.4F, 0.0F, 5.6F, 0.0F}, .position_s = position_s, .own_lung = NAN};
    return touch_strength(&m);
}

static void taps_on_the_way_in_get_sparser(void **state)
{
    (void)state;
    float begun[32], before = 0.0F;
    int n = 0;
    for (float t = 0.0F; t < 4.4F; t += 0.005F) {
        float now = at(t);
        if (now > 0.0F && before == 0.0F && n < 32) {
            begun[n++] = t;
        }
        before = now;
    }
    assert_in_range(n, 6, 12);
    for (int i = 2; i < n; i++) {
        assert_true(begun[i] - begun[i - 1] > begun[i - 1] - begun[i - 2] - 0.006F);
    }
    assert_true(begun[n - 1] - begun[n - 2] > 1.8F * (begun[1] - begun[0]));
}

static void one_fading_hum_on_the_way_out(void **state)
{
    (void)state;
    float before = at(4.41F);
    assert_true(before > 0.3F);
    for (float t = 4.5F; t < 10.0F; t += 0.1F) {
        float now = at(t);
        assert_true(now < before);
        before = now;
    }
    assert_true(before < 0.01F);
}

static void still_without_a_pacer_and_when_paused(void **state)
{
    (void)state;
    struct sound_moment m = {.own_lung = 0.5F};
    assert_near(touch_strength(&m), 0.0F, 0.0F);
    m = (struct sound_moment){.pace = {4.4F, 0.0F, 5.6F, 0.0F}, .position_s = 5.0F, .quiet = true};
    assert_near(touch_strength(&m), 0.0F, 0.0F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taps_on_the_way_in_get_sparser),
        cmocka_unit_test(one_fading_hum_on_the_way_out),
        cmocka_unit_test(still_without_a_pacer_and_when_paused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
