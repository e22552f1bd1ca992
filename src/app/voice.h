/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_VOICE_H
#define APP_VOICE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/view.h"
#include "scene/scene.h"

/*
 * A voice: what the desktop's speech service (speech-dispatcher) says for the trainer, in the voice and speed that the
 * person has set up there. Its library is looked for when there is something to say and never linked; without it, or
 * without the service, there is one note and then silence.
 *
 * Thread   One. A call waits until the service has taken the words, not until they are said.
 * Source   speech-dispatcher 0.11, libspeechd.h: prototypes and priorities.
 */

#define VOICE_LIBRARY "libspeechd.so.2"

enum { VOICE_WORDS = 320, VOICE_BREATHS = 3 };

/** How words stand to others: lines wait for each other; short words end those before them. */
enum voice_kind { VOICE_LINE, VOICE_SHORT };

struct voice_calls {
    void *(*open)(const char *client, const char *connection, const char *user, int mode);
    void (*close)(void *connection);
    int (*say)(void *connection, int priority, const char *words);
    int (*set_language)(void *connection, const char *code);
};

/**
 * library      Name or path of the library, borrowed;  language  code, "en"
 * quiet        No note
 * refused      It cannot be had: said, not tried again until voice_init
 * said_us      By the caller's clock, when something was said last
 * cue, line, line_age_s   As last seen of the session
 */
struct voice {
    const char *library;
    char language[8];
    bool quiet, refused;
    void *loaded, *connection;
    struct voice_calls calls;
    int64_t said_us;
    uint8_t cue;
    char line[VIEW_LINE_N];
    float line_age_s;
};

void voice_init(struct voice *v, const char *library, const char *language, bool quiet);

/** Another language from now on. */
void voice_language(struct voice *v, const char *language);

/** Says words; "" nothing. Opens the connection where it must. */
void voice_say(struct voice *v, uint8_t kind, const char *words, int64_t now_us);

/**
 * The session as it is now: says a new line or question of a practice, and the cue words of the first three breaths
 * and of one breath in three after them. No cue while a line is heard.
 */
void voice_view(struct voice *v, const struct view *view, const struct scene_words *words, int64_t now_us);

/** Gives the connection back when nothing was said for a while: an open one keeps sound devices awake. */
void voice_rest(struct voice *v, int64_t now_us);

/** The session is over, or the voice was switched off. It can speak again afterwards. */
void voice_close(struct voice *v);

#endif
