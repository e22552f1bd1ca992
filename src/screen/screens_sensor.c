/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sensor: three small drawings of where it goes, and the wave as it comes.
 *
 * Invariants
 *  1. The wave is drawn as measured, only scaled; missing values are gaps.
 *  2. Whether the signal can be used is said in words beside it.
 */
#include <math.h>

#include "scene/frame.h"
#include "screen/chart.h"
#include "screen/inside.h"

void sensor_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    const bool some = f->sensor.name && f->sensor.name[0];
    p->title = some ? f->sensor.name : _("Your sensor");
    p->lead = some ? _("Rest the hand, keep it warm, let the sensor lie lightly.")
                   : _("Plug one in and look again, or begin without: a simulated person sits in.");
    p->picture = 0.6F;
    (void)page_add(p, &(struct widget){.kind = WIDGET_BUTTON, .id = SENSOR_LOOK, .title = _("Look again")});
    screen_add_back(p, f);
}

struct pencil {
    const struct canvas *c;
    float x, y, s; /* middle of the drawing and half its size */
};

static void plate(const struct pencil *d, float x, float y, float w, float h, float radius, float fill)
{
    const struct list_box b = {.x = d->x + d->s * x,
                               .y = d->y + d->s * y,
                               .w = d->s * w,
                               .h = d->s * h,
                               .radius = d->s * radius,
                               .border_width = 1.5F * d->c->unit,
                               .fill = canvas_colour(d->c, d->c->theme.text, fill),
                               .border = canvas_colour(d->c, d->c->theme.quiet, 0.75F)};
    list_add_box(d->c->out, &b);
}

static void bow(const struct pencil *d, float x, float y, float r, float from, float to)
{
    const struct colour ink = canvas_colour(d->c, d->c->theme.quiet, 0.75F);
    const struct list_arc a = {.x = d->x + d->s * x,
                               .y = d->y + d->s * y,
                               .radius = d->s * r,
                               .width = 1.5F * d->c->unit,
                               .soft = d->c->unit,
                               .from_rad = from,
                               .to_rad = to,
                               .from = ink,
                               .to = ink};
    list_add_arc(d->c->out, &a);
}

/* The sensor itself: the one thing in colour. */
static void sensor_dot(const struct pencil *d, float x, float y, float r)
{
    const struct colour light = canvas_colour(d->c, d->c->theme.data[0], 0.95F);
    const struct list_glow g = {d->x + d->s * x, d->y + d->s * y, d->s * r * 3.2F,
                                canvas_colour(d->c, d->c->theme.data[0], 0.35F)};
    const struct list_disc dot = {g.x, g.y, d->s * r, d->c->unit, light, light};
    list_add_glow(d->c->out, d->c->theme.light, &g);
    list_add_disc(d->c->out, BLEND_NORMAL, &dot);
}

static void draw_finger(const struct pencil *d)
{
    plate(d, -0.26F, -0.72F, 0.52F, 1.6F, 0.26F, 0.03F);
    bow(d, 0.0F, 0.18F, 0.34F, -0.5F, 0.5F);
    bow(d, 0.0F, 0.30F, 0.34F, -0.5F, 0.5F);
    plate(d, -0.40F, -0.56F, 0.80F, 0.46F, 0.12F, 0.06F);
    sensor_dot(d, 0.0F, -0.34F, 0.10F);
}

static void draw_ear(const struct pencil *d)
{
    bow(d, 0.0F, -0.22F, 0.56F, -1.9F, 2.1F);
    bow(d, 0.02F, -0.20F, 0.34F, -1.7F, 1.9F);
    bow(d, 0.16F, 0.38F, 0.34F, 1.55F, 4.6F);
    plate(d, 0.0F, 0.46F, 0.34F, 0.34F, 0.12F, 0.06F);
    sensor_dot(d, 0.17F, 0.63F, 0.09F);
}

