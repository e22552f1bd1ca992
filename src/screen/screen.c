/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of screens, and what they share: coming in softly, colours that change over five seconds.
 *
 * Invariants
 *  1. A still screen draws the same list again and again: nothing but events, a pulse or a soft change moves it.
 *  2. Nothing is cut: a screen that arrives comes in over half a second, a theme crosses over five (rules M5, L8).
 */
#include "screen/screen.h"

#include <math.h>
#include <string.h>

#include "scene/frame.h"
#include "screen/inside.h"
#include "screen/page_draw.h"

/* Source: rule M5, panels 500 ms; with less motion 200 ms (M7). Theme: rule L8. */
#define SCREEN_IN_S      0.5F
#define SCREEN_LESS_S    0.2F
#define SCREEN_PICTURE_S 2.4F /* rule L2: the mean of the window within 0.02 a second */
#define SCREEN_SESSION_S 3.0F /* rule M5: the start of a session */
#define SCREEN_THEME_S   5.0F

/* Where the middle colour of the ground stands, as in the scenes. */
#define SCREEN_MIDDLE 0.55F

static const struct row {
    const char *name, *title;
    void (*make)(struct page *p, const struct screen_facts *f);
    void (*paint)(const struct canvas *c, const struct page_box *box, const struct screen_facts *f);
} ROWS[SCREENS] = {
    [SCREEN_WELCOME] = {"welcome", "First meeting", welcome_make, welcome_paint},
    [SCREEN_HOME] = {"home", "Home", home_make, home_paint},
    [SCREEN_PRACTICES] = {"practices", "All practices", practices_make, NULL},
    [SCREEN_SENSOR] = {"sensor", "The sensor: how to wear it, its wave", sensor_make, sensor_paint},
    [SCREEN_CALM] = {"calm", "The question before a session", calm_make, calm_paint},
    [SCREEN_PAUSE] = {"pause", "A session, paused", pause_make, NULL},
    [SCREEN_OFFER] = {"offer", "A practice asks", offer_make, NULL},
    [SCREEN_END] = {"end", "End of a session", end_make, end_paint},
    [SCREEN_PROGRESS] = {"progress", "Some weeks of practice", progress_make, progress_paint},
    [SCREEN_LEARN] = {"learn", "Learning cards", learn_make, NULL},
    [SCREEN_CARD] = {"card", "A learning card", card_make, NULL},
    [SCREEN_COMFORT] = {"comfort", "Comfort: all settings", comfort_make, NULL},
    [SCREEN_ABOUT] = {"about", "About, and when to stop", about_make, NULL},
};

const char *screen_name(uint8_t which)
{
    return which < SCREENS ? ROWS[which].name : NULL;
}

const char *screen_title(uint8_t which)
{
    return which < SCREENS ? ROWS[which].title : NULL;
}

uint8_t screen_of_home(uint8_t id)
{
    static const uint8_t LEADS[] = {[HOME_PRACTICE] = SCREEN_PRACTICES,
                                    [HOME_SENSOR] = SCREEN_SENSOR,
                                    [HOME_PROGRESS] = SCREEN_PROGRESS,
                                    [HOME_LEARN] = SCREEN_LEARN,
                                    [HOME_COMFORT] = SCREEN_COMFORT};
    return LEADS[id];
}

uint8_t screen_before(uint8_t which)
{
    return which == SCREEN_CARD ? SCREEN_LEARN : which == SCREEN_ABOUT ? SCREEN_COMFORT : SCREEN_HOME;
}

