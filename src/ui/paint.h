/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"
#include "scene/list.h"

enum { PAINT_VERTICES = 8192, PAINT_INDICES = 24576, PAINT_GROUNDS = 3 };

/** A ground made for a size, and when it was last wanted. */
struct paint_ground {
    SDL_Texture *texture;
    struct list_ground of;
    int width, height;
    uint32_t used;
};

/**
 * Shapes as triangles, gathered as long as texture and blending stay the same, then drawn in one call.
 *
 * failed   The renderer refused a batch since paint_init or the reader's last reset
 * custom   The renderer can screen and multiply; otherwise both fall back to normal blending
 */
struct paint {
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    SDL_BlendMode modes[3];
    bool custom, dither, failed;
    uint8_t blend;
    int vertices_n, indices_n;
    uint32_t frame;
    SDL_Texture *glow_light, *glow_alpha;
    struct paint_ground grounds[PAINT_GROUNDS];
    SDL_Vertex vertices[PAINT_VERTICES];
    int indices[PAINT_INDICES];
};

/** p is the caller's (large: keep it on the heap). Textures are made when first wanted. */
void paint_init(struct paint *p, SDL_Renderer *renderer, bool dither);

/** Forgets every texture: at the end, and after the render device was lost. */
void paint_drop(struct paint *p);

/** Draws one item that is not text. return R_OK; R_MEM no memory for a ground; R_IO the renderer refused. */
int paint_item(struct paint *p, const struct list *l, const struct list_item *item) MUST_USE;

/** Sends what is gathered to the renderer: before text, before reading pixels, at the end of a frame. */
void paint_flush(struct paint *p);

/* For the shape files of this room. */

/** A vertex with a colour prepared for the blend mode in use; returns its number. Flushes first when n won't fit. */
int paint_vertex(struct paint *p, float x, float y, struct colour c);
void paint_triangle(struct paint *p, int a, int b, int c);
void paint_quad(struct paint *p, int a, int b, int c, int d);
void paint_reserve(struct paint *p, int vertices, int indices);

void shape_disc(struct paint *p, const struct list_disc *s);
void shape_arc(struct paint *p, const struct list_arc *s);
void shape_petal(struct paint *p, const struct list_petal *s);
void shape_line(struct paint *p, const struct list_line *s, const struct list_point *points);
void shape_box(struct paint *p, const struct list_box *s);

#endif
