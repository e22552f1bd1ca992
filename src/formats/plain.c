/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of numbers without names above them: intervals, alone, behind a time or before the mark of their beat; or the
   times of beats. The lines to come tell which. */
#include "formats/plain.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "formats/cells.h"
#include "formats/channels.h"
#include "formats/stamp.h"

enum { LOOK_LINES = 16, SURE_LINES = 8, LINE_N = 96, LABEL_N = 2 };
static const double BEAT_MIN_S = 0.25, BEAT_MAX_S = 3.0; /* 20 to 240 a minute */
static const double SECONDS_BELOW = 10.0;                /* an interval under 10 cannot be ms, one above cannot be s */
static const double COUNT_OFF = 0.01;                    /* chosen: hearts do not beat once a second that exactly */

/* The first lines, cut at one separator: their first and second field, and how many there are. */
struct look {
    double first[LOOK_LINES], second[LOOK_LINES];
    size_t n, numbers, labels; /* lines; those with two numbers and no more; those with a number and a mark */
};

static void look_at(struct look *k, const char *line, const char *end, char separator)
{
    const char *at = line, *from = NULL, *to = NULL;
    double *first = &k->first[k->n], *second = &k->second[k->n];
    *first = *second = (double)NAN;
    cells_field(&at, end, separator, &from, &to);
    bool number = from < to && cells_number(from, to, first);
    k->n++;
    if (!number || at >= end) {
        return;
    }
    at++;
    cells_field(&at, end, separator, &from, &to);
    bool last = at >= end && from < to;
    bool two = last && cells_number(from, to, second) && !isnan(*second);
    k->numbers += two ? 1 : 0;
    k->labels += last && !two && to - from <= LABEL_N ? 1 : 0;
}

/* The line given and those to come, without taking them. Peeking may move the line, so that it is copied first. */
static bool look_ahead(struct recording *r, const char *line, const char *end, char separator, struct look *k)
{
    char copy[LINE_N];
    const char *at = NULL, *next = NULL, *stop = NULL;
    size_t left = 0, n = (size_t)(end - line) < sizeof copy ? (size_t)(end - line) : sizeof copy;
    memcpy(copy, line, n);
    *k = (struct look){.n = 0};
    look_at(k, copy, copy + n, separator);
    if (lines_peek(&r->lines, &at, &left) != R_OK) {
        return false;
    }
    const char *limit = at + left;
    while (k->n < LOOK_LINES && text_line(&at, limit, &next, &stop) && (at < limit || limit[-1] == '\n')) {
        if (next < stop) {
            look_at(k, next, stop, separator);
        }
    }
    return true;
}

/* "0,812" may be a time and an interval, or one interval with a decimal comma: times grow. */
static bool comma_is_decimal(struct recording *r, const char *line, const char *end)
{
    struct look k;
    if (memchr(line, '.', (size_t)(end - line)) != NULL || !look_ahead(r, line, end, ',', &k) || k.numbers < k.n) {
        return false;
    }
    for (size_t i = 1; i < k.n; i++) {
        if (k.first[i] <= k.first[i - 1]) {
            return true;
        }
    }
    return k.first[0] <= -1.0;
}

/* The first column only counts the lines: one more in each, and no interval of one second beside it. */
static bool counts_lines(const struct look *k)
{
    double sum_s = 0.0;
    for (size_t i = 0; i < k->n; i++) {
        if (isnan(k->second[i]) || (i > 0 && k->first[i] - k->first[i - 1] != 1.0)) {
            return false;
        }
        sum_s += k->second[i] < SECONDS_BELOW ? k->second[i] : k->second[i] / 1000.0;
    }
    return k->n >= SURE_LINES && fabs(sum_s / (double)k->n - 1.0) > COUNT_OFF;
}

/* Length of a unit of v, in seconds, if they grow as the times of beats do; 0: they do not. */
static double beats_unit_s(const double *v, size_t n)
{
    static const double UNITS_S[] = {1.0, 1e-3};
    for (size_t u = 0; u < 2 && n >= SURE_LINES; u++) {
        bool all = true;
        for (size_t i = 1; i < n && all; i++) {
            double step_s = (v[i] - v[i - 1]) * UNITS_S[u];
            all = step_s >= BEAT_MIN_S && step_s <= BEAT_MAX_S;
        }
        if (all) {
            return UNITS_S[u];
        }
    }
    return 0.0;
}

static char separator_of(const char *line, const char *end)
{
    static const char TRIED[] = {';', '\t', '|', ',', ' '};
    for (size_t i = 0; i < sizeof TRIED; i++) {
        if (memchr(line, TRIED[i], (size_t)(end - line)) != NULL) {
            return TRIED[i];
        }
    }
    return '\0';
}

/* Number of the line's fields, 0: it is no line of numbers. */
static size_t plain_fields(const char *line, const char *end, char separator, bool *stamped)
{
    size_t fields = 0;
    *stamped = false;
    if (cells_only_numbers(line, end, separator, &fields)) {
        return fields;
    }
    const char *at = line, *from = NULL, *to = NULL;
    double v = 0.0;
    cells_field(&at, end, separator, &from, &to);
    if (at < end && stamp_read(from, to, &v, stamped) && cells_only_numbers(at + 1, end, separator, &fields)) {
        *stamped = true;
        return fields + 1;
    }
    return 0;
}

/* An interval and the mark of its beat, "0.812 N", in every line that is seen. */
static bool is_labelled(struct recording *r, const char *line, const char *end, char separator)
{
    struct look k;
    return separator != '\0' && look_ahead(r, line, end, separator, &k) && k.n >= SURE_LINES && k.labels == k.n;
}

/* What the lines to come make of one or two columns. */
static void judge(struct recording *r, struct table *t, const char *line, const char *end, bool stamped)
{
    struct look k;
    if (stamped || !look_ahead(r, line, end, t->separator, &k)) {
        return;
    }
    if (t->time_column < 0) {
        double unit_s = beats_unit_s(k.first, k.n);
        t->beat_times = unit_s > 0.0;
        t->rr_unit_ms = t->beat_times ? unit_s * 1000.0 : 0.0;
    } else if (counts_lines(&k)) {
        t->time_column = -1;
        channels_note(r->info.note, sizeof r->info.note, "the first column counts lines: it was passed over");
    } else if (beats_unit_s(k.first, k.n) == 1e-3) {
        t->time_unit_s = 1e-3;
    }
}

int plain_row(struct recording *r, struct table *t, const char *line, const char *end)
{
    char separator = separator_of(line, end);
    bool stamped = false;
    size_t fields = plain_fields(line, end, separator, &stamped);
    if (fields == 0 && !is_labelled(r, line, end, separator)) {
        return 0;
    }
    if (fields > 2) {
        return recording_fail(r, R_DATA,
                              "line %llu: columns without names: a header line like time_s,ecg is needed; intervals go "
                              "one a line",
                              (unsigned long long)r->lines.number);
    }
    if (separator == ',' && fields == 2 && !stamped && comma_is_decimal(r, line, end)) {
        separator = '\0';
        fields = 1;
    }
    t->separator = separator;
    t->time_column = fields == 2 ? 0 : -1;
    judge(r, t, line, end, stamped);
    r->info.channels[0] = (struct recording_channel){READING_IBI, 0, (uint16_t)(fields == 2 ? 1 : 0)};
    r->info.channels_n = 1;
    return 1;
}
