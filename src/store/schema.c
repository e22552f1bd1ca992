/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema as the steps that made it. A step that has shipped is never edited: a change is a new step.
   Times are microseconds of session time; kind, why and source are the numbers of the enums of signal/body.h,
   train/adapt.h and base/reading.h, which only ever grow. */
#include "store/schema.h"

const char *const schema_steps[] = {
    "CREATE TABLE profiles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE sessions (id INTEGER PRIMARY KEY, profile INTEGER NOT NULL REFERENCES profiles(id),"
    " started TEXT NOT NULL, practice TEXT NOT NULL, sensor TEXT NOT NULL, simulated INTEGER NOT NULL,"
    " seconds INTEGER NOT NULL DEFAULT 0, scored_seconds INTEGER NOT NULL DEFAULT 0,"
    " finished INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX sessions_started ON sessions(started);"
    "CREATE TABLE summaries (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
    " minutes REAL, scored_minutes REAL, beats INTEGER, corrected INTEGER, mean_hr_bpm REAL, sdnn_ms REAL,"
    " rmssd_ms REAL, coherence_mean REAL, coherent_share REAL, swing_mean_bpm REAL, adherence REAL, settle_s REAL,"
    " gaps INTEGER, gap_s REAL, PRIMARY KEY (session, who)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE beats (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
    " t_us INTEGER NOT NULL, rr_ms REAL, kind INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;"
    "CREATE INDEX beats_session ON beats(session, t_us);"
    "CREATE TABLE breaths (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
    " t_us INTEGER NOT NULL, rate_per_min REAL, inhale_share REAL, source INTEGER NOT NULL, matched INTEGER) STRICT;"
    "CREATE INDEX breaths_session ON breaths(session, t_us);"
    "CREATE TABLE paces (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, t_us INTEGER NOT NULL,"
    " inhale_s REAL, hold_in_s REAL, exhale_s REAL, hold_out_s REAL, why INTEGER NOT NULL) STRICT;"
    "CREATE INDEX paces_session ON paces(session, t_us);"
    "CREATE TABLE states (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
    " t_us INTEGER NOT NULL, hr_bpm REAL, quality REAL, coherence_ratio REAL, coherence_score REAL, peak_share REAL,"
    " peak_hz REAL, swing_bpm REAL, breath_per_min REAL, adherence REAL, scored INTEGER NOT NULL) STRICT;"
    "CREATE INDEX states_session ON states(session, t_us);"
    "CREATE TABLE gaps (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
    " t_us INTEGER NOT NULL, from_us INTEGER NOT NULL, why INTEGER NOT NULL) STRICT;"
    "CREATE INDEX gaps_session ON gaps(session, t_us);"
    "CREATE TABLE contacts (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
    " t_us INTEGER NOT NULL, why INTEGER NOT NULL) STRICT;"
    "CREATE INDEX contacts_session ON contacts(session, t_us);",
    "ALTER TABLE summaries ADD COLUMN resonance_per_min REAL;"
    "ALTER TABLE summaries ADD COLUMN resonance_sd REAL;"
    "ALTER TABLE summaries ADD COLUMN floor_per_min REAL;",
    /* kind and refused: enums of train/practice_script.h and train/answer.h */
    "CREATE TABLE answers (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, refused INTEGER NOT NULL, per_min REAL, low_per_min REAL, high_per_min REAL, sd REAL,"
    " hr_bpm REAL, rmssd_ms REAL, PRIMARY KEY (session, who)) STRICT, WITHOUT ROWID;",
    /* what a person told: 0..10, and a line to themselves */
    ("ALTER TABLE sessions ADD COLUMN calm_before REAL;"
     "ALTER TABLE sessions ADD COLUMN calm_after REAL;"
     "ALTER TABLE sessions ADD COLUMN line TEXT;"),
    /* Of two who sit together each has an own session; partner is the other's while they keep it. */
    ("ALTER TABLE sessions ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;"
     "ALTER TABLE sessions ADD COLUMN partner INTEGER REFERENCES sessions(id) ON DELETE SET NULL;"),
    /* the breath before the pacer */
    ("ALTER TABLE summaries ADD COLUMN own_per_min REAL;"
     "ALTER TABLE summaries ADD COLUMN own_inhale_share REAL;"),
    /* Where comfort may end: LIMIT_PLACES of train/limit.h, each as likely; one floor told it before, more likely there
       than not. */
    ("CREATE TABLE limits (session INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, who INTEGER NOT NULL,"
     " place INTEGER NOT NULL, per_min REAL NOT NULL, PRIMARY KEY (session, who, place)) STRICT, WITHOUT ROWID;"
     "WITH RECURSIVE ten(place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM ten WHERE place < 9)"
     " INSERT INTO limits SELECT session, who, place, CASE WHEN place < 6 THEN floor_per_min ELSE 3.0 END"
     " FROM summaries, ten WHERE floor_per_min IS NOT NULL;"
     "ALTER TABLE summaries DROP COLUMN floor_per_min;"),
};
