/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/stranger.h"

#include <math.h>
#include <string.h>

static const double STEP_S = 0.004, TWO_PI = 6.283185307179586;
enum { STEP_US = 4000 };
static const double DRIFT_S[STRANGER_DRIFTS] = {8.0, 40.0, 200.0}; /* together about 1/f */

static double between(struct rng *r, double low, double high)
{
    return low + (high - low) * rng_uniform(r);
}

static double clamp(double v, double low, double high)
{
    return fmax(low, fmin(high, v));
}

static double normal(struct rng *r)
{
    return clamp(rng_normal(r), -2.5, 2.5);
}

static double wait_s(struct rng *r, double mean_s)
{
    return -log(1.0 - rng_uniform(r)) * mean_s;
}

static struct stranger_body draw(struct rng *r)
{
    struct stranger_body b;
    b.own_per_min = clamp(13.8 + 2.3 * normal(r), 9.5, 20.0);
    b.own_share = between(r, 0.36, 0.46);
    b.resonance_per_min = clamp(5.95 + 0.6 * normal(r), 4.6, 7.2);
    b.q = between(r, 1.0, 2.5);
    b.floor_per_min = b.resonance_per_min - between(r, 0.7, 2.5);
    b.mean_hr_bpm = between(r, 55.0, 84.0);
    b.swing_bpm = between(r, 5.0, 11.0);
    b.fast_share = between(r, 0.15, 0.4);
    b.fast_hz = between(r, 0.12, 0.2);
    b.late_s = between(r, 0.2, 1.4);
    b.wave_bpm = between(r, 0.8, 1.9);
    b.drift_bpm = between(r, 1.5, 2.8);
    b.depth_power = between(r, 0.4, 0.7);
    b.paced_cv = between(r, 0.03, 0.08);
    b.free_cv = between(r, 0.10, 0.2);
    b.depth_cv = between(r, 0.06, 0.14);
    b.period_gain = between(r, 0.4, 0.9);
    b.phase_gain = between(r, 0.3, 0.7);
    return b;
}

static void trouble_of(unsigned kind, struct rng *r, struct stranger *p)
{
    struct person_trouble *t = &p->trouble;
    double swing = between(r, 3.0, 6.0), way = rng_uniform(r) < 0.5 ? -1.0 : 1.0;
    switch (kind) {
    case COHORT_ECTOPIC:
        t->ectopic_per_h = between(r, 60.0, 300.0);
        t->missed_share = 0.01;
        t->false_share = 0.005;
        break;
    case COHORT_DROPOUT:
        t->dropout_per_h = between(r, 20.0, 40.0);
        break;
    case COHORT_DEAF:
        t->deaf = true;
        break;
    case COHORT_LIMITED:
        p->body.floor_per_min = p->body.resonance_per_min + between(r, 0.5, 2.0);
        break;
    case COHORT_WEAK:
        p->body.swing_bpm = swing * 0.8;
        break;
    case COHORT_SHIFT:
        t->shift_per_min = between(r, 0.6, 1.0) * way;
        break;
    default:
        break;
    }
}

static unsigned kind_in_main(struct rng *r)
{
    double x = rng_uniform(r);
    return x < 0.04   ? COHORT_DEAF
           : x < 0.10 ? COHORT_LIMITED
           : x < 0.25 ? COHORT_ECTOPIC
           : x < 0.40 ? COHORT_DROPOUT
                      : COHORT_CLEAN;
}

void stranger_be(struct stranger *p, enum stranger_manner manner, unsigned kind, uint64_t seed, unsigned day)
{
    struct rng r, days;
    memset(p, 0, sizeof *p);
    p->manner = manner;
    rng_init(&r, seed * 6151 + 17 * kind + 5);
    rng_init(&days, seed * 98317 + kind * 53 + day);
    rng_init(&p->rng, seed * 786433 + kind * 97 + day);
    rng_init(&p->keys, seed * 40961 + kind * 13 + day);
    rng_init(&p->sensor, seed * 24593 + kind * 31 + day);
    for (int i = 0; i < 16; i++) { /* neighbouring seeds begin alike */
        (void)rng_next(&r);
        (void)rng_next(&days);
        (void)rng_next(&p->rng);
        (void)rng_next(&p->keys);
        (void)rng_next(&p->sensor);
    }
    unsigned own = kind == COHORT_MAIN ? kind_in_main(&r) : kind;
    p->body = draw(&r);
    trouble_of(own, &r, p);
    p->stress = kind == COHORT_MAIN ? between(&days, 0.15, 0.5) : between(&days, 0.1, 0.3);
    if (day > 0) {
        p->body.resonance_per_min += 0.15 * normal(&days);
        p->body.mean_hr_bpm += 4.0 * normal(&days);
    }
    p->period_s = p->length_s = 60.0 / p->body.own_per_min;
    p->share = p->body.own_share;
    p->depth = pow(p->body.own_per_min / 6.0, -p->body.depth_power);
    p->hr_bpm = p->body.mean_hr_bpm;
    p->lapse_s = wait_s(&p->rng, 360.0);
    p->sigh_s = between(&p->rng, 180.0, 300.0);
    p->silent_s = p->trouble.dropout_per_h > 0.0 ? wait_s(&p->rng, 3600.0 / p->trouble.dropout_per_h) : 1e9;
    p->silent_until_s = -1.0;
    p->slips_s = 1e9;
    if (manner == STRANGER_SLIPS) {
        p->slips_s = between(&p->sensor, 120.0, 900.0);
        p->slip_times = exp(rng_uniform(&p->sensor) < 0.5 ? -0.3 : 0.3);
        p->slip_by = between(&p->sensor, -1.0, 1.0);
    }
    p->next_at = 1.0;
    p->false_at = -1.0;
    p->last_beat = USEC_NONE;
}

