/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window's shapes in Cairo's terms: soft lights are radial gradients, hills are meshes of colour under their crest,
 * petals are curves with a gradient along them.
 *
 * Invariants
 *  1. Colours mix as in the window: in OKLab, by as many stops as the eye needs.
 *  2. The context is left as it was found.
 */
#include "report/print_shapes.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

enum { STOPS = 12, ARC_PARTS = 24, GROUND_STOPS = 24 };

static void stop(cairo_pattern_t *p, double at, struct colour c, double opacity)
{
    cairo_pattern_add_color_stop_rgba(p, at, (double)c.r, (double)c.g, (double)c.b, (double)c.a * opacity);
}

static void fill_with(cairo_t *cr, cairo_pattern_t *p)
{
    cairo_set_source(cr, p);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
}

static void source(cairo_t *cr, struct colour c)
{
    cairo_set_source_rgba(cr, (double)c.r, (double)c.g, (double)c.b, (double)c.a);
}

/* Angles of the list begin at the top and go clockwise; Cairo's begin at the right. */
static double turned(float rad)
{
    return (double)rad - 0.5 * PI;
}

static void draw_ground(cairo_t *cr, const struct list *l, const struct list_ground *g)
{
    const double w = l->width, h = l->height;
    cairo_pattern_t *p = cairo_pattern_create_linear(0.0, 0.0, 0.0, h);
    for (int i = 0; i <= GROUND_STOPS; i++) {
        const float y = (float)i / (float)GROUND_STOPS, m = fminf(fmaxf(g->middle, 0.05F), 0.95F);
        const struct colour c = y < m ? colour_mix(g->stop[0], g->stop[1], y / m)
                                      : colour_mix(g->stop[1], g->stop[2], (y - m) / (1.0F - m));
        stop(p, (double)y, c, (double)g->opacity);
    }
    cairo_rectangle(cr, 0.0, 0.0, w, h);
    fill_with(cr, p);
    if (g->vignette <= 0.0F) {
        return;
    }
    /* The window dims by the fourth power of the distance from the middle. */
    cairo_save(cr);
    cairo_rectangle(cr, 0.0, 0.0, w, h);
    cairo_translate(cr, 0.5 * w, 0.5 * h);
    cairo_scale(cr, 0.5 * w, 0.5 * h);
    p = cairo_pattern_create_radial(0.0, 0.0, 0.0, 0.0, 0.0, sqrt(2.0));
    for (int i = 0; i <= STOPS; i++) {
        const double k = (double)i / STOPS;
        cairo_pattern_add_color_stop_rgba(p, k, 0.0, 0.0, 0.0, (double)(g->vignette * g->opacity) * k * k * k * k);
    }
    fill_with(cr, p);
    cairo_restore(cr);
}

static void draw_pool(cairo_t *cr, const struct list_pool *s)
{
    cairo_save(cr);
    cairo_translate(cr, (double)s->x, (double)s->y);
    cairo_scale(cr, (double)s->rx, (double)s->ry);
    cairo_pattern_t *p = cairo_pattern_create_radial(0.0, 0.0, 0.0, 0.0, 0.0, 1.0);
    for (int i = 0; i <= STOPS; i++) {
        const double k = (double)i / STOPS, left = 1.0 - k * k;
        stop(p, k, s->colour, left * left * left);
    }
    cairo_arc(cr, 0.0, 0.0, 1.0, 0.0, 2.0 * PI);
    fill_with(cr, p);
    cairo_restore(cr);
}

static void draw_disc(cairo_t *cr, const struct list_disc *s)
{
    const double edge = fmin(fmax((double)s->soft, 1.0), 2.0 * (double)s->radius), out = (double)s->radius + 0.5 * edge;
    const double in = fmax((double)s->radius - 0.5 * edge, 0.0) / out;
    cairo_pattern_t *p = cairo_pattern_create_radial((double)s->x, (double)s->y, 0.0, (double)s->x, (double)s->y, out);
    stop(p, 0.0, s->middle, 1.0);
    stop(p, in, s->rim, 1.0);
    stop(p, 1.0, s->rim, 0.0);
    cairo_arc(cr, (double)s->x, (double)s->y, out, 0.0, 2.0 * PI);
    fill_with(cr, p);
}

