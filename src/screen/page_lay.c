/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where everything on a page stands.
 *
 *   title, lead          top; buttons of the foot: bottom; between them the rows, scrolled when there are more than fit
 *   picture              above the rows; beside them in a wide window; all the room on a page without rows
 *
 * Invariants
 *  1. A row is as tall as its wrapped words need, in any language and at any size; never under a finger's 44 units.
 *  2. Two boxes of one page never overlap, but for rows that are scrolled out of the view: those are not drawn.
 *  3. The row with the focus is in the view after every movement of the focus.
 */
#include <math.h>
#include <stddef.h>

#include "screen/page.h"
#include "screen/words.h"

/* Least height of what can be pressed, screen units in a window of 720. Source: rule of 44 px at 720p. */
#define LAY_TARGET 44.0F

/* Lengths in sizes of the body text. chosen: the spacing of the settings picture that this began with. */
#define LAY_COLUMN 35.0F
#define LAY_HEAD   48.0F /* widest title in the middle */
#define LAY_NARROW 25.0F /* two columns of rows stand side by side from here on */
#define LAY_PAD    1.2F
#define LAY_RISE   0.52F /* above and below the words of a row */
#define LAY_GAP    0.52F
#define LAY_WORDS  8.5F /* room for words beside a control; less: the control goes below them */

enum { LAY_MANY = 6 }; /* rows from which on two columns are made */

static float target(const struct page_place *l)
{
    return LAY_TARGET * l->unit * fminf(1.0F, l->at.height / (720.0F * l->unit));
}

static bool is_foot(const struct widget *w)
{
    return w->kind == WIDGET_BUTTON;
}

static bool is_scale(const struct widget *w)
{
    return w->kind == WIDGET_SLIDER && w->from != NULL;
}

static float control_width(const struct page *p, const struct widget *w, float inner)
{
    const float body = p->place.at.body;
    float widest = 0.0F;
    switch (w->kind) {
    case WIDGET_SLIDER:
        return fminf(12.5F * body, 0.42F * inner);
    case WIDGET_SWITCH:
        return 2.75F * body;
    case WIDGET_CHOICE:
        for (int i = 0; i < w->names_n; i++) {
            widest = fmaxf(widest, words_width(w->names[i], body));
        }
        return fminf(widest + 4.2F * body, inner);
    case WIDGET_ROW:
        return w->to ? words_width(w->to, PAGE_NOTE_SIZE * body) : 0.0F;
    default:
        return 0.0F;
    }
}

static bool below(const struct page *p, const struct widget *w, float inner)
{
    const float c = control_width(p, w, inner);
    return w->kind == WIDGET_LINE || is_scale(w) ||
           (w->kind != WIDGET_ROW && c > 0.0F && inner - c < LAY_WORDS * p->place.at.body);
}

static float control_height(const struct page *p, const struct widget *w)
{
    const float body = p->place.at.body;
    return is_scale(w) ? 3.6F * body : w->kind == WIDGET_LINE ? fmaxf(2.4F * body, target(&p->place)) : 1.7F * body;
}

static float words_height(const char *words, float size, float width)
{
    struct words_line lines[WORDS_LINES];
    return words && words[0] ? PAGE_LINE * size * (float)words_wrap(words, size, width, lines) : 0.0F;
}

static float words_room(const struct page *p, const struct widget *w, float inner)
{
    const float c = control_width(p, w, inner);
    return below(p, w, inner) || c <= 0.0F ? inner : inner - c - p->place.at.body;
}

/* A row's quiet words stand beside its title; its note has all the width. */
static float note_room(const struct page *p, const struct widget *w, float inner)
{
    return w->kind == WIDGET_ROW ? inner : words_room(p, w, inner);
}

static float row_height(const struct page *p, const struct widget *w, float column)
{
    const float body = p->place.at.body, inner = column - 2.0F * LAY_PAD * body, room = words_room(p, w, inner);
    float h = 2.0F * LAY_RISE * body + words_height(w->title, PAGE_TITLE_SIZE * body, room) +
              words_height(w->note, PAGE_NOTE_SIZE * body, note_room(p, w, inner));
    if (below(p, w, inner)) {
        h += control_height(p, w) + (w->title && w->title[0] ? 0.35F * body : 0.0F);
    }
    return fmaxf(h, fmaxf(target(&p->place), 2.5F * body));
}

struct page_box page_control(const struct page *p, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = p->place.box[i];
    const float body = p->place.at.body, pad = LAY_PAD * body, inner = b.w - 2.0F * pad, h = control_height(p, w);
    if (w->kind == WIDGET_BUTTON || w->kind == WIDGET_ROW) {
        return b;
    }
    if (below(p, w, inner)) {
        const float wide = is_scale(w) || w->kind == WIDGET_LINE ? inner : control_width(p, w, inner);
        return (struct page_box){b.x + pad, b.y + b.h - h - LAY_RISE * body, wide, h};
    }
    const float wide = control_width(p, w, inner);
    return (struct page_box){b.x + b.w - pad - wide, b.y + 0.5F * (b.h - h), wide, h};
}

