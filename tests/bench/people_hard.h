/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_PEOPLE_HARD_H
#define TESTS_BENCH_PEOPLE_HARD_H

#include "tests/bench/people.h"

/* Harder ECGs by formula: what makes beats of long recordings of ill hearts hard to find, a row a difficulty. Beats
   have up to three forms, P waves may stand alone, electrodes may move for some time only. */

enum hard_rhythm { HARD_SINUS, HARD_FIBRILLATION, HARD_RUNS, HARD_STOPS, HARD_PACED, HARD_DROPPED, HARD_LEADS };

/**
 * A kind. base: its first two forms, noise and name; third: one more form
 *
 * rhythm       HARD_RUNS: couplets, runs and bigeminy of the others; _STOPS: slow, early beats in rows, pauses of 2 to
 *              6 s; _PACED: spikes before all, own beats and mixtures among the paced; _DROPPED: P waves that no QRS
 *              follows; _LEADS: form and size change at once
 * small_after  Size of the three beats behind a run; 0: as ever
 * spike        Of the pacer, share of the QRS
 * flutter      Of the atria, share of the QRS
 * by_turns     Electrodes move for 30 s, then rest for 15 s, from 30 s on
 */
struct people_hard {
    struct people_kind base;
    const struct people_form *third;
    enum hard_rhythm rhythm;
    double small_after, spike, flutter;
    bool by_turns;
};

static const struct people_form HARD_P_LARGE = {
    {{-0.2, 0.026, -0.4}, {-0.02, 0.012, -0.15}, {0.0, 0.013, 0.55}, {0.04, 0.014, -0.4}, {0.26, 0.06, 0.12}}};
static const struct people_form HARD_SMALL = {
    {{-0.16, 0.025, 0.06}, {-0.02, 0.009, -0.05}, {0.0, 0.011, 0.32}, {0.03, 0.011, -0.12}, {0.28, 0.05, 0.1}}};
static const struct people_form HARD_RIGHT_BUNDLE = {
    {{-0.16, 0.025, 0.1}, {-0.03, 0.010, 0.5}, {0.0, 0.012, -0.3}, {0.05, 0.018, 0.6}, {0.3, 0.05, -0.25}}};
static const struct people_form HARD_SHARP_T = {
    {{-0.15, 0.025, 0.1}, {0.0, 0.012, 0.9}, {0.03, 0.011, -0.2}, {0.25, 0.028, 0.9}, {0.29, 0.02, -0.25}}};
static const struct people_form HARD_PACED_SMALL = {{{0.0, 0.032, 0.7}, {0.06, 0.03, -0.3}, {0.29, 0.07, -0.35}}};
static const struct people_form HARD_MIXTURE = {{{0.0, 0.022, -0.5}, {0.04, 0.02, 0.3}, {0.29, 0.06, 0.3}}};

static const struct people_hard PEOPLE_HARD[] = {
    {.base = {.name = "P as large as R", .usual = &HARD_P_LARGE, .noise = 0.03, .wander = 0.5}},
    {.base = {.name = "sharp T", .usual = &HARD_SHARP_T, .noise = 0.02, .wander = 0.2}},
    {.base = {.name = "small, tall runs",
              .usual = &HARD_SMALL,
              .other = &FORM_VENTRICULAR_UP,
              .noise = 0.03,
              .wander = 0.5},
     .third = &FORM_VENTRICULAR_DOWN,
     .rhythm = HARD_RUNS},
    {.base = {.name = "small after runs", .usual = &FORM_NORMAL, .other = &FORM_VENTRICULAR_UP, .noise = 0.02},
     .third = &FORM_VENTRICULAR_SMALL,
     .rhythm = HARD_RUNS,
     .small_after = 0.35},
    {.base = {.name = "stops of 6 s", .usual = &HARD_RIGHT_BUNDLE, .other = &FORM_ATRIAL, .noise = 0.02, .wander = 0.1},
     .rhythm = HARD_STOPS},
    {.base = {.name = "paced, mixed", .usual = &FORM_QS, .other = &FORM_NORMAL, .noise = 0.02, .muscle = 0.1},
     .third = &HARD_MIXTURE,
     .rhythm = HARD_PACED,
     .spike = 0.5},
    {.base = {.name = "paced small, tall spike", .usual = &HARD_PACED_SMALL, .noise = 0.02},
     .rhythm = HARD_PACED,
     .spike = 2.5},
    {.base = {.name = "dropped", .usual = &HARD_RIGHT_BUNDLE, .noise = 0.02, .wander = 0.1}, .rhythm = HARD_DROPPED},
    {.base = {.name = "dropped, tall P", .usual = &FORM_TALL_P, .noise = 0.02, .wander = 0.1}, .rhythm = HARD_DROPPED},
    {.base = {.name = "flutter", .usual = &FORM_NORMAL, .noise = 0.02}, .rhythm = HARD_FIBRILLATION, .flutter = 0.2},
    {.base = {.name = "fibrillation, many forms",
              .usual = &FORM_DEEP_S,
              .other = &FORM_VENTRICULAR_UP,
              .noise = 0.04,
              .muscle = 0.15,
              .wander = 0.5},
     .third = &FORM_VENTRICULAR_DOWN,
     .rhythm = HARD_RUNS,
     .flutter = 0.08},
    {.base = {.name = "left bundle, runs",
              .usual = &FORM_LEFT_BUNDLE,
              .other = &FORM_VENTRICULAR_DOWN,
              .noise = 0.02,
              .wander = 0.3},
     .rhythm = HARD_RUNS},
    {.base = {.name = "another lead", .usual = &FORM_NORMAL, .other = &FORM_QS, .noise = 0.02, .wander = 0.2},
     .third = &HARD_RIGHT_BUNDLE,
     .rhythm = HARD_LEADS},
    {.base = {.name = "moved by turns 12 dB", .usual = &HARD_RIGHT_BUNDLE, .noise = 0.01, .movement_db = 12.0},
     .by_turns = true},
    {.base = {.name = "moved by turns 6 dB", .usual = &HARD_RIGHT_BUNDLE, .noise = 0.01, .movement_db = 6.0},
     .by_turns = true},
    {.base = {.name = "moved by turns 0 dB", .usual = &HARD_RIGHT_BUNDLE, .noise = 0.01, .movement_db = -99.0},
     .by_turns = true},
    {.base = {.name = "runs moved 12 dB",
              .usual = &FORM_NORMAL,
              .other = &FORM_VENTRICULAR_DOWN,
              .noise = 0.01,
              .movement_db = 12.0},
     .rhythm = HARD_RUNS,
     .by_turns = true},
    {.base = {.name = "runs moved 6 dB",
              .usual = &FORM_NORMAL,
              .other = &FORM_VENTRICULAR_DOWN,
              .noise = 0.01,
              .movement_db = 6.0},
     .rhythm = HARD_RUNS,
     .by_turns = true},
    {.base = {.name = "runs moved 0 dB",
              .usual = &FORM_NORMAL,
              .other = &FORM_VENTRICULAR_DOWN,
              .noise = 0.01,
              .movement_db = -99.0},
     .rhythm = HARD_RUNS,
     .by_turns = true},
};
enum { PEOPLE_HARD_N = sizeof PEOPLE_HARD / sizeof PEOPLE_HARD[0] };

