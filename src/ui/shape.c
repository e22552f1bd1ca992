/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each shape as triangles with soft edges: the body is drawn in by half the edge, and a strip as wide as the edge runs
 * out to nothing. So circles are smooth on any renderer, without multisampling, and move by parts of a pixel.
 *
 * Invariants
 *  1. No edge is harder than one pixel wide.
 *  2. Every shape fits one batch: it reserves what it needs before its first vertex.
 *  3. Nothing is drawn twice inside one shape: translucent shapes have no seams.
 */
#include <math.h>

#include "ui/paint.h"

#define PI_F 3.14159265F

/* chosen: a corner of a polygon with sides this long stands under 0.1 px off its circle from 20 px radius on. */
#define SHAPE_SIDE_PX 4.0F

/* chosen: rows of a petal this far apart show no corner in its outline. */
#define SHAPE_ROW_PX 12.0F

enum {
    SHAPE_SIDES_MIN = 12,
    SHAPE_SIDES_MAX = 256,
    SHAPE_PETAL_ROWS = 18,   /* of a large petal; */
    SHAPE_PETAL_LEAST = 9,   /* of a small one */
    SHAPE_PETAL_COLUMNS = 5, /* odd: the middle column is the petal's axis */
    SHAPE_CORNER = 8         /* sides of a quarter circle of a box */
};

static struct colour clear_of(struct colour c)
{
    c.a = 0.0F;
    return c;
}

/* Plain mixing: what it is used between is close together already. */
static struct colour blend_of(struct colour p, struct colour q, float k)
{
    return (struct colour){p.r + (q.r - p.r) * k, p.g + (q.g - p.g) * k, p.b + (q.b - p.b) * k, p.a + (q.a - p.a) * k};
}

static int sides_of(float length)
{
    const float n = ceilf(length / SHAPE_SIDE_PX);
    return n < (float)SHAPE_SIDES_MIN ? SHAPE_SIDES_MIN : n > (float)SHAPE_SIDES_MAX ? SHAPE_SIDES_MAX : (int)n;
}

static float edge_of(float soft)
{
    return soft < 1.0F ? 1.0F : soft;
}

void shape_disc(struct paint *p, const struct list_disc *s)
{
    const int n = sides_of(2.0F * PI_F * s->radius);
    const float edge = fminf(edge_of(s->soft), 2.0F * s->radius);
    const float in = fmaxf(s->radius - 0.5F * edge, 0.0F), out = s->radius + 0.5F * edge;
    /* A dot smaller than its edge keeps its amount of light. */
    const float thin = fminf(1.0F, s->radius * s->radius * 4.0F);
    const struct colour rim = colour_fade(s->rim, thin);
    paint_reserve(p, 2 * n + 3, 9 * n);
    const int middle = paint_vertex(p, s->x, s->y, colour_fade(s->middle, thin));
    int was = -1;
    for (int i = 0; i <= n; i++) {
        const float a = 2.0F * PI_F * (float)i / (float)n, c = sinf(a), d = -cosf(a);
        const int at = paint_vertex(p, s->x + in * c, s->y + in * d, rim);
        paint_vertex(p, s->x + out * c, s->y + out * d, clear_of(rim));
        if (was >= 0) {
            paint_triangle(p, middle, was, at);
            paint_quad(p, was, was + 1, at + 1, at);
        }
        was = at;
    }
}

