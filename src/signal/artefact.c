/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each interval is judged by what makes the best sense of the time between the beats around (verdict.c), and mended:
 *
 *   missed   it holds 2 or 3 usual ones            -> as many parts
 *   extra    with the next it makes one            -> one
 *   ectopic  early, with the next it makes two     -> the beat is put back between its neighbours
 *   long     late, with the next it makes two      -> the same; alone: replaced
 *   short    early, and the rhythm began anew      -> replaced
 *
 * 1. Every beat comes out once, in order, live at most ARTEFACT_AHEAD beats late.
 * 2. The sum of the corrected intervals of a run is the time between its beats, but for replaced ones.
 * 3. The spread is that of intervals found right, live of pauses, too: artefacts do not hide their like.
 */
#include "signal/artefact.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signal/neighbours.h"
#include "signal/verdict.h"

static const float PAUSE_LEAN = 0.3F; /* of a change; chosen: from here on it may have been a pause */
static const float KICK_MAX = 0.3F;   /* of the usual interval; chosen: larger kicks are no breath's */
static const float STEP_SHARE = 0.2F; /* of an interval; chosen: a larger step across a fault is one more of them */
enum { PASSES_MAX = 4 };              /* chosen: the first with the ceiling, then two are nearly always enough */

void artefact_init(struct artefact *a)
{
    memset(a, 0, sizeof *a);
    spread_init(&a->spread);
    doubt_init(&a->doubt);
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

/* Of four intervals in a row, all found right, the middle ones tell how uneven the rhythm is. */
static void note_used(struct artefact *a, float rr_ms)
{
    if (a->used_n == 3) {
        struct neighbours x = {NAN, a->used[2], a->used[1], a->used[0], rr_ms, NAN};
        spread_push(&a->spread, spread_bin(neighbours_kick(&x)));
    }
    memmove(a->used + 1, a->used, 2 * sizeof a->used[0]);
    a->used[0] = rr_ms;
    a->used_n = a->used_n < 3 ? (uint8_t)(a->used_n + 1) : a->used_n;
}

/* A pause of the rhythm, though it be taken for a late beat, tells how uneven the rhythm is: one a breath must not be
   found strange for ever because none was found right. */
static void note_pause(struct artefact *a, const struct neighbours *x)
{
    float kick = neighbours_kick(x);
    if (neighbours_lean(x) > PAUSE_LEAN * fabsf(x->next - x->v) && kick < KICK_MAX * neighbours_usual(x)) {
        spread_push(&a->spread, spread_bin(kick));
    }
}

static struct neighbours around(const struct artefact *a, const float ahead[4])
{
    float earlier = a->past_n > 1 ? a->past[1] : NAN, before = a->past_n > 0 ? a->past[0] : NAN;
    return (struct neighbours){earlier, before, ahead[0], ahead[1], ahead[2], ahead[3]};
}

/* --- correcting -------------------------------------------------------------------------------------------------- */

static void remember(struct artefact *a, float rr_ms)
{
    a->past[1] = a->past[0];
    a->past[0] = rr_ms;
    a->past_n = a->past_n < 2 ? (uint8_t)(a->past_n + 1) : a->past_n;
}

/* What an interval of the corrected series is. */
enum point_of { AS_SEEN, PUT_BACK, GUESSED };

static void add_point(struct artefact *a, struct artefact_out *o, usec t, float rr_ms, enum point_of of)
{
    o->points[o->points_n++] = (struct tachogram_point){t, rr_ms, of == AS_SEEN, a->joined, of == PUT_BACK};
    remember(a, rr_ms);
    a->joined = true;
    if (of != AS_SEEN) {
        a->used_n = 0;
    }
}

/* The k-th of parts intervals that lead evenly from before to after and last whole_ms together. */
static float part_of(float whole_ms, int parts, int k, float before, float after)
{
    float step = (after - before) / (float)(parts + 1), mean = whole_ms / (float)parts;
    return mean + step * ((float)k - 0.5F * (float)(parts - 1));
}

static void split(struct artefact *a, struct artefact_out *o, const struct neighbours *x, int parts)
{
    float after = isnan(x->next) ? x->v / (float)parts : x->next;
    float before = isnan(x->before) ? after : x->before, rest = x->v;
    if (fabsf(after - before) > STEP_SHARE * before) {
        after = before;
    }
    for (int k = 0; k < parts; k++) {
        float part = part_of(x->v, parts, k, before, after);
        rest -= part;
        usec t = k + 1 == parts ? o->beat.t : o->beat.t - usec_from_s((double)rest * 1e-3);
        add_point(a, o, t, part, GUESSED);
    }
}

/* A beat is put back between its neighbours: their distance stays. */
static void put_back(struct artefact *a, struct artefact_out *o, const struct neighbours *x)
{
    float whole = x->v + x->next, after = isnan(x->later) ? 0.5F * whole : x->later;
    float before = isnan(x->before) ? after : x->before;
    if (fabsf(after - before) > STEP_SHARE * before) {
        after = before;
    }
    float first = part_of(whole, 2, 0, before, after);
    a->partner_ms = whole - first;
    a->partner = true;
    add_point(a, o, o->beat.t + usec_from_s((double)(first - x->v) * 1e-3), first, PUT_BACK);
}

static void replace(struct artefact *a, struct artefact_out *o, const struct neighbours *x, float usual_ms)
{
    float before = isnan(x->before) ? usual_ms : x->before, after = isnan(x->next) ? usual_ms : x->next;
    if (fabsf(after - usual_ms) > STEP_SHARE * usual_ms) {
        after = usual_ms;
    }
    add_point(a, o, o->beat.t, 0.5F * (before + after), GUESSED);
}

static void correct(struct artefact *a, struct artefact_out *o, const struct neighbours *x)
{
    float usual_ms = neighbours_usual(x);
    bool two = verdict_makes_two(x, usual_ms);
    if (o->beat.kind == BEAT_EXTRA) {
        a->carry_ms = x->v;
        a->used_n = 0;
    } else if (o->beat.kind == BEAT_MISSED) {
        split(a, o, x, neighbours_holds(x->v, usual_ms));
    } else if (o->beat.kind == BEAT_ECTOPIC || (o->beat.kind == BEAT_LONG && two && x->next < usual_ms)) {
        put_back(a, o, x);
    } else {
        replace(a, o, x, usual_ms);
    }
}

/* ahead: the interval and the three after it; NaN: not known. What is left of it from a deleted beat is added. */
static void judge(struct artefact *a, usec t, float ahead[4], const struct spread *s, struct artefact_out *o)
{
    bool after_suspect = a->suspect != DOUBT_NONE, merged = a->carry_ms > 0.0F;
    o->beat = (struct beat){t, ahead[0], BEAT_NORMAL, false};
    o->points_n = 0;
    a->suspect = DOUBT_NONE;
    if (isnan(ahead[0])) {
        return;
    }
    if (a->partner) {
        a->partner = false;
        add_point(a, o, t, a->partner_ms, PUT_BACK);
        return;
    }
    ahead[0] += a->carry_ms;
    a->carry_ms = 0.0F;
    struct neighbours x = around(a, ahead);
    struct verdict v = verdict_of(&x, s, &a->doubt);
    o->beat.kind = v.kind;
    a->suspect = (uint8_t)(after_suspect ? DOUBT_NONE : v.suspect);
    if (v.kind != BEAT_NORMAL) {
        if (v.kind != BEAT_MISSED && v.kind != BEAT_EXTRA) {
            note_pause(a, &x);
        }
        correct(a, o, &x);
        return;
    }
    o->beat.used = !merged;
    add_point(a, o, t, x.v, merged ? GUESSED : AS_SEEN);
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
    float ahead[4] = {waiting(a, 0), waiting(a, 1), waiting(a, 2), NAN};
    judge(a, a->wait[0].t, ahead, &a->spread, &out[n]);
    doubt_push(&a->doubt, a->suspect);
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
        return take_first(a, out, n); /* the interval that begins at this beat joins none */
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
    h = doubt_hash(&a->doubt, spread_hash(&a->spread, h));
    h = hash_f32(hash_f32(h, a->carry_ms), a->partner_ms);
    return hash_u64(hash_u64(hash_u64(h, a->partner), a->joined), a->suspect);
}

/* --- all at once ------------------------------------------------------------------------------------------------- */

/* What one pass leaves to the next, in the caller's memory. */
struct pass {
    uint16_t *bins;          /* how uneven the interval i and the next are; SPREAD_NONE: not among those found right */
    uint8_t *suspects, *now; /* what beat i seemed in the pass before; seems in this one: DOUBT_... */
};

size_t artefact_scratch(size_t n)
{
    return (n + 1) * (sizeof(uint16_t) + 2 * sizeof(uint8_t));
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
        struct neighbours x = {v[0], v[1], v[2], v[3], v[4], v[5]};
        bins[i] = whole ? spread_bin(neighbours_kick(&x)) : SPREAD_NONE;
    }
}

