/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A clock that steps by intervals.
 *
 * 1. Joined beats are one interval apart, to the millisecond that the device gave (less the pull of 3).
 * 2. It is never more than BEATCLOCK_DISAGREE_US away from the arrivals, and never runs backwards.
 * 3. A beat cannot come after its packet: a clock that is ahead is pulled back by at most PULL a beat.
 */
#include "signal/beatclock.h"

#include "base/hash.h"

/* chosen: an interval bends by less than the millisecond steps of a strap's own clock matter for pictures */
static const usec PULL_US = 5 * USEC_PER_MS;

void beatclock_init(struct beatclock *c)
{
    *c = (struct beatclock){.last = USEC_NONE};
}

struct mark beatclock_place(struct beatclock *c, const struct reading *r)
{
    usec next = c->running ? c->last + usec_from_s((double)r->value * 1e-3) : r->t;
    usec ahead = next - r->t;
    bool joined = c->running && ahead <= BEATCLOCK_DISAGREE_US && -ahead <= BEATCLOCK_DISAGREE_US;
    if (!joined || (r->flags & READING_EXACT)) {
        next = r->t;
    } else if (ahead > 0) {
        next -= ahead < PULL_US ? ahead : PULL_US;
    }
    if (c->running && next <= c->last) {
        next = c->last + 1;
    }
    *c = (struct beatclock){next, true};
    return (struct mark){next, joined, 1.0F, MARK_NO_WAVE};
}

uint64_t beatclock_hash(const struct beatclock *c, uint64_t h)
{
    return hash_u64(hash_i64(h, c->last), c->running);
}
