/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a whole series, each by its definition in hrv.h. Sums run in double and in order, so that a series gives
   the same bits every time; means are taken first and differences from them summed, so that nothing cancels. */
#include "signal/hrv.h"

#include <math.h>
#include <string.h>

#include "signal/entropy.h"

static const double BIN_MS = 1000.0 / 128.0; /* Task Force 1996: bins of the triangular index */
static const double SEGMENT_MS = 300000.0;   /* 5 min: SDANN and SDNN index */
static const double SAMPLES_PER_S = 4.0;
/* A difference of 50 ms that was rounded is not above 50 ms. */
static const double ROUNDING_MS = 1e-7;
enum { BINS = 1024 };
static const double TOLERANCE_SHARE = 0.2;

static double mean_of(const double *v, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += v[i];
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* Standard deviation with n - less in the denominator. */
static double deviation(const double *v, size_t n, size_t less)
{
    if (n <= less) {
        return (double)NAN;
    }
    double mean = mean_of(v, n), sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += (v[i] - mean) * (v[i] - mean);
    }
    return sqrt(sum / (double)(n - less));
}

static void differences(const double *rr_ms, size_t n, struct hrv_time *out)
{
    double squares = 0.0, sum = 0.0;
    for (size_t i = 1; i < n; i++) {
        double d = rr_ms[i] - rr_ms[i - 1];
        squares += d * d;
        sum += d;
        out->nn50 += fabs(d) > 50.0 + ROUNDING_MS ? 1 : 0;
        out->nn20 += fabs(d) > 20.0 + ROUNDING_MS ? 1 : 0;
    }
    double pairs = (double)(n - 1), mean = sum / pairs;
    out->rmssd_ms = sqrt(squares / pairs);
    out->sdsd_ms = n > 2 ? sqrt(fmax(0.0, (squares - pairs * mean * mean) / (pairs - 1.0))) : (double)NAN;
    out->pnn50_pct = 100.0 * (double)out->nn50 / pairs;
    out->pnn20_pct = 100.0 * (double)out->nn20 / pairs;
}

static double triangular_index(const double *rr_ms, size_t n)
{
    size_t count[BINS] = {0}, highest = 0;
    for (size_t i = 0; i < n; i++) {
        double bin = floor(rr_ms[i] / BIN_MS);
        size_t at = bin < (double)(BINS - 1) ? (size_t)bin : BINS - 1;
        count[at]++;
        highest = count[at] > highest ? count[at] : highest;
    }
    return highest > 0 ? (double)n / (double)highest : (double)NAN;
}

/* Whole segments of 5 min by the time of the beats, 0 at the first; an interval belongs where it ends. */
static void segments(const double *rr_ms, size_t n, struct hrv_time *out)
{
    double t = 0.0, mean_sum = 0.0, mean_squares = 0.0, deviations = 0.0;
    size_t from = 0, whole = 0;
    for (size_t i = 0; i < n; i++) {
        t += i > 0 ? rr_ms[i] : 0.0;
        if (t < (double)(whole + 1) * SEGMENT_MS) {
            continue;
        }
        double mean = mean_of(rr_ms + from, i - from);
        mean_sum += mean;
        mean_squares += mean * mean;
        deviations += deviation(rr_ms + from, i - from, 1);
        whole++;
        from = i;
    }
    double k = (double)whole;
    out->sdann_ms = whole > 1 ? sqrt(fmax(0.0, (mean_squares - mean_sum * mean_sum / k) / (k - 1.0))) : (double)NAN;
    out->sdnn_index_ms = whole > 0 ? deviations / k : (double)NAN;
}

