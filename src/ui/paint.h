/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"
#include "scene/list.h"

enum { PAINT_VERTICES = 8192, PAINT_INDICES = 24576, PAINT_GROUNDS = 3, PAINT_RAMPS = 16 };

/** The left half of a ground made for a size; drawn: since paint_settle. */
struct paint_ground {
    SDL_Texture *texture;
    struct list_ground of;
    int width, height;
    bool drawn;
};

/** The colours of an area from crest to foot, with noise so that they do not band, and when it was last wanted. */
struct paint_ramp {
    SDL_Texture *texture;
    struct colour crest, foot;
    int rows;
    uint32_t used;
};

/** The part of a list that stays as it is, as a picture. key: of its content; seen: the key of the frame before. */
struct paint_still {
    SDL_Texture *texture;
    int width, height;
    uint64_t key, seen;
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
    struct paint_ramp ramps[PAINT_RAMPS];
    struct paint_still still;
    SDL_Vertex vertices[PAINT_VERTICES];
    int indices[PAINT_INDICES];
};

/** p is the caller's (large: keep it on the heap). Textures are made when first wanted. */
void paint_init(struct paint *p, SDL_Renderer *renderer, bool dither);

/** Forgets every texture: at the end, and after the render device was lost. */
void paint_drop(struct paint *p);

/** At the end of a frame: lets go of grounds that were not drawn in it, for each is half a window's worth of memory. */
void paint_settle(struct paint *p);

/** Draws one item that is not text. return R_OK; R_MEM no memory for a ground; R_IO the renderer refused. */
int paint_item(struct paint *p, const struct list *l, const struct list_item *item) MUST_USE;

/**
 * Draws the part of the list that stays as it is (list_still): the first time item by item, from the second on as one
 * picture, pixel for pixel the same.
 *
 * rc       R_OK, or what paint_item says
 * return   How many items are done; 0: none stays
 */
uint16_t paint_still(struct paint *p, const struct list *l, int *rc);

/** Sends what is gathered to the renderer: before text, before reading pixels, at the end of a frame. */
void paint_flush(struct paint *p);

/* For the shape files of this room. */

/** A vertex with a colour prepared for the blend mode in use; returns its number. Flushes first when n won't fit. */
int paint_vertex(struct paint *p, float x, float y, struct colour c);
void paint_triangle(struct paint *p, int a, int b, int c);
void paint_quad(struct paint *p, int a, int b, int c, int d);
void paint_reserve(struct paint *p, int vertices, int indices);

/** From here on vertices have this texture (NULL: none) and blend mode. */
void paint_use(struct paint *p, SDL_Texture *texture, uint8_t blend);

/** A texture of these pixels (bake.h), or NULL. */
SDL_Texture *paint_texture(struct paint *p, int w, int h, const uint32_t *pixels);

void shape_disc(struct paint *p, const struct list_disc *s);
void shape_arc(struct paint *p, const struct list_arc *s);
void shape_petal(struct paint *p, const struct list_petal *s);
void shape_area(struct paint *p, const struct list_area *s, const struct list_point *points);
void shape_line(struct paint *p, const struct list_line *s, const struct list_point *points);
void shape_box(struct paint *p, const struct list_box *s);

#endif
