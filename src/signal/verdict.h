/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_VERDICT_H
#define SIGNAL_VERDICT_H

#include "signal/body.h"
#include "signal/doubt.h"
#include "signal/neighbours.h"
#include "signal/spread.h"

/** What an interval is, BEAT_..., and what its beat seems to those who ask how common faults are hereabouts. */
struct verdict {
    uint8_t kind;
    enum doubt_of suspect;
};

/**
 * around   The interval v, not NaN, and those around it, ms
 * s        How much the rhythm kicks by itself
 * d        How common suspects are hereabouts
 *
 *   missed   it holds 2 or 3 usual ones
 *   extra    with the next it makes one
 *   ectopic  early, with the next it makes two
 *   long     late
 *   short    early, and the rhythm began anew
 *
 * Memory   None.   Thread  Any.   Pure.
 * Source   After Lipponen & Tarvainen 2019, doi 10.1080/03091902.2019.1640306; differs in: see artefact_push
 */
struct verdict verdict_of(const struct neighbours *around, const struct spread *s, const struct doubt *d);

/** v and next last as long as two usual ones, or as the two around them: where a rhythm climbs, none is usual. */
bool verdict_makes_two(const struct neighbours *x, float usual_ms);

#endif
