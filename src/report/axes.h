/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_AXES_H
#define REPORT_AXES_H

#include <stdbool.h>
#include <stddef.h>

#include "report/pen.h"

struct place {
    double x, y, w, h;
};

/** A field of the page that shows x0..x1 by y0..y1 (at its bottom and its top). */
struct axes {
    struct place at;
    double x0, x1, y0, y1;
};

double axes_x(const struct axes *a, double v);
double axes_y(const struct axes *a, double v);

/** The step of 1, 2 or 5 times a power of ten that cuts the range into at most `most` parts. range > 0, most >= 1. */
double axes_step(double range, double most);

/** Widens low..high by a share of itself on both sides; equal values get a unit of room. */
void axes_widen(double *low, double *high, double share);

/** The field that a panel leaves for its data: room for a title above, numbers and names left and below. */
struct place axes_inside(const struct place *panel);

enum { AXES_NUMBER_BYTES = 40 };

/** A number with as many places as the step has; from five digits on in groups of three. */
void axes_number(double v, double step, char out[AXES_NUMBER_BYTES]);

/** Left and bottom line, ticks, numbers, names with units. x_most, y_most: ticks at most. */
void axes_draw(const struct pen *p, const struct axes *a, const char *x_name, const char *y_name, double x_most,
               double y_most);

/** What a panel shows, above it. */
void axes_title(const struct pen *p, const struct place *panel, const char *title);

/** One line where the data would be: why there are none. */
void axes_absent(const struct pen *p, const struct place *panel, const char *title, const char *why);

/**
 * A line through points with ascending x, of which only the outline is kept where many share half a unit of the page.
 * open: a path is begun
 */
struct curve {
    const struct axes *axes;
    cairo_t *cr;
    long column;
    size_t n;
    bool open;
    double x, first, low, high, last;
};

void curve_begin(struct curve *c, const struct pen *p, const struct axes *a);
void curve_to(struct curve *c, double x, double y);

/** Ends the stretch; the next point begins another. The path is left for the caller to stroke. */
void curve_break(struct curve *c);

#endif
