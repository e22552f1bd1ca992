/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trainers against simulated people, by the measures of the person protocol: 20 minutes each, in virtual time.
   Call: bench_coach [PEOPLE [KIND [SEED [TRAINERS]]]]   (30 people of every kind and both makes, seed 1; KIND "ours" or
   "strange": all kinds of that make, TRAINERS: their names, "reference,fixed 6.0"; "strange:main": one of people made
   elsewhere, bench/stranger.h; "short:limited", "double:", "stops:", "long:", "keys:": of those who show a limit
   otherwise; "rubbish:dropout": of those whose sensor tells beats that are none after it lost contact; "slips:main": of
   those whose belt slips once). What the columns are stands in bench/watch.h; they are means; times (t_find, t_97, in
   minutes) and errors (err) are medians. Day 3: with the memory of two days. The reference is a plain loop,
   bench/reference_loop.h; who leads everybody alike is in bench/protocol.h. The models are ours: they rank trainers,
   they say nothing of people. */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/protocol.h"
#include "bench/reference_loop.h"
#include "bench/sitter.h"
#include "bench/sorted.h"
#include "bench/watch.h"
#include "engine/engine.h"

enum { READINGS = 16 };
static const double SHARE = 0.44; /* in-breath, of the trainers that do not listen */

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

/* Before the name of a kind; how strangers of the later ones are: enum stranger_manner. */
static const char *const MAKES[SITTER_MAKES] = {
    "", "strange:", "short:", "double:", "stops:", "long:", "keys:", "rubbish:", "slips:"};

/* What a trainer did, and what it believes and would remember in the end; NaN: nothing. */
struct outcome {
    struct watch_measures m;
    double mean, sd, low, high, truth;
    double own_per_min, own_share;
    struct limit_kept limits;
    bool believed;
};

static struct pace pace_at(double per_min)
{
    float cycle_s = (float)(60.0 / per_min);
    return (struct pace){(float)SHARE * cycle_s, 0.0F, (1.0F - (float)SHARE) * cycle_s, 0.0F};
}

static void begin_protocol(struct protocol *p, enum trainer t)
{
    static const enum protocol_kind KINDS[TRAINERS] = {
        [STEPPED] = PROTOCOL_STEPPED, [SLIDE] = PROTOCOL_SLIDE, [ORACLE] = PROTOCOL_ORACLE};
    protocol_init(p, KINDS[t], t == FIXED_55 ? 5.5 : 6.0);
}

static void ask(struct sitter *p, struct watch *w, double s, double per_min)
{
    struct pace pace = pace_at(per_min);
    sitter_pace(p, usec_from_s(s), &pace);
    watch_pace(w, s, 60.0 / per_min);
}

static void run_protocol(enum trainer t, struct sitter *p, struct watch *w)
{
    struct reading out[READINGS];
    struct protocol protocol;
    double next_s = 0.0, per_min = 0.0;
    begin_protocol(&protocol, t);
    for (int tick = 1; tick <= WATCH_TICKS; tick++) {
        double s = tick / 50.0;
        if (s >= next_s) {
            struct sitter_truth b = sitter_look(p);
            double best = b.deaf ? b.own_per_min : w->target[s >= WATCH_SHIFT_S ? 1 : 0].per_min;
            per_min = protocol_next(&protocol, s, b.own_per_min, best);
            ask(p, w, s, per_min);
            next_s = s + 60.0 / per_min;
        }
        size_t n = sitter_advance(p, usec_from_s(s), out, READINGS);
        for (size_t i = 0; i < n; i++) {
            if (out[i].kind == READING_IBI) {
                protocol_beat(&protocol, (double)out[i].value);
            }
        }
        watch_step(w, p, tick, per_min, SHARE);
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
    for (int tick = 1; tick <= WATCH_TICKS; tick++) {
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
            ask(p, w, s, per_min);
            next_s = s + 60.0 / per_min;
        }
        watch_step(w, p, tick, per_min, SHARE);
    }
    r->mean = loop->mean;
    r->sd = loop->sd;
    r->low = r->mean - RESONANCE_80_SDS * r->sd;
    r->high = r->mean + RESONANCE_80_SDS * r->sd;
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
    c.session = (struct session_config){.length = (usec)(WATCH_SECONDS + 10) * USEC_PER_SEC, .adapt = {*how, *how}};
    struct engine *e = aligned_alloc(64, (engine_size() + 63) / 64 * 64);
    struct reading out[READINGS];
    double per_min = 0.0, share = SHARE;
    if (e == NULL || engine_init(e, &c) != R_OK) {
        exit(1);
    }
    for (int tick = 1; tick <= WATCH_TICKS; tick++) {
        size_t n = sitter_advance(p, usec_from_s(tick / 50.0), out, READINGS);
        feed(e, out, n, belt);
        if (sitter_wants_faster(p)) {
            (void)!engine_command(e, (struct command){COMMAND_FASTER, 0.0F});
        }
        engine_tick(e);
        const struct event *v = engine_events(e, &n);
        for (size_t i = 0; i < n; i++) {
            if (v[i].kind == EVENT_PACE) {
                double cycle_s = (double)pace_cycle_s(&v[i].as.pace.pace);
                sitter_pace(p, v[i].t, &v[i].as.pace.pace);
                per_min = 60.0 / cycle_s;
                share = (double)v[i].as.pace.pace.inhale_s / cycle_s;
                watch_pace(w, tick / 50.0, cycle_s);
            } else if (v[i].kind == EVENT_STATE) {
                r->mean = (double)v[i].as.state.resonance_per_min;
                r->sd = (double)v[i].as.state.resonance_sd;
                r->low = r->mean - RESONANCE_80_SDS * r->sd;
                r->high = r->mean + RESONANCE_80_SDS * r->sd;
                r->believed = !isnan(r->mean);
            }
        }
        watch_step(w, p, tick, per_min, share);
    }
    engine_finish(e);
    size_t n = 0;
    const struct event *last = engine_events(e, &n);
    for (size_t i = 0; i < n; i++) {
        if (last[i].kind == EVENT_SUMMARY) {
            r->limits = last[i].as.summary.limits;
            r->own_per_min = last[i].as.summary.own_per_min;
            r->own_share = last[i].as.summary.own_inhale_share;
        }
    }
    engine_deinit(e);
    free(e);
}

