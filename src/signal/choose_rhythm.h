/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_CHOOSE_RHYTHM_H
#define SIGNAL_CHOOSE_RHYTHM_H

#include "signal/choose.h"

/* A part of choose.c. Memory: none. Thread: one user at a time. */

/** Sets the interval of every level, s, and a spread that is yet to be found; NaN: no rhythm. */
void choose_first_rhythm(struct choose *c, float interval_s);

/** The distance that hills like beats most often keep, s; clear: how many times as often as chance would have it. */
float choose_usual_interval(const struct choose *c, float *clear);

/** Where it is loud and no rhythm shows, this one is taken if it is clear. */
void choose_lend_rhythm(struct choose *c, float interval_s, float clear);

#endif
