/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pulses. The samples go onto a grid of 100 Hz; a smoothed slope is taken; each stretch of rising slope is one
 * upstroke, weighed by its steepness and its climb, and judged against two running levels.
 *
 *   sample -> grid -> slope -> upstroke that stays the best for 220 ms -> judge: beat | passed over
 *   learning (3 s: sign and levels unknown) -> tracking -> (nothing found for 3 s) -> learning
 *
 * 1. Marks come in order and at least REFRACTORY apart.
 * 2. A factor on all samples and a change of their sign change no mark: every test is a ratio, the sign is found.
 * 3. After a hole nothing of before counts; the first mark then is not joined.
 */
#include "signal/ppg.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signal/stats.h"

static const usec HOLE_US = 250 * USEC_PER_MS; /* chosen: a lost beat must not be bridged by a straight line */
static const double SLOPE_SIGMA = 3.5;         /* points = 35 ms, chosen: passes the upstroke (to 5 Hz), takes noise */
static const int64_t REFRACTORY = 25;          /* points = 250 ms; shortest interval that counts is 273 ms */
static const int64_t HOLD = 22;                /* points = 220 ms, chosen: tells every beat within 400 ms of it */
static const float THRESHOLD_SHARE = 0.35F;    /* chosen: dicrotic waves reach 0.3 of the beat, weak pulses go to 0.4 */
static const float BEHIND_SHARE = 0.5F;        /* the threshold of the search back, as for the ECG */
static const float BEHIND_AFTER = 1.6F;        /* chosen: intervals without a beat */
static const float DICROTIC_WITHIN = 0.6F; /* of the usual interval, chosen: a dicrotic wave comes in its first half */
static const float DICROTIC_SHARE = 0.6F;  /* of the last beat's weight, chosen */
static const int64_t LEARN = 300;          /* points = 3 s, chosen: two beats of a slow heart */
static const int64_t LOST = 300;           /* points = 3 s, chosen: as long as any gap that ends a run */
static const double MOMENT_PACE =
    1.0 / 600.0;                        /* per point: 6 s, chosen: some beats, and a turned finger is seen soon */
static const double SIGN_SURE = 0.3;    /* skewness, chosen: pulse slopes have 0.5-2 */
static const int64_t SIGN_WAIT = 400;   /* points = 4 s of proof, chosen: a jerk does not turn the sign */
static const float SHAPE_PACE = 0.15F;  /* chosen: as for the ECG */
static const uint32_t SHAPE_BEATS = 4;  /* chosen: as for the ECG */
static const int64_t FOOT_BACK = 40;    /* points = 400 ms, chosen: no upstroke is longer */
static const int NEAR = 3;              /* points = 30 ms, chosen: the smoothed slope turns so near to the extreme */
static const float WIDTH_SHARE = 0.75F; /* mark.h */
static const float STANDS_NOT = 0.9F;   /* noise to weight, chosen: beats and noise can no longer be told apart */
static const float STANDS_OUT = 0.5F;   /* chosen: dicrotic waves reach 0.4 of a clean pulse */
static const float LIKE_NOT = 0.5F;     /* chosen: as like as noise is */
static const float LIKE = 0.85F;        /* chosen: the slope of one person's pulse repeats to 0.9 */

static void make_slope(struct ppg *p)
{
    double ramp = 0.0, tap[PPG_SLOPE_HALF + 1];
    for (int k = 0; k <= PPG_SLOPE_HALF; k++) {
        double z = k / SLOPE_SIGMA;
        tap[k] = k * exp(-0.5 * z * z);
        ramp += 2.0 * k * tap[k];
    }
    for (int k = 0; k <= PPG_SLOPE_HALF; k++) {
        p->tap[k] = (float)(tap[k] / ramp);
    }
}

void ppg_init(struct ppg *p)
{
    memset(p, 0, sizeof *p);
    grid_init(&p->grid, PPG_STEP_US, HOLE_US);
    make_slope(p);
    ppg_break(p);
}

