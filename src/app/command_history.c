/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta history: sessions so far, as a table to read or as JSON. Those of the simulated person carry a mark, and no
   figure over several sessions ever counts them. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/keep.h"
#include "app/say.h"

struct listing {
    json_t *rows; /* NULL: print a table */
    int n, real;
    double minutes; /* of real sessions */
};

static json_t *real(double v, double scale)
{
    return isfinite(v) ? json_real(round(v * scale) / scale) : json_null();
}

static json_t *row_json(const struct store_row *r)
{
    json_t *o = json_object();
    (void)json_object_set_new(o, "session", json_integer(r->id));
    (void)json_object_set_new(o, "started", json_string(r->started));
    (void)json_object_set_new(o, "profile", json_string(r->profile));
    (void)json_object_set_new(o, "practice", json_string(r->practice));
    (void)json_object_set_new(o, "sensor", json_string(r->sensor));
    (void)json_object_set_new(o, "simulated", json_boolean(r->simulated));
    (void)json_object_set_new(o, "finished", json_boolean(r->finished));
    (void)json_object_set_new(o, "minutes", real(r->minutes, 100.0));
    (void)json_object_set_new(o, "scored_minutes", real(r->scored_minutes, 100.0));
    (void)json_object_set_new(o, "beats", json_integer(r->beats));
    (void)json_object_set_new(o, "mean_hr_bpm", real(r->mean_hr_bpm, 100.0));
    (void)json_object_set_new(o, "rmssd_ms", real(r->rmssd_ms, 100.0));
    (void)json_object_set_new(o, "peak_share_mean", real(r->peak_share_mean, 1000.0));
    (void)json_object_set_new(o, "swing_mean_bpm", real(r->swing_mean_bpm, 100.0));
    (void)json_object_set_new(o, "adherence", real(r->adherence, 1000.0));
    (void)json_object_set_new(o, "gaps", json_integer(r->gaps));
    (void)json_object_set_new(o, "shared", json_boolean(r->shared));
    (void)json_object_set_new(o, "partner", r->partner > 0 ? json_integer(r->partner) : json_null());
    return o;
}

static void print_figure(double v, int width, int decimals)
{
    if (isfinite(v)) {
        printf("%*.*f", width, decimals, v);
    } else {
        printf("%*s", width, "-");
    }
}

static void print_row(const struct store_row *r)
{
    printf("%5lld  %.10s %.5s  %-10.10s ", (long long)r->id, r->started, strlen(r->started) > 11 ? r->started + 11 : "",
           r->practice);
    print_figure(r->minutes, 7, 1);
    print_figure(r->scored_minutes, 7, 1);
    print_figure(r->mean_hr_bpm, 7, 0);
    print_figure(r->swing_mean_bpm, 7, 1);
    print_figure(r->peak_share_mean * 100.0, 7, 0);
    printf("%s%s%s\n", r->simulated ? "  simulated" : "", r->shared ? "  shared" : "", r->finished ? "" : "  cut off");
}

static bool visit(void *to, const struct store_row *row)
{
    struct listing *l = to;
    if (l->rows != NULL) {
        (void)json_array_append_new(l->rows, row_json(row));
    } else {
        if (l->n == 0) {
            printf("    #  began (UTC)       practice   minutes scored  heart  swing  peak%%\n");
        }
        print_row(row);
    }
    l->n++;
    l->real += row->simulated ? 0 : 1;
    l->minutes += row->simulated ? 0.0 : row->minutes;
    return true;
}

static bool is_date(const char *s)
{
    int year = 0, month = 0, day = 0, used = 0;
    /* NOLINTNEXTLINE(cert-err34-c): width-limited, checked by the ranges below */
    return sscanf(s, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && used == 10 && month >= 1 && month <= 12 &&
           day >= 1 && day <= 31 && (s[10] == '\0' || s[10] == 'T');
}

static int forget(struct store *store, int64_t session)
{
    int r = store_forget(store, session);
    if (r != R_OK) {
        say_error("--forget %lld: %s; metta history lists the sessions", (long long)session, store_why(store));
    }
    return r == R_OK ? EXIT_DONE : r == R_DATA ? EXIT_CALL : EXIT_STORE;
}

int command_history(const struct options *o)
{
    if (o->since != NULL && !is_date(o->since)) {
        say_error("--since %s: give a day such as 2026-11-01", o->since);
        return EXIT_CALL;
    }
    struct store *store = NULL;
    int code = keep_open(&store, o);
    if (code != EXIT_DONE) {
        return code;
    }
    if (o->forget > 0.0) {
        code = forget(store, (int64_t)o->forget);
        store_close(store);
        return code;
    }
    struct listing l = {.rows = o->json ? json_array() : NULL};
    int r = store_sessions(store, o->since, true, visit, &l);
    if (r != R_OK) {
        say_error("%s", store_why(store));
        code = EXIT_STORE;
    } else if (l.rows != NULL) {
        json_t *all = json_pack("{s:i, s:O, s:{s:i, s:o}}", "schema", 1, "sessions", l.rows, "trend", "sessions",
                                l.real, "minutes", real(l.minutes, 100.0));
        (void)json_dumpf(all, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
        (void)fputc('\n', stdout);
        json_decref(all);
    } else if (l.n == 0) {
        printf("No sessions yet%s. metta begins one.\n", o->since != NULL ? " since then" : "");
    } else if (l.real > 0) {
        printf("%d sitting%s, %.0f minutes in all.\n", l.real, l.real == 1 ? "" : "s", l.minutes);
    }
    json_decref(l.rows);
    store_close(store);
    return code;
}
