/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_ANALYSIS_H
#define REPORT_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/result.h"
#include "formats/recording.h"
#include "signal/body.h"
#include "signal/hrv.h"

/**
 * A whole recording through the stages of the live path, and the figures of its intervals.
 *
 * beats_s        Times of all beats as found, before correction; kinds: how many of each
 * nn_ms          Intervals after correction (or as they were), nn_n of them
 * breaths_s      Starts of in-breaths;  breath_per_min: their median rate;  breath_source
 * coherence      Means of the scored seconds; peak: their median
 * notes          What is absent, and why
 */
struct analysis {
    double *beats_s, *nn_ms, *breaths_s;
    size_t beats_n, beats_room, nn_n, nn_room, breaths_n, breaths_room;
    size_t kinds[BEAT_KINDS], used;
    double duration_s;
    bool corrected;
    struct hrv_time time;
    struct hrv_frequency frequency;
    struct hrv_nonlinear nonlinear;
    double coherence_ratio, coherence_score, peak_share, peak_hz;
    double breath_per_min, breath_confidence;
    uint8_t breath_source;
    const char *note[8];
    size_t notes;
};

/**
 * Reads r to its end. correct: judge and correct intervals; false: take them as they are.
 * return   R_OK; R_DATA the file broke off (recording_why), what came before it is analysed; R_IO; R_MEM
 */
int analysis_run(struct analysis *a, struct recording *r, bool correct) MUST_USE;

void analysis_free(struct analysis *a);

#endif
