/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_PRACTICE_SCRIPT_H
#define TRAIN_PRACTICE_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

/*
 * A practice as data: what is said when, and what the body does to it. Written as text by people who do not program;
 * the form is told in the manual, section PRACTICE SCRIPTS, and by metta practice --help.
 */

enum {
    PRACTICE_TEXT_N = 128, /* bytes of a line with the final zero, UTF-8 */
    PRACTICE_TITLE_N = 48,
    PRACTICE_WORD_N = 24,
    PRACTICE_WORDS_MAX = 12, /* of a line: as many as are read at a glance (the project's rule for screens) */
    PRACTICE_STAGES_MAX = 20,
    PRACTICE_STEPS_MAX = 256,
    PRACTICE_MISTAKES_MAX = 32
};

/* How breath is guided in a stage. */
enum practice_breath {
    PRACTICE_OWN,    /* no pacer */
    PRACTICE_FOLLOW, /* the pacer comes along with the person's own breath */
    PRACTICE_LEAD,   /* it meets the own breath, leads it down, finds where the heart answers most, and stays there */
    PRACTICE_SETTLE, /* it goes to what is known of that rate and stays, without looking any further */
    PRACTICE_FIXED,  /* it goes to per_min and stays */
    PRACTICE_SLIDE,  /* the sliding test of the resonance rate */
    PRACTICE_STEPS,  /* the stepped test */
    PRACTICE_CHECK   /* three steps around an earlier answer */
};

enum practice_runs { PRACTICE_ALWAYS, PRACTICE_IF_CHOSEN, PRACTICE_ON_RETURN };

enum practice_turn { PRACTICE_BOTH, PRACTICE_FIRST, PRACTICE_SECOND };

enum practice_measure { PRACTICE_NOTHING, PRACTICE_RESONANCE, PRACTICE_REST };

enum practice_step_kind { PRACTICE_SAY, PRACTICE_WAIT, PRACTICE_UNTIL, PRACTICE_REPEAT };

/* When a line is said. From PRACTICE_IF_FOUND on: only when that is the answer of what was measured. */
enum practice_when {
    PRACTICE_NOW,
    PRACTICE_INHALE,
    PRACTICE_EXHALE,
    PRACTICE_NOTED, /* after a thought was noted; not in its place in the order */
    PRACTICE_IF_FOUND,
    PRACTICE_IF_UNCHANGED,
    PRACTICE_IF_MOVED,
    PRACTICE_IF_UNFOLLOWED,
    PRACTICE_IF_UNCLEAR,
    PRACTICE_IF_FIRST,
    PRACTICE_IF_USUAL,
    PRACTICE_IF_HIGHER,
    PRACTICE_IF_LOWER
};

/* What is waited for. */
enum practice_until {
    PRACTICE_SETTLED,
    PRACTICE_TENSER,
    PRACTICE_STIRRED,
    PRACTICE_FOLLOWED,
    PRACTICE_AN_INHALE,
    PRACTICE_AN_EXHALE,
    PRACTICE_SECONDS_LEFT
};

/**
 * kind     enum practice_step_kind
 * when     Of a line: enum practice_when;  until: of PRACTICE_UNTIL, enum practice_until
 * seconds  Of PRACTICE_WAIT; of PRACTICE_UNTIL the longest wait, 0: as long as the stage lasts;
 *          of PRACTICE_SECONDS_LEFT those left
 */
struct practice_step {
    uint8_t kind, when, until;
    float seconds;
    char text[PRACTICE_TEXT_N];
};

/**
 * minutes       At the practice's own length; other lengths stretch or shrink it, but never_longer only shrinks
 * question      Of a stage that runs only if it is chosen
 * offers_tenser, offers_stirred  A return to the breath is offered, with the words of offer ("" the usual ones)
 * first, steps  Its steps: p->step[first .. first + steps - 1]
 */
struct practice_stage {
    char title[PRACTICE_TITLE_N], question[PRACTICE_TEXT_N], offer[PRACTICE_TEXT_N];
    float minutes, per_min;
    uint8_t breath, runs, turn, measure; /* enums above */
    bool never_longer, long_exhale, notes, offers_tenser, offers_stirred;
    uint16_t first, steps;
    uint32_t line; /* of the script, where it begins */
};

/**
 * people            1 or 2
 * minutes           Its own length;  least, most: what makes sense
 * at_once           The pacer begins with the first beat instead of listening for half a minute
 * text_hash         Of the script's bytes: a capture names it
 */
struct practice {
    char title[PRACTICE_TITLE_N], about[PRACTICE_TEXT_N], scene[PRACTICE_WORD_N];
    uint8_t people;
    bool at_once;
    float minutes, minutes_least, minutes_most;
    uint64_t text_hash;
    size_t stages, steps;
    struct practice_stage stage[PRACTICE_STAGES_MAX];
    struct practice_step step[PRACTICE_STEPS_MAX];
};

struct practice_mistake {
    uint32_t line; /* from 1 */
    char reason[200];
};

/** n counts all mistakes; the first PRACTICE_MISTAKES_MAX are told. */
struct practice_mistakes {
    size_t n;
    struct practice_mistake at[PRACTICE_MISTAKES_MAX];
};

/**
 * text     [0..n-1] UTF-8; a byte order mark, CR LF and tabs are taken
 * out      The practice; of no use unless R_OK
 * return   R_OK; R_DATA: m tells every mistake: line by line, then those of the whole
 *
 * Memory   None but *out and *m. Pure.   Thread  Any.
 */
int practice_read(struct practice *out, const char *text, size_t n, struct practice_mistakes *m) MUST_USE;

/** Names of enum practice_breath: "own", "lead", ... */
const char *practice_breath_name(uint8_t breath);

#endif
