/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading sessions back. A session that was cut off has no summary: its seconds and beats are counted from what was
   committed while it ran, so that it shows up to its last second. */
#include <math.h>

#include "store/rows.h"

static const char SESSIONS[] =
    "SELECT s.id, s.started, p.name, s.practice, s.sensor, s.simulated, s.finished,"
    " coalesce(m.minutes, s.seconds / 60.0), coalesce(m.scored_minutes, s.scored_seconds / 60.0),"
    " coalesce(m.mean_hr_bpm, (SELECT avg(hr_bpm) FROM states WHERE session = s.id AND who = 0)), m.rmssd_ms,"
    " (SELECT avg(peak_share) FROM states WHERE session = s.id AND who = 0 AND scored),"
    " coalesce(m.swing_mean_bpm, (SELECT avg(swing_bpm) FROM states WHERE session = s.id AND who = 0)), m.adherence,"
    " coalesce(m.beats, (SELECT count(*) FROM beats WHERE session = s.id AND who = 0)),"
    " coalesce(m.gaps, (SELECT count(*) FROM gaps WHERE session = s.id AND who = 0)),"
    " s.calm_before, s.calm_after, s.line, s.shared, coalesce(s.partner, 0),"
    " a.kind, a.refused, a.per_min, a.low_per_min, a.high_per_min, a.hr_bpm, a.rmssd_ms"
    " FROM sessions s JOIN profiles p ON p.id = s.profile LEFT JOIN summaries m ON m.session = s.id AND m.who = 0"
    " LEFT JOIN answers a ON a.session = s.id AND a.who = 0"
    " WHERE s.started >= coalesce(?1, '') AND (s.simulated = 0 OR ?2) ORDER BY s.started, s.id";

static double real(sqlite3_stmt *q, int column)
{
    return sqlite3_column_type(q, column) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(q, column);
}

static const char *text(sqlite3_stmt *q, int column)
{
    const void *t = sqlite3_column_text(q, column);
    return t != NULL ? t : "";
}

static struct store_answer answer_of(sqlite3_stmt *q, int from)
{
    bool any = sqlite3_column_type(q, from) != SQLITE_NULL;
    return (struct store_answer){.kind = any ? (uint8_t)sqlite3_column_int(q, from) : PRACTICE_NOTHING,
                                 .refused = (uint8_t)sqlite3_column_int(q, from + 1),
                                 .per_min = real(q, from + 2),
                                 .low_per_min = real(q, from + 3),
                                 .high_per_min = real(q, from + 4),
                                 .hr_bpm = real(q, from + 5),
                                 .rmssd_ms = real(q, from + 6)};
}

static struct store_row row_of(sqlite3_stmt *q)
{
    return (struct store_row){
        .id = sqlite3_column_int64(q, 0),
        .started = text(q, 1),
        .profile = text(q, 2),
        .practice = text(q, 3),
        .sensor = text(q, 4),
        .simulated = sqlite3_column_int(q, 5) != 0,
        .finished = sqlite3_column_int(q, 6) != 0,
        .minutes = real(q, 7),
        .scored_minutes = real(q, 8),
        .mean_hr_bpm = real(q, 9),
        .rmssd_ms = real(q, 10),
        .peak_share_mean = real(q, 11),
        .swing_mean_bpm = real(q, 12),
        .adherence = real(q, 13),
        .beats = sqlite3_column_int64(q, 14),
        .gaps = sqlite3_column_int64(q, 15),
        .calm_before = real(q, 16),
        .calm_after = real(q, 17),
        .line = text(q, 18),
        .shared = sqlite3_column_int(q, 19) != 0,
        .partner = sqlite3_column_int64(q, 20),
        .answer = answer_of(q, 21),
    };
}

int store_sessions(struct store *s, const char *since, bool simulated,
                   bool (*visit)(void *to, const struct store_row *), void *to)
{
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(s->db, SESSIONS, -1, &q, NULL);
    if (rc == SQLITE_OK) {
        (void)sqlite3_bind_text(q, 1, since, -1, SQLITE_TRANSIENT);
        (void)sqlite3_bind_int(q, 2, simulated);
        while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
            struct store_row row = row_of(q);
            if (!visit(to, &row)) {
                rc = SQLITE_DONE;
                break;
            }
        }
    }
    (void)sqlite3_finalize(q);
    return store_result(s, rc, "reading sessions");
}

/* Summaries of one profile alone, of people (0) or simulated ones (1), each with its session's number. */
#define MINE                                                                                                           \
    "WITH mine AS (SELECT s.id AS id, m.* FROM summaries m JOIN sessions s ON s.id = m.session JOIN profiles p"        \
    " ON p.id = s.profile WHERE p.name = ?1 AND s.simulated = ?2 AND m.who = 0 AND s.shared = 0 AND NOT EXISTS"        \
    " (SELECT 1 FROM summaries o WHERE o.session = s.id AND o.who = 1))"

static void read_pace(sqlite3_stmt *q, struct store_memory *out)
{
    *out = (struct store_memory){real(q, 0), real(q, 1), real(q, 2), real(q, 3), out->limits};
}

