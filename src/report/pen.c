/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ink, words and marks on a Cairo context.
 *
 * Invariants
 *  1. The same calls give the same bytes: fonts are files of this program, nothing of the system's settings is asked.
 *  2. A font lives as long as Cairo holds it, which may be longer than the pen.
 */
#include "report/pen.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "signal/body.h"

static const char *const FILES[CUTS] = {"Inter-Regular.otf", "Inter-Medium.otf", "InterDisplay-Light.otf"};
enum { PATH_BYTES = 4096 };
static const double PI = 3.14159265358979323846;

static const double INK[INKS][3] = {
    [INK_BLACK] = {0.13, 0.14, 0.16},   [INK_GREY] = {0.42, 0.44, 0.47},  [INK_FAINT] = {0.86, 0.87, 0.89},
    [INK_PAPER] = {1.0, 1.0, 1.0},      [INK_BLUE] = {0.0, 0.447, 0.698}, [INK_SKY] = {0.337, 0.706, 0.914},
    [INK_GREEN] = {0.0, 0.62, 0.451},   [INK_ORANGE] = {0.902, 0.624, 0}, [INK_VERMILION] = {0.835, 0.369, 0.0},
    [INK_PURPLE] = {0.8, 0.475, 0.655},
};

/* --- fonts ------------------------------------------------------------------------------------------------------- */

struct font {
    FT_Library library;
    FT_Face face;
};

static const cairo_user_data_key_t OWNER = {0};

static void font_free(void *of)
{
    struct font *f = of;
    (void)FT_Done_FreeType(f->library); /* and its face */
    free(f);
}

static int font_open(const char *folder, const char *file, cairo_font_face_t **out)
{
    char path[PATH_BYTES];
    struct font *f = calloc(1, sizeof *f);
    if (f == NULL || FT_Init_FreeType(&f->library) != 0) {
        free(f);
        return R_MEM;
    }
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path ||
        FT_New_Face(f->library, path, 0, &f->face) != 0) {
        font_free(f);
        return R_IO;
    }
    *out = cairo_ft_font_face_create_for_ft_face(f->face, 0);
    if (cairo_font_face_set_user_data(*out, &OWNER, f, font_free) != CAIRO_STATUS_SUCCESS) {
        cairo_font_face_destroy(*out);
        *out = NULL;
        font_free(f);
        return R_MEM;
    }
    return R_OK;
}

int pen_open(struct pen *p, cairo_t *cr, const char *fonts)
{
    *p = (struct pen){.cr = cr};
    int result = R_OK;
    for (int i = 0; i < CUTS && result == R_OK; i++) {
        result = font_open(fonts, FILES[i], &p->face[i]);
    }
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cr, o);
    cairo_font_options_destroy(o);
    return result;
}

void pen_close(struct pen *p)
{
    for (int i = 0; i < CUTS; i++) {
        if (p->face[i] != NULL) {
            cairo_font_face_destroy(p->face[i]);
        }
    }
}

/* --- words ------------------------------------------------------------------------------------------------------- */

struct run {
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    int glyphs_n, clusters_n;
    cairo_text_cluster_flags_t flags;
    double width;
};

static double advance_of(cairo_scaled_font_t *font, cairo_glyph_t glyph)
{
    cairo_text_extents_t e;
    cairo_scaled_font_glyph_extents(font, &glyph, 1, &e);
    return e.x_advance;
}

static double cell_of(cairo_scaled_font_t *font)
{
    double widest = 0.0;
    for (char digit[2] = "0"; digit[0] <= '9'; digit[0]++) {
        cairo_text_extents_t e;
        cairo_scaled_font_text_extents(font, digit, &e);
        widest = fmax(widest, e.x_advance);
    }
    return widest;
}

/* Glyphs one after the other from x on, digits in the middle of cells. */
static void place(struct run *r, cairo_scaled_font_t *font, const char *text)
{
    const double cell = cell_of(font);
    int glyph = 0;
    double x = 0.0;
    for (int i = 0; i < r->clusters_n; i++) {
        bool digit = *text >= '0' && *text <= '9';
        for (int k = 0; k < r->clusters[i].num_glyphs && glyph < r->glyphs_n; k++, glyph++) {
            double advance = advance_of(font, r->glyphs[glyph]);
            r->glyphs[glyph].x = digit ? x + 0.5 * (cell - advance) : x;
            r->glyphs[glyph].y = 0.0;
            x += digit ? cell : advance;
        }
        text += r->clusters[i].num_bytes;
    }
    r->width = x;
}

