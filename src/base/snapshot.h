/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SNAPSHOT_H
#define BASE_SNAPSHOT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SNAPSHOT_WORDS = 16, SNAPSHOT_BYTES = 4 * SNAPSHOT_WORDS };

/**
 * The newest value of something small, from one thread to others that never wait and never make the writer wait.
 *
 * turn  Even: whole; odd: being written. Zero before the first value
 */
struct snapshot {
    atomic_uint turn;
    _Atomic uint32_t words[SNAPSHOT_WORDS];
};

void snapshot_init(struct snapshot *s);

/** bytes <= SNAPSHOT_BYTES. One writer. */
void snapshot_write(struct snapshot *s, const void *value, size_t bytes);

/** False: nothing was written yet, or it was being written each of a few times it was looked at; *value is untouched.
 */
bool snapshot_read(struct snapshot *s, void *value, size_t bytes);

#endif
