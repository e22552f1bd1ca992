/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/ppg.h"
#include "unit/signal/synth.h"

enum { BEATS = 600 };

static double beats[BEATS];
static struct ppg detector;

static double f1_of(double hz, double gain, double noise, double wander, double *worst_ms, double *latest_ms)
{
    struct rng rng;
    rng_init(&rng, 43);
    size_t n = synth_beats(beats, BEATS, 240.0, 70.0, 12.0, 0.1, 0.01, &rng), next = 0, at = 0, hit = 0, found = 0;
    *worst_ms = *latest_ms = 0.0;
    ppg_init(&detector);
    for (int i = 0; i < (int)(240.0 * hz); i++) {
        double t = i / hz;
        double v = synth_ppg(t, beats, n, &next) + noise * rng_normal(&rng) + wander * sin(0.9 * t);
        struct mark m[MARKS_MAX];
        size_t k = ppg_push(&detector, usec_from_s(t), (float)(gain * v + 500.0), m);
        for (size_t j = 0; j < k; j++) {
            double mark = usec_to_s(m[j].t), told = mark - 0.09;
            found++;
            while (at < n && beats[at] < told - 0.05) {
                at++;
            }
            if (at < n && fabs(beats[at] - told) < 0.05) {
                *worst_ms = fmax(*worst_ms, 1e3 * fabs(beats[at++] - told));
                hit++;
            }
            *latest_ms = mark > 5.0 ? fmax(*latest_ms, 1e3 * (t - mark)) : *latest_ms;
        }
    }
    return 200.0 * (double)hit / (double)(n + found);
}

static void all_pulses_at_any_rate(void **state)
{
    (void)state;
    const double rates[] = {25.0, 28.26, 50.0, 60.0, 64.0, 100.0, 125.0, 1000.0};
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        double worst = 0.0, late = 0.0, f1 = f1_of(rates[i], 1.0, 0.005, 0.0, &worst, &late);
        print_message("ppg %7.2f Hz: F1 %.2f, worst %.1f ms, told within %.0f ms\n", rates[i], f1, worst, late);
        assert_true(f1 > 98.5);
        assert_true(worst < 25.0);
        assert_true(late < 400.0);
    }
}

static void either_sign_noise_and_wander(void **state)
{
    (void)state;
    double worst = 0.0, late = 0.0;
    assert_true(f1_of(100.0, -1.0, 0.02, 0.5, &worst, &late) > 98.5);
    assert_true(f1_of(50.0, 300.0, 0.02, 0.5, &worst, &late) > 98.5);
}

static void a_flat_line_has_no_pulse(void **state)
{
    (void)state;
    struct mark m[MARKS_MAX];
    ppg_init(&detector);
    for (int i = 0; i < 100 * 60; i++) {
        assert_int_equal(ppg_push(&detector, i * 10000, 3.0F, m), 0);
    }
    assert_true(ppg_quality(&detector) == 0.0F);
}

static void a_turned_sensor_is_noticed(void **state)
{
    (void)state;
    struct rng rng;
    struct mark m[MARKS_MAX];
    rng_init(&rng, 1);
    size_t n = synth_beats(beats, BEATS, 120.0, 60.0, 5.0, 0.1, 0.0, &rng), next = 0, late = 0;
    ppg_init(&detector);
    for (int i = 0; i < 120 * 100; i++) {
        double t = i / 100.0, gain = t < 50.0 ? 1.0 : -1.0;
        size_t k = ppg_push(&detector, usec_from_s(t), (float)(gain * synth_ppg(t, beats, n, &next)), m);
        for (size_t j = 0; t > 70.0 && j < k; j++) {
            double best = 1.0;
            for (size_t b = 0; b < n; b++) {
                best = fmin(best, fabs(usec_to_s(m[j].t) - 0.09 - beats[b]));
            }
            late += best < 0.03 ? 1 : 0;
        }
    }
    assert_true(late >= 46);
}

/* Marks that are no beats and beats without a mark, of 2 minutes at 100 Hz, from 8 s on; pulse: the wave at t. */
static void count_faults(double (*pulse)(double t, size_t n, size_t *next), size_t *extra, size_t *missed)
{
    struct rng rng;
    struct mark m[MARKS_MAX];
    rng_init(&rng, 7);
    size_t n = synth_beats(beats, BEATS, 120.0, 65.0, 5.0, 0.1, 0.01, &rng), next = 0, hits = 0, asked = 0;
    *extra = 0;
    ppg_init(&detector);
    for (int i = 0; i < 120 * 100; i++) {
        double t = i / 100.0;
        size_t k = ppg_push(&detector, usec_from_s(t), (float)(pulse(t, n, &next) + 0.004 * rng_normal(&rng)), m);
        for (size_t j = 0; j < k; j++) {
            double best = 1.0, at = usec_to_s(m[j].t) - 0.09;
            for (size_t b = 0; b < n; b++) {
                best = fmin(best, fabs(at - beats[b]));
            }
            hits += best < 0.06 && at > 8.0 && at < 118.0 ? 1 : 0;
            *extra += best >= 0.06 && at > 8.0 ? 1 : 0;
        }
    }
    for (size_t b = 0; b < n; b++) {
        asked += beats[b] > 8.0 && beats[b] < 118.0 ? 1 : 0;
    }
    *missed = asked - hits;
}

/* Three times the finger is gone for 8 s. */
static double lost(double t, size_t n, size_t *next)
{
    double v = synth_ppg(t, beats, n, next);
    return t > 20.0 && fmod(t, 30.0) < 8.0 ? -3.0 : v;
}

