/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each interval is measured against the span of what its neighbours let expect: the corrected one before it, and the
 * middles between that and each of the two after it. Outside of the span by more than the threshold it is judged by
 * its pattern:  missed (it holds 2 or 3 usual ones) | extra (with the next it makes one) | ectopic (the next swings
 * back) | long | short.
 *
 * 1. Every beat comes out once, in order, at most ARTEFACT_AHEAD beats late.
 * 2. The sum of the corrected intervals of a run is the time between its beats, but for interpolated ones.
 * 3. The threshold is never under FLOOR: a flat rhythm is no reason to suspect everything.
 */
#include "signal/artefact.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signal/beatclock.h"
#include "signal/stats.h"

/* Threshold in spreads. A spread is 1.4826 medians of |uneven|: the standard deviation, for normal numbers. */
static const float SPREADS = 2.2F; /* chosen: outside of a whole span, so that few normal ones are */
static const float SPREAD_OF_MEDIAN = 1.4826F;
static const float FLOOR_SHARE = 0.065F;  /* of the usual interval; chosen: the mark's own error is far below */
static const float CEILING_SHARE = 0.22F; /* chosen: a beat 22 % early is out of any rhythm that can be scored */
static const float FLOOR_MS = 30.0F;      /* guard for flat data; physiology 2.6: 10-50 ms */
static const uint32_t SPREAD_MIN = 8;     /* chosen: fewer triples have no spread; the ceiling counts until then */
static const float SUM_SHARE = 0.15F;     /* chosen: how near to the usual interval a merged or split one must be */
static const float SWING_SHARE = 0.25F;   /* of the longest of the last 5, chosen: about 20 bpm at 70 */
static const float STEADY_SHARE = 0.10F;  /* of an interval, chosen: two that differ by less belong to one swing */
static const float BACK_SHARE = 0.13F;    /* c1 of Lipponen & Tarvainen 2019: the next one swings back */

void artefact_init(struct artefact *a)
{
    memset(a, 0, sizeof *a);
}

static void begin_run(struct artefact *a)
{
    a->past_n = 0;
    a->raw_n = 0;
    a->carry_ms = 0.0F;
    a->partner = false;
    a->joined = false;
}

static void note_uneven(struct artefact *a, float rr_ms)
{
    if (a->raw_n == 2) {
        a->uneven[a->uneven_n++ % ARTEFACT_HISTORY] = fabsf(a->raw[0] - 0.5F * (a->raw[1] + rr_ms));
    }
    a->raw[1] = a->raw[0];
    a->raw[0] = rr_ms;
    a->raw_n = a->raw_n < 2 ? (uint8_t)(a->raw_n + 1) : a->raw_n;
}

static void remember(struct artefact *a, float rr_ms)
{
    memmove(a->past + 1, a->past, sizeof a->past - sizeof a->past[0]);
    a->past[0] = rr_ms;
    a->past_n = a->past_n < 5 ? (uint8_t)(a->past_n + 1) : a->past_n;
}

static float future(const struct artefact *a, uint8_t i)
{
    return i < a->wait_n ? a->wait[i].rr_ms : NAN;
}

/* What one interval usually lasts hereabouts. */
static float usual(const struct artefact *a)
{
    float v[5 + ARTEFACT_AHEAD + 1];
    size_t n = 0;
    for (uint8_t i = 0; i < a->past_n; i++) {
        v[n++] = a->past[i];
    }
    for (uint8_t i = 0; i < a->wait_n && (i > 0 || n == 0); i++) {
        v[n++] = a->wait[i].rr_ms;
    }
    return stats_median(v, n);
}

static float threshold_of(const struct artefact *a, float usual_ms)
{
    float ceiling = CEILING_SHARE * usual_ms, low = fmaxf(FLOOR_MS, FLOOR_SHARE * usual_ms);
    if (a->uneven_n < SPREAD_MIN) {
        return ceiling;
    }
    size_t n = a->uneven_n < ARTEFACT_HISTORY ? a->uneven_n : ARTEFACT_HISTORY;
    float spread = SPREAD_OF_MEDIAN * stats_median(a->uneven, n);
    return fmaxf(low, fminf(ceiling, SPREADS * spread));
}

/* A large swing goes on: its own slope on either side is to be expected then, too. */
static bool in_large_swing(const struct artefact *a)
{
    float low = INFINITY, high = 0.0F;
    for (uint8_t i = 0; i < a->past_n; i++) {
        low = fminf(low, a->past[i]);
        high = fmaxf(high, a->past[i]);
    }
    return a->past_n > 2 && high - low > SWING_SHARE * high;
}

