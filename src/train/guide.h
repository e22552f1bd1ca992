/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_GUIDE_H
#define TRAIN_GUIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/usec.h"
#include "train/answer.h"
#include "train/practice_script.h"

/* A line is left alone for as long as somebody unhurried needs to read it. chosen: 150 words a minute, slower than
   silent reading (238 a minute, Brysbaert 2019, doi 10.1016/j.jml.2019.104047), and a moment to look up */
#define GUIDE_READ_US      (1500 * USEC_PER_MS)
#define GUIDE_READ_WORD_US (400 * USEC_PER_MS)

/* An offer closes by itself. chosen: half a minute, so that nobody has to decide */
#define GUIDE_OFFER_US (30 * USEC_PER_SEC)

/* Without breaths to go by, a line of a breath comes after so long; chosen: the slowest breath that is led to, and a
   little */
#define GUIDE_NO_BREATH_US (12 * USEC_PER_SEC)

/* A turn of the breath is waited for so long on the average. chosen: half a breath of six a minute */
#define GUIDE_TURN_US (5 * USEC_PER_SEC)

/** What came of a tick. */
enum guide_kind {
    GUIDE_STEP,   /* a stage began; no text */
    GUIDE_SAY,    /* a line is said */
    GUIDE_OFFER,  /* a question is open */
    GUIDE_CLOSED, /* the question is over: no text */
    GUIDE_KINDS
};

/** step, text: borrowed until the next call. breath: enum practice_breath of the stage in progress. */
struct guide_said {
    uint8_t kind, breath;
    const char *step, *text;
};

/**
 * What the guide goes by.
 *
 * practised    Session time without pauses
 * in, out      An in-breath, an out-breath began in this tick: the pacer's, or without one the person's own
 */
struct guide_now {
    usec practised;
    bool in, out;
    bool settled, tenser, stirred, followed;
    const struct answer *answer;
};

enum guide_offer { GUIDE_NO_OFFER, GUIDE_RETURN, GUIDE_CHOICE };

/**
 * Goes through the stages and steps of a practice.
 *
 * length       What the stages share; less with every stage that is skipped (skipped: how much less)
 * stage        In progress, index; GUIDE_BUILT_IN: the return to the breath that a script did not write itself
 * from         The stage that the next one is looked for behind: the one in progress, or the one a return left
 * stage_end    When its time is over;  cap: when it ends whatever happens
 * step         In progress, index within the stage;  step_from: since when
 * rounds       Times its repeated lines were begun anew;  round_from: since when they are said
 * read_until   When the line has been read;  breath_at: newest turn of the breath
 * offer        enum guide_offer;  offered: an offer was made in this stage already;  declined: with "no"
 * key          Command waiting for the next tick; COMMAND_KINDS none
 * noted        Thoughts noted;  noted_told: of them answered with a line
 */
struct guide {
    const struct practice *p;
    usec now, length, skipped;
    int stage, from;
    usec stage_from, stage_end, cap, step_from, round_from, said_at, read_until, breath_at, over_at, offer_until;
    uint16_t step;
    uint32_t rounds, noted, noted_told;
    uint8_t offer, key;
    bool begun, offered, declined, ended, changed;
    char line[PRACTICE_TEXT_N];
};

enum { GUIDE_BUILT_IN = -1 };

/** p: borrowed as long as g is used; NULL: no practice, nothing is ever said. length: of the whole, > 0. */
void guide_init(struct guide *g, const struct practice *p, usec length);

/** COMMAND_ACCEPT, _DECLINE, _SKIP, _NOTE; others are passed over. */
void guide_command(struct guide *g, uint8_t command);

/**
 * Goes on to now->practised. At most one thing is said a tick.
 * return   True: *out was said. g->changed: a stage began with this call
 */
bool guide_advance(struct guide *g, const struct guide_now *now, struct guide_said *out);

/** The stage in progress; NULL without a practice or before the first. */
const struct practice_stage *guide_stage(const struct guide *g);

/** How long a line is read. */
usec guide_reading_us(const char *text);

/** How long the lines of a stage take when nothing holds them up: what its minutes must not fall short of. */
usec guide_least_us(const struct practice *p, size_t stage);

uint64_t guide_hash(const struct guide *g, uint64_t h);

#endif
