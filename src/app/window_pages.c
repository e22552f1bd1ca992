/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the widgets of each screen do.
 *
 *   WELCOME -> HOME -> CALM -> (session) -> END -> HOME
 *                |-> PRACTICES, SENSOR, PROGRESS, COMFORT -> ABOUT, LEARN -> CARD          Back and Esc lead home
 *
 * 1. A choice works at once and is written when its screen is left.
 * 2. Nothing here draws or reads a clock.
 */
#include "app/window_inside.h"

#if METTA_UI
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/choices.h"
#include "app/progress.h"

static void open_language(struct window *w)
{
    (void)snprintf(w->language_asked, sizeof w->language_asked, "%s", w->settings.language);
    language_close(&w->language);
    language_open(&w->language, w->settings.language);
    language_scene_words(&w->language, &w->words);
    voice_language(&w->voice, w->language.code);
    practice_list_fill(&w->practices, w->language.code);
    learn_close(&w->learn);
    learn_open(&w->learn, w->language.code);
    progress_words(&w->progress, w->progress_words, sizeof w->progress_words[0], &w->language.tongue);
}

void window_fill(struct window *w)
{
    struct screen_facts *f = &w->facts;
    f->tongue = &w->language.tongue;
    f->view = &w->view;
    f->practices = w->practices.row;
    f->practices_n = w->practices.n;
    f->practice = practice_list_find(&w->practices, w->settings.practice);
    f->minutes = (int)lrint(w->settings.minutes);
    f->ask_calm = w->settings.ask_calm;
    f->sensor.wave = w->preview.wave;
    f->sensor.wave_n = w->preview.wave_n;
    f->hint = w->notice != NULL ? w->notice : "";
    if (w->begin_wanted && f->sensor.searching) {
        f->hint = tongue_say(f->tongue, N_("one moment, looking for your sensor"));
    }
    f->calm = w->screen == SCREEN_END ? w->calm_after : w->calm_before;
    f->line = w->line;
    f->line_cap = sizeof w->line;
    f->sentence = w->sentence;
    f->steadiness = w->curve;
    f->steadiness_n = w->curve_n;
    const struct answer *found = &w->sitting.answer;
    const bool rate = found->kind == PRACTICE_RESONANCE && found->refused == ANSWER_GIVEN;
    f->rate = (struct screen_rate){w->rate_per_min, w->rate_answer, rate ? w->rate_n : 0, found->low, found->high};
    f->progress = &w->progress;
    f->cards = w->learn.card;
    f->cards_n = w->learn.n;
    f->version = METTA_VERSION;
    choices_fill(&w->choices, &f->comfort, &w->settings, f->tongue);
}

void window_remake(struct window *w)
{
    struct ui_facts f;
    ui_facts(w->ui, &f);
    window_fill(w);
    page_lay(&w->page, (float)f.width, (float)f.height, f.scale, w->settings.large_words);
    screen_make(w->screen, &w->page, &w->facts);
    const struct widget *focused = page_focused(&w->page);
    ui_typing(w->ui, w->mode == MODE_SCREEN && focused != NULL && focused->kind == WIDGET_LINE);
    w->dirty = true;
    window_voice_focus(w);
}

void window_go(struct window *w, uint8_t screen)
{
    window_save(w);
    window_change(w);
    page_init(&w->page);
    w->screen = screen;
    if (screen == SCREEN_HOME && w->preview.link == NULL) { /* nothing of the last session stays */
        w->view = (struct view){.pace_lung = NAN, .remaining_s = NAN};
        w->facts.sensor.searching = true;
    }
    if (screen == SCREEN_PROGRESS) {
        (void)progress_read(&w->progress, w->options, w->settings.profile);
        progress_words(&w->progress, w->progress_words, sizeof w->progress_words[0], &w->language.tongue);
    }
    window_remake(w);
    if (screen == SCREEN_PRACTICES) {
        page_focus(&w->page, (uint8_t)(SCREEN_LIST + w->facts.practice));
    }
}

void window_save(struct window *w)
{
    (void)settings_write(w->options, &w->kept, &w->settings);
    w->kept = w->settings;
}

void window_take_settings(struct window *w)
{
    const struct settings *s = &w->settings;
    const struct scene_input *in = &w->input;
    const bool spoken = strcmp(s->language, w->language_asked) != 0;
    int theme = theme_find(s->theme);
    if (spoken || in->reduced_motion != s->reduced_motion || in->words_large != s->large_words ||
        in->picture_off != s->picture_off) {
        window_change(w);
    }
    if (spoken) {
        open_language(w);
    }
    w->input.theme = (uint8_t)(theme < 0 ? 0 : theme);
    w->input.reduced_motion = s->reduced_motion;
    w->input.number_hidden = s->number_hidden;
    w->input.time_hidden = s->time_hidden;
    w->input.words_large = s->large_words;
    w->input.words_rest = s->words_rest;
    w->input.picture_off = s->picture_off;
    w->input.words = &w->words;
    window_sound_set(w);
}

const char *window_scene(const struct window *w)
{
    const int i = practice_list_find(&w->practices, w->call.practice);
    if (strcmp(w->settings.scene, "auto") != 0) {
        return w->settings.scene;
    }
    return i < w->practices.n && scene_find(w->practices.words[i].scene) != NULL ? w->practices.words[i].scene
                                                                                 : "lotus";
}

