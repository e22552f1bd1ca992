/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_OUTBOX_H
#define SIGNAL_OUTBOX_H

#include "signal/body.h"

/**
 * What a body has to tell, until somebody asks: a ring of which the oldest is lost when it is full.
 *
 * first, n  The oldest event, and how many there are
 */
struct outbox {
    struct body_event events[BODY_EVENTS_MAX];
    uint32_t first, n;
};

void outbox_put(struct outbox *o, const struct body_event *v);

/** At most cap into out, oldest first; they are gone then. return: their number. */
size_t outbox_take(struct outbox *o, struct body_event *out, size_t cap);

uint64_t outbox_hash(const struct outbox *o, uint64_t h);

#endif
