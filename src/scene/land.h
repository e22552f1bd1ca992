/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_LAND_H
#define SCENE_LAND_H

#include "scene/frame.h"

/*
 * Hills, water's edges and stars. Not for other rooms.
 *
 * Lengths are in heights of the picture, across from its middle: the same hills stand in every window, a wide one only
 * shows more of them.
 */

enum { LAND_POINTS = 65, LAND_WAVES = 3 };

/** One wave of a ridge: height and length in heights, phase as a share of the length. */
struct land_wave {
    float height, length, phase;
};

/** A line across the picture at y (share of its height, down), with waves on it. */
struct land_ridge {
    float y;
    struct land_wave wave[LAND_WAVES];
};

/** A line from edge to edge, ready for list_add_area. */
struct land_line {
    struct list_point p[LAND_POINTS];
};

/** y of the ridge at x px, px. unit: what counts as one height, px; middle: x of the middle, px; base: y of y = 0. */
float land_at(const struct land_ridge *r, const struct frame *f, float unit, float x);

void land_make(struct land_line *line, const struct land_ridge *r, const struct frame *f, float unit);

/** A straight line across at y px. */
void land_flat(struct land_line *line, const struct frame *f, float y);

/** The area between two lines; where lower is above upper there is none of it. */
void land_area(const struct land_line *upper, const struct land_line *lower, const struct list_area *style,
               struct list *out);

/** Small still lights above floor_y px; which ones, the state's seed says. light 0..1 */
void land_stars(const struct frame *f, const struct scene_state *s, float floor_y, struct colour colour, float light,
                struct list *out);

#endif
