/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pulses as they come: each upstroke of pulse.h is weighed by its steepness and its climb, and judged against two
 * running levels.
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
#include "signal/ramp.h"
#include "signal/stats.h"

static const int64_t REFRACTORY = 25;       /* points = 250 ms; shortest interval that counts is 273 ms */
static const int64_t HOLD = 22;             /* points = 220 ms, chosen: tells every beat within 400 ms of it */
static const float THRESHOLD_SHARE = 0.35F; /* chosen: dicrotic waves reach 0.3 of the beat, weak pulses go to 0.4 */
static const float BEHIND_SHARE = 0.5F;     /* the threshold of the search back, as for the ECG */
static const float BEHIND_AFTER = 1.6F;     /* chosen: intervals without a beat */
static const float DICROTIC_WITHIN = 0.6F;  /* of the usual interval, chosen: a dicrotic wave comes in its first half */
static const float DICROTIC_SHARE = 0.6F;   /* of the last beat's weight, chosen */
static const int64_t LEARN = 300;           /* points = 3 s, chosen: two beats of a slow heart */
static const int64_t LOST = 300;            /* points = 3 s, chosen: as long as any gap that ends a run */
static const double MOMENT_PACE =
    1.0 / 600.0;                       /* per point: 6 s, chosen: some beats, and a turned finger is seen soon */
static const double SIGN_SURE = 0.3;   /* skewness, chosen: pulse slopes have 0.5-2 */
static const int64_t SIGN_WAIT = 400;  /* points = 4 s of proof, chosen: a jerk does not turn the sign */
static const float SHAPE_PACE = 0.15F; /* chosen: as for the ECG */
static const uint32_t SHAPE_BEATS = 4; /* chosen: as for the ECG */
static const float STANDS_NOT = 0.9F;  /* noise to weight, chosen: beats and noise can no longer be told apart */
static const float STANDS_OUT = 0.5F;  /* chosen: dicrotic waves reach 0.4 of a clean pulse */
static const float LIKE_NOT = 0.7F;    /* chosen: as like as noise is */
static const float LIKE = 0.9F;        /* chosen: the slope of one person's pulse repeats to 0.9 */

void ppg_init(struct ppg *p)
{
    memset(p, 0, sizeof *p);
    pulse_init(&p->pulse, false);
    ppg_break(p);
}

static void forget(struct ppg *p)
{
    p->sign = 0.0F;
    p->square = p->cube = 0.0;
    p->against_since = -1;
    p->rise = p->held = (struct pulse_rise){.at = -1};
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
    pulse_break(&p->pulse);
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
    struct pulse_shape own;
    if (p->shape_n < SHAPE_BEATS) {
        return 1.0F;
    }
    pulse_shape(&p->pulse, at, p->sign, &own);
    return fmaxf(0.0F, pulse_likeness(&own, &p->shape));
}

static void learn_shape(struct ppg *p, const struct pulse_rise *c)
{
    struct pulse_shape own;
    pulse_shape(&p->pulse, c->at, p->sign, &own);
    float pace = p->shape_n == 0 ? 1.0F : fmaxf(SHAPE_PACE, 1.0F / (float)(p->shape_n + 1));
    for (int k = 0; k < PULSE_SHAPE; k++) {
        p->shape.slope[k] += pace * (own.slope[k] / c->slope - p->shape.slope[k]);
    }
    p->shape_n++;
}

/* --- judging upstrokes ------------------------------------------------------------------------------------------ */

/* How far an upstroke stands out of the noise, times how like the usual one it is. */
static float trust(const struct ppg *p, float weight, float likeness)
{
    float noise = p->noise_n == 0 ? 0.0F : median_level(p->noise, p->noise_n);
    return ramp(noise / weight, STANDS_NOT, STANDS_OUT) * ramp(likeness, LIKE_NOT, LIKE);
}

static void accept(struct ppg *p, const struct pulse_rise *c, struct mark *out, size_t *n)
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
        out[(*n)++] = (struct mark){grid_time(&p->pulse.grid, pulse_steepest(&p->pulse, c->at, p->sign)), !p->fresh,
                                    trust(p, c->weight, likeness), pulse_wave(&p->pulse, c->at, p->sign)};
    }
    p->fresh = false;
}

static void pass_over(struct ppg *p, const struct pulse_rise *c)
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

static bool is_dicrotic(const struct ppg *p, const struct pulse_rise *c)
{
    if (p->last_at < 0 || p->rr_n < 2) {
        return false;
    }
    float since = (float)(c->at - p->last_at);
    return since < DICROTIC_WITHIN * median_level(p->rr, p->rr_n) && c->weight < DICROTIC_SHARE * p->last_weight;
}

