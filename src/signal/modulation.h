/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_MODULATION_H
#define SIGNAL_MODULATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "signal/mark.h"

enum {
    MODULATION_BEATS = 256, /* 64 s at 240 beats a minute */
    MODULATION_HZ = 4,      /* as the tachogram */
};

/** What of the wave follows the breath: its height, the level it stands on, its width. */
enum modulation_kind { MODULATION_SIZE, MODULATION_BASE, MODULATION_WIDTH, MODULATION_KINDS };

/**
 * The shape of the last beats of one wave, a ring.
 *
 * t, value  Moment and shape of each beat, oldest at first; value NaN where not known
 * first, n  Where the oldest is, and how many
 */
struct modulation {
    usec t[MODULATION_BEATS];
    float value[MODULATION_KINDS][MODULATION_BEATS];
    size_t first, n;
};

void modulation_init(struct modulation *m);

/** One beat of the wave at t, in order; one not later than the newest is left out. A new wave: modulation_init. */
void modulation_push(struct modulation *m, usec t, const struct mark_wave *wave);

/**
 * One shape on the grid of 4 Hz whose last point is at end: values far out are pulled in, then linear interpolation.
 *
 * out      [0..n-1], oldest first; ends are held for up to 6 s
 * n        2 .. 256
 * return   False: it is not known for so long without a hole of more than 6 s, or it never changes; out is undefined
 *
 * Source   The three modulations of Charlton et al. 2016, doi 10.1088/0967-3334/37/4/610 (amplitude, baseline, width);
 *          limit of outliers: Hampel identifier with 4 scaled median deviations, our own choice
 */
bool modulation_window(const struct modulation *m, enum modulation_kind kind, usec end, float *out, size_t n);

uint64_t modulation_hash(const struct modulation *m, uint64_t h);

#endif
