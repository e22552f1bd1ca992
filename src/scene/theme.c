/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dusk, paper and night: the project's colours, and the flower's petals in each.
 *
 * Invariants
 *  1. No colour is a saturated red (R / (R + G + B) under 0.8), and none means good or bad.
 *  2. Words keep their contrast on every part of the ground: 7:1, quiet ones 4.5:1 (tests/unit/scene).
 *  3. Neighbouring rings are never complementary: where they overlap in dusk nothing turns grey.
 */
#include "scene/theme.h"

#include <string.h>

struct row {
    const char *id;
    uint32_t ground[3], text, quiet, data[3], base[THEME_RINGS], tip[THEME_RINGS], pale, glow, core, mote;
    float base_a[THEME_RINGS], tip_a[THEME_RINGS];
    float vignette, soft, own, line, wide, glow_a, core_a;
    uint8_t blend[THEME_RINGS], light;
};

/* Ground, text and data: contrast and distance for colour-blind eyes are tested in tests/unit/scene.
   The own breath's ring: chosen so that it is seen at a glance, yet its moving edge stays inside rule L2.
   Petals: chosen by eye, from far and cool to near and warm, opacities so that five layers never reach white. */
static const struct row ROWS[THEME_COUNT] = {
    {.id = "dusk",
     .ground = {0x0B1424, 0x132338, 0x17324A},
     .text = 0xEEF4F6,
     .quiet = 0xA9BCCB,
     .data = {0x5FD0C5, 0xFFB35C, 0x9A8CF0},
     .base = {0x14507C, 0x24589A, 0x5A62B8, 0xB4688C, 0xF0A05C},
     .tip = {0x3C93B4, 0x5A8ED6, 0xA08CE2, 0xEBA79F, 0xFFD79A},
     .base_a = {0.12F, 0.16F, 0.22F, 0.40F, 0.62F},
     .tip_a = {0.47F, 0.40F, 0.37F, 0.52F, 0.70F},
     .pale = 0x86BFD6,
     .glow = 0x2F78A6,
     .glow_a = 0.50F,
     .core = 0xFFD9A0,
     .core_a = 0.80F,
     .mote = 0xBFE0EE,
     .vignette = 0.22F,
     .soft = 0.022F,
     .own = 0.17F,
     .line = 0.16F,
     .wide = 0.075F,
     .blend = {BLEND_SCREEN, BLEND_SCREEN, BLEND_SCREEN, BLEND_NORMAL, BLEND_NORMAL},
     .light = BLEND_SCREEN},
    {.id = "paper",
     .ground = {0xF9F6F1, 0xF7F4EE, 0xF2EDE4},
     .text = 0x1D2B36,
     .quiet = 0x52636F,
     .data = {0x0F766B, 0x9A5B13, 0x5B47A8},
     .base = {0xCFE3E6, 0xC3D9EA, 0xCFCDEB, 0xEACBD6, 0xF7D9BE},
     .tip = {0xA6D0D6, 0xAFCFE8, 0xC4BFE8, 0xE8C0CE, 0xF4CBA6},
     .base_a = {0.20F, 0.18F, 0.16F, 0.36F, 0.52F},
     .tip_a = {0.36F, 0.25F, 0.19F, 0.31F, 0.45F},
     .pale = 0xC3D9EA,
     .glow = 0xFFFFFF,
     .glow_a = 0.75F,
     .core = 0xFFF3DC,
     .core_a = 0.90F,
     .mote = 0x9CBBC4,
     .vignette = 0.04F,
     .soft = 0.04F,
     .own = 0.13F,
     .line = 0.0F,
     .wide = 0.12F,
     .blend = {BLEND_MULTIPLY, BLEND_MULTIPLY, BLEND_MULTIPLY, BLEND_NORMAL, BLEND_NORMAL},
     .light = BLEND_NORMAL},
    {.id = "night",
     .ground = {0x0A0706, 0x0C0807, 0x100A08},
     .text = 0xC9A98A,
     .quiet = 0x8F7560,
     .data = {0xB5654A, 0xB5654A, 0xB5654A},
     .base = {0x2A120B, 0x371A0E, 0x4A2413, 0x6A381E, 0x8A5530},
     .tip = {0x6A3323, 0x7A3F29, 0x8E5233, 0xA5683F, 0xB98555},
     .base_a = {0.14F, 0.20F, 0.26F, 0.34F, 0.46F},
     .tip_a = {0.50F, 0.48F, 0.46F, 0.46F, 0.52F},
     .pale = 0x7C4A33,
     .glow = 0x4A2013,
     .glow_a = 0.40F,
     .core = 0xA8703F,
     .core_a = 0.22F,
     .mote = 0x9A6A4A,
     .vignette = 0.25F,
     .soft = 0.016F,
     .own = 0.15F,
     .line = 0.22F,
     .wide = 0.075F,
     .blend = {BLEND_SCREEN, BLEND_SCREEN, BLEND_SCREEN, BLEND_SCREEN, BLEND_SCREEN},
     .light = BLEND_SCREEN},
};

static struct colour with(uint32_t rgb, float opacity)
{
    struct colour c = colour_hex(rgb);
    c.a = opacity;
    return c;
}

void theme_get(uint8_t id, struct theme *out)
{
    const struct row *r = &ROWS[id < THEME_COUNT ? id : THEME_DUSK];
    *out = (struct theme){.id = r->id,
                          .vignette = r->vignette,
                          .light = r->light,
                          .soft = r->soft,
                          .own = r->own,
                          .line = r->line,
                          .wide = r->wide};
    for (int i = 0; i < 3; i++) {
        out->ground[i] = colour_hex(r->ground[i]);
        out->data[i] = colour_hex(r->data[i]);
    }
    for (int i = 0; i < THEME_RINGS; i++) {
        out->blend[i] = r->blend[i];
        out->base[i] = with(r->base[i], r->base_a[i]);
        out->tip[i] = with(r->tip[i], r->tip_a[i]);
    }
    out->text = colour_hex(r->text);
    out->quiet = colour_hex(r->quiet);
    out->pale = colour_hex(r->pale);
    out->glow = with(r->glow, r->glow_a);
    out->core = with(r->core, r->core_a);
    out->mote = colour_hex(r->mote);
}

int theme_find(const char *name)
{
    for (int i = 0; i < THEME_COUNT; i++) {
        if (strcmp(ROWS[i].id, name) == 0) {
            return i;
        }
    }
    return -1;
}
