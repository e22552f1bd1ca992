/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A beat is suspect by a threshold that never moves, so that the rate does not feed on itself: a high threshold that
 * finds nothing would stay high, a low one that finds much would stay low.
 */
#include "signal/doubt.h"

#include "base/hash.h"

static const float RARE = 1.05F, MANY = 0.82F;           /* chosen: see bench_artefacts at 1 % and at 5 % */
static const float RATE_RARE = 0.01F, RATE_MANY = 0.03F; /* chosen: straps and a calm heart stay below the first */
static const float RATE_FIRST = 0.01F;                   /* what is assumed of a heart nobody has listened to yet */
enum { SEEN_FIRST = 100, SEEN_MAX = 201 };               /* chosen: one suspect does not yet turn an assumption over */

void doubt_init(struct doubt *d)
{
    *d = (struct doubt){RATE_FIRST, SEEN_FIRST};
}

void doubt_push(struct doubt *d, bool suspect)
{
    d->seen = d->seen < SEEN_MAX ? (uint16_t)(d->seen + 1) : (uint16_t)SEEN_MAX;
    d->rate += ((suspect ? 1.0F : 0.0F) - d->rate) / (float)d->seen;
}

void doubt_set(struct doubt *d, size_t suspects, size_t beats)
{
    d->rate = ((float)suspects + RATE_FIRST * (float)(DOUBT_AROUND - beats)) / (float)DOUBT_AROUND;
}

float doubt_factor(const struct doubt *d)
{
    float share = (d->rate - RATE_RARE) / (RATE_MANY - RATE_RARE);
    return share <= 0.0F ? RARE : (share >= 1.0F ? MANY : RARE + share * (MANY - RARE));
}

uint64_t doubt_hash(const struct doubt *d, uint64_t h)
{
    return hash_u64(hash_f32(h, d->rate), d->seen);
}
