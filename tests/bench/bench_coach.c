/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trainers against simulated people, by the measures of the person protocol: 20 minutes each, in virtual time.
   Call: bench_coach [PEOPLE [KIND [SEED]]]   (30 people of every kind, seed 1)
   Columns: index; found: within 0.25/min of the best feasible rate to the end; err: mean distance in the last 2 min;
   good: share of seconds comfortable and within 3 % of the best swing; rel: swing really produced over the best
   feasible; outside: share of time outside of comfort; felt: changes above 3 % of a cycle a minute after minute 3;
   stress at the end; jump: first cycle against the own one; day 3: with the memory of two days. The model is ours: it
   ranks trainers, it says nothing of people. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/engine.h"
#include "link/cohort.h"

enum { MINUTES = 20, SECONDS = 60 * MINUTES, READINGS = 16 };

enum trainer {
    FIXED_55,
    FIXED_60,
    STEPPED,
    SLIDE,
    METTA_BEATS,
    METTA_BELT,
    METTA_BEATS_3,
    METTA_BELT_3,
    ORACLE,
    TRAINERS
};
static const char *const NAMES[TRAINERS] = {"fixed 5.5",    "fixed 6.0",    "stepped",     "slide", "metta beats",
                                            "metta + belt", "beats, day 3", "belt, day 3", "oracle"};

struct outcome {
    double index, found, err_end, good, rel, outside, felt, stress, jump, own_share;
    double mean, sd, low, high, truth; /* what was believed in the end */
    bool believed;
};

struct target {
    double per_min, swing_bpm;
};

static struct target best_feasible(const struct person *p, bool moved, double floor_per_min)
{
    struct person_body b = p->body;
    b.resonance_per_min += moved ? p->trouble.shift_per_min : 0.0;
    struct target t = {0.0, 0.0};
    for (double f = fmax(3.0, floor_per_min); f <= 10.0; f += 0.02) {
        double s = person_swing_bpm(&b, f);
        t = s > t.swing_bpm ? (struct target){f, s} : t;
    }
    return t;
}

struct watch {
    struct target target[2];
    double best_per_min; /* in the end, comfortable or not: what the belief is about */
    double pace_per_min[SECONDS], swing[SECONDS], comfortable[SECONDS], felt;
    double first_cycle_s, last_cycle_s, squares, values;
    double hr_high, hr_low;
};

static struct pace pace_at(double per_min)
{
    float cycle_s = (float)(60.0 / per_min);
    return (struct pace){0.44F * cycle_s, 0.0F, 0.56F * cycle_s, 0.0F};
}

/* Trainers that do not listen: the rate they ask for at a moment. */
static double deaf_trainer(enum trainer t, double s, const struct watch *w)
{
    switch (t) {
    case FIXED_55:
        return 5.5;
    case FIXED_60:
        return 6.0;
    case STEPPED:
        return s < 720.0 ? 7.0 - 0.5 * floor(s / 120.0) : 5.5;
    case SLIDE:
        return fmax(4.25, 6.75 - (6.75 - 4.25) * s / 720.0);
    default:
        return w->target[s >= 600.0 ? 1 : 0].per_min;
    }
}

static void see_second(struct watch *w, const struct person *p, int second, double per_min)
{
    struct person_body b = p->body;
    b.resonance_per_min += second >= 600 ? p->trouble.shift_per_min : 0.0;
    w->pace_per_min[second] = per_min;
    bool outside = per_min > 0.0 && (per_min < p->body.floor_per_min || per_min > 1.15 * p->body.own_per_min);
    w->comfortable[second] = outside ? 0.0 : 1.0;
    w->swing[second] = per_min > 0.0 ? person_swing_bpm(&b, per_min) : 0.0;
}

static void see_pace(struct watch *w, double t_s, double cycle_s)
{
    w->first_cycle_s = w->first_cycle_s > 0.0 ? w->first_cycle_s : cycle_s;
    bool change = w->last_cycle_s > 0.0 && fabs(log(cycle_s / w->last_cycle_s)) > 0.03;
    w->felt += change && t_s > 180.0 ? 1.0 : 0.0;
    w->last_cycle_s = cycle_s;
}

/* The swing really produced: of the model's own band answer, over the whole session. */
static void see_swing(struct watch *w, const struct person *p)
{
    double wv = p->body.fast_share,
           v = p->body.swing_bpm * (1.0 - 0.4 * p->stress) * ((1.0 - wv) * p->band_v + wv * p->fast);
    w->squares += v * v;
    w->values += 1.0;
}

