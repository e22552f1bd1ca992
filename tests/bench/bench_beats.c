/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both beat finders against reference beats, by the measures of ANSI/AAMI EC57 (match.h): every recording NAME*.sig.csv
   of a folder that has NAME.beats.csv beside it, ECG and pulse; and every one with an ECG and a pulse, whose pulse is
   scored against the beats of its own ECG (the constant delay of the pulse taken off).
   Where the reference names no beat for more than 3 s it was not read by anybody there: what was found in such holes is
   left out, and how many seconds they are together is told.
   Call: bench_beats FOLDER [WARM_S [PATTERN]]. The first WARM_S seconds (default 5: learning) are left out of both
   sides; only files with PATTERN in their names. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/recording.h"
#include "signal/ecg.h"
#include "signal/ppg.h"
#include "signal/sweep.h"
#include "tests/bench/match.h"
#include "tests/bench/sorted.h"

enum { PATH_N = 1536, BEATS_MAX = 200000, FILES_MAX = 512 };
static const double UNREAD_S = 3.0;                      /* longer than any pause of a heart that is well */
static const double LATE_FROM_S = -0.1, LATE_TO_S = 0.7; /* of a pulse behind its R peak */

struct beats {
    double v[BEATS_MAX];
    size_t n;
};

static struct beats reference, live, both_ways, part;

struct total {
    struct match sum;
    double worst, jitter_ms[FILES_MAX];
    size_t n;
};

static void take(struct beats *b, const struct mark *m, size_t n)
{
    for (size_t i = 0; i < n && b->n < BEATS_MAX; i++) {
        b->v[b->n++] = usec_to_s(m[i].t);
    }
}

