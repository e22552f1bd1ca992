/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_ANSWER_H
#define TRAIN_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "signal/body.h"
#include "train/adapt.h"
#include "train/practice_script.h"

/* The resonance test counts when the pace was followed and the pulse was seen. Source of both conditions: Shaffer &
   Meehan 2020, doi 10.3389/fnins.2020.570400. The shares are chosen: blocks that were not followed are left out of the
   answer anyway, so that two of three are enough; seconds with a pulse: four of five */
#define ANSWER_FOLLOWED_MIN 0.66F
#define ANSWER_CLEAR_MIN    0.8F

/* Nor is there an answer where the heart was too even or too wild to tell who follows, in so many blocks. chosen */
#define ANSWER_MUTE_MOST 0.33F

/* RMSSD of a heart out of order is no RMSSD: more than this share of the mean interval (irregular hearts are told by
   that measure: Dash 2009, doi 10.1007/s10439-009-9740-z), while more than COHERENCE_CORRECTED_MAX of the beats had to
   be corrected or left out. chosen: many young hearts reach the first, and premature beats the second */
#define ANSWER_RMSSD_MOST 0.1F

/* Nor does it count when the belief is hardly narrower than what is believed of anybody. chosen: half of the variance
   must be gone */
#define ANSWER_VAGUE 0.72F

/* Two days' answers differ when they are further apart than 95 % of the pairs that noise alone makes. */
#define ANSWER_NOISE_SDS 1.96F

/* A resting check of fewer used intervals says nothing. chosen: half a minute of a slow heart */
enum { ANSWER_BEATS_MIN = 30, ANSWER_DAYS_MIN = 5 }; /* chosen: a usual range of fewer days is no range */

/* So far from the own mean, in standard deviations of the own days, is not the usual range. chosen: two days in three
   lie within */
#define ANSWER_USUAL_SDS 1.0F

/** Why there is no figure. */
enum answer_refusal { ANSWER_GIVEN, ANSWER_UNFOLLOWED, ANSWER_UNCLEAR };

/**
 * What earlier sessions of the same person told. Unknown: NaN, days 0.
 *
 * resonance_per_min, resonance_sd   The last answer and how sure it was, made wider by what lies between days
 * ln_rmssd_mean, _sd, rest_days     Of the logarithm of RMSSD (ms) in earlier resting checks
 */
struct answer_earlier {
    float resonance_per_min, resonance_sd;
    float ln_rmssd_mean, ln_rmssd_sd;
    uint32_t rest_days;
};

/**
 * Gathered while a stage measures.
 *
 * seconds, clear   Of the stage; with a pulse that could be trusted
 * beats ..         Used intervals, their sum; squares of differences of neighbours that are both used
 * unused           Beats whose interval was corrected or left out
 * blocks, followed Blocks of three guided breaths that were judged;  mute: that the heart said nothing in
 */
struct answer_sums {
    uint8_t kind; /* enum practice_measure */
    uint32_t seconds, clear, beats, unused, pairs, blocks, followed, mute;
    double rr_sum_ms, squares_ms2;
    float last_rr_ms;
};

/**
 * What was measured. Figures are NaN when there is none.
 *
 * kind       enum practice_measure; PRACTICE_NOTHING: nothing was measured (yet)
 * refused    enum answer_refusal
 * rate, low, high, sd, earlier   Of PRACTICE_RESONANCE, breaths a minute; low..high: 80 % of the belief
 * changed    The rate is another one than the earlier one, not only by noise
 * hr_bpm, rmssd_ms, usual_ms     Of PRACTICE_REST; usual: the own mean of earlier days
 * place      Of RMSSD against the usual range: -1 below, 0 within, +1 above; only with enough days
 * days       Of earlier resting checks
 */
struct answer {
    uint8_t kind, refused;
    float rate, low, high, sd, earlier;
    bool changed;
    float hr_bpm, rmssd_ms, usual_ms;
    int8_t place;
    uint32_t days;
};

void answer_begin(struct answer_sums *s, uint8_t kind);

/** A judged heartbeat of the person who is measured. */
void answer_beat(struct answer_sums *s, const struct beat *b);
void answer_second(struct answer_sums *s, const struct measures *m);

/** A block of guided breaths was measured, and showed whether it was followed; or (mute) it did not. */
void answer_block(struct answer_sums *s, bool followed);
void answer_mute_block(struct answer_sums *s);

struct answer answer_none(void);

/** What the sums amount to. a: for the belief in the best rate. */
struct answer answer_make(const struct answer_sums *s, const struct adapt *a, const struct answer_earlier *e);

/** True when a line that is said only in this case (PRACTICE_IF_FOUND ..) fits. */
bool answer_is(const struct answer *a, uint8_t when);

/** A line with its figures put in place of {rate} and the like, one decimal: out[0..n-1]. */
void answer_words(const struct answer *a, const char *text, char *out, size_t n);

uint64_t answer_hash(const struct answer_sums *s, uint64_t h);

#endif
