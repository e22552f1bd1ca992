/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_WAV_H
#define SOUND_WAV_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/result.h"

/**
 * A WAV file being written: 16 bit, two channels, SOUND_RATE_HZ. Its lengths are set right when it is closed; a file
 * that was never closed plays as far as it goes in most players.
 */
struct wav {
    FILE *file;
    uint64_t frames;
};

/** return R_OK; R_IO the file cannot be written (errno). */
int wav_open(struct wav *w, const char *path) MUST_USE;

/** n frames, -1..1, left and right. return R_OK; R_IO; R_FULL the form's 4 GiB are reached. */
int wav_add(struct wav *w, const float *stereo, size_t n) MUST_USE;

/** return R_OK; R_IO: not everything was written. */
int wav_close(struct wav *w) MUST_USE;

#endif
