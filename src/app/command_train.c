/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta, metta train, metta replay: three loops over the same session. Headless and terminal are here, the window is in
   window.c. With --speed max no clock is read and nobody waits. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/commands.h"
#include "app/say.h"
#include "app/sitting.h"
#include "app/stop.h"
#include "app/window.h"
#include "link/clock.h"

enum { NAP_US = 4000 };

static void nap(void)
{
    struct timespec t = {0, NAP_US * 1000L};
    (void)nanosleep(&t, NULL);
}

static void poll_text(struct sitting *s)
{
    struct view v;
    struct command c;
    engine_view(s->engine, &v);
    text_view(s->text, &v);
    if (text_poll(s->text, v.paused, &c) != TEXT_NOTHING) {
        sitting_command(s, c);
    }
}

static void run(struct sitting *s, double speed)
{
    bool more = true;
    while (more && !stop_asked()) {
        uint64_t owed = speed > 0.0 ? sitting_owed(s, clock_now_us(), speed) : 1;
        for (; owed > 0 && more && !stop_asked(); owed--) {
            more = sitting_tick(s);
        }
        if (s->text != NULL) {
            poll_text(s);
        }
        if (speed > 0.0 && more) {
            nap();
        }
    }
}

static int sit(const struct options *o, const struct settings *settings)
{
    struct sitting s;
    struct text text;
    int code = sitting_open(&s, o, settings);
    if (code == EXIT_DONE && o->text) {
        struct view v;
        engine_view(s.engine, &v);
        text_open(&text, stdout, o->speed > 0.0, &v, s.minutes);
        s.text = &text;
    }
    if (code == EXIT_DONE) {
        run(&s, o->speed);
        if (stop_asked()) {
            sitting_command(&s, (struct command){COMMAND_END, 0.0F});
        }
    }
    code = sitting_close(&s);
    if (o->text && s.text != NULL) {
        text_close(&text);
    }
    return code == EXIT_DONE && stop_asked() ? EXIT_INTERRUPTED : code;
}

int command_train(const struct options *o, const struct settings *settings)
{
    if (o->text && o->headless) {
        say_error("--text and --headless: choose one");
        return EXIT_CALL;
    }
    if (o->text || o->headless) {
        return sit(o, settings);
    }
    return window_run(o, settings, o->command == CMD_HOME);
}
