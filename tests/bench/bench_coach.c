/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trainers against simulated people, by the measures of the person protocol: 20 minutes each, in virtual time.
   Call: bench_coach [PEOPLE [KIND [SEED [TRAINERS]]]]   (30 people of every kind and both makes, seed 1; KIND "ours" or
   "strange": all kinds of that make, TRAINERS: their names, "reference,fixed 6.0"; "strange:main": one of people made
   elsewhere, bench/stranger.h) Columns: index; found: within 0.25/min of the best feasible rate to the end; err: mean
   distance in the last 2 min (median of people); good: share of seconds comfortable and within 3 % of the best swing;
   rel: swing really produced over the best feasible; outside: share of time outside of comfort; felt: changes above 3 %
   of a cycle a minute after minute 3; stress at the end; jump: first cycle against the own one; day 3: with the memory
   of two days. The reference is a plain loop, bench/reference_loop.h. The models are ours: they rank trainers, they say
   nothing of people. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/reference_loop.h"
#include "bench/sitter.h"
#include "engine/engine.h"

enum { MINUTES = 20, SECONDS = 60 * MINUTES, READINGS = 16, SHIFT_S = 600 };
static const double SHARE = 0.44;        /* in-breath, of the trainers that do not listen */
static const double EIGHTY_SDS = 1.2816; /* the middle 80 % */

enum trainer {
    FIXED_55,
    FIXED_60,
    STEPPED,
    SLIDE,
    REFERENCE_BEATS_ONLY,
    REFERENCE_BELT,
    METTA_BEATS,
    METTA_BELT,
    METTA_BEATS_3,
    METTA_BELT_3,
    ORACLE,
    TRAINERS
};
static const char *const NAMES[TRAINERS] = {"fixed 5.5",    "fixed 6.0",   "stepped",     "slide",
                                            "reference",    "ref. + belt", "metta beats", "metta + belt",
                                            "beats, day 3", "belt, day 3", "oracle"};

static const char STRANGE[] = "strange:";

struct outcome {
    double index, found, err_end, good, rel, outside, felt, stress, jump, floor_per_min;
    double mean, sd, low, high, truth;              /* what was believed in the end */
    double slowest_per_min, own_per_min, own_share; /* what else is remembered; NaN nothing */
    bool believed;
};

struct target {
    double per_min, swing_bpm;
};

static struct target best_feasible(const struct sitter *p, bool moved, double floor_per_min)
{
    struct target t = {0.0, 0.0};
    for (double f = fmax(3.0, floor_per_min); f <= 10.0; f += 0.02) {
        double s = sitter_swing_bpm(p, f, moved);
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
    return (struct pace){(float)SHARE * cycle_s, 0.0F, (1.0F - (float)SHARE) * cycle_s, 0.0F};
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
        return w->target[s >= SHIFT_S ? 1 : 0].per_min;
    }
}

static void see_second(struct watch *w, const struct sitter *p, int second, double per_min, double share)
{
    struct sitter_truth b = sitter_look(p);
    w->pace_per_min[second] = per_min;
    bool outside = per_min > 0.0 &&
                   (per_min < b.floor_per_min || per_min > 1.15 * b.own_per_min || fabs(share - b.own_share) > 0.15);
    w->comfortable[second] = outside ? 0.0 : 1.0;
    w->swing[second] = per_min > 0.0 ? sitter_swing_bpm(p, per_min, second >= SHIFT_S) : 0.0;
}

static void see_pace(struct watch *w, double t_s, double cycle_s)
{
    w->first_cycle_s = w->first_cycle_s > 0.0 ? w->first_cycle_s : cycle_s;
    bool change = w->last_cycle_s > 0.0 && fabs(log(cycle_s / w->last_cycle_s)) > 0.03;
    w->felt += change && t_s > 180.0 ? 1.0 : 0.0;
    w->last_cycle_s = cycle_s;
}

/* The swing really produced, as a share of the best feasible one. */
static void see_swing(struct watch *w, const struct sitter *p, double s)
{
    double v = sitter_look(p).swing_bpm / w->target[s >= SHIFT_S ? 1 : 0].swing_bpm;
    w->squares += v * v;
    w->values += 1.0;
}