static void judge(struct ppg *p, const struct pulse_rise *c, struct mark *out, size_t *n)
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
    const struct pulse_rise *best = NULL;
    for (uint8_t i = 0; i < p->passed_n; i++) {
        const struct pulse_rise *c = &p->passed[i];
        bool apart = c->at - p->last_at >= REFRACTORY && !is_dicrotic(p, c);
        best = apart && (best == NULL || c->weight > best->weight) ? c : best;
    }
    p->sought = true;
    if (best != NULL && best->weight > BEHIND_SHARE * threshold(p)) {
        struct pulse_rise c = *best;
        accept(p, &c, out, n);
        forget_passed(p, c.at);
    }
}

static void climb(struct ppg *p, int64_t at, struct mark *out, size_t *n)
{
    struct pulse_rise ended;
    if (pulse_climb(&p->pulse, at, p->sign, &p->rise, &ended)) {
        /* It takes the held one's place when it is better. */
        if (p->held.at < 0 || ended.weight > p->held.weight) {
            p->held = ended;
        } else {
            p->noise[p->noise_n++ % PPG_LEVELS] = ended.weight;
        }
    }
    bool rising = p->rise.at >= 0 && p->rise.at - p->held.at < HOLD;
    if (p->held.at >= 0 && at - p->held.at >= HOLD &&
        !(rising && p->rise.slope * p->rise.climb > p->held.slope * p->held.climb)) {
        struct pulse_rise c = p->held;
        p->held = (struct pulse_rise){.at = -1};
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
    p->learn_from = at;
    p->sign = skewness(p) < 0.0 ? -1.0F : 1.0F;
    p->passed_n = 0;
    p->rise = p->held = (struct pulse_rise){.at = -1};
    int64_t from = at - LEARN + PULSE_SLOPE_HALF + 1;
    for (int64_t k = from < PULSE_SLOPE_HALF ? PULSE_SLOPE_HALF : from; k <= at; k++) {
        climb(p, k, out, n);
    }
    struct pulse_rise rises[PPG_PASSED];
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
        p->learn_from = at - LEARN / 2;
        p->shape_n = p->rr_n = 0;
        p->fresh = true;
        p->against_since = -1;
    }
}

/* Nothing for longer than the usual interval allows. The least one first: it spares most points the median. */
static bool is_overdue(const struct ppg *p, float since)
{
    uint32_t n = p->rr_n < PPG_LEVELS ? p->rr_n : PPG_LEVELS;
    return since > BEHIND_AFTER * stats_least(p->rr, n) && since > BEHIND_AFTER * stats_median(p->rr, n);
}

static void watch_time(struct ppg *p, int64_t at, struct mark *out, size_t *n)
{
    if (p->learning) {
        if (at - p->learn_from >= LEARN - PULSE_SLOPE_HALF) {
            finish_learning(p, at, out, n);
        }
        return;
    }
    int64_t since = at - HOLD - p->last_at;
    if (!p->sought && p->rr_n > 0 && is_overdue(p, (float)since)) {
        search_back(p, out, n);
    }
    if (since > LOST && at - p->learn_from > LOST) {
        p->learning = true;
        p->learn_from = at - LEARN;
        p->shape_n = p->rr_n = 0;
    }
    watch_sign(p, at);
}

static void point(struct ppg *p, int64_t at, struct mark *out, size_t *n)
{
    if (at < PULSE_SLOPE_HALF) {
        return;
    }
    double d = (double)pulse_slope(&p->pulse, at), pace = fmax(MOMENT_PACE, 1.0 / (double)(at + 1));
    p->square += pace * (d * d - p->square);
    p->cube += pace * (d * d * d - p->cube);
    if (!p->learning) {
        climb(p, at, out, n);
    }
    watch_time(p, at, out, n);
}

size_t ppg_push(struct ppg *p, usec t, float v, struct mark out[MARKS_MAX])
{
    bool hole = false;
    int points = pulse_push(&p->pulse, t, v, &hole);
    size_t n = 0;
    if (hole) {
        forget(p);
    }
    for (int64_t at = p->pulse.done - points; at < p->pulse.done; at++) {
        point(p, at, out, &n);
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

static uint64_t hash_rise(const struct pulse_rise *r, uint64_t h)
{
    return hash_f32(hash_f32(hash_f32(hash_i64(h, r->at), r->slope), r->climb), r->weight);
}

uint64_t ppg_hash(const struct ppg *p, uint64_t h)
{
    h = pulse_hash(&p->pulse, h);
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
    return hash_u64(hash_f32s(h, p->shape.slope, PULSE_SHAPE), p->shape_n);
}
