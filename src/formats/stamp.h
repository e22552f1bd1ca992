/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_STAMP_H
#define FORMATS_STAMP_H

#include <stdbool.h>

/**
 * A date with a time, or a time of day, at [at, end): "2026-06-01T21:17:07.832Z", "01.06.2026 21:17:07,5",
 * "6/1/2026 9:17:07 PM", "21:17:07.832".
 *
 * out_s    Seconds since 1970-01-01 by the clock that wrote it, or since midnight when there is no date
 * dated    There was a date
 * return   False: nothing such; the rest is untouched
 */
bool stamp_read(const char *at, const char *end, double *out_s, bool *dated);

#endif
