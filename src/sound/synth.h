/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_SYNTH_H
#define SOUND_SYNTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sound/bowl.h"
#include "sound/moment.h"
#include "sound/pad.h"
#include "sound/sea.h"

/* Half of full scale: -6 dBFS. Source: the project's sound rule S5 (peak -6 dBFS, loudness about -23 LUFS). */
#define SYNTH_PEAK 0.5F

/* The bowl of the start waits until the ear has settled into the quiet, s. chosen */
#define SYNTH_START_BELL_S 0.5F

/**
 * The sound of a session: pad, sea, bowl and, where given, a sound of the person's own, mixed.
 *
 * volumes       As asked for;  pad, sea, own: as they are now, moving softly
 * open          0..1 fade of everything but the bowl
 * rest_lung     What pad and sea follow while there is no pacer
 * sounds[]      Stereo frames of the person's own sound, borrowed; frames of them, 0 none; at: the next one
 * begun, ended  The bells of start and end were struck
 */
struct synth {
    struct sound_volumes volumes;
    struct pad pad;
    struct sea sea;
    struct bowl bowl;
    float pad_now, sea_now, own_volume, own_now, open, rest_lung;
    const float *sounds;
    size_t frames, at;
    bool begun, ended;
};

/** seed: of the sea's noise. The same seed and moments give the same samples. */
void synth_init(struct synth *s, const struct sound_volumes *v, uint64_t seed);

void synth_volumes(struct synth *s, const struct sound_volumes *v);

/** A sound of the person's own that goes round and round; stereo frames at SOUND_RATE_HZ, borrowed until the next call.
 */
void synth_own(struct synth *s, const float *stereo, size_t frames, float volume);

/** Its volume from now on, 0..1; it moves there softly. */
void synth_own_volume(struct synth *s, float volume);

/**
 * The next n stereo frames (SOUND_RATE_HZ), overwritten; m is true at the first of them.
 *
 * No sample is above SYNTH_PEAK. The start's bell comes with the first moment that is not quiet, the end's on the
 * sample where end_in_s is over.
 *
 * Memory   None.   Thread  One at a time; no lock, no system call: fit for an audio callback.
 */
void synth_render(struct synth *s, const struct sound_moment *m, float *stereo, size_t n);

#endif
