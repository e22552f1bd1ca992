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
 * Lines of a text file of any size, through one fixed buffer.
 *
 * number   Of the line given last, from 1
 * torn     The line given last had no LF: the file ends in it
 * Longer lines than the buffer are R_DATA.
 */
struct lines {
    FILE *file; /* borrowed */
    size_t begin, end;
    uint64_t number;
    bool at_end, torn;
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

#endif
