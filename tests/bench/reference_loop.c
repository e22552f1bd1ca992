/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares on the pacer's phase over three cycles, a grid posterior over second-order resonances, and five states
   without ornament. All constants are chosen, and left as they are: this is a ruler. */
#include "bench/reference_loop.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/sorted.h"

static const double TWO_PI = 6.283185307179586;
static const double WIDTHS[REFERENCE_WIDTHS] = {0.7, 0.9, 1.2, 1.6, 2.1, 2.8, 3.6};
static const double SLOWEST = 3.5, TOLD_BELOW = 8.0;

struct reference_fit {
    double amplitude, se, r2;
    size_t points;
};

void reference_init(struct reference_loop *r, bool belt, double mean, double sd)
{
    memset(r, 0, sizeof *r);
    r->belt = belt;
    r->prior_mean = r->mean = sd > 0.0 ? mean : 5.6;
    r->prior_sd = r->sd = sd > 0.0 ? fmin(0.75, sd) : 0.75;
    r->goal = r->mean;
    r->floor_per_min = SLOWEST;
    r->failed_s = r->goal_s = r->fit_s = -1e9;
    r->ease_until_s = -1.0;
}

static double ranked(const double *v, size_t n, double share)
{
    double s[REFERENCE_BLOCKS];
    memcpy(s, v, n * sizeof *s);
    sorted(s, n);
    return s[(size_t)(share * (double)(n - 1))];
}

void reference_beat(struct reference_loop *r, double t_s, double rr_ms)
{
    r->raw_ms[r->raws++ % REFERENCE_MEDIAN] = rr_ms;
    size_t n = r->raws < REFERENCE_MEDIAN ? r->raws : REFERENCE_MEDIAN;
    double median = ranked(r->raw_ms, n, 0.5);
    r->last_beat_s = t_s;
    if (rr_ms >= 300.0 && rr_ms <= 1800.0 && fabs(rr_ms - median) < 0.22 * median) {
        r->beat_s[r->beats % REFERENCE_BEATS] = t_s - rr_ms / 2000.0;
        r->hr_bpm[r->beats++ % REFERENCE_BEATS] = 60000.0 / rr_ms;
    }
}

void reference_lung(struct reference_loop *r, double t_s, double value)
{
    r->last_lung_s = t_s;
    r->lung_s[r->lungs % REFERENCE_LUNG] = t_s;
    r->lung[r->lungs++ % REFERENCE_LUNG] = value;
}

bool reference_listens(const struct reference_loop *r, double t_s)
{
    return r->state == REFERENCE_LISTEN && t_s < 30.0;
}

/* --- measuring --------------------------------------------------------------------------------------------------- */

/* Solves a x = b of four unknowns by elimination; false: no single answer. */
static bool solve(double a[4][5])
{
    for (int i = 0; i < 4; i++) {
        int top = i;
        for (int k = i + 1; k < 4; k++) {
            top = fabs(a[k][i]) > fabs(a[top][i]) ? k : top;
        }
        for (int j = 0; j < 5; j++) {
            double swap = a[i][j];
            a[i][j] = a[top][j];
            a[top][j] = swap;
        }
        if (fabs(a[i][i]) < 1e-9) {
            return false;
        }
        for (int k = 0; k < 4; k++) {
            double f = k == i ? 0.0 : a[k][i] / a[i][i];
            for (int j = i; j < 5; j++) {
                a[k][j] -= f * a[i][j];
            }
        }
    }
    return true;
}

/* theta: cycles since the block's start, linear inside each. */
static double theta(const struct reference_loop *r, double t_s)
{
    int k = 0;
    while (k < REFERENCE_CYCLES - 1 && t_s >= r->begun_s[k + 1]) {
        k++;
    }
    return k + (t_s - r->begun_s[k]) / (r->begun_s[k + 1] - r->begun_s[k]);
}

