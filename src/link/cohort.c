/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies are drawn from ranges of the literature: resonance 4.5-6.5 a minute (Shaffer & Meehan 2020, doi
   10.3389/fnins.2020.570400), swings of 20 +- 5 bpm peak to trough in the young (Hirsch & Bishop 1981), own breath
   10-18 a minute. A model of variety, not of anybody. */
#include "link/cohort.h"

#include <math.h>
#include <string.h>

static const char *const NAMES[COHORT_KINDS] = {"main", "clean",   "ectopic", "dropout",
                                                "deaf", "limited", "weak",    "shift"};

const char *cohort_name(unsigned kind)
{
    return kind < COHORT_KINDS ? NAMES[kind] : "?";
}

unsigned cohort_named(const char *name)
{
    unsigned kind = 0;
    while (kind < COHORT_KINDS && strcmp(NAMES[kind], name) != 0) {
        kind++;
    }
    return kind;
}

enum { WARM = 16 };

static double between(struct rng *r, double low, double high)
{
    return low + (high - low) * rng_uniform(r);
}

static double clamp(double v, double low, double high)
{
    return fmax(low, fmin(high, v));
}

static struct person_body draw_body(struct rng *r)
{
    struct person_body b = {0};
    b.own_per_min = clamp(13.5 + 2.5 * rng_normal(r), 9.0, 19.0);
    b.resonance_per_min = clamp(5.6 + 0.6 * rng_normal(r), 4.2, 7.2);
    b.floor_per_min = b.resonance_per_min - between(r, 0.5, 2.0);
    b.q = between(r, 1.0, 2.5);
    b.mean_hr_bpm = between(r, 56.0, 82.0);
    b.swing_bpm = between(r, 5.0, 12.0);
    b.fast_share = between(r, 0.15, 0.45);
    b.wave_bpm = between(r, 0.8, 2.0);
    return b;
}

static void trouble_of(unsigned kind, struct rng *r, struct person_body *b, struct person_trouble *t)
{
    switch (kind) {
    case COHORT_ECTOPIC:
        *t = (struct person_trouble){
            .ectopic_per_h = between(r, 60.0, 300.0), .missed_share = 0.01, .false_share = 0.005};
        break;
    case COHORT_DROPOUT:
        t->dropout_per_h = between(r, 20.0, 40.0);
        break;
    case COHORT_DEAF:
        t->deaf = true;
        break;
    case COHORT_LIMITED:
        b->floor_per_min = b->resonance_per_min + between(r, 0.5, 2.0);
        break;
    case COHORT_WEAK:
        b->swing_bpm = between(r, 3.0, 6.0) / 2.0 + 0.5;
        break;
    case COHORT_SHIFT:
        t->shift_per_min = between(r, 0.6, 1.0) * (rng_uniform(r) < 0.5 ? -1.0 : 1.0);
        break;
    default:
        break;
    }
}

/* Shares of the mixture; chosen: most people are untroubled, each trouble is met in some. */
static unsigned kind_in_main(struct rng *r)
{
    double x = rng_uniform(r);
    return x < 0.05   ? COHORT_DEAF
           : x < 0.17 ? COHORT_LIMITED
           : x < 0.29 ? COHORT_ECTOPIC
           : x < 0.39 ? COHORT_DROPOUT
                      : COHORT_CLEAN;
}

void cohort_person(struct person *p, unsigned kind, uint64_t seed, unsigned day)
{
    struct rng r, days;
    rng_init(&r, seed * 7919 + kind);
    rng_init(&days, seed * 104729 + kind * 31 + day);
    for (int i = 0; i < WARM; i++) { /* neighbouring seeds begin alike */
        (void)rng_next(&r);
        (void)rng_next(&days);
    }
    unsigned own = kind == COHORT_MAIN ? kind_in_main(&r) : kind;
    struct person_body body = draw_body(&r);
    struct person_trouble trouble = {.limited = true};
    trouble_of(own, &r, &body, &trouble);
    trouble.limited = true;
    trouble.stress = kind == COHORT_MAIN ? between(&days, 0.2, 0.5) : 0.2;
    if (day > 0) {
        body.resonance_per_min = clamp(body.resonance_per_min + 0.15 * rng_normal(&days), 4.0, 7.6);
        body.mean_hr_bpm += 4.0 * rng_normal(&days);
    }
    body.late_s = between(&r, 0.2, 0.9);
    person_be(p, seed * 1000003 + day, &body, &trouble);
}
