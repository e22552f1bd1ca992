/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_TOTALS_H
#define SIGNAL_TOTALS_H

#include "signal/artefact.h"
#include "signal/body.h"

/**
 * Sums over all beats so far, in one pass. Only intervals that were used count in the figures.
 *
 * beats, corrected  Beats judged; those whose interval was corrected or left out
 * used, pairs       Intervals used; neighbours both of which were
 * rr_*, hr_sum      Mean of the intervals (ms), squares of their distances from it, sum of their rates (bpm)
 * last_used_ms      NaN: the interval before the next one is not used or not its neighbour
 */
struct totals {
    uint32_t beats, corrected, used, pairs;
    double rr_mean, rr_squares, hr_sum, difference_squares;
    float last_used_ms;
};

void totals_init(struct totals *s);

/** One judged beat and its points. */
void totals_push(struct totals *s, const struct artefact_out *o);

/**
 * Memory   None.   Thread  Any.   Pure.
 * Source   Task Force 1996, doi 10.1161/01.CIR.93.5.1043 (SDNN, RMSSD); Welford 1962, doi
 *          10.1080/00401706.1962.10490022 (mean and squares in one pass)
 */
void totals_tell(const struct totals *s, struct body_totals *out);

uint64_t totals_hash(const struct totals *s, uint64_t h);

#endif
