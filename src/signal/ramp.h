/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_RAMP_H
#define SIGNAL_RAMP_H

#include <math.h>

/** 0 at from, 1 at to, level beyond; from may be the larger one. What is not known (NaN) gives 1. */
static inline float ramp(float v, float from, float to)
{
    return fmaxf(0.0F, fminf(1.0F, (v - from) / (to - from)));
}

#endif
