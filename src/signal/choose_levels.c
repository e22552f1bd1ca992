/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is usual in a stretch of 2 s and some to either side of it: how high beats and noise are, how long intervals
 * are.
 */
#include "signal/choose_levels.h"

#include <math.h>

#include "signal/choose_forms.h"
#include "signal/ramp.h"
#include "signal/stats.h"

static const float BLOCK_S = 2.0F;     /* chosen: holds a beat of a heart of 30 a minute */
static const int REACH = 3;            /* blocks to either side whose levels count: 7 s, chosen: some beats */
static const float LOUD = 0.45F;       /* noise to beats, chosen: from here on a second choice is tried */
static const size_t LOUD_BLOCKS = 3;   /* 6 s, chosen: shorter noise leaves the rhythm round it */
static const float SPREAD_MIN = 0.06F; /* of the interval: breathing at rest moves it by so much */
static const float SPREAD_MAX = 0.45F; /* fibrillation */
static const float UNLIKE_FEW = 0.15F; /* of the chosen; chosen: ectopic beats of no common form are rarer */
static const float UNLIKE_MANY = 0.35F;
static const float TALL = 1.6F;          /* times the usual ones, chosen: jerks of an electrode are as tall */
static const float ODD_TALL_FROM = 1.4F; /* times the usual ones, chosen: so tall, an odd one is an ectopic beat */
static const float ODD_TALL = 1.8F;
static const float LOCAL_S = 0.8F; /* to either side: hills there tell how noisy it is just here */
static const float AWAY_S = 0.13F; /* from a beat: what is nearer belongs to it */
enum { FEW = 4 };                  /* chosen: two beats with P and T; at most five beats of a fast heart */

size_t choose_block_of(const struct choose *c, usec t)
{
    float at = choose_seconds(c->hills[0].t, t) / BLOCK_S;
    size_t i = at > 0.0F ? (size_t)at : 0;
    return i < c->levels_n ? i : c->levels_n - 1;
}

/* Median over the blocks within REACH of k that know it; NaN: none. */
static float near_median(const float *v, size_t n, size_t k)
{
    float known[2 * 5 + 1] = {0.0F};
    size_t m = 0, from = k > (size_t)REACH ? k - (size_t)REACH : 0;
    for (size_t i = from; i < n && i <= k + (size_t)REACH; i++) {
        if (!isnan(v[i])) {
            known[m++] = v[i];
        }
    }
    return stats_median(known, m);
}

void choose_find_beat_level(struct choose *c)
{
    float top[CHOOSE_BLOCKS] = {0.0F};
    float blocks = choose_seconds(c->hills[0].t, c->hills[c->n - 1].t) / BLOCK_S;
    c->levels_n = 1 + (size_t)fminf(blocks, (float)(CHOOSE_BLOCKS - 1));
    for (size_t k = 0; k < c->levels_n; k++) {
        top[k] = NAN;
    }
    for (size_t i = 0; i < c->n; i++) {
        size_t k = choose_block_of(c, c->hills[i].t);
        top[k] = isnan(top[k]) || c->hills[i].height > top[k] ? c->hills[i].height : top[k];
    }
    for (size_t k = 0; k < c->levels_n; k++) {
        c->levels[k] = (struct choose_level){near_median(top, c->levels_n, k), NAN, NAN, NAN, 0.0F};
    }
}

/* Share of the chosen ones of hills [first, end) that are like no form. */
static float unlike_share(const struct choose *c, size_t first, size_t end)
{
    float unlike = 0.0F, n = 0.0F;
    for (size_t i = first; i < end; i++) {
        bool counts = c->hills[i].chosen;
        unlike += counts ? choose_unlikeness(c, &c->hills[i]) : 0.0F;
        n += counts ? 1.0F : 0.0F;
    }
    return n > 3.5F && choose_know_forms(c) ? unlike / n : 0.0F;
}

/* Where many are like no form, those are noise, chosen or not. Of what was chosen: beats, the highest hill between each
 * two of them, and their distances. */
