/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_FAULTS_H
#define TESTS_BENCH_FAULTS_H

#include "tests/bench/series.h"

/* Known faults put into a series at random places at least 12 beats apart: missed = a beat deleted; extra = a beat put
   at 20-80 % of an interval; ectopic = a beat 25-40 % early, full pause; shift = a beat moved by 8-15 % either way;
   mixed = any of the four. */

enum { FAULTS_APART = 12 };
enum fault { FAULT_MISSED, FAULT_EXTRA, FAULT_ECTOPIC, FAULT_SHIFT, FAULTS };
static const char *const FAULT_NAMES[] = {"missed", "extra", "ectopic", "shift", "mixed"};

static inline void faults_shuffle(size_t *v, size_t n, struct rng *r)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)(rng_uniform(r) * (double)i), swap = v[i - 1];
        v[i - 1] = v[k];
        v[k] = swap;
    }
}

/* fault[i] of beat i: -1 none. Beats near the ends of a run are left alone. */
static inline size_t faults_choose(const struct series *s, double share, int how, int8_t *fault, struct rng *r)
{
    size_t *order = series_room(s->n, sizeof *order), n = 0, want = (size_t)(share * (double)s->n + 0.5), made = 0;
    for (size_t i = 0; i < s->n; i++) {
        fault[i] = -1;
        bool inside = i >= 6 && i + 6 < s->n;
        for (size_t k = inside ? i - 5 : 0; inside && k <= i + 6; k++) {
            inside = s->joined[k];
        }
        if (inside) {
            order[n++] = i;
        }
    }
    faults_shuffle(order, n, r);
    for (size_t i = 0; i < n && made < want; i++) {
        size_t at = order[i], from = at > FAULTS_APART - 1 ? at - FAULTS_APART + 1 : 0;
        bool alone = true;
        for (size_t k = from; alone && k < at + FAULTS_APART && k < s->n; k++) {
            alone = fault[k] < 0;
        }
        if (alone) {
            fault[at] = (int8_t)(how < FAULTS ? how : (int)(rng_uniform(r) * FAULTS));
            made++;
        }
    }
    free(order);
    return made;
}

enum { FAULTS_PUT_IN = -1 };

/* from: which beat of the series each one was, or FAULTS_PUT_IN. */
struct broken {
    double *t_s;
    bool *joined;
    int8_t *fault;
    long *from;
    size_t n;
};

static inline struct broken faults_break(const struct series *s, const int8_t *fault, struct rng *r)
{
    struct broken b = {series_room(2 * s->n, sizeof(double)), series_room(2 * s->n, 1), series_room(2 * s->n, 1),
                       series_room(2 * s->n, sizeof(long)), 0};
    for (size_t i = 0; i < s->n; i++) {
        double t = s->t_s[i], u = rng_uniform(r), side = rng_uniform(r);
        int8_t mark = fault[i];
        if (mark == FAULT_ECTOPIC) {
            t -= (0.25 + 0.15 * u) * (t - s->t_s[i - 1]);
        } else if (mark == FAULT_SHIFT) {
            t += (side < 0.5 ? -1.0 : 1.0) * (0.08 + 0.07 * u) * (t - s->t_s[i - 1]);
        } else if (mark == FAULT_EXTRA) {
            b.t_s[b.n] = s->t_s[i - 1] + (0.2 + 0.6 * u) * (t - s->t_s[i - 1]);
            b.joined[b.n] = true;
            b.from[b.n] = FAULTS_PUT_IN;
            b.fault[b.n++] = mark;
            mark = -1;
        } else if (mark == FAULT_MISSED) {
            continue;
        }
        b.fault[b.n] = i > 0 && fault[i - 1] == FAULT_MISSED ? FAULT_MISSED : mark;
        b.joined[b.n] = s->joined[i];
        b.from[b.n] = (long)i;
        b.t_s[b.n++] = t;
    }
    return b;
}

static inline void faults_free(struct broken *b)
{
    free(b->t_s);
    free(b->joined);
    free(b->fault);
    free(b->from);
}

#endif