void stranger_pace(struct stranger *p, usec t, const struct pace *pace)
{
    p->pace = *pace;
    p->pace_from = t;
    p->paced = pace_cycle_s(pace) > 0.0F;
}

double stranger_swing_bpm(const struct stranger *p, double per_min, bool moved)
{
    const struct stranger_body *b = &p->body;
    double f0 = b->resonance_per_min + (moved ? p->trouble.shift_per_min : 0.0), w = b->fast_share;
    double d = b->q * (per_min / f0 - f0 / per_min), size = 1.0 / (1.0 + d * d);
    double x = per_min / 60.0 / b->fast_hz, fast = 1.0 / (1.0 + x * x);
    double re = (1.0 - w) * size + w * fast, im = -(1.0 - w) * d * size - w * x * fast;
    return b->swing_bpm * hypot(re, im) * pow(per_min / 6.0, -b->depth_power);
}

/* --- breathing --------------------------------------------------------------------------------------------------- */

static bool too_slow(const struct stranger *p)
{
    return p->paced && !p->trouble.deaf && 60.0 / (double)pace_cycle_s(&p->pace) < p->body.floor_per_min - 0.01;
}

/* How likely a breath below comfort is broken off: at once, more by stress (0..1), more by how far below; for how many
   breaths at least, and up to how many more; which share of that is breathed twice a cycle instead; with which of
   these breaths a key is pressed. Wherever the pace is: for how long their sensor shows rubbish after a silence, s. */
struct habits {
    double at_once, by_stress, by_far, least, more, twice, presses, rubbish_s;
};
static const struct habits HABITS[STRANGER_MANNERS] = {
    [STRANGER_NOW_AND_THEN] = {0.06, 0.25, 0.15, 2.0, 4.0, 0.4, 0.0, 0.0},
    [STRANGER_SHORT] = {0.3, 0.25, 0.15, 1.0, 3.0, 0.4, 0.0, 0.0},
    [STRANGER_DOUBLE] = {0.5, 0.25, 0.15, 1.0, 1.0, 1.0, 0.0, 0.0},
    [STRANGER_STOPS] = {0.8, 0.25, 0.15, 1.0, 1.0, 0.4, 0.0, 0.0},
    [STRANGER_LONG] = {0.2, 0.0, 0.0, 9.0, 5.0, 0.4, 0.0, 0.0},
    [STRANGER_PRESSES] = {0.06, 0.25, 0.15, 2.0, 4.0, 0.4, 0.3, 0.0},
    [STRANGER_LOSES] = {0.06, 0.25, 0.15, 2.0, 4.0, 0.4, 0.0, 15.0},
    [STRANGER_SLIPS] = {0.06, 0.25, 0.15, 2.0, 4.0, 0.4, 0.0, 0.0},
};

/* Follows, wanders for a while, or has had enough of a pace that is too slow. */
static void choose_mood(struct stranger *p, double now_s)
{
    struct rng *r = &p->rng;
    if (p->mood == STRANGER_WANDERS ? now_s < p->mood_until_s : --p->mood_breaths > 0) {
        return;
    }
    p->mood = STRANGER_FOLLOWS;
    if (now_s >= p->lapse_s) {
        p->mood = STRANGER_WANDERS;
        p->mood_until_s = now_s + between(r, 20.0, 50.0);
        p->lapse_s = p->mood_until_s + wait_s(r, 420.0);
    } else if (too_slow(p)) {
        double below = p->body.floor_per_min - 60.0 / (double)pace_cycle_s(&p->pace);
        const struct habits *b = &HABITS[p->manner];
        if (rng_uniform(r) < b->at_once + b->by_stress * p->stress + b->by_far * fmin(1.0, below)) {
            p->mood = rng_uniform(r) < b->twice ? STRANGER_TWICE : STRANGER_BREAKS;
            p->mood_breaths = (int)b->least + (int)(b->more * rng_uniform(r));
        }
    }
}

