/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The draw list: shapes are appended, looked up by a press, and printed.
 *
 * Invariants
 *  1. n, points_n and text_n never pass their capacities; what does not fit sets full and is left out whole.
 *  2. Every text item's words end with a zero inside text[].
 *  3. Nothing invisible is in the list, so an empty picture is an empty list.
 *  4. The printed form depends on the shapes only: same list, same bytes.
 */
#include "scene/list.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Half of the least step a screen can show. */
#define LIST_LEAST_OPACITY (1.0F / 512.0F)

void list_clear(struct list *l, int width, int height)
{
    l->width = width;
    l->height = height;
    l->n = 0;
    l->points_n = 0;
    l->text_n = 0;
    l->still_n = 0;
    l->full = false;
}

void list_still(struct list *l)
{
    l->still_n = l->n;
}

static struct list_item *add(struct list *l, uint8_t kind, uint8_t blend)
{
    if (l->n >= LIST_ITEMS_MAX) {
        l->full = true;
        return NULL;
    }
    struct list_item *item = &l->items[l->n++];
    memset(item, 0, sizeof *item);
    item->kind = kind;
    item->blend = blend;
    return item;
}

static bool visible(struct colour c)
{
    return c.a >= LIST_LEAST_OPACITY;
}

void list_add_ground(struct list *l, const struct list_ground *s)
{
    struct list_item *item = s->opacity >= LIST_LEAST_OPACITY ? add(l, LIST_GROUND, BLEND_NORMAL) : NULL;
    if (item) {
        item->ground = *s;
    }
}

void list_add_glow(struct list *l, uint8_t blend, const struct list_glow *s)
{
    struct list_item *item = visible(s->colour) && s->radius > 0.0F ? add(l, LIST_GLOW, blend) : NULL;
    if (item) {
        item->glow = *s;
    }
}

void list_add_pool(struct list *l, uint8_t blend, const struct list_pool *s)
{
    struct list_item *item = visible(s->colour) && s->rx > 0.0F && s->ry > 0.0F ? add(l, LIST_POOL, blend) : NULL;
    if (item) {
        item->pool = *s;
    }
}

void list_add_disc(struct list *l, uint8_t blend, const struct list_disc *s)
{
    const bool shown = (visible(s->middle) || visible(s->rim)) && s->radius > 0.0F;
    struct list_item *item = shown ? add(l, LIST_DISC, blend) : NULL;
    if (item) {
        item->disc = *s;
    }
}

void list_add_arc(struct list *l, const struct list_arc *s)
{
    const bool shown = (visible(s->from) || visible(s->to)) && s->radius > 0.0F && s->to_rad > s->from_rad;
    struct list_item *item = shown ? add(l, LIST_ARC, BLEND_NORMAL) : NULL;
    if (item) {
        item->arc = *s;
    }
}

void list_add_petal(struct list *l, uint8_t blend, const struct list_petal *s)
{
    const bool shown = (visible(s->base) || visible(s->tip)) && s->length > 0.0F && s->half > 0.0F;
    struct list_item *item = shown ? add(l, LIST_PETAL, blend) : NULL;
    if (item) {
        item->petal = *s;
    }
}

void list_add_box(struct list *l, const struct list_box *s)
{
    /* A box that can be pressed stays in the list even while it is faded out. */
    struct list_item *item = visible(s->fill) || visible(s->border) || s->id ? add(l, LIST_BOX, BLEND_NORMAL) : NULL;
    if (item) {
        item->box = *s;
    }
}

void list_add_line(struct list *l, const struct list_line *s, const struct list_point *points, size_t n)
{
    if (n < 2 || (!visible(s->colour) && !visible(s->fill))) {
        return;
    }
    if (n > (size_t)(LIST_POINTS_MAX - l->points_n)) {
        l->full = true;
        return;
    }
    struct list_item *item = add(l, LIST_LINE, BLEND_NORMAL);
    if (!item) {
        return;
    }
    item->line = *s;
    item->line.first = l->points_n;
    item->line.n = (uint16_t)n;
    memcpy(&l->points[l->points_n], points, n * sizeof *points);
    l->points_n = (uint16_t)(l->points_n + n);
}

void list_add_area(struct list *l, const struct list_area *s, const struct list_point *upper,
                   const struct list_point *lower, size_t n)
{
    if (n < 2 || s->opacity < LIST_LEAST_OPACITY || (!visible(s->crest) && !visible(s->foot))) {
        return;
    }
    if (2 * n > (size_t)(LIST_POINTS_MAX - l->points_n)) {
        l->full = true;
        return;
    }
    struct list_item *item = add(l, LIST_AREA, BLEND_NORMAL);
    if (!item) {
        return;
    }
    item->area = *s;
    item->area.first = l->points_n;
    item->area.n = (uint16_t)n;
    memcpy(&l->points[l->points_n], upper, n * sizeof *upper);
    memcpy(&l->points[l->points_n + n], lower, n * sizeof *lower);
    l->points_n = (uint16_t)(l->points_n + 2 * n);
}

