/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/canvas.h"

#include <math.h>
#include <stdio.h>

#include "screen/words.h"

/* The longest line of words that is drawn; wrapped lines are shorter. */
enum { CANVAS_LINE = 240 };

struct colour canvas_colour(const struct canvas *c, struct colour colour, float opacity)
{
    return colour_fade(colour, opacity * c->shown);
}

static bool bright(const struct canvas *c)
{
    return colour_luminance(c->theme.ground[1]) > 0.5F;
}

struct colour canvas_plate(const struct canvas *c)
{
    return bright(c) ? canvas_colour(c, colour_hex(0xFFFFFF), 0.40F) : canvas_colour(c, c->theme.text, 0.052F);
}

static struct list_text style_of(const struct canvas *c, uint8_t ink)
{
    const struct colour colour = ink == INK_QUIET ? c->theme.quiet : c->theme.text;
    const uint8_t weight = ink == INK_TITLE ? WEIGHT_LIGHT : ink == INK_STRONG ? WEIGHT_MEDIUM : WEIGHT_REGULAR;
    return (struct list_text){.weight = weight, .colour = canvas_colour(c, colour, 1.0F)};
}

void canvas_words(const struct canvas *c, const char *words, float x, float y, float size, uint8_t align, uint8_t ink,
                  float most)
{
    struct list_text t = style_of(c, ink);
    const float wide = words_width(words, size);
    t.x = x;
    t.y = y;
    t.size = wide > most && most > 0.0F ? size * most / wide : size;
    t.align = align;
    list_add_text(c->out, &t, words);
}

float canvas_block(const struct canvas *c, const char *words, const struct page_box *box, float size, uint8_t align,
                   uint8_t ink)
{
    struct words_line lines[WORDS_LINES];
    if (!words || !words[0]) {
        return box->y;
    }
    const float fit = words_fit(words, size, box->w);
    const int n = words_wrap(words, fit, box->w, lines);
    const float x = align == ALIGN_LEFT ? box->x : align == ALIGN_RIGHT ? box->x + box->w : box->x + 0.5F * box->w;
    float y = box->y;
    for (int i = 0; i < n; i++) {
        char line[CANVAS_LINE];
        (void)snprintf(line, sizeof line, "%.*s", (int)lines[i].n, lines[i].from);
        canvas_words(c, line, x, y + 0.96F * fit, fit, align, ink, 0.0F);
        y += PAGE_LINE * fit;
    }
    return y;
}

void canvas_card(const struct canvas *c, const struct page_box *box)
{
    const struct list_box b = {.x = box->x,
                               .y = box->y,
                               .w = box->w,
                               .h = box->h,
                               .radius = fminf(0.75F * c->at.body, 0.5F * box->h),
                               .border_width = bright(c) ? c->unit : 0.0F,
                               .fill = canvas_plate(c),
                               .border = canvas_colour(c, c->theme.quiet, bright(c) ? 0.16F : 0.0F)};
    list_add_box(c->out, &b);
}

void canvas_ring(const struct canvas *c, const struct page_box *box, float radius, float x)
{
    const float width = 2.5F * c->unit;
    const struct list_box b = {.x = box->x - 0.5F * width,
                               .y = box->y - 0.5F * width,
                               .w = box->w + width,
                               .h = box->h + width,
                               .radius = radius + 0.5F * width,
                               .border_width = width,
                               .border = canvas_colour(c, c->theme.text, x)};
    list_add_box(c->out, &b);
}
