/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The QRS as a hill: samples -> grid of 250 Hz -> complex wavelet -> envelope; and the R peak as the sharpest
 * deflection under a hill.
 *
 * 1. Points are filtered QRS_BLOCK at a time; which block a point falls into changes nothing of it.
 * 2. A factor on all samples is a factor on all heights; the other sign changes no envelope and turns every shape.
 */
#include "signal/qrs.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"

static const usec HOLE_US = 250 * USEC_PER_MS; /* chosen: a lost beat must not be bridged by a straight line */
static const float POINTS_PER_S = 250.0F;
/* chosen: QRS energy lies at 8-20 Hz, T waves below 7 Hz (Elgendi 2010, 8-20 Hz); the width keeps ventricular beats */
static const float WAVELET_HZ = 14.0F;
static const float WAVELET_SIGMA_S = 0.022F;
/* chosen: keeps the R peak, takes mains hum and baseline: Gaussian of 5 ms less one of 32 ms */
static const float SHARPEN_NARROW_S = 0.005F;
static const float SHARPEN_WIDE_S = 0.032F;
enum { SEARCH_R = 20, SHARPENED = 48 }; /* points = 80 ms: half a wide QRS (160 ms); both sides, up to whole blocks */
static const int64_t ROUND_FROM = 15;   /* points = 60 ms and 100 ms from the R peak, chosen: between P and QRS */
static const int64_t ROUND_TO = 25;     /* on one side, between QRS and T on the other */
enum { OUTLINE_INNER = QRS_OUTLINE - 2 * QRS_OUTLINE_SHIFT }; /* points that both have at every shift */
/* chosen: 9 ms of shift, which noise brings about, turn the wavelet by 0.8 rad; cosine and sine of it */
static const float FORGIVEN_COS = 0.6967F;
static const float FORGIVEN_SIN = 0.7174F;

static void make_wavelet(struct qrs *q)
{
    double pi = 3.14159265358979323846, even_sum = 0.0, gauss_sum = 0.0, odd_ramp = 0.0, gauss_ramp = 0.0;
    double gauss[QRS_WAVELET_HALF + 1], even[QRS_WAVELET_HALF + 1], odd[QRS_WAVELET_HALF + 1];
    for (int k = 0; k <= QRS_WAVELET_HALF; k++) {
        double s = k / (double)POINTS_PER_S, z = s / (double)WAVELET_SIGMA_S;
        double angle = 2.0 * pi * (double)WAVELET_HZ * s, twice = k == 0 ? 1.0 : 2.0;
        gauss[k] = exp(-0.5 * z * z);
        even[k] = gauss[k] * cos(angle);
        odd[k] = gauss[k] * sin(angle);
        even_sum += twice * even[k];
        gauss_sum += twice * gauss[k];
        odd_ramp += 2.0 * k * odd[k];
        gauss_ramp += 2.0 * k * k * gauss[k];
    }
    /* Blind to a constant and to a slope, so that baseline wander makes no hill. */
    for (int k = 0; k <= QRS_WAVELET_HALF; k++) {
        q->tap_even[k] = (float)(even[k] - gauss[k] * even_sum / gauss_sum);
        q->tap_odd[k] = (float)(odd[k] - k * gauss[k] * odd_ramp / gauss_ramp);
    }
}

/* A Gaussian of half taps to either side, sum 1. */
static void make_gauss(double sigma_s, int half, double *tap)
{
    double sum = 0.0;
    for (int k = 0; k <= half; k++) {
        double z = k / (double)POINTS_PER_S / sigma_s;
        tap[k] = exp(-0.5 * z * z);
        sum += k == 0 ? tap[k] : 2.0 * tap[k];
    }
    for (int k = 0; k <= half; k++) {
        tap[k] /= sum;
    }
}

