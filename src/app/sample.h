/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SAMPLE_H
#define APP_SAMPLE_H

#include "app/learn.h"
#include "app/practice_list.h"
#include "app/progress.h"
#include "engine/view.h"
#include "screen/screen.h"

enum { SAMPLE_WAVE = 220, SAMPLE_CURVE = 120, SAMPLE_LINE = 120 };

/** Believable facts for pictures of screens: nobody's. Memory behind the facts. */
struct sample {
    struct view view;
    struct screen_progress progress;
    float wave[SAMPLE_WAVE], curve[SAMPLE_CURVE];
    char line[SAMPLE_LINE];
    struct practice_list practices;
    struct learn learn;
    char sentences[PROGRESS_SENTENCES][PROGRESS_SENTENCE_N];
    struct screen_facts facts;
};

/** Fills in s (to be given to sample_close), in the words of tongue (NULL: English), practices in a language of two
 * letters. The same every time. */
void sample_facts(struct sample *s, const struct tongue *tongue, const char *language);
void sample_close(struct sample *s);

#endif