/* A part of a ring from one angle to another in one colour. */
static void arc_part(cairo_t *cr, const struct list_arc *s, double from, double to, struct colour c)
{
    const double edge = fmax((double)s->soft, 1.0), half = 0.5 * (double)s->width, r = (double)s->radius;
    const double body = fmax(half - 0.5 * edge, 0.0), reach = half > 0.5 * edge ? half + 0.5 * edge : edge;
    const double thin = fmin(1.0, (double)s->width / edge), out = r + reach;
    cairo_pattern_t *p = cairo_pattern_create_radial((double)s->x, (double)s->y, 0.0, (double)s->x, (double)s->y, out);
    stop(p, fmax(r - reach, 0.0) / out, c, 0.0);
    stop(p, fmax(r - body, 0.0) / out, c, thin);
    stop(p, (r + body) / out, c, thin);
    stop(p, 1.0, c, 0.0);
    cairo_new_path(cr);
    cairo_arc(cr, (double)s->x, (double)s->y, out, from, to);
    cairo_arc_negative(cr, (double)s->x, (double)s->y, fmax(r - reach, 0.0), to, from);
    cairo_close_path(cr);
    fill_with(cr, p);
}

static void draw_arc(cairo_t *cr, const struct list_arc *s)
{
    const bool even = s->from.r == s->to.r && s->from.g == s->to.g && s->from.b == s->to.b && s->from.a == s->to.a;
    const int parts = even ? 1 : ARC_PARTS;
    const float step = (s->to_rad - s->from_rad) / (float)parts;
    for (int i = 0; i < parts; i++) {
        const struct colour c = colour_mix(s->from, s->to, ((float)i + 0.5F) / (float)parts);
        arc_part(cr, s, turned(s->from_rad + step * (float)i), turned(s->from_rad + step * (float)(i + 1)), c);
    }
}

static void draw_petal(cairo_t *cr, const struct list_petal *s)
{
    struct list_point c[4];
    list_petal_curve(s, c);
    cairo_save(cr);
    cairo_translate(cr, (double)s->x, (double)s->y);
    cairo_rotate(cr, turned(s->angle_rad)); /* x now runs along the petal */
    cairo_translate(cr, (double)s->near, 0.0);
    cairo_new_path(cr);
    cairo_move_to(cr, 0.0, 0.0);
    cairo_curve_to(cr, (double)c[1].x, (double)c[1].y, (double)c[2].x, (double)c[2].y, (double)c[3].x, 0.0);
    cairo_curve_to(cr, (double)c[2].x, -(double)c[2].y, (double)c[1].x, -(double)c[1].y, 0.0, 0.0);
    cairo_close_path(cr);
    cairo_pattern_t *p = cairo_pattern_create_linear(0.0, 0.0, (double)s->length, 0.0);
    for (int i = 0; i <= STOPS; i++) {
        const float k = (float)i / (float)STOPS;
        /* Across, a petal is weaker in its middle; here all of it is as strong as it is on average. */
        stop(p, (double)k, colour_mix(s->base, s->tip, k), 1.0 - (double)s->rim * 2.0 / 3.0);
    }
    fill_with(cr, p);
    cairo_restore(cr);
}

/* Colour of an area this far under its crest. */
static struct colour under(const struct list_area *s, float depth)
{
    struct colour c = colour_mix(s->crest, s->foot, depth / fmaxf(s->reach, 1.0F));
    c.a *= s->opacity;
    return c;
}

static void corner(cairo_pattern_t *p, unsigned i, struct colour c)
{
    cairo_mesh_pattern_set_corner_color_rgba(p, i, (double)c.r, (double)c.g, (double)c.b, (double)c.a);
}

/* Between two columns from depth[0] to depth[1] under the crest, shares of what lies under each. */
static void patch(cairo_pattern_t *p, const struct list_area *s, const struct list_point *q, int i, float from,
                  float to)
{
    const struct list_point *up = &q[i], *low = &q[s->n + i];
    const float a = low[0].y - up[0].y, b = low[1].y - up[1].y;
    cairo_mesh_pattern_begin_patch(p);
    cairo_mesh_pattern_move_to(p, (double)up[0].x, (double)(up[0].y + from * a));
    cairo_mesh_pattern_line_to(p, (double)up[1].x, (double)(up[1].y + from * b));
    cairo_mesh_pattern_line_to(p, (double)up[1].x, (double)(up[1].y + to * b));
    cairo_mesh_pattern_line_to(p, (double)up[0].x, (double)(up[0].y + to * a));
    corner(p, 0, under(s, from * a));
    corner(p, 1, under(s, from * b));
    corner(p, 2, under(s, to * b));
    corner(p, 3, under(s, to * a));
    cairo_mesh_pattern_end_patch(p);
}

