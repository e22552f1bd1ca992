/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_ADAPT_H
#define TRAIN_ADAPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"
#include "base/usec.h"
#include "signal/body.h"
#include "train/command.h"
#include "train/depth.h"
#include "train/follow.h"
#include "train/limit.h"
#include "train/resonance.h"

/** Why a pace is what it is; told with every pace. */
enum pace_why { PACE_FOLLOW, PACE_LEAD, PACE_SETTLE, PACE_EXPLORE, PACE_EASE, PACE_FIXED, PACE_WHYS };

/* Limits of what a person may be led to, breaths a minute. Above the upper one the pacer only mirrors. */
#define ADAPT_SLOWEST_PER_MIN 3.0F
#define ADAPT_FASTEST_PER_MIN 10.0F

/* No breath is asked to be more than this longer than the one before. chosen: 5-6 % a breath is followed without
   effort in the simulated persons; the project's safety rule for every practice. */
#define ADAPT_STEP 0.06F

/* In-breath as a share of the cycle: 4.4 s in, 5.6 s out at 6/min (Laborde 2021, doi 10.3390/su13147775). */
#define ADAPT_INHALE_SHARE 0.44F

/* The same with a longer out-breath. chosen: between that and the 0.30 that people found more relaxing than its
   opposite (Van Diest 2014, doi 10.1007/s10484-014-9253-x) */
#define ADAPT_INHALE_SHARE_CALM 0.36F

/* The own in-breath is led to these in steps that nobody feels, and not further from it than this. chosen: longer
   out-breaths are more relaxing to some and not to others (Meehan & Shaffer 2024, doi 10.1007/s10484-024-09637-2) */
#define ADAPT_SHARE_STEP 0.01F
#define ADAPT_SHARE_MOST 0.12F

/* The sliding test: from 6.75 to 4.25 a minute, every breath 67.04 ms longer than the one before, in- and out-breath
   alike (Fisher & Lehrer 2022, doi 10.1007/s10484-021-09524-0). */
#define ADAPT_SLIDE_FROM_PER_MIN 6.75F
#define ADAPT_SLIDE_TO_PER_MIN   4.25F
#define ADAPT_SLIDE_STEP_S       0.06704F
#define ADAPT_SLIDE_INHALE_SHARE 0.5F

/* The stepped test: 6.5, 6.0, 5.5, 5.0, 4.5 a minute for two minutes each (Lehrer, Vaschillo & Vaschillo 2000, doi
   10.1023/A:1009554825745; Shaffer & Meehan 2020, doi 10.3389/fnins.2020.570400). */
#define ADAPT_STEPS_FROM_PER_MIN 6.5F
#define ADAPT_STEPS_BY_PER_MIN   0.5F
#define ADAPT_STEPS_LAST         4 /* after the first */
#define ADAPT_STEPS_EVERY        (120 * USEC_PER_SEC)

/* The check of an earlier answer: half a minute above it, at it, and half a minute below, in steps as long. chosen:
   neighbours that cost 4-5 % of the swing, the least that two minutes each can tell */
#define ADAPT_CHECK_BY_PER_MIN 0.5F
#define ADAPT_CHECK_LAST       2 /* after the first */

/**
 * target_per_min  > 0: lead there and stay; 0: find where this heart answers most
 * fixed_per_min   > 0: this pace from the first breath on, nothing adapts
 * mean, sd        What earlier days told of the best rate, breaths a minute; sd 0: nothing
 * limits          What an earlier day told of the slowest comfortable pace
 * own_per_min     The own breath before the pacer on an earlier day; what lies outside of 3-24: nothing
 * own_share       In-breath as a share of that breath; 0, 1 and what lies outside: nothing
 * at_once         The pacer may begin with the first beat, without listening for half a minute first
 */
struct adapt_config {
    float target_per_min, fixed_per_min;
    float mean, sd, own_per_min, own_share;
    struct limit_kept limits;
    bool at_once;
};

/** What the pace is for; a practice changes it from stage to stage. */
enum adapt_mode {
    ADAPT_FIND,    /* lead, explore, settle where the heart answers most */
    ADAPT_FOLLOW,  /* only come along with the person's own breath */
    ADAPT_HOME,    /* lead to what is known of the best rate and stay, no exploring */
    ADAPT_TO,      /* lead to to_per_min and stay */
    ADAPT_SLIDE,   /* the sliding test, then home */
    ADAPT_STEPPED, /* the stepped test, then home */
    ADAPT_CHECK,   /* three steps around to_per_min, an earlier answer, then home */
    ADAPT_MODES
};

enum adapt_state { ADAPT_LISTEN, ADAPT_LEAD, ADAPT_EXPLORE, ADAPT_SETTLE, ADAPT_EASE, ADAPT_MIRROR, ADAPT_STATES };

/* chosen: three breaths give the heart's answer to 13 % in half a minute */
enum { ADAPT_BREATHS = 5, ADAPT_BLOCKS = 40, ADAPT_BLOCK_BREATHS = 3 };

/** The heart (and the breathing sensor, when there is one) over some guided breaths. */
struct adapt_block {
    struct follow_fit heart, breath; /* on the pacer's phase; breath.valid false: no sensor */
    struct follow_fit gain;          /* the heart on the breath as it was sensed; valid false: no sensor */
    struct follow_other other;       /* the faster rate that explains the heart best; NaN: not looked for */
    bool mute;                       /* without a sensor: the heart is too even, or too wild, to tell any breath */
    float per_min;                   /* mean rate of the pace over the block */
};

