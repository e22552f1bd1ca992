/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_TERMINAL_H
#define APP_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>
#include <termios.h>

#include "engine/events.h"
#include "engine/view.h"
#include "screen/tongue.h"
#include "train/command.h"

/**
 * The trainer in a terminal: lines that a screen reader can follow, one at each turn of the breath, never redrawn.
 *
 * Thread   The conductor's.
 */
struct terminal {
    FILE *out;
    const struct tongue *tongue;
    bool keys; /* the terminal is in raw mode and keys are read */
    struct termios before;
    uint8_t cue, stage, signal;
    bool paused, gap, number_hidden, paced;
    bool spoken; /* what a practice says is said here; false: only the summary */
    bool offer;  /* a question is open: y and x answer it */
    bool soften; /* it was said that the breath may be smaller */
    uint32_t minute, breaths;
    float told_per_min;
};

/** What a key press asked for. */
enum terminal_key { TERMINAL_NOTHING, TERMINAL_COMMAND, TERMINAL_END };

/** tongue: borrowed until terminal_close; NULL English. keys: read them from the terminal on standard input when there
 * is one. */
void terminal_open(struct terminal *t, FILE *out, bool keys, const struct view *v, double minutes,
                   const struct tongue *tongue);

/** Gives the terminal back. */
void terminal_close(struct terminal *t);

/** Says what changed since the last call. */
void terminal_view(struct terminal *t, const struct view *v);

void terminal_event(struct terminal *t, const struct event *e);

/** The next key press as a command, without waiting. paused: Space resumes. */
enum terminal_key terminal_poll(struct terminal *t, bool paused, struct command *out);

#endif
