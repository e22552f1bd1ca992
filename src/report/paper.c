/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page into a file, as pixels or as vectors. */
#include "report/paper.h"

#include <cairo-svg.h>
#include <errno.h>

#include "report/page.h"

/* A4 across, in points of 1/72 inch. */
static const double A4_W_PT = 297.0 / 25.4 * 72.0, A4_H_PT = 210.0 / 25.4 * 72.0;

static const double PIXEL_PT = 0.36; /* chosen: 8 inches across, the width of a page of a journal */

static int draw(const struct paper *p, cairo_t *cr, double w, bool table)
{
    struct pen pen;
    int result = pen_open(&pen, cr, p->fonts);
    if (result == R_OK) {
        page_picture(&pen, p, w);
        if (table) {
            cairo_show_page(cr);
            page_table(&pen, p, w);
            cairo_show_page(cr);
        }
        result = pen_result(cairo_status(cr));
    }
    pen_close(&pen);
    return result;
}

int paper_write_png(const struct paper *p, FILE *to)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PAPER_W, PAPER_H);
    cairo_t *cr = cairo_create(s);
    errno = 0;
    int result = draw(p, cr, PAPER_W, false);
    cairo_destroy(cr);
    if (result == R_OK) {
        errno = 0;
        result = pen_result(cairo_surface_write_to_png_stream(s, pen_to_file, to));
    }
    cairo_surface_destroy(s);
    return result;
}

static int write_vectors(const struct paper *p, cairo_surface_t *s, double scale, double w, bool table)
{
    cairo_t *cr = cairo_create(s);
    cairo_scale(cr, scale, scale);
    int result = draw(p, cr, w, table);
    cairo_destroy(cr);
    cairo_surface_finish(s);
    if (result == R_OK) {
        result = pen_result(cairo_surface_status(s));
    }
    cairo_surface_destroy(s);
    return result;
}

int paper_write_pdf(const struct paper *p, FILE *to)
{
    const double scale = A4_H_PT / PAPER_H;
    errno = 0;
    return write_vectors(p, pen_pdf(A4_W_PT, A4_H_PT, to), scale, A4_W_PT / scale, true);
}

int paper_write_pdf_picture(const struct paper *p, FILE *to)
{
    errno = 0;
    return write_vectors(p, pen_pdf(PAPER_W * PIXEL_PT, PAPER_H * PIXEL_PT, to), PIXEL_PT, PAPER_W, false);
}

int paper_write_svg(const struct paper *p, FILE *to)
{
    errno = 0;
    cairo_surface_t *s = cairo_svg_surface_create_for_stream(pen_to_file, to, PAPER_W * PIXEL_PT, PAPER_H * PIXEL_PT);
    return write_vectors(p, s, PIXEL_PT, PAPER_W, false);
}
