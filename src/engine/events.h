/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ENGINE_EVENTS_H
#define ENGINE_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"
#include "base/reading.h"
#include "base/usec.h"
#include "signal/body.h"
#include "train/adapt.h"
#include "train/answer.h"
#include "train/guide.h"
#include "train/together.h"

/*
 * What a session tells the outside, in the order it became known. A beat is judged two beats after it happened, so its
 * t may lie before the t of an event that came earlier. NaN = unknown.
 */

enum event_kind {
    EVENT_CONTACT,
    EVENT_BEAT,
    EVENT_BREATH,
    EVENT_STATE,
    EVENT_PACE,
    EVENT_GAP,
    EVENT_SUMMARY,
    EVENT_GUIDE
};

/** Whether a breath matched the pace: unknown without a pacer, and for breaths estimated from the heart. */
enum matched { MATCHED_UNKNOWN, MATCHED_NO, MATCHED_YES };

struct event_breath {
    struct breath breath;
    uint8_t matched; /* enum matched */
};

/** Once a second. */
struct event_state {
    struct measures m;
    float adherence; /* share of the person's breaths so far that matched the pace within 10 %; NaN without any */
    float resonance_per_min, resonance_sd;
    float
        ventilation; /* depth times rate of the breath against that before the pacer; NaN without a breathing sensor */
};

struct event_pace {
    struct pace pace;
    uint8_t why; /* enum pace_why */
};

/** Told when the readings are back (or the session ends without them). */
struct event_gap {
    usec from;
    uint8_t link, why; /* enum gap_why */
};

/** One person's session in figures. */
struct event_summary {
    double minutes, scored_minutes;
    struct body_totals totals;
    double coherence_mean; /* mean coherence score of the scored seconds */
    double coherent_share; /* share of the scored seconds with a peak share of 0.5 or more */
    double swing_mean_bpm;
    double adherence;
    double settle_s; /* first second from which the peak share stays at 0.5 or more for 30 s; NaN never */
    double resonance_per_min, resonance_sd;
    double own_per_min, own_inhale_share; /* of the breath before the pacer; NaN where it was not seen */
    struct limit_kept limits;             /* where comfort may end */
    uint32_t gaps;
    double gap_s;
    double own_best_share; /* swing at the last pace over the own largest, as believed, 0..1; NaN while not known */
    struct together_result together; /* of two: the same in both summaries */
    struct answer answer;            /* of a practice that measures; kind PRACTICE_NOTHING otherwise */
    uint32_t noted;                  /* thoughts */
};

struct event {
    uint8_t kind; /* enum event_kind */
    uint8_t who;  /* body, 0 or 1 */
    usec t;
    union {
        uint8_t contact; /* enum contact_why */
        struct beat beat;
        struct event_breath breath;
        struct event_state state;
        struct event_pace pace;
        struct event_gap gap;
        struct event_summary summary;
        struct guide_said guide; /* strings borrowed until the next tick */
    } as;
};

#endif
