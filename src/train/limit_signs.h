/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_LIMIT_SIGNS_H
#define TRAIN_LIMIT_SIGNS_H

#include <stdbool.h>
#include <stdint.h>

/* How people show that a pace is too slow for them, and how likely what was seen is of each of them. */

/** How people are who come below what is comfortable. */
enum limit_manner {
    LIMIT_KEEPS,  /* goes on at the slowest comfortable rate: a little faster than the pace, breath after breath */
    LIMIT_DRIFTS, /* the same, and is never quite in step with the pacer at other paces either */
    LIMIT_BREAKS, /* follows, but breaks off for a few faster breaths again and again */
    LIMIT_BREAKS_OFTEN, /* the same, nearly every other breath */
    LIMIT_BREAKS_LONG,  /* breaks off less often, but then for half a minute and more, as a mind wanders */
    LIMIT_STOPS,        /* hardly follows at all */
    LIMIT_MANNERS
};

/** What a person showed; its fields are for limit_likely. */
enum limit_sign_kind { LIMIT_SIGN_BREATH, LIMIT_SIGN_RUN_ON, LIMIT_SIGN_RUN_ENDS, LIMIT_SIGN_BLOCK };

/**
 * off_log              Logarithm of the own rate over the pace; NaN not told by a block
 * run                  Breaths far off so far
 * wanders, wanders_on  That a mind that wanders does so for as long as they took, and for one breath more
 * deep, deep_on        How much likelier their depth is of who breaks off, and with one breath more
 * intact               How likely a block as clear as this is, of those that were not broken
 * catches_up           As off_log, of who is in step with the pacer
 */
struct limit_sign {
    enum limit_sign_kind kind;
    float off_log, run, wanders, wanders_on, deep, deep_on, intact, catches_up;
};

/**
 * Breaths far off in a row, up to the last one. All 0: none.
 *
 * n     How many;  s: how long they took
 * deep  How much likelier their depth is of who takes deeper ones below comfort (logarithm)
 */
struct limit_run {
    uint8_t n;
    float s, deep;
};

/**
 * An own breath beside the pace.
 *
 * off_log     Logarithm of its rate over the pace;  catches_up: the same as who is in step would have it
 * deeper      How much deeper than before the pacer, for its rate (logarithm); NaN unknown
 */
struct limit_breathed {
    float own_per_min, off_log, catches_up, deeper;
};

/** One breath more. return: false when *s says nothing: nobody saw how long this run is already */
bool limit_run_on(struct limit_run *run, const struct limit_breathed *b, struct limit_sign *s);

/** Breaths were missed: how long the run is that goes on, if one does, is not known. */
void limit_run_lose(struct limit_run *run);

/**
 * A block of guided breaths, by the heart alone.
 *
 * turn_log      As off_log, by how the phase turned; NaN not told
 * clear, usual  As in struct limit_heart
 */
struct limit_sign limit_sign_block(float turn_log, float clear, float usual);

/**
 * How likely the sign is, as a density, of people of this manner (enum limit_manner) for whom the pace is too slow by
 * below_log (logarithm; 0: it is not).
 *
 * Source  Followers vary by 3-10 % a breath about the pace, and who is late catches up; who goes at a rate of their own
 *         does not (period and phase correction, Repp & Su 2013, doi 10.3758/s13423-012-0371-2). Minds wander for
 *         20-60 s at a time. Who was pushed past comfort takes faster, deeper breaths. How often, is chosen;
 *         tests/bench/bench_coach.c counts what it costs
 */
float limit_likely(const struct limit_sign *s, int manner, float below_log);

#endif
