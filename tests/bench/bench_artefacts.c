/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well artefacts are told and mended, live (two beats ahead) and in batch (both ways), on a folder of recordings:
     made    known faults put into clean series (NAME.rr.csv and synthetic ones), at least 12 beats apart: missed = a
             beat deleted; extra = a beat put at 20-80 % of an interval; ectopic = a beat 25-40 % early, full pause;
             shift = a beat moved by 8-15 % either way; mixed = any of the four. Found = a flag within one beat of it;
             every other flag is a false alarm. RMSSD against the series before, over pairs of intervals used as they
             came ("used") and over all corrected ones ("all").
     clean   flags in the same series untouched; in swings of 10-40 bpm at 0.1 Hz; in the series as recorded.
     real    isolated ectopic beats of NAME.beats.csv with symbols (3 normal ones on each side), and flags on normal
             beats with 3 normal ones on each side.
   A recorded series may carry faults of its own. Its clean stretches are what is left when 8 intervals on each side of
   every spike are cut out: a spike is an interval 15 % longer or shorter than both of its neighbours, or outside of
   300-2000 ms. That rule knows nothing of the stage under test. Call: bench_artefacts FOLDER [SEED] [-v] */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/rng.h"
#include "signal/artefact.h"

enum { BEATS_MAX = 200000, SERIES_MAX = 200, STRETCH_MIN = 120, APART = 12, NAME_N = 64 };
enum fault { FAULT_MISSED, FAULT_EXTRA, FAULT_ECTOPIC, FAULT_SHIFT, FAULTS };
static const char *const FAULT_NAMES[] = {"missed", "extra", "ectopic", "shift", "mixed"};
static const double HOLE_MS = 3000.0;

/* One recording: times of beats, where runs begin, symbols when known. */
struct series {
    char name[NAME_N];
    double *t_s;
    bool *joined;
    char *symbol;
    size_t n;
    bool synthetic;
};

struct judged {
    struct beat *beats;
    struct tachogram_point *points;
    size_t points_n;
};

struct tally {
    size_t faults, found, named, flags, alarms, beats;
};

static struct series list[SERIES_MAX];
static size_t list_n;
static bool batch, verbose;

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (p == NULL) {
        abort();
    }
    return p;
}

static struct series *new_series(const char *name, size_t cap)
{
    struct series *s = &list[list_n++];
    *s = (struct series){.t_s = room(cap, sizeof(double)), .joined = room(cap, 1), .symbol = room(cap, 1)};
    (void)snprintf(s->name, sizeof s->name, "%.*s", NAME_N - 1, name);
    return s;
}

/* --- judging ----------------------------------------------------------------------------------------------------- */

static void judge_live(const struct artefact_beat *in, size_t n, struct judged *j)
{
    struct artefact a;
    struct artefact_out o[ARTEFACT_OUT_MAX];
    size_t told = 0;
    artefact_init(&a);
    j->points_n = 0;
    for (size_t i = 0; i <= n; i++) {
        size_t k = i < n ? artefact_push(&a, in[i].t, in[i].rr_ms, in[i].joined, o) : artefact_flush(&a, o);
        for (size_t m = 0; m < k; m++) {
            j->beats[told++] = o[m].beat;
            for (uint8_t p = 0; p < o[m].points_n; p++) {
                j->points[j->points_n++] = o[m].points[p];
            }
        }
    }
}

static struct judged judge(const double *t_s, const bool *joined, size_t n)
{
    struct artefact_beat *in = room(n, sizeof *in);
    struct judged j = {room(n, sizeof(struct beat)), room(artefact_points_max(n), sizeof(struct tachogram_point)), 0};
    for (size_t i = 0; i < n; i++) {
        float rr_ms = joined[i] ? (float)(1e3 * (t_s[i] - t_s[i - 1])) : NAN;
        in[i] = (struct artefact_beat){usec_from_s(t_s[i]), rr_ms, joined[i]};
    }
    if (batch) {
        void *scratch = room(artefact_scratch(n), 1);
        j.points_n = artefact_judge_all(in, n, scratch, j.beats, j.points);
        free(scratch);
    } else {
        judge_live(in, n, &j);
    }
    free(in);
    return j;
}

static void free_judged(struct judged *j)
{
    free(j->beats);
    free(j->points);
}

static bool flagged(const struct beat *b)
{
    return !b->used && !isnan(b->rr_ms);
}

