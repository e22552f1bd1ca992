/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/ecg.h"
#include "unit/signal/synth.h"

enum { BEATS = 600 };

static double beats[BEATS];
static struct ecg detector;

struct conditions {
    double hz, gain, offset, noise, wander, hum;
};

/* Runs 240 s; returns F1 in percent for beats within 30 ms, and the worst distance of those. */
static double f1_of(const struct conditions *c, double *worst_ms, double *latest_ms)
{
    struct rng rng;
    rng_init(&rng, 42);
    size_t n = synth_beats(beats, BEATS, 240.0, 70.0, 12.0, 0.1, 0.01, &rng), next = 0, at = 0, hit = 0, found = 0;
    *worst_ms = *latest_ms = 0.0;
    ecg_init(&detector);
    for (int i = 0; i < (int)(240.0 * c->hz); i++) {
        double t = i / c->hz;
        double v = synth_ecg(t, beats, n, &next) + c->noise * rng_normal(&rng) + c->wander * sin(2.0 * t) +
                   c->hum * sin(2.0 * 3.14159265 * 50.0 * t);
        struct mark m[MARKS_MAX];
        size_t k = ecg_push(&detector, usec_from_s(t), (float)(c->gain * v + c->offset), m);
        for (size_t j = 0; j < k; j++) {
            double mark = usec_to_s(m[j].t);
            found++;
            while (at < n && beats[at] < mark - 0.03) {
                at++;
            }
            if (at < n && fabs(beats[at] - mark) < 0.03) {
                *worst_ms = fmax(*worst_ms, 1e3 * fabs(beats[at++] - mark));
                hit++;
            }
            *latest_ms = mark > 4.0 ? fmax(*latest_ms, 1e3 * (t - mark)) : *latest_ms;
        }
    }
    return 200.0 * (double)hit / (double)(n + found);
}

static void all_beats_at_any_rate(void **state)
{
    (void)state;
    const double rates[] = {100.0, 125.0, 130.16, 250.0, 360.0, 512.0, 1000.0};
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        double worst = 0.0, late = 0.0;
        double f1 = f1_of(&(struct conditions){rates[i], 1.0, 0.0, 0.01, 0.0, 0.0}, &worst, &late);
        print_message("ecg %7.2f Hz: F1 %.2f, worst %.1f ms, told within %.0f ms\n", rates[i], f1, worst, late);
        assert_true(f1 > 99.3);
        assert_true(worst < (rates[i] < 200.0 ? 8.0 : 3.0));
        assert_true(late < 400.0);
    }
}

static void noise_hum_and_wander_are_borne(void **state)
{
    (void)state;
    double worst = 0.0, late = 0.0;
    assert_true(f1_of(&(struct conditions){250.0, 1.0, 0.0, 0.10, 0.5, 0.1}, &worst, &late) > 99.0);
    assert_true(f1_of(&(struct conditions){250.0, -1.0, 0.0, 0.10, 0.5, 0.1}, &worst, &late) > 99.0);
}

static void large_offsets_and_small_units_change_nothing(void **state)
{
    (void)state;
    double worst = 0.0, late = 0.0;
    assert_true(f1_of(&(struct conditions){250.0, 1e-6, 0.0, 0.01, 0.0, 0.0}, &worst, &late) > 99.3);
    assert_true(f1_of(&(struct conditions){250.0, 100.0, 8388608.0, 0.02, 0.0, 0.0}, &worst, &late) > 99.3);
}

static void a_smaller_amplitude_is_followed(void **state)
{
    (void)state;
    struct rng rng;
    struct mark m[MARKS_MAX];
    rng_init(&rng, 1);
    size_t n = synth_beats(beats, BEATS, 240.0, 60.0, 5.0, 0.1, 0.0, &rng), next = 0, late = 0;
    ecg_init(&detector);
    for (int i = 0; i < 240 * 250; i++) {
        double t = i / 250.0, gain = t < 100.0 ? 1.0 : 0.2;
        size_t k = ecg_push(&detector, usec_from_s(t), (float)(gain * synth_ecg(t, beats, n, &next)), m);
        late += t > 110.0 ? k : 0;
    }
    assert_true(late >= 128);
}

static void a_flat_line_has_no_beats(void **state)
{
    (void)state;
    struct mark m[MARKS_MAX];
    ecg_init(&detector);
    for (int i = 0; i < 250 * 60; i++) {
        assert_int_equal(ecg_push(&detector, i * 4000, 3.0F, m), 0);
    }
    assert_true(ecg_quality(&detector) == 0.0F);
}

