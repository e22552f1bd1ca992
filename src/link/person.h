/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_PERSON_H
#define LINK_PERSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pace.h"
#include "base/reading.h"
#include "base/rng.h"
#include "sensors/sensor.h"

/* Steps of 4 ms: the longest that a heart is late, and a step. */
enum { PERSON_BEATS = 8, PERSON_LATE = 256 };

/** A body as numbers: what differs between people. Rates in breaths a minute, heart rate in beats a minute. */
struct person_body {
    double own_per_min;   /* breath without a pacer */
    double floor_per_min; /* slower than this is not comfortable: it is not followed further down */
    double resonance_per_min, q;
    double mean_hr_bpm, swing_bpm; /* swing: amplitude at the resonance for a full breath */
    double fast_share;             /* of the fast vagal path, 0..1 */
    double wave_bpm;               /* spontaneous waves near the resonance, standard deviation */
    double late_s;                 /* between the breath and the heart's answer, 0..1 */
};

/**
 * What is hard with a person or with their sensor; all 0: nothing.
 *
 * deaf             Never follows a pacer
 * limited          Feels stress below floor_per_min (otherwise slower paces are only not followed)
 * stress           At the start, 0..1: it raises the heart rate and lessens the swing; calm breathing lets it fall
 * ectopic_per_h    Premature beats with a full pause; missed_share, false_share: of the sensor's beats
 * dropout_per_h    Times the sensor is silent, 8-25 s each
 * shift_per_min    The resonance moves by this after ten minutes
 */
struct person_trouble {
    bool deaf, limited;
    double stress, ectopic_per_h, missed_share, false_share, dropout_per_h, shift_per_min;
};

/**
 * The simulated person: a breath that follows a pacer, and a heart that answers the breath. A model for trying things
 * out, never evidence.
 *
 *   breath  period correction b = 0.35 and phase correction a = 0.5 a cycle, cycle noise, lapses back to the own rate
 *           (Repp & Su 2013, doi 10.3758/s13423-012-0371-2, form of the correction)
 *   heart   HR = mean + swing [(1-w) B + w L] of the breath, late by late_s, + drift + spontaneous waves;
 *           B second-order resonance, L first-order low-pass at 0.15 Hz (DeBoer, Karemaker & Strackee 1987,
 *           Am J Physiol 253:H680, reduced to small signals; Hirsch & Bishop 1981 for the roll-off)
 *   beats   integral pulse frequency modulation of HR (Nakao 1997)
 *
 * Memory   The caller's.   Thread  One at a time.   Deterministic: same seed, same paces, same readings.
 */
struct person {
    struct rng rng;
    struct person_body body;
    struct person_trouble trouble;
    int64_t step;     /* model steps done */
    struct pace pace; /* shown from pace_from on */
    usec pace_from;
    bool paced;
    double phase, period_s, inhale_share, depth; /* own breath: 0..1 in the cycle */
    double lapse_until_s, next_lapse_s;
    double band_x, band_v, fast, wave_x, wave_v, drift; /* filters, in bpm */
    double lung[PERSON_LATE];                           /* of the last steps */
    double heard, coupled; /* the other's waves in units of their own, and the share of one's own that they make */
    double integral, hr_bpm, stress;
    double next_at, false_at, silent_until_s, next_silence_s, break_until_s; /* integrals and times of trouble */
    usec last_beat;
    usec beats[PERSON_BEATS]; /* newest first */
    float ibi_ms[PERSON_BEATS];
    uint32_t beats_n;
    int64_t resp_tick;
    usec moment_beat;
};

void person_init(struct person *p, uint64_t seed);

/**
 * Until the next call a share (0..1) of p's slow waves is other's: two hearts that are moved by the same things. Call
 * it for every step of time, right after both have lived it.
 */
void person_couple(struct person *p, const struct person *other, double share);

/** A person of this body with these troubles instead of those that the seed would draw. */
void person_be(struct person *p, uint64_t seed, const struct person_body *body, const struct person_trouble *trouble);

/** Amplitude of the heart's swing, bpm, when this body breathes steadily at a rate, without noise and stress. */
double person_swing_bpm(const struct person_body *b, double per_min);

/** From t on an in-breath begins at t and the pace goes on and on; all zero: no pacer is shown. */
void person_pace(struct person *p, usec t, const struct pace *pace);

/**
 * Lives on to t. Readings are EXACT: READING_IBI at each beat and READING_RESP (belt) at 25 Hz, in time order.
 * out      [0..cap-1]; a call that spans more than cap readings must be cut: 1 s gives at most 30
 * return   Readings written
 */
size_t person_advance(struct person *p, usec t, struct reading *out, size_t cap);

/** Lives on to m->t and says what a sensor would see then. Waves lag the model by PERSON_WAVE_LAG. */
void person_moment(struct person *p, usec t, struct sensor_moment *m);

#endif
