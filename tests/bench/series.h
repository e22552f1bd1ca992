/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_SERIES_H
#define TESTS_BENCH_SERIES_H

#include <dirent.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

/* Series of beats, recorded (NAME.rr.csv, NAME.beats.csv) and by formula.

   A recorded series may carry faults of its own. Its clean stretches are what is left when 8 intervals on each side of
   every spike are cut out: a spike is an interval 15 % longer or shorter than both of its neighbours, or outside of
   300-2000 ms. A series of which more than a fifth goes that way is not known to be clean in the rest either: it is
   told apart. Both rules know nothing of the stage under test. */

enum { SERIES_BEATS_MAX = 200000, SERIES_MAX = 200, SERIES_STRETCH_MIN = 120, SERIES_NAME_N = 64 };
static const double SERIES_HOLE_MS = 3000.0, SERIES_SPIKE = 0.15, SERIES_CUT_MAX = 0.2;

/* One recording: times of beats, where runs begin, symbols when known. cut: the share that went with the spikes. */
struct series {
    char name[SERIES_NAME_N];
    double *t_s, cut;
    bool *joined;
    char *symbol;
    size_t n;
    bool synthetic;
};

struct series_list {
    struct series at[SERIES_MAX];
    size_t n;
};

static inline void *series_room(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (p == NULL) {
        abort();
    }
    return p;
}

static inline struct series *series_new(struct series_list *list, const char *name, size_t cap)
{
    struct series *s = &list->at[list->n++];
    *s = (struct series){
        .t_s = series_room(cap, sizeof(double)), .joined = series_room(cap, 1), .symbol = series_room(cap, 1)};
    (void)snprintf(s->name, sizeof s->name, "%.*s", SERIES_NAME_N - 1, name);
    return s;
}

static inline bool series_read(struct series_list *list, const char *folder, const char *file, bool intervals)
{
    char path[1024], line[128], symbol = 'N';
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *f = fopen(path, "r");
    if (f == NULL || list->n == SERIES_MAX) {
        return false;
    }
    struct series *s = series_new(list, file, SERIES_BEATS_MAX);
    double t = 0.0;
    while (fgets(line, sizeof line, f) != NULL && s->n + 2 < SERIES_BEATS_MAX) {
        char *end = NULL;
        double v = strtod(line, &end);
        if (end == line || line[0] == '#') {
            continue;
        }
        symbol = *end == ',' ? end[1] : 'N';
        if (!intervals && strchr("+~|[]!x\"s", symbol) != NULL) {
            continue;
        }
        double rr = intervals ? v : 1e3 * (v - t);
        t = intervals ? t + v * 1e-3 : v;
        if (intervals && s->n == 0) {
            s->t_s[s->n++] = 0.0;
        }
        s->joined[s->n] = s->n > 0 && rr <= SERIES_HOLE_MS;
        s->symbol[s->n] = symbol;
        s->t_s[s->n++] = t;
    }
    (void)fclose(f);
    return true;
}

static inline bool series_spike(const struct series *s, size_t i)
{
    double v = s->t_s[i] - s->t_s[i - 1];
    if (v < 0.3 || v > 2.0) {
        return true;
    }
    double before = s->joined[i - 1] && i > 1 ? s->t_s[i - 1] - s->t_s[i - 2] : (double)NAN;
    double after = i + 1 < s->n && s->joined[i + 1] ? s->t_s[i + 1] - s->t_s[i] : (double)NAN;
    return v < fmin(before, after) * (1.0 - SERIES_SPIKE) || v > fmax(before, after) * (1.0 + SERIES_SPIKE);
}

/* What is left of s between its spikes, as runs of SERIES_STRETCH_MIN beats and more. */
static inline void series_keep_clean(struct series *s)
{
    bool *bad = series_room(s->n, 1);
    for (size_t i = 1; i < s->n; i++) {
        if (s->joined[i] && series_spike(s, i)) {
            for (size_t k = i > 8 ? i - 8 : 0; k <= i + 8 && k < s->n; k++) {
                bad[k] = true;
            }
        }
    }
    size_t n = 0;
    for (size_t i = 0; i < s->n;) {
        size_t end = i + 1;
        while (end < s->n && s->joined[end] && !bad[end] && !bad[i]) {
            end++;
        }
        for (size_t k = i; end - i >= SERIES_STRETCH_MIN && k < end; k++) {
            s->t_s[n] = s->t_s[k];
            s->joined[n++] = k > i;
        }
        i = end;
    }
    s->cut = s->n == 0 ? 0.0 : 1.0 - (double)n / (double)s->n;
    s->n = n;
    free(bad);
}

