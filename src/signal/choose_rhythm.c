/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rhythm of hills that are alike, for stretches where beats cannot be told from noise by their height.
 */
#include "signal/choose_rhythm.h"

#include <math.h>

#include "signal/choose_levels.h"
#include "signal/ramp.h"

static const float FIRST_SPREAD = 0.15F; /* of the interval; chosen: it has yet to be found */
static const float CLEAR = 2.0F;         /* times chance, chosen: a rhythm that is there */

void choose_first_rhythm(struct choose *c, float interval_s)
{
    for (size_t k = 0; k < c->levels_n; k++) {
        c->levels[k].interval = interval_s;
        c->levels[k].spread = FIRST_SPREAD;
    }
}

/* The distance that hills like beats most often keep, s; clear: how many times as often as chance would have it; of two
   that explain each other the shorter one's share in the longer counts half. */
float choose_usual_interval(const struct choose *c, float *clear)
{
    enum { LAGS = 48 };
    static const float FIRST_S = 0.3F, STEP = 0.04F, LAST_S = 2.0F;
    float sum[2 * LAGS] = {0.0F}, best = 0.0F, at_s = NAN, all = 0.0F;
    for (size_t i = 0; i < c->n; i++) {
        float own = ramp(c->hills[i].likeness, c->alike - 0.2F, c->alike);
        for (size_t j = i + 1; own > 0.0F && j < c->n; j++) {
            float dt = choose_seconds(c->hills[i].t, c->hills[j].t);
            if (dt > LAST_S) {
                break;
            }
            float weight = own * ramp(c->hills[j].likeness, c->alike - 0.2F, c->alike);
            if (dt < FIRST_S || !(weight > 0.0F)) {
                continue;
            }
            float lag = logf(dt / FIRST_S) / STEP, part = lag - floorf(lag);
            size_t k = (size_t)lag;
            all += weight / dt;
            sum[k] += weight * (1.0F - part) / dt;
            sum[k + 1] += weight * part / dt;
        }
    }
    const size_t twice = 17; /* log 2 / STEP */
    for (size_t k = 1; k < LAGS; k++) {
        float here =
            sum[k - 1] + sum[k] + sum[k + 1] + 0.5F * (sum[k + twice - 1] + sum[k + twice] + sum[k + twice + 1]);
        if (here > best) {
            best = here;
            at_s = FIRST_S * expf(STEP * (float)k);
        }
    }
    *clear = all > 0.0F ? best / all * (float)LAGS / 4.5F : 0.0F; /* 4.5: the bins that best is of */
    return at_s;
}

/* Where it is loud and no rhythm shows, that of the hills which are alike is taken. */
void choose_lend_rhythm(struct choose *c, float interval_s, float clear)
{
    for (size_t k = 0; k < c->levels_n && clear > CLEAR; k++) {
        struct choose_level *v = &c->levels[k];
        bool loud = choose_level_is_loud(v);
        if (loud && (isnan(v->spread) || v->spread > FIRST_SPREAD)) {
            v->interval = interval_s;
            v->spread = FIRST_SPREAD;
        }
    }
}
