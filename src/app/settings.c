/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta.ini. An unknown key is an error with its line: a typing mistake must not pass for a choice. */
#include "app/settings.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/language.h"
#include "app/paths.h"
#include "app/say.h"
#include "app/settings_inside.h"

#define AT(field) offsetof(struct settings, field)
static const struct settings_row ROWS[] = {
    {"practice", "practice", SETTINGS_WORD, AT(practice), 0.0, 0.0},
    {"practice", "minutes", SETTINGS_NUMBER, AT(minutes), 1.0, 180.0},
    {"practice", "target", SETTINGS_NUMBER, AT(target_per_min), 3.0, 10.0},
    {"practice", "profile", SETTINGS_WORD, AT(profile), 0.0, 0.0},
    {"practice", "ask-calm", SETTINGS_SWITCH, AT(ask_calm), 0.0, 0.0},
    {"practice", "welcomed", SETTINGS_SWITCH, AT(welcomed), 0.0, 0.0},
    {"sensor", "sensor", SETTINGS_WORD, AT(sensor), 0.0, 0.0},
    {"comfort", "theme", SETTINGS_WORD, AT(theme), 0.0, 0.0},
    {"comfort", "scene", SETTINGS_WORD, AT(scene), 0.0, 0.0},
    {"comfort", "language", SETTINGS_WORD, AT(language), 0.0, 0.0},
    {"comfort", "reduced-motion", SETTINGS_SWITCH, AT(reduced_motion), 0.0, 0.0},
    {"comfort", "hide-number", SETTINGS_SWITCH, AT(number_hidden), 0.0, 0.0},
    {"comfort", "hide-time", SETTINGS_SWITCH, AT(time_hidden), 0.0, 0.0},
    {"comfort", "picture-off", SETTINGS_SWITCH, AT(picture_off), 0.0, 0.0},
    {"comfort", "large-words", SETTINGS_SWITCH, AT(large_words), 0.0, 0.0},
    {"comfort", "words-rest", SETTINGS_SWITCH, AT(words_rest), 0.0, 0.0},
    {"comfort", "full-screen", SETTINGS_SWITCH, AT(full_screen), 0.0, 0.0},
    {"sound", "pad", SETTINGS_NUMBER, AT(pad), 0.0, 1.0},
    {"sound", "sea", SETTINGS_NUMBER, AT(sea), 0.0, 1.0},
    {"sound", "bowl", SETTINGS_NUMBER, AT(bowl), 0.0, 1.0},
    {"sound", "bells", SETTINGS_NUMBER, AT(bells), 0.0, 3.0},
    {"sound", "own", SETTINGS_WORD, AT(own), 0.0, 0.0},
    {"sound", "own-volume", SETTINGS_NUMBER, AT(own_volume), 0.0, 1.0},
    {"sound", "voice", SETTINGS_SWITCH, AT(voice), 0.0, 0.0},
    {"sound", "latency-ms", SETTINGS_NUMBER, AT(latency_ms), 0.0, 400.0},
    {"touch", "haptics", SETTINGS_NUMBER, AT(haptics), 0.0, 1.0},
};

const struct settings_row *settings_rows(size_t *n)
{
    *n = sizeof ROWS / sizeof ROWS[0];
    return ROWS;
}

bool settings_path(char *out, size_t n, const struct options *o)
{
    if (o->config != NULL) {
        return snprintf(out, n, "%s", o->config) < (int)n;
    }
    return paths_config(out, n);
}

static bool set_number(void *field, const struct settings_row *row, const char *value)
{
    char *end = NULL;
    double v = strtod(value, &end);
    if (end == value || *end != '\0' || !(v >= row->low && v <= row->high)) {
        return false;
    }
    memcpy(field, &v, sizeof v);
    return true;
}

static bool set_switch(void *field, const char *value)
{
    bool on = strcmp(value, "yes") == 0 || strcmp(value, "on") == 0 || strcmp(value, "true") == 0;
    bool off = strcmp(value, "no") == 0 || strcmp(value, "off") == 0 || strcmp(value, "false") == 0;
    if (!on && !off) {
        return false;
    }
    memcpy(field, &on, sizeof on);
    return true;
}

static int handle(void *user, const char *section, const char *name, const char *value)
{
    struct settings *s = user;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        const struct settings_row *row = &ROWS[i];
        if (strcmp(section, row->section) != 0 || strcmp(name, row->name) != 0) {
            continue;
        }
        void *field = (char *)user + row->offset;
        s->motion_said = s->motion_said || row->offset == AT(reduced_motion);
        if (row->kind == SETTINGS_NUMBER) {
            return set_number(field, row, value);
        }
        return row->kind == SETTINGS_SWITCH ? set_switch(field, value)
                                            : snprintf(field, SETTINGS_WORD_N, "%s", value) < SETTINGS_WORD_N;
    }
    return 0;
}

static int read_file(struct settings *s, const char *path, bool must)
{
    int line = ini_parse(path, handle, s);
    if (line == 0 || (line == -1 && !must)) {
        return EXIT_DONE;
    }
    if (line < 0) {
        say_error("%s: %s; name a readable file with --config", path, line == -1 ? strerror(errno) : "no memory");
        return EXIT_FILE;
    }
    say_error("%s:%d: no such setting or not a value for it; see metta.ini in the manual", path, line);
    return EXIT_FILE;
}

static void lay_word(char *field, const char *word)
{
    if (word != NULL) {
        (void)snprintf(field, SETTINGS_WORD_N, "%s", word);
    }
}

int settings_read(struct settings *s, const struct options *o)
{
    *s = (struct settings){.sensor = "auto",
                           .theme = "dusk",
                           .scene = "auto",
                           .profile = "default",
                           .practice = "breath",
                           .language = "auto",
                           .minutes = 10.0,
                           .target_per_min = 0.0,
                           .pad = 0.5,
                           .sea = 0.5,
                           .bowl = 0.6,
                           .own_volume = 0.5,
                           .bells = 1.0,
                           .haptics = 0.5,
                           .ask_calm = true};
    char path[PATHS_N] = "";
    if (settings_path(path, sizeof path, o)) {
        int r = read_file(s, path, o->config != NULL);
        if (r != EXIT_DONE) {
            return r;
        }
    }
    if (o->language != NULL && !language_known(o->language)) {
        say_error("--language %s: no such language; give auto, en, de, es or fr", o->language);
        return EXIT_CALL;
    }
    lay_word(s->theme, o->theme);
    lay_word(s->scene, o->scene);
    lay_word(s->language, o->language);
    lay_word(s->profile, o->profile);
    s->minutes = o->minutes > 0.0 ? o->minutes : s->minutes;
    s->target_per_min = o->target_per_min > 0.0 ? o->target_per_min : s->target_per_min;
    s->reduced_motion = s->reduced_motion || o->reduced_motion;
    s->motion_said = s->motion_said || o->reduced_motion;
    s->number_hidden = s->number_hidden || o->number_hidden;
    s->large_words = s->large_words || o->large_words;
    s->full_screen = s->full_screen || o->full_screen;
    return EXIT_DONE;
}
