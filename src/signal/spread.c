/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A window of values as a histogram with a pointer to its upper quartile. A value comes, one goes, and the pointer
 * walks the few bins to where it belongs.
 *
 * 1. below = sum of count[0..at-1] at any time, and n = sum of all.
 */
#include "signal/spread.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"

void spread_init(struct spread *s)
{
    memset(s, 0, sizeof *s);
    for (int i = 0; i < SPREAD_WINDOW; i++) {
        s->ring[i] = SPREAD_NONE;
    }
}

uint16_t spread_bin(float v)
{
    if (isnan(v)) {
        return SPREAD_NONE;
    }
    return v < (float)(SPREAD_BINS - 1) ? (uint16_t)v : SPREAD_BINS - 1;
}

static void add(struct spread *s, uint16_t bin, int by)
{
    if (bin == SPREAD_NONE) {
        return;
    }
    s->count[bin] = (uint8_t)(s->count[bin] + by);
    s->n = (uint8_t)(s->n + by);
    s->below = (uint8_t)(s->below + (bin < s->at ? by : 0));
}

void spread_push(struct spread *s, uint16_t bin)
{
    add(s, s->ring[s->next], -1);
    s->ring[s->next] = bin;
    s->next = s->next + 1 == SPREAD_WINDOW ? 0 : (uint8_t)(s->next + 1);
    add(s, bin, 1);
    /* The rank of the quartile: the smallest value with at least 3/4 of all at or below it. */
    uint8_t rank = (uint8_t)((3 * s->n + 3) / 4);
    while (s->below > 0 && s->below >= rank) {
        s->at--;
        s->below = (uint8_t)(s->below - s->count[s->at]);
    }
    while (rank > 0 && s->below + s->count[s->at] < rank) {
        s->below = (uint8_t)(s->below + s->count[s->at]);
        s->at++;
    }
}

float spread_quartile(const struct spread *s)
{
    return s->n == 0 ? 0.0F : (float)s->at + 0.5F;
}

uint64_t spread_hash(const struct spread *s, uint64_t h)
{
    for (int i = 0; i < SPREAD_WINDOW; i++) {
        h = hash_u64(h, s->ring[i]);
    }
    return hash_u64(hash_u64(hash_u64(h, s->next), s->n), s->at);
}
