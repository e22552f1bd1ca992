/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 1. Only what the pacer does not explain is compared: breathing alike is no proof of anything.
 * 2. The session is its own yardstick: turned against itself it shows what chance does with hearts like these.
 * 3. Too little of both hearts: no figure.
 */
#include "train/together.h"

#include <math.h>
#include <stddef.h>

#include "base/hash.h"

enum {
    PER_S = 2,
    WINDOW = TOGETHER_WINDOW_S * PER_S,
    HOP = WINDOW / 2,
    LAG = TOGETHER_LAG_S * PER_S,
    LAGS = 2 * LAG + 1,
    SMOOTH = 3, /* values either side of the short mean: 3.5 s passes 0.15 Hz */
    DRIFT = 12, /* of the long mean: 12.5 s takes out what is below 0.04 Hz */
    UNKNOWNS = 6,
    SHIFT_MIN = 60 * PER_S,
    SURROGATES_MIN = 19 /* fewer cannot show one in twenty */
};
static const float KNOWN_SHARE = 0.8F;   /* chosen: a window with a gap of more than 6 s is none */
static const float STEADY_SHARE = 0.02F; /* chosen: less than anybody feels; see tests/bench/bench_together.c */
static const float R_MAX = 0.999F;
static const double TWO_PI = 6.283185307179586;

void together_init(struct together *t)
{
    t->n = 0;
    t->due = TOGETHER_LATE_US + TOGETHER_STEP_US;
}

void together_advance(struct together *t, usec now, const struct body *const *bodies, float phase)
{
    if (now < t->due || t->n == TOGETHER_MAX) {
        return;
    }
    usec then = now - TOGETHER_LATE_US;
    for (int who = 0; who < 2; who++) {
        body_hr_at(bodies[who], &then, &t->hr[who][t->n], 1);
    }
    /* The phase is of now: it is kept where its time is, when the hearts of that time are known. */
    uint32_t later = t->n + (uint32_t)(TOGETHER_LATE_US / TOGETHER_STEP_US);
    if (later < TOGETHER_MAX) {
        t->phase[later] = phase;
    }
    if (t->n < (uint32_t)(TOGETHER_LATE_US / TOGETHER_STEP_US)) {
        t->phase[t->n] = NAN;
    }
    t->n++;
    t->due += TOGETHER_STEP_US;
}

/* --- one series, freed of drift, of noise and of the pacer ---------------------------------------------------------
 */

/* Mean of the known values around i; NaN when half of them are missing. */
static float mean_around(const float *x, uint32_t n, uint32_t i, uint32_t half)
{
    uint32_t from = i > half ? i - half : 0, to = i + half < n ? i + half : n - 1, known = 0;
    double sum = 0.0;
    for (uint32_t k = from; k <= to; k++) {
        sum += isnan(x[k]) ? 0.0 : (double)x[k];
        known += isnan(x[k]) ? 0 : 1;
    }
    return 2 * known > to - from ? (float)(sum / known) : NAN;
}

static void passband(const float *x, uint32_t n, float *out)
{
    for (uint32_t i = 0; i < n; i++) {
        out[i] = isnan(x[i]) ? NAN : mean_around(x, n, i, SMOOTH) - mean_around(x, n, i, DRIFT);
    }
}

static void row_of(const struct together *t, uint32_t from, uint32_t i, double row[UNKNOWNS])
{
    double angle = TWO_PI * (double)t->phase[from + i];
    bool paced = !isnan(t->phase[from + i]);
    row[0] = 1.0;
    row[1] = (double)i / WINDOW - 0.5;
    row[2] = paced ? cos(angle) : 0.0;
    row[3] = paced ? sin(angle) : 0.0;
    row[4] = row[1] * row[2];
    row[5] = row[1] * row[3];
}

/* Normal equations by Gauss with a little on the diagonal: columns that are all zero (no pacer) get no weight. */
static void solve(double a[UNKNOWNS][UNKNOWNS + 1])
{
    for (int i = 0; i < UNKNOWNS; i++) {
        a[i][i] += 1e-6;
    }
    for (int i = 0; i < UNKNOWNS; i++) {
        for (int j = 0; j < UNKNOWNS; j++) {
            double share = j == i ? 0.0 : a[j][i] / a[i][i];
            for (int k = i; k <= UNKNOWNS && j != i; k++) {
                a[j][k] -= share * a[i][k];
            }
        }
    }
}