void shape_arc(struct paint *p, const struct list_arc *s)
{
    const float sweep = s->to_rad - s->from_rad, edge = edge_of(s->soft);
    const int n = sides_of(sweep * s->radius);
    const float half = 0.5F * s->width, thin = fminf(1.0F, s->width / edge);
    const float body = fmaxf(half - 0.5F * edge, 0.0F), reach = half > 0.5F * edge ? half + 0.5F * edge : edge;
    const float radii[4] = {s->radius - reach, s->radius - body, s->radius + body, s->radius + reach};
    paint_reserve(p, 4 * n + 4, 18 * n);
    int was = -1;
    for (int i = 0; i <= n; i++) {
        const float k = (float)i / (float)n, a = s->from_rad + sweep * k, c = sinf(a), d = -cosf(a);
        const struct colour full = colour_fade(blend_of(s->from, s->to, k), thin);
        int at = 0;
        for (int j = 0; j < 4; j++) {
            const struct colour shown = j == 0 || j == 3 ? clear_of(full) : full;
            const int v = paint_vertex(p, s->x + radii[j] * c, s->y + radii[j] * d, shown);
            at = j == 0 ? v : at;
        }
        for (int j = 0; j < 3 && was >= 0; j++) {
            paint_quad(p, was + j, was + j + 1, at + j + 1, at + j);
        }
        was = at;
    }
}

/* The outline at t: how far along, how far aside, and the direction it leaves in. */
static void petal_edge(const struct list_point c[4], float t, float *along, float *aside, float *nx, float *ny)
{
    const float u = 1.0F - t, b1 = 3.0F * u * u * t, b2 = 3.0F * u * t * t, b3 = t * t * t;
    *along = b1 * c[1].x + b2 * c[2].x + b3 * c[3].x;
    *aside = b1 * c[1].y + b2 * c[2].y;
    const float dx = 3.0F * u * u * c[1].x + 6.0F * u * t * (c[2].x - c[1].x) + 3.0F * t * t * (c[3].x - c[2].x);
    const float dy = 3.0F * u * u * c[1].y + 6.0F * u * t * (c[2].y - c[1].y) - 3.0F * t * t * c[2].y;
    const float size = sqrtf(dx * dx + dy * dy);
    *nx = size > 0.0F ? -dy / size : 0.0F;
    *ny = size > 0.0F ? dx / size : 1.0F;
}

struct petal_frame {
    float x, y, sin_a, cos_a;
};

static int petal_vertex(struct paint *p, const struct petal_frame *f, float along, float aside, struct colour c)
{
    return paint_vertex(p, f->x + along * f->sin_a + aside * f->cos_a, f->y - along * f->cos_a + aside * f->sin_a, c);
}

/* The colours along a petal, mixed in OKLab once a petal. */
struct petal_ramp {
    int rows;
    struct colour at[SHAPE_PETAL_ROWS + 1];
};

static struct colour petal_colour(const struct petal_ramp *ramp, float along, float across, float rim)
{
    const float at = fminf(fmaxf(along, 0.0F), 1.0F) * (float)ramp->rows;
    const int i = at >= (float)ramp->rows ? ramp->rows - 1 : (int)at;
    const struct colour c = blend_of(ramp->at[i], ramp->at[i + 1], at - (float)i);
    return colour_fade(c, 1.0F - rim * (1.0F - across * across));
}

/* One row: the feather, five columns from edge to edge, the feather. The body is drawn in across the petal only: drawn
   in along it too, rows would fold over each other near the tip. */
static int petal_row(struct paint *p, const struct list_petal *s, const struct petal_frame *f,
                     const struct petal_ramp *ramp, float t)
{
    const float half_edge = 0.5F * edge_of(s->soft);
    float along, aside, nx, ny;
    struct list_point curve[4];
    list_petal_curve(s, curve);
    petal_edge(curve, t, &along, &aside, &nx, &ny);
    const float body = aside - fminf(half_edge / fmaxf(ny, 0.5F), aside);
    const float reach = t < 1.0F ? ny : 0.0F, ahead = t < 1.0F ? nx : 1.0F;
    const struct colour rim = petal_colour(ramp, along / s->length, 1.0F, s->rim);
    const float far = s->near + along + half_edge * ahead;
    const int first = petal_vertex(p, f, far, -aside - half_edge * reach, clear_of(rim));
    for (int i = 0; i < SHAPE_PETAL_COLUMNS; i++) {
        const float across = 2.0F * (float)i / (float)(SHAPE_PETAL_COLUMNS - 1) - 1.0F;
        petal_vertex(p, f, s->near + along, body * across, petal_colour(ramp, along / s->length, across, s->rim));
    }
    petal_vertex(p, f, far, aside + half_edge * reach, clear_of(rim));
    return first;
}

