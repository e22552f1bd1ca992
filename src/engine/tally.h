/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ENGINE_TALLY_H
#define ENGINE_TALLY_H

#include <stdint.h>

#include "engine/events.h"

/* A heart that answers: the strongest rhythm holds half of the power or more (chosen) */
#define TALLY_COHERENT_SHARE 0.5F
/* Settled: the first second from which the peak share stays at 0.5 or more for so long. chosen: three slow breaths */
#define TALLY_SETTLE_S 30
/* chosen: a hand that moves, or an irregular heart, has a fourth of its beats corrected, noise a third and more */
#define TALLY_CORRECTED_MOST 0.3

/* The share of breaths that matched of late forgets with so many. chosen: a breath off among them is none, two are */
#define TALLY_LATE_BREATHS 5

/** What one person's session adds up to, second by second. */
struct tally {
    uint32_t seconds, scored, coherent, swings, breaths, matched, gaps;
    double coherence, swing;
    usec gap;
    float late_adherence; /* of the last TALLY_LATE_BREATHS or so, fading */
    uint32_t streak;      /* coherent seconds in a row, until settled */
    double settle_s;      /* NaN until settled */
};

void tally_init(struct tally *t);

/** practising: neither paused nor ended. */
void tally_state(struct tally *t, const struct measures *m, bool practising);
void tally_breath(struct tally *t, uint8_t matched);
void tally_gap(struct tally *t, usec length);

/** Share of judged breaths that matched; NaN before the first. */
float tally_adherence(const struct tally *t);

/** The same of the last breaths. */
float tally_late_adherence(const struct tally *t);

void tally_summary(const struct tally *t, const struct body_totals *b, struct event_summary *out);

uint64_t tally_hash(const struct tally *t, uint64_t h);

#endif
