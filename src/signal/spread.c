/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A window of values as a histogram with pointers to two of its ranks. A value comes, one goes, and the pointers walk
 * the few bins to where they belong.
 *
 * 1. below = sum of count[0..at-1] of each rank at any time, and n = sum of all.
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

enum { QUARTILE_PERCENT = 75, HIGH_PERCENT = 95 };

static void add(struct spread *s, uint16_t bin, int by)
{
    if (bin == SPREAD_NONE) {
        return;
    }
    s->count[bin] = (uint8_t)(s->count[bin] + by);
    s->n = (uint8_t)(s->n + by);
    s->quartile.below = (uint8_t)(s->quartile.below + (bin < s->quartile.at ? by : 0));
    s->high.below = (uint8_t)(s->high.below + (bin < s->high.at ? by : 0));
}

/* To the smallest value with so many percent of all at or below it. */
static void walk(const struct spread *s, struct spread_rank *r, int percent)
{
    uint8_t rank = (uint8_t)((percent * s->n + 99) / 100);
    while (r->below > 0 && r->below >= rank) {
        r->at--;
        r->below = (uint8_t)(r->below - s->count[r->at]);
    }
    while (rank > 0 && r->below + s->count[r->at] < rank) {
        r->below = (uint8_t)(r->below + s->count[r->at]);
        r->at++;
    }
}

void spread_push(struct spread *s, uint16_t bin)
{
    add(s, s->ring[s->next], -1);
    s->ring[s->next] = bin;
    s->next = s->next + 1 == SPREAD_WINDOW ? 0 : (uint8_t)(s->next + 1);
    add(s, bin, 1);
    walk(s, &s->quartile, QUARTILE_PERCENT);
    walk(s, &s->high, HIGH_PERCENT);
}

float spread_quartile(const struct spread *s)
{
    return s->n == 0 ? 0.0F : (float)s->quartile.at + 0.5F;
}

float spread_high(const struct spread *s)
{
    return s->n == 0 ? 0.0F : (float)s->high.at + 0.5F;
}

uint64_t spread_hash(const struct spread *s, uint64_t h)
{
    for (int i = 0; i < SPREAD_WINDOW; i++) {
        h = hash_u64(h, s->ring[i]);
    }
    return hash_u64(hash_u64(hash_u64(hash_u64(h, s->next), s->n), s->quartile.at), s->high.at);
}
