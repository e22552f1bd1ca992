/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The batch path: the same body, detector, judgement and spectrum as live, over a whole file. Only the figures of the
   whole series (signal/hrv.h) are its own. Arrays grow by doubling. */
#include "report/analysis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "signal/artefact.h"
#include "signal/spectrum.h"

static const usec TICK_US = 20 * USEC_PER_MS;       /* as live */
static const usec LAST_BEATS_US = 6 * USEC_PER_SEC; /* after the end: the last beats are judged */
static const double HOLE_MS = 3000.0;               /* the drop-out of physiology 2.1: no interval */

struct run {
    struct analysis *a;
    struct body *body;
    struct artefact artefact;
    usec now, last_beat;
    double ratio, score, share, *peaks_hz, *rates;
    size_t scored, peaks_room, rates_n, rates_room;
    double confidence;
    bool intervals; /* a file of intervals: its beats do not come by the detector */
    bool failed;
};

static bool grow(double **v, size_t n, size_t *room)
{
    if (n < *room) {
        return true;
    }
    size_t more = *room == 0 ? 1024 : *room * 2;
    double *grown = realloc(*v, more * sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    *v = grown;
    *room = more;
    return true;
}

static void append(struct run *r, double **v, size_t *n, size_t *room, double value)
{
    if (grow(v, *n, room)) {
        (*v)[(*n)++] = value;
    } else {
        r->failed = true;
    }
}

static void take_points(struct run *r, const struct artefact_out *out, size_t n)
{
    struct analysis *a = r->a;
    for (size_t i = 0; i < n; i++) {
        a->kinds[out[i].beat.kind]++;
        a->used += out[i].beat.used ? 1 : 0;
        for (uint8_t k = 0; k < out[i].points_n; k++) {
            append(r, &a->nn_ms, &a->nn_n, &a->nn_room, (double)out[i].points[k].rr_ms);
        }
    }
}

/* A beat as found: its interval is judged here over again, so that its corrected points are had. */
static void take_beat(struct run *r, const struct beat *b)
{
    struct analysis *a = r->a;
    append(r, &a->beats_s, &a->beats_n, &a->beats_room, usec_to_s(b->t));
    bool joined = r->last_beat != USEC_NONE && !isnan(b->rr_ms);
    r->last_beat = b->t;
    if (a->corrected) {
        struct artefact_out out[ARTEFACT_OUT_MAX] = {0};
        take_points(r, out, artefact_push(&r->artefact, b->t, b->rr_ms, joined, out));
    } else if (joined) {
        a->used++;
        append(r, &a->nn_ms, &a->nn_n, &a->nn_room, (double)b->rr_ms);
    }
}

static void take_events(struct run *r)
{
    struct analysis *a = r->a;
    struct body_event events[BODY_EVENTS_MAX];
    size_t n = body_events(r->body, events, BODY_EVENTS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (events[i].kind == BODY_BEAT && r->intervals) {
            continue;
        }
        if (events[i].kind == BODY_BEAT) {
            take_beat(r, &events[i].beat);
        } else if (events[i].kind == BODY_BREATH) {
            const struct breath *b = &events[i].breath;
            a->breath_source = r->rates_n == 0 || b->source < a->breath_source ? b->source : a->breath_source;
            append(r, &a->breaths_s, &a->breaths_n, &a->breaths_room, usec_to_s(b->t));
            append(r, &r->rates, &r->rates_n, &r->rates_room, (double)b->rate_per_min);
            r->confidence += (double)b->confidence;
        }
    }
}

static void take_second(struct run *r)
{
    const struct measures *m = body_measures(r->body);
    if (!m->scored) {
        return;
    }
    r->ratio += (double)m->coherence_ratio;
    r->score += (double)m->coherence_score;
    r->share += (double)m->peak_share;
    append(r, &r->peaks_hz, &r->scored, &r->peaks_room, (double)m->peak_hz);
}

static void advance(struct run *r, usec to)
{
    while (r->now + TICK_US <= to) {
        r->now += TICK_US;
        body_tick(r->body, r->now);
        take_events(r);
        if (r->now % USEC_PER_SEC == 0) {
            take_second(r);
        }
    }
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static double median(double *v, size_t n)
{
    if (n == 0) {
        return (double)NAN;
    }
    qsort(v, n, sizeof *v, by_value);
    return n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2.0;
}

static void note(struct analysis *a, const char *text)
{
    if (a->notes < sizeof a->note / sizeof a->note[0]) {
        a->note[a->notes++] = text;
    }
}

/* Intervals of a file of intervals go past the detector: they are beats already. */
static void take_interval(struct run *r, const struct reading *in)
{
    if (in->flags & READING_MISSING) {
        return;
    }
    struct beat b = {in->t, in->value, BEAT_NORMAL, true};
    r->last_beat = r->last_beat == USEC_NONE ? in->t : r->last_beat;
    if ((double)in->value > HOLE_MS) {
        b.rr_ms = NAN;
        note(r->a, "an interval of more than 3 s is a gap, not an interval");
    }
    take_beat(r, &b);
}

static bool figures(struct analysis *a)
{
    const struct hrv_series series = {a->nn_ms, NULL, NULL, a->nn_n};
    size_t need = hrv_work_size(a->nn_n), other = hrv_spectrum_work(&series) * sizeof(double);
    double *work = malloc(need > other ? need : other);
    struct hrv_density density;
    if (work == NULL) {
        return false;
    }
    hrv_time(&series, &a->time);
    hrv_nonlinear(&series, work, &a->nonlinear);
    int result = hrv_spectrum(&series, PSD_WELCH, 0.0, work, &density);
    hrv_bands(&density, &a->frequency);
    if (result == R_DATA) {
        note(a, "no spectrum: under 64 s of intervals");
    }
    free(work);
    return result != R_MEM;
}

static void finish(struct run *r)
{
    struct analysis *a = r->a;
    advance(r, r->now + LAST_BEATS_US);
    if (a->corrected) {
        struct artefact_out out[ARTEFACT_OUT_MAX] = {0};
        take_points(r, out, artefact_flush(&r->artefact, out));
    }
    double n = (double)r->scored;
    a->coherence_ratio = r->scored > 0 ? r->ratio / n : (double)NAN;
    a->coherence_score = r->scored > 0 ? r->score / n : (double)NAN;
    a->peak_share = r->scored > 0 ? r->share / n : (double)NAN;
    a->peak_hz = median(r->peaks_hz, r->scored);
    a->breath_per_min = median(r->rates, r->rates_n);
    a->breath_confidence = r->rates_n > 0 ? r->confidence / (double)r->rates_n : (double)NAN;
    if (r->scored == 0) {
        note(a, "no coherence: no 64 s of good signal");
    }
    if (r->rates_n == 0) {
        note(a, "no breathing was found");
    }
}

static int read_all(struct run *r, struct recording *in)
{
    r->intervals = recording_info(in)->kind == RECORDING_RR;
    struct reading reading;
    int got = 0;
    while ((got = recording_next(in, &reading)) == 1 && !r->failed) {
        advance(r, reading.t - TICK_US);
        body_reading(r->body, &reading);
        if (r->intervals) {
            take_interval(r, &reading);
        }
        r->a->duration_s = usec_to_s(reading.t);
    }
    return got;
}

int analysis_run(struct analysis *a, struct recording *in, bool correct)
{
    *a = (struct analysis){.corrected = correct, .breath_source = BREATH_HEART};
    struct run r = {.a = a, .last_beat = USEC_NONE, .body = aligned_alloc(64, (body_size() + 63) / 64 * 64)};
    int result = R_MEM;
    if (r.body != NULL && body_init(r.body) == R_OK) {
        artefact_init(&r.artefact);
        result = read_all(&r, in);
        finish(&r);
        body_deinit(r.body);
        result = r.failed || !figures(a) ? R_MEM : result;
    }
    free(r.body);
    free(r.peaks_hz);
    free(r.rates);
    return result;
}

void analysis_free(struct analysis *a)
{
    free(a->beats_s);
    free(a->nn_ms);
    free(a->breaths_s);
}
