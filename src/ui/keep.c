/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A change of what is shown, softly: the last frame is kept as a picture and fades over the new ones.
 *
 * Invariants
 *  1. What is new is drawn whole from its first frame on: keys and pointer mean the new screen at once.
 *  2. A change during a change starts from what is seen, so that nothing jumps.
 *  3. The kept picture lives as long as it is seen: with what is read back it is two windows' worth of memory.
 */
#include "ui/keep.h"

#include <math.h>
#include <stdlib.h>

void keep_drop(struct keep *k)
{
    SDL_DestroyTexture(k->texture);
    free(k->pixels);
    k->texture = NULL;
    k->pixels = NULL;
}

/* Pixels of what is drawn into now, evenly scattered over it. In the renderer's own format: another one costs as much
   as the reading. */
static bool sample(struct keep *k, SDL_Renderer *r, struct dissolve_sample *out)
{
    const size_t all = (size_t)k->width * (size_t)k->height, stride = all / DISSOLVE_SAMPLES + 1;
    if (!k->pixels || SDL_RenderReadPixels(r, NULL, SDL_PIXELFORMAT_ARGB8888, k->pixels, 4 * k->width) != 0) {
        return false;
    }
    out->n = 0;
    for (size_t i = 0; i < all && out->n < DISSOLVE_SAMPLES; i += stride) {
        const uint32_t argb = k->pixels[i];
        uint8_t *to = &out->rgba[4 * out->n++];
        to[0] = (uint8_t)(argb >> 16);
        to[1] = (uint8_t)(argb >> 8);
        to[2] = (uint8_t)argb;
        to[3] = 255;
    }
    return true;
}

static void draw(const struct keep *k, SDL_Renderer *r)
{
    SDL_SetTextureAlphaMod(k->texture, (Uint8)lrintf(255.0F * k->left));
    SDL_RenderCopy(r, k->texture, NULL, NULL);
}

bool keep_begin(struct keep *k, SDL_Renderer *r, int width, int height, SDL_Texture **picture)
{
    if (k->texture && (k->width != width || k->height != height)) {
        keep_drop(k);
    }
    *picture = NULL;
    if (SDL_RenderTargetSupported(r)) {
        *picture = SDL_CreateTexture(r, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET, width, height);
    }
    if (*picture && SDL_SetRenderTarget(r, *picture) != 0) {
        SDL_DestroyTexture(*picture);
        *picture = NULL;
    }
    return *picture != NULL;
}

void keep_end(struct keep *k, SDL_Renderer *r, SDL_Texture *picture, int width, int height)
{
    if (k->texture) {
        draw(k, r);
    }
    SDL_DestroyTexture(k->texture);
    k->texture = picture;
    k->width = width;
    k->height = height;
    if (!k->pixels) {
        k->pixels = malloc((size_t)width * (size_t)height * sizeof *k->pixels);
    }
    const bool known = sample(k, r, &k->way.was);
    SDL_SetRenderTarget(r, NULL);
    if (!known) {
        keep_drop(k);
        return;
    }
    SDL_SetTextureBlendMode(picture, SDL_BLENDMODE_BLEND);
    SDL_SetTextureScaleMode(picture, SDL_ScaleModeNearest);
    k->left = 1.0F;
    dissolve_begin(&k->way);
}

bool keep_fade(struct keep *k, SDL_Renderer *r, float dt_s, float least_s)
{
    int width = 0, height = 0;
    if (!k->texture) {
        return false;
    }
    SDL_GetRendererOutputSize(r, &width, &height);
    k->left = 0.0F;
    if (width == k->width && height == k->height && sample(k, r, &k->now)) {
        k->left = dissolve_advance(&k->way, &k->now, dt_s, least_s);
    }
    if (k->left <= 0.0F) {
        keep_drop(k);
        return false;
    }
    draw(k, r);
    return true;
}
