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

static const float LEVEL = 0.5F;            /* chosen: a deep breath hides few upstrokes, dicrotic waves stay low */
static const int64_t REFRACTORY = 25;       /* points = 250 ms; shortest interval that counts is 273 ms */
static const int64_t HOLD = 22;             /* points = 220 ms, chosen: tells every beat within 400 ms of it */
static const float THRESHOLD_SHARE = 0.35F; /* chosen: dicrotic waves reach 0.3 of the beat, weak pulses go to 0.4 */
static const float BEHIND_SHARE = 0.5F;     /* the threshold of the search back, as for the ECG */
static const float BEHIND_AFTER = 1.6F;     /* chosen: intervals without a beat */
static const float DICROTIC_WITHIN = 0.6F;  /* of the usual interval, chosen: a dicrotic wave comes in its first half */
static const float DICROTIC_SHARE = 0.6F;   /* of the last beat's weight, chosen */
static const float LARGE = 0.8F; /* of the beats of late: the shape is learnt of these, not of dicrotic waves; chosen */
static const int64_t SECOND_WITHIN = 48; /* points = 480 ms, chosen: dicrotic waves come 0.3-0.45 s after the pulse */
static const float SECOND_SHARE = 0.8F;  /* of the last beat's weight, chosen */
static const float FILLING = 36.0F; /* points = 360 ms, chosen: the heart has hardly begun to fill, as choose_rules.c */
static const float FILLING_SHARE = 0.5F;  /* of the usual interval, chosen: fast hearts fill sooner */
static const float UPSTROKE_LIKE = 0.75F; /* chosen: early pulses are as like the others, dicrotic waves are not */
static const float JERK_SHARE =
    3.0F; /* of the beats of late, chosen: no pulse grows so much from one beat to the next */
static const float JERK_ALIKE = 0.6F;   /* chosen: two as tall as this of each other are pulses */
static const uint32_t JERK_BEATS = 4;   /* chosen: before so many the level is a guess */
static const float FAINT = 0.05F;       /* of the beats before, chosen: what is left without a finger */
static const int64_t FAINT_FOR = 1500;  /* points = 15 s, chosen: then it may be another finger */
static const int64_t LEARN = 300;       /* points = 3 s, chosen: two beats of a slow heart */
static const int64_t LOST = 300;        /* points = 3 s, chosen: as long as any gap that ends a run */
static const int64_t SKEW_POINTS = 200; /* 2 s: two beats; chosen: a jerk is in one or two stretches only */
static const float SIGN_SURE = 0.3F;    /* skewness, chosen: pulse slopes have 0.5-2 */
static const int64_t SIGN_WAIT = 400;   /* points = 4 s of proof, chosen: a jerk does not turn the sign */
static const float SHAPE_PACE = 0.15F;  /* chosen: as for the ECG */
static const uint32_t SHAPE_BEATS = 4;  /* chosen: as for the ECG */
static const float STANDS_NOT = 0.9F;   /* noise to weight, chosen: beats and noise can no longer be told apart */
static const float STANDS_OUT = 0.5F;   /* chosen: dicrotic waves reach 0.4 of a clean pulse */
static const float LIKE_NOT = 0.7F;     /* chosen: as like as noise is */
static const float LIKE = 0.9F;         /* chosen: the slope of one person's pulse repeats to 0.9 */

void ppg_init(struct ppg *p)
{
    memset(p, 0, sizeof *p);
    pulse_init(&p->pulse, LEVEL);
    ppg_break(p);
}

