/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, migrating and writing. 1. A transaction is open from the first write to store_commit. 2. A failed write
   leaves what was committed untouched. Statements are prepared once and live as long as the store. */
#include "store/store.h"

#include <errno.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/rows.h"
#include "store/schema.h"

enum { BUSY_MS = 5000, NAP_MS = 20, PATH_N = 4096 };

static int fail(struct store *s, int result, const char *what)
{
    (void)snprintf(s->why, sizeof s->why, "%s: %s", what, s->db != NULL ? sqlite3_errmsg(s->db) : "no memory");
    return result;
}

int store_result(struct store *s, int rc, const char *what)
{
    switch (rc) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return R_OK;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail(s, R_DATA, what);
    case SQLITE_NOMEM:
        return fail(s, R_MEM, what);
    default:
        return fail(s, R_IO, what);
    }
}

static int run(struct store *s, const char *sql, const char *what)
{
    return store_result(s, sqlite3_exec(s->db, sql, NULL, NULL, NULL), what);
}

/* The folder of the file, made when it is missing, for its owner alone. Parents get the usual mode. */
static int make_folder(const char *path)
{
    char folder[PATH_N];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *last = strrchr(folder, '/');
    if (last == NULL || last == folder) {
        return 0;
    }
    *last = '\0';
    struct stat st;
    if (stat(folder, &st) == 0) {
        return 0;
    }
    for (char *p = folder + 1; *p != '\0'; p++) {
        if (*p == '/') {
            *p = '\0';
            (void)mkdir(folder, 0755);
            *p = '/';
        }
    }
    return mkdir(folder, 0700) == 0 || errno == EEXIST ? 0 : -1; /* another program was faster */
}

static int user_version(struct store *s, int *out)
{
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &q, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(q);
    }
    if (rc == SQLITE_ROW) {
        *out = sqlite3_column_int(q, 0);
    }
    (void)sqlite3_finalize(q);
    return store_result(s, rc, "reading the schema version");
}

/* One step, if it is still to be done: another program may have opened the same new file, and was first. */
static int migrate_step(struct store *s, int *version)
{
    char set[64];
    int r = run(s, "BEGIN IMMEDIATE", "making the schema");
    if (r != R_OK) {
        return r;
    }
    r = user_version(s, version);
    if (r == R_OK && *version < STORE_SCHEMA) {
        (void)snprintf(set, sizeof set, "PRAGMA user_version = %d", *version + 1);
        r = run(s, schema_steps[*version], "making the schema");
        r = r == R_OK ? run(s, set, "making the schema") : r;
        *version += 1;
    }
    if (r == R_OK) {
        return run(s, "COMMIT", "making the schema");
    }
    (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return r;
}

static int migrate(struct store *s)
{
    int version = 0;
    int r = user_version(s, &version);
    while (r == R_OK && version < STORE_SCHEMA) {
        r = migrate_step(s, &version);
    }
    if (r == R_OK && version > STORE_SCHEMA) {
        (void)snprintf(s->why, sizeof s->why, "made by a newer metta (schema %d, this one knows %d)", version,
                       STORE_SCHEMA);
        return R_UNSUPPORTED;
    }
    return r;
}

/* The change to a write-ahead log is refused at once, without waiting, where two make it at the same time. */
static int become_wal(struct store *s)
{
    int rc = SQLITE_BUSY;
    for (int waited_ms = 0; rc == SQLITE_BUSY && waited_ms <= BUSY_MS; waited_ms += NAP_MS) {
        rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (rc == SQLITE_BUSY) {
            (void)sqlite3_sleep(NAP_MS);
        }
    }
    return store_result(s, rc, "opening");
}

static int configure(struct store *s)
{
    (void)sqlite3_busy_timeout(s->db, BUSY_MS);
    int r = become_wal(s);
    /* FULL: in WAL mode NORMAL may lose commits of the last seconds to a power cut. A quarter of a megabyte of pages is
       enough: a session only adds, and the usual two fill up with what is never read again. */
    return r == R_OK
               ? run(s, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -256", "opening")
               : r;
}

int store_open(struct store **out, const char *path, char *why, size_t why_n)
{
    struct store *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return R_MEM;
    }
    int r = R_IO;
    mode_t mask = umask(0077);
    if (make_folder(path) != 0) {
        (void)snprintf(s->why, sizeof s->why, "its folder cannot be made: %s", strerror(errno));
    } else {
        r = store_result(s, sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), "opening");
        r = r == R_OK ? configure(s) : r;
        r = r == R_OK ? migrate(s) : r;
    }
    (void)umask(mask);
    if (r != R_OK) {
        (void)snprintf(why, why_n, "%s", s->why);
        store_close(s);
        return r;
    }
    (void)chmod(path, 0600);
    *out = s;
    return R_OK;
}

