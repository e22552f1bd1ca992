/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_CHOOSE_FOLLOWERS_H
#define SIGNAL_CHOOSE_FOLLOWERS_H

#include "signal/choose.h"

/**
 * Marks the hills that come soon after a chosen beat, stand out of what noise there is, and are far higher than what
 * follows the other beats in sight (choose_hill.stands). A T wave or a dicrotic wave follows every beat alike; what
 * follows only some of them, or followed none before (choose.followed) and is like a beat, is a beat of its own. Where
 * too few beats were ever in sight nothing is marked.
 *
 * Memory   None.   Thread  One user at a time.
 * Source   chosen: repolarisation follows every depolarisation
 */
void choose_find_followers(struct choose *c);

/** What follows the beats now, kept for later stretches: choose.followed. */
void choose_remember_followers(struct choose *c);

#endif
