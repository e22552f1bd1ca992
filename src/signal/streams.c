/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signal/streams.h"

#include <math.h>

#include "base/hash.h"

static int find_stream(const struct streams *s, uint8_t source, uint8_t kind, uint8_t channel)
{
    for (int i = 0; i < s->n; i++) {
        const struct stream *x = &s->at[i];
        if (x->source == source && x->kind == kind && x->channel == channel) {
            return i;
        }
    }
    return -1;
}

int streams_announce(struct streams *s, uint8_t source, uint8_t kind, uint8_t channel, float ticks_per_s)
{
    if (source >= LINKS_MAX || kind >= READING_KINDS || !(ticks_per_s >= 0.0F) || isinf(ticks_per_s)) {
        return R_ARG;
    }
    int i = find_stream(s, source, kind, channel);
    if (i < 0) {
        if (s->n == BODY_STREAMS_MAX) {
            return R_FULL;
        }
        i = s->n++;
        s->at[i] = (struct stream){.source = source, .kind = kind, .channel = channel, .last = USEC_NONE};
    }
    timebase_init(&s->at[i].time, (double)ticks_per_s);
    return R_OK;
}

int streams_of(struct streams *s, const struct reading *r)
{
    int i = find_stream(s, r->source, r->kind, r->channel);
    if (i < 0 && streams_announce(s, r->source, r->kind, r->channel, 0.0F) == R_OK) {
        i = s->n - 1;
    }
    return i;
}

/* Which is better heard: 0 the best. */
static int rank_of(const struct stream *x)
{
    if (x->kind == READING_RESP) {
        return x->channel;
    }
    return x->kind == READING_IBI ? 0 : (x->kind == READING_ECG ? 1 : 2);
}

bool streams_to_hear(const struct streams *s, int heard, int i, usec t, usec silent)
{
    if (heard < 0 || heard == i) {
        return true;
    }
    const struct stream *now = &s->at[heard];
    return rank_of(&s->at[i]) < rank_of(now) || t - now->last > silent;
}

void streams_break(struct streams *s, uint8_t source)
{
    for (uint8_t i = 0; i < s->n; i++) {
        if (s->at[i].source == source) {
            timebase_break(&s->at[i].time);
        }
    }
}

uint64_t streams_hash(const struct streams *s, uint64_t h)
{
    for (uint8_t i = 0; i < s->n; i++) {
        const struct stream *x = &s->at[i];
        h = hash_i64(hash_u64(hash_u64(hash_u64(h, x->source), x->kind), x->channel), x->last);
        h = timebase_hash(&x->time, h);
    }
    return hash_u64(h, s->n);
}
