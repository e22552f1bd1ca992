/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well "find your rate" finds it: simulated persons whose best rate is known, by the sliding and the stepped test,
   and by the check of an earlier answer, with a breathing belt and from beats alone. Call: bench_rate [PERSONS
   [SEED]]; other seeds, other persons. The answer that is checked is half a minute too high or too low. Error against
   the rate at which the swing is largest; held: how often the told range of 80 % holds it; refused: how often no answer
   is given. Same seeds, same figures. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "link/cohort.h"

enum { PERSONS = 60, PERSONS_MOST = 10000, READINGS = 16 };

static struct practice practice;

static int minutes_of(const char *test)
{
    return strcmp(test, "check") == 0 ? 9 : 15;
}

static void make_practice(const char *test)
{
    static char text[512];
    static struct practice_mistakes m;
    (void)snprintf(text, sizeof text,
                   "title: x\nminutes: 15\n== Before\nminutes: 0.5\nbreath: own\n== Test\nminutes: %d\nbreath: "
                   "%s\nmeasure: resonance\n== After\nminutes: 0.5\nbreath: settle\n",
                   minutes_of(test) - 1, test);
    if (practice_read(&practice, text, strlen(text), &m) != R_OK) {
        (void)fprintf(stderr, "%u: %s\n", m.at[0].line, m.at[0].reason);
        exit(1);
    }
}

static double best_rate(const struct person_body *b)
{
    double best = 3.8, top = 0.0;
    for (double f = 3.8; f <= 8.0; f += 0.01) {
        double swing = person_swing_bpm(b, f);
        best = swing > top ? f : best;
        top = fmax(top, swing);
    }
    return best;
}

static struct answer sit(struct engine *e, struct person *p, bool belt, int minutes, double earlier)
{
    struct answer out = answer_none();
    struct engine_config c = {.bodies = 1,
                              .links = 1,
                              .simulated = true,
                              .session = {.length = minutes * 60 * USEC_PER_SEC,
                                          .practice = &practice,
                                          .earlier = {.resonance_per_min = (float)earlier, .resonance_sd = 0.4F}}};
    if (engine_init(e, &c) != R_OK) {
        exit(1);
    }
    size_t n = 0;
    const struct event *v = NULL;
    while (!engine_done(e)) {
        struct reading r[READINGS];
        n = person_advance(p, (usec)(engine_ticks(e) + 1) * ENGINE_TICK_US, r, READINGS);
        for (size_t i = 0; i < n; i++) {
            if (belt || r[i].kind != READING_RESP) {
                (void)!engine_reading(e, 0, &r[i]);
            }
        }
        engine_tick(e);
        v = engine_events(e, &n);
        for (size_t i = 0; i < n; i++) {
            if (v[i].kind == EVENT_PACE) {
                person_pace(p, v[i].t, &v[i].as.pace.pace);
            }
        }
    }
    engine_finish(e);
    v = engine_events(e, &n);
    for (size_t i = 0; i < n; i++) {
        if (v[i].kind == EVENT_SUMMARY) {
            out = v[i].as.summary.answer;
        }
    }
    engine_deinit(e);
    return out;
}

/* How many, and the seed of the first. */
struct people {
    uint32_t n, first;
};

static void row(struct engine *e, unsigned kind, const char *test, struct people people, bool belt)
{
    double square = 0.0;
    uint32_t given = 0, held = 0;
    make_practice(test);
    for (uint32_t i = 0; i < people.n; i++) {
        struct person p;
        cohort_person(&p, kind, people.first + i, 0);
        double truth = best_rate(&p.body);
        struct answer a = sit(e, &p, belt, minutes_of(test), truth + (i % 2 == 0 ? 0.5 : -0.5));
        if (a.refused == ANSWER_GIVEN) {
            given++;
            square += ((double)a.rate - truth) * ((double)a.rate - truth);
            held += (double)a.low <= truth && truth <= (double)a.high;
        }
    }
    printf("%-8s %-6s %-6s %10.2f %6.2f %8.2f\n", cohort_name(kind), test, belt ? "belt" : "beats",
           given > 0 ? sqrt(square / given) : -1.0, given > 0 ? (double)held / given : -1.0,
           1.0 - (double)given / people.n);
}

int main(int argc, char **argv)
{
    long persons = argc > 1 ? strtol(argv[1], NULL, 10) : PERSONS;
    long seed = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
    struct engine *e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    if (e == NULL || persons < 1 || persons > PERSONS_MOST || seed < 1 || seed > PERSONS_MOST) {
        return 1;
    }
    struct people people = {(uint32_t)persons, (uint32_t)(seed - 1) * PERSONS_MOST + 1};
    printf("%-8s %-6s %-6s %10s %6s %8s\n", "persons", "test", "hears", "rms /min", "held", "refused");
    for (int belt = 1; belt >= 0; belt--) {
        row(e, COHORT_CLEAN, "slide", people, belt != 0);
        row(e, COHORT_CLEAN, "steps", people, belt != 0);
        row(e, COHORT_CLEAN, "check", people, belt != 0);
        row(e, COHORT_LIMITED, "slide", people, belt != 0);
        row(e, COHORT_DEAF, "slide", people, belt != 0);
    }
    free(e);
    return 0;
}
