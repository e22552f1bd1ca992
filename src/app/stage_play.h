/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_STAGE_PLAY_H
#define APP_STAGE_PLAY_H

#include <stdbool.h>

#include "engine/engine.h"
#include "link/person.h"

enum { STAGE_FPS = 30, STAGE_CURVE = 120, STAGE_BODIES = 2 };

/**
 * A session of two simulated persons at a fixed pace, in virtual time.
 *
 * view    Of the last frame, with a thought noted now and then;  curve  steadiness from the beginning to at_s
 */
struct stage_play {
    struct engine *engine;
    struct person person[STAGE_BODIES];
    uint8_t bodies;
    struct view view;
    int frames, frame;
    float curve[STAGE_CURVE];
};

/** return false: no memory. stage_play_deinit in any case. */
bool stage_play_init(struct stage_play *p, uint8_t bodies, uint64_t seed, double at_s);
void stage_play_deinit(struct stage_play *p);

/** The next frame, 1/30 s on. return false: the one at at_s was the last */
bool stage_play_frame(struct stage_play *p);

/** Seconds from this frame to the last. */
double stage_play_left_s(const struct stage_play *p);

#endif
