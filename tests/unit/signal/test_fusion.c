/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breathing rates out of beats whose rhythm and shape follow a breath of a known rate. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/rng.h"
#include "signal/fusion.h"

static const double PI = 3.14159265358979323846;

/*
 * How far the breath moves the rhythm (ms) and the three shapes (shares of their size), how far chance does, how large
 * the breath's second harmonic is, and how much a slow wave of 0.07 Hz adds to all.
 */
struct person {
    double hr_bpm, per_min, rsa_ms, shape[MODULATION_KINDS], noise_ms, noise, second, slow;
    uint64_t seed;
    usec start;
};

struct stage {
    struct tachogram g;
    struct modulation wave;
    struct fusion f;
    struct spectrum s;
};

static void begin(struct stage *x)
{
    tachogram_init(&x->g);
    modulation_init(&x->wave);
    fusion_init(&x->f, FUSION_LIVE_S);
    assert_int_equal(spectrum_init(&x->s), R_OK);
}

/* Beats for so many seconds, the stage asked every second. */
static void live(struct stage *x, const struct person *p, double seconds)
{
    struct rng r;
    double t = 0.0, asked = 1.0;
    rng_init(&r, p->seed);
    while (t < seconds) {
        double phase = 2.0 * PI * p->per_min / 60.0 * t, swing = sin(phase) + p->second * sin(2.0 * phase + 1.0);
        double wave = p->slow * sin(2.0 * PI * 0.07 * t);
        double rr = 60000.0 / p->hr_bpm + p->rsa_ms * (swing + wave) + p->noise_ms * rng_normal(&r);
        float v[MODULATION_KINDS];
        for (int k = 0; k < MODULATION_KINDS; k++) {
            v[k] = (float)(1.0 + p->shape[k] * (swing + wave) + p->noise * rng_normal(&r));
        }
        t += rr / 1000.0;
        usec at = p->start + usec_from_s(t);
        tachogram_push(&x->g, &(struct tachogram_point){at, (float)rr, true, true, false});
        modulation_push(&x->wave, at, &(struct mark_wave){v[0], v[1], v[2]});
        for (; t >= asked; asked += 1.0) {
            fusion_update(&x->f, &x->g, (const struct modulation *const[]){&x->wave}, 1, &x->s);
        }
    }
}

static void the_rate_of_paced_breathing_is_found(void **state)
{
    (void)state;
    for (double per_min = 3.0; per_min <= 30.0; per_min += 1.5) {
        struct person p = {72.0, per_min, 20.0, {0.1, 0.1, 0.05}, 3.0, 0.02, 0.0, 0.0, (uint64_t)per_min, 0};
        struct stage x;
        begin(&x);
        live(&x, &p, 120.0);
        spectrum_deinit(&x.s);
        assert_true(fabs((double)fusion_per_min(&x.f) - per_min) < 0.35);
        assert_true(x.f.confidence > 0.5F && x.f.confidence <= 1.0F);
    }
}

static void one_moving_shape_is_enough(void **state)
{
    (void)state;
    for (int k = 0; k < MODULATION_KINDS; k++) {
        struct person p = {66.0, 14.0, 0.0, {0.0}, 12.0, 0.03, 0.0, 0.0, (uint64_t)k + 7U, 0};
        struct stage x;
        begin(&x);
        p.shape[k] = 0.12;
        live(&x, &p, 120.0);
        spectrum_deinit(&x.s);
        assert_true(fabs((double)fusion_per_min(&x.f) - 14.0) < 0.5);
        assert_true(x.f.wave_share > 0.5F);
    }
}

static void a_harmonic_is_not_the_rate(void **state)
{
    (void)state;
    for (double per_min = 4.0; per_min <= 7.0; per_min += 0.5) {
        struct person p = {80.0, per_min, 20.0, {0.1, 0.1, 0.1}, 4.0, 0.02, 0.8, 0.0, 3, 0};
        struct stage x;
        begin(&x);
        live(&x, &p, 150.0);
        spectrum_deinit(&x.s);
        assert_true(fabs((double)x.f.rate_hz * 60.0 - per_min) < 0.5);
    }
}

static void slow_waves_of_the_vessels_are_not_the_breath(void **state)
{
    (void)state;
    struct person p = {75.0, 16.0, 10.0, {0.1, 0.1, 0.1}, 4.0, 0.02, 0.0, 0.9, 5, 0};
    struct stage x;
    begin(&x);
    live(&x, &p, 150.0);
    spectrum_deinit(&x.s);
    assert_true(fabs((double)x.f.rate_hz * 60.0 - 16.0) < 0.5);
}

