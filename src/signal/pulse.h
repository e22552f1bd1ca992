/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_PULSE_H
#define SIGNAL_PULSE_H

#include "signal/grid.h"
#include "signal/mark.h"

enum {
    PULSE_STEP_US = 10000, /* 100 Hz: the pulse wave holds nothing above 15 Hz; the mark is refined between points */
    PULSE_RING = 512,      /* 5.1 s: the longest look back */
    PULSE_SLOPE_HALF = 12,
    PULSE_SHAPE = 40 /* points of slope that beats are compared by: 0.4 s round the upstroke */
};

/** One upstroke: the steepest point, the slope there, the height climbed, and the weight of both; at -1: none.
    bare: the height climbed in the wave as it is, the mean slope not taken off. */
struct pulse_rise {
    int64_t at;
    float slope, climb, weight, bare;
};

struct pulse_shape {
    float slope[PULSE_SHAPE];
};

/**
 * What both beat finders see of a pulse wave: its slope.
 *
 * n      Points taken since the last hole
 * done   Points of slope, from PULSE_SLOPE_HALF on. Both rings are held twice, so that every stretch is in one piece.
 */
struct pulse {
    struct grid grid;
    int64_t n, done;
    float x[2 * PULSE_RING], slope[2 * PULSE_RING];
    float level, per_point;          /* constant, as given to pulse_init; level over the points of its mean */
    float tap[PULSE_SLOPE_HALF + 1]; /* constant, made once */
};

/**
 * level    0..1: so much of the mean slope of about a second is taken off, so that breath and drift do not join or hide
 *          upstrokes; the more, the likelier a dicrotic wave becomes one of its own
 */
void pulse_init(struct pulse *p, float level);

/** Forgets the signal: the next sample is a new point 0. */
void pulse_break(struct pulse *p);

/**
 * One sample, finite, at t. hole, return, memory, thread: as qrs_push; at most GRID_OUT_MAX points.
 */
int pulse_push(struct pulse *p, usec t, float v, bool *hole);

/** The end of the signal is drawn on as a level line. Return as above. */
int pulse_flush(struct pulse *p);

/** Slope at a point among the last PULSE_RING that are done. */
float pulse_slope(const struct pulse *p, int64_t at);

/**
 * Follows the slope, turned by sign, point by point: a stretch of rising is one upstroke.
 *
 * rise     The upstroke being climbed; {.at = -1} to begin with
 * ended    The upstroke that ended with this point (or lasts too long), when the answer is true
 */
bool pulse_climb(const struct pulse *p, int64_t at, float sign, struct pulse_rise *rise, struct pulse_rise *ended);

/** Steepest point near `at`, between points by a parabola. */
double pulse_steepest(const struct pulse *p, int64_t at, float sign);

/** The slope round `at`, which is at least 0.2 s behind done. */
void pulse_shape(const struct pulse *p, int64_t at, float sign, struct pulse_shape *out);

/** Likeness of two shapes, -1..1: their cosine; 0 when one is nothing. */
float pulse_likeness(const struct pulse_shape *a, const struct pulse_shape *b);

/** The pulse round an upstroke, from its foot to its peak and down again, as far as it is seen yet. */
struct mark_wave pulse_wave(const struct pulse *p, int64_t at, float sign);

uint64_t pulse_hash(const struct pulse *p, uint64_t h);

#endif
