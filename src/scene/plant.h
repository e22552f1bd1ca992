/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_PLANT_H
#define SCENE_PLANT_H

#include "scene/frame.h"

/* Plants of the garden. Not for other rooms. */

enum plant_kind { PLANT_GRASS, PLANT_FERN, PLANT_FLOWER, PLANT_UMBEL, PLANT_TREE, PLANT_KINDS };

/**
 * x, y     Where it stands, px;  size  of a grown one, px
 * grown    0 not yet there .. 1 as large as it gets
 * seed     Its own shape
 * stem, leaf, bloom, heart   Colours
 */
struct plant {
    float x, y, size, grown;
    uint8_t kind;
    uint64_t seed;
    float opacity, unit;
    struct colour stem, leaf, bloom, heart;
};

void plant_draw(const struct plant *p, struct list *out);

#endif