static void forget(struct ppg *p)
{
    p->n = 0;
    p->sign = 0.0F;
    p->square = p->cube = 0.0;
    p->against_since = -1;
    p->rise = p->held = (struct ppg_rise){.at = -1};
    p->beats_n = p->noise_n = p->rr_n = p->shape_n = 0;
    p->passed_n = 0;
    p->learning = true;
    p->fresh = true;
    p->sought = false;
    p->learn_from = 0;
    p->last_at = -1;
    p->last_weight = 0.0F;
}

void ppg_break(struct ppg *p)
{
    grid_break(&p->grid);
    forget(p);
}

static float median_level(const float *levels, uint32_t n)
{
    return stats_median(levels, n < PPG_LEVELS ? n : PPG_LEVELS);
}

static float threshold(const struct ppg *p)
{
    float beat = median_level(p->beats, p->beats_n);
    float noise = p->noise_n == 0 ? 0.0F : fminf(beat, median_level(p->noise, p->noise_n));
    /* Dicrotic waves of half the height of the pulse must not lift the threshold above weak pulses. */
    noise = fminf(noise, 0.5F * beat);
    return fmaxf(THRESHOLD_SHARE * beat, noise + 0.25F * (beat - noise));
}

/* --- shape ------------------------------------------------------------------------------------------------------ */

static float likeness_at(const struct ppg *p, int64_t at)
{
    if (p->shape_n < SHAPE_BEATS) {
        return 1.0F;
    }
    float dot = 0.0F, own = 0.0F, usual = 0.0F;
    for (int k = 0; k < PPG_SHAPE; k++) {
        int64_t i = at + k - PPG_SHAPE / 2;
        float v = i < PPG_SLOPE_HALF ? 0.0F : p->slope[i % PPG_RING];
        dot += v * p->shape[k];
        own += v * v;
        usual += p->shape[k] * p->shape[k];
    }
    float scale = sqrtf(own * usual);
    return scale > 0.0F ? fmaxf(0.0F, dot / scale) : 0.0F;
}

static void learn_shape(struct ppg *p, const struct ppg_rise *c)
{
    float pace = p->shape_n == 0 ? 1.0F : fmaxf(SHAPE_PACE, 1.0F / (float)(p->shape_n + 1));
    for (int k = 0; k < PPG_SHAPE; k++) {
        int64_t i = c->at + k - PPG_SHAPE / 2;
        float v = i < PPG_SLOPE_HALF ? 0.0F : p->slope[i % PPG_RING] / c->slope;
        p->shape[k] += pace * (v - p->shape[k]);
    }
    p->shape_n++;
}

/* --- judging upstrokes ------------------------------------------------------------------------------------------ */

