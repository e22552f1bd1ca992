/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The block after a jump tells how far it was, or takes it back. */
#include "train/depth.h"

#include <math.h>

#include "base/hash.h"
#include "signal/stats.h"

static const float POWER = 0.55F, REFERENCE_PER_MIN = 6.0F; /* chosen: of 0.5-1; any rate will do */
enum { FREE_LEAST = 3 };                                    /* chosen: a median of fewer is one breath */

/* The middle one of three guided breaths varies by less than 15 %: beyond that by a fifth it is the sensor, or a new
   way of breathing, which the heart answers alike. What varies below that is followed by half a block. chosen */
static const float JUMP_LOG = 0.22F, FOLLOWS = 0.5F;

void depth_init(struct depth *d)
{
    *d = (struct depth){.before = NAN};
}

float depth_usual(float per_min)
{
    return POWER * logf(REFERENCE_PER_MIN / per_min);
}

float depth_of(const struct breath *b)
{
    bool told = b->depth > 0.0F && isfinite(b->depth) && b->rate_per_min > 0.0F;
    return told ? logf(b->depth) - depth_usual(b->rate_per_min) : NAN;
}

void depth_note_free(struct depth *d, float depth)
{
    if (!isnan(depth)) {
        d->free[d->free_n++ % DEPTH_FREE] = depth;
    }
}

void depth_note_guided(struct depth *d, float depth)
{
    if (!isnan(depth)) {
        d->guided[d->guided_n++ % DEPTH_GUIDED] = depth;
    }
}

float depth_beyond(const struct depth *d, float depth)
{
    uint32_t n = d->free_n < DEPTH_FREE ? d->free_n : DEPTH_FREE;
    return n < FREE_LEAST ? NAN : depth - stats_median(d->free, n);
}

float depth_jump(struct depth *d)
{
    if (d->guided_n < DEPTH_GUIDED) {
        return 0.0F;
    }
    float now = stats_median(d->guided, DEPTH_GUIDED), more = now - d->before;
    bool jumps = fabsf(more) >= JUMP_LOG;
    if (!jumps && !d->jumped) {
        d->before = isnan(d->before) ? now : d->before + FOLLOWS * more;
        return 0.0F;
    }
    d->jumped = jumps;
    d->before = now;
    return more;
}

void depth_rescale(struct depth *d, float by)
{
    for (int i = 0; i < DEPTH_FREE; i++) {
        d->free[i] += by;
    }
}

uint64_t depth_hash(const struct depth *d, uint64_t h)
{
    h = hash_f32(hash_f32s(hash_f32s(h, d->free, DEPTH_FREE), d->guided, DEPTH_GUIDED), d->before);
    return hash_u64(hash_u64(hash_u64(h, d->free_n), d->guided_n), d->jumped);
}