static void the_first_beat_after_a_hole_is_not_joined(void **state)
{
    (void)state;
    struct rng rng;
    struct mark m[MARKS_MAX];
    rng_init(&rng, 1);
    size_t n = synth_beats(beats, BEATS, 60.0, 60.0, 5.0, 0.1, 0.0, &rng), next = 0, loose = 0, all = 0;
    ecg_init(&detector);
    for (int i = 0; i < 60 * 250; i++) {
        double t = i / 250.0;
        if (t > 30.0 && t < 30.4) {
            continue;
        }
        size_t k = ecg_push(&detector, usec_from_s(t), (float)synth_ecg(t, beats, n, &next), m);
        for (size_t j = 0; j < k; j++, all++) {
            loose += m[j].joined ? 0 : 1;
        }
    }
    assert_int_equal(loose, 2);
    assert_true(all + 3 >= n);
}

/* Size and level of every beat, whatever the rate and the sign; both of a chest that breathes. */
static void beats_carry_their_size_and_level(void **state)
{
    (void)state;
    const double rates[] = {125.0, 360.0}, signs[] = {1.0, -1.0};
    for (int c = 0; c < 4; c++) {
        struct rng rng;
        struct mark m[MARKS_MAX];
        double hz = rates[c / 2], sign = signs[c % 2], worst_size = 0.0, worst_base = 0.0;
        rng_init(&rng, 1);
        size_t n = synth_beats(beats, BEATS, 120.0, 66.0, 6.0, 0.1, 0.01, &rng), next = 0, seen = 0;
        ecg_init(&detector);
        for (int i = 0; i < (int)(120.0 * hz); i++) {
            double t = i / hz, size = 1.0 + 0.1 * sin(1.5 * t), base = 0.2 * sin(0.3 * t);
            size_t k =
                ecg_push(&detector, usec_from_s(t), (float)(sign * (size * synth_ecg(t, beats, n, &next) + base)), m);
            for (size_t j = 0; j < k; j++) {
                double at = usec_to_s(m[j].t), wanted = 1.0 + 0.1 * sin(1.5 * at);
                if (at < 3.0) {
                    continue;
                }
                seen++;
                worst_size = fmax(worst_size, fabs((double)m[j].wave.size / wanted - 0.86));
                worst_base = fmax(worst_base, fabs(sign * (double)m[j].wave.base - 0.2 * sin(0.3 * at)));
                assert_true(isnan(m[j].wave.width_s) && m[j].quality > 0.99F);
            }
        }
        print_message("%3.0f Hz: size within %.3f, level within %.3f of %zu beats\n", hz, worst_size, worst_base, seen);
        assert_true(seen > 120 && worst_size < 0.05 && worst_base < 0.03);
    }
}

/* Marks of 120 s of an ECG of beats_n beats, more added to it at t. */
static size_t count_marks(size_t beats_n, double (*more)(double t, size_t beats_n))
{
    struct mark m[MARKS_MAX];
    size_t next = 0, found = 0;
    ecg_init(&detector);
    for (int i = 0; i < 120 * 250; i++) {
        double t = i / 250.0;
        double v = synth_ecg(t, beats, beats_n, &next) + more(t, beats_n);
        found += ecg_push(&detector, usec_from_s(t), (float)v, m);
    }
    return found;
}

/* A P wave every 0.8 s. */
static double p_waves(double t, size_t beats_n)
{
    (void)beats_n;
    return 0.12 * synth_bump(fmod(t, 0.8) - 0.4, 0.025);
}

static void the_p_waves_of_a_pause_are_no_beats(void **state)
{
    (void)state;
    size_t n = 0;
    for (double t = 0.5; t < 119.0; t += n % 12 == 0 ? 4.5 : 0.9) {
        beats[n++] = t;
    }
    size_t found = count_marks(n, p_waves);
    assert_true(found + 1 >= n && found <= n + 1);
}

/* A T wave as tall as the R peak, and sharp. */
static double tall_t_waves(double t, size_t beats_n)
{
    double v = 0.0;
    for (size_t i = 0; i < beats_n; i++) {
        v += fabs(t - beats[i] - 0.26) < 0.2 ? 1.0 * synth_bump(t - beats[i] - 0.26, 0.028) : 0.0;
    }
    return v;
}

static void a_t_wave_as_tall_as_the_beat_is_none(void **state)
{
    (void)state;
    size_t n = 0;
    for (double t = 0.5; t < 119.0; t += 0.9) {
        beats[n++] = t;
    }
    size_t found = count_marks(n, tall_t_waves);
    assert_true(found + 1 >= n && found <= n + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_beats_at_any_rate),
        cmocka_unit_test(noise_hum_and_wander_are_borne),
        cmocka_unit_test(large_offsets_and_small_units_change_nothing),
        cmocka_unit_test(a_smaller_amplitude_is_followed),
        cmocka_unit_test(a_flat_line_has_no_beats),
        cmocka_unit_test(the_first_beat_after_a_hole_is_not_joined),
        cmocka_unit_test(beats_carry_their_size_and_level),
        cmocka_unit_test(the_p_waves_of_a_pause_are_no_beats),
        cmocka_unit_test(a_t_wave_as_tall_as_the_beat_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
