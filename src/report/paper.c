/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page into a file, as pixels or as vectors. */
#include "report/paper.h"

#include <cairo-pdf.h>
#include <errno.h>

#include "report/page.h"

/* A4 across, in points of 1/72 inch. */
static const double A4_W_PT = 297.0 / 25.4 * 72.0, A4_H_PT = 210.0 / 25.4 * 72.0;

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

int paper_write_pdf(const struct paper *p, FILE *to)
{
    const double scale = A4_H_PT / PAPER_H;
    errno = 0;
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(pen_to_file, to, A4_W_PT, A4_H_PT);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE,
                                   "1970-01-01T00:00:00Z"); /* the same bytes twice */
    cairo_t *cr = cairo_create(s);
    cairo_scale(cr, scale, scale);
    int result = draw(p, cr, A4_W_PT / scale, true);
    cairo_destroy(cr);
    cairo_surface_finish(s);
    if (result == R_OK) {
        result = pen_result(cairo_surface_status(s));
    }
    cairo_surface_destroy(s);
    return result;
}
