/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a person arrives: the first meeting, home, the list of practices, the question before a session.
 *
 * Invariants
 *  1. Begin stands out whatever has the focus; one press of Enter on the home screen begins.
 *  2. Nothing is asked before the first breath, and every question can be left out.
 *  3. The pulse is a dot that swells by at most 3 % of luminance with 400 ms ease (rule L3), never a flash.
 */
#include <math.h>
#include <stdio.h>

#include "scene/flower.h"
#include "scene/frame.h"
#include "screen/inside.h"
#include "screen/words.h"

#define PI_F 3.14159265F

/* How open the flower sleeps. chosen: a bud that is about to open. */
#define HOME_LUNG 0.46F

/* Radius when wide open, as a share of the room: so that the sleeping one fills it. */
#define HOME_FULL (0.48F / (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * HOME_LUNG))

/* The first breath's flower, as a share of the room. Source: rule L2, measured: a larger one is too much light at once.
 */
#define WELCOME_FULL 0.40F

/* Ease of the heartbeat's swell, s. Source: rule L3. */
#define HOME_BEAT_S 0.4F

float screen_breath(float breath_s)
{
    if (breath_s < WELCOME_IN_S) {
        return 0.5F - 0.5F * cosf(PI_F * fmaxf(breath_s, 0.0F) / WELCOME_IN_S);
    }
    return 0.5F + 0.5F * cosf(PI_F * fminf(breath_s - WELCOME_IN_S, WELCOME_OUT_S) / WELCOME_OUT_S);
}

bool screen_breath_over(float breath_s)
{
    return breath_s >= WELCOME_IN_S + WELCOME_OUT_S;
}

static void add_button(struct page *p, uint8_t id, const char *title, bool strong, bool breaks)
{
    (void)page_add(
        p, &(struct widget){.kind = WIDGET_BUTTON, .id = id, .title = title, .strong = strong, .breaks = breaks});
}

void welcome_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    static const struct {
        const char *title, *lead, *yes, *no;
    } ASKED[WELCOME_STEPS] = {
        {"", "", N_("Go on"), NULL},
        {N_("Shall pictures move?"), N_("Without movement, light alone shows the breath."), N_("Yes, gently"),
         N_("Less motion")},
        {N_("Are the words large enough?"), N_("They can always be changed under Comfort."), N_("As they are"),
         N_("Larger words")},
        {N_("Shall metta ask how calm you feel?"),
         N_("One number before and after, for your eyes only. It can be left out each time."), N_("Yes"), N_("No")},
    };
    const int step = f->step >= 0 && f->step < WELCOME_STEPS ? f->step : 0;
    p->centred = true;
    p->picture = 0.5F;
    if (step > 0) {
        p->title = _(ASKED[step].title);
        p->lead = _(ASKED[step].lead);
    }
    add_button(p, WELCOME_GO, _(ASKED[step].yes), true, false);
    if (ASKED[step].no) {
        add_button(p, WELCOME_NO, _(ASKED[step].no), false, false);
    }
}

static void draw_flower(const struct canvas *c, float x, float y, float full, float lung, float light)
{
    const struct flower flower = {.x = x,
                                  .y = y,
                                  .full = full,
                                  .lung = c->less ? 0.7F : lung,
                                  .steady = 0.88F,
                                  .light = light * c->picture * (c->less ? 0.55F + 0.45F * lung : 1.0F),
                                  .least = c->unit};
    flower_draw(&flower, &c->theme, c->out);
}

/* Words are gone before the breath turns, and come after it. Source: rule M5, 600 ms in, 800 ms out; so far apart that
   the two never make a flash (L1). */
static float cue_shown(float breath_s)
{
    const float turn = WELCOME_IN_S, end = WELCOME_IN_S + WELCOME_OUT_S;
    const float since = breath_s < turn ? breath_s : breath_s < end ? breath_s - turn : breath_s - end;
    const float until = breath_s < turn ? turn - breath_s : breath_s < end ? end - breath_s : 1.0F;
    return fminf(frame_smooth((since - 0.3F) / 0.6F), frame_smooth((until - 0.7F) / 0.8F));
}

void welcome_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    const bool first = f->step == 0, over = screen_breath_over(f->breath_s);
    const float cue = first ? 2.2F * c->at.cue : 0.0F, h = box->h - cue;
    const float lung = first ? screen_breath(f->breath_s) : HOME_LUNG;
    const float full = fminf(h, 0.9F * box->w) * (first ? WELCOME_FULL : HOME_FULL);
    draw_flower(c, box->x + 0.5F * box->w, box->y + 0.5F * h, full, lung, 0.92F);
    if (!first) {
        return;
    }
    struct canvas soft = *c;
    soft.shown *= cue_shown(f->breath_s);
    const char *words = over ? _("welcome") : f->breath_s < WELCOME_IN_S ? _("breathe in") : _("breathe out");
    canvas_words(&soft, words, c->at.x, box->y + box->h - 0.7F * c->at.cue, c->at.cue, ALIGN_CENTRE, INK_TITLE, box->w);
}

