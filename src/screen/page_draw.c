/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The six widgets, drawn.
 *
 * Invariants
 *  1. What has the focus has a ring, 3:1 or more against both sides (rule L6), on every page.
 *  2. No state is told by colour alone: a switch has a place and a word, a chosen row a mark, a slider its number.
 *  3. Rows that stand partly outside of the view are left out, so that nothing is cut.
 */
#include "screen/page_draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scene/frame.h"
#include "screen/words.h"

static float ring_of(const struct page *p, int i)
{
    return i == p->focus ? frame_smooth((p->since_s + 0.02F) / PAGE_RING_S) : 0.0F;
}

static void draw_disc(const struct canvas *c, float x, float y, float r, struct colour colour)
{
    const struct list_disc d = {x, y, r, c->unit, colour, colour};
    list_add_disc(c->out, BLEND_NORMAL, &d);
}

static void draw_bar(const struct canvas *c, const struct page_box *b, struct colour colour)
{
    const struct list_box bar = {.x = b->x, .y = b->y, .w = b->w, .h = b->h, .radius = 0.5F * b->h, .fill = colour};
    list_add_box(c->out, &bar);
}

static struct colour track(const struct canvas *c)
{
    return canvas_colour(c, c->theme.quiet, 0.30F);
}

static void draw_knob(const struct canvas *c, float x, float y, float r, float ring)
{
    if (ring > 0.0F) {
        const struct list_arc a = {.x = x,
                                   .y = y,
                                   .radius = r + 4.2F * c->unit,
                                   .width = 2.5F * c->unit,
                                   .soft = c->unit,
                                   .to_rad = 2.0F * 3.14159265F,
                                   .from = canvas_colour(c, c->theme.text, ring),
                                   .to = canvas_colour(c, c->theme.text, ring)};
        list_add_arc(c->out, &a);
    }
    draw_disc(c, x, y, r, canvas_colour(c, c->theme.text, 1.0F));
}

static void draw_slider(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = page_control(p, i);
    const float thick = 0.32F * c->at.body, y = b.y + 0.5F * b.h, share = page_share(w);
    const struct page_box all = {b.x, y - 0.5F * thick, b.w, thick};
    const struct page_box full = {b.x, y - 0.5F * thick, fmaxf(share * b.w, thick), thick};
    draw_bar(c, &all, track(c));
    draw_bar(c, &full, canvas_colour(c, c->theme.data[0], 1.0F));
    draw_knob(c, b.x + share * b.w, y, 0.56F * c->at.body, ring_of(p, i));
}

/* A scale of whole numbers in its own line: a mark each, words at the ends, the chosen one large with its number. */
static void draw_scale(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = page_control(p, i);
    const float body = c->at.body, y = b.y + 1.05F * body;
    const int marks = (int)((w->high - w->low) / w->step + 0.5F);
    const bool chosen = !isnan(w->value);
    for (int k = 0; k <= marks; k++) {
        const float share = (float)k / (float)marks, x = b.x + share * b.w;
        const bool under = chosen && w->low + w->step * (float)k <= w->value;
        draw_disc(c, x, y, 0.24F * body, under ? canvas_colour(c, c->theme.data[0], 0.9F) : track(c));
    }
    if (chosen) {
        char number[16];
        const float x = b.x + page_share(w) * b.w;
        (void)snprintf(number, sizeof number, "%.0f", (double)w->value);
        draw_knob(c, x, y, 0.86F * body, 0.0F);
        struct list_text t = {.x = x,
                              .y = y + 0.33F * body,
                              .size = 0.92F * body,
                              .align = ALIGN_CENTRE,
                              .weight = WEIGHT_MEDIUM,
                              .colour = canvas_colour(c, c->theme.ground[1], 1.0F)};
        list_add_text(c->out, &t, number);
    }
    const float half = 0.48F * b.w, words_y = b.y + b.h - 0.25F * body;
    canvas_words(c, w->from, b.x, words_y, PAGE_NOTE_SIZE * body, ALIGN_LEFT, INK_QUIET, half);
    canvas_words(c, w->to, b.x + b.w, words_y, PAGE_NOTE_SIZE * body, ALIGN_RIGHT, INK_QUIET, half);
}

static void draw_switch(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = page_control(p, i);
    const float h = 1.5F * c->at.body, on = w->value > 0.5F ? 1.0F : 0.0F, r = 0.36F * h;
    const struct page_box bar = {b.x, b.y + 0.5F * (b.h - h), b.w, h};
    draw_bar(c, &bar, on > 0.5F ? canvas_colour(c, c->theme.data[0], 1.0F) : track(c));
    const float x = b.x + 0.5F * h + on * (b.w - h), y = b.y + 0.5F * b.h;
    draw_disc(c, x, y, r, canvas_colour(c, on > 0.5F ? c->theme.ground[1] : c->theme.text, 1.0F));
}

