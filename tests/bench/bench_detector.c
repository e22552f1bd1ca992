/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast beats are found: samples a second of CPU time, live and both ways, for an ECG of 360 Hz and a pulse of 64
   Hz, 20 min by formula (people.h); and the share of 25 million a second. Median of ROUNDS. Call: bench_detector
   [ROUNDS] */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "signal/ecg.h"
#include "signal/ppg.h"
#include "signal/sweep.h"
#include "tests/bench/match.h"
#include "tests/bench/people.h"
#include "tests/bench/sorted.h"

enum { ROUNDS = 7, ROUNDS_MAX = 99 };
static const double SECONDS = 1200.0, WANTED = 25e6;

static struct ecg ecg;
static struct ppg ppg;
static struct sweep sweep;

static size_t live_ecg(const struct people_record *p, const usec *t)
{
    struct mark m[MARKS_MAX];
    size_t beats = 0;
    ecg_init(&ecg);
    for (size_t i = 0; i < p->n; i++) {
        beats += ecg_push(&ecg, t[i], p->v[i], m);
    }
    return beats;
}

static size_t live_ppg(const struct people_record *p, const usec *t)
{
    struct mark m[MARKS_MAX];
    size_t beats = 0;
    ppg_init(&ppg);
    for (size_t i = 0; i < p->n; i++) {
        beats += ppg_push(&ppg, t[i], p->v[i], m);
    }
    return beats;
}

static size_t both_ways(const struct people_record *p, const usec *t, uint8_t kind)
{
    struct mark m[MARKS_MAX];
    size_t beats = 0;
    sweep_init(&sweep, kind);
    for (size_t i = 0; i < p->n; i++) {
        beats += sweep_push(&sweep, t[i], p->v[i], m);
    }
    for (size_t n = sweep_flush(&sweep, m); n > 0; n = sweep_flush(&sweep, m)) {
        beats += n;
    }
    return beats;
}

static size_t both_ecg(const struct people_record *p, const usec *t)
{
    return both_ways(p, t, READING_ECG);
}

static size_t both_ppg(const struct people_record *p, const usec *t)
{
    return both_ways(p, t, READING_PPG);
}

static void measure(const char *name, size_t (*find)(const struct people_record *, const usec *),
                    const struct people_record *p, const usec *t, int rounds)
{
    double took_s[ROUNDS_MAX];
    size_t beats = 0;
    for (int i = 0; i < rounds; i++) {
        clock_t from = clock();
        beats = find(p, t);
        took_s[i] = (double)(clock() - from) / CLOCKS_PER_SEC;
    }
    double rate = (double)p->n / sorted_median(took_s, (size_t)rounds);
    printf("%-22s %8zu samples %5zu beats %8.2f M samples/s  %5.2f of 25 M\n", name, p->n, beats, rate / 1e6,
           rate / WANTED);
}

static usec *times_of(const struct people_record *p)
{
    usec *t = malloc(p->n * sizeof *t);
    for (size_t i = 0; t != NULL && i < p->n; i++) {
        t[i] = usec_from_s((double)i / p->hz);
    }
    return t;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : ROUNDS;
    rounds = rounds < 1 ? 1 : (rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds);
    struct people_kind heart = PEOPLE_ECG[0];
    struct people_pulse pulse = PEOPLE_PPG[0];
    heart.hz = 360.0;
    pulse.hz = 64.0;
    struct people_record e = people_ecg(&heart, 1, SECONDS), w = people_ppg(&pulse, 1, SECONDS);
    usec *te = times_of(&e), *tw = times_of(&w);
    if (te == NULL || tw == NULL) {
        return 1;
    }
    measure("ecg 360 Hz, live", live_ecg, &e, te, rounds);
    measure("ecg 360 Hz, both ways", both_ecg, &e, te, rounds);
    measure("ppg 64 Hz, live", live_ppg, &w, tw, rounds);
    measure("ppg 64 Hz, both ways", both_ppg, &w, tw, rounds);
    free(te);
    free(tw);
    free(e.v);
    free(w.v);
    return 0;
}
