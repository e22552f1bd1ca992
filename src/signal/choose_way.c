/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A way through the hills is worth the sum of its hills' gains (height over threshold, likeness to a form) and of its
 * intervals' (how near to the usual one). Gains are on the scale of log likelihood ratios: 0 says nothing.
 */
#include "signal/choose_way.h"

#include <math.h>

#include "signal/choose_forms.h"
#include "signal/choose_levels.h"
#include "signal/ramp.h"

static const float PRUNE = 0.06F;    /* of the beat level, chosen: such hills are never beats */
static const float GAIN_LOW = -6.0F; /* chosen: one hill alone must not outvote its neighbours */
static const float GAIN_HIGH = 4.0F;
static const float LIKE_LOW = -3.0F;
static const float LIKE_HIGH = 2.0F;
static const float UNLIKE_ODD = 2.5F;   /* times as unlike as beats are: chosen, from here on it speaks against one */
static const float UNLIKE_MIN = 0.03F;  /* even beats without noise differ by so much */
static const float RHYTHM_TAIL = -2.0F; /* log odds of an interval that fits in no way; chosen */
static const float SPLIT_HIGH = 0.8F;   /* of the usual beats; chosen */
static const float SPLIT_LOW = 0.4F;
static const float SPLIT_LIKE = 0.97F; /* to a form that recurs; chosen */
static const float SPLIT_UNLIKE = 0.85F;
static const float PAUSE_GAIN = -2.0F; /* chosen: as much as RHYTHM_TAIL */
static const float PAUSE_FROM = 1.2F;  /* intervals, and so many times their spread more; chosen */
static const float PAUSE_TO = 1.6F;
static const float PAUSE_SPREADS = 2.0F;
static const float EARLY = 0.85F;        /* of the usual interval; chosen: breathing makes none so short at once */
static const float MADE_UP_FROM = 1.65F; /* both intervals in usual ones; chosen: the pause makes up for most of it */
static const float MADE_UP_TO = 2.2F;
static const float MADE_UP_GAIN = 0.0F; /* what is expected and yet says nothing */
static const float STANDING = 0.5F; /* of the threshold, for what follows no other beat: choose_followers.h; chosen */
static const float T_PACE = 0.75F;  /* and slower, chosen: QRS 12-16 Hz, T 6-9 Hz */
static const float T_GAIN = -4.0F;  /* chosen: as much as a hill of a third of the threshold */
static const float LEADER_HEIGHT = 0.6F; /* chosen: no P wave is higher in the band of the QRS */
static const float LONG_S = 3.0F;        /* longer intervals are all alike */

/* How much likeness says, by how like the better half of the beats are. */
static float like_gain(const struct choose *c, float likeness)
{
    float unlike = 1.0F - c->alike, from = 1.0F - UNLIKE_ODD * unlike - UNLIKE_MIN;
    return fmaxf(LIKE_LOW, fminf(LIKE_HIGH, (likeness - from) / (0.5F * unlike + UNLIKE_MIN)));
}

/* What one height may say at most. */
static float within(float gain)
{
    return fmaxf(GAIN_LOW, fminf(GAIN_HIGH, gain));
}

/* The threshold, or what noise near it asks for; all as high in one unit. */
static float least_height(float threshold, float noise, float beat)
{
    return fmaxf(threshold, fminf(2.0F * noise, sqrtf(noise * beat)));
}

void choose_weigh_first(struct choose *c, float threshold)
{
    for (size_t i = 0; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        if (h->settled) {
            continue;
        }
        const struct choose_level *v = &c->levels[choose_block_of(c, h->t)];
        float over = h->height / v->beat;
        if (over < PRUNE) {
            h->gain = -INFINITY;
            continue;
        }
        float doubt = h->doubt = choose_doubt_of(c, v, h, h->noise);
        choose_compare(c, h, doubt);
        h->gain = within(c->rules->steep * logf(over / least_height(threshold, h->noise / v->beat, 1.0F)));
        h->gain += h->form < 0 ? 0.0F : doubt * like_gain(c, h->likeness);
    }
}

