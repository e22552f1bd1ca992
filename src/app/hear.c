/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/hear.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/captions.h"
#include "app/language.h"
#include "app/paths.h"
#include "app/say.h"
#include "engine/engine.h"
#include "sound/own.h"
#include "sound/synth.h"
#include "sound/wav.h"

enum { TICK_FRAMES = SOUND_RATE_HZ / (USEC_PER_SEC / ENGINE_TICK_US), RING_TICKS = 600 };

struct hear_file {
    struct synth synth;
    struct wav wav;
    struct captions captions;
    struct language language;
    struct scene_words words;
    bool begun, ended; /* the bells, as the captions have them */
    float *own;        /* the person's own sound; NULL none */
    float stereo[2 * TICK_FRAMES];
};

struct sound_moment hear_moment(const struct view *v)
{
    bool ended = v->stage == VIEW_END;
    return (struct sound_moment){
        .pace = v->pace,
        .position_s = v->pace_position_s,
        .own_lung = v->bodies > 0 && !v->body[0].gap ? v->body[0].breath_lung : NAN,
        .steadiness = v->bodies > 0 ? v->body[0].steadiness : 0.0F,
        .end_in_s = ended ? -1.0F : v->remaining_s,
        .quiet = v->paused,
    };
}

struct sound_volumes hear_volumes(const struct settings *s)
{
    return (struct sound_volumes){(float)s->pad, (float)s->sea, (float)s->bowl, (uint8_t)(s->bells + 0.5)};
}

/* FILE.srt for FILE.wav; another name gets .srt behind it. False: the name is too long. */
static bool name_captions(char *out, size_t n, const char *path)
{
    const size_t length = strlen(path);
    const bool wav = length > 4 && strcmp(path + length - 4, ".wav") == 0;
    return snprintf(out, n, "%.*s.srt", (int)(wav ? length - 4 : length), path) < (int)n;
}

static int open_files(struct hear_file *h, const char *path)
{
    char beside[PATHS_N];
    if (!name_captions(beside, sizeof beside, path)) {
        errno = ENAMETOOLONG;
        return R_IO;
    }
    int r = wav_open(&h->wav, path);
    if (r == R_OK) {
        r = captions_open(&h->captions, beside, &h->words);
    }
    if (r != R_OK && h->wav.file != NULL) {
        const int why = errno;
        (void)!wav_close(&h->wav);
        errno = why;
    }
    return r;
}

/* A sound that cannot be read is told once, and the others go on. */
static void add_own(struct hear_file *h, const struct options *o, const struct settings *s)
{
    char why[PATHS_N] = "";
    size_t frames = 0;
    if (s->own[0] == '\0') {
        return;
    }
    if (own_load(&h->own, &frames, s->own, why, sizeof why) != R_OK) {
        say_note(o->quiet, "your own sound is left out: %s", why);
        return;
    }
    synth_own(&h->synth, h->own, frames, (float)s->own_volume);
}

int hear_open(struct hear_file **out, const struct options *o, const struct settings *s)
{
    struct hear_file *h = calloc(1, sizeof *h);
    if (h == NULL || open_files(h, o->sound) != R_OK) {
        say_error("--sound %s: %s; name a file that can be written, with room for .srt beside it", o->sound,
                  h != NULL ? strerror(errno) : "no memory");
        free(h);
        return EXIT_FAILED;
    }
    language_open(&h->language, o->language != NULL ? o->language : s->language);
    language_scene_words(&h->language, &h->words);
    struct sound_volumes v = hear_volumes(s);
    synth_init(&h->synth, &v, o->seed);
    add_own(h, o, s);
    *out = h;
    return EXIT_DONE;
}

void hear_event(struct hear_file *h, const struct event *e)
{
    captions_event(&h->captions, e);
}

static void caption_bells(struct hear_file *h, usec t)
{
    const struct sound_volumes *v = &h->synth.volumes;
    const unsigned strikes = v->bowl > 0.0F ? v->bells : 0;
    if (h->synth.begun && !h->begun) {
        captions_bell(&h->captions, t + usec_from_s((double)SYNTH_START_BELL_S), strikes, BOWL_APART_S);
    }
    if (h->synth.ended && !h->ended) {
        captions_bell(&h->captions, t, strikes, BOWL_APART_S);
    }
    h->begun = h->synth.begun;
    h->ended = h->synth.ended;
}

int hear_tick(struct hear_file *h, const struct view *v)
{
    struct sound_moment m = hear_moment(v);
    synth_render(&h->synth, &m, h->stereo, TICK_FRAMES);
    captions_view(&h->captions, v);
    caption_bells(h, v->t);
    return wav_add(&h->wav, h->stereo, TICK_FRAMES);
}

int hear_close(struct hear_file *h, const struct view *v)
{
    if (h == NULL) {
        return R_OK;
    }
    int r = R_OK;
    for (int i = 0; i < RING_TICKS && v->stage == VIEW_END && r == R_OK; i++) {
        r = hear_tick(h, v);
    }
    int closed = wav_close(&h->wav);
    int told = captions_close(&h->captions);
    language_close(&h->language);
    free(h->own);
    free(h);
    return r != R_OK ? r : closed != R_OK ? closed : told;
}
