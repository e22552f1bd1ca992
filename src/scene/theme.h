/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_THEME_H
#define SCENE_THEME_H

#include "scene/colour.h"
#include "scene/list.h"

enum theme_id { THEME_DUSK, THEME_PAPER, THEME_NIGHT, THEME_COUNT };

enum { THEME_RINGS = 5 };

/**
 * All colours of one mood.
 *
 * ground    Top, middle, bottom
 * text      Words that must be read: 7:1 on every part of the ground;  quiet  the others: 4.5:1
 * data      Up to two series in one chart, and the person's own breath
 * base,tip  Of each ring of petals, outermost first, when the heart answers;  pale  what the warm ones begin as
 * blend     How petals meet (enum list_blend), ring by ring
 * glow, core  Light behind and in the middle of the flower
 * soft      Width of a petal's edge as a share of its length
 * own, line, wide  Ring of the own breath: opacity of its soft band and of the line in it, width as a share of the
 * flower
 */
struct theme {
    const char *id;
    struct colour ground[3];
    float vignette;
    struct colour text, quiet, data[3];
    struct colour base[THEME_RINGS], tip[THEME_RINGS], pale;
    uint8_t blend[THEME_RINGS];
    uint8_t light; /* how glows meet what is behind them */
    struct colour glow, core, mote;
    float soft, own, line, wide;
};

/** Any number over the last theme gives dusk. */
void theme_get(uint8_t id, struct theme *out);

/** The number of a theme by its name, or -1. */
int theme_find(const char *name);

#endif
