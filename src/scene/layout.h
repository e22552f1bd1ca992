/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_LAYOUT_H
#define SCENE_LAYOUT_H

#include <stdbool.h>

/**
 * Where things stand in a window of any shape. Lengths in px; text by its baseline.
 *
 * x, y        Middle of the flower
 * ring        Radius of the time ring;  full  of the wide open flower, inside the ring
 * cue, body   Text sizes;  cue_y, phrase_y, corner_y, top_y  their baselines
 * stacked     The corners have a row of their own under the phrase
 */
struct layout {
    float width, height, margin;
    float x, y, ring, full;
    float cue, body, cue_y, phrase_y, corner_y, top_y;
    bool stacked;
};

/** return the layout of a window of width x height px with `scale` px a screen unit, words larger by 1.4 if large */
struct layout layout_make(float width, float height, float scale, bool large);

/** Width of words in px when set at size, guessed a little too wide: scenes know no fonts. */
float layout_words(const char *words, float size);

#endif
