/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta profile: who sits here. What is deleted is gone for good, so that it is asked for twice: by the word and by
   --yes. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/keep.h"
#include "app/say.h"
#include "train/limit.h"
#include "train/resonance.h"

struct listing {
    json_t *rows;     /* NULL: print */
    const char *only; /* NULL: all */
    int n;
};

static json_t *row_json(const struct store_profile *p)
{
    json_t *o = json_object();
    (void)json_object_set_new(o, "profile", json_string(p->name));
    (void)json_object_set_new(o, "sessions", json_integer(p->sessions));
    (void)json_object_set_new(o, "minutes", json_real(round(p->minutes * 100.0) / 100.0));
    (void)json_object_set_new(o, "newest", p->newest[0] != '\0' ? json_string(p->newest) : json_null());
    return o;
}

static bool visit(void *to, const struct store_profile *p)
{
    struct listing *l = to;
    if (l->only != NULL && strcmp(l->only, p->name) != 0) {
        return true;
    }
    l->n++;
    if (l->rows != NULL) {
        (void)json_array_append_new(l->rows, row_json(p));
    } else {
        printf("%-20s %4lld sitting%s %7.0f minutes  %.10s\n", p->name, (long long)p->sessions,
               p->sessions == 1 ? " " : "s", p->minutes, p->newest);
    }
    return true;
}

static json_t *rate(double v)
{
    return isnan(v) ? json_null() : json_real(round(v * 100.0) / 100.0);
}

/* Each as likely as the others, the slowest first; null: nothing is known. */
static json_t *places(const struct limit_kept *kept)
{
    if (!limit_is_kept(kept)) {
        return json_null();
    }
    json_t *all = json_array();
    for (int i = LIMIT_PLACES; i-- > 0;) {
        (void)json_array_append_new(all, rate((double)kept->per_min[i]));
    }
    return all;
}

/* What the pace begins with for this person. */
static int show_memory(struct store *store, const char *name, json_t *o)
{
    struct store_memory m;
    if (store_recall(store, name, false, &m) != R_OK) {
        return R_IO;
    }
    struct limit_range floor = limit_kept_range(&m.limits);
    if (o != NULL) {
        (void)json_object_set_new(o, "schema", json_integer(1));
        (void)json_object_set_new(o, "resonance_per_min", rate(m.resonance_per_min));
        (void)json_object_set_new(o, "resonance_sd", rate(m.resonance_sd));
        (void)json_object_set_new(o, "floor_per_min", rate((double)floor.middle));
        (void)json_object_set_new(o, "limits_per_min", places(&m.limits));
        (void)json_object_set_new(o, "own_per_min", rate(m.own_per_min));
        (void)json_object_set_new(o, "own_inhale_share", rate(m.own_inhale_share));
        return R_OK;
    }
    if (isnan(m.resonance_per_min)) {
        printf("best pace: not known yet\n");
    } else {
        double half = RESONANCE_80_SDS * m.resonance_sd;
        printf("best pace: somewhere from %.1f to %.1f breaths a minute\n", m.resonance_per_min - half,
               m.resonance_per_min + half);
    }
    if (!isnan(floor.middle)) {
        printf("comfortable down to somewhere from %.1f to %.1f breaths a minute\n", (double)floor.low,
               (double)floor.high);
    }
    return R_OK;
}

static int list(const struct options *o, struct store *store, const char *only)
{
    struct listing l = {.rows = o->json ? json_array() : NULL, .only = only};
    int r = store_profiles(store, visit, &l);
    if (r == R_OK && only != NULL && l.n == 0) {
        say_error("%s: no such profile; metta profile list names them", only);
        json_decref(l.rows);
        return EXIT_CALL;
    }
    if (r == R_OK && only != NULL) {
        r = show_memory(store, only, json_array_get(l.rows, 0));
    }
    if (r != R_OK) {
        say_error("%s", store_why(store));
    } else if (l.rows != NULL) {
        json_t *all = only != NULL ? json_incref(json_array_get(l.rows, 0))
                                   : json_pack("{s:i, s:O}", "schema", 1, "profiles", l.rows);
        (void)json_dumpf(all, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
        (void)fputc('\n', stdout);
        json_decref(all);
    } else if (l.n == 0) {
        printf("Nobody has sat here yet.\n");
    }
    json_decref(l.rows);
    return r == R_OK ? EXIT_DONE : EXIT_STORE;
}

static int done(struct store *store, int r, const char *name)
{
    if (r != R_OK) {
        say_error("%s: %s", name, store_why(store));
    }
    return r == R_OK ? EXIT_DONE : r == R_DATA ? EXIT_CALL : EXIT_STORE;
}

static int act(const struct options *o, struct store *store)
{
    const char *verb = o->files[0], *name = o->files_n > 1 ? o->files[1] : NULL;
    if (strcmp(verb, "list") == 0) {
        return list(o, store, NULL);
    }
    if (name == NULL) {
        say_error("profile %s: whose? metta profile list names them", verb);
        return EXIT_CALL;
    }
    if (strcmp(verb, "show") == 0) {
        return list(o, store, name);
    }
    if (strcmp(verb, "create") == 0) {
        return done(store, store_profile_create(store, name), name);
    }
    if (strcmp(verb, "set") == 0) {
        bool rename = o->files_n == 4 && strcmp(o->files[2], "name") == 0 && o->files[3][0] != '\0';
        if (!rename) {
            say_error("profile set: give metta profile set NAME name NEWNAME");
            return EXIT_CALL;
        }
        return done(store, store_profile_rename(store, name, o->files[3]), name);
    }
    if (!o->yes) {
        say_error("profile delete: all sessions of %s would be gone for good; say so with --yes", name);
        return EXIT_CALL;
    }
    return done(store, store_profile_delete(store, name), name);
}

int command_profile(const struct options *o)
{
    static const char *const VERBS[] = {"list", "show", "create", "set", "delete"};
    bool known = false;
    for (size_t i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++) {
        known = known || strcmp(VERBS[i], o->files[0]) == 0;
    }
    if (!known) {
        say_error("profile %s: no such thing to do; give list, show, create, set or delete", o->files[0]);
        return EXIT_CALL;
    }
    struct store *store = NULL;
    int code = keep_open(&store, o);
    if (code == EXIT_DONE) {
        code = act(o, store);
    }
    store_close(store);
    return code;
}
