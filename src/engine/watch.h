/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ENGINE_WATCH_H
#define ENGINE_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/reading.h"
#include "base/usec.h"

/* Silence that counts as a drop-out (chosen: longer than two beats of a slow heart). */
#define WATCH_SILENT_US (3 * USEC_PER_SEC)

/**
 * Whether readings still come by a link. A gap is told once, when it is over.
 *
 * last   Newest reading; USEC_NONE before the first: a sensor that never spoke is no gap
 * bytes  Newest bytes, good or bad
 */
struct watch {
    usec last, bytes;
    bool lost;
    uint8_t why; /* enum gap_why, while lost */
};

void watch_init(struct watch *w);

/** Bytes arrived at t. */
void watch_bytes(struct watch *w, usec t);

/** A reading of moment t. True when it ends a gap: from and *why are those of the gap. */
bool watch_reading(struct watch *w, usec t, usec *from, uint8_t *why);

/** The link says that readings were lost, and why. */
void watch_lost(struct watch *w, uint8_t why);

/** Session time is now: silence is noticed here. True when a gap began with this call. */
bool watch_tick(struct watch *w, usec now);

#endif
