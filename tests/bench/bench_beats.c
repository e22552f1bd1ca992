/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beats against reference beats, by the measures of ANSI/AAMI EC57: a folder of recordings NAME*.sig.csv with
   NAME.beats.csv beside them goes through the stages of the live path (causal). Matched one to one within 150 ms,
   nearest first; the constant offset of a record (which sample an annotator marks) is told and taken off before the
   jitter. Call: bench_beats FOLDER [WARM_S]. The first WARM_S seconds (default 5: learning) are left out of both sides.
 */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/analysis.h"

enum { NAME_N = 512, PATH_N = 1536, BEATS_MAX = 200000 };
static const double WINDOW_S = 0.150;

struct score {
    size_t reference, found, hits;
    double offset_ms, jitter_ms;
};

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static double median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_value);
    return n == 0 ? (double)NAN : v[n / 2];
}

static size_t read_reference(const char *path, double *t_s)
{
    FILE *f = fopen(path, "r");
    char line[256];
    size_t n = 0;
    while (f != NULL && n < BEATS_MAX && fgets(line, sizeof line, f) != NULL) {
        char *end = NULL;
        double t = strtod(line, &end);
        /* "+" and "~" mark rhythm and noise, not beats */
        if (end != line && line[0] != '#' && (*end != ',' || strchr("+~|[]!x\"", end[1]) == NULL)) {
            t_s[n++] = t;
        }
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return n;
}

static size_t within(const double *v, size_t n, double from_s, double to_s, double *out)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (v[i] >= from_s && v[i] <= to_s) {
            out[k++] = v[i];
        }
    }
    return k;
}

static struct score compare(const double *ref, size_t ref_n, const double *got, size_t got_n)
{
    struct score s = {ref_n, got_n, 0, (double)NAN, (double)NAN};
    double *off = malloc((ref_n + 1) * sizeof *off);
    size_t k = 0;
    for (size_t i = 0; off != NULL && i < ref_n; i++) {
        while (k < got_n && got[k] < ref[i] - WINDOW_S) {
            k++;
        }
        if (k == got_n || got[k] > ref[i] + WINDOW_S) {
            continue;
        }
        bool next_is_nearer = k + 1 < got_n && fabs(got[k + 1] - ref[i]) < fabs(got[k] - ref[i]);
        k += next_is_nearer ? 1 : 0;
        off[s.hits++] = (got[k] - ref[i]) * 1000.0;
        k++;
    }
    if (s.hits > 0) {
        s.offset_ms = median(off, s.hits);
        for (size_t i = 0; i < s.hits; i++) {
            off[i] = fabs(off[i] - s.offset_ms);
        }
        s.jitter_ms = median(off, s.hits);
    }
    free(off);
    return s;
}

static double f1_of(const struct score *s)
{
    return s->reference + s->found > 0 ? 200.0 * (double)s->hits / (double)(s->reference + s->found) : (double)NAN;
}

static bool score_file(const char *folder, const char *name, const char *base, double warm_s, struct score *out)
{
    static double ref[BEATS_MAX], part[BEATS_MAX];
    char path[PATH_N], why[200] = "";
    struct recording *r = NULL;
    struct analysis a;
    (void)snprintf(path, sizeof path, "%s/%s.beats.csv", folder, base);
    size_t ref_n = read_reference(path, ref);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (ref_n == 0 || recording_open(&r, path, why, sizeof why) != R_OK) {
        return false;
    }
    bool done = analysis_run(&a, r, false) == R_OK;
    double end_s = a.duration_s - WINDOW_S;
    ref_n = within(ref, ref_n, warm_s, end_s, part);
    memcpy(ref, part, ref_n * sizeof ref[0]);
    size_t got_n = within(a.beats_s, a.beats_n, warm_s, end_s, part);
    *out = compare(ref, ref_n, part, got_n);
    analysis_free(&a);
    recording_close(r);
    return done;
}

int main(int argc, char **argv)
{
    DIR *d = argc > 1 ? opendir(argv[1]) : NULL;
    if (d == NULL) {
        (void)fprintf(stderr, "usage: bench_beats FOLDER [WARM_S]\n");
        return 2;
    }
    double warm_s = argc > 2 ? strtod(argv[2], NULL) : 5.0, worst = (double)NAN;
    struct score all = {0};
    printf("%-32s %6s %6s %6s %7s %7s %7s %8s %8s\n", "record", "ref", "found", "hits", "Se", "PPV", "F1", "offset",
           "jitter");
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        const char *signal = strstr(e->d_name, "_ecg.sig.csv");
        char base[NAME_N] = "";
        struct score s;
        if (signal == NULL || (size_t)(signal - e->d_name) >= sizeof base) {
            continue;
        }
        memcpy(base, e->d_name, (size_t)(signal - e->d_name));
        if (!score_file(argv[1], e->d_name, base, warm_s, &s)) {
            continue;
        }
        printf("%-32s %6zu %6zu %6zu %7.2f %7.2f %7.2f %5.1f ms %5.2f ms\n", e->d_name, s.reference, s.found, s.hits,
               100.0 * (double)s.hits / (double)s.reference, 100.0 * (double)s.hits / (double)s.found, f1_of(&s),
               s.offset_ms, s.jitter_ms);
        all.reference += s.reference;
        all.found += s.found;
        all.hits += s.hits;
        worst = isnan(worst) || f1_of(&s) < worst ? f1_of(&s) : worst;
    }
    (void)closedir(d);
    printf("gross F1 %.2f, worst record %.2f (causal: the live path)\n", f1_of(&all), worst);
    return 0;
}