void store_close(struct store *s)
{
    if (s == NULL) {
        return;
    }
    for (size_t i = 0; i < STORE_STATEMENTS; i++) {
        (void)sqlite3_finalize(s->statements[i]);
    }
    (void)sqlite3_close(s->db);
    free(s);
}

const char *store_why(const struct store *s)
{
    return s->why;
}

static const char *const SQL[STORE_STATEMENTS] = {
    [STORE_PROFILE] = "INSERT INTO profiles(name) VALUES (?1) ON CONFLICT DO NOTHING",
    [STORE_SESSION] = "INSERT INTO sessions(profile, started, practice, sensor, simulated, shared, partner) VALUES "
                      "((SELECT id FROM profiles WHERE name = ?1), ?2, ?3, ?4, ?5, ?6, ?7)",
    [STORE_PAIR] = "UPDATE sessions SET partner = ?2 WHERE id = ?1",
    [STORE_SECOND] = "UPDATE sessions SET seconds = seconds + 1, scored_seconds = scored_seconds + ?2 WHERE id = ?1",
    [STORE_FINISH] = "UPDATE sessions SET finished = 1 WHERE id = ?1",
    [STORE_BEAT] = "INSERT INTO beats VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [STORE_BREATH] = "INSERT INTO breaths VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STORE_PACE] = "INSERT INTO paces VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STORE_STATE] = "INSERT INTO states VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [STORE_GAP] = "INSERT INTO gaps VALUES (?1, ?2, ?3, ?4, ?5)",
    [STORE_CONTACT] = "INSERT INTO contacts VALUES (?1, ?2, ?3, ?4)",
    [STORE_SUMMARY] = "INSERT OR REPLACE INTO summaries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                      "?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    [STORE_ANSWER] = "INSERT OR REPLACE INTO answers VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [STORE_LIMIT] = "INSERT OR REPLACE INTO limits VALUES (?1, ?2, ?3, ?4)",
};

static sqlite3_stmt *statement(struct store *s, enum store_statement which)
{
    if (s->statements[which] == NULL) {
        (void)sqlite3_prepare_v3(s->db, SQL[which], -1, SQLITE_PREPARE_PERSISTENT, &s->statements[which], NULL);
    }
    return s->statements[which];
}

/* SQLite turns NaN into NULL by itself: unknown stays unknown in the file. */
static void bind_reals(sqlite3_stmt *q, int from, const double *v, int n)
{
    for (int i = 0; i < n; i++) {
        (void)sqlite3_bind_double(q, from + i, v[i]);
    }
}

static void bind_ints(sqlite3_stmt *q, int from, const int64_t *v, int n)
{
    for (int i = 0; i < n; i++) {
        (void)sqlite3_bind_int64(q, from + i, v[i]);
    }
}

static int begin(struct store *s)
{
    if (s->open) {
        return R_OK;
    }
    int r = run(s, "BEGIN", "writing");
    s->open = r == R_OK;
    return r;
}

static int step(struct store *s, sqlite3_stmt *q)
{
    int r = begin(s);
    if (r == R_OK) {
        r = store_result(s, q != NULL ? sqlite3_step(q) : SQLITE_ERROR, "writing");
    }
    if (q != NULL) {
        (void)sqlite3_reset(q);
    }
    return r;
}

static void bind_partner(sqlite3_stmt *q, int64_t partner)
{
    if (partner > 0) {
        (void)sqlite3_bind_int64(q, 7, partner);
    } else {
        (void)sqlite3_bind_null(q, 7);
    }
}

