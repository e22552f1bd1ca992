/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Beats out of hills, looking both ways.
 *
 *   levels of 2 s -> first choice by height -> forms, noise, rhythm of what was chosen -> choice by all -> once more
 *
 * A way through the hills is worth the sum of its hills' gains (height over threshold, likeness to a form) and of its
 * intervals' (how near to the usual one). Gains are on the scale of log likelihood ratios: 0 says nothing.
 *
 * 1. Beats are at least refractory_s apart.
 * 2. What is settled stays; a factor on all heights changes nothing.
 * 3. Likeness counts only where noise comes near the beats, and rhythm much less where it does not: in a clean signal a
 *    hill that stands out is a beat, early and odd as it may be; a pause with a hill in it has missed one.
 */
#include "signal/choose.h"

#include <math.h>
#include <string.h>

#include "signal/stats.h"

static const float BLOCK_S = 2.0F; /* chosen: holds a beat of a heart of 30 a minute */
static const int REACH = 3;        /* blocks to either side whose levels count: 7 s, chosen: some beats */
static const float PRUNE = 0.06F;  /* of the beat level, chosen: such hills are never beats */
/* Thresholds of the first choice, of the beat level; chosen: the lower one finds weak beats, the higher one the true
   rhythm where noise comes near the beats. */
static const float FIRST[2] = {0.22F, 0.7F};
static const float LOUD = 0.45F;         /* noise to beats, chosen: from here on both are tried, */
static const float LOUD_LEAN = 0.3F;     /* worth, chosen: a wrong rhythm of noise hills seems orderly */
static const size_t LOUD_BLOCKS = 3;     /* 6 s, chosen: shorter noise leaves the rhythm round it */
static const float RESTLESS = 0.25F;     /* and from this spread of the intervals on: dicrotic waves may be taken in */
static const float FIRST_SPREAD = 0.15F; /* of the interval; chosen: it has yet to be found */
static const float CLEAR = 2.0F;         /* times chance, chosen: a rhythm that is there */
static const float GAIN_LOW = -6.0F;     /* chosen: one hill alone must not outvote its neighbours */
static const float GAIN_HIGH = 4.0F;
static const float LIKE_LOW = -3.0F;
static const float LIKE_HIGH = 2.0F;
static const float UNLIKE_ODD = 2.5F;   /* times as unlike as beats are: chosen, from here on it speaks against one */
static const float UNLIKE_MIN = 0.03F;  /* even beats without noise differ by so much */
static const float ALIKE_LEAST = 0.8F;  /* chosen: as like are hills of noise */
static const float ALIKE_FIRST = 0.92F; /* before it is known; chosen */
static const float JOIN_FORM = 0.85F;   /* likeness, chosen: beats of one form reach 0.9 in little noise */
static const float FIRST_TIGHT = 0.9F;  /* chosen: what a form begins with */
static const float FORM_LOOSE = 1.5F;   /* times what its beats are less alike than those of the best form; chosen */
static const float FORM_MIN = 2.5F;     /* beats, chosen: three alike are a form, two may be chance */
static const float FORM_RARE = 0.15F;   /* likeness taken off a form that few beats have */
static const float FORM_RARE_DOUBT = 0.4F; /* and more in doubt: noise has forms of its own; chosen */
static const float FORM_COMMON = 0.25F;    /* of all beats, chosen: from here on nothing is taken off */
static const float FORGET = 0.5F;          /* of the counts, at each settling, chosen: a lead may change */
static const float SPREAD_MIN = 0.06F;     /* of the interval: breathing at rest moves it by so much */
static const float SPREAD_MAX = 0.45F;     /* fibrillation */
static const float RHYTHM_TAIL = -2.0F;    /* log odds of an interval that fits in no way; chosen */
static const float SPLIT_HIGH = 0.8F;      /* of the usual beats; chosen */
static const float SPLIT_LOW = 0.4F;
static const float SPLIT_LIKE = 0.97F; /* to a form that recurs; chosen */
static const float SPLIT_UNLIKE = 0.85F;
static const float PAUSE_GAIN = -2.0F; /* chosen: as much as RHYTHM_TAIL */
static const float PAUSE_FROM = 1.2F;  /* intervals, and so many times their spread more; chosen */
static const float PAUSE_TO = 1.6F;
static const float PAUSE_SPREADS = 2.0F;
static const float T_PACE = 0.75F;     /* and slower, chosen: QRS 12-16 Hz, T 6-9 Hz */
static const float T_GAIN = -4.0F;     /* chosen: as much as a hill of a third of the threshold */
static const float UNLIKE_FEW = 0.15F; /* of the chosen; chosen: ectopic beats of no common form are rarer */
static const float UNLIKE_MANY = 0.35F;
static const float TALL = 1.6F;        /* times the usual ones, chosen: jerks of an electrode are as tall */
static const float LOCAL_S = 0.8F;     /* to either side: hills there tell how noisy it is just here */
enum { FEW = 5 };                      /* chosen: two beats with P and T; at most five beats of a fast heart */
static const float LONG_S = 3.0F;      /* longer intervals are all alike */
static const float OUTSTANDING = 0.8F; /* noise to height at which a mark is worth nothing; as ecg.c */