static void chance_is_told_as_no_rate(void **state)
{
    (void)state;
    int told = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct person p = {70.0, 10.0, 0.0, {0.0}, 20.0, 0.1, 0.0, 0.0, seed, 0};
        struct stage x;
        begin(&x);
        live(&x, &p, 150.0);
        spectrum_deinit(&x.s);
        told += isnan(fusion_per_min(&x.f)) ? 0 : 1;
    }
    print_message("told in %d of 100 signals of chance\n", told);
    assert_true(told <= 5);
}

static void what_never_changes_says_nothing(void **state)
{
    (void)state;
    struct person p = {60.0, 10.0, 0.0, {0.0}, 0.0, 0.0, 0.0, 0.0, 1, 0};
    struct stage x;
    float out[SPECTRUM_POINTS];
    begin(&x);
    live(&x, &p, 100.0);
    spectrum_deinit(&x.s);
    assert_true(isnan(fusion_per_min(&x.f)));
    assert_false(modulation_window(&x.wave, MODULATION_SIZE, tachogram_end(&x.g), out, SPECTRUM_POINTS));
}

static void a_hole_forgets_and_torn_beats_do_not_matter(void **state)
{
    (void)state;
    struct person p = {72.0, 15.0, 20.0, {0.1, 0.1, 0.05}, 3.0, 0.02, 0.0, 0.0, 2, 0};
    struct stage x;
    begin(&x);
    live(&x, &p, 100.0);
    for (size_t i = 3; i < x.wave.n; i += 17) {
        x.wave.value[MODULATION_SIZE][i] = 400.0F;
        x.wave.value[MODULATION_BASE][i] = NAN;
    }
    fusion_update(&x.f, &x.g, (const struct modulation *const[]){&x.wave}, 1, &x.s);
    assert_true(fabs((double)fusion_per_min(&x.f) - 15.0) < 0.5);
    tachogram_push(&x.g, &(struct tachogram_point){tachogram_end(&x.g) + 5 * USEC_PER_SEC, 800.0F, true, false, false});
    fusion_update(&x.f, &x.g, (const struct modulation *const[]){&x.wave}, 1, &x.s);
    spectrum_deinit(&x.s);
    assert_true(isnan(fusion_per_min(&x.f)));
}

/* Seeded: at any start, with any unit of the shapes, the same answer; twice the same bits. */
static void start_and_unit_do_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct rng r;
        rng_init(&r, seed);
        double per_min = 4.0 + 24.0 * rng_uniform(&r), hr = 62.0 + 40.0 * rng_uniform(&r);
        struct person p = {hr, per_min, 12.0, {0.1, 0.05, 0.08}, 6.0, 0.03, 0.2, 0.2, seed, 0};
        struct stage a, b, c;
        begin(&a);
        begin(&b);
        begin(&c);
        live(&a, &p, 90.0);
        live(&b, &p, 90.0);
        p.start = usec_from_s(5000.0 * rng_uniform(&r));
        live(&c, &p, 90.0);
        spectrum_deinit(&a.s);
        spectrum_deinit(&b.s);
        spectrum_deinit(&c.s);
        uint64_t h = HASH_START;
        assert_true(fusion_hash(&a.f, modulation_hash(&a.wave, h)) == fusion_hash(&b.f, modulation_hash(&b.wave, h)));
        assert_false(fusion_hash(&a.f, modulation_hash(&a.wave, h)) == fusion_hash(&c.f, modulation_hash(&c.wave, h)));
        assert_true(fabsf(a.f.rate_hz - c.f.rate_hz) < 1e-4F && fabsf(a.f.confidence - c.f.confidence) < 1e-3F);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_of_paced_breathing_is_found),
        cmocka_unit_test(one_moving_shape_is_enough),
        cmocka_unit_test(a_harmonic_is_not_the_rate),
        cmocka_unit_test(slow_waves_of_the_vessels_are_not_the_breath),
        cmocka_unit_test(chance_is_told_as_no_rate),
        cmocka_unit_test(what_never_changes_says_nothing),
        cmocka_unit_test(a_hole_forgets_and_torn_beats_do_not_matter),
        cmocka_unit_test(start_and_unit_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
