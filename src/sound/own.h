/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_OWN_H
#define SOUND_OWN_H

#include <stddef.h>

#include "base/result.h"

/* What is used of a longer file, s. chosen: 230 MB of memory at most */
#define OWN_MAX_S 600

/* A shorter file has no room for the crossfade that makes a loop of it, s; see synth_own. */
#define OWN_MIN_S 2

/**
 * Reads a sound of the person's own: WAV of whole numbers (8, 16, 24, 32 bit) or floats (32 bit), 1 to 8 channels of
 * which the first two are used, 8 to 192 kHz.
 *
 * stereo   Heap, free() it; frames at SOUND_RATE_HZ, brought there by straight lines between samples
 * why      On error [0..why_n-1]: one clause, what and what to do
 * return   R_OK; R_IO it cannot be read; R_DATA no such WAV, or too short; R_MEM
 */
int own_load(float **stereo, size_t *frames, const char *path, char *why, size_t why_n) MUST_USE;

#endif
