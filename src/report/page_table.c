/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page with all figures: what each is, and by whose definition. */
#include <math.h>
#include <stdio.h>

#include "report/page.h"

static const double ROW_H = 27.5, GROUP_GAP = 12.0, TOP = 128.0, LINE_H = 20.0;
static const double VALUE_AT = 0.205, UNIT_AT = 0.215, MEANING_AT = 0.29, SOURCE_AT = 0.66; /* shares of the width */
static const char TASK_FORCE[] = "Task Force 1996";
static const char MS2[] = "ms\xc2\xb2";

struct row {
    const char *name, *unit;
    double value;
    int places;
    const char *meaning, *source;
};

static void row_draw(const struct pen *pen, const struct row *r, double y, double w)
{
    static const struct words NAME = {17.0, CUT_MEDIUM, ANCHOR_START, INK_BLACK};
    static const struct words VALUE = {17.0, CUT_REGULAR, ANCHOR_END, INK_BLACK};
    static const struct words TEXT = {16.0, CUT_REGULAR, ANCHOR_START, INK_GREY};
    const double wide = w - 2.0 * PAGE_MARGIN, x = PAGE_MARGIN;
    char value[FIGURE_BYTES];
    figure_words(r->value, r->places, value);
    pen_text(pen, &NAME, x, y, r->name);
    pen_text(pen, &VALUE, x + VALUE_AT * wide, y, value);
    pen_text(pen, &TEXT, x + UNIT_AT * wide, y, r->unit);
    pen_text(pen, &TEXT, x + MEANING_AT * wide, y, r->meaning);
    pen_text(pen, &TEXT, x + SOURCE_AT * wide, y, r->source);
}

/* A thin line below the group before, then the rows. return the y of the last base line */
static double group(const struct pen *pen, const struct row *rows, size_t n, double y, double w)
{
    pen_ink(pen, INK_FAINT, 1.0);
    cairo_set_line_width(pen->cr, 1.5);
    pen_line(pen, PAGE_MARGIN, y + GROUP_GAP, w - PAGE_MARGIN, y + GROUP_GAP);
    y += GROUP_GAP;
    for (size_t i = 0; i < n; i++) {
        y += ROW_H;
        row_draw(pen, &rows[i], y, w);
    }
    return y;
}

#define GROUP(pen, rows, y, w) group(pen, rows, sizeof(rows) / sizeof((rows)[0]), y, w)

static double time_rows(const struct pen *pen, const struct hrv_time *t, double y, double w)
{
    const struct row rows[] = {
        {"mean RR", "ms", t->mean_rr_ms, 1, "mean of the normal intervals", TASK_FORCE},
        {"mean heart rate", "bpm", t->mean_hr_bpm, 2, "mean of 60 000 / RR", TASK_FORCE},
        {"slowest", "bpm", t->min_hr_bpm, 1, "60 000 / longest interval", ""},
        {"fastest", "bpm", t->max_hr_bpm, 1, "60 000 / shortest interval", ""},
        {"SDNN", "ms", t->sdnn_ms, 2, "standard deviation of the intervals, n \xe2\x88\x92 1", TASK_FORCE},
        {"RMSSD", "ms", t->rmssd_ms, 2, "root mean square of successive differences", TASK_FORCE},
        {"SDSD", "ms", t->sdsd_ms, 2, "standard deviation of successive differences", TASK_FORCE},
        {"pNN50", "%", t->pnn50_pct, 2, "share of differences above 50 ms", TASK_FORCE},
        {"pNN20", "%", t->pnn20_pct, 2, "share of differences above 20 ms", "Mietus et al. 2002"},
        {"triangular index", "", t->triangular_index, 2, "intervals over the highest bin of 1000/128 ms", TASK_FORCE},
        {"SDANN", "ms", t->sdann_ms, 2, "standard deviation of the means of 5 min", TASK_FORCE},
        {"SDNN index", "ms", t->sdnn_index_ms, 2, "mean of the standard deviations of 5 min", TASK_FORCE},
    };
    return GROUP(pen, rows, y, w);
}

static double frequency_rows(const struct pen *pen, const struct hrv_frequency *f, double y, double w)
{
    const struct row rows[] = {
        {"VLF", MS2, f->vlf_ms2, 1, "power from 0.0033 to 0.04 Hz", TASK_FORCE},
        {"LF", MS2, f->lf_ms2, 1, "power from 0.04 to 0.15 Hz", TASK_FORCE},
        {"HF", MS2, f->hf_ms2, 1, "power from 0.15 to 0.40 Hz", TASK_FORCE},
        {"total power", MS2, f->total_ms2, 1, "power up to 0.40 Hz", TASK_FORCE},
        {"LF/HF", "", f->lf_hf, 3, "ratio of the two powers", TASK_FORCE},
        {"LF, normalised", "%", f->lf_nu, 1, "LF over LF + HF", TASK_FORCE},
        {"LF peak", "Hz", f->peak_lf_hz, 4, "highest density between 0.04 and 0.15 Hz", ""},
        {"HF peak", "Hz", f->peak_hf_hz, 4, "highest density between 0.15 and 0.40 Hz", ""},
    };
    return GROUP(pen, rows, y, w);
}

