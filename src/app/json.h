/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_JSON_H
#define APP_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/result.h"
#include "engine/events.h"

/** What the first line of a session says. */
struct json_session {
    const char *sensor, *practice, *profile;
    bool simulated;
    bool two; /* per-body events carry "who" */
};

int json_session(FILE *f, const struct json_session *s) MUST_USE;

/**
 * One event as one line. session: the store's number, for the summary; 0 none. Unknown numbers are null; times have
 * milliseconds, figures as many digits as they mean.
 * return   R_OK; R_IO the line could not be written; R_MEM
 */
int json_event(FILE *f, const struct event *e, bool two, int64_t session) MUST_USE;

/** Words of the JSON, which the store and the terminal use too. */
const char *json_contact_why(uint8_t why);
const char *json_pace_why(uint8_t why);
const char *json_beat_kind(uint8_t kind);
const char *json_breath_source(uint8_t source);

#endif
