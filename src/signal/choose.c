/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Beats out of hills, looking both ways.
 *
 *   levels of 2 s -> first choice by height -> forms, noise, rhythm of what was chosen -> choice by all -> once more
 *
 * Levels are found by choose_levels.c, forms by choose_forms.c, a rhythm that noise hides by choose_rhythm.c, early
 * beats that look like T waves by choose_followers.c; the choice by all of them is that of choose_way.c.
 *
 * 1. Beats are at least refractory_s apart.
 * 2. What is settled stays; a factor on all heights changes nothing.
 * 3. Likeness counts only where noise comes near the beats, and rhythm much less where it does not: in a clean signal a
 *    hill that stands out is a beat, early and odd as it may be; a pause with a hill in it has missed one.
 */
#include "signal/choose.h"

#include <math.h>
#include <string.h>

#include "signal/choose_followers.h"
#include "signal/choose_forms.h"
#include "signal/choose_levels.h"
#include "signal/choose_rhythm.h"
#include "signal/choose_way.h"
#include "signal/ramp.h"
#include "signal/stats.h"

/* Thresholds of the first choice, of the beat level; chosen: the lower one finds weak beats, the higher one the true
   rhythm where noise comes near the beats. */
static const float FIRST[2] = {0.22F, 0.7F};
static const float LOUD_LEAN = 0.3F;  /* worth, chosen: a wrong rhythm of noise hills seems orderly */
static const float CALM_LEAN = -0.1F; /* chosen: without early beats any rhythm seems more orderly */
static const float RESTLESS =
    0.25F; /* spread of intervals, chosen: from here on both are tried; dicrotic waves may be taken in */
static const float ALIKE_LEAST = 0.8F;  /* chosen: as like are hills of noise */
static const float ALIKE_FIRST = 0.92F; /* before it is known; chosen */
static const float OUTSTANDING = 0.8F;  /* noise to height at which a mark is worth nothing; as ecg.c */

void choose_init(struct choose *c, const struct choose_rules *rules)
{
    memset(c, 0, sizeof *c);
    c->rules = rules;
    c->followed = NAN;
    choose_break(c);
}

void choose_break(struct choose *c)
{
    c->n = c->levels_n = 0;
    c->settled_until = c->last = USEC_NONE;
}

bool choose_add(struct choose *c, const struct choose_hill *hill)
{
    if (c->n == CHOOSE_HILLS) {
        return false;
    }
    c->hills[c->n] = *hill;
    c->hills[c->n].chosen = c->hills[c->n].settled = c->hills[c->n].stands = false;
    c->n++;
    return true;
}

static struct mark mark_of(const struct choose *c, const struct choose_hill *h)
{
    const struct choose_level *v = &c->levels[choose_block_of(c, h->t)];
    bool usual = h->form >= 0 ? c->forms[h->form].down : h->deflection[1] > h->deflection[0];
    int way = qrs_marks_down(usual, h->deflection[0], h->deflection[1]) ? 1 : 0;
    float noise = isnan(v->noise) ? v->beat : v->noise;
    float trust = ramp(noise / h->height, OUTSTANDING, 0.5F) * ramp(h->likeness, 0.4F, 0.8F);
    return (struct mark){h->mark[way], c->last != USEC_NONE, trust, h->wave[way]};
}

static void forget_before(struct choose *c, usec t)
{
    size_t old = 0;
    while (old < c->n && c->hills[old].t < t) {
        old++;
    }
    memmove(c->hills, c->hills + old, (c->n - old) * sizeof c->hills[0]);
    c->n -= old;
}