void choose_find_levels(struct choose *c)
{
    enum { MAX = 128 };
    float beat[MAX], noise[MAX], local[MAX], rr[MAX];
    usec at[MAX];
    size_t first = 0, end = 0;
    for (size_t k = 0; k < c->levels_n; k++) {
        usec middle = c->hills[0].t + (usec)(((float)k + 0.5F) * BLOCK_S * 1e6F);
        usec reach = (usec)(((float)REACH + 0.5F) * BLOCK_S * 1e6F);
        while (first < c->n && c->hills[first].t < middle - reach) {
            first++;
        }
        while (end < c->n && c->hills[end].t <= middle + reach) {
            end++;
        }
        size_t n = 0, gaps = 0;
        float between = 0.0F, unlike = unlike_share(c, first, end);
        for (size_t i = first; i < end && n < MAX; i++) {
            const struct choose_hill *h = &c->hills[i];
            bool odd = unlike > UNLIKE_MANY && choose_unlikeness(c, h) > 0.5F;
            if (h->chosen && !odd) {
                if (n > 0) {
                    rr[gaps] = choose_seconds(at[n - 1], h->t);
                    noise[gaps++] = between;
                }
                at[n] = h->t;
                local[n] = h->noise;
                beat[n++] = h->height;
                between = 0.0F;
            } else if (n > 0 && !h->stands && choose_seconds(at[n - 1], h->t) > AWAY_S) {
                bool next_near = false;
                for (size_t j = i + 1; j < c->n && choose_seconds(h->t, c->hills[j].t) < AWAY_S; j++) {
                    next_near = next_near || (c->hills[j].chosen && !odd);
                }
                between = next_near ? between : fmaxf(between, (1.0F - h->flat) * h->height);
            }
        }
        struct choose_level *v = &c->levels[k];
        v->unlike = unlike;
        if (n < 4) {
            continue;
        }
        v->beat = stats_median(beat, n);
        v->noise = fminf(fmaxf(stats_median(noise, gaps), stats_median(local, n)), v->beat);
        v->interval = stats_median(rr, gaps);
        v->spread = fmaxf(SPREAD_MIN, fminf(SPREAD_MAX, 1.5F * stats_quartile_deviation(rr, gaps) / v->interval));
    }
}

/* True when a higher hill lies near, going by step. */
static bool is_below(const struct choose *c, size_t i, int step)
{
    const struct choose_hill *h = &c->hills[i];
    for (int j = (int)i + step; j >= 0 && j < (int)c->n; j += step) {
        if (fabsf(choose_seconds(h->t, c->hills[j].t)) >= AWAY_S) {
            return false;
        }
        if (c->hills[j].height > h->height) {
            return true;
        }
    }
    return false;
}

/* A wide beat has lower hills on its flanks. */
static bool is_flank(const struct choose *c, size_t i)
{
    return is_below(c, i, -1) || is_below(c, i, 1);
}

/* Noise just round each hill: the height that FEW others reach. Beats and their T waves are fewer, a burst of noise has
   more. */
void choose_find_local_noise(struct choose *c)
{
    bool flank[CHOOSE_HILLS] = {false};
    size_t from = 0;
    for (size_t i = 0; i < c->n; i++) {
        flank[i] = is_flank(c, i);
    }
    for (size_t i = 0; i < c->n; i++) {
        float top[FEW + 1] = {0.0F}; /* highest first */
        while (choose_seconds(c->hills[from].t, c->hills[i].t) > LOCAL_S) {
            from++;
        }
        for (size_t j = from; j < c->n && choose_seconds(c->hills[i].t, c->hills[j].t) < LOCAL_S; j++) {
            float height = flank[j] ? 0.0F : c->hills[j].height;
            for (size_t k = 0; k <= FEW && height > 0.0F; k++) {
                if (height > top[k]) {
                    float lower = top[k];
                    top[k] = height;
                    height = lower;
                }
            }
        }
        c->hills[i].noise = top[FEW];
    }
}

bool choose_level_is_loud(const struct choose_level *v)
{
    return isnan(v->noise) || v->noise > LOUD * v->beat || v->unlike > UNLIKE_MANY;
}

/* True when it is loud for some seconds. */
bool choose_is_loud(const struct choose *c)
{
    size_t loud = 0;
    for (size_t k = 0; k < c->levels_n; k++) {
        loud += choose_level_is_loud(&c->levels[k]) ? 1 : 0;
    }
    return loud >= LOUD_BLOCKS;
}

float choose_unrest(const struct choose *c)
{
    float spread[CHOOSE_BLOCKS];
    size_t n = 0;
    for (size_t k = 0; k < c->levels_n; k++) {
        if (!isnan(c->levels[k].spread)) {
            spread[n++] = c->levels[k].spread;
        }
    }
    return n == 0 ? 1.0F : stats_median(spread, n);
}

/* Taller than the usual ones, it is less doubtful in the same noise: an ectopic beat among small ones. */
float choose_doubt_of(const struct choose *c, const struct choose_level *v, const struct choose_hill *h, float noise)
{
    float size = fmaxf(1.0F, fminf(TALL, h->height / v->beat));
    float loud = ramp(noise / (size * v->beat), c->rules->doubt_from, c->rules->doubt_to);
    return fmaxf(loud, ramp(h->height / v->beat, ODD_TALL, ODD_TALL_FROM) * ramp(v->unlike, UNLIKE_FEW, UNLIKE_MANY));
}
