/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_BODY_H
#define SIGNAL_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reading.h"
#include "base/result.h"

/*
 * One person, from readings to measures. body.c calls the stages in order, and is the whole way of the data:
 *   reading -> timebase_place -> beat_detect -> artefact_judge -> tachogram_push
 *   each second: tachogram_window -> spectrum_compute -> coherence_score, swing, breath_estimate, quality
 */

enum beat_kind { BEAT_NORMAL, BEAT_MISSED, BEAT_EXTRA, BEAT_ECTOPIC, BEAT_LONG, BEAT_SHORT, BEAT_KINDS };

/**
 * One heartbeat after judgement (two beats after it happened).
 *
 * t        The R peak (ECG), the steepest upstroke (PPG), or the device's own mark
 * rr_ms    Interval that ends at t, as detected; NaN when there is none (the first beat after a gap)
 * kind     enum beat_kind
 * used     The interval counts as it is; false: corrected or left out
 */
struct beat {
    usec t;
    float rr_ms;
    uint8_t kind;
    bool used;
};

enum breath_source { BREATH_BELT, BREATH_FLOW, BREATH_ACCELEROMETER, BREATH_HEART, BREATH_SOURCES };

/**
 * One breath, told at the start of the next in-breath.
 *
 * t             Start of the in-breath that ended this breath (the first instant of the next one)
 * rate_per_min  60 / its length
 * inhale_share  Share of the in-breath, 0..1; NaN unknown
 * confidence    0..1
 * source        enum breath_source; BREATH_HEART is an estimate and never proof of what the person did
 * depth         How far its out-breath came, in the sensor's own unit; 0 unknown
 */
struct breath {
    usec t;
    float rate_per_min, inhale_share, confidence;
    uint8_t source;
    float depth;
};

enum body_event_kind { BODY_BEAT, BODY_BREATH, BODY_CONTACT };

struct body_event {
    uint8_t kind;    /* enum body_event_kind */
    uint8_t contact; /* enum contact_why, with BODY_CONTACT (told when it changes) */
    usec t;          /* of the contact */
    struct beat beat;
    struct breath breath;
};

/**
 * What is known now. NaN = not known; nothing is ever filled in.
 *
 * t                 The second these belong to
 * hr_bpm            Mean over the last used intervals (about 8 s); NaN too where less than half of what was heard can
 *                   be trusted, as swing_bpm; nothing is scored then
 * quality           0..1 share of the last 10 s that can be trusted; 0 = no signal
 * coherence_ratio   P / (T - P), 3 bins round the peak (McCraty & Childre 2010)
 * coherence_score   ln(P/below * P/above + 1) (form of patent US6358201 B1)
 * peak_share        Power of the peak +-2 bins over 0.04-0.40 Hz, 0..1
 * peak_hz           Where the peak is
 * swing_bpm         Highest minus lowest heart rate within the last breath, mean of the last 3 breaths
 * breath_swing_bpm  The same of the breath that ended last, or of the one before it while its beats are not judged
 * breath_per_min    Breathing rate now; breath_source says from what
 * breath_lung       Own breath now, 0 = empty .. 1 = full (belt or flow), scaled to the last breaths; NaN without one
 * breath_phase_rad  0 = start of the in-breath, 2 pi = its next start; NaN unknown
 * rmssd_ms, sdnn_ms Of the last 64 s window, used intervals only
 * scored            The spectral figures above are of a full 64 s window of good signal; false: they are NaN
 */
struct measures {
    usec t;
    float hr_bpm, quality;
    float coherence_ratio, coherence_score, peak_share, peak_hz;
    float swing_bpm, breath_swing_bpm;
    float breath_per_min, breath_lung, breath_phase_rad;
    float rmssd_ms, sdnn_ms;
    uint8_t breath_source;
    bool scored;
};

/** Totals since the start, for the summary. Intervals that were corrected or left out count in corrected only. */
struct body_totals {
    uint32_t beats, corrected;
    double mean_hr_bpm, sdnn_ms, rmssd_ms; /* NaN under 2 used intervals; RMSSD never bridges a removed beat */
};

enum { BODY_EVENTS_MAX = 64, BODY_STREAMS_MAX = 12 };

struct body;

/** Bytes that one struct body takes: all of its memory but the FFT plan. */
size_t body_size(void);

/**
 * b        The caller's memory, body_size() bytes, aligned for any type
 * return   R_OK; R_MEM no memory for the FFT plan. This is the only call of the floor that allocates.
 */
int body_init(struct body *b) MUST_USE;
void body_deinit(struct body *b);

/**
 * Says how fast reading.tick runs for readings of this source and kind: ticks a second, nominal; > 0.
 * A stream nobody announced is taken as READING_EXACT. return R_OK; R_FULL over BODY_STREAMS_MAX.
 */
int body_stream(struct body *b, uint8_t source, uint8_t kind, uint8_t channel, float ticks_per_s) MUST_USE;

/** One reading, in order of arrival. Nothing is allocated; NaN, infinite and absurd values are treated as missing. */
void body_reading(struct body *b, const struct reading *r);

/** Session time is now `now`: once a second's worth has passed the window stages run. Call every engine tick. */
void body_tick(struct body *b, usec now);

/** Events since the last call, oldest first: at most cap into out. Over BODY_EVENTS_MAX unread the oldest are lost. */
size_t body_events(struct body *b, struct body_event *out, size_t cap);

/** The measures of the last whole second. */
const struct measures *body_measures(const struct body *b);

/** Own breath at this instant (not the last second): lung 0..1 or NaN, phase or NaN. */
void body_breath_now(const struct body *b, float *lung, float *phase_rad);

/** The breathing sensor's smoothed value now, its own unit, rising on the in-breath; NaN without one. */
float body_breath_value(const struct body *b);

/** Time of the newest judged or unjudged beat; USEC_NONE before the first. */
usec body_last_beat(const struct body *b);

void body_totals(const struct body *b, struct body_totals *out);

/**
 * Heart rate at moments t[0..n-1] within the last 64 s by linear interpolation of the corrected tachogram, bpm; NaN
 * where unknown (before the first beat, in a gap, after the last judged beat) and where most of the rhythm about it was
 * guessed (tachogram_clear_at). For measures against the pacer.
 */
void body_hr_at(const struct body *b, const usec *t, float *hr_bpm, size_t n);

/** Folds every field that can change a later result into h. */
uint64_t body_hash(const struct body *b, uint64_t h);

#endif
