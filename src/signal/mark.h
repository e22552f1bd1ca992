/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_MARK_H
#define SIGNAL_MARK_H

#include <math.h>
#include <stdbool.h>

#include "base/usec.h"

enum { MARKS_MAX = 32 };

/**
 * What the wave looked like at a beat; NaN: not known. Breathing shows in all three.
 *
 * size     ECG: R peak above the level round the QRS; PPG: foot to peak of the pulse. Unit of the signal, >= 0
 * base     Level the beat stands on (ECG: round the QRS; PPG: the foot), less the first value of the stretch
 * width_s  PPG: width at three quarters of size, s (at half it is often not over when the beat is told); ECG: NaN
 */
struct mark_wave {
    float size, base, width_s;
};

/** For marks that come without a wave: a device's own intervals. */
#define MARK_NO_WAVE ((struct mark_wave){NAN, NAN, NAN})

/**
 * A detected beat.
 *
 * joined   The signal between the beat before and this one was seen without a hole: their distance is an interval
 * quality  0..1 of this beat alone: how far it stands out and how like the usual ones it is
 */
struct mark {
    usec t;
    bool joined;
    float quality;
    struct mark_wave wave;
};

#endif