/* How much the height says, against beats and noise. */
static float height_gain(const struct choose_rules *r, const struct choose_level *v, const struct choose_hill *h,
                         float noise)
{
    float least = (h->stands ? STANDING : 1.0F) * r->threshold * v->beat;
    float over = logf(h->height / least_height(least, noise, v->beat));
    float below = r->steep + (1.0F - h->doubt) * (r->steeper - r->steep);
    return within(over < 0.0F ? below * over : r->steep * over);
}

void choose_weigh(struct choose *c)
{
    const struct choose_rules *r = c->rules;
    for (size_t i = 0; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        if (h->settled) {
            continue;
        }
        const struct choose_level *v = &c->levels[choose_block_of(c, h->t)];
        if (h->height < PRUNE * v->beat) {
            h->gain = -INFINITY;
            continue;
        }
        float noise = isnan(v->noise) ? 0.5F * v->beat : v->noise;
        noise = fminf(v->beat, fmaxf(noise, h->noise));
        h->doubt = choose_doubt_of(c, v, h, noise);
        choose_compare(c, h, h->doubt);
        float high = height_gain(r, v, h, noise);
        float flat = choose_know_forms(c) ? h->flat : 0.0F;
        h->gain = high + fmaxf(flat, r->like_clean + (1.0F - r->like_clean) * h->doubt) * like_gain(c, h->likeness);
    }
}

/* Log odds of an interval dt against any. */
static float rhythm_gain(const struct choose_level *v, float dt)
{
    if (isnan(v->interval) || dt > LONG_S) {
        return isnan(v->interval) ? 0.0F : RHYTHM_TAIL;
    }
    float x = dt / v->interval, z = 0.5F * (x - 1.0F / x) / v->spread; /* half the difference: nearly the logarithm */
    return fmaxf(RHYTHM_TAIL, logf(0.94F / v->spread) - 0.5F * z * z);
}

/* After an early beat comes a pause that makes up for it, most of it or all. before: the interval before dt; NaN: not
   known. */
static bool makes_up(const struct choose_level *v, float before, float dt)
{
    float both = (before + dt) / v->interval;
    return before < EARLY * v->interval && both > MADE_UP_FROM && both < MADE_UP_TO;
}

/* Where it is clean an early beat is one, but a pause with a hill in it has missed one. */
static float step_gain(const struct choose *c, const struct choose_level *v, float doubt, float before, float dt)
{
    float weight = c->rules->rhythm_clean + (1.0F - c->rules->rhythm_clean) * doubt;
    if (makes_up(v, before, dt)) {
        return weight * fmaxf(MADE_UP_GAIN, rhythm_gain(v, dt));
    }
    float pause = isnan(v->interval)
                      ? 0.0F
                      : PAUSE_GAIN * ramp(dt / v->interval - PAUSE_SPREADS * v->spread, PAUSE_FROM, PAUSE_TO);
    return weight * rhythm_gain(v, dt) + (1.0F - doubt) * pause;
}

/* A low hill that parts a usual interval in two is a spike, a P or a T wave: most early beats have a pause behind. */
static float split_gain(const struct choose *c, const struct choose_level *v, const struct choose_hill *h,
                        const struct choose_hill *next)
{
    if (h->from < 0 || isnan(v->interval)) {
        return 0.0F;
    }
    float off = fabsf(choose_seconds(c->hills[h->from].t, next->t) / v->interval - 1.0F);
    float odd = fmaxf(h->doubt, ramp(h->likeness, SPLIT_LIKE, SPLIT_UNLIKE));
    return c->rules->split * odd * ramp(off / v->spread, 3.0F, 1.0F) * ramp(h->height / v->beat, SPLIT_HIGH, SPLIT_LOW);
}

/* The interval that ends at hill j on its best way, s; NaN: none. */
static float before_of(const struct choose *c, size_t j)
{
    int16_t from = c->hills[j].from;
    return from < 0 ? NAN : choose_seconds(c->hills[from].t, c->hills[j].t);
}

