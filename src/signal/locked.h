/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_LOCKED_H
#define SIGNAL_LOCKED_H

#include "signal/tachogram.h"

/**
 * What the heart did within one breath, by the breath's own turning points: an answer within one breath.
 *
 * rise_bpm  Heart rate at the end of the in-breath less that at its start
 * fall_bpm  Heart rate at the end of the in-breath less that at the end of the out-breath
 *           Their sum is the breath-locked score: how much of the swing goes with the breath. It is small, or
 *           negative, when the heart swings at another time, however large its swing.
 * rsa_ms    Longest interval that ends in the out-breath less the shortest that ends in the in-breath; 0 when that is
 *           negative; NaN when either part holds no beat
 */
struct locked {
    float rise_bpm, fall_bpm, rsa_ms;
};

/**
 * from, turn, to   Start of the in-breath, its end, start of the next in-breath
 * return           False: the beats of this breath are not all known; *out is untouched
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   Peak-valley RSA: Grossman, van Beek & Wientjes 1990, doi 10.1111/j.1469-8986.1990.tb03163.x; rise and fall
 *          over the breath's halves: ours, heart rate by linear interpolation of the corrected intervals
 */
bool locked_of_breath(const struct tachogram *g, usec from, usec turn, usec to, struct locked *out);

#endif
