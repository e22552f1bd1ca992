/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * R peaks. The samples go onto a grid of 250 Hz; a complex wavelet gives one envelope that has one hill per QRS
 * whatever its sign; hills are judged against two running levels; the mark is then put on the sharpest deflection.
 *
 *   sample -> grid -> envelope -> hill that stays the highest for 200 ms -> judge: beat | passed over
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
#include "signal/stats.h"

static const usec HOLE_US = 250 * USEC_PER_MS; /* chosen: a lost beat must not be bridged by a straight line */
static const float POINTS_PER_S = 250.0F;
/* chosen: QRS energy lies at 8-20 Hz, T waves below 7 Hz (Elgendi 2010, 8-20 Hz); the width keeps ventricular beats */
static const float WAVELET_HZ = 14.0F;
static const float WAVELET_SIGMA_S = 0.022F;
/* chosen: keeps the R peak, takes mains hum and baseline: Gaussian of 5 ms less one of 32 ms */
static const float SHARPEN_NARROW_S = 0.005F;
static const float SHARPEN_WIDE_S = 0.032F;
static const int64_t REFRACTORY = 50; /* points = 200 ms, Hamilton & Tompkins 1986 */
static const int64_t T_WAVE_WITHIN =
    105; /* points = 420 ms; Pan & Tompkins 1985, doi 10.1109/TBME.1985.325532: 360 ms; chosen longer for slow hearts */
static const float T_WAVE_SHARE = 0.5F;     /* of the last beat's height; ibid. (half the slope) */
static const float THRESHOLD_SHARE = 0.32F; /* of the way from the noise to the beat level; Hamilton 2002: 0.3125 */
static const float BEHIND_SHARE = 0.5F;     /* the threshold of the search back; Pan & Tompkins 1985 */
static const float BEHIND_AFTER = 1.5F;     /* intervals without a beat; Hamilton 2002 */
static const int64_t LEARN = 500;           /* points = 2 s; Pan & Tompkins 1985 */
static const int64_t LOST = 625;            /* points = 2.5 s, chosen: longer than any interval that counts (2 s) */
static const float LIKENESS_WEIGHT = 0.5F;  /* chosen: when in doubt an unlike hill needs twice the height */
static const float EARLY_SHARE = 0.75F;     /* of the usual interval; chosen: below it only ectopic beats come */
static const float EARLY_WEIGHT = 0.2F;     /* chosen: taken off one that comes early, when in doubt */
static const float DOUBT_FROM = 0.2F;       /* noise to beats, chosen: T waves of a clean ECG reach 0.1-0.2 */
static const float DOUBT_TO = 0.4F;         /* chosen: half of the threshold and more is noise */
static const uint32_t SHAPE_BEATS = 4;      /* chosen: before so many beats there is no usual shape */
static const float SHAPE_PACE = 0.15F;      /* chosen: the shape follows posture within some ten beats */
static const int64_t SEARCH_R = 20;         /* points = 80 ms: half a wide QRS (160 ms) */
static const int64_t ROUND_FROM = 15;       /* points = 60 ms and 100 ms from the R peak, chosen: between P and QRS */
static const int64_t ROUND_TO = 25;         /* on one side, between QRS and T on the other */
static const float STANDS_NOT = 0.8F;       /* noise to height, chosen: beats and noise can no longer be told apart */
static const float STANDS_OUT = 0.5F;       /* chosen: T waves reach 0.2-0.4 of a clean QRS */
static const float LIKE_NOT = 0.4F;         /* chosen: as like as noise is */
static const float LIKE = 0.8F;             /* chosen: beats of one person are alike to 0.9 and more */

