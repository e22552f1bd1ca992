/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_RING_H
#define BASE_RING_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/chunk.h"

enum { RING_SLOTS = 256 };

/**
 * Single-producer single-consumer queue of chunks between a reader thread and the conductor.
 *
 * head     Slots written, by the producer only
 * tail     Slots read, by the consumer only
 * dropped  Chunks refused because the ring was full, by the producer only
 *
 * Memory   The caller's; nothing is allocated.
 * Thread   One producer (ring_push), one consumer (ring_pop, ring_dropped). Neither blocks.
 */
struct ring {
    _Atomic uint32_t head, tail, dropped;
    struct chunk slots[RING_SLOTS];
};

void ring_init(struct ring *r);

/** Takes a copy of *c. False when full: the chunk is dropped and counted. */
bool ring_push(struct ring *r, const struct chunk *c);

/** The oldest chunk into *out. False when empty; *out is untouched then. */
bool ring_pop(struct ring *r, struct chunk *out);

/** Chunks dropped since ring_init. */
uint32_t ring_dropped(const struct ring *r);

#endif
