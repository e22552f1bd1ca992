/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * R peaks as they come: the hills of qrs.h are judged against two running levels; the mark is then put on the sharpest
 * deflection.
 *
 *   sample -> qrs envelope -> hill that stays the highest for 200 ms -> judge: beat | passed over
 *   learning (2 s, levels unknown) -> tracking -> (nothing found for 2.5 s) -> learning
 *
 * 1. Marks come in order and at least REFRACTORY apart.
 * 2. A factor on all samples and a change of their sign change no mark: every test is a ratio.
 * 3. After a hole nothing of before counts; the first mark then is not joined.
 */
#include "signal/ecg.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signal/ramp.h"
#include "signal/stats.h"

static const int64_t REFRACTORY = 50; /* points = 200 ms, Hamilton & Tompkins 1986 */
static const int64_t T_WAVE_WITHIN =
    105; /* points = 420 ms; Pan & Tompkins 1985, doi 10.1109/TBME.1985.325532: 360 ms; chosen longer for slow hearts */
static const float T_WAVE_SHARE = 0.5F; /* of the last beat's height; ibid. (half the slope) */
static const int64_t T_WAVE_SLOW_WITHIN =
    80;                                 /* points = 320 ms, chosen: early beats come later, most T waves peak sooner */
static const float T_WAVE_PACE = 0.75F; /* as choose_way.c: QRS 12-16 Hz, T 6-9 Hz */
static const float THRESHOLD_SHARE = 0.32F; /* of the way from the noise to the beat level; Hamilton 2002: 0.3125 */
static const float BEHIND_SHARE = 0.5F;     /* the threshold of the search back; Pan & Tompkins 1985 */
static const float BEHIND_AFTER = 1.5F;     /* intervals without a beat; Hamilton 2002 */
static const int64_t LEARN = 500;           /* points = 2 s; Pan & Tompkins 1985 */
static const int64_t LOST = 625;            /* points = 2.5 s, chosen: longer than any interval that counts (2 s) */
static const float FAINT = 0.14F;           /* of the beats before, chosen: P and T waves of a heart that pauses */
static const int64_t FAINT_FOR = 1500;      /* points = 6 s, chosen: longer than a pause, then it may be another lead */
static const float LIKENESS_WEIGHT = 0.5F;  /* chosen: when in doubt an unlike hill needs twice the height */
static const float EARLY_SHARE = 0.75F;     /* of the usual interval; chosen: below it only ectopic beats come */
/* chosen: taken off one that comes early, when in doubt; noise as tall as beats and as like them has no other sign */
static const float EARLY_WEIGHT = 0.4F;
static const float DOUBT_FROM = 0.2F;  /* noise to beats, chosen: T waves of a clean ECG reach 0.1-0.2 */
static const float DOUBT_TO = 0.4F;    /* chosen: half of the threshold and more is noise */
static const uint32_t SHAPE_BEATS = 4; /* chosen: before so many beats there is no usual shape */
static const float SHAPE_PACE = 0.15F; /* chosen: the shape follows posture within some ten beats */
static const float STANDS_NOT = 0.8F;  /* noise to height, chosen: beats and noise can no longer be told apart */
static const float STANDS_OUT = 0.5F;  /* chosen: T waves reach 0.2-0.4 of a clean QRS */
static const float LIKE_NOT = 0.4F;    /* chosen: as like as noise is */
static const float LIKE_SHARE = 0.25F; /* chosen: three of four beats are at least so alike */
static const float LIKE = 0.8F;        /* chosen: beats of one person are alike to 0.9 and more */

void ecg_init(struct ecg *e)
{
    memset(e, 0, sizeof *e);
    qrs_init(&e->qrs);
    ecg_break(e);
}

/* What belongs to the signal since the last hole. Levels of before are no guide: gain or lead may have changed. */
static void forget(struct ecg *e)
{
    e->before = INFINITY; /* the first height is no rise */
    e->peak = (struct ecg_candidate){.at = -1};
    e->beats_n = e->noise_n = e->rr_n = e->shape_n = 0;
    e->passed_n = 0;
    e->learning = true;
    e->fresh = true;
    e->sought = false;
    e->learn_from = 0;
    e->last_at = -1;
    e->last_height = 0.0F;
    e->polarity = 0.0F;
    e->down = false;
}

