/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each interval is measured twice: how far it lies outside of the span of what its neighbours let expect (the corrected
 * one before it, and the middles between that and each of the two after it), and by the kick with which the rhythm goes
 * on from it to the next. Together they are its strangeness. Over a threshold, taken from how much the rhythm kicks by
 * itself, it is judged by what makes the best sense of the time between the beats around:
 *
 *   missed   it holds 2 or 3 usual ones            -> as many parts
 *   extra    with the next it makes one            -> one
 *   ectopic  early, with the next it makes two     -> the beat is put back between its neighbours
 *   long     late, with the next it makes two      -> the same; alone: replaced
 *   short    early, and the rhythm began anew      -> replaced
 *
 * 1. Every beat comes out once, in order, live at most ARTEFACT_AHEAD beats late.
 * 2. The sum of the corrected intervals of a run is the time between its beats, but for replaced ones.
 * 3. The threshold is never under FLOOR_SHARE: a flat rhythm is no reason to suspect everything.
 * 4. The spread is that of intervals found right: artefacts do not hide their like.
 */
#include "signal/artefact.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signal/beatclock.h"
#include "signal/stats.h"

static const float SPREADS = 4.5F;        /* of the upper quartile of the kicks; chosen: 5 deviations of a normal one */
static const float FLOOR_SHARE = 0.13F;   /* of the usual interval; chosen: a beat moved by 7 % makes as much */
static const float CEILING_SHARE = 0.20F; /* of the usual interval; chosen: a beat moved by 10 %, beyond any rhythm */
static const float TURN_SHARE = 0.7F;     /* of a step; chosen: 50 bpm at 0.1 Hz turn by 0.6 of it */
static const float FLOOR_MS = 30.0F;      /* chosen: clocks of 1/128 s and coarser devices move a beat by less */
static const uint8_t SPREAD_MIN = 8;      /* chosen: fewer kicks have no spread; the ceiling counts until then */
static const float PART_SHARE = 0.75F;    /* of an interval: the next may be a part of it; see is_extra */
enum { PASSES_MAX = 4 };                  /* chosen: the first with the ceiling, then two are nearly always enough */

/* An interval and the three after it; NaN: not known. */
struct ahead {
    float v, next, later, last;
};

/* As fminf and fmaxf, NaN giving way, but not called: they are most of the time a beat takes. */
static inline float lesser(float a, float b)
{
    return a < b || isnan(b) ? a : b;
}

static inline float greater(float a, float b)
{
    return a > b || isnan(b) ? a : b;
}

void artefact_init(struct artefact *a)
{
    memset(a, 0, sizeof *a);
    spread_init(&a->spread);
}

static void begin_run(struct artefact *a)
{
    a->past_n = 0;
    a->used_n = 0;
    a->carry_ms = 0.0F;
    a->partner = false;
    a->joined = false;
}

/* --- measuring --------------------------------------------------------------------------------------------------- */

/*
 * How far the change from v to next is from the one that a smooth rhythm through the intervals around would make: a
 * cubic through two on each side, a line through one on each side when no more is known. A beat that is moved by d
 * makes 2 d of it, a single interval that is d off makes d. Of the cubic, the line and no change at all the nearest
 * counts, so that a fault further on is not taken for one here.
 */
static float kick_of(float earlier, float before, float v, float next, float later, float last)
{
    float line = (later - before) / 3.0F, cubic = 0.5F * (later - before) - 0.1F * (last - earlier);
    float change = next - v;
    return lesser(fabsf(change), lesser(fabsf(change - line), fabsf(change - cubic)));
}

/* Of four intervals in a row, all found right, the middle ones tell how uneven the rhythm is. */
static void note_used(struct artefact *a, float rr_ms)
{
    if (a->used_n == 3) {
        spread_push(&a->spread, spread_bin(kick_of(NAN, a->used[2], a->used[1], a->used[0], rr_ms, NAN)));
    }
    memmove(a->used + 1, a->used, 2 * sizeof a->used[0]);
    a->used[0] = rr_ms;
    a->used_n = a->used_n < 3 ? (uint8_t)(a->used_n + 1) : a->used_n;
}

/* What one interval lasts hereabouts: the middle one of two before, v itself and two after. */
static float usual(const struct artefact *a, const struct ahead *x)
{
    float v[5];
    size_t n = 0;
    for (uint8_t i = 0; i < a->past_n; i++) {
        v[n++] = a->past[i];
    }
    v[n++] = x->v;
    for (int i = 0; i < 2; i++) {
        float after = i == 0 ? x->next : x->later;
        if (!isnan(after)) {
            v[n++] = after;
        }
    }
    return stats_median(v, n);
}