void home_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    const bool some = f->practice >= 0 && f->practice < f->practices_n;
    p->centred = true;
    p->picture = 0.5F;
    add_button(p, HOME_BEGIN, _("Begin"), true, false);
    add_button(p, HOME_PRACTICE, some ? f->practices[f->practice].title : _("Breathing"), false, true);
    (void)page_add(p, &(struct widget){.kind = WIDGET_BUTTON,
                                       .id = HOME_MINUTES,
                                       .title = page_say(
                                           p, tongue_many(tongue, "%d minute", "%d minutes", (unsigned long)f->minutes),
                                           f->minutes)});
    add_button(p, HOME_SENSOR, _("Sensor"), false, true);
    add_button(p, HOME_PROGRESS, _("Your weeks"), false, false);
    add_button(p, HOME_LEARN, _("Learn"), false, false);
    add_button(p, HOME_COMFORT, _("Comfort"), false, false);
}

static float beat_swell(const struct view_body *b)
{
    if (isnan(b->since_beat_s) || b->since_beat_s < 0.0F || b->since_beat_s > 2.0F * HOME_BEAT_S) {
        return 0.0F;
    }
    return 0.5F - 0.5F * cosf(PI_F * b->since_beat_s / HOME_BEAT_S);
}

static bool has_pulse(const struct screen_facts *f)
{
    const struct view *v = f->view;
    return v && v->bodies && v->body[0].signal == SIGNAL_GOOD && !v->body[0].gap;
}

bool home_moving(const struct screen_facts *f)
{
    return has_pulse(f);
}

static const char *sensor_words(const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    const struct view *v = f->view;
    if (!f->sensor.name || !f->sensor.name[0]) {
        return f->sensor.searching ? _("looking for your sensor") : _("no sensor yet, you can begin without");
    }
    if (!v || !v->bodies) {
        return "";
    }
    return v->body[0].gap ? _("sensor away") : has_pulse(f) ? _("pulse found") : _("finding your pulse");
}

static void draw_sensor(const struct canvas *c, const struct screen_facts *f, float y, float wide)
{
    char words[200];
    const char *name = f->sensor.name ? f->sensor.name : "", *state = sensor_words(f);
    const bool seen = has_pulse(f);
    const float swell = seen ? beat_swell(&f->view->body[0]) : 0.0F, body = c->at.body;
    (void)snprintf(words, sizeof words, "%s%s%s", name, name[0] && state[0] ? "  ·  " : "", state);
    if (f->hint && f->hint[0]) {
        (void)snprintf(words, sizeof words, "%s", f->hint);
    }
    canvas_words(c, words, c->at.x, y, body, ALIGN_CENTRE, INK_QUIET, wide);
    const float r = 0.24F * body * (1.0F + (c->less ? 0.0F : 0.25F * swell));
    const struct colour dot = canvas_colour(c, c->theme.data[0], seen ? 0.75F + 0.2F * swell : 0.3F);
    const struct list_disc d = {c->at.x, y - 1.75F * body, r, c->unit, dot, dot};
    const struct list_glow halo = {d.x, d.y, 4.0F * r, canvas_colour(c, c->theme.data[0], seen ? 0.22F : 0.0F)};
    list_add_glow(c->out, c->theme.light, &halo);
    list_add_disc(c->out, BLEND_NORMAL, &d);
}

void home_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    const float words = 3.4F * c->at.body, h = box->h - words;
    const float full = HOME_FULL * fminf(h, 0.95F * box->w);
    draw_flower(c, c->at.x, box->y + 0.5F * h, full, HOME_LUNG, 0.9F);
    draw_sensor(c, f, box->y + box->h - 1.0F * c->at.body, box->w);
}

void practices_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    p->title = _("Practices");
    for (int i = 0; i < f->practices_n && i < SCREEN_PRACTICES_MAX; i++) {
        const struct screen_practice *r = &f->practices[i];
        const char *length =
            page_say(p, tongue_many(tongue, "%d minute", "%d minutes", (unsigned long)r->minutes), r->minutes);
        (void)page_add(p, &(struct widget){.kind = WIDGET_ROW,
                                           .id = (uint8_t)(SCREEN_LIST + i),
                                           .title = r->title,
                                           .note = r->about,
                                           .to = r->people > 1 ? _("for two") : length,
                                           .marked = i == f->practice});
    }
    screen_add_back(p, f);
}

void calm_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    p->title = _("How calm do you feel right now?");
    p->lead = _("Any answer is fine. You can leave it out.");
    p->centred = true;
    p->picture = 0.34F;
    (void)page_add(p, &(struct widget){.kind = WIDGET_SLIDER,
                                       .id = CALM_SCALE,
                                       .title = "",
                                       .value = f->calm,
                                       .low = 0.0F,
                                       .high = 10.0F,
                                       .step = 1.0F,
                                       .from = _("not calm at all"),
                                       .to = _("completely calm")});
    add_button(p, CALM_GO, isnan(f->calm) ? _("Leave it out") : _("Go on"), true, false);
}

void calm_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f)
{
    (void)f;
    screen_add_bud(c, box);
}

void screen_add_bud(const struct canvas *c, const struct page_box *box)
{
    /* The largest is that of the home screen. chosen: what waits is not larger than what begins. */
    const float full = HOME_FULL * fminf(fminf(box->h, box->w), 0.5F * c->at.height);
    draw_flower(c, c->at.x, box->y + 0.5F * box->h, full, HOME_LUNG, 0.6F);
}