static double rmssd_of(const struct tachogram_point *p, size_t n, bool used_only)
{
    double sum = 0.0;
    size_t pairs = 0;
    for (size_t i = 1; i < n; i++) {
        if (p[i].joined && (!used_only || (p[i].used && p[i - 1].used))) {
            double d = (double)p[i].rr_ms - (double)p[i - 1].rr_ms;
            sum += d * d;
            pairs++;
        }
    }
    return sqrt(sum / (double)pairs);
}

static double sdnn_of(const struct tachogram_point *p, size_t n)
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)p[i].rr_ms;
    }
    for (size_t i = 0; i < n; i++) {
        squares += ((double)p[i].rr_ms - sum / (double)n) * ((double)p[i].rr_ms - sum / (double)n);
    }
    return sqrt(squares / (double)(n - 1));
}

static double rmssd_of_beats(const struct series *s, double *sdnn)
{
    double sum = 0.0, mean = 0.0, squares = 0.0;
    size_t pairs = 0, n = 0;
    for (size_t i = 1; i < s->n; i++) {
        if (s->joined[i]) {
            double x = 1e3 * (s->t_s[i] - s->t_s[i - 1]), off = x - mean;
            n++;
            mean += off / (double)n;
            squares += off * (x - mean);
            if (i > 1 && s->joined[i - 1]) {
                double d = x - 1e3 * (s->t_s[i - 1] - s->t_s[i - 2]);
                sum += d * d;
                pairs++;
            }
        }
    }
    *sdnn = sqrt(squares / (double)(n - 1));
    return sqrt(sum / (double)pairs);
}

/* --- faults ------------------------------------------------------------------------------------------------------ */

static void shuffle(size_t *v, size_t n, struct rng *r)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)(rng_uniform(r) * (double)i), swap = v[i - 1];
        v[i - 1] = v[k];
        v[k] = swap;
    }
}

/* fault[i] of beat i: -1 none. Beats near the ends of a run are left alone. */
static size_t choose(const struct series *s, double share, int how, int8_t *fault, struct rng *r)
{
    size_t *order = room(s->n, sizeof *order), n = 0, want = (size_t)(share * (double)s->n + 0.5), made = 0;
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
    shuffle(order, n, r);
    for (size_t i = 0; i < n && made < want; i++) {
        size_t at = order[i], from = at > APART - 1 ? at - APART + 1 : 0;
        bool alone = true;
        for (size_t k = from; alone && k < at + APART && k < s->n; k++) {
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

struct broken {
    double *t_s;
    bool *joined;
    int8_t *fault;
    size_t n;
};

static struct broken break_series(const struct series *s, const int8_t *fault, struct rng *r)
{
    struct broken b = {room(2 * s->n, sizeof(double)), room(2 * s->n, 1), room(2 * s->n, 1), 0};
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
            b.fault[b.n++] = mark;
            mark = -1;
        } else if (mark == FAULT_MISSED) {
            continue;
        }
        b.fault[b.n] = i > 0 && fault[i - 1] == FAULT_MISSED ? FAULT_MISSED : mark;
        b.joined[b.n] = s->joined[i];
        b.t_s[b.n++] = t;
    }
    return b;
}

static void free_broken(struct broken *b)
{
    free(b->t_s);
    free(b->joined);
    free(b->fault);
}

static bool named(uint8_t kind, int8_t fault)
{
    return (kind == BEAT_MISSED && fault == FAULT_MISSED) || (kind == BEAT_EXTRA && fault == FAULT_EXTRA) ||
           ((kind == BEAT_ECTOPIC || kind == BEAT_LONG || kind == BEAT_SHORT) && fault >= FAULT_ECTOPIC);
}

static void count(const struct broken *b, const struct judged *j, struct tally *t, const char *name)
{
    for (size_t i = 0; i < b->n; i++) {
        bool near = false;
        for (size_t k = i > 0 ? i - 1 : 0; k <= i + 1 && k < b->n; k++) {
            near = near || b->fault[k] >= 0;
        }
        bool flag = flagged(&j->beats[i]);
        t->beats += b->joined[i] ? 1 : 0;
        t->flags += flag ? 1 : 0;
        t->alarms += flag && !near ? 1 : 0;
        if (verbose && flag && !near) {
            printf("    false %s %zu kind %u:", name, i, j->beats[i].kind);
            for (size_t k = i > 4 ? i - 4 : 0; k < i + 5 && k < b->n; k++) {
                printf("%s%.0f%s", k == i ? " [" : " ", (double)j->beats[k].rr_ms, k == i ? "]" : "");
            }
            printf("\n");
        }
        if (b->fault[i] < 0) {
            continue;
        }
        bool found = false, by_name = false;
        for (size_t k = i - 1; k <= i + 1; k++) {
            found = found || flagged(&j->beats[k]);
            by_name = by_name || named(j->beats[k].kind, b->fault[i]);
        }
        t->faults++;
        t->found += found ? 1 : 0;
        t->named += by_name ? 1 : 0;
        if (verbose && !found) {
            printf("    lost %s %s %zu:", FAULT_NAMES[b->fault[i]], name, i);
            for (size_t k = i > 4 ? i - 4 : 0; k < i + 5 && k < b->n; k++) {
                printf("%s%.0f%s", k == i ? " [" : " ", (double)j->beats[k].rr_ms, k == i ? "]" : "");
            }
            printf("\n");
        }
    }
}

static double middle(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_value);
    return n == 0 ? (double)NAN : v[n / 2];
}

