/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_CHART_H
#define SCREEN_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "screen/canvas.h"

/** A field for data: box in px, and the values at its edges. */
struct chart {
    struct page_box box;
    float x_low, x_high, y_low, y_high;
};

/** Most points of one line, band or row of dots. */
enum { CHART_POINTS = 256 };

float chart_x(const struct chart *h, float x);
float chart_y(const struct chart *h, float y);

/** Lines across at these values, each with its words to the left. */
void chart_grid(const struct canvas *c, const struct chart *h, const float *at, const char *const *words, size_t n);

/** A line through y[] at x[]; NaN breaks it. filled: softly down to the floor. */
void chart_line(const struct canvas *c, const struct chart *h, const float *x, const float *y, size_t n,
                struct colour colour, bool filled);

/** The room between two lines, softly. */
void chart_band(const struct canvas *c, const struct chart *h, const float *x, const float *low, const float *high,
                size_t n, struct colour colour);

/** A dot for each value; NaN none. r in px. hollow: a ring, so that two rows of dots differ in more than colour. */
void chart_dots(const struct canvas *c, const struct chart *h, const float *x, const float *y, size_t n, float r,
                bool hollow, struct colour colour);

/** The sign and the words of one series; x is where it begins. return where the next may begin */
float chart_key(const struct canvas *c, float x, float y, bool hollow, bool line, struct colour colour,
                const char *words);

#endif
