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

/*
 * How late what is shown of the body is: so long after the body changed, a measure is half of the way there, s; beside
 * what the sensor itself takes. At six breaths a minute; what goes by breaths is the later the slower they are.
 * Measured by tests/unit/engine/test_delays.c.
 */
#define VIEW_LUNG_LATE_S         0.4F
#define VIEW_HR_LATE_S           7.5F
#define VIEW_BREATH_SWING_LATE_S 14.0F /* a breath, and until its beats are judged */
#define VIEW_BREATH_LATE_S       14.0F
#define VIEW_SWING_LATE_S        25.0F
#define VIEW_STEADINESS_LATE_S   42.0F
#define VIEW_PEAK_SHARE_LATE_S   42.0F
#define VIEW_ADHERENCE_LATE_S    44.0F

/**
 * What is known of a body. What a scene does with it is as late as stands above, and never a claim about this instant
 * but of the first two.
 *
 * Within a breath:
 * breath_lung       Own breath, 0 empty .. 1 full, to be seen against pace_lung; NaN without a breathing sensor
 * since_beat_s      Since the last beat, as the sensor told it; NaN before the first
 * breath_swing_bpm  How far the heart swung within the breath that ended last; NaN unknown
 *
 * Over minutes:
 * hr_bpm            Heart rate, over some 8 s
 * breath_per_min    Own breath, over three
 * swing_bpm         Swing, over three breaths
 * adherence         0..1 of the last five breaths or so that followed; NaN unknown
 * steadiness        0..1: how much the heart answers the breath: blocks of three guided ones
 * peak_share        0..1, over 64 s
 *
 * simulated         The person is: always said on screen;  gap: the sensor is gone right now, gap_why says why
 * soften            The breath has become too much: "softer, smaller"
 */
struct view_body {
    float breath_lung, since_beat_s, breath_swing_bpm;
    float hr_bpm, breath_per_min, swing_bpm, adherence, steadiness, peak_share;
    uint8_t signal;  /* enum view_signal */
    uint8_t contact; /* enum contact_why */
    uint8_t gap_why; /* enum gap_why */
    bool gap, simulated, scored, soften;
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
