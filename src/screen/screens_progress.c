/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Some weeks of practice: calm before and after, how the heart answered, minutes, and the days that were sat.
 *
 * Invariants
 *  1. A line through sessions is drawn only where the facts bring a curve; every session stays visible as a dot.
 *  2. Days only add up: there is no row of days to be kept, and an empty day is no mark but a paler place.
 *  3. Before the first session there is a flower that sleeps, not four empty charts.
 *  4. Two series at most in one chart (rule L9), told apart by shape too.
 */
#include <math.h>
#include <stdio.h>

#include "screen/chart.h"
#include "screen/inside.h"
#include "screen/words.h"

/* Minutes that fill a day's dot. chosen: a full sitting. */
#define PROGRESS_FULL_MIN 20.0F

/* A card with its title; what is left of it for data. left: room for words beside the field */
static struct page_box card(const struct canvas *c, const struct page_box *box, const char *title, const char *note,
                            float left)
{
    const float body = c->at.body;
    struct page_box in = {box->x + body, box->y + 0.6F * body, box->w - 2.0F * body, 0.0F};
    canvas_card(c, box);
    in.y = canvas_block(c, title, &in, body, ALIGN_LEFT, INK_TEXT);
    in.y = canvas_block(c, note, &in, PAGE_NOTE_SIZE * body, ALIGN_LEFT, INK_QUIET);
    const float bottom = box->y + box->h - 2.2F * body;
    return (struct page_box){in.x + left, in.y + 0.7F * body, in.w - left, bottom - in.y - 0.7F * body};
}

static void draw_weeks(const struct canvas *c, const struct page_box *box, const struct tongue *tongue)
{
    const char *from = _("8 weeks ago"), *to = _("this week");
    const float size = PAGE_NOTE_SIZE * c->at.body, y = box->y + box->h + 1.35F * c->at.body;
    canvas_words(c, to, box->x + box->w, y, size, ALIGN_RIGHT, INK_QUIET, box->w);
    /* Where there is no room for both, one end tells the other. */
    if (words_width(from, size) + words_width(to, size) + c->at.body < box->w) {
        canvas_words(c, from, box->x, y, size, ALIGN_LEFT, INK_QUIET, 0.0F);
    }
}

static void draw_calm(const struct canvas *c, const struct page_box *box, const struct screen_progress *g,
                      const struct tongue *tongue)
{
    static const float AT[] = {0.0F, 5.0F, 10.0F};
    static const char *const WORDS[] = {"0", "5", "10"};
    float x[PROGRESS_SESSIONS], before[PROGRESS_SESSIONS], after[PROGRESS_SESSIONS];
    const float body = c->at.body;
    struct page_box field = card(c, box, _("How calm, before and after"), g->calm_note, 1.9F * body);
    const float key = field.y + 0.7F * body;
    float next = chart_key(c, field.x, key, true, false, c->theme.data[1], _("before"));
    (void)chart_key(c, next, key, false, false, c->theme.data[0], _("after"));
    field.y += 1.6F * body;
    field.h -= 1.6F * body;
    if (field.h < 2.0F * body) {
        return;
    }
    const struct chart h = {field, 0.0F, (float)PROGRESS_DAYS, 0.0F, 10.0F};
    chart_grid(c, &h, AT, WORDS, 3);
    for (size_t i = 0; i < g->n; i++) {
        const struct progress_session *s = &g->session[i];
        x[i] = s->day;
        before[i] = s->before;
        after[i] = s->after;
        if (!isnan(s->before) && !isnan(s->after) && s->before != s->after) {
            const struct list_point p[] = {{chart_x(&h, s->day), chart_y(&h, s->before)},
                                           {chart_x(&h, s->day), chart_y(&h, s->after)}};
            const struct list_line line = {.width = 1.2F * c->unit, .colour = canvas_colour(c, c->theme.quiet, 0.35F)};
            list_add_line(c->out, &line, p, 2);
        }
    }
    chart_dots(c, &h, x, before, g->n, 0.21F * body, true, c->theme.data[1]);
    chart_dots(c, &h, x, after, g->n, 0.21F * body, false, c->theme.data[0]);
    draw_weeks(c, &field, tongue);
}

