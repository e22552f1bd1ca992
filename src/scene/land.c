/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Landscapes as lines across the picture and the areas between them.
 *
 * Invariants
 *  1. A line reaches a little over both edges, so that no soft end shows.
 *  2. The same frame and seed give the same land.
 */
#include "scene/land.h"

#include <math.h>

#define TURN_F 6.28318531F

enum { LAND_STARS = 110 };

float land_at(const struct land_ridge *r, const struct frame *f, float unit, float x)
{
    const float u = (x - f->at.x) / unit;
    float y = r->y;
    for (int i = 0; i < LAND_WAVES; i++) {
        const struct land_wave *w = &r->wave[i];
        if (w->length > 0.0F) {
            y -= w->height * sinf(TURN_F * (u / w->length + w->phase));
        }
    }
    return y * unit;
}

static float column_x(const struct frame *f, int i)
{
    const float over = 0.02F * f->at.width;
    return (f->at.width + 2.0F * over) * (float)i / (float)(LAND_POINTS - 1) - over;
}

void land_make(struct land_line *line, const struct land_ridge *r, const struct frame *f, float unit)
{
    for (int i = 0; i < LAND_POINTS; i++) {
        const float x = column_x(f, i);
        line->p[i] = (struct list_point){x, land_at(r, f, unit, x)};
    }
}

void land_flat(struct land_line *line, const struct frame *f, float y)
{
    for (int i = 0; i < LAND_POINTS; i++) {
        line->p[i] = (struct list_point){column_x(f, i), y};
    }
}

void land_area(const struct land_line *upper, const struct land_line *lower, const struct list_area *style,
               struct list *out)
{
    struct land_line low;
    for (int i = 0; i < LAND_POINTS; i++) {
        low.p[i] = (struct list_point){upper->p[i].x, fmaxf(upper->p[i].y, lower->p[i].y)};
    }
    list_add_area(out, style, upper->p, low.p, LAND_POINTS);
}

void land_stars(const struct frame *f, const struct scene_state *s, float floor_y, struct colour colour, float light,
                struct list *out)
{
    struct rng rng;
    rng_init(&rng, s->seed ^ 0x57a25ULL);
    const float unit = fmaxf(f->in->scale, 0.5F);
    for (int i = 0; i < LAND_STARS; i++) {
        const float x = (float)rng_uniform(&rng), up = (float)rng_uniform(&rng), far = (float)rng_uniform(&rng);
        /* Fewer and fainter towards the light at the horizon. */
        const float y = up * up * 0.96F, size = unit * (0.45F + 0.0009F * f->at.height * far * far);
        const struct colour c = colour_fade(colour, light * (0.15F + 0.85F * far * far) * (1.0F - y));
        const struct list_disc star = {x * f->at.width, y * floor_y, size, 1.3F * unit, c, c};
        list_add_disc(out, BLEND_NORMAL, &star);
    }
}
