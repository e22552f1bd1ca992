/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta history: sessions so far, as a table to read or as JSON. Those of the simulated person carry a mark, and no
   figure over several sessions ever counts them. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/keep.h"
#include "app/progress.h"
#include "app/say.h"
#include "store/trend.h"

enum { HISTORY_TREND = TREND_MAX };

/* Values over days, the newest HISTORY_TREND of them. */
struct values {
    struct trend_point at[HISTORY_TREND];
    size_t n;
};

struct listing {
    json_t *rows; /* NULL: print a table */
    bool lines;
    int n, real;
    double minutes; /* of real sessions */
    struct values share, before, gain;
};

static json_t *real(double v, double scale)
{
    return isfinite(v) ? json_real(round(v * scale) / scale) : json_null();
}

static json_t *answer(const struct store_answer *a)
{
    if (a->kind == PRACTICE_NOTHING) {
        return json_null();
    }
    json_t *o = json_object();
    (void)json_object_set_new(o, "kind", json_string(a->kind == PRACTICE_REST ? "rest" : "resonance"));
    (void)json_object_set_new(o, "given", json_boolean(a->refused == ANSWER_GIVEN));
    if (a->kind == PRACTICE_REST) {
        (void)json_object_set_new(o, "hr_bpm", real(a->hr_bpm, 100.0));
        (void)json_object_set_new(o, "rmssd_ms", real(a->rmssd_ms, 100.0));
    } else {
        (void)json_object_set_new(o, "per_min", real(a->per_min, 100.0));
        (void)json_object_set_new(o, "low_per_min", real(a->low_per_min, 100.0));
        (void)json_object_set_new(o, "high_per_min", real(a->high_per_min, 100.0));
    }
    return o;
}

static void print_answer(const struct store_answer *a)
{
    bool given = a->kind != PRACTICE_NOTHING && a->refused == ANSWER_GIVEN;
    if (given && a->kind == PRACTICE_REST) {
        printf("  rest %.0f bpm, RMSSD %.0f ms", a->hr_bpm, a->rmssd_ms);
    } else if (given) {
        printf("  best pace %.1f to %.1f", a->low_per_min, a->high_per_min);
    }
}

static json_t *row_json(const struct store_row *r, bool lines)
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
    (void)json_object_set_new(o, "calm_before", real(r->calm_before, 10.0));
    (void)json_object_set_new(o, "calm_after", real(r->calm_after, 10.0));
    if (lines) {
        (void)json_object_set_new(o, "line", r->line[0] != '\0' ? json_string(r->line) : json_null());
    }
    (void)json_object_set_new(o, "shared", json_boolean(r->shared));
    (void)json_object_set_new(o, "answer", answer(&r->answer));
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
    print_figure(r->calm_before, 6, 0);
    print_figure(r->calm_after, 4, 0);
    print_answer(&r->answer);
    printf("%s%s%s\n", r->simulated ? "  simulated" : "", r->shared ? "  shared" : "", r->finished ? "" : "  cut off");
}

static void remember(struct values *v, double day, double value)
{
    if (!isfinite(value)) {
        return;
    }
    if (v->n == HISTORY_TREND) {
        memmove(v->at, v->at + 1, (HISTORY_TREND - 1) * sizeof v->at[0]);
        v->n--;
    }
    v->at[v->n++] = (struct trend_point){day, value};
}

static void remember_row(struct listing *l, const struct store_row *row)
{
    const double day = (double)progress_time(row->started) / 86400.0;
    l->real++;
    l->minutes += row->minutes;
    remember(&l->share, day, row->peak_share_mean);
    remember(&l->before, day, row->calm_before);
    remember(&l->gain, day, row->calm_after - row->calm_before);
}

/* The trend of values as JSON: per 30 days, with its 95 % interval; null where nothing can be told. */
static json_t *trend_json(const struct values *v, double scale)
{
    double *slopes = malloc(sizeof *slopes * TREND_SLOPES), sorted[HISTORY_TREND];
    struct trend_line line;
    json_t *o = json_object();
    for (size_t i = 0; i < v->n; i++) {
        sorted[i] = v->at[i].value;
    }
    (void)json_object_set_new(o, "sessions", json_integer((json_int_t)v->n));
    (void)json_object_set_new(o, "median", real(trend_median(sorted, v->n), scale));
    const bool told = slopes != NULL && trend_fit(v->at, v->n, slopes, &line) == R_OK;
    (void)json_object_set_new(o, "per_month", told ? real(30.0 * line.slope, scale) : json_null());
    (void)json_object_set_new(o, "low_per_month", told ? real(30.0 * line.low, scale) : json_null());
    (void)json_object_set_new(o, "high_per_month", told ? real(30.0 * line.high, scale) : json_null());
    (void)json_object_set_new(o, "clear", told ? json_boolean(line.clear) : json_null());
    free(slopes);
    return o;
}

static void print_json(const struct listing *l)
{
    json_t *all =
        json_pack("{s:i, s:O, s:{s:i, s:o, s:o, s:o, s:o}}", "schema", 1, "sessions", l->rows, "trend", "sessions",
                  l->real, "minutes", real(l->minutes, 100.0), "peak_share", trend_json(&l->share, 10000.0),
                  "calm_before", trend_json(&l->before, 1000.0), "calm_gain", trend_json(&l->gain, 1000.0));
    (void)json_dumpf(all, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
    (void)fputc('\n', stdout);
    json_decref(all);
}

static bool visit(void *to, const struct store_row *row)
{
    struct listing *l = to;
    if (l->rows != NULL) {
        (void)json_array_append_new(l->rows, row_json(row, l->lines));
    } else {
        if (l->n == 0) {
            printf("    #  began (UTC)       practice   minutes scored  heart  swing  peak%%  calm\n");
        }
        print_row(row);
        if (l->lines && row->line[0] != '\0') {
            printf("       \"%s\"\n", row->line);
        }
    }
    l->n++;
    if (!row->simulated) {
        remember_row(l, row);
    }
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
    struct listing l = {.rows = o->json ? json_array() : NULL, .lines = o->lines};
    int r = store_sessions(store, o->since, true, visit, &l);
    if (r != R_OK) {
        say_error("%s", store_why(store));
        code = EXIT_STORE;
    } else if (l.rows != NULL) {
        print_json(&l);
    } else if (l.n == 0) {
        printf("No sessions yet%s. metta begins one.\n", o->since != NULL ? " since then" : "");
    } else if (l.real > 0) {
        printf("%d sitting%s, %.0f minutes in all.\n", l.real, l.real == 1 ? "" : "s", l.minutes);
    }
    json_decref(l.rows);
    store_close(store);
    return code;
}
