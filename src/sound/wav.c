/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sound/wav.h"

#include <math.h>

#include "sound/tone.h"

enum { HEAD = 44, CHANNELS = 2, BYTES = 2, PART = 512 };
static const uint64_t FRAMES_MAX = (UINT32_MAX - HEAD) / (CHANNELS * BYTES);

static void put(uint8_t *at, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(v >> (8 * i));
    }
}

static void tag(uint8_t *at, const char *word)
{
    for (int i = 0; word[i] != '\0'; i++) {
        at[i] = (uint8_t)word[i];
    }
}

static int write_head(const struct wav *w)
{
    uint8_t head[HEAD] = {0};
    uint32_t bytes = (uint32_t)(w->frames * CHANNELS * BYTES);
    tag(head, "RIFF");
    put(head + 4, bytes + HEAD - 8, 4);
    tag(head + 8, "WAVEfmt ");
    put(head + 16, 16, 4);
    put(head + 20, 1, 2); /* whole numbers */
    put(head + 22, CHANNELS, 2);
    put(head + 24, SOUND_RATE_HZ, 4);
    put(head + 28, SOUND_RATE_HZ * CHANNELS * BYTES, 4);
    put(head + 32, CHANNELS * BYTES, 2);
    put(head + 34, 8 * BYTES, 2);
    tag(head + 36, "data");
    put(head + 40, bytes, 4);
    return fwrite(head, 1, HEAD, w->file) == HEAD ? R_OK : R_IO;
}

int wav_open(struct wav *w, const char *path)
{
    *w = (struct wav){.file = fopen(path, "wb")};
    if (w->file == NULL) {
        return R_IO;
    }
    int r = write_head(w);
    if (r != R_OK) {
        (void)fclose(w->file);
        w->file = NULL;
    }
    return r;
}

int wav_add(struct wav *w, const float *stereo, size_t n)
{
    uint8_t bytes[PART * CHANNELS * BYTES];
    if (w->frames + n > FRAMES_MAX) {
        return R_FULL;
    }
    for (size_t from = 0; from < n; from += PART) {
        size_t part = n - from < PART ? n - from : PART;
        for (size_t k = 0; k < CHANNELS * part; k++) {
            float v = fmaxf(-1.0F, fminf(1.0F, stereo[CHANNELS * from + k]));
            put(bytes + BYTES * k, (uint32_t)(int32_t)lrintf(v * 32767.0F), BYTES);
        }
        if (fwrite(bytes, CHANNELS * BYTES, part, w->file) != part) {
            return R_IO;
        }
    }
    w->frames += n;
    return R_OK;
}

int wav_close(struct wav *w)
{
    if (w->file == NULL) {
        return R_OK;
    }
    int r = fseek(w->file, 0, SEEK_SET) == 0 ? write_head(w) : R_IO;
    r = fclose(w->file) == 0 ? r : R_IO;
    w->file = NULL;
    return r;
}
