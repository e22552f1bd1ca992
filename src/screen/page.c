/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page as a table: widgets are put on, one has the focus, events change it.
 *
 *   pointer:   up --PRESS--> held --DRAG past a finger's width--> dragged     (RELEASE leads back to up from both)
 *   A press takes the focus at once; buttons act when it is let go over the same widget; sliders follow while held.
 *
 * Invariants
 *  1. focus is a widget of the page, or 0 on an empty one; there is only one.
 *  2. Every widget can be reached by Down alone, and by Next alone.
 *  3. A value never leaves low..high, and NaN (nothing chosen) never comes back once a choice was made.
 */
#include "screen/page.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* How far a pressed pointer may stray before the press is a movement, screen units. chosen: half a finger's width. */
#define PAGE_STRAY 14.0F

void page_init(struct page *p)
{
    memset(p, 0, sizeof *p);
    p->held = -1;
    p->since_s = 1.0F;
    p->scroll_to_focus = true;
}

void page_clear(struct page *p)
{
    p->n = 0;
    p->arena_n = 0;
    p->title = p->lead = NULL;
    p->picture = 0.0F;
    p->panel = p->top = p->centred = false;
}

struct widget *page_add(struct page *p, const struct widget *w)
{
    p->n += p->n < PAGE_WIDGETS ? 1 : 0;
    p->widget[p->n - 1] = *w;
    return &p->widget[p->n - 1];
}

static int index_of(const struct page *p, uint8_t id)
{
    for (int i = 0; i < p->n; i++) {
        if (p->widget[i].id == id) {
            return i;
        }
    }
    return -1;
}

static bool focus_on(struct page *p, int i)
{
    if (i < 0 || i >= p->n) {
        return false;
    }
    p->since_s = i != p->focus ? 0.0F : p->since_s;
    p->focus = i;
    p->scroll_to_focus = true;
    return true;
}

void page_focus(struct page *p, uint8_t id)
{
    (void)focus_on(p, index_of(p, id));
}

struct widget *page_focused(struct page *p)
{
    return p->focus < p->n ? &p->widget[p->focus] : NULL;
}

struct widget *page_find(struct page *p, uint8_t id)
{
    const int i = index_of(p, id);
    return i >= 0 ? &p->widget[i] : NULL;
}

const char *page_say(struct page *p, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    char *at = p->arena + p->arena_n;
    const size_t room = sizeof p->arena - p->arena_n;
    const int n = vsnprintf(at, room, form, args);
    va_end(args);
    if (n < 0 || (size_t)n >= room) {
        return "";
    }
    p->arena_n += (size_t)n + 1;
    return at;
}

bool page_moving(const struct page *p)
{
    return p->since_s < PAGE_RING_S;
}

float page_share(const struct widget *w)
{
    const float high = w->kind == WIDGET_CHOICE ? (float)(w->names_n - 1) : w->kind == WIDGET_SWITCH ? 1.0F : w->high;
    const float low = w->kind == WIDGET_SLIDER ? w->low : 0.0F;
    return high > low && !isnan(w->value) ? fminf(fmaxf((w->value - low) / (high - low), 0.0F), 1.0F) : 0.0F;
}

static struct page_answer answer(uint8_t kind, const struct widget *w)
{
    return (struct page_answer){kind, w ? w->id : 0, w ? w->value : 0.0F};
}

static struct page_answer set_value(struct widget *w, float value)
{
    const float was = w->value;
    if (w->step > 0.0F) {
        value = w->low + w->step * roundf((value - w->low) / w->step);
    }
    w->value = fminf(fmaxf(value, w->low), w->high);
    return answer(isnan(was) || w->value != was ? ANSWER_CHANGED : ANSWER_MOVED, w);
}

/* One step to the left (-1) or right (1). */
static struct page_answer step(struct widget *w, int by)
{
    switch (w->kind) {
    case WIDGET_SLIDER:
        /* Nothing chosen yet: the first step begins in the middle, so that no end is favoured. */
        return set_value(w, isnan(w->value) ? 0.5F * (w->low + w->high) : w->value + (float)by * w->step);
    case WIDGET_SWITCH:
        w->value = w->value > 0.5F ? 0.0F : 1.0F;
        return answer(ANSWER_CHANGED, w);
    case WIDGET_CHOICE:
        w->value = (float)((((int)w->value + by) % w->names_n + w->names_n) % w->names_n);
        return answer(ANSWER_CHANGED, w);
    default:
        return answer(ANSWER_NOTHING, NULL);
    }
}

