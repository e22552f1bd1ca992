/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pulse as a slope: samples -> grid of 100 Hz -> smoothed slope -> upstrokes, each with its foot and its peak.
 *
 * 1. A factor on all samples is a factor on all slopes and sizes; which side is up is the caller's to say.
 */
#include "signal/pulse.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"

static const usec HOLE_US = 250 * USEC_PER_MS; /* chosen: a lost beat must not be bridged by a straight line */
static const double SLOPE_SIGMA = 3.5;         /* points = 35 ms, chosen: passes the upstroke (to 5 Hz), takes noise */
static const int TREND_BACK = 88; /* points = 880 ms: with those ahead 1 s, whose mean slope is the breath's; chosen */
static const int64_t RISE_MAX = 22;     /* points = 220 ms, chosen: no upstroke climbs longer past its steepest */
static const int64_t FOOT_BACK = 40;    /* points = 400 ms, chosen: no upstroke is longer */
static const int64_t WAVE_MAX = 80;     /* points = 800 ms, chosen: what lies behind is the next pulse */
static const int NEAR = 3;              /* points = 30 ms, chosen: the smoothed slope turns so near to the extreme */
static const float WIDTH_SHARE = 0.75F; /* mark.h */

static void make_slope(struct pulse *p)
{
    double ramp = 0.0, tap[PULSE_SLOPE_HALF + 1];
    for (int k = 0; k <= PULSE_SLOPE_HALF; k++) {
        double z = k / SLOPE_SIGMA;
        tap[k] = k * exp(-0.5 * z * z);
        ramp += 2.0 * k * tap[k];
    }
    for (int k = 0; k <= PULSE_SLOPE_HALF; k++) {
        p->tap[k] = (float)(tap[k] / ramp);
    }
}

void pulse_init(struct pulse *p, float level)
{
    memset(p, 0, sizeof *p);
    p->level = level;
    p->per_point = level / (float)(TREND_BACK + PULSE_SLOPE_HALF);
    grid_init(&p->grid, PULSE_STEP_US, HOLE_US);
    make_slope(p);
    pulse_break(p);
}

void pulse_break(struct pulse *p)
{
    grid_break(&p->grid);
    p->n = 0;
    p->done = 0;
}

/* Where point `at` lies in a doubled ring, with half a ring to either side. */
static size_t place(int64_t at)
{
    size_t i = (size_t)at % PULSE_RING;
    return i < PULSE_RING / 2 ? i + PULSE_RING : i;
}

static void put(float *ring, int64_t at, float v)
{
    ring[(size_t)at % PULSE_RING] = v;
    ring[(size_t)at % PULSE_RING + PULSE_RING] = v;
}

/* What is taken off the slope at x. */
static float trend_at(const struct pulse *p, const float *x)
{
    return p->per_point * (x[PULSE_SLOPE_HALF] - x[-TREND_BACK]);
}

static float slope_at(const struct pulse *p, int64_t at)
{
    const float *x = p->x + place(at);
    float sum = 0.0F;
    if (p->level > 0.0F && at >= TREND_BACK) {
        sum = -trend_at(p, x);
    }
    for (int k = 1; k <= PULSE_SLOPE_HALF; k++) {
        sum += p->tap[k] * (x[k] - x[-k]);
    }
    return sum;
}

static int take(struct pulse *p, const float *v, size_t n)
{
    int fresh = 0;
    for (size_t i = 0; i < n; i++) {
        put(p->x, p->n++, v[i]);
        if (p->n > p->done + PULSE_SLOPE_HALF) {
            put(p->slope, p->done, p->done < PULSE_SLOPE_HALF ? 0.0F : slope_at(p, p->done));
            p->done++;
            fresh++;
        }
    }
    return fresh;
}

int pulse_push(struct pulse *p, usec t, float v, bool *hole)
{
    float grid[GRID_OUT_MAX];
    size_t n = grid_push(&p->grid, t, v, grid, hole);
    if (*hole) {
        p->n = 0;
        p->done = 0;
    }
    return take(p, grid, n);
}

int pulse_flush(struct pulse *p)
{
    float level[PULSE_SLOPE_HALF + PULSE_SHAPE];
    if (p->n == 0) {
        return 0;
    }
    for (int i = 0; i < PULSE_SLOPE_HALF + PULSE_SHAPE; i++) {
        level[i] = p->x[place(p->n - 1)];
    }
    return take(p, level, PULSE_SLOPE_HALF + PULSE_SHAPE);
}

float pulse_slope(const struct pulse *p, int64_t at)
{
    return p->slope[place(at)];
}

bool pulse_climb(const struct pulse *p, int64_t at, float sign, struct pulse_rise *rise, struct pulse_rise *ended)
{
    float up = sign * p->slope[place(at)];
    if (up > 0.0F) {
        rise->climb += up;
        rise->bare += up + (at >= TREND_BACK ? sign * trend_at(p, p->x + place(at)) : 0.0F);
        if (up > rise->slope) {
            rise->slope = up;
            rise->at = at;
        }
    }
    if (rise->at < 0 || (up > 0.0F && at - rise->at < RISE_MAX)) {
        return false;
    }
    *ended = *rise;
    ended->weight = sqrtf(ended->slope * ended->climb);
    *rise = (struct pulse_rise){.at = -1};
    return ended->at > PULSE_SLOPE_HALF;
}

