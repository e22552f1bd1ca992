/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>

#include "store/schema.h"
#include "store/store.h"

struct place {
    char folder[64], path[128];
};

static int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/store-test-XXXXXX");
    if (p == NULL || mkdtemp(p->folder) == NULL) {
        return -1;
    }
    (void)snprintf(p->path, sizeof p->path, "%s/data/metta.db", p->folder);
    *state = p;
    return 0;
}

static int drop_place(void **state)
{
    struct place *p = *state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf %s", p->folder);
    int r = system(command);
    free(p);
    return r;
}

static struct store *open_store(const char *path)
{
    struct store *s = NULL;
    char why[200] = "";
    int r = store_open(&s, path, why, sizeof why);
    if (r != R_OK) {
        print_message("%s\n", why);
    }
    assert_int_equal(r, R_OK);
    return s;
}

static const struct store_session SITTING = {
    .started = "2026-11-22T17:00:00Z", .profile = "default", .practice = "breath", .sensor = "belt"};

static void add_second(struct store *s, int64_t id, int second)
{
    struct event beat = {.kind = EVENT_BEAT, .t = second * USEC_PER_SEC};
    beat.as.beat = (struct beat){beat.t, 900.0F, BEAT_NORMAL, true};
    struct event state = {.kind = EVENT_STATE, .t = second * USEC_PER_SEC};
    state.as.state.m = (struct measures){.hr_bpm = 66.0F, .swing_bpm = NAN, .scored = second > 64};
    assert_int_equal(store_event(s, id, &beat), R_OK);
    assert_int_equal(store_event(s, id, &state), R_OK);
    assert_int_equal(store_commit(s), R_OK);
}

struct seen {
    int n;
    struct store_row last;
};

static bool see(void *to, const struct store_row *row)
{
    struct seen *seen = to;
    seen->n++;
    seen->last = *row;
    return true;
}

static struct seen look(struct store *s, const char *since, bool simulated)
{
    struct seen seen = {0};
    assert_int_equal(store_sessions(s, since, simulated, see, &seen), R_OK);
    return seen;
}