void list_add_text(struct list *l, const struct list_text *s, const char *words)
{
    const size_t n = strlen(words) + 1;
    if (n == 1 || !visible(s->colour)) {
        return;
    }
    if (n > (size_t)(LIST_TEXT_MAX - l->text_n)) {
        l->full = true;
        return;
    }
    struct list_item *item = add(l, LIST_TEXT, BLEND_NORMAL);
    if (!item) {
        return;
    }
    item->text = *s;
    item->text.first = l->text_n;
    memcpy(&l->text[l->text_n], words, n);
    l->text_n = (uint16_t)(l->text_n + n);
}

/* Heights of the curve's handles, the height it reaches by them, and where along the petal the far handle is. chosen by
   eye: a full flank and a tip of 50 degrees to each side, as a lotus petal's. */
#define PETAL_NEAR_H        1.0F
#define PETAL_FAR_H         0.80F
#define PETAL_REACH         0.6771F
#define PETAL_NEAR_X(belly) (0.46F * (belly))
#define PETAL_FAR_X(belly)  (0.44F + 0.60F * (belly))

void list_petal_curve(const struct list_petal *s, struct list_point p[4])
{
    const float w = s->half / PETAL_REACH;
    p[0] = (struct list_point){0.0F, 0.0F};
    p[1] = (struct list_point){s->length * PETAL_NEAR_X(s->belly), w * PETAL_NEAR_H};
    p[2] = (struct list_point){s->length * PETAL_FAR_X(s->belly), w * PETAL_FAR_H};
    p[3] = (struct list_point){s->length, 0.0F};
}

const char *list_words(const struct list *l, const struct list_text *s)
{
    return &l->text[s->first];
}

uint8_t list_hit(const struct list *l, float x, float y)
{
    for (int i = l->n - 1; i >= 0; i--) {
        const struct list_box *b = &l->items[i].box;
        if (l->items[i].kind == LIST_BOX && b->id && x >= b->x && x < b->x + b->w && y >= b->y && y < b->y + b->h) {
            return b->id;
        }
    }
    return 0;
}

struct sink {
    char *out;
    size_t cap, n;
};

__attribute__((format(printf, 2, 3))) static void put(struct sink *s, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    const size_t room = s->n < s->cap ? s->cap - s->n : 0;
    const int n = vsnprintf(room ? s->out + s->n : NULL, room, form, args);
    va_end(args);
    if (n > 0) {
        s->n += (size_t)n;
    }
}

/* Without this -0.00 and 0.00 would be two texts of one picture. */
static double tidy(float v)
{
    const double r = round((double)v * 100.0) / 100.0;
    return r == 0.0 ? 0.0 : r;
}

static unsigned byte_of(float v)
{
    return (unsigned)lrintf(255.0F * (v < 0.0F ? 0.0F : v > 1.0F ? 1.0F : v));
}

static void put_colour(struct sink *s, const char *name, struct colour c)
{
    put(s, " %s #%02x%02x%02x%02x", name, byte_of(c.r), byte_of(c.g), byte_of(c.b), byte_of(c.a));
}

static void put_number(struct sink *s, const char *name, float v)
{
    put(s, " %s %.2f", name, tidy(v));
}

static void put_at(struct sink *s, float x, float y)
{
    put(s, " at %.2f %.2f", tidy(x), tidy(y));
}

static void print_ground(struct sink *s, const struct list_ground *g)
{
    put_colour(s, "top", g->stop[0]);
    put_colour(s, "middle", g->stop[1]);
    put_colour(s, "bottom", g->stop[2]);
    put_number(s, "where", g->middle);
    put_number(s, "vignette", g->vignette);
    put_number(s, "opacity", g->opacity);
}

static void print_arc(struct sink *s, const struct list_arc *a)
{
    put_at(s, a->x, a->y);
    put_number(s, "radius", a->radius);
    put_number(s, "width", a->width);
    put_number(s, "soft", a->soft);
    put_number(s, "from", a->from_rad);
    put_number(s, "to", a->to_rad);
    put_colour(s, "colour", a->from);
    put_colour(s, "into", a->to);
}

