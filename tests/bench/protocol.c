/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/protocol.h"

#include <math.h>
#include <string.h>

#include "bench/sorted.h"

static const double ASSESSED_S = 720.0;
static const double STEP_S = 120.0, STEPS_FROM = 7.0, STEPS_BY = 0.5, SETTLING_S = 30.0; /* of a step, not looked at */
static const double SLIDE_FROM = 6.75, SLIDE_TO = 4.25;
static const double LED_BY = 1.06;
enum { STEPS = 6, SLIDE_WINDOW = 7 }; /* breaths */

void protocol_init(struct protocol *p, enum protocol_kind kind, double fixed_per_min)
{
    memset(p, 0, sizeof *p);
    p->kind = kind;
    p->fixed_per_min = fixed_per_min;
    p->low_bpm = (double)INFINITY;
    p->high_bpm = -(double)INFINITY;
}

void protocol_beat(struct protocol *p, double rr_ms)
{
    if (rr_ms > 300.0 && rr_ms < 1800.0) {
        p->high_bpm = fmax(p->high_bpm, 60000.0 / rr_ms);
        p->low_bpm = fmin(p->low_bpm, 60000.0 / rr_ms);
    }
}

/* Median span of breaths [from..to-1] that began in from_s..to_s: a premature beat spoils one breath only. */
static double median_span(const struct protocol *p, size_t from, size_t to, double from_s, double to_s)
{
    double v[PROTOCOL_BREATHS];
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        const struct protocol_breath *b = &p->breath[i];
        if (b->at_s >= from_s && b->at_s < to_s && b->span_bpm > 0.0) {
            v[n++] = b->span_bpm;
        }
    }
    return n > 0 ? sorted_median(v, n) : 0.0;
}

static double best_step(const struct protocol *p)
{
    double best = STEPS_FROM, most = 0.0;
    for (int k = 0; k < STEPS; k++) {
        double span = median_span(p, 0, p->breaths, k * STEP_S + SETTLING_S, (k + 1) * STEP_S);
        best = span > most ? STEPS_FROM - STEPS_BY * k : best;
        most = fmax(most, span);
    }
    return best;
}

static double best_of_slide(const struct protocol *p)
{
    double best = SLIDE_FROM, most = 0.0;
    for (size_t i = 0; i + SLIDE_WINDOW <= p->breaths; i++) {
        double span = median_span(p, i, i + SLIDE_WINDOW, 0.0, ASSESSED_S);
        best = span > most ? p->breath[i + SLIDE_WINDOW / 2].per_min : best;
        most = fmax(most, span);
    }
    return best;
}

static double assessed(struct protocol *p, double t_s)
{
    bool stepped = p->kind == PROTOCOL_STEPPED;
    if (t_s < ASSESSED_S) {
        return stepped ? STEPS_FROM - STEPS_BY * floor(t_s / STEP_S)
                       : SLIDE_FROM + (SLIDE_TO - SLIDE_FROM) * t_s / ASSESSED_S;
    }
    if (!(p->found_per_min > 0.0)) {
        p->found_per_min = stepped ? best_step(p) : best_of_slide(p);
    }
    return p->found_per_min;
}

double protocol_next(struct protocol *p, double t_s, double own_per_min, double best_per_min)
{
    if (p->per_min > 0.0 && p->breaths < PROTOCOL_BREATHS) {
        p->breath[p->breaths++] = (struct protocol_breath){p->from_s, p->per_min, p->high_bpm - p->low_bpm};
    }
    p->from_s = t_s;
    p->low_bpm = (double)INFINITY;
    p->high_bpm = -(double)INFINITY;
    double before = p->per_min > 0.0 ? p->per_min : own_per_min * LED_BY;
    switch (p->kind) {
    case PROTOCOL_FIXED:
        p->per_min = p->fixed_per_min;
        break;
    case PROTOCOL_ORACLE:
        p->per_min = fmax(before / LED_BY, fmin(before * LED_BY, best_per_min));
        break;
    default:
        p->per_min = assessed(p, t_s);
        break;
    }
    return p->per_min;
}
