/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signal/outbox.h"

#include "base/hash.h"

void outbox_put(struct outbox *o, const struct body_event *v)
{
    if (o->n == BODY_EVENTS_MAX) {
        o->first = (o->first + 1) % BODY_EVENTS_MAX;
        o->n--;
    }
    o->events[(o->first + o->n++) % BODY_EVENTS_MAX] = *v;
}

size_t outbox_take(struct outbox *o, struct body_event *out, size_t cap)
{
    size_t n = 0;
    for (; n < cap && o->n > 0; n++) {
        out[n] = o->events[o->first];
        o->first = (o->first + 1) % BODY_EVENTS_MAX;
        o->n--;
    }
    return n;
}

static uint64_t hash_event(const struct body_event *v, uint64_t h)
{
    h = hash_i64(hash_u64(hash_u64(h, v->kind), v->contact), v->t);
    h = hash_u64(hash_u64(hash_f32(hash_i64(h, v->beat.t), v->beat.rr_ms), v->beat.kind), v->beat.used);
    h = hash_f32(hash_f32(hash_i64(h, v->breath.t), v->breath.rate_per_min), v->breath.inhale_share);
    return hash_f32(hash_u64(hash_f32(h, v->breath.confidence), v->breath.source), v->breath.depth);
}

uint64_t outbox_hash(const struct outbox *o, uint64_t h)
{
    h = hash_u64(h, o->n);
    for (uint32_t i = 0; i < o->n; i++) {
        h = hash_event(&o->events[(o->first + i) % BODY_EVENTS_MAX], h);
    }
    return h;
}
