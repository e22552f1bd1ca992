/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_HRV_H
#define SIGNAL_HRV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/result.h"
#include "signal/spectrum_psd.h"

/*
 * Heart rate variability of a whole series of normal intervals, for reports. Definitions: Task Force 1996
 * (doi 10.1161/01.CIR.93.5.1043) where it says anything, otherwise what the reference commercial program prints; where
 * open programs differ from each other the choice is told with the figure. NaN: too short to say.
 * Thread   Any. Pure; caller's memory.
 */

/**
 * Normal-to-normal intervals, borrowed.
 *
 * rr_ms    [0..n-1] ms, > 0
 * t_s      [0..n-1] when each ended, ascending; NULL: without holes, from 0 at the end of the first
 * begins   [0..n-1] true: a hole lies before this interval, it is no neighbour of the one before; NULL: no holes
 * filled   [0..n-1] true: filled in, not measured. It keeps its place in the series, but no difference with it counts:
 *          what is interpolated is too smooth. NULL: all are measured
 */
struct hrv_series {
    const double *rr_ms, *t_s;
    const bool *begins, *filled;
    size_t n;
};

/**
 * mean_hr_bpm        Mean of 60000 / RR;  hr_of_mean_bpm: 60000 / mean RR, the beats really counted
 * sdnn_ms            Standard deviation, n - 1
 * rmssd_ms           Root mean square of successive differences, n - 1 of them (fewer with holes: none bridges one)
 * sdsd_ms            Standard deviation of those differences, n - 2
 * nn50, pnn50_pct    Differences above 50 ms, strictly; share of all differences
 * triangular_index   n over the highest bin of 1000/128 ms, bins from 0
 * sdann_ms, sdnn_index_ms  Standard deviation of the means, mean of the standard deviations, of whole consecutive 5 min
 */
struct hrv_time {
    size_t n;
    double mean_rr_ms, mean_hr_bpm, hr_of_mean_bpm, min_hr_bpm, max_hr_bpm;
    double sdnn_ms, rmssd_ms, sdsd_ms, pnn50_pct, pnn20_pct, triangular_index, sdann_ms, sdnn_index_ms;
    size_t nn50, nn20;
};

/**
 * sd1_ms, sd2_ms   Standard deviations (n - 2) across and along the line of the Poincare plot, over the n - 1 pairs
 * sample_entropy   m = 2, r = 0.2 SDNN, largest difference strictly below r, n - m templates of both lengths, no
 *                  self-match; Richman & Moorman 2000, doi 10.1152/ajpheart.2000.278.6.H2039
 * dfa_alpha1       Slope of log F over log box, boxes 4..16;  dfa_alpha2: 16..64; Peng et al. 1995,
 *                  doi 10.1063/1.166141
 */
struct hrv_nonlinear {
    double sd1_ms, sd2_ms, sample_entropy, dfa_alpha1, dfa_alpha2;
};

/**
 * Band powers, ms2: VLF 0.0033-0.04, LF 0.04-0.15, HF 0.15-0.40, total 0-0.40 Hz; half-open bands of whole bins, so
 * that they add up. nu in percent of LF + HF. Peaks in Hz, NaN without power.
 */
struct hrv_frequency {
    double vlf_ms2, lf_ms2, hf_ms2, total_ms2, lf_hf, lf_nu, hf_nu;
    double peak_vlf_hz, peak_lf_hz, peak_hf_hz;
};

void hrv_time(const struct hrv_series *s, struct hrv_time *out);

/** work: hrv_work_size(n) bytes, aligned for any type, overwritten. Entropy and DFA take the series as one. */
size_t hrv_work_size(size_t n);
void hrv_nonlinear(const struct hrv_series *s, void *work, struct hrv_nonlinear *out);

/** Slope of log F(box) over log box for boxes from..to; work [0..n-1]. NaN when n < to. */
double hrv_dfa(const double *rr_ms, size_t n, size_t from, size_t to, double *work);

/** Points of the 4 Hz series of these intervals: from the first beat while t < the last. */
size_t hrv_points(const double *rr_ms, size_t n);

/**
 * The series at 4 Hz by a cubic spline with not-a-knot ends; RR_i lies at the beat that ends it, time 0 is the first.
 * work: [0..4 n - 1];  out: hrv_points() values. n >= 4.
 */
void hrv_resample(const double *rr_ms, size_t n, double *work, double *out);

/** A one-sided density: bin i at i * df_hz, ms2/Hz. bins 0: none was had. */
struct hrv_density {
    double ms2_per_hz[PSD_BINS], df_hz;
    size_t bins;
};

/**
 * Density of the series by a method, of its stretches without holes; lambda > 0 takes the smooth trend off first
 * (signal/detrend.h), 0 only the mean of each segment.
 *
 * work     hrv_spectrum_work() values
 * return   R_OK; R_DATA no stretch of PSD_LEAST points: out->bins is 0; R_MEM
 */
int hrv_spectrum(const struct hrv_series *s, unsigned method, double lambda, double *work,
                 struct hrv_density *out) MUST_USE;
size_t hrv_spectrum_work(const struct hrv_series *s, unsigned method, double lambda);

/** Bands out of a one-sided density. */
void hrv_bands(const struct hrv_density *d, struct hrv_frequency *out);

#endif
