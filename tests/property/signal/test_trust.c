/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trust by the second: what is no heart must not be trusted, what is one must be. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/people.h"
#include "signal/heart.h"
#include "signal/quality.h"
#include "unit/signal/synth.h"

enum { HZ = 100, SECONDS = 90, N = HZ * SECONDS, BEATS = 256, SEEDS = 4 };
static const int WARM_S = 15;

static float wave[N];
static struct heart heart;
static struct quality quality;

/* Mean trust from WARM_S on. */
static double trust_of(uint8_t kind)
{
    struct heart_beat beats[MARKS_MAX];
    double sum = 0.0;
    heart_init(&heart);
    heart_listen(&heart, kind);
    quality_init(&quality);
    for (int i = 0; i < N; i++) {
        struct reading r = {.t = (usec)i * (USEC_PER_SEC / HZ), .value = wave[i], .kind = kind};
        (void)!heart_push(&heart, &r, r.t, beats);
        quality_sample(&quality, wave[i]);
        if (i % HZ == HZ - 1) {
            quality_end_second(&quality, &(struct quality_second){true, true, heart_quality(&heart), 0.0F, true});
            sum += i / HZ >= WARM_S ? (double)quality_now(&quality) : 0.0;
        }
    }
    return sum / (SECONDS - WARM_S);
}

static void draw_heart(uint8_t kind, struct rng *r)
{
    static double beat_s[BEATS];
    size_t n = synth_beats(beat_s, BEATS, SECONDS, 68.0, 6.0, 0.1, 0.01, r), next = 0;
    for (int i = 0; i < N; i++) {
        double t = (double)i / HZ;
        wave[i] = (float)(kind == READING_ECG ? synth_ecg(t, beat_s, n, &next) : synth_ppg(t, beat_s, n, &next));
    }
}

static void a_clean_heart_is_trusted(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (size_t k = 0; k < 2; k++) {
        struct rng r;
        rng_init(&r, 1 + k);
        draw_heart(KINDS[k], &r);
        for (int i = 0; i < N; i++) {
            wave[i] += 0.01F * (float)rng_normal(&r);
        }
        double trust = trust_of(KINDS[k]);
        assert_true(trust > 0.8);
    }
}

static void a_line_is_not_trusted(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (size_t k = 0; k < 2; k++) {
        for (int i = 0; i < N; i++) {
            wave[i] = 512.0F;
        }
        assert_true(trust_of(KINDS[k]) < 0.01);
    }
}

static void noise_is_not_trusted(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (uint64_t seed = 0; seed < 2 * SEEDS; seed++) {
        struct rng r;
        rng_init(&r, 100 + seed);
        for (int i = 0; i < N; i++) {
            wave[i] = (float)rng_normal(&r);
        }
        double trust = trust_of(KINDS[seed % 2]);
        assert_true(trust < 0.3);
    }
}

static void a_moving_hand_without_a_pulse_is_not_trusted(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (uint64_t seed = 0; seed < 2 * SEEDS; seed++) {
        struct rng r;
        rng_init(&r, 200 + seed);
        people_movement(wave, N, HZ, &r);
        double trust = trust_of(KINDS[seed % 2]);
        assert_true(trust < 0.4);
    }
}

static void a_moving_hand_lowers_the_trust_in_a_pulse(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        static float moved[N];
        struct rng r;
        rng_init(&r, 300 + seed);
        draw_heart(READING_PPG, &r);
        double still = trust_of(READING_PPG);
        people_movement(moved, N, HZ, &r);
        for (int i = 0; i < N; i++) {
            wave[i] += 1.0F * moved[i];
        }
        double trust = trust_of(READING_PPG);
        assert_true(trust < 0.5 * still);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clean_heart_is_trusted),
        cmocka_unit_test(a_line_is_not_trusted),
        cmocka_unit_test(noise_is_not_trusted),
        cmocka_unit_test(a_moving_hand_without_a_pulse_is_not_trusted),
        cmocka_unit_test(a_moving_hand_lowers_the_trust_in_a_pulse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