/**
 * The pace that meets a person's breath, leads it down while it is followed, finds where the heart answers most, and
 * eases off when it is too much.
 *
 * rate_per_min
 *   Of the breath asked for last; NaN before the first
 *
 * floor_per_min, asked_floor
 *   Never led below the first now: the higher one of where comfort is believed to end, and of asked_floor, which "too
 *   much" and giving up raise and time lowers
 *
 * own_per_min, begun_per_min, came_per_min
 *   Own breath, median of the last breaths, NaN unknown; the same when the pacer began: nobody is led above it; and NaN
 *   where it was not seen then
 *
 * belief, goal_per_min, explored
 *   Of the best rate; where to settle, taken from it now and then; the range was gone through once: a way back leads to
 *   the goal
 *
 * bad, bad_since, blocks_bad
 *   Guided breaths in a row that were seen and not followed, and since when; blocks, without a breathing sensor
 *
 * clear[], seen_per_min, mute, heart_t
 *   Without a breathing sensor: how clearly the heart swung with the pacer in the last ADAPT_BLOCKS of `blocks`, the
 *   rate it swings at while it does not follow, NaN none, and whether it tells nothing of the breath at all. When the
 *   heart was heard last, USEC_NONE never
 *
 * given_up_at, given_up_blocks, mirrors
 *   Pace where it was given up last, and blocks of the belief by then; how often that ended in a mirror; at once twice
 *   where it was never followed
 *
 * other_unit
 *   Blocks in a row whose amplitude is of another unit than those of the belief
 *
 * partner_per_min
 *   Best rate of who shares the pace; NaN alone, or not known yet
 *
 * mode, to_per_min, step, step_since
 *   enum adapt_mode; of ADAPT_TO and ADAPT_CHECK; of the stepped test and the check
 *
 * inhale_share, share_now, share[]
 *   In-breath as a share of the cycle, that is led to; of the breath asked for last, NaN before the first; of the
 *   share_n own breaths that a breathing sensor told before the pacer began
 */
struct adapt {
    struct adapt_config config;
    struct resonance resonance;
    struct resonance_belief belief;
    struct limit limit;
    struct depth depth;
    uint8_t state, why;
    float goal_per_min, rate_per_min, floor_per_min, asked_floor, own_per_min, begun_per_min, came_per_min,
        wish_per_min;
    float own[ADAPT_BREATHS];
    usec own_t[ADAPT_BREATHS];
    uint8_t own_n, own_source;
    uint32_t bad, blocks_bad, mirrors, given_up_blocks, other_unit;
    float given_up_at, seen_per_min, partner_per_min;
    bool explored, mute;
    usec bad_since, since, ease_until, floor_since, goal_since, heart_t;
    float clear[ADAPT_BLOCKS];
    uint32_t blocks;
    uint8_t mode, step;
    float to_per_min, inhale_share, share_now;
    float share[ADAPT_BREATHS];
    uint8_t share_n;
    usec step_since;
};

void adapt_init(struct adapt *a, const struct adapt_config *c);

/** A breath of the person's own (sensor, or estimated from the heart: b->source says which). */
void adapt_breath(struct adapt *a, const struct breath *b);

/** The heart was heard last at t, USEC_NONE never; call it before a pace is asked for. */
void adapt_heart(struct adapt *a, usec t);

/** A block of guided breaths was measured. */
void adapt_measured(struct adapt *a, const struct adapt_block *b);

void adapt_command(struct adapt *a, usec now, uint8_t command);

/**
 * While listening: is it time to begin? Call it at least once a second.
 *
 * listened  Time spent listening
 * heart     A heart signal is there
 * return    True when the pacer may begin; adapt_next then gives the first pace
 */
bool adapt_ready(const struct adapt *a, usec listened, bool heart);

/** From the next breath on the pace is for something else. to_per_min: of ADAPT_TO and ADAPT_CHECK, else 0. */
void adapt_for(struct adapt *a, usec now, uint8_t mode, float to_per_min, float inhale_share);

/** The person breathed without a pacer: it comes back where they are now, not where it left them. */
void adapt_meet(struct adapt *a, usec now);

/** True while the pace is followed, as far as that can be told. */
bool adapt_followed(const struct adapt *a, usec now);

/** The pace of the breath that begins now (call once, where a guided breath begins). a->why says why. */
struct pace adapt_next(struct adapt *a, usec now);

/**
 * The same for two who share a pace: it is what the gentler of both asks for, so that nobody is led faster down, or
 * lower, than they can follow; once both are known it settles between their best rates. a->why says why.
 *
 * a_here, b_here  The person's sensors are there; who is away is not asked, but goes on with the other. Not both false
 * Source          Midpoint for the rate that costs the worse off of two the least (second-order resonances as in
 *                 train/resonance.h, equal width)
 */
struct pace adapt_next_two(struct adapt *a, struct adapt *b, usec now, bool a_here, bool b_here);

/** True when the person's breath of this rate matches a pace within a share of it. */
bool adapt_matched(float own_per_min, float pace_per_min, float tolerance);

/** What is worth remembering for another day: false while too little was measured. */
bool adapt_known(const struct adapt *a);

/**
 * What else is worth remembering, NaN: nothing was seen.
 *
 * own_per_min    The own breath before the pacer, as likely as could be told
 * own_share      Its in-breath, by a breathing sensor
 * limits         All that is believed of the slowest comfortable pace
 */
struct adapt_kept {
    float own_per_min, own_share;
    struct limit_kept limits;
};
struct adapt_kept adapt_keep(const struct adapt *a);

uint64_t adapt_hash(const struct adapt *a, uint64_t h);

#endif