static void settle_result(struct outcome *r, const struct watch *w, const struct person *p)
{
    double good = 0.0, outside = 0.0, found = 1.0, err = 0.0, mismatch = 0.0;
    int since = SECONDS;
    for (int s = SECONDS - 1; s >= 0; s--) {
        const struct target *t = &w->target[s >= 600 ? 1 : 0];
        double off = fabs(w->pace_per_min[s] - t->per_min);
        bool well = w->comfortable[s] > 0.0 && w->swing[s] >= 0.97 * t->swing_bpm;
        good += well ? 1.0 / SECONDS : 0.0;
        outside += (1.0 - w->comfortable[s]) / SECONDS;
        err += s >= SECONDS - 120 ? off / 120.0 : 0.0;
        found = s >= SECONDS - 300 && off > 0.25 ? 0.0 : found;
        double pace = w->pace_per_min[s] > 0.0 ? w->pace_per_min[s] : p->body.own_per_min;
        mismatch += fabs(log(p->body.own_per_min / pace)) / SECONDS;
    }
    (void)since;
    double rms_best = w->target[0].swing_bpm / sqrt(2.0);
    r->found = found;
    r->err_end = err;
    r->good = p->trouble.deaf ? 1.0 - fmin(1.0, mismatch / 0.5) : good;
    r->rel = sqrt(w->squares / fmax(1.0, w->values)) / rms_best;
    r->outside = outside;
    r->felt = w->felt / (MINUTES - 3.0);
    r->stress = p->stress;
    r->jump = w->first_cycle_s > 0.0 ? fabs(log(w->first_cycle_s * p->body.own_per_min / 60.0)) : 0.0;
    double gentle = exp(-r->felt / 2.0 - fmax(0.0, r->jump - 0.25));
    r->index = 100.0 * (0.35 * fmin(1.0, r->rel) + 0.25 * r->good + 0.20 * (1.0 - r->outside) + 0.10 * gentle +
                        0.10 * (1.0 - r->stress));
    r->truth = w->best_per_min;
}

static void run_deaf(enum trainer t, struct person *p, struct watch *w)
{
    struct reading out[READINGS];
    double next_s = 0.0, per_min = 0.0;
    for (int tick = 1; tick <= SECONDS * 50; tick++) {
        double s = tick / 50.0;
        if (s >= next_s) {
            per_min = deaf_trainer(t, s, w);
            struct pace pace = pace_at(per_min);
            person_pace(p, usec_from_s(s), &pace);
            see_pace(w, s, 60.0 / per_min);
            next_s = s + 60.0 / per_min;
        }
        (void)person_advance(p, usec_from_s(s), out, READINGS);
        see_swing(w, p);
        if (tick % 50 == 0) {
            see_second(w, p, tick / 50 - 1, per_min);
        }
    }
}

static void feed(struct engine *e, const struct reading *r, size_t n, bool belt)
{
    for (size_t i = 0; i < n; i++) {
        if (r[i].kind == READING_IBI) {
            (void)!engine_reading(e, 0, &r[i]);
        } else if (belt) {
            (void)!engine_reading(e, 1, &r[i]);
        }
    }
}

static void run_metta(bool belt, struct person *p, struct watch *w, struct outcome *r, const struct adapt_config *how)
{
    struct engine_config c = {.bodies = 1, .links = 2, .simulated = true};
    c.session = (struct session_config){.length = (usec)(SECONDS + 10) * USEC_PER_SEC, .adapt = {*how, *how}};
    struct engine *e = aligned_alloc(64, (engine_size() + 63) / 64 * 64);
    struct reading out[READINGS];
    double per_min = 0.0;
    if (e == NULL || engine_init(e, &c) != R_OK) {
        exit(1);
    }
    for (int tick = 1; tick <= SECONDS * 50; tick++) {
        size_t n = person_advance(p, usec_from_s(tick / 50.0), out, READINGS);
        feed(e, out, n, belt);
        engine_tick(e);
        see_swing(w, p);
        const struct event *v = engine_events(e, &n);
        for (size_t i = 0; i < n; i++) {
            if (v[i].kind == EVENT_PACE) {
                double cycle_s = (double)pace_cycle_s(&v[i].as.pace.pace);
                person_pace(p, v[i].t, &v[i].as.pace.pace);
                per_min = 60.0 / cycle_s;
                see_pace(w, tick / 50.0, cycle_s);
                if (getenv("COACH_TRACE") != NULL) {
                    printf("  %7.1f %6.2f why %d\n", tick / 50.0, per_min, v[i].as.pace.why);
                }
            } else if (v[i].kind == EVENT_STATE) {
                r->mean = (double)v[i].as.state.resonance_per_min;
                r->sd = (double)v[i].as.state.resonance_sd;
                r->believed = !isnan(r->mean);
            }
        }
        if (tick % 50 == 0) {
            see_second(w, p, tick / 50 - 1, per_min);
        }
    }
    engine_deinit(e);
    free(e);
}

