/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_PLAIN_H
#define FORMATS_PLAIN_H

#include "formats/table.h"

/**
 * The first line of numbers without names above them: sets what t is read as, by this line and those to come, and the
 * channel of r. Intervals in ms or s; a time (s, ms, a date) and an interval; an interval and the mark of its beat;
 * times of beats in s or ms, that grow by 250 ms to 3 s in each of the first lines. A first column that counts lines is
 * no time.
 *
 * return   1: it is; 0: no such line; R_DATA more columns than that
 */
int plain_row(struct recording *r, struct table *t, const char *line, const char *end) MUST_USE;

#endif
