/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_BREATHING_H
#define SIGNAL_BREATHING_H

#include "signal/body.h"
#include "signal/grid.h"

enum {
    BREATHING_STEP_US = 40000, /* 25 Hz: five times the rate of the slowest sensor, 50 times the fastest breath */
    BREATHING_FLOWS = 51,      /* points = 2 s of flow: one before and one after a rest */
    BREATHING_ONSETS = 16,
    BREATHING_SWINGS = 6,
    BREATHING_BLOCKS = 10, /* of 2 s: how far back the range of the signal is looked at */
};

/**
 * Breathing from a belt, an airflow or an accelerometer; any rate from 5 Hz, any unit.
 *
 * flow       The signal is a flow: it is summed up to a volume, on the side that is found to be inward
 * n          Points since the last hole
 * base       Running mean of the flow; square: of its square; flows[]: its last 2 s; rest, rest_size: how it changes
 *            across moments of rest and how much, which gives the sign, +1 or -1; volume: its leaking sum
 * fast[]     Two running means in a row: the smoothed volume; value: the second
 * rising     Which way the breath goes; low, high: extremes since it turned, and where they were left
 * block_*[]  Lowest and highest value of each of the last blocks, a ring
 * swings[]   Heights of the last in- and out-breaths; swings_n of them in all
 * up_left    Where the low before the last in-breath was left;  hasty: share of in-breaths, of late, that came sooner
 *            after the one before than anybody at rest breathes, 0..1
 * onsets[]   Starts of in-breaths, a ring; onsets_n in all
 * inhale_s   Length of the last in-breath
 * floor_v, ceiling_v  Running trough and crest, for the lung's 0..1
 */
struct breathing {
    struct grid grid;
    bool flow;
    uint8_t source;
    int64_t n;
    double base, square, rest, rest_size, volume;
    float flows[BREATHING_FLOWS];
    float sign, fast[2], value;
    bool rising, begun;
    float low, high;
    int64_t low_left, high_left, last_turn, up_left;
    float hasty;
    float block_low[BREATHING_BLOCKS], block_high[BREATHING_BLOCKS];
    float swings[BREATHING_SWINGS];
    uint32_t swings_n;
    usec onsets[BREATHING_ONSETS];
    uint32_t onsets_n;
    float inhale_s;
    float floor_v, ceiling_v;
    usec last_t;
};

/** channel: enum resp_channel. */
void breathing_init(struct breathing *b, uint8_t channel);

/**
 * One sample, finite, at t.
 *
 * out      The breath that ended: it is told once the next in-breath has risen by a third of the usual height
 * return   True when out was filled; never while the signal is not clear
 *
 * Memory   None.   Thread  One user at a time.
 * Source   Turning points that must be passed by a share of the usual swing (hysteresis), our own; sign of a flow:
 *          the pause of a quiet breath lies between its out-breath and the next in-breath, so the flow before moments
 *          of rest is outward, and the flow after them inward
 */
bool breathing_push(struct breathing *b, usec t, float v, struct breath *out);

/** False: it shakes faster than anybody at rest breathes, again and again. A belt that hums, rustles, or shows only the
    pulse tells no breath. */
bool breathing_clear(const struct breathing *b);

/** Breaths a minute over the last 3; NaN before the second onset, and when the last breath is older than 30 s. */
float breathing_per_min(const struct breathing *b, usec now);

/** Own breath at now: lung 0..1 and phase 0..2 pi, or NaN. */
void breathing_now(const struct breathing *b, usec now, float *lung, float *phase_rad);

/** The last n onsets at most, oldest first, into out; return how many. */
size_t breathing_onsets(const struct breathing *b, usec *out, size_t n);

uint64_t breathing_hash(const struct breathing *b, uint64_t h);

#endif