static void made_row(int how, double share, bool synthetic, uint64_t seed)
{
    struct tally t = {0};
    double used[SERIES_MAX], all[SERIES_MAX], sdnn[SERIES_MAX], precision[SERIES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < list_n; i++) {
        struct series *s = &list[i];
        if (s->synthetic != synthetic || s->n < 2) {
            continue;
        }
        struct rng r;
        rng_init(&r, seed * 1000003U + i * 101U + (uint64_t)(share * 100.0) * 7U + (uint64_t)how);
        int8_t *fault = room(s->n, 1);
        double before_sdnn = 0.0, before = rmssd_of_beats(s, &before_sdnn);
        if (choose(s, share, how, fault, &r) > 0) {
            struct broken b = break_series(s, fault, &r);
            struct judged j = judge(b.t_s, b.joined, b.n);
            size_t flags = t.flags, alarms = t.alarms;
            count(&b, &j, &t, s->name);
            precision[n] = 100.0 - 100.0 * (double)(t.alarms - alarms) / (double)(t.flags - flags);
            used[n] = 100.0 * fabs(rmssd_of(j.points, j.points_n, true) / before - 1.0);
            all[n] = 100.0 * fabs(rmssd_of(j.points, j.points_n, false) / before - 1.0);
            sdnn[n++] = 100.0 * fabs(sdnn_of(j.points, j.points_n) / before_sdnn - 1.0);
            free_judged(&j);
            free_broken(&b);
        }
        free(fault);
    }
    double used_mid = middle(used, n), all_mid = middle(all, n), sdnn_mid = middle(sdnn, n);
    printf("%-8s %4.0f %% %7zu %7.2f %7.2f %7.2f %7.2f %8.4f | %6.2f %6.2f | %6.2f %6.2f | %6.2f %6.2f\n",
           FAULT_NAMES[how], 100.0 * share, t.faults, 100.0 * (double)t.found / (double)t.faults,
           100.0 * (double)(t.flags - t.alarms) / (double)t.flags, middle(precision, n),
           100.0 * (double)t.named / (double)t.faults, 100.0 * (double)t.alarms / (double)t.beats, used_mid,
           used[n - 1], all_mid, all[n - 1], sdnn_mid, sdnn[n - 1]);
}

/* --- clean and real ---------------------------------------------------------------------------------------------- */

static void clean_row(const struct series *s, const char *what)
{
    struct tally t = {0};
    int8_t *none = room(s->n, 1);
    memset(none, -1, s->n);
    struct broken b = {s->t_s, s->joined, none, s->n};
    struct judged j = judge(s->t_s, s->joined, s->n);
    count(&b, &j, &t, s->name);
    printf("%-10s %-28s %7zu intervals %5zu flags %8.4f %%\n", what, s->name, t.beats, t.flags,
           100.0 * (double)t.flags / (double)t.beats);
    free_judged(&j);
    free(none);
}

static bool normal_around(const struct series *s, size_t i)
{
    for (size_t k = i - 3; k <= i + 3; k++) {
        if (k != i && (s->symbol[k] != 'N' || !s->joined[k])) {
            return false;
        }
    }
    return true;
}

