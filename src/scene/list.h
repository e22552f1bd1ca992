/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_LIST_H
#define SCENE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "scene/colour.h"

/*
 * What to draw, in order, back to front. Plain data in the caller's memory: made by a scene, drawn by the window,
 * printed by a test. Positions and lengths are pixels, x to the right, y down; angles are radians, 0 = up, clockwise.
 */

enum { LIST_ITEMS_MAX = 1536, LIST_POINTS_MAX = 4096, LIST_TEXT_MAX = 6144 };

enum list_kind {
    LIST_GROUND,
    LIST_GLOW,
    LIST_POOL,
    LIST_DISC,
    LIST_ARC,
    LIST_PETAL,
    LIST_AREA,
    LIST_LINE,
    LIST_BOX,
    LIST_TEXT,
    LIST_KINDS
};

/** How a shape meets what lies under it. Screen only lightens, multiply only darkens; neither ever clips. */
enum list_blend { BLEND_NORMAL, BLEND_SCREEN, BLEND_MULTIPLY };

enum list_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };
enum list_weight { WEIGHT_LIGHT, WEIGHT_REGULAR, WEIGHT_MEDIUM };

/** The whole window. stop[0] top, [1] at `middle` (0..1 of the height), [2] bottom; vignette 0..1 darkens corners. */
struct list_ground {
    struct colour stop[3];
    float middle, vignette, opacity;
};

/** Soft light without an edge: full at the middle, nothing at radius. */
struct list_glow {
    float x, y, radius;
    struct colour colour;
};

/** Soft light as an ellipse, wide rx to both sides and high ry up and down: light on water, mist. */
struct list_pool {
    float x, y, rx, ry;
    struct colour colour;
};

/** Filled circle; colours mix from the middle to the rim; soft = width of its edge, px (1 = a plain smooth edge). */
struct list_disc {
    float x, y, radius, soft;
    struct colour middle, rim;
};

/** Part of a circle's line. from_rad < to_rad; 2 pi apart is a full ring. Colours mix along it. */
struct list_arc {
    float x, y, radius, width, soft;
    float from_rad, to_rad;
    struct colour from, to;
};

/**
 * One petal that points away from (x, y).
 *
 * near     Where it begins, px from (x, y);  length  from there to its tip;  half  greatest half width
 * belly    Where along it the greatest width is, 0.3 .. 0.7
 * soft     Width of the edge, px
 * base,tip Colours at both ends, mixed in OKLab along the petal
 * rim      How much stronger it is at its edge than along its middle, 0..1
 */
struct list_petal {
    float x, y, angle_rad, near, length, half, belly, soft;
    struct colour base, tip;
    float rim;
};

/**
 * What lies between two lines of n points each, both from left to right: the upper is points[first ..], the lower
 * points[first + n ..], never above it. A hill, down to the crest before it; a body of any shape.
 *
 * reach      Colours mix from crest to foot over this many px under the upper line; below it all is foot
 * soft       Width of both edges, px
 */
struct list_area {
    uint16_t first, n;
    float reach, soft, opacity;
    struct colour crest, foot;
};

/** Line through points[first .. first + n - 1]. With fill.a > 0 the area down to floor_y is filled, fading out. */
struct list_line {
    uint16_t first, n;
    float width, floor_y;
    struct colour colour, fill;
};

/** Rounded box with an optional line round it (border_width 0: none). id > 0: it can be pressed (list_hit). */
struct list_box {
    float x, y, w, h, radius, border_width;
    struct colour fill, border;
    uint8_t id;
};

/** One run of words; y = baseline. cells: digits stand in cells of equal width, so that counting does not wobble. */
struct list_text {
    float x, y, size;
    uint8_t align, weight;
    bool cells;
    struct colour colour;
    uint16_t first; /* where its zero-ended text begins in text[] */
};

struct list_point {
    float x, y;
};

struct list_item {
    uint8_t kind, blend;
    union {
        struct list_ground ground;
        struct list_glow glow;
        struct list_pool pool;
        struct list_disc disc;
        struct list_arc arc;
        struct list_petal petal;
        struct list_area area;
        struct list_line line;
        struct list_box box;
        struct list_text text;
    };
};

/** A frame. full: something did not fit and was left out. still_n: see list_still. */
struct list {
    int width, height;
    uint16_t n, points_n, text_n, still_n;
    bool full;
    struct list_item items[LIST_ITEMS_MAX];
    struct list_point points[LIST_POINTS_MAX];
    char text[LIST_TEXT_MAX];
};

void list_clear(struct list *l, int width, int height);

/** All that is in the list by now (no text among it) stays as it is for many frames: it may be kept as a picture. */
void list_still(struct list *l);

/* Each adds one shape on top. Invisible ones (opacity under 1/512, no size) are left out. */
void list_add_ground(struct list *l, const struct list_ground *s);
void list_add_glow(struct list *l, uint8_t blend, const struct list_glow *s);
void list_add_pool(struct list *l, uint8_t blend, const struct list_pool *s);
void list_add_disc(struct list *l, uint8_t blend, const struct list_disc *s);
void list_add_arc(struct list *l, const struct list_arc *s);
void list_add_petal(struct list *l, uint8_t blend, const struct list_petal *s);
void list_add_box(struct list *l, const struct list_box *s);

/** s->first and s->n are filled in here; n points of both lines are copied. */
void list_add_area(struct list *l, const struct list_area *s, const struct list_point *upper,
                   const struct list_point *lower, size_t n);

/** s->first and s->n are filled in here; points[0..n-1] are copied. */
void list_add_line(struct list *l, const struct list_line *s, const struct list_point *points, size_t n);

/** s->first is filled in here; the words (UTF-8) are copied. */
void list_add_text(struct list *l, const struct list_text *s, const char *words);

/**
 * Half of a petal's outline as a cubic curve, from its base to its tip: p[k].x along the petal, p[k].y aside of its
 * axis, px. The other half is its mirror.
 */
void list_petal_curve(const struct list_petal *s, struct list_point p[4]);

/** The words of a text item of this list. Borrowed until the next list_clear. */
const char *list_words(const struct list *l, const struct list_text *s);

/** The id of the topmost pressable box at (x, y), or 0. */
uint8_t list_hit(const struct list *l, float x, float y);

/**
 * The list as text: a first line with the size, then a line an item, lengths to 1/100 px, colours as #rrggbbaa.
 *
 * out      cap bytes; zero-ended when cap > 0
 * return   Bytes the whole text takes without the zero; >= cap: it was cut (as snprintf)
 */
size_t list_print(const struct list *l, char *out, size_t cap);

#endif
