/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_PEOPLE_KINDS_H
#define TESTS_BENCH_PEOPLE_KINDS_H

#include <stdio.h>

#include "tests/bench/people.h"
#include "tests/bench/people_hard.h"

/* All kinds in one row: ECG, pulse, harder ECG. */
enum { PEOPLE_EASY_N = PEOPLE_ECG_N + PEOPLE_PPG_N, PEOPLE_KINDS = PEOPLE_EASY_N + PEOPLE_HARD_N };

static inline bool people_is_pulse(int kind)
{
    return kind >= PEOPLE_ECG_N && kind < PEOPLE_EASY_N;
}

static inline void people_label(int kind, char *out, size_t n)
{
    bool hard = kind >= PEOPLE_EASY_N, pulse = people_is_pulse(kind);
    const char *name = hard    ? PEOPLE_HARD[kind - PEOPLE_EASY_N].base.name
                       : pulse ? PEOPLE_PPG[kind - PEOPLE_ECG_N].name
                               : PEOPLE_ECG[kind].name;
    (void)snprintf(out, n, "%s %s", hard ? "hard" : (pulse ? "ppg" : "ecg"), name);
}

/* The person-th one of a kind; free its v. */
static inline struct people_record people_draw(int kind, long person, double seconds)
{
    uint64_t seed = (uint64_t)(1000 * kind + person);
    if (kind >= PEOPLE_EASY_N) {
        return people_hard(&PEOPLE_HARD[kind - PEOPLE_EASY_N], seed, seconds);
    }
    return people_is_pulse(kind) ? people_ppg(&PEOPLE_PPG[kind - PEOPLE_ECG_N], seed, seconds)
                                 : people_ecg(&PEOPLE_ECG[kind], seed, seconds);
}

#endif