/* How far v lies outside of what its neighbours let expect; below the span it is negative. */
static float outside(const struct artefact *a, float v)
{
    float low = INFINITY, high = -INFINITY, before = a->past_n > 0 ? a->past[0] : NAN;
    float onward = in_large_swing(a) ? 2.0F * before - a->past[1] : NAN;
    float next = future(a, 1), later = future(a, 2);
    float backward = fabsf(next - later) < STEADY_SHARE * next ? 2.0F * next - later : NAN;
    float expected[] = {before, isnan(before) ? next : 0.5F * (before + next),
                        isnan(before) ? later : 0.5F * (before + later), onward, backward};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        float expect = expected[i];
        if (!isnan(expect)) {
            low = fminf(low, expect);
            high = fmaxf(high, expect);
        }
    }
    if (high < low) {
        return 0.0F;
    }
    return v < low ? v - low : (v > high ? v - high : 0.0F);
}

static bool near(float v, float usual_ms)
{
    return fabsf(v - usual_ms) < SUM_SHARE * usual_ms;
}

/* How many usual intervals v holds, 2 or 3; 0 when it is not that. */
static int missed_in(float v, float usual_ms)
{
    for (int k = 2; k < ARTEFACT_SPLIT_MAX; k++) {
        if (near(v / (float)k, usual_ms)) {
            return k;
        }
    }
    return 0;
}

/* What one interval would last between the one before and the after-th one to come. */
static float local(const struct artefact *a, uint8_t after, float usual_ms)
{
    float next = future(a, after);
    return a->past_n == 0 || isnan(next) ? usual_ms : 0.5F * (a->past[0] + next);
}

static bool is_extra(const struct artefact *a, float v, float usual_ms)
{
    float next = future(a, 1);
    usual_ms = local(a, 2, usual_ms);
    float limit = (1.0F - SUM_SHARE) * usual_ms;
    return v < limit && next < limit && near(v + next, usual_ms);
}

static uint8_t kind_of(const struct artefact *a, float v, float usual_ms)
{
    float off = outside(a, v), limit = threshold_of(a, usual_ms), next = future(a, 1);
    if (is_extra(a, v, usual_ms)) {
        return BEAT_EXTRA;
    }
    bool in_range = v >= BEATCLOCK_RR_MIN_MS && v <= BEATCLOCK_RR_MAX_MS;
    if (fabsf(off) <= limit && in_range) {
        return BEAT_NORMAL;
    }
    if (off > 0.0F && missed_in(v, local(a, 1, usual_ms)) > 0) {
        return BEAT_MISSED;
    }
    if (!isnan(next) && (next - v) * (off > 0.0F ? -1.0F : 1.0F) > BACK_SHARE * fabsf(off) + limit) {
        return BEAT_ECTOPIC;
    }
    return v < usual_ms ? BEAT_SHORT : BEAT_LONG;
}

/* Between the corrected interval before and the first one after the fault; alone, what is usual. */
static float interpolated(const struct artefact *a, uint8_t after, float share, float usual_ms)
{
    float before = a->past_n > 0 ? a->past[0] : usual_ms, next = future(a, after);
    if (isnan(next) || fabsf(next - usual_ms) > CEILING_SHARE * usual_ms) {
        next = usual_ms;
    }
    return before + share * (next - before);
}

static void add_point(struct artefact *a, struct artefact_out *o, usec t, float rr_ms, bool used)
{
    o->points[o->points_n++] = (struct tachogram_point){t, rr_ms, used, a->joined};
    remember(a, rr_ms);
    a->joined = true;
}

static void split(struct artefact *a, struct artefact_out *o, float rr_ms, int parts)
{
    usec part = usec_from_s((double)rr_ms * 1e-3 / parts);
    for (int k = parts - 1; k >= 0; k--) {
        add_point(a, o, o->beat.t - k * part, rr_ms / (float)parts, false);
    }
}

/* The second half of an ectopic beat's disturbance: only what is out of line is replaced. */
static bool settle_partner(struct artefact *a, struct artefact_out *o, float v, float usual_ms)
{
    a->partner = false;
    if (fabsf(v - a->partner_ms) <= 0.5F * threshold_of(a, usual_ms)) {
        return false;
    }
    o->beat.used = false;
    add_point(a, o, o->beat.t, a->partner_ms, false);
    return true;
}