static struct outcome run_day(enum trainer t, enum sitter_make make, unsigned kind, uint64_t seed, unsigned day,
                              const struct adapt_config *how)
{
    struct sitter p;
    struct outcome r = {0};
    struct watch *w = calloc(1, sizeof *w);
    sitter_be(&p, make, kind, seed, day);
    if (w == NULL) {
        exit(1);
    }
    watch_begin(w, &p);
    if (t >= METTA_BEATS && t <= METTA_BELT_3) {
        run_metta(t == METTA_BELT || t == METTA_BELT_3, &p, w, &r, how);
    } else if (t == REFERENCE_BEATS_ONLY || t == REFERENCE_BELT) {
        run_reference(t == REFERENCE_BELT, &p, w, &r);
    } else {
        run_protocol(t, &p, w);
    }
    r.m = watch_end(w, &p);
    r.truth = w->best_per_min;
    free(w);
    return r;
}

static float or_before(double v, float before)
{
    return isnan(v) ? before : (float)v;
}

/* What a day is remembered by, as the store does. */
static void remember(struct adapt_config *how, const struct outcome *r)
{
    how->limits = limit_is_kept(&r->limits) ? r->limits : how->limits;
    how->own_per_min = or_before(r->own_per_min, how->own_per_min);
    how->own_share = or_before(r->own_share, how->own_share);
    if (r->believed) {
        how->mean = (float)r->mean;
        how->sd = (float)hypot(r->sd, (double)RESONANCE_DAY_SD_PER_MIN);
    }
}