static void make_sharpener(struct qrs *q)
{
    double narrow[QRS_SHARPEN_HALF + 1], wide[QRS_SHARPEN_HALF + 1];
    make_gauss((double)SHARPEN_NARROW_S, QRS_SHARPEN_HALF, narrow);
    make_gauss((double)SHARPEN_WIDE_S, QRS_SHARPEN_HALF, wide);
    for (int k = 0; k <= QRS_SHARPEN_HALF; k++) {
        q->tap_sharpen[k] = (float)(narrow[k] - wide[k]);
    }
    make_gauss((double)SHARPEN_NARROW_S, QRS_NARROW_HALF, narrow);
    for (int k = 0; k <= QRS_NARROW_HALF; k++) {
        q->tap_narrow[k] = (float)narrow[k];
    }
}

void qrs_init(struct qrs *q)
{
    memset(q, 0, sizeof *q);
    grid_init(&q->grid, QRS_STEP_US, HOLE_US);
    make_wavelet(q);
    make_sharpener(q);
    qrs_break(q);
}

void qrs_break(struct qrs *q)
{
    grid_break(&q->grid);
    q->n = 0;
    q->done = 0;
}

/* Where point `at` lies in a doubled ring, with half a ring to either side. */
static size_t place(int64_t at)
{
    size_t i = (size_t)at % QRS_RING;
    return i < QRS_RING / 2 ? i + QRS_RING : i;
}

static void put(float *ring, int64_t at, const float v[QRS_BLOCK])
{
    memcpy(ring + (size_t)at % QRS_RING, v, QRS_BLOCK * sizeof *v);
    memcpy(ring + (size_t)at % QRS_RING + QRS_RING, v, QRS_BLOCK * sizeof *v);
}

/* Even and odd part and envelope of the block that starts at `at`, a multiple of QRS_BLOCK. */
static void filter_block(struct qrs *q, int64_t at)
{
    const float *x = q->x + place(at);
    float even[QRS_BLOCK], odd[QRS_BLOCK];
    for (int j = 0; j < QRS_BLOCK; j++) {
        even[j] = q->tap_even[0] * x[j];
        odd[j] = 0.0F;
    }
    for (int k = 1; k <= QRS_WAVELET_HALF; k++) {
        float tap_even = q->tap_even[k], tap_odd = q->tap_odd[k];
        const float *left = x - k, *right = x + k;
        for (int j = 0; j < QRS_BLOCK; j++) {
            even[j] += tap_even * (left[j] + right[j]);
            odd[j] += tap_odd * (right[j] - left[j]);
        }
    }
    float *envelope = q->envelope + (size_t)at % QRS_RING;
    for (int j = 0; j < QRS_BLOCK; j++) {
        envelope[j] = sqrtf(even[j] * even[j] + odd[j] * odd[j]);
    }
    put(q->even, at, even);
    put(q->odd, at, odd);
}

/* Before there are enough points to the left the envelope is nothing. */
static void silent_block(struct qrs *q, int64_t at)
{
    const float none[QRS_BLOCK] = {0.0F};
    memcpy(q->envelope + (size_t)at % QRS_RING, none, sizeof none);
    put(q->even, at, none);
    put(q->odd, at, none);
}

static int take(struct qrs *q, const float *v, size_t n)
{
    int fresh = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = (size_t)q->n % QRS_RING;
        q->x[k] = v[i];
        q->x[k + QRS_RING] = v[i];
        q->n++;
        if (q->n == q->done + QRS_BLOCK + QRS_WAVELET_HALF) {
            if (q->done < QRS_WAVELET_HALF) {
                silent_block(q, q->done);
            } else {
                filter_block(q, q->done);
            }
            q->done += QRS_BLOCK;
            fresh += QRS_BLOCK;
        }
    }
    return fresh;
}

int qrs_push(struct qrs *q, usec t, float v, bool *hole)
{
    float grid[GRID_OUT_MAX];
    size_t n = grid_push(&q->grid, t, v, grid, hole);
    if (*hole) {
        q->n = 0;
        q->done = 0;
    }
    return take(q, grid, n);
}

int qrs_flush(struct qrs *q)
{
    float level[GRID_OUT_MAX];
    if (q->n == 0) {
        return 0;
    }
    for (size_t i = 0; i < GRID_OUT_MAX; i++) {
        level[i] = q->x[(size_t)(q->n - 1) % QRS_RING];
    }
    return take(q, level, GRID_OUT_MAX);
}

