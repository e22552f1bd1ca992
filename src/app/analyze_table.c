/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures for a person to read, and windows of them as CSV. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/analyze.h"
#include "app/say.h"
#include "report/sliding.h"

static const double WHOLE_ABOVE = 1000.0, NOTHING = 1e-9; /* below: what sums of numbers that do not vary leave */

struct row {
    const char *name, *unit;
    double value;
};

/* Four digits, whole numbers whole, and no powers of ten. */
static void print_row(const struct row *r)
{
    double v = fabs(r->value) < NOTHING ? 0.0 : r->value;
    if (!isfinite(v)) {
        printf("  %-26s %10s\n", r->name, "-");
        return;
    }
    const char *gap = r->unit[0] != '\0' ? " " : "";
    if (fabs(v) >= WHOLE_ABOVE) {
        printf("  %-26s %10.0f%s%s\n", r->name, v, gap, r->unit);
    } else {
        printf("  %-26s %10.4g%s%s\n", r->name, v, gap, r->unit);
    }
}

static void print_rows(const char *title, const struct row *rows, size_t n)
{
    printf(" %s\n", title);
    for (size_t i = 0; i < n; i++) {
        print_row(&rows[i]);
    }
}

#define PRINT_ROWS(title, rows) print_rows(title, rows, sizeof(rows) / sizeof((rows)[0]))

static void print_heart(const struct analysis *a)
{
    const struct hrv_time *t = &a->time;
    const struct row beats[] = {
        {"beats", "", (double)a->beats_n},
        {"intervals changed", "", (double)a->changed},
        {"mean heart rate", "bpm", t->mean_hr_bpm},
        {"slowest heart rate", "bpm", t->min_hr_bpm},
        {"fastest heart rate", "bpm", t->max_hr_bpm},
    };
    const struct row time[] = {
        {"mean RR", "ms", t->mean_rr_ms}, {"SDNN", "ms", t->sdnn_ms},   {"RMSSD", "ms", t->rmssd_ms},
        {"pNN50", "%", t->pnn50_pct},     {"pNN20", "%", t->pnn20_pct}, {"triangular index", "", t->triangular_index},
    };
    const struct row long_time[] = {{"SDANN (5 min)", "ms", t->sdann_ms},
                                    {"SDNN index (5 min)", "ms", t->sdnn_index_ms}};
    PRINT_ROWS("beats", beats);
    if (a->changed > 0) {
        printf("    missed %zu, extra %zu, ectopic %zu, long or short %zu\n", a->kinds[BEAT_MISSED],
               a->kinds[BEAT_EXTRA], a->kinds[BEAT_ECTOPIC], a->kinds[BEAT_LONG] + a->kinds[BEAT_SHORT]);
    }
    PRINT_ROWS("time", time);
    for (size_t i = 0; i < 2 && isfinite(t->sdann_ms); i++) {
        print_row(&long_time[i]);
    }
}

static void print_spectrum(const struct analysis *a, const struct analysis_options *o)
{
    const struct hrv_frequency *f = &a->frequency;
    const struct row bands[] = {
        {"VLF 0.0033-0.04 Hz", "ms2", f->vlf_ms2},
        {"LF 0.04-0.15 Hz", "ms2", f->lf_ms2},
        {"HF 0.15-0.40 Hz", "ms2", f->hf_ms2},
        {"total", "ms2", f->total_ms2},
        {"LF/HF", "", f->lf_hf},
        {"LF, normalised", "%", f->lf_nu},
        {"HF, normalised", "%", f->hf_nu},
        {"LF peak", "Hz", f->peak_lf_hz},
        {"HF peak", "Hz", f->peak_hf_hz},
    };
    char title[64];
    (void)snprintf(title, sizeof title, "spectrum (%s%s)", analyze_method(o->method),
                   o->lambda > 0.0 ? ", smoothness priors" : "");
    PRINT_ROWS(title, bands);
}