/* A beat, or with qrs false a P wave alone. */
struct hard_beat {
    double at_s, size;
    uint8_t form;
    bool qrs, spike;
};

struct hard_beats {
    struct hard_beat b[PEOPLE_BEATS_MAX];
    size_t n;
};

static inline void hard_put(struct hard_beats *b, double at_s, int form, double size)
{
    if (b->n < PEOPLE_BEATS_MAX) {
        b->b[b->n++] = (struct hard_beat){at_s, size, (uint8_t)form, true, false};
    }
}

/* A run of one to five of another form behind t. return: the time of the last one. */
static inline double hard_run(struct hard_beats *b, const struct people_hard *kind, double t, double rr, struct rng *r)
{
    int form = kind->third != NULL && rng_uniform(r) < 0.5 ? 2 : 1;
    int length = rng_uniform(r) < 0.5 ? 1 : 2 + (int)(4.0 * rng_uniform(r));
    for (int k = 0; k < length; k++) {
        t += fmax(0.33, rr * people_between(r, 0.5, 0.68));
        hard_put(b, t, form, people_between(r, 0.8, 1.2));
    }
    return t;
}

/* What the heart does after the beat at t. return: the time of the next beat but its interval. */
static inline double hard_step(struct hard_beats *b, const struct people_hard *kind, double t, double *rr,
                               struct rng *r)
{
    struct hard_beat *last = &b->b[b->n - 1];
    double x = rng_uniform(r);
    switch (kind->rhythm) {
    case HARD_RUNS:
        *rr *= kind->flutter > 0.0 ? people_between(r, 0.6, 1.5) : 1.0;
        if (x < 0.15 || (fmod(t, 45.0) > 35.0 && x < 0.9)) {
            t = hard_run(b, kind, t, *rr, r);
            *rr *= people_between(r, 1.2, 1.4);
        }
        break;
    case HARD_STOPS:
        if (x < 0.12) {
            *rr = people_between(r, 2.0, 6.0);
        } else if (x < 0.3) {
            *rr *= people_between(r, 0.4, 0.65);
            last->form = kind->base.other != NULL ? 1 : 0;
        }
        break;
    case HARD_FIBRILLATION:
        *rr *= people_between(r, 0.55, 1.5);
        break;
    case HARD_PACED:
        last->spike = x < 0.9;
        last->form = kind->base.other != NULL && x > 0.7 ? 1 : (kind->third != NULL && x > 0.6 ? 2 : 0);
        break;
    case HARD_DROPPED:
        if (x < 0.15 || fmod(t, 40.0) > 30.0) {
            hard_put(b, t + *rr, 0, 1.0);
            b->b[b->n - 1].qrs = false;
            *rr *= 2.0;
        }
        break;
    default:
        break;
    }
    return t;
}

