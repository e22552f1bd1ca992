/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/result.h"

enum { LINES_BUFFER = 1 << 16 };

/**
 * Lines, or raw bytes, of a file of any size, through one fixed buffer.
 *
 * number   Of the line given last, from 1
 * torn     The line given last had no end: the file ends in it
 * ender    What ends a line: LF (a CR before it is dropped), or CR where the first buffer holds no LF
 * A byte order mark of UTF-8 at the beginning is skipped. Longer lines than the buffer are R_DATA.
 */
struct lines {
    FILE *file; /* borrowed */
    size_t begin, end;
    uint64_t number;
    uint64_t before; /* bytes of the file that have left the buffer */
    bool started, at_end, torn;
    char ender;
    char buffer[LINES_BUFFER];
};

/**
 * Opens path to read lines from.
 * why      Why not, one clause: [0..why_n-1]
 * return   R_OK, *out is the caller's to close; R_IO the system said no; R_DATA it is a folder
 */
int lines_open(FILE **out, const char *path, char *why, size_t why_n) MUST_USE;

void lines_init(struct lines *l, FILE *file);

/**
 * line, end  The line without LF or CR LF, borrowed until the next call
 * return     1 a line; 0 the end; R_IO errno; R_DATA the line does not fit
 */
int lines_next(struct lines *l, const char **line, const char **end) MUST_USE;

/**
 * What comes next, without taking it: as much as fits in the buffer, borrowed until the next call.
 * return   R_OK; R_IO errno
 */
int lines_peek(struct lines *l, const char **at, size_t *n) MUST_USE;

/**
 * The next n bytes as they are into out; *got fewer only at the end of the file.
 * return   R_OK; R_IO errno
 */
int lines_bytes(struct lines *l, void *out, size_t n, size_t *got) MUST_USE;

/** Byte of the file reached, from 0. */
uint64_t lines_offset(const struct lines *l);

#endif
