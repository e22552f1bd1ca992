/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words on screen: fonts by size and weight, one texture a run of words, both kept until longest unused.
 *
 * Invariants
 *  1. Words that were drawn in one of the last TEXT_RUNS different ways cost no allocation.
 *  2. With cells every digit takes the width of the widest digit, and runs of other letters stay whole.
 *  3. Words that cannot be drawn (no memory, no glyph store) leave the rest of the picture alone.
 */
#include "ui/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const FILES[] = {"InterDisplay-Light.otf", "Inter-Regular.otf", "Inter-Medium.otf"};

static int pixels_of(float size)
{
    return size < 6.0F ? 6 : (int)lrintf(size);
}

/* Thin strokes break up when small, and the regular cut looks heavy when large. */
static uint8_t cut_for(uint8_t weight, int size)
{
    if (size >= TEXT_DISPLAY_PX) {
        return weight == WEIGHT_MEDIUM ? WEIGHT_MEDIUM : WEIGHT_LIGHT;
    }
    return weight == WEIGHT_LIGHT ? WEIGHT_REGULAR : weight;
}

static TTF_Font *font_open(struct text *t, uint8_t weight, int size)
{
    char path[sizeof t->folder + 64];
    snprintf(path, sizeof path, "%s/%s", t->folder, FILES[weight]);
    TTF_Font *font = TTF_OpenFont(path, size);
    if (font) {
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    }
    return font;
}

static TTF_Font *font_get(struct text *t, uint8_t weight, int size)
{
    struct text_font *oldest = &t->fonts[0];
    for (int i = 0; i < TEXT_FONTS; i++) {
        struct text_font *f = &t->fonts[i];
        if (f->font && f->size == size && f->weight == weight) {
            f->used = ++t->clock;
            return f->font;
        }
        if (f->used < oldest->used) {
            oldest = f;
        }
    }
    TTF_Font *font = font_open(t, weight, size);
    if (!font) {
        return NULL;
    }
    if (oldest->font) {
        TTF_CloseFont(oldest->font);
    }
    *oldest = (struct text_font){font, size, weight, ++t->clock};
    return font;
}

int text_open(struct text *t, SDL_Renderer *renderer, const char *folder)
{
    memset(t, 0, sizeof *t);
    t->renderer = renderer;
    if (strlen(folder) >= sizeof t->folder) {
        return R_ARG;
    }
    (void)snprintf(t->folder, sizeof t->folder, "%s", folder);
    for (size_t weight = 0; weight < sizeof FILES / sizeof FILES[0]; weight++) {
        if (!font_get(t, (uint8_t)weight, TEXT_DISPLAY_PX)) {
            text_close(t);
            return R_IO;
        }
    }
    return R_OK;
}

void text_drop(struct text *t)
{
    for (int i = 0; i < TEXT_RUNS; i++) {
        SDL_DestroyTexture(t->runs[i].texture);
        memset(&t->runs[i], 0, sizeof t->runs[i]);
    }
}

void text_close(struct text *t)
{
    text_drop(t);
    for (int i = 0; i < TEXT_FONTS; i++) {
        if (t->fonts[i].font) {
            TTF_CloseFont(t->fonts[i].font);
        }
        t->fonts[i].font = NULL;
    }
}

static struct text_run *run_make(struct text *t, struct text_run *slot, const char *words, uint8_t weight, int size)
{
    TTF_Font *font = font_get(t, weight, size);
    SDL_Surface *surface = font ? TTF_RenderUTF8_Blended(font, words, (SDL_Color){255, 255, 255, 255}) : NULL;
    SDL_Texture *texture = surface ? SDL_CreateTextureFromSurface(t->renderer, surface) : NULL;
    if (texture) {
        SDL_DestroyTexture(slot->texture);
        *slot = (struct text_run){.texture = texture,
                                  .size = size,
                                  .w = surface->w,
                                  .h = surface->h,
                                  .ascent = TTF_FontAscent(font),
                                  .weight = weight};
        snprintf(slot->words, sizeof slot->words, "%s", words);
        SDL_SetTextureScaleMode(texture, SDL_ScaleModeNearest);
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    }
    SDL_FreeSurface(surface);
    return texture ? slot : NULL;
}

