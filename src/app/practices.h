/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PRACTICES_H
#define APP_PRACTICES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/options.h"
#include "app/paths.h"
#include "train/practice_script.h"

enum { PRACTICES_MAX = 64, PRACTICES_ID_N = 32, PRACTICES_LANGUAGE_N = 8 };

/**
 * Where one practice is. Those of the person's own folder ($XDG_DATA_HOME/metta/practices) come before those that are
 * shipped; those of a language before English.
 *
 * id        Name of its file without ".practice"
 * language  Two letters of the folder it lies in; "" of the own folder, or of a file that was named
 */
struct practices_row {
    char id[PRACTICES_ID_N], language[PRACTICES_LANGUAGE_N], path[PATHS_N];
};

/** A practice in hand. */
struct practices_loaded {
    struct practices_row row;
    struct practice practice;
};

/** The language of this call in two letters: --language, or that of the environment (LANGUAGE, LC_ALL,
 * LC_MESSAGES, LANG). */
void practices_language(const struct options *o, char out[PRACTICES_LANGUAGE_N]);

/** All practices, each once, in the order of their ids: rows[0..n-1], n <= cap. */
size_t practices_list(struct practices_row *rows, size_t cap, const char *language);

/**
 * Reads one script.
 * m        Its mistakes
 * return   EXIT_DONE; EXIT_FILE: m->n > 0, or it cannot be read and one line on stderr says why
 */
int practices_read(struct practice *out, const char *path, struct practice_mistakes *m);

/**
 * Finds and reads a practice by its name, or by its path when the name holds a slash or ends in ".practice".
 * return   EXIT_DONE; EXIT_CALL no such practice, with the nearest name; EXIT_FILE a bad script: one line on stderr
 */
int practices_load(struct practices_loaded *out, const char *name, const char *language);

#endif
