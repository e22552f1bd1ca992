/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_HEAR_H
#define APP_HEAR_H

#include "app/settings.h"
#include "base/result.h"
#include "engine/view.h"
#include "sound/moment.h"

/** What is to be heard and felt of what may be shown. */
struct sound_moment hear_moment(const struct view *v);

struct sound_volumes hear_volumes(const struct settings *s);

struct hear_file;

/**
 * The sound of a session as a WAV file, tick by tick: what would be heard, without a loudspeaker and without a clock.
 * return  EXIT_DONE with *out; EXIT_FAILED with one line on stderr
 */
int hear_open(struct hear_file **out, const char *path, const struct settings *s, uint64_t seed);

/** One tick of session time. return R_OK; R_IO; R_FULL. */
int hear_tick(struct hear_file *h, const struct view *v) MUST_USE;

/** Lets the bowl ring out, if the session has ended, and closes. h may be NULL. return R_OK; R_IO. */
int hear_close(struct hear_file *h, const struct view *v) MUST_USE;

#endif