static float ramp(float v, float from, float to)
{
    return fmaxf(0.0F, fminf(1.0F, (v - from) / (to - from)));
}

static float seconds(usec from, usec to)
{
    return (float)(to - from) * 1e-6F;
}

/* --- shapes ----------------------------------------------------------------------------------------------------- */

static float like_qrs(const union choose_shape *a, const union choose_shape *b)
{
    return qrs_outline_likeness(&a->qrs, &b->qrs);
}

static void blend_qrs(union choose_shape *usual, const union choose_shape *own, float share)
{
    float size = 0.0F;
    for (int k = 0; k < QRS_OUTLINE; k++) {
        size += own->qrs.v[k] * own->qrs.v[k];
    }
    float scale = size > 0.0F ? share / sqrtf(size) : 0.0F;
    for (int k = 0; k < QRS_OUTLINE; k++) {
        usual->qrs.v[k] += scale * own->qrs.v[k] - share * usual->qrs.v[k];
    }
}

static float like_pulse(const union choose_shape *a, const union choose_shape *b)
{
    return pulse_likeness(&a->pulse, &b->pulse);
}

static void blend_pulse(union choose_shape *usual, const union choose_shape *own, float share)
{
    float size = 0.0F;
    for (int k = 0; k < PULSE_SHAPE; k++) {
        size += own->pulse.slope[k] * own->pulse.slope[k];
    }
    float scale = size > 0.0F ? share / sqrtf(size) : 0.0F;
    for (int k = 0; k < PULSE_SHAPE; k++) {
        usual->pulse.slope[k] += scale * own->pulse.slope[k] - share * usual->pulse.slope[k];
    }
}

/* chosen, all: by people of many kinds (tests/bench/people.h). R to the peak of T is some 0.3 s at an interval of 1 s
   and goes with its root (Bazett 1920: QT 0.39 s); the dicrotic wave the same. */
const struct choose_rules CHOOSE_ECG = {.refractory_s = 0.2F,
                                        .follower_sure = 0.33F,
                                        .follower_last = 0.40F,
                                        .follower_height = 0.8F,
                                        .stray = 1.0F,
                                        .threshold = 0.15F,
                                        .steep = 4.0F,
                                        .join_loose = 4.0F,
                                        .like_well = 0.9F,
                                        .like_ill = 0.8F,
                                        .split = -3.0F,
                                        .like_clean = 0.0F,
                                        .rhythm_clean = 0.25F,
                                        .doubt_from = 0.12F,
                                        .doubt_to = 0.35F,
                                        .likeness = like_qrs,
                                        .blend = blend_qrs};
const struct choose_rules CHOOSE_PULSE = {.refractory_s = 0.27F,
                                          .follower_sure = 0.36F,
                                          .follower_last = 0.45F,
                                          .follower_height = 0.75F,
                                          .stray = 0.6F,
                                          .threshold = 0.2F,
                                          .join_loose = 100.0F,
                                          .like_well = 0.8F,
                                          .like_ill = 0.65F,
                                          .steep = 4.0F,
                                          .like_clean = 0.0F,
                                          .rhythm_clean = 0.25F,
                                          .doubt_from = 0.2F,
                                          .doubt_to = 0.6F,
                                          .likeness = like_pulse,
                                          .blend = blend_pulse};

