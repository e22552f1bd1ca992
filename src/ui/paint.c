/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The painter: batches of triangles, blending, and the baked ground and glow.
 *
 * Invariants
 *  1. A batch has one texture and one blend mode; a change of either flushes.
 *  2. After the first frame of a size and theme nothing is allocated.
 *  3. Colours leave here ready for their blend mode: straight for normal, multiplied by opacity for screen,
 *     lifted to white by transparency for multiply. Opacity 0 changes nothing in any mode.
 */
#include "ui/paint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ui/bake.h"

/* A multiple of four: no triangle lies in two quarters of the light. */
enum { PAINT_GLOW_SIDES = 12 };

void paint_init(struct paint *p, SDL_Renderer *renderer, bool dither)
{
    memset(p, 0, sizeof *p);
    p->renderer = renderer;
    p->dither = dither;
    const SDL_BlendMode screen =
        SDL_ComposeCustomBlendMode(SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE_MINUS_SRC_COLOR, SDL_BLENDOPERATION_ADD,
                                   SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE, SDL_BLENDOPERATION_ADD);
    const SDL_BlendMode multiply =
        SDL_ComposeCustomBlendMode(SDL_BLENDFACTOR_DST_COLOR, SDL_BLENDFACTOR_ZERO, SDL_BLENDOPERATION_ADD,
                                   SDL_BLENDFACTOR_ZERO, SDL_BLENDFACTOR_ONE, SDL_BLENDOPERATION_ADD);
    p->custom =
        SDL_SetRenderDrawBlendMode(renderer, screen) == 0 && SDL_SetRenderDrawBlendMode(renderer, multiply) == 0;
    p->modes[BLEND_NORMAL] = SDL_BLENDMODE_BLEND;
    p->modes[BLEND_SCREEN] = p->custom ? screen : SDL_BLENDMODE_BLEND;
    p->modes[BLEND_MULTIPLY] = p->custom ? multiply : SDL_BLENDMODE_BLEND;
}

static void drop_ground(struct paint_ground *g)
{
    SDL_DestroyTexture(g->texture);
    memset(g, 0, sizeof *g);
}

void paint_settle(struct paint *p)
{
    for (int i = 0; i < PAINT_GROUNDS; i++) {
        if (p->grounds[i].texture && !p->grounds[i].drawn) {
            drop_ground(&p->grounds[i]);
        }
        p->grounds[i].drawn = false;
    }
}

void paint_drop(struct paint *p)
{
    SDL_DestroyTexture(p->glow_light);
    SDL_DestroyTexture(p->glow_alpha);
    p->glow_light = p->glow_alpha = NULL;
    for (int i = 0; i < PAINT_GROUNDS; i++) {
        drop_ground(&p->grounds[i]);
    }
    for (int i = 0; i < PAINT_RAMPS; i++) {
        SDL_DestroyTexture(p->ramps[i].texture);
        memset(&p->ramps[i], 0, sizeof p->ramps[i]);
    }
    SDL_DestroyTexture(p->still.texture);
    memset(&p->still, 0, sizeof p->still);
    p->texture = NULL;
    p->vertices_n = p->indices_n = 0;
}

void paint_flush(struct paint *p)
{
    if (p->indices_n) {
        if (p->texture) {
            SDL_SetTextureBlendMode(p->texture, p->modes[p->blend]);
        } else {
            SDL_SetRenderDrawBlendMode(p->renderer, p->modes[p->blend]);
        }
        if (SDL_RenderGeometry(p->renderer, p->texture, p->vertices, p->vertices_n, p->indices, p->indices_n) != 0) {
            p->failed = true;
        }
    }
    p->vertices_n = p->indices_n = 0;
}

void paint_use(struct paint *p, SDL_Texture *texture, uint8_t blend)
{
    if (p->texture != texture || p->blend != blend) {
        paint_flush(p);
    }
    p->texture = texture;
    p->blend = blend;
}

void paint_reserve(struct paint *p, int vertices, int indices)
{
    if (p->vertices_n + vertices > PAINT_VERTICES || p->indices_n + indices > PAINT_INDICES) {
        paint_flush(p);
    }
}

