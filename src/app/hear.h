/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_HEAR_H
#define APP_HEAR_H

#include "app/settings.h"
#include "base/result.h"
#include "engine/events.h"
#include "engine/view.h"
#include "sound/moment.h"

/** What is to be heard and felt of what may be shown. */
struct sound_moment hear_moment(const struct view *v);

struct sound_volumes hear_volumes(const struct settings *s);

struct hear_file;

/**
 * The sound of a session as a WAV file, tick by tick: what would be heard, without a loudspeaker and without a clock.
 * Beside it, with .srt for .wav, its captions.
 *
 * o       sound: where to; seed, language
 * return  EXIT_DONE with *out; EXIT_FAILED with one line on stderr
 */
int hear_open(struct hear_file **out, const struct options *o, const struct settings *s);

/** What a practice says, for the captions; other events are passed over. Before hear_tick of its tick. */
void hear_event(struct hear_file *h, const struct event *e);

/** One tick of session time. return R_OK; R_IO; R_FULL. */
int hear_tick(struct hear_file *h, const struct view *v) MUST_USE;

/** Lets the bowl ring out, if the session has ended, and closes. h may be NULL. return R_OK; R_IO. */
int hear_close(struct hear_file *h, const struct view *v) MUST_USE;

#endif