void shape_petal(struct paint *p, const struct list_petal *s)
{
    enum { ROW = SHAPE_PETAL_COLUMNS + 2 };
    struct petal_ramp ramp = {.rows = (int)fminf(fmaxf(s->length / SHAPE_ROW_PX, SHAPE_PETAL_LEAST), SHAPE_PETAL_ROWS)};
    for (int i = 0; i <= ramp.rows; i++) {
        ramp.at[i] = colour_mix(s->base, s->tip, (float)i / (float)ramp.rows);
    }
    const struct petal_frame f = {s->x, s->y, sinf(s->angle_rad), cosf(s->angle_rad)};
    paint_reserve(p, (ramp.rows + 1) * ROW, ramp.rows * (ROW - 1) * 6);
    int was = -1;
    for (int i = 0; i <= ramp.rows; i++) {
        const int at = petal_row(p, s, &f, &ramp, (float)i / (float)ramp.rows);
        for (int j = 0; j + 1 < ROW && was >= 0; j++) {
            paint_quad(p, was + j, was + j + 1, at + j + 1, at + j);
        }
        was = at;
    }
}

static float mitre_of(float dot)
{
    /* chosen: sharper bends than this are cut, or a spike would stand out of the line. */
    return 1.0F / fmaxf(sqrtf(0.5F * (1.0F + dot)), 0.4F);
}

/* Unit normal at point i, longer where two parts meet at an angle. */
static struct list_point normal_at(const struct list_point *q, int n, int i)
{
    struct list_point sum = {0.0F, 0.0F}, one = {0.0F, 0.0F};
    float dot = 1.0F;
    for (int k = i - 1; k <= i; k++) {
        if (k < 0 || k + 1 >= n) {
            continue;
        }
        const float dx = q[k + 1].x - q[k].x, dy = q[k + 1].y - q[k].y, d = sqrtf(dx * dx + dy * dy);
        if (d <= 0.0F) {
            continue;
        }
        const struct list_point unit = {-dy / d, dx / d};
        dot = k == i && i > 0 ? one.x * unit.x + one.y * unit.y : 1.0F;
        one = unit;
        sum = (struct list_point){sum.x + unit.x, sum.y + unit.y};
    }
    const float size = sqrtf(sum.x * sum.x + sum.y * sum.y);
    const float m = size > 0.0F ? mitre_of(dot) / size : 0.0F;
    return (struct list_point){sum.x * m, sum.y * m};
}

static void line_fill(struct paint *p, const struct list_line *s, const struct list_point *q)
{
    paint_reserve(p, 2 * s->n, 6 * s->n);
    float top = s->floor_y;
    for (int i = 0; i < s->n; i++) {
        top = fminf(top, q[i].y);
    }
    const float height = fmaxf(s->floor_y - top, 1.0F);
    int was = -1;
    for (int i = 0; i < s->n; i++) {
        const int at = paint_vertex(p, q[i].x, q[i].y, colour_fade(s->fill, (s->floor_y - q[i].y) / height));
        paint_vertex(p, q[i].x, s->floor_y, clear_of(s->fill));
        if (was >= 0) {
            paint_quad(p, was, was + 1, at + 1, at);
        }
        was = at;
    }
}

