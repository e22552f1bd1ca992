/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_AROUSAL_H
#define TRAIN_AROUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "signal/body.h"

/* Compassion makes some people tenser at first: their heart rate rises and its variability falls (Rockliff, Gilbert,
   McEwan, Lightman & Glover 2008, Clinical Neuropsychiatry 5:132). What "tenser" is in figures is ours: */
#define AROUSAL_TENSER_FOR_S 60    /* chosen: the project's rule for every practice; shorter is a sigh or a thought */
#define AROUSAL_HR_UP_BPM    3.0F  /* chosen: about the error of the two means; tests/bench/bench_offers.c counts */
#define AROUSAL_SWING_DOWN   0.12F /* chosen: about as much as the swing of quiet people varies (10 %) */
/* The swing's figure is a mean over three breaths, and a heart rate that rises is part of it for that long: it tells a
   fall up to 40 s late, so that it need not have been told for the whole minute. */
#define AROUSAL_SWING_FOR_S 20

/* Far above the quietest minute so far for half a minute. In quarrels hearts go from their usual 76 (men) to 82 (women)
   a minute to above 100, and then little is heard any more (Gottman & Silver 1999, The Seven Principles for Making
   Marriage Work, on flooding). chosen: about half of that way, so that a pause comes before it, and more than talking
   alone does */
#define AROUSAL_STIRRED_FOR_S  30
#define AROUSAL_STIRRED_UP_BPM 12.0F

/* The heart rate of the last 20 s is no longer below that of the 20 s before, and not above it, for 10 s. chosen */
#define AROUSAL_SETTLED_FOR_S    10
#define AROUSAL_SETTLED_DOWN_BPM 1.0F
#define AROUSAL_SETTLED_UP_BPM   2.0F

enum { AROUSAL_RING = 64, AROUSAL_NOW_S = 8, AROUSAL_HALF_S = 20, AROUSAL_BASE_FROM_S = 15, AROUSAL_BASE_S = 30 };

/**
 * Whether one body is tenser than at the start of the stage it is in, whether it has settled, whether it is stirred.
 * Unknown figures never count as any of them: bad signal starts the waiting anew.
 *
 * hr, swing          Ring of the last seconds, bpm; NaN unknown; seconds in all
 * stage_s            Seconds since the stage began
 * base_hr, _swing    The calmest half minute of the stage so far: lowest mean heart rate, highest mean swing. The first
 *                    counts from second 15 on: the swing looks back over three breaths, of the stage before
 * earlier_swing      base_swing of the stage before, when the breath went on as it was; NaN unknown. A mind that
 * wanders while a stage begins leaves no start to go by quiet_hr           The quietest minute's mean; NaN before the
 * first minute up_s, down_s, ...  For how many seconds heart rate has been up, swing down, and so on
 */
struct arousal {
    float hr[AROUSAL_RING], swing[AROUSAL_RING];
    uint32_t seconds, stage_s;
    float base_hr, base_swing, earlier_swing;
    float quiet_hr;
    uint32_t up_s, down_s, stirred_s, settled_s;
};

void arousal_init(struct arousal *a);

/** A stage begins: what follows is compared with its own start. same_breath: it guides the breath as the one before. */
void arousal_stage(struct arousal *a, bool same_breath);

/** The measures of one more second. */
void arousal_second(struct arousal *a, const struct measures *m);

bool arousal_tenser(const struct arousal *a);
bool arousal_stirred(const struct arousal *a);
bool arousal_settled(const struct arousal *a);

uint64_t arousal_hash(const struct arousal *a, uint64_t h);

#endif
