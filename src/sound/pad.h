/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_PAD_H
#define SOUND_PAD_H

#include <stddef.h>

#include "sound/moment.h"
#include "sound/tone.h"

enum { PAD_TONES = 7, PAD_NOTES = 4 };

/** A soft note: it swells and dies away. age_s < 0: silent. */
struct pad_note {
    struct tone tone;
    float age_s, pan;
};

/**
 * The chord under the breath. The in-breath brightens and climbs in four soft notes, dense then sparse; the out-breath
 * sinks into a low, fading hum: told apart by pitch, direction and colour with closed eyes.
 *
 * left, right  Every tone twice, a little apart in pitch, one at each ear
 * gain         As it sounds now, each moving softly to where the breath wants it
 * notes_n      Begun in this in-breath
 */
struct pad {
    struct tone left[PAD_TONES], right[PAD_TONES];
    float gain[PAD_TONES];
    struct pad_note notes[PAD_NOTES];
    int notes_n;
};

void pad_init(struct pad *p);

/** Adds n stereo frames of the pad. breath: at the first of them; warm 0..1 opens the upper tones. */
void pad_add(struct pad *p, const struct sound_breath *breath, float warm, float volume, float *stereo, size_t n);

#endif
