/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of text as readings, streamed: a row is parsed when it is asked for.
   1. Time never runs backwards: rows that do are a broken file.
   2. With a stated rate, row i lies at i / rate from the first row; a stamp more than RESYNC_S off starts anew there.
      Where most rows have the stamp of the row before (a logger that wrote in steps) they lie evenly between.
   3. A line that is no row is a hole of its own length, of unknown length between intervals.
   4. Intervals lie at the beat that ends them; the first interval ends at its own length. Stamps of arrival move them
      only over holes. */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "formats/channels.h"
#include "formats/table.h"

static const double RESYNC_S = 0.5;          /* chosen: far above any rounding of a stamp, below a beat */
static const double RR_SECONDS_BELOW = 10.0; /* an interval under 10 cannot be ms, one above cannot be s */
static const double RR_MS_ABOVE = 3.0, RR_S_BELOW = 100.0; /* chosen: no device rounds a beat to these */
static const double RR_MAX_MS = 1e8;
static const double ORIGIN_ABOVE_S = 10.0; /* chosen: a first stamp beyond it is another clock, not a late first row */
static const double TIME_MAX_S = 1e9;
static const double LATE_S = 3.0;  /* chosen: radio and telephone hold a packet back for less */
static const double BACK_S = 60.0; /* chosen: the clock was set, no packet is that early */
static const double EPOCH_NS_ABOVE = 1e17, EPOCH_US_ABOVE = 1e14, EPOCH_MS_ABOVE = 1e11; /* clocks since 1970 */
static const double HALF_DAY_S = 43200.0, DAY_S = 86400.0;

enum { COARSE_ROWS = 64 };                  /* chosen: enough to tell how many share a stamp */
static const double COARSE_HOLE = 3.0;      /* chosen: so many times the smallest jump is one */
static const double COARSE_PULL_S = 1e-4;   /* chosen: a stamp moves a row by no more than this */
enum { BAD_ROWS = 2, ROWS_A_BAD_ONE = 20 }; /* chosen: rows left out before the rest is not read */

static bool looks_like_text(const char *head, size_t n)
{
    (void)head;
    (void)n;
    return true; /* the last form: read_head says what is wrong */
}

void table_close(struct recording *r)
{
    free(r->own);
}

static int broken(struct recording *r, const char *what)
{
    return recording_fail(r, R_DATA, "line %llu: %s", (unsigned long long)r->lines.number, what);
}

/* Session time begins near 0 whatever the file's clock says (a clock of day, of an epoch, of a part cut out). */
static double from_origin(struct recording *r, struct table *t, double stamp)
{
    if (!t->origin_known && !isnan(stamp)) {
        t->origin_known = true;
        r->info.origin_s = stamp < 0.0 || stamp > ORIGIN_ABOVE_S ? stamp : 0.0;
    }
    return stamp - r->info.origin_s;
}

/* The stamp of the row in fields[], in seconds; NaN none. A clock without a date runs on over midnight. */
static double stamp_of(struct table *t)
{
    double s = t->time_column >= 0 ? t->fields[t->time_column] : (double)NAN;
    if (t->time_unit_s <= 0.0 && !isnan(s)) {
        t->time_unit_s = s > EPOCH_NS_ABOVE ? 1e-9 : s > EPOCH_US_ABOVE ? 1e-6 : s > EPOCH_MS_ABOVE ? 1e-3 : 1.0;
    }
    s *= t->time_unit_s;
    if (t->clock_of_day && !isnan(s)) {
        s += t->midnights_s;
        if (s < t->last_clock_s - HALF_DAY_S) {
            t->midnights_s += DAY_S;
            s += DAY_S;
        }
        t->last_clock_s = s;
    }
    return s;
}

/* What is seen of stamps that stand still and jump: rows from jump to jump, without those over a hole. */
struct coarse {
    double before, jump_s, sum_s; /* jump_s: the smallest */
    size_t rows, still, since, sum_rows, jumps;
};

