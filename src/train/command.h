/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_COMMAND_H
#define TRAIN_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

/** All that a person can do to a session. */
enum command_kind {
    COMMAND_PAUSE,
    COMMAND_RESUME,
    COMMAND_EASIER,
    COMMAND_SLOWER,
    COMMAND_FASTER,
    COMMAND_END,
    COMMAND_ACCEPT,  /* of what a practice offers */
    COMMAND_DECLINE, /* of what a practice offers */
    COMMAND_SKIP,    /* on to the next stage of a practice */
    COMMAND_NOTE,    /* a thought went by */
    COMMAND_KINDS
};

struct command {
    uint8_t kind;
    float arg; /* none takes one yet; 0 */
};

/** The name a capture keeps it under: "pause", "easier", ... */
const char *command_name(uint8_t kind);

/** False when no command has that name; *out is untouched then. */
bool command_named(const char *name, struct command *out);

#endif
