/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. No gain changes faster than a time constant of GAIN_S: nothing clicks.
   2. A note swells over NOTE_SWELL_S: no onset is sharper than 30 ms. */
#include "sound/pad.h"

#include <string.h>

/* A2 with its fifth, octave, twelfth and double octave; then D2 and D3 for the out-breath, a fourth below the
   in-breath's. chosen: open consonances that carry no mood of their own */
static const float HZ[PAD_TONES] = {110.0F, 165.0F, 220.0F, 330.0F, 440.0F, 73.416F, 146.832F};
static const float DETUNE = 0.0015F; /* chosen: beats slower than a second */
/* Gains with an empty and with a full lung on the in-breath, and what the out-breath adds at its middle. */
static const float EMPTY[PAD_TONES] = {0.090F, 0.040F, 0.016F, 0.0F, 0.0F, 0.0F, 0.0F};
static const float FULL[PAD_TONES] = {0.075F, 0.052F, 0.062F, 0.036F, 0.016F, 0.0F, 0.0F};
static const float HUM[PAD_TONES] = {-0.045F, -0.030F, 0.0F, 0.0F, 0.0F, 0.080F, 0.085F};
static const float GAIN_S = 0.08F;
/* The climb: A3, C#4, E4, A4; where in the in-breath each begins. */
static const float NOTE_HZ[PAD_NOTES] = {220.0F, 277.183F, 329.628F, 440.0F};
static const float NOTE_AT[PAD_NOTES] = {0.02F, 0.18F, 0.40F, 0.70F};
static const float NOTE_SWELL_S = 0.12F, NOTE_DECAY_S = 1.3F, NOTE_GAIN = 0.055F, NOTE_GONE_S = 9.0F;
static const float PI_F = 3.14159265F;

void pad_init(struct pad *p)
{
    memset(p, 0, sizeof *p);
    for (int i = 0; i < PAD_TONES; i++) {
        p->left[i] = tone_of(HZ[i] * (1.0F - DETUNE));
        p->right[i] = tone_of(HZ[i] * (1.0F + DETUNE));
    }
    for (int i = 0; i < PAD_NOTES; i++) {
        p->notes[i].age_s = -1.0F;
        p->notes[i].pan = 0.3F + 0.4F * (float)i / (float)(PAD_NOTES - 1);
    }
}

static float gain_wanted(int i, const struct sound_breath *b, float warm)
{
    float hum = b->side == SOUND_OUT ? sinf(PI_F * b->share) : 0.0F;
    float open = i >= 3 && i <= 4 ? 0.4F + 0.6F * warm : 1.0F;
    float gain = EMPTY[i] + (FULL[i] - EMPTY[i]) * b->lung;
    /* On the way out the brightness goes first, the hum stays. */
    gain *= b->side == SOUND_OUT && i >= 2 && i <= 4 ? b->lung : 1.0F;
    return open * gain + hum * HUM[i] * (i < 2 ? gain / FULL[i] : 1.0F);
}

static void begin_notes(struct pad *p, const struct sound_breath *b)
{
    if (b->side != SOUND_IN) {
        p->notes_n = 0;
        return;
    }
    while (p->notes_n < PAD_NOTES && b->share >= NOTE_AT[p->notes_n]) {
        struct pad_note *note = &p->notes[p->notes_n];
        if (b->share < NOTE_AT[p->notes_n] + 0.1F && (note->age_s < 0.0F || note->age_s > 2.0F * NOTE_DECAY_S)) {
            note->tone = tone_of(NOTE_HZ[p->notes_n]);
            note->age_s = 0.0F;
        }
        p->notes_n++;
    }
}

static void add_note(struct pad_note *note, float volume, float *stereo, size_t n)
{
    const float step_s = 1.0F / SOUND_RATE_HZ;
    float fall = expf(-step_s / NOTE_DECAY_S), decay = expf(-fmaxf(0.0F, note->age_s - NOTE_SWELL_S) / NOTE_DECAY_S);
    for (size_t k = 0; k < n; k++) {
        bool swells = note->age_s < NOTE_SWELL_S;
        float shape = swells ? 0.5F - 0.5F * cosf(PI_F * note->age_s / NOTE_SWELL_S) : decay;
        float v = volume * NOTE_GAIN * shape * tone_next(&note->tone);
        stereo[2 * k] += v * (1.0F - note->pan);
        stereo[2 * k + 1] += v * note->pan;
        decay *= swells ? 1.0F : fall;
        note->age_s += step_s;
    }
    tone_mend(&note->tone);
    note->age_s = note->age_s > NOTE_GONE_S ? -1.0F : note->age_s;
}

void pad_add(struct pad *p, const struct sound_breath *breath, float warm, float volume, float *stereo, size_t n)
{
    const float follow = 1.0F - expf(-1.0F / (GAIN_S * SOUND_RATE_HZ));
    for (int i = 0; i < PAD_TONES; i++) {
        float wanted = volume * gain_wanted(i, breath, warm), gain = p->gain[i];
        for (size_t k = 0; k < n; k++) {
            gain += follow * (wanted - gain);
            stereo[2 * k] += gain * tone_next(&p->left[i]);
            stereo[2 * k + 1] += gain * tone_next(&p->right[i]);
        }
        p->gain[i] = gain;
        tone_mend(&p->left[i]);
        tone_mend(&p->right[i]);
    }
    begin_notes(p, breath);
    for (int i = 0; i < PAD_NOTES; i++) {
        if (p->notes[i].age_s >= 0.0F) {
            add_note(&p->notes[i], volume, stereo, n);
        }
    }
}
