/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in the head of a capture: written when a session is captured, read when it is replayed. What is remembered
   of somebody is named once, for both. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/sitting_inside.h"

static const double LARGEST = 1440.0; /* minutes of a day; no other number comes near */

struct field {
    const char *key;
    float *value;
};
enum { PERSON_N = 5 };

static void fields_of(struct field f[PERSON_N], struct adapt_config *a)
{
    f[0] = (struct field){"resonance", &a->mean};
    f[1] = (struct field){"resonance-sd", &a->sd};
    f[2] = (struct field){"floor", &a->floor_per_min};
    f[3] = (struct field){"own", &a->own_per_min};
    f[4] = (struct field){"own-share", &a->own_share};
}

/* The second person's keys end in "-2". */
static void name_of(char name[SITTING_WORD_N], const char *key, int who)
{
    (void)snprintf(name, SITTING_WORD_N, "%s%s", key, who == 0 ? "" : "-2");
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
    double v = text != NULL ? strtod(text, &end) : otherwise;
    return text != NULL && end != text && isfinite(v) && v >= 0.0 && v <= LARGEST ? v : otherwise;
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
}
