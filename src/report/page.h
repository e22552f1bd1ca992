/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/paper.h"
#include "report/pen.h"

/** Both pages on any Cairo context, in units from 0, 0 to w, PAPER_H; w at least PAPER_W. They draw their own white. */
void page_picture(const struct pen *pen, const struct paper *p, double w);
void page_table(const struct pen *pen, const struct paper *p, double w);

/** Title and what was recorded; both pages begin with it. */
void page_head(const struct pen *pen, const struct paper *p, double w);

enum { FIGURE_BYTES = 32, PAGE_LINE_BYTES = 256 };
static const double PAGE_MARGIN = 56.0;

/** Any bytes as words that can be drawn and are no wider than w; what is no UTF-8 becomes '?'. */
void page_words(const struct pen *pen, const struct words *how, double w, const char *text, char out[PAGE_LINE_BYTES]);

/** A figure in as many places as it deserves; "–" when it is not known. */
void figure_words(double v, int places, char out[FIGURE_BYTES]);

#endif
