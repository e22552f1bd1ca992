/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table is: its separator, its columns and their units, out of its first lines. Lines before the names of the
   columns (the device, the date, ...) are stepped over, a bounded number of them. Numbers under a name that is not
   known are never taken for intervals. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "formats/cells.h"
#include "formats/channels.h"
#include "formats/plain.h"
#include "formats/stamp.h"
#include "formats/table.h"

enum { PREAMBLE_LINES_MAX = 40, SHOWN_N = 48 };
static const double STAMP_ABOVE = 1e8; /* a number in the place of a name: the start, in seconds since 1970 */
static const char SEPARATORS[] = {',', ';', '\t', '|', ' '};

/* What the head has shown so far. */
struct head {
    char shown[SHOWN_N]; /* the first line that was not understood */
    unsigned long long shown_line;
    size_t preamble;
    const char *lacks; /* of names that were understood but for one thing; NULL */
};

/* The names of one line, cut at one separator. */
struct names {
    struct channels channels;
    char note[RECORDING_NOTE_MAX];
    int time_column, time_rank;
    double time_unit_s, rr_unit_ms;
    bool arrivals;
    int beats_column; /* of times of beats; -1 */
    double beats_unit_ms;
    size_t columns, numbers; /* numbers: fields that are no names */
};

static bool has_any(const struct channel_words *w, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (channel_has_word(w, *words)) {
            return true;
        }
    }
    return false;
}

static double unit_of(const struct channel_words *w, double second)
{
    static const char *const S[] = {"s", "sec", "secs", "seconds", NULL};
    static const char *const MS[] = {"ms", "msec", "millis", "milliseconds", NULL};
    static const char *const US[] = {"us", "usec", "micros", "microseconds", NULL};
    static const char *const NS[] = {"ns", "nsec", "nanos", "nanoseconds", NULL};
    return has_any(w, S)    ? second
           : has_any(w, MS) ? second * 1e-3
           : has_any(w, US) ? second * 1e-6
           : has_any(w, NS) ? second * 1e-9
                            : 0.0;
}

/* How good a clock a column is by its name; 0: none. The sensor's own is better than that of whoever heard it. */
static int time_rank(const struct channel_words *w, bool *arrival)
{
    static const char *const HEARD[] = {"timestamp", "phone",    "arrival", "received", "recorded", "created",
                                        "date",      "datetime", "epoch",   "unix",     "ts",       NULL};
    static const char *const OWN[] = {"time", "t", "elapsed", "seconds", "sec", "zeit", NULL};
    const char *first = w->n > 0 ? w->word[0] : "";
    *arrival = false;
    if (strcmp(first, "sensor") == 0 && (channel_has_word(w, "timestamp") || channel_has_word(w, "time"))) {
        return 5;
    }
    struct channel_words one = {.n = w->n > 0 ? 1 : 0};
    memcpy(one.word[0], w->word[0], sizeof one.word[0]);
    if (has_any(&one, HEARD)) {
        *arrival = true;
        return strcmp(first, "date") == 0 && w->n == 1 ? 1 : unit_of(w, 1.0) > 0.0 ? 3 : 2;
    }
    return channel_has_word(w, "time") || has_any(&one, OWN) || strncmp(first, "time", 4) == 0 ? 4 : 0;
}

/* "beat_time_s", "R peaks [ms]" */
static void offer_beats(struct names *n, const struct channel_words *w, int column)
{
    static const char *const BEATS[] = {"beat", "beats", "peak", "peaks", "rpeak", "rpeaks", NULL};
    double unit_ms = unit_of(w, 1000.0);
    if (n->beats_column < 0 && has_any(w, BEATS) && (unit_ms > 0.0 || channel_has_word(w, "time"))) {
        n->beats_column = column;
        n->beats_unit_ms = unit_ms > 0.0 ? unit_ms : 1000.0;
    }
}

