/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_CAPTURE_READINGS_H
#define APP_CAPTURE_READINGS_H

#include <stddef.h>

#include "base/reading.h"
#include "base/result.h"

struct capture_readings;

/**
 * A capture as readings with their moments: its bytes through the driver that its header names, and the fit of the
 * device's clock. Of several links all are read; samples of a sensor that is off the body are left out.
 *
 * why      Why not, one clause with the place, when the result is negative: [0..why_n-1]
 * return   R_OK; R_IO errno; R_DATA not a capture, or of an unknown driver; R_MEM
 */
int capture_readings_open(struct capture_readings **out, const char *path, char *why, size_t why_n) MUST_USE;
void capture_readings_close(struct capture_readings *c);

/** A struct reading_source's read; from: a struct capture_readings. */
int capture_readings_read(void *from, struct reading *out, size_t room, size_t *n) MUST_USE;

const char *capture_readings_why(const struct capture_readings *c);

#endif
