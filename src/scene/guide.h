/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_GUIDE_H
#define SCENE_GUIDE_H

#include "scene/frame.h"

/*
 * What every practice scene has besides its picture. Not for other rooms.
 *
 * A scene begins with guide_begin, draws its picture with guide_lung and guide_light, and ends with guide_words.
 */

/** Where a ring stands, px. */
struct guide_ring {
    float x, y, radius, width;
};

/** Fills in f. return false: the picture is off, and all there is to show was shown */
bool guide_begin(struct frame *f, struct scene_state *s, const struct scene_input *in, struct list *out);

/** How open the picture is, 0..1; with less motion it stands still. */
float guide_lung(const struct frame *f, const struct scene_state *s);

/**
 * Light of the picture, 0..1: dims while a body's signal is not trusted or the session rests, comes at the start; with
 * less motion it is what follows the breath.
 */
float guide_light(const struct frame *f, const struct scene_state *s, int body);

/** The own breath's visibility, 0..1: 0 while it is not known, or is what leads the picture already. */
float guide_own(const struct frame *f, const struct scene_state *s, int body);

/** A line round r that is full at part 1. */
void guide_ring(const struct frame *f, const struct guide_ring *r, float part, struct colour colour, struct list *out);

/** With less motion: a ring at r that fills with the breath, and a thin one inside it with the own breath. */
void guide_still_ring(const struct frame *f, const struct scene_state *s, const struct guide_ring *r, struct list *out);

/** The own breath as a soft circle of this radius; nothing while guide_own is 0. */
void guide_own_ring(const struct frame *f, const struct scene_state *s, int body, const struct guide_ring *r,
                    struct colour colour, struct list *out);

/** How a picture's corner speaks. GUIDE_TIME_RING adds the time as a small ring: for pictures without a large one. */
enum { GUIDE_TIME_RING = 1, GUIDE_NO_HEART = 2 };

/** Cue, phrase, corners, "simulated". flags: of GUIDE_*. */
void guide_words(struct frame *f, struct scene_state *s, unsigned flags, struct list *out);

/** What is to be said of a body's sensor; "" all is well. */
const char *guide_sensor_words(const struct frame *f, int body);

#endif
