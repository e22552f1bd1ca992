/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_DETREND_H
#define SIGNAL_DETREND_H

#include <stddef.h>

/** Usual regularisation at 4 Hz: -3 dB at 0.035 Hz. It takes nearly all VLF and 5-9 % of LF. */
#define DETREND_LAMBDA 500.0

/**
 * Takes the smooth trend off an even series, in place: x - (I + lambda^2 D2' D2)^-1 x, D2 the second difference.
 *
 * x        [0..n-1];  n >= 3, else nothing happens
 * work     [0..4 n - 1], overwritten
 *
 * Memory   work. Pure.   Thread  Any.
 * Source   Tarvainen, Ranta-aho & Karjalainen 2002, doi 10.1109/10.979357, eq. 5
 */
void detrend_smoothness_priors(double *x, size_t n, double lambda, double *work);

#endif
