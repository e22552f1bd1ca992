/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metta --text: all that the window does, as lines. The screens are the same tables; menu_page.c says them.
 *
 *   HOME -> CALM -> session -> END -> HOME;  HOME -> PRACTICES, SENSOR, PROGRESS, LEARN -> CARD, COMFORT -> ABOUT
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/choices.h"
#include "app/commands.h"
#include "app/keep.h"
#include "app/language.h"
#include "app/learn.h"
#include "app/menu_page.h"
#include "app/ports.h"
#include "app/practice_list.h"
#include "app/progress.h"
#include "app/say.h"
#include "app/stop.h"

enum { LINE_N = 200 };

struct menu {
    const struct options *options;
    struct settings settings, kept;
    struct language language;
    char language_asked[SETTINGS_WORD_N];
    struct practice_list practices;
    struct learn learn;
    struct choices choices;
    struct screen_facts facts;
    struct screen_progress progress;
    char sentences[PROGRESS_SENTENCES][PROGRESS_SENTENCE_N], line[LINE_N];
    struct page page;
    char sensor[2][PORTS_NAME_N];
    uint8_t screen;
    float before, after;
    int64_t session;
    int code;
    bool over;
};

static void take_language(struct menu *m)
{
    if (strcmp(m->language_asked, m->settings.language) == 0) {
        return;
    }
    (void)snprintf(m->language_asked, sizeof m->language_asked, "%s", m->settings.language);
    language_close(&m->language);
    language_open(&m->language, m->settings.language);
    practice_list_fill(&m->practices, m->language.code);
    learn_close(&m->learn);
    learn_open(&m->learn, m->language.code);
}

static void fill(struct menu *m)
{
    struct screen_facts *f = &m->facts;
    f->tongue = &m->language.tongue;
    f->practices = m->practices.row;
    f->practices_n = m->practices.n;
    f->practice = practice_list_find(&m->practices, m->settings.practice);
    f->minutes = (int)lrint(m->settings.minutes);
    f->ask_calm = m->settings.ask_calm;
    f->calm = m->screen == SCREEN_END ? m->after : m->before;
    f->line = m->line;
    f->line_cap = sizeof m->line;
    f->progress = &m->progress;
    f->cards = m->learn.card;
    f->cards_n = m->learn.n;
    f->version = METTA_VERSION;
    choices_fill(&m->choices, &f->comfort, &m->settings, f->tongue);
}

static void save(struct menu *m)
{
    (void)settings_write(m->options, &m->kept, &m->settings);
    m->kept = m->settings;
}

static void go(struct menu *m, uint8_t screen)
{
    save(m);
    m->screen = screen;
}

/* The charts in words: a line a week that was sat in. */
static void print_weeks(const struct menu *m)
{
    const struct tongue *tongue = &m->language.tongue;
    const struct screen_progress *g = &m->progress;
    menu_words(stdout, g->calm_note, 0);
    menu_words(stdout, g->share_note, 0);
    for (int week = 0; week < PROGRESS_WEEKS; week++) {
        int days = 0;
        char sat[MENU_LINE], all[2 * MENU_LINE];
        for (int day = 0; day < 7; day++) {
            days += g->day_minutes[7 * week + day] > 0.0F ? 1 : 0;
        }
        if (days == 0) {
            continue;
        }
        const int back = PROGRESS_WEEKS - 1 - week, minutes = (int)lrintf(g->week_minutes[week]);
        (void)snprintf(sat, sizeof sat, tongue_many(tongue, "%d day", "%d days", (unsigned long)days), days);
        (void)snprintf(all, sizeof all, tongue_many(tongue, "%d minute", "%d minutes", (unsigned long)minutes),
                       minutes);
        if (back == 0) {
            printf("  %s: %s, %s\n", _("this week"), sat, all);
        } else {
            char ago[MENU_LINE];
            (void)snprintf(ago, sizeof ago, tongue_many(tongue, "%d week ago", "%d weeks ago", (unsigned long)back),
                           back);
            printf("  %s: %s, %s\n", ago, sat, all);
        }
    }
}

static void print_page(struct menu *m)
{
    const struct tongue *tongue = &m->language.tongue;
    if (m->screen == SCREEN_PROGRESS) {
        (void)progress_read(&m->progress, m->options, m->settings.profile);
        progress_words(&m->progress, m->sentences, sizeof m->sentences[0], tongue);
    }
    take_language(m);
    fill(m);
    page_clear(&m->page);
    screen_make(m->screen, &m->page, &m->facts);
    if (m->screen == SCREEN_HOME) {
        m->page.title = page_say(&m->page, "metta");
        m->page.lead = _("Give a number and Enter; q leads back. Enter alone does what is first.");
    }
    menu_page(stdout, &m->page, tongue);
    if (m->screen == SCREEN_PROGRESS) {
        print_weeks(m);
    }
}

/* A practice for two without named sensors: what answers on the ports, or two simulated persons. False: one is missing.
 */
