/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recordings: samples -> qrs.h or pulse.h -> every hill, not only the likely ones -> choose.h -> marks.
 *
 *   hills of HOP_US -> settle all but the newest LAG_US -> told -> given, MARKS_MAX with a sample
 *
 * 1. Marks come in strict order of time.
 * 2. A pulse is followed upright and turned over at once; which one is told is the sign of the slope's skewness,
 *    median over the stretches in sight.
 */
#include "signal/sweep.h"

#include <math.h>
#include <string.h>

#include "signal/ramp.h"
#include "signal/stats.h"

static const usec LAG_US = 15 * USEC_PER_SEC;     /* chosen: some 15 beats behind are in sight */
static const usec HOP_US = 15 * USEC_PER_SEC;     /* chosen: as long */
static const usec CONTEXT_US = 15 * USEC_PER_SEC; /* chosen: as long before */
static const int64_t ECG_APART = 20;              /* points = 80 ms: a hill is the highest within it to either side */
static const int64_t PEAKS_KNOWN = 28;            /* points: with those of the wavelet 48, what qrs_peaks looks at */
static const int64_t PULSE_KNOWN = 60;            /* points = 600 ms, chosen: its width is over */
static const float FLAT_NOT = 0.5F; /* of the climb, bare; chosen: a pulse on the fall of a deep breath keeps half */
static const float FLAT_ALL = 0.2F;
static const int64_t SKEW_POINTS = 200; /* 2 s of pulse */
static const float SIGN_SURE = 0.2F;    /* skewness, chosen: below it the sign of before is kept */

void sweep_init(struct sweep *s, uint8_t kind)
{
    memset(s, 0, sizeof *s);
    s->kind = kind;
    qrs_init(&s->qrs);
    pulse_init(&s->pulse, 1.0F);
    for (int k = 0; k < 2; k++) {
        choose_init(&s->lane[k], kind == READING_ECG ? &CHOOSE_ECG : &CHOOSE_PULSE);
        s->rise[k].at = -1;
    }
    s->settled = s->last = USEC_NONE;
}

/* --- settling --------------------------------------------------------------------------------------------------- */

static void find_sign(struct sweep *s)
{
    uint32_t n = s->skew_n < CHOOSE_BLOCKS ? s->skew_n : CHOOSE_BLOCKS;
    float skew = n == 0 ? 0.0F : stats_median(s->skew, n);
    bool unsure = fabsf(skew) < SIGN_SURE && fabsf(s->sign) > 0.5F;
    s->sign = unsure ? s->sign : (skew < 0.0F ? -1.0F : 1.0F);
}

static void tell(struct sweep *s, const struct mark *marks, size_t n)
{
    if (s->given == s->told_n) {
        s->given = s->told_n = 0;
    }
    for (size_t i = 0; i < n && s->told_n < CHOOSE_TOLD_MAX; i++) {
        if (s->last == USEC_NONE || marks[i].t > s->last) {
            s->told[s->told_n++] = marks[i];
            s->last = marks[i].t;
        }
    }
}

static void settle(struct sweep *s, usec until)
{
    struct mark marks[2][CHOOSE_TOLD_MAX];
    size_t n[2] = {choose_settle(&s->lane[0], until, CONTEXT_US, marks[0]), 0}, k = 0;
    if (s->kind == READING_PPG) {
        n[1] = choose_settle(&s->lane[1], until, CONTEXT_US, marks[1]);
        find_sign(s);
        k = s->sign < 0.0F ? 1 : 0;
    }
    tell(s, marks[k], n[k]);
    s->settled = until;
}

static void add(struct sweep *s, int lane, const struct choose_hill *hill)
{
    s->settled = s->settled == USEC_NONE ? hill->t : s->settled;
    bool due = hill->t - s->settled > LAG_US + HOP_US || s->lane[lane].n == CHOOSE_HILLS;
    if (due) {
        settle(s, hill->t - LAG_US);
    }
    (void)choose_add(&s->lane[lane], hill); /* full of hills of one lag: then this one is not seen */
}

/* --- hills ------------------------------------------------------------------------------------------------------ */

static void add_qrs(struct sweep *s, const struct pulse_rise *w)
{
    struct choose_hill h = {.t = grid_time(&s->qrs.grid, (double)w->at), .height = w->weight};
    struct qrs_peaks p;
    qrs_peaks(&s->qrs, w->at, &p);
    struct qrs_shape shape;
    qrs_shape(&s->qrs, w->at, &shape);
    h.pace_hz = qrs_pace_hz(&shape);
    qrs_outline(&s->qrs, w->at, &h.shape.qrs);
    h.mark[0] = grid_time(&s->qrs.grid, p.up_at);
    h.mark[1] = grid_time(&s->qrs.grid, p.down_at);
    h.deflection[0] = p.up;
    h.deflection[1] = p.down;
    h.wave[0] = qrs_wave(&s->qrs, p.up_at);
    h.wave[1] = qrs_wave(&s->qrs, p.down_at);
    add(s, 0, &h);
}

