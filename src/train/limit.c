/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every breath (or block) multiplies the belief by how likely it is under each limit and manner.
   1. A run of breaths that are far off counts by its beginning and by how long it goes on, if both were seen.
   2. Time hardly leads the belief back to what it was before: a limit is forgotten by following below it.
   3. The shares add up to 1. */
#include "train/limit.h"

#include <math.h>

#include "base/hash.h"

/* Shares before anything was seen: no limit in the way of most; else somewhat above the best rate, which lies about 5.6
   (resonance.h), and now and then anywhere. chosen */
static const float FREE_SHARE = 0.85F, USUAL_PER_MIN = 6.8F, USUAL_SD_PER_MIN = 0.7F, USUAL_REST = 0.02F;
/* So much of what another day told is still true, and within this (standard deviation). Comfort grows with practice,
   and a day errs: what is wrong is forgotten within a week. chosen: more is worse for weak hearts, less for those with
   a limit (tests/bench/bench_coach.c) */
static const float KEPT_SHARE = 0.7F, KEPT_SD_PER_MIN = 0.1F;
static const float KEPT_FROM = 18.0F; /* breaths: three minutes, as of the best rate */
/* Who is in step with the pacer catches up with so much of what their in-breath was late; breathing sensors tell it as
   much later, cycles. chosen: what simulated people of two makes show */
static const float CATCH_UP = 0.4F, LATE_USUAL = 0.045F, LATE_PACE = 0.05F, LATE_NEAR = 0.25F;
/* So much of what was before comes back with every breath. chosen: a tenth within half an hour; comfort rarely changes
   while one sits, and what was met once is not tried again and again. The heart alone errs more often */
static const float BREATH_LEAK = 0.0005F, BLOCK_LEAK = 0.002F;
/* What is said by a key: so many times as likely, and of "too slow" not far below: who is led down slowly comes below
   comfort by little, and says so soon. chosen: a range that serves who says it at once and who says it after minutes */
static const float TOLD_TIMES = 12.0F, TOLD_SD_PER_MIN = 0.4F;
enum { HOLE_SKIP = 3 };
static const double HOLE_BREATHS = 1.4; /* chosen: no breath of an attentive person is that much longer than told */
static const float TWO_PI_F = 6.2831853F;
/* A pace that moves faster turns the phase by itself, of the heart and of the breath. chosen: an exploring pace moves
   3.6 % a block */
static const float HELD_LOG = 0.045F;

/* How likely people are of each manner, before anything was seen. chosen: the first two are one but for their step; a
   mind that wanders for long shall not be taken for who breaks off for long */
static const float MANNERS[LIMIT_MANNERS] = {
    [LIMIT_KEEPS] = 0.1F,          [LIMIT_DRIFTS] = 0.1F,      [LIMIT_BREAKS] = 0.233F,
    [LIMIT_BREAKS_OFTEN] = 0.233F, [LIMIT_BREAKS_LONG] = 0.1F, [LIMIT_STOPS] = 0.234F};

static float rate_of(int k)
{
    return LIMIT_FROM_PER_MIN + LIMIT_STEP_PER_MIN * ((float)k + 0.5F);
}

static float of_rate(const struct limit *l, int k)
{
    float sum = 0.0F;
    for (int m = 0; m < LIMIT_MANNERS; m++) {
        sum += l->share[m][k];
    }
    return sum;
}

/* A normal distribution's form, 1 at its top. */
static float hump(float x, float sd)
{
    float z = x / sd;
    return expf(-0.5F * z * z);
}

static void of_anybody(float *usual)
{
    float rest[LIMIT_RATES], sum = 0.0F;
    for (int k = 1; k < LIMIT_RATES; k++) {
        rest[k] = hump(rate_of(k) - USUAL_PER_MIN, USUAL_SD_PER_MIN) + USUAL_REST;
        sum += rest[k];
    }
    usual[0] = FREE_SHARE;
    for (int k = 1; k < LIMIT_RATES; k++) {
        usual[k] = (1.0F - FREE_SHARE) * rest[k] / sum;
    }
}

bool limit_is_kept(const struct limit_kept *kept)
{
    return kept->per_min[0] > 0.0F;
}

static void add_place(struct limit *l, float per_min, float share)
{
    if (!(per_min > LIMIT_FROM_PER_MIN)) {
        l->usual[0] += share;
        return;
    }
    float near[LIMIT_RATES], sum = 0.0F, place = fminf(per_min, rate_of(LIMIT_RATES - 1));
    for (int k = 1; k < LIMIT_RATES; k++) {
        near[k] = hump(rate_of(k) - place, KEPT_SD_PER_MIN);
        sum += near[k];
    }
    for (int k = 1; k < LIMIT_RATES; k++) {
        l->usual[k] += share * near[k] / sum;
    }
}

