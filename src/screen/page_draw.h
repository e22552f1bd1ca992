/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_PAGE_DRAW_H
#define SCREEN_PAGE_DRAW_H

#include "screen/canvas.h"

/** Draws all of a page that was laid (page_lay) but its picture. Widgets are boxes with the id of the widget. */
void page_draw(const struct page *p, const struct canvas *c);

#endif
