/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_MOMENT_H
#define SOUND_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"

/**
 * All that sound and touch depend on, at one instant.
 *
 * pace        Of the breath in progress; all zero: no pacer
 * position_s  Seconds into that breath
 * own_lung    The person's own breath 0..1, followed while there is no pacer; NaN unknown
 * steadiness  0..1: how much the heart answers the breath
 * end_in_s    Seconds until the session ends, negative once it has ended; NaN: no end is known
 * quiet       Paused, or nothing has begun: all layers fade
 */
struct sound_moment {
    struct pace pace;
    float position_s, own_lung, steadiness, end_in_s;
    bool quiet;
};

/** Volumes of the layers 0..1, and strikes of the bowl at the start and at the end, 0..3. */
struct sound_volumes {
    float pad, sea, bowl;
    uint8_t bells;
};

/** What is asked of the breath, from the pace and the seconds into it. */
enum sound_side { SOUND_NONE, SOUND_IN, SOUND_HOLD, SOUND_OUT };

/**
 * lung   0 empty .. 1 full, a raised cosine on each side: no speed at the turns
 * share  0..1 of the side that is gone
 */
struct sound_breath {
    uint8_t side; /* enum sound_side */
    float lung, share;
};

struct sound_breath sound_breath_at(const struct pace *p, float position_s);

#endif
