/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Reads one decimal number ("-12.5", "3e-4", "nan") at *at, before end, whatever the locale. Leading blanks are
 * skipped. On success *at stands behind the number.
 *
 * return   True when a number was there; *at and *out are untouched otherwise
 */
bool text_number(const char **at, const char *end, double *out);

/** Reads one decimal integer with an optional sign; false also when it does not fit. */
bool text_integer(const char **at, const char *end, int64_t *out);

/** Reads pairs of hexadecimal digits into out[0..cap-1]. return bytes read, or -1: odd digits, no digit, too many. */
long text_hex(const char *at, const char *end, uint8_t *out, size_t cap);

/** The line [*at, *line_end) of a text that ends at end; *at moves behind its LF. False at the end of the text. */
bool text_line(const char **at, const char *end, const char **line, const char **line_end);

/** True when [at, end) begins with the word. */
bool text_starts(const char *at, const char *end, const char *word);

/** True when the text, ended by a zero, is longer than the ending and ends with it. */
bool text_ends(const char *text, const char *ending);

#endif
