/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "train/follow.h"

enum { N = FOLLOW_POINTS_MAX };

static void make(float *t, float *hr, float *cycles, float amplitude, float phase, float noise, uint64_t seed)
{
    struct rng r;
    rng_init(&r, seed);
    for (int i = 0; i < N; i++) {
        t[i] = 30.0F * (float)i / N;
        cycles[i] = 3.0F * (float)i / N;
        hr[i] = 62.0F + 0.1F * t[i] + amplitude * cosf(6.2831853F * cycles[i] - phase) + noise * (float)rng_normal(&r);
    }
}

static void swing_of_known_size_is_found(void **state)
{
    (void)state;
    float t[N], hr[N], cycles[N];
    make(t, hr, cycles, 6.0F, 1.2F, 0.0F, 1);
    struct follow_fit f = follow_measure(t, hr, cycles, N);
    assert_true(f.valid);
    assert_float_equal(f.amplitude_bpm, 6.0F, 1e-3F);
    assert_float_equal(f.phase_rad, 1.2F, 1e-3F);
    assert_true(f.r2 > 0.9999F);
}

static void noise_alone_explains_little(void **state)
{
    (void)state;
    float t[N], hr[N], cycles[N];
    make(t, hr, cycles, 0.0F, 0.0F, 3.0F, 2);
    struct follow_fit f = follow_measure(t, hr, cycles, N);
    assert_true(f.valid && f.r2 < 0.1F);
}

/* The slow obvious twin: correlate with sine and cosine by hand, where both are orthogonal to the rest. */
static void agrees_with_a_direct_sum(void **state)
{
    (void)state;
    float t[N], hr[N], cycles[N];
    make(t, hr, cycles, 4.0F, -0.7F, 1.0F, 3);
    struct follow_fit f = follow_measure(t, hr, cycles, N);
    double best = 1e300, amplitude = 0.0;
    for (double a = 3.0; a < 5.0; a += 0.005) {
        for (double phase = -1.0; phase < -0.4; phase += 0.005) {
            double s0 = 0.0, s1 = 0.0, s2 = 0.0, sy = 0.0, sxy = 0.0, rss = 0.0;
            for (int i = 0; i < N; i++) {
                double y = (double)hr[i] - a * cos(6.283185307 * (double)cycles[i] - phase), x = (double)t[i];
                s0 += 1.0, s1 += x, s2 += x * x, sy += y, sxy += x * y;
            }
            double slope = (s0 * sxy - s1 * sy) / (s0 * s2 - s1 * s1), level = (sy - slope * s1) / s0;
            for (int i = 0; i < N; i++) {
                double e =
                    (double)hr[i] - a * cos(6.283185307 * (double)cycles[i] - phase) - level - slope * (double)t[i];
                rss += e * e;
            }
            if (rss < best) {
                best = rss;
                amplitude = a;
            }
        }
    }
    assert_float_equal(f.amplitude_bpm, (float)amplitude, 0.01F);
}

static void unknown_and_flat_heart_rate_give_no_answer(void **state)
{
    (void)state;
    float t[N], hr[N], cycles[N];
    make(t, hr, cycles, 5.0F, 0.0F, 0.0F, 4);
    for (int i = 0; i < N; i++) {
        hr[i] = i % 3 == 0 ? hr[i] : NAN;
    }
    assert_false(follow_measure(t, hr, cycles, N).valid);
    make(t, hr, cycles, 0.0F, 0.0F, 0.0F, 4);
    for (int i = 0; i < N; i++) {
        hr[i] = 60.0F;
    }
    assert_false(follow_measure(t, hr, cycles, N).valid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(swing_of_known_size_is_found),
        cmocka_unit_test(noise_alone_explains_little),
        cmocka_unit_test(agrees_with_a_direct_sum),
        cmocka_unit_test(unknown_and_flat_heart_rate_give_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
