/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One stream at a time becomes beats.
 *
 * 1. Beats come in strict order of time, whatever the stream.
 * 2. An interval of a wave is the distance of two marks without a hole between them; more than 3 s is a hole.
 */
#include "signal/heart.h"

#include <math.h>

#include "base/hash.h"
#include "signal/tachogram.h"

static const float RR_CLOCK_MAX_MS = 10000.0F; /* chosen: what is beyond is no interval; it must not move the clock */

void heart_init(struct heart *h)
{
    h->last = USEC_NONE;
    ecg_init(&h->ecg);
    ppg_init(&h->ppg);
    heart_listen(h, READING_KINDS);
}

void heart_listen(struct heart *h, uint8_t kind)
{
    h->kind = kind;
    h->broken = true;
    ecg_break(&h->ecg);
    ppg_break(&h->ppg);
    beatclock_init(&h->clock);
}

struct heart_beat heart_beat_of(const struct mark *m, usec last, bool broken)
{
    bool joined = m->joined && !broken && last != USEC_NONE && m->t - last <= TACHOGRAM_HOLE_US;
    return (struct heart_beat){m->t, joined ? (float)((double)(m->t - last) * 1e-3) : NAN, joined, m->quality, m->wave};
}

static bool in_order(const struct heart *h, usec t)
{
    return h->last == USEC_NONE || t > h->last;
}

static size_t push_interval(struct heart *h, const struct reading *r, struct heart_beat *out)
{
    struct reading sane = *r;
    if (!(sane.value > 0.0F)) {
        return 0;
    }
    sane.value = fminf(sane.value, RR_CLOCK_MAX_MS);
    struct mark m = beatclock_place(&h->clock, &sane);
    if (!in_order(h, m.t)) {
        return 0;
    }
    *out = (struct heart_beat){m.t, sane.value, m.joined && !h->broken, m.quality, m.wave};
    h->broken = false;
    h->last = m.t;
    return 1;
}

size_t heart_push(struct heart *h, const struct reading *r, usec t, struct heart_beat out[MARKS_MAX])
{
    if (h->kind == READING_IBI) {
        return push_interval(h, r, out);
    }
    struct mark marks[MARKS_MAX];
    size_t n = h->kind == READING_ECG ? ecg_push(&h->ecg, t, r->value, marks) : ppg_push(&h->ppg, t, r->value, marks);
    size_t told = 0;
    for (size_t i = 0; i < n; i++) {
        if (!in_order(h, marks[i].t)) {
            continue;
        }
        out[told++] = heart_beat_of(&marks[i], h->last, h->broken);
        h->last = marks[i].t;
        h->broken = false;
    }
    return told;
}

float heart_quality(const struct heart *h)
{
    if (h->kind == READING_ECG) {
        return ecg_quality(&h->ecg);
    }
    return h->kind == READING_PPG ? ppg_quality(&h->ppg) : 1.0F;
}

uint64_t heart_hash(const struct heart *h, uint64_t x)
{
    x = hash_u64(hash_i64(hash_u64(x, h->kind), h->last), h->broken);
    x = h->kind == READING_ECG ? ecg_hash(&h->ecg, x) : x;
    x = h->kind == READING_PPG ? ppg_hash(&h->ppg, x) : x;
    return beatclock_hash(&h->clock, x);
}
