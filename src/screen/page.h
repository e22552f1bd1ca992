/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_PAGE_H
#define SCREEN_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scene/layout.h"

/*
 * A page: a small table of widgets with one focus. Made anew whenever what it shows has changed; events go in, the
 * page's new state and an answer come out. Keys, gamepad, pointer and touch take the same path. Pure.
 *
 * Memory   The caller's; strings are borrowed until the page is made anew, but those of page_say: they are its own.
 * Thread   One at a time for a page.
 */

enum { PAGE_WIDGETS = 32, PAGE_ARENA = 4096, PAGE_TEXT = 200 };

enum widget_kind { WIDGET_ROW, WIDGET_SLIDER, WIDGET_SWITCH, WIDGET_CHOICE, WIDGET_BUTTON, WIDGET_LINE };

/**
 * One thing that can have the focus.
 *
 * id        > 0, its own on this page
 * title     note: small words under it, "" or NULL none
 * value     Slider low..high, NaN nothing chosen yet; switch 0 or 1; choice index into names
 * from, to  Slider: words at its ends, NULL none: a scale of its own line, as wide as the page. Row: to, quiet words at
 *           its right
 * text      Line: the caller's buffer of text_cap bytes, zero-ended
 * strong    The one thing this page is for;  breaks: a button that begins a line of its own
 * marked    A row that is the chosen one
 */
struct widget {
    uint8_t kind, id;
    bool strong, breaks, marked;
    const char *title, *note;
    float value, low, high, step;
    const char *const *names;
    int names_n;
    const char *from, *to;
    char *text;
    size_t text_cap;
};

struct page_box {
    float x, y, w, h;
};

/** Where everything stands; filled in by page_lay. Boxes are where they are drawn now (scrolled). */
struct page_place {
    struct layout at;
    float unit;                          /* px a screen unit */
    float column, head, title_y, lead_y; /* head: width of title and lead */
    struct page_box picture, view;       /* view: what may be scrolled */
    struct page_box box[PAGE_WIDGETS];
    int line[PAGE_WIDGETS]; /* widgets of one line share a number, from 0 up */
    int columns;
    float content_h;         /* of all rows together; more than view.h: the page scrolls */
    bool foot[PAGE_WIDGETS]; /* stands below the view and never scrolls */
};

/**
 * picture   Share of the height that is kept for a picture above the rows, 0 none
 * panel     It stands in the middle over something else, in a frame of its own
 * scroll    px that the rows are moved up by
 * held      Index of the widget under the pressed pointer, or -1; dragged: the press became a movement
 * since_s   Since the focus moved; for the ring
 */
struct page {
    const char *title, *lead;
    struct widget widget[PAGE_WIDGETS];
    int n, focus;
    float picture;
    bool panel, top, centred; /* top: the panel stands at the top, its buttons side by side, and hides nothing */
    float scroll;
    int held;
    bool dragged, scroll_to_focus;
    float press_x, press_y, scroll_was, since_s;
    struct page_place place;
    char arena[PAGE_ARENA];
    size_t arena_n;
};

enum page_event_kind {
    PAGE_UP,
    PAGE_DOWN,
    PAGE_LEFT,
    PAGE_RIGHT,
    PAGE_NEXT,
    PAGE_PREVIOUS,
    PAGE_ACCEPT,
    PAGE_BACK,
    PAGE_DIGIT,   /* digit 0..9 */
    PAGE_TYPE,    /* text: UTF-8 */
    PAGE_ERASE,   /* the last letter */
    PAGE_PRESS,   /* pointer down at x, y */
    PAGE_DRAG,    /* pointer moved while down */
    PAGE_RELEASE, /* pointer up */
    PAGE_SCROLL   /* y: wheel clicks, up positive */
};

struct page_event {
    uint8_t kind;
    int digit;
    float x, y;
    const char *text;
};

enum page_answer_kind {
    ANSWER_NOTHING,
    ANSWER_MOVED,   /* it looks different now: focus, scroll, a press */
    ANSWER_CHANGED, /* widget id has a new value (or text) */
    ANSWER_PRESSED, /* button or row id was accepted; a line too, with Enter */
    ANSWER_BACK
};

struct page_answer {
    uint8_t kind, id;
    float value;
};

/** An empty page with the focus on its first widget to be. */
void page_init(struct page *p);

/** Takes the widgets off, to put them on anew: the focus stays on the widget with the same id, the scroll stays. */
void page_clear(struct page *p);

/** Adds a copy of w and returns it, to be filled in further; a widget too many replaces the last. */
struct widget *page_add(struct page *p, const struct widget *w);

/** Gives the focus to the widget id. */
void page_focus(struct page *p, uint8_t id);

/** The widget with the focus, or NULL on an empty page. */
struct widget *page_focused(struct page *p);
struct widget *page_find(struct page *p, uint8_t id);

/** Words of the page's own, made as snprintf does; "" when there is no more room. */
const char *page_say(struct page *p, const char *form, ...) __attribute__((format(printf, 2, 3)));

/** Says where everything stands in a window of this size; needed before an event of the pointer. large: rule W2. */
void page_lay(struct page *p, float width, float height, float scale, bool large);

/** Takes one event in. A press outside of everything answers nothing. */
struct page_answer page_event(struct page *p, const struct page_event *e);

/** True while the ring still moves: draw again. */
bool page_moving(const struct page *p);

/** What a switch, slider or choice tells of itself: "on", "60 %", "Dusk"... is the caller's; this is its share 0..1. */
float page_share(const struct widget *w);

/* For the drawing of pages: parts of a widget's box. */

/** The control of a slider, switch or choice; a line's field. */
struct page_box page_control(const struct page *p, int i);

/** Where the words of a row stand. */
struct page_box page_words_box(const struct page *p, int i);

/* Sizes of words, as shares of the layout's body. */
#define PAGE_TITLE_SIZE 1.04F
#define PAGE_NOTE_SIZE  0.88F
#define PAGE_LINE       1.32F

/** How long a ring takes to come, s. Source: rule M5 (focus change 200 ms). */
#define PAGE_RING_S 0.2F

#endif
