/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares of heart rate on two waves a quarter of a cycle apart, the pacer's own phase or the breath as it was
   sensed: usable after three breaths, where a spectrum needs a minute. Four unknowns, solved by the normal equations
   with Cholesky; time is centred first, so that they are well conditioned. A pivot near zero (flat or missing data)
   means no answer, never a guess. */
#include "train/follow.h"

#include <math.h>

enum { UNKNOWNS = 4 };

/* chosen: under a point every other second of three breaths at 10/min the fit says nothing */
static const size_t POINTS_MIN = 10;
/* chosen: a heart rate that varies by less than 0.01 bpm is a constant with rounding, not a heart */
static const double VARIANCE_MIN_BPM2 = 1e-4;
static const float ROUNDING =
    1e-6F; /* of a value, some units in its last place: a sensor that varies by less is flat */
/* Independent values in the noise lie about this far apart, s (chosen: a beat and a half, as the residual of
 * neighbouring beats is alike). */
static const double NOISE_STEP_S = 1.5;
static const double TWO_PI = 6.283185307179586;

static bool solve(double a[UNKNOWNS][UNKNOWNS], double *x, int n)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = a[i][j];
            for (int k = 0; k < j; k++) {
                sum -= a[i][k] * a[j][k];
            }
            if (i != j) {
                a[i][j] = sum / a[j][j];
            } else if (sum < 1e-9) {
                return false;
            } else {
                a[i][i] = sqrt(sum);
            }
        }
    }
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++) {
            x[i] -= a[i][k] * x[k];
        }
        x[i] /= a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) {
            x[i] -= a[k][i] * x[k];
        }
        x[i] /= a[i][i];
    }
    return true;
}

/* Weights are found for these, a quarter of a cycle apart. */
struct waves {
    float x[FOLLOW_POINTS_MAX], y[FOLLOW_POINTS_MAX];
};

/* What a block is fitted to: heart rate against time and two waves. */
struct sought {
    const float *t_s, *hr_bpm;
    const struct waves *waves;
    size_t n;
};

static void row(double out[UNKNOWNS], const struct sought *q, double mid_s, size_t i)
{
    out[0] = 1.0;
    out[1] = (double)q->t_s[i] - mid_s;
    out[2] = (double)q->waves->x[i];
    out[3] = (double)q->waves->y[i];
}

/* Fits the first n unknowns; *rss is what they leave. */
static bool fit(const struct sought *q, double mid_s, int n, double *x, double *rss)
{
    double a[UNKNOWNS][UNKNOWNS] = {{0}};
    for (int k = 0; k < n; k++) {
        x[k] = 0.0;
    }
    for (size_t i = 0; i < q->n; i++) {
        if (isnan(q->hr_bpm[i])) {
            continue;
        }
        double r[UNKNOWNS];
        row(r, q, mid_s, i);
        for (int j = 0; j < n; j++) {
            for (int k = 0; k <= j; k++) {
                a[j][k] += r[j] * r[k];
            }
            x[j] += r[j] * (double)q->hr_bpm[i];
        }
    }
    if (!solve(a, x, n)) {
        return false;
    }
    *rss = 0.0;
    for (size_t i = 0; i < q->n; i++) {
        if (isnan(q->hr_bpm[i])) {
            continue;
        }
        double r[UNKNOWNS], e = (double)q->hr_bpm[i];
        row(r, q, mid_s, i);
        for (int k = 0; k < n; k++) {
            e -= r[k] * x[k];
        }
        *rss += e * e;
    }
    return true;
}

/* Where a block is fitted: false when too little of it is known. */
static bool middle(const struct sought *q, double *mid_s, size_t *known)
{
    *known = 0;
    for (size_t i = 0; i < q->n; i++) {
        *known += isnan(q->hr_bpm[i]) ? 0 : 1;
    }
    if (*known < POINTS_MIN || *known * 2 < q->n) {
        return false;
    }
    *mid_s = ((double)q->t_s[0] + (double)q->t_s[q->n - 1]) / 2.0;
    return true;
}

/* *x, *y: the weights of both waves */
static struct follow_fit measure(const struct sought *q, double *x, double *y)
{
    struct follow_fit out = {NAN, NAN, NAN, NAN, false};
    double mid_s, line[UNKNOWNS], wave[UNKNOWNS], rss_line = 0.0, rss = 0.0;
    size_t known;
    if (!middle(q, &mid_s, &known) || !fit(q, mid_s, 2, line, &rss_line) || !fit(q, mid_s, 4, wave, &rss) ||
        rss_line < VARIANCE_MIN_BPM2 * (double)known) {
        return out;
    }
    double span_s = (double)q->t_s[q->n - 1] - (double)q->t_s[0];
    double variance = rss / (double)known;
    *x = wave[2];
    *y = wave[3];
    out.amplitude_bpm = (float)sqrt(wave[2] * wave[2] + wave[3] * wave[3]);
    out.se_bpm = (float)sqrt(2.0 * variance / fmax(1.0, span_s / NOISE_STEP_S));
    out.phase_rad = (float)atan2(wave[3], wave[2]);
    out.r2 = (float)fmax(0.0, 1.0 - rss / rss_line);
    out.valid = true;
    return out;
}