struct page_box page_words_box(const struct page *p, int i)
{
    const struct widget *w = &p->widget[i];
    const struct page_box b = p->place.box[i];
    const float body = p->place.at.body, pad = LAY_PAD * body, inner = b.w - 2.0F * pad;
    const float left =
        below(p, w, inner) ? control_height(p, w) + (w->title && w->title[0] ? 0.35F * body : 0.0F) : 0.0F;
    return (struct page_box){b.x + pad, b.y + LAY_RISE * body, words_room(p, w, inner),
                             b.h - 2.0F * LAY_RISE * body - left};
}

static struct page_box button_size(const struct page *p, const struct widget *w, float most)
{
    const struct page_place *l = &p->place;
    const float size = w->strong ? 0.72F * l->at.cue : l->at.body;
    const float wide = fmaxf(words_width(w->title, size) + 2.6F * size, (w->strong ? 11.0F : 6.5F) * l->at.body);
    const float tall = fmaxf(target(l), (w->strong ? 3.0F : 2.35F) * l->at.body);
    return (struct page_box){0.0F, 0.0F, fminf(p->panel && !p->top ? most : wide, most), tall};
}

/* How many buttons from i on share a line, so that lines that break are about equally long: none is left alone. */
static int fair_share(const struct page *p, int i, float most)
{
    const float gap = LAY_GAP * p->place.at.body;
    float wide = 0.0F;
    int n = 0, lines = 1;
    for (int k = i; k < p->n && is_foot(&p->widget[k]) && (k == i || !p->widget[k].breaks); k++) {
        const float w = button_size(p, &p->widget[k], most).w;
        wide += w + (wide > 0.0F ? gap : 0.0F);
        if (wide > most) {
            lines++;
            wide = w;
        }
        n++;
    }
    return (n + lines - 1) / lines;
}

/* One line of buttons from i on, in the middle. return the first widget that is not of it */
static int lay_buttons(struct page *p, int i, int line, float y, float *tall)
{
    struct page_place *l = &p->place;
    const float most = p->panel ? l->column : l->at.width - 2.0F * l->at.margin, gap = LAY_GAP * l->at.body;
    const int share = fair_share(p, i, most);
    float wide = 0.0F;
    int end = i;
    *tall = 0.0F;
    for (; end < p->n && is_foot(&p->widget[end]); end++) {
        const struct page_box b = button_size(p, &p->widget[end], most);
        const bool full =
            end > i && ((p->panel && !p->top) || p->widget[end].breaks || end - i >= share || wide + gap + b.w > most);
        if (full) {
            break;
        }
        l->box[end] = b;
        l->line[end] = line;
        l->foot[end] = true;
        wide += b.w + (end > i ? gap : 0.0F);
        *tall = fmaxf(*tall, b.h);
    }
    float x = l->at.x - 0.5F * wide;
    for (int k = i; k < end; k++) {
        l->box[k].x = x;
        l->box[k].y = y + 0.5F * (*tall - l->box[k].h);
        x += l->box[k].w + gap;
    }
    return end;
}

/* All buttons from y on. return their height together */
static float lay_foot(struct page *p, int first, int line, float y)
{
    const float gap = LAY_GAP * p->place.at.body, top = y;
    for (int i = first; i < p->n;) {
        float tall = 0.0F;
        i = lay_buttons(p, i, line++, y, &tall);
        y += tall + (i < p->n ? gap : 0.0F);
    }
    return y - top;
}

/* Where the second column begins: so that the longer of both is as short as can be. */
static int split_at(const struct page_place *l, int rows, float all)
{
    int best = rows;
    float least = all;
    for (int i = 1; i < rows; i++) {
        const float first = l->box[i - 1].y + l->box[i - 1].h, longer = fmaxf(first, all - l->box[i].y);
        if (longer < least) {
            least = longer;
            best = i;
        }
    }
    return best;
}

/* Rows one below the other, in one column or two; y relative to the first. return the height of it all */
static float lay_rows(struct page *p, int rows, float x, float column)
{
    struct page_place *l = &p->place;
    const float gap = LAY_GAP * l->at.body;
    float y = 0.0F, most = 0.0F;
    for (int i = 0; i < rows; i++) {
        l->box[i] = (struct page_box){x, y, column, row_height(p, &p->widget[i], column)};
        l->line[i] = i;
        l->foot[i] = false;
        y += l->box[i].h + gap;
    }
    const float all = y - (rows > 0 ? gap : 0.0F);
    if (l->columns < 2) {
        return all;
    }
    const int half = split_at(l, rows, all);
    const float down = half < rows ? l->box[half].y : 0.0F;
    for (int i = 0; i < rows; i++) {
        l->box[i].x += i >= half ? column + gap : 0.0F;
        l->box[i].y -= i >= half ? down : 0.0F;
        most = fmaxf(most, l->box[i].y + l->box[i].h);
    }
    return most;
}

