/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_PEOPLE_H
#define TESTS_BENCH_PEOPLE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

/* People by formula, of great variety, whose beats are known: a kind is a row, a seed draws a person of this kind.
   An ECG beat is a sum of bumps, its time that of the largest one; a pulse is a rise, a fall and a dicrotic bump. */

enum { PEOPLE_BUMPS = 7, PEOPLE_BEATS_MAX = 2000 };

struct people_bump {
    double at_s, width_s, height;
};

struct people_form {
    struct people_bump bump[PEOPLE_BUMPS];
};

enum people_rhythm { SINUS, FIBRILLATION, PAUSES, SLOW, FAST, ECTOPIC, BIGEMINY, COUPLETS };

struct people_kind {
    const char *name;
    const struct people_form *usual, *other; /* other: of ectopic beats */
    enum people_rhythm rhythm;
    double noise;       /* white, share of the QRS from peak to peak */
    double movement_db; /* electrode movement, QRS to noise as in the noise stress test; 0: none, -99: 0 dB */
    double muscle;      /* bursts, share of the QRS */
    double hum, wander, steps, gain_jumps, clip;
    double hz; /* 0: any of many */
};

struct people_record {
    double hz, beat_s[PEOPLE_BEATS_MAX];
    size_t beats_n, n;
    float *v;
};

static const struct people_form FORM_NORMAL = {
    {{-0.16, 0.025, 0.12}, {-0.028, 0.009, -0.12}, {0.0, 0.011, 1.1}, {0.03, 0.011, -0.25}, {0.28, 0.05, 0.3}}};
static const struct people_form FORM_TINY = {
    {{-0.16, 0.025, 0.09}, {0.0, 0.010, 0.20}, {0.026, 0.010, -0.10}, {0.27, 0.05, 0.12}}};
static const struct people_form FORM_TALL_T = {
    {{-0.15, 0.025, 0.12}, {0.0, 0.012, 1.0}, {0.032, 0.011, -0.3}, {0.26, 0.035, 1.15}}};
static const struct people_form FORM_TALL_P = {
    {{-0.17, 0.022, 0.45}, {-0.026, 0.009, -0.1}, {0.0, 0.011, 0.6}, {0.03, 0.011, -0.35}, {0.28, 0.05, 0.25}}};
static const struct people_form FORM_RSR = {{{-0.16, 0.025, 0.1},
                                             {-0.036, 0.010, 0.35},
                                             {-0.014, 0.009, -0.3},
                                             {0.0, 0.012, 0.65},
                                             {0.06, 0.02, -0.1},
                                             {0.3, 0.05, 0.2}}};
static const struct people_form FORM_LEFT_BUNDLE = {
    {{-0.18, 0.025, 0.1}, {-0.045, 0.022, 0.55}, {0.0, 0.026, 0.8}, {0.28, 0.06, -0.4}}};
static const struct people_form FORM_QS = {{{-0.16, 0.025, 0.1}, {0.0, 0.016, -1.2}, {0.28, 0.05, 0.35}}};
static const struct people_form FORM_DEEP_S = {
    {{-0.18, 0.025, 0.1}, {-0.035, 0.010, 0.35}, {0.0, 0.014, -1.3}, {0.27, 0.05, 0.55}}};
static const struct people_form FORM_PACED = {{{-0.075, 0.0016, 1.6}, {0.0, 0.035, -1.1}, {0.3, 0.07, 0.6}}};
static const struct people_form FORM_VENTRICULAR_UP = {{{0.0, 0.038, 2.0}, {0.06, 0.03, -0.4}, {0.29, 0.07, -0.7}}};
static const struct people_form FORM_VENTRICULAR_DOWN = {
    {{-0.06, 0.02, 0.4}, {0.0, 0.032, -1.6}, {0.05, 0.025, -0.5}, {0.29, 0.07, 0.6}}};
static const struct people_form FORM_VENTRICULAR_SMALL = {
    {{-0.05, 0.020, 0.35}, {0.0, 0.028, 0.65}, {0.28, 0.07, -0.3}}};
static const struct people_form FORM_ATRIAL = {
    {{-0.13, 0.02, -0.08}, {0.0, 0.011, 0.95}, {0.03, 0.011, -0.3}, {0.28, 0.05, 0.3}}};

