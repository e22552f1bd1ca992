/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an interval is: its strangeness (neighbours.c) against a threshold, taken from how much the rhythm kicks by
 * itself (spread.c) and from how common suspects are hereabouts (doubt.c), and then what makes the best sense of the
 * time between the beats around.
 *
 * 1. The threshold has a floor: a flat rhythm is no reason to suspect everything.
 * 2. What is suspect (of having been moved, or ectopic) is told by a threshold that does not go by how much is: neither
 * trust nor doubt feeds on itself.
 */
#include "signal/verdict.h"

#include <math.h>

#include "signal/beatclock.h"

static const float SPREADS = 4.5F;        /* of the upper quartile of the kicks; chosen: 5 deviations of a normal one */
static const float HIGHS = 2.0F;          /* of what one kick in twenty exceeds; chosen: an even rhythm has no tail */
static const float OWN_HIGHS = 4.0F;      /* of the same; chosen: twice what a rhythm's own kicks are let pass by */
static const float FLOOR_SHARE = 0.13F;   /* of the usual interval; chosen: a beat moved by 7 % makes as much */
static const float CEILING_SHARE = 0.20F; /* of the usual interval; chosen: a beat moved by 10 %, beyond most rhythms */
static const float QUARTILES =
    1.8F; /* of the upper quartile; chosen: where every fourth kick is so large, it is rhythm */
static const float TURN_SHARE = 0.7F;  /* of a step; chosen: 50 bpm at 0.1 Hz turn by 0.6 of it */
static const float FLOOR_MS = 30.0F;   /* chosen: clocks of 1/128 s and coarser devices move a beat by less */
static const uint8_t SPREAD_MIN = 8;   /* chosen: fewer kicks have no spread; the ceiling counts until then */
static const float PART_SHARE = 0.75F; /* of an interval: the next may be a part of it; see is_extra */
static const float WHOLE_SHARE = 0.8F; /* of a whole interval; chosen: a part of one is nearly always less */
static const float REST_SHARE = 0.45F; /* of v; chosen: the rest of an interval of which v is four fifths is less */
static const float FIT_SHARE = 0.5F;   /* of the misfit of the other reading; chosen: much better, not by chance */
static const float LEAN_SHARE = 0.5F;  /* of a change; chosen: more is a pause of the rhythm, no suspect */
static const float EVEN_LEAN = 0.2F;   /* of a change; chosen: less, and a pause makes up for an early beat */
static const float CLEAR_SHARE = 2.2F; /* of the threshold; chosen: a beat moved by 15 % stays below it */

/* A rhythm that goes up steeply may turn as steeply: the step before v counts as the spread does. */
static float threshold_of(const struct neighbours *x, const struct spread *s, float usual_ms)
{
    float ceiling = CEILING_SHARE * usual_ms, low = neighbours_greater(FLOOR_MS, FLOOR_SHARE * usual_ms);
    if (s->n < SPREAD_MIN) {
        return ceiling;
    }
    float turn = isnan(x->earlier) ? 0.0F : TURN_SHARE * fabsf(x->before - x->earlier);
    float spread = neighbours_lesser(SPREADS * spread_quartile(s), HIGHS * spread_high(s));
    ceiling = neighbours_greater(ceiling, QUARTILES * spread_quartile(s));
    return neighbours_greater(low, neighbours_lesser(ceiling, neighbours_greater(turn, spread)));
}

/* Trust goes no further than the rhythm: what is many times as large as one kick in twenty is none of its own. */
static float limit_of(float plain, const struct spread *s, float factor)
{
    float limit = factor * plain;
    if (factor > 1.0F && s->n >= SPREAD_MIN) {
        limit = neighbours_lesser(limit, neighbours_greater(plain, OWN_HIGHS * spread_high(s)));
    }
    return limit;
}

/* The next beat is early, and v in its place: next and its pause make two like v much better than v and next make one
   usual interval, and next is no small rest. */
static bool next_is_early(const struct neighbours *x, float whole, float usual_ms)
{
    return x->v > WHOLE_SHARE * neighbours_greater(usual_ms, x->before) && x->next > REST_SHARE * x->v &&
           fabsf(x->next + x->later - 2.0F * x->v) < FIT_SHARE * fabsf(whole - usual_ms);
}