static void see_stamp(struct coarse *c, double stamp)
{
    double jump_s = stamp - c->before;
    c->rows++;
    c->since++;
    c->still += jump_s == 0.0 ? 1 : 0;
    if (jump_s > 0.0) {
        bool anew = c->jumps == 0 || jump_s * COARSE_HOLE < c->jump_s; /* of the first it is not seen where it began */
        c->sum_s = anew ? 0.0 : c->sum_s;
        c->sum_rows = anew ? 0 : c->sum_rows;
        c->jump_s = c->jumps == 0 ? jump_s : fmin(c->jump_s, jump_s);
        if (!anew && jump_s <= COARSE_HOLE * c->jump_s) {
            c->sum_s += jump_s;
            c->sum_rows += c->since;
        }
        c->jumps++;
        c->since = 0;
    }
    c->before = stamp;
}

/* How far the rows in sight lie apart, if most have the stamp of the row before. */
static void find_coarse_step(struct recording *r, struct table *t)
{
    struct table look = *t; /* the row that waits stays as it is */
    struct coarse c = {.before = stamp_of(&look)};
    const char *at = NULL, *line = NULL, *end = NULL;
    size_t left = 0;
    if (lines_peek(&r->lines, &at, &left) != R_OK) {
        return;
    }
    for (const char *limit = at + left; text_line(&at, limit, &line, &end) && at < limit;) {
        double stamp = head_read_row(&look, line, end) ? stamp_of(&look) : (double)NAN;
        if (!isnan(stamp)) {
            see_stamp(&c, stamp);
        }
    }
    if (c.rows >= COARSE_ROWS && c.still > c.rows / 2 && c.sum_rows > 0) {
        t->step_s = c.sum_s / (double)c.sum_rows;
        t->jump_s = c.jump_s;
    }
}

/* Rows follow each other evenly and are drawn towards their stamps; a stamp far off is a hole. */
static double place_coarse(const struct table *t, double stamp)
{
    double at = t->t_s + t->step_s, off = stamp - at;
    return t->row == 0 || fabs(off) > RESYNC_S + 2.0 * t->jump_s ? stamp
                                                                 : at + off * fmin(1.0, COARSE_PULL_S / t->jump_s);
}

/* Time of the row in fields[]: invariant 2. */
static int place_signal_row(struct recording *r, struct table *t)
{
    double stamp = stamp_of(t);
    if (t->time_column >= 0 && isnan(stamp)) {
        return broken(r, "no time");
    }
    stamp = from_origin(r, t, stamp);
    if (!t->started) {
        t->started = true;
        t->anchor_row = t->row;
        t->t_s = isnan(stamp) ? 0.0 : stamp;
        t->t0_s = t->t_s;
    }
    double at = stamp;
    if (t->step_s > 0.0) {
        at = place_coarse(t, stamp);
    } else if (t->exact_rate) {
        at = t->t0_s + (double)(t->row - t->anchor_row) / r->info.rate_hz;
        if (!isnan(stamp) && fabs(stamp - at) > RESYNC_S) {
            t->anchor_row = t->row;
            at = t->t0_s = stamp;
        }
    }
    if (at < t->t_s - RESYNC_S || at > TIME_MAX_S) {
        return broken(r, "time runs backwards or away");
    }
    t->t_s = fmax(at, t->t_s);
    return R_OK;
}

/* The name of the column may say the unit; a value that no interval has in it, or no name, leaves it to the value. */
static void check_unit(struct table *t, double rr)
{
    bool ms = t->rr_unit_ms == 1.0 && rr < RR_MS_ABOVE, s = t->rr_unit_ms == 1000.0 && rr > RR_S_BELOW;
    if (t->rr_unit_ms <= 0.0 || ms || s) {
        t->rr_unit_ms = rr < RR_SECONDS_BELOW ? 1000.0 : 1.0;
    }
    t->rr_unit_checked = true;
}

/* Intervals of the row to ms, 0 to missing: what a strap says when it has found no beat. */
static int tidy_intervals(struct recording *r, struct table *t)
{
    for (size_t i = 0; i < t->rr_n; i++) {
        double rr = t->rr[i];
        if (!t->rr_unit_checked && !isnan(rr) && rr > 0.0) {
            check_unit(t, rr);
        }
        rr = rr == 0.0 ? (double)NAN : rr * t->rr_unit_ms;
        if (!isnan(rr) && (rr < 0.0 || rr > RR_MAX_MS)) {
            return broken(r, rr < 0.0 ? "an interval must be above 0 ms" : "no interval is that long");
        }
        t->rr[i] = rr;
    }
    return R_OK;
}

