/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "near.h"
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
    assert_near(f.amplitude_bpm, 6.0F, 1e-3F);
    assert_near(f.phase_rad, 1.2F, 1e-3F);
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

static void spread_is_what_a_line_leaves(void **state)
{
    (void)state;
    float t[N], hr[N], cycles[N];
    make(t, hr, cycles, 6.0F, 1.2F, 0.0F, 1);
    assert_near(follow_spread(t, hr, N), 6.0F / sqrtf(2.0F), 0.3F);
    make(t, hr, cycles, 0.0F, 0.0F, 0.0F, 1);
    assert_true(follow_spread(t, hr, N) < 1e-3F);
    for (int i = 0; i < N * 3 / 4; i++) {
        hr[i] = NAN;
    }
    assert_true(isnan(follow_spread(t, hr, N)));
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
    assert_near(f.amplitude_bpm, (float)amplitude, 0.01F);
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

/* Breaths of their own lengths and depths, and a heart that answers each with the same gain, a share of a breath late.
 */
static void breathe_unevenly(float *t, float *hr, struct follow_breath *b, float gain, float late, float unit)
{
    static const float LENGTH[5] = {9.2F, 10.7F, 9.8F, 10.4F, 9.0F}, DEPTH[5] = {0.7F, 1.3F, 0.9F, 1.5F, 0.8F};
    for (int i = 0; i < N; i++) {
        t[i] = 30.0F * (float)i / N;
        float v[3];
        for (int k = 0; k < 3; k++) { /* now, an eighth and three eighths of 10 s before; late: the breath heard */
            float s = t[i] + 10.0F - (k == 0 ? late * 10.0F : k == 1 ? 1.25F : 3.75F);
            int breath = 0;
            for (; breath < 4 && s >= LENGTH[breath]; breath++) {
                s -= LENGTH[breath];
            }
            v[k] = unit * DEPTH[breath] * (1.0F - cosf(6.2831853F * s / LENGTH[breath]));
        }
        hr[i] = 64.0F + gain / unit * v[0];
        b->early[i] = v[1];
        b->late[i] = v[2];
    }
}

static void uneven_breath_hides_no_gain(void **state)
{
    (void)state;
    float t[N], hr[N];
    struct follow_breath b;
    for (float late = 0.05F; late < 0.5F; late += 0.1F) {
        for (float unit = 0.01F; unit < 2000.0F; unit *= 50.0F) {
            breathe_unevenly(t, hr, &b, 4.0F, late, unit);
            struct follow_fit f = follow_gain(t, hr, &b, N);
            assert_true(f.valid && f.r2 > 0.9F);
            assert_near(f.amplitude_bpm * unit, 4.0F, 0.35F);
            assert_near(remainderf(f.phase_rad - 6.2831853F * late, 6.2831853F), 0.0F, 0.15F);
        }
    }
}

/* Its error is the one of the same swing on a steady breath of that depth. */
static void gain_of_a_steady_breath_is_swing_over_depth(void **state)
{
    (void)state;
    float t[N], hr[N], cycles[N];
    struct follow_breath b;
    make(t, hr, cycles, 6.0F, 1.2F, 1.0F, 5);
    for (int i = 0; i < N; i++) {
        b.early[i] = 1.5F * cosf(6.2831853F * (cycles[i] - 0.125F));
        b.late[i] = 1.5F * cosf(6.2831853F * (cycles[i] - 0.375F));
    }
    struct follow_fit swing = follow_measure(t, hr, cycles, N), gain = follow_gain(t, hr, &b, N);
    assert_near(gain.amplitude_bpm, swing.amplitude_bpm / 1.5F, 0.01F);
    assert_near(gain.se_bpm, swing.se_bpm / 1.5F, 0.01F);
    assert_near(gain.phase_rad, swing.phase_rad, 0.01F);
    assert_near(gain.r2, swing.r2, 0.01F);
}

static void a_breathing_sensor_may_tell_any_unit(void **state)
{
    (void)state;
    float t[N], v[N], cycles[N], scaled[N];
    make(t, v, cycles, 6.0F, 1.2F, 1.0F, 6);
    struct follow_fit usual = follow_measure(t, v, cycles, N);
    for (float unit = 1e-6F; unit < 1e5F; unit *= 1e3F) {
        for (int i = 0; i < N; i++) {
            scaled[i] = i == 7 ? NAN : unit * (v[i] - 3.0F);
        }
        struct follow_fit f = follow_sensed(t, scaled, cycles, N);
        assert_true(f.valid);
        assert_near(f.r2, usual.r2, 0.01F);
        assert_near(f.phase_rad, usual.phase_rad, 0.05F);
    }
    for (int i = 0; i < N; i++) {
        scaled[i] = 30000.3F;
    }
    assert_false(follow_sensed(t, scaled, cycles, N).valid); /* it hangs still */
}

static void no_breath_gives_no_gain(void **state)
{
    (void)state;
    float t[N], hr[N];
    struct follow_breath b;
    breathe_unevenly(t, hr, &b, 4.0F, 0.2F, 1.0F);
    for (int i = 0; i < N; i++) {
        b.early[i] = i < 70 ? NAN : b.early[i]; /* more than half of it */
    }
    assert_false(follow_gain(t, hr, &b, N).valid);
    for (int i = 0; i < N; i++) {
        b.early[i] = b.late[i] = 0.3F;
    }
    assert_false(follow_gain(t, hr, &b, N).valid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(swing_of_known_size_is_found),
        cmocka_unit_test(noise_alone_explains_little),
        cmocka_unit_test(spread_is_what_a_line_leaves),
        cmocka_unit_test(agrees_with_a_direct_sum),
        cmocka_unit_test(unknown_and_flat_heart_rate_give_no_answer),
        cmocka_unit_test(uneven_breath_hides_no_gain),
        cmocka_unit_test(gain_of_a_steady_breath_is_swing_over_depth),
        cmocka_unit_test(a_breathing_sensor_may_tell_any_unit),
        cmocka_unit_test(no_breath_gives_no_gain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
