/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breathing rates against two annotators: every recording NAME*.sig.csv of a folder that has NAME.breaths.csv beside it
   (breath_time_s,annotator), from its breathing channel, from its ECG alone and from its pulse alone. Every 10 s from
   64 s on the rate that is told then is compared with the annotators' mean rate of the last WINDOW_S seconds.
   Recordings without annotators are scored against their own breathing channel and left out of the totals.
   Call: bench_breaths FOLDER [WINDOW_S [PATTERN [SMOOTH_S]]]. WINDOW_S defaults to 60; SMOOTH_S
   is the time constant of the estimate, by default that of the live way. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/recording.h"
#include "signal/artefact.h"
#include "signal/breathing.h"
#include "signal/fusion.h"
#include "signal/heart.h"
#include "tests/bench/match.h"
#include "tests/bench/sorted.h"

enum { PATH_N = 1536, BREATHS_MAX = 20000, ASKED_MAX = 20000, STEPS = 5, ANNOTATORS = 2 };
enum way { WAY_CHANNEL, WAY_ECG, WAY_PPG, WAYS };
static const char *const WAY_NAMES[WAYS] = {"channel", "ecg", "ppg"};
static const uint8_t WAY_KINDS[WAYS] = {READING_RESP, READING_ECG, READING_PPG};
static const usec ASK_US = 10 * USEC_PER_SEC, FIRST_US = 64 * USEC_PER_SEC;

struct times {
    double v[BREATHS_MAX];
    size_t n;
};
static struct times marked[ANNOTATORS], seen;

struct answer {
    double t_s, rate, confidence;
};
static struct answer answers[ASKED_MAX];
static size_t answers_n;

/* Errors of one way over all records, told and not told, by step of confidence. */
struct total {
    double errors[ASKED_MAX], sure[ASKED_MAX], medians[ASKED_MAX];
    size_t n, asked, records;
};
static struct total totals[WAYS];
static double spread[ASKED_MAX];
static size_t spread_n;

struct stages {
    struct heart heart;
    struct artefact artefact;
    struct tachogram tachogram;
    struct modulation wave;
    struct fusion fusion;
    struct spectrum spectrum;
    struct breathing breathing;
};

static size_t read_marked(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[256];
    marked[0].n = marked[1].n = 0;
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        char *end = NULL;
        double t = strtod(line, &end);
        int who = end != line && *end == ',' ? end[1] - '1' : -1;
        if (who >= 0 && who < ANNOTATORS && marked[who].n < BREATHS_MAX) {
            marked[who].v[marked[who].n++] = t;
        }
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return marked[0].n + marked[1].n;
}

static double rate_within(const struct times *b, double from, double to)
{
    double first = 0.0, last = 0.0;
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) {
        if (b->v[i] > from && b->v[i] <= to) {
            first = n == 0 ? b->v[i] : first;
            last = b->v[i];
            n++;
        }
    }
    return n < 2 ? (double)NAN : 60.0 * (double)(n - 1) / (last - first);
}

static void hear(struct stages *s, const struct reading *x)
{
    struct heart_beat beats[MARKS_MAX];
    struct artefact_out out[ARTEFACT_OUT_MAX];
    struct breath b;
    if (x->kind == READING_RESP) {
        if (breathing_push(&s->breathing, x->t, x->value, &b) && seen.n < BREATHS_MAX) {
            seen.v[seen.n++] = usec_to_s(b.t);
        }
        return;
    }
    size_t n = heart_push(&s->heart, x, x->t, beats);
    for (size_t i = 0; i < n; i++) {
        modulation_push(&s->wave, beats[i].t, &beats[i].wave);
        size_t judged = artefact_push(&s->artefact, beats[i].t, beats[i].rr_ms, beats[i].joined, out);
        for (size_t k = 0; k < judged; k++) {
            for (uint8_t p = 0; p < out[k].points_n; p++) {
                tachogram_push(&s->tachogram, &out[k].points[p]);
            }
        }
    }
}

static struct answer ask(struct stages *s, enum way way, usec t)
{
    struct answer a = {usec_to_s(t), (double)NAN, 0.0};
    if (way == WAY_CHANNEL) { /* its breaths are counted in the same window as the annotators' */
        a.confidence = 1.0;
        return a;
    }
    a.rate = 60.0 * (double)s->fusion.rate_hz;
    a.confidence = (double)s->fusion.confidence;
    return a;
}