static void print_rest(const struct analysis *a)
{
    static const char *const BREATHING[ANSWERS] = {"breathing (sensor)", "breathing (heart rhythm)",
                                                   "breathing (pulse wave)", "breathing (ECG)"};
    const char *breathing = isfinite(a->breath.rate_per_min) ? BREATHING[a->breath.answer] : "breathing";
    const struct row nonlinear[] = {
        {"SD1", "ms", a->nonlinear.sd1_ms},
        {"SD2", "ms", a->nonlinear.sd2_ms},
        {"sample entropy (2, 0.2 SD)", "", a->nonlinear.sample_entropy},
        {"DFA alpha1 (4-16)", "", a->nonlinear.dfa_alpha1},
        {"DFA alpha2 (16-64)", "", a->nonlinear.dfa_alpha2},
    };
    const struct row rhythm[] = {
        {"coherence score (0-16)", "", a->coherence.score},
        {"coherence ratio", "", a->coherence.ratio},
        {"peak share (64 s)", "", a->coherence.peak_share},
        {"peak", "Hz", a->coherence.peak_hz},
        {breathing, "/min", a->breath.rate_per_min},
        {"how sure (0-1)", "", a->breath.confidence},
        {"swing per breath", "bpm", a->breath.swing_bpm},
        {"heart with breath (MSC)", "", a->breath.coupled ? a->breath.coupling.msc : (double)NAN},
    };
    PRINT_ROWS("nonlinear", nonlinear);
    PRINT_ROWS("rhythm and breath", rhythm);
}

void analyze_table(const struct analyze_file *f, const struct analysis *a, const struct analysis_options *o)
{
    printf("%s (%s, %.1f s)\n", f->path, f->kind, a->found.duration_s);
    print_heart(a);
    print_spectrum(a, o);
    print_rest(a);
    for (size_t i = 0; i < a->notes; i++) {
        printf("  note: %s\n", a->note[i]);
    }
    if (f->note[0] != '\0') {
        printf("  note: %s\n", f->note);
    }
}

static void print_cell(FILE *out, double v)
{
    if (isfinite(v)) {
        (void)fprintf(out, ",%.6g", v);
    } else {
        (void)fputs(",", out);
    }
}

static void print_window(FILE *out, const struct sliding_row *r, double origin_s)
{
    const double cells[] = {
        r->filled_share,     r->time.mean_hr_bpm, r->time.mean_rr_ms,          r->time.sdnn_ms,
        r->time.rmssd_ms,    r->time.pnn50_pct,   r->frequency.vlf_ms2,        r->frequency.lf_ms2,
        r->frequency.hf_ms2, r->frequency.lf_hf,  r->frequency.peak_lf_hz,     r->frequency.peak_hf_hz,
        r->nonlinear.sd1_ms, r->nonlinear.sd2_ms, r->nonlinear.sample_entropy, r->nonlinear.dfa_alpha1,
    };
    (void)fprintf(out, "%.3f,%zu", r->t_s + origin_s, r->intervals);
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        print_cell(out, cells[i]);
    }
    (void)fputc('\n', out);
}

int analyze_sliding(const struct options *o, const struct analyze_file *f, const struct analysis *a,
                    const struct analysis_options *how)
{
    const double window_s = o->window_s > 0.0 ? o->window_s : 300.0, step_s = o->step_s > 0.0 ? o->step_s : 60.0;
    bool to_stdout = strcmp(o->sliding, "-") == 0;
    FILE *out = to_stdout ? stdout : fopen(o->sliding, "we");
    struct sliding s;
    struct sliding_row row;
    if (out == NULL) {
        say_error("%s: %s; name a file that can be written", o->sliding, strerror(errno));
        return EXIT_FAILED;
    }
    (void)fprintf(out, "# %s: windows of %g s every %g s, time_s is the middle; spectrum: %s\n", f->path, window_s,
                  step_s, analyze_method(how->method));
    (void)fputs("time_s,intervals,filled_share,mean_hr_bpm,mean_rr_ms,sdnn_ms,rmssd_ms,pnn50_pct,vlf_ms2,lf_ms2,hf_ms2,"
                "lf_hf,peak_lf_hz,peak_hf_hz,sd1_ms,sd2_ms,sample_entropy,dfa_alpha1\n",
                out);
    int more = sliding_open(&s, &a->series, how, window_s, step_s);
    while (more >= 0 && (more = sliding_next(&s, &row)) == 1) {
        print_window(out, &row, f->origin_s);
    }
    sliding_close(&s);
    if (more == 0 && a->found.duration_s < window_s && !o->quiet) {
        say_error("%s: %.1f s are shorter than a window of %g s, so there are no rows; give a shorter --window",
                  f->path, a->found.duration_s, window_s);
    }
    bool written = to_stdout || fclose(out) == 0;
    if (more < 0 || !written) {
        say_error("%s: %s", o->sliding, more == R_MEM ? "no memory" : strerror(errno));
    }
    return more >= 0 && written ? EXIT_DONE : EXIT_FAILED;
}
