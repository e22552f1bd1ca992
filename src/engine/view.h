/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ENGINE_VIEW_H
#define ENGINE_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"
#include "base/usec.h"

/*
 * A copy of what may be shown of a running session, made by engine_view. All the scene ever knows of the session.
 * Unknown numbers are NaN.
 */

enum view_stage { VIEW_LISTEN, VIEW_GUIDE, VIEW_END };

/** What the pacer asks for at this instant. */
enum view_cue { CUE_NONE, CUE_IN, CUE_HOLD_IN, CUE_OUT, CUE_HOLD_OUT };

enum view_signal { SIGNAL_NONE, SIGNAL_POOR, SIGNAL_GOOD };

struct view_body {
    uint8_t signal;  /* enum view_signal */
    uint8_t contact; /* enum contact_why */
    bool gap;        /* the sensor is gone right now; gap_why says why */
    uint8_t gap_why; /* enum gap_why */
    bool simulated;  /* the person is simulated: always said on screen */
    bool scored;
    float hr_bpm;     /* heart rate now */
    float swing_bpm;  /* of the last breaths */
    float peak_share; /* 0..1, 64 s */
    float steadiness; /* 0..1: how much the heart answers the breath, over the last breaths; slow to change */
    float breath_per_min;
    float breath_lung;  /* own breath 0..1; NaN without a breath sensor */
    float adherence;    /* 0..1 share of breaths that followed; NaN unknown */
    bool soften;        /* the breath has become too much: "softer, smaller" */
    float since_beat_s; /* NaN before the first beat */
};

/* Whose turn it is in a practice for two. */
enum view_turn { VIEW_TURN_BOTH, VIEW_TURN_FIRST, VIEW_TURN_SECOND };

enum { VIEW_STEP_N = 48, VIEW_LINE_N = 128 }; /* bytes with the final zero, UTF-8 */

/**
 * What a practice says right now. All zero without a practice.
 *
 * step         Title of the stage in progress;  step_number of steps, from 1; 0 before the first
 * line         What was said last, 12 words or fewer; "" nothing in this stage yet
 * line_age_s   Since it was said, pauses left out
 * line_read_s  How long somebody unhurried needs to read it: after that it may fade
 * offer        The line is a question: COMMAND_ACCEPT or COMMAND_DECLINE; it closes by itself in offer_left_s
 * notes        COMMAND_NOTE notes a thought here; noted: how many so far
 */
struct view_guide {
    char step[VIEW_STEP_N], line[VIEW_LINE_N];
    uint8_t step_number, steps;
    float line_age_s, line_read_s;
    bool offer;
    float offer_left_s;
    uint8_t turn; /* enum view_turn */
    bool notes;
    uint32_t noted;
};

struct view {
    usec t;        /* session time, pauses left out of nothing: it always runs */
    uint8_t stage; /* enum view_stage */
    bool paused;
    float progress; /* 0..1 of the session's length */
    float remaining_s;
    struct pace pace;      /* of the breath in progress; all zero: no pacer (also in stages of a practice without) */
    float pace_position_s; /* seconds into the breath in progress, 0 .. pace_cycle_s */
    float pace_lung;       /* 0 empty .. 1 full; NaN without pacer */
    uint32_t breaths;      /* guided breaths begun */
    uint8_t cue;           /* enum view_cue */
    uint8_t why;           /* enum pace_why of train/adapt.h */
    uint8_t bodies;
    struct view_body body[2];
    struct view_guide guide;
};

#endif
