/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_PRINT_H
#define REPORT_PRINT_H

#include <stdio.h>

#include "base/result.h"
#include "scene/list.h"

/*
 * A draw list on paper: the same shapes as the window shows, as vectors or as pixels, without a window. Soft edges of a
 * pixel or two are left to the printer; soft lights, gradients and blending are kept.
 *
 * fonts    Folder with the program's fonts
 * return   R_OK; R_ARG a list without a size; R_IO the fonts cannot be read, or errno says why nothing could be
 *          written; R_MEM
 * Thread   Any.   The same list gives the same bytes; an SVG, but for the numbers that Cairo gives to its parts.
 */

enum print_form { PRINT_PDF, PRINT_SVG, PRINT_PNG };

/** One page as large as the list: a pixel is 1/96 inch in PDF and SVG, a pixel in PNG. form: enum print_form */
int print_list(const struct list *l, uint8_t form, const char *fonts, FILE *to) MUST_USE;

#endif
