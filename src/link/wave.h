/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_WAVE_H
#define LINK_WAVE_H

#include <stdint.h>

#include "base/usec.h"

/** Waves are drawn this long after the beats they belong to: the P wave comes before its beat. */
#define WAVE_LAG_US (400 * USEC_PER_MS)

/**
 * Pulse wave, about 0..1, at moment t: two Gaussians a pulse, 0.2 s after the beat (Tang et al. 2020,
 * doi 10.1038/s41598-020-69076-x). beats[0..n-1]: newest first, beats up to WAVE_LAG_US after t included.
 */
float wave_ppg(const usec *beats, uint32_t n, usec t);

/** Electrocardiogram, about -0.3..1: P, Q, R, S and T as Gaussians in time (McSharry 2003,
   doi 10.1109/TBME.2003.808805, without its limit cycle). */
float wave_ecg(const usec *beats, uint32_t n, usec t);

#endif
