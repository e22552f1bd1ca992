/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of text as readings, streamed: a row is parsed when it is asked for.
   1. Time never runs backwards: rows that do are a broken file.
   2. With a stated rate, row i lies at i / rate from the first row; a stamp more than RESYNC_S off starts anew there.
   3. Intervals lie at the beat that ends them; the first interval ends at its own length. */
#include "formats/recording.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/text.h"
#include "formats/wfdb.h"

static const double RESYNC_S = 0.5;          /* chosen: far above any rounding of a stamp, below a beat */
static const double RR_SECONDS_BELOW = 10.0; /* an interval under 10 cannot be ms, one above cannot be s */
static const double ORIGIN_ABOVE_S = 10.0; /* chosen: a first stamp beyond it is another clock, not a late first row */
static const double TIME_MAX_S = 1e9;
enum { FIELDS_MAX = 64, NAME_MAX_N = 24 };

struct recording {
    FILE *file;
    struct wfdb *wfdb; /* samples come from here, not from lines */
    struct recording_info info;
    struct lines lines;
    int time_column; /* -1 none */
    bool seconds_known, seconds, origin_known;
    double t0_s, t_s;
    uint64_t row, anchor_row;
    bool started;
    size_t pending; /* channels of this row still to give */
    double fields[FIELDS_MAX];
    size_t fields_n;
    bool first_line_waits;
    char why[160];
};

/* Names of channels, best first within a kind. */
static const struct name_row {
    const char *word;
    uint8_t kind, channel;
} NAMES[] = {
    {"ecg", READING_ECG, 0},
    {"ppg", READING_PPG, 0},
    {"bvp", READING_PPG, 0},
    {"pleth", READING_PPG, 0},
    {"green", READING_PPG, 0},
    {"ir", READING_PPG, 0},
    {"red", READING_PPG, 0},
    {"led1", READING_PPG, 0},
    {"abp", READING_PPG, 0},
    {"belt", READING_RESP, RESP_BELT},
    {"resp", READING_RESP, RESP_BELT},
    {"rsp", READING_RESP, RESP_BELT},
    {"co2", READING_RESP, RESP_FLOW},
    {"airflow", READING_RESP, RESP_FLOW},
    {"rr", READING_IBI, 0},
};
enum { NAMES_N = sizeof NAMES / sizeof NAMES[0] };

static int rank_of(const char *name)
{
    char word[NAME_MAX_N] = {0};
    for (size_t i = 0; i + 1 < sizeof word && name[i] != '\0' && name[i] != '_' && name[i] != ' '; i++) {
        word[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]);
    }
    for (int i = 0; i < NAMES_N; i++) {
        if (strcmp(word, NAMES[i].word) == 0) {
            return i;
        }
    }
    return -1;
}

static void note_passed_over(struct recording_info *info, const char *name)
{
    size_t n = strlen(info->note);
    (void)snprintf(info->note + n, sizeof info->note - n, "%s%s", n == 0 ? "passed over: " : ", ", name);
}

struct chosen {
    int rank[READING_KINDS];
    char name[READING_KINDS][NAME_MAX_N];
    uint16_t column[READING_KINDS];
};

/* name: as the file has it; known_as: what it is looked up by. */
static void consider(struct recording *r, struct chosen *c, const char *name, const char *known_as, uint16_t column)
{
    int rank = rank_of(known_as);
    if (rank < 0) {
        note_passed_over(&r->info, name);
        return;
    }
    uint8_t kind = NAMES[rank].kind;
    if (c->rank[kind] >= 0 && c->rank[kind] <= rank) {
        note_passed_over(&r->info, name);
        return;
    }
    if (c->rank[kind] >= 0) {
        note_passed_over(&r->info, c->name[kind]);
    }
    c->rank[kind] = rank;
    c->column[kind] = column;
    (void)snprintf(c->name[kind], sizeof c->name[kind], "%s", name);
}

static bool is_time(const char *name)
{
    return strncmp(name, "time", 4) == 0 || strncmp(name, "beat_time", 9) == 0;
}

static void keep_chosen(struct recording *r, const struct chosen *c)
{
    for (uint8_t k = 0; k < READING_KINDS && r->info.channels_n < RECORDING_CHANNELS_MAX; k++) {
        if (c->rank[k] >= 0) {
            r->info.channels[r->info.channels_n++] =
                (struct recording_channel){k, NAMES[c->rank[k]].channel, c->column[k]};
        }
    }
}

