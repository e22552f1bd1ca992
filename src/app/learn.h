/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_LEARN_H
#define APP_LEARN_H

#include "screen/screen.h"

/** The learning cards in memory, until learn_close. */
struct learn {
    struct screen_card card[SCREEN_CARDS_MAX];
    int n;
    char *text[SCREEN_CARDS_MAX];
};

/** Reads <assets>/learn/<language>/<name>.md, or the English ones where the language has none; in order of their names.
 */
void learn_open(struct learn *l, const char *language);
void learn_close(struct learn *l);

/**
 * Takes one card apart, in place: "# Title", then paragraphs with empty lines between; lines of one paragraph are
 * joined, HTML comments left out; a line that begins with "Source" or names a doi is the source of the paragraph
 * before. text: zero-ended, borrowed by the card. return  False: no title or no paragraph
 */
bool learn_card(char *text, struct screen_card *out);

#endif
