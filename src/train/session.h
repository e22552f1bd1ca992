/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_SESSION_H
#define TRAIN_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/usec.h"
#include "signal/body.h"
#include "train/answer.h"
#include "train/arousal.h"
#include "train/follower.h"
#include "train/guide.h"
#include "train/pacer.h"
#include "train/together.h"

enum session_stage { SESSION_LISTEN, SESSION_GUIDE, SESSION_END };

enum { SESSION_PEOPLE = 2 };

/**
 * length    Of practice, pauses left out; > 0
 * practice  What is said and done, borrowed; NULL: only the pace
 * guided    What the practice's stages share; 0: length. What is longer stays in the last stage
 * people    1 or 2; adapt[] of each
 */
struct session_config {
    usec length;
    struct adapt_config adapt[SESSION_PEOPLE];
    const struct practice *practice;
    usec guided;
    struct answer_earlier earlier;
    uint8_t people;
};

/** A pace as it took effect. */
struct session_pace {
    usec t; /* where its first breath began */
    struct pace pace;
    uint8_t why;
};

/**
 * One sitting: listen, guide, end; pause at any time.
 *
 * paused_at   Since when it is paused, of `now`
 * practised   Time spent so far, pauses left out
 * breath_at   Where the guided breath in progress began; USEC_NONE without
 * people[]    Each before the pacer; who leads it when there is one: the first, and for two the gentler
 * unpaced     The stage in progress has no pacer
 * exhaling    The breath that leads (the pacer's, or without one the person's own) goes out
 * phase_rad   Of the own breath, one tick ago
 * said        Something was said in the last advance, when says is true
 * sums        Gathered while a stage measures;  answer: what the last one amounted to
 * arousal[]   Of each person
 * block_from  Where the block of three breaths that is being measured began, in pacer cycles and in time
 */
struct session {
    struct session_config config;
    uint8_t stage;
    bool paused;
    usec paused_at, practised, breath_at;
    struct pacer pacer;
    struct follower people[SESSION_PEOPLE];
    struct session_pace last_pace;
    usec block_from;
    uint32_t block_breath;
    struct guide guide;
    struct guide_said said;
    bool says, unpaced, exhaling;
    float phase_rad;
    struct answer_sums sums;
    struct answer answer;
    struct arousal arousal[SESSION_PEOPLE];
    struct together together; /* of two */
};

void session_init(struct session *s, const struct session_config *c);

/** A breath of person who. */
void session_breath(struct session *s, uint8_t who, const struct breath *b);

/** A judged heartbeat of the person who is guided. */
void session_beat(struct session *s, const struct beat *b);

/** The measures of one more second of person who. */
void session_second(struct session *s, uint8_t who, const struct measures *m);

void session_command(struct session *s, usec now, uint8_t command);

/**
 * Goes on by dt to `now`. bodies: of each person, for the heart's answer to the pacer.
 * return  True when a pace took effect that differs from the one before it: s->last_pace
 * s->says  True when the practice said something in this call: s->said
 */
bool session_advance(struct session *s, usec now, usec dt, const struct body *const *bodies);

/** Rate of the pace in force, breaths a minute; NaN without a pacer. */
float session_pace_per_min(const struct session *s);

/** Length as it is now: what was skipped is not waited for. */
usec session_length(const struct session *s);

uint64_t session_hash(const struct session *s, uint64_t h);

#endif
