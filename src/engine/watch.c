/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listening for silence. The first cause named for a gap stays its cause: a port that was unplugged is not "silent". */
#include "engine/watch.h"

void watch_init(struct watch *w)
{
    *w = (struct watch){USEC_NONE, USEC_NONE, false, 0};
}

void watch_bytes(struct watch *w, usec t)
{
    w->bytes = t;
}

bool watch_reading(struct watch *w, usec t, usec *from, uint8_t *why)
{
    bool ended = w->lost;
    *from = w->last;
    *why = w->why;
    w->last = t;
    w->lost = false;
    return ended;
}

void watch_lost(struct watch *w, uint8_t why)
{
    if (w->last != USEC_NONE && !w->lost) {
        w->lost = true;
        w->why = why;
    }
}

bool watch_tick(struct watch *w, usec now)
{
    if (w->lost || w->last == USEC_NONE || now - w->last <= WATCH_SILENT_US) {
        return false;
    }
    bool talking = w->bytes != USEC_NONE && now - w->bytes < WATCH_SILENT_US;
    watch_lost(w, talking ? GAP_NOISE : GAP_SILENT);
    return true;
}
