/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far the heart rate swings within a breath.
 *
 * 1. A breath whose beats are not all judged yet is passed over, never half counted.
 * 2. Corrected intervals count: they lie within their neighbours and make no swing of their own.
 */
#include "signal/swing.h"

#include <math.h>

static const float MS_PER_MIN = 60000.0F;

float swing_of_breath(const struct tachogram *g, usec from, usec to)
{
    float low = INFINITY, high = 0.0F;
    size_t beats = 0;
    if (g->n == 0 || tachogram_end(g) < to) {
        return NAN;
    }
    for (size_t i = g->n; i-- > 0 && tachogram_at(g, i)->t > from;) {
        const struct tachogram_point *p = tachogram_at(g, i);
        if (i > 0 && p->t - tachogram_at(g, i - 1)->t > TACHOGRAM_HOLE_US) {
            return NAN;
        }
        if (p->t <= to) {
            low = fminf(low, p->rr_ms);
            high = fmaxf(high, p->rr_ms);
            beats++;
        }
    }
    return beats < 3 ? NAN : MS_PER_MIN / low - MS_PER_MIN / high;
}

struct swing swing_of_breaths(const struct tachogram *g, const usec *onsets, size_t n)
{
    struct swing out = {NAN, NAN};
    float sum = 0.0F;
    int known = 0;
    for (size_t i = n; i-- > 1 && known < SWING_BREATHS;) {
        float swing = swing_of_breath(g, onsets[i - 1], onsets[i]);
        if (!isnan(swing)) {
            out.last = known == 0 && i + 2 >= n ? swing : out.last;
            sum += swing;
            known++;
        }
    }
    out.mean = known > 0 ? sum / (float)known : NAN;
    return out;
}