/* Invariant 4. The hole, if there is one, lies before the row. */
static void follow_arrivals(struct recording *r, struct table *t, double stamp)
{
    double sum = 0.0;
    for (size_t i = 0; i < t->rr_n; i++) {
        sum += isnan(t->rr[i]) ? 0.0 : t->rr[i] / 1000.0;
    }
    if (isnan(stamp) || sum <= 0.0) {
        return;
    }
    if (!t->started) {
        t->started = true;
        t->base_s = stamp - sum;
        r->info.origin_s = fabs(t->base_s) > ORIGIN_ABOVE_S ? t->base_s : 0.0;
    }
    double late = stamp - t->base_s - (t->t_s + sum);
    if (late > LATE_S && late < TIME_MAX_S) {
        t->t_s += late;
    } else if (late < -BACK_S) {
        t->base_s += late;
    }
}

/* The time of a beat becomes an interval from the one before; the first, and one behind a missing one, has none. */
static int place_beat_row(struct recording *r, struct table *t)
{
    double at_s = t->rr_n > 0 ? from_origin(r, t, t->rr[0] * t->rr_unit_ms / 1000.0) : (double)NAN;
    double step_s = at_s - t->base_s;
    t->rr_n = 0;
    if (isnan(at_s)) {
        t->started = false;
        return R_OK;
    }
    if (at_s < 0.0 || at_s > TIME_MAX_S || (t->row > 0 && at_s < t->base_s)) {
        return broken(r, "time runs backwards or away");
    }
    if (!t->started) {
        t->t_s = at_s;
    } else if (step_s > 0.0) {
        t->rr[0] = step_s * 1000.0;
        t->rr_n = 1;
    }
    t->started = true;
    t->base_s = at_s;
    return R_OK;
}

static int place_interval_row(struct recording *r, struct table *t)
{
    if (t->beat_times) {
        return place_beat_row(r, t);
    }
    int tidied = tidy_intervals(r, t);
    if (tidied != R_OK) {
        return tidied;
    }
    double stamp = stamp_of(t);
    if (t->arrivals) {
        follow_arrivals(r, t, stamp);
        return R_OK;
    }
    stamp = from_origin(r, t, stamp);
    if (isnan(stamp) || t->rr_n == 0) {
        return R_OK;
    }
    if (stamp < t->t_s || stamp > TIME_MAX_S) {
        return broken(r, "time runs backwards or away");
    }
    double sum = 0.0; /* of the intervals behind the first: the last one ends at the stamp */
    for (size_t i = 0; i < t->rr_n; i++) {
        sum += isnan(t->rr[i]) ? 0.0 : t->rr[i] / 1000.0;
    }
    t->t_s = fmax(t->t_s, stamp - sum);
    t->row_end_s = stamp;
    t->row_ends = true;
    return R_OK;
}

static int place_row(struct recording *r, struct table *t)
{
    return r->info.kind == RECORDING_RR ? place_interval_row(r, t) : place_signal_row(r, t);
}

/* The first row is placed at once, so that the origin is known; a fault in it is told when it is asked for. */
static int open_table(struct recording *r)
{
    struct table *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return R_MEM;
    }
    r->own = t;
    int result = head_read(r, t);
    if (result == R_OK && r->info.kind == RECORDING_SIGNAL && t->time_column >= 0 && !t->exact_rate) {
        find_coarse_step(r, t);
    }
    if (result == R_OK && t->step_s > 0.0) {
        channels_note(r->info.note, sizeof r->info.note, "stamps stand still and jump: rows were laid evenly between");
    }
    if (result == R_OK) {
        t->first_placed = place_row(r, t);
    }
    return result;
}

/* A line that is no row is left out, and where it was is told at the end. Too many: this is no table any more. */
static bool leave_out(struct recording *r, struct table *t)
{
    if (t->bad_rows >= BAD_ROWS + t->row / ROWS_A_BAD_ONE) {
        return false;
    }
    t->first_bad_line = t->bad_rows == 0 ? r->lines.number : t->first_bad_line;
    t->bad_rows++;
    t->row++; /* it had its time */
    t->hole = true;
    return true;
}

static int tell_bad_rows(struct recording *r, const struct table *t)
{
    char others[48] = "";
    if (t->bad_rows > 1) {
        (void)snprintf(others, sizeof others, " (nor %llu more)", (unsigned long long)t->bad_rows - 1);
    }
    return recording_fail(r, R_DATA, "line %llu: not a row of numbers%s", (unsigned long long)t->first_bad_line,
                          others);
}

