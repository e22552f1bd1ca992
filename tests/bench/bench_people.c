/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The beat finders on people by formula (people.h), a row a kind: F1 and jitter, of all persons of the kind and of the
   worst. Call: bench_people [PERSONS [PATTERN [FIRST]]]; FIRST, 0..999: which seed a kind begins with. The same seeds
   give the same people everywhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "signal/ecg.h"
#include "signal/ppg.h"
#include "signal/sweep.h"
#include "tests/bench/match.h"
#include "tests/bench/people_kinds.h"

enum { PERSONS = 8 };
static const double SECONDS = 120.0, WARM_S = 5.0;

typedef size_t finder(const struct people_record *);

static double got[PEOPLE_BEATS_MAX * 8];

static size_t live_ecg(const struct people_record *p)
{
    static struct ecg e;
    struct mark m[MARKS_MAX];
    size_t n = 0;
    ecg_init(&e);
    for (size_t i = 0; i < p->n; i++) {
        size_t k = ecg_push(&e, usec_from_s((double)i / p->hz), p->v[i], m);
        for (size_t j = 0; j < k; j++) {
            got[n++] = usec_to_s(m[j].t);
        }
    }
    return n;
}

static size_t live_ppg(const struct people_record *p)
{
    static struct ppg e;
    struct mark m[MARKS_MAX];
    size_t n = 0;
    ppg_init(&e);
    for (size_t i = 0; i < p->n; i++) {
        size_t k = ppg_push(&e, usec_from_s((double)i / p->hz), p->v[i], m);
        for (size_t j = 0; j < k; j++) {
            got[n++] = usec_to_s(m[j].t);
        }
    }
    return n;
}

static size_t sweep(const struct people_record *p, uint8_t kind)
{
    static struct sweep s;
    struct mark m[MARKS_MAX];
    size_t n = 0, k = 0;
    sweep_init(&s, kind);
    for (size_t i = 0; i < p->n; i++) {
        k = sweep_push(&s, usec_from_s((double)i / p->hz), p->v[i], m);
        for (size_t j = 0; j < k; j++) {
            got[n++] = usec_to_s(m[j].t);
        }
    }
    while ((k = sweep_flush(&s, m)) > 0) {
        for (size_t j = 0; j < k; j++) {
            got[n++] = usec_to_s(m[j].t);
        }
    }
    return n;
}

static size_t both_ways_ecg(const struct people_record *p)
{
    return sweep(p, READING_ECG);
}

static size_t both_ways_ppg(const struct people_record *p)
{
    return sweep(p, READING_PPG);
}

static struct match score(struct people_record *p, finder *find, bool pulse)
{
    double end_s = (double)p->n / p->hz - 1.0;
    size_t n = match_within(got, find(p), WARM_S, end_s);
    p->beats_n = match_within(p->beat_s, p->beats_n, WARM_S, end_s);
    return pulse ? match_late(p->beat_s, p->beats_n, got, n, -0.1, 0.3)
                 : match_beats(p->beat_s, p->beats_n, got, n, 0.0);
}

struct row {
    struct match sum;
    double worst, jitter_ms, jitter_n;
};

static void add(struct row *r, const struct match *m)
{
    match_add(&r->sum, m);
    double f1 = match_f1(m);
    r->worst = r->jitter_n < 0.5 || f1 < r->worst ? f1 : r->worst;
    r->jitter_ms += isnan(m->jitter_ms) ? 0.0 : m->jitter_ms;
    r->jitter_n += 1.0;
}

static void print_row(const struct row *r)
{
    printf("  %6.2f %6.2f %6.2f %6.2f %5.2f", 100.0 * (double)r->sum.hits / (double)r->sum.reference,
           100.0 * (double)r->sum.hits / (double)r->sum.found, match_f1(&r->sum), r->worst, r->jitter_ms / r->jitter_n);
}

int main(int argc, char **argv)
{
    static finder *const FINDERS[2][2] = {{live_ecg, both_ways_ecg}, {live_ppg, both_ways_ppg}};
    int persons = argc > 1 ? (int)strtol(argv[1], NULL, 10) : PERSONS;
    const char *pattern = argc > 2 ? argv[2] : "";
    long first = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
    struct row all[3][2] = {{{{0}, 0.0, 0.0, 0.0}}}; /* ECG, pulse, harder ECG */
    printf("%-28s  live %29s both ways\n%-28s", "", "", "kind");
    for (int way = 0; way < 2; way++) {
        printf("  %6s %6s %6s %6s %5s", "Se", "PPV", "F1", "worst", "ms");
    }
    printf("\n");
    for (int kind = 0; kind < PEOPLE_KINDS; kind++) {
        int pulse = people_is_pulse(kind) ? 1 : 0, group = kind >= PEOPLE_EASY_N ? 2 : pulse;
        struct row rows[2] = {{{0}, 0.0, 0.0, 0.0}};
        char label[64];
        people_label(kind, label, sizeof label);
        if (strstr(label, pattern) == NULL) {
            continue;
        }
        for (int s = 0; s < persons; s++) {
            struct people_record p = people_draw(kind, first + s, SECONDS);
            for (int way = 0; way < 2; way++) {
                struct match m = score(&p, FINDERS[pulse][way], pulse);
                add(&rows[way], &m);
                add(&all[group][way], &m);
            }
            free(p.v);
        }
        printf("%-28s", label);
        print_row(&rows[0]);
        print_row(&rows[1]);
        printf("\n");
    }
    for (int group = 0; group < 3; group++) {
        static const char *const GROUPS[3] = {"all ecg", "all ppg", "all hard"};
        printf("%-28s", GROUPS[group]);
        print_row(&all[group][0]);
        print_row(&all[group][1]);
        printf("\n");
    }
    return 0;
}
