/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHOT_PLAY_H
#define SHOT_PLAY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "engine/view.h"

/*
 * A session played by hand for tests: a pacer, a person who breathes a little behind it, a heart at 62.
 * Only what a test sets differs from a good session at steady pace.
 */
struct play {
    double breath_start_s, t_s;
    struct pace now, next;
    struct view view;
};

static inline struct pace play_pace(float per_min)
{
    const float s = 60.0F / per_min;
    return (struct pace){0.44F * s, 0.0F, 0.56F * s, 0.0F};
}

static inline float play_lung(const struct pace *p, float at)
{
    const float pi = 3.14159265F;
    return at < p->inhale_s ? 0.5F - 0.5F * cosf(pi * at / p->inhale_s)
                            : 0.5F + 0.5F * cosf(pi * (at - p->inhale_s) / p->exhale_s);
}

static inline void play_init(struct play *p, float per_min, float steadiness)
{
    memset(p, 0, sizeof *p);
    p->now = p->next = play_pace(per_min);
    p->view.stage = VIEW_GUIDE;
    p->view.bodies = 1;
    p->view.body[0] = (struct view_body){.signal = SIGNAL_GOOD,
                                         .scored = true,
                                         .hr_bpm = 62.0F,
                                         .swing_bpm = 9.0F,
                                         .breath_swing_bpm = 9.0F,
                                         .peak_share = 0.8F,
                                         .steadiness = steadiness,
                                         .breath_per_min = per_min,
                                         .breath_lung = NAN,
                                         .adherence = 0.9F,
                                         .since_beat_s = 0.3F};
}

/* Session time is now t_s (never back). A pace in next begins with the next breath. */
static inline void play_to(struct play *p, double t_s)
{
    struct view *v = &p->view;
    while (t_s - p->breath_start_s >= (double)pace_cycle_s(&p->now)) {
        p->breath_start_s += (double)pace_cycle_s(&p->now);
        p->now = p->next;
        v->breaths++;
    }
    const float at = (float)(t_s - p->breath_start_s);
    p->t_s = t_s;
    v->t = usec_from_s(t_s);
    v->progress = (float)(t_s / 600.0);
    v->remaining_s = (float)(600.0 - t_s);
    v->pace = p->now;
    v->pace_position_s = at;
    v->pace_lung = play_lung(&p->now, at);
    v->cue = at < p->now.inhale_s ? CUE_IN : CUE_OUT;
    v->body[0].since_beat_s = (float)fmod(t_s, 60.0 / 62.0);
}

#endif
