/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_LANGUAGE_H
#define APP_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "scene/scene.h"
#include "screen/tongue.h"
#include "train/together.h"

enum { LANGUAGE_CODE_N = 8 };

/** The words of one language, in memory until language_close. */
struct language {
    char code[LANGUAGE_CODE_N]; /* "en", "de", ...: what was found */
    void *mo;
    struct tongue tongue;
};

/**
 * Loads the catalogue of a language by its code; "auto" (or NULL) takes the first of LANGUAGE, LC_ALL, LC_MESSAGES and
 * LANG that is here. English when there is none. No locale of that language needs to be installed.
 */
void language_open(struct language *l, const char *code);
void language_close(struct language *l);

/** The languages that a person can choose from: codes and their own names; the first is "auto". *n of them. */
const char *const *language_codes(size_t *n);
const char *const *language_names(size_t *n);

/**
 * What can be said of two who sat together, honestly: English, to be translated. Only beyond the shared pace and beyond
 * chance are two hearts said to have moved together.
 */
const char *language_together(const struct together_result *r);

/** True for "auto" and the languages that are shipped. */
bool language_known(const char *code);

/** The scenes' words in this language. */
void language_scene_words(const struct language *l, struct scene_words *out);

#endif