/* The next row into fields[] and rr[]. */
static int next_row(struct recording *r, struct table *t)
{
    const char *line = NULL, *end = NULL;
    bool first = t->first_row_waits;
    while (!first) {
        int got = lines_next(&r->lines, &line, &end);
        if (got != 1) {
            return got == R_DATA                 ? broken(r, "the line is too long")
                   : got == 0 && t->bad_rows > 0 ? tell_bad_rows(r, t)
                                                 : got;
        }
        if (line == end || *line == '#' || head_is_blank(line, end, t->separator)) {
            continue;
        }
        if (!head_read_row(t, line, end)) {
            if (t->sections && *line == '[') {
                return t->bad_rows > 0 ? tell_bad_rows(r, t) : 0;
            }
            if (r->lines.torn || !leave_out(r, t)) {
                return broken(r, "not a row of numbers");
            }
            continue;
        }
        if (r->lines.torn && t->fields_n < t->needed) {
            return broken(r, "the file breaks off in the middle of a row");
        }
        break;
    }
    t->first_row_waits = false;
    int placed = first ? t->first_placed : place_row(r, t);
    if (placed != R_OK) {
        return placed;
    }
    t->row++;
    t->given = 0;
    t->rr_given = 0;
    return 1;
}

static void put(struct reading *out, double t_s, int64_t tick, const struct recording_channel *c, double v)
{
    bool missing = !(fabs(v) <= (double)FLT_MAX);
    *out = (struct reading){
        .t = usec_from_s(t_s),
        .tick = tick,
        .value = missing ? 0.0F : (float)v,
        .kind = c->kind,
        .channel = c->channel,
        .flags = (uint8_t)(READING_EXACT | (missing ? READING_MISSING : 0)),
    };
}

static int next_interval(struct recording *r, struct reading *out)
{
    struct table *t = r->own;
    while (t->first_row_waits || t->rr_given == t->rr_n) {
        int got = next_row(r, t);
        if (got != 1) {
            return got;
        }
    }
    if (t->hole) { /* an interval of unknown length */
        t->hole = false;
        put(out, t->t_s, t->intervals++, &r->info.channels[0], (double)NAN);
        return 1;
    }
    double rr_ms = t->rr[t->rr_given++], last_s = t->t_s;
    t->t_s += isnan(rr_ms) ? 0.0 : rr_ms / 1000.0;
    if (t->rr_given == t->rr_n && t->row_ends) { /* by the stamp, not by a sum that has been rounded */
        t->t_s = fmax(last_s, t->row_end_s);
        t->row_ends = false;
    }
    if (t->t_s > TIME_MAX_S) {
        return broken(r, "time runs backwards or away");
    }
    put(out, t->t_s, t->intervals++, &r->info.channels[0], rr_ms);
    return 1;
}

/* A channel of the row, if there is a value to give. */
static bool give_channel(struct recording *r, struct table *t, struct reading *out)
{
    const struct recording_channel *c = &r->info.channels[t->given];
    if (c->kind != READING_IBI) {
        t->given++;
        put(out, t->t_s, (int64_t)t->row - 1, c, t->fields[c->column]);
        return true;
    }
    while (t->rr_given < t->rr_n) {
        double rr_ms = t->rr[t->rr_given++];
        if (!isnan(rr_ms)) {
            put(out, t->t_s, (int64_t)t->row - 1, c, rr_ms);
            return true;
        }
    }
    t->given++;
    return false;
}

static int next_sample(struct recording *r, struct reading *out)
{
    struct table *t = r->own;
    for (;;) {
        while (t->given < r->info.channels_n) {
            if (give_channel(r, t, out)) {
                return 1;
            }
        }
        int got = next_row(r, t);
        if (got == 1 && t->rr_n > 0) {
            got = tidy_intervals(r, t) == R_OK ? 1 : R_DATA;
        }
        if (got != 1) {
            return got;
        }
    }
}

int table_next(struct recording *r, struct reading *out)
{
    return r->info.kind == RECORDING_RR ? next_interval(r, out) : next_sample(r, out);
}

const struct recording_form TABLE_FORM = {looks_like_text, open_table, table_next, table_close};
