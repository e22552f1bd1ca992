/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From intervals to bands: stretches without holes go onto 4 Hz by a cubic spline (Lomb's method takes the beats as
 * they are), segments of them into a density, its bins into bands.
 *
 * 1. Nothing is interpolated across a hole.
 * 2. Membership of bins is decided a hair off the edge: a bin on an edge belongs above it.
 */
#include <math.h>
#include <string.h>

#include "signal/detrend.h"
#include "signal/hrv.h"
#include "signal/lomb.h"

static const double SAMPLES_PER_S = 4.0;
static const double SEGMENT_S = (double)PSD_POINTS / 4.0;
enum { LOMB_BEATS_MIN = 32 }; /* chosen: fewer in 300 s are no spectrum */

size_t hrv_points(const double *rr_ms, size_t n)
{
    double span_s = 0.0;
    for (size_t i = 1; i < n; i++) {
        span_s += rr_ms[i] / 1000.0;
    }
    return n < 4 ? 0 : (size_t)ceil(span_s * SAMPLES_PER_S - 1e-9);
}

/* Second derivatives of the not-a-knot cubic spline through (t, y): a tridiagonal system for the inside, where the ends
   are what keeps the third derivative the same over the first two and the last two pieces. */
static void second_derivatives(const double *t, const double *y, size_t n, double *m, double *scratch)
{
    double *c = scratch; /* upper diagonal after elimination */
    for (size_t i = 1; i + 1 < n; i++) {
        double h0 = t[i] - t[i - 1], h1 = t[i + 1] - t[i];
        double lower = h0, diagonal = 2.0 * (h0 + h1), upper = h1;
        double right = 6.0 * ((y[i + 1] - y[i]) / h1 - (y[i] - y[i - 1]) / h0);
        if (i == 1) { /* m0 = m1 - h0/h1 (m2 - m1) */
            diagonal += h0 + h0 * h0 / h1;
            upper -= h0 * h0 / h1;
            lower = 0.0;
        }
        if (i + 2 == n) { /* m(n-1) = m(n-2) + h1/h0 (m(n-2) - m(n-3)) */
            diagonal += h1 + h1 * h1 / h0;
            lower = (i == 1 ? 0.0 : lower) - h1 * h1 / h0;
            upper = 0.0;
        }
        double before_c = i > 1 ? c[i - 1] : 0.0, before_m = i > 1 ? m[i - 1] : 0.0;
        double pivot = diagonal - lower * before_c;
        c[i] = upper / pivot;
        m[i] = (right - lower * before_m) / pivot;
    }
    for (size_t i = n - 2; i > 1; i--) {
        m[i - 1] -= c[i - 1] * m[i];
    }
    double h0 = t[1] - t[0], h1 = t[2] - t[1];
    m[0] = m[1] - h0 / h1 * (m[2] - m[1]);
    h0 = t[n - 2] - t[n - 3];
    h1 = t[n - 1] - t[n - 2];
    m[n - 1] = m[n - 2] + h1 / h0 * (m[n - 2] - m[n - 3]);
}

void hrv_resample(const double *rr_ms, size_t n, double *work, double *out)
{
    double *t = work, *m = work + n;
    t[0] = 0.0;
    for (size_t i = 1; i < n; i++) {
        t[i] = t[i - 1] + rr_ms[i] / 1000.0;
    }
    second_derivatives(t, rr_ms, n, m, work + 2 * n);
    size_t points = hrv_points(rr_ms, n), k = 0;
    for (size_t i = 0; i < points; i++) {
        double x = (double)i / SAMPLES_PER_S;
        while (k + 2 < n && x >= t[k + 1]) {
            k++;
        }
        double h = t[k + 1] - t[k], a = (t[k + 1] - x) / h, b = (x - t[k]) / h;
        out[i] = a * rr_ms[k] + b * rr_ms[k + 1] + ((a * a * a - a) * m[k] + (b * b * b - b) * m[k + 1]) * h * h / 6.0;
    }
}

static size_t run_end(const struct hrv_series *s, size_t from)
{
    size_t to = from + 1;
    while (to < s->n && (s->begins == NULL || !s->begins[to])) {
        to++;
    }
    return to;
}

static size_t longest_run(const struct hrv_series *s)
{
    size_t longest = 0;
    for (size_t from = 0; from < s->n; from = run_end(s, from)) {
        size_t points = hrv_points(s->rr_ms + from, run_end(s, from) - from);
        longest = points > longest ? points : longest;
    }
    return longest;
}

static void add_run(struct psd *p, const double *rr_ms, size_t n, double lambda, double *work)
{
    size_t points = hrv_points(rr_ms, n);
    double *series = work + 4 * n;
    if (points < p->length) {
        return;
    }
    hrv_resample(rr_ms, n, work, series);
    if (lambda > 0.0) {
        detrend_smoothness_priors(series, points, lambda, series + points);
    }
    psd_add(p, series, points);
}

static int by_points(const struct hrv_series *s, unsigned method, double lambda, double *work, struct hrv_density *out)
{
    struct psd p;
    size_t longest = longest_run(s);
    if (longest < PSD_LEAST) {
        return R_DATA;
    }
    int result = psd_open(&p, method, longest < PSD_POINTS ? longest : PSD_POINTS);
    if (result != R_OK) {
        return result;
    }
    for (size_t from = 0; from < s->n; from = run_end(s, from)) {
        add_run(&p, s->rr_ms + from, run_end(s, from) - from, lambda, work);
    }
    psd_mean(&p, out->ms2_per_hz);
    out->bins = p.length / 2 + 1;
    out->df_hz = SAMPLES_PER_S / (double)p.length;
    psd_close(&p);
    return R_OK;
}

