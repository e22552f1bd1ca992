/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same raised cosine that moves the picture, so that eye and ear are told one breath. */
#include "sound/moment.h"

#include <math.h>

static const float PI_F = 3.14159265F;

struct sound_breath sound_breath_at(const struct pace *p, float position_s)
{
    float in = p->inhale_s, full = in + p->hold_in_s, out = full + p->exhale_s;
    if (!(out > 0.0F)) {
        return (struct sound_breath){SOUND_NONE, 0.0F, 0.0F};
    }
    if (position_s < in) {
        float u = position_s / in;
        return (struct sound_breath){SOUND_IN, 0.5F - 0.5F * cosf(PI_F * u), u};
    }
    if (position_s < full) {
        return (struct sound_breath){SOUND_HOLD, 1.0F, (position_s - in) / p->hold_in_s};
    }
    if (position_s < out) {
        float u = (position_s - full) / p->exhale_s;
        return (struct sound_breath){SOUND_OUT, 0.5F + 0.5F * cosf(PI_F * u), u};
    }
    return (struct sound_breath){SOUND_HOLD, 0.0F, p->hold_out_s > 0.0F ? (position_s - out) / p->hold_out_s : 1.0F};
}
