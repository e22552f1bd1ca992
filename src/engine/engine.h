/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/chunk.h"
#include "base/reading.h"
#include "base/result.h"
#include "engine/events.h"
#include "engine/view.h"
#include "sensors/sensor.h"
#include "train/command.h"
#include "train/session.h"

/**
 * The conductor: one or two bodies and a session, in ticks of a fixed length. It is told everything (bytes, readings,
 * commands) and asks nothing: the same causes in the same ticks give the same events and the same hash, bit for bit.
 */

/** One tick of session time. chosen: finer than any screen's frame pair, coarse enough to cost nothing. */
#define ENGINE_TICK_US (20 * USEC_PER_MS)

enum { ENGINE_BODIES_MAX = 2, ENGINE_EVENTS_MAX = 256 };

/** Where readings of a link go. driver NULL: the link gives readings (recording, simulation), not bytes. */
struct engine_link {
    const struct sensor_driver *driver;
    uint8_t who;
};

struct engine_config {
    uint8_t bodies, links;
    bool simulated;
    struct engine_link link[LINKS_MAX];
    struct session_config session;
};

struct engine;

/** Bytes that an engine takes: all of its memory but the FFT plans. */
size_t engine_size(void);

/** e: the caller's memory, engine_size() bytes, aligned for any type. return R_OK; R_ARG bad config; R_MEM. */
int engine_init(struct engine *e, const struct engine_config *c) MUST_USE;
void engine_deinit(struct engine *e);

/** Bytes of link; decoded here. return R_OK; R_ARG no such link, or a link without driver. */
int engine_feed(struct engine *e, uint8_t link, const struct chunk *c) MUST_USE;

/** A reading of link, from a recording or a simulation: the door behind engine_feed. */
int engine_reading(struct engine *e, uint8_t link, const struct reading *r) MUST_USE;

/** Link lost bytes or its port just now; why: enum gap_why. */
int engine_gap(struct engine *e, uint8_t link, uint8_t why) MUST_USE;

/** return R_OK; R_ARG no such command. */
int engine_command(struct engine *e, struct command c) MUST_USE;

/** Exactly ENGINE_TICK_US of session time, after what was fed for it. Forgets the events of the tick before. */
void engine_tick(struct engine *e);

/** Ticks done. */
uint64_t engine_ticks(const struct engine *e);

/** Events of the last tick, oldest first: *n of them, borrowed until the next engine_tick or engine_finish. */
const struct event *engine_events(const struct engine *e, size_t *n);

/** True once the session has reached its end. Ticking on is allowed and changes nothing that is told. */
bool engine_done(const struct engine *e);

/** Ends the session now if it has not ended, closes open gaps and tells one summary per body (engine_events). Once. */
void engine_finish(struct engine *e);

/** True while link gives nothing. */
bool engine_link_lost(const struct engine *e, uint8_t link);

void engine_view(const struct engine *e, struct view *out);

/** How much the heart of `who` answered at which pace, oldest first; who < bodies. return their number, at most cap */
size_t engine_answers(const struct engine *e, uint8_t who, struct resonance_block *out, size_t cap);

/** All state but that of the decoders (their memory is their own); a difference there shows with the next reading. */
uint64_t engine_hash(const struct engine *e);

#endif