/* Not before it has been too slow for a quarter of a minute, and so long after the last time that it may have helped.
 */
static void press(struct stranger *p, double now_s)
{
    p->uneasy_since_s = too_slow(p) ? p->uneasy_since_s : now_s;
    bool waited = now_s - p->uneasy_since_s >= 15.0 && now_s - p->pressed_s >= 20.0;
    if (waited && rng_uniform(&p->keys) < HABITS[p->manner].presses) {
        p->wants_faster = true;
        p->pressed_s = now_s;
    }
}

static double asynchrony(const struct stranger *p, double now_s)
{
    double ahead = (now_s - usec_to_s(p->pace_from)) / (double)pace_cycle_s(&p->pace);
    return ahead - floor(ahead + 0.5); /* at the start of an own in-breath */
}

static void choose_breath(struct stranger *p, double now_s)
{
    const struct stranger_body *b = &p->body;
    struct rng *r = &p->rng;
    choose_mood(p, now_s);
    press(p, now_s);
    bool follows = p->paced && !p->trouble.deaf && p->mood == STRANGER_FOLLOWS;
    double own_s = 60.0 / b->own_per_min, deep = 1.0, cv = b->free_cv, length_s = own_s;
    p->share = b->own_share;
    if (follows) {
        double asked_s = (double)pace_cycle_s(&p->pace);
        p->period_s += b->period_gain * (asked_s - p->period_s);
        length_s = p->period_s - b->phase_gain * asynchrony(p, now_s) * asked_s;
        length_s = clamp(length_s, 0.7 * asked_s, 1.3 * asked_s);
        p->share = (double)(p->pace.inhale_s / pace_cycle_s(&p->pace));
        cv = b->paced_cv;
    } else {
        p->period_s += 0.5 * (own_s - p->period_s);
        length_s = p->mood == STRANGER_TWICE ? (double)pace_cycle_s(&p->pace) / 2.0 : own_s;
        deep = p->mood == STRANGER_BREAKS ? 1.3 : 1.0;
    }
    length_s *= 1.0 + cv * normal(r);
    double full = pow(length_s / 10.0, b->depth_power);
    if (now_s >= p->sigh_s) {
        p->sigh_s = now_s + between(r, 180.0, 300.0);
        deep *= 1.8;
        length_s *= 1.2;
    }
    p->depth = full * deep * (1.0 + b->depth_cv * normal(r));
    p->breath_s = now_s;
    p->length_s = clamp(length_s, 1.8, 20.0);
}

/* Rises while the pace is too slow, the more so the further; falls else, and faster with a slow breath. */
static void feel(struct stranger *p)
{
    double per_min = p->paced ? 60.0 / (double)pace_cycle_s(&p->pace) : p->body.own_per_min;
    double below = too_slow(p) ? clamp(p->body.floor_per_min - per_min, 0.1, 1.0) : 0.0;
    double target = below > 0.0 ? 0.4 + 0.6 * below : 0.05;
    double tau_s = below > 0.0 ? 200.0 : per_min < 8.0 && !p->trouble.deaf ? 350.0 : 700.0;
    p->stress += STEP_S / tau_s * (target - p->stress);
}

static double lung(const struct stranger *p)
{
    double now_s = usec_to_s(p->step * STEP_US), x = clamp((now_s - p->breath_s) / p->length_s, 0.0, 1.0);
    double half = x < p->share ? x / p->share : 1.0 + (x - p->share) / (1.0 - p->share);
    return p->depth * (1.0 - cos(TWO_PI / 2.0 * half)) / 2.0;
}

double stranger_belt(const struct stranger *p)
{
    bool slipped = usec_to_s(p->step * STEP_US) >= p->slips_s;
    return slipped ? lung(p) * p->slip_times + p->slip_by : lung(p);
}

/* --- the heart --------------------------------------------------------------------------------------------------- */

/* B(s) = (w0/Q) s / (s^2 + (w0/Q) s + w0^2) */
static void resonate(double *x, double *v, double in, double w0, double q)
{
    *v += STEP_S * (w0 / q * (in - *v) - w0 * w0 * *x);
    *x += STEP_S * *v;
}

