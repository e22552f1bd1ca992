/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_COHORT_H
#define LINK_COHORT_H

#include "link/person.h"

/** Kinds of simulated people, for judging a pace against many bodies. */
enum cohort_kind {
    COHORT_MAIN,    /* a mixture: a few who do not follow, some limited, some with ectopic beats or drop-outs */
    COHORT_CLEAN,   /* untroubled */
    COHORT_ECTOPIC, /* 60-300 premature beats an hour, 1 % missed, 0.5 % false */
    COHORT_DROPOUT, /* 20-40 gaps an hour */
    COHORT_DEAF,    /* never follows */
    COHORT_LIMITED, /* comfort floor 0.5-2 a minute above the resonance */
    COHORT_WEAK,    /* swings of 3-6 bpm */
    COHORT_SHIFT,   /* the resonance moves by 0.6-1.0 at minute 10 */
    COHORT_KINDS
};

/** "main", "clean", ... */
const char *cohort_name(unsigned kind);

/** The kind of that name; COHORT_KINDS when there is none. */
unsigned cohort_named(const char *name);

/**
 * One person of a kind. day 0 is the first; later days have the same body with its resonance moved by 0.15 (standard
 * deviation), another mean heart rate and stress, and new noise.
 *
 */
void cohort_person(struct person *p, unsigned kind, uint64_t seed, unsigned day);

#endif
