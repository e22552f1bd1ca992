/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_PAPER_H
#define REPORT_PAPER_H

#include <stdio.h>

#include "report/analysis.h"

/**
 * What a page of figures tells, all borrowed.
 *
 * name     Of the recording, any bytes
 * kind     What it is, in words
 * method   How the spectrum was made, in words
 * note     Of the file; "" none
 * fonts    Folder with the program's fonts
 */
struct paper {
    const struct analysis *analysis;
    const char *name, *kind, *method, *note, *fonts;
};

enum { PAPER_W = 1600, PAPER_H = 1200 };

/*
 * The recording on one page, drawn by the same code both times. The same analysis gives the same bytes: no time, no
 * user and no program version is stored inside.
 * return   R_OK; R_IO the fonts cannot be read, or errno says why nothing could be written; R_MEM
 * Thread   Any.
 */

/** A picture of PAPER_W x PAPER_H. */
int paper_write_png(const struct paper *p, FILE *to) MUST_USE;

/** The same picture as vectors, 8 x 6 inches. */
int paper_write_pdf_picture(const struct paper *p, FILE *to) MUST_USE;
int paper_write_svg(const struct paper *p, FILE *to) MUST_USE;

/** A4 across: the picture as vectors, then a table of all figures with what they mean. */
int paper_write_pdf(const struct paper *p, FILE *to) MUST_USE;

#endif
