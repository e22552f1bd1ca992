/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and what they want forgotten. Each call is its own transaction and lasting when it returns; free pages are
   overwritten, so that what is deleted is gone from the file. */
#include "store/rows.h"

static const char FORGETFUL[] = "PRAGMA secure_delete = ON";

/* One statement with up to two words or a number. R_DATA with `none` when it changed nothing. */
struct change {
    const char *sql, *first, *second, *none;
    int64_t id;
};

static int change(struct store *s, const struct change *c)
{
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_exec(s->db, FORGETFUL, NULL, NULL, NULL);
    rc = rc == SQLITE_OK ? sqlite3_prepare_v2(s->db, c->sql, -1, &q, NULL) : rc;
    if (rc == SQLITE_OK) {
        if (c->first != NULL) {
            (void)sqlite3_bind_text(q, 1, c->first, -1, SQLITE_TRANSIENT);
        } else {
            (void)sqlite3_bind_int64(q, 1, c->id);
        }
        if (c->second != NULL) {
            (void)sqlite3_bind_text(q, 2, c->second, -1, SQLITE_TRANSIENT);
        }
        rc = sqlite3_step(q);
    }
    (void)sqlite3_finalize(q);
    if (rc == SQLITE_CONSTRAINT || (rc == SQLITE_DONE && sqlite3_changes(s->db) < 1)) {
        return store_result(s, SQLITE_CORRUPT, c->none);
    }
    return store_result(s, rc, "writing");
}

int store_forget(struct store *s, int64_t id)
{
    return change(s,
                  &(struct change){.sql = "DELETE FROM sessions WHERE id = ?1", .none = "no such session", .id = id});
}

int store_profile_create(struct store *s, const char *name)
{
    return change(s, &(struct change){.sql = "INSERT INTO profiles(name) VALUES (?1) ON CONFLICT DO NOTHING",
                                      .first = name,
                                      .none = "there is one of that name"});
}

int store_profile_rename(struct store *s, const char *name, const char *to)
{
    return change(s, &(struct change){.sql = "UPDATE OR ABORT profiles SET name = ?2 WHERE name = ?1",
                                      .first = name,
                                      .second = to,
                                      .none = "no such profile, or the new name is taken"});
}

int store_profile_delete(struct store *s, const char *name)
{
    static const char SESSIONS[] = "DELETE FROM sessions WHERE profile = (SELECT id FROM profiles WHERE name = ?1)";
    int r = change(s, &(struct change){.sql = SESSIONS, .first = name, .none = "none"});
    if (r != R_OK && r != R_DATA) { /* R_DATA: it had none */
        return r;
    }
    return change(
        s, &(struct change){.sql = "DELETE FROM profiles WHERE name = ?1", .first = name, .none = "no such profile"});
}

int store_profiles(struct store *s, bool (*visit)(void *to, const struct store_profile *), void *to)
{
    static const char ALL[] =
        "SELECT p.name, count(s.id), coalesce(sum(s.seconds), 0) / 60.0, coalesce(max(s.started), '') FROM profiles p"
        " LEFT JOIN sessions s ON s.profile = p.id AND s.simulated = 0 GROUP BY p.id ORDER BY p.name";
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(s->db, ALL, -1, &q, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(q);
        if (rc != SQLITE_ROW) {
            break;
        }
        const void *name = sqlite3_column_text(q, 0), *newest = sqlite3_column_text(q, 3);
        struct store_profile p = {name, newest, sqlite3_column_int64(q, 1), sqlite3_column_double(q, 2)};
        if (!visit(to, &p)) {
            rc = SQLITE_DONE;
        }
    }
    (void)sqlite3_finalize(q);
    return store_result(s, rc, "reading profiles");
}
