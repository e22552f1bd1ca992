/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wave brightens as it comes (low to high) and draws back darker and longer: direction can be heard. */
#include "sound/sea.h"

#include <math.h>
#include <string.h>

#include "sound/tone.h"

/* Corner of the two poles with an empty and with a full lung, Hz. chosen: from a far rumble to a near wash */
static const float CUT_EMPTY_HZ = 180.0F, CUT_FULL_HZ = 1080.0F;
static const float GAIN_EMPTY = 0.16F, GAIN_FULL = 0.60F;
static const float OUT_DARKER = 0.40F; /* of the corner, on the out-breath */
static const float FOLLOW_S = 0.12F;
static const float TWO_PI_F = 6.2831853F;

void sea_init(struct sea *s, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    rng_init(&s->rng, seed);
}

/* White to pink, -3 dB an octave within half a decibel over the audible range: three poles and a zero path.
   Source: "economy" filter of P. Kellet (musicdsp.org, 1999), coefficients as published */
static float pink_next(float *b, float white)
{
    b[0] = 0.99765F * b[0] + white * 0.0990460F;
    b[1] = 0.96300F * b[1] + white * 0.2965164F;
    b[2] = 0.57000F * b[2] + white * 1.0526913F;
    return (b[0] + b[1] + b[2] + white * 0.1848F) * 0.2F;
}

void sea_add(struct sea *s, const struct sound_breath *breath, float volume, float *stereo, size_t n)
{
    const float follow = 1.0F - expf(-1.0F / (FOLLOW_S * SOUND_RATE_HZ));
    float hz = CUT_EMPTY_HZ * powf(CUT_FULL_HZ / CUT_EMPTY_HZ, breath->lung);
    hz *= breath->side == SOUND_OUT ? 1.0F - (1.0F - OUT_DARKER) * sinf(0.5F * TWO_PI_F * breath->share) : 1.0F;
    float cut = 1.0F - expf(-TWO_PI_F * hz / SOUND_RATE_HZ);
    float gain = volume * (GAIN_EMPTY + (GAIN_FULL - GAIN_EMPTY) * breath->lung);
    for (size_t k = 0; k < n; k++) {
        s->cut += follow * (cut - s->cut);
        s->gain += follow * (gain - s->gain);
        uint64_t bits = rng_next(&s->rng);
        for (int ear = 0; ear < 2; ear++) {
            float white = (float)(int32_t)(uint32_t)(bits >> (32 * ear)) * (1.0F / 2147483648.0F);
            float *low = s->low[ear];
            low[0] += s->cut * (pink_next(s->pink[ear], white) - low[0]);
            low[1] += s->cut * (low[0] - low[1]);
            stereo[2 * k + (size_t)ear] += s->gain * low[1];
        }
    }
}
