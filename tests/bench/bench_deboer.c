/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole program against a person of another make: blood pressure and heart beat by beat, after DeBoer, Karemaker &
   Strackee 1987 (Am J Physiol 253:H680). The 0.1 Hz resonance comes out of the delays of the sympathetic loop; it is
   nowhere written down. This file speaks the person protocol itself and shares no line with the simulated person.
   Call: bench_deboer PATH_OF_METTA [PEOPLE]   each sits 20 minutes; the same with a fixed pace of 6.0
         bench_deboer person SEED              be that person, on standard input and output */
#define _DEFAULT_SOURCE /* popen */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

enum { PAST = 8, MINUTES = 20, RATES = 51, PATH_N = 1024 };
static const double TWO_PI = 6.283185307179586, RATE_FROM = 3.5, RATE_STEP = 0.1;

/* gv: vagal ms/mmHg; gs: gain of the sympathetic loop on the vessels; breath_mmhg: of a breath at 6/min */
struct body {
    double gv, gs, breath_mmhg, mean_ms, own_per_min, noise_mmhg, noise_ms;
};

struct deboer {
    struct body b;
    struct rng rng;
    bool quiet;             /* no noise: for the steady answer */
    double s[PAST];         /* systolic pressure, off its mean, mmHg; newest first */
    double t_s, rr_ms;      /* the newest beat */
    double phase, period_s; /* own breath */
    double breath_t_s;
    double pace_s, pace_from_s;
};

static struct body draw(uint64_t seed)
{
    struct rng r;
    rng_init(&r, seed * 977 + 13);
    for (int i = 0; i < 16; i++) {
        (void)rng_next(&r);
    }
    return (struct body){.gv = 6.0 + 6.0 * rng_uniform(&r),
                         .gs = 0.85 + 0.4 * rng_uniform(&r),
                         .breath_mmhg = 2.5 + 2.0 * rng_uniform(&r),
                         .mean_ms = 800.0 + 220.0 * rng_uniform(&r),
                         .own_per_min = 11.0 + 6.0 * rng_uniform(&r),
                         .noise_mmhg = 1.0 + rng_uniform(&r),
                         .noise_ms = 8.0};
}

static void be(struct deboer *p, const struct body *b, uint64_t seed, bool quiet)
{
    *p = (struct deboer){.b = *b, .quiet = quiet, .rr_ms = b->mean_ms, .period_s = 60.0 / b->own_per_min};
    rng_init(&p->rng, seed * 31 + 7);
}

static double noise(struct deboer *p, double sd)
{
    return p->quiet ? 0.0 : sd * rng_normal(&p->rng);
}

/* How full the lung is at a moment, and the breath goes on: it takes up the pace within some breaths. */
static double breathe(struct deboer *p, double to_s)
{
    while (p->breath_t_s < to_s) {
        double step = fmin(0.02, to_s - p->breath_t_s);
        p->breath_t_s += step;
        p->phase += step / p->period_s;
        if (p->phase >= 1.0) {
            p->phase -= 1.0;
            double target = p->pace_s > 0.0 ? p->pace_s : 60.0 / p->b.own_per_min;
            double ahead = p->pace_s > 0.0 ? (p->breath_t_s - p->pace_from_s) / p->pace_s - p->phase : 0.0;
            ahead -= floor(ahead + 0.5);
            p->period_s = target * (1.0 - 0.4 * ahead + noise(p, 0.05));
            p->period_s = fmax(2.0, fmin(20.0, p->period_s));
        }
    }
    return 0.5 - 0.5 * cos(TWO_PI * p->phase);
}

/* One beat. */
static void beat(struct deboer *p)
{
    static const double LATE[5] = {1.0 / 9, 2.0 / 9, 3.0 / 9, 2.0 / 9, 1.0 / 9}; /* of 2..6 beats ago */
    double sympathetic = 0.0;
    for (int k = 0; k < 5; k++) {
        sympathetic += LATE[k] * 18.0 * atan(p->s[k + 2] / 18.0);
    }
    double lung = breathe(p, p->t_s + p->rr_ms / 1000.0), depth = sqrt(p->period_s / 10.0);
    double pulse = 0.016 * (p->rr_ms - p->b.mean_ms) + 2.0 * p->b.breath_mmhg * depth * (0.5 - lung);
    double s = 0.35 * p->s[0] - 0.78 * p->b.gs * sympathetic + pulse + noise(p, p->b.noise_mmhg);
    memmove(p->s + 1, p->s, (PAST - 1) * sizeof p->s[0]);
    p->s[0] = s;
    double vagal = p->b.gv * 18.0 * atan(s / 18.0);
    p->t_s += p->rr_ms / 1000.0;
    p->rr_ms = p->b.mean_ms + vagal + 0.6 * p->b.gv * sympathetic + noise(p, p->b.noise_ms);
    p->rr_ms = fmax(450.0, fmin(1600.0, p->rr_ms));
}

/* Steady swing of the heart rate at a pace, without noise, bpm. */
static double steady(const struct body *b, double per_min)
{
    struct deboer p;
    double c = 0.0, s = 0.0, n = 0.0;
    be(&p, b, 1, true);
    p.pace_s = p.period_s = 60.0 / per_min;
    while (p.t_s < 400.0) {
        beat(&p);
        if (p.t_s > 150.0) {
            double hr = 60000.0 / p.rr_ms - 60000.0 / b->mean_ms, angle = TWO_PI * per_min / 60.0 * p.t_s;
            c += hr * cos(angle);
            s += hr * sin(angle);
            n += 1.0;
        }
    }
    return 2.0 * hypot(c, s) / n;
}

