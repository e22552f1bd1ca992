/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_SCREEN_H
#define SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "engine/view.h"
#include "scene/list.h"
#include "screen/page.h"
#include "screen/progress.h"
#include "screen/tongue.h"

/*
 * All screens but the session's scene: a row of a table each. make puts the widgets of a screen on a page, paint draws
 * its picture. What a person did comes back from page_event as the id of a widget, named here.
 */

enum screen_id {
    SCREEN_WELCOME,
    SCREEN_HOME,
    SCREEN_PRACTICES,
    SCREEN_SENSOR,
    SCREEN_CALM,
    SCREEN_PAUSE,
    SCREEN_OFFER,
    SCREEN_END,
    SCREEN_PROGRESS,
    SCREEN_LEARN,
    SCREEN_CARD,
    SCREEN_COMFORT,
    SCREEN_ABOUT,
    SCREENS
};

/* Ids of widgets. BACK is on several. Practices and cards are LIST + their index. */
enum { SCREEN_BACK = 1, SCREEN_GO, SCREEN_LIST = 32 };
enum { HOME_BEGIN = SCREEN_GO, HOME_PRACTICE, HOME_MINUTES, HOME_SENSOR, HOME_PROGRESS, HOME_LEARN, HOME_COMFORT };
enum { WELCOME_GO = SCREEN_GO, WELCOME_NO };
enum { SENSOR_LOOK = SCREEN_GO };
enum { PROGRESS_MORE = SCREEN_GO };
enum { CALM_GO = SCREEN_GO, CALM_SCALE };
enum { PAUSE_ON = SCREEN_GO, PAUSE_EASIER, PAUSE_END };
enum { OFFER_YES = SCREEN_GO, OFFER_NO };
enum { END_DONE = SCREEN_GO, END_CALM, END_LINE, END_AGAIN };
enum {
    COMFORT_THEME = SCREEN_GO,
    COMFORT_SCENE,
    COMFORT_LANGUAGE,
    COMFORT_MOTION,
    COMFORT_LARGE,
    COMFORT_NUMBER,
    COMFORT_PICTURE,
    COMFORT_PAD,
    COMFORT_SEA,
    COMFORT_BOWL,
    COMFORT_BELLS,
    COMFORT_LATENCY,
    COMFORT_HAPTICS,
    COMFORT_FULL,
    COMFORT_ASK,
    COMFORT_OWN,
    COMFORT_VOICE,
    COMFORT_WORDS,
    COMFORT_TIME,
    COMFORT_ABOUT
};

enum { SCREEN_PRACTICES_MAX = 24, SCREEN_CARDS_MAX = 16, SCREEN_PARAGRAPHS = 12, WELCOME_STEPS = 4 };

/** One breath that begins the first meeting: seconds in and out. chosen: near the rate that most people end at. */
#define WELCOME_IN_S  4.4F
#define WELCOME_OUT_S 5.6F

struct screen_practice {
    const char *id, *title, *about;
    int minutes, people;
};

struct screen_card {
    const char *title;
    const char *paragraph[SCREEN_PARAGRAPHS], *source[SCREEN_PARAGRAPHS]; /* source: of a paragraph, NULL none */
    int n;
};

/** What Comfort shows. language, scene, theme: index into their names. own: volume of their own sound; NaN has none. */
struct screen_comfort {
    int theme, scene, language, bells;
    const char *const *scenes, *const *languages;
    int scenes_n, languages_n;
    bool less_motion, words_large, words_rest, number_hidden, time_hidden, picture_off, full_screen, ask_calm, voice;
    float pad, sea, bowl, own, haptics, latency_ms;
};

/** The sensor. name "" none found; wave: newest wave_n values of its pulse wave, any unit, NaN = missing. */
struct screen_sensor {
    const char *name;
    bool searching;
    const float *wave;
    size_t wave_n;
};

