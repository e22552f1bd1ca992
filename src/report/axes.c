/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes of a panel, and the way from data to the page. */
#include "report/axes.h"

#include <math.h>
#include <stdio.h>

static const double TITLE_H = 40.0, LEFT_W = 104.0, BELOW_H = 60.0, TICK = 6.0;
static const struct words NUMBER_X = {16.0, CUT_REGULAR, ANCHOR_MIDDLE, INK_BLACK};
static const struct words NUMBER_Y = {16.0, CUT_REGULAR, ANCHOR_END, INK_BLACK};
static const struct words NAME = {17.0, CUT_REGULAR, ANCHOR_MIDDLE, INK_GREY};
static const struct words TITLE = {21.0, CUT_MEDIUM, ANCHOR_START, INK_BLACK};
static const struct words WHY = {17.0, CUT_REGULAR, ANCHOR_START, INK_GREY};
enum { PLACES_MAX = 4 }; /* chosen: longer numbers run into the name of the axis */

double axes_x(const struct axes *a, double v)
{
    return a->at.x + (v - a->x0) / (a->x1 - a->x0) * a->at.w;
}

double axes_y(const struct axes *a, double v)
{
    return a->at.y + a->at.h - (v - a->y0) / (a->y1 - a->y0) * a->at.h;
}

double axes_step(double range, double most)
{
    double least = range / most, power = pow(10.0, floor(log10(least)));
    const double steps[] = {1.0, 2.0, 5.0, 10.0};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (steps[i] * power >= least * (1.0 - 1e-9)) {
            return steps[i] * power;
        }
    }
    return 10.0 * power;
}

void axes_widen(double *low, double *high, double share)
{
    double more = *high > *low ? share * (*high - *low) : fmax(1.0, fabs(*low) * share);
    *low -= more;
    *high += more;
}

struct place axes_inside(const struct place *panel)
{
    return (struct place){panel->x + LEFT_W, panel->y + TITLE_H, panel->w - LEFT_W, panel->h - TITLE_H - BELOW_H};
}

void axes_number(double v, double step, char out[AXES_NUMBER_BYTES])
{
    const int places = step >= 1.0 ? 0 : (int)ceil(-log10(step) - 1e-9);
    const double size = fabs(v) < 1e-9 * step ? 0.0 : fabs(v);
    const char *sign = v < 0.0 && size > 0.0 ? "\xe2\x88\x92" : "";
    if (size >= 1e9 || (places > PLACES_MAX && size > 0.0)) {
        (void)snprintf(out, AXES_NUMBER_BYTES, "%s%.1e", sign, size);
    } else if (size == 0.0 && places > PLACES_MAX) {
        (void)snprintf(out, AXES_NUMBER_BYTES, "0");
    } else if (size < 1e4 || places > 0) {
        (void)snprintf(out, AXES_NUMBER_BYTES, "%s%.*f", sign, places, size);
    } else if (size < 1e6) {
        (void)snprintf(out, AXES_NUMBER_BYTES, "%s%ld\xe2\x80\x89%03ld", sign, lround(size) / 1000,
                       lround(size) % 1000);
    } else {
        (void)snprintf(out, AXES_NUMBER_BYTES, "%s%ld\xe2\x80\x89%03ld\xe2\x80\x89%03ld", sign, lround(size) / 1000000,
                       lround(size) / 1000 % 1000, lround(size) % 1000);
    }
}

static void ticks_x(const struct pen *p, const struct axes *a, double most)
{
    const double step = axes_step(a->x1 - a->x0, most), bottom = a->at.y + a->at.h;
    for (double i = ceil(a->x0 / step - 1e-9); i * step <= a->x1 + 1e-9 * step; i++) {
        char words[AXES_NUMBER_BYTES];
        double x = axes_x(a, i * step);
        axes_number(i * step, step, words);
        pen_ink(p, INK_GREY, 1.0);
        pen_line(p, x, bottom, x, bottom + TICK);
        pen_text(p, &NUMBER_X, x, bottom + TICK + 18.0, words);
    }
}

static void ticks_y(const struct pen *p, const struct axes *a, double most)
{
    const double step = axes_step(a->y1 - a->y0, most);
    for (double i = ceil(a->y0 / step - 1e-9); i * step <= a->y1 + 1e-9 * step; i++) {
        char words[AXES_NUMBER_BYTES];
        double y = axes_y(a, i * step);
        axes_number(i * step, step, words);
        pen_ink(p, INK_GREY, 1.0);
        pen_line(p, a->at.x - TICK, y, a->at.x, y);
        pen_text(p, &NUMBER_Y, a->at.x - TICK - 5.0, y + 5.7, words);
    }
}

void axes_draw(const struct pen *p, const struct axes *a, const char *x_name, const char *y_name, double x_most,
               double y_most)
{
    const double bottom = a->at.y + a->at.h;
    pen_ink(p, INK_GREY, 1.0);
    cairo_set_line_width(p->cr, 1.2);
    pen_line(p, a->at.x, a->at.y, a->at.x, bottom);
    pen_line(p, a->at.x, bottom, a->at.x + a->at.w, bottom);
    ticks_x(p, a, x_most);
    ticks_y(p, a, y_most);
    pen_text(p, &NAME, a->at.x + 0.5 * a->at.w, bottom + 49.0, x_name);
    pen_text_up(p, &NAME, a->at.x - 86.0, a->at.y + 0.5 * a->at.h, y_name);
}

void axes_title(const struct pen *p, const struct place *panel, const char *title)
{
    pen_text(p, &TITLE, panel->x + LEFT_W, panel->y + 22.0, title);
}

void axes_absent(const struct pen *p, const struct place *panel, const char *title, const char *why)
{
    axes_title(p, panel, title);
    pen_text(p, &WHY, panel->x + LEFT_W, panel->y + 54.0, why);
}

/* --- curves ------------------------------------------------------------------------------------------------------ */

void curve_begin(struct curve *c, const struct pen *p, const struct axes *a)
{
    *c = (struct curve){.axes = a, .cr = p->cr};
    cairo_new_path(p->cr);
}

static void flush(struct curve *c)
{
    if (c->n == 0) {
        return;
    }
    const double ys[] = {c->first, c->low, c->high, c->last};
    for (size_t i = 0; i < sizeof ys / sizeof ys[0]; i++) {
        if (i > 0 && c->n == 1) {
            break;
        }
        if (c->open) {
            cairo_line_to(c->cr, c->x, ys[i]);
        } else {
            cairo_move_to(c->cr, c->x, ys[i]);
            c->open = true;
        }
    }
    c->n = 0;
}

void curve_to(struct curve *c, double x, double y)
{
    const double at = axes_x(c->axes, x), v = axes_y(c->axes, y);
    const long column = lround(floor(2.0 * at));
    if (c->n > 0 && column != c->column) {
        flush(c);
    }
    if (c->n == 0) {
        c->column = column;
        c->x = at;
        c->first = c->low = c->high = v;
    }
    c->low = fmin(c->low, v);
    c->high = fmax(c->high, v);
    c->last = v;
    c->n++;
}

void curve_break(struct curve *c)
{
    flush(c);
    c->open = false;
}
