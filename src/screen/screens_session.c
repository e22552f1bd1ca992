/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Round a session: the pause, and the end with its curve.
 *
 * Invariants
 *  1. A pause offers to go on first; nothing there is a verdict.
 *  2. Gaps in the curve are gaps: nothing is drawn across what was not measured; without any there is no empty frame.
 *  3. The question after is the one before, and is left out as easily.
 */
#include <math.h>
#include <string.h>

#include "screen/chart.h"
#include "screen/inside.h"

enum { END_CURVE = 96, RATE_LEAST = 4 };

static void add_button(struct page *p, uint8_t id, const char *title, bool strong)
{
    (void)page_add(p, &(struct widget){.kind = WIDGET_BUTTON, .id = id, .title = title, .strong = strong});
}

void pause_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    p->title = _("paused");
    p->lead = _("Breathe as you like.");
    p->panel = true;
    add_button(p, PAUSE_ON, _("Go on"), true);
    add_button(p, PAUSE_EASIER, _("It was too much: go on easier"), false);
    add_button(p, PAUSE_END, _("End here"), false);
}

/* The question is the practice's own; the session goes on behind it. */
void offer_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    p->lead = f->offer && f->offer[0] ? f->offer : _("Would you like to come back to the breath for a while?");
    p->panel = p->top = true;
    add_button(p, OFFER_YES, _("Yes"), false);
    add_button(p, OFFER_NO, _("No"), false);
}

void end_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    const int minutes = (int)lrintf(fmaxf(f->practised_min, 0.0F));
    p->title = f->sentence && f->sentence[0] ? f->sentence : _("Thank you.");
    p->centred = true;
    p->picture = 0.26F;
    if (minutes > 0) {
        p->lead = page_say(p, tongue_many(tongue, "%d minute", "%d minutes", (unsigned long)minutes), minutes);
    }
    if (f->ask_calm) {
        (void)page_add(p, &(struct widget){.kind = WIDGET_SLIDER,
                                           .id = END_CALM,
                                           .title = _("How calm do you feel now?"),
                                           .value = f->calm,
                                           .low = 0.0F,
                                           .high = 10.0F,
                                           .step = 1.0F,
                                           .from = _("not calm at all"),
                                           .to = _("completely calm")});
    }
    if (f->line) {
        (void)page_add(p, &(struct widget){.kind = WIDGET_LINE,
                                           .id = END_LINE,
                                           .title = _("A line to yourself, if you like"),
                                           .note = _("What would you say to a friend who felt as you did?"),
                                           .text = f->line,
                                           .text_cap = f->line_cap});
    }
    add_button(p, END_DONE, _("Done"), true);
    add_button(p, END_AGAIN, _("Once more"), false);
}

/* Value at column i of END_CURVE: the mean of the values that fall there; NaN when none was measured. */
static float column(const struct screen_facts *f, size_t i)
{
    const size_t from = i * f->steadiness_n / END_CURVE;
    size_t to = (i + 1) * f->steadiness_n / END_CURVE, n = 0;
    float sum = 0.0F;
    to = to <= from ? from + 1 : to;
    for (size_t k = from; k < to && k < f->steadiness_n; k++) {
        if (!isnan(f->steadiness[k])) {
            sum += fminf(fmaxf(f->steadiness[k], 0.0F), 1.0F);
            n++;
        }
    }
    return n ? sum / (float)n : NAN;
}

/* The heart's answer is known in steps of some breaths: it is drawn as the slow thing that it is, each column the mean
   of those within this many seconds. Holes stay holes. chosen: two slow breaths to each side. */
#define END_SLOW_S 18.0F

static void smooth(const struct screen_facts *f, float y[END_CURVE])
{
    const float column_s = fmaxf(60.0F * f->practised_min, 60.0F) / (float)END_CURVE;
    const int half = (int)lrintf(fminf(fmaxf(END_SLOW_S / column_s, 1.0F), (float)END_CURVE / 8.0F));
    float out[END_CURVE];
    for (int i = 0; i < END_CURVE; i++) {
        float sum = 0.0F, n = 0.0F;
        for (int k = i - half; k <= i + half; k++) {
            const bool known = k >= 0 && k < END_CURVE && !isnan(y[k]);
            sum += known ? y[k] : 0.0F;
            n += known ? 1.0F : 0.0F;
        }
        out[i] = isnan(y[i]) ? NAN : sum / n;
    }
    memcpy(y, out, sizeof out);
}

/* Every block of breaths as a dot over its pace, and the range that holds the best one as a soft band. */
static void paint_rate(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    const struct screen_rate *r = &f->rate;
    const float words = 3.6F * c->at.body;
    struct chart chart = {.box = {box->x, box->y, box->w, box->h - words},
                          .x_low = SCREEN_RATE_LOW,
                          .x_high = SCREEN_RATE_HIGH,
                          .y_low = 0.0F};
    for (size_t i = 0; i < r->n; i++) {
        chart.y_high = fmaxf(chart.y_high, 1.1F * r->answer[i]);
    }
    const float edge[2] = {r->low_per_min, r->high_per_min}, floor[2] = {0.0F, 0.0F},
                top[2] = {chart.y_high, chart.y_high};
    chart_band(c, &chart, edge, floor, top, 2, c->theme.data[0]);
    chart_dots(c, &chart, r->per_min, r->answer, r->n, 0.28F * c->at.body, false, c->theme.data[0]);
    const float under = chart.box.y + chart.box.h + 1.4F * c->at.body;
    for (int k = (int)SCREEN_RATE_LOW; k <= (int)SCREEN_RATE_HIGH; k++) {
        const char one[2] = {(char)('0' + k), '\0'};
        canvas_words(c, one, chart_x(&chart, (float)k), under, PAGE_NOTE_SIZE * c->at.body, ALIGN_CENTRE, INK_QUIET,
                     box->w);
    }
    canvas_words(c, _("how much your heart swung, by breaths a minute"), c->at.x, box->y + box->h - 0.5F * c->at.body,
                 PAGE_NOTE_SIZE * c->at.body, ALIGN_CENTRE, INK_QUIET, box->w);
}

void end_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    float x[END_CURVE], y[END_CURVE];
    size_t known = 0;
    if (f->rate.n >= RATE_LEAST) {
        paint_rate(c, box, f);
        return;
    }
    for (size_t i = 0; i < END_CURVE; i++) {
        x[i] = (float)i;
        y[i] = f->steadiness && f->steadiness_n > 1 ? column(f, i) : NAN;
        known += isnan(y[i]) ? 0 : 1;
    }
    if (known < 2) {
        return;
    }
    smooth(f, y);
    const float words = 1.9F * c->at.body;
    const struct chart chart = {.box = {box->x, box->y, box->w, box->h - words},
                                .x_low = 0.0F,
                                .x_high = (float)(END_CURVE - 1),
                                .y_low = 0.0F,
                                .y_high = 1.0F};
    chart_line(c, &chart, x, y, END_CURVE, c->theme.data[0], true);
    canvas_words(c, _("how your heart answered, start to end"), c->at.x, box->y + box->h - 0.5F * c->at.body,
                 PAGE_NOTE_SIZE * c->at.body, ALIGN_CENTRE, INK_QUIET, box->w);
}
