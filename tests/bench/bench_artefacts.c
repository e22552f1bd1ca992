/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well artefacts are told and mended, live (two beats ahead) and in batch (both ways), on a folder of recordings:
     made    known faults (faults.h) put into clean series (series.h). Found = a flag within one beat of it; every other
             flag is a false alarm. "own" is how many of those are there in the series untouched, too: what the
   recording brings along, right or not; "near" is how many of the others lie 2 or 3 beats from a fault. PPV of all
             series, of those known to be clean, and of the one in the middle; "new" is that of all without the own
   ones. RMSSD against the series before, over pairs of intervals used as they came ("used") and over all corrected ones
   ("all"); -v tells both of each series. clean   flags in the same series untouched; in swings of 10-40 bpm at 0.1 Hz;
   in the series as recorded. real    isolated ectopic beats of NAME.beats.csv with symbols (3 normal ones on each
   side), and flags on normal beats with 3 normal ones on each side. Call: bench_artefacts FOLDER [SEED] [-v] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "signal/artefact.h"
#include "tests/bench/faults.h"
#include "tests/bench/series.h"
#include "tests/bench/sorted.h"

struct judged {
    struct beat *beats;
    struct tachogram_point *points;
    size_t points_n;
};

struct tally {
    size_t faults, found, named, flags, alarms, near, own, beats;
};

