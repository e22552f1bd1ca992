/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels of the whole recording at once: spectrum, Poincare plot, histogram. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/panels.h"

static const double PI = 3.14159265358979323846;
static const struct words LABEL = {16.0, CUT_REGULAR, ANCHOR_START, INK_BLACK};
static const struct words LABEL_RIGHT = {16.0, CUT_REGULAR, ANCHOR_END, INK_BLACK};
static const struct words LABEL_MIDDLE = {16.0, CUT_REGULAR, ANCHOR_MIDDLE, INK_BLACK};
static const struct words ASIDE = {16.0, CUT_REGULAR, ANCHOR_MIDDLE, INK_GREY};
enum { WORDS_BYTES = 80 };

/* --- spectrum ---------------------------------------------------------------------------------------------------- */

static const double SHOWN_HZ = 0.5, VLF_HZ = 0.0033, LF_HZ = 0.04, HF_HZ = 0.15, END_HZ = 0.4; /* Task Force 1996 */
static const double LEAST_MS2 = 0.1; /* chosen: intervals in whole ms alone have 0.04 ms2/Hz, 1/12 ms2 over 2 Hz */
static const double NAMES_H = 48.0, LARGE_MS2 = 1e5;
static const double HEADROOM = 1.36; /* chosen: names of bands and of the peak stand above the curve */
static const double CUT_ABOVE = 2.5; /* chosen: the rest would be less than a third of the panel */

static size_t bins_shown(const struct hrv_density *d)
{
    size_t n = 0;
    while (n < d->bins && (double)n * d->df_hz <= SHOWN_HZ + 1e-9) {
        n++;
    }
    return n;
}

static void spectrum_path(const struct pen *p, const struct axes *x, const struct hrv_density *d, size_t n)
{
    cairo_new_path(p->cr);
    for (size_t i = 0; i < n; i++) {
        cairo_line_to(p->cr, axes_x(x, (double)i * d->df_hz), axes_y(x, d->ms2_per_hz[i]));
    }
}

/* What is cut off ends here. */
static void clip_below_names(const struct pen *p, const struct axes *x)
{
    cairo_rectangle(p->cr, x->at.x, x->at.y + NAMES_H, x->at.w, x->at.h - NAMES_H + 2.0);
    cairo_clip(p->cr);
}

static void outline(const struct pen *p, const struct axes *x, const struct hrv_density *d, size_t n)
{
    cairo_save(p->cr);
    clip_below_names(p, x);
    spectrum_path(p, x, d, n);
    pen_ink(p, INK_BLACK, 1.0);
    cairo_set_line_width(p->cr, 1.5);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

static void band(const struct pen *p, const struct axes *x, const struct hrv_density *d, double low_hz, double high_hz,
                 enum ink ink)
{
    const size_t n = bins_shown(d);
    const double from = axes_x(x, low_hz), to = axes_x(x, high_hz), bottom = x->at.y + x->at.h;
    cairo_save(p->cr);
    cairo_rectangle(p->cr, from, x->at.y, to - from, x->at.h);
    cairo_clip(p->cr);
    pen_ink(p, ink, 0.09);
    cairo_paint(p->cr);
    clip_below_names(p, x);
    spectrum_path(p, x, d, n);
    cairo_line_to(p->cr, axes_x(x, (double)(n - 1) * d->df_hz), bottom);
    cairo_line_to(p->cr, axes_x(x, 0.0), bottom);
    cairo_close_path(p->cr);
    pen_ink(p, ink, 0.42);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
}

/* Two lines above the curve. */
static void heading(const struct pen *p, const struct axes *x, double middle_hz, const char *name, const char *value,
                    const struct words *how)
{
    const double middle = axes_x(x, middle_hz), half = 0.5 * pen_width(p, how, value);
    pen_text(p, how, middle, x->at.y + 20.0, name);
    pen_text(p, how, fmax(middle, x->at.x + half + 2.0), x->at.y + 40.0, value);
}

static void band_names(const struct pen *p, const struct axes *x, const struct hrv_frequency *f)
{
    const struct {
        const char *name;
        double low_hz, high_hz, ms2;
    } bands[] = {{"VLF", VLF_HZ, LF_HZ, f->vlf_ms2}, {"LF", LF_HZ, HF_HZ, f->lf_ms2}, {"HF", HF_HZ, END_HZ, f->hf_ms2}};
    /* Where VLF has no room for its unit, the widest band says it for all. */
    const bool narrow = axes_x(x, LF_HZ) - axes_x(x, VLF_HZ) < pen_width(p, &LABEL_MIDDLE, "100 ms\xc2\xb2");
    for (int i = 0; i < 3; i++) {
        char words[WORDS_BYTES];
        const char *unit = narrow && i < 2 ? "" : " ms\xc2\xb2";
        (void)snprintf(words, sizeof words, bands[i].ms2 < 10.0 ? "%.1f%s" : "%.0f%s", bands[i].ms2, unit);
        heading(p, x, 0.5 * (bands[i].low_hz + bands[i].high_hz), bands[i].name, words, &LABEL_MIDDLE);
    }
}

/* The highest peak above VLF, not the slope that comes down from there; 0: there is none. */
static size_t highest(const struct hrv_density *d, size_t n)
{
    const double *v = d->ms2_per_hz;
    size_t best = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        bool top = v[i] > v[i - 1] && v[i] >= v[i + 1] && (double)i * d->df_hz >= LF_HZ - 1e-9;
        best = top && (best == 0 || v[i] > v[best]) ? i : best;
    }
    return best;
}