void hrv_time(const double *rr_ms, size_t n, struct hrv_time *out)
{
    const double unknown = (double)NAN;
    *out = (struct hrv_time){.n = n,
                             .mean_rr_ms = mean_of(rr_ms, n),
                             .mean_hr_bpm = unknown,
                             .hr_of_mean_bpm = unknown,
                             .min_hr_bpm = unknown,
                             .max_hr_bpm = unknown,
                             .sdnn_ms = deviation(rr_ms, n, 1),
                             .rmssd_ms = unknown,
                             .sdsd_ms = unknown,
                             .pnn50_pct = unknown,
                             .pnn20_pct = unknown,
                             .triangular_index = unknown,
                             .sdann_ms = unknown,
                             .sdnn_index_ms = unknown};
    if (n < 2) {
        return;
    }
    double rates = 0.0, low = rr_ms[0], high = rr_ms[0];
    for (size_t i = 0; i < n; i++) {
        rates += 60000.0 / rr_ms[i];
        low = fmin(low, rr_ms[i]);
        high = fmax(high, rr_ms[i]);
    }
    out->mean_hr_bpm = rates / (double)n;
    out->hr_of_mean_bpm = 60000.0 / out->mean_rr_ms;
    out->min_hr_bpm = 60000.0 / high;
    out->max_hr_bpm = 60000.0 / low;
    differences(rr_ms, n, out);
    out->triangular_index = triangular_index(rr_ms, n);
    segments(rr_ms, n, out);
}

static void poincare(const double *rr_ms, size_t n, double *work, struct hrv_nonlinear *out)
{
    for (size_t i = 0; i + 1 < n; i++) {
        work[i] = (rr_ms[i + 1] - rr_ms[i]) / sqrt(2.0);
    }
    out->sd1_ms = deviation(work, n - 1, 1);
    for (size_t i = 0; i + 1 < n; i++) {
        work[i] = (rr_ms[i + 1] + rr_ms[i]) / sqrt(2.0);
    }
    out->sd2_ms = deviation(work, n - 1, 1);
}

/* Root mean squared residual of lines through consecutive boxes of the profile; what is left at the end is dropped.
   Sums are taken from each box's own first value, so that nothing large cancels. */
static double fluctuation(const double *profile, size_t n, size_t box)
{
    size_t boxes = n / box;
    double m = (double)box, mid = 0.5 * (m - 1.0), sxx = m * (m * m - 1.0) / 12.0, sum = 0.0;
    for (size_t k = 0; k < boxes; k++) {
        const double *v = profile + k * box;
        double at = -mid, sy = 0.0, syy = 0.0, sxy = 0.0;
        for (size_t i = 0; i < box; i++) {
            double y = v[i] - v[0];
            sy += y;
            syy += y * y;
            sxy += at * y;
            at += 1.0;
        }
        sum += fmax(0.0, syy - sy * sy / m - sxy * sxy / sxx);
    }
    return sqrt(sum / (double)(boxes * box));
}

double hrv_dfa(const double *rr_ms, size_t n, size_t from, size_t to, double *work)
{
    if (n < to) {
        return (double)NAN;
    }
    double mean = mean_of(rr_ms, n), run = 0.0;
    for (size_t i = 0; i < n; i++) {
        run += rr_ms[i] - mean;
        work[i] = run;
    }
    double k = (double)(to - from + 1), sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
    for (size_t box = from; box <= to; box++) {
        double x = log((double)box), y = log(fluctuation(work, n, box));
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    return (k * sxy - sx * sy) / (k * sxx - sx * sx);
}

size_t hrv_work_size(size_t n)
{
    size_t entropy = entropy_work_size(n), series = 4 * n * sizeof(double);
    return entropy > series ? entropy : series;
}

void hrv_nonlinear(const double *rr_ms, size_t n, void *work, struct hrv_nonlinear *out)
{
    *out = (struct hrv_nonlinear){(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    if (n < 4) {
        return;
    }
    poincare(rr_ms, n, work, out);
    out->sample_entropy = entropy_sample(rr_ms, n, TOLERANCE_SHARE * deviation(rr_ms, n, 1), work);
    out->dfa_alpha1 = hrv_dfa(rr_ms, n, 4, 16, work);
    out->dfa_alpha2 = hrv_dfa(rr_ms, n, 16, 64, work);
}

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

struct band {
    double power;
    size_t peak;
};

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
    return out;
}

void hrv_bands(const double *ms2_per_hz, size_t bins, double df_hz, struct hrv_frequency *out)
{
    struct band vlf = band_of(ms2_per_hz, bins, df_hz, 0.0033, 0.04), lf = band_of(ms2_per_hz, bins, df_hz, 0.04, 0.15);
    struct band hf = band_of(ms2_per_hz, bins, df_hz, 0.15, 0.40), all = band_of(ms2_per_hz, bins, df_hz, 0.0, 0.40);
    const double unknown = (double)NAN;
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
