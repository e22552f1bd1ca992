/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is togetherness told where there is none, and found where there is some? Pairs of simulated people, ten minutes each.
   Call: bench_together [PAIRS [MINUTES]]   (200 pairs, 10 minutes)
   Groups: not coupled, with the same pacer and without; coupled by a share of their slow waves (the 0.1 Hz waves of
   blood pressure that show in the heart rate), with pacer and without. A pair is alarmed when p <= 0.05. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/engine.h"
#include "link/cohort.h"

enum { READINGS = 16 };

enum how { OWN, PACED, LED };

struct group {
    const char *name;
    enum how how;
    double coupled;
};

static const struct group GROUPS[] = {
    {"apart, one pacer", PACED, 0.0}, {"apart, led and explored", LED, 0.0},
    {"apart, own breath", OWN, 0.0},  {"0.5 coupled, one pacer", PACED, 0.5},
    {"0.5 coupled, own", OWN, 0.5},   {"0.8 coupled, one pacer", PACED, 0.8},
    {"0.8 coupled, own", OWN, 0.8},
};

static const char ONE_PACE[] =
    "title: One\nfor: 2\nminutes: 60\n\n== One\nminutes: 60\nbreath: settle\nsay: Breathe side by side.\n";
static const char OWN_BREATH[] =
    "title: Own\nfor: 2\nminutes: 60\n\n== Own\nminutes: 60\nbreath: own\nsay: Breathe as you like.\n";

static struct together_result run(const struct group *g, const struct practice *how, uint64_t seed, double minutes)
{
    struct person p[2];
    struct engine_config c = {.bodies = 2, .links = 2, .simulated = true, .link = {{NULL, 0}, {NULL, 1}}};
    c.session.length = usec_from_s(minutes * 60.0);
    c.session.practice = how;
    struct engine *e = aligned_alloc(64, (engine_size() + 63) / 64 * 64);
    if (e == NULL || engine_init(e, &c) != R_OK) {
        exit(1);
    }
    for (unsigned who = 0; who < 2; who++) {
        cohort_person(&p[who], COHORT_CLEAN, seed * 2 + who, 0);
    }
    struct reading out[READINGS];
    size_t n = 0;
    while (!engine_done(e)) {
        usec t = (usec)(engine_ticks(e) + 1) * ENGINE_TICK_US;
        for (uint8_t who = 0; who < 2; who++) {
            n = person_advance(&p[who], t, out, READINGS);
            for (size_t i = 0; i < n; i++) {
                (void)!engine_reading(e, who, &out[i]);
            }
        }
        person_couple(&p[1], &p[0], g->coupled);
        engine_tick(e);
        const struct event *v = engine_events(e, &n);
        for (size_t i = 0; i < n; i++) {
            for (int who = 0; who < 2 && v[i].kind == EVENT_PACE; who++) {
                person_pace(&p[who], v[i].t, &v[i].as.pace.pace);
            }
        }
    }
    engine_finish(e);
    const struct event *v = engine_events(e, &n);
    struct together_result r = {.p = NAN};
    for (size_t i = 0; i < n; i++) {
        r = v[i].kind == EVENT_SUMMARY ? v[i].as.summary.together : r;
    }
    engine_deinit(e);
    free(e);
    return r;
}

int main(int argc, char **argv)
{
    int pairs = argc > 1 ? atoi(argv[1]) : 200;
    double minutes = argc > 2 ? atof(argv[2]) : 10.0;
    if (pairs < 1 || !(minutes >= 3.0)) {
        (void)fprintf(stderr, "usage: bench_together [PAIRS [MINUTES]]\n");
        return 2;
    }
    struct practice how[3];
    struct practice_mistakes mistakes;
    if (practice_read(&how[OWN], OWN_BREATH, sizeof OWN_BREATH - 1, &mistakes) != R_OK ||
        practice_read(&how[PACED], ONE_PACE, sizeof ONE_PACE - 1, &mistakes) != R_OK) {
        (void)fprintf(stderr, "a practice of this program is none\n");
        return 1;
    }
    printf("%-24s %8s %10s %8s\n", "group", "told", "synchrony", "windows");
    clock_t begin = clock();
    for (size_t k = 0; k < sizeof GROUPS / sizeof GROUPS[0]; k++) {
        int told = 0, known = 0;
        double sum = 0.0, windows = 0.0;
        for (int i = 0; i < pairs; i++) {
            struct together_result r =
                run(&GROUPS[k], GROUPS[k].how == LED ? NULL : &how[GROUPS[k].how], 5000 + (uint64_t)i, minutes);
            bool some = !isnan(r.p);
            known += some ? 1 : 0;
            told += some && r.p <= TOGETHER_P ? 1 : 0;
            sum += some ? (double)r.synchrony : 0.0;
            windows += r.windows;
        }
        printf("%-24s %5.1f %% %10.3f %8.1f\n", GROUPS[k].name, 100.0 * told / (known > 0 ? known : 1), sum / pairs,
               windows / pairs);
    }
    printf("%.1f s of one core\n", (double)(clock() - begin) / CLOCKS_PER_SEC);
    return 0;
}