/* The best way up to some hill, and what to add for the step from it to hill h. */
struct way {
    float worth;
    int16_t from;
};

static void better(struct way *best, float worth, int16_t from)
{
    if (worth > best->worth) {
        *best = (struct way){worth, from};
    }
}

/* Undoes what is not settled. return: the first hill that is not; start: the newest settled beat, or -1. */
static size_t begin_way(struct choose *c, int *start)
{
    size_t first = 0;
    *start = -1;
    for (size_t i = 0; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        h->chosen = h->chosen && h->settled;
        first = h->settled ? i + 1 : first;
        *start = h->chosen ? (int)i : *start;
    }
    return first;
}

/* A P wave comes soon before its QRS, lower and slower. */
static float leader_gain(const struct choose_rules *r, const struct choose_hill *h, const struct choose_hill *next,
                         float dt)
{
    bool lower = h->height < LEADER_HEIGHT * next->height && h->pace_hz < T_PACE * next->pace_hz;
    return lower ? T_GAIN * ramp(dt, r->leader_last, r->leader_sure) : 0.0F;
}

/* A T wave comes soon after its QRS, lower and slower; a dicrotic wave soon after its pulse, lower. */
static float follower_gain(const struct choose *c, const struct choose_level *v, const struct choose_hill *main,
                           const struct choose_hill *h, float dt)
{
    const struct choose_rules *r = c->rules;
    bool slower = !(main->pace_hz > 0.0F) || h->pace_hz < T_PACE * main->pace_hz;
    if (h->stands || dt > 1.5F * r->follower_last || h->height > r->follower_height * main->height || !slower) {
        return 0.0F;
    }
    float scale = sqrtf(isnan(v->interval) ? 0.8F : v->interval);
    return T_GAIN * ramp(dt, r->follower_last * scale, r->follower_sure * scale);
}

void choose_best_way(struct choose *c, bool rhythm)
{
    int start = -1;
    size_t first = begin_way(c, &start), older = first;
    struct way old = {-INFINITY, -1}, end = {0.0F, -1}; /* old: of all hills more than LONG_S back */
    for (size_t i = first; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        const struct choose_level *v = &c->levels[choose_block_of(c, h->t)];
        struct way best = {-INFINITY, -1};
        for (; older < i && choose_seconds(c->hills[older].t, h->t) > LONG_S; older++) {
            better(&old, c->hills[older].best, (int16_t)older);
        }
        h->best = -INFINITY;
        if (!(h->gain > -INFINITY)) {
            continue;
        }
        float since = start < 0 ? LONG_S : choose_seconds(c->hills[start].t, h->t);
        if (since >= c->rules->refractory_s) {
            better(&best,
                   start < 0 ? 0.0F
                             : (rhythm ? step_gain(c, v, h->doubt, NAN, since) : 0.0F) +
                                   follower_gain(c, v, &c->hills[start], h, since),
                   -1);
        }
        better(&best, old.worth + (rhythm ? step_gain(c, v, h->doubt, NAN, LONG_S) : 0.0F), old.from);
        for (size_t j = older; j < i; j++) {
            float dt = choose_seconds(c->hills[j].t, h->t);
            if (dt < c->rules->refractory_s) {
                break;
            }
            if (c->hills[j].best > -INFINITY) {
                better(&best,
                       c->hills[j].best +
                           (rhythm ? step_gain(c, v, fminf(h->doubt, c->hills[j].doubt), before_of(c, j), dt) +
                                         split_gain(c, v, &c->hills[j], h)
                                   : 0.0F) +
                           follower_gain(c, v, &c->hills[j], h, dt) + leader_gain(c->rules, &c->hills[j], h, dt),
                       (int16_t)j);
            }
        }
        h->best = best.worth + h->gain;
        h->from = best.from;
        better(&end, h->best, (int16_t)i);
    }
    for (int16_t i = end.from; i >= 0; i = c->hills[i].from) {
        c->hills[i].chosen = true;
    }
}
