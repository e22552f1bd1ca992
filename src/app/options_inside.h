/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_OPTIONS_INSIDE_H
#define APP_OPTIONS_INSIDE_H

/* Inside of the call's options: shared by their files only. */
#include <stddef.h>

#include "app/options.h"

#define FOR(command) (1U << (command))

struct command_row {
    const char *name, *arguments, *about;
    size_t files_min, files_max;
    const char *example;
};

/** What becomes of an option's value. The first three go into a field of struct options, at `into`. */
enum option_takes {
    TAKES_TEXT,   /* const char * */
    TAKES_FLAG,   /* bool */
    TAKES_NUMBER, /* double, low..high */
    TAKES_SENSOR,
    TAKES_BREATH,
    TAKES_PRACTICE,
    TAKES_PROTOCOL,
    TAKES_PROFILE,
    TAKES_SPEED,
    TAKES_SEED,
    TAKES_FAULT,
    TAKES_VERSION,
    TAKES_HELP
};

/** argument: NULL none;  commands: FOR() of those that know it */
struct option_row {
    const char *name, *argument, *about;
    unsigned commands;
    uint8_t takes;
    size_t into;
    double low, high;
};

/* More than there are options, for the lists that getopt wants. */
enum { OPTIONS_ROWS_MAX = 64 };

extern const struct command_row OPTIONS_COMMANDS[CMDS];
extern const struct option_row OPTIONS_TABLE[];
extern const size_t OPTIONS_N;

/** What a command is called with, on stdout. */
void options_help(uint8_t command);

#endif
