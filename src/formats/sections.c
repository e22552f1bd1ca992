/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logs of straps and watches in sections: "[Params]" ... "[HRData]", or "[CUSTOM1]". Intervals stand one a line, in
   ms, in the section of data; a log whose [Params] say that it holds a rate every few seconds has none. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "formats/table.h"

enum { INTERVAL_RR = 238 }; /* of [Params]: data are intervals; other values are seconds between rates */

static bool looks_like_sections(const char *head, size_t n)
{
    size_t i = 0;
    while (i < n && (head[i] == '\r' || head[i] == '\n' || head[i] == ' ')) {
        i++;
    }
    if (i == n || head[i] != '[') {
        return false;
    }
    for (i++; i < n && head[i] != ']'; i++) {
        bool part = (head[i] >= 'A' && head[i] <= 'Z') || (head[i] >= 'a' && head[i] <= 'z') || head[i] == '-' ||
                    (head[i] >= '0' && head[i] <= '9') || head[i] == '_';
        if (!part) {
            return false;
        }
    }
    return i < n && i > 1 && !(head[1] >= '0' && head[1] <= '9');
}

/* Up to the section of data: return 1; 0 the end; negative. *interval: what [Params] say, -1 nothing. */
static int find_data(struct recording *r, int64_t *interval)
{
    static const char KEY[] = "Interval=";
    const char *line = NULL, *end = NULL;
    int got = 0;
    while ((got = lines_next(&r->lines, &line, &end)) == 1) {
        if (text_starts(line, end, KEY)) {
            const char *at = line + sizeof KEY - 1;
            (void)text_integer(&at, end, interval);
        }
        if (text_starts(line, end, "[HRData]")) {
            return 1;
        }
        if (text_starts(line, end, "[CUSTOM1]")) {
            *interval = INTERVAL_RR;
            return 1;
        }
    }
    return got;
}

static int open_sections(struct recording *r)
{
    struct table *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return R_MEM;
    }
    r->own = t;
    int64_t interval = -1;
    int got = find_data(r, &interval);
    if (got != 1) {
        return recording_fail(r, got == R_IO ? R_IO : R_DATA, "line %llu: no section of data ([HRData])",
                              (unsigned long long)r->lines.number);
    }
    if (interval != INTERVAL_RR) {
        return recording_fail(r, R_DATA,
                              "line %llu: the log holds a heart rate every few seconds (Interval=%lld), no intervals "
                              "from beat to beat (Interval=%d)",
                              (unsigned long long)r->lines.number, (long long)interval, INTERVAL_RR);
    }
    t->separator = '\t';
    t->role[0] = TABLE_INTERVALS;
    t->needed = 1;
    t->time_column = -1;
    t->rr_unit_ms = 1.0;
    t->sections = true;
    r->info.kind = RECORDING_RR;
    r->info.channels[0] = (struct recording_channel){READING_IBI, 0, 0};
    r->info.channels_n = 1;
    return R_OK;
}

const struct recording_form SECTIONS_FORM = {looks_like_sections, open_sections, table_next, table_close};