static int play(uint64_t seed)
{
    struct body b = draw(seed);
    struct deboer p;
    char line[512];
    double next_breath_s = 0.0, ahead_t = -1.0, ahead_cycle = 0.0;
    be(&p, &b, seed, false);
    while (fgets(line, sizeof line, stdin) != NULL) {
        double v[5] = {0.0};
        if (strncmp(line, "hello", 5) == 0) {
            printf("stream rr ms\nstream breath 10\nok 0.000\n");
        } else if (sscanf(line, "pace %lf %lf %lf %lf %lf", v, v + 1, v + 2, v + 3, v + 4) == 5) {
            ahead_t = v[0];
            ahead_cycle = v[1] + v[2] + v[3] + v[4];
        } else if (sscanf(line, "advance %lf", v) == 1) {
            for (;;) {
                double beat_s = p.t_s + p.rr_ms / 1000.0, first = fmin(beat_s, next_breath_s);
                if (ahead_t >= 0.0 && ahead_t <= first) {
                    p.pace_from_s = ahead_t;
                    p.pace_s = ahead_cycle;
                    ahead_t = -1.0;
                }
                if (first > v[0]) {
                    break;
                }
                if (beat_s <= next_breath_s) {
                    double rr = p.rr_ms;
                    beat(&p);
                    printf("rr %.3f %.1f\n", p.t_s, rr);
                } else {
                    printf("breath %.3f %.4f\n", next_breath_s, breathe(&p, next_breath_s) * sqrt(p.period_s / 10.0));
                    next_breath_s += 0.1;
                }
            }
            printf("ok %.6f\n", v[0]);
        } else if (strncmp(line, "end", 3) == 0) {
            printf("ok %.3f\n", p.t_s);
            break;
        }
        (void)fflush(stdout);
    }
    return 0;
}

struct sitting {
    double loss, within_3, off_per_min, settled_per_min;
};

/* One session of the program: what its pace costs against the best rate of this body, from minute 3 on. */
static bool sit(const char *self, const char *metta, uint64_t seed, const char *how, const double *swing,
                struct sitting *o)
{
    char call[3 * PATH_N], line[2048];
    double best = 0.0, top = 0.0, rate = 0.0, last_s = 0.0, seconds = 0.0;
    *o = (struct sitting){0};
    for (int i = 0; i < RATES; i++) {
        best = swing[i] > top ? RATE_FROM + RATE_STEP * i : best;
        top = fmax(top, swing[i]);
    }
    (void)snprintf(call, sizeof call,
                   "%s train --headless --json --speed max --minutes %d %s --sensor 'person:exec=%s person %llu'",
                   metta, MINUTES, how, self, (unsigned long long)seed);
    FILE *f = popen(call, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        double t = 0.0, in = 0.0, hold = 0.0, out = 0.0;
        bool end = strstr(line, "\"event\":\"summary\"") != NULL;
        bool pace = sscanf(line, "{\"event\":\"pace\",\"t\":%lf,\"inhale_s\":%lf,\"hold_in_s\":%lf,\"exhale_s\":%lf",
                           &t, &in, &hold, &out) == 4;
        t = end ? MINUTES * 60.0 : t;
        if ((pace || end) && rate > 0.0 && t > 180.0) {
            double span = t - fmax(180.0, last_s), at = (rate - RATE_FROM) / RATE_STEP;
            int i = at < 0.0 ? 0 : at >= RATES - 1 ? RATES - 1 : (int)(at + 0.5);
            o->loss += span * (1.0 - swing[i] / top);
            o->within_3 += swing[i] >= 0.97 * top ? span : 0.0;
            seconds += span;
        }
        if (pace) {
            rate = 60.0 / (in + hold + out);
            last_s = t;
        }
    }
    bool well = f != NULL && pclose(f) == 0 && seconds > 0.0;
    o->loss /= fmax(1.0, seconds);
    o->within_3 /= fmax(1.0, seconds);
    o->off_per_min = fabs(rate - best);
    o->settled_per_min = rate;
    return well;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "person") == 0) {
        return play(strtoull(argv[2], NULL, 10));
    }
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_deboer PATH_OF_METTA [PEOPLE]\n");
        return 2;
    }
    int people = argc > 2 ? atoi(argv[2]) : 20;
    static const char *const HOW[] = {"", "--fixed 6", "--fixed 5.5"};
    static const char *const NAMES[] = {"metta", "fixed 6.0", "fixed 5.5"};
    printf("%-10s %22s %22s %14s\n", "", "swing lost, minute 3 on", "time within 3 %", "off at the end");
    for (int k = 0; k < 3; k++) {
        double loss = 0.0, within = 0.0, off = 0.0;
        for (int i = 0; i < people; i++) {
            struct body b = draw((uint64_t)i);
            double swing[RATES];
            struct sitting o;
            for (int r = 0; r < RATES; r++) {
                swing[r] = steady(&b, RATE_FROM + RATE_STEP * r);
            }
            if (!sit(argv[0], argv[1], (uint64_t)i, HOW[k], swing, &o)) {
                (void)fprintf(stderr, "person %d: the session failed\n", i);
                return 1;
            }
            loss += o.loss / people;
            within += o.within_3 / people;
            off += o.off_per_min / people;
        }
        printf("%-10s %20.1f %% %20.1f %% %9.2f/min\n", NAMES[k], 100.0 * loss, 100.0 * within, off);
    }
    return 0;
}