/* --- life ------------------------------------------------------------------------------------------------------- */

void choose_init(struct choose *c, const struct choose_rules *rules)
{
    memset(c, 0, sizeof *c);
    c->rules = rules;
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
    c->hills[c->n].chosen = c->hills[c->n].settled = false;
    c->n++;
    return true;
}

/* --- levels ----------------------------------------------------------------------------------------------------- */

static size_t block_of(const struct choose *c, usec t)
{
    float at = seconds(c->hills[0].t, t) / BLOCK_S;
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

static void find_beat_level(struct choose *c)
{
    float top[CHOOSE_BLOCKS] = {0.0F};
    float blocks = seconds(c->hills[0].t, c->hills[c->n - 1].t) / BLOCK_S;
    c->levels_n = 1 + (size_t)fminf(blocks, (float)(CHOOSE_BLOCKS - 1));
    for (size_t k = 0; k < c->levels_n; k++) {
        top[k] = NAN;
    }
    for (size_t i = 0; i < c->n; i++) {
        size_t k = block_of(c, c->hills[i].t);
        top[k] = isnan(top[k]) || c->hills[i].height > top[k] ? c->hills[i].height : top[k];
    }
    for (size_t k = 0; k < c->levels_n; k++) {
        c->levels[k] = (struct choose_level){near_median(top, c->levels_n, k), NAN, NAN, NAN, 0.0F};
    }
}

static bool know_forms(const struct choose *c)
{
    float most = 0.0F;
    for (size_t k = 0; k < c->forms_n; k++) {
        most = fmaxf(most, c->forms[k].n);
    }
    return most >= FORM_MIN;
}

static float unlikeness(const struct choose *c, const struct choose_hill *h)
{
    return ramp(h->likeness, c->rules->like_well, c->rules->like_ill);
}

/* Share of the chosen ones of hills [first, end) that are like no form. */
static float unlike_share(const struct choose *c, size_t first, size_t end)
{
    float unlike = 0.0F, n = 0.0F;
    for (size_t i = first; i < end; i++) {
        bool counts = c->hills[i].chosen;
        unlike += counts ? unlikeness(c, &c->hills[i]) : 0.0F;
        n += counts ? 1.0F : 0.0F;
    }
    return n > 3.5F && know_forms(c) ? unlike / n : 0.0F;
}

/* Where many are like no form, those are noise, chosen or not. Of what was chosen: beats, the highest hill between each
 * two of them, and their distances. */
static void find_levels(struct choose *c)
{
    enum { MAX = 128 };
    static const float AWAY_S = 0.13F; /* from a beat: what is nearer belongs to it */
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
            bool odd = unlike > UNLIKE_MANY && unlikeness(c, h) > 0.5F;
            if (h->chosen && !odd) {
                if (n > 0) {
                    rr[gaps] = seconds(at[n - 1], h->t);
                    noise[gaps++] = between;
                }
                at[n] = h->t;
                local[n] = h->noise;
                beat[n++] = h->height;
                between = 0.0F;
            } else if (n > 0 && seconds(at[n - 1], h->t) > AWAY_S) {
                bool next_near = false;
                for (size_t j = i + 1; j < c->n && seconds(h->t, c->hills[j].t) < AWAY_S; j++) {
                    next_near = next_near || (c->hills[j].chosen && !odd);
                }
                between = next_near ? between : fmaxf(between, h->height);
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

/* --- forms ------------------------------------------------------------------------------------------------------ */

/* Likeness of the beats of the form whose beats are most alike. */
static float tightest_form(const struct choose *c)
{
    float tightest = 0.0F;
    for (size_t k = 0; k < c->forms_n; k++) {
        tightest = c->forms[k].n < FORM_MIN ? tightest : fmaxf(tightest, c->forms[k].tight);
    }
    return tightest;
}

static void learn_forms(struct choose *c)
{
    for (size_t k = 0; k < c->forms_n; k++) {
        c->forms[k].n *= FORGET;
    }
    for (size_t i = 0; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        if (!h->chosen) {
            continue;
        }
        size_t best = c->forms_n;
        float like = fmaxf(JOIN_FORM, 1.0F - c->rules->join_loose * (1.0F - tightest_form(c)));
        for (size_t k = 0; k < c->forms_n; k++) {
            float l = c->rules->likeness(&h->shape, &c->forms[k].shape);
            if (l > like) {
                like = l;
                best = k;
            }
        }
        if (best == CHOOSE_SHAPES) {
            best = 0;
            for (size_t k = 1; k < CHOOSE_SHAPES; k++) {
                best = c->forms[k].n < c->forms[best].n ? k : best;
            }
            if (c->forms[best].n >= FORM_MIN) {
                continue;
            }
            c->forms[best].n = 0.0F;
        } else if (best == c->forms_n) {
            c->forms[c->forms_n++].n = 0.0F;
        }
        struct choose_form *f = &c->forms[best];
        f->n += 1.0F;
        float share = fmaxf(1.0F / f->n, 0.05F), up = h->deflection[0], down = h->deflection[1];
        if (f->n < 1.5F) {
            memset(f, 0, sizeof *f);
            f->n = 1.0F;
            like = FIRST_TIGHT;
        }
        f->tight += share * (like - f->tight);
        c->rules->blend(&f->shape, &h->shape, share);
        f->polarity += up + down > 0.0F ? share * ((up - down) / (up + down) - f->polarity) : 0.0F;
        f->down = f->n < 1.5F ? f->polarity < 0.0F : qrs_points_down(f->down, f->polarity);
    }
}

static void compare(const struct choose *c, struct choose_hill *h, float doubt)
{
    float all = 0.0F, tightest = tightest_form(c);
    h->form = -1;
    h->likeness = 0.0F;
    for (size_t k = 0; k < c->forms_n; k++) {
        all += c->forms[k].n;
    }
    for (size_t k = 0; k < c->forms_n; k++) {
        const struct choose_form *f = &c->forms[k];
        if (f->n < FORM_MIN) {
            continue;
        }
        float rare = 1.0F - fminf(1.0F, f->n / (FORM_COMMON * all));
        float l = c->rules->likeness(&h->shape, &f->shape) - (FORM_RARE + FORM_RARE_DOUBT * doubt) * rare;
        l -= FORM_LOOSE * (tightest - f->tight);
        if (l > h->likeness) {
            h->likeness = l;
            h->form = (int8_t)k;
        }
    }
}

/* --- the best way ----------------------------------------------------------------------------------------------- */

/* Taller than the usual ones, it is less doubtful in the same noise: an ectopic beat among small ones. */
static float doubt_of_hill(const struct choose *c, const struct choose_level *v, const struct choose_hill *h,
                           float noise)
{
    float size = fmaxf(1.0F, fminf(TALL, h->height / v->beat));
    float loud = ramp(noise / (size * v->beat), c->rules->doubt_from, c->rules->doubt_to);
    return fmaxf(loud, ramp(v->unlike, UNLIKE_FEW, UNLIKE_MANY));
}

/* Noise just round each hill: the height that FEW others reach. Beats and their T waves are fewer, a burst of noise has
   more. */
static void find_local_noise(struct choose *c)
{
    size_t from = 0;
    for (size_t i = 0; i < c->n; i++) {
        float top[FEW + 1] = {0.0F}; /* highest first */
        while (seconds(c->hills[from].t, c->hills[i].t) > LOCAL_S) {
            from++;
        }
        for (size_t j = from; j < c->n && seconds(c->hills[i].t, c->hills[j].t) < LOCAL_S; j++) {
            float height = c->hills[j].height;
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

/* How much likeness says, by how like the better half of the beats are. */
static float like_gain(const struct choose *c, float likeness)
{
    float unlike = 1.0F - c->alike, from = 1.0F - UNLIKE_ODD * unlike - UNLIKE_MIN;
    return fmaxf(LIKE_LOW, fminf(LIKE_HIGH, (likeness - from) / (0.5F * unlike + UNLIKE_MIN)));
}

/* The distance that hills like beats most often keep, s; clear: how many times as often as chance would have it; of two
   that explain each other the shorter one's share in the longer counts half. */
static float usual_interval(const struct choose *c, float *clear)
{
    enum { LAGS = 48 };
    static const float FIRST_S = 0.3F, STEP = 0.04F, LAST_S = 2.0F;
    float sum[2 * LAGS] = {0.0F}, best = 0.0F, at_s = NAN, all = 0.0F;
    for (size_t i = 0; i < c->n; i++) {
        float own = ramp(c->hills[i].likeness, c->alike - 0.2F, c->alike);
        for (size_t j = i + 1; own > 0.0F && j < c->n; j++) {
            float dt = seconds(c->hills[i].t, c->hills[j].t);
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

static bool is_loud(const struct choose_level *v)
{
    return isnan(v->noise) || v->noise > LOUD * v->beat || v->unlike > UNLIKE_MANY;
}

/* Where it is loud and no rhythm shows, that of the hills which are alike is taken. */
static void lend_rhythm(struct choose *c, float interval_s, float clear)
{
    for (size_t k = 0; k < c->levels_n && clear > CLEAR; k++) {
        struct choose_level *v = &c->levels[k];
        bool loud = is_loud(v);
        if (loud && (isnan(v->spread) || v->spread > FIRST_SPREAD)) {
            v->interval = interval_s;
            v->spread = FIRST_SPREAD;
        }
    }
}

static void weigh_first(struct choose *c, float threshold)
{
    for (size_t i = 0; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        if (h->settled) {
            continue;
        }
        const struct choose_level *v = &c->levels[block_of(c, h->t)];
        float over = h->height / v->beat;
        if (over < PRUNE) {
            h->gain = -INFINITY;
            continue;
        }
        float doubt = h->doubt = doubt_of_hill(c, v, h, h->noise);
        compare(c, h, doubt);
        h->gain = fmaxf(GAIN_LOW, fminf(GAIN_HIGH, c->rules->steep * logf(over / threshold)));
        h->gain += h->form < 0 ? 0.0F : doubt * like_gain(c, h->likeness);
    }
}

static void weigh(struct choose *c)
{
    const struct choose_rules *r = c->rules;
    for (size_t i = 0; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        if (h->settled) {
            continue;
        }
        const struct choose_level *v = &c->levels[block_of(c, h->t)];
        if (h->height < PRUNE * v->beat) {
            h->gain = -INFINITY;
            continue;
        }
        float noise = isnan(v->noise) ? 0.5F * v->beat : v->noise;
        noise = fminf(v->beat, fmaxf(noise, h->noise));
        h->doubt = doubt_of_hill(c, v, h, noise);
        compare(c, h, h->doubt);
        float threshold = fmaxf(r->threshold * v->beat, fminf(2.0F * noise, sqrtf(noise * v->beat)));
        float high = fmaxf(GAIN_LOW, fminf(GAIN_HIGH, r->steep * logf(h->height / threshold)));
        h->gain = high + (r->like_clean + (1.0F - r->like_clean) * h->doubt) * like_gain(c, h->likeness);
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

/* Where it is clean an early beat is one, but a pause with a hill in it has missed one. */
static float step_gain(const struct choose *c, const struct choose_level *v, float doubt, float dt)
{
    float weight = c->rules->rhythm_clean + (1.0F - c->rules->rhythm_clean) * doubt;
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
    float off = fabsf(seconds(c->hills[h->from].t, next->t) / v->interval - 1.0F);
    float odd = fmaxf(h->doubt, ramp(h->likeness, SPLIT_LIKE, SPLIT_UNLIKE));
    return c->rules->split * odd * ramp(off / v->spread, 3.0F, 1.0F) * ramp(h->height / v->beat, SPLIT_HIGH, SPLIT_LOW);
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

/* A T wave comes soon after its QRS, lower and slower; a dicrotic wave soon after its pulse, lower. */
static float follower_gain(const struct choose *c, const struct choose_level *v, const struct choose_hill *main,
                           const struct choose_hill *h, float dt)
{
    const struct choose_rules *r = c->rules;
    bool slower = !(main->pace_hz > 0.0F) || h->pace_hz < T_PACE * main->pace_hz;
    if (dt > 1.5F * r->follower_last || h->height > r->follower_height * main->height || !slower) {
        return 0.0F;
    }
    float scale = sqrtf(isnan(v->interval) ? 0.8F : v->interval);
    return T_GAIN * ramp(dt, r->follower_last * scale, r->follower_sure * scale);
}

static void best_way(struct choose *c, bool rhythm)
{
    int start = -1;
    size_t first = begin_way(c, &start), older = first;
    struct way old = {-INFINITY, -1}, end = {0.0F, -1}; /* old: of all hills more than LONG_S back */
    for (size_t i = first; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        const struct choose_level *v = &c->levels[block_of(c, h->t)];
        struct way best = {-INFINITY, -1};
        for (; older < i && seconds(c->hills[older].t, h->t) > LONG_S; older++) {
            better(&old, c->hills[older].best, (int16_t)older);
        }
        h->best = -INFINITY;
        if (!(h->gain > -INFINITY)) {
            continue;
        }
        float since = start < 0 ? LONG_S : seconds(c->hills[start].t, h->t);
        if (since >= c->rules->refractory_s) {
            better(&best,
                   start < 0 ? 0.0F
                             : (rhythm ? step_gain(c, v, h->doubt, since) : 0.0F) +
                                   follower_gain(c, v, &c->hills[start], h, since),
                   -1);
        }
        better(&best, old.worth + (rhythm ? step_gain(c, v, h->doubt, LONG_S) : 0.0F), old.from);
        for (size_t j = older; j < i; j++) {
            float dt = seconds(c->hills[j].t, h->t);
            if (dt < c->rules->refractory_s) {
                break;
            }
            if (c->hills[j].best > -INFINITY) {
                better(&best,
                       c->hills[j].best +
                           (rhythm ? step_gain(c, v, fminf(h->doubt, c->hills[j].doubt), dt) +
                                         split_gain(c, v, &c->hills[j], h)
                                   : 0.0F) +
                           follower_gain(c, v, &c->hills[j], h, dt),
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

/* --- settling --------------------------------------------------------------------------------------------------- */

static struct mark mark_of(const struct choose *c, const struct choose_hill *h)
{
    const struct choose_level *v = &c->levels[block_of(c, h->t)];
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

/* True when it is loud for some seconds. */
static bool is_loud_somewhere(const struct choose *c)
{
    size_t loud = 0;
    for (size_t k = 0; k < c->levels_n; k++) {
        loud += is_loud(&c->levels[k]) ? 1 : 0;
    }
    return loud >= LOUD_BLOCKS;
}

static float unrest(const struct choose *c)
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

/* interval_s: what the first choice goes by besides height; NaN: nothing. */
static void choose_from(struct choose *c, float threshold, float interval_s, float clear)
{
    enum { ROUNDS = 2 };
    find_beat_level(c);
    for (size_t k = 0; k < c->levels_n; k++) {
        c->levels[k].interval = interval_s;
        c->levels[k].spread = FIRST_SPREAD;
    }
    c->alike = ALIKE_FIRST;
    weigh_first(c, threshold);
    best_way(c, !isnan(interval_s));
    for (int round = 0; round < ROUNDS; round++) {
        find_levels(c);
        if (!isnan(interval_s)) {
            lend_rhythm(c, interval_s, clear);
        }
        learn_forms(c);
        weigh(c);
        best_way(c, true);
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
    bool loud = is_loud_somewhere(c);
    if (!loud && unrest(c) < RESTLESS) {
        return;
    }
    float worth = worth_of(c), interval_s = usual_interval(c, &clear);
    recall(c, &before);
    choose_from(c, FIRST[1], interval_s, clear);
    if (worth_of(c) < worth - (loud ? LOUD_LEAN : 0.0F)) {
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
    find_local_noise(c);
    choose_best(c);
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
