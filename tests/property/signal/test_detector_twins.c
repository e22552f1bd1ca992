/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow twins of the stages that look for something: each sees the whole clean signal at once, forwards and backwards,
   and takes the obvious answer. The causal stages must agree on it. A failing test prints its seed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/artefact.h"
#include "signal/breathing.h"
#include "signal/ecg.h"
#include "signal/ppg.h"
#include "signal/rhythm.h"
#include "signal/timebase.h"

enum { HZ = 200, SECONDS = 90, N = HZ * SECONDS, BEATS_MAX = 256 };
static const uint64_t SEED = 14;

static float signal_v[N];
static double beat_s[BEATS_MAX];
static size_t beats_n;

static double bump(double x, double centre, double width, double height)
{
    double d = (x - centre) / width;
    return fabs(d) < 8.0 ? height * exp(-d * d / 2.0) : 0.0;
}

static void make_beats(struct rng *r)
{
    beats_n = 0;
    for (double t = 0.4; t < SECONDS && beats_n < BEATS_MAX; t += 0.75 + 0.25 * rng_uniform(r)) {
        beat_s[beats_n++] = t;
    }
}

static void draw(bool ecg)
{
    for (size_t i = 0; i < N; i++) {
        double t = (double)i / HZ, v = 0.0;
        for (size_t k = 0; k < beats_n; k++) {
            double x = t - beat_s[k];
            if (fabs(x) > 1.0) {
                continue;
            }
            v += ecg ? bump(x, -0.16, 0.025, 0.1) + bump(x, 0.0, 0.011, 1.0) + bump(x, 0.03, 0.010, -0.2) +
                           bump(x, 0.28, 0.045, 0.25)
                     : bump(x, 0.34, 0.07, 0.8) + bump(x, 0.58, 0.11, 0.38);
        }
        signal_v[i] = (float)v;
    }
}

/* The highest sample of the signal (or of its slope) within 0.25 s of where, with a parabola through its neighbours. */
static double summit(double where_s, bool slope)
{
    size_t from = (size_t)fmax(2.0, (where_s - 0.25) * HZ), to = (size_t)fmin(N - 3.0, (where_s + 0.25) * HZ),
           best = from;
    double v[3] = {0};
    for (size_t i = from; i <= to; i++) {
        double here = slope ? (double)signal_v[i + 1] - (double)signal_v[i - 1] : (double)signal_v[i];
        double high = slope ? (double)signal_v[best + 1] - (double)signal_v[best - 1] : (double)signal_v[best];
        best = here > high ? i : best;
    }
    for (size_t k = 0; k < 3; k++) {
        size_t i = best + k - 1;
        v[k] = slope ? (double)signal_v[i + 1] - (double)signal_v[i - 1] : (double)signal_v[i];
    }
    return ((double)best + 0.5 * (v[0] - v[2]) / (v[0] - 2.0 * v[1] + v[2])) / HZ;
}

/* Every mark after the learning lies on a summit of the twin, and every such summit has its mark. */
static void compare(const struct mark *marks, size_t n, bool slope, double expected_s, double within_s)
{
    size_t met = 0, wanted = 0;
    for (size_t k = 0; k < beats_n; k++) {
        double where_s = beat_s[k] + expected_s;
        double twin_s = where_s < SECONDS - 1.0 ? summit(where_s, slope) : SECONDS;
        if (twin_s < 4.0 || twin_s > SECONDS - 3.0) {
            continue;
        }
        wanted++;
        for (size_t i = 0; i < n; i++) {
            if (fabs(usec_to_s(marks[i].t) - twin_s) < within_s) {
                met++;
                break;
            }
        }
    }
    size_t marked = 0;
    for (size_t i = 0; i < n; i++) {
        double t = usec_to_s(marks[i].t);
        marked += t >= 4.0 && t <= SECONDS - 3.0 ? 1 : 0;
    }
    assert_true(wanted > 60);
    assert_int_equal(met, wanted);
    assert_in_range(marked, wanted - 1, wanted + 1);
}