/* How well the beats of a choice stand together: alike, above the noise, in rhythm. */
static float worth_of(const struct choose *c)
{
    float like = 0.0F, beats = 0.0F, stray = 0.0F, levels = 0.0F;
    for (size_t i = 0; i < c->n; i++) {
        like += c->hills[i].chosen && !c->hills[i].settled ? c->hills[i].likeness : 0.0F;
        beats += c->hills[i].chosen && !c->hills[i].settled ? 1.0F : 0.0F;
    }
    for (size_t k = 0; k < c->levels_n; k++) {
        const struct choose_level *v = &c->levels[k];
        if (!isnan(v->noise)) {
            stray += c->rules->stray * v->noise / v->beat + v->spread;
            levels += 1.0F;
        }
    }
    return beats < 0.5F || levels < 0.5F ? -INFINITY : like / beats - stray / levels;
}

static void find_alike(struct choose *c)
{
    float like[STATS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < c->n && n < STATS_MAX; i++) {
        if (c->hills[i].chosen && !c->hills[i].settled && c->hills[i].form >= 0) {
            like[n++] = c->hills[i].likeness;
        }
    }
    c->alike = n < 4 ? ALIKE_FIRST : fmaxf(ALIKE_LEAST, stats_quantile(like, n, 0.75F));
}

/* interval_s: what the first choice goes by besides height; NaN: nothing. */
static void choose_from(struct choose *c, float threshold, float interval_s, float clear)
{
    enum { ROUNDS = 2 };
    choose_find_beat_level(c);
    choose_first_rhythm(c, interval_s);
    c->alike = ALIKE_FIRST;
    choose_weigh_first(c, threshold);
    choose_best_way(c, !isnan(interval_s));
    for (int round = 0; round < ROUNDS; round++) {
        choose_find_followers(c);
        choose_find_levels(c);
        if (!isnan(interval_s)) {
            choose_lend_rhythm(c, interval_s, clear);
        }
        choose_learn_forms(c);
        choose_weigh(c);
        choose_best_way(c, true);
        find_alike(c);
    }
}

/* What a choice is made of, to come back to it. */
struct choose_memory {
    struct choose_form forms[CHOOSE_SHAPES];
    size_t forms_n;
};

static struct choose_memory remember(const struct choose *c)
{
    struct choose_memory m = {.forms_n = c->forms_n};
    memcpy(m.forms, c->forms, sizeof m.forms);
    return m;
}

static void recall(struct choose *c, const struct choose_memory *m)
{
    memcpy(c->forms, m->forms, sizeof m->forms);
    c->forms_n = m->forms_n;
}

/* Where it is loud, the first choice may have gone by noise: a second one is tried, and the better one kept. */
static void choose_best(struct choose *c)
{
    struct choose_memory before = remember(c);
    float clear = 0.0F;
    choose_from(c, FIRST[0], NAN, 0.0F);
    bool loud = choose_is_loud(c);
    if (!loud && choose_unrest(c) < RESTLESS) {
        return;
    }
    float worth = worth_of(c), interval_s = choose_usual_interval(c, &clear);
    recall(c, &before);
    choose_from(c, FIRST[1], interval_s, clear);
    if (worth_of(c) < worth - (loud ? LOUD_LEAN : CALM_LEAN)) {
        recall(c, &before);
        choose_from(c, FIRST[0], NAN, 0.0F);
    }
    if (!loud) {
        return;
    }
    if (before.forms_n > 0) {
        recall(c, &before); /* forms are learnt where it is quiet */
    }
}

size_t choose_settle(struct choose *c, usec until, usec context_us, struct mark out[CHOOSE_TOLD_MAX])
{
    size_t told = 0;
    if (c->n == 0) {
        return 0;
    }
    choose_find_local_noise(c);
    choose_best(c);
    choose_remember_followers(c);
    for (size_t i = 0; i < c->n && c->hills[i].t <= until; i++) {
        struct choose_hill *h = &c->hills[i];
        if (h->chosen && !h->settled && told < CHOOSE_TOLD_MAX) {
            out[told++] = mark_of(c, h);
            c->last = h->t;
        }
        h->settled = true;
    }
    c->settled_until = until;
    forget_before(c, until - context_us);
    return told;
}