static struct series_list list;
static struct judged as_is[SERIES_MAX]; /* the series untouched */
static bool batch, verbose;

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
    struct artefact_beat *in = series_room(n, sizeof *in);
    struct judged j = {series_room(n, sizeof(struct beat)),
                       series_room(artefact_points_max(n), sizeof(struct tachogram_point)), 0};
    for (size_t i = 0; i < n; i++) {
        float rr_ms = joined[i] ? (float)(1e3 * (t_s[i] - t_s[i - 1])) : NAN;
        in[i] = (struct artefact_beat){usec_from_s(t_s[i]), rr_ms, joined[i]};
    }
    if (batch) {
        void *scratch = series_room(artefact_scratch(n), 1);
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

static bool named(uint8_t kind, int8_t fault)
{
    return (kind == BEAT_MISSED && fault == FAULT_MISSED) || (kind == BEAT_EXTRA && fault == FAULT_EXTRA) ||
           ((kind == BEAT_ECTOPIC || kind == BEAT_LONG || kind == BEAT_SHORT) && fault >= FAULT_ECTOPIC);
}

static void show(const char *what, const char *name, const struct judged *j, size_t i, size_t n)
{
    printf("    %s %s %zu kind %u:", what, name, i, j->beats[i].kind);
    for (size_t k = i > 4 ? i - 4 : 0; k < i + 5 && k < n; k++) {
        printf("%s%.0f%s", k == i ? " [" : " ", (double)j->beats[k].rr_ms, k == i ? "]" : "");
    }
    printf("\n");
}

static bool fault_within(const struct broken *b, size_t i, size_t beats)
{
    for (size_t k = i > beats ? i - beats : 0; k <= i + beats && k < b->n; k++) {
        if (b->fault[k] >= 0) {
            return true;
        }
    }
    return false;
}

static void count_fault(const struct broken *b, const struct judged *j, size_t i, struct tally *t, const char *name)
{
    bool found = false, by_name = false;
    for (size_t k = i - 1; k <= i + 1; k++) {
        found = found || flagged(&j->beats[k]);
        by_name = by_name || named(j->beats[k].kind, b->fault[i]);
    }
    t->faults++;
    t->found += found ? 1 : 0;
    t->named += by_name ? 1 : 0;
    if (verbose && !found) {
        printf("    lost %s", FAULT_NAMES[b->fault[i]]);
        show("", name, j, i, b->n);
    }
}

/* A false alarm at beat i is the series' own when that beat is flagged in the series untouched, too. */
static bool is_own(const struct broken *b, const struct judged *untouched, size_t i)
{
    return b->from[i] != FAULTS_PUT_IN && flagged(&untouched->beats[b->from[i]]);
}

static void count(const struct broken *b, const struct judged *j, const struct judged *untouched, struct tally *t,
                  const char *name)
{
    for (size_t i = 0; i < b->n; i++) {
        bool flag = flagged(&j->beats[i]), alarm = flag && !fault_within(b, i, 1);
        bool own = alarm && is_own(b, untouched, i);
        t->beats += b->joined[i] ? 1 : 0;
        t->flags += flag ? 1 : 0;
        t->alarms += alarm ? 1 : 0;
        t->near += alarm && !own && fault_within(b, i, 3) ? 1 : 0;
        t->own += own ? 1 : 0;
        if (verbose && alarm) {
            show(own ? "own  " : (fault_within(b, i, 3) ? "near " : "false"), name, j, i, b->n);
        }
        if (b->fault[i] >= 0) {
            count_fault(b, j, i, t, name);
        }
    }
}

static double precision(const struct tally *t)
{
    return 100.0 * (double)(t->flags - t->alarms) / (double)t->flags;
}

static double precision_new(const struct tally *t)
{
    return 100.0 * (double)(t->flags - t->alarms) / (double)(t->flags - t->own);
}

static void add(struct tally *to, const struct tally *t)
{
    to->faults += t->faults;
    to->found += t->found;
    to->named += t->named;
    to->flags += t->flags;
    to->alarms += t->alarms;
    to->near += t->near;
    to->own += t->own;
    to->beats += t->beats;
}

/* A row of the table: sums over all series and over those known to be clean, and a figure of each series. */
struct row {
    struct tally all, clean;
    double precision[SERIES_MAX], used_off[SERIES_MAX], all_off[SERIES_MAX], sdnn_off[SERIES_MAX];
    size_t n;
};

static void made_series(const struct series *s, const struct judged *untouched, int how, double share, struct rng *r,
                        struct row *row)
{
    int8_t *fault = series_room(s->n, 1);
    double sdnn = 0.0, rmssd = rmssd_of_beats(s, &sdnn);
    if (faults_choose(s, share, how, fault, r) > 0) {
        struct broken b = faults_break(s, fault, r);
        struct judged j = judge(b.t_s, b.joined, b.n);
        struct tally t = {0};
        count(&b, &j, untouched, &t, s->name);
        add(&row->all, &t);
        if (s->cut <= SERIES_CUT_MAX) {
            add(&row->clean, &t);
        }
        row->precision[row->n] = precision(&t);
        row->used_off[row->n] = 100.0 * fabs(rmssd_of(j.points, j.points_n, true) / rmssd - 1.0);
        row->all_off[row->n] = 100.0 * fabs(rmssd_of(j.points, j.points_n, false) / rmssd - 1.0);
        row->sdnn_off[row->n] = 100.0 * fabs(sdnn_of(j.points, j.points_n) / sdnn - 1.0);
        if (verbose) {
            printf("    off %s RMSSD %.2f: used %.2f %%, all %.2f %%, %zu of %zu found\n", s->name, rmssd,
                   row->used_off[row->n], row->all_off[row->n], t.found, t.faults);
        }
        row->n++;
        free_judged(&j);
        faults_free(&b);
    }
    free(fault);
}

static void made_row(int how, double share, bool synthetic, uint64_t seed)
{
    static struct row row;
    row = (struct row){0};
    for (size_t i = 0; i < list.n; i++) {
        const struct series *s = &list.at[i];
        if (s->synthetic == synthetic && s->n > 1) {
            struct rng r;
            rng_init(&r, seed * 1000003U + i * 101U + (uint64_t)(share * 100.0) * 7U + (uint64_t)how);
            made_series(s, &as_is[i], how, share, &r, &row);
        }
    }
    const struct tally *t = &row.all;
    printf("%-8s %4.0f %% %7zu %7.2f %7.2f %7.2f %7.2f %7.2f %7.2f %8.4f %5zu %5zu", FAULT_NAMES[how], 100.0 * share,
           t->faults, 100.0 * (double)t->found / (double)t->faults, precision(t), precision(&row.clean),
           sorted_median(row.precision, row.n), precision_new(t), 100.0 * (double)t->named / (double)t->faults,
           100.0 * (double)t->alarms / (double)t->beats, t->own, t->near);
    double *off[] = {row.used_off, row.all_off, row.sdnn_off};
    for (size_t k = 0; k < 3; k++) {
        double mid = sorted_median(off[k], row.n);
        printf(" | %6.2f %6.2f", mid, off[k][row.n - 1]);
    }
    printf("\n");
}

/* --- clean and real ---------------------------------------------------------------------------------------------- */

static void clean_row(const struct series *s, const char *what)
{
    struct tally t = {0};
    int8_t *none = series_room(s->n, 1);
    memset(none, -1, s->n);
    long *from = series_room(s->n, sizeof *from);
    for (size_t i = 0; i < s->n; i++) {
        from[i] = FAULTS_PUT_IN;
    }
    struct broken b = {s->t_s, s->joined, none, from, s->n};
    struct judged j = judge(s->t_s, s->joined, s->n);
    count(&b, &j, &j, &t, s->name);
    printf("%-10s %-28s %7zu intervals %5zu flags %8.4f %%\n", what, s->name, t.beats, t.flags,
           100.0 * (double)t.flags / (double)t.beats);
    free_judged(&j);
    free(none);
    free(from);
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

static void print_real(const char *name, const struct tally *t)
{
    printf("real       %-28s %5zu isolated ectopic, ", name, t->faults);
    if (t->faults > 0) {
        printf("found %6.2f %%; ", 100.0 * (double)t->found / (double)t->faults);
    } else {
        printf("%14s ", "none to find;");
    }
    printf("%6zu normal, specificity %7.3f %%\n", t->beats, 100.0 - 100.0 * (double)t->alarms / (double)t->beats);
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
                printf("    lost %c", s->symbol[i]);
                show("", s->name, &j, i, s->n);
            }
        }
        if (verbose && flag && s->symbol[i] == 'N') {
            show("false", s->name, &j, i, s->n);
        }
    }
    print_real(s->name, &t);
    add(all, &t);
    free_judged(&j);
}