static const struct people_kind PEOPLE_ECG[] = {
    {.name = "plain", .usual = &FORM_NORMAL, .noise = 0.01, .wander = 0.1},
    {.name = "tiny R", .usual = &FORM_TINY, .noise = 0.02, .wander = 0.5},
    {.name = "tall T", .usual = &FORM_TALL_T, .noise = 0.01, .wander = 0.1},
    {.name = "tall P", .usual = &FORM_TALL_P, .noise = 0.02, .wander = 0.1},
    {.name = "rsR'", .usual = &FORM_RSR, .noise = 0.01, .wander = 0.1},
    {.name = "left bundle", .usual = &FORM_LEFT_BUNDLE, .noise = 0.02, .wander = 0.2},
    {.name = "QS", .usual = &FORM_QS, .noise = 0.02, .wander = 0.2},
    {.name = "deep S", .usual = &FORM_DEEP_S, .noise = 0.02, .wander = 0.2},
    {.name = "paced", .usual = &FORM_PACED, .noise = 0.01, .wander = 0.1},
    {.name = "fibrillation", .usual = &FORM_NORMAL, .rhythm = FIBRILLATION, .noise = 0.03, .wander = 0.1},
    {.name = "pauses", .usual = &FORM_NORMAL, .rhythm = PAUSES, .noise = 0.02, .wander = 0.1},
    {.name = "slow", .usual = &FORM_NORMAL, .rhythm = SLOW, .noise = 0.02, .wander = 0.1},
    {.name = "slow, tall T", .usual = &FORM_TALL_T, .rhythm = SLOW, .noise = 0.02, .wander = 0.1},
    {.name = "fast", .usual = &FORM_NORMAL, .rhythm = FAST, .noise = 0.02, .wander = 0.1},
    {.name = "ventricular up", .usual = &FORM_NORMAL, .other = &FORM_VENTRICULAR_UP, .rhythm = ECTOPIC, .noise = 0.01},
    {.name = "ventricular down",
     .usual = &FORM_NORMAL,
     .other = &FORM_VENTRICULAR_DOWN,
     .rhythm = ECTOPIC,
     .noise = 0.02},
    {.name = "ventricular small",
     .usual = &FORM_NORMAL,
     .other = &FORM_VENTRICULAR_SMALL,
     .rhythm = ECTOPIC,
     .noise = 0.02},
    {.name = "tiny, ventricular",
     .usual = &FORM_TINY,
     .other = &FORM_VENTRICULAR_DOWN,
     .rhythm = ECTOPIC,
     .noise = 0.02},
    {.name = "couplets", .usual = &FORM_DEEP_S, .other = &FORM_VENTRICULAR_UP, .rhythm = COUPLETS, .noise = 0.02},
    {.name = "atrial early", .usual = &FORM_NORMAL, .other = &FORM_ATRIAL, .rhythm = ECTOPIC, .noise = 0.02},
    {.name = "bigeminy", .usual = &FORM_NORMAL, .other = &FORM_VENTRICULAR_DOWN, .rhythm = BIGEMINY, .noise = 0.02},
    {.name = "bigeminy small",
     .usual = &FORM_NORMAL,
     .other = &FORM_VENTRICULAR_SMALL,
     .rhythm = BIGEMINY,
     .noise = 0.02},
    {.name = "white noise", .usual = &FORM_NORMAL, .noise = 0.12, .wander = 0.5},
    {.name = "hum", .usual = &FORM_NORMAL, .noise = 0.02, .hum = 0.3, .wander = 0.5},
    {.name = "wander, steps", .usual = &FORM_NORMAL, .noise = 0.02, .wander = 2.0, .steps = 3.0},
    {.name = "gain jumps", .usual = &FORM_NORMAL, .noise = 0.01, .gain_jumps = 1.0},
    {.name = "clipped", .usual = &FORM_NORMAL, .noise = 0.02, .clip = 0.5},
    {.name = "muscle bursts", .usual = &FORM_NORMAL, .noise = 0.02, .muscle = 0.35},
    {.name = "slow rate", .usual = &FORM_NORMAL, .noise = 0.02, .wander = 0.1, .hz = 50.0},
    {.name = "movement 12 dB", .usual = &FORM_DEEP_S, .noise = 0.01, .movement_db = 12.0},
    {.name = "movement 6 dB", .usual = &FORM_NORMAL, .noise = 0.01, .movement_db = 6.0},
    {.name = "movement 6 dB rsR'", .usual = &FORM_RSR, .noise = 0.01, .movement_db = 6.0},
    {.name = "movement 6 dB ectopic",
     .usual = &FORM_DEEP_S,
     .other = &FORM_VENTRICULAR_UP,
     .rhythm = ECTOPIC,
     .noise = 0.01,
     .movement_db = 6.0},
    {.name = "movement 6 dB fibrill.",
     .usual = &FORM_NORMAL,
     .rhythm = FIBRILLATION,
     .noise = 0.01,
     .movement_db = 6.0},
    {.name = "movement 0 dB", .usual = &FORM_NORMAL, .noise = 0.01, .movement_db = -99.0},
};
enum { PEOPLE_ECG_N = sizeof PEOPLE_ECG / sizeof PEOPLE_ECG[0] };

