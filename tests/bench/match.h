/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_MATCH_H
#define TESTS_BENCH_MATCH_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/sorted.h"

/* Beats against reference beats by ANSI/AAMI EC57: one to one within 150 ms, nearest first. */

static const double MATCH_WINDOW_S = 0.150;

struct match {
    size_t reference, found, hits;
    double offset_ms, jitter_ms;
};

/* The beats between two moments, moved to the front. */
static inline size_t match_within(double *v, size_t n, double from_s, double to_s)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (v[i] >= from_s && v[i] <= to_s) {
            v[k++] = v[i];
        }
    }
    return k;
}

/* late_s: constant delay of the found ones, taken off first. */
static inline struct match match_beats(const double *ref, size_t ref_n, const double *got, size_t got_n, double late_s)
{
    struct match s = {ref_n, got_n, 0, (double)NAN, (double)NAN};
    double *off = malloc((ref_n + 1) * sizeof *off);
    size_t k = 0;
    for (size_t i = 0; off != NULL && i < ref_n; i++) {
        double want = ref[i] + late_s;
        while (k < got_n && got[k] < want - MATCH_WINDOW_S) {
            k++;
        }
        if (k == got_n || got[k] > want + MATCH_WINDOW_S) {
            continue;
        }
        bool next_is_nearer = k + 1 < got_n && fabs(got[k + 1] - want) < fabs(got[k] - want);
        k += next_is_nearer ? 1 : 0;
        off[s.hits++] = (got[k] - ref[i]) * 1000.0;
        k++;
    }
    if (s.hits > 0) {
        s.offset_ms = sorted_median(off, s.hits);
        for (size_t i = 0; i < s.hits; i++) {
            off[i] = fabs(off[i] - s.offset_ms);
        }
        s.jitter_ms = sorted_median(off, s.hits);
    }
    free(off);
    return s;
}

static inline double match_f1(const struct match *s)
{
    return s->reference + s->found > 0 ? 200.0 * (double)s->hits / (double)(s->reference + s->found) : (double)NAN;
}

/* A pulse comes late by a time that is not known: the one that matches best, then the median of what is left. */
static inline struct match match_late(const double *ref, size_t ref_n, const double *got, size_t got_n, double from_s,
                                      double to_s)
{
    struct match best = match_beats(ref, ref_n, got, got_n, from_s);
    for (double late = from_s; late <= to_s; late += 0.02) {
        struct match m = match_beats(ref, ref_n, got, got_n, late);
        best = m.hits > best.hits ? m : best;
    }
    return best.hits > 0 ? match_beats(ref, ref_n, got, got_n, best.offset_ms / 1000.0) : best;
}

static inline void match_add(struct match *all, const struct match *m)
{
    all->reference += m->reference;
    all->found += m->found;
    all->hits += m->hits;
}

#endif
