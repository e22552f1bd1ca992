/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signal/locked.h"

#include <math.h>

static const float MS_PER_MIN = 60000.0F;

static float peak_valley(const struct tachogram *g, usec from, usec turn, usec to)
{
    float shortest = INFINITY, longest = 0.0F;
    for (size_t i = g->n; i-- > 0 && tachogram_at(g, i)->t > from;) {
        const struct tachogram_point *p = tachogram_at(g, i);
        if (p->t <= turn) {
            shortest = fminf(shortest, p->rr_ms);
        } else if (p->t <= to) {
            longest = fmaxf(longest, p->rr_ms);
        }
    }
    return isinf(shortest) || longest == 0.0F ? NAN : fmaxf(0.0F, longest - shortest);
}

bool locked_of_breath(const struct tachogram *g, usec from, usec turn, usec to, struct locked *out)
{
    const usec t[3] = {from, turn, to};
    float rr[3];
    if (!(from < turn && turn < to)) {
        return false;
    }
    tachogram_rr_at(g, t, rr, 3);
    if (isnan(rr[0]) || isnan(rr[1]) || isnan(rr[2])) {
        return false;
    }
    float top = MS_PER_MIN / rr[1];
    *out = (struct locked){top - MS_PER_MIN / rr[0], top - MS_PER_MIN / rr[2], peak_valley(g, from, turn, to)};
    return true;
}