static void real_row(const struct series *s, struct tally *all)
{
    struct tally t = {0};
    struct judged j = judge(s->t_s, s->joined, s->n);
    for (size_t i = 4; i + 4 < s->n; i++) {
        if (!normal_around(s, i) || !s->joined[i]) {
            continue;
        }
        bool flag = flagged(&j.beats[i]);
        if (s->symbol[i] == 'N') {
            t.beats++;
            t.alarms += flag ? 1 : 0;
        } else if (strchr("VAaJSFeE", s->symbol[i]) != NULL) {
            bool found = flag || flagged(&j.beats[i + 1]);
            t.faults++;
            t.found += found ? 1 : 0;
            if (verbose && !found) {
                printf("    lost %c %s %zu:", s->symbol[i], s->name, i);
                for (size_t k = i - 4; k < i + 5; k++) {
                    printf("%s%.0f%s", k == i ? " [" : " ", (double)j.beats[k].rr_ms, k == i ? "]" : "");
                }
                printf("\n");
            }
        }
        if (verbose && flag && s->symbol[i] == 'N') {
            printf("    false %s %zu kind %u:", s->name, i, j.beats[i].kind);
            for (size_t k = i - 4; k < i + 5; k++) {
                printf("%s%.0f%s", k == i ? " [" : " ", (double)j.beats[k].rr_ms, k == i ? "]" : "");
            }
            printf("\n");
        }
    }
    printf("real       %-28s %5zu isolated ectopic, found %6.2f %%; %6zu normal, specificity %7.3f %%\n", s->name,
           t.faults, 100.0 * (double)t.found / (double)t.faults, t.beats,
           100.0 - 100.0 * (double)t.alarms / (double)t.beats);
    all->faults += t.faults;
    all->found += t.found;
    all->beats += t.beats;
    all->alarms += t.alarms;
    free_judged(&j);
}

/* --- the series -------------------------------------------------------------------------------------------------- */

static bool read_series(const char *folder, const char *file, bool intervals)
{
    char path[1024], line[128], symbol = 'N';
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *f = fopen(path, "r");
    if (f == NULL || list_n == SERIES_MAX) {
        return false;
    }
    struct series *s = new_series(file, BEATS_MAX);
    double t = 0.0;
    while (fgets(line, sizeof line, f) != NULL && s->n + 2 < BEATS_MAX) {
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
        s->joined[s->n] = s->n > 0 && rr <= HOLE_MS;
        s->symbol[s->n] = symbol;
        s->t_s[s->n++] = t;
    }
    (void)fclose(f);
    return true;
}

static bool spike(const struct series *s, size_t i)
{
    double v = s->t_s[i] - s->t_s[i - 1];
    if (v < 0.3 || v > 2.0) {
        return true;
    }
    double before = s->joined[i - 1] && i > 1 ? s->t_s[i - 1] - s->t_s[i - 2] : (double)NAN;
    double after = i + 1 < s->n && s->joined[i + 1] ? s->t_s[i + 1] - s->t_s[i] : (double)NAN;
    return v < fmin(before, after) * 0.85 || v > fmax(before, after) * 1.15;
}

