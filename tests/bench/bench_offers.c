/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often a calm person is offered the breath for nothing, and how soon a tense one is: simulated persons in a
   practice of stages of three minutes. Call: bench_offers [PERSONS]. Tense: from one minute into the third stage on the
   heart rate is up by 8 bpm and the swing down by 40 % (the person's stress held at 1). Same seeds, same figures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "link/cohort.h"

enum { PERSONS = 200, READINGS = 16, MINUTES = 32 };
static const double TENSE_FROM_S = 120.0 + 2 * 180.0 + 60.0, SOON_S = 90.0;

static const char SCRIPT[] = "title: x\nminutes: 32\n== Arriving\nminutes: 2\nbreath: lead\n";
static const char STAGE[] =
    "== Stage\nminutes: 3\nbreath: settle\noffer breath when tenser\nrepeat\nsay on exhale: At ease.\n";

struct outcome {
    uint32_t offers;
    double first_after_s; /* from TENSE_FROM_S on; < 0 none */
};

static struct practice practice;

static void make_practice(void)
{
    static char text[4096];
    static struct practice_mistakes m;
    strcpy(text, SCRIPT);
    for (int i = 0; i < 10; i++) {
        strcat(text, STAGE);
    }
    if (practice_read(&practice, text, strlen(text), &m) != R_OK) {
        (void)fprintf(stderr, "%u: %s\n", m.at[0].line, m.at[0].reason);
        exit(1);
    }
}

static void look(struct engine *e, struct person *p, struct outcome *out)
{
    size_t n = 0;
    const struct event *v = engine_events(e, &n);
    for (size_t i = 0; i < n; i++) {
        if (v[i].kind == EVENT_PACE) {
            person_pace(p, v[i].t, &v[i].as.pace.pace);
        }
        if (v[i].kind != EVENT_GUIDE || v[i].as.guide.kind != GUIDE_OFFER) {
            continue;
        }
        out->offers++;
        double after_s = usec_to_s(v[i].t) - TENSE_FROM_S;
        if (after_s >= 0.0 && out->first_after_s < 0.0) {
            out->first_after_s = after_s;
        }
    }
}

static struct outcome sit(struct engine *e, unsigned kind, uint64_t seed, bool belt, bool tense)
{
    struct outcome out = {0, -1.0};
    struct person p;
    struct engine_config c = {.bodies = 1,
                              .links = 1,
                              .simulated = true,
                              .session = {.length = MINUTES * 60 * USEC_PER_SEC, .practice = &practice}};
    cohort_person(&p, kind, seed, 0);
    if (engine_init(e, &c) != R_OK) {
        exit(1);
    }
    while (!engine_done(e)) {
        usec end = (usec)(engine_ticks(e) + 1) * ENGINE_TICK_US;
        if (tense && usec_to_s(end) >= TENSE_FROM_S) {
            p.stress = 1.0;
        } else if (!tense) {
            p.stress = 0.0;
        }
        struct reading r[READINGS];
        size_t n = person_advance(&p, end, r, READINGS);
        for (size_t i = 0; i < n; i++) {
            if (belt || r[i].kind != READING_RESP) {
                (void)!engine_reading(e, 0, &r[i]);
            }
        }
        engine_tick(e);
        look(e, &p, &out);
        if (tense && (out.first_after_s >= 0.0 || usec_to_s(end) > TENSE_FROM_S + 2 * SOON_S)) {
            break;
        }
    }
    engine_deinit(e);
    return out;
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void row(struct engine *e, unsigned kind, uint32_t persons, bool belt)
{
    static double after_s[10000];
    uint32_t offers = 0, soon = 0, told = 0;
    for (uint32_t i = 0; i < persons; i++) {
        offers += sit(e, kind, i + 1, belt, false).offers;
        struct outcome o = sit(e, kind, i + 1, belt, true);
        if (o.first_after_s >= 0.0) {
            after_s[told++] = o.first_after_s;
            soon += o.first_after_s <= SOON_S;
        }
    }
    qsort(after_s, told, sizeof after_s[0], by_time);
    printf("%-9s %-5s %17.3f %16.2f %16.0f\n", cohort_name(kind), belt ? "belt" : "beats", (double)offers / persons,
           (double)soon / persons, told > 0 ? after_s[told / 2] : -1.0);
}

int main(int argc, char **argv)
{
    long persons = argc > 1 ? strtol(argv[1], NULL, 10) : PERSONS;
    struct engine *e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    if (e == NULL || persons < 1 || persons > 10000) {
        return 1;
    }
    make_practice();
    printf("%-9s %-5s %17s %16s %16s\n", "persons", "hears", "false in 30 min", "true in 90 s", "median s");
    for (int belt = 1; belt >= 0; belt--) {
        row(e, COHORT_CLEAN, (uint32_t)persons, belt != 0);
        row(e, COHORT_WEAK, (uint32_t)persons, belt != 0);
        row(e, COHORT_ECTOPIC, (uint32_t)persons, belt != 0);
    }
    free(e);
    return 0;
}