/* A rhythm that goes up steeply may turn as steeply: the step before v counts as the spread does. */
static float threshold_of(const struct artefact *a, const struct spread *s, float usual_ms)
{
    float ceiling = CEILING_SHARE * usual_ms, low = greater(FLOOR_MS, FLOOR_SHARE * usual_ms);
    if (s->n < SPREAD_MIN) {
        return ceiling;
    }
    float turn = a->past_n > 1 ? TURN_SHARE * fabsf(a->past[0] - a->past[1]) : 0.0F;
    return greater(low, lesser(ceiling, greater(turn, SPREADS * spread_quartile(s))));
}

/* How far v lies outside of low..high; below it is negative. */
static float beyond(float v, float low, float high)
{
    return v < low ? v - low : (v > high ? v - high : 0.0F);
}

/* The rhythm itself has changed when what follows keeps more than half of the step. Slower, one interval is proof:
   after a deep breath the heart comes back by and by. Faster, two: early beats come in pairs, too. */
static bool is_step(float before, const struct ahead *x)
{
    float half = 0.5F * (x->v - before), next = x->next - before, later = x->later - before;
    return half > 0.0F ? next > half : next < half && later < half;
}

static float outside(const struct artefact *a, const struct ahead *x)
{
    float before = a->past_n > 0 ? a->past[0] : NAN;
    float one = isnan(before) ? x->next : 0.5F * (before + x->next);
    float two = isnan(before) ? x->later : 0.5F * (before + x->later);
    one = is_step(before, x) ? x->next : one;
    float low = lesser(before, lesser(one, two)), high = greater(before, greater(one, two));
    return isnan(low) ? 0.0F : beyond(x->v, low, high);
}

/* How many usual intervals make v best, at least 1: the parts come nearest to one by ratio. */
static int holds(float v, float usual_ms)
{
    int k = 1;
    /* v/k and v/(k+1) are as far from usual_ms by ratio when v*v = k*(k+1)*usual_ms^2 */
    while (k < ARTEFACT_SPLIT_MAX && v * v > (float)(k * (k + 1)) * usual_ms * usual_ms) {
        k++;
    }
    return k;
}

/*
 * How much a fault at v would explain: what v is off counts twice, since a beat that is moved lengthens one interval by
 * what it takes from the other, but no more than the kick. The kick alone counts where it is the largest hereabouts,
 * the next change swings back, and the two intervals fit two usual ones: on a slope the span hides what is off.
 */
static float strangeness(const struct artefact *a, const struct ahead *x, float off, float usual_ms)
{
    float before = a->past_n > 0 ? a->past[0] : NAN, earlier = a->past_n > 1 ? a->past[1] : NAN;
    float kick = kick_of(earlier, before, x->v, x->next, x->later, x->last), size = fabsf(off);
    if (isnan(kick) || (x->next < PART_SHARE * x->v && holds(x->next + x->later, usual_ms) == 1)) {
        return size;
    }
    float after = kick_of(before, x->v, x->next, x->later, x->last, NAN);
    bool moved =
        off * (x->next - x->v) < 0.0F && kick > after && after > 0.25F * kick && holds(x->v + x->next, usual_ms) == 2;
    return moved ? kick : lesser(2.0F * size, kick);
}

/* --- judging ----------------------------------------------------------------------------------------------------- */

/* A beat too many parts one usual interval: the shorter part is strange, and goes with the neighbour it fits best. */
static bool is_extra(const struct ahead *x, float usual_ms, float limit)
{
    float whole = x->v + x->next, other = x->next + x->later;
    if (!(lesser(x->v, x->next) < usual_ms - limit) || holds(whole, usual_ms) != 1) {
        return false;
    }
    return x->v <= x->next || !(fabsf(other - usual_ms) < fabsf(whole - usual_ms));
}

static uint8_t kind_of(const struct artefact *a, const struct ahead *x, const struct spread *s)
{
    bool in_range = x->v >= BEATCLOCK_RR_MIN_MS && x->v <= BEATCLOCK_RR_MAX_MS;
    float off = outside(a, x);
    float before = a->past_n > 0 ? a->past[0] : x->v;
    bool parted = x->next < PART_SHARE * x->v || x->v < PART_SHARE * before;
    if (in_range && off == 0.0F && !parted) {
        return BEAT_NORMAL;
    }
    float usual_ms = usual(a, x), strange = strangeness(a, x, off, usual_ms);
    float limit = threshold_of(a, s, usual_ms);
    if ((strange > limit || parted) && is_extra(x, usual_ms, limit)) {
        return BEAT_EXTRA;
    }
    if (in_range && strange <= limit) {
        return BEAT_NORMAL;
    }
    if (off > 0.0F && holds(x->v, usual_ms) > 1 && holds(x->v, usual_ms) < ARTEFACT_SPLIT_MAX) {
        return BEAT_MISSED;
    }
    if (off < 0.0F) {
        return holds(x->v + x->next, usual_ms) == 2 && x->next > usual_ms ? BEAT_ECTOPIC : BEAT_SHORT;
    }
    return BEAT_LONG;
}