static void add_rise(struct sweep *s, int lane, const struct pulse_rise *w)
{
    float sign = lane == 0 ? 1.0F : -1.0F;
    struct choose_hill h = {.t = grid_time(&s->pulse.grid, (double)w->at), .height = w->weight};
    h.mark[0] = h.mark[1] = grid_time(&s->pulse.grid, pulse_steepest(&s->pulse, w->at, sign));
    h.deflection[0] = w->slope;
    h.flat = ramp(w->bare / w->climb, FLAT_NOT, FLAT_ALL);
    pulse_shape(&s->pulse, w->at, sign, &h.shape.pulse);
    h.wave[0] = h.wave[1] = pulse_wave(&s->pulse, w->at, sign);
    add(s, lane, &h);
}

static void wait(struct sweep *s, int lane, const struct pulse_rise *w)
{
    if (s->waiting_n[lane] < SWEEP_WAITING) {
        s->waiting[lane][s->waiting_n[lane]++] = *w;
    }
}

/* The oldest one is added when enough behind it is known. */
static void end_wait(struct sweep *s, int lane, int64_t at)
{
    struct pulse_rise *w = s->waiting[lane];
    if (s->waiting_n[lane] == 0 || at - w->at < (s->kind == READING_ECG ? PEAKS_KNOWN : PULSE_KNOWN)) {
        return;
    }
    if (s->kind == READING_ECG) {
        add_qrs(s, w);
    } else {
        add_rise(s, lane, w);
    }
    s->waiting_n[lane]--;
    memmove(w, w + 1, s->waiting_n[lane] * sizeof *w);
}

static void ecg_point(struct sweep *s, int64_t at)
{
    struct pulse_rise *top = &s->rise[0];
    float height = s->qrs.envelope[at % QRS_RING];
    if (top->at >= 0 && at - top->at >= ECG_APART) {
        wait(s, 0, top);
        top->at = -1;
    }
    if (height > s->before && (top->at < 0 || height > top->weight)) {
        *top = (struct pulse_rise){.at = at, .weight = height};
    }
    s->before = height;
    end_wait(s, 0, at);
}

static void watch_skew(struct sweep *s, int64_t at)
{
    double d = (double)pulse_slope(&s->pulse, at);
    s->square += d * d / (double)SKEW_POINTS;
    s->cube += d * d * d / (double)SKEW_POINTS;
    if (at % SKEW_POINTS == SKEW_POINTS - 1) {
        if (s->square > 0.0) {
            s->skew[s->skew_n++ % CHOOSE_BLOCKS] = (float)(s->cube / (s->square * sqrt(s->square)));
        }
        s->square = s->cube = 0.0;
    }
}

static void ppg_point(struct sweep *s, int64_t at)
{
    watch_skew(s, at);
    for (int k = 0; k < 2; k++) {
        struct pulse_rise ended;
        if (pulse_climb(&s->pulse, at, k == 0 ? 1.0F : -1.0F, &s->rise[k], &ended)) {
            wait(s, k, &ended);
        }
        end_wait(s, k, at);
    }
}

static void points(struct sweep *s, int n)
{
    if (s->kind == READING_ECG) {
        for (int64_t at = s->qrs.done - n; at < s->qrs.done; at++) {
            ecg_point(s, at);
        }
    } else {
        for (int64_t at = s->pulse.done - n; at < s->pulse.done; at++) {
            ppg_point(s, at);
        }
    }
}

/* --- samples ---------------------------------------------------------------------------------------------------- */

static size_t give(struct sweep *s, struct mark out[MARKS_MAX])
{
    size_t n = 0;
    while (n < MARKS_MAX && s->given < s->told_n) {
        out[n++] = s->told[s->given++];
    }
    return n;
}

/* The signal ends here: what is open is settled. */
static void end(struct sweep *s)
{
    points(s, s->kind == READING_ECG ? qrs_flush(&s->qrs) : pulse_flush(&s->pulse));
    settle(s, INT64_MAX / 2);
    for (int k = 0; k < 2; k++) {
        choose_break(&s->lane[k]);
        s->rise[k] = (struct pulse_rise){.at = -1};
        s->waiting_n[k] = 0;
    }
    s->before = 0.0F;
    s->square = s->cube = 0.0;
    s->settled = USEC_NONE;
}

size_t sweep_push(struct sweep *s, usec t, float v, struct mark out[MARKS_MAX])
{
    bool hole = false;
    const struct grid *g = s->kind == READING_ECG ? &s->qrs.grid : &s->pulse.grid;
    if (g->running && t - g->last_t > g->hole) {
        end(s);
    }
    int n = s->kind == READING_ECG ? qrs_push(&s->qrs, t, v, &hole) : pulse_push(&s->pulse, t, v, &hole);
    points(s, n);
    return give(s, out);
}

size_t sweep_flush(struct sweep *s, struct mark out[MARKS_MAX])
{
    const struct grid *g = s->kind == READING_ECG ? &s->qrs.grid : &s->pulse.grid;
    if (g->running) {
        end(s);
        qrs_break(&s->qrs);
        pulse_break(&s->pulse);
    }
    return give(s, out);
}
