/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of commands, one table both ways. The names stand in captures: they only grow. */
#include "train/command.h"

#include <string.h>

static const char *const NAMES[COMMAND_KINDS] = {
    [COMMAND_PAUSE] = "pause",   [COMMAND_RESUME] = "resume",   [COMMAND_EASIER] = "easier",
    [COMMAND_SLOWER] = "slower", [COMMAND_FASTER] = "faster",   [COMMAND_END] = "end",
    [COMMAND_ACCEPT] = "accept", [COMMAND_DECLINE] = "decline", [COMMAND_SKIP] = "skip",
    [COMMAND_NOTE] = "note",
};

const char *command_name(uint8_t kind)
{
    return kind < COMMAND_KINDS ? NAMES[kind] : "?";
}

bool command_named(const char *name, struct command *out)
{
    for (int i = 0; i < COMMAND_KINDS; i++) {
        if (strcmp(NAMES[i], name) == 0) {
            *out = (struct command){(uint8_t)i, 0.0F};
            return true;
        }
    }
    return false;
}
