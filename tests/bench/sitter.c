/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/sitter.h"

#include <string.h>

enum { STEP_US = 4000, BELT_STEPS = 10 };
static const double OWN_SHARE = 0.42; /* of link/person.c */

void sitter_be(struct sitter *s, enum sitter_make make, unsigned kind, uint64_t seed, unsigned day)
{
    memset(s, 0, sizeof *s);
    s->make = make;
    if (make != SITTER_OURS) {
        stranger_be(&s->stranger, (enum stranger_manner)(make - SITTER_STRANGE), kind, seed, day);
    } else {
        cohort_person(&s->person, kind, seed, day);
    }
}

void sitter_pace(struct sitter *s, usec t, const struct pace *pace)
{
    if (s->make != SITTER_OURS) {
        stranger_pace(&s->stranger, t, pace);
    } else {
        person_pace(&s->person, t, pace);
    }
}

static size_t advance_stranger(struct sitter *s, usec t, struct reading *out, size_t cap)
{
    struct stranger *p = &s->stranger;
    size_t n = 0;
    while ((p->step + 1) * STEP_US <= t && n + 2 <= cap) {
        usec beat_t = 0;
        double rr_ms = 0.0;
        stranger_live(p, &beat_t, &rr_ms);
        usec now = p->step * STEP_US;
        if (rr_ms > 0.0) {
            out[n++] =
                (struct reading){.t = beat_t, .value = (float)rr_ms, .kind = READING_IBI, .flags = READING_EXACT};
        }
        if (p->step % BELT_STEPS == 0 && usec_to_s(now) >= p->silent_until_s) {
            out[n++] = (struct reading){.t = now,
                                        .tick = s->belts++,
                                        .value = (float)stranger_belt(p),
                                        .kind = READING_RESP,
                                        .channel = RESP_BELT,
                                        .flags = READING_EXACT};
        }
    }
    return n;
}

size_t sitter_advance(struct sitter *s, usec t, struct reading *out, size_t cap)
{
    return s->make != SITTER_OURS ? advance_stranger(s, t, out, cap) : person_advance(&s->person, t, out, cap);
}

bool sitter_wants_faster(struct sitter *s)
{
    bool wants = s->make != SITTER_OURS && s->stranger.wants_faster;
    s->stranger.wants_faster = false;
    return wants;
}

struct sitter_truth sitter_look(const struct sitter *s)
{
    const struct stranger *o = &s->stranger;
    const struct person *p = &s->person;
    if (s->make != SITTER_OURS) {
        return (struct sitter_truth){.own_per_min = o->body.own_per_min,
                                     .own_share = o->body.own_share,
                                     .breath_per_min = 60.0 / o->length_s,
                                     .floor_per_min = o->body.floor_per_min,
                                     .stress = o->stress,
                                     .swing_bpm = o->swing_bpm_now,
                                     .deaf = o->trouble.deaf,
                                     .silent = usec_to_s(o->step * STEP_US) < o->silent_until_s};
    }
    double w = p->body.fast_share;
    double swing = p->body.swing_bpm * (1.0 - 0.4 * p->stress) * ((1.0 - w) * p->band_v + w * p->fast);
    return (struct sitter_truth){.own_per_min = p->body.own_per_min,
                                 .own_share = OWN_SHARE,
                                 .breath_per_min = 60.0 / p->period_s,
                                 .floor_per_min = p->body.floor_per_min,
                                 .stress = p->stress,
                                 .swing_bpm = swing,
                                 .deaf = p->trouble.deaf,
                                 .silent = usec_to_s(p->step * STEP_US) < p->silent_until_s};
}

double sitter_swing_bpm(const struct sitter *s, double per_min, bool moved)
{
    if (s->make != SITTER_OURS) {
        return stranger_swing_bpm(&s->stranger, per_min, moved);
    }
    struct person_body b = s->person.body;
    b.resonance_per_min += moved ? s->person.trouble.shift_per_min : 0.0;
    return person_swing_bpm(&b, per_min);
}
