/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. No library is loaded before there is something to say, and none stays loaded without a connection.
   2. What cannot be had is told once. */
#include "app/voice.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/say.h"

/* libspeechd.h: SPDPriority and SPDConnectionMode. A text ends the texts before it; messages wait for each other. */
enum { SPD_MESSAGE = 2, SPD_TEXT = 3, SPD_MODE_SINGLE = 0 };

/* chosen: longer than anybody looks at a screen of choices between two keys */
static const int64_t REST_US = 20000000;

void voice_init(struct voice *v, const char *library, const char *language, bool quiet)
{
    *v = (struct voice){.library = library, .quiet = quiet, .cue = CUE_NONE};
    voice_language(v, language);
}

void voice_language(struct voice *v, const char *language)
{
    if (strcmp(v->language, language) == 0) {
        return;
    }
    (void)snprintf(v->language, sizeof v->language, "%s", language);
    if (v->connection != NULL) {
        (void)v->calls.set_language(v->connection, v->language);
    }
}

/* A pointer to an object is no pointer to a function in C; POSIX says that their bytes are the same. */
static bool find(void *library, const char *name, void *call)
{
    void *found = dlsym(library, name);
    memcpy(call, &found, sizeof found);
    return found != NULL;
}

static bool load(struct voice *v)
{
    v->loaded = dlopen(v->library, RTLD_NOW | RTLD_LOCAL);
    return v->loaded != NULL && find(v->loaded, "spd_open", (void *)&v->calls.open) &&
           find(v->loaded, "spd_close", (void *)&v->calls.close) && find(v->loaded, "spd_say", (void *)&v->calls.say) &&
           find(v->loaded, "spd_set_language", (void *)&v->calls.set_language);
}

static void refuse(struct voice *v, const char *why)
{
    v->refused = true;
    voice_close(v);
    say_note(v->quiet, "no voice: %s; all words are on the screen", why);
}

static bool ready(struct voice *v)
{
    if (v->connection != NULL || v->refused) {
        return v->connection != NULL;
    }
    if (!load(v)) {
        refuse(v, "speech-dispatcher's library (libspeechd2) is not here");
        return false;
    }
    v->connection = v->calls.open("metta", "main", NULL, SPD_MODE_SINGLE);
    if (v->connection == NULL) {
        refuse(v, "the speech service (speech-dispatcher) does not answer");
        return false;
    }
    (void)v->calls.set_language(v->connection, v->language);
    return true;
}

void voice_say(struct voice *v, uint8_t kind, const char *words, int64_t now_us)
{
    if (words[0] == '\0' || !ready(v)) {
        return;
    }
    v->said_us = now_us;
    if (v->calls.say(v->connection, kind == VOICE_LINE ? SPD_MESSAGE : SPD_TEXT, words) < 0) {
        refuse(v, "the speech service went away");
    }
}

static bool says_new_line(struct voice *v, const struct view_guide *g)
{
    const bool same = strcmp(v->line, g->line) == 0 && !(g->line_age_s < v->line_age_s);
    (void)snprintf(v->line, sizeof v->line, "%s", g->line);
    v->line_age_s = g->line_age_s;
    return !same && g->line[0] != '\0';
}

static const char *cue_words(const struct scene_words *w, uint8_t cue)
{
    switch (cue) {
    case CUE_IN:
        return w->breathe_in;
    case CUE_HOLD_IN:
        return w->hold_in;
    case CUE_OUT:
        return w->breathe_out;
    case CUE_HOLD_OUT:
        return w->hold_out;
    default:
        return "";
    }
}

static bool speaks_breath(const struct view *view)
{
    const bool line = view->guide.line[0] != '\0' && view->guide.line_age_s < view->guide.line_read_s;
    return !line && (view->breaths <= VOICE_BREATHS || view->breaths % VOICE_BREATHS == 0);
}

void voice_view(struct voice *v, const struct view *view, const struct scene_words *words, int64_t now_us)
{
    const uint8_t cue = view->paused ? CUE_NONE : view->cue;
    const bool turned = cue != v->cue;
    v->cue = cue;
    if (says_new_line(v, &view->guide)) {
        voice_say(v, VOICE_LINE, view->guide.line, now_us);
    } else if (turned && speaks_breath(view)) {
        voice_say(v, VOICE_SHORT, cue_words(words, cue), now_us);
    }
}

void voice_rest(struct voice *v, int64_t now_us)
{
    if (v->connection != NULL && now_us - v->said_us > REST_US) {
        voice_close(v);
    }
}

void voice_close(struct voice *v)
{
    if (v->connection != NULL) {
        v->calls.close(v->connection);
    }
    if (v->loaded != NULL) {
        (void)dlclose(v->loaded);
    }
    v->connection = v->loaded = NULL;
}
