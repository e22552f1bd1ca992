/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_NEIGHBOURS_H
#define SIGNAL_NEIGHBOURS_H

#include <math.h>

enum { NEIGHBOURS_HOLDS_MAX = 4 };

/** As fminf and fmaxf, NaN giving way, but not called: they are most of the time a beat takes. */
static inline float neighbours_lesser(float a, float b)
{
    return a < b || isnan(b) ? a : b;
}

static inline float neighbours_greater(float a, float b)
{
    return a > b || isnan(b) ? a : b;
}

/** An interval v among those around it, ms; NaN: not known. The two before it are corrected ones. */
struct neighbours {
    float earlier, before, v, next, later, last;
};

/**
 * How far the change from v to next is from the one that a smooth rhythm through the intervals around would make, ms:
 * a cubic through two on each side, a line through one on each side when no more is known. A beat that is moved by d
 * makes 2 d of it, a single interval that is d off makes d. Of the cubic, the line and no change at all the nearest
 * counts, so that a fault further on is not taken for one here. NaN when next is not known.
 */
float neighbours_kick(const struct neighbours *x);

/** What one interval lasts hereabouts, ms: the middle one of two before, v itself and two after. */
float neighbours_usual(const struct neighbours *x);

/**
 * How far v lies outside of what its neighbours let expect, ms; below it is negative: outside of the one before it, and
 * of the middles between that and each of the two after it. Where what follows keeps more than half of the step the
 * rhythm itself has changed, and v belongs to what follows.
 */
float neighbours_outside(const struct neighbours *x);

/**
 * How much longer v and next last together than the two around them, ms: a beat that is moved takes from one interval
 * what it adds to the other and leaves this at 0; a rhythm that pauses and goes on does not. NaN: not known.
 */
float neighbours_lean(const struct neighbours *x);

/** How many usual intervals make v best, 1..NEIGHBOURS_HOLDS_MAX: the parts come nearest to one by ratio. */
int neighbours_holds(float v, float usual_ms);

/**
 * How much a fault at v would explain, ms; off: what neighbours_outside said, usual_ms: what neighbours_usual said.
 *
 * Memory   None.   Thread  Any.   Pure.
 * Source   After the two series of Lipponen & Tarvainen 2019, doi 10.1080/03091902.2019.1640306 (dRR and mRR); differs
 *          in: one measure of both, against the intervals on both sides
 */
float neighbours_strangeness(const struct neighbours *x, float off, float usual_ms);

#endif