/* --- shapes ----------------------------------------------------------------------------------------------------- */

void qrs_shape(const struct qrs *q, int64_t at, struct qrs_shape *out)
{
    size_t i = place(at);
    for (int k = 0; k < QRS_SHAPE; k++) {
        int off = 2 * k - QRS_SHAPE + 1;
        out->even[k] = (q->even + i)[off];
        out->odd[k] = (q->odd + i)[off];
    }
}

float qrs_likeness(const struct qrs_shape *a, const struct qrs_shape *b)
{
    enum { LANES = 4 };
    float in[LANES] = {0.0F}, across[LANES] = {0.0F}, own[LANES] = {0.0F}, other[LANES] = {0.0F};
    for (int k = 0; k < QRS_SHAPE; k += LANES) {
        for (int j = 0; j < LANES; j++) {
            float ae = a->even[k + j], ao = a->odd[k + j], be = b->even[k + j], bo = b->odd[k + j];
            in[j] += ae * be + ao * bo;
            across[j] += ao * be - ae * bo;
            own[j] += ae * ae + ao * ao;
            other[j] += be * be + bo * bo;
        }
    }
    float re = (in[0] + in[1]) + (in[2] + in[3]), im = fabsf((across[0] + across[1]) + (across[2] + across[3]));
    float norm = sqrtf(((own[0] + own[1]) + (own[2] + own[3])) * ((other[0] + other[1]) + (other[2] + other[3])));
    float size = sqrtf(re * re + im * im);
    if (!(norm > 0.0F)) {
        return 0.0F;
    }
    return (re >= FORGIVEN_COS * size ? size : FORGIVEN_COS * re + FORGIVEN_SIN * im) / norm;
}

float qrs_pace_hz(const struct qrs_shape *s)
{
    float re = 0.0F, im = 0.0F;
    for (int k = 0; k + 1 < QRS_SHAPE; k++) {
        re += s->even[k + 1] * s->even[k] + s->odd[k + 1] * s->odd[k];
        im += s->odd[k + 1] * s->even[k] - s->even[k + 1] * s->odd[k];
    }
    return fabsf(atan2f(im, re)) / (6.2831853F * 2.0F * (float)QRS_STEP_US * 1e-6F);
}

/* --- the mark --------------------------------------------------------------------------------------------------- */

/* Vertex of the parabola through three points, -0.5..0.5 from the middle one. */
static double vertex(float left, float mid, float right)
{
    double bend = (double)left - 2.0 * (double)mid + (double)right;
    double shift = bend < 0.0 ? 0.5 * ((double)left - (double)right) / bend : 0.0;
    return fmax(-0.5, fmin(0.5, shift));
}

static double extreme_at(const float *v, int i, int n, float sign)
{
    return i == 0 || i == n - 1 ? (double)i : (double)i + vertex(sign * v[i - 1], sign * v[i], sign * v[i + 1]);
}

/* SHARPENED points of the sharpened signal from `low`, which has QRS_SHARPEN_HALF known points before it. */
static void sharpen(const struct qrs *q, int64_t low, float v[SHARPENED])
{
    const float *x = q->x + place(low + SEARCH_R) - SEARCH_R;
    for (int b = 0; b < SHARPENED; b += QRS_BLOCK) {
        float sum[QRS_BLOCK];
        for (int j = 0; j < QRS_BLOCK; j++) {
            sum[j] = q->tap_sharpen[0] * x[b + j];
        }
        for (int k = 1; k <= QRS_SHARPEN_HALF; k++) {
            float tap = q->tap_sharpen[k];
            const float *left = x + b - k, *right = x + b + k;
            for (int j = 0; j < QRS_BLOCK; j++) {
                sum[j] += tap * (left[j] + right[j]);
            }
        }
        memcpy(v + b, sum, sizeof sum);
    }
}