/* Where nothing else is named, times of beats are what the table holds. */
static void settle_beats(struct names *n)
{
    if (n->beats_column < 0 || channels_count(&n->channels) > 0) {
        n->beats_column = -1;
        return;
    }
    n->channels.rank[READING_IBI] = 0;
    n->channels.column[READING_IBI] = (uint16_t)n->beats_column;
    n->rr_unit_ms = n->beats_unit_ms;
    n->time_column = -1;
}

static void offer_time(struct names *n, int rank, double unit_s, bool arrival, int column)
{
    if (rank > n->time_rank) {
        n->time_rank = rank;
        n->time_column = column;
        n->time_unit_s = unit_s;
        n->arrivals = arrival;
    }
}

static void read_names(const char *line, const char *end, char separator, struct names *n)
{
    memset(n, 0, sizeof *n);
    channels_init(&n->channels);
    n->time_column = n->beats_column = -1;
    const char *at = line, *from = NULL, *to = NULL;
    for (uint16_t column = 0; column < (uint16_t)TABLE_FIELDS_MAX; column++) {
        cells_field(&at, end, separator, &from, &to);
        struct channel_words w;
        channel_words(from, (size_t)(to - from), &w);
        offer_beats(n, &w, column);
        bool arrival = false;
        double number = 0.0;
        int rank = time_rank(&w, &arrival);
        if (rank == 0 && from < to && cells_number(from, to, &number)) {
            n->numbers += !(column == 0 && number > STAMP_ABOVE);
            rank = number > STAMP_ABOVE ? 1 : 0;
        }
        if (rank > 0) {
            offer_time(n, rank, unit_of(&w, 1.0), arrival, column);
        } else {
            int before = n->channels.rank[READING_IBI];
            channels_offer(&n->channels, from, (size_t)(to - from), column, n->note, sizeof n->note);
            n->rr_unit_ms = n->channels.rank[READING_IBI] != before ? unit_of(&w, 1000.0) : n->rr_unit_ms;
        }
        n->columns = column + 1U;
        if (at >= end) {
            break;
        }
        at++;
    }
    settle_beats(n);
}

/* The separator that makes the most of the line; false: no channel is named in it by any. */
static bool best_names(const char *line, const char *end, char *separator, struct names *best)
{
    size_t best_score = 0;
    for (size_t i = 0; i < sizeof SEPARATORS; i++) {
        struct names n;
        read_names(line, end, SEPARATORS[i], &n);
        size_t channels = channels_count(&n.channels);
        size_t score =
            channels > 0 && n.numbers == 0 ? 4 * channels + (n.time_column >= 0 ? 2 : 0) + (n.columns > 1 ? 1 : 0) : 0;
        if (SEPARATORS[i] == ' ' && n.columns > 1 && score > 0) {
            score -= 2; /* a name may hold blanks */
        }
        if (score > best_score) {
            best_score = score;
            *best = n;
            *separator = SEPARATORS[i];
        }
    }
    return best_score > 0;
}

static void use_column(struct table *t, size_t column, enum table_role role)
{
    t->role[column] = (uint8_t)role;
    t->needed = column + 1 > t->needed ? column + 1 : t->needed;
}

static void settle(struct recording *r, struct table *t)
{
    for (size_t i = 0; i < r->info.channels_n; i++) {
        const struct recording_channel *c = &r->info.channels[i];
        use_column(t, c->column, c->kind == READING_IBI ? TABLE_INTERVALS : TABLE_VALUE);
    }
    if (t->time_column >= 0) {
        use_column(t, (size_t)t->time_column, TABLE_TIME);
    }
    bool only_rr = r->info.channels_n == 1 && r->info.channels[0].kind == READING_IBI;
    r->info.kind = only_rr ? RECORDING_RR : RECORDING_SIGNAL;
}

static void take_names(struct recording *r, struct table *t, char separator, const struct names *n)
{
    t->separator = n->columns > 1 ? separator : '\0';
    t->time_column = n->time_column;
    t->time_unit_s = n->time_unit_s;
    t->rr_unit_ms = n->rr_unit_ms;
    t->arrivals = n->arrivals && n->beats_column < 0;
    t->beat_times = n->beats_column >= 0;
    channels_keep(&n->channels, &r->info);
    (void)snprintf(r->info.note, sizeof r->info.note, "%s", n->note);
    settle(r, t);
}

