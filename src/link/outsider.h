/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_OUTSIDER_H
#define LINK_OUTSIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/chunk.h"
#include "base/pace.h"
#include "base/result.h"

/**
 * A person played by another program, over its standard input and output, in lock-step: it lives on only as far as it
 * is told to. Person protocol, version 1; the manual has it whole.
 *
 * What it says is kept until its time comes. It may not say more than OUTSIDER_LINES lines in one step.
 *
 * Thread   One at a time. Waits for the program, at most OUTSIDER_SILENCE_MS between two of its bytes.
 */
struct outsider;

enum { OUTSIDER_LINES = 8192, OUTSIDER_LINE_N = 4096, OUTSIDER_SILENCE_MS = 10000 };

enum outsider_want { WANT_FASTER, WANT_SLOWER };

/** A data line with its time as arrival (longer ones in several chunks), or a key it pressed. */
struct outsider_item {
    bool is_want;
    uint8_t want; /* enum outsider_want */
    struct chunk chunk;
};

/**
 * Starts `sh -c command` and greets it.
 * why      Why not, one clause, when the result is negative: [0..why_n-1]
 * return   R_OK; R_IO it does not start, ends or stays silent; R_DATA it does not speak the protocol; R_MEM
 */
int outsider_open(struct outsider **out, const char *command, char *why, size_t why_n) MUST_USE;

/** Says good-bye, waits a moment for it to end, and makes it end. NULL is fine. */
void outsider_close(struct outsider *o);

/** From t on an in-breath begins at t and the pace goes on and on; all zero: no pacer is shown. */
void outsider_pace(struct outsider *o, usec t, const struct pace *p);

/** How far it has lived. */
usec outsider_now(const struct outsider *o);

/** It lives on to t. return R_OK; R_IO, R_DATA: it is gone or broke the protocol, outsider_why tells. */
int outsider_advance(struct outsider *o, usec t) MUST_USE;

/** The next item with a time up to t. */
bool outsider_next(struct outsider *o, usec t, struct outsider_item *out);

const char *outsider_why(const struct outsider *o);

#endif