static float head_height(struct page *p, float width)
{
    struct page_place *l = &p->place;
    const float body = l->at.body;
    float y = 0.0F;
    if (p->title && p->title[0]) {
        l->title_y = 0.85F * l->at.cue;
        const float size = words_fit(p->title, l->at.cue, width);
        y += 0.4F * l->at.cue + words_height(p->title, size, width) * 0.9F;
    }
    if (p->lead && p->lead[0]) {
        l->lead_y = y + 0.9F * body;
        y += 0.4F * body + words_height(p->lead, body, width);
    }
    return y > 0.0F ? y + 0.5F * body : 0.0F;
}

static void keep_in_view(struct page *p, int rows)
{
    struct page_place *l = &p->place;
    const float most = fmaxf(0.0F, l->content_h - l->view.h);
    if (p->scroll_to_focus && p->focus < rows) {
        const struct page_box *b = &l->box[p->focus];
        p->scroll = fminf(p->scroll, b->y);
        p->scroll = fmaxf(p->scroll, b->y + b->h - l->view.h);
    }
    p->scroll_to_focus = false;
    p->scroll = fminf(fmaxf(p->scroll, 0.0F), most);
    for (int i = 0; i < rows; i++) {
        l->box[i].y += l->view.y - p->scroll;
    }
}

static void lay_panel(struct page *p)
{
    struct page_place *l = &p->place;
    const float pad = 1.6F * l->at.body;
    l->column = fminf(l->at.width - 2.0F * l->at.margin - 2.0F * pad, (p->top ? 34.0F : 20.0F) * l->at.body);
    l->head = l->column;
    const float head = head_height(p, l->column), foot = lay_foot(p, 0, 0, 0.0F), all = head + foot;
    const float top = p->top ? l->at.margin + pad : 0.5F * (l->at.height - all);
    l->title_y += top;
    l->lead_y += top;
    (void)lay_foot(p, 0, 0, top + head);
    l->picture =
        (struct page_box){l->at.x - 0.5F * l->column - pad, top - pad, l->column + 2.0F * pad, all + 2.0F * pad};
}

static void lay_between(struct page *p, int rows, float top, float bottom)
{
    struct page_place *l = &p->place;
    const float body = l->at.body, wide = l->at.width - 2.0F * l->at.margin, gap = LAY_GAP * body;
    const bool beside = p->picture > 0.0F && rows > 0 && l->at.width > 1.5F * l->at.height && !p->centred;
    float x = l->at.x - 0.5F * l->column, view_top = top;
    if (rows == 0) {
        l->picture = (struct page_box){l->at.margin, top, wide, bottom - top};
    } else if (beside) {
        l->column = fminf(0.46F * wide, LAY_COLUMN * body);
        x = l->at.width - l->at.margin - l->column;
        l->picture = (struct page_box){l->at.margin, top, wide - l->column - 1.6F * body, bottom - top};
    }
    const float column = l->columns > 1 ? 0.5F * (l->column - gap) : l->column;
    l->content_h = lay_rows(p, rows, x, column);
    if (rows > 0 && !beside && p->picture > 0.0F) {
        /* What rows leave over, up to its share. */
        const float h = fminf(p->picture * l->at.height, bottom - top - gap - l->content_h);
        l->picture = (struct page_box){x, top, l->column, fmaxf(h, 0.0F)};
        view_top += h > 0.0F ? h + gap : 0.0F;
    }
    l->view = (struct page_box){0.0F, view_top, l->at.width, bottom - view_top};
    if (p->centred && l->content_h < l->view.h) {
        l->view.y += 0.5F * (l->view.h - l->content_h);
        l->view.h = l->content_h + 1.0F;
    }
    keep_in_view(p, rows);
}

void page_lay(struct page *p, float width, float height, float scale, bool large)
{
    struct page_place *l = &p->place;
    *l = (struct page_place){.at = layout_make(width, height, scale, large), .unit = fmaxf(scale, 0.5F), .columns = 1};
    if (p->panel) {
        lay_panel(p);
        return;
    }
    int rows = 0;
    while (rows < p->n && !is_foot(&p->widget[rows])) {
        rows++;
    }
    const float wide = l->at.width - 2.0F * l->at.margin, body = l->at.body;
    const bool two = rows > LAY_MANY && p->picture <= 0.0F && wide >= 2.0F * LAY_NARROW * body;
    l->columns = two ? 2 : 1;
    l->column = fminf(wide, two ? 2.0F * 31.0F * body : LAY_COLUMN * body);
    l->head = p->centred ? fminf(wide, LAY_HEAD * body) : p->picture > 0.0F ? wide : l->column;
    const float head = head_height(p, l->head);
    const float foot = lay_foot(p, rows, rows, 0.0F);
    const float bottom = height - l->at.margin - foot;
    (void)lay_foot(p, rows, rows, bottom);
    l->title_y += l->at.margin;
    l->lead_y += l->at.margin;
    const float top = l->at.margin + head;
    lay_between(p, rows, top, bottom - (foot > 0.0F ? LAY_GAP * body : 0.0F));
}