/* HR(t) = a + b t + C cos 2 pi theta + S sin 2 pi theta over the last three cycles. */
static bool measure(const struct reference_loop *r, const double *t_s, const double *v, size_t n, size_t size,
                    struct reference_fit *out)
{
    double from = r->begun_s[0], to = r->begun_s[REFERENCE_CYCLES], a[4][5] = {{0}}, mean_v = 0.0, mean_t = 0.0;
    double cols[4], tt = 0.0, tv = 0.0, vv = 0.0, rss = 0.0;
    size_t first = n > size ? n - size : 0, points = 0;
    for (int pass = 0; pass < 3; pass++) {
        for (size_t i = first; i < n; i++) {
            double t = t_s[i % size], x = v[i % size];
            if (t < from || t >= to) {
                continue;
            }
            double th = theta(r, t), dt = t - (from + to) / 2.0;
            cols[0] = 1.0, cols[1] = dt, cols[2] = cos(TWO_PI * th), cols[3] = sin(TWO_PI * th);
            if (pass == 0) {
                points++;
                mean_v += x;
                mean_t += dt;
                for (int j = 0; j < 4; j++) {
                    for (int k = 0; k < 4; k++) {
                        a[j][k] += cols[j] * cols[k];
                    }
                    a[j][4] += cols[j] * x;
                }
            } else if (pass == 1) {
                double dv = x - mean_v, du = dt - mean_t;
                tt += du * du, tv += du * dv, vv += dv * dv;
            } else {
                double e = x;
                for (int k = 0; k < 4; k++) {
                    e -= a[k][4] / a[k][k] * cols[k];
                }
                rss += e * e;
            }
        }
        if (pass == 0 && (points < 8 || !solve(a))) {
            return false;
        }
        mean_v /= pass == 0 ? (double)points : 1.0;
        mean_t /= pass == 0 ? (double)points : 1.0;
    }
    double line = vv - tv * tv / tt, span = to - from;
    *out = (struct reference_fit){hypot(a[2][4] / a[2][2], a[3][4] / a[3][3]),
                                  sqrt(2.0 * rss / (double)points / (span / 1.5)), 1.0 - rss / line, points};
    return line > 0.0;
}

/* --- the curve --------------------------------------------------------------------------------------------------- */

static double curve(double f, double f0, double q, double k)
{
    double d = q * (f / f0 - f0 / f);
    return pow(6.0 / f, k) / sqrt(1.0 + d * d);
}

static double best_of(double f0, double q)
{
    double best = 3.8, top = 0.0;
    for (int i = 0; i <= 84; i++) {
        double f = 3.8 + 0.05 * i, g = curve(f, f0, q, 0.5);
        best = g > top ? f : best;
        top = fmax(top, g);
    }
    return best;
}

static int bin_of(double best)
{
    return (int)((best - 3.8) / 0.1 + 0.5);
}

static double log_likelihood(const struct reference_loop *r, double f0, double q, double model)
{
    double height = 0.0, sum = 0.0, k = r->belt ? 0.0 : 0.5;
    for (int round = 0; round < 3; round++) {
        double up = 0.0, down = 0.0;
        for (int i = 0; i < r->blocks; i++) {
            const struct reference_block *b = &r->block[i];
            double s2 = b->se * b->se + model * model, g = curve(b->per_min, f0, q, k);
            double e = round == 0 ? 0.0 : (b->amplitude - height * g) / sqrt(s2), w = 5.0 / (4.0 + e * e) / s2;
            up += w * b->amplitude * g;
            down += w * g * g;
        }
        height = up / down;
    }
    for (int i = 0; i < r->blocks; i++) {
        const struct reference_block *b = &r->block[i];
        double s2 = b->se * b->se + model * model, e = b->amplitude - height * curve(b->per_min, f0, q, k);
        sum += log(1.0 + e * e / s2 / 4.0);
    }
    return -2.5 * sum;
}

static void believe(struct reference_loop *r)
{
    double p[REFERENCE_PEAKS][REFERENCE_WIDTHS], best[REFERENCE_PEAKS][REFERENCE_WIDTHS], top = -(double)INFINITY;
    double amplitude[REFERENCE_BLOCKS], sum = 0.0, mean = 0.0, square = 0.0;
    int crowd[REFERENCE_BINS] = {0};
    if (r->blocks == 0) {
        return;
    }
    for (int i = 0; i < r->blocks; i++) {
        amplitude[i] = r->block[i].amplitude;
    }
    double model = 0.12 * ranked(amplitude, (size_t)r->blocks, 0.5);
    for (int i = 0; i < REFERENCE_PEAKS * REFERENCE_WIDTHS; i++) {
        best[i / REFERENCE_WIDTHS][i % REFERENCE_WIDTHS] =
            best_of(3.6 + 0.1 * (i / REFERENCE_WIDTHS), WIDTHS[i % REFERENCE_WIDTHS]);
        crowd[bin_of(best[i / REFERENCE_WIDTHS][i % REFERENCE_WIDTHS])]++;
    }
    for (int i = 0; i < REFERENCE_PEAKS; i++) {
        for (int k = 0; k < REFERENCE_WIDTHS; k++) {
            double off = (best[i][k] - r->prior_mean) / r->prior_sd;
            p[i][k] =
                log_likelihood(r, 3.6 + 0.1 * i, WIDTHS[k], model) - off * off / 2.0 - log(crowd[bin_of(best[i][k])]);
            top = fmax(top, p[i][k]);
        }
    }
    for (int i = 0; i < REFERENCE_PEAKS * REFERENCE_WIDTHS; i++) {
        double w = exp(p[i / REFERENCE_WIDTHS][i % REFERENCE_WIDTHS] - top),
               b = best[i / REFERENCE_WIDTHS][i % REFERENCE_WIDTHS];
        sum += w, mean += w * b, square += w * b * b;
    }
    r->mean = mean / sum;
    r->sd = sqrt(fmax(0.0, square / sum - r->mean * r->mean));
}

