/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>

#include "app/options.h"

enum { SETTINGS_WORD_N = 160 };

/** What a person has chosen to keep; metta.ini, section by section. The command line wins over it. */
struct settings {
    char sensor[SETTINGS_WORD_N], theme[SETTINGS_WORD_N], scene[SETTINGS_WORD_N], profile[SETTINGS_WORD_N];
    double minutes, target_per_min;
    bool reduced_motion, number_hidden, large_words, full_screen;
};

/**
 * Reads the file of o->config, or the usual one when it exists, then lays what the call says over it.
 * return  EXIT_DONE; EXIT_FILE with one line on stderr (which line, what to do)
 */
int settings_read(struct settings *s, const struct options *o);

#endif