static bool takes_sideways(const struct widget *w)
{
    return w->kind == WIDGET_SLIDER || w->kind == WIDGET_SWITCH || (w->kind == WIDGET_CHOICE && w->names_n > 1);
}

static float middle_x(const struct page *p, int i)
{
    return p->place.box[i].x + 0.5F * p->place.box[i].w;
}

/* The widget of another line that stands nearest below or above; lines go round. */
static int beyond(const struct page *p, int by)
{
    const int lines = p->n > 0 ? p->place.line[p->n - 1] + 1 : 1;
    const int line = ((p->place.line[p->focus] + by) % lines + lines) % lines;
    int best = -1;
    for (int i = 0; i < p->n; i++) {
        const float off = fabsf(middle_x(p, i) - middle_x(p, p->focus));
        if (p->place.line[i] == line && (best < 0 || off < fabsf(middle_x(p, best) - middle_x(p, p->focus)))) {
            best = i;
        }
    }
    return best;
}

static struct page_answer sideways(struct page *p, int by)
{
    struct widget *w = &p->widget[p->focus];
    if (takes_sideways(w)) {
        return step(w, by);
    }
    const int next = p->focus + by;
    const bool same = next >= 0 && next < p->n && p->place.line[next] == p->place.line[p->focus];
    return same && focus_on(p, next) ? answer(ANSWER_MOVED, &p->widget[next]) : answer(ANSWER_NOTHING, NULL);
}

static struct page_answer accept(struct page *p)
{
    struct widget *w = &p->widget[p->focus];
    if (w->kind == WIDGET_SWITCH || w->kind == WIDGET_CHOICE) {
        return step(w, 1);
    }
    /* Enter on a slider or a line means "go on": the page's strong button, where it has one. */
    for (int i = 0; i < p->n && (w->kind == WIDGET_SLIDER || w->kind == WIDGET_LINE); i++) {
        if (p->widget[i].strong) {
            return answer(ANSWER_PRESSED, &p->widget[i]);
        }
    }
    return answer(ANSWER_PRESSED, w);
}

static struct page_answer digit(struct page *p, int d)
{
    struct widget *w = &p->widget[p->focus];
    /* A scale anywhere on the page listens to digits. */
    for (int i = 0; i < p->n && w->kind != WIDGET_LINE; i++) {
        if (p->widget[i].kind == WIDGET_SLIDER && p->widget[i].from != NULL) {
            (void)focus_on(p, i);
            return set_value(&p->widget[i], (float)d);
        }
    }
    return answer(ANSWER_NOTHING, NULL);
}

static struct page_answer type(struct page *p, const char *text)
{
    struct widget *w = &p->widget[p->focus];
    const size_t have = w->kind == WIDGET_LINE ? strlen(w->text) : 0, more = strlen(text);
    if (w->kind != WIDGET_LINE || more == 0 || have + more >= w->text_cap || (unsigned char)text[0] < 0x20) {
        return answer(ANSWER_NOTHING, NULL);
    }
    memcpy(w->text + have, text, more + 1);
    return answer(ANSWER_CHANGED, w);
}

static struct page_answer erase(struct page *p)
{
    struct widget *w = &p->widget[p->focus];
    size_t n = w->kind == WIDGET_LINE ? strlen(w->text) : 0;
    if (n == 0) {
        return answer(ANSWER_NOTHING, NULL);
    }
    do {
        n--;
    } while (n > 0 && ((unsigned char)w->text[n] & 0xC0U) == 0x80U);
    w->text[n] = '\0';
    return answer(ANSWER_CHANGED, w);
}

static bool inside(const struct page_box *b, float x, float y)
{
    return x >= b->x && x < b->x + b->w && y >= b->y && y < b->y + b->h;
}

static int hit(const struct page *p, float x, float y)
{
    for (int i = 0; i < p->n; i++) {
        const bool shown = p->place.foot[i] || inside(&p->place.view, x, y);
        if (shown && inside(&p->place.box[i], x, y)) {
            return i;
        }
    }
    return -1;
}