void ecg_break(struct ecg *e)
{
    qrs_break(&e->qrs);
    forget(e);
}

static float median_level(const float *levels, uint32_t n)
{
    return stats_median(levels, n < ECG_LEVELS ? n : ECG_LEVELS);
}

static float threshold(const struct ecg *e)
{
    float beat = median_level(e->beats, e->beats_n);
    float noise = e->noise_n == 0 ? 0.0F : median_level(e->noise, e->noise_n);
    noise = fminf(noise, beat);
    return noise + THRESHOLD_SHARE * (beat - noise);
}

/* --- shape ------------------------------------------------------------------------------------------------------ */

static float likeness_at(const struct ecg *e, int64_t at)
{
    struct qrs_shape own;
    if (e->shape_n < SHAPE_BEATS) {
        return 1.0F;
    }
    qrs_shape(&e->qrs, at, &own);
    return fmaxf(0.0F, qrs_likeness(&own, &e->shape));
}

static void learn_shape(struct ecg *e, const struct ecg_candidate *c)
{
    if (!(c->height > 0.0F)) {
        return;
    }
    struct qrs_shape own;
    qrs_shape(&e->qrs, c->at, &own);
    float pace = e->shape_n == 0 ? 1.0F : fmaxf(SHAPE_PACE, 1.0F / (float)(e->shape_n + 1));
    for (int k = 0; k < QRS_SHAPE; k++) {
        e->shape.even[k] += pace * (own.even[k] / c->height - e->shape.even[k]);
        e->shape.odd[k] += pace * (own.odd[k] / c->height - e->shape.odd[k]);
    }
    e->shape_n++;
}

/* --- the mark --------------------------------------------------------------------------------------------------- */

/* Point of the R peak near the envelope's hill: the larger deflection, the usual direction preferred. */
static double r_peak(struct ecg *e, int64_t at)
{
    struct qrs_peaks p;
    qrs_peaks(&e->qrs, at, &p);
    bool first = e->polarity == 0.0F;
    if (p.up + p.down > 0.0F) {
        e->polarity += 0.2F * ((p.up - p.down) / (p.up + p.down) - e->polarity);
    }
    e->down = first ? e->polarity < 0.0F : qrs_points_down(e->down, e->polarity);
    return qrs_marks_down(e->down, p.up, p.down) ? p.down_at : p.up_at;
}

/* --- judging hills ---------------------------------------------------------------------------------------------- */

/* How far a hill stands out of the noise, times how like the usual one it is. */
static float trust(const struct ecg *e, float height, float likeness)
{
    float noise = e->noise_n == 0 ? 0.0F : median_level(e->noise, e->noise_n);
    return ramp(noise / height, STANDS_NOT, STANDS_OUT) * ramp(likeness, LIKE_NOT, LIKE);
}

static void accept(struct ecg *e, const struct ecg_candidate *c, struct mark *out, size_t *n)
{
    if (!e->fresh) {
        e->rr[e->rr_n++ % ECG_LEVELS] = (float)(c->at - e->last_at);
    }
    e->likeness[e->beats_n % ECG_LEVELS] = c->likeness;
    e->beats[e->beats_n++ % ECG_LEVELS] = c->height;
    learn_shape(e, c);
    e->last_at = c->at;
    e->last_height = c->height;
    e->sought = false;
    if (*n < MARKS_MAX) {
        double peak = r_peak(e, c->at);
        out[(*n)++] = (struct mark){grid_time(&e->qrs.grid, peak), !e->fresh, trust(e, c->height, c->likeness),
                                    qrs_wave(&e->qrs, peak)};
    }
    e->fresh = false;
}

static void pass_over(struct ecg *e, const struct ecg_candidate *c)
{
    if (e->passed_n == ECG_CANDIDATES) {
        memmove(e->passed, e->passed + 1, (ECG_CANDIDATES - 1) * sizeof e->passed[0]);
        e->passed_n--;
    }
    e->passed[e->passed_n++] = *c;
}

static void forget_passed(struct ecg *e, int64_t up_to)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < e->passed_n; i++) {
        if (e->passed[i].at > up_to) {
            e->passed[kept++] = e->passed[i];
        }
    }
    e->passed_n = kept;
}

