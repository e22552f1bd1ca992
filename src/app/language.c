/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which language, and where its words are. A catalogue that is missing or broken is English, never an error: the words
   on the screen are not worth a session. */
#include "app/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/paths.h"

enum { CATALOGUE_MAX = 1 << 20 };

static const char *const CODES[] = {"auto", "en", "de", "es", "fr"};
static const char *const NAMES[] = {"auto", "English", "Deutsch", "Español", "Français"};
enum { LANGUAGES = sizeof CODES / sizeof CODES[0] };

const char *const *language_codes(size_t *n)
{
    *n = LANGUAGES;
    return CODES;
}

const char *const *language_names(size_t *n)
{
    *n = LANGUAGES;
    return NAMES;
}

static void *read_whole(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rbe");
    char *all = f != NULL ? malloc(CATALOGUE_MAX) : NULL;
    *n = all != NULL ? fread(all, 1, CATALOGUE_MAX, f) : 0;
    if (f != NULL) {
        (void)fclose(f);
    }
    return all;
}

static bool load_from(struct language *l, const char *folder, const char *code)
{
    char path[PATHS_N];
    size_t n = 0;
    if (folder == NULL || snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/metta.mo", folder, code) >= (int)sizeof path) {
        return false;
    }
    void *mo = read_whole(path, &n);
    if (mo == NULL || tongue_open(&l->tongue, mo, n) != R_OK) {
        free(mo);
        return false;
    }
    l->mo = mo;
    (void)snprintf(l->code, sizeof l->code, "%s", code);
    return true;
}

/* Two letters of "de", "de_AT.UTF-8", "de:fr"; false for C and POSIX. */
static bool load(struct language *l, const char *wish)
{
    const char *const folders[] = {getenv("METTA_LOCALES"), METTA_BUILD_LOCALES, METTA_LOCALE_DIR};
    char code[3] = "";
    if (wish == NULL || strlen(wish) < 2 || (wish[2] != '\0' && strchr("_.@:", wish[2]) == NULL)) {
        return false;
    }
    memcpy(code, wish, 2);
    if (strcmp(code, "en") == 0) {
        (void)snprintf(l->code, sizeof l->code, "en");
        return true;
    }
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (load_from(l, folders[i], code)) {
            return true;
        }
    }
    return false;
}

static bool load_first(struct language *l, const char *wishes)
{
    while (wishes != NULL && *wishes != '\0') {
        if (load(l, wishes)) {
            return true;
        }
        wishes += strcspn(wishes, ":");
        wishes += *wishes == ':' ? 1 : 0;
    }
    return false;
}

void language_open(struct language *l, const char *code)
{
    static const char *const VARIABLES[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    *l = (struct language){.code = "en"};
    if (code != NULL && strcmp(code, "auto") != 0) {
        (void)load(l, code);
        return;
    }
    for (size_t i = 0; i < sizeof VARIABLES / sizeof VARIABLES[0]; i++) {
        const char *value = getenv(VARIABLES[i]);
        if (load_first(l, value)) {
            return;
        }
        /* The first of the three that is set decides, as everywhere; LANGUAGE is only a list of wishes. */
        if (i > 0 && value != NULL && value[0] != '\0') {
            return;
        }
    }
}

void language_close(struct language *l)
{
    free(l->mo);
    *l = (struct language){.code = "en"};
}

void language_scene_words(const struct language *l, struct scene_words *out)
{
    const struct tongue *tongue = &l->tongue;
    *out = (struct scene_words){.breathe_in = _("breathe in"),
                                .hold_in = _("rest"),
                                .breathe_out = _("breathe out"),
                                .hold_out = _("rest"),
                                .listen = _("breathe as you like"),
                                .listen_phrase = _("the flower listens first"),
                                .finding = _("finding your pulse"),
                                .away = _("sensor away, keep breathing"),
                                .contact = _("let the sensor rest easy"),
                                .soften = _("softer, smaller, same pace"),
                                .easier = _("easier, from the next breath on"),
                                .slower = _("slower, little by little"),
                                .faster = _("faster, little by little"),
                                .bell = _("bell"),
                                .paused = "",
                                .paused_phrase = "",
                                .simulated = _("simulated"),
                                .bpm = _("bpm"),
                                .less_motion = _("less motion")};
}

const char *language_together(const struct together_result *r)
{
    if (r->p <= TOGETHER_P) {
        return r->paced > 0.5F ? N_("Your hearts moved together, beyond the breath you shared.")
                               : N_("Your hearts moved together, more than chance explains.");
    }
    return r->windows >= TOGETHER_WINDOWS_MIN && r->paced > 0.5F
               ? N_("You breathed side by side. What your hearts shared was the breath.")
               : N_("You sat together. Hearts keep their own time, and that is fine.");
}

bool language_known(const char *code)
{
    size_t n = 0;
    const char *const *codes = language_codes(&n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(codes[i], code) == 0) {
            return true;
        }
    }
    return false;
}
