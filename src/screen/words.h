/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_WORDS_H
#define SCREEN_WORDS_H

#include <stddef.h>

/*
 * How much room words take in the bundled font, without the font: its advance widths as a table, the widest of the
 * three cuts each. Never less than what is drawn, by at most a tenth more.
 */

/** Width in px of UTF-8 words at size px. */
float words_width(const char *words, float size);

/** A line of wrapped words: n bytes from `from`. */
struct words_line {
    const char *from;
    size_t n;
};

enum { WORDS_LINES = 12 };

/**
 * Breaks words at blanks into lines no wider than width; a word wider than that has a line of its own. Lines are of
 * about one length, so that no last word stands alone. What does not go into WORDS_LINES stays in the last line.
 *
 * return   Lines, at least 1 (empty words: one empty line)
 */
int words_wrap(const char *words, float size, float width, struct words_line *out);

/** The size at which the widest line of the wrapped words fits the width: size, or less where one word is too long. */
float words_fit(const char *words, float size, float width);

#endif
