/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_CHOOSE_WAY_H
#define SIGNAL_CHOOSE_WAY_H

#include "signal/choose.h"

/* A part of choose.c; the levels are known. Memory: none. Thread: one user at a time. */

/** The gain of each hill by its height alone, against a threshold (share of the beat level), and by likeness in doubt.
 */
void choose_weigh_first(struct choose *c, float threshold);

/** The gain of each hill by height against beats and noise, and by likeness. */
void choose_weigh(struct choose *c);

/**
 * Chooses the hills of the best way; settled ones stay as they are. rhythm: intervals count.
 *
 * Source   The best way through a lattice after Viterbi 1967, doi 10.1109/TIT.1967.1054010
 */
void choose_best_way(struct choose *c, bool rhythm);

#endif