static void print_petal(struct sink *s, const struct list_petal *p)
{
    put_at(s, p->x, p->y);
    put_number(s, "angle", p->angle_rad);
    put_number(s, "near", p->near);
    put_number(s, "length", p->length);
    put_number(s, "half", p->half);
    put_number(s, "belly", p->belly);
    put_number(s, "soft", p->soft);
    put_number(s, "rim", p->rim);
    put_colour(s, "base", p->base);
    put_colour(s, "tip", p->tip);
}

static void print_points(struct sink *s, const struct list *l, uint16_t first, int n)
{
    for (int i = 0; i < n; i++) {
        put(s, " %.2f,%.2f", tidy(l->points[first + i].x), tidy(l->points[first + i].y));
    }
}

static void print_area(struct sink *s, const struct list *l, const struct list_area *a)
{
    put_number(s, "reach", a->reach);
    put_number(s, "soft", a->soft);
    put_number(s, "opacity", a->opacity);
    put_colour(s, "crest", a->crest);
    put_colour(s, "foot", a->foot);
    print_points(s, l, a->first, a->n);
    put(s, " over");
    print_points(s, l, (uint16_t)(a->first + a->n), a->n);
}

static void print_line(struct sink *s, const struct list *l, const struct list_line *line)
{
    put_number(s, "width", line->width);
    put_number(s, "floor", line->floor_y);
    put_colour(s, "colour", line->colour);
    put_colour(s, "fill", line->fill);
    print_points(s, l, line->first, line->n);
}

static void print_box(struct sink *s, const struct list_box *b)
{
    put_at(s, b->x, b->y);
    put(s, " size %.2f %.2f", tidy(b->w), tidy(b->h));
    put_number(s, "radius", b->radius);
    put_number(s, "border", b->border_width);
    put_colour(s, "fill", b->fill);
    put_colour(s, "line", b->border);
    put(s, " id %u", b->id);
}

static void print_text(struct sink *s, const struct list *l, const struct list_text *t)
{
    static const char *const aligns[] = {"left", "centre", "right"};
    static const char *const weights[] = {"light", "regular", "medium"};
    put_at(s, t->x, t->y);
    put_number(s, "size", t->size);
    put(s, " %s %s%s", aligns[t->align], weights[t->weight], t->cells ? " cells" : "");
    put_colour(s, "colour", t->colour);
    put(s, " \"%s\"", list_words(l, t));
}

static void print_round(struct sink *s, const struct list_item *item)
{
    if (item->kind == LIST_GLOW) {
        put_at(s, item->glow.x, item->glow.y);
        put_number(s, "radius", item->glow.radius);
        put_colour(s, "colour", item->glow.colour);
        return;
    }
    if (item->kind == LIST_POOL) {
        put_at(s, item->pool.x, item->pool.y);
        put(s, " size %.2f %.2f", tidy(item->pool.rx), tidy(item->pool.ry));
        put_colour(s, "colour", item->pool.colour);
        return;
    }
    put_at(s, item->disc.x, item->disc.y);
    put_number(s, "radius", item->disc.radius);
    put_number(s, "soft", item->disc.soft);
    put_colour(s, "middle", item->disc.middle);
    put_colour(s, "rim", item->disc.rim);
}

static void print_item(struct sink *s, const struct list *l, const struct list_item *item)
{
    static const char *const kinds[LIST_KINDS] = {"ground", "glow", "pool", "disc", "arc",
                                                  "petal",  "area", "line", "box",  "text"};
    static const char *const blends[] = {"", " screen", " multiply"};
    put(s, "%s%s", kinds[item->kind], blends[item->blend]);
    switch (item->kind) {
    case LIST_GROUND:
        print_ground(s, &item->ground);
        break;
    case LIST_ARC:
        print_arc(s, &item->arc);
        break;
    case LIST_PETAL:
        print_petal(s, &item->petal);
        break;
    case LIST_AREA:
        print_area(s, l, &item->area);
        break;
    case LIST_LINE:
        print_line(s, l, &item->line);
        break;
    case LIST_BOX:
        print_box(s, &item->box);
        break;
    case LIST_TEXT:
        print_text(s, l, &item->text);
        break;
    default:
        print_round(s, item);
        break;
    }
    put(s, "\n");
}

size_t list_print(const struct list *l, char *out, size_t cap)
{
    struct sink s = {out, cap, 0};
    if (cap) {
        out[0] = '\0';
    }
    put(&s, "list %d %d%s\n", l->width, l->height, l->full ? " full" : "");
    if (l->still_n > 0) {
        put(&s, "still %u\n", l->still_n);
    }
    for (uint16_t i = 0; i < l->n; i++) {
        print_item(&s, l, &l->items[i]);
    }
    return s.n;
}