static void beat_heart(struct stranger *p)
{
    const struct stranger_body *b = &p->body;
    bool moved = p->step * STEP_US >= 600 * USEC_PER_SEC;
    double w0 = TWO_PI / 60.0 * (b->resonance_per_min + (moved ? p->trouble.shift_per_min : 0.0)), w = b->fast_share;
    int late = (int)(b->late_s / STEP_S);
    double in = 2.0 * p->lung[(p->step + STRANGER_LATE - late) % STRANGER_LATE] - 1.0, drift = 0.0;
    p->lung[p->step % STRANGER_LATE] = lung(p);
    resonate(&p->band_x, &p->band_v, in, w0, b->q);
    p->fast += STEP_S * TWO_PI * b->fast_hz * (in - p->fast);
    double noise = rng_normal(&p->rng) * sqrt(2.0 * b->q / (w0 * STEP_S)) * b->wave_bpm;
    resonate(&p->wave_x, &p->wave_v, noise, w0, b->q);
    for (int i = 0; i < STRANGER_DRIFTS; i++) {
        p->drift[i] += -STEP_S / DRIFT_S[i] * p->drift[i] +
                       b->drift_bpm / sqrt(STRANGER_DRIFTS) * sqrt(2.0 * STEP_S / DRIFT_S[i]) * rng_normal(&p->rng);
        drift += p->drift[i];
    }
    p->swing_bpm_now = b->swing_bpm * (1.0 - 0.4 * p->stress) * ((1.0 - w) * p->band_v + w * p->fast);
    p->hr_bpm = clamp(b->mean_hr_bpm + 8.0 * p->stress + p->swing_bpm_now + p->wave_v + drift, 35.0, 150.0);
}

static bool chance(struct stranger *p, double share)
{
    return share > 0.0 && rng_uniform(&p->rng) < share;
}

static bool silent(struct stranger *p, double now_s)
{
    if (now_s >= p->silent_s) {
        p->silent_until_s = now_s + between(&p->rng, 5.0, 25.0);
        p->silent_s = p->silent_until_s + wait_s(&p->rng, 3600.0 / p->trouble.dropout_per_h);
        p->rubbish_at_s = p->silent_until_s;
        p->rubbish_until_s = p->silent_until_s + HABITS[p->manner].rubbish_s * between(&p->sensor, 0.5, 1.5);
    }
    return now_s < p->silent_until_s;
}

static void see_beat(struct stranger *p, usec t, usec *beat_t, double *rr_ms)
{
    *beat_t = t;
    *rr_ms = p->last_beat == USEC_NONE ? 0.0 : (double)(t - p->last_beat) / 1000.0;
    p->last_beat = t;
}

/* Beats that are none, at any time; the heart goes on unseen. */
static bool shows_rubbish(struct stranger *p, double now_s, usec now, usec *beat_t, double *rr_ms)
{
    if (now_s < p->silent_until_s || now_s >= p->rubbish_until_s) {
        return false;
    }
    if (now_s >= p->rubbish_at_s) {
        p->rubbish_at_s = now_s + between(&p->sensor, 0.3, 1.5);
        see_beat(p, now, beat_t, rr_ms);
    }
    if (p->integral >= p->next_at) {
        p->integral -= p->next_at;
        p->next_at = 1.0;
    }
    return true;
}

void stranger_live(struct stranger *p, usec *beat_t, double *rr_ms)
{
    p->step++;
    usec now = p->step * STEP_US;
    double now_s = usec_to_s(now);
    *rr_ms = 0.0;
    if (now_s >= p->breath_s + p->length_s) {
        choose_breath(p, now_s);
    }
    feel(p);
    beat_heart(p);
    bool quiet = silent(p, now_s);
    double more = p->hr_bpm / 60.0 * STEP_S;
    p->integral += more;
    if (shows_rubbish(p, now_s, now, beat_t, rr_ms)) {
        return;
    }
    if (p->false_at > 0.0 && p->integral >= p->false_at) {
        p->false_at = -1.0;
        if (!quiet) {
            see_beat(p, now, beat_t, rr_ms);
        }
    } else if (p->integral >= p->next_at) {
        p->integral -= p->next_at;
        bool was_early = p->next_at < 1.0, missed = chance(p, p->trouble.missed_share);
        double early = p->trouble.ectopic_per_h / (60.0 * p->hr_bpm);
        p->next_at = was_early ? 2.0 - p->next_at : chance(p, early) ? between(&p->rng, 0.55, 0.8) : 1.0;
        p->false_at = chance(p, p->trouble.false_share) ? between(&p->rng, 0.2, 0.8) * p->next_at : -1.0;
        if (!quiet && !missed) {
            see_beat(p, now - usec_from_s(p->integral / more * STEP_S), beat_t, rr_ms);
        }
    }
}