/* What is usual without v and next, if two on each side are known: they may be parts of one interval. */
static float usual_around(const struct neighbours *x, float usual_ms)
{
    struct neighbours four = {x->earlier, x->before, x->later, x->last, NAN, NAN};
    bool known = !isnan(x->earlier) && !isnan(x->before) && !isnan(x->later) && !isnan(x->last);
    return known ? neighbours_usual(&four) : usual_ms;
}

/* A beat too many parts one usual interval: the shorter part is strange, and goes with the neighbour it fits best. */
static bool is_extra(const struct neighbours *x, float usual_ms, float limit)
{
    float whole = x->v + x->next, other = x->next + x->later;
    usual_ms = usual_around(x, usual_ms);
    if (!(neighbours_lesser(x->v, x->next) < usual_ms - limit) || neighbours_holds(whole, usual_ms) != 1) {
        return false;
    }
    if (x->v <= x->next) {
        return true;
    }
    return !next_is_early(x, whole, usual_ms) && !(fabsf(other - usual_ms) < fabsf(whole - usual_ms));
}

/* A beat that is moved takes from one interval what it adds to the other: what leans far to one side is no suspect. Nor
   is a beat too few or too many, which says nothing about whether others are in their places. */
static enum doubt_of suspicion(const struct neighbours *x, float strange, float limit)
{
    if (!(strange > limit) || fabsf(neighbours_lean(x)) > LEAN_SHARE * fabsf(x->next - x->v)) {
        return DOUBT_NONE;
    }
    return strange > CLEAR_SHARE * limit ? DOUBT_CLEAR : DOUBT_SUSPECT;
}

bool verdict_makes_two(const struct neighbours *x, float usual_ms)
{
    return neighbours_holds(x->v + x->next, usual_ms) == 2 ||
           fabsf(neighbours_lean(x)) < EVEN_LEAN * fabsf(x->next - x->v);
}

static uint8_t kind_over(const struct neighbours *x, float off, float usual_ms)
{
    int parts = neighbours_holds(x->v, usual_ms);
    if (off > 0.0F && parts > 1 && parts < NEIGHBOURS_HOLDS_MAX) {
        return BEAT_MISSED;
    }
    if (off < 0.0F) {
        return verdict_makes_two(x, usual_ms) && x->next > usual_ms ? BEAT_ECTOPIC : BEAT_SHORT;
    }
    return BEAT_LONG;
}

/* Where the next two are parts of one interval like v, that one is what v is measured against. */
static struct neighbours past_an_extra(const struct neighbours *x)
{
    float whole = x->next + x->later;
    bool parted = x->next < PART_SHARE * x->v && x->later < WHOLE_SHARE * x->v &&
                  fabsf(whole - x->v) < (1.0F - WHOLE_SHARE) * x->v && neighbours_holds(x->v, x->before) == 1;
    return parted ? (struct neighbours){x->earlier, x->before, x->v, whole, x->last, NAN} : *x;
}

struct verdict verdict_of(const struct neighbours *around, const struct spread *s, const struct doubt *d)
{
    struct neighbours past = past_an_extra(around);
    const struct neighbours *x = &past;
    bool in_range = x->v >= BEATCLOCK_RR_MIN_MS && x->v <= BEATCLOCK_RR_MAX_MS;
    float off = neighbours_outside(x), before = isnan(x->before) ? x->v : x->before;
    bool parted = x->next < PART_SHARE * x->v || x->v < PART_SHARE * before;
    if (in_range && off == 0.0F && !parted) {
        return (struct verdict){BEAT_NORMAL, DOUBT_NONE};
    }
    float usual_ms = neighbours_usual(x), strange = neighbours_strangeness(x, off, usual_ms);
    float plain = threshold_of(x, s, usual_ms), limit = limit_of(plain, s, doubt_factor(d, off > 0.0F));
    enum doubt_of suspect = suspicion(x, strange, plain);
    if ((strange > limit || parted) && is_extra(x, usual_ms, limit)) {
        return (struct verdict){BEAT_EXTRA, DOUBT_NONE};
    }
    if (in_range && strange <= limit) {
        return (struct verdict){BEAT_NORMAL, suspect};
    }
    uint8_t kind = kind_over(x, off, usual_ms);
    return (struct verdict){kind, kind == BEAT_MISSED ? DOUBT_NONE : suspect};
}
