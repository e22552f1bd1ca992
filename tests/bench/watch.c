/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/watch.h"

#include <math.h>
#include <string.h>

static const double NEAR_PER_MIN = 0.25, NEARLY_ALL = 0.95, WELL = 0.97;
static const double FELT_LOG = 0.03, FELT_FROM_S = 180.0, MATCHED = 0.15, AFTER_GAP_S = 20.0;
enum { LATE_S = 300, LAST_S = 120 };

static struct watch_target best_feasible(const struct sitter *p, bool moved, double floor_per_min)
{
    struct watch_target t = {0.0, 0.0};
    for (double f = fmax(3.0, floor_per_min); f <= 10.0; f += 0.02) {
        double s = sitter_swing_bpm(p, f, moved);
        t = s > t.swing_bpm ? (struct watch_target){f, s} : t;
    }
    return t;
}

void watch_begin(struct watch *w, const struct sitter *p)
{
    double floor_per_min = sitter_look(p).floor_per_min;
    memset(w, 0, sizeof *w);
    w->target[0] = best_feasible(p, false, floor_per_min);
    w->target[1] = best_feasible(p, true, floor_per_min);
    w->best_per_min = best_feasible(p, true, 0.0).per_min;
}

static const struct watch_target *target_at(const struct watch *w, int second)
{
    return &w->target[second >= WATCH_SHIFT_S ? 1 : 0];
}

static void see_swing(struct watch *w, const struct sitter *p, double s)
{
    double v = sitter_look(p).swing_bpm / target_at(w, (int)s)->swing_bpm;
    w->squares += v * v;
    w->values++;
}

void watch_pace(struct watch *w, double s, double cycle_s)
{
    w->first_cycle_s = w->first_cycle_s > 0.0 ? w->first_cycle_s : cycle_s;
    if (w->last_cycle_s > 0.0 && s > FELT_FROM_S) {
        w->felt += fabs(log(cycle_s / w->last_cycle_s)) > FELT_LOG ? 1.0 : 0.0;
        w->travelled += fabs(60.0 / cycle_s - 60.0 / w->last_cycle_s);
    }
    w->last_cycle_s = cycle_s;
}

static void see_gap(struct watch *w, bool silent, int second, double per_min)
{
    if (silent && !w->in_gap && per_min > 0.0) {
        w->gap_per_min = per_min;
    }
    w->gap_until_s = silent ? second + AFTER_GAP_S : w->gap_until_s;
    w->in_gap = silent;
    if (w->gap_per_min > 0.0 && second < w->gap_until_s) {
        w->gap_moved = fmax(w->gap_moved, fabs(per_min - w->gap_per_min));
    }
}

static void see_second(struct watch *w, const struct sitter *p, int second, double per_min, double share)
{
    struct sitter_truth b = sitter_look(p);
    bool outside = per_min > 0.0 &&
                   (per_min < b.floor_per_min || per_min > 1.15 * b.own_per_min || fabs(share - b.own_share) > 0.15);
    double swing = per_min > 0.0 ? sitter_swing_bpm(p, per_min, second >= WATCH_SHIFT_S) : 0.0;
    w->second[second] =
        (struct watch_second){per_min, b.breath_per_min, swing, w->squares / fmax(1.0, w->values), !outside};
    w->squares = 0.0;
    w->values = 0;
    see_gap(w, b.silent, second, per_min);
}

void watch_step(struct watch *w, const struct sitter *p, int tick, double per_min, double share)
{
    see_swing(w, p, (double)tick / WATCH_TICKS_PER_S);
    if (tick % WATCH_TICKS_PER_S == 0) {
        see_second(w, p, tick / WATCH_TICKS_PER_S - 1, per_min, share);
    }
}

static bool near_target(const struct watch *w, int s)
{
    return fabs(w->second[s].pace_per_min - target_at(w, s)->per_min) <= NEAR_PER_MIN;
}

