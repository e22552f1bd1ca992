/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_FUSION_H
#define SIGNAL_FUSION_H

#include "signal/modulation.h"
#include "signal/spectrum.h"
#include "signal/tachogram.h"

enum {
    FUSION_LOW_BIN = 3,   /* 0.047 Hz: 2.8/min */
    FUSION_HIGH_BIN = 45, /* 0.70 Hz: 42/min */
    FUSION_BINS = FUSION_HIGH_BIN + 2,
    FUSION_WAVES_MAX = 2, /* an ECG and a pulse at once */
};

#define FUSION_LIVE_S  16.0F /* chosen: a quarter of the window */
#define FUSION_BATCH_S 32.0F /* chosen: nobody waits for it */

/**
 * Breathing told from the heart's signal: from what its rhythm and its wave have in common. An estimate, never proof
 * of what a person did.
 *
 * smooth_s    Time constant of common, s
 * common      Share of each bin of 1/64 Hz in the modulations, their weighted mean (of roots), smoothed over time
 * at          Time of the last update; USEC_NONE before the first and after a hole
 * rate_hz     The rate; NaN none
 * confidence  0..1: the share of the rate's peak and its harmonic, times how far the modulations agree; 0.5 is what
 *             signals of pure chance reach once in 20
 * wave_share  How much of the answer came from the wave, 0..1; 0: only intervals were there
 */
struct fusion {
    float smooth_s, common[FUSION_BINS];
    usec at;
    float rate_hz, confidence, wave_share;
};

/** smooth_s: 0 each window for itself; FUSION_LIVE_S follows a change sooner, FUSION_BATCH_S errs less. */
void fusion_init(struct fusion *f, float smooth_s);

/**
 * Takes the last 64 s, or 32 s while there is no more, up to the newest point of the rhythm. Call it every 1 to 30 s.
 *
 * g        The rhythm;  waves[0..n-1]: the shapes of its beats, n 0 .. FUSION_WAVES_MAX
 *
 * Memory   None.   Thread  One user at a time.   Cost  A spectrum for each modulation, at most 7
 * Source   Modulations and fusion of their spectra: Karlen et al. 2013, doi 10.1109/TBME.2013.2246160, and Charlton
 *          et al. 2016, doi 10.1088/0967-3334/37/4/610. Differs: spectra are weighted by their peaks and averaged
 *          before the peak is sought, instead of judging three peaks. Power is weighted by frequency, because slow
 * waves of vessels and of the heart fall off as 1/f (Kobayashi & Musha 1982, doi 10.1109/TBME.1982.324972)
 */
void fusion_update(struct fusion *f, const struct tachogram *g, const struct modulation *const *waves, size_t n,
                   const struct spectrum *s);

/** Breaths a minute; NaN when the confidence is too small to be told. */
float fusion_per_min(const struct fusion *f);

uint64_t fusion_hash(const struct fusion *f, uint64_t h);

#endif
