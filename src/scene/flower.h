/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_FLOWER_H
#define SCENE_FLOWER_H

#include "scene/list.h"
#include "scene/theme.h"

/* Share of the full radius when empty. Source: the project's rule M2 (0.40 to 1.00). */
#define FLOWER_EMPTY 0.40F

/**
 * x, y, full  Middle and radius when wide open, px
 * lung        0 closed .. 1 open
 * steady      0..1: how many layers are open and how warm the heart of it is
 * light       0..1 opacity of all of it
 * clock_s     For its slow turning
 * least       Width of one screen unit, px: the finest edge
 */
struct flower {
    float x, y, full, lung, steady, light, clock_s, least;
};

/** Radius of its tips, px. */
float flower_radius(const struct flower *f);

void flower_draw(const struct flower *f, const struct theme *theme, struct list *out);

#endif
