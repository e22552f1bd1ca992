/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_TEXT_H
#define UI_TEXT_H

#include <SDL.h>
#include <SDL_ttf.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"
#include "scene/list.h"

enum { TEXT_FONTS = 12, TEXT_RUNS = 96, TEXT_RUN_BYTES = 160 };

/** From this size on the light display cut is used. Source: the project's rule W4 (light weights only from 30 px). */
#define TEXT_DISPLAY_PX 30

struct text_font {
    TTF_Font *font;
    int size;
    uint8_t weight;
    uint32_t used;
};

/** Words as a picture, white; coloured when drawn. */
struct text_run {
    SDL_Texture *texture;
    char words[TEXT_RUN_BYTES];
    int size, w, h, ascent;
    uint8_t weight;
    uint32_t used;
};

/**
 * Fonts and the pictures of words last drawn. All knowledge of the font library is in this pair of files: words are
 * measured and drawn only through text_width and text_draw, so that another shaper can take its place.
 */
struct text {
    SDL_Renderer *renderer;
    char folder[512];
    uint32_t clock;
    struct text_font fonts[TEXT_FONTS];
    struct text_run runs[TEXT_RUNS];
};

/**
 * folder   Where the font files lie ("<assets>/fonts")
 * return   R_OK; R_ARG folder too long; R_IO a font file is missing or broken (SDL_GetError says which)
 */
int text_open(struct text *t, SDL_Renderer *renderer, const char *folder) MUST_USE;
void text_close(struct text *t);

/** Forgets the pictures of words: after the render device was lost. */
void text_drop(struct text *t);

/** Width in px as text_draw would draw it; 0 when it cannot be drawn. */
float text_width(struct text *t, const struct list_text *s, const char *words);

/** Draws the words at their baseline, on whole pixels. */
void text_draw(struct text *t, const struct list_text *s, const char *words);

#endif
