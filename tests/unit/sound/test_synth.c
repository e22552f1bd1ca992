/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loudness.h"
#include "sound/synth.h"

enum { TICK = SOUND_RATE_HZ / 50 };
static const struct sound_volumes USUAL = {0.5F, 0.5F, 0.6F, 1};
static const struct pace SIX = {4.4F, 0.0F, 5.6F, 0.0F};

/* A session of `seconds` at six a minute, told tick by tick; the caller frees. */
static float *session(const struct sound_volumes *v, float seconds, float after_s, size_t *frames)
{
    size_t n = (size_t)((seconds + after_s) * 50.0F);
    float *out = calloc(n * TICK * 2, sizeof *out);
    struct synth *s = calloc(1, sizeof *s);
    assert_non_null(out);
    assert_non_null(s);
    synth_init(s, v, 7);
    for (size_t i = 0; i < n; i++) {
        float t = (float)i / 50.0F;
        struct sound_moment m = {.pace = t < seconds ? SIX : (struct pace){0},
                                 .position_s = fmodf(t, 10.0F),
                                 .own_lung = NAN,
                                 .steadiness = 0.8F,
                                 .end_in_s = seconds - t};
        synth_render(s, &m, out + 2 * TICK * i, TICK);
    }
    free(s);
    *frames = n * TICK;
    return out;
}

static void nothing_clicks_and_nothing_is_too_loud(void **state)
{
    (void)state;
    const struct sound_volumes loud = {1.0F, 1.0F, 1.0F, 3};
    size_t n = 0;
    float *out = session(&loud, 60.0F, 15.0F, &n), step = 0.0F, peak = 0.0F;
    for (size_t k = 2; k < 2 * n; k++) {
        step = fmaxf(step, fabsf(out[k] - out[k - 2]));
        peak = fmaxf(peak, fabsf(out[k]));
    }
    printf("all volumes full: largest step %.4f, peak %.2f dBFS\n", (double)step, 20.0 * log10((double)peak));
    assert_true(step < 0.03F);
    assert_true(peak < SYNTH_PEAK);
    free(out);
}

static void is_as_loud_as_it_should_be(void **state)
{
    (void)state;
    size_t n = 0;
    float *out = session(&USUAL, 120.0F, 0.0F, &n);
    double lufs = loudness_lufs(out, n);
    printf("usual volumes: %.1f LUFS\n", lufs);
    assert_true(fabs(lufs + 23.0) < 2.0);
    free(out);
}

/* The meter itself: a full 997 Hz sine on one ear is -3.01 LUFS by the standard. */
static void the_meter_is_right(void **state)
{
    (void)state;
    enum { N = SOUND_RATE_HZ * 5 };
    float *out = calloc(2 * N, sizeof *out);
    assert_non_null(out);
    for (size_t k = 0; k < N; k++) {
        out[2 * k] = (float)sin(6.283185307179586 * 997.0 * (double)k / SOUND_RATE_HZ);
    }
    assert_true(fabs(loudness_lufs(out, N) + 3.01) < 0.05);
    free(out);
}

/* Centre of gravity of the spectrum of both ears over [from_s, to_s), by a direct transform at 30 Hz steps. */
static double centroid_hz(const float *out, double from_s, double to_s)
{
    size_t from = (size_t)(from_s * SOUND_RATE_HZ), n = (size_t)((to_s - from_s) * SOUND_RATE_HZ);
    double up = 0.0, down = 0.0;
    for (double hz = 60.0; hz < 2000.0; hz += 30.0) {
        double re = 0.0, im = 0.0;
        for (size_t k = 0; k < n; k += 8) {
            double w = 0.5 - 0.5 * cos(6.283185307179586 * (double)k / (double)n);
            double x = w * (double)(out[2 * (from + k)] + out[2 * (from + k) + 1]);
            re += x * cos(6.283185307179586 * hz * (double)k / SOUND_RATE_HZ);
            im += x * sin(6.283185307179586 * hz * (double)k / SOUND_RATE_HZ);
        }
        up += hz * sqrt(re * re + im * im);
        down += sqrt(re * re + im * im);
    }
    return up / down;
}

static void in_and_out_are_told_apart_by_colour_and_direction(void **state)
{
    (void)state;
    size_t n = 0;
    float *out = session(&USUAL, 60.0F, 0.0F, &n);
    for (int breath = 2; breath < 5; breath++) {
        double t = 10.0 * breath, in_early = centroid_hz(out, t + 0.2, t + 1.4),
               in_late = centroid_hz(out, t + 2.8, t + 4.2), out_early = centroid_hz(out, t + 4.6, t + 6.0),
               out_late = centroid_hz(out, t + 8.0, t + 9.6), out_mid = centroid_hz(out, t + 6.2, t + 7.8),
               in_mid = centroid_hz(out, t + 1.5, t + 2.9);
        printf("in %.0f > %.0f Hz, out %.0f > %.0f Hz; middle of in %.0f, of out %.0f\n", in_early, in_late, out_early,
               out_late, in_mid, out_mid);
        assert_true(in_late > 1.15 * in_early);   /* climbs */
        assert_true(out_late < out_early / 1.15); /* sinks */
        assert_true(in_mid > 1.15 * out_mid);     /* and is brighter at the same depth of breath */
    }
    free(out);
}

/* Where it is louder than the last of a strike half a minute ago. */
static size_t strike_at(const float *out, size_t from, size_t n)
{
    for (size_t k = from; k < n; k++) {
        if (fabsf(out[2 * k]) > 0.01F) {
            return k;
        }
    }
    return n;
}

