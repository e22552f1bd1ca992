/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow, obvious twins: each stage once more, written straight from its definition, against the quick one on seeded
   random input. A failing test prints its seed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "near.h"
#include "signal/coherence.h"
#include "signal/grid.h"
#include "signal/quality.h"
#include "signal/spectrum.h"
#include "signal/swing.h"
#include "signal/tachogram.h"

enum { RUNS = 30, SAMPLES = 400 };
static const uint64_t SEED = 20261123;

static double line_at(const usec *t, const float *v, size_t n, double x)
{
    for (size_t i = 1; i < n; i++) {
        if (x <= (double)t[i]) {
            double share = (x - (double)t[i - 1]) / (double)(t[i] - t[i - 1]);
            return (double)v[i - 1] + share * ((double)v[i] - (double)v[i - 1]);
        }
    }
    return (double)v[n - 1];
}

/* Twin of the grid: the mean over a cell by a thousand points of the polyline. */
static void grid_is_the_mean_of_the_line(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED);
    for (int run = 0; run < RUNS; run++) {
        static usec t[SAMPLES];
        static float v[SAMPLES];
        usec step = 2000 + (usec)(rng_uniform(&r) * 10000.0), now = (usec)(rng_uniform(&r) * 1e6);
        struct grid g;
        grid_init(&g, step, 20 * step);
        int64_t point = 0;
        for (size_t i = 0; i < SAMPLES; i++) {
            now += 500 + (usec)(rng_uniform(&r) * 20000.0);
            t[i] = now;
            v[i] = (float)(rng_normal(&r) * 10.0 + 300.0);
            float out[GRID_OUT_MAX];
            bool hole = false;
            size_t n = grid_push(&g, t[i], v[i], out, &hole);
            assert_false(hole && i > 0);
            for (size_t k = 0; k < n; k++, point++) {
                double centre = (double)(t[0] + point * step), half = (double)step / 2.0, sum = 0.0;
                double from = point == 0 ? centre : centre - half;
                for (int j = 0; j < 1000; j++) {
                    sum += line_at(t, v, i + 1, from + (centre + half - from) * ((double)j + 0.5) / 1000.0);
                }
                assert_true(fabs(sum / 1000.0 - (double)v[0] - (double)out[k]) < 0.02);
            }
        }
        assert_true(point > SAMPLES / 4);
    }
}

static size_t random_tachogram(struct tachogram *g, struct rng *r, struct tachogram_point *points, size_t n)
{
    usec t = 0;
    tachogram_init(g);
    for (size_t i = 0; i < n; i++) {
        double rr = 700.0 + 300.0 * rng_uniform(r);
        t += usec_from_s(rr / 1000.0);
        points[i] = (struct tachogram_point){t, (float)rr, rng_uniform(r) < 0.9, i > 0, false};
        tachogram_push(g, &points[i]);
    }
    return n;
}

/* Twin of the window and of the interpolation: search every interval for every point. */
static void tachogram_is_a_line_between_beats(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 1);
    static struct tachogram g;
    static struct tachogram_point p[SAMPLES];
    for (int run = 0; run < RUNS; run++) {
        size_t n = random_tachogram(&g, &r, p, 120);
        float out[TACHOGRAM_WINDOW];
        assert_true(tachogram_window(&g, out, TACHOGRAM_WINDOW));
        for (size_t i = 0; i < TACHOGRAM_WINDOW; i++) {
            usec t = p[n - 1].t - (usec)(TACHOGRAM_WINDOW - 1 - i) * USEC_PER_SEC / TACHOGRAM_HZ;
            double want = (double)NAN;
            for (size_t k = 1; k < n; k++) {
                if (t > p[k - 1].t && t <= p[k].t) {
                    double share = (double)(t - p[k - 1].t) / (double)(p[k].t - p[k - 1].t);
                    want = (double)p[k - 1].rr_ms + share * ((double)p[k].rr_ms - (double)p[k - 1].rr_ms);
                }
            }
            float at = 0.0F;
            tachogram_rr_at(&g, &t, &at, 1);
            assert_true(fabs((double)out[i] - want) < 1e-2 && fabs((double)at - want) < 1e-2);
        }
    }
}

/* Twin of the figures: two passes over what is used. */
static void figures_are_those_of_the_used_intervals(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 2);
    static struct tachogram g;
    static struct tachogram_point p[SAMPLES];
    for (int run = 0; run < RUNS; run++) {
        size_t n = random_tachogram(&g, &r, p, 200), used = 0, pairs = 0;
        usec from = p[60].t, to = p[n - 1].t;
        double sum = 0.0, squares = 0.0, steps = 0.0;
        for (size_t i = 61; i < n; i++) {
            sum += p[i].used ? (double)p[i].rr_ms : 0.0;
            used += p[i].used ? 1 : 0;
        }
        for (size_t i = 61; i < n; i++) {
            double d = (double)p[i].rr_ms - sum / (double)used, step = (double)p[i].rr_ms - (double)p[i - 1].rr_ms;
            squares += p[i].used ? d * d : 0.0;
            if (i > 61 && p[i].used && p[i - 1].used) {
                steps += step * step;
                pairs++;
            }
        }
        struct tachogram_figures f;
        tachogram_figures(&g, from, to, &f);
        assert_int_equal(f.used, used);
        assert_true(fabs((double)f.mean_rr_ms - sum / (double)used) < 0.01);
        assert_true(fabs((double)f.sdnn_ms - sqrt(squares / (double)(used - 1))) < 0.02);
        assert_true(fabs((double)f.rmssd_ms - sqrt(steps / (double)pairs)) < 0.02);
    }
}

