/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_QRS_H
#define SIGNAL_QRS_H

#include <stdbool.h>

#include "signal/grid.h"
#include "signal/mark.h"

enum {
    QRS_STEP_US = 4000, /* 250 Hz: Task Force 1996 asks for 250-500 Hz, or less with interpolation */
    QRS_RING = 1024,    /* 4.1 s: the longest look back */
    QRS_BLOCK = 8,      /* points filtered at once: 32 ms; a constant length, so that compilers use vectors */
    QRS_WAVELET_HALF = 20,
    QRS_SHARPEN_HALF = 24,
    QRS_NARROW_HALF = 6,
    QRS_SHAPE = 16,        /* points of the shape that beats are compared by: every 8 ms, 120 ms round the hill */
    QRS_OUTLINE = 40,      /* points of the outline: 160 ms, as long as a wide QRS */
    QRS_OUTLINE_SHIFT = 2, /* points = 8 ms, chosen: noise moves a hill by so much */
    QRS_NEW_MAX = GRID_OUT_MAX + QRS_BLOCK
};

/** The complex wavelet round a hill. */
struct qrs_shape {
    float even[QRS_SHAPE], odd[QRS_SHAPE];
};

/** The sharpened signal round a hill, every 4 ms: more of a beat's own than the wavelet shows. */
struct qrs_outline {
    float v[QRS_OUTLINE];
};

/** The two largest deflections near a hill: points (with fraction) and heights of the sharpened signal, >= 0. */
struct qrs_peaks {
    double up_at, down_at;
    float up, down;
};

/**
 * What both beat finders see of an electrocardiogram: one envelope with one hill per QRS, whatever its sign.
 *
 * n          Points taken since the last hole
 * done       Points of envelope, even and odd, from QRS_WAVELET_HALF on; the rings hold the last QRS_RING of them
 *            (x, even and odd twice, so that every stretch lies in one piece)
 * tap_*      Constants, made once
 */
struct qrs {
    struct grid grid;
    int64_t n, done;
    float x[2 * QRS_RING], even[2 * QRS_RING], odd[2 * QRS_RING], envelope[QRS_RING];
    float tap_even[QRS_WAVELET_HALF + 1], tap_odd[QRS_WAVELET_HALF + 1];
    float tap_sharpen[QRS_SHARPEN_HALF + 1], tap_narrow[QRS_NARROW_HALF + 1];
};

void qrs_init(struct qrs *q);

/** Forgets the signal: the next sample is a new point 0. */
void qrs_break(struct qrs *q);

/**
 * One sample, finite, at t.
 *
 * hole     True: the signal began anew with this sample (250 ms or more were missing)
 * return   How many envelope points are new: done - return .. done - 1; at most QRS_NEW_MAX
 *
 * Memory   None.   Thread  One user at a time.
 * Source   Gabor 1946, doi 10.1049/ji-3-2.1946.0074 (the wavelet)
 */
int qrs_push(struct qrs *q, usec t, float v, bool *hole);

/** The end of the signal is drawn on as a level line, so that its last points come out. Return as above. */
int qrs_flush(struct qrs *q);

/** The shape round `at`, which is at least 60 ms behind done and not older than the ring. */
void qrs_shape(const struct qrs *q, int64_t at, struct qrs_shape *out);

/** Likeness of two shapes, -1..1: their cosine, a shift of one by some milliseconds forgiven; 0 when one is nothing. */
float qrs_likeness(const struct qrs_shape *a, const struct qrs_shape *b);

/** The outline round `at`; 176 ms to either side of it must be known, or it is nothing. */
void qrs_outline(const struct qrs *q, int64_t at, struct qrs_outline *out);

/** Likeness of two outlines, -1..1: their best cosine within QRS_OUTLINE_SHIFT points; -1 when one is nothing. */
float qrs_outline_likeness(const struct qrs_outline *a, const struct qrs_outline *b);

/** The frequency that prevails in a shape, Hz: high in a QRS, low in a T wave. */
float qrs_pace_hz(const struct qrs_shape *s);

/** The largest deflections within 80 ms of `at`; 176 ms to either side of it must be known. */
void qrs_peaks(const struct qrs *q, int64_t at, struct qrs_peaks *out);

/** The wave of the beat whose R peak is at `peak`, from qrs_peaks. */
struct mark_wave qrs_wave(const struct qrs *q, double peak);

uint64_t qrs_hash(const struct qrs *q, uint64_t h);

/**
 * Where the mark of beats of one form lies: on the larger deflection; the side changes only when the other has clearly
 * become the larger. A mark that jumps between an R and an S of nearly equal height would be an interval that was not
 * there.
 *
 * polarity  -1..1: mean of (up - down) / (up + down)
 */
bool qrs_points_down(bool down, float polarity);

/** The same for one beat: the usual side, but for one whose other deflection is far larger. */
bool qrs_marks_down(bool usual, float up, float down);

#endif
