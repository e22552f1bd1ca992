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
#include "screen/words.h"

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

/* A smooth line through points of the drawing's own coordinates (Catmull-Rom). */
static void curve(const struct pencil *d, const float (*at)[2], int n)
{
    enum { STEPS = 6, MOST = 24 };
    struct list_point p[STEPS * MOST + 1];
    size_t k = 0;
    for (int i = 0; i + 1 < n && i < MOST; i++) {
        const float *a = at[i > 0 ? i - 1 : 0], *b = at[i], *c = at[i + 1], *e = at[i + 2 < n ? i + 2 : n - 1];
        for (int s = 0; s < STEPS + (i + 2 == n ? 1 : 0); s++) {
            const float t = (float)s / (float)STEPS, t2 = t * t, t3 = t2 * t;
            float v[2];
            for (int m = 0; m < 2; m++) {
                v[m] = 0.5F * (2.0F * b[m] + (c[m] - a[m]) * t + (2.0F * a[m] - 5.0F * b[m] + 4.0F * c[m] - e[m]) * t2 +
                               (3.0F * b[m] - a[m] - 3.0F * c[m] + e[m]) * t3);
            }
            p[k++] = (struct list_point){d->x + d->s * v[0], d->y + d->s * v[1]};
        }
    }
    const struct list_line line = {.width = 1.7F * d->c->unit, .colour = canvas_colour(d->c, d->c->theme.quiet, 0.8F)};
    list_add_line(d->c->out, &line, p, k);
}

/* A hand from above, one finger longest; the sensor lies under its tip. */
static void draw_finger(const struct pencil *d)
{
    static const float HAND[][2] = {
        {-0.62F, 0.95F},  {-0.60F, 0.40F},  {-0.86F, 0.12F},  {-0.84F, -0.06F}, {-0.66F, -0.04F}, {-0.42F, 0.20F},
        {-0.36F, -0.30F}, {-0.30F, -0.80F}, {-0.16F, -0.92F}, {-0.05F, -0.78F}, {-0.06F, -0.22F}, {0.02F, -0.12F},
        {0.14F, -0.24F},  {0.27F, -0.16F},  {0.30F, -0.04F},  {0.42F, -0.10F},  {0.53F, 0.00F},   {0.56F, 0.14F},
        {0.68F, 0.14F},   {0.74F, 0.28F},   {0.66F, 0.62F},   {0.52F, 0.95F}};
    curve(d, HAND, (int)(sizeof HAND / sizeof HAND[0]));
    sensor_dot(d, -0.17F, -0.68F, 0.10F);
}

static void draw_ear(const struct pencil *d)
{
    static const float OUTER[][2] = {{-0.28F, -0.22F}, {-0.34F, -0.60F}, {-0.06F, -0.90F}, {0.32F, -0.84F},
                                     {0.52F, -0.46F},  {0.44F, -0.02F},  {0.22F, 0.32F},   {0.12F, 0.66F},
                                     {-0.08F, 0.84F},  {-0.26F, 0.72F},  {-0.28F, 0.46F}};
    static const float INNER[][2] = {{-0.08F, -0.34F}, {-0.06F, -0.58F}, {0.12F, -0.66F}, {0.28F, -0.44F},
                                     {0.20F, -0.12F},  {-0.02F, 0.06F},  {-0.06F, 0.26F}, {-0.20F, 0.30F}};
    curve(d, OUTER, (int)(sizeof OUTER / sizeof OUTER[0]));
    curve(d, INNER, (int)(sizeof INNER / sizeof INNER[0]));
    sensor_dot(d, -0.09F, 0.60F, 0.10F);
}

static void draw_belt(const struct pencil *d)
{
    static const float LEFT[][2] = {{-0.16F, -0.52F}, {-0.20F, -0.40F}, {-0.56F, -0.28F},
                                    {-0.70F, 0.00F},  {-0.72F, 0.50F},  {-0.70F, 0.95F}};
    static const float RIGHT[][2] = {{0.16F, -0.52F}, {0.20F, -0.40F}, {0.56F, -0.28F},
                                     {0.70F, 0.00F},  {0.72F, 0.50F},  {0.70F, 0.95F}};
    static const float SIDES[2][4][2] = {{{-0.44F, 0.02F}, {-0.42F, 0.40F}, {-0.40F, 0.70F}, {-0.44F, 0.95F}},
                                         {{0.44F, 0.02F}, {0.42F, 0.40F}, {0.40F, 0.70F}, {0.44F, 0.95F}}};
    static const float BELT[2][3][2] = {{{-0.43F, 0.30F}, {0.0F, 0.38F}, {0.43F, 0.30F}},
                                        {{-0.42F, 0.44F}, {0.0F, 0.52F}, {0.42F, 0.44F}}};
    bow(d, 0.0F, -0.74F, 0.24F, 0.0F, 6.2832F);
    curve(d, LEFT, 6);
    curve(d, RIGHT, 6);
    for (int i = 0; i < 2; i++) {
        curve(d, SIDES[i], 4);
        curve(d, BELT[i], 3);
    }
    sensor_dot(d, 0.0F, 0.45F, 0.09F);
}

static void draw_places(const struct canvas *c, const struct page_box *box, const struct tongue *tongue)
{
    static void (*const DRAW[])(const struct pencil *) = {draw_finger, draw_ear, draw_belt};
    static const char *const SAID[] = {N_("on a warm fingertip"), N_("or the lobe of an ear"),
                                       N_("a belt below the ribs")};
    const float gap = 0.6F * c->at.body, wide = (box->w - 2.0F * gap) / 3.0F, size = PAGE_NOTE_SIZE * c->at.body;
    int most = 1;
    for (int i = 0; i < 3; i++) {
        struct words_line lines[WORDS_LINES];
        const int n = words_wrap(_(SAID[i]), size, wide - 0.8F * c->at.body, lines);
        most = n > most ? n : most;
    }
    const float words = PAGE_LINE * size * (float)most + 0.4F * c->at.body;
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
    struct page_box wave = *box, places = *box;
    places.h = 0.5F * box->h;
    wave.y += places.h + gap;
    wave.h -= places.h + gap;
    draw_places(c, &places, f->tongue);
    canvas_card(c, &wave);
    canvas_words(c, signal_words(f), wave.x + body, wave.y + 1.7F * body, body, ALIGN_LEFT, INK_TEXT,
                 wave.w - 2.0F * body);
    draw_wave(c, &wave, f);
}
