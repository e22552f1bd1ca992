/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_CANVAS_H
#define SCREEN_CANVAS_H

#include <stdbool.h>

#include "scene/layout.h"
#include "scene/list.h"
#include "scene/theme.h"
#include "screen/page.h"
#include "screen/tongue.h"

/**
 * What every part of a screen is drawn with.
 *
 * theme    Colours now; words mixed while the theme changes
 * shown    0..1: how far the screen has come in;  picture  the same for its pictures, which also go and come with a
 * theme unit     px a screen unit;  less  nothing moves
 */
struct canvas {
    struct layout at;
    struct theme theme;
    float shown, picture, unit;
    bool less;
    const struct tongue *tongue;
    struct list *out;
};

/** Weight and colour of words. */
enum canvas_ink { INK_TITLE, INK_TEXT, INK_QUIET, INK_STRONG };

/** Words at a baseline. x is the left, middle or right edge by align. Made smaller where they would be over `most`
 * wide. */
void canvas_words(const struct canvas *c, const char *words, float x, float y, float size, uint8_t align, uint8_t ink,
                  float most);

/** Wrapped words in a box from y on. return y below the last line */
float canvas_block(const struct canvas *c, const char *words, const struct page_box *box, float size, uint8_t align,
                   uint8_t ink);

/** A soft plate that things stand on. */
void canvas_card(const struct canvas *c, const struct page_box *box);

/** The line round what has the focus; x 0..1 how far it has come. */
void canvas_ring(const struct canvas *c, const struct page_box *box, float radius, float x);

/** A colour as it is now: faded with the screen. */
struct colour canvas_colour(const struct canvas *c, struct colour colour, float opacity);

/** Background of a plate under data, to be mixed into: what card() puts on the ground. */
struct colour canvas_plate(const struct canvas *c);

#endif