double pulse_steepest(const struct pulse *p, int64_t at, float sign)
{
    const float *slope = p->slope + place(at);
    double left = (double)(sign * slope[-1]), mid = (double)(sign * slope[0]), right = (double)(sign * slope[1]);
    double bend = left - 2.0 * mid + right, shift = bend < 0.0 ? 0.5 * (left - right) / bend : 0.0;
    return (double)at + fmax(-0.5, fmin(0.5, shift));
}

void pulse_shape(const struct pulse *p, int64_t at, float sign, struct pulse_shape *out)
{
    const float *slope = p->slope + place(at) - PULSE_SHAPE / 2;
    for (int k = 0; k < PULSE_SHAPE; k++) {
        out->slope[k] = at + k < PULSE_SHAPE / 2 ? 0.0F : sign * slope[k];
    }
}

float pulse_likeness(const struct pulse_shape *a, const struct pulse_shape *b)
{
    enum { LANES = 4 };
    float dot[LANES] = {0.0F}, own[LANES] = {0.0F}, other[LANES] = {0.0F};
    for (int k = 0; k < PULSE_SHAPE; k += LANES) {
        for (int j = 0; j < LANES; j++) {
            float x = a->slope[k + j], y = b->slope[k + j];
            dot[j] += x * y;
            own[j] += x * x;
            other[j] += y * y;
        }
    }
    float norm = sqrtf(((own[0] + own[1]) + (own[2] + own[3])) * ((other[0] + other[1]) + (other[2] + other[3])));
    return norm > 0.0F ? ((dot[0] + dot[1]) + (dot[2] + dot[3])) / norm : 0.0F;
}

/* --- the wave --------------------------------------------------------------------------------------------------- */

/* Where and how high the parabola through x[at - 1], x[at], x[at + 1] stands, x upright. */
static float summit(const float *x, float sign)
{
    float left = sign * x[-1], mid = sign * x[0], right = sign * x[1], bend = left - 2.0F * mid + right;
    return bend < 0.0F ? mid - 0.125F * (left - right) * (left - right) / bend : mid;
}

/* When the line through the points before and behind passes level, points from x, going by step. */
static float crossing(const float *x, float sign, float level, int step, int limit)
{
    for (int k = 0; k < limit; k++) {
        float here = sign * x[step * k], next = sign * x[step * (k + 1)];
        if (here >= level && next < level) {
            return (float)k + (here - level) / (here - next);
        }
    }
    return NAN;
}

/* Points from the steepest one to where the smoothed slope ends, going by step. */
static int stretch(const struct pulse *p, int64_t at, float sign, int step, int limit)
{
    int k = 0;
    while (k < limit && sign * p->slope[place(at + (int64_t)step * (k + 1))] > 0.0F) {
        k++;
    }
    return k;
}

/* The point of x[from..to] that is highest, or with sign turned the lowest. */
static int highest(const float *x, float sign, int from, int to)
{
    int best = from;
    for (int k = from + 1; k <= to; k++) {
        best = sign * x[k] > sign * x[best] ? k : best;
    }
    return best;
}

/* The pulse round an upstroke, from its foot to its peak and down again, as far as it is seen yet. */
struct mark_wave pulse_wave(const struct pulse *p, int64_t at, float sign)
{
    const float *x = p->x + place(at);
    int64_t known = p->n - 1 - at, before = at - PULSE_SLOPE_HALF - 1;
    if (before < NEAR || known < PULSE_SLOPE_HALF + NEAR) {
        return MARK_NO_WAVE;
    }
    int back = stretch(p, at, sign, -1, (int)(before < FOOT_BACK ? before : FOOT_BACK) - NEAR);
    int ahead = stretch(p, at, sign, 1, (int)(known < FOOT_BACK ? known : FOOT_BACK) - PULSE_SLOPE_HALF),
        end = (int)(known < WAVE_MAX ? known : WAVE_MAX) - 1;
    int foot = highest(x, -sign, -back - NEAR, 0), peak = highest(x, sign, 0, ahead + NEAR < end ? ahead + NEAR : end);
    float low = -summit(x + foot, -sign), size = summit(x + peak, sign) - low;
    float level = low + WIDTH_SHARE * size;
    float rising = crossing(x + peak, sign, level, -1, peak - foot);
    float falling = crossing(x + peak, sign, level, 1, end - peak);
    return (struct mark_wave){size, sign * low, (rising + falling) * (float)PULSE_STEP_US * 1e-6F};
}

uint64_t pulse_hash(const struct pulse *p, uint64_t h)
{
    h = hash_i64(hash_i64(grid_hash(&p->grid, hash_f32(h, p->level)), p->n), p->done);
    size_t kept = p->n < PULSE_RING ? (size_t)p->n : PULSE_RING,
           ready = p->done < PULSE_RING ? (size_t)p->done : PULSE_RING;
    return hash_f32s(hash_f32s(h, p->x, kept), p->slope, ready);
}
