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

void lines_init(struct lines *l, FILE *file);

/**
 * line, end  The line without LF or CR LF, borrowed until the next call
 * return     1 a line; 0 the end; R_IO errno; R_DATA the line does not fit
 */
int lines_next(struct lines *l, const char **line, const char **end) MUST_USE;

#endif
