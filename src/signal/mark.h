/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_MARK_H
#define SIGNAL_MARK_H

#include <stdbool.h>

#include "base/usec.h"

enum { MARKS_MAX = 32 };

/**
 * A detected beat.
 *
 * joined   The signal between the beat before and this one was seen without a hole: their distance is an interval
 */
struct mark {
    usec t;
    bool joined;
};

#endif
