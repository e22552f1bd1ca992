/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_TABLE_H
#define FORMATS_TABLE_H

#include "formats/inside.h"

enum { TABLE_FIELDS_MAX = 64, TABLE_INTERVALS_MAX = 32 };

/** What a column is read as. */
enum table_role { TABLE_SKIP, TABLE_VALUE, TABLE_TIME, TABLE_INTERVALS };

/**
 * A table being read.
 *
 * separator      Between fields; '\0': one field a line; ' ': runs of blanks
 * role           Of each column;  needed: columns up to the last that is read
 * time_column    -1 none;  time_unit_s: of its numbers, 0: not known yet;  clock_of_day: its stamps have no date
 * arrivals       Stamps say when an interval was received, not when its beat was
 * rr_unit_ms     0: not known yet
 * beat_times     The column of intervals holds the times of beats: intervals are from each to the next
 * step_s         From row to row where stamps are so coarse that most rows have that of the row before; 0: they are not
 * jump_s         Of such stamps where they do change
 * exact_rate     info.rate_hz is what rows are placed by
 * sections       A line that begins with "[" ends the table
 * fields, rr     The row read last
 */
struct table {
    char separator;
    uint8_t role[TABLE_FIELDS_MAX];
    size_t needed;
    int time_column;
    double time_unit_s, rr_unit_ms, step_s, jump_s;
    bool clock_of_day, arrivals, beat_times, exact_rate, sections;
    double fields[TABLE_FIELDS_MAX], rr[TABLE_INTERVALS_MAX];
    size_t fields_n, rr_n;
    bool first_row_waits;
    int first_placed; /* what placing the first row came to */
    /* Where the reader stands */
    bool origin_known, started, rr_unit_checked;
    bool row_ends;
    double t0_s, t_s, base_s, row_end_s, midnights_s, last_clock_s;
    uint64_t row, anchor_row;
    int64_t intervals;
    size_t given, rr_given;
    uint64_t bad_rows, first_bad_line; /* left out so far */
    bool hole;                         /* one was left out before the row */
};

/** Comments and names of columns, up to the first row of numbers, which waits. t is zeroed. As recording_form.open. */
int head_read(struct recording *r, struct table *t) MUST_USE;

/** Puts a line into fields[] and rr[]; false when it is no row of this table. */
bool head_read_row(struct table *t, const char *line, const char *end);

/** Nothing but blanks and separators? */
bool head_is_blank(const char *line, const char *end, char separator);

/** The rest of a table whose head has been read; as in recording_form. r->own is the table. */
int table_next(struct recording *r, struct reading *out) MUST_USE;
void table_close(struct recording *r);

#endif
