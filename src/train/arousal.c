/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means over the last seconds against a start. A mean over too few known seconds is unknown. */
#include "train/arousal.h"

#include <math.h>

#include "base/hash.h"

void arousal_init(struct arousal *a)
{
    *a = (struct arousal){.base_hr = NAN, .base_swing = NAN, .earlier_swing = NAN, .quiet_hr = NAN};
    for (int i = 0; i < AROUSAL_RING; i++) {
        a->hr[i] = a->swing[i] = NAN;
    }
}

void arousal_stage(struct arousal *a, bool same_breath)
{
    a->earlier_swing = same_breath ? a->base_swing : NAN;
    a->stage_s = a->up_s = a->down_s = 0;
    a->base_hr = a->base_swing = NAN;
}

/* Mean of n seconds that end `ago` seconds before now; NaN when fewer than two thirds of them are known. */
static float mean(const struct arousal *a, const float *ring, uint32_t ago, uint32_t n)
{
    float sum = 0.0F;
    uint32_t known = 0;
    for (uint32_t i = 0; i < n && ago + i < a->seconds; i++) {
        float v = ring[(a->seconds - 1 - ago - i) % AROUSAL_RING];
        sum += isnan(v) ? 0.0F : v;
        known += isnan(v) ? 0 : 1;
    }
    return known * 3 >= n * 2 ? sum / (float)known : NAN;
}

/* fminf and fmaxf pass over what is unknown. */
static void find_base(struct arousal *a)
{
    if (a->stage_s >= AROUSAL_BASE_FROM_S + AROUSAL_BASE_S) {
        a->base_hr = fminf(a->base_hr, mean(a, a->hr, 0, AROUSAL_BASE_S));
        a->base_swing = fmaxf(a->base_swing, mean(a, a->swing, 0, AROUSAL_BASE_S));
    }
}

/* One second more of it. A second without it, at the trough of a slow breath, takes two away; unknown begins anew. */
static uint32_t counted(uint32_t n, bool so, bool unknown)
{
    return so ? n + 1 : n > 2 && !unknown ? n - 2 : 0;
}

void arousal_second(struct arousal *a, const struct measures *m)
{
    a->hr[a->seconds % AROUSAL_RING] = m->hr_bpm;
    a->swing[a->seconds % AROUSAL_RING] = m->swing_bpm;
    a->seconds++;
    a->stage_s++;
    find_base(a);
    float now = mean(a, a->hr, 0, AROUSAL_NOW_S), swing = mean(a, a->swing, 0, AROUSAL_NOW_S);
    a->up_s = counted(a->up_s, now >= a->base_hr + AROUSAL_HR_UP_BPM, isnan(now));
    float usual = fmaxf(a->base_swing, a->earlier_swing);
    a->down_s = counted(a->down_s, swing <= usual * (1.0F - AROUSAL_SWING_DOWN), isnan(swing));
    a->quiet_hr = fminf(a->quiet_hr, mean(a, a->hr, 0, 60));
    a->stirred_s = now >= a->quiet_hr + AROUSAL_STIRRED_UP_BPM ? a->stirred_s + 1 : 0;
    float more = mean(a, a->hr, 0, AROUSAL_HALF_S) - mean(a, a->hr, AROUSAL_HALF_S, AROUSAL_HALF_S);
    bool settled = more >= -AROUSAL_SETTLED_DOWN_BPM && more <= AROUSAL_SETTLED_UP_BPM;
    a->settled_s = settled ? a->settled_s + 1 : 0;
}

bool arousal_tenser(const struct arousal *a)
{
    return a->up_s >= AROUSAL_TENSER_FOR_S && a->down_s >= AROUSAL_SWING_FOR_S;
}

bool arousal_stirred(const struct arousal *a)
{
    return a->stirred_s >= AROUSAL_STIRRED_FOR_S;
}

bool arousal_settled(const struct arousal *a)
{
    return a->settled_s >= AROUSAL_SETTLED_FOR_S;
}

uint64_t arousal_hash(const struct arousal *a, uint64_t h)
{
    h = hash_f32s(hash_f32s(h, a->hr, AROUSAL_RING), a->swing, AROUSAL_RING);
    h = hash_u64(hash_u64(hash_f32(hash_f32(hash_f32(h, a->base_hr), a->base_swing), a->earlier_swing), a->seconds),
                 a->stage_s);
    h = hash_u64(hash_u64(hash_u64(hash_f32(h, a->quiet_hr), a->up_s), a->down_s), a->stirred_s);
    return hash_u64(h, a->settled_s);
}
