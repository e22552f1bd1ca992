/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_ECG_H
#define SIGNAL_ECG_H

#include "signal/grid.h"
#include "signal/mark.h"

enum {
    ECG_STEP_US = 4000, /* 250 Hz: Task Force 1996 asks for 250-500 Hz, or less with interpolation */
    ECG_RING = 1024,    /* 4.1 s: the longest look back of a search and of the first seconds */
    ECG_WAVELET_HALF = 20,
    ECG_SHARPEN_HALF = 24,
    ECG_SHAPE = 31, /* points of the QRS shape that beats are compared by: 120 ms round the envelope's peak */
    ECG_LEVELS = 8,
    ECG_CANDIDATES = 24
};

/* A peak of the envelope: where, how high, and its weight once likeness to the usual shape is counted in. */
struct ecg_candidate {
    int64_t at;
    float height, weight, likeness;
};

/**
 * R peaks in an electrocardiogram of any rate from 25 Hz, any unit, either sign.
 *
 * n         Points taken since the last hole; x and envelope hold the last ECG_RING of them (x twice, so that every
 *           stretch of it lies in one piece; envelope lags by ECG_WAVELET_HALF)
 * peak      The highest envelope of the moment, waiting for something higher within 200 ms
 * beats[], noise[]  Heights of the last accepted and refused peaks: the two levels that the threshold lies between
 * passed[]  Refused peaks since the last beat, for the search back; in the first seconds all peaks
 * shape     The usual QRS, normalised; shape_n beats went into it
 * polarity  -1..1, which way the main deflection of late has pointed
 */
struct ecg {
    struct grid grid;
    int64_t n;
    float x[2 * ECG_RING], envelope[ECG_RING], even[ECG_RING], odd[ECG_RING];
    struct ecg_candidate peak;
    float beats[ECG_LEVELS], noise[ECG_LEVELS], likeness[ECG_LEVELS], rr[ECG_LEVELS];
    uint32_t beats_n, noise_n, rr_n;
    bool learning, fresh, sought;
    int64_t learn_from, last_at;
    float last_height;
    struct ecg_candidate passed[ECG_CANDIDATES];
    uint8_t passed_n;
    float shape_even[ECG_SHAPE], shape_odd[ECG_SHAPE];
    uint32_t shape_n;
    float polarity;
    /* Constants, made once. */
    float tap_even[ECG_WAVELET_HALF + 1], tap_odd[ECG_WAVELET_HALF + 1], tap_sharpen[ECG_SHARPEN_HALF + 1];
    float tap_narrow[ECG_SHARPEN_HALF + 1];
};

void ecg_init(struct ecg *e);

/** Forgets the signal: the next sample begins anew, with 2 s of learning. */
void ecg_break(struct ecg *e);

/**
 * One sample, finite, at t.
 *
 * out      Beats found with it, oldest first, at most MARKS_MAX. A beat is told 280 ms after it; one that only the
 *          search back finds about 1.5 intervals after it; those of the first 2 s at the end of these.
 *          Never out of order.
 * return   Their number
 *
 * Memory   None.   Thread  One user at a time.
 * Source   Envelope of a Gabor wavelet (Gabor 1946, doi 10.1049/ji-3-2.1946.0074) as the feature; two running
 *          levels, threshold between them, T wave rule and search back after Hamilton & Tompkins 1986,
 *          doi 10.1109/TBME.1986.325695; differs in: the feature, and that likeness to the usual shape counts
 */
size_t ecg_push(struct ecg *e, usec t, float v, struct mark out[MARKS_MAX]);

/** 0..1: how far beats stand out from the rest, and how like each other they are. 0 while learning. */
float ecg_quality(const struct ecg *e);

uint64_t ecg_hash(const struct ecg *e, uint64_t h);

#endif
