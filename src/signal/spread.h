/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_SPREAD_H
#define SIGNAL_SPREAD_H

#include <stdint.h>

enum {
    SPREAD_WINDOW = 91, /* values that the spread is taken from; Lipponen & Tarvainen 2019 */
    SPREAD_BINS = 512,  /* of 1 ms; what is larger counts in the last */
    SPREAD_NONE = SPREAD_BINS
};

/** Where a rank lies: the bin, and how many values are in the bins below it. */
struct spread_rank {
    uint16_t at;
    uint8_t below;
};

/**
 * Two ranks of the last SPREAD_WINDOW values, kept up to date with each value instead of sorted again.
 *
 * ring[]    The values, whole ms; SPREAD_NONE: the place of a value that does not count. next: the oldest
 * count[]   How many of each
 * n         How many count
 */
struct spread {
    uint16_t ring[SPREAD_WINDOW];
    uint8_t count[SPREAD_BINS];
    uint8_t next, n;
    struct spread_rank quartile, high;
};

void spread_init(struct spread *s);

/** The bin of v, >= 0, ms; NaN: SPREAD_NONE. */
uint16_t spread_bin(float v);

/** One more value in place of the oldest: a bin, or SPREAD_NONE. */
void spread_push(struct spread *s, uint16_t bin);

/**
 * The value that three quarters, or nineteen of twenty, do not exceed, ms, to 1 ms (centre of its bin); 0 with none.
 *
 * Source   Running quantile by a histogram, after Huang, Yang & Tang 1979, doi 10.1109/TASSP.1979.1163188
 */
float spread_quartile(const struct spread *s);
float spread_high(const struct spread *s);

uint64_t spread_hash(const struct spread *s, uint64_t h);

#endif
