/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels of what was measured, beat by beat: intervals over time, and the wave they were found in. */
#include <math.h>
#include <stdio.h>

#include "report/panels.h"

static const double WAVE_S = 10.0;
static const double MARK_R = 6.5, MARK_LEAST = 4.2;
static const struct words LEGEND = {16.0, CUT_REGULAR, ANCHOR_START, INK_BLACK};
static const char *const KIND_NAMES[BEAT_KINDS] = {"filled in", "missed", "extra", "ectopic", "long", "short"};
enum { REACH = 3, LEGEND_BYTES = 64 };

/* --- kinds ------------------------------------------------------------------------------------------------------- */

/* The kind of the judged beat nearest to a corrected interval; a missed beat's interval ends before its beat, what an
   extra beat leaves ends after it. beat: where to look, moved on. */
static uint8_t kind_at(const struct analysis *a, double t_s, size_t *beat)
{
    while (*beat + 1 < a->beats_n && a->beats_s[*beat] < t_s - 1e-3) {
        (*beat)++;
    }
    for (size_t d = 0; d < REACH; d++) {
        if (*beat + d < a->beats_n && a->beats[*beat + d].kind != BEAT_NORMAL) {
            return a->beats[*beat + d].kind;
        }
        if (*beat >= d && *beat - d < a->beats_n && a->beats[*beat - d].kind != BEAT_NORMAL) {
            return a->beats[*beat - d].kind;
        }
    }
    return BEAT_NORMAL;
}

/* From the right edge to the left, in line with the title; only what there is. */
static void legend(const struct pen *p, const struct place *at, const size_t count[BEAT_KINDS], const char *normal)
{
    double x = at->x + at->w;
    for (int kind = BEAT_KINDS - 1; kind >= 0; kind--) {
        if (count[kind] == 0) {
            continue;
        }
        char words[LEGEND_BYTES];
        (void)snprintf(words, sizeof words, "%s %zu", kind == BEAT_NORMAL ? normal : KIND_NAMES[kind], count[kind]);
        x -= pen_width(p, &LEGEND, words);
        pen_text(p, &LEGEND, x, at->y + 22.0, words);
        pen_mark(p, (uint8_t)kind, x - 13.0, at->y + 16.5, MARK_R);
        x -= 40.0;
    }
}

/* --- intervals over time ----------------------------------------------------------------------------------------- */

static const struct unit {
    double up_to_s, seconds;
    const char *name;
} UNITS[] = {{120.0, 1.0, "time (s)"}, {10800.0, 60.0, "time (min)"}, {HUGE_VAL, 3600.0, "time (h)"}};

static const struct unit *unit_for(double span_s)
{
    const struct unit *u = UNITS;
    while (span_s > u->up_to_s) {
        u++;
    }
    return u;
}

static struct axes tachogram_axes(const struct place *at, const struct hrv_series *s, double seconds)
{
    struct axes x = {.at = axes_inside(at), .y0 = s->rr_ms[0], .y1 = s->rr_ms[0]};
    for (size_t i = 0; i < s->n; i++) {
        x.y0 = fmin(x.y0, s->rr_ms[i]);
        x.y1 = fmax(x.y1, s->rr_ms[i]);
    }
    axes_widen(&x.y0, &x.y1, 0.06);
    x.x0 = (s->t_s[0] - 1e-3 * s->rr_ms[0]) / seconds;
    x.x1 = s->t_s[s->n - 1] / seconds;
    if (x.x0 * seconds < 5.0) { /* chosen: what begins with the recording is shown from 0 */
        x.x0 = fmin(0.0, x.x0);
    }
    return x;
}

static void intervals(const struct pen *p, const struct axes *x, const struct hrv_series *s, double seconds)
{
    struct curve c;
    curve_begin(&c, p, x);
    for (size_t i = 0; i < s->n; i++) {
        if (s->begins[i]) {
            curve_break(&c);
        }
        curve_to(&c, s->t_s[i] / seconds, s->rr_ms[i]);
    }
    curve_break(&c);
    pen_ink(p, INK_BLUE, 1.0);
    cairo_set_line_width(p->cr, s->n > 2000 ? 0.9 : 1.3);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND); /* an interval between two holes is a dot */
    cairo_stroke(p->cr);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
}