/* A heart by formula: respiratory swing, slow waves of 0.1 Hz, drift with the spectrum 1/f, white noise. */
static inline void series_make_heart(struct series_list *list, const char *name, double mean_bpm, double rsa_ms,
                                     double rsa_hz, double mayer_ms, double drift_ms, double noise_ms, uint64_t seed)
{
    struct series *s = series_new(list, name, 4000);
    struct rng r;
    rng_init(&r, seed);
    s->synthetic = true;
    double t = 0.5, slow[4] = {0}, breath = 0.0, mayer = 0.0;
    while (t < 1200.0 && s->n < 4000) {
        s->joined[s->n] = s->n > 0;
        s->symbol[s->n] = 'N';
        s->t_s[s->n++] = t;
        double rr = 60000.0 / mean_bpm, sum = 0.0, dt = 60.0 / mean_bpm;
        for (int k = 0; k < 4; k++) {
            double pace = dt / (8.0 * pow(4.0, k));
            slow[k] += -pace * slow[k] + sqrt(2.0 * pace) * rng_normal(&r);
            sum += slow[k];
        }
        breath += 6.283185307 * rsa_hz * dt * (1.0 + 0.08 * rng_normal(&r));
        mayer += 6.283185307 * 0.1 * dt * (1.0 + 0.2 * rng_normal(&r));
        rr += rsa_ms * sin(breath) + mayer_ms * sin(mayer) + drift_ms * 0.5 * sum + noise_ms * rng_normal(&r);
        t += fmax(rr, 300.0) * 1e-3;
    }
}

static inline void series_make_swing(struct series_list *list, double mean_bpm, double swing_bpm, uint64_t seed)
{
    char name[SERIES_NAME_N];
    (void)snprintf(name, sizeof name, "mean %.0f swing %.0f", mean_bpm, swing_bpm);
    struct series *s = series_new(list, name, 4000);
    struct rng r;
    rng_init(&r, seed);
    for (double t = 0.5; t < 1200.0 && s->n < 4000;) {
        s->joined[s->n] = s->n > 0;
        s->t_s[s->n++] = t;
        t += 60.0 / (mean_bpm + 0.5 * swing_bpm * sin(6.283185307 * 0.1 * t)) + 0.008 * rng_normal(&r);
    }
}

static inline void series_make_hearts(struct series_list *list, uint64_t seed)
{
    for (uint64_t i = 0; i < 24; i++) {
        struct rng r;
        char name[SERIES_NAME_N];
        rng_init(&r, seed * 7919U + i);
        double bpm = 45.0 + 50.0 * rng_uniform(&r), rr = 60000.0 / bpm, u = rng_uniform(&r);
        /* The slower the breath, the larger its swing; the young swing by a tenth of the interval each way. */
        double hz = 0.08 + 0.25 * rng_uniform(&r), rsa = rr * (0.005 + 0.10 * u * u) * fmin(1.5, 0.2 / hz);
        (void)snprintf(name, sizeof name, "heart %.0f/min rsa %.0f ms %.2f Hz", bpm, rsa, hz);
        series_make_heart(list, name, bpm, rsa, hz, rr * 0.03 * rng_uniform(&r), rr * 0.04 * rng_uniform(&r),
                          3.0 + 0.015 * rr * rng_uniform(&r), seed + i);
    }
}

static inline void series_read_folder(struct series_list *list, const char *folder, const char *ending)
{
    DIR *d = opendir(folder);
    char *names[SERIES_MAX];
    size_t n = 0;
    for (struct dirent *e = d == NULL ? NULL : readdir(d); e != NULL && n < SERIES_MAX; e = readdir(d)) {
        size_t len = strlen(e->d_name), tail = strlen(ending);
        if (len > tail && strcmp(e->d_name + len - tail, ending) == 0) {
            names[n] = series_room(len + 1, 1);
            memcpy(names[n++], e->d_name, len + 1);
        }
    }
    if (d != NULL) {
        (void)closedir(d);
    }
    for (size_t i = 1; i < n; i++) {
        for (size_t k = i; k > 0 && strcmp(names[k - 1], names[k]) > 0; k--) {
            char *swap = names[k];
            names[k] = names[k - 1];
            names[k - 1] = swap;
        }
    }
    for (size_t i = 0; i < n; i++) {
        (void)series_read(list, folder, names[i], strcmp(ending, ".rr.csv") == 0);
        free(names[i]);
    }
}

static inline void series_free(struct series_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->at[i].t_s);
        free(list->at[i].joined);
        free(list->at[i].symbol);
    }
    list->n = 0;
}

#endif
