/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_PEN_H
#define REPORT_PEN_H

#include <cairo.h>
#include <stdint.h>
#include <stdio.h>

#include "base/result.h"

/*
 * What pictures of figures are drawn with: cuts of one font, a few inks, the marks of corrected beats. Lengths are
 * units of the page (report/page.h), y grows downwards.
 */

/** Of Okabe & Ito's set, told apart by all kinds of colour vision (Wong 2011, doi 10.1038/nmeth.1618), and greys. */
enum ink {
    INK_BLACK,
    INK_GREY,
    INK_FAINT,
    INK_PAPER,
    INK_BLUE,
    INK_SKY,
    INK_GREEN,
    INK_ORANGE,
    INK_VERMILION,
    INK_PURPLE,
    INKS
};

enum cut { CUT_REGULAR, CUT_MEDIUM, CUT_LIGHT, CUTS };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct pen {
    cairo_t *cr;
    cairo_font_face_t *face[CUTS];
};

struct words {
    double size;
    uint8_t cut, anchor, ink; /* enum cut, enum anchor, enum ink */
};

/**
 * cr      Borrowed until pen_close
 * fonts   Folder with the fonts
 * return  R_OK; R_IO a font cannot be read; R_MEM. pen_close in any case.
 */
int pen_open(struct pen *p, cairo_t *cr, const char *fonts) MUST_USE;
void pen_close(struct pen *p);

void pen_ink(const struct pen *p, enum ink ink, double opacity);

/** UTF-8 (checked by the caller) on the base line y. Every digit takes the width of the widest, so that numbers under
    each other line up. */
void pen_text(const struct pen *p, const struct words *how, double x, double y, const char *text);
double pen_width(const struct pen *p, const struct words *how, const char *text);

/** The same, read from below. x is the base line. */
void pen_text_up(const struct pen *p, const struct words *how, double x, double y, const char *text);

/** A straight line in the ink and width that are set. */
void pen_line(const struct pen *p, double x0, double y0, double x1, double y1);

/** The mark of a beat's kind (enum beat_kind): a colour and a shape each. radius: of the circle around it. */
void pen_mark(const struct pen *p, uint8_t kind, double x, double y, double radius);

/** Where Cairo writes a document: file is a FILE. */
cairo_status_t pen_to_file(void *file, const unsigned char *bytes, unsigned n);

/** A PDF of that size in points, written to a borrowed file. It carries no date: the same page is the same bytes. */
cairo_surface_t *pen_pdf(double w_pt, double h_pt, FILE *to);

/** A status of Cairo as a result; errno is set where it was not. */
int pen_result(cairo_status_t status);

#endif