/* Smaller where there are so many that they would hide the line. */
static double mark_radius(const struct axes *x, const struct hrv_series *s)
{
    double filled = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        filled += s->filled[i] ? 1.0 : 0.0;
    }
    return fmin(MARK_R, fmax(MARK_LEAST, x->at.w / (1.0 + filled)));
}

void panel_tachogram(const struct pen *p, const struct place *at, const struct analysis *a)
{
    const struct hrv_series *s = &a->series;
    if (s->n == 0) {
        axes_absent(p, at, "RR intervals", "No intervals: fewer than two beats in a row were found.");
        return;
    }
    const struct unit *u = unit_for(s->t_s[s->n - 1]);
    const struct axes x = tachogram_axes(at, s, u->seconds);
    size_t count[BEAT_KINDS] = {0}, beat = 0;
    axes_title(p, at, "RR intervals");
    axes_draw(p, &x, u->name, "RR (ms)", 12.0, 5.0);
    intervals(p, &x, s, u->seconds);
    const double radius = mark_radius(&x, s);
    for (size_t i = 0; i < s->n; i++) {
        if (s->filled[i]) {
            uint8_t kind = kind_at(a, s->t_s[i], &beat);
            pen_mark(p, kind, axes_x(&x, s->t_s[i] / u->seconds), axes_y(&x, s->rr_ms[i]), radius);
            count[BEAT_NORMAL] += kind == BEAT_NORMAL ? 1 : 0;
        }
    }
    for (int kind = BEAT_NORMAL + 1; kind < BEAT_KINDS; kind++) {
        count[kind] = a->kinds[kind];
    }
    legend(p, at, count, KIND_NAMES[BEAT_NORMAL]);
}

/* --- the wave ---------------------------------------------------------------------------------------------------- */

bool panel_has_wave(const struct analysis *a)
{
    return a->found.trace_n > 1;
}

/* Samples of the first ten seconds that are kept. */
static size_t wave_length(const struct collected *f)
{
    size_t n = 1;
    while (n < f->trace_n && (double)f->trace_t_s[n] <= (double)f->trace_t_s[0] + WAVE_S) {
        n++;
    }
    return n;
}

static struct axes wave_axes(const struct place *at, const struct collected *f, size_t n)
{
    struct axes x = {.at = axes_inside(at), .y0 = (double)f->trace_v[0], .y1 = (double)f->trace_v[0]};
    for (size_t i = 0; i < n; i++) {
        x.y0 = fmin(x.y0, (double)f->trace_v[i]);
        x.y1 = fmax(x.y1, (double)f->trace_v[i]);
    }
    axes_widen(&x.y0, &x.y1, 0.1);
    x.x0 = (double)f->trace_t_s[0];
    x.x1 = (double)f->trace_t_s[n - 1];
    axes_widen(&x.x0, &x.x1, 0.0);
    return x;
}

static void wave(const struct pen *p, const struct axes *x, const struct collected *f, size_t n)
{
    const double usual = (x->x1 - x->x0) / (double)n;
    struct curve c;
    curve_begin(&c, p, x);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (double)(f->trace_t_s[i] - f->trace_t_s[i - 1]) > 0.1 + 3.0 * usual) { /* chosen: a hole */
            curve_break(&c);
        }
        curve_to(&c, (double)f->trace_t_s[i], (double)f->trace_v[i]);
    }
    curve_break(&c);
    pen_ink(p, INK_BLACK, 1.0);
    cairo_set_line_width(p->cr, 1.3);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(p->cr);
}

/* Height of the wave at a moment within it. sample: where to look, moved on */
static double height_at(const struct collected *f, size_t n, double t_s, size_t *sample)
{
    while (*sample + 2 < n && (double)f->trace_t_s[*sample + 1] < t_s) {
        (*sample)++;
    }
    double from = (double)f->trace_t_s[*sample], to = (double)f->trace_t_s[*sample + 1];
    double share = to > from ? fmin(1.0, fmax(0.0, (t_s - from) / (to - from))) : 0.0;
    return (double)f->trace_v[*sample] + share * (double)(f->trace_v[*sample + 1] - f->trace_v[*sample]);
}

