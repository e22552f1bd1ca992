/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stays as it is for many frames is drawn once into a texture: hills and gardens then cost one copy.
 *
 *   new content: drawn item by item   same again: drawn into the texture, copied   same on: copied
 *
 * Invariants
 *  1. The picture is pixel for pixel what drawing item by item gives.
 *  2. Content that changes every frame is never drawn into the texture: that would cost twice.
 *  3. Where the renderer has no such textures everything is drawn item by item.
 */
#include <string.h>

#include "ui/paint.h"

enum { STILL_AT_ONCE = 32 };

/* Source: FNV-1a, 64 bit (Fowler, Noll, Vo; draft-eastlake-fnv). */
static uint64_t mix(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ b[i]) * 0x100000001b3ULL;
    }
    return h;
}

/* Bytes that mean nothing may differ between equal shapes: that costs a frame drawn item by item, never a wrong one. */
static uint64_t key_of(const struct list *l)
{
    uint64_t h = 0xcbf29ce484222325ULL;
    for (uint16_t i = 0; i < l->still_n; i++) {
        const struct list_item *item = &l->items[i];
        h = mix(h, item, sizeof *item);
        if (item->kind == LIST_AREA) {
            h = mix(h, &l->points[item->area.first], 2U * item->area.n * sizeof l->points[0]);
        }
        if (item->kind == LIST_LINE) {
            h = mix(h, &l->points[item->line.first], item->line.n * sizeof l->points[0]);
        }
    }
    return h;
}

/* Has the driver finish what it was given. Without a graphics card it keeps all shapes of a frame until then: a whole
   garden at once took 20 MB more (measured with Mesa 22.3). */
static void settle(struct paint *p)
{
    uint32_t one;
    const SDL_Rect corner = {0, 0, 1, 1};
    paint_flush(p);
    if (SDL_RenderReadPixels(p->renderer, &corner, SDL_PIXELFORMAT_RGBA32, &one, (int)sizeof one) != 0) {
        p->failed = true;
    }
}

static int draw_all(struct paint *p, const struct list *l)
{
    int rc = R_OK;
    for (uint16_t i = 0; i < l->still_n; i++) {
        const int one = paint_item(p, l, &l->items[i]);
        rc = one != R_OK ? one : rc;
        if (i % STILL_AT_ONCE == STILL_AT_ONCE - 1) {
            settle(p);
        }
    }
    paint_flush(p);
    return rc;
}

static bool room_for(struct paint *p, const struct list *l)
{
    struct paint_still *s = &p->still;
    if (s->texture && s->width == l->width && s->height == l->height) {
        return true;
    }
    SDL_DestroyTexture(s->texture);
    s->texture =
        SDL_CreateTexture(p->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET, l->width, l->height);
    if (!s->texture) {
        return false;
    }
    SDL_SetTextureBlendMode(s->texture, SDL_BLENDMODE_NONE);
    SDL_SetTextureScaleMode(s->texture, SDL_ScaleModeNearest);
    s->width = l->width;
    s->height = l->height;
    return true;
}

static int keep(struct paint *p, const struct list *l, uint64_t key)
{
    struct paint_still *s = &p->still;
    SDL_Texture *was = SDL_GetRenderTarget(p->renderer);
    if (!SDL_RenderTargetSupported(p->renderer) || !room_for(p, l) ||
        SDL_SetRenderTarget(p->renderer, s->texture) != 0) {
        return R_UNSUPPORTED;
    }
    SDL_SetRenderDrawBlendMode(p->renderer, SDL_BLENDMODE_NONE);
    SDL_SetRenderDrawColor(p->renderer, 0, 0, 0, 255);
    SDL_RenderClear(p->renderer);
    const int rc = draw_all(p, l);
    SDL_SetRenderTarget(p->renderer, was);
    s->key = rc == R_OK ? key : 0;
    return rc;
}

uint16_t paint_still(struct paint *p, const struct list *l, int *rc)
{
    struct paint_still *s = &p->still;
    if (l->still_n == 0) {
        return 0;
    }
    const uint64_t key = key_of(l);
    const bool again = s->seen == key;
    const bool sized = s->texture && s->width == l->width && s->height == l->height;
    s->seen = key;
    bool kept = sized && s->key == key;
    if (!kept && again) {
        kept = keep(p, l, key) == R_OK;
    }
    if (kept && SDL_RenderCopy(p->renderer, s->texture, NULL, NULL) == 0) {
        return l->still_n;
    }
    *rc = draw_all(p, l);
    return l->still_n;
}