/* --- following --------------------------------------------------------------------------------------------------- */

/* Median of the times between upward crossings of the sensor's mean over the last 40 s; NaN unknown. */
static double own_rate(const struct reference_loop *r, double now_s)
{
    double mean = 0.0, lengths[64] = {0.0}, before = (double)NAN, crossed = (double)NAN;
    size_t first = r->lungs > REFERENCE_LUNG ? r->lungs - REFERENCE_LUNG : 0, n = 0, lengths_n = 0;
    for (size_t i = first; i < r->lungs; i++) {
        bool late = r->lung_s[i % REFERENCE_LUNG] > now_s - 40.0;
        mean += late ? r->lung[i % REFERENCE_LUNG] : 0.0;
        n += late;
    }
    for (size_t i = first; i < r->lungs && n > 0 && lengths_n < 64; i++) {
        double t = r->lung_s[i % REFERENCE_LUNG], v = r->lung[i % REFERENCE_LUNG] - mean / (double)n;
        if (t > now_s - 40.0 && before < 0.0 && v >= 0.0 && !(t - crossed < 1.5)) {
            lengths[lengths_n] = t - crossed;
            lengths_n += isnan(crossed) ? 0 : 1;
            crossed = t;
        }
        before = v;
    }
    return lengths_n > 0 ? 60.0 / ranked(lengths, lengths_n, 0.5) : (double)NAN;
}

static bool silent(const struct reference_loop *r, double t_s)
{
    return t_s - r->last_beat_s > 6.0 || (r->belt && t_s - r->last_lung_s > 6.0);
}

/* Looks at the last three cycles; keeps a block each third time. */
static void look(struct reference_loop *r, double t_s)
{
    struct reference_fit heart, lung = {.amplitude = 1.0, .r2 = 1.0};
    if (r->begun <= REFERENCE_CYCLES || silent(r, t_s)) {
        return;
    }
    bool seen = measure(r, r->beat_s, r->hr_bpm, r->beats, REFERENCE_BEATS, &heart);
    seen = seen && (!r->belt || measure(r, r->lung_s, r->lung, r->lungs, REFERENCE_LUNG, &lung));
    if (!seen) {
        return;
    }
    double per_min = 60.0 * REFERENCE_CYCLES / (r->begun_s[REFERENCE_CYCLES] - r->begun_s[0]);
    if (!r->belt) {
        r->r2[r->r2s++ % REFERENCE_BLOCKS] = heart.r2;
    }
    size_t n = r->r2s < REFERENCE_BLOCKS ? (size_t)r->r2s : REFERENCE_BLOCKS;
    bool followed = r->belt ? lung.r2 >= 0.5 : heart.r2 >= 0.25 * ranked(r->r2, n, 0.75) || per_min > TOLD_BELOW;
    r->bad = followed ? 0 : r->bad + 1;
    if (!followed || ++r->cycles % REFERENCE_CYCLES != 0 || per_min > TOLD_BELOW || r->blocks == REFERENCE_BLOCKS) {
        return;
    }
    r->block[r->blocks++] =
        (struct reference_block){per_min, heart.amplitude / lung.amplitude, fmax(heart.se, 0.01) / lung.amplitude};
}

static double stepped(double rate, double goal, double g)
{
    return rate * exp(fmax(-g, fmin(g, log(goal / rate))));
}