static uint8_t byte_of(float v)
{
    return (uint8_t)lrintf(255.0F * (v < 0.0F ? 0.0F : v > 1.0F ? 1.0F : v));
}

static SDL_Color prepared(const struct paint *p, struct colour c)
{
    if (p->blend == BLEND_SCREEN && p->custom) {
        return (SDL_Color){byte_of(c.r * c.a), byte_of(c.g * c.a), byte_of(c.b * c.a), 255};
    }
    if (p->blend == BLEND_MULTIPLY && p->custom) {
        return (SDL_Color){byte_of(1.0F - c.a * (1.0F - c.r)), byte_of(1.0F - c.a * (1.0F - c.g)),
                           byte_of(1.0F - c.a * (1.0F - c.b)), 255};
    }
    return (SDL_Color){byte_of(c.r), byte_of(c.g), byte_of(c.b), byte_of(c.a)};
}

int paint_vertex(struct paint *p, float x, float y, struct colour c)
{
    SDL_Vertex *v = &p->vertices[p->vertices_n];
    v->position = (SDL_FPoint){x, y};
    v->color = prepared(p, c);
    v->tex_coord = (SDL_FPoint){0.0F, 0.0F};
    return p->vertices_n++;
}

void paint_triangle(struct paint *p, int a, int b, int c)
{
    int *i = &p->indices[p->indices_n];
    i[0] = a;
    i[1] = b;
    i[2] = c;
    p->indices_n += 3;
}

void paint_quad(struct paint *p, int a, int b, int c, int d)
{
    paint_triangle(p, a, b, c);
    paint_triangle(p, a, c, d);
}

SDL_Texture *paint_texture(struct paint *p, int w, int h, const uint32_t *pixels)
{
    SDL_Texture *t = SDL_CreateTexture(p->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, w, h);
    if (t && SDL_UpdateTexture(t, NULL, pixels, w * (int)sizeof *pixels) != 0) {
        SDL_DestroyTexture(t);
        t = NULL;
    }
    return t;
}

static bool same_ground(const struct paint_ground *have, const struct list *l, const struct list_ground *want)
{
    /* A copy of these very bytes is compared; a minus zero would only bake once more. */
    bool stops = memcmp(have->of.stop, want->stop, sizeof want->stop) == 0; /* NOLINT(bugprone-suspicious-memory-*) */
    return have->texture && have->width == l->width && have->height == l->height && stops &&
           have->of.middle == want->middle && have->of.vignette == want->vignette;
}

/* The slot that holds this ground, or one that this frame does without: the last, when it needs them all. */
static struct paint_ground *ground_slot(struct paint *p, const struct list *l, const struct list_ground *want)
{
    struct paint_ground *spare = &p->grounds[PAINT_GROUNDS - 1];
    for (int i = 0; i < PAINT_GROUNDS; i++) {
        if (same_ground(&p->grounds[i], l, want)) {
            return &p->grounds[i];
        }
        if (!p->grounds[i].drawn) {
            spare = &p->grounds[i];
        }
    }
    return spare;
}

static int ground_make(struct paint *p, const struct list *l, const struct list_ground *want, struct paint_ground *slot)
{
    const int half = BAKE_HALF(l->width);
    uint32_t *pixels = malloc((size_t)half * (size_t)l->height * sizeof *pixels);
    if (!pixels) {
        return R_MEM;
    }
    bake_ground(want, l->width, l->height, p->dither, pixels);
    SDL_DestroyTexture(slot->texture);
    slot->texture = paint_texture(p, half, l->height, pixels);
    free(pixels);
    if (!slot->texture) {
        return R_IO;
    }
    SDL_SetTextureScaleMode(slot->texture, SDL_ScaleModeNearest);
    slot->of = *want;
    slot->width = l->width;
    slot->height = l->height;
    return R_OK;
}