static void ecg_marks_the_highest_sample(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED);
    for (int run = 0; run < 5; run++) {
        static struct ecg e;
        static struct mark marks[4 * BEATS_MAX];
        size_t n = 0;
        make_beats(&r);
        draw(true);
        ecg_init(&e);
        for (size_t i = 0; i < N; i++) {
            n += ecg_push(&e, (usec)i * USEC_PER_SEC / HZ, signal_v[i], marks + n);
        }
        compare(marks, n, false, 0.0, 0.003);
    }
}

static void ppg_marks_the_steepest_rise(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 1);
    for (int run = 0; run < 5; run++) {
        static struct ppg p;
        static struct mark marks[4 * BEATS_MAX];
        size_t n = 0;
        make_beats(&r);
        draw(false);
        ppg_init(&p);
        for (size_t i = 0; i < N; i++) {
            n += ppg_push(&p, (usec)i * USEC_PER_SEC / HZ, signal_v[i], marks + n);
        }
        compare(marks, n, true, 0.27, 0.015);
    }
}

/* Twin of breathing: with the whole signal in sight, the last moment within 6 % of the height of a trough. */
static void breathing_begins_where_the_trough_is_left(void **state)
{
    (void)state;
    enum { RATE = 25, LENGTH = 240 * RATE, BREATHS = 80 };
    struct rng r;
    rng_init(&r, SEED + 2);
    static float v[LENGTH];
    for (int run = 0; run < 5; run++) {
        double lows[BREATHS], t = 0.0;
        size_t lows_n = 0;
        while (t < 240.0 && lows_n < BREATHS) {
            double length = 4.0 + 6.0 * rng_uniform(&r);
            lows[lows_n++] = t + length * acos(1.0 - 2.0 * 0.06) / 6.283185307;
            for (double x = 0.0; x < length; x += 1.0 / RATE) {
                size_t i = (size_t)((t + x) * RATE);
                if (i < LENGTH) {
                    v[i] = (float)(500.0 + 100.0 * (1.0 - cos(6.283185307 * x / length)) / 2.0);
                }
            }
            t += length;
        }
        struct breathing b;
        struct breath breath;
        breathing_init(&b, RESP_BELT);
        size_t met = 0, told = 0;
        for (size_t i = 0; i < LENGTH; i++) {
            if (!breathing_push(&b, (usec)i * USEC_PER_SEC / RATE, v[i], &breath)) {
                continue;
            }
            told++;
            for (size_t k = 0; k < lows_n; k++) {
                met += fabs(usec_to_s(breath.t) - lows[k]) < 0.25 ? 1 : 0;
            }
        }
        assert_int_equal(met, told);
        assert_in_range(told, lows_n - 5, lows_n);
    }
}

/* Twin of the guess from the heart: least squares of one sine after the other. */
static void rhythm_is_the_best_single_sine(void **state)
{
    (void)state;
    struct spectrum s;
    assert_int_equal(spectrum_init(&s), R_OK);
    for (double per_min = 5.0; per_min <= 18.0; per_min += 1.0) {
        static struct tachogram g;
        struct rhythm rhythm;
        double t = 0.0, best = -1.0, best_hz = 0.0, at[BEATS_MAX], hr[BEATS_MAX];
        size_t n = 0;
        tachogram_init(&g);
        rhythm_init(&rhythm);
        int second = 1;
        while (t < 120.0 && n < BEATS_MAX) {
            hr[n] = 66.0 + 4.0 * sin(6.283185307 * per_min / 60.0 * t);
            t += 60.0 / hr[n];
            at[n] = t;
            struct tachogram_point p = {usec_from_s(t), (float)(60000.0 / hr[n]), true, n > 0, false};
            tachogram_push(&g, &p);
            n++;
            for (; second < (int)t; second++) {
                struct breath ignored;
                (void)rhythm_update(&rhythm, &g, &s, &ignored);
            }
        }
        for (double hz = 0.05; hz <= 0.5; hz += 0.001) {
            double c = 0.0, q = 0.0;
            for (size_t i = 0; i < n; i++) {
                if (at[i] > 88.0) { /* the last 32 s */
                    c += (hr[i] - 66.0) * cos(6.283185307 * hz * at[i]);
                    q += (hr[i] - 66.0) * sin(6.283185307 * hz * at[i]);
                }
            }
            if (c * c + q * q > best) {
                best = c * c + q * q;
                best_hz = hz;
            }
        }
        assert_true(fabs((double)rhythm_per_min(&rhythm) / (60.0 * best_hz) - 1.0) < 0.09);
    }
    spectrum_deinit(&s);
}