static inline double people_between(struct rng *r, double low, double high)
{
    return low + (high - low) * rng_uniform(r);
}

static inline double people_bump(double x, double width)
{
    double z = x / width;
    return fabs(z) < 6.0 ? exp(-0.5 * z * z) : 0.0;
}

/* Each person has the kind's form with some freedom. */
static inline struct people_form people_vary(const struct people_form *f, struct rng *r)
{
    struct people_form v = *f;
    double wide = people_between(r, 0.85, 1.15);
    for (int k = 0; k < PEOPLE_BUMPS; k++) {
        v.bump[k].height *= people_between(r, 0.85, 1.15);
        v.bump[k].width_s *= wide * people_between(r, 0.95, 1.05);
        v.bump[k].at_s *= people_between(r, 0.93, 1.07);
    }
    return v;
}

/* From peak to peak of the QRS: bumps within 60 ms of the beat. */
static inline double people_span(const struct people_form *f)
{
    double low = 0.0, high = 0.0;
    for (int k = 0; k < PEOPLE_BUMPS; k++) {
        bool qrs = fabs(f->bump[k].at_s) < 0.065;
        high = qrs ? fmax(high, f->bump[k].height) : high;
        low = qrs ? fmin(low, f->bump[k].height) : low;
    }
    return high - low;
}

struct people_beats {
    double at_s[PEOPLE_BEATS_MAX];
    bool other[PEOPLE_BEATS_MAX];
    size_t n;
};

static inline void people_rhythm(struct people_beats *b, enum people_rhythm kind, double end_s, struct rng *r)
{
    double bpm = kind == SLOW   ? people_between(r, 33.0, 45.0)
                 : kind == FAST ? people_between(r, 150.0, 190.0)
                                : people_between(r, 55.0, 95.0);
    double swing = people_between(r, 0.0, 0.12), hz = people_between(r, 0.08, 0.3), t = 0.4;
    int left = 0;
    b->n = 0;
    while (t < end_s - 0.5 && b->n < PEOPLE_BEATS_MAX - 4) {
        double rr = 60.0 / (bpm * (1.0 + swing * sin(6.283185307 * hz * t))) + 0.008 * rng_normal(r);
        b->other[b->n] = false;
        b->at_s[b->n++] = t;
        if (kind == FIBRILLATION) {
            rr *= people_between(r, 0.55, 1.5);
        } else if (kind == PAUSES && rng_uniform(r) < 0.07) {
            rr = people_between(r, 2.0, 3.2);
        } else if ((kind == ECTOPIC || kind == COUPLETS) && rng_uniform(r) < 0.12) {
            left = kind == COUPLETS ? 1 + (int)(3.0 * rng_uniform(r)) : 1;
            for (; left > 0; left--) {
                t += fmax(0.33, rr * people_between(r, 0.5, 0.7));
                b->other[b->n] = true;
                b->at_s[b->n++] = t;
            }
            rr *= people_between(r, 1.2, 1.4);
        } else if (kind == BIGEMINY && fmod(t, 40.0) < 30.0) {
            t += rr * people_between(r, 0.55, 0.62);
            b->other[b->n] = true;
            b->at_s[b->n++] = t;
            rr *= 1.35;
        }
        t += rr;
    }
}