static void set_floor(struct reference_loop *r, double t_s)
{
    r->floor_per_min = r->per_min + 0.3;
    r->floor_s = t_s;
    int kept = 0;
    for (int i = 0; i < r->blocks; i++) {
        if (r->block[i].per_min > r->per_min - 0.2) {
            r->block[kept++] = r->block[i];
        }
    }
    r->blocks = kept;
}

/* One failure is a wandering mind, two at the same pace within five minutes are a limit. */
static void fail(struct reference_loop *r, double t_s)
{
    if (t_s - r->failed_s < 300.0 && fabs(r->per_min - r->failed_at) < 0.3) {
        set_floor(r, t_s);
    }
    r->failed_s = t_s;
    r->failed_at = r->per_min;
    r->ease_until_s = t_s + 40.0;
    r->ease_per_min = r->per_min * 1.07;
    r->bad = 0;
}

static double half_range(const struct reference_loop *r)
{
    return fmax(0.35, 1.6 * r->prior_sd);
}

/* Leads, or after four bad cycles comes along with the person for a while. */
static double lead(struct reference_loop *r, double t_s)
{
    double top = fmax(r->floor_per_min, fmin(6.6, r->prior_mean + half_range(r))), own = own_rate(r, t_s);
    if (r->state == REFERENCE_MIRROR) {
        if (t_s >= r->mirror_s) {
            r->state = REFERENCE_LEAD;
            r->bad = 0;
        }
        return isnan(own) ? r->per_min : stepped(r->per_min, own * 0.97, 0.06);
    }
    if (r->bad >= 4) {
        r->mirror_s = t_s + (++r->mirrors >= 3 ? 240.0 : 60.0);
        r->state = REFERENCE_MIRROR;
        return r->per_min;
    }
    if (r->bad > 0) {
        return r->per_min;
    }
    if (r->per_min <= top * 1.001) {
        r->state = REFERENCE_SLIDE;
    }
    return stepped(r->per_min, top, 0.06);
}

static double settle(struct reference_loop *r, double t_s)
{
    if (t_s - r->goal_s >= 80.0) {
        r->goal_s = t_s;
        r->goal = fabs(r->mean - r->goal) > 0.12 ? r->mean : r->goal;
    }
    return stepped(r->per_min, fmax(r->floor_per_min, r->goal), 0.02);
}

static double slide(struct reference_loop *r, double t_s)
{
    double low = fmax(r->floor_per_min, fmax(4.9, r->prior_mean - half_range(r)));
    if ((r->per_min < r->mean - 0.6 && r->sd < 0.55) || r->per_min <= low * 1.001) {
        r->state = REFERENCE_SETTLE;
        r->goal_s = t_s;
        r->goal = r->mean;
    }
    return stepped(r->per_min, low, 0.012);
}

static double move(struct reference_loop *r, double t_s)
{
    if (silent(r, t_s) && r->state != REFERENCE_LISTEN) {
        return r->per_min;
    }
    if (r->state == REFERENCE_LISTEN) {
        double own = r->belt ? own_rate(r, t_s) : (double)NAN;
        r->state = REFERENCE_LEAD;
        return isnan(own) ? 11.0 : own;
    }
    if (r->state == REFERENCE_LEAD || r->state == REFERENCE_MIRROR) {
        return lead(r, t_s);
    }
    if (t_s < r->ease_until_s) {
        return stepped(r->per_min, fmax(r->floor_per_min, r->ease_per_min), 0.028);
    }
    if (r->bad >= (r->belt ? 3 : 5)) {
        fail(r, t_s);
        return r->per_min;
    }
    return r->state == REFERENCE_SLIDE ? slide(r, t_s) : settle(r, t_s);
}

double reference_next(struct reference_loop *r, double t_s)
{
    if (r->begun > REFERENCE_CYCLES) {
        memmove(r->begun_s, r->begun_s + 1, REFERENCE_CYCLES * sizeof r->begun_s[0]);
        r->begun_s[REFERENCE_CYCLES] = t_s;
    } else {
        r->begun_s[r->begun++] = t_s;
    }
    look(r, t_s);
    if (t_s - r->fit_s >= 30.0) {
        r->fit_s = t_s;
        believe(r);
    }
    if (r->floor_per_min > SLOWEST && t_s - r->floor_s >= 300.0) {
        r->floor_per_min = fmax(SLOWEST, r->floor_per_min - 0.4);
        r->floor_s = t_s;
    }
    r->per_min = move(r, t_s);
    return r->per_min;
}
