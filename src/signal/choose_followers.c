/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What follows each beat: its T wave or dicrotic wave, or an early beat.
 */
#include "signal/choose_followers.h"

#include <math.h>

#include "signal/choose_levels.h"
#include "signal/stats.h"

static const float MAIN_SHARE = 0.7F; /* of the chosen ones on both sides, chosen: a T wave among them is lower */
static const float MAIN_PACE = 0.75F; /* ibid.: a tall T wave that was chosen is slower than the QRS */
static const float FROM_S = 0.2F;     /* chosen: what is nearer belongs to the beat */
static const float TO_S = 0.65F;      /* chosen: no T wave peaks later */
static const float NEXT_S = 0.13F;    /* before the next beat: what is nearer belongs to that */
static const float USUAL = 0.2F;      /* quantile, chosen: most beats may be followed by early ones, not all */
static const float FAR = 2.0F;        /* times as high, chosen: T waves of one lead do not differ so much */
static const float CLEAR = 2.5F;      /* times the noise there, chosen */
static const float LEAST = 0.05F;     /* of the beat, chosen: T waves hardly seen differ by noise */
static const float GROWS = 1.15F;     /* at each settling, chosen: in minutes a T wave may become another */
enum { MAINS_MIN = 8, MAINS_MAX = 192 };

/* The next chosen hill from i on, going by step; -1: none. */
static int chosen_from(const struct choose *c, int i, int step)
{
    while (i >= 0 && i < (int)c->n && !c->hills[i].chosen) {
        i += step;
    }
    return i >= 0 && i < (int)c->n ? i : -1;
}

static bool is_main(const struct choose *c, int before, int i, int next)
{
    if (before < 0 || next < 0) {
        return false;
    }
    const struct choose_hill *h = &c->hills[i], *a = &c->hills[before], *b = &c->hills[next];
    return h->height >= MAIN_SHARE * fmaxf(a->height, b->height) &&
           h->pace_hz >= MAIN_PACE * fmaxf(a->pace_hz, b->pace_hz);
}

/* The highest hill that may be the T wave of beat i, as a share of it; next: the chosen one after it. */
static float follower_of(const struct choose *c, int i, int next)
{
    const struct choose_hill *h = &c->hills[i], *after = &c->hills[next];
    float gap = choose_seconds(h->t, after->t), best = 0.0F, until = fminf(TO_S, gap - NEXT_S);
    if (gap < TO_S && after->pace_hz < MAIN_PACE * h->pace_hz) {
        best = after->height; /* it may be a T wave that was chosen */
    }
    for (int j = i + 1; j < next; j++) {
        float dt = choose_seconds(c->hills[i].t, c->hills[j].t);
        best = dt > FROM_S && dt < until ? fmaxf(best, c->hills[j].height) : best;
    }
    return best / c->hills[i].height;
}

/* How high a T wave is, as a share of its beat; NaN: not known. */
static float usual_follower(const struct choose *c)
{
    float shares[MAINS_MAX];
    size_t n = 0;
    int before = -1, i = chosen_from(c, 0, 1);
    while (i >= 0 && n < MAINS_MAX) {
        int next = chosen_from(c, i + 1, 1);
        if (is_main(c, before, i, next)) {
            shares[n++] = follower_of(c, i, next);
        }
        before = i;
        i = next;
    }
    return n < MAINS_MIN ? NAN : stats_quantile(shares, n, USUAL);
}

static bool is_far(float share, float usual)
{
    return !isnan(usual) && share > FAR * fmaxf(usual, LEAST);
}

/* Where all beats of now are followed by as much it may be noise: then it must be like beats, not only like enough. */
static bool stands(const struct choose *c, const struct choose_hill *beat, const struct choose_hill *h, float usual)
{
    float since = choose_seconds(beat->t, h->t), share = h->height / beat->height;
    bool now = is_far(share, usual), before = is_far(share, c->followed);
    return since > c->rules->stands_from && since < TO_S && h->height > CLEAR * h->noise &&
           ((now && h->likeness >= c->rules->stands_like) || (before && h->likeness >= c->rules->like_well));
}

void choose_find_followers(struct choose *c)
{
    float usual = usual_follower(c);
    const struct choose_hill *beat = NULL;
    int before = -1;
    for (int i = 0; i < (int)c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        h->stands = beat != NULL && stands(c, beat, h, usual);
        if (h->chosen) {
            beat = is_main(c, before, i, chosen_from(c, i + 1, 1)) ? h : beat;
            before = i;
        }
    }
}

void choose_remember_followers(struct choose *c)
{
    c->followed = fminf(usual_follower(c), GROWS * c->followed);
}
