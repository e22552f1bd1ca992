/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "engine/events.h"

/**
 * The one local file that keeps what was practised. Health data: its folder is 0700, the file 0600.
 *
 * Every second of a running session is committed with a full sync, so that a power cut costs at most that second.
 * Sessions of a simulated person are kept, marked, and never part of a trend.
 *
 * Thread   One user at a time.
 */
struct store;

/** The newest schema this program writes; PRAGMA user_version of the file. */
enum { STORE_SCHEMA = 7 };

/**
 * Opens or creates path; makes its folder; brings an older file up to STORE_SCHEMA, inside one transaction.
 * why      One clause when it fails: [0..why_n-1]
 * return   R_OK; R_IO cannot be opened or written; R_DATA not such a file, or damaged; R_UNSUPPORTED made by a newer
 *          program (it is left alone)
 */
int store_open(struct store **out, const char *path, char *why, size_t why_n) MUST_USE;
void store_close(struct store *s);

/** Text of the newest error. Borrowed. */
const char *store_why(const struct store *s);

/** shared: one half of a session for two; partner: the other half, 0 when it is not begun yet. */
struct store_session {
    const char *started; /* ISO 8601, UTC */
    const char *profile; /* made when it does not exist */
    const char *practice, *sensor;
    bool simulated, shared;
    int64_t partner;
};

/** Begins a session; *id > 0 names it. */
int store_begin(struct store *s, const struct store_session *c, int64_t *id) MUST_USE;

/** Keeps one event of session id (of body who; each half of a shared session calls its own body 0). A summary completes
 * the session. */
int store_event(struct store *s, int64_t id, const struct event *e) MUST_USE;

/** Makes everything so far last: once a second while live. */
int store_commit(struct store *s) MUST_USE;

/** What a person told of a session. calm: 0 not calm at all .. 10 completely calm, NaN not told; line: "" none. */
struct store_told {
    double calm_before, calm_after;
    const char *line;
};

/** Keeps it beside session id; what is not told leaves what is there. Lasting at once. R_DATA no such session. */
int store_tell(struct store *s, int64_t id, const struct store_told *t) MUST_USE;

/** What a measuring practice found. kind: enum practice_measure, PRACTICE_NOTHING none; refused: enum answer_refusal.
 */
struct store_answer {
    uint8_t kind, refused;
    double per_min, low_per_min, high_per_min; /* of the resonance test, breaths a minute */
    double hr_bpm, rmssd_ms;                   /* of the resting check */
};

/** One session as history shows it. Strings borrowed until the next row. NaN = unknown. */
struct store_row {
    int64_t id;
    const char *started, *profile, *practice, *sensor;
    bool simulated, shared;
    int64_t partner; /* the other half of a shared session; 0 none, or no longer kept */
    bool finished;   /* not finished: cut off, kept up to its last second */
    double minutes, scored_minutes, mean_hr_bpm, rmssd_ms, peak_share_mean, swing_mean_bpm, adherence;
    int64_t beats, gaps;
    struct store_answer answer;
    double calm_before, calm_after; /* 0..10 */
    const char *line;               /* to oneself; "" none */
};

/**
 * Sessions that began on or after since (ISO date or time; NULL all), oldest first. simulated: false leaves those of
 * the simulated person out. visit returns false to stop.
 */
int store_sessions(struct store *s, const char *since, bool simulated,
                   bool (*visit)(void *to, const struct store_row *), void *to) MUST_USE;

/** Deletes one session for good; of two who shared it the other keeps theirs. R_DATA no such session. */
int store_forget(struct store *s, int64_t id) MUST_USE;

/** One person. Strings borrowed until the next row; sessions of the simulated person are not counted. */
struct store_profile {
    const char *name, *newest; /* newest: when the last session began; "" none */
    int64_t sessions;
    double minutes;
};

/** All profiles by name. visit returns false to stop. */
int store_profiles(struct store *s, bool (*visit)(void *to, const struct store_profile *), void *to) MUST_USE;

/** R_DATA there is one of that name. */
int store_profile_create(struct store *s, const char *name) MUST_USE;

/** R_DATA no such profile, or one of the new name is there. */
int store_profile_rename(struct store *s, const char *name, const char *to) MUST_USE;

/** Deletes a profile with all its sessions for good; halves that others shared stay theirs. R_DATA no such profile. */
int store_profile_delete(struct store *s, const char *name) MUST_USE;

/**
 * What earlier sessions of a profile told of the pace; NaN: nothing.
 *
 * resonance_per_min, resonance_sd  Best pace
 * own_per_min, own_inhale_share    The breath before the pacer
 * limits                           Where comfort may end
 */
struct store_memory {
    double resonance_per_min, resonance_sd, own_per_min, own_inhale_share;
    struct limit_kept limits;
};

/** Each of the newest session that tells it. People and simulated persons do not mix. */
int store_recall(struct store *s, const char *profile, bool simulated, struct store_memory *out) MUST_USE;

/**
 * Resting checks of a profile, the newest of each day, of the last STORE_REST_DAYS days that have one.
 *
 * ln_mean, ln_sd  Of the logarithm of RMSSD in ms; NaN without days, sd NaN with one
 */
struct store_rest {
    double ln_mean, ln_sd;
    uint32_t days;
};

enum { STORE_REST_DAYS = 60 }; /* chosen: two months of mornings; older ones are another season */

int store_resting(struct store *s, const char *profile, bool simulated, struct store_rest *out) MUST_USE;

/** PRAGMA quick_check. R_DATA when the file is damaged. */
int store_check(struct store *s) MUST_USE;

#endif