void shape_line(struct paint *p, const struct list_line *s, const struct list_point *q)
{
    if (s->fill.a > 0.0F) {
        line_fill(p, s, q);
    }
    const float half = 0.5F * s->width, thin = fminf(1.0F, s->width);
    const float offsets[4] = {-half - 0.5F, -fmaxf(half - 0.5F, 0.0F), fmaxf(half - 0.5F, 0.0F), half + 0.5F};
    const struct colour full = colour_fade(s->colour, thin);
    paint_reserve(p, 4 * s->n, 18 * s->n);
    int was = -1;
    for (int i = 0; i < s->n; i++) {
        const struct list_point nrm = normal_at(q, s->n, i);
        const int at = p->vertices_n;
        for (int j = 0; j < 4; j++) {
            paint_vertex(p, q[i].x + nrm.x * offsets[j], q[i].y + nrm.y * offsets[j],
                         j == 0 || j == 3 ? clear_of(full) : full);
        }
        for (int j = 0; j < 3 && was >= 0; j++) {
            paint_quad(p, was + j, was + j + 1, at + j + 1, at + j);
        }
        was = at;
    }
}

/* Point i of the outline, drawn in by `in` px. */
static struct list_point box_point(const struct list_box *s, float radius, int i, float in)
{
    const int corner = i / (SHAPE_CORNER + 1);
    const float a = 0.5F * PI_F * ((float)(i % (SHAPE_CORNER + 1)) / (float)SHAPE_CORNER + (float)corner);
    const float cx = corner == 0 || corner == 1 ? s->x + s->w - radius : s->x + radius;
    const float cy = corner == 1 || corner == 2 ? s->y + s->h - radius : s->y + radius;
    return (struct list_point){cx + (radius - in) * sinf(a), cy - (radius - in) * cosf(a)};
}

static void box_band(struct paint *p, const struct list_box *s, float radius, const float in[2],
                     const struct colour c[2])
{
    enum { POINTS = 4 * (SHAPE_CORNER + 1) };
    paint_reserve(p, 2 * POINTS + 2, 6 * POINTS);
    int was = -1;
    for (int i = 0; i <= POINTS; i++) {
        const struct list_point a = box_point(s, radius, i % POINTS, in[0]);
        const struct list_point b = box_point(s, radius, i % POINTS, in[1]);
        const int at = paint_vertex(p, a.x, a.y, c[0]);
        paint_vertex(p, b.x, b.y, c[1]);
        if (was >= 0) {
            paint_quad(p, was, was + 1, at + 1, at);
        }
        was = at;
    }
}

static void box_inside(struct paint *p, const struct list_box *s, float radius)
{
    enum { POINTS = 4 * (SHAPE_CORNER + 1) };
    paint_reserve(p, POINTS + 1, 3 * POINTS);
    const int middle = paint_vertex(p, s->x + 0.5F * s->w, s->y + 0.5F * s->h, s->fill);
    for (int i = 0; i < POINTS; i++) {
        const struct list_point q = box_point(s, radius, i, 0.5F);
        paint_vertex(p, q.x, q.y, s->fill);
    }
    for (int i = 0; i < POINTS; i++) {
        paint_triangle(p, middle, middle + 1 + i, middle + 1 + (i + 1) % POINTS);
    }
}

void shape_box(struct paint *p, const struct list_box *s)
{
    const float radius = fmaxf(1.0F, fminf(s->radius, 0.5F * fminf(s->w, s->h)));
    if (s->fill.a > 0.0F) {
        const struct colour edge[2] = {s->fill, clear_of(s->fill)};
        box_inside(p, s, radius);
        box_band(p, s, radius, (const float[2]){0.5F, -0.5F}, edge);
    }
    if (s->border.a <= 0.0F || s->border_width <= 0.0F) {
        return;
    }
    const float w = s->border_width;
    const struct colour clear = clear_of(s->border);
    box_band(p, s, radius, (const float[2]){-0.5F, 0.5F}, (const struct colour[2]){clear, s->border});
    box_band(p, s, radius, (const float[2]){0.5F, w - 0.5F}, (const struct colour[2]){s->border, s->border});
    box_band(p, s, radius, (const float[2]){w - 0.5F, w + 0.5F}, (const struct colour[2]){s->border, clear});
}
