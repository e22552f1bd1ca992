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

/* chosen: the range of breathing sensors, 4-24/min */
#define ADAPT_OWN_FASTEST_PER_MIN 24.0F

/* After so many mirrors the next one is long: who cannot be led is left in peace. */
#define ADAPT_MIRRORS 2

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

/** Only as the diagram in adapt.c has it. */
void adapt_enter(struct adapt *a, uint8_t state, usec now);

/** The own breath, as likely as can be told; unseen: as usual. */
float adapt_own_or_usual(const struct adapt *a, usec now);

/* Where to, and moving there: adapt_move.c. */

/** A mode that holds or passes rates as it says, whatever is believed. */
bool adapt_tests(const struct adapt *a);

/** Looks for where the heart answers most. */
bool adapt_explores(const struct adapt *a);

/** At the top, or at the bottom, of what is explored. */
bool adapt_at_top(const struct adapt *a);
bool adapt_at_bottom(const struct adapt *a);

bool adapt_seen_enough(const struct adapt *a, usec now);

/** The next breath's pace, and why. */
void adapt_move(struct adapt *a, usec now, enum verdict v);

/* What the person answers: adapt_answer.c; their limits: adapt_limits.c. */

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