static void none_chosen(struct chosen *c)
{
    memset(c, 0, sizeof *c);
    for (int k = 0; k < READING_KINDS; k++) {
        c->rank[k] = -1;
    }
}

/* The line of column names. */
static void read_header(struct recording *r, const char *line, const char *end)
{
    struct chosen c;
    none_chosen(&c);
    uint16_t column = 0;
    while (line <= end && column < FIELDS_MAX) {
        const char *comma = memchr(line, ',', (size_t)(end - line));
        const char *stop = comma != NULL ? comma : end;
        char name[NAME_MAX_N] = {0};
        size_t n = (size_t)(stop - line) < sizeof name - 1 ? (size_t)(stop - line) : sizeof name - 1;
        memcpy(name, line, n);
        if (is_time(name)) {
            r->time_column = column;
        } else {
            consider(r, &c, name, name, column);
        }
        column++;
        line = stop + 1;
    }
    keep_chosen(r, &c);
}

static void read_comment(struct recording *r, const char *line, const char *end)
{
    const char *at = line + 1;
    while (at < end && *at == ' ') {
        at++;
    }
    static const char KEY[] = "sampling_rate_hz:";
    double rate = 0.0;
    if (text_starts(at, end, KEY)) {
        at += sizeof KEY - 1;
        if (text_number(&at, end, &rate) && rate >= 1.0 && rate <= 100000.0) {
            r->info.rate_hz = rate;
        }
    }
}

static bool split_fields(struct recording *r, const char *line, const char *end)
{
    r->fields_n = 0;
    while (line <= end && r->fields_n < FIELDS_MAX) {
        double v = (double)NAN;
        const char *at = line;
        while (at < end && (*at == ' ' || *at == '\t')) {
            at++;
        }
        if (at < end && *at != ',' && (!text_number(&at, end, &v) || isinf(v))) {
            return false;
        }
        while (at < end && (*at == ' ' || *at == '\t')) {
            at++;
        }
        if (at < end && *at != ',') {
            return false;
        }
        r->fields[r->fields_n++] = v;
        line = at + 1;
    }
    return true;
}

static int fail(struct recording *r, const char *what)
{
    (void)snprintf(r->why, sizeof r->why, "line %llu: %s", (unsigned long long)r->lines.number, what);
    return R_DATA;
}

static bool is_text(const char *line, const char *end)
{
    for (; line < end; line++) {
        if ((unsigned char)*line < 0x09) {
            return false;
        }
    }
    return true;
}

static void plain_intervals(struct recording *r)
{
    r->info.channels[0] = (struct recording_channel){READING_IBI, 0, 0};
    r->info.channels_n = 1;
    if (r->fields_n == 2) { /* time_s,rr_ms without a header */
        r->time_column = 0;
        r->info.channels[0].column = 1;
    }
}

static double column_or_nan(const struct recording *r, size_t column)
{
    return column < r->fields_n ? r->fields[column] : (double)NAN;
}

/* Session time begins near 0 whatever the file's clock says (a clock of day, of an epoch, of a part cut out). */
static double from_origin(struct recording *r, double stamp)
{
    if (!r->origin_known && !isnan(stamp)) {
        r->origin_known = true;
        r->info.origin_s = stamp < 0.0 || stamp > ORIGIN_ABOVE_S ? stamp : 0.0;
    }
    return stamp - r->info.origin_s;
}