static void correct(struct artefact *a, struct artefact_out *o, float v, float usual_ms)
{
    if (o->beat.kind == BEAT_EXTRA) {
        a->carry_ms = v;
    } else if (o->beat.kind == BEAT_MISSED) {
        split(a, o, v, missed_in(v, local(a, 1, usual_ms)));
    } else if (o->beat.kind == BEAT_ECTOPIC) {
        float first = interpolated(a, 2, 1.0F / 3.0F, usual_ms);
        a->partner_ms = interpolated(a, 2, 2.0F / 3.0F, usual_ms);
        a->partner = true;
        add_point(a, o, o->beat.t, first, false);
    } else {
        add_point(a, o, o->beat.t, interpolated(a, 1, 0.5F, usual_ms), false);
    }
}

static void judge(struct artefact *a, struct artefact_out *o)
{
    float v = a->wait[0].rr_ms;
    *o = (struct artefact_out){.beat = {a->wait[0].t, v, BEAT_NORMAL, false}};
    float usual_ms = usual(a);
    if (isnan(v) || isnan(usual_ms)) {
        return;
    }
    if (a->carry_ms > 0.0F) {
        float whole = a->carry_ms + v;
        a->carry_ms = 0.0F;
        add_point(a, o, o->beat.t, whole, false);
        return;
    }
    if (a->partner && settle_partner(a, o, v, usual_ms)) {
        return;
    }
    o->beat.kind = kind_of(a, v, usual_ms);
    o->beat.used = o->beat.kind == BEAT_NORMAL;
    if (o->beat.used) {
        add_point(a, o, o->beat.t, v, true);
    } else {
        correct(a, o, v, usual_ms);
    }
}

static size_t take_first(struct artefact *a, struct artefact_out *out, size_t n)
{
    judge(a, &out[n]);
    a->wait_n--;
    memmove(a->wait, a->wait + 1, a->wait_n * sizeof a->wait[0]);
    return n + 1;
}

size_t artefact_flush(struct artefact *a, struct artefact_out out[ARTEFACT_OUT_MAX])
{
    size_t n = 0;
    while (a->wait_n > 0) {
        n = take_first(a, out, n);
    }
    begin_run(a);
    return n;
}

size_t artefact_push(struct artefact *a, usec t, float rr_ms, bool joined, struct artefact_out out[ARTEFACT_OUT_MAX])
{
    size_t n = joined ? 0 : artefact_flush(a, out);
    a->wait[a->wait_n++] = (struct artefact_beat){t, rr_ms, joined};
    if (isnan(rr_ms)) {
        n = take_first(a, out, n);
        a->joined = true;
        return n;
    }
    note_uneven(a, rr_ms);
    if (a->wait_n > ARTEFACT_AHEAD) {
        n = take_first(a, out, n);
    }
    return n;
}

uint64_t artefact_hash(const struct artefact *a, uint64_t h)
{
    h = hash_u64(h, a->wait_n);
    for (uint8_t i = 0; i < a->wait_n; i++) {
        h = hash_u64(hash_f32(hash_i64(h, a->wait[i].t), a->wait[i].rr_ms), a->wait[i].joined);
    }
    h = hash_f32s(hash_u64(h, a->past_n), a->past, a->past_n);
    h = hash_f32s(hash_u64(h, a->uneven_n), a->uneven, ARTEFACT_HISTORY);
    h = hash_f32s(hash_u64(h, a->raw_n), a->raw, a->raw_n);
    h = hash_f32(hash_f32(h, a->carry_ms), a->partner_ms);
    return hash_u64(hash_u64(h, a->partner), a->joined);
}

size_t artefact_scratch(size_t n)
{
    return n;
}

size_t artefact_points_max(size_t n)
{
    return n * ARTEFACT_SPLIT_MAX;
}

size_t artefact_judge_all(const struct artefact_beat *in, size_t n, void *scratch, struct beat *beats,
                          struct tachogram_point *points)
{
    struct artefact a;
    struct artefact_out o[ARTEFACT_OUT_MAX];
    size_t told = 0, points_n = 0;
    (void)scratch;
    artefact_init(&a);
    for (size_t i = 0; i <= n; i++) {
        size_t k = i < n ? artefact_push(&a, in[i].t, in[i].rr_ms, in[i].joined, o) : artefact_flush(&a, o);
        for (size_t m = 0; m < k; m++) {
            beats[told++] = o[m].beat;
            for (uint8_t p = 0; p < o[m].points_n; p++) {
                points[points_n++] = o[m].points[p];
            }
        }
    }
    return points_n;
}
