/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_CHOOSE_H
#define SIGNAL_CHOOSE_H

#include <stddef.h>
#include <stdint.h>

#include "signal/mark.h"
#include "signal/pulse.h"
#include "signal/qrs.h"

enum {
    CHOOSE_HILLS = 640, /* 45 s of one every 70 ms */
    CHOOSE_SHAPES = 6,  /* beats of so many forms: the usual ones, ectopic ones, another lead */
    CHOOSE_BLOCKS = 40, /* stretches of 2 s that levels are taken of */
    CHOOSE_TOLD_MAX = 320
};

union choose_shape {
    struct qrs_outline qrs;
    struct pulse_shape pulse;
};

/**
 * A hill that may be a beat.
 *
 * t          The hill
 * height     How high, any unit
 * pace_hz    The frequency that prevails in it; 0: not known
 * flat       0..1: how far it rises only because the fall round it is taken off, as a pause behind a pulse does
 * mark       Where the mark goes when the beat points up [0] or down [1]; deflection: how far it does; wave: of both
 * stands     Follows a beat as nothing follows the other beats: choose_followers.h
 * The rest is the choice's own.
 */
struct choose_hill {
    usec t;
    float height, pace_hz, flat;
    usec mark[2];
    float deflection[2];
    struct mark_wave wave[2];
    union choose_shape shape;
    float noise, doubt, likeness, gain, best;
    int16_t from;
    int8_t form;
    bool chosen, settled, stands;
};

/** What differs between ECG and pulse. Times in s, the rest explained where it is used. */
struct choose_rules {
    float refractory_s, follower_sure, follower_last, follower_height, leader_sure, leader_last, stray, threshold,
        steep, steeper, split, join_loose, like_well, like_ill, like_clean, rhythm_clean, doubt_from, doubt_to,
        stands_from, stands_like;
    float (*likeness)(const union choose_shape *a, const union choose_shape *b);
    void (*blend)(union choose_shape *usual, const union choose_shape *own, float share);
};

extern const struct choose_rules CHOOSE_ECG, CHOOSE_PULSE;

/** A form of beat: the mean of its beats, each at size 1; n of late; polarity -1..1; tight: likeness of its beats;
    down: its mark lies on the downward deflection. */
struct choose_form {
    union choose_shape shape;
    float n, polarity, tight;
    bool down;
};

/** Levels of 2 s, from some 10 s to either side; interval in s, spread as a share of it; NaN: not known.
    unlike: share of the chosen hills that are like no form. */
struct choose_level {
    float beat, noise, interval, spread, unlike;
};

/**
 * Which hills are beats: of all ways to choose them, the one that is most plausible by height against the levels
 * round it, by likeness to the forms that recur, and by rhythm where the signal is noisy. Past and future count alike.
 *
 * hills[0..n-1]  In order of time; before settled_until they are context only
 * alike          Likeness of the better half of the chosen ones
 * followed       Share of a beat that what follows it has had at its lowest of late; NaN: not known
 * last           The newest settled beat; USEC_NONE before the first
 */
struct choose {
    const struct choose_rules *rules;
    struct choose_hill hills[CHOOSE_HILLS];
    size_t n;
    struct choose_form forms[CHOOSE_SHAPES];
    size_t forms_n;
    struct choose_level levels[CHOOSE_BLOCKS];
    size_t levels_n;
    float alike, followed;
    usec settled_until, last;
};

void choose_init(struct choose *c, const struct choose_rules *rules);

/** Forgets the hills, not the forms. */
void choose_break(struct choose *c);

/** One more hill, later than all before. return: false: there is no room, choose_settle first. */
bool choose_add(struct choose *c, const struct choose_hill *hill);

/**
 * Settles which hills up to `until` are beats; hills behind it are looked at. Then all older than context_us before
 * `until` are forgotten.
 *
 * out      [0..CHOOSE_TOLD_MAX-1], oldest first; the first one after choose_break is not joined
 * return   Their number
 *
 * Memory   None.   Thread  One user at a time.
 * Source   The best way through a lattice after Viterbi 1967, doi 10.1109/TIT.1967.1054010; weights: see choose_way.c
 */
size_t choose_settle(struct choose *c, usec until, usec context_us, struct mark out[CHOOSE_TOLD_MAX]);

#endif