static bool well(const struct watch *w, int s)
{
    return w->second[s].comfortable && w->second[s].swing_bpm >= WELL * target_at(w, s)->swing_bpm;
}

/* The first second with `is` from which on it is so nearly all of the time; WATCH_SECONDS never. */
static int stays_from(const struct watch *w, bool (*is)(const struct watch *w, int s))
{
    int first = WATCH_SECONDS, n = 0;
    for (int s = WATCH_SECONDS - 1; s >= 0; s--) {
        bool now = is(w, s);
        n += now ? 1 : 0;
        first = now && n >= NEARLY_ALL * (WATCH_SECONDS - s) ? s : first;
    }
    return first;
}

static void end_pace(const struct watch *w, struct watch_measures *m)
{
    int comfortable = 0, paced = 0;
    for (int s = 0; s < WATCH_SECONDS; s++) {
        const struct watch_second *v = &w->second[s];
        const struct watch_target *t = target_at(w, s);
        bool late = s >= WATCH_SECONDS - LATE_S, counts = late && v->comfortable && v->pace_per_min > 0.0;
        m->good += well(w, s) ? 1.0 / WATCH_SECONDS : 0.0;
        m->outside += v->comfortable ? 0.0 : 1.0 / WATCH_SECONDS;
        m->err_end += s >= WATCH_SECONDS - LAST_S ? fabs(v->pace_per_min - t->per_min) / LAST_S : 0.0;
        m->loss += counts ? 1.0 - v->swing_bpm / t->swing_bpm : 0.0;
        comfortable += counts ? 1 : 0;
        m->rel += v->square / WATCH_SECONDS;
        m->rel_late += late ? v->square / LATE_S : 0.0;
        if (v->pace_per_min > 0.0) {
            m->follow += fabs(v->own_per_min / v->pace_per_min - 1.0) <= MATCHED ? 1.0 : 0.0;
            m->mismatch += fabs(log(v->own_per_min / v->pace_per_min));
            paced++;
        }
    }
    m->loss = comfortable > 0 ? m->loss / comfortable : (double)NAN;
    m->rel = sqrt(2.0 * m->rel);
    m->rel_late = sqrt(2.0 * m->rel_late);
    m->follow /= paced > 0 ? paced : 1;
    m->mismatch /= paced > 0 ? paced : 1;
}

struct watch_measures watch_end(const struct watch *w, const struct sitter *p)
{
    struct sitter_truth b = sitter_look(p);
    struct watch_measures m = {0};
    int found = stays_from(w, near_target), ok97 = stays_from(w, well);
    end_pace(w, &m);
    m.found = found < WATCH_SECONDS ? 1.0 : 0.0;
    m.t_find = found / 60.0;
    m.ok97 = ok97 < WATCH_SECONDS ? 1.0 : 0.0;
    m.t_97 = ok97 / 60.0;
    if (b.deaf) { /* nothing is found by who cannot be led */
        m.good = 1.0 - fmin(1.0, m.mismatch / 0.5);
        m.found = m.t_find = m.ok97 = m.t_97 = m.err_end = m.loss = (double)NAN;
    }
    m.felt = w->felt / (WATCH_MINUTES - FELT_FROM_S / 60.0);
    m.tv = w->travelled / (WATCH_MINUTES - FELT_FROM_S / 60.0);
    m.jump = w->first_cycle_s > 0.0 ? fabs(log(w->first_cycle_s * b.own_per_min / 60.0)) : 0.0;
    m.drop_move = w->gap_moved;
    m.stress = b.stress;
    double gentle = exp(-m.felt / 2.0 - fmax(0.0, m.jump - 0.25));
    m.index = 100.0 * (0.35 * fmin(1.0, m.rel) + 0.25 * m.good + 0.20 * (1.0 - m.outside) + 0.10 * gentle +
                       0.10 * (1.0 - m.stress));
    return m;
}
