/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Areas between two lines. Their colours come from a small texture with noise in it: as plain vertex colours a dark
 * hill would show every level of the screen as a band.
 *
 * Invariants
 *  1. A pixel of the screen is a pixel of the noise: textures stand on whole pixels across, and never stretch there.
 *  2. Ramps are made once per pair of colours; opacity costs nothing new.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ui/bake.h"
#include "ui/paint.h"

/* A steep edge needs a taller feather to look as soft; steeper than this it is a vertical line anyway. */
#define AREA_STEEP 6.0F

/* The texture's far edges, a quarter of a texel inside: at 1 itself the renderer without GL reads beyond them. */
#define AREA_EDGE (1.0F - 0.25F / (float)BAKE_RAMP_ROWS)

/* Every other column stands this much lower, px. The renderer without GL takes an exact rectangle for a copy, and where
   that has less than a texel it fills it white. */
#define AREA_TILT 0.01F

static bool same_colour(struct colour p, struct colour q)
{
    return p.r == q.r && p.g == q.g && p.b == q.b && p.a == q.a;
}

/* The slot that holds this ramp, or the one longest unused. */
static struct paint_ramp *slot_of(struct paint *p, const struct list_area *s, int rows)
{
    struct paint_ramp *oldest = &p->ramps[0];
    for (int i = 0; i < PAINT_RAMPS; i++) {
        struct paint_ramp *r = &p->ramps[i];
        if (r->texture && r->rows == rows && same_colour(r->crest, s->crest) && same_colour(r->foot, s->foot)) {
            return r;
        }
        if (r->used < oldest->used) {
            oldest = r;
        }
    }
    SDL_DestroyTexture(oldest->texture);
    memset(oldest, 0, sizeof *oldest);
    return oldest;
}

static SDL_Texture *ramp_of(struct paint *p, const struct list_area *s)
{
    const int rows = (int)fminf(fmaxf(s->reach, 2.0F), (float)BAKE_RAMP_ROWS);
    struct paint_ramp *r = slot_of(p, s, rows);
    r->used = ++p->frame;
    if (r->texture) {
        return r->texture;
    }
    uint32_t *pixels = malloc((size_t)BAKE_RAMP_W * (size_t)rows * sizeof *pixels);
    if (!pixels) {
        return NULL;
    }
    bake_ramp(s->crest, s->foot, rows, p->dither, pixels);
    r->texture = paint_texture(p, BAKE_RAMP_W, rows, pixels);
    free(pixels);
    if (r->texture) {
        SDL_SetTextureScaleMode(r->texture, SDL_ScaleModeNearest);
        r->crest = s->crest;
        r->foot = s->foot;
        r->rows = rows;
    }
    return r->texture;
}

static float feather_at(const struct list_point *q, int n, int i, float soft)
{
    const int a = i > 0 ? i - 1 : 0, b = i + 1 < n ? i + 1 : n - 1;
    const float dx = q[b].x - q[a].x, dy = q[b].y - q[a].y;
    const float slope = dx > 0.0F ? fabsf(dy / dx) : AREA_STEEP;
    return 0.5F * fmaxf(soft, 1.0F) * sqrtf(1.0F + fminf(slope, AREA_STEEP) * fminf(slope, AREA_STEEP));
}

enum { AREA_ROWS = 5 };

/* Vertices from above the upper line to below the lower one, one where the colours end; tile_x: where the texture
   begins. Outside of the texture there is nothing to draw with: what would lie there is held at its edge. */
static int column(struct paint *p, const struct list_area *s, const struct list_point *q, int i, float tile_x)
{
    const struct list_point up = q[i], low = q[s->n + i];
    const float thick = fmaxf(low.y - up.y, 0.0F), reach = fmaxf(s->reach, 1.0F);
    const float above = feather_at(q, s->n, i, s->soft), below = feather_at(q + s->n, s->n, i, s->soft);
    const float top = up.y + fminf(above, 0.5F * thick), end = low.y - fminf(below, 0.5F * thick);
    /* Thinner than its edges it keeps its amount of light. */
    const float thin = fminf(1.0F, (thick + 0.25F) / (above + below));
    const struct colour full = {1.0F, 1.0F, 1.0F, s->opacity * thin}, none = {1.0F, 1.0F, 1.0F, 0.0F};
    const float y[AREA_ROWS] = {up.y - above, top, fmaxf(top, fminf(up.y + reach, end)), end, low.y + below};
    const int first = p->vertices_n;
    for (int k = 0; k < AREA_ROWS; k++) {
        const int v =
            paint_vertex(p, up.x, y[k] + AREA_TILT * (float)(i % 2), k == 0 || k == AREA_ROWS - 1 ? none : full);
        p->vertices[v].tex_coord = (SDL_FPoint){fminf((up.x - tile_x) / (float)BAKE_RAMP_W, AREA_EDGE),
                                                fminf(fmaxf((y[k] - up.y) / reach, 0.0F), AREA_EDGE)};
    }
    return first;
}

void shape_area(struct paint *p, const struct list_area *s, const struct list_point *points)
{
    SDL_Texture *ramp = ramp_of(p, s);
    if (!ramp) {
        p->failed = true;
        return;
    }
    paint_use(p, ramp, BLEND_NORMAL);
    for (int i = 0; i + 1 < s->n; i++) {
        const struct list_point *low = &points[s->n + i];
        if (low[0].y <= points[i].y && low[1].y <= points[i + 1].y) {
            continue; /* nothing lies between the lines here */
        }
        paint_reserve(p, 2 * AREA_ROWS, 6 * (AREA_ROWS - 1));
        /* A part begins in the first half of the texture; one wider than the other half repeats its last column. */
        const float half = 0.5F * (float)BAKE_RAMP_W, tile_x = floorf(points[i].x / half) * half;
        const int was = column(p, s, points, i, tile_x), at = column(p, s, points, i + 1, tile_x);
        for (int k = 0; k + 1 < AREA_ROWS; k++) {
            paint_quad(p, was + k, was + k + 1, at + k + 1, at + k);
        }
    }
}