/* The half that began first learns of the other. */
static int pair(struct store *s, int64_t id, int64_t partner)
{
    sqlite3_stmt *q = statement(s, STORE_PAIR);
    bind_ints(q, 1, (int64_t[]){id, partner}, 2);
    return step(s, q);
}

int store_begin(struct store *s, const struct store_session *c, int64_t *id)
{
    sqlite3_stmt *q = statement(s, STORE_PROFILE);
    (void)sqlite3_bind_text(q, 1, c->profile, -1, SQLITE_TRANSIENT);
    int r = step(s, q);
    if (r != R_OK) {
        return r;
    }
    q = statement(s, STORE_SESSION);
    const char *const words[] = {c->profile, c->started, c->practice, c->sensor};
    for (int i = 0; i < 4; i++) {
        (void)sqlite3_bind_text(q, i + 1, words[i], -1, SQLITE_TRANSIENT);
    }
    (void)sqlite3_bind_int(q, 5, c->simulated);
    (void)sqlite3_bind_int(q, 6, c->shared);
    bind_partner(q, c->partner);
    r = step(s, q);
    if (r == R_OK) {
        *id = sqlite3_last_insert_rowid(s->db);
        r = c->partner > 0 ? pair(s, c->partner, *id) : r;
    }
    if (r == R_OK) {
        r = store_commit(s);
    }
    return r;
}

static sqlite3_stmt *bind_state(struct store *s, int64_t id, const struct event *e)
{
    sqlite3_stmt *q = statement(s, STORE_STATE);
    const struct measures *m = &e->as.state.m;
    bind_ints(q, 1, (int64_t[]){id, e->who, e->t}, 3);
    bind_reals(q, 4,
               (double[]){(double)m->hr_bpm, (double)m->quality, (double)m->coherence_ratio, (double)m->coherence_score,
                          (double)m->peak_share, (double)m->peak_hz, (double)m->swing_bpm, (double)m->breath_per_min,
                          (double)e->as.state.adherence},
               9);
    (void)sqlite3_bind_int(q, 13, m->scored);
    return q;
}

static sqlite3_stmt *bind_summary(struct store *s, int64_t id, const struct event *e)
{
    sqlite3_stmt *q = statement(s, STORE_SUMMARY);
    const struct event_summary *m = &e->as.summary;
    bind_ints(q, 1, (int64_t[]){id, e->who}, 2);
    bind_reals(q, 3, (double[]){m->minutes, m->scored_minutes}, 2);
    bind_ints(q, 5, (int64_t[]){m->totals.beats, m->totals.corrected}, 2);
    bind_reals(q, 7,
               (double[]){m->totals.mean_hr_bpm, m->totals.sdnn_ms, m->totals.rmssd_ms, m->coherence_mean,
                          m->coherent_share, m->swing_mean_bpm, m->adherence, m->settle_s},
               8);
    (void)sqlite3_bind_int64(q, 15, m->gaps);
    (void)sqlite3_bind_double(q, 16, m->gap_s);
    bind_reals(q, 17, (double[]){m->resonance_per_min, m->resonance_sd, m->own_per_min, m->own_inhale_share}, 4);
    return q;
}

static sqlite3_stmt *bind_breath(struct store *s, int64_t id, const struct event *e)
{
    sqlite3_stmt *q = statement(s, STORE_BREATH);
    const struct event_breath *b = &e->as.breath;
    bind_ints(q, 1, (int64_t[]){id, e->who, e->t}, 3);
    bind_reals(q, 4, (double[]){(double)b->breath.rate_per_min, (double)b->breath.inhale_share}, 2);
    (void)sqlite3_bind_int(q, 6, b->breath.source);
    if (b->matched == MATCHED_UNKNOWN) {
        (void)sqlite3_bind_null(q, 7);
    } else {
        (void)sqlite3_bind_int(q, 7, b->matched == MATCHED_YES);
    }
    return q;
}