/* The beats around i but for those next to it. in_window: how many of each kind within half a window, i and all. */
static void doubt_at(struct doubt *d, const uint8_t *suspects, size_t n, size_t i, const size_t in_window[DOUBT_KINDS])
{
    const size_t half = DOUBT_AROUND / 2;
    size_t from = i > half ? i - half : 0, to = i + half < n ? i + half : n - 1, of[DOUBT_KINDS];
    memcpy(of, in_window, sizeof of);
    for (size_t k = i > DOUBT_NEAR ? i - DOUBT_NEAR : 0; k <= i + DOUBT_NEAR && k < n; k++) {
        of[suspects[k]]--;
    }
    doubt_set(d, of, to - from + 1);
}

static void ahead_of(const struct artefact_beat *in, size_t n, size_t i, float ahead[4])
{
    ahead[0] = in[i].rr_ms;
    for (size_t k = 1, whole = 1; k < 4; k++) {
        whole = whole && in_run(in, n, i + k);
        ahead[k] = whole ? in[i + k].rr_ms : NAN;
    }
}

static size_t judge_pass(const struct artefact_beat *in, size_t n, const struct pass *p, struct beat *beats,
                         struct tachogram_point *points)
{
    struct artefact a;
    struct spread s;
    struct artefact_out o;
    size_t points_n = 0, suspects[DOUBT_KINDS] = {0};
    const size_t ahead_n = SPREAD_WINDOW / 2, half = DOUBT_AROUND / 2;
    artefact_init(&a);
    spread_init(&s);
    for (size_t i = 0; i < ahead_n && i < n; i++) {
        spread_push(&s, p->bins[i]);
    }
    for (size_t i = 0; i < half && i < n; i++) {
        suspects[p->suspects[i]]++;
    }
    for (size_t i = 0; i < n; i++) {
        float ahead[4];
        spread_push(&s, i + ahead_n < n ? p->bins[i + ahead_n] : (uint16_t)SPREAD_NONE);
        if (i + half < n) {
            suspects[p->suspects[i + half]]++;
        }
        if (i > half) {
            suspects[p->suspects[i - half - 1]]--;
        }
        doubt_at(&a.doubt, p->suspects, n, i, suspects);
        if (!in[i].joined) {
            begin_run(&a);
        }
        ahead_of(in, n, i, ahead);
        judge(&a, in[i].t, ahead, &s, &o);
        beats[i] = o.beat;
        p->now[i] = a.suspect;
        for (uint8_t k = 0; k < o.points_n; k++) {
            points[points_n++] = o.points[k];
        }
    }
    return points_n;
}

size_t artefact_judge_all(const struct artefact_beat *in, size_t n, void *scratch, struct beat *beats,
                          struct tachogram_point *points)
{
    struct pass p = {.bins = scratch};
    size_t points_n = 0, before = n + 1;
    p.suspects = (uint8_t *)(p.bins + n + 1);
    p.now = p.suspects + n + 1;
    memset(p.suspects, 0, n);
    for (size_t i = 0; i < n; i++) {
        beats[i].used = !isnan(in[i].rr_ms);
        p.bins[i] = SPREAD_NONE;
    }
    for (int pass = 0; pass < PASSES_MAX; pass++) {
        size_t used = 0;
        if (pass > 0) {
            measure_all(in, n, beats, p.bins);
        }
        points_n = judge_pass(in, n, &p, beats, points);
        memcpy(p.suspects, p.now, n);
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