static void read_comment(struct recording *r, struct table *t, const char *line, const char *end)
{
    const char *at = line + 1;
    while (at < end && *at == ' ') {
        at++;
    }
    static const char KEY[] = "sampling_rate_hz:";
    double rate = 0.0;
    if (!text_starts(at, end, KEY)) {
        return;
    }
    at += sizeof KEY - 1;
    if (text_number(&at, end, &rate) && rate >= 1.0 && rate <= 100000.0) {
        while (at < end && (*at == ' ' || *at == '\t')) {
            at++;
        }
        r->info.rate_hz = rate;
        t->exact_rate = at == end || (text_starts(at, end, "Hz") && end - at == 2);
    }
}

static bool is_text(const char *line, const char *end)
{
    for (; line < end; line++) {
        if ((unsigned char)*line < 0x09 || (unsigned char)*line == 0x7F) {
            return false;
        }
    }
    return true;
}

static int broken(struct recording *r, const char *what)
{
    return recording_fail(r, R_DATA, "line %llu: %s", (unsigned long long)r->lines.number, what);
}

static void step_over(struct recording *r, struct head *h, const char *line, const char *end)
{
    if (h->preamble++ > 0) {
        return;
    }
    h->shown_line = (unsigned long long)r->lines.number;
    size_t n = 0;
    for (; line < end && n + 1 < sizeof h->shown; line++) {
        h->shown[n++] = (char)(*line >= ' ' && *line <= '~' ? *line : '?');
    }
    h->shown[n] = '\0';
}

static int not_understood(struct recording *r, const struct head *h)
{
    if (h->lacks != NULL) {
        return recording_fail(r, R_DATA, "line %llu: %s", h->shown_line, h->lacks);
    }
    return recording_fail(r, R_DATA,
                          "line %llu: \"%s\" names no known channel (wanted: rr_ms, or time_s with ecg, ppg, resp)",
                          h->shown_line, h->shown);
}

/* Names are of use when there is a clock for what they name. */
static bool names_suffice(const struct recording *r, const struct names *n, struct head *h)
{
    if (n->time_column >= 0 || r->info.rate_hz > 0.0 || n->channels.rank[READING_IBI] >= 0) {
        return true;
    }
    h->lacks = "neither a time_s column nor a sampling_rate_hz comment";
    return false;
}

/* One line of the head. return 1: the first row of numbers, in fields[]; 0: go on; R_DATA */
static int head_line(struct recording *r, struct table *t, struct head *h, const char *line, const char *end)
{
    if (!is_text(line, end)) {
        return broken(r, "not text, and no form of recording that is known");
    }
    if (head_is_blank(line, end, '\0')) {
        return 0;
    }
    if (*line == '#') {
        read_comment(r, t, line, end);
        return 0;
    }
    if (r->info.channels_n > 0) {
        return head_is_blank(line, end, t->separator) ? 0
               : head_read_row(t, line, end)          ? 1
                                                      : broken(r, "not a row of numbers");
    }
    char copy[SHOWN_N * 2], separator = '\0'; /* looking ahead may move the line */
    size_t n = (size_t)(end - line) < sizeof copy ? (size_t)(end - line) : sizeof copy;
    memcpy(copy, line, n);
    int plain = plain_row(r, t, line, end);
    if (plain != 0 && h->preamble > 0) {
        return not_understood(r, h);
    }
    if (plain == 1) {
        settle(r, t);
    }
    if (plain != 0) {
        return plain == 1 && head_read_row(t, copy, copy + n) ? 1
               : plain == 1                                   ? broken(r, "not a row of numbers")
                                                              : plain;
    }
    struct names names;
    if (best_names(line, end, &separator, &names) && names_suffice(r, &names, h)) {
        take_names(r, t, separator, &names);
        return 0;
    }
    step_over(r, h, line, end);
    return h->preamble > PREAMBLE_LINES_MAX ? not_understood(r, h) : 0;
}