static size_t read_reference(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[256];
    reference.n = 0;
    while (f != NULL && reference.n < BEATS_MAX && fgets(line, sizeof line, f) != NULL) {
        char *end = NULL;
        double t = strtod(line, &end);
        /* "+" and "~" mark rhythm and noise, not beats */
        if (end != line && line[0] != '#' && (*end != ',' || strchr("+~|[]!x\"", end[1]) == NULL)) {
            reference.v[reference.n++] = t;
        }
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return reference.n;
}

/* Both finders over the readings of one kind. return: the time of the last one, s; negative: there are none. */
static double find(const char *path, uint8_t kind)
{
    static struct ecg ecg;
    static struct ppg ppg;
    static struct sweep sweep;
    struct recording *r = NULL;
    struct reading x;
    struct mark m[MARKS_MAX];
    char why[200] = "";
    double end_s = -1.0, origin_s = 0.0;
    live.n = both_ways.n = 0;
    if (recording_open(&r, path, why, sizeof why) != R_OK) {
        return -1.0;
    }
    ecg_init(&ecg);
    ppg_init(&ppg);
    sweep_init(&sweep, kind);
    while (recording_next(r, &x) == 1) {
        if (x.kind != kind) {
            continue;
        }
        take(&live, m, kind == READING_ECG ? ecg_push(&ecg, x.t, x.value, m) : ppg_push(&ppg, x.t, x.value, m));
        take(&both_ways, m, sweep_push(&sweep, x.t, x.value, m));
        end_s = usec_to_s(x.t);
    }
    for (size_t n = sweep_flush(&sweep, m); n > 0; n = sweep_flush(&sweep, m)) {
        take(&both_ways, m, n);
    }
    origin_s = recording_info(r)->origin_s;
    for (size_t i = 0; i < live.n; i++) {
        live.v[i] += origin_s;
    }
    for (size_t i = 0; i < both_ways.n; i++) {
        both_ways.v[i] += origin_s;
    }
    recording_close(r);
    return end_s < 0.0 ? -1.0 : end_s + origin_s;
}

/* Takes out of b what lies where the reference was not read between two moments. return: so many seconds. */
static double leave_unread(struct beats *b, double from_s, double end_s)
{
    double unread_s = 0.0, before = from_s;
    size_t n = 0, at = 0;
    for (size_t k = 0; k <= reference.n; k++) {
        double next = k < reference.n ? reference.v[k] : end_s;
        bool unread = next - before > UNREAD_S;
        double low = k == 0 ? 0.0 : before + MATCH_WINDOW_S;
        double high = k == reference.n ? end_s + UNREAD_S : next - MATCH_WINDOW_S;
        unread_s += unread ? next - before : 0.0;
        for (; at < b->n && b->v[at] <= high; at++) {
            if (!unread || b->v[at] < low) {
                b->v[n++] = b->v[at];
            }
        }
        before = next;
    }
    for (; at < b->n; at++) {
        b->v[n++] = b->v[at];
    }
    b->n = n;
    return unread_s;
}

static double print_score(struct total *all, const struct beats *got, double warm_s, double end_s, bool pulse)
{
    part = *got;
    part.n = match_within(part.v, part.n, warm_s, end_s);
    double unread_s = pulse ? 0.0 : leave_unread(&part, warm_s, end_s);
    struct match m = pulse ? match_late(reference.v, reference.n, part.v, part.n, LATE_FROM_S, LATE_TO_S)
                           : match_beats(reference.v, reference.n, part.v, part.n, 0.0);
    double f1 = match_f1(&m);
    printf(" | %6zu %6.2f %6.2f %6.2f %6.1f %5.2f", m.found, 100.0 * (double)m.hits / (double)m.reference,
           100.0 * (double)m.hits / (double)m.found, f1, m.offset_ms, m.jitter_ms);
    match_add(&all->sum, &m);
    all->worst = all->n == 0 || f1 < all->worst ? f1 : all->worst;
    if (all->n < FILES_MAX && !isnan(m.jitter_ms)) {
        all->jitter_ms[all->n++] = m.jitter_ms;
    }
    return unread_s;
}

static void print_row(struct total all[2], const char *name, const char *what, double warm_s, double end_s, bool pulse)
{
    end_s -= MATCH_WINDOW_S;
    reference.n = match_within(reference.v, reference.n, warm_s, end_s);
    printf("%-26.26s %-3s %6zu", name, what, reference.n);
    double unread_s = print_score(&all[0], &live, warm_s, end_s, pulse);
    (void)print_score(&all[1], &both_ways, warm_s, end_s, pulse);
    printf(unread_s > 0.0 ? " | %.0f s not read\n" : "\n", unread_s);
}

static void print_total(struct total all[2], const char *what)
{
    static const char *const WAYS[2] = {"live", "both ways"};
    for (int way = 0; way < 2 && all[way].n > 0; way++) {
        printf("%s %-9s: gross F1 %.2f, worst record %.2f, median jitter %.2f ms, %zu records\n", what, WAYS[way],
               match_f1(&all[way].sum), all[way].worst, sorted_median(all[way].jitter_ms, all[way].n), all[way].n);
    }
}

static void score_file(struct total ecg[2], struct total ppg[2], const char *folder, const char *name, double warm_s)
{
    char path[PATH_N], beats[PATH_N];
    size_t base = strcspn(name, "_.");
    double end_s;
    const char *second = strchr(name + base, '_');
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    for (; second != NULL; second = strchr(second + 1, '_')) { /* NAME may hold an underscore itself */
        (void)snprintf(beats, sizeof beats, "%s/%.*s.beats.csv", folder, (int)(second - name), name);
        if (read_reference(beats) > 0) {
            break;
        }
    }
    bool known = second != NULL;
    if (known && (end_s = find(path, READING_ECG)) > 0.0) {
        print_row(ecg, name, "ecg", warm_s, end_s, false);
    }
    if (!known && (end_s = find(path, READING_ECG)) > 0.0) {
        reference = both_ways;
        known = true;
    }
    if (known && (end_s = find(path, READING_PPG)) > 0.0) {
        print_row(ppg, name, "ppg", warm_s, end_s, true);
    }
}

int main(int argc, char **argv)
{
    static struct total ecg[2], ppg[2];
    DIR *d = argc > 1 ? opendir(argv[1]) : NULL;
    if (d == NULL) {
        (void)fprintf(stderr, "usage: bench_beats FOLDER [WARM_S [PATTERN]]\n");
        return 2;
    }
    double warm_s = argc > 2 ? strtod(argv[2], NULL) : 5.0;
    const char *pattern = argc > 3 ? argv[3] : "";
    printf("%-30s %6s", "record", "ref");
    for (int way = 0; way < 2; way++) {
        printf(" | %6s %6s %6s %6s %6s %5s", "found", "Se", "PPV", "F1", "off ms", "jit");
    }
    printf("\n%-37s | live%41s| both ways\n", "", "");
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        if (strstr(e->d_name, ".sig.csv") != NULL && strstr(e->d_name, pattern) != NULL) {
            score_file(ecg, ppg, argv[1], e->d_name, warm_s);
        }
    }
    (void)closedir(d);
    print_total(ecg, "ecg");
    print_total(ppg, "ppg");
    return 0;
}
