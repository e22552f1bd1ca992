/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_KEEP_H
#define UI_KEEP_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "scene/dissolve.h"

/** The picture that was shown, while another takes its place; left: how much of it is still to be seen. */
struct keep {
    SDL_Texture *texture;
    uint32_t *pixels; /* read back; NULL between changes */
    int width, height;
    float left;
    struct dissolve way;
    struct dissolve_sample now;
};

/** From here on all drawing goes into a new picture of that size. False: this renderer cannot. */
bool keep_begin(struct keep *k, SDL_Renderer *r, int width, int height, SDL_Texture **picture);

/** The new picture is drawn: it is what goes softly now. What was still to be seen of the one before is in it. */
void keep_end(struct keep *k, SDL_Renderer *r, SDL_Texture *picture, int width, int height);

/** Draws what is left of the kept picture over the frame that was drawn dt_s after the one before. False: nothing is.
 */
bool keep_fade(struct keep *k, SDL_Renderer *r, float dt_s, float least_s);

void keep_drop(struct keep *k);

#endif
