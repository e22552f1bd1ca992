/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draw list into a file: shapes by print_shapes.c, words by the pen's fonts. */
#include "report/print.h"

#include <cairo-svg.h>
#include <errno.h>

#include "report/pen.h"
#include "report/print_shapes.h"

/* Points of 1/72 inch to a pixel of 1/96. */
static const double POINTS = 72.0 / 96.0;

/* From this size on words have the light cut, as in the window. Source: the project's rule W4 (30 px and more). */
static const float DISPLAY_PX = 30.0F;

static void draw_text(const struct pen *pen, const struct list_text *t, const char *words)
{
    cairo_text_extents_t e;
    const bool light = t->weight == WEIGHT_LIGHT && t->size >= DISPLAY_PX;
    cairo_set_font_face(pen->cr, pen->face[light ? CUT_LIGHT : t->weight == WEIGHT_MEDIUM ? CUT_MEDIUM : CUT_REGULAR]);
    cairo_set_font_size(pen->cr, (double)t->size);
    cairo_text_extents(pen->cr, words, &e);
    const double back = t->align == ALIGN_LEFT ? 0.0 : t->align == ALIGN_RIGHT ? e.x_advance : 0.5 * e.x_advance;
    cairo_set_source_rgba(pen->cr, (double)t->colour.r, (double)t->colour.g, (double)t->colour.b, (double)t->colour.a);
    cairo_move_to(pen->cr, (double)t->x - back, (double)t->y);
    cairo_show_text(pen->cr, words);
}

static int draw(const struct list *l, cairo_t *cr, const char *fonts)
{
    struct pen pen;
    int result = pen_open(&pen, cr, fonts);
    for (uint16_t i = 0; i < l->n && result == R_OK; i++) {
        const struct list_item *item = &l->items[i];
        if (item->kind == LIST_TEXT) {
            draw_text(&pen, &item->text, list_words(l, &item->text));
        } else {
            print_shape(cr, l, item);
        }
    }
    if (result == R_OK) {
        result = pen_result(cairo_status(cr));
    }
    pen_close(&pen);
    return result;
}

static cairo_surface_t *surface_of(const struct list *l, uint8_t form, FILE *to)
{
    const double w = l->width * POINTS, h = l->height * POINTS;
    if (form == PRINT_PNG) {
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, l->width, l->height);
    }
    if (form == PRINT_SVG) {
        return cairo_svg_surface_create_for_stream(pen_to_file, to, w, h);
    }
    return pen_pdf(w, h, to);
}

int print_list(const struct list *l, uint8_t form, const char *fonts, FILE *to)
{
    if (l->width < 1 || l->height < 1) {
        return R_ARG;
    }
    errno = 0;
    cairo_surface_t *s = surface_of(l, form, to);
    cairo_t *cr = cairo_create(s);
    if (form != PRINT_PNG) {
        cairo_scale(cr, POINTS, POINTS);
    }
    int result = draw(l, cr, fonts);
    cairo_destroy(cr);
    if (result == R_OK) {
        errno = 0;
        if (form == PRINT_PNG) {
            result = pen_result(cairo_surface_write_to_png_stream(s, pen_to_file, to));
        } else {
            cairo_surface_finish(s);
            result = pen_result(cairo_surface_status(s));
        }
    }
    cairo_surface_destroy(s);
    return result;
}
