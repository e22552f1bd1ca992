/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_OFFERS_H
#define TESTS_BENCH_OFFERS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "link/cohort.h"

/* Simulated persons in a practice of stages of three minutes, and what they are offered: calm all the time, tense from
   one minute into the third stage on, or tense when they come and calmer and calmer for a quarter of an hour. For the
   bench that counts and the property test that holds it to its limits. */

enum { OFFERS_READINGS = 16, OFFERS_MINUTES = 32 };
static const double OFFERS_TENSE_FROM_S = 120.0 + 2 * 180.0 + 60.0, OFFERS_SOON_S = 90.0;

static const char OFFERS_SCRIPT[] = "title: x\nminutes: 32\n== Arriving\nminutes: 2\nbreath: lead\n";
static const char OFFERS_STAGE[] =
    "== Stage\nminutes: 3\nbreath: settle\noffer breath when tenser\nrepeat\nsay on exhale: At ease.\n";

enum offers_stress { OFFERS_CALM, OFFERS_TENSE, OFFERS_FALLING };

struct offers_outcome {
    uint32_t offers;
    double first_after_s; /* from OFFERS_TENSE_FROM_S on; < 0 none */
};

static struct practice offers_script;

static void offers_practice(void)
{
    static char text[4096];
    static struct practice_mistakes m;
    strcpy(text, OFFERS_SCRIPT);
    for (int i = 0; i < 10; i++) {
        strcat(text, OFFERS_STAGE);
    }
    if (practice_read(&offers_script, text, strlen(text), &m) != R_OK) {
        (void)fprintf(stderr, "%u: %s\n", m.at[0].line, m.at[0].reason);
        exit(1);
    }
}

static void offers_look(struct engine *e, struct person *p, struct offers_outcome *out)
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
        double after_s = usec_to_s(v[i].t) - OFFERS_TENSE_FROM_S;
        if (after_s >= 0.0 && out->first_after_s < 0.0) {
            out->first_after_s = after_s;
        }
    }
}

static double offers_stress_at(enum offers_stress stress, double now, double t_s)
{
    switch (stress) {
    case OFFERS_TENSE:
        return t_s >= OFFERS_TENSE_FROM_S ? 1.0 : now;
    case OFFERS_FALLING:
        return fmax(0.0, 1.0 - t_s / 900.0);
    default:
        return 0.0;
    }
}

static struct offers_outcome offers_sit(struct engine *e, unsigned kind, uint64_t seed, bool belt,
                                        enum offers_stress stress)
{
    struct offers_outcome out = {0, -1.0};
    struct person p;
    struct engine_config c = {.bodies = 1,
                              .links = 1,
                              .simulated = true,
                              .session = {.length = OFFERS_MINUTES * 60 * USEC_PER_SEC, .practice = &offers_script}};
    cohort_person(&p, kind, seed, 0);
    if (engine_init(e, &c) != R_OK) {
        exit(1);
    }
    while (!engine_done(e)) {
        usec end = (usec)(engine_ticks(e) + 1) * ENGINE_TICK_US;
        p.stress = offers_stress_at(stress, p.stress, usec_to_s(end));
        struct reading r[OFFERS_READINGS];
        size_t n = person_advance(&p, end, r, OFFERS_READINGS);
        for (size_t i = 0; i < n; i++) {
            if (belt || r[i].kind != READING_RESP) {
                (void)!engine_reading(e, 0, &r[i]);
            }
        }
        engine_tick(e);
        offers_look(e, &p, &out);
        if (stress == OFFERS_TENSE &&
            (out.first_after_s >= 0.0 || usec_to_s(end) > OFFERS_TENSE_FROM_S + 2 * OFFERS_SOON_S)) {
            break;
        }
    }
    engine_deinit(e);
    return out;
}

#endif