/* Where the axis ends: slow drifts may hold so much power that nothing else could be seen; they are cut off then.
   return the highest density that was cut off, 0 none */
static double scale(struct axes *x, const struct hrv_density *d, size_t n)
{
    double slow = 0.0, rest = 0.0;
    for (size_t i = 0; i < n; i++) {
        bool is_slow = (double)i * d->df_hz < LF_HZ - 1e-9;
        slow = is_slow ? fmax(slow, d->ms2_per_hz[i]) : slow;
        rest = is_slow ? rest : fmax(rest, d->ms2_per_hz[i]);
    }
    bool cut = rest > 0.0 && slow > CUT_ABOVE * rest;
    x->y1 = HEADROOM * (cut ? rest : fmax(slow, rest));
    x->y1 = fmax(x->y1, LEAST_MS2);
    return cut ? slow : 0.0;
}

static void peak(const struct pen *p, const struct axes *x, const struct hrv_density *d, size_t n,
                 const struct hrv_frequency *f)
{
    const size_t at = highest(d, n);
    if (at == 0 || !isfinite(f->peak_lf_hz + f->peak_hf_hz)) { /* no power, no peak */
        return;
    }
    char words[WORDS_BYTES];
    const double hz = (double)at * d->df_hz, px = axes_x(x, hz), py = axes_y(x, d->ms2_per_hz[at]);
    (void)snprintf(words, sizeof words, "%.3f Hz (%.1f/min)", hz, 60.0 * hz);
    const bool left = px + pen_width(p, &LABEL, words) + 12.0 > x->at.x + x->at.w;
    cairo_new_path(p->cr);
    cairo_arc(p->cr, px, py, 4.0, 0.0, 2.0 * PI);
    pen_ink(p, INK_BLACK, 1.0);
    cairo_fill(p->cr);
    pen_text(p, left ? &LABEL_RIGHT : &LABEL, left ? px - 10.0 : px + 10.0, py - 4.0, words);
}

void panel_spectrum(const struct pen *p, const struct place *at, const struct analysis *a, const char *method)
{
    const struct hrv_density *d = &a->density;
    const size_t n = bins_shown(d);
    char title[WORDS_BYTES];
    if (n < 2) {
        axes_absent(p, at, "Power spectrum", "No spectrum: it needs 64 s of intervals without a hole.");
        return;
    }
    struct axes x = {.at = axes_inside(at), .x1 = SHOWN_HZ};
    const double cut_off = scale(&x, d, n);
    (void)snprintf(title, sizeof title, "Power spectrum (%s)", method);
    axes_title(p, at, title);
    band(p, &x, d, VLF_HZ, LF_HZ, INK_GREY);
    band(p, &x, d, LF_HZ, HF_HZ, INK_ORANGE);
    band(p, &x, d, HF_HZ, END_HZ, INK_SKY);
    outline(p, &x, d, n);
    band_names(p, &x, &a->frequency);
    peak(p, &x, d, n, &a->frequency);
    if (cut_off > 0.0) {
        char number[AXES_NUMBER_BYTES];
        axes_number(cut_off, 1.0, number);
        heading(p, &x, 0.5 * (END_HZ + SHOWN_HZ), "VLF up to", number, &ASIDE);
    }
    const bool large = x.y1 >= LARGE_MS2;
    x.y1 *= large ? 1e-3 : 1.0;
    axes_draw(p, &x, "frequency (Hz)", large ? "power (10\xc2\xb3 ms\xc2\xb2/Hz)" : "power (ms\xc2\xb2/Hz)", 5.0, 5.0);
}