static void settle_result(struct outcome *r, const struct watch *w, const struct sitter *p)
{
    double good = 0.0, outside = 0.0, found = 1.0, err = 0.0, mismatch = 0.0;
    struct sitter_truth b = sitter_look(p);
    for (int s = SECONDS - 1; s >= 0; s--) {
        const struct target *t = &w->target[s >= SHIFT_S ? 1 : 0];
        double off = fabs(w->pace_per_min[s] - t->per_min);
        bool well = w->comfortable[s] > 0.0 && w->swing[s] >= 0.97 * t->swing_bpm;
        good += well ? 1.0 / SECONDS : 0.0;
        outside += (1.0 - w->comfortable[s]) / SECONDS;
        err += s >= SECONDS - 120 ? off / 120.0 : 0.0;
        found = s >= SECONDS - 300 && off > 0.25 ? 0.0 : found;
        double pace = w->pace_per_min[s] > 0.0 ? w->pace_per_min[s] : b.own_per_min;
        mismatch += fabs(log(b.own_per_min / pace)) / SECONDS;
    }
    r->found = found;
    r->err_end = err;
    r->good = b.deaf ? 1.0 - fmin(1.0, mismatch / 0.5) : good;
    r->rel = sqrt(2.0 * w->squares / fmax(1.0, w->values));
    r->outside = outside;
    r->felt = w->felt / (MINUTES - 3.0);
    r->stress = b.stress;
    r->floor_per_min = b.floor_per_min;
    r->jump = w->first_cycle_s > 0.0 ? fabs(log(w->first_cycle_s * b.own_per_min / 60.0)) : 0.0;
    double gentle = exp(-r->felt / 2.0 - fmax(0.0, r->jump - 0.25));
    r->index = 100.0 * (0.35 * fmin(1.0, r->rel) + 0.25 * r->good + 0.20 * (1.0 - r->outside) + 0.10 * gentle +
                        0.10 * (1.0 - r->stress));
    r->truth = w->best_per_min;
}

static void run_deaf(enum trainer t, struct sitter *p, struct watch *w)
{
    struct reading out[READINGS];
    double next_s = 0.0, per_min = 0.0;
    for (int tick = 1; tick <= SECONDS * 50; tick++) {
        double s = tick / 50.0;
        if (s >= next_s) {
            per_min = deaf_trainer(t, s, w);
            struct pace pace = pace_at(per_min);
            sitter_pace(p, usec_from_s(s), &pace);
            see_pace(w, s, 60.0 / per_min);
            next_s = s + 60.0 / per_min;
        }
        (void)sitter_advance(p, usec_from_s(s), out, READINGS);
        see_swing(w, p, tick / 50.0);
        if (tick % 50 == 0) {
            see_second(w, p, tick / 50 - 1, per_min, SHARE);
        }
    }
}