static struct page_answer slide_to(struct page *p, int i, float x)
{
    const struct page_box c = page_control(p, i);
    struct widget *w = &p->widget[i];
    return set_value(w, w->low + (w->high - w->low) * fminf(fmaxf((x - c.x) / c.w, 0.0F), 1.0F));
}

static struct page_answer press(struct page *p, float x, float y)
{
    const int i = hit(p, x, y);
    p->held = i;
    p->dragged = false;
    p->press_x = x;
    p->press_y = y;
    p->scroll_was = p->scroll;
    if (i < 0) {
        return answer(ANSWER_NOTHING, NULL);
    }
    (void)focus_on(p, i);
    p->scroll_to_focus = false;
    const struct page_box c = page_control(p, i);
    const bool near = x >= c.x - c.h && x <= c.x + c.w + c.h;
    return p->widget[i].kind == WIDGET_SLIDER && near ? slide_to(p, i, x) : answer(ANSWER_MOVED, &p->widget[i]);
}

static struct page_answer drag(struct page *p, float x, float y)
{
    const float stray = PAGE_STRAY * p->place.unit;
    p->dragged = p->dragged || hypotf(x - p->press_x, y - p->press_y) > stray;
    if (!p->dragged) {
        return answer(ANSWER_NOTHING, NULL);
    }
    if (p->held >= 0 && p->widget[p->held].kind == WIDGET_SLIDER && fabsf(y - p->press_y) <= fabsf(x - p->press_x)) {
        return slide_to(p, p->held, x);
    }
    p->scroll = p->scroll_was - (y - p->press_y);
    p->scroll_to_focus = false;
    return answer(ANSWER_MOVED, NULL);
}

static struct page_answer release(struct page *p, float x, float y)
{
    const int i = p->held;
    p->held = -1;
    if (i < 0 || p->dragged || i >= p->n || hit(p, x, y) != i) {
        return answer(ANSWER_NOTHING, NULL);
    }
    struct widget *w = &p->widget[i];
    const struct page_box c = page_control(p, i);
    if (w->kind == WIDGET_CHOICE) {
        return step(w, inside(&c, x, y) && x < c.x + 0.5F * c.w ? -1 : 1);
    }
    if (w->kind == WIDGET_SLIDER || w->kind == WIDGET_LINE) {
        return answer(ANSWER_MOVED, w);
    }
    return accept(p);
}

static struct page_answer scroll(struct page *p, float clicks)
{
    p->scroll -= clicks * 2.0F * p->place.at.body;
    p->scroll_to_focus = false;
    return answer(ANSWER_MOVED, NULL);
}

struct page_answer page_event(struct page *p, const struct page_event *e)
{
    if (e->kind == PAGE_BACK) {
        return answer(ANSWER_BACK, NULL);
    }
    if (p->n == 0) {
        return answer(ANSWER_NOTHING, NULL);
    }
    p->focus = p->focus < p->n ? p->focus : p->n - 1;
    switch (e->kind) {
    case PAGE_UP:
    case PAGE_DOWN:
        (void)focus_on(p, beyond(p, e->kind == PAGE_UP ? -1 : 1));
        return answer(ANSWER_MOVED, &p->widget[p->focus]);
    case PAGE_NEXT:
    case PAGE_PREVIOUS:
        (void)focus_on(p, (p->focus + (e->kind == PAGE_NEXT ? 1 : p->n - 1)) % p->n);
        return answer(ANSWER_MOVED, &p->widget[p->focus]);
    case PAGE_LEFT:
    case PAGE_RIGHT:
        return sideways(p, e->kind == PAGE_LEFT ? -1 : 1);
    case PAGE_ACCEPT:
        return accept(p);
    case PAGE_DIGIT:
        return digit(p, e->digit);
    case PAGE_TYPE:
        return type(p, e->text);
    case PAGE_ERASE:
        return erase(p);
    case PAGE_PRESS:
        return press(p, e->x, e->y);
    case PAGE_DRAG:
        return drag(p, e->x, e->y);
    case PAGE_RELEASE:
        return release(p, e->x, e->y);
    default:
        return scroll(p, e->y);
    }
}
