/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What differs between the choice of beats in an ECG and in a pulse.
 */
#include <math.h>

#include "signal/choose.h"

static float like_qrs(const union choose_shape *a, const union choose_shape *b)
{
    return qrs_outline_likeness(&a->qrs, &b->qrs);
}

static void blend_qrs(union choose_shape *usual, const union choose_shape *own, float share)
{
    float size = 0.0F;
    for (int k = 0; k < QRS_OUTLINE; k++) {
        size += own->qrs.v[k] * own->qrs.v[k];
    }
    float scale = size > 0.0F ? share / sqrtf(size) : 0.0F;
    for (int k = 0; k < QRS_OUTLINE; k++) {
        usual->qrs.v[k] += scale * own->qrs.v[k] - share * usual->qrs.v[k];
    }
}

static float like_pulse(const union choose_shape *a, const union choose_shape *b)
{
    return pulse_likeness(&a->pulse, &b->pulse);
}

static void blend_pulse(union choose_shape *usual, const union choose_shape *own, float share)
{
    float size = 0.0F;
    for (int k = 0; k < PULSE_SHAPE; k++) {
        size += own->pulse.slope[k] * own->pulse.slope[k];
    }
    float scale = size > 0.0F ? share / sqrtf(size) : 0.0F;
    for (int k = 0; k < PULSE_SHAPE; k++) {
        usual->pulse.slope[k] += scale * own->pulse.slope[k] - share * usual->pulse.slope[k];
    }
}

/* steeper: below the threshold, where it is clean; a P wave that no beat follows is then none, however long the pause.

   leader: two beats are never so near, the P wave of a slow conduction is.

   chosen, all: by people of many kinds (tests/bench/people.h). R to the peak of T is some 0.3 s at an interval of 1 s
   and goes with its root (Bazett 1920: QT 0.39 s); the dicrotic wave the same. No pulse stands so early as dicrotic
   waves may come, however they differ: the heart has hardly begun to fill. */
const struct choose_rules CHOOSE_ECG = {.refractory_s = 0.2F,
                                        .follower_sure = 0.33F,
                                        .follower_last = 0.40F,
                                        .follower_height = 0.8F,
                                        .leader_sure = 0.26F,
                                        .leader_last = 0.32F,
                                        .stray = 1.0F,
                                        .threshold = 0.15F,
                                        .steep = 4.0F,
                                        .steeper = 8.0F,
                                        .join_loose = 4.0F,
                                        .like_well = 0.9F,
                                        .like_ill = 0.8F,
                                        .split = -3.0F,
                                        .stands_from = 0.2F,
                                        .like_clean = 0.0F,
                                        .rhythm_clean = 0.25F,
                                        .doubt_from = 0.12F,
                                        .doubt_to = 0.35F,
                                        .likeness = like_qrs,
                                        .blend = blend_qrs};
const struct choose_rules CHOOSE_PULSE = {.refractory_s = 0.27F,
                                          .follower_sure = 0.36F,
                                          .follower_last = 0.45F,
                                          .follower_height = 0.75F,
                                          .leader_sure = 0.0F,
                                          .leader_last = 0.01F,
                                          .stray = 0.6F,
                                          .threshold = 0.2F,
                                          .join_loose = 100.0F,
                                          .like_well = 0.8F,
                                          .like_ill = 0.65F,
                                          .steep = 4.0F,
                                          .steeper = 4.0F,
                                          .like_clean = 0.0F,
                                          .rhythm_clean = 0.25F,
                                          .stands_from = 0.36F,
                                          .stands_like = 0.7F,
                                          .doubt_from = 0.2F,
                                          .doubt_to = 0.6F,
                                          .likeness = like_pulse,
                                          .blend = blend_pulse};