int screen_find(const char *name)
{
    for (int i = 0; i < SCREENS; i++) {
        if (strcmp(ROWS[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

void screen_make(uint8_t which, struct page *p, const struct screen_facts *f)
{
    const struct widget *focused = page_focused(p);
    const uint8_t id = focused ? focused->id : 0;
    const int was = p->focus;
    page_clear(p);
    ROWS[which].make(p, f);
    for (int i = 0; i < p->n; i++) {
        if (p->widget[i].id == id) {
            p->focus = i;
            return;
        }
    }
    p->focus = was < p->n ? was : 0;
}

void screen_add_back(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    (void)page_add(p, &(struct widget){.kind = WIDGET_BUTTON, .id = SCREEN_BACK, .title = _("Back")});
}

static void move(struct screen_state *s, uint8_t which, struct page *p, const struct screen_look *look)
{
    const float dt_s = fminf(look->dt_s, 1.0F);
    const uint8_t theme = look->theme < THEME_COUNT ? look->theme : THEME_DUSK;
    if (!s->begun) {
        s->theme = s->theme_was = theme;
    }
    s->clock_s = s->begun && which == s->which ? s->clock_s + dt_s : 0.0F;
    s->which = which;
    s->theme_s += dt_s;
    if (s->theme_s >= SCREEN_THEME_S) {
        s->theme_was = s->theme;
    }
    if (theme != s->theme && s->theme == s->theme_was) {
        s->theme = theme;
        s->theme_s = 0.0F;
    }
    p->since_s = fminf(p->since_s + dt_s, 1.0F);
    s->begun = true;
}

static float theme_share(const struct screen_state *s)
{
    return s->theme == s->theme_was ? 1.0F : frame_smooth(s->theme_s / SCREEN_THEME_S);
}

static void ground(uint8_t id, float opacity, struct list *out)
{
    struct theme t;
    theme_get(id, &t);
    const struct list_ground g = {{t.ground[0], t.ground[1], t.ground[2]}, SCREEN_MIDDLE, t.vignette, opacity};
    list_add_ground(out, &g);
}

static void make_canvas(struct canvas *c, const struct screen_state *s, const struct page *p,
                        const struct screen_facts *f, const struct screen_look *look, struct list *out)
{
    struct theme was;
    const float x = theme_share(s);
    /* The first meeting has no hurry. */
    const float usual_s = s->which == SCREEN_WELCOME && f->step == 0 ? SCREEN_PICTURE_S : SCREEN_IN_S;
    const float in_s = look->less_motion ? SCREEN_LESS_S : usual_s;
    const float since_s = look->arrives ? s->clock_s + 0.02F : SCREEN_PICTURE_S;
    *c = (struct canvas){.at = p->place.at,
                         .shown = frame_smooth(since_s / in_s),
                         .unit = p->place.unit,
                         .less = look->less_motion,
                         .tongue = f->tongue,
                         .out = out};
    theme_get(s->theme_was, &was);
    theme_get(s->theme, &c->theme);
    const struct colour text = colour_mix(was.text, c->theme.text, x), quiet = colour_mix(was.quiet, c->theme.quiet, x);
    c->picture = frame_smooth(since_s / SCREEN_PICTURE_S) * (s->theme == s->theme_was ? 1.0F : fabsf(1.0F - 2.0F * x));
    if (x < 0.5F) {
        c->theme = was;
    }
    c->theme.text = text;
    c->theme.quiet = quiet;
}

static void say_simulated(const struct canvas *c, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    bool any = false;
    for (int i = 0; f->view && i < 2 && i < f->view->bodies; i++) {
        any = any || f->view->body[i].simulated;
    }
    if (any) {
        canvas_words(c, _("simulated"), c->at.margin, 0.75F * c->at.margin, fminf(c->at.body, 0.7F * c->at.margin),
                     ALIGN_LEFT, INK_QUIET, 0.0F);
    }
}

int screen_draw(uint8_t which, struct screen_state *s, struct page *p, const struct screen_facts *f,
                const struct screen_look *look, struct list *out)
{
    struct canvas c;
    if (look->width < 16 || look->height < 16 || which >= SCREENS) {
        return R_ARG;
    }
    move(s, which, p, look);
    page_lay(p, (float)look->width, (float)look->height, look->scale, look->words_large);
    make_canvas(&c, s, p, f, look, out);
    if (!p->panel) {
        const float x = theme_share(s);
        list_clear(out, look->width, look->height);
        if (x < 1.0F) {
            ground(s->theme_was, 1.0F, out);
        }
        ground(s->theme, x, out);
        if (ROWS[which].paint && p->place.picture.h > 4.0F * p->place.at.body) {
            ROWS[which].paint(&c, &p->place.picture, f);
        }
        say_simulated(&c, f);
    }
    page_draw(p, &c);
    return out->full ? R_FULL : R_OK;
}

bool screen_moving(uint8_t which, const struct screen_state *s, const struct page *p, const struct screen_facts *f)
{
    const bool breath = which == SCREEN_WELCOME && f->step == 0 && !screen_breath_over(f->breath_s - 1.0F);
    const bool live = (which == SCREEN_HOME && home_moving(f)) || (which == SCREEN_SENSOR && f->sensor.wave_n > 0);
    return !s->begun || s->which != which || s->clock_s < SCREEN_PICTURE_S || s->theme != s->theme_was ||
           page_moving(p) || breath || live;
}

float screen_change_s(bool session, bool less_motion)
{
    return session ? SCREEN_SESSION_S : less_motion ? SCREEN_LESS_S : SCREEN_IN_S;
}
