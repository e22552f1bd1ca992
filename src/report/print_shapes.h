/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_PRINT_SHAPES_H
#define REPORT_PRINT_SHAPES_H

#include <cairo.h>

#include "scene/list.h"

/* Each kind of shape but text on a Cairo context. Not for other rooms. */

/** Draws one item; text is left out. */
void print_shape(cairo_t *cr, const struct list *l, const struct list_item *item);

#endif
