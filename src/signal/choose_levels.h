/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_CHOOSE_LEVELS_H
#define SIGNAL_CHOOSE_LEVELS_H

#include "signal/choose.h"

/* A part of choose.c; c->n > 0 in all of them. Memory: none. Thread: one user at a time. */

static inline float choose_seconds(usec from, usec to)
{
    return (float)(to - from) * 1e-6F;
}

/** The level that counts at t. */
size_t choose_block_of(const struct choose *c, usec t);

/** Cuts the hills into blocks and sets the beat level of each by its highest hill; nothing else is known then. */
void choose_find_beat_level(struct choose *c);

/** All levels, of what is chosen now. Where many are like no form, those are noise, chosen or not. */
void choose_find_levels(struct choose *c);

/** Noise just round each hill, into its noise: the height that five others reach. */
void choose_find_local_noise(struct choose *c);

/** True when noise comes near the beats; of one level, and of some seconds anywhere. */
bool choose_level_is_loud(const struct choose_level *v);
bool choose_is_loud(const struct choose *c);

/** The median spread of the intervals, as a share of them; 1: not known. */
float choose_unrest(const struct choose *c);

/** 0..1: how far hill h is in doubt where v counts, in so much noise. */
float choose_doubt_of(const struct choose *c, const struct choose_level *v, const struct choose_hill *h, float noise);

#endif
