/* SPDX-License-Identifier: GPL-3.0-or-later */
/* head and tail run freely and wrap as unsigned numbers do: head - tail is the fill, 0..RING_SLOTS. The release store
   of one side pairs with the acquire load of the other, so a slot is whole before it is seen and read before it is
   written again. */
#include "base/ring.h"

void ring_init(struct ring *r)
{
    atomic_init(&r->head, 0);
    atomic_init(&r->tail, 0);
    atomic_init(&r->dropped, 0);
}

bool ring_push(struct ring *r, const struct chunk *c)
{
    uint32_t head = atomic_load_explicit(&r->head, memory_order_relaxed);
    uint32_t tail = atomic_load_explicit(&r->tail, memory_order_acquire);
    if (head - tail == RING_SLOTS) {
        atomic_fetch_add_explicit(&r->dropped, 1, memory_order_relaxed);
        return false;
    }
    r->slots[head % RING_SLOTS] = *c;
    atomic_store_explicit(&r->head, head + 1, memory_order_release);
    return true;
}

bool ring_pop(struct ring *r, struct chunk *out)
{
    uint32_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);
    uint32_t head = atomic_load_explicit(&r->head, memory_order_acquire);
    if (head == tail) {
        return false;
    }
    *out = r->slots[tail % RING_SLOTS];
    atomic_store_explicit(&r->tail, tail + 1, memory_order_release);
    return true;
}

uint32_t ring_dropped(const struct ring *r)
{
    return atomic_load_explicit(&r->dropped, memory_order_relaxed);
}
