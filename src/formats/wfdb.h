/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_WFDB_H
#define FORMATS_WFDB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/result.h"

enum { WFDB_SIGNALS_MAX = 32, WFDB_NAME_N = 32 };

/** One signal of a record. */
struct wfdb_signal {
    char name[WFDB_NAME_N]; /* its description: "MLII", "PLETH", ... */
    double gain, baseline;  /* physical = (digital - baseline) / gain */
};

/**
 * A record of the WFDB form: a text header (.hea) and one file of samples beside it, formats 16, 80 and 212, streamed.
 * Source  header(5) and signal(5) of the WFDB Applications Guide
 */
struct wfdb;

/** Does a header of this form begin with these two lines (record line, first signal line)? */
bool wfdb_is_header(const char *first, const char *second);

/**
 * path     The header
 * why      Why not, one clause: [0..why_n-1]
 * return   R_OK; R_IO; R_DATA the header is damaged; R_UNSUPPORTED a format or a layout that is not read; R_MEM
 */
int wfdb_open(struct wfdb **out, const char *path, char *why, size_t why_n) MUST_USE;
void wfdb_close(struct wfdb *w);

size_t wfdb_signals(const struct wfdb *w);
const struct wfdb_signal *wfdb_signal(const struct wfdb *w, size_t i);
double wfdb_rate_hz(const struct wfdb *w);

/**
 * The next sample of every signal, physical units, NaN where missing: out[0..wfdb_signals()-1].
 * return   1; 0 the end; R_DATA the file ends in the middle of a frame; R_IO
 */
int wfdb_next(struct wfdb *w, double *out) MUST_USE;

/** Byte of the sample file reached. */
unsigned long long wfdb_offset(const struct wfdb *w);

#endif
