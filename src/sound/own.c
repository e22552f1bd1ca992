/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source of the form: Microsoft and IBM 1991, Multimedia Programming Interface and Data Specifications 1.0, WAVE.
   1. A file that ends early is read as far as it goes. 2. No sample is outside -1..1, none is not a number. */
#include "sound/own.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sound/tone.h"

enum { WHOLE = 1, FLOAT = 3, EXTENSIBLE = 0xFFFE, FORMAT_N = 40, CHANNELS_MAX = 8, FRAME_N = CHANNELS_MAX * 4 };
enum { RATE_MIN = 8000, RATE_MAX = 192000 };

struct form {
    uint32_t kind, channels, rate_hz, frame_bytes, bits;
};

static uint32_t get(const uint8_t *at, int bytes)
{
    uint32_t v = 0;
    for (int i = 0; i < bytes; i++) {
        v |= (uint32_t)at[i] << (8 * i);
    }
    return v;
}

static bool read_form(struct form *f, const uint8_t *b, size_t n)
{
    if (n < 16) {
        return false;
    }
    *f = (struct form){get(b, 2), get(b + 2, 2), get(b + 4, 4), get(b + 12, 2), get(b + 14, 2)};
    if (f->kind == EXTENSIBLE && n >= 26) {
        f->kind = get(b + 24, 2);
    }
    const bool bits =
        f->kind == FLOAT ? f->bits == 32 : f->bits == 8 || f->bits == 16 || f->bits == 24 || f->bits == 32;
    return (f->kind == WHOLE || f->kind == FLOAT) && bits && f->channels >= 1 && f->channels <= CHANNELS_MAX &&
           f->rate_hz >= RATE_MIN && f->rate_hz <= RATE_MAX && f->frame_bytes == f->channels * f->bits / 8;
}

static bool skip(FILE *in, uint32_t n)
{
    return fseek(in, (long)n + (long)(n & 1U), SEEK_CUR) == 0;
}

/* On to the samples. False: this is no WAV that is known here. */
static bool find_samples(FILE *in, struct form *f, uint32_t *bytes)
{
    uint8_t head[12], form[FORMAT_N];
    bool known = false;
    if (fread(head, 1, 12, in) != 12 || memcmp(head, "RIFF", 4) != 0 || memcmp(head + 8, "WAVE", 4) != 0) {
        return false;
    }
    while (fread(head, 1, 8, in) == 8) {
        const uint32_t n = get(head + 4, 4), part = n < FORMAT_N ? n : FORMAT_N;
        if (memcmp(head, "data", 4) == 0) {
            *bytes = n;
            return known;
        }
        const bool format = memcmp(head, "fmt ", 4) == 0;
        if (format && (fread(form, 1, part, in) != part || !read_form(f, form, part))) {
            return false;
        }
        known = known || format;
        if (!skip(in, format ? n - part : n)) {
            return false;
        }
    }
    return false;
}

static float sample(const struct form *f, const uint8_t *at)
{
    float v = 0.0F;
    if (f->kind == FLOAT) {
        const uint32_t bits = get(at, 4);
        memcpy(&v, &bits, sizeof v);
    } else if (f->bits == 8) {
        v = ((float)at[0] - 128.0F) / 128.0F;
    } else {
        const uint32_t top = get(at, (int)f->bits / 8) << (32U - f->bits);
        v = (float)((double)(int32_t)top / 2147483648.0);
    }
    return isnan(v) ? 0.0F : fmaxf(-1.0F, fminf(1.0F, v));
}

/* The file as it is, two channels. return frames */
static size_t read_frames(FILE *in, const struct form *f, float *out, size_t cap)
{
    uint8_t frame[FRAME_N];
    const size_t right = f->channels > 1 ? f->bits / 8 : 0;
    size_t n = 0;
    while (n < cap && fread(frame, f->frame_bytes, 1, in) == 1) {
        out[2 * n] = sample(f, frame);
        out[2 * n + 1] = sample(f, frame + right);
        n++;
    }
    return n;
}

static void change_rate(const float *in, size_t n, uint32_t rate_hz, float *out, size_t out_n)
{
    const double step = (double)rate_hz / SOUND_RATE_HZ;
    for (size_t k = 0; k < out_n && n > 0; k++) {
        const double at = (double)k * step;
        const size_t i = (size_t)at < n - 1 ? (size_t)at : n - 1, next = i + 1 < n ? i + 1 : i;
        const float part = (float)(at - (double)i);
        for (size_t ear = 0; ear < 2; ear++) {
            out[2 * k + ear] = in[2 * i + ear] + part * (in[2 * next + ear] - in[2 * i + ear]);
        }
    }
}

static int read_sound(FILE *in, const struct form *f, uint32_t bytes, float **stereo, size_t *frames)
{
    const size_t most = (size_t)OWN_MAX_S * f->rate_hz, held = bytes / f->frame_bytes, cap = held < most ? held : most;
    float *raw = calloc(cap + 1, 2 * sizeof *raw); /* zeroed: what lies behind the last frame is silence */
    if (raw == NULL) {
        return R_MEM;
    }
    const size_t n = read_frames(in, f, raw, cap);
    const size_t out_n = (size_t)((double)n * SOUND_RATE_HZ / f->rate_hz);
    if (n < 2 || out_n <= (size_t)OWN_MIN_S * SOUND_RATE_HZ) {
        free(raw);
        return R_DATA;
    }
    *frames = out_n;
    if (f->rate_hz == SOUND_RATE_HZ) {
        *stereo = raw;
        return R_OK;
    }
    float *out = malloc(out_n * 2 * sizeof *out);
    if (out != NULL) {
        change_rate(raw, n, f->rate_hz, out, out_n);
        *stereo = out;
    }
    free(raw);
    return out != NULL ? R_OK : R_MEM;
}

int own_load(float **stereo, size_t *frames, const char *path, char *why, size_t why_n)
{
    struct form f = {0};
    uint32_t bytes = 0;
    FILE *in = fopen(path, "rbe");
    if (in == NULL) {
        (void)snprintf(why, why_n, "%s: %s", path, strerror(errno));
        return R_IO;
    }
    int r = R_DATA;
    if (!find_samples(in, &f, &bytes)) {
        (void)snprintf(why, why_n, "%s: not a WAV file of plain samples; give one of 8 to 192 kHz", path);
    } else {
        r = read_sound(in, &f, bytes, stereo, frames);
        if (r != R_OK) {
            (void)snprintf(why, why_n, "%s: %s", path,
                           r == R_MEM ? "no memory" : "shorter than two seconds; a longer one can go round");
        }
    }
    (void)fclose(in);
    return r;
}
