/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_CELLS_H
#define FORMATS_CELLS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * The field at *at in a line that ends at end: [*from, *to) without blanks and quotes around it; *at moves to the
 * separator behind it (or to end). separator '\0': the whole line; ' ': any run of blanks.
 */
void cells_field(const char **at, const char *end, char separator, const char **from, const char **to);

/**
 * One number that may have a decimal comma or be a word for "none" (empty, nan, NA, null, -), which gives NaN.
 * return   False: something else, or too large for a number
 */
bool cells_number(const char *from, const char *to, double *out);

/**
 * Up to room intervals of a field that may hold several ("812 805", "[812, 805]"). "812,805" is two of them where
 * commas separate fields, otherwise one with a decimal comma.
 * return   Their count, or -1: something else
 */
int cells_numbers(const char *from, const char *to, char separator, double *out, int room);

/** Are there only numbers and separators in the line? *fields of them. */
bool cells_only_numbers(const char *line, const char *end, char separator, size_t *fields);

#endif