void qrs_peaks(const struct qrs *q, int64_t at, struct qrs_peaks *out)
{
    float v[SHARPENED];
    int64_t low = at - SEARCH_R < QRS_SHARPEN_HALF ? QRS_SHARPEN_HALF : at - SEARCH_R;
    int n = (int)(at + SEARCH_R - low + 1), top = 0, bottom = 0;
    sharpen(q, low, v);
    for (int i = 1; i < n; i++) {
        top = v[i] > v[top] ? i : top;
        bottom = v[i] < v[bottom] ? i : bottom;
    }
    *out = (struct qrs_peaks){(double)low + extreme_at(v, top, n, 1.0F), (double)low + extreme_at(v, bottom, n, -1.0F),
                              fmaxf(v[top], 0.0F), fmaxf(-v[bottom], 0.0F)};
}

void qrs_outline(const struct qrs *q, int64_t at, struct qrs_outline *out)
{
    float v[SHARPENED] = {0.0F};
    int64_t low = at - QRS_OUTLINE / 2;
    if (low >= QRS_SHARPEN_HALF) {
        sharpen(q, low, v);
    }
    memcpy(out->v, v, sizeof out->v);
}

static float dot_of(const float *x, const float *y)
{
    enum { LANES = 4 };
    float sum[LANES] = {0.0F};
    for (int k = 0; k < OUTLINE_INNER; k += LANES) {
        for (int j = 0; j < LANES; j++) {
            sum[j] += x[k + j] * y[k + j];
        }
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* The inner points of a against as many of b, at every shift. */
float qrs_outline_likeness(const struct qrs_outline *a, const struct qrs_outline *b)
{
    const float *x = a->v + QRS_OUTLINE_SHIFT;
    float own = dot_of(x, x), best = -1.0F;
    for (int shift = 0; shift <= 2 * QRS_OUTLINE_SHIFT; shift++) {
        const float *y = b->v + shift;
        float norm = own * dot_of(y, y), dot = dot_of(x, y);
        best = norm > 0.0F ? fmaxf(best, dot / sqrtf(norm)) : best;
    }
    return best;
}

static float smoothed(const struct qrs *q, const float *x)
{
    float sum = q->tap_narrow[0] * x[0];
    for (int k = 1; k <= QRS_NARROW_HALF; k++) {
        sum += q->tap_narrow[k] * (x[-k] + x[k]);
    }
    return sum;
}

/* Smoothed before the parabola: what is sampled slowly must not change its size with where the samples fall. */
struct mark_wave qrs_wave(const struct qrs *q, double peak)
{
    int64_t at = (int64_t)floor(peak + 0.5);
    if (at - ROUND_TO < 0 || at - ROUND_TO < q->n - QRS_RING || at + ROUND_TO >= q->n) {
        return MARK_NO_WAVE;
    }
    const float *x = q->x + place(at);
    float base = 0.0F, top[3];
    for (int64_t k = ROUND_FROM; k <= ROUND_TO; k++) {
        base += x[k] + x[-k];
    }
    base /= 2.0F * (float)(ROUND_TO - ROUND_FROM + 1);
    for (int k = 0; k < 3; k++) {
        top[k] = smoothed(q, x + k - 1) - base;
    }
    float off = (float)(peak - (double)at);
    float size = top[1] + 0.5F * off * (top[2] - top[0]) + 0.5F * off * off * (top[2] - 2.0F * top[1] + top[0]);
    return (struct mark_wave){fabsf(size), base, NAN};
}

uint64_t qrs_hash(const struct qrs *q, uint64_t h)
{
    h = hash_i64(hash_i64(grid_hash(&q->grid, h), q->n), q->done);
    size_t kept = q->n < QRS_RING ? (size_t)q->n : QRS_RING, ready = q->done < QRS_RING ? (size_t)q->done : QRS_RING;
    h = hash_f32s(h, q->x, kept);
    return hash_f32s(hash_f32s(hash_f32s(h, q->even, ready), q->odd, ready), q->envelope, ready);
}

bool qrs_points_down(bool down, float polarity)
{
    const float clearly = 0.2F; /* chosen: a fifth of both together; the same both ways, whatever the lead's sign */
    return down ? polarity < clearly : polarity < -clearly;
}

bool qrs_marks_down(bool usual, float up, float down)
{
    const float far = 2.5F; /* chosen: ventricular beats of the other sign reach it, changes within a form do not */
    return usual ? up <= far * down : down > far * up;
}
