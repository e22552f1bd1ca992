/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SOURCE_H
#define APP_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"
#include "engine/engine.h"
#include "link/capture.h"

/**
 * Where a session's bytes or readings come from, whatever the --sensor said: a live link, a capture, a recording, the
 * simulated person. One source is one link of the engine (a capture of several links brings them all).
 */
struct source;

enum source_state {
    SOURCE_MORE,    /* there may be more */
    SOURCE_ENDED,   /* a file is at its end */
    SOURCE_BROKEN,  /* a file broke off: source_why */
    SOURCE_DIFFERS, /* a capture's hash is not this engine's: source_why */
    SOURCE_LOST     /* the program that played the person is gone or broke the protocol: source_why */
};

/** How a spec is understood. Borrowed strings point into the spec. */
struct source_spec {
    char kind[24];     /* "auto", "serial", "capture", "recording", "person", or a driver's id */
    const char *where; /* behind the colon; "" nothing */
};

/**
 * Takes "KIND:WHERE" apart; a bare name of a file or port is understood by what it is.
 * return  False with one line on stderr
 */
bool source_spec_read(struct source_spec *out, const char *text);

/**
 * Opens it. origin_us: the monotonic clock at session time 0, for live links.
 * return  EXIT_DONE, or an exit code with one line on stderr
 */
int source_open(struct source **out, const struct source_spec *spec, int64_t origin_us, uint64_t seed, bool quiet);

void source_close(struct source *s);

/** "cms50d", "recording", "person", ... */
const char *source_name(const struct source *s);
bool source_live(const struct source *s);

/** Its bytes are causes of the session: they can be captured. */
bool source_gives_bytes(const struct source *s);
bool source_simulated(const struct source *s);

/** The capture's header, or NULL. */
const struct capture_header *source_capture(const struct source *s);

/** Links it takes, and their drivers (NULL for readings). */
uint8_t source_links(const struct source *s);
const struct sensor_driver *source_driver(const struct source *s, uint8_t i);

/**
 * Feeds the engine what belongs to its next tick; first: number of this source's first link in the engine. Commands of
 * a capture are given to the engine too. keep: a capture being written, or NULL.
 */
enum source_state source_deliver(struct source *s, struct engine *e, uint8_t first, struct capture_writer *keep);

/** The pace that the person is shown from t on; only persons that are played care. */
void source_pace(struct source *s, usec t, const struct pace *p);

/** How strongly the sensor's own motor runs in the hand, 0..1; only live sensors that have one care. */
void source_touch(struct source *s, float strength);

/** Something can be felt there. */
bool source_feels(const struct source *s);

const char *source_why(const struct source *s);

#endif
