/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/coherence.h"
#include "signal/tachogram.h"
#include "unit/signal/synth.h"

enum { RUNS = 40 };

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v)
{
    qsort(v, RUNS, sizeof v[0], ascending);
    return 0.5 * (v[RUNS / 2 - 1] + v[RUNS / 2]);
}

/* One row of the reference table: median over 40 runs of 64 s. drift_bpm: of a slow wave. The table does not say how
   slow: its figures (all else under the peak, half of that above 0.04 Hz) leave little but 0.05 Hz. */
struct row {
    const char *name;
    double hz, half_bpm, noise_ms, drift_bpm, ratio, score, share;
};

static size_t drifting_beats(double *t, size_t cap, const struct row *w, struct rng *rng)
{
    double at = 0.5, two_pi = 2.0 * 3.14159265358979323846, phase = two_pi * rng_uniform(rng);
    size_t n = 0;
    while (at < 75.0 && n < cap) {
        t[n++] = at;
        double bpm = 65.0 + w->half_bpm * sin(two_pi * w->hz * at) + w->drift_bpm * sin(two_pi * 0.05 * at + phase);
        at += 60.0 / bpm + 1e-3 * w->noise_ms * rng_normal(rng);
    }
    return n;
}

static void the_reference_table_is_reproduced(void **state)
{
    (void)state;
    const struct row rows[] = {
        {"+-10 bpm", 0.1, 10.0, 0.0, 0.0, 54.0, 10.4, 0.99},
        {"+-10 bpm + 10 ms", 0.1, 10.0, 10.0, 0.0, 43.0, 9.7, 0.99},
        {"+-10 bpm + 25 ms", 0.1, 10.0, 25.0, 0.0, 23.0, 8.2, 0.97},
        {"+-5 bpm + 25 ms", 0.1, 5.0, 25.0, 0.0, 8.5, 6.1, 0.91},
        {"+-2 bpm + 30 ms", 0.1, 2.0, 30.0, 0.0, 1.2, 2.2, 0.59},
        {"noise only, 40 ms", 0.1, 0.0, 40.0, 0.0, 0.35, 0.51, 0.33},
        {"fast RSA 4 bpm + drift 3", 0.25, 4.0, 25.0, 3.0, 1.0, 3.2, 0.51},
    };
    static double beats[400], ratio[RUNS], score[RUNS], share[RUNS];
    struct spectrum s;
    assert_int_equal(spectrum_init(&s), R_OK);
    for (size_t q = 0; q < sizeof rows / sizeof rows[0]; q++) {
        for (int run = 0; run < RUNS; run++) {
            struct rng rng;
            struct tachogram g;
            float window[TACHOGRAM_WINDOW], density[SPECTRUM_BINS];
            struct coherence c;
            rng_init(&rng, (uint64_t)(run + 1000 * (int)q));
            size_t n = drifting_beats(beats, 400, &rows[q], &rng);
            tachogram_init(&g);
            for (size_t i = 1; i < n; i++) {
                float rr = (float)(1e3 * (beats[i] - beats[i - 1]));
                tachogram_push(&g, &(struct tachogram_point){usec_from_s(beats[i]), rr, true, true, false});
            }
            assert_true(tachogram_window(&g, window, TACHOGRAM_WINDOW));
            spectrum_compute(&s, window, TACHOGRAM_WINDOW, density);
            assert_int_equal(coherence_score(density, &c), R_OK);
            ratio[run] = (double)c.ratio;
            score[run] = (double)c.score;
            share[run] = (double)c.peak_share;
            assert_true(rows[q].half_bpm < 5.0 || fabsf(c.peak_hz - 0.1F) < 0.006F);
        }
        double r = median(ratio), sc = median(score), sh = median(share);
        print_message("%-24s ratio %.2f (%.2f), score %.2f (%.2f), share %.2f (%.2f)\n", rows[q].name, r, rows[q].ratio,
                      sc, rows[q].score, sh, rows[q].share);
        /* The table is the median of 40 other random runs: 25 % of a ratio, 0.6 of a score, 0.06 of a share. */
        assert_true(fabs(r / rows[q].ratio - 1.0) < 0.25);
        assert_true(fabs(sc - rows[q].score) < 0.6);
        assert_true(fabs(sh - rows[q].share) < 0.06);
    }
    spectrum_deinit(&s);
}

static void a_factor_changes_nothing_and_no_power_is_said(void **state)
{
    (void)state;
    float d[SPECTRUM_BINS] = {0.0F}, e[SPECTRUM_BINS];
    struct coherence a, b;
    assert_int_equal(coherence_score(d, &a), R_DATA);
    for (int i = 0; i < SPECTRUM_BINS; i++) {
        d[i] = 1.0F + (float)(i % 5) + (i == 6 ? 100.0F : 0.0F);
        e[i] = 1024.0F * d[i];
    }
    assert_int_equal(coherence_score(d, &a), R_OK);
    assert_int_equal(coherence_score(e, &b), R_OK);
    assert_true(a.ratio == b.ratio && a.score == b.score && a.peak_hz == b.peak_hz);
    d[7] = NAN;
    assert_int_equal(coherence_score(d, &a), R_DATA);
}

static void a_perfect_peak_scores_sixteen(void **state)
{
    (void)state;
    float d[SPECTRUM_BINS] = {0.0F};
    struct coherence c;
    d[6] = 1.0F;
    assert_int_equal(coherence_score(d, &c), R_OK);
    assert_true(fabsf(c.score - 16.0F) < 1e-4F);
    assert_true(c.peak_share == 1.0F);
}

/* A pacemaker's heart, told to the millisecond, swings by what was rounded away. */
static int score_of(double swing_ms)
{
    struct spectrum s;
    struct tachogram g;
    struct tachogram_figures f;
    struct coherence c;
    double at = 0.0, told_before = 0.0;
    assert_int_equal(spectrum_init(&s), R_OK);
    tachogram_init(&g);
    while (at < 80.0) {
        at += 0.9231 + 1e-3 * swing_ms * sin(0.6283185307179586 * at);
        double told = floor(at * 1000.0 + 0.5) / 1000.0;
        float rr = (float)(1e3 * (told - told_before));
        told_before = told;
        tachogram_push(&g, &(struct tachogram_point){usec_from_s(told), rr, true, true, false});
    }
    tachogram_figures(&g, tachogram_end(&g) - TACHOGRAM_WINDOW_US, tachogram_end(&g), &f);
    int rc = coherence_now(&g, &f, &s, &c);
    spectrum_deinit(&s);
    return rc;
}

static void rounding_is_not_scored(void **state)
{
    (void)state;
    assert_int_equal(score_of(0.0), R_DATA);
    assert_int_equal(score_of(1.5), R_DATA);
    assert_int_equal(score_of(5.0), R_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reference_table_is_reproduced),
        cmocka_unit_test(a_factor_changes_nothing_and_no_power_is_said),
        cmocka_unit_test(a_perfect_peak_scores_sixteen),
        cmocka_unit_test(rounding_is_not_scored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
