/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From sessions to some weeks on a screen.
 *
 * 1. Only people count; a session without a figure has no dot, not a zero.
 * 2. Sentences say no more than the intervals do: what cannot be told from nothing is called unclear.
 */
#include "app/progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/keep.h"
#include "app/say.h"

enum { CALM_PAIRS = 5 };
static const int64_t DAY_S = 86400;

struct progress_build {
    struct screen_progress *g;
    char profile[160];
    int64_t first_day, today; /* days since 1970, as lived here */
    struct trend_point share[PROGRESS_SESSIONS];
    size_t shares;
    double *slopes;
};

/* Days since 1970-01-01. Source: Howard Hinnant, chrono-compatible low-level date algorithms. */
static int64_t days_from_civil(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    const int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    const int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

int64_t progress_time(const char *iso)
{
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    /* NOLINTNEXTLINE(cert-err34-c): width-limited */
    if (sscanf(iso, "%4d-%2d-%2dT%2d:%2d:%2d", &y, &mo, &d, &h, &mi, &s) < 3 || mo < 1 || mo > 12 || d < 1 || d > 31) {
        return -1;
    }
    return days_from_civil(y, mo, d) * DAY_S + h * 3600 + mi * 60 + s;
}

/* The day here, with its part that has gone by. */
static double local_day(int64_t at_s)
{
    const time_t t = (time_t)at_s;
    struct tm here;
    if (localtime_r(&t, &here) == NULL) {
        return (double)at_s / (double)DAY_S;
    }
    const int64_t day = days_from_civil(here.tm_year + 1900, here.tm_mon + 1, here.tm_mday);
    return (double)day + (double)(here.tm_hour * 3600 + here.tm_min * 60) / (double)DAY_S;
}

struct progress_build *progress_begin(struct screen_progress *g, const char *profile, int64_t now_s)
{
    struct progress_build *b = calloc(1, sizeof *b);
    memset(g, 0, sizeof *g);
    if (b == NULL) {
        return NULL;
    }
    b->slopes = malloc(sizeof *b->slopes * PROGRESS_SESSIONS * (PROGRESS_SESSIONS - 1) / 2);
    if (b->slopes == NULL) {
        free(b);
        return NULL;
    }
    b->g = g;
    b->today = (int64_t)floor(local_day(now_s));
    const int64_t monday = b->today - (b->today + 3) % 7; /* 1970-01-01 was a Thursday */
    b->first_day = monday - (PROGRESS_DAYS - 7);
    (void)snprintf(b->profile, sizeof b->profile, "%s", profile);
    for (int64_t day = 0; day < PROGRESS_DAYS; day++) {
        g->day_minutes[day] = b->first_day + day > b->today ? -1.0F : 0.0F;
    }
    return b;
}

bool progress_add(void *build, const struct store_row *row)
{
    struct progress_build *b = build;
    struct screen_progress *g = b->g;
    const double day = local_day(progress_time(row->started)) - (double)b->first_day;
    if (row->simulated || strcmp(row->profile, b->profile) != 0 || !(day >= 0.0 && day < PROGRESS_DAYS)) {
        return true;
    }
    if (g->n == PROGRESS_SESSIONS) { /* the newest are shown */
        memmove(g->session, g->session + 1, sizeof g->session - sizeof g->session[0]);
        g->n--;
    }
    g->session[g->n++] = (struct progress_session){(float)day, (float)row->calm_before, (float)row->calm_after,
                                                   (float)row->peak_share_mean};
    const float minutes = isnan(row->minutes) ? 0.0F : (float)row->minutes;
    g->day_minutes[(int)day] = fmaxf(g->day_minutes[(int)day], 0.0F) + minutes;
    g->week_minutes[(int)day / 7] += minutes;
    g->week_scored[(int)day / 7] += isnan(row->scored_minutes) ? 0.0F : (float)row->scored_minutes;
    return true;
}

static void smooth(struct progress_build *b)
{
    double scratch[PROGRESS_SESSIONS];
    struct trend_level level[PROGRESS_SESSIONS];
    struct progress_curve *c = &b->g->share;
    if (b->shares < TREND_LEAST || trend_smooth(b->share, b->shares, scratch, level) != R_OK) {
        return;
    }
    for (c->n = 0; c->n < b->shares; c->n++) {
        c->day[c->n] = (float)level[c->n].day;
        c->level[c->n] = (float)level[c->n].level;
        c->low[c->n] = (float)level[c->n].low;
        c->high[c->n] = (float)level[c->n].high;
    }
}

void progress_finish(struct progress_build *b)
{
    struct screen_progress *g = b->g;
    for (size_t i = 0; i < g->n; i++) {
        if (!isnan(g->session[i].share)) {
            b->share[b->shares++] = (struct trend_point){(double)g->session[i].day, (double)g->session[i].share};
        }
    }
    struct trend_line line;
    smooth(b);
    g->share_told = trend_fit(b->share, b->shares, b->slopes, &line) == R_OK;
    if (g->share_told) {
        g->share_clear = line.clear;
        g->share_month_low = (float)(30.0 * line.low);
        g->share_month_high = (float)(30.0 * line.high);
    }
    free(b->slopes);
    free(b);
}

int progress_read(struct screen_progress *g, const struct options *o, const char *profile)
{
    struct store *store = NULL;
    memset(g, 0, sizeof *g);
    int code = keep_open(&store, o);
    if (code != EXIT_DONE) {
        return code;
    }
    struct progress_build *b = progress_begin(g, profile, (int64_t)time(NULL));
    if (b == NULL || store_sessions(store, NULL, false, progress_add, b) != R_OK) {
        say_error("%s", b == NULL ? "no memory" : store_why(store));
        code = EXIT_STORE;
    }
    if (b != NULL) {
        progress_finish(b);
    }
    store_close(store);
    return code;
}

static int days_sat(const struct screen_progress *g)
{
    int n = 0;
    for (int i = 0; i < PROGRESS_DAYS; i++) {
        n += g->day_minutes[i] > 0.0F ? 1 : 0;
    }
    return n;
}

static void say_sum(const struct screen_progress *g, char *out, size_t n, const struct tongue *tongue)
{
    float minutes = 0.0F;
    for (int i = 0; i < PROGRESS_WEEKS; i++) {
        minutes += g->week_minutes[i];
    }
    const int days = days_sat(g), whole = (int)lrintf(minutes);
    char part[PROGRESS_SENTENCE_N];
    if (days == 0) {
        (void)snprintf(out, n, "%s", _("Your sessions will show here."));
        return;
    }
    (void)snprintf(part, sizeof part,
                   tongue_many(tongue, "You sat on %d day", "You sat on %d days", (unsigned long)days), days);
    (void)snprintf(out, n,
                   tongue_many(tongue, "%s, %d minute in all. Each one counts.",
                               "%s, %d minutes in all. Each one counts.", (unsigned long)whole),
                   part, whole);
}

static void say_calm(const struct screen_progress *g, char *out, size_t n, const struct tongue *tongue)
{
    double gain[PROGRESS_SESSIONS];
    size_t pairs = 0, up = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct progress_session *s = &g->session[i];
        if (!isnan(s->before) && !isnan(s->after)) {
            gain[pairs++] = (double)(s->after - s->before);
            up += s->after > s->before ? 1 : 0;
        }
    }
    const double middle = trend_median(gain, pairs);
    if (pairs < CALM_PAIRS) {
        (void)snprintf(out, n, "%s", _("Tell how calm you feel, and it shows here."));
    } else if (middle >= 1.0 && 3 * up >= 2 * pairs) {
        (void)snprintf(out, n,
                       tongue_many(tongue, "Calmer afterwards by about %d point, most times.",
                                   "Calmer afterwards by about %d points, most times.", (unsigned long)lrint(middle)),
                       (int)lrint(middle));
    } else {
        (void)snprintf(out, n, "%s", _("Before and after are about alike so far."));
    }
}

static void say_share(const struct screen_progress *g, char *out, size_t n, const struct tongue *tongue)
{
    const int low = (int)lrintf(100.0F * g->share_month_low), high = (int)lrintf(100.0F * g->share_month_high);
    if (!g->share_told) {
        (void)snprintf(out, n, "%s", _("A trend can be told from eight sessions on."));
    } else if (!g->share_clear) {
        (void)snprintf(out, n, "%s", _("No clear trend yet."));
    } else if (low > 0) {
        (void)snprintf(out, n, _("Rising, by %d to %d points a month."), low, high);
    } else {
        (void)snprintf(out, n, _("Lower than before, by %d to %d points a month."), abs(high), abs(low));
    }
}

void progress_words(struct screen_progress *g, char out[][PROGRESS_SENTENCE_N], size_t out_n,
                    const struct tongue *tongue)
{
    say_sum(g, out[PROGRESS_SENTENCE], out_n, tongue);
    say_calm(g, out[PROGRESS_CALM], out_n, tongue);
    say_share(g, out[PROGRESS_SHARE], out_n, tongue);
    g->sentence = out[PROGRESS_SENTENCE];
    g->calm_note = out[PROGRESS_CALM];
    g->share_note = out[PROGRESS_SHARE];
}