float follow_spread(const float *t_s, const float *hr_bpm, size_t n)
{
    struct waves none = {{0.0F}, {0.0F}};
    struct sought q = {t_s, hr_bpm, &none, n < FOLLOW_POINTS_MAX ? n : FOLLOW_POINTS_MAX};
    double mid_s, line[UNKNOWNS], rss = 0.0;
    size_t known;
    return middle(&q, &mid_s, &known) && fit(&q, mid_s, 2, line, &rss) ? (float)sqrt(rss / (double)known) : NAN;
}

struct follow_fit follow_measure(const float *t_s, const float *hr_bpm, const float *cycles, size_t n)
{
    struct waves w;
    double x, y;
    n = n < FOLLOW_POINTS_MAX ? n : FOLLOW_POINTS_MAX;
    for (size_t i = 0; i < n; i++) {
        double angle = TWO_PI * (double)cycles[i];
        w.x[i] = (float)cos(angle);
        w.y[i] = (float)sin(angle);
    }
    return measure(&(struct sought){t_s, hr_bpm, &w, n}, &x, &y);
}

/* Takes the mean away where the heart is known; returns the mean square of what is left. */
static double centre(float *v, const float *of, const float *known, size_t n)
{
    double sum = 0.0, square = 0.0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        sum += isnan(known[i]) ? 0.0 : (double)of[i];
        k += isnan(known[i]) ? 0 : 1;
    }
    for (size_t i = 0; i < n; i++) {
        v[i] = isnan(known[i]) ? 0.0F : (float)((double)of[i] - sum / (double)k);
        square += (double)v[i] * (double)v[i];
    }
    return k > 0 ? square / (double)k : 0.0;
}

struct follow_fit follow_sensed(const float *t_s, const float *lung, const float *cycles, size_t n)
{
    float v[FOLLOW_POINTS_MAX] = {0}, largest = 0.0F;
    n = n < FOLLOW_POINTS_MAX ? n : FOLLOW_POINTS_MAX;
    float spread = (float)sqrt(centre(v, lung, lung, n));
    for (size_t i = 0; i < n; i++) {
        largest = fmaxf(largest, fabsf(lung[i]));
    }
    bool flat = !(spread > ROUNDING * largest);
    for (size_t i = 0; i < n; i++) {
        v[i] = isnan(lung[i]) ? NAN : flat ? 0.0F : v[i] / spread;
    }
    return follow_measure(t_s, v, cycles, n);
}

struct follow_fit follow_gain(const float *t_s, const float *hr_bpm, const struct follow_breath *b, size_t n)
{
    float known[FOLLOW_POINTS_MAX] = {0};
    struct waves w;
    double x = 0.0, y = 0.0;
    n = n < FOLLOW_POINTS_MAX ? n : FOLLOW_POINTS_MAX;
    for (size_t i = 0; i < n; i++) {
        known[i] = isnan(b->early[i]) || isnan(b->late[i]) ? NAN : hr_bpm[i];
    }
    float depth = (float)sqrt(centre(w.x, b->early, known, n) + centre(w.y, b->late, known, n));
    for (size_t i = 0; i < n && depth > 0.0F; i++) { /* any unit is good */
        w.x[i] /= depth;
        w.y[i] /= depth;
    }
    struct follow_fit out = measure(&(struct sought){t_s, known, &w, n}, &x, &y);
    if (out.valid) {
        out.amplitude_bpm /= depth;
        out.se_bpm /= depth;
        out.phase_rad = (float)atan2(x + y, x - y); /* an eighth and three eighths of a cycle, added up */
    }
    return out;
}

struct follow_other follow_search(const float *t_s, const float *hr_bpm, size_t n, float from_per_min, float to_per_min)
{
    struct follow_other best = {NAN, NAN};
    float cycles[FOLLOW_POINTS_MAX];
    n = n < FOLLOW_POINTS_MAX ? n : FOLLOW_POINTS_MAX;
    float per_min = from_per_min;
    while (per_min <= to_per_min) {
        for (size_t i = 0; i < n; i++) {
            cycles[i] = t_s[i] * per_min / 60.0F;
        }
        struct follow_fit f = follow_measure(t_s, hr_bpm, cycles, n);
        if (f.valid && (isnan(best.r2) || f.r2 > best.r2)) {
            best = (struct follow_other){per_min, f.r2};
        }
        per_min *= FOLLOW_RATE_STEP;
    }
    return best;
}
