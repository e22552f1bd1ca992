/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_TOGETHER_H
#define TRAIN_TOGETHER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/usec.h"
#include "signal/body.h"

/* Both heart rates are kept this far apart in time, and looked at this long after: beats are judged two beats late. */
#define TOGETHER_STEP_US (500 * USEC_PER_MS)
#define TOGETHER_LATE_US (8 * USEC_PER_SEC)

enum { TOGETHER_MAX = 7200 }; /* values kept of each: an hour */

/**
 * Heart rates of two people, side by side: whether they move together by more than chance, and by more than the pacer
 * they share makes them.
 *
 * hr[]    Heart rate of each, bpm; NaN unknown;  phase[]: of the pacer in cycles, 0..1; NaN without
 * n       Values kept; the first TOGETHER_MAX of a session
 * due     When the next value is taken
 */
struct together {
    float hr[2][TOGETHER_MAX], phase[TOGETHER_MAX];
    uint32_t n;
    usec due;
};

enum { TOGETHER_APART_MIN = 2 };
enum { TOGETHER_WINDOW_S = 30, TOGETHER_LAG_S = 5, TOGETHER_SURROGATES = 200, TOGETHER_WINDOWS_MIN = 8 };

/** Chance alone tells two people together in no more than one of twenty pairs. chosen: below 0.05, for surrogates keep
    a little less of what two hearts led alike have in common; tests/bench/bench_together.c counts */
#define TOGETHER_P 0.035F

/**
 * synchrony  Mean over windows of the correlation of both residuals (back from Fisher's z), at the lag that suits the
 *            whole session best, less what chance gives: 0..1
 * sd         Standard deviation of the same under chance
 * p          Share of the shuffled sessions that reach it
 * lag_s      Positive: the second person's heart follows the first's
 * windows    Compared; fewer than TOGETHER_WINDOWS_MIN: nothing is told, all else NaN
 * paced      Share of the windows with a pacer
 * before, after  Mean correlation at that lag over the windows without a pacer before the first and after the last
 * paced one: what was there without a shared breath. Of a minute it is a rough figure; NaN under TOGETHER_APART_MIN
 * windows
 */
struct together_result {
    float synchrony, sd, p, lag_s, paced, before, after;
    uint32_t windows;
};

void together_init(struct together *t);

/** Time goes on to now; phase: of the pacer, cycles, NaN without. */
void together_advance(struct together *t, usec now, const struct body *const *bodies, float phase);

/**
 * Windows of 30 s, half overlapping; each straightened, freed of what swings with the pacer (two harmonics), and of
 * what is outside of 0.04..0.15 Hz; correlated at lags up to 5 s. Chance: the same with the second person's session
 * turned against the first's by a minute or more, TOGETHER_SURROGATES times at most.
 *
 * Memory   None but the stack, 400 kB. Pure. About 20 ms for 20 minutes: for the end of a session, not for a tick.
 * Source   Windowed cross-correlation with Fisher's z against shuffled segments: Tschacher & Meier 2020 (SUSY),
 *          doi 10.1080/10503307.2019.1612114; shared tasks alone synchronise hearts, so the residual is judged:
 *          Flory et al. 2023, doi 10.1038/s41598-023-39083-9. Differs in: one lag for the whole session
 */
struct together_result together_judge(const struct together *t);

uint64_t together_hash(const struct together *t, uint64_t h);

#endif
