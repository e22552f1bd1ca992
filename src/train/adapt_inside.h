/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_ADAPT_INSIDE_H
#define TRAIN_ADAPT_INSIDE_H

/* Inside of the adaptive pace: shared by its files only. */
#include <math.h>

#include "train/adapt.h"

/* Without a breath sensor following cannot be told above 8/min: the heart hardly swings there. */
#define ADAPT_HEART_TELLS_BELOW_PER_MIN 8.0F

/* Ease by 7 % for 40 s after "too much". */
#define ADAPT_EASE_SHARE 1.07F

/* A pace that is believed to be below comfort with more doubt than this is left, and not gone down to. chosen: to be
   below comfort costs more than to stay a little above the best rate */
#define ADAPT_DOUBT 0.25F

enum verdict { FOLLOWED, NOT_FOLLOWED, CANNOT_TELL, SENSOR_SILENT };

static inline float adapt_clamp(float v, float low, float high)
{
    return fminf(fmaxf(v, low), high);
}

static inline bool adapt_has_sensor(const struct adapt *a)
{
    return a->own_source != BREATH_HEART && a->own_n > 0;
}

/** The breathing sensor, which is there, has told no breath for longer than one of this rate takes. */
bool adapt_sensor_silent(const struct adapt *a, usec now, float per_min);

void adapt_enter(struct adapt *a, uint8_t state, usec now);

/** A breathing sensor that has told no breath for long is none any more, where the heart is heard. */
void adapt_part_from_sensor(struct adapt *a, usec now);

/** Is the pace of now followed? */
enum verdict adapt_verdict(const struct adapt *a, usec now);

/** In-breath as a share of the own breath: of today, else of an earlier day; NaN unknown. */
float adapt_own_share(const struct adapt *a);

/** Counts what was not followed: may enter MIRROR. */
void adapt_judge(struct adapt *a, usec now, enum verdict v);

/** Where the pace must not go below now. */
void adapt_find_floor(struct adapt *a, usec now);

#endif