static void recall(struct limit *l, const struct limit_kept *kept)
{
    for (int k = 0; k < LIMIT_RATES; k++) {
        l->usual[k] *= 1.0F - KEPT_SHARE;
    }
    for (int i = 0; i < LIMIT_PLACES; i++) {
        add_place(l, kept->per_min[i], KEPT_SHARE / (float)LIMIT_PLACES);
    }
}

void limit_init(struct limit *l, const struct limit_kept *kept)
{
    *l = (struct limit){.last = USEC_NONE, .usual_late = LATE_USUAL};
    of_anybody(l->usual);
    if (limit_is_kept(kept)) {
        recall(l, kept);
    }
    for (int k = 0; k < LIMIT_RATES; k++) {
        for (int m = 0; m < LIMIT_MANNERS; m++) {
            l->share[m][k] = l->usual[k] * MANNERS[m];
        }
    }
    limit_part(l);
}

void limit_part(struct limit *l)
{
    for (int i = 0; i <= LIMIT_LAG; i++) {
        l->ago[i] = NAN;
    }
    l->late = NAN;
    l->run = (struct limit_run){0};
    l->skip = 0;
    limit_forget_block(l);
}

void limit_pace(struct limit *l, usec t, float per_min)
{
    for (int i = LIMIT_LAG; i > 0; i--) {
        l->ago[i] = l->ago[i - 1];
        l->begun[i] = l->begun[i - 1];
    }
    l->ago[0] = per_min;
    l->begun[0] = t;
}

/* --- the belief ------------------------------------------------------------------------------------------------- */

static void learn(struct limit *l, const struct limit_sign *s, float pace_per_min)
{
    float sum = 0.0F;
    for (int i = 0; i < LIMIT_MANNERS * LIMIT_RATES; i++) {
        int m = i / LIMIT_RATES, k = i % LIMIT_RATES;
        float log = k > 0 ? fmaxf(0.0F, logf(rate_of(k) / pace_per_min)) : 0.0F;
        l->share[m][k] *= limit_likely(s, m, log);
        sum += l->share[m][k];
    }
    for (int i = 0; i < LIMIT_MANNERS * LIMIT_RATES; i++) {
        l->share[i / LIMIT_RATES][i % LIMIT_RATES] /= sum;
    }
}

/* The usual comes back, in all manners. */
static void leak(struct limit *l, const float *usual, float part)
{
    for (int m = 0; m < LIMIT_MANNERS; m++) {
        for (int k = 0; k < LIMIT_RATES; k++) {
            l->share[m][k] += part * (usual[k] * MANNERS[m] - l->share[m][k]);
        }
    }
}

/* --- breaths ----------------------------------------------------------------------------------------------------- */

/* A breath that ends later than its own length after the one before: some were missed, and its length is in doubt. */
static bool after_hole(struct limit *l, usec t, float own_per_min)
{
    usec before = l->last;
    l->last = t;
    return before != USEC_NONE && usec_to_s(t - before) > HOLE_BREATHS * 60.0 / (double)own_per_min;
}

/* How many guided breaths ago the one was in which t lies. */
static int guided_at(const struct limit *l, usec t)
{
    int i = 0;
    while (i < LIMIT_LAG && t < l->begun[i]) {
        i++;
    }
    return i;
}

/* The guided breath in which the middle of an own one lies that ends at t. */
static float pace_of(const struct limit *l, usec t, float own_per_min)
{
    return l->ago[guided_at(l, t - usec_from_s(30.0 / (double)own_per_min))];
}

static float catches_up(const struct limit *l)
{
    return isnan(l->late) ? 0.0F : CATCH_UP * remainderf(l->late - l->usual_late, 1.0F);
}

/* An own in-breath begins at t. Who is led down lags, and is out of step for that alone. */
static void note_late(struct limit *l, usec t)
{
    int i = guided_at(l, t);
    bool held = fabsf(logf(l->ago[0] / l->ago[LIMIT_LAG])) < HELD_LOG;
    l->late = held ? remainderf((float)usec_to_s(t - l->begun[i]) * l->ago[i] / 60.0F, 1.0F) : NAN;
    float off = remainderf(l->late - l->usual_late, 1.0F);
    l->usual_late += fabsf(off) < LATE_NEAR ? LATE_PACE * off : 0.0F;
}

void limit_breath(struct limit *l, usec t, float own_per_min, float deeper)
{
    if (!(own_per_min > 0.0F)) {
        return;
    }
    float due = catches_up(l);
    note_late(l, t);
    l->skip = after_hole(l, t, own_per_min) ? HOLE_SKIP : l->skip;
    if (isnan(l->ago[LIMIT_LAG])) {
        return;
    }
    if (l->skip > 0) { /* a run before the hole, or one that began in it: nobody saw how long it is */
        l->skip--;
        limit_run_lose(&l->run);
        return;
    }
    float pace = pace_of(l, t, own_per_min);
    struct limit_sign sign;
    leak(l, l->usual, BREATH_LEAK);
    if (limit_run_on(&l->run, &(struct limit_breathed){own_per_min, logf(own_per_min / pace), due, deeper}, &sign)) {
        learn(l, &sign, pace);
        l->told += 1.0F;
    }
}

