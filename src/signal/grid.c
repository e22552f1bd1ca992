/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Samples onto a fixed grid, by areas under the polyline.
 *
 * 1. The cell of point k is [k - 1/2, k + 1/2) steps from the start; the first one is half as wide.
 * 2. All times are relative to the start, so that a shift in time shifts the answer only.
 * 3. A point is given when a sample at or behind its cell's end has come, never before.
 */
#include "signal/grid.h"

#include "base/hash.h"

void grid_init(struct grid *g, usec step, usec hole)
{
    *g = (struct grid){.step = step, .hole = hole};
}

void grid_break(struct grid *g)
{
    grid_init(g, g->step, g->hole);
}

static void begin(struct grid *g, usec t, float v)
{
    grid_break(g);
    g->running = true;
    g->start = t;
    g->last_t = t;
    g->base = v;
    g->last_v = 0.0F;
}

/* Area between two moments on the line from (0, v0) with this slope; moments in us from the line's begin. */
static double area_of(double v0, double slope, double from, double to)
{
    return (to - from) * (v0 + 0.5 * slope * (from + to));
}

size_t grid_push(struct grid *g, usec t, float v, float out[GRID_OUT_MAX], bool *hole)
{
    *hole = g->running && t - g->last_t > g->hole;
    if (!g->running || *hole) {
        begin(g, t, v);
        return 0;
    }
    if (t <= g->last_t) {
        return 0;
    }
    double length = (double)(t - g->last_t), v0 = (double)g->last_v, v1 = (double)(v - g->base);
    double slope = (v1 - v0) / length, done = 0.0;
    size_t n = 0;
    for (;;) {
        usec edge = g->filled * g->step + g->step / 2;
        double to = (double)(edge - (g->last_t - g->start));
        if (to > length || n == GRID_OUT_MAX) {
            break;
        }
        usec cell = g->filled == 0 ? g->step / 2 : g->step;
        double width = (double)cell;
        out[n++] = (float)((g->area + area_of(v0, slope, done, to)) / width);
        g->area = 0.0;
        g->filled++;
        done = to;
    }
    g->area += area_of(v0, slope, done, length);
    g->last_t = t;
    g->last_v = (float)v1;
    return n;
}

usec grid_time(const struct grid *g, double point)
{
    return g->start + usec_from_s(point * (double)g->step * 1e-6);
}

uint64_t grid_hash(const struct grid *g, uint64_t h)
{
    h = hash_i64(hash_i64(hash_i64(hash_i64(h, g->step), g->hole), g->start), g->last_t);
    h = hash_u64(hash_i64(h, g->filled), g->running);
    return hash_f64(hash_f32(hash_f32(h, g->base), g->last_v), g->area);
}
