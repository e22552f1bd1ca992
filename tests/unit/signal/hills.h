/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_SIGNAL_HILLS_H
#define TESTS_UNIT_SIGNAL_HILLS_H

#include <math.h>

#include "signal/choose.h"

/* A hill of a form: 0 a beat, 1 an ectopic one, from 2 on noise, no two alike. */
static inline struct choose_hill hills_make(double t_s, float height, int form)
{
    struct choose_hill h = {.t = usec_from_s(t_s), .height = height, .pace_hz = form == 1 ? 8.0F : 13.0F};
    for (int k = 0; k < QRS_OUTLINE; k++) {
        double x = (double)k - QRS_OUTLINE / 2.0;
        double width = form == 0 ? 3.0 : 8.0;
        double v = form < 2 ? (1.0 - x * x / (width * width)) * exp(-0.5 * x * x / (width * width))
                            : sin((0.3 + 0.07 * (form % 13)) * x + form);
        h.shape.qrs.v[k] = height * (float)v;
    }
    h.mark[0] = h.mark[1] = h.t;
    h.deflection[0] = height;
    h.wave[0] = h.wave[1] = MARK_NO_WAVE;
    return h;
}

#endif