/* --- correcting -------------------------------------------------------------------------------------------------- */

static void remember(struct artefact *a, float rr_ms)
{
    a->past[1] = a->past[0];
    a->past[0] = rr_ms;
    a->past_n = a->past_n < 2 ? (uint8_t)(a->past_n + 1) : a->past_n;
}

static void add_point(struct artefact *a, struct artefact_out *o, usec t, float rr_ms, bool used)
{
    o->points[o->points_n++] = (struct tachogram_point){t, rr_ms, used, a->joined};
    remember(a, rr_ms);
    a->joined = true;
    if (!used) {
        a->used_n = 0;
    }
}

/* The k-th of parts intervals that lead evenly from before to after and last whole_ms together. */
static float part_of(float whole_ms, int parts, int k, float before, float after)
{
    float step = (after - before) / (float)(parts + 1), mean = whole_ms / (float)parts;
    return mean + step * ((float)k - 0.5F * (float)(parts - 1));
}

static void split(struct artefact *a, struct artefact_out *o, const struct ahead *x, int parts)
{
    float after = isnan(x->next) ? x->v / (float)parts : x->next;
    float before = a->past_n > 0 ? a->past[0] : after, rest = x->v;
    if (fabsf(after - before) > CEILING_SHARE * before) {
        after = before;
    }
    for (int k = 0; k < parts; k++) {
        float part = part_of(x->v, parts, k, before, after);
        rest -= part;
        usec t = k + 1 == parts ? o->beat.t : o->beat.t - usec_from_s((double)rest * 1e-3);
        add_point(a, o, t, part, false);
    }
}

/* A beat is put back between its neighbours: their distance stays. */
static void put_back(struct artefact *a, struct artefact_out *o, const struct ahead *x)
{
    float whole = x->v + x->next, after = isnan(x->later) ? 0.5F * whole : x->later;
    float before = a->past_n > 0 ? a->past[0] : after;
    if (fabsf(after - before) > CEILING_SHARE * before) {
        after = before;
    }
    float first = part_of(whole, 2, 0, before, after);
    a->partner_ms = whole - first;
    a->partner = true;
    add_point(a, o, o->beat.t + usec_from_s((double)(first - x->v) * 1e-3), first, false);
}

static void replace(struct artefact *a, struct artefact_out *o, const struct ahead *x, float usual_ms)
{
    float before = a->past_n > 0 ? a->past[0] : usual_ms, after = isnan(x->next) ? usual_ms : x->next;
    if (fabsf(after - usual_ms) > CEILING_SHARE * usual_ms) {
        after = usual_ms;
    }
    add_point(a, o, o->beat.t, 0.5F * (before + after), false);
}

static void correct(struct artefact *a, struct artefact_out *o, const struct ahead *x)
{
    float usual_ms = usual(a, x);
    bool two = !isnan(x->next) && holds(x->v + x->next, usual_ms) == 2;
    if (o->beat.kind == BEAT_EXTRA) {
        a->carry_ms = x->v;
        a->used_n = 0;
    } else if (o->beat.kind == BEAT_MISSED) {
        split(a, o, x, holds(x->v, usual_ms));
    } else if (o->beat.kind == BEAT_ECTOPIC || (o->beat.kind == BEAT_LONG && two && x->next < usual_ms)) {
        put_back(a, o, x);
    } else {
        replace(a, o, x, usual_ms);
    }
}

static void judge(struct artefact *a, usec t, struct ahead x, const struct spread *s, struct artefact_out *o)
{
    o->beat = (struct beat){t, x.v, BEAT_NORMAL, false};
    o->points_n = 0;
    if (isnan(x.v)) {
        return;
    }
    if (a->partner) {
        a->partner = false;
        add_point(a, o, t, a->partner_ms, false);
        return;
    }
    bool merged = a->carry_ms > 0.0F;
    x.v += a->carry_ms;
    a->carry_ms = 0.0F;
    o->beat.kind = kind_of(a, &x, s);
    if (o->beat.kind != BEAT_NORMAL) {
        correct(a, o, &x);
        return;
    }
    o->beat.used = !merged;
    add_point(a, o, t, x.v, !merged);
    if (o->beat.used) {
        note_used(a, x.v);
    }
}

