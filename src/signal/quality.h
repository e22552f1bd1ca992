/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_QUALITY_H
#define SIGNAL_QUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QUALITY_SECONDS = 10 };

/**
 * How far the heart's signal can be trusted.
 *
 * low, high  Extremes of the samples of this second; at_low, at_high: samples exactly there; samples: all
 * good[]     Of the last QUALITY_SECONDS seconds, 0..1 each, a ring; n in all; heard: beats came in it
 */
struct quality {
    float low, high;
    uint32_t at_low, at_high, samples;
    float good[QUALITY_SECONDS];
    bool heard[QUALITY_SECONDS];
    uint32_t n;
};

/**
 * What else is known of a second.
 *
 * fresh          Readings came within the last 3 s
 * worn           The device reports contact
 * wave           0..1 of the beat detector; 1 for a device that finds its beats itself
 * corrected      Share of the last beats that had to be corrected
 * beating        A beat was judged of late
 */
struct quality_second {
    bool fresh, worn;
    float wave, corrected;
    bool beating;
};

void quality_init(struct quality *q);

/** One sample of the wave, finite: watched for a flat line and for clipping. */
void quality_sample(struct quality *q, float v);

/** Ends a second. */
void quality_end_second(struct quality *q, const struct quality_second *s);

/** Mean of the last QUALITY_SECONDS seconds, 0..1; 0 as soon as the newest one has no data. */
float quality_now(const struct quality *q);

/** Whether the rate may be told: half of the last QUALITY_SECONDS seconds in which beats came can be trusted. */
bool quality_enough(const struct quality *q);

uint64_t quality_hash(const struct quality *q, uint64_t h);

#endif
