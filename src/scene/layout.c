/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One composition for every window: words at the bottom, the flower as large as the rest allows.
 *
 * Invariants
 *  1. Nothing leaves the window; no two rows of words share a line unless there is room for both.
 *  2. The cue is at least 5 % of the height and other words 2.2 % (rule W2), unless the window is so narrow that the
 *     cue would not fit.
 */
#include "scene/layout.h"

#include <math.h>
#include <string.h>

/* chosen: rule W2 asks for 0.05 and 0.022 at least. */
#define LAYOUT_CUE  0.053F
#define LAYOUT_BODY 0.0265F

/* Rule 1.3 W2. */
#define LAYOUT_LARGE 1.4F

/* Nothing smaller is readable. chosen: 13 screen units, the usual least size of a desktop. */
#define LAYOUT_LEAST 13.0F

/* chosen: narrower than 3:2 a phrase of six words and two corners do not share a row. */
#define LAYOUT_STACK 1.55F

/* Share of the ring's radius that the open flower fills. chosen: with room for the glow. */
#define LAYOUT_FULL 0.86F

float layout_words(const char *words, float size)
{
    float em = 0.0F;
    for (; *words; words++) {
        const unsigned char c = (unsigned char)*words;
        if ((c & 0xC0U) == 0x80U) {
            continue; /* inside a letter of more than one byte */
        }
        em += strchr("iljtfr.,:;'!|I ", c) ? 0.36F : strchr("mwMW", c) ? 0.92F : 0.62F;
    }
    return em * size;
}

static float fitted(float size, const char *longest, float width)
{
    const float wide = layout_words(longest, size);
    return wide > width ? size * width / wide : size;
}

struct layout layout_make(float width, float height, float scale, bool large)
{
    const float grow = large ? LAYOUT_LARGE : 1.0F, least = LAYOUT_LEAST * fmaxf(scale, 0.5F);
    struct layout l = {.width = width, .height = height, .x = 0.5F * width};
    l.margin = fmaxf(0.045F * fminf(width, height), 10.0F);
    const float inner = width - 2.0F * l.margin;
    l.cue = fitted(fmaxf(LAYOUT_CUE * height * grow, least), "breathe together", inner);
    /* In a tall window a share of the height would be larger than the words need. */
    const float body = LAYOUT_BODY * fminf(height, 1.35F * width) * grow;
    l.body = fitted(fmaxf(fmaxf(body, 0.022F * height), least), "let the breath settle by itself", inner);
    l.stacked = width < LAYOUT_STACK * height * (large ? 1.25F : 1.0F);
    l.corner_y = height - l.margin;
    l.phrase_y = l.stacked ? l.corner_y - 2.3F * l.body : l.corner_y;
    l.cue_y = l.phrase_y - 2.05F * l.body;
    l.top_y = l.margin + 0.75F * l.body;
    const float block = l.cue_y - 1.25F * l.cue;
    const float top = l.stacked ? l.top_y + 0.8F * l.body : l.margin;
    l.ring = fmaxf(fminf(0.5F * (block - top), 0.5F * width - l.margin), 4.0F);
    l.y = fmaxf(top + l.ring, 0.5F * (top + block) - 0.02F * height);
    l.full = LAYOUT_FULL * l.ring;
    return l;
}