static void draw_arrow(const struct canvas *c, float x, float y, float by)
{
    const float s = 0.30F * c->at.body;
    const struct list_point p[] = {{x - by * 0.5F * s, y - s}, {x + by * 0.5F * s, y}, {x - by * 0.5F * s, y + s}};
    const struct list_line line = {.width = 1.8F * c->unit, .colour = canvas_colour(c, c->theme.quiet, 0.9F)};
    list_add_line(c->out, &line, p, 3);
}

static void draw_choice(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = page_control(p, i);
    const float y = b.y + 0.5F * b.h, body = c->at.body;
    const int at = w->value >= 0.0F && (int)w->value < w->names_n ? (int)w->value : 0;
    draw_arrow(c, b.x + 0.7F * body, y, -1.0F);
    draw_arrow(c, b.x + b.w - 0.7F * body, y, 1.0F);
    if (w->names_n > 0) {
        canvas_words(c, w->names[at], b.x + 0.5F * b.w, y + 0.35F * body, body, ALIGN_CENTRE, INK_TEXT,
                     b.w - 3.0F * body);
    }
}

static void draw_line(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = page_control(p, i);
    const float body = c->at.body, room = b.w - 1.4F * body;
    const struct list_box field = {.x = b.x,
                                   .y = b.y,
                                   .w = b.w,
                                   .h = b.h,
                                   .radius = 0.4F * body,
                                   .border_width = c->unit,
                                   .fill = canvas_colour(c, c->theme.ground[0], 0.35F),
                                   .border = canvas_colour(c, c->theme.quiet, 0.35F)};
    list_add_box(c->out, &field);
    /* The end of a long line is what is being written. */
    const char *text = w->text;
    while (words_width(text, body) > room && *text) {
        text++;
        while (((unsigned char)*text & 0xC0U) == 0x80U) {
            text++;
        }
    }
    const float y = b.y + 0.5F * b.h + 0.35F * body;
    canvas_words(c, text, b.x + 0.7F * body, y, body, ALIGN_LEFT, INK_TEXT, 0.0F);
    if (i == p->focus) {
        const float x = b.x + 0.75F * body + words_width(text, body) / 1.03F;
        const struct page_box caret = {x, b.y + 0.24F * b.h, 1.6F * c->unit, 0.52F * b.h};
        draw_bar(c, &caret, canvas_colour(c, c->theme.text, 0.9F));
    }
}

static void draw_control(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    switch (w->kind) {
    case WIDGET_SLIDER:
        if (w->from) {
            draw_scale(p, c, i);
        } else {
            draw_slider(p, c, i);
        }
        break;
    case WIDGET_SWITCH:
        draw_switch(p, c, i);
        break;
    case WIDGET_CHOICE:
        draw_choice(p, c, i);
        break;
    case WIDGET_LINE:
        draw_line(p, c, i);
        break;
    default:
        break;
    }
}

static void draw_mark(const struct canvas *c, const struct page_box *b)
{
    const struct page_box bar = {b->x + 0.42F * c->at.body, b->y + 0.25F * b->h, 0.22F * c->at.body, 0.5F * b->h};
    draw_bar(c, &bar, canvas_colour(c, c->theme.data[0], 1.0F));
}

static void draw_row(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = p->place.box[i];
    const float body = c->at.body, ring = ring_of(p, i);
    canvas_card(c, &b);
    if (w->marked) {
        draw_mark(c, &b);
    }
    struct page_box words = page_words_box(p, i);
    struct words_line lines[WORDS_LINES];
    const float size = PAGE_TITLE_SIZE * body, small = PAGE_NOTE_SIZE * body;
    float tall = w->title && w->title[0] ? PAGE_LINE * size * (float)words_wrap(w->title, size, words.w, lines) : 0.0F;
    const struct page_box inner = {words.x, 0.0F, w->kind == WIDGET_ROW ? b.w - 2.0F * (words.x - b.x) : words.w, 0.0F};
    tall += w->note && w->note[0] ? PAGE_LINE * small * (float)words_wrap(w->note, small, inner.w, lines) : 0.0F;
    words.y += fmaxf(0.0F, 0.5F * (words.h - tall));
    const uint8_t align = w->kind == WIDGET_SLIDER && w->from ? ALIGN_CENTRE : ALIGN_LEFT;
    if (w->kind == WIDGET_ROW && w->to) {
        canvas_words(c, w->to, inner.x + inner.w, words.y + 0.96F * size, small, ALIGN_RIGHT, INK_QUIET, 0.5F * b.w);
    }
    words.y = canvas_block(c, w->title, &words, size, align, INK_TEXT);
    words.w = inner.w;
    (void)canvas_block(c, w->note, &words, small, align, INK_QUIET);
    draw_control(p, c, i);
    if (ring > 0.0F) {
        canvas_ring(c, &b, fminf(0.75F * body, 0.5F * b.h), ring);
    }
}