static void a_lost_finger_gives_no_beats_and_is_heard_again_at_once(void **state)
{
    (void)state;
    size_t extra = 0, missed = 0;
    count_faults(lost, &extra, &missed);
    print_message("lost finger: %zu extra, %zu missed of about 26 that cannot be seen\n", extra, missed);
    assert_true(extra <= 6);
    assert_true(missed <= 34);
}

/* A dicrotic wave as steep as some pulses are. */
static double second(double t, size_t n, size_t *next)
{
    double v = synth_ppg(t, beats, n, next);
    for (size_t i = *next; i < n && beats[i] < t; i++) {
        v += 0.25 * synth_bump(t - beats[i] - 0.46, 0.06);
    }
    return v;
}

static void a_large_dicrotic_wave_is_no_beat(void **state)
{
    (void)state;
    size_t extra = 0, missed = 0;
    count_faults(second, &extra, &missed);
    print_message("large dicrotic wave: %zu extra, %zu missed\n", extra, missed);
    assert_true(extra <= 1 && missed <= 1);
}

/* Every 10 s a jerk of the finger, twelve times the pulse, 0.45 s long. */
static double jerky(double t, size_t n, size_t *next)
{
    return synth_ppg(t, beats, n, next) + 12.0 * synth_bump(fmod(t, 10.0) - 5.0, 0.15);
}

static void a_jerk_is_no_beat_and_turns_no_sign(void **state)
{
    (void)state;
    size_t extra = 0, missed = 0;
    count_faults(jerky, &extra, &missed);
    print_message("jerks: %zu extra, %zu missed\n", extra, missed);
    assert_true(extra <= 11 && missed <= 22);
}

/* A pulse of raised cosines has its foot at -base, its peak size above it and its width by formula. */
static void pulses_carry_their_size_foot_and_width(void **state)
{
    (void)state;
    const double signs[] = {1.0, -1.0};
    for (int c = 0; c < 2; c++) {
        struct mark m[MARKS_MAX];
        double worst[3] = {0.0, 0.0, 0.0};
        size_t seen = 0;
        ppg_init(&detector);
        for (int i = 0; i < 60 * 125; i++) {
            double t = i / 125.0, in = fmod(t, 0.8), level = 0.1 * sin(0.2 * t);
            double size = 1.0 + 0.2 * sin(1.3 * (t - in + 0.1)), pi = 3.14159265358979;
            double v = in < 0.2 ? 0.5 - 0.5 * cos(pi * in / 0.2) : 0.5 + 0.5 * cos(pi * (in - 0.2) / 0.6);
            size_t k = ppg_push(&detector, usec_from_s(t), (float)(signs[c] * (size * v + level)), m);
            for (size_t j = 0; j < k; j++) {
                double at = usec_to_s(m[j].t);
                if (at < 5.0) {
                    continue;
                }
                seen++;
                double beat = at - fmod(at, 0.8),
                       wanted[3] = {1.0 + 0.2 * sin(1.3 * (beat + 0.1)), 0.1 * sin(0.2 * beat), 0.8 / 3.0};
                double got[3] = {(double)m[j].wave.size, signs[c] * (double)m[j].wave.base, (double)m[j].wave.width_s};
                for (int q = 0; q < 3; q++) {
                    worst[q] = fmax(worst[q], fabs(got[q] - wanted[q]));
                }
            }
        }
        print_message("sign %+.0f: size within %.3f, foot within %.3f, width within %.4f s of %zu\n", signs[c],
                      worst[0], worst[1], worst[2], seen);
        assert_true(seen > 60 && worst[0] < 0.03 && worst[1] < 0.03 && worst[2] < 0.006);
    }
}

/* Every third pulse is followed after 0.3 s by a wave as steep as pulses are, and two thirds as high. */
static void a_steep_dicrotic_wave_is_no_pulse(void **state)
{
    (void)state;
    struct mark m[MARKS_MAX];
    double waves[2 * BEATS];
    size_t n = 0, all = 0, next = 0, found = 0;
    for (double t = 0.5; t < 119.0; t += 0.9) {
        n++;
        waves[all++] = t;
        if (n % 3 == 0) {
            waves[all++] = t + 0.3;
        }
    }
    ppg_init(&detector);
    for (int i = 0; i < 120 * 100; i++) {
        double t = i / 100.0, v = 0.0;
        for (size_t k = next; k < all && waves[k] < t; k++) {
            bool second = k > 0 && waves[k] - waves[k - 1] < 0.4;
            size_t none = 0;
            v += (second ? 0.66 : 1.0) * synth_ppg(t, &waves[k], 1, &none);
        }
        while (next < all && waves[next] < t - 2.0) {
            next++;
        }
        found += ppg_push(&detector, usec_from_s(t), (float)v, m);
    }
    assert_true(found + 2 >= n && found <= n + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pulses_at_any_rate),
        cmocka_unit_test(either_sign_noise_and_wander),
        cmocka_unit_test(a_flat_line_has_no_pulse),
        cmocka_unit_test(a_turned_sensor_is_noticed),
        cmocka_unit_test(a_lost_finger_gives_no_beats_and_is_heard_again_at_once),
        cmocka_unit_test(a_large_dicrotic_wave_is_no_beat),
        cmocka_unit_test(a_jerk_is_no_beat_and_turns_no_sign),
        cmocka_unit_test(pulses_carry_their_size_foot_and_width),
        cmocka_unit_test(a_steep_dicrotic_wave_is_no_pulse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