/* --- Poincare plot ----------------------------------------------------------------------------------------------- */

struct pairs {
    double low, high, sum_x, sum_y;
    size_t n;
};

/* Interval i has a measured neighbour before it. */
static bool pair_at(const struct hrv_series *s, size_t i)
{
    return i > 0 && !s->begins[i] && !s->filled[i] && !s->filled[i - 1];
}

static struct pairs pairs_of(const struct hrv_series *s)
{
    struct pairs all = {.low = HUGE_VAL, .high = -HUGE_VAL};
    for (size_t i = 1; i < s->n; i++) {
        if (pair_at(s, i)) {
            all.low = fmin(all.low, fmin(s->rr_ms[i - 1], s->rr_ms[i]));
            all.high = fmax(all.high, fmax(s->rr_ms[i - 1], s->rr_ms[i]));
            all.sum_x += s->rr_ms[i - 1];
            all.sum_y += s->rr_ms[i];
            all.n++;
        }
    }
    return all;
}

static void points(const struct pen *p, const struct axes *x, const struct hrv_series *s, size_t n)
{
    /* chosen: a hundred points are full, tens of thousands still show where they are dense */
    const double opacity = fmin(0.75, fmax(0.06, 10.0 / sqrt((double)n)));
    pen_ink(p, INK_BLUE, opacity);
    cairo_set_line_width(p->cr, n > 20000 ? 2.6 : n > 1000 ? 3.6 : 5.0);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
    for (size_t i = 1; i < s->n; i++) {
        if (pair_at(s, i)) {
            double px = axes_x(x, s->rr_ms[i - 1]), py = axes_y(x, s->rr_ms[i]);
            pen_line(p, px, py, px, py);
        }
    }
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
}