static double steepest(const struct ppg *p, int64_t at)
{
    double left = (double)(p->sign * p->slope[(at - 1) % PPG_RING]), mid = (double)(p->sign * p->slope[at % PPG_RING]);
    double right = (double)(p->sign * p->slope[(at + 1) % PPG_RING]), bend = left - 2.0 * mid + right;
    double shift = bend < 0.0 ? 0.5 * (left - right) / bend : 0.0;
    return (double)at + fmax(-0.5, fmin(0.5, shift));
}

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
static int stretch(const struct ppg *p, int64_t at, int step, int limit)
{
    int k = 0;
    while (k < limit && p->sign * p->slope[(at + (int64_t)step * (k + 1)) % PPG_RING] > 0.0F) {
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
static struct mark_wave wave_at(const struct ppg *p, int64_t at)
{
    const float *x = &p->x[at % PPG_RING + (at % PPG_RING < PPG_RING / 2 ? PPG_RING : 0)];
    int64_t known = p->n - 1 - at, before = at - PPG_SLOPE_HALF - 1;
    if (before < NEAR || known < PPG_SLOPE_HALF + NEAR) {
        return MARK_NO_WAVE;
    }
    int back = stretch(p, at, -1, (int)(before < FOOT_BACK ? before : FOOT_BACK) - NEAR);
    int ahead = stretch(p, at, 1, (int)known - PPG_SLOPE_HALF), end = (int)known - 1;
    int foot = highest(x, -p->sign, -back - NEAR, 0),
        peak = highest(x, p->sign, 0, ahead + NEAR < end ? ahead + NEAR : end);
    float low = -summit(x + foot, -p->sign), size = summit(x + peak, p->sign) - low;
    float level = low + WIDTH_SHARE * size;
    float rising = crossing(x + peak, p->sign, level, -1, peak - foot);
    float falling = crossing(x + peak, p->sign, level, 1, end - peak);
    return (struct mark_wave){size, p->sign * low, (rising + falling) * (float)PPG_STEP_US * 1e-6F};
}

static float ramp(float v, float from, float to)
{
    return fmaxf(0.0F, fminf(1.0F, (v - from) / (to - from)));
}

/* How far an upstroke stands out of the noise, times how like the usual one it is. */
static float trust(const struct ppg *p, float weight, float likeness)
{
    float noise = p->noise_n == 0 ? 0.0F : median_level(p->noise, p->noise_n);
    return ramp(noise / weight, STANDS_NOT, STANDS_OUT) * ramp(likeness, LIKE_NOT, LIKE);
}

static void accept(struct ppg *p, const struct ppg_rise *c, struct mark *out, size_t *n)
{
    if (!p->fresh) {
        p->rr[p->rr_n++ % PPG_LEVELS] = (float)(c->at - p->last_at);
    }
    float likeness = likeness_at(p, c->at);
    p->likeness[p->beats_n % PPG_LEVELS] = likeness;
    p->beats[p->beats_n++ % PPG_LEVELS] = c->weight;
    learn_shape(p, c);
    p->last_at = c->at;
    p->last_weight = c->weight;
    p->sought = false;
    if (*n < MARKS_MAX) {
        out[(*n)++] = (struct mark){grid_time(&p->grid, steepest(p, c->at)), !p->fresh, trust(p, c->weight, likeness),
                                    wave_at(p, c->at)};
    }
    p->fresh = false;
}

static void pass_over(struct ppg *p, const struct ppg_rise *c)
{
    if (p->passed_n == PPG_PASSED) {
        memmove(p->passed, p->passed + 1, (PPG_PASSED - 1) * sizeof p->passed[0]);
        p->passed_n--;
    }
    p->passed[p->passed_n++] = *c;
}

static void forget_passed(struct ppg *p, int64_t up_to)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < p->passed_n; i++) {
        if (p->passed[i].at > up_to) {
            p->passed[kept++] = p->passed[i];
        }
    }
    p->passed_n = kept;
}

static bool is_dicrotic(const struct ppg *p, const struct ppg_rise *c)
{
    if (p->last_at < 0 || p->rr_n < 2) {
        return false;
    }
    float since = (float)(c->at - p->last_at);
    return since < DICROTIC_WITHIN * median_level(p->rr, p->rr_n) && c->weight < DICROTIC_SHARE * p->last_weight;
}

static void judge(struct ppg *p, const struct ppg_rise *c, struct mark *out, size_t *n)
{
    bool apart = p->last_at < 0 || c->at - p->last_at >= REFRACTORY;
    if (apart && c->weight > threshold(p) && !is_dicrotic(p, c)) {
        accept(p, c, out, n);
        forget_passed(p, c->at);
        return;
    }
    p->noise[p->noise_n++ % PPG_LEVELS] = c->weight;
    pass_over(p, c);
}

static void search_back(struct ppg *p, struct mark *out, size_t *n)
{
    const struct ppg_rise *best = NULL;
    for (uint8_t i = 0; i < p->passed_n; i++) {
        const struct ppg_rise *c = &p->passed[i];
        bool apart = c->at - p->last_at >= REFRACTORY && !is_dicrotic(p, c);
        best = apart && (best == NULL || c->weight > best->weight) ? c : best;
    }
    p->sought = true;
    if (best != NULL && best->weight > BEHIND_SHARE * threshold(p)) {
        struct ppg_rise c = *best;
        accept(p, &c, out, n);
        forget_passed(p, c.at);
    }
}

