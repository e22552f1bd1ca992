/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/qrs.h"

enum { HZ = 250, N = 3 * HZ };

static struct qrs qrs;
static float wave[N];

/* One bump of this width at 1.5 s. */
static void draw(double width_s, double height, double slope)
{
    for (int i = 0; i < N; i++) {
        double t = (double)i / HZ - 1.5, z = t / width_s;
        wave[i] = (float)(height * exp(-0.5 * z * z) + slope * t);
    }
}

static void run(float gain)
{
    bool hole = false;
    qrs_init(&qrs);
    for (int i = 0; i < N; i++) {
        (void)!qrs_push(&qrs, (usec)i * QRS_STEP_US, gain * wave[i], &hole);
        assert_false(hole);
    }
}

static int64_t top(void)
{
    int64_t best = 0;
    for (int64_t i = 0; i < qrs.done; i++) {
        best = qrs.envelope[i % QRS_RING] > qrs.envelope[best % QRS_RING] ? i : best;
    }
    return best;
}

static void the_hill_lies_on_the_beat(void **state)
{
    (void)state;
    struct qrs_peaks p;
    for (int sign = -1; sign <= 1; sign += 2) {
        draw(0.011, sign, 0.0);
        run(1.0F);
        assert_true(llabs((long long)top() - 375) <= 2);
        qrs_peaks(&qrs, top(), &p);
        assert_true(fabs((sign > 0 ? p.up_at : p.down_at) - 375.0) < 0.2);
        assert_true(sign > 0 ? p.up > p.down : p.down > p.up);
    }
}

static void a_slope_makes_no_hill(void **state)
{
    (void)state;
    draw(0.011, 0.0, 10.0);
    run(1.0F);
    for (int64_t i = QRS_WAVELET_HALF; i < qrs.done; i++) {
        assert_true(qrs.envelope[i % QRS_RING] < 1e-3F);
    }
}

static void a_slow_wave_makes_a_low_hill(void **state)
{
    (void)state;
    draw(0.011, 1.0, 0.0);
    run(1.0F);
    float fast = qrs.envelope[top() % QRS_RING];
    draw(0.050, 1.0, 0.0);
    run(1.0F);
    assert_true(qrs.envelope[top() % QRS_RING] < 0.25F * fast);
}

static void a_factor_is_a_factor_on_the_envelope(void **state)
{
    (void)state;
    draw(0.02, 1.0, 0.5);
    run(1.0F);
    float one = qrs.envelope[top() % QRS_RING];
    run(-64.0F);
    assert_true(qrs.envelope[top() % QRS_RING] == 64.0F * one);
}

static void outlines_tell_forms_apart(void **state)
{
    (void)state;
    struct qrs_outline narrow, same, wide, turned;
    draw(0.011, 1.0, 0.0);
    run(1.0F);
    qrs_outline(&qrs, 375, &narrow);
    qrs_outline(&qrs, 377, &same); /* 8 ms away */
    run(-3.0F);
    qrs_outline(&qrs, 375, &turned);
    draw(0.035, 1.0, 0.0);
    run(1.0F);
    qrs_outline(&qrs, 375, &wide);
    assert_true(qrs_outline_likeness(&narrow, &narrow) > 0.999F);
    assert_true(qrs_outline_likeness(&narrow, &same) > 0.99F);
    assert_true(qrs_outline_likeness(&narrow, &wide) < 0.8F);
    assert_true(qrs_outline_likeness(&narrow, &turned) < 0.3F);
    struct qrs_outline none = {{0.0F}};
    assert_true(qrs_outline_likeness(&narrow, &none) == -1.0F);
}

static void points_do_not_depend_on_where_blocks_begin(void **state)
{
    (void)state;
    struct rng r;
    float first[N];
    rng_init(&r, 3);
    for (int i = 0; i < N; i++) {
        wave[i] = (float)rng_normal(&r);
    }
    for (int offset = 0; offset < QRS_BLOCK; offset++) { /* the base value must be the same for the same bits */
        bool hole = false;
        qrs_init(&qrs);
        for (int i = 0; i < N; i++) {
            float v = i < 64 + offset ? wave[0] : wave[i - offset];
            (void)!qrs_push(&qrs, (usec)i * QRS_STEP_US, v, &hole);
        }
        for (int i = 128; i < 600; i++) {
            float here = qrs.envelope[(i + offset) % QRS_RING];
            first[i] = offset == 0 ? here : first[i];
            assert_true(here == first[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hill_lies_on_the_beat),    cmocka_unit_test(a_slope_makes_no_hill),
        cmocka_unit_test(a_slow_wave_makes_a_low_hill), cmocka_unit_test(a_factor_is_a_factor_on_the_envelope),
        cmocka_unit_test(outlines_tell_forms_apart),    cmocka_unit_test(points_do_not_depend_on_where_blocks_begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
