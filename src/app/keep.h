/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_KEEP_H
#define APP_KEEP_H

#include <stddef.h>

#include "app/options.h"
#include "store/store.h"

/**
 * Opens the store of this call: --db, or the usual place.
 * return  EXIT_DONE; EXIT_STORE with one line on stderr
 */
int keep_open(struct store **out, const struct options *o);

/**
 * Keeps what a person told of a session that was kept before; nothing told writes nothing.
 * return  EXIT_DONE; EXIT_STORE with one line on stderr
 */
int keep_tell(const struct options *o, int64_t session, const struct store_told *told);

/** This moment as ISO 8601 in UTC. */
void keep_now(char *out, size_t n);

#endif
