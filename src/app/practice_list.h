/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PRACTICE_LIST_H
#define APP_PRACTICE_LIST_H

#include "screen/screen.h"

enum { PRACTICE_LIST_WORDS = 64 };

/** The practices as screens and menus offer them: what they are called, what for, how long. */
struct practice_list {
    struct screen_practice row[SCREEN_PRACTICES_MAX];
    int n;
    char ids[SCREEN_PRACTICES_MAX][PRACTICE_LIST_WORDS], titles[SCREEN_PRACTICES_MAX][PRACTICE_LIST_WORDS];
};

/** Fills the list in the words of tongue. language: two letters. */
void practice_list_fill(struct practice_list *l, const struct tongue *tongue, const char *language);

/** The row with this id, or 0. */
int practice_list_find(const struct practice_list *l, const char *id);

#endif