static void draw_share(const struct canvas *c, const struct page_box *box, const struct screen_progress *g,
                       const struct tongue *tongue)
{
    static const float AT[] = {0.0F, 0.5F, 1.0F};
    static const char *const WORDS[] = {"0 %", "50 %", "100 %"};
    float x[PROGRESS_SESSIONS], y[PROGRESS_SESSIONS];
    const float body = c->at.body;
    struct page_box field =
        card(c, box, _("Share of the heart's swing that is one slow wave"), g->share_note, 3.2F * body);
    const float key = field.y + 0.7F * body;
    const float next = chart_key(c, field.x, key, false, false, c->theme.data[1], _("each session"));
    if (g->share.n > 1) {
        (void)chart_key(c, next, key, false, true, c->theme.data[0], _("smoothed"));
    }
    field.y += 1.6F * body;
    field.h -= 1.6F * body;
    if (field.h < 2.0F * body) {
        return;
    }
    const struct chart h = {field, 0.0F, (float)PROGRESS_DAYS, 0.0F, 1.0F};
    chart_grid(c, &h, AT, WORDS, 3);
    chart_band(c, &h, g->share.day, g->share.low, g->share.high, g->share.n, c->theme.data[0]);
    for (size_t i = 0; i < g->n; i++) {
        x[i] = g->session[i].day;
        y[i] = g->session[i].share;
    }
    chart_dots(c, &h, x, y, g->n, 0.19F * body, false, c->theme.data[1]);
    chart_line(c, &h, g->share.day, g->share.level, g->share.n, c->theme.data[0], false);
    draw_weeks(c, &field, tongue);
}

