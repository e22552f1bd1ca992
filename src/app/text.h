/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_TEXT_H
#define APP_TEXT_H

#include <stdbool.h>
#include <stdio.h>
#include <termios.h>

#include "engine/events.h"
#include "engine/view.h"
#include "train/command.h"

/**
 * The trainer in a terminal: lines that a screen reader can follow, one at each turn of the breath, never redrawn.
 *
 * Thread   The conductor's.
 */
struct text {
    FILE *out;
    bool keys; /* the terminal is in raw mode and keys are read */
    struct termios before;
    uint8_t cue, stage, signal;
    bool paused, gap, number_hidden;
    uint32_t minute, breaths;
    float told_per_min;
};

/** What a key press asked for. */
enum text_key { TEXT_NOTHING, TEXT_COMMAND, TEXT_END };

/** keys: read them from the terminal on standard input when there is one. */
void text_open(struct text *t, FILE *out, bool keys, const struct view *v, double minutes);

/** Gives the terminal back. */
void text_close(struct text *t);

/** Says what changed since the last call. */
void text_view(struct text *t, const struct view *v);

void text_event(struct text *t, const struct event *e);

/** The next key press as a command, without waiting. paused: Space resumes. */
enum text_key text_poll(struct text *t, bool paused, struct command *out);

#endif
