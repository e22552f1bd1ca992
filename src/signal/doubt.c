/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A beat is suspect by a threshold that never moves, so that the rate does not feed on itself: a high threshold that
 * finds nothing would stay high, a low one that finds much would stay low.
 */
#include "signal/doubt.h"

#include "base/hash.h"

static const float NONE_EARLY = 1.2F; /* chosen: a heart has early beats of its own, and those come alone, too */
static const float NONE_LATE = 1.4F;  /* chosen: late ones are badly measured ones, and those come in company */
static const float RARE = 1.05F, MANY = 0.8F;            /* chosen: see bench_artefacts at 1 % and at 5 % */
static const float RATE_RARE = 0.01F, RATE_MANY = 0.03F; /* chosen: straps and a calm heart stay below the first */
static const float CLEAR_SHARE = 0.5F;     /* of the clear ones, chosen: who has early beats has some not so early */
static const float RATE_FIRST = 0.01F;     /* what is assumed of a heart nobody has listened to yet */
enum { SEEN_FIRST = 100, SEEN_MAX = 201 }; /* chosen: one suspect does not yet turn an assumption over */

void doubt_init(struct doubt *d)
{
    *d = (struct doubt){RATE_FIRST, 0.0F, SEEN_FIRST};
}

void doubt_push(struct doubt *d, enum doubt_of beat)
{
    d->seen = d->seen < SEEN_MAX ? (uint16_t)(d->seen + 1) : (uint16_t)SEEN_MAX;
    d->rate += ((beat == DOUBT_SUSPECT ? 1.0F : 0.0F) - d->rate) / (float)d->seen;
    d->clear += ((beat == DOUBT_CLEAR ? 1.0F : 0.0F) - d->clear) / (float)d->seen;
}

void doubt_set(struct doubt *d, const size_t of[DOUBT_KINDS], size_t beats)
{
    float assumed = RATE_FIRST * (float)(DOUBT_AROUND - beats);
    d->rate = ((float)of[DOUBT_SUSPECT] + assumed) / (float)DOUBT_AROUND;
    d->clear = (float)of[DOUBT_CLEAR] / (float)DOUBT_AROUND;
}

/* From one value to another as v goes from one end to the other. */
static float between(float v, float from, float to, float at_from, float at_to)
{
    return v >= to ? at_to : at_from + (v - from) / (to - from) * (at_to - at_from);
}

float doubt_factor(const struct doubt *d, bool late)
{
    float clear = CLEAR_SHARE * d->clear, rate = d->rate + (clear < RATE_RARE ? clear : RATE_RARE);
    return rate < RATE_RARE ? between(rate, 0.0F, RATE_RARE, late ? NONE_LATE : NONE_EARLY, RARE)
                            : between(rate, RATE_RARE, RATE_MANY, RARE, MANY);
}

uint64_t doubt_hash(const struct doubt *d, uint64_t h)
{
    return hash_u64(hash_f32(hash_f32(h, d->rate), d->clear), d->seen);
}
