/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_STRANGER_H
#define TESTS_BENCH_STRANGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"
#include "base/rng.h"
#include "base/usec.h"
#include "link/cohort.h"

/* Simulated people of another make than link/person.c, so that a pace is not fitted to one of them. They differ where
   the literature leaves room: who comes below their comfort breaks off or breathes twice a cycle, instead of going on
   at the slowest comfortable rate; they sigh; following is sharper or looser, depth falls more or less with rate, the
   heart answers late, and its slow drift has no one time constant. Rates in breaths a minute. */

/** A body that nobody but the bench knows; swing_bpm: of the heart at the resonance for a full breath. */
struct stranger_body {
    double own_per_min, own_share, floor_per_min, resonance_per_min, q, mean_hr_bpm, swing_bpm, fast_share, fast_hz;
    double late_s, wave_bpm, drift_bpm, depth_power, paced_cv, free_cv, depth_cv, period_gain, phase_gain;
};

/* What strangers do who come below their comfort, and what their sensor does. */
enum stranger_manner {
    STRANGER_NOW_AND_THEN, /* a few breaths of their own, the more often the less they like it */
    STRANGER_SHORT,        /* one to three of them, each third breath and oftener */
    STRANGER_DOUBLE,       /* one breath in two is taken twice as fast */
    STRANGER_STOPS,        /* hardly any breath follows */
    STRANGER_LONG,         /* half a minute of them, as if the mind wandered, but often */
    STRANGER_PRESSES,      /* as now and then; and after a while presses the key for a faster pace, again and again */
    STRANGER_LOSES,        /* as now and then; after each silence their sensor shows beats for a while that are none */
    STRANGER_SLIPS,        /* as now and then; once their belt slips, and shows breaths a third larger or smaller */
    STRANGER_MANNERS
};

enum stranger_mood { STRANGER_FOLLOWS, STRANGER_WANDERS, STRANGER_BREAKS, STRANGER_TWICE };
enum { STRANGER_LATE = 400, STRANGER_DRIFTS = 3 };

struct stranger {
    struct stranger_body body;
    struct person_trouble trouble;
    enum stranger_manner manner;
    struct rng rng, keys, sensor;
    int64_t step;
    struct pace pace;
    usec pace_from;
    bool paced;
    int mood, mood_breaths;
    double mood_until_s, lapse_s, sigh_s, silent_s, silent_until_s, rubbish_until_s, rubbish_at_s;
    double slips_s, slip_times, slip_by; /* when the belt does, how much larger breaths are then, and how much higher */
    double breath_s, length_s, period_s, share, depth, stress;
    double band_x, band_v, wave_x, wave_v, fast, drift[STRANGER_DRIFTS], lung[STRANGER_LATE];
    double uneasy_since_s, pressed_s;
    bool wants_faster; /* a key was pressed; who takes it puts it back */
    double swing_bpm_now, hr_bpm, integral, next_at, false_at;
    usec last_beat;
};

/** As cohort_person. Bodies are the same for all manners. */
void stranger_be(struct stranger *p, enum stranger_manner manner, unsigned kind, uint64_t seed, unsigned day);

/** From t on an in-breath begins at t and the pace goes on and on. */
void stranger_pace(struct stranger *p, usec t, const struct pace *pace);

/** Steady swing (amplitude, bpm) at a rate, without noise and stress; moved: after minute ten. */
double stranger_swing_bpm(const struct stranger *p, double per_min, bool moved);

/** One step of 4 ms. rr_ms > 0: the sensor saw a beat at *beat_t, that long after the one it saw before. */
void stranger_live(struct stranger *p, usec *beat_t, double *rr_ms);

/** What a belt shows now. */
double stranger_belt(const struct stranger *p);

#endif
