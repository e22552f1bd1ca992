/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first half of the batch path: readings through the stages that find beats and breaths. ECG and pulse are swept
 * side by side when a recording has both.
 *
 * 1. Memory grows by doubling, with what was found.
 */
#include "report/collect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "signal/beatclock.h"
#include "signal/breathing.h"
#include "signal/sweep.h"
#include "signal/tachogram.h"

enum { BLOCK = 512 };
static const double TRACE_FROM_S = 10.0, TRACE_S = 20.0; /* chosen: the first seconds are often the worst */
static const usec PACE_STEP_US = USEC_PER_SEC / 2;       /* a longer step is a hole */
static const usec LUNG_STEP_US = USEC_PER_SEC / 4, LUNG_HOLE_US = USEC_PER_SEC;

/* The steps from sample to sample of one channel, without its holes. */
struct pace {
    usec last, sum;
    size_t steps;
};

struct run {
    struct collected *out;
    struct sweep *sweep[HEART_SOURCES];
    usec last[HEART_SOURCES]; /* newest beat; USEC_NONE none */
    struct beatclock clock;
    struct breathing breathing;
    struct grid lung;
    struct pace pace[READING_KINDS];
    uint8_t breath_channel; /* RESP_CHANNELS: none yet */
    bool broken;            /* the next interval does not join the one before */
    bool failed;            /* no memory */
};

/* Room for one more; false: no memory. */
static bool grow(void **v, size_t n, size_t *room, size_t size)
{
    if (n < *room) {
        return true;
    }
    size_t more = *room == 0 ? 1024 : *room * 2;
    void *grown = realloc(*v, more * size);
    if (grown == NULL) {
        return false;
    }
    *v = grown;
    *room = more;
    return true;
}

static void keep_beat(struct run *r, enum heart_source of, const struct heart_beat *b)
{
    struct collected *c = r->out;
    void *v = c->beats[of];
    if (r->failed || !grow(&v, c->beats_n[of], &c->beats_room[of], sizeof *b)) {
        r->failed = true;
        return;
    }
    c->beats[of] = v;
    c->beats[of][c->beats_n[of]++] = *b;
    r->last[of] = b->t;
}

static void keep_marks(struct run *r, enum heart_source of, const struct mark *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct heart_beat b = heart_beat_of(&m[i], r->last[of], false);
        keep_beat(r, of, &b);
    }
}

static void keep_trace(struct run *r, enum heart_source of, double t_s, float v)
{
    struct collected *c = r->out;
    if (c->trace_n == 0 || of < c->trace_of) {
        c->trace_of = (uint8_t)of;
        c->trace_n = 0;
    }
    bool first = c->trace_n == 0 || (t_s >= TRACE_FROM_S && c->trace_t_s[0] < (float)TRACE_FROM_S);
    if (first) {
        c->trace_n = 0;
    }
    if (of == c->trace_of && c->trace_n < TRACE_MAX && (first || t_s - (double)c->trace_t_s[0] < TRACE_S)) {
        c->trace_t_s[c->trace_n] = (float)t_s;
        c->trace_v[c->trace_n++] = v;
    }
}

static void wave_reading(struct run *r, enum heart_source of, const struct reading *in)
{
    struct mark marks[MARKS_MAX];
    if (r->sweep[of] == NULL) {
        r->sweep[of] = malloc(sizeof *r->sweep[of]);
        if (r->sweep[of] == NULL) {
            r->failed = true;
            return;
        }
        sweep_init(r->sweep[of], in->kind);
    }
    double t_s = usec_to_s(in->t);
    if (t_s < TRACE_FROM_S + TRACE_S + 1.0) {
        keep_trace(r, of, t_s, in->value);
    }
    keep_marks(r, of, marks, sweep_push(r->sweep[of], in->t, in->value, marks));
}

/* Intervals of a file or of a device that finds its beats itself. One of more than 3 s is a hole, not an interval. */
static void interval_reading(struct run *r, const struct reading *in)
{
    if (!(in->value > 0.0F)) {
        r->broken = true;
        return;
    }
    struct mark m = beatclock_place(&r->clock, in);
    if (r->last[HEART_INTERVALS] != USEC_NONE && m.t <= r->last[HEART_INTERVALS]) {
        return;
    }
    bool first = r->last[HEART_INTERVALS] == USEC_NONE,
         hole = (double)in->value > usec_to_s(TACHOGRAM_HOLE_US) * 1000.0;
    bool joined = (first || m.joined) && !r->broken && !hole;
    keep_beat(r, HEART_INTERVALS, &(struct heart_beat){m.t, hole ? NAN : in->value, joined, 1.0F, MARK_NO_WAVE});
    r->broken = false;
}

static void keep_lung(struct run *r, const struct reading *in)
{
    float values[GRID_OUT_MAX];
    struct collected *c = r->out;
    bool hole = false;
    size_t n = grid_push(&r->lung, in->t, in->value, values, &hole);
    for (size_t i = 0; i < n && !r->failed; i++) {
        int64_t at = r->lung.filled - (int64_t)(n - i);
        usec t = r->lung.start + at * LUNG_STEP_US;
        size_t index = t > 0 ? (size_t)(t / LUNG_STEP_US) : 0;
        while (c->lung_n <= index) {
            void *v = c->lung_4hz;
            if (!grow(&v, c->lung_n, &c->lung_room, sizeof *c->lung_4hz)) {
                r->failed = true;
                return;
            }
            c->lung_4hz = v;
            c->lung_4hz[c->lung_n++] = NAN;
        }
        c->lung_4hz[index] = values[i] + r->lung.base;
    }
}