/* The steady advance of the pacer's phase in a stretch of the window, cycles a value; 0 without a pacer. */
static float speed(const struct together *t, uint32_t from, uint32_t n)
{
    float sum = 0.0F;
    uint32_t known = 0;
    for (uint32_t i = from; i + 1 < from + n; i++) {
        float step = t->phase[i + 1] - t->phase[i];
        if (!isnan(step) && step > 0.0F) { /* turns of the cycle are left out */
            sum += step;
            known++;
        }
    }
    return 2 * known > n ? sum / (float)known : 0.0F;
}

/* Hearts that are led from one pace to another move alike because of that: such windows prove nothing. */
static bool steady(const struct together *t, uint32_t from)
{
    float early = speed(t, from, WINDOW / 2), late = speed(t, from + WINDOW / 2, WINDOW / 2);
    return fabsf(late - early) <= STEADY_SHARE * (late + early) / 2.0F;
}

/* Takes line and pacer out of a window; unknown values become 0 and count nothing. False: too much is unknown, or the
   pace changes. */
static bool residual(const struct together *t, const float *x, uint32_t from, float out[WINDOW])
{
    double a[UNKNOWNS][UNKNOWNS + 1] = {{0.0}}, row[UNKNOWNS], square = 0.0;
    int known = 0;
    for (uint32_t i = 0; i < WINDOW; i++) {
        row_of(t, from, i, row);
        for (int j = 0; j < UNKNOWNS && !isnan(x[from + i]); j++) {
            for (int k = 0; k < UNKNOWNS; k++) {
                a[j][k] += row[j] * row[k];
            }
            a[j][UNKNOWNS] += row[j] * (double)x[from + i];
        }
        known += isnan(x[from + i]) ? 0 : 1;
    }
    if ((float)known < KNOWN_SHARE * (float)WINDOW || !steady(t, from)) {
        return false;
    }
    solve(a);
    for (uint32_t i = 0; i < WINDOW; i++) {
        row_of(t, from, i, row);
        double v = isnan(x[from + i]) ? 0.0 : (double)x[from + i];
        for (int j = 0; j < UNKNOWNS && !isnan(x[from + i]); j++) {
            v -= row[j] * a[j][UNKNOWNS] / a[j][j];
        }
        out[i] = (float)v;
        square += v * v;
    }
    for (uint32_t i = 0; i < WINDOW; i++) {
        out[i] = square > 0.0 ? out[i] / (float)sqrt(square) : 0.0F;
    }
    return square > 0.0;
}

/* --- windows of both, and all lags -------------------------------------------------------------------------------- */

enum { GRID = 10, PLACES = TOGETHER_MAX / GRID, HOP_PLACES = HOP / GRID };

/* Residuals of both at every place of a grid of 5 s; known: the window there is one. */
struct windows {
    float of[2][PLACES][WINDOW];
    bool known[2][PLACES];
    uint32_t n;
};

static void cut(const struct together *t, struct windows *w)
{
    float x[TOGETHER_MAX];
    w->n = t->n >= WINDOW ? (t->n - WINDOW) / GRID + 1 : 0;
    for (int who = 0; who < 2; who++) {
        passband(t->hr[who], t->n, x);
        for (uint32_t i = 0; i < w->n; i++) {
            w->known[who][i] = residual(t, x, i * GRID, w->of[who][i]);
        }
    }
}

/* Fisher's z of two windows at every lag, added to sum[]. */
static void add_lags(const float *a, const float *b, double sum[LAGS])
{
    for (int lag = -LAG; lag <= LAG; lag++) {
        int from = lag < 0 ? -lag : 0, to = lag > 0 ? WINDOW - lag : WINDOW;
        float r = 0.0F;
        for (int i = from; i < to; i++) {
            r += a[i] * b[i + lag];
        }
        sum[lag + LAG] += (double)atanhf(fmaxf(-R_MAX, fminf(R_MAX, r)));
    }
}

struct score {
    double z;
    int lag;
    uint32_t windows;
};