/* Comments and header, up to the first row of numbers, which waits in fields[]. */
static int read_head(struct recording *r)
{
    const char *line = NULL, *end = NULL;
    int got = 0;
    while ((got = lines_next(&r->lines, &line, &end)) == 1) {
        if (!is_text(line, end)) {
            return fail(r, "not text");
        }
        if (line == end) {
            continue;
        }
        if (*line == '#') {
            read_comment(r, line, end);
        } else if (split_fields(r, line, end)) {
            break;
        } else if (r->info.channels_n == 0 && r->time_column < 0) {
            read_header(r, line, end);
            if (r->info.channels_n == 0) {
                return fail(r, "no known channel in the header (ecg, ppg, resp, rr_ms, ...)");
            }
        } else {
            return fail(r, "not a row of numbers");
        }
    }
    if (got != 1) {
        return got == 0 ? fail(r, "no row of numbers") : got == R_DATA ? fail(r, "the line is too long") : got;
    }
    if (r->info.channels_n == 0) {
        if (r->fields_n > 2) {
            return fail(r, "columns without names: a header line like time_s,ecg is needed");
        }
        plain_intervals(r);
    }
    r->info.kind = r->info.channels[0].kind == READING_IBI && r->info.channels_n == 1 ? RECORDING_RR : RECORDING_SIGNAL;
    if (r->info.kind == RECORDING_SIGNAL && r->time_column < 0 && r->info.rate_hz <= 0.0) {
        return fail(r, "neither a time_s column nor a sampling_rate_hz comment");
    }
    if (r->time_column >= 0) {
        (void)from_origin(r, column_or_nan(r, (size_t)r->time_column));
    }
    r->first_line_waits = true;
    return R_OK;
}

