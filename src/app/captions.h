/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_CAPTIONS_H
#define APP_CAPTIONS_H

#include <stdint.h>
#include <stdio.h>

#include "base/result.h"
#include "engine/events.h"
#include "engine/view.h"
#include "scene/scene.h"

/*
 * What is said and heard in a session as a SubRip file: lines and questions of a practice for as long as they are meant
 * to be read, the cue words of the first three breaths, and "[bell]" where the bowl is struck. Times are session time.
 *
 * Source   SubRip as players read it: a number, "HH:MM:SS,mmm --> HH:MM:SS,mmm", words, an empty line.
 */

enum { CAPTIONS_WAITING = 16, CAPTIONS_BREATHS = 3 };

/** What kind of words: of one kind only one is shown at a time, but for signs. */
enum caption_kind { CAPTION_LINE, CAPTION_CUE, CAPTION_SIGN };

/** to  USEC_NONE while it is not known yet */
struct caption {
    usec from, to;
    uint8_t kind; /* enum caption_kind */
    char words[VIEW_LINE_N];
};

/**
 * waiting[]  By their beginning: not written yet, for one before them still is shown
 * cue        enum view_cue that was shown last
 */
struct captions {
    FILE *file;
    const struct scene_words *words;
    struct caption waiting[CAPTIONS_WAITING];
    size_t n;
    uint32_t written;
    usec now;
    uint8_t cue;
};

/** words: borrowed. return R_OK; R_IO the file cannot be written (errno). */
int captions_open(struct captions *c, const char *path, const struct scene_words *words) MUST_USE;

/** A practice says something; other events are passed over. Before the view of its tick. */
void captions_event(struct captions *c, const struct event *e);

/** The session at the end of a tick. */
void captions_view(struct captions *c, const struct view *v);

/** The bowl is struck n times from `at` on, apart_s apart. Strikes that have not sounded yet are forgotten. */
void captions_bell(struct captions *c, usec at, unsigned n, float apart_s);

/** Writes what is left and closes. return R_OK; R_IO: not everything was written. */
int captions_close(struct captions *c) MUST_USE;

#endif
