/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_COHERENCE_H
#define SIGNAL_COHERENCE_H

#include "base/result.h"
#include "signal/spectrum.h"
#include "signal/tachogram.h"

/** Where the peak is looked for, and where the spectrum ends; McCraty & Zayas 2014, Task Force 1996. */
#define COHERENCE_LOW_HZ  0.04
#define COHERENCE_HIGH_HZ 0.26
#define COHERENCE_END_HZ  0.40

/**
 * How much of the heart rhythm swings at one pace.
 *
 * ratio       P / (T - P): P = peak bin and both neighbours, T = all bins above DC up to 0.40 Hz
 * score       ln(P / below * P / above + 1), 0..16
 * peak_share  Peak bin +-2 over 0.04-0.40 Hz, 0..1
 * peak_hz     Vertex of the parabola through the logarithms of the three bins
 */
struct coherence {
    float ratio, score, peak_share, peak_hz;
};

/**
 * density  Of a 64 s window, as spectrum_compute gives it
 * return   R_OK; R_DATA no power in the range: *out is untouched
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   ratio: McCraty & Childre 2010, quoted in McCraty & Zayas 2014, doi 10.3389/fpsyg.2014.01090; score: product
 *          form of US patent 6358201 B1 (expired); differs in: three bins instead of a literal 0.030 Hz, DC left out,
 *          denominators not below COHERENCE_FLOOR of the total
 */
int coherence_score(const float density[SPECTRUM_BINS], struct coherence *out) MUST_USE;

/** More corrected intervals than this share of a window are not scored; chosen: a window with so much
    guesswork in it would tell the correction, not the heart. */
#define COHERENCE_CORRECTED_MAX 0.15F

/** Intervals that vary by less than this, standard deviation, are not scored: sensors tell beats to 1-4 ms, and the
    rounding of an even heart has peaks of its own. chosen */
#define COHERENCE_SDNN_MIN_MS 2.0F

/**
 * The same of the last 64 s of a tachogram.
 *
 * f        Figures of that window
 * return   R_OK; R_DATA too much was corrected, there is a hole, or the heart is even: *out is untouched
 */
int coherence_now(const struct tachogram *g, const struct tachogram_figures *f, const struct spectrum *s,
                  struct coherence *out) MUST_USE;

#endif
