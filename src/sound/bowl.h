/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_BOWL_H
#define SOUND_BOWL_H

#include <stddef.h>
#include <stdint.h>

#include "sound/tone.h"

enum { BOWL_TONES = 6, BOWL_STRIKES = 8 };

/**
 * A singing bowl: partials that die away each in its own time, two of them with a twin a little apart, so that it
 * beats.
 *
 * level   Of each partial, as it rings now;  rise: what the last strike still adds, 0..1
 * at      Samples until each strike that waits; waiting of them, oldest first
 */
struct bowl {
    struct tone tone[BOWL_TONES];
    float level[BOWL_TONES], push[BOWL_TONES];
    uint64_t at[BOWL_STRIKES];
    uint8_t waiting;
    uint32_t rising;
};

void bowl_init(struct bowl *b);

/** Strikes n times, the first after in_s (0: now), then BOWL_APART_S apart. Those that find no room are left out. */
#define BOWL_APART_S 3.5F
void bowl_strike(struct bowl *b, float in_s, uint8_t n);

/** Forgets strikes that have not sounded yet. */
void bowl_hush(struct bowl *b);

void bowl_add(struct bowl *b, float volume, float *stereo, size_t n);

#endif