static void draw_button(const struct page *p, const struct canvas *c, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = p->place.box[i];
    const float size = w->strong ? 0.72F * c->at.cue : c->at.body, ring = ring_of(p, i);
    const struct list_box box = {
        .x = b.x,
        .y = b.y,
        .w = b.w,
        .h = b.h,
        .radius = 0.5F * b.h,
        .border_width = c->unit,
        .fill = canvas_colour(c, w->strong ? c->theme.data[0] : c->theme.text, w->strong ? 0.20F : 0.05F),
        .border = canvas_colour(c, w->strong ? c->theme.data[0] : c->theme.quiet, w->strong ? 0.55F : 0.22F)};
    list_add_box(c->out, &box);
    canvas_words(c, w->title, b.x + 0.5F * b.w, b.y + 0.5F * b.h + 0.36F * size, size, ALIGN_CENTRE,
                 w->strong ? INK_TITLE : INK_TEXT, b.w - 1.2F * size);
    if (ring > 0.0F) {
        canvas_ring(c, &b, 0.5F * b.h, ring);
    }
}

/* So that a press finds it. */
static void draw_target(const struct page *p, const struct canvas *c, int i)
{
    const struct page_box b = p->place.box[i];
    const struct list_box box = {.x = b.x, .y = b.y, .w = b.w, .h = b.h, .id = p->widget[i].id};
    list_add_box(c->out, &box);
}

static bool in_view(const struct page *p, int i)
{
    const struct page_box *b = &p->place.box[i], *v = &p->place.view;
    const bool whole = b->y >= v->y - 1.5F && b->y + b->h <= v->y + v->h + 1.5F;
    return p->place.foot[i] || whole || (b->h > v->h && b->y < v->y + v->h && b->y + b->h > v->y);
}

static void draw_head(const struct page *p, const struct canvas *c)
{
    const struct page_place *l = &p->place;
    const bool middle = p->centred || p->panel;
    const float wide = l->head;
    struct page_box box = {c->at.x - 0.5F * wide, 0.0F, wide, 0.0F};
    const uint8_t align = middle ? ALIGN_CENTRE : ALIGN_LEFT;
    if (p->title && p->title[0]) {
        const float size = words_fit(p->title, c->at.cue, wide);
        box.y = l->title_y - 0.96F * size;
        (void)canvas_block(c, p->title, &box, size, align, INK_TITLE);
    }
    if (p->lead && p->lead[0]) {
        box.y = l->lead_y - 0.96F * c->at.body;
        (void)canvas_block(c, p->lead, &box, c->at.body, align, p->top ? INK_TEXT : INK_QUIET);
    }
}

/* More rows above or below: a small arrow at the end of that edge. */
static void draw_more(const struct page *p, const struct canvas *c)
{
    const struct page_place *l = &p->place;
    const float s = 0.34F * c->at.body, x = fminf(c->at.width - c->at.margin, c->at.x + 0.5F * l->column) - 2.0F * s;
    const struct list_line line = {.width = 2.0F * c->unit, .colour = canvas_colour(c, c->theme.quiet, 0.9F)};
    if (p->scroll > 1.0F) {
        const float y = l->view.y - 0.28F * c->at.body;
        const struct list_point up[] = {{x - 1.6F * s, y + 0.4F * s}, {x, y - 0.4F * s}, {x + 1.6F * s, y + 0.4F * s}};
        list_add_line(c->out, &line, up, 3);
    }
    if (l->content_h - l->view.h - p->scroll > 1.0F) {
        const float y = l->view.y + l->view.h + 0.28F * c->at.body;
        const struct list_point down[] = {
            {x - 1.6F * s, y - 0.4F * s}, {x, y + 0.4F * s}, {x + 1.6F * s, y - 0.4F * s}};
        list_add_line(c->out, &line, down, 3);
    }
}

static void draw_panel(const struct page *p, const struct canvas *c)
{
    const struct page_box *b = &p->place.picture;
    const struct list_box veil = {
        .w = c->at.width, .h = c->at.height, .fill = canvas_colour(c, c->theme.ground[0], 0.55F)};
    const struct list_box plate = {.x = b->x,
                                   .y = b->y,
                                   .w = b->w,
                                   .h = b->h,
                                   .radius = 1.1F * c->at.body,
                                   .border_width = c->unit,
                                   .fill = canvas_colour(c, c->theme.ground[1], 0.94F),
                                   .border = canvas_colour(c, c->theme.quiet, 0.25F)};
    if (!p->top) {
        list_add_box(c->out, &veil);
    }
    list_add_box(c->out, &plate);
}

void page_draw(const struct page *p, const struct canvas *c)
{
    if (p->panel) {
        draw_panel(p, c);
    }
    draw_head(p, c);
    for (int i = 0; i < p->n; i++) {
        if (!in_view(p, i)) {
            continue;
        }
        if (p->widget[i].kind == WIDGET_BUTTON) {
            draw_button(p, c, i);
        } else {
            draw_row(p, c, i);
        }
        draw_target(p, c, i);
    }
    if (!p->panel) {
        draw_more(p, c);
    }
}