static struct outcome run_day(enum trainer t, unsigned kind, uint64_t seed, unsigned day,
                              const struct adapt_config *how)
{
    struct person p;
    struct outcome r = {0};
    struct watch *w = calloc(1, sizeof *w);
    cohort_person(&p, kind, seed, day);
    if (w == NULL) {
        exit(1);
    }
    w->target[0] = best_feasible(&p, false, p.body.floor_per_min);
    w->target[1] = best_feasible(&p, true, p.body.floor_per_min);
    w->best_per_min = best_feasible(&p, true, 0.0).per_min;
    if (t >= METTA_BEATS && t <= METTA_BELT_3) {
        run_metta(t == METTA_BELT || t == METTA_BELT_3, &p, w, &r, how);
    } else {
        run_deaf(t, &p, w);
    }
    settle_result(&r, w, &p);
    free(w);
    return r;
}

/* The third day remembers the two before it, each made less sure by what lies between days. */
static struct outcome run(enum trainer t, unsigned kind, uint64_t seed)
{
    struct adapt_config how = {0};
    unsigned days = t == METTA_BEATS_3 || t == METTA_BELT_3 ? 3 : 1;
    struct outcome r = {0};
    for (unsigned day = 0; day < days; day++) {
        r = run_day(t, kind, seed, day, &how);
        if (r.believed) {
            how.mean = (float)r.mean;
            how.sd = (float)hypot(r.sd, 0.2);
        }
    }
    return r;
}

/* How far and which way the belief in the end is off, and how often its middle 80 % holds the truth. */
static void print_belief(const struct outcome *r, int n)
{
    double bias = 0.0, square = 0.0, sd = 0.0, held = 0.0;
    int known = 0;
    for (int i = 0; i < n; i++) {
        if (r[i].believed) {
            double off = r[i].mean - r[i].truth;
            bias += off;
            square += off * off;
            sd += r[i].sd;
            held += fabs(off) <= 1.2816 * r[i].sd ? 1.0 : 0.0;
            known++;
        }
    }
    if (known > 0) {
        printf("%-8s %-13s belief: off %+.2f, rms %.2f, sd %.2f, +-1.28 sd holds %.0f %% of %d\n", "", "", bias / known,
               sqrt(square / known), sd / known, 100.0 * held / known, known);
    }
}

static void print_mean(const char *kind, enum trainer t, const struct outcome *r, int n)
{
    double v[9] = {0.0};
    for (int i = 0; i < n; i++) {
        const double all[9] = {r[i].index,   r[i].found, r[i].err_end, r[i].good, r[i].rel,
                               r[i].outside, r[i].felt,  r[i].stress,  r[i].jump};
        for (int k = 0; k < 9; k++) {
            v[k] += all[k] / n;
        }
    }
    printf("%-8s %-13s %6.1f %6.2f %6.2f %6.2f %6.3f %7.3f %6.2f %6.2f %6.2f\n", kind, NAMES[t], v[0], v[1], v[2], v[3],
           v[4], v[5], v[6], v[7], v[8]);
}

int main(int argc, char **argv)
{
    int people = argc > 1 ? atoi(argv[1]) : 30;
    unsigned only = argc > 2 ? cohort_named(argv[2]) : COHORT_KINDS;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    struct outcome *r = calloc((size_t)(people > 0 ? people : 1), sizeof *r);
    if (r == NULL || people < 1) {
        (void)fprintf(stderr, "usage: bench_coach [PEOPLE [KIND [SEED]]]\n");
        return 2;
    }
    clock_t begin = clock();
    printf("%-8s %-13s %6s %6s %6s %6s %6s %7s %6s %6s %6s\n", "kind", "trainer", "index", "found", "err", "good",
           "rel", "outside", "felt", "stress", "jump");
    for (unsigned kind = 0; kind < COHORT_KINDS; kind++) {
        for (int t = 0; t < TRAINERS && (only == COHORT_KINDS || only == kind); t++) {
            for (int i = 0; i < people; i++) {
                r[i] = run((enum trainer)t, kind, seed * 1000 + (uint64_t)i);
            }
            print_mean(cohort_name(kind), (enum trainer)t, r, people);
            print_belief(r, people);
        }
    }
    printf("%.1f s of one core\n", (double)(clock() - begin) / CLOCKS_PER_SEC);
    free(r);
    return 0;
}
