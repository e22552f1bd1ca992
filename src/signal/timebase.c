/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Device ticks against arrivals. Bytes come in lumps and late, never early: in each window of 2 s the sample that was
 * least late counts, a line through these gives rate and offset, and the answer glides to that line.
 *
 * 1. Between two anchors time never runs backwards: the glide is a small share of the step.
 * 2. Everything is relative to the anchor, so that a shift of all arrivals shifts the answers and nothing else.
 * 3. With READING_EXACT nothing is fitted.
 */
#include "signal/timebase.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"

static const double DISAGREE_S = 0.5;     /* chosen: no transport keeps bytes that long unless it stood still */
static const double WINDOW_S = 2.0;       /* chosen: many lumps of 16 ms fall into it */
static const double GLIDE_SHARE = 0.02;   /* chosen: 16 ms are taken back in 0.8 s; an interval bends by 2 % at most */
static const double RATE_TOLERANCE = 0.1; /* chosen: the loops of hobby boards run up to some percent off */
static const uint8_t FIT_WINDOWS = 3;     /* chosen: two points of jitter make no line */

void timebase_init(struct timebase *t, double ticks_per_s)
{
    memset(t, 0, sizeof *t);
    t->ticks_per_s = ticks_per_s > 0.0 && isfinite(ticks_per_s) ? ticks_per_s : 0.0;
}

void timebase_break(struct timebase *t)
{
    timebase_init(t, t->ticks_per_s);
}

static void anchor_at(struct timebase *t, const struct reading *r)
{
    timebase_break(t);
    t->anchored = true;
    t->anchor = r->t;
    t->anchor_tick = r->tick;
    t->period_s = 1.0 / t->ticks_per_s;
    t->window_end_s = WINDOW_S;
    t->window_late_s = (double)INFINITY;
}

static void fit(struct timebase *t)
{
    double mean_x = 0.0, mean_y = 0.0, xx = 0.0, xy = 0.0;
    for (uint8_t i = 0; i < t->low_n; i++) {
        mean_x += t->low_ticks[i] / t->low_n;
        mean_y += t->low_late_s[i] / t->low_n;
    }
    for (uint8_t i = 0; i < t->low_n; i++) {
        double x = t->low_ticks[i] - mean_x;
        xx += x * x;
        xy += x * (t->low_late_s[i] - mean_y);
    }
    double slope = xx > 0.0 ? xy / xx : 0.0;
    double most = RATE_TOLERANCE / t->ticks_per_s;
    slope = fmax(-most, fmin(most, slope));
    t->period_s = 1.0 / t->ticks_per_s + slope;
    t->offset_s = mean_y - slope * mean_x;
}

static void note_lateness(struct timebase *t, double ticks, double arrival_s)
{
    double late = arrival_s - ticks / t->ticks_per_s;
    if (late < t->window_late_s) {
        t->window_late_s = late;
        t->window_ticks = ticks;
    }
    if (t->low_n < FIT_WINDOWS) {
        /* No line yet: a sample that came earlier than the line says moves it at once. */
        t->offset_s = fmin(t->offset_s, late);
    }
    if (arrival_s < t->window_end_s) {
        return;
    }
    t->low_ticks[t->low_next] = t->window_ticks;
    t->low_late_s[t->low_next] = t->window_late_s;
    t->low_next = (uint8_t)((t->low_next + 1) % TIMEBASE_WINDOWS);
    t->low_n = t->low_n < TIMEBASE_WINDOWS ? (uint8_t)(t->low_n + 1) : t->low_n;
    t->window_end_s = arrival_s + WINDOW_S;
    t->window_late_s = (double)INFINITY;
    if (t->low_n >= FIT_WINDOWS) {
        fit(t);
    }
}

static usec answer(const struct timebase *t)
{
    return t->anchor + usec_from_s(t->last_s);
}

usec timebase_place(struct timebase *t, const struct reading *r)
{
    if ((r->flags & READING_EXACT) || !(t->ticks_per_s > 0.0)) {
        return r->t;
    }
    if (!t->anchored) {
        anchor_at(t, r);
        return r->t;
    }
    double ticks = (double)(r->tick - t->anchor_tick), arrival_s = usec_to_s(r->t - t->anchor);
    double line = t->offset_s + ticks * t->period_s;
    if (ticks < t->last_ticks || fabs(arrival_s - line) > DISAGREE_S) {
        anchor_at(t, r);
        return r->t;
    }
    note_lateness(t, ticks, arrival_s);
    double step = (ticks - t->last_ticks) * t->period_s;
    double away = t->offset_s + ticks * t->period_s - (t->last_s + step);
    double most = GLIDE_SHARE * step;
    t->last_s += step + fmax(-most, fmin(most, away));
    t->last_ticks = ticks;
    return answer(t);
}

uint64_t timebase_hash(const struct timebase *t, uint64_t h)
{
    h = hash_u64(hash_f64(h, t->ticks_per_s), t->anchored);
    h = hash_i64(hash_i64(h, t->anchor), t->anchor_tick);
    h = hash_f64(hash_f64(h, t->offset_s), t->period_s);
    h = hash_f64(hash_f64(h, t->last_s), t->last_ticks);
    h = hash_f64s(h, t->low_ticks, TIMEBASE_WINDOWS);
    h = hash_f64s(h, t->low_late_s, TIMEBASE_WINDOWS);
    h = hash_u64(hash_u64(h, t->low_n), t->low_next);
    return hash_f64(hash_f64(hash_f64(h, t->window_end_s), t->window_ticks), t->window_late_s);
}