/* All readings of one kind through the stages, as they would be live. */
static bool run(const char *path, enum way way, float smooth_s)
{
    static struct stages s;
    struct recording *r = NULL;
    struct reading x;
    char why[200] = "";
    usec second = USEC_PER_SEC, asked = FIRST_US;
    bool any = false;
    if (recording_open(&r, path, why, sizeof why) != R_OK) {
        return false;
    }
    if (spectrum_init(&s.spectrum) != R_OK) {
        recording_close(r);
        return false;
    }
    answers_n = seen.n = 0;
    heart_init(&s.heart);
    heart_listen(&s.heart, WAY_KINDS[way]);
    artefact_init(&s.artefact);
    tachogram_init(&s.tachogram);
    modulation_init(&s.wave);
    fusion_init(&s.fusion, smooth_s);
    breathing_init(&s.breathing, RESP_BELT);
    while (recording_next(r, &x) == 1) {
        if (x.kind != WAY_KINDS[way] || !isfinite(x.value) || (x.flags & READING_MISSING)) {
            continue;
        }
        any = true;
        hear(&s, &x);
        for (; x.t >= second; second += USEC_PER_SEC) {
            fusion_update(&s.fusion, &s.tachogram, (const struct modulation *const[]){&s.wave}, 1, &s.spectrum);
        }
        for (; x.t >= asked && answers_n < ASKED_MAX; asked += ASK_US) {
            answers[answers_n++] = ask(&s, way, asked);
        }
    }
    double origin_s = recording_info(r)->origin_s;
    for (size_t i = 0; i < answers_n; i++) {
        answers[i].t_s += origin_s;
    }
    for (size_t i = 0; i < seen.n; i++) {
        seen.v[i] += origin_s;
    }
    spectrum_deinit(&s.spectrum);
    recording_close(r);
    return any;
}

static double reference_at(double t, double window_s, bool annotated)
{
    if (!annotated) {
        return rate_within(&seen, t - window_s, t);
    }
    double a = rate_within(&marked[0], t - window_s, t), b = rate_within(&marked[1], t - window_s, t);
    return isnan(a) ? b : (isnan(b) ? a : 0.5 * (a + b));
}

static void score(const char *name, enum way way, double window_s, bool annotated)
{
    static double errors[ASKED_MAX], rates[ASKED_MAX], truths[ASKED_MAX], sure[ASKED_MAX];
    struct total *all = &totals[way];
    size_t n = 0, asked = 0, bad = 0;
    for (size_t i = 0; i < answers_n; i++) {
        double truth = reference_at(answers[i].t_s, window_s, annotated);
        if (isnan(truth)) {
            continue;
        }
        answers[i].rate =
            way == WAY_CHANNEL ? rate_within(&seen, answers[i].t_s - window_s, answers[i].t_s) : answers[i].rate;
        truths[asked++] = truth;
        if (isnan(answers[i].rate)) {
            continue;
        }
        rates[n] = answers[i].rate;
        sure[n] = answers[i].confidence;
        errors[n] = fabs(answers[i].rate - truth);
        bad += errors[n] > 3.0 ? 1 : 0;
        if (annotated && all->n < ASKED_MAX) {
            all->sure[all->n] = answers[i].confidence;
            all->errors[all->n++] = errors[n];
        }
        n++;
    }
    if (asked == 0) {
        return;
    }
    double truth = sorted_median(truths, asked), median = sorted_median(errors, n);
    printf("%-30.30s %-8s %9s %6.2f %6.2f %6.2f %5.1f%% %6.1f%% %6.2f\n", name, WAY_NAMES[way],
           annotated ? "marked" : "channel", truth, sorted_median(rates, n), median,
           n > 0 ? 100.0 * (double)bad / (double)n : 0.0, 100.0 * (double)n / (double)asked, sorted_median(sure, n));
    if (annotated) {
        all->asked += asked;
        if (n > 0 && all->records < ASKED_MAX) {
            all->medians[all->records++] = median;
        }
    }
}