static void draw_belt(const struct pencil *d)
{
    bow(d, 0.0F, -0.78F, 0.20F, 0.0F, 6.2832F);
    plate(d, -0.44F, -0.52F, 0.88F, 1.34F, 0.30F, 0.03F);
    plate(d, -0.47F, 0.10F, 0.94F, 0.20F, 0.05F, 0.10F);
    sensor_dot(d, 0.0F, 0.20F, 0.08F);
}

static void draw_places(const struct canvas *c, const struct page_box *box, const struct tongue *tongue)
{
    static void (*const DRAW[])(const struct pencil *) = {draw_finger, draw_ear, draw_belt};
    static const char *const SAID[] = {N_("on a warm fingertip"), N_("or the lobe of an ear"),
                                       N_("a belt below the ribs")};
    const float gap = 0.6F * c->at.body, wide = (box->w - 2.0F * gap) / 3.0F,
                words = 2.9F * PAGE_NOTE_SIZE * c->at.body;
    for (int i = 0; i < 3; i++) {
        const struct page_box card = {box->x + (float)i * (wide + gap), box->y, wide, box->h};
        const float room = box->h - words - 0.9F * c->at.body;
        const struct pencil d = {c, card.x + 0.5F * wide, card.y + 0.6F * c->at.body + 0.5F * room,
                                 0.5F * fminf(room, 0.9F * wide)};
        canvas_card(c, &card);
        if (d.s > 1.0F * c->at.body) {
            DRAW[i](&d);
        }
        const struct page_box say = {card.x + 0.4F * c->at.body, card.y + card.h - words, wide - 0.8F * c->at.body,
                                     words};
        (void)canvas_block(c, _(SAID[i]), &say, PAGE_NOTE_SIZE * c->at.body, ALIGN_CENTRE, INK_QUIET);
    }
}

static const char *signal_words(const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    const struct view *v = f->view;
    const bool some = f->sensor.name && f->sensor.name[0];
    if (!some) {
        return f->sensor.searching ? _("looking for your sensor") : _("no sensor yet, you can begin without");
    }
    if (!v || !v->bodies || v->body[0].gap) {
        return _("sensor away");
    }
    switch (v->body[0].signal) {
    case SIGNAL_GOOD:
        return _("pulse found");
    case SIGNAL_POOR:
        return _("hard to see: rest the hand, let it lie lightly");
    default:
        return _("finding your pulse");
    }
}

static void draw_wave(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    float x[CHART_POINTS], y[CHART_POINTS], low = INFINITY, high = -INFINITY;
    const size_t n = f->sensor.wave_n < CHART_POINTS ? f->sensor.wave_n : CHART_POINTS;
    for (size_t i = 0; i < n; i++) {
        x[i] = (float)i;
        y[i] = f->sensor.wave[f->sensor.wave_n - n + i];
        low = isnan(y[i]) ? low : fminf(low, y[i]);
        high = isnan(y[i]) ? high : fmaxf(high, y[i]);
    }
    if (n < 2 || !(high > low)) {
        return;
    }
    const float air = 0.12F * (high - low), body = c->at.body;
    const struct chart chart = {
        .box = {box->x + body, box->y + 2.6F * body, box->w - 2.0F * body, box->h - 3.4F * body},
        .x_low = 0.0F,
        .x_high = (float)(CHART_POINTS - 1),
        .y_low = low - air,
        .y_high = high + air};
    chart_line(c, &chart, x, y, n, c->theme.data[0], false);
}

void sensor_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    const float gap = 0.7F * c->at.body, body = c->at.body;
    const bool wide = box->w > 1.3F * box->h;
    struct page_box wave = *box, places = *box;
    if (wide) {
        places.w = 0.46F * box->w;
        wave.x += places.w + gap;
        wave.w -= places.w + gap;
    } else {
        places.h = 0.46F * box->h;
        wave.y += places.h + gap;
        wave.h -= places.h + gap;
    }
    draw_places(c, &places, f->tongue);
    canvas_card(c, &wave);
    canvas_words(c, signal_words(f), wave.x + body, wave.y + 1.7F * body, body, ALIGN_LEFT, INK_TEXT,
                 wave.w - 2.0F * body);
    draw_wave(c, &wave, f);
}
