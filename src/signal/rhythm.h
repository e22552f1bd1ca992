/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_RHYTHM_H
#define SIGNAL_RHYTHM_H

#include "signal/body.h"
#include "signal/spectrum.h"
#include "signal/tachogram.h"

/**
 * Breathing guessed from the heart's rhythm. It is a guess: waves of blood pressure near 0.1 Hz look the same, and
 * an ectopic rhythm breathes, too. Never proof of what a person did.
 *
 * rate_hz, confidence  The strongest rhythm in 0.05-0.5 Hz of the last 32 s, and its share of that band, 0..1
 * next      Time of the next sample of the heart rate at 4 Hz; USEC_NONE before the first
 * low, mean Two running means of the heart rate, bpm: their difference is the band-passed rate
 * was       Its last value; below: it was clearly below zero since the last upward crossing
 * onset     Last upward crossing; USEC_NONE none
 */
struct rhythm {
    float rate_hz, confidence;
    usec next, onset;
    float low, mean, size, was;
    bool below;
};

void rhythm_init(struct rhythm *r);

/**
 * Once a second. Takes the heart rate up to the last judged beat.
 *
 * out      The breath that ended since, at most one; its onset is an upward crossing of the heart rate, which in slow
 *          breathing falls near the start of the in-breath
 * return   True when out was filled
 *
 * Source   Band 0.05-0.5 Hz, 3 to 30 breaths a minute; power weighted by frequency, because rhythms of the heart fall
 * off towards high rates as 1/f (Kobayashi & Musha 1982, doi 10.1109/TBME.1982.324972)
 */
bool rhythm_update(struct rhythm *r, const struct tachogram *g, const struct spectrum *s, struct breath *out);

/** Breaths a minute; NaN when the confidence is too small to be told. */
float rhythm_per_min(const struct rhythm *r);

uint64_t rhythm_hash(const struct rhythm *r, uint64_t h);

#endif
