/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sequence lock whose words are atomic themselves, so that a torn look is defined, noticed and thrown away.
   Source: Boehm 2012, Can seqlocks get along with programming language memory models, doi 10.1145/2247684.2247688 */
#include "base/snapshot.h"

#include <assert.h>
#include <string.h>

enum { LOOKS = 8 };

void snapshot_init(struct snapshot *s)
{
    atomic_init(&s->turn, 0);
    for (int i = 0; i < SNAPSHOT_WORDS; i++) {
        atomic_init(&s->words[i], 0);
    }
}

void snapshot_write(struct snapshot *s, const void *value, size_t bytes)
{
    uint32_t words[SNAPSHOT_WORDS] = {0};
    assert(bytes <= sizeof words);
    memcpy(words, value, bytes);
    unsigned turn = atomic_load_explicit(&s->turn, memory_order_relaxed);
    atomic_store_explicit(&s->turn, turn + 1, memory_order_relaxed);
    for (int i = 0; i < SNAPSHOT_WORDS; i++) { /* release: whoever sees a new word sees the odd turn */
        atomic_store_explicit(&s->words[i], words[i], memory_order_release);
    }
    atomic_store_explicit(&s->turn, turn + 2, memory_order_release);
}

bool snapshot_read(struct snapshot *s, void *value, size_t bytes)
{
    uint32_t words[SNAPSHOT_WORDS];
    assert(bytes <= sizeof words);
    for (int look = 0; look < LOOKS; look++) {
        unsigned before = atomic_load_explicit(&s->turn, memory_order_acquire);
        for (int i = 0; i < SNAPSHOT_WORDS; i++) { /* acquire: the second look at the turn comes after */
            words[i] = atomic_load_explicit(&s->words[i], memory_order_acquire);
        }
        unsigned after = atomic_load_explicit(&s->turn, memory_order_relaxed);
        if (before == after && before != 0 && before % 2 == 0) {
            memcpy(value, words, bytes);
            return true;
        }
    }
    return false;
}