static void ellipse(const struct pen *p, const struct axes *x, const struct pairs *all, const struct hrv_nonlinear *f)
{
    const double unit = x->at.w / (x->x1 - x->x0), sd1 = f->sd1_ms * unit, sd2 = f->sd2_ms * unit;
    if (!(sd1 > 0.0 && sd2 > 0.0)) {
        return;
    }
    cairo_save(p->cr);
    cairo_translate(p->cr, axes_x(x, all->sum_x / (double)all->n), axes_y(x, all->sum_y / (double)all->n));
    cairo_rotate(p->cr, -PI / 4.0);
    cairo_set_line_width(p->cr, 2.4);
    pen_ink(p, INK_VERMILION, 1.0);
    pen_line(p, 0.0, -sd1, 0.0, sd1);
    pen_ink(p, INK_BLACK, 1.0);
    pen_line(p, -sd2, 0.0, sd2, 0.0);
    cairo_save(p->cr);
    cairo_scale(p->cr, sd2, sd1);
    cairo_new_path(p->cr);
    cairo_arc(p->cr, 0.0, 0.0, 1.0, 0.0, 2.0 * PI);
    cairo_restore(p->cr);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

/* Names stand in the corner that has fewer points: above the line, or below it. */
static bool above_is_free(const struct pairs *all, const struct hrv_series *s)
{
    const double third = (all->high - all->low) / 3.0;
    long above = 0, below = 0;
    for (size_t i = 1; i < s->n; i++) {
        double before = s->rr_ms[i - 1], now = s->rr_ms[i];
        above += pair_at(s, i) && before < all->low + 1.5 * third && now > all->high - third ? 1 : 0;
        below += pair_at(s, i) && before > all->high - 1.5 * third && now < all->low + third ? 1 : 0;
    }
    return above <= below;
}

static void sd_names(const struct pen *p, const struct axes *x, const struct hrv_nonlinear *f, bool above)
{
    const double values[] = {f->sd1_ms, f->sd2_ms};
    for (int i = 0; i < 2; i++) {
        char words[WORDS_BYTES];
        if (!isfinite(values[i])) {
            continue;
        }
        (void)snprintf(words, sizeof words, "SD%d %.1f ms", i + 1, values[i]);
        const double wide = pen_width(p, &LABEL, words);
        const double left = above ? x->at.x + 12.0 : x->at.x + x->at.w - wide - 30.0;
        const double y = (above ? x->at.y + 20.0 : x->at.y + x->at.h - 34.0) + 22.0 * i;
        pen_ink(p, INK_PAPER, 0.8); /* points may lie below the words */
        cairo_rectangle(p->cr, left - 3.0, y - 17.0, wide + 36.0, 22.0);
        cairo_fill(p->cr);
        pen_ink(p, i == 0 ? INK_VERMILION : INK_BLACK, 1.0);
        cairo_set_line_width(p->cr, 2.4);
        pen_line(p, left, y - 5.5, left + 22.0, y - 5.5);
        pen_text(p, &LABEL, left + 30.0, y, words);
    }
}

void panel_poincare(const struct pen *p, const struct place *at, const struct analysis *a)
{
    struct pairs all = pairs_of(&a->series);
    if (all.n == 0) {
        axes_absent(p, at, "Poincar\xc3\xa9 plot", "No two intervals in a row.");
        return;
    }
    struct axes x = {.at = axes_inside(at)};
    x.at.w = x.at.h = fmin(x.at.w, x.at.h);
    axes_widen(&all.low, &all.high, 0.08);
    x.x0 = x.y0 = all.low;
    x.x1 = x.y1 = all.high;
    axes_title(p, at, "Poincar\xc3\xa9 plot");
    axes_draw(p, &x, "RR(n) (ms)", "RR(n+1) (ms)", 5.0, 5.0);
    cairo_save(p->cr);
    cairo_rectangle(p->cr, x.at.x, x.at.y, x.at.w, x.at.h);
    cairo_clip(p->cr);
    pen_ink(p, INK_FAINT, 1.0);
    cairo_set_line_width(p->cr, 1.2);
    pen_line(p, x.at.x, x.at.y + x.at.h, x.at.x + x.at.w, x.at.y);
    points(p, &x, &a->series, all.n);
    ellipse(p, &x, &all, &a->nonlinear);
    cairo_restore(p->cr);
    sd_names(p, &x, &a->nonlinear, above_is_free(&all, &a->series));
}

/* --- histogram --------------------------------------------------------------------------------------------------- */

static const double BIN_MS = 1000.0 / 128.0; /* Task Force 1996: bins of the triangular index */
enum { BINS = 512 };

static long bin_of(double rr_ms)
{
    return lround(fmin(BINS - 1, floor(rr_ms / BIN_MS)));
}

static void bars(const struct pen *p, const struct axes *x, const size_t count[BINS])
{
    for (int i = 0; i < BINS; i++) {
        if (count[i] > 0) {
            double from = axes_x(x, i * BIN_MS), to = axes_x(x, (i + 1) * BIN_MS), top = axes_y(x, (double)count[i]);
            cairo_rectangle(p->cr, from, top, to - from, x->at.y + x->at.h - top);
        }
    }
    pen_ink(p, INK_SKY, 0.75);
    cairo_fill_preserve(p->cr);
    pen_ink(p, INK_PAPER, 1.0);
    cairo_set_line_width(p->cr, 0.6);
    cairo_stroke(p->cr);
}

void panel_histogram(const struct pen *p, const struct place *at, const struct analysis *a)
{
    size_t count[BINS] = {0}, most = 0;
    const struct hrv_series *s = &a->series;
    if (s->n == 0) {
        axes_absent(p, at, "Histogram", "No intervals to count.");
        return;
    }
    struct axes x = {.at = axes_inside(at), .x0 = s->rr_ms[0], .x1 = s->rr_ms[0]};
    for (size_t i = 0; i < s->n; i++) {
        long bin = bin_of(s->rr_ms[i]);
        count[bin]++;
        most = count[bin] > most ? count[bin] : most;
        x.x0 = fmin(x.x0, (double)bin * BIN_MS);
        x.x1 = fmax(x.x1, (double)(bin + 1) * BIN_MS);
    }
    x.y1 = fmax(4.0, 1.12 * (double)most); /* counts are whole numbers, and so are the steps then */
    axes_widen(&x.x0, &x.x1, 0.05);
    axes_title(p, at, "Histogram");
    bars(p, &x, count);
    axes_draw(p, &x, "RR (ms)", "intervals (count)", 4.0, 5.0);
    if (isfinite(a->time.triangular_index)) {
        char words[WORDS_BYTES];
        (void)snprintf(words, sizeof words, "triangular index %.1f", a->time.triangular_index);
        pen_text(p, &LABEL_RIGHT, at->x + at->w, at->y + 22.0, words);
    }
}