/* Segments by time, half overlapping; one with too few beats is left out. */
static int by_beats(const struct hrv_series *s, double *work, struct hrv_density *out)
{
    double *t = work, *density = t + s->n, *rest = density + PSD_BINS;
    t[0] = 0.0;
    for (size_t i = 1; i < s->n; i++) {
        t[i] = s->t_s != NULL ? s->t_s[i] - s->t_s[0] : t[i - 1] + s->rr_ms[i] / 1000.0;
    }
    double span = s->n > 1 ? t[s->n - 1] : 0.0, length = fmin(SEGMENT_S, span);
    if (span < (double)PSD_LEAST / SAMPLES_PER_S) {
        return R_DATA;
    }
    size_t bins = (size_t)(length * SAMPLES_PER_S) / 2 + 1, taken = 0, first = 0;
    memset(out->ms2_per_hz, 0, sizeof out->ms2_per_hz);
    for (double from = 0.0; from + length <= span + 1e-9; from += length / 2.0) {
        size_t n = 0;
        while (first < s->n && t[first] < from) {
            first++;
        }
        while (first + n < s->n && t[first + n] <= from + length) {
            n++;
        }
        if (n < LOMB_BEATS_MIN) {
            continue;
        }
        lomb_density(t + first, s->rr_ms + first, n, from, length, 1.0 / length, bins, density, rest);
        taken++;
        for (size_t i = 0; i < bins; i++) {
            out->ms2_per_hz[i] += density[i];
        }
    }
    for (size_t i = 0; i < bins && taken > 0; i++) {
        out->ms2_per_hz[i] /= (double)taken;
    }
    out->bins = taken > 0 ? bins : 0;
    out->df_hz = 1.0 / length;
    return taken > 0 ? R_OK : R_DATA;
}

size_t hrv_spectrum_work(const struct hrv_series *s, unsigned method, double lambda)
{
    size_t points = hrv_points(s->rr_ms, s->n), splines = 4 * s->n + (lambda > 0.0 ? 5 : 1) * points;
    return (method == PSD_LOMB ? 7 * s->n + PSD_BINS : splines) + 8;
}

int hrv_spectrum(const struct hrv_series *s, unsigned method, double lambda, double *work, struct hrv_density *out)
{
    out->bins = 0;
    out->df_hz = (double)NAN;
    if (s->n < 8 || method >= PSD_METHODS) {
        return s->n < 8 ? R_DATA : R_ARG;
    }
    return method == PSD_LOMB ? by_beats(s, work, out) : by_points(s, method, lambda, work, out);
}

struct band {
    double power;
    size_t peak;
};

/* A series that does not vary leaves the rounding of sums, 1e-29 ms2 and less: that is no power, and has no peak. */
static const double ROUNDING_MS2 = 1e-18;

static struct band band_of(const double *density, size_t bins, double df_hz, double low_hz, double high_hz)
{
    struct band out = {0.0, 0};
    for (size_t i = 0; i < bins; i++) {
        double hz = (double)i * df_hz;
        /* A bin on an edge belongs above it, whatever its frequency rounds to. */
        if (hz < low_hz - df_hz * 1e-6 || hz >= high_hz - df_hz * 1e-6) {
            continue;
        }
        out.power += density[i] * df_hz;
        out.peak = out.peak == 0 || density[i] > density[out.peak] ? i : out.peak;
    }
    out.power = out.power > ROUNDING_MS2 ? out.power : 0.0;
    return out;
}

void hrv_bands(const struct hrv_density *d, struct hrv_frequency *out)
{
    const double *ms2_per_hz = d->ms2_per_hz, df_hz = d->df_hz;
    size_t bins = d->bins;
    struct band vlf = band_of(ms2_per_hz, bins, df_hz, 0.0033, 0.04), lf = band_of(ms2_per_hz, bins, df_hz, 0.04, 0.15);
    struct band hf = band_of(ms2_per_hz, bins, df_hz, 0.15, 0.40), all = band_of(ms2_per_hz, bins, df_hz, 0.0, 0.40);
    const double unknown = (double)NAN;
    if (bins == 0) {
        *out = (struct hrv_frequency){unknown, unknown, unknown, unknown, unknown,
                                      unknown, unknown, unknown, unknown, unknown};
        return;
    }
    double both = lf.power + hf.power;
    *out = (struct hrv_frequency){
        .vlf_ms2 = vlf.power,
        .lf_ms2 = lf.power,
        .hf_ms2 = hf.power,
        .total_ms2 = all.power,
        .lf_hf = hf.power > 0.0 ? lf.power / hf.power : unknown,
        .lf_nu = both > 0.0 ? 100.0 * lf.power / both : unknown,
        .hf_nu = both > 0.0 ? 100.0 * hf.power / both : unknown,
        .peak_vlf_hz = vlf.power > 0.0 ? (double)vlf.peak * df_hz : unknown,
        .peak_lf_hz = lf.power > 0.0 ? (double)lf.peak * df_hz : unknown,
        .peak_hf_hz = hf.power > 0.0 ? (double)hf.peak * df_hz : unknown,
    };
}