static void make_wavelet(struct ecg *e)
{
    double pi = 3.14159265358979323846, even_sum = 0.0, gauss_sum = 0.0, odd_ramp = 0.0, gauss_ramp = 0.0;
    double gauss[ECG_WAVELET_HALF + 1], even[ECG_WAVELET_HALF + 1], odd[ECG_WAVELET_HALF + 1];
    for (int k = 0; k <= ECG_WAVELET_HALF; k++) {
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
    for (int k = 0; k <= ECG_WAVELET_HALF; k++) {
        e->tap_even[k] = (float)(even[k] - gauss[k] * even_sum / gauss_sum);
        e->tap_odd[k] = (float)(odd[k] - k * gauss[k] * odd_ramp / gauss_ramp);
    }
}

static void make_sharpener(struct ecg *e)
{
    double narrow[ECG_SHARPEN_HALF + 1], wide[ECG_SHARPEN_HALF + 1], narrow_sum = 0.0, wide_sum = 0.0;
    for (int k = 0; k <= ECG_SHARPEN_HALF; k++) {
        double s = k / (double)POINTS_PER_S, twice = k == 0 ? 1.0 : 2.0;
        double a = s / (double)SHARPEN_NARROW_S, b = s / (double)SHARPEN_WIDE_S;
        narrow[k] = exp(-0.5 * a * a);
        wide[k] = exp(-0.5 * b * b);
        narrow_sum += twice * narrow[k];
        wide_sum += twice * wide[k];
    }
    for (int k = 0; k <= ECG_SHARPEN_HALF; k++) {
        e->tap_narrow[k] = (float)(narrow[k] / narrow_sum);
        e->tap_sharpen[k] = (float)(narrow[k] / narrow_sum - wide[k] / wide_sum);
    }
}

void ecg_init(struct ecg *e)
{
    memset(e, 0, sizeof *e);
    grid_init(&e->grid, ECG_STEP_US, HOLE_US);
    make_wavelet(e);
    make_sharpener(e);
    ecg_break(e);
}

/* What belongs to the signal since the last hole. Levels of before are no guide: gain or lead may have changed. */
static void forget(struct ecg *e)
{
    e->n = 0;
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
}

void ecg_break(struct ecg *e)
{
    grid_break(&e->grid);
    forget(e);
}

/* x at point `at`, which must be among the last ECG_RING - 2 * ECG_SHARPEN_HALF. */
static const float *x_at(const struct ecg *e, int64_t at)
{
    return &e->x[at % ECG_RING + (at % ECG_RING < ECG_RING / 2 ? ECG_RING : 0)];
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

/* Likeness of the complex wavelet output round `at` to the usual one: cosine between the two, 0..1. */
static float likeness_at(const struct ecg *e, int64_t at)
{
    if (e->shape_n < SHAPE_BEATS) {
        return 1.0F;
    }
    float dot = 0.0F, own = 0.0F, usual = 0.0F;
    for (int k = 0; k < ECG_SHAPE; k++) {
        int64_t i = (at + k - ECG_SHAPE / 2) % ECG_RING;
        dot += e->even[i] * e->shape_even[k] + e->odd[i] * e->shape_odd[k];
        own += e->even[i] * e->even[i] + e->odd[i] * e->odd[i];
        usual += e->shape_even[k] * e->shape_even[k] + e->shape_odd[k] * e->shape_odd[k];
    }
    float scale = sqrtf(own * usual);
    return scale > 0.0F ? fmaxf(0.0F, dot / scale) : 0.0F;
}

static void learn_shape(struct ecg *e, const struct ecg_candidate *c)
{
    if (!(c->height > 0.0F)) {
        return;
    }
    float pace = e->shape_n == 0 ? 1.0F : fmaxf(SHAPE_PACE, 1.0F / (float)(e->shape_n + 1));
    for (int k = 0; k < ECG_SHAPE; k++) {
        int64_t i = (c->at + k - ECG_SHAPE / 2) % ECG_RING;
        e->shape_even[k] += pace * (e->even[i] / c->height - e->shape_even[k]);
        e->shape_odd[k] += pace * (e->odd[i] / c->height - e->shape_odd[k]);
    }
    e->shape_n++;
}

/* --- the mark --------------------------------------------------------------------------------------------------- */

static float filtered(const struct ecg *e, const float tap[ECG_SHARPEN_HALF + 1], int64_t at)
{
    const float *x = x_at(e, at);
    float sum = tap[0] * x[0];
    for (int k = 1; k <= ECG_SHARPEN_HALF; k++) {
        sum += tap[k] * (x[-k] + x[k]);
    }
    return sum;
}

/* Vertex of the parabola through three points, -0.5..0.5 from the middle one. */
static double vertex(float left, float mid, float right)
{
    double bend = (double)left - 2.0 * (double)mid + (double)right;
    double shift = bend < 0.0 ? 0.5 * ((double)left - (double)right) / bend : 0.0;
    return fmax(-0.5, fmin(0.5, shift));
}

/* Point of the R peak near the envelope's hill: the larger deflection, the usual direction preferred. */
static double r_peak(struct ecg *e, int64_t at)
{
    float v[2 * 20 + 1];
    int best[2] = {0, 0};
    int64_t low = at - SEARCH_R, oldest = e->n - ECG_RING + 2 * ECG_SHARPEN_HALF;
    low = low < ECG_SHARPEN_HALF ? ECG_SHARPEN_HALF : low;
    low = low < oldest ? oldest : low;
    int n = (int)(at + SEARCH_R - low + 1);
    v[0] = filtered(e, e->tap_sharpen, low);
    for (int i = 1; i < n; i++) {
        v[i] = filtered(e, e->tap_sharpen, low + i);
        best[0] = v[i] > v[best[0]] ? i : best[0];
        best[1] = v[i] < v[best[1]] ? i : best[1];
    }
    float up = fmaxf(v[best[0]], 0.0F), down = fmaxf(-v[best[1]], 0.0F);
    bool upward = up * (1.0F + 0.5F * e->polarity) >= down * (1.0F - 0.5F * e->polarity);
    if (up + down > 0.0F) {
        e->polarity += 0.2F * ((up - down) / (up + down) - e->polarity);
    }
    int i = upward ? best[0] : best[1];
    if (i == 0 || i == n - 1) {
        return (double)(low + i);
    }
    float sign = upward ? 1.0F : -1.0F;
    return (double)(low + i) + vertex(sign * v[i - 1], sign * v[i], sign * v[i + 1]);
}

/* Smoothed before the parabola: what is sampled slowly must not change its size with where the samples fall. */
static struct mark_wave wave_at(const struct ecg *e, double peak)
{
    int64_t at = (int64_t)floor(peak + 0.5), oldest = e->n - ECG_RING + 2 * ECG_SHARPEN_HALF;
    if (at - ECG_SHARPEN_HALF - 1 < 0 || at - 1 < oldest || at + ECG_SHARPEN_HALF + 1 >= e->n) {
        return MARK_NO_WAVE;
    }
    const float *x = x_at(e, at);
    float base = 0.0F, top[3];
    for (int64_t k = ROUND_FROM; k <= ROUND_TO; k++) {
        base += x[k] + x[-k];
    }
    base /= 2.0F * (float)(ROUND_TO - ROUND_FROM + 1);
    for (int k = 0; k < 3; k++) {
        top[k] = filtered(e, e->tap_narrow, at + k - 1) - base;
    }
    float off = (float)(peak - (double)at);
    float size = top[1] + 0.5F * off * (top[2] - top[0]) + 0.5F * off * off * (top[2] - 2.0F * top[1] + top[0]);
    return (struct mark_wave){fabsf(size), base, NAN};
}

/* --- judging hills ---------------------------------------------------------------------------------------------- */

static float ramp(float v, float from, float to)
{
    return fmaxf(0.0F, fminf(1.0F, (v - from) / (to - from)));
}

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
        out[(*n)++] =
            (struct mark){grid_time(&e->grid, peak), !e->fresh, trust(e, c->height, c->likeness), wave_at(e, peak)};
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

static bool is_t_wave(const struct ecg *e, const struct ecg_candidate *c)
{
    return e->last_at >= 0 && c->at - e->last_at < T_WAVE_WITHIN && c->height < T_WAVE_SHARE * e->last_height;
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

/* The levels out of the hills of the learning time; then these hills are judged like any others. */
static void finish_learning(struct ecg *e, struct mark *out, size_t *n)
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
    e->learn_from = e->n;
    e->passed_n = 0;
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

static void watch_time(struct ecg *e, int64_t now, struct mark *out, size_t *n)
{
    if (e->learning) {
        if (e->n - e->learn_from >= LEARN) {
            finish_learning(e, out, n);
        }
        return;
    }
    int64_t since = now - e->last_at;
    if (!e->sought && e->rr_n > 0 && (float)since > BEHIND_AFTER * median_level(e->rr, e->rr_n)) {
        search_back(e, out, n);
    }
    if (since > LOST && now - e->learn_from > LOST) {
        e->learning = true;
        e->learn_from = e->n - LOST + LEARN / 4;
        e->shape_n = e->rr_n = 0;
    }
}

static float wavelet_at(struct ecg *e, int64_t at)
{
    const float *x = x_at(e, at);
    float even = e->tap_even[0] * x[0], odd = 0.0F, even2 = 0.0F, odd2 = 0.0F;
    for (int k = 1; k < ECG_WAVELET_HALF; k += 2) {
        even += e->tap_even[k] * (x[-k] + x[k]);
        odd += e->tap_odd[k] * (x[k] - x[-k]);
        even2 += e->tap_even[k + 1] * (x[-k - 1] + x[k + 1]);
        odd2 += e->tap_odd[k + 1] * (x[k + 1] - x[-k - 1]);
    }
    even += even2;
    odd += odd2;
    e->even[at % ECG_RING] = even;
    e->odd[at % ECG_RING] = odd;
    return sqrtf(even * even + odd * odd);
}

static void point(struct ecg *e, float v, struct mark *out, size_t *n)
{
    e->x[e->n % ECG_RING] = v;
    e->x[e->n % ECG_RING + ECG_RING] = v;
    e->n++;
    int64_t at = e->n - 1 - ECG_WAVELET_HALF;
    if (at < ECG_WAVELET_HALF) {
        return;
    }
    float height = wavelet_at(e, at), before = at == ECG_WAVELET_HALF ? height : e->envelope[(at - 1) % ECG_RING];
    e->envelope[at % ECG_RING] = height;
    if (height > before && height > e->peak.height) {
        e->peak = (struct ecg_candidate){.at = at, .height = height};
    } else if (e->peak.at >= 0 && at - e->peak.at >= REFRACTORY) {
        candidate(e, out, n);
        e->peak = (struct ecg_candidate){.at = -1};
    }
    watch_time(e, at - REFRACTORY, out, n);
}

size_t ecg_push(struct ecg *e, usec t, float v, struct mark out[MARKS_MAX])
{
    float grid[GRID_OUT_MAX];
    bool hole = false;
    size_t points = grid_push(&e->grid, t, v, grid, &hole), n = 0;
    if (hole) {
        forget(e);
    }
    for (size_t i = 0; i < points; i++) {
        point(e, grid[i], out, &n);
    }
    return n;
}

float ecg_quality(const struct ecg *e)
{
    if (e->learning || e->beats_n < 2) {
        return 0.0F;
    }
    return trust(e, median_level(e->beats, e->beats_n), median_level(e->likeness, e->beats_n));
}

static uint64_t hash_candidate(const struct ecg_candidate *c, uint64_t h)
{
    return hash_f32(hash_f32(hash_f32(hash_i64(h, c->at), c->height), c->weight), c->likeness);
}

uint64_t ecg_hash(const struct ecg *e, uint64_t h)
{
    h = hash_i64(grid_hash(&e->grid, h), e->n);
    size_t kept = e->n < ECG_RING ? (size_t)e->n : ECG_RING;
    h = hash_f32s(h, e->x, kept);
    if (e->n > 2 * ECG_WAVELET_HALF) {
        h = hash_f32(h, e->envelope[(e->n - 1 - ECG_WAVELET_HALF) % ECG_RING]);
    }
    h = hash_candidate(&e->peak, h);
    h = hash_f32s(hash_f32s(h, e->beats, ECG_LEVELS), e->noise, ECG_LEVELS);
    h = hash_f32s(hash_f32s(h, e->likeness, ECG_LEVELS), e->rr, ECG_LEVELS);
    h = hash_u64(hash_u64(hash_u64(h, e->beats_n), e->noise_n), e->rr_n);
    h = hash_u64(hash_u64(hash_u64(h, e->learning), e->fresh), e->sought);
    h = hash_i64(hash_i64(hash_f32(h, e->last_height), e->learn_from), e->last_at);
    for (uint8_t i = 0; i < e->passed_n; i++) {
        h = hash_candidate(&e->passed[i], h);
    }
    h = hash_f32s(hash_f32s(h, e->shape_even, ECG_SHAPE), e->shape_odd, ECG_SHAPE);
    return hash_f32(hash_u64(h, e->shape_n), e->polarity);
}
