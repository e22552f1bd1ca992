/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/chart.h"

#include <math.h>

#include "screen/words.h"

float chart_x(const struct chart *h, float x)
{
    return h->box.x + h->box.w * (x - h->x_low) / (h->x_high - h->x_low);
}

float chart_y(const struct chart *h, float y)
{
    return h->box.y + h->box.h * (1.0F - (y - h->y_low) / (h->y_high - h->y_low));
}

void chart_grid(const struct canvas *c, const struct chart *h, const float *at, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const float y = chart_y(h, at[i]), size = PAGE_NOTE_SIZE * c->at.body;
        const struct list_point p[] = {{h->box.x, y}, {h->box.x + h->box.w, y}};
        const struct list_line line = {.width = c->unit,
                                       .colour = canvas_colour(c, c->theme.quiet, i == 0 ? 0.32F : 0.14F)};
        list_add_line(c->out, &line, p, 2);
        canvas_words(c, words[i], h->box.x - 0.6F * c->at.body, y + 0.34F * size, size, ALIGN_RIGHT, INK_QUIET, 0.0F);
    }
}

static void draw_piece(const struct canvas *c, const struct chart *h, const struct list_point *p, size_t n,
                       struct colour colour, bool filled)
{
    const struct list_line line = {.width = 2.2F * c->unit,
                                   .floor_y = h->box.y + h->box.h,
                                   .colour = canvas_colour(c, colour, 0.95F),
                                   .fill = canvas_colour(c, colour, filled ? 0.16F : 0.0F)};
    list_add_line(c->out, &line, p, n);
}

void chart_line(const struct canvas *c, const struct chart *h, const float *x, const float *y, size_t n,
                struct colour colour, bool filled)
{
    struct list_point p[CHART_POINTS];
    size_t k = 0;
    for (size_t i = 0; i < n && i < CHART_POINTS; i++) {
        if (isnan(y[i])) {
            draw_piece(c, h, p, k, colour, filled);
            k = 0;
            continue;
        }
        p[k++] = (struct list_point){chart_x(h, x[i]), chart_y(h, fminf(fmaxf(y[i], h->y_low), h->y_high))};
    }
    draw_piece(c, h, p, k, colour, filled);
}

void chart_band(const struct canvas *c, const struct chart *h, const float *x, const float *low, const float *high,
                size_t n, struct colour colour)
{
    struct list_point upper[CHART_POINTS], lower[CHART_POINTS];
    size_t k = 0;
    for (size_t i = 0; i < n && k < CHART_POINTS; i++) {
        upper[k] = (struct list_point){chart_x(h, x[i]), chart_y(h, fminf(high[i], h->y_high))};
        lower[k] = (struct list_point){upper[k].x, chart_y(h, fmaxf(low[i], h->y_low))};
        k++;
    }
    const struct list_area area = {
        .reach = h->box.h, .soft = 1.5F * c->unit, .opacity = 0.22F * c->shown, .crest = colour, .foot = colour};
    if (k > 1) {
        list_add_area(c->out, &area, upper, lower, k);
    }
}

static void draw_dot(const struct canvas *c, float x, float y, float r, bool hollow, struct colour colour)
{
    const struct colour full = canvas_colour(c, colour, 0.95F);
    const struct list_disc d = {x, y, r, c->unit, full, full};
    const struct list_arc a = {.x = x,
                               .y = y,
                               .radius = r - 0.5F * c->unit,
                               .width = 1.6F * c->unit,
                               .soft = c->unit,
                               .to_rad = 2.0F * 3.14159265F,
                               .from = full,
                               .to = full};
    if (hollow) {
        list_add_arc(c->out, &a);
    } else {
        list_add_disc(c->out, BLEND_NORMAL, &d);
    }
}

void chart_dots(const struct canvas *c, const struct chart *h, const float *x, const float *y, size_t n, float r,
                bool hollow, struct colour colour)
{
    for (size_t i = 0; i < n; i++) {
        if (!isnan(y[i])) {
            draw_dot(c, chart_x(h, x[i]), chart_y(h, y[i]), r, hollow, colour);
        }
    }
}

float chart_key(const struct canvas *c, float x, float y, bool hollow, bool line, struct colour colour,
                const char *words)
{
    const float body = c->at.body, size = PAGE_NOTE_SIZE * body;
    const struct list_point p[] = {{x, y - 0.3F * size}, {x + 1.3F * body, y - 0.3F * size}};
    const struct list_line sign = {.width = 2.2F * c->unit, .colour = canvas_colour(c, colour, 0.95F)};
    if (line) {
        list_add_line(c->out, &sign, p, 2);
        x += 1.7F * body;
    } else {
        draw_dot(c, x + 0.25F * body, y - 0.3F * size, 0.22F * body, hollow, colour);
        x += 0.9F * body;
    }
    canvas_words(c, words, x, y, size, ALIGN_LEFT, INK_QUIET, 0.0F);
    return x + words_width(words, size) + 1.3F * body;
}