static int paint_ground(struct paint *p, const struct list *l, const struct list_ground *s)
{
    struct paint_ground *slot = ground_slot(p, l, s);
    if (!same_ground(slot, l, s)) {
        const int rc = ground_make(p, l, s, slot);
        if (rc != R_OK) {
            return rc;
        }
    }
    slot->drawn = true;
    paint_flush(p);
    SDL_SetTextureBlendMode(slot->texture, s->opacity < 1.0F ? SDL_BLENDMODE_BLEND : SDL_BLENDMODE_NONE);
    SDL_SetTextureAlphaMod(slot->texture, byte_of(s->opacity));
    const int half = BAKE_HALF(l->width), rest = l->width - half;
    const SDL_Rect left = {0, 0, half, l->height}, right = {half, 0, rest, l->height}, from = {0, 0, rest, l->height};
    const bool ok = SDL_RenderCopy(p->renderer, slot->texture, NULL, &left) == 0 &&
                    SDL_RenderCopyEx(p->renderer, slot->texture, &from, &right, 0.0, NULL, SDL_FLIP_HORIZONTAL) == 0;
    return ok ? R_OK : R_IO;
}

static SDL_Texture *glow_make(struct paint *p, bool as_alpha)
{
    uint32_t *pixels = malloc((size_t)BAKE_GLOW_SIZE * BAKE_GLOW_SIZE * sizeof *pixels);
    if (!pixels) {
        return NULL;
    }
    bake_glow(as_alpha, p->dither, pixels);
    SDL_Texture *t = paint_texture(p, BAKE_GLOW_SIZE, BAKE_GLOW_SIZE, pixels);
    free(pixels);
    if (t) {
        SDL_SetTextureScaleMode(t, SDL_ScaleModeLinear);
    }
    return t;
}

static int paint_pool(struct paint *p, uint8_t blend, const struct list_pool *s)
{
    const bool light = blend == BLEND_SCREEN && p->custom;
    SDL_Texture **kept = light ? &p->glow_light : &p->glow_alpha;
    if (!*kept) {
        *kept = glow_make(p, !light);
    }
    if (!*kept) {
        return R_IO;
    }
    paint_use(p, *kept, light ? BLEND_SCREEN : BLEND_NORMAL);
    /* A polygon inside the light's circle: a quarter fewer pixels than a square, and what it cuts off is under 1/1000.
     */
    paint_reserve(p, PAINT_GLOW_SIDES + 1, 3 * PAINT_GLOW_SIDES);
    const float pi = 3.14159265F;
    const int middle = paint_vertex(p, s->x, s->y, s->colour);
    for (int i = 0; i < PAINT_GLOW_SIDES; i++) {
        const float a = 2.0F * pi * (float)i / (float)PAINT_GLOW_SIDES, x = cosf(a), y = sinf(a);
        const int at = paint_vertex(p, s->x + s->rx * x, s->y + s->ry * y, s->colour);
        p->vertices[at].tex_coord = (SDL_FPoint){fabsf(x), fabsf(y)};
        paint_triangle(p, middle, at, i + 1 < PAINT_GLOW_SIDES ? at + 1 : middle + 1);
    }
    return R_OK;
}

int paint_item(struct paint *p, const struct list *l, const struct list_item *item)
{
    if (item->kind == LIST_GROUND) {
        return paint_ground(p, l, &item->ground);
    }
    if (item->kind == LIST_GLOW) {
        const struct list_glow *g = &item->glow;
        return paint_pool(p, item->blend, &(struct list_pool){g->x, g->y, g->radius, g->radius, g->colour});
    }
    if (item->kind == LIST_POOL) {
        return paint_pool(p, item->blend, &item->pool);
    }
    paint_use(p, NULL, item->blend);
    switch (item->kind) {
    case LIST_DISC:
        shape_disc(p, &item->disc);
        break;
    case LIST_ARC:
        shape_arc(p, &item->arc);
        break;
    case LIST_PETAL:
        shape_petal(p, &item->petal);
        break;
    case LIST_AREA:
        shape_area(p, &item->area, &l->points[item->area.first]);
        break;
    case LIST_LINE:
        shape_line(p, &item->line, &l->points[item->line.first]);
        break;
    case LIST_BOX:
        shape_box(p, &item->box);
        break;
    default:
        break;
    }
    return R_OK;
}