static void draw_area(cairo_t *cr, const struct list_area *s, const struct list_point *q)
{
    enum { ROWS = 6 };
    cairo_pattern_t *p = cairo_pattern_create_mesh();
    for (int i = 0; i + 1 < s->n; i++) {
        for (int row = 0; row < ROWS; row++) {
            patch(p, s, q, i, (float)row / (float)ROWS, (float)(row + 1) / (float)ROWS);
        }
    }
    cairo_new_path(cr);
    for (int i = 0; i < s->n; i++) {
        cairo_line_to(cr, (double)q[i].x, (double)q[i].y);
    }
    for (int i = s->n - 1; i >= 0; i--) {
        cairo_line_to(cr, (double)q[s->n + i].x, (double)q[s->n + i].y);
    }
    cairo_close_path(cr);
    fill_with(cr, p);
}

static void line_path(cairo_t *cr, const struct list_line *s, const struct list_point *q)
{
    cairo_new_path(cr);
    for (int i = 0; i < s->n; i++) {
        cairo_line_to(cr, (double)q[i].x, (double)q[i].y);
    }
}

static void draw_line(cairo_t *cr, const struct list_line *s, const struct list_point *q)
{
    if (s->fill.a > 0.0F) {
        float top = s->floor_y;
        for (int i = 0; i < s->n; i++) {
            top = fminf(top, q[i].y);
        }
        line_path(cr, s, q);
        cairo_line_to(cr, (double)q[s->n - 1].x, (double)s->floor_y);
        cairo_line_to(cr, (double)q[0].x, (double)s->floor_y);
        cairo_close_path(cr);
        cairo_pattern_t *p = cairo_pattern_create_linear(0.0, (double)top, 0.0, (double)s->floor_y);
        stop(p, 0.0, s->fill, 1.0);
        stop(p, 1.0, s->fill, 0.0);
        fill_with(cr, p);
    }
    line_path(cr, s, q);
    source(cr, s->colour);
    cairo_set_line_width(cr, (double)s->width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cr);
}

static void draw_box(cairo_t *cr, const struct list_box *s)
{
    const double x = (double)s->x, y = (double)s->y, w = (double)s->w, h = (double)s->h, b = (double)s->border_width;
    const double r = fmax(1.0, fmin((double)s->radius, 0.5 * fmin(w, h))), in = 0.5 * b;
    for (int pass = 0; pass < 2; pass++) {
        const double k = pass ? in : 0.0, rr = fmax(r - k, 0.0);
        cairo_new_path(cr);
        cairo_arc(cr, x + w - r, y + r, rr, -0.5 * PI, 0.0);
        cairo_arc(cr, x + w - r, y + h - r, rr, 0.0, 0.5 * PI);
        cairo_arc(cr, x + r, y + h - r, rr, 0.5 * PI, PI);
        cairo_arc(cr, x + r, y + r, rr, PI, 1.5 * PI);
        cairo_close_path(cr);
        if (!pass) {
            source(cr, s->fill);
            cairo_fill(cr);
        } else if (b > 0.0) {
            source(cr, s->border);
            cairo_set_line_width(cr, b);
            cairo_stroke(cr);
        }
    }
}

static cairo_operator_t operator_of(uint8_t blend)
{
    return blend == BLEND_SCREEN     ? CAIRO_OPERATOR_SCREEN
           : blend == BLEND_MULTIPLY ? CAIRO_OPERATOR_MULTIPLY
                                     : CAIRO_OPERATOR_OVER;
}

void print_shape(cairo_t *cr, const struct list *l, const struct list_item *item)
{
    const struct list_glow *g = &item->glow;
    cairo_set_operator(cr, operator_of(item->blend));
    switch (item->kind) {
    case LIST_GROUND:
        draw_ground(cr, l, &item->ground);
        break;
    case LIST_GLOW:
        draw_pool(cr, &(struct list_pool){g->x, g->y, g->radius, g->radius, g->colour});
        break;
    case LIST_POOL:
        draw_pool(cr, &item->pool);
        break;
    case LIST_DISC:
        draw_disc(cr, &item->disc);
        break;
    case LIST_ARC:
        draw_arc(cr, &item->arc);
        break;
    case LIST_PETAL:
        draw_petal(cr, &item->petal);
        break;
    case LIST_AREA:
        draw_area(cr, &item->area, &l->points[item->area.first]);
        break;
    case LIST_LINE:
        draw_line(cr, &item->line, &l->points[item->line.first]);
        break;
    case LIST_BOX:
        draw_box(cr, &item->box);
        break;
    default:
        break;
    }
    cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
}