int head_read(struct recording *r, struct table *t)
{
    struct head h = {.lacks = NULL};
    const char *line = NULL, *end = NULL;
    int got = 0, row = 0;
    t->time_column = -1;
    while (row == 0 && (got = lines_next(&r->lines, &line, &end)) == 1) {
        row = head_line(r, t, &h, line, end);
    }
    if (row < 0) {
        return row;
    }
    if (row == 0) {
        return got == R_IO     ? recording_fail(r, R_IO, "%s", strerror(errno))
               : got == R_DATA ? recording_fail(r, R_DATA, "line %llu: the line is too long for a table",
                                                (unsigned long long)r->lines.number + 1)
               : h.preamble > 0 && r->info.channels_n == 0 ? not_understood(r, &h)
                                                           : broken(r, "no row of numbers");
    }
    t->exact_rate = t->exact_rate || (r->info.rate_hz > 0.0 && t->time_column < 0);
    t->first_row_waits = true;
    t->given = r->info.channels_n; /* nothing of the row before */
    return R_OK;
}

bool head_is_blank(const char *line, const char *end, char separator)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\r' || *line == separator)) {
        line++;
    }
    return line == end;
}

/* A field that the fast path does not know. */
static bool slow_cell(struct table *t, size_t column, const char **at, const char *end)
{
    const char *from = NULL, *to = NULL;
    cells_field(at, end, t->separator, &from, &to);
    if (t->role[column] == TABLE_SKIP) {
        return true;
    }
    if (t->role[column] == TABLE_INTERVALS) {
        int n = from < to ? cells_numbers(from, to, t->separator, t->rr, TABLE_INTERVALS_MAX) : 0;
        t->rr_n = n > 0 ? (size_t)n : 0;
        return n >= 0;
    }
    bool dated = false;
    if (cells_number(from, to, &t->fields[column])) {
        return true;
    }
    if (t->role[column] != TABLE_TIME || !stamp_read(from, to, &t->fields[column], &dated)) {
        return false;
    }
    t->time_unit_s = 1.0;
    t->clock_of_day = !dated;
    t->arrivals = true;
    return true;
}

static const char *over_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t')) {
        p++;
    }
    return p;
}

static bool at_separator(const struct table *t, const char *p, const char *end)
{
    return p == end || *p == t->separator || (t->separator == ' ' && *p == '\t');
}

/* A plain number, or nothing to skip: by far the most fields. False: not so. */
static bool fast_cell(struct table *t, size_t column, const char **at, const char *end)
{
    const char *p = *at;
    if (t->role[column] == TABLE_SKIP) {
        while (p < end && *p != t->separator && *p != '"' && *p != '[') {
            p++;
        }
        bool done = p == end || *p == t->separator;
        *at = done ? p : *at;
        return done && t->separator != ' ';
    }
    double v = 0.0;
    if (!text_number(&p, end, &v) || isinf(v)) {
        return false;
    }
    p = t->separator == '\t' || t->separator == ' ' ? p : over_blanks(p, end);
    if (!at_separator(t, p, end)) {
        return false;
    }
    if (t->role[column] == TABLE_INTERVALS) {
        t->rr[0] = v;
        t->rr_n = 1;
    } else {
        t->fields[column] = v;
    }
    *at = p;
    return true;
}

bool head_read_row(struct table *t, const char *line, const char *end)
{
    const char *at = line;
    t->rr_n = 0;
    t->fields_n = 0;
    for (size_t column = 0; column < t->needed; column++) {
        t->fields[column] = (double)NAN;
        if (at > end) {
            continue; /* a short row */
        }
        if (!fast_cell(t, column, &at, end) && !slow_cell(t, column, &at, end)) {
            return false;
        }
        t->fields_n = column + 1;
        at++;
    }
    return true;
}
