/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_CAPTURE_H
#define LINK_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/chunk.h"
#include "base/reading.h"
#include "base/result.h"

/*
 * Captures: what caused a session, as text, one event a line, valid after a crash up to its last full line.
 *
 *   # metta capture 1
 *   # driver cms50d                one line a link, in link order
 *   # <key> <value>                line, started, about, minutes, practice, ...; who: "0 0 1", whose link is whose
 *   B <tick> <t_us> <hex> [link]   bytes, fed in that tick, arrived at t_us
 *   G <tick> <t_us> <why> [link]   bytes or the port were lost: unplugged | silent | noise | overflow
 *   C <tick> <name>                what the person did
 *   H <tick> <hash>                the engine's hash after that tick
 * Lines that begin with another letter are skipped: the form only grows.
 */

/** A tick of a capture is a tick of the engine: tick n spans (n - 1, n] times this. */
#define CAPTURE_TICK_US (20 * USEC_PER_MS)

enum { CAPTURE_KEYS_MAX = 40, CAPTURE_KEY_N = 24, CAPTURE_VALUE_N = 240, CAPTURE_NAME_N = 16 };

struct capture_header {
    size_t links;
    char drivers[LINKS_MAX][CAPTURE_KEY_N];
    size_t keys;
    char key[CAPTURE_KEYS_MAX][CAPTURE_KEY_N];
    char value[CAPTURE_KEYS_MAX][CAPTURE_VALUE_N];
};

/** The value of key, or NULL. */
const char *capture_value(const struct capture_header *h, const char *key);

enum capture_kind { CAPTURE_BYTES, CAPTURE_GAP, CAPTURE_COMMAND, CAPTURE_HASH };

struct capture_item {
    uint8_t kind, link;
    uint8_t why; /* of a gap: enum gap_why */
    uint64_t tick;
    uint64_t hash;
    struct chunk chunk; /* of bytes; t of a gap */
    char command[CAPTURE_NAME_N];
};

struct capture;

/**
 * Opens path and reads its header.
 * why      Why not, one clause with the line: [0..why_n-1]
 * return   R_OK; R_IO errno; R_DATA not a capture; R_MEM
 */
int capture_open(struct capture **out, const char *path, char *why, size_t why_n) MUST_USE;
void capture_close(struct capture *c);
const struct capture_header *capture_header(const struct capture *c);

/**
 * The next item; a long line of bytes comes as several chunks of one tick and time.
 * return   1 an item; 0 the end; R_DATA a broken line (what came before it was given); R_IO
 */
int capture_next(struct capture *c, struct capture_item *out) MUST_USE;

/** Line of the item given last, or of the failure, from 1. */
uint64_t capture_line(const struct capture *c);
const char *capture_why(const struct capture *c);

struct capture_writer;

/** Makes path (it must not be a folder; an existing file is replaced). return R_OK; R_IO errno; R_MEM. */
int capture_create(struct capture_writer **out, const char *path) MUST_USE;

/** Closes; R_IO when anything could not be written. NULL is R_OK. */
int capture_finish(struct capture_writer *w) MUST_USE;

/** "# key value". Before the first event. */
void capture_write_key(struct capture_writer *w, const char *key, const char *value);
void capture_write_bytes(struct capture_writer *w, uint64_t tick, uint8_t link, const struct chunk *c);
void capture_write_gap(struct capture_writer *w, uint64_t tick, uint8_t link, usec t, uint8_t why);
void capture_write_command(struct capture_writer *w, uint64_t tick, const char *name);
void capture_write_hash(struct capture_writer *w, uint64_t tick, uint64_t hash);

/** Hands what was written to the system. return R_OK; R_IO a write since the last call failed. */
int capture_flush(struct capture_writer *w) MUST_USE;

#endif
