/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_SIGNAL_SYNTH_H
#define TESTS_UNIT_SIGNAL_SYNTH_H

#include <math.h>
#include <stddef.h>

#include "base/rng.h"

/* Hearts made by formula, so that the truth is known. */

static inline double synth_bump(double t, double width)
{
    return exp(-0.5 * t * t / (width * width));
}

/* Beat times with HR = mean + half * sin(2 pi hz t), white noise on the intervals; return how many within end_s. */
static inline size_t synth_beats(double *t, size_t cap, double end_s, double mean_bpm, double half_bpm, double hz,
                                 double noise_s, struct rng *rng)
{
    double at = 0.5;
    size_t n = 0;
    while (at < end_s && n < cap) {
        t[n++] = at;
        double bpm = mean_bpm + half_bpm * sin(2.0 * 3.14159265358979323846 * hz * at);
        at += 60.0 / bpm + noise_s * rng_normal(rng);
    }
    return n;
}

/* An ECG at t: P, QRS and T round each beat; beats sorted, *next walks along. R peak 1. */
static inline double synth_ecg(double t, const double *beats, size_t n, size_t *next)
{
    double v = 0.0;
    while (*next < n && beats[*next] < t - 0.6) {
        (*next)++;
    }
    for (size_t i = *next; i < n && beats[i] < t + 0.4; i++) {
        double d = t - beats[i];
        v += synth_bump(d, 0.010) - 0.15 * synth_bump(d + 0.030, 0.010) - 0.2 * synth_bump(d - 0.032, 0.010);
        v += 0.12 * synth_bump(d + 0.16, 0.025) + 0.28 * synth_bump(d - 0.27, 0.05);
    }
    return v;
}

/* A pulse wave at t: quick rise, slow fall with a dicrotic wave; its steepest point is 0.1 s after the beat. */
static inline double synth_ppg(double t, const double *beats, size_t n, size_t *next)
{
    double v = 0.0;
    while (*next < n && beats[*next] < t - 2.0) {
        (*next)++;
    }
    for (size_t i = *next; i < n && beats[i] < t; i++) {
        double d = t - beats[i];
        double rise = 1.0 / (1.0 + exp(-(d - 0.1) / 0.025));
        v += rise * exp(-d / 0.35) + 0.15 * synth_bump(d - 0.42, 0.06);
    }
    return v;
}

#endif