/* The second person's session turned by so many places; the lag that is best for the whole. */
static struct score score(const struct windows *w, uint32_t turned)
{
    double sum[LAGS] = {0.0};
    struct score best = {-1.0, 0, 0};
    for (uint32_t i = 0; i < w->n; i += HOP_PLACES) {
        uint32_t k = (i + turned) % w->n;
        if (w->known[0][i] && w->known[1][k]) {
            add_lags(w->of[0][i], w->of[1][k], sum);
            best.windows++;
        }
    }
    for (int lag = 0; lag < LAGS && best.windows > 0; lag++) {
        double z = sum[lag] / best.windows;
        if (z > best.z) {
            best.z = z;
            best.lag = lag - LAG;
        }
    }
    return best;
}

static float paced_share(const struct together *t)
{
    uint32_t paced = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        paced += isnan(t->phase[i]) ? 0 : 1;
    }
    return t->n > 0 ? (float)paced / (float)t->n : NAN;
}

/* What chance gives: mean and spread of the turned sessions, and how many of them reach the real one. */
static void against_chance(const struct windows *w, const struct score *real, struct together_result *out)
{
    const uint32_t least = SHIFT_MIN / GRID;
    uint32_t room = w->n > 2 * least ? w->n - 2 * least : 0, n = 0, reach = 0;
    uint32_t step = room / TOGETHER_SURROGATES + 1;
    double sum = 0.0, square = 0.0;
    for (uint32_t turned = least; turned < least + room; turned += step) {
        struct score s = score(w, turned);
        if (s.windows >= TOGETHER_WINDOWS_MIN) {
            sum += s.z;
            square += s.z * s.z;
            reach += s.z >= real->z ? 1 : 0;
            n++;
        }
    }
    if (n < SURROGATES_MIN) {
        return;
    }
    double mean = sum / n;
    out->synchrony = (float)fmax(0.0, tanh(real->z) - tanh(mean));
    out->sd = (float)sqrt(fmax(0.0, square / n - mean * mean));
    out->p = (float)(1 + reach) / (float)(1 + n);
    out->lag_s = (float)real->lag / (float)PER_S;
}

/* No value of the window has a pacer. */
static bool unpaced(const struct together *t, uint32_t place)
{
    for (uint32_t i = place * GRID; i < place * GRID + WINDOW; i++) {
        if (!isnan(t->phase[i])) {
            return false;
        }
    }
    return true;
}

/* Mean correlation over the unpaced windows of places from..to-1, at one lag. */
static float apart(const struct together *t, const struct windows *w, uint32_t from, uint32_t to, int lag)
{
    double sum = 0.0;
    int n = 0;
    for (uint32_t i = from; i < to; i += HOP_PLACES) {
        if (w->known[0][i] && w->known[1][i] && unpaced(t, i)) {
            double z[LAGS] = {0.0};
            add_lags(w->of[0][i], w->of[1][i], z);
            sum += z[lag + LAG];
            n++;
        }
    }
    return n >= TOGETHER_APART_MIN ? (float)tanh(sum / n) : NAN;
}

/* What was there before and after the breath was shared. */
static void compare_apart(const struct together *t, const struct windows *w, int lag, struct together_result *out)
{
    uint32_t first = 0, last = w->n;
    while (first < w->n && unpaced(t, first)) {
        first++;
    }
    while (last > first && unpaced(t, last - 1)) {
        last--;
    }
    if (first < w->n) {
        out->before = apart(t, w, 0, first, lag);
        out->after = apart(t, w, last, w->n, lag);
    }
}

struct together_result together_judge(const struct together *t)
{
    struct windows w;
    struct together_result out = {NAN, NAN, NAN, NAN, paced_share(t), NAN, NAN, 0};
    cut(t, &w);
    struct score real = score(&w, 0);
    out.windows = real.windows;
    if (real.windows >= TOGETHER_WINDOWS_MIN) {
        against_chance(&w, &real, &out);
        compare_apart(t, &w, real.lag, &out);
    }
    return out;
}

uint64_t together_hash(const struct together *t, uint64_t h)
{
    h = hash_i64(hash_u64(h, t->n), t->due);
    uint32_t from = t->n > 0 ? t->n - 1 : 0; /* what came before was in the hashes before */
    for (int who = 0; who < 2 && t->n > 0; who++) {
        h = hash_f32(h, t->hr[who][from]);
    }
    return h;
}
