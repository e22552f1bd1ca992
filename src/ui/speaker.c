/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 1. The audio thread shares only the snapshots with the others.
 * 2. What is told grows old by the clock: position and end are moved on by the time since, so that callbacks that come
 *    late or in pairs keep the breath in time. A moment older than STALE_S is a session that stands still: quiet.
 * 3. A device that goes away takes nothing along: the synthesiser's state waits for the next one.
 */
#include "ui/speaker.h"

#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/snapshot.h"
#include "sound/own.h"
#include "sound/synth.h"

enum { FRAMES = 1024 };
static const float STALE_S = 1.0F;

struct told {
    struct sound_moment moment;
    int64_t at_us;
};

struct choices {
    struct sound_volumes volumes;
    float own_volume;
    int latency_ms;
    unsigned session;
};

_Static_assert(sizeof(struct told) <= SNAPSHOT_BYTES, "a moment fits a snapshot");
_Static_assert(sizeof(struct choices) <= SNAPSHOT_BYTES, "the choices fit a snapshot");

struct speaker {
    struct snapshot told, chosen;
    struct choices choices;
    int64_t (*now_us)(void);
    uint64_t seed;
    float *own;
    size_t own_frames;
    SDL_AudioDeviceID device;
    /* The audio thread's own. */
    struct synth synth;
    struct choices heard;
};

static void take_choices(struct speaker *s)
{
    struct choices c;
    if (!snapshot_read(&s->chosen, &c, sizeof c)) {
        return;
    }
    if (c.session != s->heard.session) {
        synth_init(&s->synth, &c.volumes, s->seed);
        synth_own(&s->synth, s->own, s->own_frames, c.own_volume);
    }
    synth_volumes(&s->synth, &c.volumes);
    synth_own_volume(&s->synth, c.own_volume);
    s->heard = c;
}

static struct sound_moment moment_now(struct speaker *s)
{
    struct told t;
    struct sound_moment m = {.own_lung = NAN, .end_in_s = NAN, .quiet = true};
    if (!snapshot_read(&s->told, &t, sizeof t)) {
        return m;
    }
    float since_s = (float)((double)(s->now_us() - t.at_us) / 1e6);
    m = t.moment;
    m.quiet = m.quiet || since_s > STALE_S;
    since_s += (float)s->heard.latency_ms / 1000.0F;
    m.end_in_s -= m.quiet && m.end_in_s >= 0.0F ? 0.0F : since_s;
    m.position_s += since_s;
    return m;
}

static void render(void *user, Uint8 *out, int bytes)
{
    struct speaker *s = user;
    take_choices(s);
    struct sound_moment m = moment_now(s);
    synth_render(&s->synth, &m, (float *)(void *)out, (size_t)bytes / (2 * sizeof(float)));
}

static bool open_device(struct speaker *s)
{
    const SDL_AudioSpec wanted = {.freq = SOUND_RATE_HZ,
                                  .format = AUDIO_F32SYS,
                                  .channels = 2,
                                  .samples = FRAMES,
                                  .callback = render,
                                  .userdata = s};
    s->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (s->device != 0) {
        SDL_PauseAudioDevice(s->device, 0);
    }
    return s->device != 0;
}

int speaker_open(struct speaker **out, const struct speaker_config *c, char *why, size_t why_n)
{
    struct speaker *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return R_MEM;
    }
    snapshot_init(&s->told);
    snapshot_init(&s->chosen);
    s->now_us = c->now_us;
    s->seed = c->seed;
    s->choices = (struct choices){c->volumes, c->own_volume, c->latency_ms, 0};
    int r = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0 ? R_OK : R_IO;
    if (r == R_OK && c->own_wav != NULL) {
        r = own_load(&s->own, &s->own_frames, c->own_wav, why, why_n);
        r = r == R_IO ? R_DATA : r; /* the loudspeaker is there */
    } else if (r != R_OK) {
        (void)snprintf(why, why_n, "%s", SDL_GetError());
    }
    synth_init(&s->synth, &c->volumes, s->seed);
    synth_own(&s->synth, s->own, s->own_frames, c->own_volume);
    if (r == R_OK && !open_device(s)) {
        (void)snprintf(why, why_n, "%s", SDL_GetError());
        r = R_IO;
    }
    if (r != R_OK) {
        speaker_close(s);
        return r;
    }
    *out = s;
    return R_OK;
}

void speaker_close(struct speaker *s)
{
    if (s == NULL) {
        return;
    }
    if (s->device != 0) {
        SDL_CloseAudioDevice(s->device);
    }
    free(s->own);
    free(s);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

void speaker_tell(struct speaker *s, const struct sound_moment *m, int64_t at_us)
{
    if (s != NULL) {
        struct told t = {*m, at_us};
        snapshot_write(&s->told, &t, sizeof t);
    }
}

void speaker_begin(struct speaker *s)
{
    if (s != NULL) {
        s->choices.session++;
        snapshot_write(&s->chosen, &s->choices, sizeof s->choices);
    }
}

void speaker_set(struct speaker *s, const struct sound_volumes *v, float own_volume, int latency_ms)
{
    if (s != NULL) {
        s->choices.volumes = *v;
        s->choices.own_volume = own_volume;
        s->choices.latency_ms = latency_ms;
        snapshot_write(&s->chosen, &s->choices, sizeof s->choices);
    }
}

bool speaker_again(struct speaker *s)
{
    if (s == NULL) {
        return false;
    }
    if (s->device != 0) {
        SDL_CloseAudioDevice(s->device);
    }
    return open_device(s);
}