static void breath_reading(struct run *r, const struct reading *in)
{
    struct collected *c = r->out;
    struct breath b;
    if (in->channel >= r->breath_channel && in->channel != r->breath_channel) {
        return; /* a better one is heard */
    }
    if (r->breath_channel != in->channel) {
        r->breath_channel = in->channel;
        breathing_init(&r->breathing, in->channel);
        c->breaths_n = c->lung_n = 0;
    }
    keep_lung(r, in);
    if (breathing_push(&r->breathing, in->t, in->value, &b)) {
        void *v = c->breaths;
        if (!grow(&v, c->breaths_n, &c->breaths_room, sizeof b)) {
            r->failed = true;
            return;
        }
        c->breaths = v;
        c->breaths[c->breaths_n++] = b;
    }
}

static void keep_pace(struct pace *p, usec t)
{
    if (p->last != USEC_NONE && t - p->last <= PACE_STEP_US) {
        p->sum += t - p->last;
        p->steps++;
    }
    p->last = t;
}

/* Of the fastest channel of samples; NaN without. */
static double rate_found(const struct run *r)
{
    static const uint8_t WAVES[] = {READING_ECG, READING_PPG, READING_RESP};
    double rate_hz = (double)NAN;
    for (size_t i = 0; i < sizeof WAVES; i++) {
        const struct pace *p = &r->pace[WAVES[i]];
        if (p->sum > 0) {
            rate_hz = fmax(rate_hz, (double)p->steps / usec_to_s(p->sum));
        }
    }
    return rate_hz;
}

/* A monitor's breathing rate, once a second, is called "resp" like the wave. */
static void check_breath(struct run *r)
{
    const struct pace *p = &r->pace[READING_RESP];
    if (p->last != USEC_NONE && p->sum == 0) {
        r->out->breath_is_no_wave = true;
        r->out->breaths_n = r->out->lung_n = 0;
    }
}

static void take(struct run *r, const struct reading *in)
{
    if (in->kind < READING_KINDS) {
        keep_pace(&r->pace[in->kind], in->t);
    }
    bool missing = (in->flags & READING_MISSING) || !isfinite(in->value);
    if (in->kind == READING_GAP || (missing && in->kind == READING_IBI)) {
        r->broken = true;
        return;
    }
    if (missing) {
        return;
    }
    r->out->duration_s = fmax(r->out->duration_s, usec_to_s(in->t));
    switch (in->kind) {
    case READING_IBI:
        interval_reading(r, in);
        break;
    case READING_ECG:
        wave_reading(r, HEART_ECG, in);
        break;
    case READING_PPG:
        wave_reading(r, HEART_PPG, in);
        break;
    case READING_RESP:
        breath_reading(r, in);
        break;
    default:
        break;
    }
}

static void flush(struct run *r)
{
    struct mark marks[MARKS_MAX];
    for (int of = 0; of < HEART_SOURCES; of++) {
        size_t n = 0;
        while (r->sweep[of] != NULL && (n = sweep_flush(r->sweep[of], marks)) > 0) {
            keep_marks(r, (enum heart_source)of, marks, n);
        }
    }
}

static int read_all(struct run *r, const struct reading_source *source)
{
    struct reading block[BLOCK];
    int more = 1;
    while (more == 1 && !r->failed) {
        size_t n = 0;
        more = source->read(source->from, block, BLOCK, &n);
        for (size_t i = 0; i < n; i++) {
            take(r, &block[i]);
        }
    }
    flush(r);
    check_breath(r);
    return r->failed ? R_MEM : more;
}

int collect_run(struct collected *c, const struct reading_source *source)
{
    struct run r = {.out = c, .breath_channel = RESP_CHANNELS};
    for (int of = 0; of < HEART_SOURCES; of++) {
        r.last[of] = USEC_NONE;
    }
    for (int kind = 0; kind < READING_KINDS; kind++) {
        r.pace[kind].last = USEC_NONE;
    }
    *c = (struct collected){.trace_t_s = malloc(TRACE_MAX * sizeof(float)),
                            .trace_v = malloc(TRACE_MAX * sizeof(float))};
    beatclock_init(&r.clock);
    grid_init(&r.lung, LUNG_STEP_US, LUNG_HOLE_US);
    int result = c->trace_t_s == NULL || c->trace_v == NULL ? R_MEM : read_all(&r, source);
    c->rate_hz = rate_found(&r);
    for (int of = 0; of < HEART_SOURCES; of++) {
        free(r.sweep[of]);
    }
    return result;
}

enum heart_source collect_best(const struct collected *c)
{
    for (int of = 0; of < HEART_SOURCES; of++) {
        if (c->beats_n[of] > 0) {
            return (enum heart_source)of;
        }
    }
    return HEART_INTERVALS;
}

void collect_free(struct collected *c)
{
    for (int of = 0; of < HEART_SOURCES; of++) {
        free(c->beats[of]);
    }
    free(c->breaths);
    free(c->lung_4hz);
    free(c->trace_t_s);
    free(c->trace_v);
}