/* Twin of the time fit: with all arrivals in sight, the line under the earliest of them. */
static void timebase_runs_under_the_earliest_arrivals(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 3);
    for (int run = 0; run < 10; run++) {
        struct timebase t;
        timebase_init(&t, 60.0);
        double true_hz = 59.5 + rng_uniform(&r), worst = 0.0;
        for (int64_t i = 0; i < 60 * 120; i++) {
            double measured = (double)i / true_hz, late = 0.016 * rng_uniform(&r);
            struct reading reading = {.t = usec_from_s(measured + late), .tick = i, .kind = READING_PPG};
            double placed = usec_to_s(timebase_place(&t, &reading));
            if (i > 60 * 40) {
                worst = fmax(worst, fabs(placed - measured));
            }
        }
        assert_true(worst < 0.004);
    }
}

/* Twin of the judgement on plain faults in a nearly even rhythm: a hole of twice the usual is a missed beat, a beat
   with which two intervals make the usual one is extra, a short one with a long one behind it is ectopic. */
static void artefacts_are_what_plain_rules_call_them(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 4);
    for (int run = 0; run < 60; run++) {
        static struct artefact a;
        float rr[140];
        size_t n = 0, at = 100;
        int kind = run % 3;
        for (size_t i = 0; i < 130; i++) {
            float usual = 850.0F + 12.0F * (float)rng_normal(&r);
            if (i == at && kind == 0) {
                rr[n++] = 2.0F * usual;
            } else if (i == at && kind == 1) {
                rr[n++] = 0.45F * usual;
                rr[n++] = 0.55F * usual;
            } else if (i == at && kind == 2) {
                rr[n++] = 0.68F * usual;
                rr[n++] = 1.32F * usual;
            } else {
                rr[n++] = usual;
            }
        }
        artefact_init(&a);
        usec t = 0;
        uint8_t seen = BEAT_NORMAL;
        size_t wrong = 0;
        for (size_t i = 0; i < n; i++) {
            struct artefact_out out[ARTEFACT_OUT_MAX] = {0};
            t += usec_from_s((double)rr[i] / 1000.0);
            size_t k = artefact_push(&a, t, rr[i], i > 0, out);
            for (size_t j = 0; j < k; j++) {
                bool odd = out[j].beat.kind != BEAT_NORMAL;
                seen = odd && seen == BEAT_NORMAL ? out[j].beat.kind : seen;
                wrong += odd ? 1 : 0;
            }
        }
        static const uint8_t WANT[] = {BEAT_MISSED, BEAT_EXTRA, BEAT_ECTOPIC};
        assert_int_equal(seen, WANT[kind]);
        assert_in_range(wrong, 1, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ecg_marks_the_highest_sample),
        cmocka_unit_test(ppg_marks_the_steepest_rise),
        cmocka_unit_test(breathing_begins_where_the_trough_is_left),
        cmocka_unit_test(rhythm_is_the_best_single_sine),
        cmocka_unit_test(timebase_runs_under_the_earliest_arrivals),
        cmocka_unit_test(artefacts_are_what_plain_rules_call_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
