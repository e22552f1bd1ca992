/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An interval is measured twice: how far it lies outside of the span of what its neighbours let expect, and by the kick
 * with which the rhythm goes on from it to the next. Together they are its strangeness.
 */
#include "signal/neighbours.h"

#include <stdbool.h>
#include <stddef.h>

#include "signal/stats.h"

static const float PART_SHARE = 0.75F; /* of an interval: the next may be a part of it */
static const float OFF_SHARE = 0.1F;   /* of the kick; chosen: less is where a rhythm jumps, an interval early, */
static const float BACK_SHARE = 0.25F; /* unless it swings back by so much of it on both sides; chosen */
static const float AFTER_SHARE = 0.8F; /* of the next kick; chosen: less, and what was moved is the next beat */
static const float MOVED_KICK = 0.88F, MOVED_BACK = 0.35F; /* chosen: see neighbours_strangeness */
static const float PAUSE_MAX = 1.3F;   /* of the usual interval; chosen: no breath makes one longer than that */
static const float PAUSE_STEP = 1.6F;  /* of the interval before; chosen: nor one so much longer than that */
static const float PAUSE_SHARE = 0.3F; /* of the lean; chosen: breathing out may make one interval long by itself */

float neighbours_kick(const struct neighbours *x)
{
    float across = x->later - x->before, line = across / 3.0F, cubic = 0.5F * across - 0.1F * (x->last - x->earlier);
    float change = x->next - x->v;
    return neighbours_lesser(fabsf(change), neighbours_lesser(fabsf(change - line), fabsf(change - cubic)));
}

float neighbours_usual(const struct neighbours *x)
{
    const float all[5] = {x->before, x->earlier, x->v, x->next, x->later};
    float v[5];
    size_t n = 0;
    for (size_t i = 0; i < 5; i++) {
        if (!isnan(all[i])) {
            v[n++] = all[i];
        }
    }
    return stats_median(v, n);
}

/* How far v lies outside of low..high; below it is negative. */
static float beyond(float v, float low, float high)
{
    return v < low ? v - low : (v > high ? v - high : 0.0F);
}

/* The rhythm itself has changed when what follows keeps more than half of the step. Slower, one interval is proof:
   after a deep breath the heart comes back by and by. Faster, two: early beats come in pairs, too. */
static bool is_step(const struct neighbours *x)
{
    float half = 0.5F * (x->v - x->before), next = x->next - x->before, later = x->later - x->before;
    return half > 0.0F ? next > half : next < half && later < half;
}

float neighbours_outside(const struct neighbours *x)
{
    float before = x->before;
    float one = isnan(before) ? x->next : 0.5F * (before + x->next);
    float two = isnan(before) ? x->later : 0.5F * (before + x->later);
    one = is_step(x) ? x->next : one;
    float low = neighbours_lesser(before, neighbours_lesser(one, two));
    float high = neighbours_greater(before, neighbours_greater(one, two));
    return isnan(low) ? 0.0F : beyond(x->v, low, high);
}

float neighbours_lean(const struct neighbours *x)
{
    return x->v + x->next - x->before - x->later;
}

int neighbours_holds(float v, float usual_ms)
{
    int k = 1;
    /* v/k and v/(k+1) are as far from usual_ms by ratio when v*v = k*(k+1)*usual_ms^2 */
    while (k < NEIGHBOURS_HOLDS_MAX && v * v > (float)(k * (k + 1)) * usual_ms * usual_ms) {
        k++;
    }
    return k;
}

/* A long interval that the next does not make up for is a pause of the rhythm as much as a late beat. */
static float pause_of(const struct neighbours *x, float usual_ms)
{
    float lean = neighbours_lean(x);
    return x->v > x->next && lean > 0.0F && x->v < PAUSE_MAX * usual_ms && !(x->v > PAUSE_STEP * x->before)
               ? PAUSE_SHARE * lean
               : 0.0F;
}

/* The smaller one of the changes into v and out of next, as far as they go against the change between the two. A beat
   that is moved by d makes d of it on both sides; a rhythm that takes a step makes none on one of them. */
static float swing_back(const struct neighbours *x)
{
    float way = x->next > x->v ? 1.0F : -1.0F;
    return neighbours_lesser(way * (x->before - x->v), way * (x->next - x->later));
}

/* v is off, the change to next goes the other way and is as large as any hereabouts, and the two intervals fit two
   usual ones. An interval that hardly lies out of the span has been there when the rhythm jumped, but for where it
   swings. */
static bool is_moved(const struct neighbours *x, float off, float kick, float usual_ms)
{
    struct neighbours on = {x->before, x->v, x->next, x->later, x->last, NAN};
    float after = neighbours_kick(&on), back = swing_back(x);
    return off * (x->next - x->v) < 0.0F && (fabsf(off) > OFF_SHARE * kick || back > BACK_SHARE * kick) &&
           !(kick < AFTER_SHARE * after) && !isnan(back) && neighbours_holds(x->v + x->next, usual_ms) == 2;
}

/*
 * What v is off counts twice, since a beat that is moved lengthens one interval by what it takes from the other, but no
 * more than the kick. On a slope the span hides most of what is off: there the kick counts, and how far the rhythm
 * swings back on both sides of it. A beat moved by d in an even rhythm makes 2.1 d of both together.
 */
float neighbours_strangeness(const struct neighbours *x, float off, float usual_ms)
{
    float kick = neighbours_kick(x), size = fabsf(off), pause = pause_of(x, usual_ms);
    if (isnan(kick) || (x->next < PART_SHARE * x->v && neighbours_holds(x->next + x->later, usual_ms) == 1)) {
        return size - pause;
    }
    bool moved = is_moved(x, off, kick, usual_ms);
    return (moved ? MOVED_KICK * kick + MOVED_BACK * swing_back(x) : neighbours_lesser(2.0F * size, kick)) - pause;
}
