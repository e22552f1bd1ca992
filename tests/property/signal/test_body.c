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
#include "signal/body.h"
#include "signal/spectrum.h"
#include "unit/signal/synth.h"

enum { BEATS = 400, EVENTS = 400 };

static double beats[BEATS];

/* What a run tells. */
struct told {
    usec beat[EVENTS];
    size_t n;
    uint64_t hash;
    struct measures last;
};

struct twist {
    usec shift;
    double gain;
    uint8_t kind;
    uint64_t seed;
};

/* 100 s of a heart with noise, through an uneven clock; everything depends on the seed only. */
static struct told run(const struct twist *w)
{
    struct told out = {.n = 0};
    struct rng rng;
    struct body *b = malloc(body_size());
    rng_init(&rng, w->seed);
    double mean = 50.0 + 40.0 * rng_uniform(&rng), noise = 0.03 * rng_uniform(&rng);
    size_t n = synth_beats(beats, BEATS, 100.0, mean, 8.0, 0.1, 0.01, &rng), next = 0;
    assert_int_equal(body_init(b), R_OK);
    for (usec t = 0, tick = 0; t < 100 * USEC_PER_SEC; t += 6000 + (usec)(rng_uniform(&rng) * 6000.0)) {
        for (; tick <= t; tick += 20000) {
            body_tick(b, tick + w->shift);
        }
        double s = usec_to_s(t);
        double v = w->kind == READING_ECG ? synth_ecg(s, beats, n, &next) : synth_ppg(s, beats, n, &next);
        v = (double)(float)(v + noise * rng_normal(&rng));
        body_reading(b, &(struct reading){
                            .t = t + w->shift, .value = (float)(w->gain * v), .kind = w->kind, .flags = READING_EXACT});
        struct body_event e[BODY_EVENTS_MAX];
        size_t k = body_events(b, e, BODY_EVENTS_MAX);
        for (size_t i = 0; i < k; i++) {
            if (e[i].kind == BODY_BEAT && out.n < EVENTS) {
                out.beat[out.n++] = e[i].beat.t - w->shift;
            }
        }
    }
    out.hash = body_hash(b, HASH_START);
    out.last = *body_measures(b);
    body_deinit(b);
    free(b);
    return out;
}

static void same_beats(const struct told *a, const struct told *b, uint64_t seed)
{
    bool same = a->n == b->n && memcmp(a->beat, b->beat, a->n * sizeof a->beat[0]) == 0;
    if (!same || a->n < 60) {
        print_message("seed %llu: %zu and %zu beats\n", (unsigned long long)seed, a->n, b->n);
    }
    assert_true(same);
    assert_true(a->n >= 60);
}

static void shift_gain_and_sign_change_no_beat(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        uint8_t kind = seed % 2 == 0 ? READING_ECG : READING_PPG;
        struct told plain = run(&(struct twist){0, 1.0, kind, seed});
        struct told moved = run(&(struct twist){INT64_C(3600) * USEC_PER_SEC, 1.0, kind, seed});
        struct told larger = run(&(struct twist){0, 1024.0, kind, seed});
        struct told turned = run(&(struct twist){0, -1.0, kind, seed});
        same_beats(&plain, &moved, seed);
        same_beats(&plain, &larger, seed);
        same_beats(&plain, &turned, seed);
        assert_true(plain.last.scored && moved.last.scored);
        assert_true(plain.last.coherence_score == moved.last.coherence_score);
        assert_true(plain.last.hr_bpm == moved.last.hr_bpm);
    }
}

static void the_same_causes_give_the_same_bits(void **state)
{
    (void)state;
    for (uint64_t seed = 20; seed < 24; seed++) {
        struct told a = run(&(struct twist){0, 1.0, READING_ECG, seed});
        struct told b = run(&(struct twist){0, 1.0, READING_ECG, seed});
        struct told c = run(&(struct twist){0, 1.0, READING_ECG, seed + 100});
        assert_true(a.hash == b.hash);
        assert_true(a.hash != c.hash);
    }
}

static float odd_value(struct rng *rng)
{
    const float odd[] = {NAN, INFINITY, -INFINITY, 0.0F, -0.0F, 1e38F, -1e38F, 1e-38F, 1.0F, 999.0F, 5.0F, 273.0F};
    uint64_t k = rng_next(rng) % 24;
    return k < 12 ? odd[k] : (float)(1000.0 * rng_normal(rng));
}