static inline void hard_rhythm(struct hard_beats *b, const struct people_hard *kind, double end_s, struct rng *r)
{
    double bpm = kind->rhythm == HARD_STOPS ? people_between(r, 45.0, 65.0) : people_between(r, 55.0, 95.0);
    double swing = kind->rhythm == HARD_PACED ? 0.0 : people_between(r, 0.0, 0.1), hz = people_between(r, 0.08, 0.3);
    double t = 0.4, turn_s = 15.0, size = 1.0;
    int form = 0;
    b->n = 0;
    while (t < end_s - 0.5 && b->n < PEOPLE_BEATS_MAX - 8) {
        double rr = 60.0 / (bpm * (1.0 + swing * sin(6.283185307 * hz * t))) + 0.006 * rng_normal(r);
        size_t before = b->n, runs = b->n > 0 && b->b[b->n - 1].form > 0 ? 1 : 0;
        if (kind->rhythm == HARD_LEADS && t > turn_s) {
            form = (int)(rng_next(r) % 3);
            size = exp(people_between(r, -1.0, 0.7));
            turn_s += people_between(r, 15.0, 30.0);
        }
        bool small = kind->small_after > 0.0 && (runs > 0 || (before > 1 && b->b[before - 2].form > 0) ||
                                                 (before > 2 && b->b[before - 3].form > 0));
        hard_put(b, t, form, size * (small ? kind->small_after : 1.0) * (1.0 + 0.05 * rng_normal(r)));
        t = hard_step(b, kind, t, &rr, r);
        t += rr;
    }
}

static inline void hard_draw(struct people_record *p, const struct people_form *f, const struct hard_beat *b,
                             double sign)
{
    for (int q = 0; q < PEOPLE_BUMPS; q++) {
        double width = f->bump[q].width_s, at = b->at_s + f->bump[q].at_s;
        bool p_wave = f->bump[q].at_s < -0.1;
        if (width <= 0.0 || (!b->qrs && !p_wave)) {
            continue;
        }
        size_t from = (size_t)fmax(0.0, (at - 6.0 * width) * p->hz), to = (size_t)fmax(0.0, (at + 6.0 * width) * p->hz);
        for (size_t i = from; i < to && i < p->n; i++) {
            p->v[i] += (float)(sign * b->size * f->bump[q].height * people_bump((double)i / p->hz - at, width));
        }
    }
}

/* Electrodes that move by turns, added to what is drawn. */
static inline void hard_move(struct people_record *p, const struct people_kind *base, double span, struct rng *r)
{
    float *extra = malloc(p->n * sizeof *extra);
    people_movement(extra, p->n, p->hz, r);
    double db = base->movement_db < -90.0 ? 0.0 : base->movement_db, loud = span / sqrt(8.0) * pow(10.0, -db / 20.0);
    for (size_t i = 0; i < p->n; i++) {
        double t = (double)i / p->hz;
        p->v[i] += t > 30.0 && fmod(t - 30.0, 45.0) < 30.0 ? (float)(loud * (double)extra[i]) : 0.0F;
    }
    free(extra);
}

static inline void hard_flutter(struct people_record *p, double height, struct rng *r)
{
    double hz = people_between(r, 4.5, 6.5), phase = 0.0;
    for (size_t i = 0; i < p->n; i++) {
        phase += hz * (1.0 + 0.1 * rng_normal(r)) / p->hz;
        p->v[i] += (float)(height * (sin(6.283185307 * phase) + 0.4 * sin(12.56637061 * phase)));
    }
}

static inline struct people_record people_hard(const struct people_hard *kind, uint64_t seed, double seconds)
{
    static const double RATES[] = {200.0, 250.0, 360.0, 500.0};
    static struct hard_beats b;
    struct rng r;
    rng_init(&r, seed);
    struct people_record p = {.hz = RATES[rng_next(&r) % 4]};
    const struct people_form *first = kind->base.usual, *other = kind->base.other, *third = kind->third;
    struct people_form forms[3] = {people_vary(first, &r), people_vary(other != NULL ? other : first, &r),
                                   people_vary(third != NULL ? third : first, &r)};
    double sign = rng_uniform(&r) < 0.3 ? -1.0 : 1.0, span = people_span(&forms[0]);
    hard_rhythm(&b, kind, seconds, &r);
    p.n = (size_t)(seconds * p.hz);
    p.v = calloc(p.n, sizeof *p.v);
    for (size_t k = 0; k < b.n; k++) {
        const struct hard_beat *x = &b.b[k];
        hard_draw(&p, &forms[x->form], x, sign);
        size_t at = (size_t)fmax(0.0, (x->at_s - 0.07) * p.hz);
        for (size_t i = at; x->spike && i < p.n && (double)(i - at) < 0.002 * p.hz; i++) {
            p.v[i] += (float)(kind->spike * span);
        }
        if (x->qrs) {
            p.beat_s[p.beats_n++] = x->at_s;
        }
    }
    if (kind->flutter > 0.0) {
        hard_flutter(&p, kind->flutter * span, &r);
    }
    struct people_kind noise = kind->base;
    if (kind->by_turns) {
        hard_move(&p, &kind->base, span, &r);
        noise.movement_db = 0.0;
    }
    people_add_noise(&p, &noise, span, &r);
    return p;
}

#endif