static void draw_days(const struct canvas *c, const struct page_box *box, const struct screen_progress *g,
                      const struct tongue *tongue)
{
    static const char *const DAYS[] = {N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su")};
    const float body = c->at.body, size = PAGE_NOTE_SIZE * body;
    struct page_box field = card(c, box, _("Days you sat"), NULL, 2.4F * body);
    const float step_x = field.w / (float)PROGRESS_WEEKS, step_y = field.h / 7.0F;
    const float r = fminf(0.36F * fminf(step_x, step_y), 0.62F * body);
    for (int day = 0; day < 7; day++) {
        const float y = field.y + ((float)day + 0.5F) * step_y;
        if (step_y > 1.05F * size) {
            canvas_words(c, _(DAYS[day]), field.x - 0.7F * body, y + 0.35F * size, size, ALIGN_RIGHT, INK_QUIET,
                         1.7F * body);
        }
        for (int week = 0; week < PROGRESS_WEEKS; week++) {
            const float minutes = g->day_minutes[7 * week + day];
            const float x = field.x + ((float)week + 0.5F) * step_x;
            const float share = fminf(fmaxf(minutes, 0.0F) / PROGRESS_FULL_MIN, 1.0F);
            const struct colour ink = minutes > 0.0F ? canvas_colour(c, c->theme.data[0], 0.35F + 0.65F * share)
                                                     : canvas_colour(c, c->theme.quiet, minutes < 0.0F ? 0.05F : 0.16F);
            const struct list_disc d = {x, y, r, c->unit, ink, ink};
            list_add_disc(c->out, BLEND_NORMAL, &d);
        }
    }
    draw_weeks(c, &field, tongue);
}

static void draw_minutes(const struct canvas *c, const struct page_box *box, const struct screen_progress *g,
                         const struct tongue *tongue)
{
    const float body = c->at.body;
    float most = 30.0F;
    for (int i = 0; i < PROGRESS_WEEKS; i++) {
        most = fmaxf(most, g->week_minutes[i]);
    }
    most = 30.0F * ceilf(most / 30.0F);
    char words[3][16];
    const char *told[3];
    float at[3];
    for (int i = 0; i < 3; i++) {
        at[i] = 0.5F * (float)i * most;
        (void)snprintf(words[i], sizeof words[i], "%d", (int)lrintf(at[i]));
        told[i] = words[i];
    }
    struct page_box field = card(c, box, _("Minutes a week"), NULL, 2.4F * body);
    const float key = field.y + 0.7F * body;
    float next = chart_key(c, field.x, key, false, false, c->theme.data[0], _("good signal"));
    (void)chart_key(c, next, key, true, false, c->theme.quiet, _("all"));
    field.y += 1.6F * body;
    field.h -= 1.6F * body;
    if (field.h < 2.0F * body) {
        return;
    }
    const struct chart h = {field, 0.0F, (float)PROGRESS_WEEKS, 0.0F, most};
    chart_grid(c, &h, at, told, 3);
    for (int i = 0; i < PROGRESS_WEEKS; i++) {
        const float x = chart_x(&h, (float)i + 0.22F), wide = 0.56F * field.w / (float)PROGRESS_WEEKS;
        const float floor_y = chart_y(&h, 0.0F);
        const float all = chart_y(&h, g->week_minutes[i]), good = chart_y(&h, g->week_scored[i]);
        const struct list_box outer = {.x = x,
                                       .y = all,
                                       .w = wide,
                                       .h = floor_y - all,
                                       .radius = fminf(0.25F * body, 0.5F * (floor_y - all)),
                                       .border_width = 1.2F * c->unit,
                                       .border = canvas_colour(c, c->theme.quiet, 0.6F)};
        const struct list_box inner = {.x = x,
                                       .y = good,
                                       .w = wide,
                                       .h = floor_y - good,
                                       .radius = fminf(0.25F * body, 0.5F * (floor_y - good)),
                                       .fill = canvas_colour(c, c->theme.data[0], 0.8F)};
        if (g->week_minutes[i] > 0.0F) {
            list_add_box(c->out, &outer);
        }
        if (g->week_scored[i] > 0.0F) {
            list_add_box(c->out, &inner);
        }
    }
    draw_weeks(c, &field, tongue);
}

/* A chart lower than this is left for another page. */
static const float PROGRESS_LOW = 9.0F; /* body sizes */

struct grid {
    bool wide, few;
    float gap;
};

static struct grid grid_of(const struct page_box *box, float body)
{
    struct grid g = {.wide = box->w > 1.15F * box->h, .gap = 0.7F * body};
    const float rows = g.wide ? 2.0F : 4.0F;
    g.few = body > 0.0F && (box->h - g.gap * (rows - 1.0F)) / rows < PROGRESS_LOW * body;
    return g;
}

void progress_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    p->title = _("Your weeks");
    p->lead =
        f->progress && f->progress->sentence ? f->progress->sentence : _("Sessions with a sensor will show here.");
    p->picture = 0.7F;
    screen_add_back(p, f);
    if (f->progress && f->progress->n > 0 && grid_of(&p->place.picture, p->place.at.body).few) {
        (void)page_add(p, &(struct widget){.kind = WIDGET_BUTTON, .id = PROGRESS_MORE, .title = _("More")});
    }
}

/* Calm and days, then share and minutes: all four, or two at a time where there is little room. */
void progress_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    static void (*const DRAW[])(const struct canvas *, const struct page_box *, const struct screen_progress *,
                                const struct tongue *) = {draw_calm, draw_days, draw_share, draw_minutes};
    const struct screen_progress *g = f->progress;
    if (!g) {
        return;
    }
    if (g->n == 0) {
        screen_add_bud(c, box);
        return;
    }
    const struct grid grid = grid_of(box, c->at.body);
    const int first = grid.few && f->part % 2 ? 2 : 0, n = grid.few ? 2 : 4, rows = grid.wide ? n / 2 : n;
    const float h = (box->h - grid.gap * (float)(rows - 1)) / (float)rows;
    const float left = grid.wide ? 0.6F * (box->w - grid.gap) : box->w;
    for (int i = 0; i < n; i++) {
        const bool second = grid.wide && i % 2;
        const struct page_box at = {box->x + (second ? left + grid.gap : 0.0F),
                                    box->y + (h + grid.gap) * (float)(grid.wide ? i / 2 : i),
                                    second ? box->w - grid.gap - left : left, h};
        DRAW[first + i](c, &at, g, f->tongue);
    }
}
