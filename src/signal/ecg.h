/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_ECG_H
#define SIGNAL_ECG_H

#include "signal/mark.h"
#include "signal/qrs.h"

enum { ECG_LEVELS = 8, ECG_CANDIDATES = 24 };

/* A peak of the envelope: where, how high, and its weight once likeness to the usual shape is counted in. */
struct ecg_candidate {
    int64_t at;
    float height, weight, likeness;
};

/**
 * R peaks in an electrocardiogram of any rate from 25 Hz, any unit, either sign.
 *
 * before    The envelope one point earlier
 * peak      The highest envelope of the moment, waiting for something higher within 200 ms
 * beats[], noise[]  Heights of the last accepted and refused peaks: the two levels that the threshold lies between
 * passed[]  Refused peaks since the last beat, for the search back; in the first seconds all peaks
 * shape     The usual QRS, normalised; shape_n beats went into it
 * polarity  -1..1, which way the main deflection of late has pointed; down: where the mark is put, see qrs.h
 */
struct ecg {
    struct qrs qrs;
    float before;
    struct ecg_candidate peak;
    float beats[ECG_LEVELS], noise[ECG_LEVELS], likeness[ECG_LEVELS], rr[ECG_LEVELS];
    uint32_t beats_n, noise_n, rr_n;
    bool learning, fresh, sought;
    int64_t learn_from, last_at;
    float last_height;
    struct ecg_candidate passed[ECG_CANDIDATES];
    uint8_t passed_n;
    struct qrs_shape shape;
    uint32_t shape_n;
    float polarity;
    bool down;
};

void ecg_init(struct ecg *e);

/** Forgets the signal: the next sample begins anew, with 2 s of learning. */
void ecg_break(struct ecg *e);

/**
 * One sample, finite, at t.
 *
 * out      Beats found with it, oldest first, at most MARKS_MAX. A beat is told 280-320 ms after it; one that only the
 *          search back finds about 1.5 intervals after it; those of the first 2 s at the end of these.
 *          Never out of order.
 * return   Their number
 *
 * Memory   None.   Thread  One user at a time.
 * Source   The envelope of qrs.h as the feature; two running levels, threshold between them, T wave rule and search
 * back after Hamilton & Tompkins 1986, doi 10.1109/TBME.1986.325695; differs in: the feature, and that likeness to the
 * usual shape counts
 */
size_t ecg_push(struct ecg *e, usec t, float v, struct mark out[MARKS_MAX]);

/** 0..1: how far beats stand out from the rest, and how like each other they are. 0 while learning. */
float ecg_quality(const struct ecg *e);

uint64_t ecg_hash(const struct ecg *e, uint64_t h);

#endif