/* --- live -------------------------------------------------------------------------------------------------------- */

static float waiting(const struct artefact *a, uint8_t i)
{
    return i < a->wait_n ? a->wait[i].rr_ms : NAN;
}

static size_t take_first(struct artefact *a, struct artefact_out *out, size_t n)
{
    struct ahead x = {waiting(a, 0), waiting(a, 1), waiting(a, 2), NAN};
    judge(a, a->wait[0].t, x, &a->spread, &out[n]);
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
    h = hash_f32s(hash_u64(h, a->used_n), a->used, a->used_n);
    h = hash_f32(hash_f32(spread_hash(&a->spread, h), a->carry_ms), a->partner_ms);
    return hash_u64(hash_u64(h, a->partner), a->joined);
}

/* --- all at once ------------------------------------------------------------------------------------------------- */

size_t artefact_scratch(size_t n)
{
    return (n + 1) * sizeof(uint16_t);
}

size_t artefact_points_max(size_t n)
{
    return n * (ARTEFACT_SPLIT_MAX - 1);
}

static bool in_run(const struct artefact_beat *in, size_t n, size_t i)
{
    return i < n && in[i].joined && !isnan(in[i].rr_ms);
}

static float used_at(const struct artefact_beat *in, const struct beat *beats, size_t n, size_t i)
{
    return i < n && beats[i].used ? in[i].rr_ms : NAN;
}

/* bins[i]: how uneven the interval i and the next are among their neighbours, when all six were found right. */
static void measure_all(const struct artefact_beat *in, size_t n, const struct beat *beats, uint16_t *bins)
{
    float v[6];
    for (size_t k = 0; k < 5; k++) {
        v[k + 1] = k < 2 ? NAN : used_at(in, beats, n, k - 2);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < 5; k++) {
            v[k] = v[k + 1];
        }
        v[5] = used_at(in, beats, n, i + 3);
        bool whole = true;
        for (size_t k = 0; k < 6; k++) {
            whole = whole && !isnan(v[k]);
        }
        bins[i] = whole ? spread_bin(kick_of(v[0], v[1], v[2], v[3], v[4], v[5])) : SPREAD_NONE;
    }
}

static size_t judge_pass(const struct artefact_beat *in, size_t n, const uint16_t *bins, struct beat *beats,
                         struct tachogram_point *points)
{
    struct artefact a;
    struct spread s;
    struct artefact_out o;
    size_t points_n = 0;
    artefact_init(&a);
    spread_init(&s);
    for (size_t i = 0; i < SPREAD_WINDOW / 2 && i < n; i++) {
        spread_push(&s, bins[i]);
    }
    for (size_t i = 0; i < n; i++) {
        spread_push(&s, i + SPREAD_WINDOW / 2 < n ? bins[i + SPREAD_WINDOW / 2] : (uint16_t)SPREAD_NONE);
        if (!in[i].joined) {
            begin_run(&a);
        }
        bool one = in_run(in, n, i + 1), two = one && in_run(in, n, i + 2), three = two && in_run(in, n, i + 3);
        struct ahead x = {in[i].rr_ms, one ? in[i + 1].rr_ms : NAN, two ? in[i + 2].rr_ms : NAN,
                          three ? in[i + 3].rr_ms : NAN};
        judge(&a, in[i].t, x, &s, &o);
        a.joined = true;
        beats[i] = o.beat;
        for (uint8_t k = 0; k < o.points_n; k++) {
            points[points_n++] = o.points[k];
        }
    }
    return points_n;
}

size_t artefact_judge_all(const struct artefact_beat *in, size_t n, void *scratch, struct beat *beats,
                          struct tachogram_point *points)
{
    uint16_t *bins = scratch;
    size_t points_n = 0, before = n + 1;
    for (size_t i = 0; i < n; i++) {
        beats[i].used = !isnan(in[i].rr_ms);
    }
    for (int pass = 0; pass < PASSES_MAX; pass++) {
        size_t used = 0;
        if (pass == 0) {
            for (size_t i = 0; i < n; i++) {
                bins[i] = SPREAD_BINS - 1;
            }
        } else {
            measure_all(in, n, beats, bins);
        }
        points_n = judge_pass(in, n, bins, beats, points);
        for (size_t i = 0; i < n; i++) {
            used += beats[i].used ? 1 : 0;
        }
        if (used == before) {
            break;
        }
        before = used;
    }
    return points_n;
}