/* The paces that its picture shows, breaths a minute. */
#define SCREEN_RATE_LOW  4.0F
#define SCREEN_RATE_HIGH 8.0F

/**
 * What the resonance test saw: the heart's answer at each pace, any unit, and the range that holds the best one.
 * n 0: no test, or it could not be judged.
 */
struct screen_rate {
    const float *per_min, *answer;
    size_t n;
    float low_per_min, high_per_min;
};

/**
 * All that screens may show. Borrowed; unknown numbers are NaN.
 *
 * breath_s      Into the one breath of the welcome;  step  of the welcome, 0 .. WELCOME_STEPS - 1
 * hint          One quiet line on the home screen, "" none
 * calm          The answer so far, 0..10 or NaN;  line  a buffer for the line to oneself
 * part          Of the charts, where not all have room
 * offer         What a practice asks
 * sentence      One kind, true sentence after a session;  practised_min, steadiness[0..steadiness_n-1]  0..1 of it
 */
struct screen_facts {
    const struct tongue *tongue;
    const struct view *view;
    const struct screen_practice *practices;
    int practices_n, practice, minutes, step;
    float breath_s;
    struct screen_sensor sensor;
    const char *hint;
    bool ask_calm;
    float calm;
    char *line;
    size_t line_cap;
    const char *sentence, *offer;
    float practised_min;
    const float *steadiness;
    size_t steadiness_n;
    struct screen_rate rate;
    const struct screen_progress *progress;
    int part;
    const struct screen_card *cards;
    int cards_n, card;
    struct screen_comfort comfort;
    const char *version;
};

/**
 * What changes softly between two frames of a screen.
 *
 * clock_s   Since the screen came;  theme, theme_was, theme_s  a change of colours in progress
 */
struct screen_state {
    float clock_s, theme_s;
    uint8_t which, theme, theme_was;
    bool begun;
};

/**
 * How it is drawn. dt_s since the last frame, 0..1; sizes in px, scale px a screen unit; theme: enum theme_id.
 * arrives: it comes out of what lies under it by itself (the first of all, a question in a session); otherwise it is
 * drawn whole at once, and whoever shows it lets it take the place of the one before softly.
 */
struct screen_look {
    float dt_s;
    int width, height;
    float scale;
    uint8_t theme;
    bool less_motion, words_large, arrives;
};

/** "home", "comfort", ...: for the command that draws screens. NULL above SCREENS. */
const char *screen_name(uint8_t which);
const char *screen_title(uint8_t which);

/** Where a button of the home screen leads (HOME_PRACTICE, HOME_SENSOR, ... HOME_COMFORT). */
uint8_t screen_of_home(uint8_t id);

/** The screen that a screen goes back to. */
uint8_t screen_before(uint8_t which);

/** The screen of that name, or -1. */
int screen_find(const char *name);

/** Puts the widgets of a screen on the page. The page keeps its focus. */
void screen_make(uint8_t which, struct page *p, const struct screen_facts *f);

/**
 * Moves on by dt_s and draws: ground, picture, page. The pause panel is drawn over what the list holds already.
 *
 * return   R_OK; R_ARG a size under 16 px; R_FULL something was left out of the list
 */
int screen_draw(uint8_t which, struct screen_state *s, struct page *p, const struct screen_facts *f,
                const struct screen_look *look, struct list *out) MUST_USE;

/** True while the screen changes by itself: draw the next frame. False: it stands still until something happens. */
bool screen_moving(uint8_t which, const struct screen_state *s, const struct page *p, const struct screen_facts *f);

/**
 * The shortest time in which what is shown may take the place of what was, s. In a session words go and come there by
 * themselves as well: so slowly that the two never make a flash (rule L1).
 */
float screen_change_s(bool session, bool less_motion);

/** The welcome's breath: how full 0..1, and whether it is over. */
float screen_breath(float breath_s);
bool screen_breath_over(float breath_s);

#endif