static struct run run_make(const struct pen *p, const struct words *how, const char *text)
{
    struct run r = {.glyphs = NULL};
    cairo_set_font_face(p->cr, p->face[how->cut]);
    cairo_set_font_size(p->cr, how->size);
    cairo_scaled_font_t *font = cairo_get_scaled_font(p->cr);
    if (cairo_scaled_font_text_to_glyphs(font, 0.0, 0.0, text, -1, &r.glyphs, &r.glyphs_n, &r.clusters, &r.clusters_n,
                                         &r.flags) == CAIRO_STATUS_SUCCESS) {
        place(&r, font, text);
    }
    return r;
}

static void run_free(struct run *r)
{
    cairo_glyph_free(r->glyphs);
    cairo_text_cluster_free(r->clusters);
}

double pen_width(const struct pen *p, const struct words *how, const char *text)
{
    struct run r = run_make(p, how, text);
    run_free(&r);
    return r.width;
}

void pen_text(const struct pen *p, const struct words *how, double x, double y, const char *text)
{
    struct run r = run_make(p, how, text);
    double from = how->anchor == ANCHOR_START ? x : how->anchor == ANCHOR_END ? x - r.width : x - 0.5 * r.width;
    for (int i = 0; i < r.glyphs_n; i++) {
        r.glyphs[i].x += from;
        r.glyphs[i].y += y;
    }
    pen_ink(p, how->ink, 1.0);
    cairo_show_text_glyphs(p->cr, text, -1, r.glyphs, r.glyphs_n, r.clusters, r.clusters_n, r.flags);
    run_free(&r);
}

void pen_text_up(const struct pen *p, const struct words *how, double x, double y, const char *text)
{
    cairo_save(p->cr);
    cairo_translate(p->cr, x, y);
    cairo_rotate(p->cr, -0.5 * PI);
    pen_text(p, how, 0.0, 0.0, text);
    cairo_restore(p->cr);
}

/* --- lines and marks --------------------------------------------------------------------------------------------- */

void pen_ink(const struct pen *p, enum ink ink, double opacity)
{
    cairo_set_source_rgba(p->cr, INK[ink][0], INK[ink][1], INK[ink][2], opacity);
}

void pen_line(const struct pen *p, double x0, double y0, double x1, double y1)
{
    cairo_move_to(p->cr, x0, y0);
    cairo_line_to(p->cr, x1, y1);
    cairo_stroke(p->cr);
}

static void polygon(cairo_t *cr, double x, double y, double radius, int corners, double turn)
{
    for (int i = 0; i < corners; i++) {
        double a = turn + 2.0 * PI * (double)i / (double)corners;
        cairo_line_to(cr, x + radius * cos(a), y + radius * sin(a));
    }
    cairo_close_path(cr);
}

/* corners 0: a circle. turn: of the first corner, in eighths of a circle from the right, clockwise. */
static const struct mark_row {
    uint8_t ink;
    int corners, turn;
} MARKS[BEAT_KINDS] = {
    [BEAT_NORMAL] = {INK_BLUE, 0, 0},    [BEAT_MISSED] = {INK_VERMILION, 3, -2}, [BEAT_EXTRA] = {INK_PURPLE, 3, 2},
    [BEAT_ECTOPIC] = {INK_ORANGE, 4, 0}, [BEAT_LONG] = {INK_GREEN, 4, 1},        [BEAT_SHORT] = {INK_SKY, 6, 0},
};

void pen_mark(const struct pen *p, uint8_t kind, double x, double y, double radius)
{
    const struct mark_row *m = &MARKS[kind < BEAT_KINDS ? kind : BEAT_NORMAL];
    cairo_new_path(p->cr);
    if (m->corners == 0) {
        cairo_arc(p->cr, x, y, 0.8 * radius, 0.0, 2.0 * PI);
    } else {
        polygon(p->cr, x, y, radius, m->corners, PI / 4.0 * (double)m->turn);
    }
    pen_ink(p, m->ink, 1.0);
    cairo_fill_preserve(p->cr);
    pen_ink(p, INK_PAPER, 1.0); /* a rim, so that marks on each other stay apart */
    cairo_set_line_width(p->cr, 0.12 * radius);
    cairo_stroke(p->cr);
}

cairo_status_t pen_to_file(void *file, const unsigned char *bytes, unsigned n)
{
    return fwrite(bytes, 1, n, file) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

cairo_surface_t *pen_pdf(double w_pt, double h_pt, FILE *to)
{
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(pen_to_file, to, w_pt, h_pt);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
    return s;
}

int pen_result(cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS) {
        return R_OK;
    }
    errno = errno != 0 ? errno : EIO;
    return status == CAIRO_STATUS_NO_MEMORY ? R_MEM : R_IO;
}