static void file_and_folder_are_for_their_owner(void **state)
{
    struct place *p = *state;
    store_close(open_store(p->path));
    struct stat st;
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    char folder[140];
    (void)snprintf(folder, sizeof folder, "%s/data", p->folder);
    assert_int_equal(stat(folder, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

static void session_that_was_cut_off_is_kept_to_its_last_second(void **state)
{
    struct place *p = *state;
    pid_t child = fork();
    if (child == 0) { /* commits ten seconds, then dies in the middle of the eleventh */
        struct store *s = open_store(p->path);
        int64_t id = 0;
        assert_int_equal(store_begin(s, &SITTING, &id), R_OK);
        for (int i = 1; i <= 10; i++) {
            add_second(s, id, i);
        }
        struct event beat = {.kind = EVENT_BEAT, .t = 11 * USEC_PER_SEC};
        assert_int_equal(store_event(s, id, &beat), R_OK);
        (void)kill(getpid(), SIGKILL);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    struct store *s = open_store(p->path);
    assert_int_equal(store_check(s), R_OK);
    struct seen seen = look(s, NULL, false);
    assert_int_equal(seen.n, 1);
    assert_false(seen.last.finished);
    assert_true(fabs(seen.last.minutes - 10.0 / 60.0) < 1e-9);
    assert_int_equal(seen.last.beats, 10);
    assert_true(fabs(seen.last.mean_hr_bpm - 66.0) < 1e-6);
    assert_true(isnan(seen.last.swing_mean_bpm));
    store_close(s);
}

static void simulated_sessions_stay_apart(void **state)
{
    struct place *p = *state;
    struct store *s = open_store(p->path);
    int64_t id = 0;
    struct store_session simulated = SITTING;
    simulated.simulated = true;
    assert_int_equal(store_begin(s, &simulated, &id), R_OK);
    assert_int_equal(look(s, NULL, false).n, 0);
    assert_int_equal(look(s, NULL, true).n, 1);
    assert_int_equal(look(s, "2026-11-23", true).n, 0);
    assert_int_equal(look(s, "2026-11-22", true).n, 1);
    store_close(s);
}

static void summary_completes_a_session(void **state)
{
    struct place *p = *state;
    struct store *s = open_store(p->path);
    int64_t id = 0;
    assert_int_equal(store_begin(s, &SITTING, &id), R_OK);
    struct event e = {.kind = EVENT_SUMMARY, .t = 600 * USEC_PER_SEC};
    e.as.summary = (struct event_summary){.minutes = 10.0, .adherence = (double)NAN, .gaps = 2};
    e.as.summary.totals = (struct body_totals){655, 4, 64.8, 61.2, 44.0};
    assert_int_equal(store_event(s, id, &e), R_OK);
    assert_int_equal(store_commit(s), R_OK);
    struct seen seen = look(s, NULL, false);
    assert_true(seen.last.finished && seen.last.minutes == 10.0 && seen.last.gaps == 2 && seen.last.beats == 655);
    assert_true(isnan(seen.last.adherence));
    store_close(s);
}

static void keep_summary(struct store *s, const struct store_session *c, const struct event_summary *m)
{
    int64_t id = 0;
    assert_int_equal(store_begin(s, c, &id), R_OK);
    struct event e = {.kind = EVENT_SUMMARY, .t = 600 * USEC_PER_SEC};
    e.as.summary = *m;
    assert_int_equal(store_event(s, id, &e), R_OK);
    assert_int_equal(store_commit(s), R_OK);
}

static void keep_belief(struct store *s, const struct store_session *c, double per_min, double sd)
{
    keep_summary(s, c,
                 &(struct event_summary){.minutes = 10.0,
                                         .resonance_per_min = per_min,
                                         .resonance_sd = sd,
                                         .own_per_min = (double)NAN,
                                         .own_inhale_share = (double)NAN});
}

/* Who met a limit had no best pace found: it is remembered all the same, until more is known of it. */
static void limit_and_own_breath_are_recalled(void **state)
{
    struct place *p = *state;
    struct store *s = open_store(p->path);
    struct store_memory m;
    struct event_summary limited = {.minutes = 10.0,
                                    .resonance_per_min = (double)NAN,
                                    .resonance_sd = (double)NAN,
                                    .own_per_min = 13.5,
                                    .own_inhale_share = 0.38};
    for (int i = 0; i < LIMIT_PLACES; i++) {
        limited.limits.per_min[i] = 7.2F - 0.1F * (float)i;
    }
    keep_belief(s, &SITTING, 5.2, 0.4);
    keep_summary(s, &SITTING, &limited);
    limited.limits = (struct limit_kept){{0}};
    limited.own_per_min = limited.own_inhale_share = (double)NAN;
    keep_summary(s, &SITTING, &limited);
    assert_int_equal(store_recall(s, SITTING.profile, false, &m), R_OK);
    assert_true(m.resonance_per_min == 5.2);
    assert_true(m.own_per_min == 13.5 && m.own_inhale_share == 0.38);
    for (int i = 0; i < LIMIT_PLACES; i++) {
        assert_true(m.limits.per_min[i] == 7.2F - 0.1F * (float)i);
    }
    keep_belief(s, &SITTING, 5.4, 0.3);
    assert_int_equal(store_recall(s, SITTING.profile, false, &m), R_OK);
    assert_true(m.resonance_per_min == 5.4 && m.limits.per_min[0] == 7.2F && m.own_per_min == 13.5);
    store_close(s);
}

/* The newest measured session of the same profile; what was not measured hides nothing; people and simulations apart.
 */
static void earlier_days_are_recalled(void **state)
{
    struct place *p = *state;
    struct store *s = open_store(p->path);
    struct store_session simulated = SITTING, other = SITTING;
    struct store_memory m;
    simulated.simulated = true;
    other.profile = "somebody else";
    assert_int_equal(store_recall(s, SITTING.profile, false, &m), R_OK);
    assert_true(isnan(m.resonance_per_min));
    keep_belief(s, &SITTING, 5.2, 0.4);
    keep_belief(s, &SITTING, 5.4, 0.3);
    keep_belief(s, &SITTING, (double)NAN, (double)NAN);
    keep_belief(s, &other, 6.6, 0.2);
    keep_belief(s, &simulated, 4.4, 0.5);
    assert_int_equal(store_recall(s, SITTING.profile, false, &m), R_OK);
    assert_true(m.resonance_per_min == 5.4 && m.resonance_sd == 0.3 && m.limits.per_min[0] == 0.0F);
    assert_int_equal(store_recall(s, SITTING.profile, true, &m), R_OK);
    assert_true(m.resonance_per_min == 4.4);
    store_close(s);
}

/* Eight programs open the same new file at once: all of them get it, and it is made once. */
static void new_file_may_be_opened_by_many(void **state)
{
    struct place *p = *state;
    pid_t children[8];
    for (int i = 0; i < 8; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct store *s = NULL;
            char why[200] = "";
            int r = store_open(&s, p->path, why, sizeof why);
            if (r != R_OK) {
                print_message("%s\n", why);
            }
            store_close(s);
            _exit(r == R_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < 8; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    store_close(open_store(p->path));
}

static void wrong_files_are_told_and_left_alone(void **state)
{
    struct place *p = *state;
    char path[140], why[200] = "";
    (void)snprintf(path, sizeof path, "%s/junk.db", p->folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < 5000; i++) {
        (void)fputc('x', f);
    }
    (void)fclose(f);
    struct store *s = NULL;
    assert_int_equal(store_open(&s, path, why, sizeof why), R_DATA);
    assert_true(strlen(why) > 0);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 5000);
    assert_int_equal(store_open(&s, p->folder, why, sizeof why), R_IO);
}

struct halves {
    int n;
    int64_t id[4], partner[4];
    bool shared[4];
};

static bool see_halves(void *to, const struct store_row *row)
{
    struct halves *seen = to;
    seen->id[seen->n] = row->id;
    seen->partner[seen->n] = row->partner;
    seen->shared[seen->n++] = row->shared;
    return true;
}

static bool count_people(void *to, const struct store_profile *p)
{
    *(int *)to += p->sessions > 0 ? 1 : 0;
    return true;
}

static void each_of_two_may_forget_their_own_half(void **state)
{
    const struct place *p = *state;
    struct store *s = open_store(p->path);
    struct store_session half = SITTING;
    int64_t a = 0, b = 0;
    half.shared = true;
    half.profile = "ada";
    assert_int_equal(store_begin(s, &half, &a), R_OK);
    half.profile = "bo";
    half.partner = a;
    assert_int_equal(store_begin(s, &half, &b), R_OK);
    add_second(s, a, 1);
    add_second(s, b, 1);
    assert_int_equal(store_commit(s), R_OK);
    struct halves seen = {0};
    assert_int_equal(store_sessions(s, NULL, true, see_halves, &seen), R_OK);
    assert_int_equal(seen.n, 2);
    assert_true(seen.shared[0] && seen.shared[1] && seen.partner[0] == b && seen.partner[1] == a);
    assert_int_equal(store_forget(s, a), R_OK);
    seen = (struct halves){0};
    assert_int_equal(store_sessions(s, NULL, true, see_halves, &seen), R_OK);
    assert_true(seen.n == 1 && seen.id[0] == b && seen.partner[0] == 0 && seen.shared[0]);
    assert_int_equal(store_forget(s, a), R_DATA);
    int people = 0;
    assert_int_equal(store_profiles(s, count_people, &people), R_OK);
    assert_int_equal(people, 1);
    assert_int_equal(store_profile_create(s, "ada"), R_DATA);
    assert_int_equal(store_profile_rename(s, "ada", "bo"), R_DATA);
    assert_int_equal(store_profile_rename(s, "ada", "eva"), R_OK);
    assert_int_equal(store_profile_delete(s, "ada"), R_DATA);
    assert_int_equal(store_profile_delete(s, "bo"), R_OK);
    seen = (struct halves){0};
    assert_int_equal(store_sessions(s, NULL, true, see_halves, &seen), R_OK);
    assert_int_equal(seen.n, 0);
    store_close(s);
}

static void what_a_person_tells_is_kept(void **state)
{
    struct place *p = *state;
    struct store *s = open_store(p->path);
    int64_t id = 0;
    assert_int_equal(store_begin(s, &SITTING, &id), R_OK);
    struct seen seen = look(s, NULL, false);
    assert_true(isnan(seen.last.calm_before) && isnan(seen.last.calm_after));
    assert_int_equal(store_tell(s, id, &(struct store_told){4.0, (double)NAN, ""}), R_OK);
    assert_int_equal(store_tell(s, id, &(struct store_told){(double)NAN, 7.0, "it's \"fine\""}), R_OK);
    assert_int_equal(store_tell(s, id, &(struct store_told){(double)NAN, (double)NAN, ""}), R_OK);
    assert_int_equal(store_tell(s, id + 1, &(struct store_told){1.0, 1.0, ""}), R_DATA);
    store_close(s);
    s = open_store(p->path);
    seen = look(s, NULL, false);
    assert_true(seen.last.calm_before == 4.0 && seen.last.calm_after == 7.0);
    store_close(s);
}

/* A file of every older schema, with a session in it, is brought up: the session is there, and can be told of. */
static void older_files_are_brought_up(void **state)
{
    struct place *p = *state;
    store_close(open_store(p->path)); /* makes the folder */
    for (int version = 1; version < STORE_SCHEMA; version++) {
        sqlite3 *db = NULL;
        char path[160], set[64];
        (void)snprintf(path, sizeof path, "%s/data/v%d.db", p->folder, version);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        for (int i = 0; i < version; i++) {
            assert_int_equal(sqlite3_exec(db, schema_steps[i], NULL, NULL, NULL), SQLITE_OK);
        }
        (void)snprintf(set, sizeof set, "PRAGMA user_version = %d", version);
        assert_int_equal(sqlite3_exec(db, set, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db,
                                      "INSERT INTO profiles(name) VALUES ('default');"
                                      "INSERT INTO sessions(profile, started, practice, sensor, simulated, seconds)"
                                      " VALUES (1, '2026-10-01T07:00:00Z', 'breath', 'belt', 0, 90)",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
        bool had_floor = version >= 2 && version < 7; /* one number told the slowest comfortable pace */
        assert_int_equal(
            sqlite3_exec(db, had_floor ? "INSERT INTO summaries(session, who, floor_per_min) VALUES (1, 0, 6.5)" : "",
                         NULL, NULL, NULL),
            SQLITE_OK);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        struct store *s = open_store(path);
        struct store_memory m;
        assert_int_equal(store_recall(s, "default", false, &m), R_OK);
        assert_true(m.limits.per_min[0] == (had_floor ? 6.5F : 0.0F));
        assert_true(m.limits.per_min[LIMIT_PLACES - 1] == (had_floor ? LIMIT_FROM_PER_MIN : 0.0F));
        struct seen seen = look(s, NULL, false);
        assert_int_equal(seen.n, 1);
        assert_true(fabs(seen.last.minutes - 1.5) < 1e-9 && isnan(seen.last.calm_before));
        assert_int_equal(store_tell(s, seen.last.id, &(struct store_told){2.0, 5.0, "later"}), R_OK);
        assert_true(look(s, NULL, false).last.calm_after == 5.0);
        assert_int_equal(store_check(s), R_OK);
        store_close(s);
        store_close(open_store(path)); /* and opens again as it is now */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_a_person_tells_is_kept, make_place, drop_place),
        cmocka_unit_test_setup_teardown(older_files_are_brought_up, make_place, drop_place),
        cmocka_unit_test_setup_teardown(file_and_folder_are_for_their_owner, make_place, drop_place),
        cmocka_unit_test_setup_teardown(session_that_was_cut_off_is_kept_to_its_last_second, make_place, drop_place),
        cmocka_unit_test_setup_teardown(each_of_two_may_forget_their_own_half, make_place, drop_place),
        cmocka_unit_test_setup_teardown(simulated_sessions_stay_apart, make_place, drop_place),
        cmocka_unit_test_setup_teardown(summary_completes_a_session, make_place, drop_place),
        cmocka_unit_test_setup_teardown(earlier_days_are_recalled, make_place, drop_place),
        cmocka_unit_test_setup_teardown(limit_and_own_breath_are_recalled, make_place, drop_place),
        cmocka_unit_test_setup_teardown(new_file_may_be_opened_by_many, make_place, drop_place),
        cmocka_unit_test_setup_teardown(wrong_files_are_told_and_left_alone, make_place, drop_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
