/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sound/touch.h"

#include <math.h>

/* chosen: so many taps that they can be felt apart at 4 s, each as long as a motor needs to be felt at all */
enum { TAPS = 9 };
static const float TAP_S = 0.09F, TAP = 0.75F, HUM = 0.40F;

/* Where tap i begins, as a share of the in-breath: the steps between them grow. */
static float tap_at(int i)
{
    float x = (float)i / (float)TAPS;
    return 0.92F * x * x * (0.4F + 0.6F * x) + 0.08F * x;
}

float touch_strength(const struct sound_moment *m)
{
    float cycle_s = pace_cycle_s(&m->pace);
    if (m->quiet || !(cycle_s > 0.0F)) {
        return 0.0F;
    }
    struct sound_breath b = sound_breath_at(&m->pace, fmodf(fmaxf(0.0F, m->position_s), cycle_s));
    if (b.side == SOUND_OUT) {
        return HUM * (1.0F - b.share) * (1.0F - b.share);
    }
    for (int i = 0; b.side == SOUND_IN && i < TAPS; i++) {
        float since_s = (b.share - tap_at(i)) * m->pace.inhale_s;
        if (since_s >= 0.0F && since_s < TAP_S) {
            return TAP * (1.0F - 0.5F * (float)i / (float)TAPS);
        }
    }
    return 0.0F;
}