static void run_reference(bool belt, struct sitter *p, struct watch *w, struct outcome *r)
{
    struct reading out[READINGS];
    struct reference_loop *loop = malloc(sizeof *loop);
    double next_s = 0.0, per_min = 0.0;
    if (loop == NULL) {
        exit(1);
    }
    reference_init(loop, belt, 0.0, 0.0);
    for (int tick = 1; tick <= SECONDS * 50; tick++) {
        double s = tick / 50.0;
        size_t n = sitter_advance(p, usec_from_s(s), out, READINGS);
        for (size_t i = 0; i < n; i++) {
            if (out[i].kind == READING_IBI) {
                reference_beat(loop, usec_to_s(out[i].t), (double)out[i].value);
            } else if (belt) {
                reference_lung(loop, usec_to_s(out[i].t), (double)out[i].value);
            }
        }
        if (s >= next_s && !reference_listens(loop, s)) {
            per_min = reference_next(loop, s);
            struct pace pace = pace_at(per_min);
            sitter_pace(p, usec_from_s(s), &pace);
            see_pace(w, s, 60.0 / per_min);
            next_s = s + 60.0 / per_min;
            if (getenv("COACH_TRACE") != NULL) {
                printf("  %7.1f %6.2f state %d floor %.2f mean %.2f\n", s, per_min, loop->state, loop->floor_per_min,
                       loop->mean);
            }
        }
        see_swing(w, p, s);
        if (tick % 50 == 0) {
            see_second(w, p, tick / 50 - 1, per_min, SHARE);
        }
    }
    r->mean = loop->mean;
    r->sd = loop->sd;
    r->low = r->mean - EIGHTY_SDS * r->sd;
    r->high = r->mean + EIGHTY_SDS * r->sd;
    r->believed = loop->blocks > 0;
    free(loop);
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

static void run_metta(bool belt, struct sitter *p, struct watch *w, struct outcome *r, const struct adapt_config *how)
{
    struct engine_config c = {.bodies = 1, .links = 2, .simulated = true};
    c.session = (struct session_config){.length = (usec)(SECONDS + 10) * USEC_PER_SEC, .adapt = {*how, *how}};
    struct engine *e = aligned_alloc(64, (engine_size() + 63) / 64 * 64);
    struct reading out[READINGS];
    double per_min = 0.0, share = SHARE;
    if (e == NULL || engine_init(e, &c) != R_OK) {
        exit(1);
    }
    for (int tick = 1; tick <= SECONDS * 50; tick++) {
        size_t n = sitter_advance(p, usec_from_s(tick / 50.0), out, READINGS);
        feed(e, out, n, belt);
        engine_tick(e);
        see_swing(w, p, tick / 50.0);
        const struct event *v = engine_events(e, &n);
        for (size_t i = 0; i < n; i++) {
            if (v[i].kind == EVENT_PACE) {
                double cycle_s = (double)pace_cycle_s(&v[i].as.pace.pace);
                sitter_pace(p, v[i].t, &v[i].as.pace.pace);
                per_min = 60.0 / cycle_s;
                share = (double)v[i].as.pace.pace.inhale_s / cycle_s;
                see_pace(w, tick / 50.0, cycle_s);
                if (getenv("COACH_TRACE") != NULL) {
                    printf("  %7.1f %6.2f why %d, comfort %.2f\n", tick / 50.0, per_min, v[i].as.pace.why,
                           sitter_look(p).floor_per_min);
                }
            } else if (v[i].kind == EVENT_STATE) {
                r->mean = (double)v[i].as.state.resonance_per_min;
                r->sd = (double)v[i].as.state.resonance_sd;
                r->low = r->mean - EIGHTY_SDS * r->sd;
                r->high = r->mean + EIGHTY_SDS * r->sd;
                r->believed = !isnan(r->mean);
            }
        }
        if (tick % 50 == 0) {
            see_second(w, p, tick / 50 - 1, per_min, share);
        }
    }
    engine_finish(e);
    size_t n = 0;
    const struct event *last = engine_events(e, &n);
    for (size_t i = 0; i < n; i++) {
        if (last[i].kind == EVENT_SUMMARY) {
            r->slowest_per_min = last[i].as.summary.floor_per_min;
            r->own_per_min = last[i].as.summary.own_per_min;
            r->own_share = last[i].as.summary.own_inhale_share;
        }
    }
    engine_deinit(e);
    free(e);
}

static struct outcome run_day(enum trainer t, bool strange, unsigned kind, uint64_t seed, unsigned day,
                              const struct adapt_config *how)
{
    struct sitter p;
    struct outcome r = {0};
    struct watch *w = calloc(1, sizeof *w);
    sitter_be(&p, strange, kind, seed, day);
    if (w == NULL) {
        exit(1);
    }
    w->target[0] = best_feasible(&p, false, sitter_look(&p).floor_per_min);
    w->target[1] = best_feasible(&p, true, sitter_look(&p).floor_per_min);
    w->best_per_min = best_feasible(&p, true, 0.0).per_min;
    if (t >= METTA_BEATS && t <= METTA_BELT_3) {
        run_metta(t == METTA_BELT || t == METTA_BELT_3, &p, w, &r, how);
    } else if (t == REFERENCE_BEATS_ONLY || t == REFERENCE_BELT) {
        run_reference(t == REFERENCE_BELT, &p, w, &r);
    } else {
        run_deaf(t, &p, w);
    }
    settle_result(&r, w, &p);
    free(w);
    return r;
}

static float or_before(double v, float before)
{
    return isnan(v) ? before : (float)v;
}

/* What a day is remembered by, as the store does: a best rate that was found without a limit tells there is none. */
static void remember(struct adapt_config *how, const struct outcome *r)
{
    how->floor_per_min = or_before(r->slowest_per_min, r->believed ? 0.0F : how->floor_per_min);
    how->own_per_min = or_before(r->own_per_min, how->own_per_min);
    how->own_share = or_before(r->own_share, how->own_share);
    if (r->believed) {
        how->mean = (float)r->mean;
        how->sd = (float)hypot(r->sd, (double)RESONANCE_DAY_SD_PER_MIN);
    }
}

/* The third day remembers the two before it, each made less sure by what lies between days. */
static struct outcome run(enum trainer t, bool strange, unsigned kind, uint64_t seed)
{
    struct adapt_config how = {0};
    unsigned days = t == METTA_BEATS_3 || t == METTA_BELT_3 ? 3 : 1;
    struct outcome r = {0};
    for (unsigned day = 0; day < days; day++) {
        r = run_day(t, strange, kind, seed, day, &how);
        remember(&how, &r);
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
            held += r[i].truth >= r[i].low && r[i].truth <= r[i].high ? 1.0 : 0.0;
            known++;
        }
    }
    if (known > 0) {
        printf("%-15s %-13s belief: off %+.2f, rms %.2f, sd %.2f, its 80 %% range holds %.0f %% of %d\n", "", "",
               bias / known, sqrt(square / known), sd / known, 100.0 * held / known, known);
    }
}

