/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta.ini. An unknown key is an error with its line: a typing mistake must not pass for a choice. */
#include "app/settings.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/paths.h"
#include "app/say.h"

enum kind { WORD, NUMBER, SWITCH };

struct key_row {
    const char *section, *name;
    enum kind kind;
    size_t offset;
    double low, high;
};

#define AT(field) offsetof(struct settings, field)
static const struct key_row KEYS[] = {
    {"practice", "minutes", NUMBER, AT(minutes), 1.0, 180.0},
    {"practice", "target", NUMBER, AT(target_per_min), 3.0, 10.0},
    {"practice", "profile", WORD, AT(profile), 0.0, 0.0},
    {"sensor", "sensor", WORD, AT(sensor), 0.0, 0.0},
    {"comfort", "theme", WORD, AT(theme), 0.0, 0.0},
    {"comfort", "scene", WORD, AT(scene), 0.0, 0.0},
    {"comfort", "reduced-motion", SWITCH, AT(reduced_motion), 0.0, 0.0},
    {"comfort", "hide-number", SWITCH, AT(number_hidden), 0.0, 0.0},
    {"comfort", "large-words", SWITCH, AT(large_words), 0.0, 0.0},
    {"comfort", "full-screen", SWITCH, AT(full_screen), 0.0, 0.0},
};

static bool set_number(void *field, const struct key_row *row, const char *value)
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
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (strcmp(section, KEYS[i].section) != 0 || strcmp(name, KEYS[i].name) != 0) {
            continue;
        }
        void *field = (char *)user + KEYS[i].offset;
        if (KEYS[i].kind == NUMBER) {
            return set_number(field, &KEYS[i], value);
        }
        return KEYS[i].kind == SWITCH ? set_switch(field, value)
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
                           .scene = "lotus",
                           .profile = "default",
                           .minutes = 10.0,
                           .target_per_min = 0.0};
    char path[PATHS_N] = "";
    if (o->config != NULL || paths_config(path, sizeof path)) {
        int r = read_file(s, o->config != NULL ? o->config : path, o->config != NULL);
        if (r != EXIT_DONE) {
            return r;
        }
    }
    lay_word(s->theme, o->theme);
    lay_word(s->scene, o->scene);
    lay_word(s->profile, o->profile);
    s->minutes = o->minutes > 0.0 ? o->minutes : s->minutes;
    s->target_per_min = o->target_per_min > 0.0 ? o->target_per_min : s->target_per_min;
    s->reduced_motion = s->reduced_motion || o->reduced_motion;
    s->number_hidden = s->number_hidden || o->number_hidden;
    s->large_words = s->large_words || o->large_words;
    s->full_screen = s->full_screen || o->full_screen;
    return EXIT_DONE;
}
