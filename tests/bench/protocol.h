/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_PROTOCOL_H
#define TESTS_BENCH_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

/* Trainers that lead everybody alike. Rates in breaths a minute. */

enum protocol_kind {
    PROTOCOL_FIXED,   /* one rate from the first breath on */
    PROTOCOL_STEPPED, /* 7.0, 6.5 .. 4.5, two minutes each, then the one with the largest swing */
    PROTOCOL_SLIDE,   /* 6.75 down to 4.25 in twelve minutes, then where the swing was largest */
    PROTOCOL_ORACLE   /* knows the best rate: led there from the own breath in steps of 6 % */
};

enum { PROTOCOL_BREATHS = 512 };

/** A guided breath that is over: when it began, its rate, and the highest less the lowest heart rate in it. */
struct protocol_breath {
    double at_s, per_min, span_bpm;
};

struct protocol {
    enum protocol_kind kind;
    double fixed_per_min, found_per_min; /* found: 0 not looked for yet */
    double per_min, from_s, high_bpm, low_bpm;
    struct protocol_breath breath[PROTOCOL_BREATHS];
    size_t breaths;
};

void protocol_init(struct protocol *p, enum protocol_kind kind, double fixed_per_min);

/** A heartbeat was seen, rr_ms after the one before. */
void protocol_beat(struct protocol *p, double rr_ms);

/**
 * A guided breath begins at t_s; its rate.
 *
 * own, best   Of the oracle only: the breath without a pacer, and the rate to be led to
 */
double protocol_next(struct protocol *p, double t_s, double own_per_min, double best_per_min);

#endif
