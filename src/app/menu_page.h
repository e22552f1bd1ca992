/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_MENU_PAGE_H
#define APP_MENU_PAGE_H

#include <stdio.h>

#include "screen/page.h"
#include "screen/tongue.h"

/* A page as lines of text, and one answer to it: what the window shows in boxes, a terminal and a screen reader get in
   words. Lines are at most MENU_COLUMNS wide; nothing is ever drawn twice over the same place. */

enum { MENU_COLUMNS = 78, MENU_LINE = 256 };

/** Prints words, wrapped; every line but the first begins with indent blanks. */
void menu_words(FILE *out, const char *words, int indent);

/** Prints title, lead and the widgets with their numbers, from 1. */
void menu_page(FILE *out, const struct page *p, const struct tongue *tongue);

/**
 * Reads one line without its end, byte by byte so that nothing is taken from what reads the terminal next.
 * return  False: the input has ended
 */
bool menu_read(char *line, size_t n);

/**
 * Takes what was typed: a number of the page; for a choice or slider the new value behind it ("4 80"), or it is asked
 * for. return what the page answers; ANSWER_NOTHING for what is no answer (a line says so); ANSWER_BACK for q, or at
 * the end of the input
 */
struct page_answer menu_answer(FILE *out, struct page *p, const struct tongue *tongue);

#endif
