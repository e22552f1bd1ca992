/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strike lands on its sample, wherever the blocks begin: the bell is on the session's clock. */
#include "sound/bowl.h"

#include <stdbool.h>
#include <string.h>

/* Partials 1, 2.71, 5.05, 7.9 of a bowl, the first two with a twin; time constants of their decay, s. */
static const float FIRST_HZ = 196.0F;
static const float RATIO[BOWL_TONES] = {1.0F, 1.004F, 2.71F, 2.719F, 5.05F, 7.9F};
static const float DECAY_S[BOWL_TONES] = {4.5F, 4.3F, 2.5F, 2.4F, 1.3F, 0.7F};
static const float STRENGTH[BOWL_TONES] = {0.090F, 0.055F, 0.045F, 0.030F, 0.018F, 0.008F};
/* A mallet of felt: 5 ms until it has left. */
enum { RISE = SOUND_RATE_HZ / 200 };

void bowl_init(struct bowl *b)
{
    memset(b, 0, sizeof *b);
    for (int i = 0; i < BOWL_TONES; i++) {
        b->tone[i] = tone_of(FIRST_HZ * RATIO[i]);
    }
}

void bowl_strike(struct bowl *b, float in_s, uint8_t n)
{
    uint64_t at = (uint64_t)(fmaxf(0.0F, in_s) * SOUND_RATE_HZ + 0.5F);
    for (; n > 0 && b->waiting < BOWL_STRIKES; n--) {
        b->at[b->waiting++] = at;
        at += (uint64_t)(BOWL_APART_S * SOUND_RATE_HZ);
    }
}

void bowl_hush(struct bowl *b)
{
    b->waiting = 0;
}

static void strike_now(struct bowl *b)
{
    for (int i = 0; i < BOWL_TONES; i++) {
        b->push[i] = STRENGTH[i] / (float)RISE;
    }
    b->rising = RISE;
}

/* How many samples until the next strike, at most n; those due are struck. */
static size_t until_next(struct bowl *b, size_t n)
{
    size_t next = n;
    uint8_t kept = 0;
    for (uint8_t i = 0; i < b->waiting; i++) {
        if (b->at[i] == 0) {
            strike_now(b);
        } else {
            next = b->at[i] < next ? (size_t)b->at[i] : next;
            b->at[kept++] = b->at[i];
        }
    }
    b->waiting = kept;
    return next;
}

static bool rings(const struct bowl *b)
{
    return b->rising > 0 || b->level[0] > 1e-6F;
}

static void ring(struct bowl *b, float volume, float *stereo, size_t n)
{
    for (int i = 0; i < BOWL_TONES; i++) {
        float fall = expf(-1.0F / (DECAY_S[i] * SOUND_RATE_HZ)), level = b->level[i];
        float left = (i % 2) ? 0.45F : 0.55F;
        uint32_t rising = b->rising;
        for (size_t k = 0; k < n; k++) {
            level = level * fall + (rising > 0 ? b->push[i] : 0.0F);
            rising -= rising > 0 ? 1 : 0;
            float v = volume * level * tone_next(&b->tone[i]) * 2.0F;
            stereo[2 * k] += v * left;
            stereo[2 * k + 1] += v * (1.0F - left);
        }
        b->level[i] = level;
        tone_mend(&b->tone[i]);
    }
    b->rising -= b->rising < n ? b->rising : (uint32_t)n;
}

void bowl_add(struct bowl *b, float volume, float *stereo, size_t n)
{
    while (n > 0) {
        size_t part = until_next(b, n);
        if (rings(b)) {
            ring(b, volume, stereo, part);
        }
        for (uint8_t i = 0; i < b->waiting; i++) {
            b->at[i] -= part;
        }
        stereo += 2 * part;
        n -= part;
    }
}
