/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PRACTICE_LIST_H
#define APP_PRACTICE_LIST_H

#include "app/practices.h"
#include "screen/screen.h"

struct practice_list_words {
    char id[PRACTICES_ID_N], title[PRACTICE_TITLE_N], about[PRACTICE_TEXT_N], scene[PRACTICE_WORD_N];
};

/** The practices as screens and menus offer them: what they are called, what for, how long. row borrows from words. */
struct practice_list {
    struct screen_practice row[SCREEN_PRACTICES_MAX];
    struct practice_list_words words[SCREEN_PRACTICES_MAX];
    int n;
};

/** All practices that can be read, in the words of a language (two letters) where they have been translated. */
void practice_list_fill(struct practice_list *l, const char *language);

/** The row with this id, or 0. */
int practice_list_find(const struct practice_list *l, const char *id);

#endif
