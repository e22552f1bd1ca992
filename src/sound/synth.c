/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Nothing begins or ends at once: layers fade in over 1.5 s and out over 1.5 s, after the end over 5 s.
   2. Between two moments the breath goes on by itself, sample by sample. */
#include "sound/synth.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 64, OWN_JOIN = SOUND_RATE_HZ };
static const float FADE_S = 1.5F, END_S = 5.0F;
static const float VOLUME_S = 0.3F; /* time constant of a volume that is changed */
/* What is heard while the program listens: a sea that hardly breathes. */
static const float REST_LUNG = 0.3F, REST_S = 0.4F;
/* Loud moments bend softly into the ceiling from here on. */
static const float BEND_FROM = 0.35F;

/* The upper half of a slider adds less than the lower: all layers at full still step by less than 0.03 a sample. */
static float gain_of(float volume)
{
    return volume * (1.15F - 0.30F * volume);
}

void synth_init(struct synth *s, const struct sound_volumes *v, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    s->volumes = *v;
    s->pad_now = gain_of(v->pad);
    s->sea_now = gain_of(v->sea);
    s->rest_lung = REST_LUNG;
    pad_init(&s->pad);
    sea_init(&s->sea, seed);
    bowl_init(&s->bowl);
}

void synth_volumes(struct synth *s, const struct sound_volumes *v)
{
    s->volumes = *v;
}

void synth_own(struct synth *s, const float *stereo, size_t frames, float volume)
{
    s->sounds = stereo;
    s->frames = frames > 2 * OWN_JOIN ? frames : 0; /* shorter than its own crossfade: no loop can be made of it */
    s->own_volume = s->own_now = volume;
    s->at = 0;
}

void synth_own_volume(struct synth *s, float volume)
{
    s->own_volume = volume;
}

/* The loop's end dies away under its beginning. */
static void add_own(struct synth *s, float *stereo, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        size_t join = s->frames - OWN_JOIN;
        float end = s->at >= join ? (float)(s->at - join) / (float)OWN_JOIN : 0.0F;
        for (size_t ear = 0; ear < 2; ear++) {
            float v = s->sounds[2 * s->at + ear] * (1.0F - end);
            v += end > 0.0F ? s->sounds[2 * (s->at - join) + ear] * end : 0.0F;
            stereo[2 * k + ear] += s->own_now * v;
        }
        s->at = s->at + 1 < s->frames ? s->at + 1 : OWN_JOIN;
    }
}

static void ring_bells(struct synth *s, const struct sound_moment *m, float block_s)
{
    if (!s->begun && !m->quiet) {
        s->begun = true;
        bowl_strike(&s->bowl, SYNTH_START_BELL_S, s->volumes.bells);
    }
    if (s->begun && !s->ended && m->end_in_s < block_s) { /* false while no end is known */
        s->ended = true;
        bowl_hush(&s->bowl);
        bowl_strike(&s->bowl, m->end_in_s, s->volumes.bells);
    }
}

static struct sound_breath breath_now(struct synth *s, const struct sound_moment *m, float later_s)
{
    float cycle_s = pace_cycle_s(&m->pace);
    if (cycle_s > 0.0F) {
        struct sound_breath b = sound_breath_at(&m->pace, fmodf(m->position_s + later_s, cycle_s));
        s->rest_lung = b.lung;
        return b;
    }
    float wanted = m->own_lung >= 0.0F ? fminf(m->own_lung, 1.0F) : REST_LUNG;
    s->rest_lung += (1.0F - expf(-(float)BLOCK / (REST_S * SOUND_RATE_HZ))) * (wanted - s->rest_lung);
    return (struct sound_breath){SOUND_NONE, s->rest_lung, 0.0F};
}

static float fade(const struct synth *s, const struct sound_moment *m, float block_s)
{
    float wanted = m->quiet || s->ended ? 0.0F : 1.0F;
    float step = block_s / (s->ended ? END_S : FADE_S);
    return s->open + fmaxf(-step, fminf(step, wanted - s->open));
}

static void finish(struct synth *s, const struct sound_moment *m, float *stereo, size_t n)
{
    float from = s->open, to = fade(s, m, (float)n / SOUND_RATE_HZ);
    for (size_t k = 0; k < n; k++) {
        float x = from + (to - from) * (float)k / (float)n;
        float gain = x * x * (3.0F - 2.0F * x);
        stereo[2 * k] *= gain;
        stereo[2 * k + 1] *= gain;
    }
    s->open = to;
    bowl_add(&s->bowl, gain_of(s->volumes.bowl), stereo, n);
    for (size_t k = 0; k < 2 * n; k++) {
        float loud = fabsf(stereo[k]), over = (loud - BEND_FROM) / (SYNTH_PEAK - BEND_FROM);
        stereo[k] = over > 0.0F ? copysignf(BEND_FROM + (SYNTH_PEAK - BEND_FROM) * tanhf(over), stereo[k]) : stereo[k];
    }
}

void synth_render(struct synth *s, const struct sound_moment *m, float *stereo, size_t n)
{
    ring_bells(s, m, (float)n / SOUND_RATE_HZ);
    memset(stereo, 0, 2 * n * sizeof *stereo);
    for (size_t from = 0; from < n;) {
        size_t part = n - from < BLOCK ? n - from : BLOCK;
        float *out = stereo + 2 * from, softly = 1.0F - expf(-(float)part / (VOLUME_S * SOUND_RATE_HZ));
        struct sound_breath b = breath_now(s, m, (float)from / SOUND_RATE_HZ);
        s->pad_now += softly * (gain_of(s->volumes.pad) - s->pad_now);
        s->sea_now += softly * (gain_of(s->volumes.sea) - s->sea_now);
        pad_add(&s->pad, &b, m->steadiness, s->pad_now, out, part);
        sea_add(&s->sea, &b, s->sea_now, out, part);
        s->own_now += softly * (s->own_volume - s->own_now);
        if (s->frames > 0) {
            add_own(s, out, part);
        }
        finish(s, m, out, part);
        from += part;
    }
}