static inline double people_rms(const float *v, size_t n)
{
    double sum = 0.0, mean = 0.0;
    for (size_t i = 0; i < n; i++) {
        mean += (double)v[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        sum += ((double)v[i] - mean) * ((double)v[i] - mean);
    }
    return sqrt(sum / (double)n);
}

/* Movement of an electrode, unit rms: slow drift of the half cell, jerks that rise quickly and die away, and bursts
   with energy in the band of the QRS. */
static inline void people_movement(float *v, size_t n, double hz, struct rng *r)
{
    double drift[3] = {0.0, 0.0, 0.0}, tau[3] = {0.02, 0.06, 0.3}, weight[3] = {1.0, 0.9, 0.8};
    double jerk = 0.0, pull = 0.0, loud = 1.0, aim = 1.0;
    for (size_t i = 0; i < n; i++) {
        double sum = 0.0;
        if (rng_uniform(r) < 1.0 / hz) {
            aim = exp(0.7 * rng_normal(r));
        }
        loud += (aim - loud) / (0.3 * hz);
        for (int k = 0; k < 3; k++) {
            double a = exp(-1.0 / (tau[k] * hz));
            drift[k] = a * drift[k] + sqrt(1.0 - a * a) * rng_normal(r);
            sum += weight[k] * drift[k];
        }
        if (rng_uniform(r) < 1.2 / hz) {
            pull += 2.0 * rng_normal(r) * exp(0.5 * rng_normal(r));
        }
        jerk += (pull - jerk) / (0.020 * hz);
        pull *= exp(-1.0 / (0.15 * hz));
        v[i] = (float)(loud * sum + 1.5 * jerk);
    }
    double rms = people_rms(v, n);
    for (size_t i = 0; i < n; i++) {
        v[i] = (float)((double)v[i] / rms);
    }
}

static inline void people_add_noise(struct people_record *p, const struct people_kind *kind, double span, struct rng *r)
{
    float *extra = malloc(p->n * sizeof *extra);
    double phase = people_between(r, 0.0, 6.28), step = 0.0, muscle = 0.0, before = 0.0;
    double hum_hz = rng_uniform(r) < 0.5 ? 50.0 : 60.0, wander_hz = people_between(r, 0.1, 0.4);
    people_movement(extra, p->n, p->hz, r);
    double db = kind->movement_db < -90.0 ? 0.0 : kind->movement_db;
    double movement = fabs(kind->movement_db) < 1e-9 ? 0.0 : span / sqrt(8.0) * pow(10.0, -db / 20.0);
    for (size_t i = 0; i < p->n; i++) {
        double t = (double)i / p->hz, white = rng_normal(r);
        if (rng_uniform(r) < 0.1 / p->hz) {
            step += kind->steps * span * rng_normal(r);
        }
        if (rng_uniform(r) < 0.5 / p->hz) {
            muscle = rng_uniform(r) < 0.35 ? kind->muscle * people_between(r, 0.5, 1.5) : 0.0;
        }
        double sum = span * (kind->noise * white + kind->hum * sin(6.283185307 * hum_hz * t + phase) +
                             kind->wander * sin(6.283185307 * wander_hz * t + phase));
        sum += step + movement * (double)extra[i] + muscle * span * (white - 0.7 * before);
        before = white;
        p->v[i] += (float)sum;
    }
    free(extra);
}

static inline struct people_record people_ecg(const struct people_kind *kind, uint64_t seed, double seconds)
{
    static const double RATES[] = {125.0, 130.0, 200.0, 250.0, 360.0, 500.0, 1000.0};
    static struct people_beats b;
    struct rng r;
    rng_init(&r, seed);
    struct people_record p = {.hz = kind->hz > 0.0 ? kind->hz : RATES[rng_next(&r) % 7]};
    struct people_form usual = people_vary(kind->usual, &r),
                       other = people_vary(kind->other != NULL ? kind->other : kind->usual, &r);
    double sign = rng_uniform(&r) < 0.3 ? -1.0 : 1.0, gain = 1.0, span = people_span(&usual),
           qt = people_between(&r, 0.9, 1.1);
    people_rhythm(&b, kind->rhythm, seconds, &r);
    double narrow = kind->rhythm == FAST ? 0.75 : 1.0;
    p.n = (size_t)(seconds * p.hz);
    p.v = calloc(p.n, sizeof *p.v);
    double jump_s = 15.0;
    for (size_t k = 0; k < b.n; k++) {
        const struct people_form *f = b.other[k] ? &other : &usual;
        double size = 1.0 + 0.05 * rng_normal(&r);
        if (kind->gain_jumps > 0.0 && b.at_s[k] > jump_s) {
            gain = exp(people_between(&r, -1.4, 1.4));
            jump_s += people_between(&r, 10.0, 25.0);
        }
        for (int q = 0; q < PEOPLE_BUMPS; q++) {
            double at = f->bump[q].at_s, width = f->bump[q].width_s, height = sign * gain * size * f->bump[q].height;
            if (width <= 0.0) {
                continue;
            }
            at = b.at_s[k] + (at > 0.15 ? at * qt * narrow : at * (at < -0.1 ? narrow : 1.0));
            size_t from = (size_t)fmax(0.0, (at - 6.0 * width) * p.hz),
                   to = (size_t)fmax(0.0, (at + 6.0 * width) * p.hz);
            for (size_t i = from; i < to && i < p.n; i++) {
                p.v[i] += (float)(height * people_bump((double)i / p.hz - at, width));
            }
        }
        p.beat_s[p.beats_n++] = b.at_s[k];
    }
    people_add_noise(&p, kind, span, &r);
    for (size_t i = 0; kind->clip > 0.0 && i < p.n; i++) {
        p.v[i] = fmaxf((float)(-kind->clip * span), fminf((float)(kind->clip * span), p.v[i]));
    }
    return p;
}

/* --- pulses ------------------------------------------------------------------------------------------------------ */

struct people_pulse {
    const char *name;
    double dicrotic, dicrotic_s, rise_s; /* height and place of the second wave, length of the rise */
    enum people_rhythm rhythm;
    double breath, noise, wander, motion, lost; /* lost: share of time without a finger */
    double hz;
};

static const struct people_pulse PEOPLE_PPG[] = {
    {.name = "finger",
     .dicrotic = 0.2,
     .dicrotic_s = 0.34,
     .rise_s = 0.12,
     .breath = 0.1,
     .noise = 0.005,
     .wander = 0.3},
    {.name = "smooth, old",
     .dicrotic = 0.0,
     .dicrotic_s = 0.3,
     .rise_s = 0.22,
     .breath = 0.1,
     .noise = 0.01,
     .wander = 0.5},
    {.name = "large dicrotic",
     .dicrotic = 0.6,
     .dicrotic_s = 0.36,
     .rise_s = 0.11,
     .breath = 0.1,
     .noise = 0.01,
     .wander = 0.3},
    {.name = "slow, dicrotic",
     .dicrotic = 0.55,
     .dicrotic_s = 0.4,
     .rise_s = 0.12,
     .rhythm = SLOW,
     .breath = 0.1,
     .noise = 0.01,
     .wander = 0.3},
    {.name = "fast",
     .dicrotic = 0.15,
     .dicrotic_s = 0.26,
     .rise_s = 0.10,
     .rhythm = FAST,
     .breath = 0.1,
     .noise = 0.01,
     .wander = 0.3},
    {.name = "breath deep",
     .dicrotic = 0.3,
     .dicrotic_s = 0.34,
     .rise_s = 0.13,
     .breath = 0.5,
     .noise = 0.01,
     .wander = 2.0},
    {.name = "ectopic",
     .dicrotic = 0.25,
     .dicrotic_s = 0.34,
     .rise_s = 0.13,
     .rhythm = ECTOPIC,
     .breath = 0.1,
     .noise = 0.01,
     .wander = 0.3},
    {.name = "bigeminy",
     .dicrotic = 0.25,
     .dicrotic_s = 0.34,
     .rise_s = 0.13,
     .rhythm = BIGEMINY,
     .breath = 0.1,
     .noise = 0.01,
     .wander = 0.3},
    {.name = "fibrillation",
     .dicrotic = 0.2,
     .dicrotic_s = 0.33,
     .rise_s = 0.12,
     .rhythm = FIBRILLATION,
     .breath = 0.1,
     .noise = 0.01,
     .wander = 0.3},
    {.name = "noisy",
     .dicrotic = 0.2,
     .dicrotic_s = 0.34,
     .rise_s = 0.14,
     .breath = 0.15,
     .noise = 0.12,
     .wander = 0.5},
    {.name = "wrist, moving",
     .dicrotic = 0.1,
     .dicrotic_s = 0.34,
     .rise_s = 0.15,
     .breath = 0.2,
     .noise = 0.02,
     .wander = 0.5,
     .motion = 1.0},
    {.name = "wrist 25 Hz",
     .dicrotic = 0.2,
     .dicrotic_s = 0.34,
     .rise_s = 0.14,
     .breath = 0.2,
     .noise = 0.02,
     .wander = 0.5,
     .motion = 0.5,
     .hz = 25.0},
    {.name = "finger lost",
     .dicrotic = 0.2,
     .dicrotic_s = 0.34,
     .rise_s = 0.13,
     .breath = 0.2,
     .noise = 0.01,
     .wander = 0.5,
     .lost = 0.15},
};
enum { PEOPLE_PPG_N = sizeof PEOPLE_PPG / sizeof PEOPLE_PPG[0] };

static inline double people_pulse_at(double d, double rise, double fall, double dicrotic, double second)
{
    if (d < -0.2 || d > 2.5) {
        return 0.0;
    }
    double up = 1.0 / (1.0 + exp(-(d - 0.5 * rise) / (0.16 * rise)));
    return up * exp(-fmax(0.0, d - 0.5 * rise) / fall) + dicrotic * people_bump(d - second, 0.055);
}

/* Pulses weaken when the heart had little time to fill: height by the interval before. */
static inline struct people_record people_ppg(const struct people_pulse *kind, uint64_t seed, double seconds)
{
    static const double RATES[] = {25.0, 32.0, 50.0, 64.0, 100.0, 125.0};
    static struct people_beats b;
    struct rng r;
    rng_init(&r, seed);
    struct people_record p = {.hz = kind->hz > 0.0 ? kind->hz : RATES[rng_next(&r) % 6]};
    double sign = rng_uniform(&r) < 0.5 ? -1.0 : 1.0, rise = kind->rise_s * people_between(&r, 0.85, 1.2),
           fall = people_between(&r, 0.22, 0.38);
    double dicrotic = kind->dicrotic * people_between(&r, 0.8, 1.2),
           second = kind->dicrotic_s * people_between(&r, 0.93, 1.07);
    double breath_hz = people_between(&r, 0.1, 0.3), phase = people_between(&r, 0.0, 6.28);
    people_rhythm(&b, kind->rhythm, seconds, &r);
    p.n = (size_t)(seconds * p.hz);
    p.v = calloc(p.n, sizeof *p.v);
    float *extra = malloc(p.n * sizeof *extra);
    people_movement(extra, p.n, p.hz, &r);
    for (size_t k = 0; k < b.n; k++) {
        double before = k > 0 ? b.at_s[k] - b.at_s[k - 1] : 0.8;
        double full = kind->rhythm == FAST ? 1.0 : fmin(1.15, fmax(0.2, (before - 0.22) / 0.5));
        double size = full * (1.0 + kind->breath * sin(6.283185307 * breath_hz * b.at_s[k]) + 0.03 * rng_normal(&r));
        size_t from = (size_t)fmax(0.0, (b.at_s[k] - 0.2) * p.hz), to = (size_t)fmax(0.0, (b.at_s[k] + 2.5) * p.hz);
        for (size_t i = from; i < to && i < p.n; i++) {
            p.v[i] += (float)(size * people_pulse_at((double)i / p.hz - b.at_s[k], rise, fall, dicrotic, second));
        }
        p.beat_s[p.beats_n++] = b.at_s[k] + 0.5 * rise;
    }
    double loud = 0.0, lost_until = -1.0;
    for (size_t i = 0; i < p.n; i++) {
        double t = (double)i / p.hz;
        if (rng_uniform(&r) < 0.25 / p.hz) {
            loud = rng_uniform(&r) < 0.3 ? kind->motion * people_between(&r, 0.3, 1.3) : 0.0;
        }
        if (kind->lost > 0.0 && rng_uniform(&r) < kind->lost / 5.0 / p.hz) {
            lost_until = t + 5.0;
        }
        p.v[i] += (float)(kind->wander * sin(6.283185307 * breath_hz * t + phase) + kind->noise * rng_normal(&r) +
                          loud * (double)extra[i]);
        p.v[i] = t < lost_until ? (float)(-3.0 + 0.01 * rng_normal(&r)) : p.v[i];
        p.v[i] *= (float)sign;
    }
    /* Beats under a lost finger cannot be asked for: they are left in, the same for all finders. */
    free(extra);
    return p;
}

#endif