static void forget(struct ppg *p)
{
    p->sign = 0.0F;
    p->square = p->cube = 0.0;
    p->skewed = 0.0F;
    p->skew_n = 0;
    p->against_since = -1;
    p->rise = p->held = (struct pulse_rise){.at = -1};
    p->beats_n = p->noise_n = p->rr_n = p->shape_n = 0;
    p->passed_n = 0;
    p->learning = true;
    p->fresh = true;
    p->sought = false;
    p->learn_from = 0;
    p->last_at = -1;
    p->last_weight = p->jerk = 0.0F;
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
    bool large = p->beats_n == 0 || c->weight >= LARGE * median_level(p->beats, p->beats_n);
    p->likeness[p->beats_n % PPG_LEVELS] = likeness;
    p->beats[p->beats_n++ % PPG_LEVELS] = c->weight;
    if (large) {
        learn_shape(p, c);
    }
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

/* A lower wave soon after a beat is dicrotic; where the usual shape is known, only if it is unlike that. */
static bool is_dicrotic(const struct ppg *p, const struct pulse_rise *c)
{
    if (p->last_at < 0) {
        return false;
    }
    bool known = p->shape_n >= SHAPE_BEATS;
    float since = (float)(c->at - p->last_at), share = c->weight / p->last_weight;
    float usual = p->rr_n >= 2 ? median_level(p->rr, p->rr_n) : 0.0F;
    bool early = since < DICROTIC_WITHIN * usual && share < DICROTIC_SHARE;
    bool second = known && since < SECOND_WITHIN && share < SECOND_SHARE;
    bool unfilled = second && since < FILLING && since < FILLING_SHARE * usual;
    return unfilled || ((early || second) && !(known && likeness_at(p, c->at) >= UPSTROKE_LIKE));
}

/* Far taller than the beats of late: the finger moves. A second one as tall is a pulse that has grown. */
static bool is_jerk(struct ppg *p, const struct pulse_rise *c)
{
    float before = p->jerk;
    if (p->beats_n < JERK_BEATS || c->weight < JERK_SHARE * median_level(p->beats, p->beats_n)) {
        p->jerk = 0.0F;
        return false;
    }
    p->jerk = c->weight;
    return !(before > JERK_ALIKE * c->weight && c->weight > JERK_ALIKE * before);
}

static void judge(struct ppg *p, const struct pulse_rise *c, struct mark *out, size_t *n)
{
    bool apart = p->last_at < 0 || c->at - p->last_at >= REFRACTORY;
    if (apart && is_jerk(p, c)) {
        return;
    }
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

/* Of a whole stretch; of a part of one only the sign holds. */
static float skew_of(double square, double cube)
{
    return square > 0.0 ? (float)(sqrt((double)SKEW_POINTS) * cube / (square * sqrt(square))) : 0.0F;
}

/* Of the slope, the middle one of the last stretches: an edge of a lost finger says nothing of the sign. */
static float skewness(const struct ppg *p)
{
    return p->skew_n == 0 ? skew_of(p->square, p->cube) : p->skewed;
}

static void watch_skew(struct ppg *p, int64_t at)
{
    double d = (double)pulse_slope(&p->pulse, at);
    p->square += d * d;
    p->cube += d * d * d;
    if (at % SKEW_POINTS == SKEW_POINTS - 1) {
        p->skew[p->skew_n++ % PPG_SKEWS] = skew_of(p->square, p->cube);
        p->skewed = stats_median(p->skew, p->skew_n < PPG_SKEWS ? p->skew_n : PPG_SKEWS);
        p->square = p->cube = 0.0;
    }
}

/* Nothing of the height of the beats of before: the finger is off. What was learnt waits for it to come back. */
static bool is_faint(const struct ppg *p, int64_t at, float level)
{
    return p->last_at >= 0 && at - p->last_at < FAINT_FOR && level < FAINT * median_level(p->beats, p->beats_n);
}

/* The second highest: one jerk in the first seconds then does not hide all beats; one alone must do. */
static float level_of(const struct pulse_rise *rises, uint8_t n)
{
    float weights[PPG_PASSED];
    for (uint8_t i = 0; i < n; i++) {
        weights[i] = rises[i].weight;
    }
    float level = n == 0 ? 0.0F : stats_quantile(weights, n, 1.0F);
    return n < 2 ? level : fmaxf(stats_quantile(weights, n, (float)(n - 2) / (float)(n - 1)), 0.25F * level);
}

static void finish_learning(struct ppg *p, int64_t at, struct mark *out, size_t *n)
{
    p->learn_from = at;
    float before = p->sign;
    p->sign = skewness(p) < 0.0F ? -1.0F : 1.0F;
    p->passed_n = 0;
    p->rise = p->held = (struct pulse_rise){.at = -1};
    int64_t from = at - LEARN + PULSE_SLOPE_HALF + 1;
    for (int64_t k = from < PULSE_SLOPE_HALF ? PULSE_SLOPE_HALF : from; k <= at; k++) {
        climb(p, k, out, n);
    }
    struct pulse_rise rises[PPG_PASSED];
    uint8_t rises_n = p->passed_n;
    memcpy(rises, p->passed, sizeof rises);
    float level = level_of(rises, rises_n);
    p->passed_n = 0;
    if (is_faint(p, at, level)) {
        p->sign = before;
        p->learning = false;
        p->fresh = true;
        return;
    }
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
    if (skewness(p) * p->sign > -SIGN_SURE) {
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
    watch_skew(p, at);
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
    h = hash_u64(hash_f32s(h, p->skew, PPG_SKEWS), p->skew_n);
    h = hash_f32(h, p->skewed);
    h = hash_rise(&p->held, hash_rise(&p->rise, hash_i64(h, p->against_since)));
    h = hash_f32s(hash_f32s(h, p->beats, PPG_LEVELS), p->noise, PPG_LEVELS);
    h = hash_f32s(hash_f32s(h, p->likeness, PPG_LEVELS), p->rr, PPG_LEVELS);
    h = hash_u64(hash_u64(hash_u64(h, p->beats_n), p->noise_n), p->rr_n);
    h = hash_u64(hash_u64(hash_u64(h, p->learning), p->fresh), p->sought);
    h = hash_f32(hash_i64(hash_i64(h, p->learn_from), p->last_at), p->last_weight);
    h = hash_f32(h, p->jerk);
    for (uint8_t i = 0; i < p->passed_n; i++) {
        h = hash_rise(&p->passed[i], h);
    }
    return hash_u64(hash_f32s(h, p->shape.slope, PULSE_SHAPE), p->shape_n);
}
