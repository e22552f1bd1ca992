/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SETTINGS_INSIDE_H
#define APP_SETTINGS_INSIDE_H

#include <stddef.h>

#include "app/settings.h"

/* What reading and writing of metta.ini share. Not for other files. */

enum settings_kind { SETTINGS_WORD, SETTINGS_NUMBER, SETTINGS_SWITCH };

struct settings_row {
    const char *section, *name;
    enum settings_kind kind;
    size_t offset;
    double low, high;
};

/** The rows of metta.ini; *n of them. */
const struct settings_row *settings_rows(size_t *n);

/** The file that this call means; false when no home folder is known. */
bool settings_path(char *out, size_t n, const struct options *o);

#endif
