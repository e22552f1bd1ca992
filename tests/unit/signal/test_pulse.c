/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/pulse.h"
#include "unit/signal/synth.h"

enum { HZ = 100, N = 4 * HZ, RISES = 64 };

static struct pulse pulse;
static struct pulse_rise rises[RISES];
static size_t rises_n;

static float one_pulse(int i)
{
    static const double BEAT[1] = {1.5};
    size_t next = 0;
    return (float)synth_ppg((double)i / HZ, BEAT, 1, &next);
}

/* One pulse with its steepest point at 1.6 s, on a slope. */
static void run_with(float level, float gain, float slope)
{
    struct pulse_rise rise = {.at = -1}, ended;
    bool hole = false;
    rises_n = 0;
    pulse_init(&pulse, level);
    for (int i = 0; i < N; i++) {
        int fresh = pulse_push(&pulse, (usec)i * PULSE_STEP_US, gain * one_pulse(i) + slope * (float)i, &hole);
        for (int64_t at = pulse.done - fresh; at < pulse.done; at++) {
            if (pulse_climb(&pulse, at, gain < 0.0F ? -1.0F : 1.0F, &rise, &ended) && rises_n < RISES) {
                rises[rises_n++] = ended;
            }
        }
    }
}

static void run(float gain, float slope)
{
    run_with(0.0F, gain, slope);
}

static const struct pulse_rise *highest(void)
{
    const struct pulse_rise *best = &rises[0];
    for (size_t i = 1; i < rises_n; i++) {
        best = rises[i].weight > best->weight ? &rises[i] : best;
    }
    return best;
}

static void the_steepest_point_is_found(void **state)
{
    (void)state;
    for (float sign = -1.0F; sign < 1.5F; sign += 2.0F) {
        run(sign, 0.0F);
        assert_true(rises_n >= 1);
        assert_true(fabs(pulse_steepest(&pulse, highest()->at, sign) - 160.0) < 2.0);
    }
}

static void the_wave_is_measured(void **state)
{
    (void)state;
    run(2.0F, 0.0F);
    struct mark_wave w = pulse_wave(&pulse, highest()->at, 1.0F);
    double top = 0.0;
    for (int i = 0; i < N; i++) {
        top = fmax(top, 2.0 * (double)one_pulse(i));
    }
    assert_true(fabs((double)w.size - top) < 0.02 * top);
    assert_true(fabsf(w.base) < 0.01F);
    assert_true(w.width_s > 0.05F && w.width_s < 0.4F);
}

static void a_factor_is_a_factor_on_sizes(void **state)
{
    (void)state;
    run(1.0F, 0.0F);
    struct pulse_rise one = *highest();
    run(-32.0F, 0.0F);
    assert_int_equal(one.at, highest()->at);
    assert_true(highest()->slope == 32.0F * one.slope);
}

/* Behind the fall of a pulse a level line rises against the mean slope, but not by itself. */
static void what_rises_bare_is_known(void **state)
{
    (void)state;
    for (float sign = -1.0F; sign < 1.5F; sign += 2.0F) {
        size_t bare = 0;
        run_with(1.0F, sign, 0.0F);
        assert_true(highest()->bare > 0.9F * highest()->climb);
        for (size_t i = 0; i < rises_n; i++) {
            bare += rises[i].climb > 0.05F * highest()->climb && rises[i].bare < 0.1F * rises[i].climb ? 1 : 0;
        }
        assert_true(bare >= 1);
    }
}

static void shapes_tell_forms_apart(void **state)
{
    (void)state;
    struct pulse_shape own, later, none = {{0.0F}};
    run(1.0F, 0.0F);
    pulse_shape(&pulse, 160, 1.0F, &own);
    pulse_shape(&pulse, 190, 1.0F, &later); /* falling there */
    assert_true(pulse_likeness(&own, &own) > 0.999F);
    assert_true(pulse_likeness(&own, &later) < 0.5F);
    assert_true(pulse_likeness(&own, &none) == 0.0F);
}

static void a_hole_begins_anew(void **state)
{
    (void)state;
    bool hole = false;
    run(1.0F, 0.0F);
    (void)!pulse_push(&pulse, (usec)N * PULSE_STEP_US + USEC_PER_SEC, 1.0F, &hole);
    assert_true(hole);
    assert_int_equal(pulse.done, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steepest_point_is_found),   cmocka_unit_test(the_wave_is_measured),
        cmocka_unit_test(a_factor_is_a_factor_on_sizes), cmocka_unit_test(what_rises_bare_is_known),
        cmocka_unit_test(shapes_tell_forms_apart),       cmocka_unit_test(a_hole_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
