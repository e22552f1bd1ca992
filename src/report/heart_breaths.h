/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_HEART_BREATHS_H
#define REPORT_HEART_BREATHS_H

#include <stddef.h>

#include "base/result.h"
#include "signal/body.h"
#include "signal/tachogram.h"

/**
 * Breaths guessed from the heart's rhythm over a whole recording, as the live path guesses them second by second
 * (signal/rhythm.h): for a recording without a breathing sensor.
 *
 * points   [0..n-1] corrected intervals
 * out      The caller's to free, *out_n of them; NULL when there are none
 * return   R_OK; R_MEM
 */
int heart_breaths(const struct tachogram_point *points, size_t n, struct breath **out, size_t *out_n) MUST_USE;

#endif