static double nonlinear_rows(const struct pen *pen, const struct hrv_nonlinear *n, double y, double w)
{
    const struct row rows[] = {
        {"SD1", "ms", n->sd1_ms, 2, "Poincar\xc3\xa9 plot: spread across the diagonal", "Brennan et al. 2001"},
        {"SD2", "ms", n->sd2_ms, 2, "Poincar\xc3\xa9 plot: spread along the diagonal", "Brennan et al. 2001"},
        {"sample entropy", "", n->sample_entropy, 3, "m = 2, r = 0.2 SDNN", "Richman & Moorman 2000"},
        {"DFA \xce\xb1"
         "1",
         "", n->dfa_alpha1, 3, "detrended fluctuation, boxes of 4 to 16 beats", "Peng et al. 1995"},
        {"DFA \xce\xb1"
         "2",
         "", n->dfa_alpha2, 3, "detrended fluctuation, boxes of 16 to 64 beats", "Peng et al. 1995"},
    };
    return GROUP(pen, rows, y, w);
}

static double rhythm_rows(const struct pen *pen, const struct analysis *a, double y, double w)
{
    static const char *const FROM[ANSWERS] = {"median, from the breathing sensor", "median, from the heart's rhythm",
                                              "median, from the pulse wave", "median, from the ECG"};
    const struct analysis_breath *b = &a->breath;
    const struct row rows[] = {
        {"peak share", "", a->coherence.peak_share, 3, "of the power, in one peak of windows of 64 s", ""},
        {"peak", "Hz", a->coherence.peak_hz, 4, "median of those windows", ""},
        {"breathing", "/min", b->rate_per_min, 2, b->answer < ANSWERS ? FROM[b->answer] : "", ""},
        {"swing per breath", "bpm", b->swing_bpm, 2, "mean of highest minus lowest heart rate", ""},
        {"heart with breath", "", b->coupled ? b->coupling.msc : (double)NAN, 3,
         "magnitude squared coherence at the breathing rate", "Carter et al. 1973"},
    };
    return GROUP(pen, rows, y, w);
}

/* What is absent and why, then where the definitions are; as many lines as there is room for. */
static void foot(const struct pen *pen, const struct paper *p, double y, double w)
{
    static const struct words NOTE = {15.0, CUT_REGULAR, ANCHOR_START, INK_BLACK};
    static const struct words REFERENCE = {14.0, CUT_REGULAR, ANCHOR_START, INK_GREY};
    static const char *const REFERENCES[] = {
        "Task Force 1996, doi 10.1161/01.CIR.93.5.1043",
        "Mietus et al. 2002, doi 10.1136/heart.88.4.378",
        "Brennan et al. 2001, doi 10.1109/10.959330",
        "Richman & Moorman 2000, doi 10.1152/ajpheart.2000.278.6.H2039",
        "Peng et al. 1995, doi 10.1063/1.166141",
        "Carter et al. 1973, doi 10.1109/TAU.1973.1162496",
    };
    const size_t n = sizeof REFERENCES / sizeof REFERENCES[0], columns = 3;
    const size_t lines = (n + columns - 1) / columns;
    const double first = (double)PAPER_H - 40.0 - LINE_H * (double)(lines - 1);
    const struct analysis *a = p->analysis;
    for (size_t i = 0; i < a->notes && y + LINE_H < first - LINE_H; i++) {
        y += LINE_H;
        pen_text(pen, &NOTE, PAGE_MARGIN, y, a->note[i]);
    }
    if (p->note[0] != '\0' && y + LINE_H < first - LINE_H) {
        char words[PAGE_LINE_BYTES];
        page_words(pen, &NOTE, w - 2.0 * PAGE_MARGIN, p->note, words);
        pen_text(pen, &NOTE, PAGE_MARGIN, y + LINE_H, words);
    }
    for (size_t i = 0; i < n; i++) {
        const size_t column = i % columns, line = i / columns;
        const double x = PAGE_MARGIN + (w - 2.0 * PAGE_MARGIN) / (double)columns * (double)column;
        pen_text(pen, &REFERENCE, x, first + LINE_H * (double)line, REFERENCES[i]);
    }
}

void page_table(const struct pen *pen, const struct paper *p, double w)
{
    const struct analysis *a = p->analysis;
    page_head(pen, p, w);
    double y = time_rows(pen, &a->time, TOP - 20.0, w);
    y = frequency_rows(pen, &a->frequency, y, w);
    y = nonlinear_rows(pen, &a->nonlinear, y, w);
    y = rhythm_rows(pen, a, y, w);
    foot(pen, p, y + GROUP_GAP, w);
}
