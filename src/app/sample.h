/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SAMPLE_H
#define APP_SAMPLE_H

#include "engine/view.h"
#include "screen/screen.h"

enum { SAMPLE_WAVE = 220, SAMPLE_CURVE = 120, SAMPLE_LINE = 120 };

/** Believable facts for pictures of screens: nobody's. Memory behind the facts. */
struct sample {
    struct view view;
    struct screen_progress progress;
    float wave[SAMPLE_WAVE], curve[SAMPLE_CURVE];
    char line[SAMPLE_LINE];
    struct screen_facts facts;
};

/** Fills in s, in the words of tongue (NULL: English). The same every time. */
void sample_facts(struct sample *s, const struct tongue *tongue);

#endif
