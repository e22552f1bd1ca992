/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_ANALYSIS_H
#define REPORT_ANALYSIS_H

#include "report/collect.h"
#include "signal/coupling.h"
#include "signal/hrv.h"

/**
 * correct         Judge and correct intervals; false: take them as they are
 * heart_breaths   Guess single breaths from the heart's rhythm where there is no breathing sensor
 * lambda          0: no smoothness priors
 */
struct analysis_options {
    bool correct, heart_breaths;
    unsigned method; /* enum psd_method */
    double lambda;
};

enum { ANALYSIS_NOTES = 12 };

/** Where the answer to "how fast was the breath" comes from. */
enum breath_answer { ANSWER_BELT, ANSWER_HEART, ANSWER_PPG, ANSWER_ECG, ANSWERS };

/** Means over the scored windows (64 s, every 32 s); peak_hz: their median. NaN: none could be scored. */
struct analysis_coherence {
    double ratio, score, peak_share, peak_hz;
    size_t windows, scored;
};

/**
 * Means over the breaths of a breathing sensor whose beats are known; NaN without.
 * swing_bpm: HRmax - HRmin; locked_bpm, rsa_ms: signal/locked.h; coupling: signal/coupling.h, at the median rate
 */
struct analysis_breath {
    double rate_per_min, confidence, inhale_share, swing_bpm, locked_bpm, rsa_ms;
    uint8_t answer; /* enum breath_answer */
    size_t breaths;
    struct coupling coupling;
    bool coupled;
};

/**
 * A whole recording as figures.
 *
 * beats[]    All beats, judged;  beats_s[]: when;  kinds: how many of each;  used: intervals that count as they are;
 *            changed: those that do not
 * series     The corrected intervals, borrowed from nn_*; filled in ones are marked
 * onsets_s   Starts of in-breaths: of a breathing sensor, or guessed where that was asked for
 * density    Of the series
 * notes      What is absent or was left out, and why
 */
struct analysis {
    struct collected found;
    enum heart_source source;
    struct beat *beats;
    size_t beats_n, kinds[BEAT_KINDS], used, changed;
    double *beats_s, *nn_ms, *nn_t_s, *onsets_s;
    bool *nn_begins, *nn_filled;
    size_t onsets_n;
    struct hrv_series series;
    struct hrv_time time;
    struct hrv_density density;
    struct hrv_frequency frequency;
    struct hrv_nonlinear nonlinear;
    struct analysis_coherence coherence;
    struct analysis_breath breath;
    const char *note[ANALYSIS_NOTES];
    size_t notes;
};

/**
 * Reads the source to its end and makes all figures of it.
 * return   R_OK; R_DATA it broke off, what came before it is analysed; R_IO; R_MEM. analysis_free in any case.
 */
int analysis_run(struct analysis *a, const struct reading_source *source, const struct analysis_options *o) MUST_USE;

void analysis_free(struct analysis *a);

/** Of the intervals that are known: how many were changed, 0..1; 0 for none. */
double analysis_changed_share(const struct analysis *a);

#endif