/* How often the deflections at a point alternate: slowly in a T wave. */
static float pace_at(const struct ecg *e, int64_t at)
{
    struct qrs_shape own;
    qrs_shape(&e->qrs, at, &own);
    return qrs_pace_hz(&own);
}

/* Much lower than the beat before it, or very soon after it a little lower and clearly slower. */
static bool is_t_wave(const struct ecg *e, const struct ecg_candidate *c)
{
    int64_t since = c->at - e->last_at;
    if (e->last_at < 0 || since >= T_WAVE_WITHIN) {
        return false;
    }
    return c->height < T_WAVE_SHARE * e->last_height || (since < T_WAVE_SLOW_WITHIN && c->height < e->last_height &&
                                                         pace_at(e, c->at) < T_WAVE_PACE * pace_at(e, e->last_at));
}

static void judge(struct ecg *e, const struct ecg_candidate *c, struct mark *out, size_t *n)
{
    bool apart = e->last_at < 0 || c->at - e->last_at >= REFRACTORY;
    if (apart && c->weight > threshold(e) && !is_t_wave(e, c)) {
        accept(e, c, out, n);
        forget_passed(e, c->at);
        return;
    }
    e->noise[e->noise_n++ % ECG_LEVELS] = c->height;
    pass_over(e, c);
}

/* The highest passed hill of a stretch without beats, if it clears the lowered threshold. */
static void search_back(struct ecg *e, struct mark *out, size_t *n)
{
    const struct ecg_candidate *best = NULL;
    for (uint8_t i = 0; i < e->passed_n; i++) {
        const struct ecg_candidate *c = &e->passed[i];
        bool apart = c->at - e->last_at >= REFRACTORY && !is_t_wave(e, c);
        if (apart && (best == NULL || c->weight > best->weight)) {
            best = c;
        }
    }
    e->sought = true;
    if (best != NULL && best->weight > BEHIND_SHARE * threshold(e)) {
        struct ecg_candidate c = *best;
        accept(e, &c, out, n);
        forget_passed(e, c.at);
    }
}

/* Nothing of the height of the beats of before: the heart pauses. What was learnt waits for the next beat. */
static bool is_faint(const struct ecg *e, int64_t now, float level)
{
    return e->last_at >= 0 && now - e->last_at < FAINT_FOR && level < FAINT * median_level(e->beats, e->beats_n);
}

/* The levels out of the hills of the learning time; then these hills are judged like any others. */
static void finish_learning(struct ecg *e, int64_t now, struct mark *out, size_t *n)
{
    struct ecg_candidate hills[ECG_CANDIDATES];
    uint8_t hills_n = e->passed_n;
    float heights[ECG_CANDIDATES];
    memcpy(hills, e->passed, sizeof hills);
    for (uint8_t i = 0; i < hills_n; i++) {
        heights[i] = hills[i].height;
    }
    /* The second highest: one jerk in the first seconds then does not hide all beats; one alone must do. */
    float level = hills_n == 0 ? 0.0F : stats_quantile(heights, hills_n, 1.0F);
    if (hills_n > 1) {
        level = fmaxf(stats_quantile(heights, hills_n, (float)(hills_n - 2) / (float)(hills_n - 1)), 0.25F * level);
    }
    e->learn_from = now;
    e->passed_n = 0;
    if (is_faint(e, now, level)) {
        e->learning = false;
        e->sought = true;
        return;
    }
    if (!(level > 0.0F)) {
        return;
    }
    e->learning = false;
    e->beats_n = e->noise_n = 0;
    e->beats[e->beats_n++] = level;
    for (uint8_t i = 0; i < hills_n; i++) {
        hills[i].weight = hills[i].height;
        judge(e, &hills[i], out, n);
    }
}

/* 0 in a clean signal, where a hill unlike the others is an ectopic beat; 1 in a noisy one, where it is noise. */
static float doubt(const struct ecg *e)
{
    if (e->noise_n == 0) {
        return 0.0F;
    }
    float share = median_level(e->noise, e->noise_n) / median_level(e->beats, e->beats_n);
    return fmaxf(0.0F, fminf(1.0F, (share - DOUBT_FROM) / (DOUBT_TO - DOUBT_FROM)));
}

