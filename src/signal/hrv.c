/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a whole series, each by its definition in hrv.h. Sums run in double and in order, so that a series gives
   the same bits every time; means are taken first and differences from them summed, so that nothing cancels. */
#include "signal/hrv.h"

#include <math.h>
#include <string.h>

#include "signal/entropy.h"

static const double BIN_MS = 1000.0 / 128.0; /* Task Force 1996: bins of the triangular index */
static const double SEGMENT_MS = 300000.0;   /* 5 min: SDANN and SDNN index */
/* A difference of 50 ms that was rounded, to single precision at the worst, is not above 50 ms. */
static const double ROUNDING_MS = 2e-4;
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

/* Are i and the one before it measured neighbours? */
static bool follows(const struct hrv_series *s, size_t i)
{
    bool measured = s->filled == NULL || (!s->filled[i] && !s->filled[i - 1]);
    return measured && (s->begins == NULL || !s->begins[i]);
}

static void differences(const struct hrv_series *s, struct hrv_time *out)
{
    double squares = 0.0, sum = 0.0;
    size_t n = 0;
    for (size_t i = 1; i < s->n; i++) {
        if (follows(s, i)) {
            double d = s->rr_ms[i] - s->rr_ms[i - 1];
            squares += d * d;
            sum += d;
            out->nn50 += fabs(d) > 50.0 + ROUNDING_MS ? 1 : 0;
            out->nn20 += fabs(d) > 20.0 + ROUNDING_MS ? 1 : 0;
            n++;
        }
    }
    if (n == 0) {
        return;
    }
    double pairs = (double)n, mean = sum / pairs;
    out->rmssd_ms = sqrt(squares / pairs);
    out->sdsd_ms = n > 1 ? sqrt(fmax(0.0, (squares - pairs * mean * mean) / (pairs - 1.0))) : (double)NAN;
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

/* Whole segments of 5 min by the time of the beats, 0 at the first; an interval belongs where it ends. One that a hole
   leaves with fewer than 2 intervals tells nothing. */
static void segments(const struct hrv_series *s, struct hrv_time *out)
{
    double t = 0.0, mean_sum = 0.0, mean_squares = 0.0, deviations = 0.0, end = SEGMENT_MS;
    size_t from = 0, whole = 0;
    for (size_t i = 0; i < s->n; i++) {
        t = s->t_s != NULL ? 1000.0 * (s->t_s[i] - s->t_s[0]) : t + (i > 0 ? s->rr_ms[i] : 0.0);
        if (t < end) {
            continue;
        }
        if (i - from > 1) {
            double mean = mean_of(s->rr_ms + from, i - from);
            mean_sum += mean;
            mean_squares += mean * mean;
            deviations += deviation(s->rr_ms + from, i - from, 1);
            whole++;
        }
        end = (floor(t / SEGMENT_MS) + 1.0) * SEGMENT_MS;
        from = i;
    }
    double k = (double)whole;
    out->sdann_ms = whole > 1 ? sqrt(fmax(0.0, (mean_squares - mean_sum * mean_sum / k) / (k - 1.0))) : (double)NAN;
    out->sdnn_index_ms = whole > 0 ? deviations / k : (double)NAN;
}

void hrv_time(const struct hrv_series *s, struct hrv_time *out)
{
    const double *rr_ms = s->rr_ms;
    size_t n = s->n;
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
    differences(s, out);
    out->triangular_index = triangular_index(rr_ms, n);
    segments(s, out);
}

static void poincare(const struct hrv_series *s, double *work, struct hrv_nonlinear *out)
{
    double *across = work, *along = work + s->n;
    size_t pairs = 0;
    for (size_t i = 1; i < s->n; i++) {
        if (follows(s, i)) {
            across[pairs] = (s->rr_ms[i] - s->rr_ms[i - 1]) / sqrt(2.0);
            along[pairs++] = (s->rr_ms[i] + s->rr_ms[i - 1]) / sqrt(2.0);
        }
    }
    out->sd1_ms = deviation(across, pairs, 1);
    out->sd2_ms = deviation(along, pairs, 1);
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

void hrv_nonlinear(const struct hrv_series *s, void *work, struct hrv_nonlinear *out)
{
    const double *rr_ms = s->rr_ms;
    size_t n = s->n;
    *out = (struct hrv_nonlinear){(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    if (n < 4) {
        return;
    }
    poincare(s, work, out);
    out->sample_entropy = entropy_sample(rr_ms, n, TOLERANCE_SHARE * deviation(rr_ms, n, 1), work);
    out->dfa_alpha1 = hrv_dfa(rr_ms, n, 4, 16, work);
    out->dfa_alpha2 = hrv_dfa(rr_ms, n, 16, 64, work);
}