void panel_wave(const struct pen *p, const struct place *at, const struct analysis *a)
{
    static const char *const NAMES[HEART_SOURCES] = {"intervals", "ECG (as recorded)", "pulse (as recorded)"};
    static const char *const TITLES[HEART_SOURCES] = {"", "ECG", "Pulse wave"};
    const struct collected *f = &a->found;
    const size_t n = wave_length(f);
    const struct axes x = wave_axes(at, f, n);
    size_t count[BEAT_KINDS] = {0}, sample = 0;
    char title[LEGEND_BYTES];
    (void)snprintf(title, sizeof title, "%s%s", TITLES[f->trace_of],
                   a->beats_n > 0 ? " with beats" : "; no beats were found");
    axes_title(p, at, title);
    axes_draw(p, &x, "time (s)", NAMES[f->trace_of], 12.0, 5.0);
    wave(p, &x, f, n);
    for (size_t i = 0; i < a->beats_n; i++) {
        if (a->beats_s[i] >= x.x0 && a->beats_s[i] <= x.x1) {
            double v = height_at(f, n, a->beats_s[i], &sample);
            pen_mark(p, a->beats[i].kind, axes_x(&x, a->beats_s[i]), axes_y(&x, v), MARK_R);
            count[a->beats[i].kind]++;
        }
    }
    legend(p, at, count, "beat");
}

/* --- breathing --------------------------------------------------------------------------------------------------- */

static const double LUNG_HZ = 4.0;

bool panel_has_breathing(const struct analysis *a)
{
    for (size_t i = 0; i < a->found.lung_n; i++) {
        if (!isnan(a->found.lung_4hz[i])) {
            return true;
        }
    }
    return false;
}

static struct axes breathing_axes(const struct place *at, const struct collected *f, double seconds)
{
    struct axes x = {.at = axes_inside(at), .y0 = HUGE_VAL, .y1 = -HUGE_VAL};
    for (size_t i = 0; i < f->lung_n; i++) {
        x.y0 = fmin(x.y0, (double)f->lung_4hz[i]); /* NaN is passed over */
        x.y1 = fmax(x.y1, (double)f->lung_4hz[i]);
    }
    axes_widen(&x.y0, &x.y1, 0.1);
    x.x1 = (double)f->lung_n / LUNG_HZ / seconds;
    return x;
}

void panel_breathing(const struct pen *p, const struct place *at, const struct analysis *a)
{
    const struct collected *f = &a->found;
    const struct unit *u = unit_for((double)f->lung_n / LUNG_HZ);
    const struct axes x = breathing_axes(at, f, u->seconds);
    struct curve c;
    axes_title(p, at, a->onsets_n > 0 ? "Breathing with starts of in-breaths" : "Breathing; no breaths were found");
    axes_draw(p, &x, u->name, "breathing (as recorded)", 12.0, 5.0);
    curve_begin(&c, p, &x);
    for (size_t i = 0; i < f->lung_n; i++) {
        if (isnan(f->lung_4hz[i])) {
            curve_break(&c);
        } else {
            curve_to(&c, (double)i / LUNG_HZ / u->seconds, (double)f->lung_4hz[i]);
        }
    }
    curve_break(&c);
    pen_ink(p, INK_BLUE, 1.0);
    cairo_set_line_width(p->cr, 1.3);
    cairo_stroke(p->cr);
    const double radius = fmin(MARK_R, fmax(MARK_LEAST, x.at.w / (1.0 + 4.0 * (double)a->onsets_n)));
    for (size_t i = 0; i < a->onsets_n; i++) {
        const size_t k = (size_t)lround(fmax(0.0, a->onsets_s[i]) * LUNG_HZ);
        if (k < f->lung_n && !isnan(f->lung_4hz[k])) {
            pen_mark(p, BEAT_NORMAL, axes_x(&x, a->onsets_s[i] / u->seconds), axes_y(&x, (double)f->lung_4hz[k]),
                     radius);
        }
    }
}
