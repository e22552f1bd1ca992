/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_GOLDEN_SIGNAL_RECORDINGS_H
#define TESTS_GOLDEN_SIGNAL_RECORDINGS_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/*
 * Shared recordings of real people, read column by column. They are no part of the project: without them the tests
 * say so and pass. METTA_RECORDINGS names their folder.
 */
struct column {
    double *v;
    size_t n;
};

static inline FILE *recording_open(const char *name)
{
    char path[1024];
    const char *folder = getenv("METTA_RECORDINGS");
    (void)snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : TEST_SOURCE_DIR "/../shared/recordings", name);
    return fopen(path, "r");
}

static inline double recording_rate(const char *name)
{
    FILE *f = recording_open(name);
    char line[2048];
    double hz = (double)NAN;
    while (f != NULL && fgets(line, sizeof line, f) != NULL && line[0] == '#') {
        const char *at = strstr(line, "sampling_rate_hz:");
        if (at != NULL) {
            at += strlen("sampling_rate_hz:");
            (void)text_number(&at, line + strlen(line), &hz);
        }
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return hz;
}

/* The index-th column of all data lines; v is NULL when the file is absent. The caller frees v. */
static inline struct column recording_column(const char *name, int index)
{
    struct column c = {NULL, 0};
    FILE *f = recording_open(name);
    char line[2048];
    size_t cap = 0;
    bool header = false;
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        if (line[0] == '#' || !header) {
            header = header || line[0] != '#';
            continue;
        }
        const char *at = line, *end = line + strlen(line);
        for (int i = 0; i < index && at != NULL; i++) {
            at = strchr(at, ',');
            at = at != NULL ? at + 1 : NULL;
        }
        double v = (double)NAN;
        if (at != NULL) {
            (void)text_number(&at, end, &v);
        }
        if (c.n == cap) {
            cap = cap == 0 ? 4096 : 2 * cap;
            c.v = realloc(c.v, cap * sizeof c.v[0]);
        }
        c.v[c.n++] = v;
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return c;
}

/* Reference beats: times of the lines whose symbol is a beat's (PhysioNet codes). */
static inline struct column recording_beats(const char *name)
{
    struct column c = {NULL, 0};
    FILE *f = recording_open(name);
    char line[256];
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        const char *at = line, *comma = strchr(line, ',');
        double t = (double)NAN;
        if (line[0] != '#' && comma != NULL && strchr("NLRBAaJSVrFejnE/fQ?", comma[1]) != NULL &&
            text_number(&at, comma, &t)) {
            if (c.n % 4096 == 0) {
                c.v = realloc(c.v, (c.n + 4096) * sizeof c.v[0]);
            }
            c.v[c.n++] = t;
        }
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return c;
}

struct match {
    size_t hit, missed, extra;
    double f1, offset_ms, jitter_ms; /* median difference, median distance from it */
};

static inline int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double median_of(double *v, size_t n)
{
    qsort(v, n, sizeof v[0], compare_doubles);
    return n == 0 ? (double)NAN : 0.5 * (v[(n - 1) / 2] + v[n / 2]);
}

/* One to one within 150 ms (ANSI/AAMI EC57); both sorted; reference beats outside [from, to] do not count. */
static inline struct match match_beats(struct column found, struct column truth, double from, double to)
{
    struct match m = {0, 0, 0, 0.0, 0.0, 0.0};
    double *off = calloc(truth.n + 1, sizeof off[0]);
    size_t i = 0, k = 0;
    while (i < found.n || k < truth.n) {
        double a = i < found.n ? found.v[i] : (double)INFINITY, b = k < truth.n ? truth.v[k] : (double)INFINITY;
        if (a < from || (a > to && a <= b)) {
            i++;
        } else if (b < from || (b > to && b <= a)) {
            k++;
        } else if (fabs(a - b) <= 0.150) {
            off[m.hit++] = 1e3 * (a - b);
            i++;
            k++;
        } else if (a < b) {
            m.extra++;
            i++;
        } else {
            m.missed++;
            k++;
        }
    }
    m.f1 = 100.0 * 2.0 * (double)m.hit / (double)(2 * m.hit + m.missed + m.extra);
    m.offset_ms = median_of(off, m.hit);
    for (size_t n = 0; n < m.hit; n++) {
        off[n] = fabs(off[n] - m.offset_ms);
    }
    m.jitter_ms = median_of(off, m.hit);
    free(off);
    return m;
}

#endif