static void note_spread(double window_s)
{
    for (double t = usec_to_s(FIRST_US); t < marked[0].v[marked[0].n - 1] && spread_n < ASKED_MAX;
         t += usec_to_s(ASK_US)) {
        double d = rate_within(&marked[0], t - window_s, t) - rate_within(&marked[1], t - window_s, t);
        if (!isnan(d)) {
            spread[spread_n++] = fabs(d);
        }
    }
}

static void score_file(const char *folder, const char *name, double window_s, float smooth_s)
{
    char path[PATH_N], beside[PATH_N];
    size_t base = strcspn(name, "_.");
    bool annotated = false;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    for (const char *end = name + base; end != NULL && !annotated; end = strpbrk(end + 1, "_.")) {
        (void)snprintf(beside, sizeof beside, "%s/%.*s.breaths.csv", folder, (int)(end - name), name);
        annotated = read_marked(beside) > 0;
    }
    if (!run(path, WAY_CHANNEL, smooth_s) && !annotated) {
        return;
    }
    if (annotated && marked[0].n > 0) {
        note_spread(window_s);
    }
    static struct times channel;
    channel = seen;
    score(name, WAY_CHANNEL, window_s, annotated);
    for (enum way way = WAY_ECG; way < WAYS; way++) {
        if (run(path, way, smooth_s)) {
            seen = channel;
            score(name, way, window_s, annotated);
        }
    }
}

static void print_total(enum way way)
{
    static double within[ASKED_MAX];
    struct total *all = &totals[way];
    if (all->asked == 0) {
        return;
    }
    size_t told = all->n;
    printf("\n%s: told %zu of %zu (%.1f %%); of each record's median the median %.2f\n", WAY_NAMES[way], told,
           all->asked, 100.0 * (double)told / (double)all->asked, sorted_median(all->medians, all->records));
    for (int step = 0; step < STEPS; step++) {
        double from = (double)step / STEPS, to = step == STEPS - 1 ? 1.01 : (double)(step + 1) / STEPS, sum = 0.0;
        size_t n = 0, bad = 0;
        for (size_t i = 0; i < all->n; i++) {
            if (all->sure[i] >= from && all->sure[i] < to) {
                within[n++] = all->errors[i];
                sum += all->errors[i];
                bad += all->errors[i] > 3.0 ? 1 : 0;
            }
        }
        if (n > 0) {
            printf("  confidence %.1f..%.1f: %5zu windows, median error %5.2f, mean %5.2f, over 3/min %5.1f %%\n", from,
                   fmin(to, 1.0), n, sorted_median(within, n), sum / (double)n, 100.0 * (double)bad / (double)n);
        }
    }
    size_t sure = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (all->sure[i] >= 0.5) {
            within[sure++] = all->errors[i];
        }
    }
    printf("  0.5 and more (told): %5zu windows, median error %5.2f\n", sure, sorted_median(within, sure));
    printf("  all:                 %5zu windows, median error %5.2f\n", told, sorted_median(all->errors, told));
}

int main(int argc, char **argv)
{
    DIR *d = argc > 1 ? opendir(argv[1]) : NULL;
    if (d == NULL) {
        (void)fprintf(stderr, "usage: bench_breaths FOLDER [WINDOW_S [PATTERN [SMOOTH_S]]]\n");
        return 2;
    }
    double window_s = argc > 2 ? strtod(argv[2], NULL) : 60.0;
    const char *pattern = argc > 3 ? argv[3] : "";
    float smooth_s = argc > 4 ? strtof(argv[4], NULL) : FUSION_LIVE_S;
    printf("%-30s %-8s %9s %6s %6s %6s %6s %7s %6s\n", "record", "from", "reference", "true", "told", "error", "bad",
           "told", "sure");
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        if (strstr(e->d_name, ".sig.csv") != NULL && strstr(e->d_name, pattern) != NULL) {
            score_file(argv[1], e->d_name, window_s, smooth_s);
        }
    }
    (void)closedir(d);
    if (spread_n > 0) {
        printf("\nthe two annotators differ by %.2f/min (median)\n", sorted_median(spread, spread_n));
    }
    for (enum way way = 0; way < WAYS; way++) {
        print_total(way);
    }
    return 0;
}