/* An upstroke has ended, or has lasted too long: it takes the held one's place when it is better or the other is old.
 */
static void end_rise(struct ppg *p)
{
    struct ppg_rise *r = &p->rise;
    if (r->at > PPG_SLOPE_HALF && r->slope > 0.0F) {
        r->weight = sqrtf(r->slope * r->climb);
        if (p->held.at < 0 || r->weight > p->held.weight) {
            p->held = *r;
        } else {
            p->noise[p->noise_n++ % PPG_LEVELS] = r->weight;
        }
    }
    p->rise = (struct ppg_rise){.at = -1};
}

static void climb(struct ppg *p, int64_t at, struct mark *out, size_t *n)
{
    float up = p->sign * p->slope[at % PPG_RING];
    if (up > 0.0F) {
        p->rise.climb += up;
        if (up > p->rise.slope) {
            p->rise.slope = up;
            p->rise.at = at;
        }
    } else {
        end_rise(p);
    }
    if (p->rise.at >= 0 && at - p->rise.at >= HOLD) {
        end_rise(p);
    }
    bool rising = p->rise.at >= 0 && p->rise.at - p->held.at < HOLD;
    if (p->held.at >= 0 && at - p->held.at >= HOLD &&
        !(rising && p->rise.slope * p->rise.climb > p->held.slope * p->held.climb)) {
        struct ppg_rise c = p->held;
        p->held = (struct ppg_rise){.at = -1};
        if (p->learning) {
            pass_over(p, &c);
        } else {
            judge(p, &c, out, n);
        }
    }
}

/* --- learning, sign, time --------------------------------------------------------------------------------------- */

static double skewness(const struct ppg *p)
{
    return p->square > 0.0 ? p->cube / (p->square * sqrt(p->square)) : 0.0;
}

static void finish_learning(struct ppg *p, int64_t at, struct mark *out, size_t *n)
{
    p->learn_from = p->n;
    p->sign = skewness(p) < 0.0 ? -1.0F : 1.0F;
    p->passed_n = 0;
    p->rise = p->held = (struct ppg_rise){.at = -1};
    int64_t from = at - LEARN + PPG_SLOPE_HALF + 1;
    for (int64_t k = from < PPG_SLOPE_HALF ? PPG_SLOPE_HALF : from; k <= at; k++) {
        climb(p, k, out, n);
    }
    struct ppg_rise rises[PPG_PASSED];
    float weights[PPG_PASSED];
    uint8_t rises_n = p->passed_n;
    memcpy(rises, p->passed, sizeof rises);
    for (uint8_t i = 0; i < rises_n; i++) {
        weights[i] = rises[i].weight;
    }
    float level = rises_n == 0 ? 0.0F : stats_quantile(weights, rises_n, 1.0F);
    if (rises_n > 1) {
        /* The second: one jerk in the first seconds then does not hide all beats. */
        level = fmaxf(stats_quantile(weights, rises_n, (float)(rises_n - 2) / (float)(rises_n - 1)), 0.25F * level);
    }
    p->passed_n = 0;
    if (!(level > 0.0F)) {
        return;
    }
    p->learning = false;
    p->beats_n = p->noise_n = 0;
    p->beats[p->beats_n++] = level;
    for (uint8_t i = 0; i < rises_n; i++) {
        if (rises[i].at > p->last_at) {
            judge(p, &rises[i], out, n);
        }
    }
}

static void watch_sign(struct ppg *p, int64_t at)
{
    if (skewness(p) * (double)p->sign > -SIGN_SURE) {
        p->against_since = -1;
    } else if (p->against_since < 0) {
        p->against_since = at;
    } else if (at - p->against_since > SIGN_WAIT) {
        /* All levels were of the wrong edge. */
        p->learning = true;
        p->learn_from = p->n - LEARN / 2;
        p->shape_n = p->rr_n = 0;
        p->fresh = true;
        p->against_since = -1;
    }
}