/* The third day remembers the two before it, each made less sure by what lies between days. */
static struct outcome run(enum trainer t, enum sitter_make make, unsigned kind, uint64_t seed)
{
    struct adapt_config how = {0};
    unsigned days = t == METTA_BEATS_3 || t == METTA_BELT_3 ? 3 : 1;
    struct outcome r = {0};
    for (unsigned day = 0; day < days; day++) {
        r = run_day(t, make, kind, seed, day, &how);
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

/* How a measure is told of many: offsets keep the table in one place. */
struct column {
    const char *name;
    size_t at;
    int width, decimals;
    bool median;
};

#define COLUMN(field) offsetof(struct watch_measures, field)
static const struct column COLUMNS[] = {
    {"index", COLUMN(index), 6, 1, false},     {"found", COLUMN(found), 6, 2, false},
    {"t_find", COLUMN(t_find), 7, 1, true},    {"ok97", COLUMN(ok97), 5, 2, false},
    {"t_97", COLUMN(t_97), 5, 1, true},        {"err", COLUMN(err_end), 5, 2, true},
    {"good", COLUMN(good), 5, 2, false},       {"loss", COLUMN(loss), 6, 3, false},
    {"rel", COLUMN(rel), 6, 3, false},         {"late", COLUMN(rel_late), 6, 3, false},
    {"outside", COLUMN(outside), 8, 3, false}, {"felt", COLUMN(felt), 5, 2, false},
    {"tv", COLUMN(tv), 5, 2, false},           {"jump", COLUMN(jump), 5, 2, false},
    {"follow", COLUMN(follow), 7, 2, false},   {"mismatch", COLUMN(mismatch), 9, 2, false},
    {"drop", COLUMN(drop_move), 5, 2, false},  {"stress", COLUMN(stress), 7, 2, false},
};
enum { COLUMNS_N = sizeof COLUMNS / sizeof COLUMNS[0] };

/* Of those of whom it is told; NaN nobody. */
static double told(const struct column *c, const struct outcome *r, int n, double *v)
{
    double sum = 0.0;
    int known = 0;
    for (int i = 0; i < n; i++) {
        double x;
        memcpy(&x, (const char *)&r[i].m + c->at, sizeof x);
        if (!isnan(x)) {
            v[known++] = x;
            sum += x;
        }
    }
    sorted(v, (size_t)known);
    double middle = known > 0 ? (v[known / 2] + v[(known - 1) / 2]) / 2.0 : (double)NAN;
    return known == 0 || c->median ? middle : sum / known;
}

static void print_head(void)
{
    printf("%-15s %-13s", "kind", "trainer");
    for (int k = 0; k < COLUMNS_N; k++) {
        printf(" %*s", COLUMNS[k].width, COLUMNS[k].name);
    }
    printf("\n");
}

static void print_means(const char *kind, enum trainer t, const struct outcome *r, int n)
{
    double *v = calloc((size_t)n, sizeof *v);
    if (v == NULL) {
        exit(1);
    }
    printf("%-15s %-13s", kind, NAMES[t]);
    for (int k = 0; k < COLUMNS_N; k++) {
        double x = told(&COLUMNS[k], r, n, v);
        if (isnan(x)) {
            printf(" %*s", COLUMNS[k].width, "-");
        } else {
            printf(" %*.*f", COLUMNS[k].width, COLUMNS[k].decimals, x);
        }
    }
    printf("\n");
    free(v);
}

static void run_kind(int people, enum sitter_make make, unsigned kind, uint64_t seed, const char *only,
                     struct outcome *r)
{
    char name[32];
    (void)snprintf(name, sizeof name, "%s%s", MAKES[make], cohort_name(kind));
    for (int t = 0; t < TRAINERS; t++) {
        if (only != NULL && strstr(only, NAMES[t]) == NULL) {
            continue;
        }
        for (int i = 0; i < people; i++) {
            r[i] = run((enum trainer)t, make, kind, seed * 1000 + (uint64_t)i);
        }
        print_means(name, (enum trainer)t, r, people);
        print_belief(r, people);
    }
}

/* Of all makes but the first the name begins with the make's. */
static enum sitter_make make_of(const char *kind)
{
    enum sitter_make make = SITTER_OURS;
    for (int m = 1; m < SITTER_MAKES; m++) {
        make = strncmp(kind, MAKES[m], strlen(MAKES[m])) == 0 ? (enum sitter_make)m : make;
    }
    return make;
}

/* All kinds of a make that are wanted. */
static void run_kinds(int people, enum sitter_make make, const char *named, uint64_t seed, const char *only,
                      struct outcome *r)
{
    for (unsigned k = 0; k < COHORT_KINDS; k++) {
        if (cohort_named(named) == COHORT_KINDS || cohort_named(named) == k) {
            run_kind(people, make, k, seed, only, r);
        }
    }
}

int main(int argc, char **argv)
{
    int people = argc > 1 ? atoi(argv[1]) : 30;
    const char *kind = argc > 2 ? argv[2] : "all", *only = argc > 4 ? argv[4] : NULL;
    enum sitter_make make = make_of(kind);
    const char *named = kind + strlen(MAKES[make]);
    bool all = cohort_named(named) == COHORT_KINDS;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    struct outcome *r = calloc((size_t)(people > 0 ? people : 1), sizeof *r);
    if (r == NULL || people < 1) {
        (void)fprintf(stderr, "usage: bench_coach [PEOPLE [KIND [SEED [TRAINERS]]]]\n");
        return 2;
    }
    clock_t begin = clock();
    print_head();
    for (int m = SITTER_OURS; m < SITTER_MAKES; m++) {
        bool wanted =
            all ? m <= SITTER_STRANGE && strcmp(kind, m == SITTER_OURS ? "strange" : "ours") != 0 : m == (int)make;
        if (wanted) {
            run_kinds(people, (enum sitter_make)m, named, seed, only, r);
        }
    }
    printf("%.1f s of one core\n", (double)(clock() - begin) / CLOCKS_PER_SEC);
    free(r);
    return 0;
}