static void set_word(char *field, const char *word)
{
    (void)snprintf(field, SETTINGS_WORD_N, "%s", word);
}

static void begin_asked(struct window *w)
{
    w->calm_before = NAN;
    if (w->settings.ask_calm) {
        window_go(w, SCREEN_CALM);
    } else {
        w->begin_wanted = true;
    }
}

static void home_pressed(struct window *w, uint8_t id)
{
    w->notice = NULL;
    if (id == HOME_BEGIN) {
        begin_asked(w);
    } else if (id == HOME_MINUTES) {
        w->settings.minutes = choices_next_minutes(w->settings.minutes);
    } else {
        window_go(w, screen_of_home(id));
    }
}

static void welcome_pressed(struct window *w, uint8_t id)
{
    struct settings *s = &w->settings;
    const bool no = id == WELCOME_NO;
    switch (w->facts.step) {
    case 1:
        s->reduced_motion = no || s->reduced_motion;
        break;
    case 2:
        s->large_words = no || s->large_words;
        break;
    case 3:
        s->ask_calm = !no;
        break;
    default:
        break;
    }
    window_take_settings(w);
    window_change(w);
    w->facts.step++;
    w->page.focus = 0;
    if (w->facts.step >= WELCOME_STEPS) {
        s->welcomed = true;
        window_go(w, SCREEN_HOME);
    }
}

static void list_pressed(struct window *w, int i)
{
    if (w->screen == SCREEN_PRACTICES && i < w->practices.n) {
        set_word(w->settings.practice, w->practices.row[i].id);
        w->settings.minutes = w->practices.row[i].minutes;
        window_go(w, SCREEN_HOME);
    } else if (w->screen == SCREEN_LEARN && i < w->learn.n) {
        w->facts.card = i;
        window_go(w, SCREEN_CARD);
    }
}

static void end_pressed(struct window *w, uint8_t id)
{
    window_tell(w);
    if (id == END_AGAIN) {
        w->calm_before = w->calm_after;
        w->begin_wanted = true;
        window_search_look(w);
    } else if (w->home_first) {
        window_go(w, SCREEN_HOME);
    } else {
        w->mode = MODE_QUIT;
    }
}

static void back(struct window *w)
{
    switch (w->screen) {
    case SCREEN_HOME:
        w->mode = MODE_QUIT;
        break;
    case SCREEN_WELCOME:
        w->facts.step = WELCOME_STEPS;
        welcome_pressed(w, SCREEN_BACK);
        break;
    case SCREEN_END:
        end_pressed(w, END_DONE);
        break;
    case SCREEN_CARD:
        window_go(w, screen_before(w->screen));
        page_focus(&w->page, (uint8_t)(SCREEN_LIST + w->facts.card));
        break;
    default:
        window_go(w, screen_before(w->screen));
        break;
    }
}

static void pressed(struct window *w, uint8_t id)
{
    if (id >= SCREEN_LIST) {
        list_pressed(w, id - SCREEN_LIST);
        return;
    }
    if (id == SCREEN_BACK) {
        back(w);
        return;
    }
    switch (w->screen) {
    case SCREEN_WELCOME:
        welcome_pressed(w, id);
        break;
    case SCREEN_HOME:
        home_pressed(w, id);
        break;
    case SCREEN_SENSOR:
        window_preview_close(w);
        window_search_end(w);
        window_search_begin(w);
        w->facts.sensor.searching = true;
        break;
    case SCREEN_CALM:
        w->begin_wanted = true;
        break;
    case SCREEN_PAUSE:
        window_pause_pressed(w, id);
        break;
    case SCREEN_OFFER:
        window_offer_answered(w, id == OFFER_YES);
        break;
    case SCREEN_END:
        end_pressed(w, id);
        break;
    case SCREEN_PROGRESS:
        window_change(w);
        w->facts.part++;
        break;
    case SCREEN_COMFORT:
        window_go(w, SCREEN_ABOUT);
        break;
    default:
        break;
    }
}

static void changed(struct window *w, uint8_t id, float v)
{
    if (w->screen == SCREEN_COMFORT) {
        choices_take(&w->settings, id, v);
        if (id == COMFORT_FULL) {
            ui_fullscreen(w->ui, w->settings.full_screen);
        }
        window_take_settings(w);
    } else if (w->screen == SCREEN_CALM && id == CALM_SCALE) {
        w->calm_before = v;
    } else if (w->screen == SCREEN_END && id == END_CALM) {
        w->calm_after = v;
    }
}

void window_page_event(struct window *w, const struct page_event *e)
{
    const struct page_answer a = page_event(&w->page, e);
    const uint8_t screen = w->screen;
    switch (a.kind) {
    case ANSWER_PRESSED:
        pressed(w, a.id);
        break;
    case ANSWER_CHANGED:
        changed(w, a.id, a.value);
        break;
    case ANSWER_BACK:
        if (w->screen == SCREEN_PAUSE) {
            window_pause_pressed(w, PAUSE_ON);
        } else if (w->screen == SCREEN_OFFER) {
            window_offer_answered(w, false);
        } else {
            back(w);
        }
        break;
    case ANSWER_NOTHING:
        return;
    default:
        break;
    }
    w->dirty = true;
    if (w->screen == screen && w->mode != MODE_QUIT) {
        window_remake(w);
    }
}
#else
typedef int window_pages_is_empty;
#endif
