/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_PEOPLE_KINDS_H
#define TESTS_BENCH_PEOPLE_KINDS_H

#include <stdio.h>

#include "tests/bench/people.h"

/* All kinds in one row, first those of the ECG. */
enum { PEOPLE_KINDS = PEOPLE_ECG_N + PEOPLE_PPG_N };

static inline bool people_is_pulse(int kind)
{
    return kind >= PEOPLE_ECG_N;
}

static inline void people_label(int kind, char *out, size_t n)
{
    bool pulse = people_is_pulse(kind);
    (void)snprintf(out, n, "%s %s", pulse ? "ppg" : "ecg",
                   pulse ? PEOPLE_PPG[kind - PEOPLE_ECG_N].name : PEOPLE_ECG[kind].name);
}

/* The person-th one of a kind; free its v. */
static inline struct people_record people_draw(int kind, long person, double seconds)
{
    uint64_t seed = (uint64_t)(1000 * kind + person);
    return people_is_pulse(kind) ? people_ppg(&PEOPLE_PPG[kind - PEOPLE_ECG_N], seed, seconds)
                                 : people_ecg(&PEOPLE_ECG[kind], seed, seconds);
}

#endif