static struct reading garbage(struct rng *rng, usec now)
{
    struct reading r = {.t = now,
                        .tick = (int64_t)(rng_next(rng) % 100000),
                        .value = odd_value(rng),
                        .kind = (uint8_t)(rng_next(rng) % (READING_KINDS + 1)),
                        .channel = (uint8_t)(rng_next(rng) % 5),
                        .flags = (uint8_t)(rng_next(rng) % 4),
                        .source = (uint8_t)(rng_next(rng) % (LINKS_MAX + 1))};
    uint64_t k = rng_next(rng) % 200;
    if (k < 4) {
        const usec odd[] = {INT64_MIN, INT64_MAX, 0, -1};
        r.t = odd[k];
        r.tick = odd[3 - k];
    } else if (k < 40) {
        r.t += (usec)(rng_next(rng) % 10000000) - 5000000;
    }
    return r;
}

static void garbage_never_breaks_anything(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct rng rng;
        struct body *b = malloc(body_size());
        usec now = 0;
        rng_init(&rng, seed);
        assert_int_equal(body_init(b), R_OK);
        if (seed % 2 == 0) {
            assert_int_equal(body_stream(b, 0, READING_ECG, 0, 250.0F), R_OK);
            assert_int_equal(body_stream(b, 1, READING_PPG, 0, 0.001F), R_OK);
        }
        for (int i = 0; i < 4000; i++) {
            struct reading r = garbage(&rng, now);
            struct body_event e[7];
            body_reading(b, &r);
            now += (usec)(rng_next(&rng) % 30000);
            body_tick(b, rng_next(&rng) % 500 == 0 ? (usec)rng_next(&rng) : now);
            size_t n = body_events(b, e, 7);
            for (size_t k = 0; k < n; k++) {
                assert_true(e[k].kind <= BODY_CONTACT);
                assert_true(e[k].kind != BODY_BEAT || e[k].beat.kind < BEAT_KINDS);
                bool in_range = e[k].beat.rr_ms >= 273.0F && e[k].beat.rr_ms <= 2000.0F;
                assert_true(e[k].kind != BODY_BEAT || !e[k].beat.used || in_range);
            }
            const struct measures *m = body_measures(b);
            if (!(m->quality >= 0.0F && m->quality <= 1.0F)) {
                print_message("seed %llu\n", (unsigned long long)seed);
            }
            assert_true(m->quality >= 0.0F && m->quality <= 1.0F);
            assert_true(isnan(m->hr_bpm) || (m->hr_bpm >= 29.9F && m->hr_bpm <= 220.1F));
            assert_true(isnan(m->peak_share) || (m->peak_share >= 0.0F && m->peak_share <= 1.0001F));
            float lung = 0.0F, phase = 0.0F;
            body_breath_now(b, &lung, &phase);
            assert_true(isnan(lung) || (lung >= 0.0F && lung <= 1.0F));
            assert_true(isnan(phase) || (phase >= 0.0F && phase < 6.2832F));
        }
        (void)body_hash(b, HASH_START);
        body_deinit(b);
        free(b);
    }
}

static void twice_the_swing_is_four_times_the_power(void **state)
{
    (void)state;
    struct spectrum s;
    assert_int_equal(spectrum_init(&s), R_OK);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct rng rng;
        float x[SPECTRUM_POINTS], y[SPECTRUM_POINTS], a[SPECTRUM_BINS], b[SPECTRUM_BINS];
        rng_init(&rng, seed);
        for (int i = 0; i < SPECTRUM_POINTS; i++) {
            double v = 40.0 * rng_normal(&rng);
            x[i] = (float)(900.0 + v);
            y[i] = (float)(900.0 + 2.0 * v);
        }
        spectrum_compute(&s, x, SPECTRUM_POINTS, a);
        spectrum_compute(&s, y, SPECTRUM_POINTS, b);
        for (int i = 1; i < SPECTRUM_BINS; i++) {
            assert_true(fabsf(b[i] - 4.0F * a[i]) <= 1e-3F * b[i] + 1e-3F);
        }
    }
    spectrum_deinit(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shift_gain_and_sign_change_no_beat),
        cmocka_unit_test(the_same_causes_give_the_same_bits),
        cmocka_unit_test(garbage_never_breaks_anything),
        cmocka_unit_test(twice_the_swing_is_four_times_the_power),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
