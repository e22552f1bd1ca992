/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_TOUCH_H
#define SOUND_TOUCH_H

#include "sound/moment.h"

/**
 * How strongly a motor in the hand runs at this instant, 0..1: taps on the in-breath, dense then sparse, as lungs fill;
 * one long hum that fades on the out-breath; still in a hold and without a pacer. Fit to be asked every 10-50 ms.
 *
 * Memory   None. Pure.   Thread  Any.
 */
float touch_strength(const struct sound_moment *m);

#endif
