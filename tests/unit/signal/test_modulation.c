/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "signal/modulation.h"

enum { POINTS = 128 }; /* 32 s */
static const usec BEAT_US = 800000;

/* The three shapes rise by 1, 2 and 3 a beat. */
static void ramps(struct modulation *m, int beats)
{
    modulation_init(m);
    for (int i = 0; i < beats; i++) {
        struct mark_wave w = {(float)i, 2.0F * (float)i, 3.0F * (float)i};
        modulation_push(m, (usec)i * BEAT_US, &w);
    }
}

static void a_line_stays_a_line(void **state)
{
    (void)state;
    struct modulation m;
    float out[POINTS];
    for (int beats = 60; beats < 600; beats += 139) { /* also when the ring has gone round */
        ramps(&m, beats);
        usec end = (usec)(beats - 1) * BEAT_US;
        for (int k = 0; k < MODULATION_KINDS; k++) {
            assert_true(modulation_window(&m, (enum modulation_kind)k, end, out, POINTS));
            for (int i = 0; i < POINTS; i++) {
                double t = (double)end - 250000.0 * (POINTS - 1 - i);
                assert_true(fabs((double)out[i] - (k + 1) * t / (double)BEAT_US) < 1e-3);
            }
        }
    }
}

static void a_torn_beat_is_pulled_in(void **state)
{
    (void)state;
    struct modulation m;
    float out[POINTS];
    modulation_init(&m);
    for (int i = 0; i < 60; i++) {
        float v = i == 40 ? 1000.0F : (float)(i % 4);
        modulation_push(&m, (usec)i * BEAT_US, &(struct mark_wave){v, v, v});
    }
    assert_true(modulation_window(&m, MODULATION_BASE, 59 * BEAT_US, out, POINTS));
    for (int i = 0; i < POINTS; i++) {
        assert_true(out[i] >= 0.0F && out[i] < 9.0F);
    }
}

static void unknown_beats_are_bridged_but_not_holes(void **state)
{
    (void)state;
    struct modulation m;
    float out[POINTS];
    ramps(&m, 60);
    m.value[MODULATION_SIZE][40] = m.value[MODULATION_SIZE][41] = NAN;
    assert_true(modulation_window(&m, MODULATION_SIZE, 59 * BEAT_US, out, POINTS));
    for (int i = 0; i < POINTS; i++) {
        assert_true(isfinite(out[i]));
    }
    for (int i = 40; i < 48; i++) {
        m.value[MODULATION_SIZE][i] = NAN;
    }
    assert_false(modulation_window(&m, MODULATION_SIZE, 59 * BEAT_US, out, POINTS));
    assert_true(modulation_window(&m, MODULATION_BASE, 59 * BEAT_US, out, POINTS));
    assert_false(modulation_window(&m, MODULATION_BASE, 70 * BEAT_US, out, POINTS)); /* it ended long before */
    assert_false(modulation_window(&m, MODULATION_BASE, 30 * BEAT_US, out, POINTS)); /* it began too late */
}

static void what_is_not_known_or_does_not_change_is_not_told(void **state)
{
    (void)state;
    struct modulation m;
    float out[POINTS];
    modulation_init(&m);
    assert_false(modulation_window(&m, MODULATION_SIZE, 0, out, POINTS));
    for (int i = 0; i < 60; i++) {
        modulation_push(&m, (usec)i * BEAT_US, &(struct mark_wave){1.0F, NAN, (float)(i % 3)});
    }
    assert_false(modulation_window(&m, MODULATION_SIZE, 59 * BEAT_US, out, POINTS));
    assert_false(modulation_window(&m, MODULATION_BASE, 59 * BEAT_US, out, POINTS));
    assert_true(modulation_window(&m, MODULATION_WIDTH, 59 * BEAT_US, out, POINTS));
}

static void beats_out_of_order_are_left_out(void **state)
{
    (void)state;
    struct modulation a, b;
    ramps(&a, 50);
    ramps(&b, 50);
    modulation_push(&b, 49 * BEAT_US, &(struct mark_wave){7.0F, 7.0F, 7.0F});
    modulation_push(&b, 3 * BEAT_US, &(struct mark_wave){7.0F, 7.0F, 7.0F});
    assert_true(modulation_hash(&a, HASH_START) == modulation_hash(&b, HASH_START));
    modulation_push(&b, 50 * BEAT_US, &(struct mark_wave){7.0F, 7.0F, 7.0F});
    assert_false(modulation_hash(&a, HASH_START) == modulation_hash(&b, HASH_START));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_stays_a_line),
        cmocka_unit_test(a_torn_beat_is_pulled_in),
        cmocka_unit_test(unknown_beats_are_bridged_but_not_holes),
        cmocka_unit_test(what_is_not_known_or_does_not_change_is_not_told),
        cmocka_unit_test(beats_out_of_order_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