static sqlite3_stmt *bind_pace(struct store *s, int64_t id, const struct event *e)
{
    sqlite3_stmt *q = statement(s, STORE_PACE);
    const struct pace *p = &e->as.pace.pace;
    bind_ints(q, 1, (int64_t[]){id, e->t}, 2);
    bind_reals(q, 3, (double[]){(double)p->inhale_s, (double)p->hold_in_s, (double)p->exhale_s, (double)p->hold_out_s},
               4);
    (void)sqlite3_bind_int(q, 7, e->as.pace.why);
    return q;
}

static sqlite3_stmt *bind_beat(struct store *s, int64_t id, const struct event *e)
{
    sqlite3_stmt *q = statement(s, STORE_BEAT);
    bind_ints(q, 1, (int64_t[]){id, e->who, e->t}, 3);
    (void)sqlite3_bind_double(q, 4, (double)e->as.beat.rr_ms);
    bind_ints(q, 5, (int64_t[]){e->as.beat.kind, e->as.beat.used}, 2);
    return q;
}

static sqlite3_stmt *bind_event(struct store *s, int64_t id, const struct event *e)
{
    sqlite3_stmt *q = NULL;
    switch (e->kind) {
    case EVENT_BEAT:
        return bind_beat(s, id, e);
    case EVENT_BREATH:
        return bind_breath(s, id, e);
    case EVENT_STATE:
        return bind_state(s, id, e);
    case EVENT_PACE:
        return bind_pace(s, id, e);
    case EVENT_SUMMARY:
        return bind_summary(s, id, e);
    case EVENT_GAP:
        q = statement(s, STORE_GAP);
        bind_ints(q, 1, (int64_t[]){id, e->who, e->t, e->as.gap.from, e->as.gap.why}, 5);
        return q;
    default:
        q = statement(s, STORE_CONTACT);
        bind_ints(q, 1, (int64_t[]){id, e->who, e->t, e->as.contact}, 4);
        return q;
    }
}

static int keep_answer(struct store *s, int64_t id, const struct event *e)
{
    const struct answer *a = &e->as.summary.answer;
    if (a->kind == PRACTICE_NOTHING) {
        return R_OK;
    }
    sqlite3_stmt *q = statement(s, STORE_ANSWER);
    bind_ints(q, 1, (int64_t[]){id, e->who, a->kind, a->refused}, 4);
    bind_reals(q, 5,
               (double[]){(double)a->rate, (double)a->low, (double)a->high, (double)a->sd, (double)a->hr_bpm,
                          (double)a->rmssd_ms},
               6);
    return step(s, q);
}

static int keep_limits(struct store *s, int64_t id, const struct event *e)
{
    const struct limit_kept *kept = &e->as.summary.limits;
    int r = R_OK;
    for (int i = 0; i < LIMIT_PLACES && kept->per_min[i] > 0.0F && r == R_OK; i++) {
        sqlite3_stmt *q = statement(s, STORE_LIMIT);
        bind_ints(q, 1, (int64_t[]){id, e->who, i}, 3);
        bind_reals(q, 4, (double[]){(double)kept->per_min[i]}, 1);
        r = step(s, q);
    }
    return r;
}

int store_event(struct store *s, int64_t id, const struct event *e)
{
    if (e->kind == EVENT_GUIDE) { /* its words are in the practice */
        return R_OK;
    }
    int r = step(s, bind_event(s, id, e));
    if (r == R_OK && e->kind == EVENT_STATE && e->who == 0) {
        sqlite3_stmt *q = statement(s, STORE_SECOND);
        bind_ints(q, 1, (int64_t[]){id, e->as.state.m.scored}, 2);
        r = step(s, q);
    }
    if (r == R_OK && e->kind == EVENT_SUMMARY) {
        sqlite3_stmt *q = statement(s, STORE_FINISH);
        bind_ints(q, 1, &id, 1);
        r = step(s, q);
        r = r == R_OK ? keep_answer(s, id, e) : r;
        r = r == R_OK ? keep_limits(s, id, e) : r;
    }
    return r;
}

int store_commit(struct store *s)
{
    if (!s->open) {
        return R_OK;
    }
    int r = run(s, "COMMIT", "writing");
    s->open = r != R_OK;
    return r;
}