static int ascending(const void *a, const void *b)
{
    double x = ((const struct outcome *)a)->err_end, y = ((const struct outcome *)b)->err_end;
    return x < y ? -1 : x > y;
}

static double median_err(struct outcome *r, int n)
{
    qsort(r, (size_t)n, sizeof *r, ascending);
    return (r[n / 2].err_end + r[(n - 1) / 2].err_end) / 2.0;
}

static void print_mean(const char *kind, enum trainer t, struct outcome *r, int n)
{
    double v[9] = {0.0};
    for (int i = 0; i < n; i++) {
        const double all[9] = {r[i].index,   r[i].found, r[i].err_end, r[i].good, r[i].rel,
                               r[i].outside, r[i].felt,  r[i].stress,  r[i].jump};
        for (int k = 0; k < 9; k++) {
            v[k] += all[k] / n;
        }
    }
    v[2] = median_err(r, n);
    printf("%-15s %-13s %6.1f %6.2f %6.2f %6.2f %6.3f %7.3f %6.2f %6.2f %6.2f\n", kind, NAMES[t], v[0], v[1], v[2],
           v[3], v[4], v[5], v[6], v[7], v[8]);
}

static void run_kind(int people, bool strange, unsigned kind, uint64_t seed, const char *only, struct outcome *r)
{
    char name[32];
    (void)snprintf(name, sizeof name, "%s%s", strange ? STRANGE : "", cohort_name(kind));
    for (int t = 0; t < TRAINERS; t++) {
        if (only != NULL && strstr(only, NAMES[t]) == NULL) {
            continue;
        }
        for (int i = 0; i < people; i++) {
            r[i] = run((enum trainer)t, strange, kind, seed * 1000 + (uint64_t)i);
            if (getenv("COACH_EACH") != NULL) {
                printf("  %3d floor %4.2f index %5.1f err %5.2f good %4.2f outside %5.3f stress %4.2f felt %4.2f "
                       "believed %5.2f +- "
                       "%4.2f of %5.2f\n",
                       i, r[i].floor_per_min, r[i].index, r[i].err_end, r[i].good, r[i].outside, r[i].stress, r[i].felt,
                       r[i].mean, r[i].sd, r[i].truth);
            }
        }
        print_mean(name, (enum trainer)t, r, people);
        print_belief(r, people);
    }
}

int main(int argc, char **argv)
{
    int people = argc > 1 ? atoi(argv[1]) : 30;
    const char *kind = argc > 2 ? argv[2] : "all",
               *named = strncmp(kind, STRANGE, strlen(STRANGE)) == 0 ? kind + strlen(STRANGE) : kind;
    bool all = cohort_named(named) == COHORT_KINDS;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    struct outcome *r = calloc((size_t)(people > 0 ? people : 1), sizeof *r);
    if (r == NULL || people < 1) {
        (void)fprintf(stderr, "usage: bench_coach [PEOPLE [KIND [SEED [TRAINERS]]]]\n");
        return 2;
    }
    clock_t begin = clock();
    printf("%-15s %-13s %6s %6s %6s %6s %6s %7s %6s %6s %6s\n", "kind", "trainer", "index", "found", "err", "good",
           "rel", "outside", "felt", "stress", "jump");
    for (int strange = 0; strange < 2; strange++) {
        bool wanted = all ? strcmp(kind, strange ? "ours" : "strange") != 0 : (named != kind) == (strange == 1);
        for (unsigned k = 0; k < COHORT_KINDS && wanted; k++) {
            if (all || cohort_named(named) == k) {
                run_kind(people, strange == 1, k, seed, argc > 4 ? argv[4] : NULL, r);
            }
        }
    }
    printf("%.1f s of one core\n", (double)(clock() - begin) / CLOCKS_PER_SEC);
    free(r);
    return 0;
}
