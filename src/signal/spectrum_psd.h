/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_SPECTRUM_PSD_H
#define SIGNAL_SPECTRUM_PSD_H

#include <stddef.h>

#include "base/result.h"

/*
 * Power spectral density of whole recordings, for reports: means over segments of 300 s that overlap by half. What is
 * done with a segment is the method. Bins are 4 Hz / length apart, one-sided, unit of x squared per Hz; the sum of the
 * bins times their distance is the variance of the segments.
 */

enum psd_method {
    PSD_WELCH,      /* periodic Hann window; Welch 1967, doi 10.1109/TAU.1967.1161901 */
    PSD_MULTITAPER, /* PSD_TAPERS sine tapers, equal weights; Riedel & Sidorenko 1995, doi 10.1109/78.365298 */
    PSD_AR,         /* autoregression of order PSD_ORDER; Burg 1975 (maximum entropy) */
    PSD_LOMB,       /* least squares on the beats themselves, Hann window; Lomb 1976, doi 10.1007/BF00648343 */
    PSD_METHODS
};

enum {
    PSD_POINTS = 1200, /* 300 s at 4 Hz; Task Force 1996: 5 min */
    PSD_BINS = PSD_POINTS / 2 + 1,
    PSD_LEAST = 256, /* points: 64 s, the least that holds VLF at all; chosen */
    PSD_TAPERS = 5,  /* chosen: main lobe of +-3 bins = 0.01 Hz, 10 degrees of freedom a segment */
    PSD_ORDER = 16   /* usual for HRV at 4 Hz (Boardman et al. 2002, doi 10.1088/0967-3334/23/2/308) */
};

/**
 * density   Sums over the segments until psd_mean
 * taper     Windows of the method, scaled so that squares add up to the density
 */
struct psd {
    unsigned method;
    size_t length, segments;
    double density[PSD_BINS];
    double *taper, *in, *out;
    size_t tapers;
    void *plan;
};

/**
 * length   Points of a segment, 8 .. PSD_POINTS
 * return   R_OK; R_ARG length or method (PSD_LOMB has no points); R_MEM. Allocates: for reports, never in a session.
 */
int psd_open(struct psd *p, unsigned method, size_t length) MUST_USE;
void psd_close(struct psd *p);

/** All segments of one stretch without a hole, x[0..n-1] at 4 Hz; the rest after the last whole segment is left out. */
void psd_add(struct psd *p, const double *x, size_t n);

/** Means over the segments into density, p->length / 2 + 1 bins; all 0 without a segment. */
void psd_mean(const struct psd *p, double density[PSD_BINS]);

#endif
