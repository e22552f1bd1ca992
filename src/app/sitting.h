/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SITTING_H
#define APP_SITTING_H

#include <stdbool.h>
#include <stdint.h>

#include "app/hear.h"
#include "app/practices.h"
#include "app/settings.h"
#include "app/source.h"
#include "app/terminal.h"
#include "engine/engine.h"
#include "store/store.h"

enum { SITTING_SOURCES_MAX = LINKS_MAX };

/**
 * One session with everything round it: sources in, engine, and who is told. The window, the terminal and the headless
 * run are three loops over sitting_tick.
 *
 * origin_us  The monotonic clock at session time 0
 */
struct sitting {
    const struct options *options;
    const struct settings *settings;
    struct engine *engine;
    struct source *sources[SITTING_SOURCES_MAX];
    uint8_t first[SITTING_SOURCES_MAX]; /* number of the source's first link */
    size_t sources_n;
    bool over[SITTING_SOURCES_MAX]; /* that source has ended */
    uint8_t bodies;                 /* people */
    bool live, simulated, json, write_failed, paced;
    bool began;                       /* tell and keep the end of it, too */
    bool recording_only;              /* the bytes matter, not the session */
    struct practices_loaded practice; /* in use where practising */
    bool practising;                  /* the session follows practice.practice; false: only the pace */
    const char *protocol;             /* "slide", "steps" or "check" where one was chosen; NULL: as it was written */
    struct store *store;
    int64_t session[2]; /* of each person in the store; 0 none */
    struct capture_writer *keep;
    struct hear_file *hear;          /* NULL without */
    struct terminal *terminal;       /* NULL without */
    struct answer answer;            /* of the first person, once the session has ended */
    struct together_result together; /* of two, once the session has ended */
    double minutes;
    int64_t origin_us;
    int exit_code;
};

/**
 * Opens sources, engine, store and capture as the call says, and tells that the session began.
 * return  EXIT_DONE, or an exit code with one line on stderr
 */
int sitting_open(struct sitting *s, const struct options *o, const struct settings *settings);

/** One tick: causes in, tick, events out. False when the session is over. */
bool sitting_tick(struct sitting *s);

/** Ticks that the clock owes by now_us, at `speed` times real time. */
uint64_t sitting_owed(const struct sitting *s, int64_t now_us, double speed);

/** Something the person did, for the next tick. */
void sitting_command(struct sitting *s, struct command c);

/** Ends the session if it has not ended, tells and keeps the summary, closes everything. return the exit code. */
int sitting_close(struct sitting *s);

#endif