static bool find_two(struct menu *m, struct options *call)
{
    const struct tongue *tongue = &m->language.tongue;
    const int i = practice_list_find(&m->practices, m->settings.practice);
    struct ports ports;
    if (i >= m->practices.n || m->practices.row[i].people < 2 || call->sensors_n > 0 ||
        strcmp(m->settings.sensor, "auto") != 0) {
        return true;
    }
    menu_words(stdout, _("one moment, looking for your sensor"), 0);
    (void)fflush(stdout);
    ports_search(&ports);
    if ((ports.found.driver == NULL) != (ports.second.driver == NULL)) {
        menu_words(stdout, _("This practice is for two: connect a second sensor, or choose another."), 0);
        return false;
    }
    ports_name(&ports.found, 0, m->sensor[0]);
    ports_name(&ports.second, 1, m->sensor[1]);
    call->sensors[0] = m->sensor[0];
    call->sensors[1] = m->sensor[1];
    call->sensors_n = 2;
    return true;
}

static void sit(struct menu *m)
{
    struct options call = *m->options;
    if (!find_two(m, &call)) {
        go(m, SCREEN_HOME);
        return;
    }
    call.command = CMD_TRAIN;
    call.practice = m->settings.practice;
    call.minutes = m->settings.minutes;
    call.language = m->language.code;
    save(m);
    m->session = 0;
    m->line[0] = '\0';
    m->after = NAN;
    m->code = train_sit(&call, &m->settings, &m->session);
    m->over = m->code == EXIT_INTERRUPTED;
    m->facts.sentence = "";
    m->facts.practised_min = 0.0F;
    go(m, m->code == EXIT_DONE ? SCREEN_END : SCREEN_HOME);
}

static void tell(struct menu *m)
{
    const struct store_told told = {(double)m->before, (double)m->after, m->line};
    if (m->session > 0) {
        const int code = keep_tell(m->options, m->session, &told);
        m->code = code != EXIT_DONE ? code : m->code;
    }
    m->session = 0;
}

static void home_pressed(struct menu *m, uint8_t id)
{
    if (id == HOME_BEGIN) {
        m->before = NAN;
        if (m->settings.ask_calm) {
            go(m, SCREEN_CALM);
        } else {
            sit(m);
        }
    } else if (id == HOME_MINUTES) {
        m->settings.minutes = choices_next_minutes(m->settings.minutes);
    } else {
        go(m, screen_of_home(id));
    }
}

static void list_pressed(struct menu *m, int i)
{
    if (m->screen == SCREEN_PRACTICES && i < m->practices.n) {
        (void)snprintf(m->settings.practice, sizeof m->settings.practice, "%s", m->practices.row[i].id);
        m->settings.minutes = m->practices.row[i].minutes;
        go(m, SCREEN_HOME);
    } else if (m->screen == SCREEN_LEARN && i < m->learn.n) {
        m->facts.card = i;
        go(m, SCREEN_CARD);
    }
}

static void back(struct menu *m)
{
    switch (m->screen) {
    case SCREEN_HOME:
        m->over = true;
        break;
    case SCREEN_END:
        tell(m);
        go(m, SCREEN_HOME);
        break;
    default:
        go(m, screen_before(m->screen));
        break;
    }
}

static void pressed(struct menu *m, uint8_t id)
{
    if (id >= SCREEN_LIST) {
        list_pressed(m, id - SCREEN_LIST);
        return;
    }
    if (id == SCREEN_BACK) {
        back(m);
        return;
    }
    switch (m->screen) {
    case SCREEN_HOME:
        home_pressed(m, id);
        break;
    case SCREEN_CALM:
        sit(m);
        break;
    case SCREEN_END:
        tell(m);
        m->before = m->after;
        if (id == END_AGAIN) {
            sit(m);
        } else {
            go(m, SCREEN_HOME);
        }
        break;
    case SCREEN_SENSOR:
        (void)command_sensors(m->options);
        break;
    case SCREEN_COMFORT:
        go(m, SCREEN_ABOUT);
        break;
    default:
        break;
    }
}

static void changed(struct menu *m, const struct page_answer *a)
{
    if (m->screen == SCREEN_COMFORT) {
        choices_take(&m->settings, a->id, a->value);
    } else if (m->screen == SCREEN_CALM) {
        m->before = a->value;
    } else if (m->screen == SCREEN_END && a->id == END_CALM) {
        m->after = a->value;
    }
}

/* The end of the input: back and back until out, so that what was told is kept. */
int command_menu(const struct options *o, const struct settings *settings)
{
    struct menu *m = calloc(1, sizeof *m);
    if (m == NULL) {
        say_error("no memory");
        return EXIT_FAILED;
    }
    m->options = o;
    m->settings = m->kept = *settings;
    m->before = m->after = NAN;
    m->screen = SCREEN_HOME;
    page_init(&m->page);
    while (!m->over && !stop_asked()) {
        print_page(m);
        const struct page_answer a = menu_answer(stdout, &m->page, &m->language.tongue);
        if (a.kind == ANSWER_PRESSED) {
            pressed(m, a.id);
        } else if (a.kind == ANSWER_CHANGED) {
            changed(m, &a);
        } else if (a.kind == ANSWER_BACK) {
            back(m);
        }
    }
    tell(m);
    save(m);
    const int code = stop_asked() ? EXIT_INTERRUPTED : m->code;
    language_close(&m->language);
    learn_close(&m->learn);
    free(m);
    return code;
}