static void speed(void)
{
    enum { N = 100000 };
    double *t_s = series_room(N, sizeof *t_s), at = 0.0, best = (double)INFINITY;
    bool *joined = series_room(N, 1);
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

static void print_head(bool synthetic)
{
    if (!synthetic) {
        printf("\nnot known to be clean, more than %.0f %% cut:", 100.0 * SERIES_CUT_MAX);
        for (size_t i = 0; i < list.n; i++) {
            if (list.at[i].cut > SERIES_CUT_MAX && list.at[i].n > 0) {
                printf(" %s (%.0f %%)", list.at[i].name, 100.0 * list.at[i].cut);
            }
        }
        printf("\n");
    }
    printf("\n%s series\n", synthetic ? "synthetic" : "recorded");
    printf("%-8s %6s %7s %7s %7s %7s %7s %7s %7s %8s %5s %5s | %13s | %13s | %13s\n", "", "", "", "", "PPV", "PPV",
           "PPV", "PPV", "", "", "", "", "RMSSD used", "RMSSD all", "SDNN");
    printf("%-8s %6s %7s %7s %7s %7s %7s %7s %7s %8s %5s %5s", "fault", "in", "faults", "Se", "all", "clean", "median",
           "new", "named", "false %", "own", "near");
    for (int k = 0; k < 3; k++) {
        printf(" | %6s %6s", "off %", "worst");
    }
    printf("\n");
}

static void everything(const char *folder, uint64_t seed)
{
    struct tally all = {0};
    printf("\n=== %s, seed %llu\n", batch ? "batch (both ways)" : "live (two beats ahead)", (unsigned long long)seed);
    series_read_folder(&list, folder, ".beats.csv");
    for (size_t i = 0; i < list.n; i++) {
        real_row(&list.at[i], &all);
    }
    print_real("all", &all);
    series_free(&list);
    for (int mean = 60; mean <= 70; mean += 10) {
        for (int swing = 10; swing <= 40; swing += 10) {
            series_make_swing(&list, mean, swing, seed + (uint64_t)swing);
            clean_row(&list.at[list.n - 1], "swing");
        }
    }
    series_free(&list);
    series_read_folder(&list, folder, ".rr.csv");
    for (size_t i = 0; i < list.n; i++) {
        bool loud = verbose;
        verbose = false;
        clean_row(&list.at[i], "recorded");
        verbose = loud;
        series_keep_clean(&list.at[i]);
        clean_row(&list.at[i], "stretches");
    }
    series_make_hearts(&list, seed);
    for (size_t i = 0; i < list.n; i++) {
        as_is[i] = judge(list.at[i].t_s, list.at[i].joined, list.at[i].n);
    }
    for (int synthetic = 0; synthetic < 2; synthetic++) {
        print_head(synthetic != 0);
        for (int how = 0; how <= FAULTS; how++) {
            for (int k = 0; k < 3; k++) {
                made_row(how, k == 0 ? 0.01 : (k == 1 ? 0.05 : 0.10), synthetic != 0, seed);
            }
        }
    }
    for (size_t i = 0; i < list.n; i++) {
        free_judged(&as_is[i]);
    }
    series_free(&list);
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