/* --- the heart alone --------------------------------------------------------------------------------------------- */

void limit_forget_block(struct limit *l)
{
    l->phase_rad = l->phase_per_min = NAN;
}

/* A breath that is faster than the pace by a constant share lets the heart's peak come earlier and earlier. */
void limit_block(struct limit *l, const struct limit_heart *h, float per_min, float breaths)
{
    bool held = fabsf(logf(per_min / l->phase_per_min)) < HELD_LOG;
    float turn = held ? remainderf(l->phase_rad - h->phase_rad, TWO_PI_F) / (TWO_PI_F * breaths) : NAN;
    l->phase_rad = h->phase_rad;
    l->phase_per_min = per_min;
    leak(l, l->usual, BLOCK_LEAK * breaths);
    const struct limit_sign s = limit_sign_block(turn, h->clear, h->usual);
    learn(l, &s, per_min);
    l->told += breaths;
}

/* How much likelier what was said makes it that comfort ends at step k. */
static float likelier_by(int k, float per_min, bool too_slow)
{
    float above = k > 0 ? rate_of(k) - per_min : -1.0F;
    if (too_slow) {
        return above > 0.0F ? 1.0F + (TOLD_TIMES - 1.0F) * hump(above, TOLD_SD_PER_MIN) : 1.0F;
    }
    return above > 0.0F ? 1.0F : TOLD_TIMES;
}

void limit_tell(struct limit *l, float per_min, bool too_slow)
{
    float sum = 0.0F;
    l->told += isnan(per_min) ? 0.0F : KEPT_FROM;
    for (int i = 0; i < LIMIT_MANNERS * LIMIT_RATES && !isnan(per_min); i++) {
        int k = i % LIMIT_RATES;
        l->share[i / LIMIT_RATES][k] *= likelier_by(k, per_min, too_slow);
        sum += l->share[i / LIMIT_RATES][k];
    }
    for (int i = 0; i < LIMIT_MANNERS * LIMIT_RATES && sum > 0.0F; i++) {
        l->share[i / LIMIT_RATES][i % LIMIT_RATES] /= sum;
    }
}

/* The fastest step that more than this share of the belief lies at or above; 0: there, or lower. */
static int step_of(const struct limit *l, float doubt)
{
    float above = 0.0F;
    for (int k = LIMIT_RATES - 1; k > 0; k--) {
        above += of_rate(l, k);
        if (above > doubt) {
            return k;
        }
    }
    return 0;
}

float limit_floor(const struct limit *l, float doubt)
{
    int k = step_of(l, doubt);
    return k > 0 ? LIMIT_FROM_PER_MIN + LIMIT_STEP_PER_MIN * (float)(k + 1) : LIMIT_FROM_PER_MIN;
}

struct limit_kept limit_keep(const struct limit *l, float said_per_min, float trust)
{
    struct limit_kept kept = {{0}};
    struct limit trusted = *l;
    float anybody[LIMIT_RATES];
    of_anybody(anybody);
    leak(&trusted, anybody, 1.0F - trust);
    for (int i = 0; l->told >= KEPT_FROM && i < LIMIT_PLACES; i++) {
        int k = step_of(&trusted, ((float)i + 0.5F) / (float)LIMIT_PLACES);
        float place = k > 0 ? rate_of(k) : LIMIT_FROM_PER_MIN;
        kept.per_min[i] = i < LIMIT_PLACES / 2 ? fmaxf(place, said_per_min) : place;
    }
    return kept;
}

struct limit_range limit_kept_range(const struct limit_kept *kept)
{
    int last = LIMIT_PLACES - 1, middle = LIMIT_PLACES / 2;
    if (!(kept->per_min[middle] > LIMIT_FROM_PER_MIN)) {
        return (struct limit_range){NAN, NAN, NAN};
    }
    while (!(kept->per_min[last] > LIMIT_FROM_PER_MIN)) {
        last--;
    }
    return (struct limit_range){kept->per_min[middle], kept->per_min[last - 1], kept->per_min[1]};
}

uint64_t limit_hash(const struct limit *l, uint64_t h)
{
    for (int m = 0; m < LIMIT_MANNERS; m++) {
        h = hash_f32s(h, l->share[m], LIMIT_RATES);
    }
    h = hash_f32s(hash_f32s(h, l->usual, LIMIT_RATES), l->ago, LIMIT_LAG + 1);
    h = hash_f32(hash_f32(hash_f32(h, l->phase_rad), l->phase_per_min), l->told);
    h = hash_f32(hash_f32(hash_f32(hash_f32(h, l->late), l->usual_late), l->run.s), l->run.deep);
    for (int i = 0; i <= LIMIT_LAG; i++) {
        h = hash_i64(h, l->begun[i]);
    }
    return hash_u64(hash_i64(h, l->last), (uint64_t)l->run.n << 8 | l->skip);
}
