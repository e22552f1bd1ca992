/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a line of a table, in all the spellings that the fast path of table.c does not know. */
#include "formats/cells.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum { NUMBER_N = 48 };
static const double BEAT_MIN_MS = 250.0, BEAT_MAX_MS = 3000.0; /* 20 to 240 a minute */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(const char **from, const char **to)
{
    while (*from < *to && (is_blank(**from) || **from == '"' || **from == '\'')) {
        (*from)++;
    }
    while (*to > *from && (is_blank((*to)[-1]) || (*to)[-1] == '"' || (*to)[-1] == '\'')) {
        (*to)--;
    }
}

void cells_field(const char **at, const char *end, char separator, const char **from, const char **to)
{
    const char *p = *at;
    if (separator == ' ') {
        while (p < end && is_blank(*p)) {
            p++;
        }
    }
    *from = p;
    char shut = '\0'; /* what ends a quotation */
    for (; p < end; p++) {
        if (shut != '\0') {
            shut = *p == shut ? '\0' : shut;
        } else if (*p == '"' || *p == '[') {
            shut = (char)(*p == '[' ? ']' : *p);
        } else if (separator != '\0' && (*p == separator || (separator == ' ' && *p == '\t'))) {
            break;
        }
    }
    *to = p;
    if (shut != '\0') { /* a quotation that nothing ends is none */
        const char *stop = separator != '\0' ? memchr(*from, separator, (size_t)(end - *from)) : NULL;
        p = stop != NULL ? stop : end;
        *to = p;
    }
    *at = p;
    trim(from, to);
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool is_none(const char *from, const char *to)
{
    static const char *const WORDS[] = {"",   "nan", "na",  "n/a", "null", "none", "-",
                                        "--", "?",   "nil", "*",   ".",    "-nan", "#n/a"};
    size_t n = (size_t)(to - from);
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        size_t k = 0;
        while (k < n && WORDS[i][k] != '\0' && lower(from[k]) == WORDS[i][k]) {
            k++;
        }
        if (k == n && WORDS[i][k] == '\0') {
            return true;
        }
    }
    return false;
}

bool cells_number(const char *from, const char *to, double *out)
{
    if (is_none(from, to)) {
        *out = (double)NAN;
        return true;
    }
    double v = 0.0;
    const char *at = from;
    if (text_number(&at, to, &v) && at == to && !isinf(v)) {
        *out = v;
        return true;
    }
    char copy[NUMBER_N];
    size_t n = (size_t)(to - from);
    const char *comma = memchr(from, ',', n);
    if (comma == NULL || n >= sizeof copy) {
        return false;
    }
    memcpy(copy, from, n);
    copy[comma - from] = '.';
    at = copy;
    if (!text_number(&at, copy + n, &v) || at != copy + n || isinf(v)) {
        return false;
    }
    *out = v;
    return true;
}

static bool is_between(char c)
{
    return is_blank(c) || c == ',' || c == ';' || c == '|' || c == '/' || c == '[' || c == ']' || c == '"' || c == '\'';
}

/* "812,805": two intervals rather than one with a decimal comma? */
static bool two_beats(const char *from, const char *comma, const char *to)
{
    double a = 0.0, b = 0.0;
    const char *p = from, *q = comma + 1;
    return text_number(&p, comma, &a) && p == comma && text_number(&q, to, &b) && q == to && a >= BEAT_MIN_MS &&
           a <= BEAT_MAX_MS && b >= BEAT_MIN_MS && b <= BEAT_MAX_MS &&
           memchr(comma + 1, ',', (size_t)(to - comma - 1)) == NULL;
}

int cells_numbers(const char *from, const char *to, char separator, double *out, int room)
{
    const char *comma = separator == ',' ? memchr(from, ',', (size_t)(to - from)) : NULL;
    bool several = comma != NULL && two_beats(from, comma, to);
    if (room > 0 && !several && cells_number(from, to, out)) {
        return 1;
    }
    int n = 0;
    while (from < to) {
        if (is_between(*from)) {
            from++;
            continue;
        }
        double v = 0.0;
        if (n == room || !text_number(&from, to, &v) || isinf(v) || (from < to && !is_between(*from))) {
            return -1;
        }
        out[n++] = v;
    }
    return n;
}

bool cells_only_numbers(const char *line, const char *end, char separator, size_t *fields)
{
    *fields = 0;
    bool any = false;
    const char *at = line, *from = NULL, *to = NULL;
    for (;;) {
        double v = 0.0;
        cells_field(&at, end, separator, &from, &to);
        if (!cells_number(from, to, &v)) {
            return false;
        }
        any = any || from < to;
        if (at < end || from < to) { /* a separator at the end of the line adds no field */
            (*fields)++;
        }
        if (at >= end) {
            return any;
        }
        at++;
    }
}
