/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_MANUAL_H
#define APP_MANUAL_H

#include <stdio.h>

/** Writes the sections from KEYS to EXAMPLES (without the examples themselves), in mdoc. */
void manual_sections(FILE *f);

#endif
