/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta, metta train, metta replay: headless and in a terminal; the window runs the same session in window.c. With
 * --speed max no clock is read and nobody waits. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/commands.h"
#include "app/language.h"
#include "app/say.h"
#include "app/sitting.h"
#include "app/sleep_watch.h"
#include "app/stop.h"
#include "link/clock.h"

enum { NAP_US = 4000 };

static void nap(void)
{
    struct timespec t = {0, NAP_US * 1000L};
    (void)nanosleep(&t, NULL);
}

static void poll_terminal(struct sitting *s)
{
    struct view v;
    struct command c;
    engine_view(s->engine, &v);
    terminal_view(s->terminal, &v);
    if (terminal_poll(s->terminal, v.paused, &c) != TERMINAL_NOTHING) {
        sitting_command(s, c);
    }
}

static void run(struct sitting *s, double speed)
{
    bool more = true;
    struct sleep_watch sleep;
    sleep_watch_begin(&sleep);
    while (more && !stop_asked()) {
        if (speed > 0.0 && s->options->text && sleep_watch_missed(&sleep)) { /* nobody was led meanwhile */
            sitting_command(s, (struct command){COMMAND_PAUSE, 0.0F});
        }
        uint64_t owed = speed > 0.0 ? sitting_owed(s, clock_now_us(), speed) : 1;
        for (; owed > 0 && more && !stop_asked(); owed--) {
            more = sitting_tick(s);
        }
        if (s->options->text) {
            poll_terminal(s);
        }
        if (speed > 0.0 && more) {
            nap();
        }
    }
}

int train_sit(const struct options *o, const struct settings *settings, int64_t *session)
{
    struct sitting s;
    struct terminal terminal;
    struct language language;
    language_open(&language, o->language != NULL ? o->language : settings->language);
    int code = sitting_open(&s, o, settings);
    if (code == EXIT_DONE && o->text) {
        struct view v;
        engine_view(s.engine, &v);
        terminal_open(&terminal, stdout, o->speed > 0.0, &v, s.minutes, &language.tongue);
        s.terminal = &terminal;
    } else if (code == EXIT_DONE && !o->json) { /* the summary, for a person who reads it later */
        terminal = (struct terminal){.out = stdout, .tongue = &language.tongue};
        s.terminal = &terminal;
    }
    if (code == EXIT_DONE) {
        run(&s, o->speed);
        if (stop_asked()) {
            sitting_command(&s, (struct command){COMMAND_END, 0.0F});
        }
        if (o->text) {
            poll_terminal(&s);
        }
    }
    if (session != NULL && s.store != NULL) {
        *session = s.session[0];
    }
    code = sitting_close(&s);
    if (s.terminal != NULL) {
        terminal_close(&terminal);
    }
    language_close(&language);
    return code == EXIT_DONE && stop_asked() ? EXIT_INTERRUPTED : code;
}

int command_train(const struct options *o, const struct settings *settings)
{
    if (o->text && o->headless) {
        say_error("--text and --headless: choose one");
        return EXIT_CALL;
    }
    return train_sit(o, settings, NULL);
}