static struct text_run *run_get(struct text *t, const char *words, uint8_t weight, int size)
{
    struct text_run *oldest = &t->runs[0];
    if (!words[0] || strlen(words) >= TEXT_RUN_BYTES) {
        return NULL;
    }
    for (int i = 0; i < TEXT_RUNS; i++) {
        struct text_run *r = &t->runs[i];
        if (r->texture && r->size == size && r->weight == weight && strcmp(r->words, words) == 0) {
            r->used = ++t->clock;
            return r;
        }
        if (r->used < oldest->used) {
            oldest = r;
        }
    }
    struct text_run *made = run_make(t, oldest, words, weight, size);
    if (made) {
        made->used = ++t->clock;
    }
    return made;
}

static void run_draw(struct text *t, const struct text_run *r, float x, float y, struct colour c)
{
    SDL_SetTextureColorMod(r->texture, (uint8_t)lrintf(255.0F * c.r), (uint8_t)lrintf(255.0F * c.g),
                           (uint8_t)lrintf(255.0F * c.b));
    SDL_SetTextureAlphaMod(r->texture, (uint8_t)lrintf(255.0F * c.a));
    const SDL_Rect to = {(int)lrintf(x), (int)lrintf(y) - r->ascent, r->w, r->h};
    SDL_RenderCopy(t->renderer, r->texture, NULL, &to);
}

static float cell_width(struct text *t, uint8_t weight, int size)
{
    int widest = 0, advance = 0;
    TTF_Font *font = font_get(t, weight, size);
    for (Uint16 digit = '0'; font && digit <= '9'; digit++) {
        if (TTF_GlyphMetrics(font, digit, NULL, NULL, NULL, NULL, &advance) == 0 && advance > widest) {
            widest = advance;
        }
    }
    return (float)widest;
}

/* The next piece of a run with cells: one digit, or all up to the next digit. return its length in bytes */
static size_t piece_of(const char *words, char *piece)
{
    size_t n = strspn(words, "0123456789") ? 1 : strcspn(words, "0123456789");
    n = n < TEXT_RUN_BYTES ? n : TEXT_RUN_BYTES - 1;
    memcpy(piece, words, n);
    piece[n] = '\0';
    return n;
}

/* Walks the pieces of a run with cells, drawing from x on unless only measuring. return the whole width */
static float cells_walk(struct text *t, const struct list_text *s, const char *words, float x, bool draw)
{
    const int size = pixels_of(s->size);
    const uint8_t cut = cut_for(s->weight, size);
    const float cell = cell_width(t, cut, size);
    const float start = x;
    char piece[TEXT_RUN_BYTES];
    for (size_t n; *words; words += n) {
        n = piece_of(words, piece);
        const struct text_run *r = run_get(t, piece, cut, size);
        if (!r) {
            continue;
        }
        const bool digit = piece[0] >= '0' && piece[0] <= '9';
        if (draw) {
            run_draw(t, r, digit ? x + 0.5F * (cell - (float)r->w) : x, s->y, s->colour);
        }
        x += digit ? cell : (float)r->w;
    }
    return x - start;
}

float text_width(struct text *t, const struct list_text *s, const char *words)
{
    if (s->cells) {
        return cells_walk(t, s, words, 0.0F, false);
    }
    const int size = pixels_of(s->size);
    const struct text_run *r = run_get(t, words, cut_for(s->weight, size), size);
    return r ? (float)r->w : 0.0F;
}

void text_draw(struct text *t, const struct list_text *s, const char *words)
{
    const float width = text_width(t, s, words);
    const float x = s->align == ALIGN_LEFT ? s->x : s->align == ALIGN_RIGHT ? s->x - width : s->x - 0.5F * width;
    if (s->cells) {
        cells_walk(t, s, words, x, true);
        return;
    }
    const int size = pixels_of(s->size);
    const struct text_run *r = run_get(t, words, cut_for(s->weight, size), size);
    if (r) {
        run_draw(t, r, x, s->y, s->colour);
    }
}
