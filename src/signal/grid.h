/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_GRID_H
#define SIGNAL_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/usec.h"

enum { GRID_OUT_MAX = 80 };

/**
 * Uneven samples of any rate onto one fixed grid: each grid value is the mean, over its own cell, of the straight
 * lines that join the samples. That averages when samples are denser than the grid and joins when they are sparser,
 * moves nothing in time, and filters behind it have constants that are constants.
 *
 * hole     Longest step between two samples that is still bridged
 * start    Time of grid point 0, which is the first sample
 * filled   Grid points given so far; point k is at start + k * step
 * base     First value: it is taken off, so that large constant offsets cost no digits
 */
struct grid {
    usec step, hole, start, last_t;
    bool running;
    int64_t filled;
    float base, last_v;
    double area;
};

/** step: distance of grid points, us; hole: see above, us; hole / step + 2 <= GRID_OUT_MAX. */
void grid_init(struct grid *g, usec step, usec hole);

/** Forgets everything but step and hole: the next sample is a new point 0. */
void grid_break(struct grid *g);

/**
 * One sample, finite. A sample not later than the last is ignored.
 *
 * out      New grid values, at most GRID_OUT_MAX
 * hole     True: more than g->hole after the last sample; the grid was started anew with this sample
 * return   Number of values
 *
 * Memory   None.   Thread  One user at a time.
 * Source   Polyline averaged over cells (a box filter one cell wide); exact, no approximation.
 */
size_t grid_push(struct grid *g, usec t, float v, float out[GRID_OUT_MAX], bool *hole);

/** Time of a point between grid points. */
usec grid_time(const struct grid *g, double point);

uint64_t grid_hash(const struct grid *g, uint64_t h);

#endif