static void watch_time(struct ppg *p, int64_t at, struct mark *out, size_t *n)
{
    if (p->learning) {
        if (p->n - p->learn_from >= LEARN) {
            finish_learning(p, at, out, n);
        }
        return;
    }
    int64_t since = at - HOLD - p->last_at;
    if (!p->sought && p->rr_n > 0 && (float)since > BEHIND_AFTER * median_level(p->rr, p->rr_n)) {
        search_back(p, out, n);
    }
    if (since > LOST && p->n - p->learn_from > LOST) {
        p->learning = true;
        p->learn_from = p->n - LEARN;
        p->shape_n = p->rr_n = 0;
    }
    watch_sign(p, at);
}

static float slope_at(const struct ppg *p, int64_t at)
{
    const float *x = &p->x[at % PPG_RING + (at % PPG_RING < PPG_RING / 2 ? PPG_RING : 0)];
    float sum = 0.0F;
    for (int k = 1; k <= PPG_SLOPE_HALF; k++) {
        sum += p->tap[k] * (x[k] - x[-k]);
    }
    return sum;
}

static void point(struct ppg *p, float v, struct mark *out, size_t *n)
{
    p->x[p->n % PPG_RING] = v;
    p->x[p->n % PPG_RING + PPG_RING] = v;
    p->n++;
    int64_t at = p->n - 1 - PPG_SLOPE_HALF;
    if (at < PPG_SLOPE_HALF) {
        return;
    }
    float slope = slope_at(p, at);
    p->slope[at % PPG_RING] = slope;
    double d = (double)slope, pace = fmax(MOMENT_PACE, 1.0 / (double)p->n);
    p->square += pace * (d * d - p->square);
    p->cube += pace * (d * d * d - p->cube);
    if (!p->learning) {
        climb(p, at, out, n);
    }
    watch_time(p, at, out, n);
}

size_t ppg_push(struct ppg *p, usec t, float v, struct mark out[MARKS_MAX])
{
    float grid[GRID_OUT_MAX];
    bool hole = false;
    size_t points = grid_push(&p->grid, t, v, grid, &hole), n = 0;
    if (hole) {
        forget(p);
    }
    for (size_t i = 0; i < points; i++) {
        point(p, grid[i], out, &n);
    }
    return n;
}

float ppg_quality(const struct ppg *p)
{
    if (p->learning || p->beats_n < 2) {
        return 0.0F;
    }
    return trust(p, median_level(p->beats, p->beats_n), median_level(p->likeness, p->beats_n));
}

static uint64_t hash_rise(const struct ppg_rise *r, uint64_t h)
{
    return hash_f32(hash_f32(hash_f32(hash_i64(h, r->at), r->slope), r->climb), r->weight);
}

uint64_t ppg_hash(const struct ppg *p, uint64_t h)
{
    h = hash_i64(grid_hash(&p->grid, h), p->n);
    size_t kept = p->n < PPG_RING ? (size_t)p->n : PPG_RING;
    h = hash_f32s(h, p->x, kept);
    h = hash_f64(hash_f64(hash_f32(h, p->sign), p->square), p->cube);
    h = hash_rise(&p->held, hash_rise(&p->rise, hash_i64(h, p->against_since)));
    h = hash_f32s(hash_f32s(h, p->beats, PPG_LEVELS), p->noise, PPG_LEVELS);
    h = hash_f32s(hash_f32s(h, p->likeness, PPG_LEVELS), p->rr, PPG_LEVELS);
    h = hash_u64(hash_u64(hash_u64(h, p->beats_n), p->noise_n), p->rr_n);
    h = hash_u64(hash_u64(hash_u64(h, p->learning), p->fresh), p->sought);
    h = hash_f32(hash_i64(hash_i64(h, p->learn_from), p->last_at), p->last_weight);
    for (uint8_t i = 0; i < p->passed_n; i++) {
        h = hash_rise(&p->passed[i], h);
    }
    return hash_u64(hash_f32s(h, p->shape, PPG_SHAPE), p->shape_n);
}
