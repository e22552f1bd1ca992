/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page with the picture: head, panels, a line of figures.
 *
 *   with a wave:  tachogram                  of intervals:  tachogram
 *                 spectrum     Poincare                     spectrum   Poincare   histogram
 *                 wave
 *                 figures                                   figures
 */
#include "report/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/panels.h"

static const double SQUARE_MORE = 4.0; /* an axis leaves that much more beside than above and below its data */
static const double UNIT_GAP = 6.0;
static const double HEAD_H = 122.0, FIGURES_H = 108.0, GAP = 18.0;
enum { LINE_BYTES = 320 };

/* --- head -------------------------------------------------------------------------------------------------------- */

/* Bytes of the character at s, 0 when it is none: what is no UTF-8 breaks the whole picture. */
static size_t utf8_at(const char *s)
{
    const unsigned char *b = (const unsigned char *)s;
    const unsigned lead = b[0];
    size_t n = lead < 0x80                   ? 1
               : lead >= 0xc2 && lead < 0xe0 ? 2
               : lead >= 0xe0 && lead < 0xf0 ? 3
               : lead >= 0xf0                ? 4
                                             : 0;
    if (n == 0 || lead > 0xf4 || lead < 0x20 || lead == 0x7f) {
        return 0;
    }
    for (size_t i = 1; i < n; i++) {
        if ((b[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    const unsigned second = n > 1 ? b[1] : 0;
    bool wrong = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second >= 0xa0) ||
                 (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second >= 0x90);
    return wrong ? 0 : n;
}

/* Any bytes as words; what is none becomes '?'. */
static void clean(const char *from, char out[PAGE_LINE_BYTES])
{
    size_t k = 0;
    while (*from != '\0' && k + 4 < PAGE_LINE_BYTES) {
        size_t n = utf8_at(from);
        if (n == 0) {
            out[k++] = '?';
            from++;
        } else {
            memcpy(out + k, from, n);
            k += n;
            from += n;
        }
    }
    out[k] = '\0';
}

/* Takes characters off the end until it fits, and says so. */
static void shorten(const struct pen *pen, const struct words *how, double w, char text[PAGE_LINE_BYTES])
{
    static const char MORE[] = "\xe2\x80\xa6";
    size_t n = strlen(text);
    while (pen_width(pen, how, text) > w && n > 0) {
        do {
            n--;
        } while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80);
        n = n + sizeof MORE <= PAGE_LINE_BYTES ? n : PAGE_LINE_BYTES - sizeof MORE;
        memcpy(text + n, MORE, sizeof MORE);
    }
}

void page_words(const struct pen *pen, const struct words *how, double w, const char *text, char out[PAGE_LINE_BYTES])
{
    clean(text, out);
    shorten(pen, how, w, out);
}

static void length_words(double s, char *out, size_t n)
{
    const long all = lround(s), h = all / 3600, min = all / 60 % 60, sec = all % 60;
    if (s < 60.0) {
        (void)snprintf(out, n, "%.1f s", s);
    } else if (h > 0) {
        (void)snprintf(out, n, "%ld h %ld min %ld s", h, min, sec);
    } else {
        (void)snprintf(out, n, "%ld min %ld s", min, sec);
    }
}

static size_t corrected(const struct analysis *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->beats_n; i++) {
        n += !a->beats[i].used && !isnan(a->beats[i].rr_ms) ? 1 : 0;
    }
    return n;
}

void page_head(const struct pen *pen, const struct paper *p, double w)
{
    static const struct words TITLE = {32.0, CUT_MEDIUM, ANCHOR_START, INK_BLACK};
    static const struct words BELOW = {19.0, CUT_REGULAR, ANCHOR_START, INK_GREY};
    const struct analysis *a = p->analysis;
    char name[PAGE_LINE_BYTES], length[64], line[LINE_BYTES];
    const size_t changed = corrected(a);
    pen_ink(pen, INK_PAPER, 1.0);
    cairo_paint(pen->cr);
    page_words(pen, &TITLE, w - 2.0 * PAGE_MARGIN, p->name, name);
    pen_text(pen, &TITLE, PAGE_MARGIN, 64.0, name);
    length_words(a->found.duration_s, length, sizeof length);
    int n = snprintf(line, sizeof line, "%s  \xc2\xb7  %s", p->kind, length);
    if (a->beats_n > 0 && n > 0 && n < LINE_BYTES) {
        n += snprintf(line + n, sizeof line - (size_t)n, "  \xc2\xb7  %zu %s%s, ", a->beats_n,
                      a->source == HEART_INTERVALS ? "interval" : "beat", a->beats_n == 1 ? "" : "s");
    }
    if (changed > 0 && n > 0 && n < LINE_BYTES) {
        const double share = 100.0 * (double)changed / (double)a->beats_n;
        (void)snprintf(line + n, sizeof line - (size_t)n,
                       share < 0.1 ? "%zu corrected (%.2f %%)" : "%zu corrected (%.1f %%)", changed, share);
    } else if (a->beats_n > 0 && n > 0 && n < LINE_BYTES) {
        (void)snprintf(line + n, sizeof line - (size_t)n, "none corrected");
    }
    pen_text(pen, &BELOW, PAGE_MARGIN, 95.0, line);
}

/* --- figures ----------------------------------------------------------------------------------------------------- */

void figure_words(double v, int places, char out[FIGURE_BYTES])
{
    if (isfinite(v)) {
        (void)snprintf(out, FIGURE_BYTES, fabs(v) < 1e9 ? "%.*f" : "%.*e", places, v);
    } else {
        (void)snprintf(out, FIGURE_BYTES, "\xe2\x80\x93");
    }
}

struct figure {
    const char *name, *unit;
    double value;
    int places;
};

static void figures(const struct pen *pen, const struct analysis *a, double w)
{
    static const struct words VALUE = {28.0, CUT_MEDIUM, ANCHOR_START, INK_BLACK};
    static const struct words UNIT = {16.0, CUT_REGULAR, ANCHOR_START, INK_GREY};
    static const struct words NAME = {17.0, CUT_REGULAR, ANCHOR_START, INK_GREY};
    const struct hrv_frequency *f = &a->frequency;
    const struct hrv_nonlinear *n = &a->nonlinear;
    const struct figure all[] = {
        {"mean HR", "bpm", a->time.mean_hr_bpm, 1},
        {"SDNN", "ms", a->time.sdnn_ms, 1},
        {"RMSSD", "ms", a->time.rmssd_ms, 1},
        {"LF", "ms\xc2\xb2", f->lf_ms2, f->lf_ms2 < 10.0 ? 1 : 0},
        {"HF", "ms\xc2\xb2", f->hf_ms2, f->hf_ms2 < 10.0 ? 1 : 0},
        {"LF/HF", "", f->lf_hf, f->lf_hf < 100.0 ? 2 : 0},
        {"SD1", "ms", n->sd1_ms, 1},
        {"SD2", "ms", n->sd2_ms, 1},
        {"sample entropy", "", n->sample_entropy, 2},
        {"DFA \xce\xb1"
         "1",
         "", n->dfa_alpha1, 2},
        {"breathing", "/min", a->breath.rate_per_min, 1},
    };
    const size_t count = sizeof all / sizeof all[0];
    const double y = (double)PAPER_H - 40.0, wide = w - 2.0 * PAGE_MARGIN;
    double widths[sizeof all / sizeof all[0]], sum = 0.0, x = PAGE_MARGIN;
    for (size_t i = 0; i < count; i++) {
        char value[FIGURE_BYTES];
        figure_words(all[i].value, all[i].places, value);
        widths[i] = pen_width(pen, &VALUE, value) + UNIT_GAP + pen_width(pen, &UNIT, all[i].unit);
        widths[i] = fmax(pen_width(pen, &NAME, all[i].name), widths[i]);
        sum += widths[i];
    }
    pen_ink(pen, INK_FAINT, 1.0);
    cairo_set_line_width(pen->cr, 1.5);
    pen_line(pen, PAGE_MARGIN, y - 68.0, w - PAGE_MARGIN, y - 68.0);
    for (size_t i = 0; i < count; i++) {
        char value[FIGURE_BYTES];
        figure_words(all[i].value, all[i].places, value);
        pen_text(pen, &NAME, x, y - 36.0, all[i].name);
        pen_text(pen, &VALUE, x, y, value);
        pen_text(pen, &UNIT, x + pen_width(pen, &VALUE, value) + UNIT_GAP, y,
                 isfinite(all[i].value) ? all[i].unit : "");
        x += widths[i] + (wide - sum) / (double)(count - 1);
    }
}

/* --- panels ------------------------------------------------------------------------------------------------------ */

static void with_wave(const struct pen *pen, const struct paper *p, const struct place *in)
{
    const double rows = in->h - 2.0 * GAP, first = 0.33 * rows, last = 0.25 * rows, middle = rows - first - last;
    const double square = middle + SQUARE_MORE;
    const struct place top = {in->x, in->y, in->w, first};
    const struct place left = {in->x, in->y + first + GAP, in->w - square - GAP, middle};
    const struct place right = {in->x + in->w - square, in->y + first + GAP, square, middle};
    const struct place below = {in->x, in->y + in->h - last, in->w, last};
    panel_tachogram(pen, &top, p->analysis);
    panel_spectrum(pen, &left, p->analysis, p->method);
    panel_poincare(pen, &right, p->analysis);
    panel_wave(pen, &below, p->analysis);
}

static void of_intervals(const struct pen *pen, const struct paper *p, const struct place *in)
{
    const double first = 0.42 * (in->h - GAP), second = in->h - GAP - first, y = in->y + first + GAP;
    const double square = second + SQUARE_MORE, rest = in->w - square - 2.0 * GAP;
    const struct place top = {in->x, in->y, in->w, first};
    const struct place left = {in->x, y, 0.58 * rest, second};
    const struct place middle = {in->x + 0.58 * rest + GAP, y, square, second};
    const struct place right = {in->x + in->w - 0.42 * rest, y, 0.42 * rest, second};
    panel_tachogram(pen, &top, p->analysis);
    panel_spectrum(pen, &left, p->analysis, p->method);
    panel_poincare(pen, &middle, p->analysis);
    panel_histogram(pen, &right, p->analysis);
}

void page_picture(const struct pen *pen, const struct paper *p, double w)
{
    const struct place in = {PAGE_MARGIN - 12.0, HEAD_H, w - 2.0 * PAGE_MARGIN + 12.0,
                             (double)PAPER_H - HEAD_H - FIGURES_H - GAP};
    page_head(pen, p, w);
    if (panel_has_wave(p->analysis)) {
        with_wave(pen, p, &in);
    } else if (p->analysis->beats_n == 0 && panel_has_breathing(p->analysis)) {
        panel_breathing(pen, &in, p->analysis); /* nothing else has anything to show */
    } else {
        of_intervals(pen, p, &in);
    }
    figures(pen, p->analysis, w);
}
