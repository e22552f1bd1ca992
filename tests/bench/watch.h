/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_WATCH_H
#define TESTS_BENCH_WATCH_H

#include <stdbool.h>

#include "bench/sitter.h"

/* What a trainer did for somebody in twenty minutes, by the measures of the person protocol. Rates in breaths a minute.
 */

enum { WATCH_MINUTES = 20, WATCH_SECONDS = 60 * WATCH_MINUTES, WATCH_SHIFT_S = 600 };
enum { WATCH_TICKS_PER_S = 50, WATCH_TICKS = WATCH_SECONDS * WATCH_TICKS_PER_S };

/** The best rate that is comfortable, and the heart's steady swing there. */
struct watch_target {
    double per_min, swing_bpm;
};

struct watch_second {
    double pace_per_min, own_per_min, swing_bpm; /* pace 0: none; swing: steady, of the pace */
    double square;                               /* of the swing really produced, over the best feasible: mean */
    bool comfortable;
};

struct watch {
    struct watch_target target[2]; /* before and after minute ten */
    double best_per_min;           /* in the end, comfortable or not: what a belief is about */
    struct watch_second second[WATCH_SECONDS];
    double felt, travelled, first_cycle_s, last_cycle_s, squares;
    double gap_per_min, gap_until_s, gap_moved; /* pace where a drop-out began; the most it moved in or after one */
    int values;
    bool in_gap;
};

/**
 * NaN: not told of who never follows, nor a loss of who was never comfortable in the end.
 *
 * found, t_find   Within 0.25/min of the target and inside for 95 % of the rest; the first such minute, 20 never
 * ok97, t_97      The same with "comfortable, and its steady swing at least 97 % of the best feasible"
 * good            Share of seconds with that; who does not follow: 1 - mismatch / 0.5, not below 0
 * err_end         Mean distance from the target in the last two minutes
 * loss            1 - steady swing of the pace over the best feasible, last five minutes, comfortable seconds
 * rel, rel_late   Swing really produced over the best feasible; all, and the last five minutes
 * outside         Share of time below comfort, above 1.15 of the own breath, or with an in-breath 0.15 off
 * felt, tv        Changes of a cycle by more than 3 %, and the way of the rate, a minute after minute 3
 * jump            |ln(first cycle / own cycle)|
 * follow          Share of paced time in which the breath matches the pace within 15 %;  mismatch: mean |ln(own/pace)|
 * drop_move       The most a pace moved in a drop-out or up to 20 s after it
 */
struct watch_measures {
    double index, found, t_find, ok97, t_97, good, err_end, loss, rel, rel_late, outside, felt, tv, jump, follow,
        mismatch, drop_move, stress;
};

/** Begins, for somebody who has just sat down. */
void watch_begin(struct watch *w, const struct sitter *p);

/** A guided breath begins. */
void watch_pace(struct watch *w, double s, double cycle_s);

/** The tick-th step of 20 ms is over, from 1 on; the pace is per_min, 0 none, and `share` of it the in-breath. */
void watch_step(struct watch *w, const struct sitter *p, int tick, double per_min, double share);

struct watch_measures watch_end(const struct watch *w, const struct sitter *p);

#endif