/* Leads of an electrocardiogram by their clinical names. */
static bool is_lead(const char *name)
{
    static const char *const LEADS[] = {"I", "II", "III", "MLI", "MLII", "MLIII", "AVR", "AVL", "AVF",
                                        "V", "V1", "V2",  "V3",  "V4",   "V5",    "V6",  "D3",  "CM5"};
    for (size_t i = 0; i < sizeof LEADS / sizeof LEADS[0]; i++) {
        if (strcmp(name, LEADS[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A record of another form: its signals become columns, its first lead the ECG. */
static int open_wfdb(struct recording *r, const char *path, char *why, size_t why_n)
{
    int result = wfdb_open(&r->wfdb, path, why, why_n);
    if (result != R_OK) {
        return result;
    }
    struct chosen c;
    none_chosen(&c);
    for (size_t i = 0; i < wfdb_signals(r->wfdb); i++) {
        const char *name = wfdb_signal(r->wfdb, i)->name;
        consider(r, &c, name, is_lead(name) ? "ecg" : name, (uint16_t)i);
    }
    keep_chosen(r, &c);
    r->info.kind = RECORDING_WFDB;
    r->info.rate_hz = wfdb_rate_hz(r->wfdb);
    if (r->info.channels_n == 0) {
        (void)snprintf(why, why_n, "no known signal in the header (an ECG lead, PLETH, ABP, RESP)");
        return R_DATA;
    }
    return R_OK;
}

/* Looks at the first two lines that are no comment, and goes back to the beginning. */
static bool looks_like_wfdb(FILE *file)
{
    char lines[2][256] = {"", ""};
    size_t n = 0;
    while (n < 2 && fgets(lines[n], (int)sizeof lines[n], file) != NULL) {
        n += lines[n][0] != '#' && lines[n][0] != '\n' ? 1 : 0;
    }
    rewind(file);
    return n == 2 && wfdb_is_header(lines[0], lines[1]);
}

int recording_open(struct recording **out, const char *path, char *why, size_t why_n)
{
    FILE *file = NULL;
    int opened = lines_open(&file, path, why, why_n);
    if (opened != R_OK) {
        return opened;
    }
    struct recording *r = calloc(1, sizeof *r);
    if (r == NULL) {
        (void)fclose(file);
        return R_MEM;
    }
    r->file = file;
    r->time_column = -1;
    int result = R_OK;
    if (looks_like_wfdb(file)) {
        result = open_wfdb(r, path, why, why_n);
    } else {
        lines_init(&r->lines, file);
        result = read_head(r);
        if (result != R_OK) {
            (void)snprintf(why, why_n, "%s", result == R_IO ? strerror(errno) : r->why);
        }
    }
    if (result != R_OK) {
        recording_close(r);
        return result;
    }
    *out = r;
    return R_OK;
}

void recording_close(struct recording *r)
{
    if (r != NULL) {
        wfdb_close(r->wfdb);
        (void)fclose(r->file);
        free(r);
    }
}

const struct recording_info *recording_info(const struct recording *r)
{
    return &r->info;
}

const char *recording_why(const struct recording *r)
{
    return r->why;
}

/* Time of the row in fields[]: invariant 2. */
static int place_signal_row(struct recording *r)
{
    double stamp = r->time_column >= 0 ? column_or_nan(r, (size_t)r->time_column) : (double)NAN;
    if (r->time_column >= 0 && isnan(stamp)) {
        return fail(r, "no time");
    }
    stamp = from_origin(r, stamp);
    if (!r->started) {
        r->started = true;
        r->anchor_row = r->row;
        r->t_s = isnan(stamp) ? 0.0 : stamp;
        r->t0_s = r->t_s;
    }
    double t = stamp;
    if (r->info.rate_hz > 0.0) {
        t = r->t0_s + (double)(r->row - r->anchor_row) / r->info.rate_hz;
        if (!isnan(stamp) && fabs(stamp - t) > RESYNC_S) {
            r->anchor_row = r->row;
            t = r->t0_s = stamp;
        }
    }
    if (t < r->t_s - RESYNC_S || t > TIME_MAX_S) {
        return fail(r, "time runs backwards or away");
    }
    r->t_s = fmax(t, r->t_s);
    return R_OK;
}

static int place_interval_row(struct recording *r)
{
    size_t column = r->info.channels[0].column;
    double rr = column_or_nan(r, column);
    if (!r->seconds_known && !isnan(rr)) {
        r->seconds_known = true;
        r->seconds = rr < RR_SECONDS_BELOW;
    }
    double rr_ms = r->seconds ? rr * 1000.0 : rr;
    if (!isnan(rr_ms) && (rr_ms <= 0.0 || rr_ms > 1e8)) {
        return fail(r, "an interval must be above 0 ms");
    }
    r->fields[column] = rr_ms;
    double stamp = r->time_column >= 0 ? column_or_nan(r, (size_t)r->time_column) : (double)NAN;
    stamp = from_origin(r, stamp);
    double t = !isnan(stamp) ? stamp : r->t_s + (isnan(rr_ms) ? 0.0 : rr_ms / 1000.0);
    if (t < r->t_s || t > TIME_MAX_S) {
        return fail(r, "time runs backwards or away");
    }
    r->t_s = t;
    return R_OK;
}

/* A frame of the record's samples as a row. */
static int next_frame(struct recording *r)
{
    int got = wfdb_next(r->wfdb, r->fields);
    if (got == R_DATA) {
        (void)snprintf(r->why, sizeof r->why, "byte %llu: the samples break off in the middle of a frame",
                       wfdb_offset(r->wfdb));
    }
    r->fields_n = wfdb_signals(r->wfdb);
    return got;
}

static int next_row(struct recording *r)
{
    if (r->wfdb != NULL) {
        int got = next_frame(r);
        r->first_line_waits = got == 1;
        if (got != 1) {
            return got;
        }
    }
    const char *line = NULL, *end = NULL;
    while (!r->first_line_waits) {
        int got = lines_next(&r->lines, &line, &end);
        if (got != 1) {
            return got == R_DATA ? fail(r, "the line is too long") : got;
        }
        if (line == end || *line == '#') {
            continue;
        }
        if (!split_fields(r, line, end)) {
            return fail(r, "not a row of numbers");
        }
        if (r->lines.torn && r->fields_n <= r->info.channels[r->info.channels_n - 1].column) {
            return fail(r, "the file breaks off in the middle of a row");
        }
        break;
    }
    r->first_line_waits = false;
    int placed = r->info.kind == RECORDING_RR ? place_interval_row(r) : place_signal_row(r);
    if (placed != R_OK) {
        return placed;
    }
    r->row++;
    r->pending = r->info.channels_n;
    return 1;
}

int recording_next(struct recording *r, struct reading *out)
{
    if (r->pending == 0) {
        int got = next_row(r);
        if (got != 1) {
            return got;
        }
    }
    const struct recording_channel *c = &r->info.channels[r->info.channels_n - r->pending];
    r->pending--;
    double v = column_or_nan(r, c->column);
    *out = (struct reading){
        .t = usec_from_s(r->t_s),
        .tick = (int64_t)r->row - 1,
        .value = isnan(v) ? 0.0F : (float)v,
        .kind = c->kind,
        .channel = c->channel,
        .flags = (uint8_t)(READING_EXACT | (isnan(v) ? READING_MISSING : 0)),
    };
    return 1;
}