static void the_end_bell_is_on_the_clock(void **state)
{
    (void)state;
    const struct sound_volumes bowl = {0.0F, 0.0F, 1.0F, 1};
    static const float LENGTHS_S[] = {30.0F, 61.007F, 90.0199F};
    for (size_t i = 0; i < sizeof LENGTHS_S / sizeof LENGTHS_S[0]; i++) {
        size_t n = 0;
        float *out = session(&bowl, LENGTHS_S[i], 5.0F, &n);
        size_t end = (size_t)((double)LENGTHS_S[i] * SOUND_RATE_HZ);
        for (size_t k = 0; k < SOUND_RATE_HZ / 4; k++) {
            assert_true(out[2 * k] == 0.0F); /* and the start's is not before the ear has settled */
        }
        double late_s = ((double)strike_at(out, end - SOUND_RATE_HZ, n) - (double)end) / SOUND_RATE_HZ;
        printf("end bell %.1f ms after the end of %.3f s\n", 1000.0 * late_s, (double)LENGTHS_S[i]);
        assert_true(late_s > -0.02 && late_s < 0.02);
        free(out);
    }
}

static void never_ends_in_silence_even_when_ended_early(void **state)
{
    (void)state;
    struct synth *s = calloc(1, sizeof *s);
    float out[2 * TICK];
    assert_non_null(s);
    synth_init(s, &USUAL, 1);
    struct sound_moment m = {.pace = SIX, .own_lung = NAN, .end_in_s = 300.0F};
    for (int i = 0; i < 500; i++) {
        m.position_s = fmodf((float)i / 50.0F, 10.0F);
        synth_render(s, &m, out, TICK);
    }
    m = (struct sound_moment){.own_lung = NAN, .end_in_s = -1.0F};
    float heard = 0.0F;
    for (int i = 0; i < 400; i++) { /* 8 s: everything else is gone after 5 */
        synth_render(s, &m, out, TICK);
        heard = i > 300 ? fmaxf(heard, fabsf(out[0])) : 0.0F;
    }
    assert_true(heard > 0.001F);
    free(s);
}

static void quiet_fades_and_the_blocks_do_not_matter(void **state)
{
    (void)state;
    struct synth *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
    float x[2 * 960], y[2 * 960];
    assert_non_null(a);
    assert_non_null(b);
    synth_init(a, &USUAL, 5);
    synth_init(b, &USUAL, 5);
    struct sound_moment m = {.pace = SIX, .own_lung = NAN, .end_in_s = NAN};
    for (int i = 0; i < 200; i++) {
        m.position_s = fmodf((float)i / 50.0F, 10.0F);
        synth_render(a, &m, x, 960);
        synth_render(b, &m, y, 320); /* parts that are whole control blocks: the same samples */
        for (int part = 1; part < 3; part++) {
            struct sound_moment later = m;
            later.position_s += (float)part * 320.0F / SOUND_RATE_HZ;
            synth_render(b, &later, y + 640 * part, 320);
        }
        for (int k = 0; k < 1920; k++) {
            assert_true(fabsf(x[k] - y[k]) < 2e-4F);
        }
    }
    m.quiet = true;
    for (int i = 0; i < 100; i++) {
        synth_render(a, &m, x, 960);
    }
    struct sound_volumes none = {0.5F, 0.5F, 0.0F, 0};
    synth_volumes(a, &none);
    synth_render(a, &m, x, 960);
    for (int k = 0; k < 1920; k++) {
        assert_true(x[k] == 0.0F);
    }
    free(a);
    free(b);
}

static void a_sound_of_ones_own_goes_round_without_a_seam(void **state)
{
    (void)state;
    enum { N = 3 * SOUND_RATE_HZ };
    struct synth *s = calloc(1, sizeof *s);
    float *own = calloc(2 * N, sizeof *own), *out = calloc(2 * TICK, sizeof *out);
    assert_non_null(s);
    assert_non_null(own);
    assert_non_null(out);
    for (size_t k = 0; k < N; k++) { /* a slow wave that does not fit its own length */
        own[2 * k] = own[2 * k + 1] = 0.2F * (float)sin(6.283185307179586 * 50.3 * (double)k / SOUND_RATE_HZ);
    }
    const struct sound_volumes none = {0.0F, 0.0F, 0.0F, 0};
    synth_init(s, &none, 5);
    synth_own(s, own, N, 1.0F);
    struct sound_moment m = {.pace = SIX, .own_lung = NAN, .end_in_s = NAN};
    float last = 0.0F, step = 0.0F, peak = 0.0F;
    for (int i = 0; i < 500; i++) {
        synth_render(s, &m, out, TICK);
        for (size_t k = 0; k < TICK; k++) {
            step = fmaxf(step, fabsf(out[2 * k] - last));
            last = out[2 * k];
            peak = fmaxf(peak, fabsf(last));
        }
    }
    assert_true(peak > 0.15F && step < 0.004F);
    synth_own(s, own, 100, 1.0F); /* too short to go round: left out */
    assert_int_equal(s->frames, 0);
    free(out);
    free(own);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_meter_is_right),
        cmocka_unit_test(nothing_clicks_and_nothing_is_too_loud),
        cmocka_unit_test(is_as_loud_as_it_should_be),
        cmocka_unit_test(in_and_out_are_told_apart_by_colour_and_direction),
        cmocka_unit_test(the_end_bell_is_on_the_clock),
        cmocka_unit_test(never_ends_in_silence_even_when_ended_early),
        cmocka_unit_test(quiet_fades_and_the_blocks_do_not_matter),
        cmocka_unit_test(a_sound_of_ones_own_goes_round_without_a_seam),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
