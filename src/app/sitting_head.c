/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in the head of a capture: written when a session is captured, read when it is replayed. What is remembered
   of somebody is named once, for both. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/sitting_inside.h"

static const double LARGEST = 1440.0; /* minutes of a day; no other number comes near */

struct field {
    const char *key;
    float *value;
};
enum { PERSON_N = 4 };

static void fields_of(struct field f[PERSON_N], struct adapt_config *a)
{
    f[0] = (struct field){"resonance", &a->mean};
    f[1] = (struct field){"resonance-sd", &a->sd};
    f[2] = (struct field){"own", &a->own_per_min};
    f[3] = (struct field){"own-share", &a->own_share};
}

/* The second person's keys end in "-2". */
static void name_of(char name[SITTING_WORD_N], const char *key, int who)
{
    (void)snprintf(name, SITTING_WORD_N, "%s%s", key, who == 0 ? "" : "-2");
}

/* A number of a head, and where it ends; NaN: none that can be. */
static double number(const char *text, char **end)
{
    double v = strtod(text, end);
    return *end != text && isfinite(v) && v >= 0.0 && v <= LARGEST ? v : (double)NAN;
}

/* Numbers with a blank between them, the fastest place first. */
static void write_limits(struct capture_writer *w, const char *key, const struct limit_kept *kept)
{
    char text[CAPTURE_VALUE_N] = "";
    for (int i = 0; i < LIMIT_PLACES; i++) {
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), i > 0 ? " %.9g" : "%.9g",
                       (double)kept->per_min[i]);
    }
    capture_write_key(w, key, text);
}

/* All of them or none. */
static void read_limits(const char *text, struct limit_kept *kept)
{
    struct limit_kept read = {{0}};
    for (int i = 0; text != NULL && i < LIMIT_PLACES; i++) {
        char *end = NULL;
        double v = number(text, &end);
        read.per_min[i] = (float)v;
        text = isnan(v) ? NULL : end;
    }
    *kept = text != NULL ? read : (struct limit_kept){{0}};
}

void sitting_head_write(struct capture_writer *w, const char *key, double v)
{
    char text[SITTING_WORD_N];
    (void)snprintf(text, sizeof text, "%.9g", v);
    capture_write_key(w, key, text);
}

double sitting_head_read(const struct capture_header *h, const char *key, double otherwise)
{
    const char *text = h != NULL ? capture_value(h, key) : NULL;
    char *end = NULL;
    double v = text != NULL ? number(text, &end) : (double)NAN;
    return isnan(v) ? otherwise : v;
}

void sitting_head_write_person(struct capture_writer *w, const struct adapt_config *a, int who)
{
    struct adapt_config here = *a;
    struct field f[PERSON_N];
    fields_of(f, &here);
    for (int i = 0; i < PERSON_N; i++) {
        char name[SITTING_WORD_N];
        name_of(name, f[i].key, who);
        sitting_head_write(w, name, (double)*f[i].value);
    }
    if (limit_is_kept(&here.limits)) {
        char name[SITTING_WORD_N];
        name_of(name, "limits", who);
        write_limits(w, name, &here.limits);
    }
}

void sitting_head_read_person(const struct capture_header *h, struct adapt_config *a, int who)
{
    struct field f[PERSON_N];
    fields_of(f, a);
    for (int i = 0; i < PERSON_N; i++) {
        char name[SITTING_WORD_N];
        name_of(name, f[i].key, who);
        *f[i].value = (float)sitting_head_read(h, name, 0.0);
    }
    char name[SITTING_WORD_N];
    name_of(name, "limits", who);
    read_limits(h != NULL ? capture_value(h, name) : NULL, &a->limits);
}