static void read_place(sqlite3_stmt *q, struct store_memory *out)
{
    int place = sqlite3_column_int(q, 0);
    if (place >= 0 && place < LIMIT_PLACES) {
        out->limits.per_min[place] = (float)real(q, 1);
    }
}

int store_recall(struct store *s, const char *profile, bool simulated, struct store_memory *out)
{
    static const char NEWEST[] =
        MINE ", found AS (SELECT * FROM mine WHERE resonance_per_min IS NOT NULL AND resonance_sd > 0"
             " ORDER BY id DESC LIMIT 1)"
             " SELECT (SELECT resonance_per_min FROM found), (SELECT resonance_sd FROM found),"
             " (SELECT own_per_min FROM mine WHERE own_per_min IS NOT NULL ORDER BY id DESC LIMIT 1),"
             " (SELECT own_inhale_share FROM mine WHERE own_inhale_share IS NOT NULL ORDER BY id DESC LIMIT 1)";
    static const char LIMITS[] = MINE " SELECT place, per_min FROM limits WHERE who = 0 AND session ="
                                      " (SELECT max(l.session) FROM limits l JOIN mine ON mine.id = l.session)";
    static const struct {
        const char *sql;
        void (*read)(sqlite3_stmt *, struct store_memory *);
    } ASKED[] = {{NEWEST, read_pace}, {LIMITS, read_place}};
    *out = (struct store_memory){(double)NAN, (double)NAN, (double)NAN, (double)NAN, {{0}}};
    int rc = SQLITE_DONE;
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0] && rc == SQLITE_DONE; i++) {
        sqlite3_stmt *q = NULL;
        rc = sqlite3_prepare_v2(s->db, ASKED[i].sql, -1, &q, NULL);
        if (rc == SQLITE_OK) {
            (void)sqlite3_bind_text(q, 1, profile, -1, SQLITE_TRANSIENT);
            (void)sqlite3_bind_int(q, 2, simulated);
            while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
                ASKED[i].read(q, out);
            }
        }
        (void)sqlite3_finalize(q);
    }
    return store_result(s, rc, "recalling the pace");
}

int store_tell(struct store *s, int64_t id, const struct store_told *t)
{
    static const char TELL[] = "UPDATE sessions SET calm_before = coalesce(?2, calm_before), calm_after = coalesce(?3,"
                               " calm_after), line = coalesce(nullif(?4, ''), line) WHERE id = ?1";
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(s->db, TELL, -1, &q, NULL);
    if (rc == SQLITE_OK) {
        (void)sqlite3_bind_int64(q, 1, id);
        (void)sqlite3_bind_double(q, 2, t->calm_before); /* NaN is NULL */
        (void)sqlite3_bind_double(q, 3, t->calm_after);
        (void)sqlite3_bind_text(q, 4, t->line, -1, SQLITE_TRANSIENT);
        rc = sqlite3_step(q);
    }
    (void)sqlite3_finalize(q);
    const int r = store_result(s, rc, "writing");
    if (r == R_OK && sqlite3_changes(s->db) != 1) {
        return store_result(s, SQLITE_CORRUPT, "no such session");
    }
    return r;
}

int store_resting(struct store *s, const char *profile, bool simulated, struct store_rest *out)
{
    /* SQLite takes the other columns from the row that has the maximum: the newest of the day. */
    static const char NEWEST[] =
        "SELECT a.rmssd_ms, max(s.id) FROM answers a JOIN sessions s ON s.id = a.session JOIN profiles p ON p.id = "
        "s.profile WHERE p.name = ?1 AND s.simulated = ?2 AND a.who = 0 AND a.refused = 0 AND a.rmssd_ms > 0"
        " GROUP BY substr(s.started, 1, 10) ORDER BY s.id DESC LIMIT ?3";
    sqlite3_stmt *q = NULL;
    double sum = 0.0, squares = 0.0;
    uint32_t n = 0;
    int rc = sqlite3_prepare_v2(s->db, NEWEST, -1, &q, NULL);
    if (rc == SQLITE_OK) {
        (void)sqlite3_bind_text(q, 1, profile, -1, SQLITE_TRANSIENT);
        (void)sqlite3_bind_int(q, 2, simulated);
        (void)sqlite3_bind_int(q, 3, STORE_REST_DAYS);
        while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
            double ln = log(sqlite3_column_double(q, 0));
            sum += ln;
            squares += ln * ln;
            n++;
        }
    }
    (void)sqlite3_finalize(q);
    double mean = n > 0 ? sum / n : (double)NAN;
    double sd = n > 1 ? sqrt(fmax(0.0, squares - sum * mean) / (n - 1)) : (double)NAN;
    *out = (struct store_rest){mean, sd, n};
    return store_result(s, rc, "recalling resting checks");
}

int store_check(struct store *s)
{
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(s->db, "PRAGMA quick_check(1)", -1, &q, NULL);
    rc = rc == SQLITE_OK ? sqlite3_step(q) : rc;
    bool fine = rc == SQLITE_ROW && sqlite3_stricmp(text(q, 0), "ok") == 0;
    (void)sqlite3_finalize(q);
    return fine ? R_OK : store_result(s, SQLITE_CORRUPT, "checking");
}