static void candidate(struct ecg *e, struct mark *out, size_t *n)
{
    struct ecg_candidate c = e->peak;
    c.likeness = likeness_at(e, c.at);
    c.weight = c.height;
    if (e->learning) {
        pass_over(e, &c);
        return;
    }
    bool early = e->rr_n >= ECG_LEVELS && (float)(c.at - e->last_at) < EARLY_SHARE * median_level(e->rr, e->rr_n);
    float penalty = LIKENESS_WEIGHT * (1.0F - c.likeness) + (early ? EARLY_WEIGHT : 0.0F);
    c.weight *= 1.0F - doubt(e) * penalty;
    judge(e, &c, out, n);
}

/* Nothing for longer than the usual interval allows. The least one first: it spares most points the median. */
static bool is_overdue(const struct ecg *e, float since)
{
    uint32_t n = e->rr_n < ECG_LEVELS ? e->rr_n : ECG_LEVELS;
    return since > BEHIND_AFTER * stats_least(e->rr, n) && since > BEHIND_AFTER * stats_median(e->rr, n);
}

static void watch_time(struct ecg *e, int64_t now, struct mark *out, size_t *n)
{
    if (e->learning) {
        if (now - e->learn_from >= LEARN) {
            finish_learning(e, now, out, n);
        }
        return;
    }
    int64_t judged = now - REFRACTORY, since = judged - e->last_at;
    if (!e->sought && e->rr_n > 0 && is_overdue(e, (float)since)) {
        search_back(e, out, n);
    }
    if (since > LOST && judged - e->learn_from > LOST) {
        e->learning = true;
        e->learn_from = now - LOST + LEARN / 4;
        e->shape_n = e->rr_n = 0;
    }
}

static void point(struct ecg *e, int64_t at, struct mark *out, size_t *n)
{
    float height = e->qrs.envelope[at % QRS_RING];
    if (height > e->before && height > e->peak.height) {
        e->peak = (struct ecg_candidate){.at = at, .height = height};
    } else if (e->peak.at >= 0 && at - e->peak.at >= REFRACTORY) {
        candidate(e, out, n);
        e->peak = (struct ecg_candidate){.at = -1};
    }
    e->before = height;
    watch_time(e, at, out, n);
}

size_t ecg_push(struct ecg *e, usec t, float v, struct mark out[MARKS_MAX])
{
    bool hole = false;
    int points = qrs_push(&e->qrs, t, v, &hole);
    size_t n = 0;
    if (hole) {
        forget(e);
    }
    for (int64_t at = e->qrs.done - points; at < e->qrs.done; at++) {
        point(e, at, out, &n);
    }
    return n;
}

float ecg_quality(const struct ecg *e)
{
    if (e->learning || e->beats_n < 2) {
        return 0.0F;
    }
    uint32_t n = e->beats_n < ECG_LEVELS ? e->beats_n : ECG_LEVELS;
    return trust(e, median_level(e->beats, e->beats_n), stats_quantile(e->likeness, n, LIKE_SHARE));
}

static uint64_t hash_candidate(const struct ecg_candidate *c, uint64_t h)
{
    return hash_f32(hash_f32(hash_f32(hash_i64(h, c->at), c->height), c->weight), c->likeness);
}

uint64_t ecg_hash(const struct ecg *e, uint64_t h)
{
    h = hash_f32(qrs_hash(&e->qrs, h), e->before);
    h = hash_candidate(&e->peak, h);
    h = hash_f32s(hash_f32s(h, e->beats, ECG_LEVELS), e->noise, ECG_LEVELS);
    h = hash_f32s(hash_f32s(h, e->likeness, ECG_LEVELS), e->rr, ECG_LEVELS);
    h = hash_u64(hash_u64(hash_u64(h, e->beats_n), e->noise_n), e->rr_n);
    h = hash_u64(hash_u64(hash_u64(h, e->learning), e->fresh), e->sought);
    h = hash_i64(hash_i64(hash_f32(h, e->last_height), e->learn_from), e->last_at);
    for (uint8_t i = 0; i < e->passed_n; i++) {
        h = hash_candidate(&e->passed[i], h);
    }
    h = hash_f32s(hash_f32s(h, e->shape.even, QRS_SHAPE), e->shape.odd, QRS_SHAPE);
    return hash_u64(hash_f32(hash_u64(h, e->shape_n), e->polarity), e->down);
}
