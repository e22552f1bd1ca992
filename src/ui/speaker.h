/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_SPEAKER_H
#define UI_SPEAKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"
#include "sound/moment.h"

/*
 * The loudspeaker: renders the session's sound in the audio system's own thread. It is told moments and goes on by
 * itself between them, so that a window that hides or stutters is not heard.
 *
 * Thread   speaker_* from one thread; the rendering in another, which reads one snapshot and neither locks, allocates
 *          nor calls the system but for the clock.
 */

struct speaker;

/**
 * now_us      The monotonic clock that moments are stamped with; called from the audio thread
 * volumes     Of the layers
 * own_wav     A sound of the person's own, WAV; NULL none. own_volume 0..1
 * latency_ms  By how much sound comes late at the ear: it is started that much sooner
 * seed        Of the sea's noise
 */
struct speaker_config {
    int64_t (*now_us)(void);
    struct sound_volumes volumes;
    const char *own_wav;
    float own_volume;
    int latency_ms;
    uint64_t seed;
};

/**
 * return  R_OK; R_IO no audio device (why: one line; the trainer goes on in silence); R_DATA own_wav cannot be read
 *         (why says so); R_MEM
 */
int speaker_open(struct speaker **out, const struct speaker_config *c, char *why, size_t why_n) MUST_USE;
void speaker_close(struct speaker *s);

/** m was true at at_us. Call it with every frame, at least ten times a second. s may be NULL. */
void speaker_tell(struct speaker *s, const struct sound_moment *m, int64_t at_us);

/** A new session: the bells are not struck yet. */
void speaker_begin(struct speaker *s);

/** Volumes and delay as chosen now; own_volume: of the person's own sound, 0..1. s may be NULL. */
void speaker_set(struct speaker *s, const struct sound_volumes *v, float own_volume, int latency_ms);

/** The audio device went away or one came: takes up the usual device again. False: there is none now. */
bool speaker_again(struct speaker *s);

#endif
