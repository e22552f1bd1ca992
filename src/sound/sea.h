/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_SEA_H
#define SOUND_SEA_H

#include <stddef.h>

#include "base/rng.h"
#include "sound/moment.h"

/**
 * A wave that comes up the beach with the in-breath and draws back with the out-breath: pink noise through two poles.
 *
 * pink      State of the pink filter, for each ear;  low: of the two poles, for each ear
 * cut, gain As they are now: share of the pole's way a sample, and loudness
 */
struct sea {
    struct rng rng;
    float pink[2][3], low[2][2];
    float cut, gain;
};

void sea_init(struct sea *s, uint64_t seed);

/** Adds n stereo frames of the sea. breath: at the first of them. */
void sea_add(struct sea *s, const struct sound_breath *breath, float volume, float *stereo, size_t n);

#endif
