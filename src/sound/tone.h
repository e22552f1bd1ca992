/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_TONE_H
#define SOUND_TONE_H

#include <math.h>

#define SOUND_RATE_HZ 48000

/** A sine as a turning arrow: no table, no drift in pitch; its length is set right now and then (tone_mend). */
struct tone {
    float re, im, turn_re, turn_im;
};

static inline struct tone tone_of(float hz)
{
    double w = 6.283185307179586 * (double)hz / (double)SOUND_RATE_HZ;
    return (struct tone){1.0F, 0.0F, (float)cos(w), (float)sin(w)};
}

/** The next sample, -1..1. */
static inline float tone_next(struct tone *t)
{
    float re = t->re * t->turn_re - t->im * t->turn_im;
    t->im = t->re * t->turn_im + t->im * t->turn_re;
    t->re = re;
    return t->im;
}

static inline void tone_mend(struct tone *t)
{
    float longer = 1.5F - 0.5F * (t->re * t->re + t->im * t->im);
    t->re *= longer;
    t->im *= longer;
}

#endif