/* What is left of s between its spikes, as runs of STRETCH_MIN beats and more. */
static void keep_clean(struct series *s)
{
    bool *bad = room(s->n, 1);
    for (size_t i = 1; i < s->n; i++) {
        if (s->joined[i] && spike(s, i)) {
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
        for (size_t k = i; end - i >= STRETCH_MIN && k < end; k++) {
            s->t_s[n] = s->t_s[k];
            s->joined[n++] = k > i;
        }
        i = end;
    }
    s->n = n;
    free(bad);
}

/* A heart by formula: respiratory swing, slow waves of 0.1 Hz, drift with the spectrum 1/f, white noise. */
static void make_heart(const char *name, double mean_bpm, double rsa_ms, double rsa_hz, double mayer_ms,
                       double drift_ms, double noise_ms, uint64_t seed)
{
    struct series *s = new_series(name, 4000);
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

static void make_swing(double mean_bpm, double swing_bpm, uint64_t seed)
{
    char name[NAME_N];
    (void)snprintf(name, sizeof name, "mean %.0f swing %.0f", mean_bpm, swing_bpm);
    struct series *s = new_series(name, 4000);
    struct rng r;
    rng_init(&r, seed);
    for (double t = 0.5; t < 1200.0 && s->n < 4000;) {
        s->joined[s->n] = s->n > 0;
        s->t_s[s->n++] = t;
        t += 60.0 / (mean_bpm + 0.5 * swing_bpm * sin(6.283185307 * 0.1 * t)) + 0.008 * rng_normal(&r);
    }
}

static void make_hearts(uint64_t seed)
{
    for (uint64_t i = 0; i < 24; i++) {
        struct rng r;
        char name[NAME_N];
        rng_init(&r, seed * 7919U + i);
        double bpm = 45.0 + 50.0 * rng_uniform(&r), rr = 60000.0 / bpm, u = rng_uniform(&r);
        /* The slower the breath, the larger its swing; the young swing by a tenth of the interval each way. */
        double hz = 0.08 + 0.25 * rng_uniform(&r), rsa = rr * (0.005 + 0.10 * u * u) * fmin(1.5, 0.2 / hz);
        (void)snprintf(name, sizeof name, "heart %.0f/min rsa %.0f ms %.2f Hz", bpm, rsa, hz);
        make_heart(name, bpm, rsa, hz, rr * 0.03 * rng_uniform(&r), rr * 0.04 * rng_uniform(&r),
                   3.0 + 0.015 * rr * rng_uniform(&r), seed + i);
    }
}

static void read_folder(const char *folder, const char *ending)
{
    DIR *d = opendir(folder);
    char *names[SERIES_MAX];
    size_t n = 0;
    for (struct dirent *e = d == NULL ? NULL : readdir(d); e != NULL && n < SERIES_MAX; e = readdir(d)) {
        size_t len = strlen(e->d_name), tail = strlen(ending);
        if (len > tail && strcmp(e->d_name + len - tail, ending) == 0) {
            names[n] = room(len + 1, 1);
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
        (void)read_series(folder, names[i], strcmp(ending, ".rr.csv") == 0);
        free(names[i]);
    }
}

static void free_list(void)
{
    for (size_t i = 0; i < list_n; i++) {
        free(list[i].t_s);
        free(list[i].joined);
        free(list[i].symbol);
    }
    list_n = 0;
}

static void speed(void)
{
    enum { N = 100000 };
    double *t_s = room(N, sizeof *t_s), at = 0.0, best = (double)INFINITY;
    bool *joined = room(N, 1);
    struct rng r;
    rng_init(&r, 5);
    for (size_t i = 0; i < N; i++) {
        at += 0.9 + 0.05 * sin((double)i * 0.6) + 0.02 * rng_normal(&r) + (i % 50 == 7 ? 0.9 : 0.0);
        t_s[i] = at;
        joined[i] = i > 0;
    }
    for (int k = 0; k < 5; k++) {
        struct timespec a, b;
        (void)clock_gettime(CLOCK_MONOTONIC, &a);
        struct judged j = judge(t_s, joined, N);
        (void)clock_gettime(CLOCK_MONOTONIC, &b);
        free_judged(&j);
        best = fmin(best, (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) * 1e-6);
    }
    printf("speed      100000 beats, 2 in 100 missed: %.1f ms\n", best);
    free(t_s);
    free(joined);
}

static void everything(const char *folder, uint64_t seed)
{
    struct tally all = {0};
    printf("\n=== %s, seed %llu\n", batch ? "batch (both ways)" : "live (two beats ahead)", (unsigned long long)seed);
    read_folder(folder, ".beats.csv");
    for (size_t i = 0; i < list_n; i++) {
        real_row(&list[i], &all);
    }
    printf("real       %-28s %5zu isolated ectopic, found %6.2f %%; %6zu normal, specificity %7.3f %%\n", "all",
           all.faults, 100.0 * (double)all.found / (double)all.faults, all.beats,
           100.0 - 100.0 * (double)all.alarms / (double)all.beats);
    free_list();
    for (int mean = 60; mean <= 70; mean += 10) {
        for (int swing = 10; swing <= 40; swing += 10) {
            make_swing(mean, swing, seed + (uint64_t)swing);
            clean_row(&list[list_n - 1], "swing");
        }
    }
    free_list();
    read_folder(folder, ".rr.csv");
    for (size_t i = 0; i < list_n; i++) {
        bool loud = verbose;
        verbose = false;
        clean_row(&list[i], "recorded");
        verbose = loud;
        keep_clean(&list[i]);
        clean_row(&list[i], "stretches");
    }
    make_hearts(seed);
    for (int synthetic = 0; synthetic < 2; synthetic++) {
        printf(
            "\n%s series                                                       RMSSD off, %%                    SDNN\n",
            synthetic ? "synthetic" : "recorded");
        printf("%-8s %6s %7s %7s %7s %7s %7s %8s | %6s %6s | %6s %6s | %6s %6s\n", "fault", "in", "faults", "Se", "PPV",
               "median", "named", "false %", "used", "worst", "all", "worst", "all", "worst");
        for (int how = 0; how <= FAULTS; how++) {
            for (int k = 0; k < 3; k++) {
                made_row(how, k == 0 ? 0.01 : (k == 1 ? 0.05 : 0.10), synthetic != 0, seed);
            }
        }
    }
    free_list();
    speed();
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_artefacts FOLDER [SEED] [-v]\n");
        return 2;
    }
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    verbose = argc > 3;
    for (int k = 0; k < 2; k++) {
        batch = k == 1;
        everything(argv[1], seed);
    }
    return 0;
}