/* Twin of the swing: the highest and the lowest of all rates within the breath. */
static void swing_is_highest_less_lowest(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 3);
    static struct tachogram g;
    static struct tachogram_point p[SAMPLES];
    for (int run = 0; run < RUNS; run++) {
        size_t n = random_tachogram(&g, &r, p, 100);
        for (int k = 0; k < 20; k++) {
            usec from = p[(size_t)(rng_uniform(&r) * 80.0)].t + (usec)(rng_uniform(&r) * 1e5);
            usec to = from + usec_from_s(5.0 + 6.0 * rng_uniform(&r));
            double high = 0.0, low = 1e9;
            size_t beats = 0;
            for (size_t i = 0; i < n; i++) {
                if (p[i].t > from && p[i].t <= to) {
                    high = fmax(high, 60000.0 / (double)p[i].rr_ms);
                    low = fmin(low, 60000.0 / (double)p[i].rr_ms);
                    beats++;
                }
            }
            float got = swing_of_breath(&g, from, to);
            if (!isnan(got)) {
                assert_true(beats >= 3 && fabs((double)got - (high - low)) < 1e-2);
            }
            assert_true(beats < 3 || to > p[n - 1].t || !isnan(got));
        }
    }
}

/* Twin of the scores: by frequency in Hz, bin for bin, from the definitions. */
static void coherence_is_its_definition(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 4);
    const double df = 4.0 / 256.0;
    for (int run = 0; run < 200; run++) {
        float d[SPECTRUM_BINS];
        for (size_t i = 0; i < SPECTRUM_BINS; i++) {
            d[i] = (float)(-log(1.0 - rng_uniform(&r)) * 100.0 / (1.0 + (double)i * 0.3));
        }
        d[6 + run % 4] += 400.0F; /* 0.09 .. 0.14 Hz */
        struct coherence c;
        assert_int_equal(coherence_score(d, &c), R_OK);
        size_t peak = 0;
        for (size_t i = 1; i + 1 < SPECTRUM_BINS; i++) {
            double hz = (double)i * df;
            if (hz >= 0.04 && hz <= 0.26 && d[i] >= d[i - 1] && d[i] >= d[i + 1] && (peak == 0 || d[i] > d[peak])) {
                peak = i;
            }
        }
        double total = 0.0, band = 0.0, near = 0.0, wide = 0.0, below = 0.0, above = 0.0;
        for (size_t i = 1; i < SPECTRUM_BINS; i++) {
            double hz = (double)i * df, v = (double)d[i];
            size_t away = i > peak ? i - peak : peak - i;
            if (hz > 0.40) {
                continue;
            }
            total += v;
            band += hz >= 0.04 ? v : 0.0;
            near += away <= 1 ? v : 0.0;
            wide += away <= 2 && hz >= 0.04 ? v : 0.0;
            below += i < peak && away > 1 ? v : 0.0;
            above += i > peak && away > 1 ? v : 0.0;
        }
        assert_true(fabs((double)c.ratio - near / (total - near)) < 1e-4 * (1.0 + (double)c.ratio));
        assert_true(fabs((double)c.score - log(near / below * near / above + 1.0)) < 1e-4);
        assert_true(fabs((double)c.peak_share - wide / band) < 1e-5);
        assert_true(fabs((double)c.peak_hz - (double)peak * df) <= df / 2.0);
    }
}

/* Twin of the trust: the mean of what the last seconds with data were worth; nothing right after one without. */
static void quality_is_a_mean_of_its_seconds(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, SEED + 5);
    struct quality q;
    quality_init(&q);
    float worth[400];
    int n = 0;
    for (int i = 0; i < 400; i++) {
        struct quality_second s = {rng_uniform(&r) < 0.9, rng_uniform(&r) < 0.9, (float)rng_uniform(&r),
                                   0.2F * (float)rng_uniform(&r), true};
        for (int k = 0; k < 50; k++) { /* neither flat nor clipped */
            quality_sample(&q, (float)sin(k * 0.3));
        }
        quality_end_second(&q, &s);
        worth[n++] = s.worn ? s.wave * (1.0F - s.corrected) : 0.0F;
        n = s.fresh ? n : 0;
        float sum = 0.0F;
        int from = n > QUALITY_SECONDS ? n - QUALITY_SECONDS : 0;
        for (int k = from; k < n; k++) {
            sum += worth[k];
        }
        assert_near(quality_now(&q), n > 0 ? sum / (float)(n - from) : 0.0F, 1e-5F);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grid_is_the_mean_of_the_line),
        cmocka_unit_test(tachogram_is_a_line_between_beats),
        cmocka_unit_test(figures_are_those_of_the_used_intervals),
        cmocka_unit_test(swing_is_highest_less_lowest),
        cmocka_unit_test(coherence_is_its_definition),
        cmocka_unit_test(quality_is_a_mean_of_its_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
