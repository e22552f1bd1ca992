/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and times of day in the spellings that logs have. Zones are ignored: only differences matter. */
#include "formats/stamp.h"

#include <stdint.h>

#include "base/text.h"

static const double DAY_S = 86400.0, HOUR_S = 3600.0, MINUTE_S = 60.0;

/* Days since 1970-01-01 of the proleptic Gregorian calendar: years are counted from March, so that the leap day is the
   last of its year. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t from_march = (month + 9) % 12;
    int64_t leap_days = y / 4 - y / 100 + y / 400;
    return 365 * y + leap_days + (153 * from_march + 2) / 5 + day - 1 - 719468;
}

/* Three numbers with the same mark between them. */
static bool three(const char **at, const char *end, const char *marks, int64_t v[3], char *mark)
{
    const char *p = *at;
    for (int i = 0; i < 3; i++) {
        if (p == end || *p < '0' || *p > '9' || !text_integer(&p, end, &v[i])) {
            return false;
        }
        bool last = i == 2;
        if (!last && p == end) {
            return false;
        }
        if (i == 0) {
            *mark = *p;
            bool known = false;
            for (const char *m = marks; *m != '\0'; m++) {
                known = known || *m == *p;
            }
            if (!known) {
                return false;
            }
        }
        if (!last && *p++ != *mark) {
            return false;
        }
    }
    *at = p;
    return true;
}

static bool read_date(const char **at, const char *end, double *out_s)
{
    int64_t v[3];
    char mark = '\0';
    if (!three(at, end, "-./", v, &mark)) {
        return false;
    }
    bool year_first = v[0] > 31;
    bool month_first = !year_first && mark == '/' && v[0] <= 12;
    int64_t year = year_first ? v[0] : v[2];
    int64_t month = year_first ? v[1] : month_first ? v[0] : v[1];
    int64_t day = year_first ? v[2] : month_first ? v[1] : v[0];
    year += year < 100 ? 2000 : 0;
    if (year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    *out_s = (double)days_of(year, month, day) * DAY_S;
    return true;
}

static void read_fraction(const char **at, const char *end, double *seconds)
{
    const char *p = *at;
    if (p == end || (*p != '.' && *p != ',')) {
        return;
    }
    double scale = 0.1;
    for (p++; p < end && *p >= '0' && *p <= '9'; p++) {
        *seconds += scale * (double)(*p - '0');
        scale /= 10.0;
    }
    *at = p;
}

/* "21:17:07.832", "21:17", with AM or PM. */
static bool read_clock(const char **at, const char *end, double *out_s)
{
    const char *p = *at;
    int64_t hour = 0, minute = 0, second = 0;
    if (p == end || *p < '0' || *p > '9' || !text_integer(&p, end, &hour) || p == end || *p++ != ':' || p == end ||
        *p < '0' || *p > '9' || !text_integer(&p, end, &minute)) {
        return false;
    }
    double fraction = 0.0;
    if (p < end && *p == ':') {
        p++;
        if (p == end || *p < '0' || *p > '9' || !text_integer(&p, end, &second)) {
            return false;
        }
        read_fraction(&p, end, &fraction);
    }
    if (hour > 9999 || minute > 59 || second > 60) {
        return false;
    }
    while (p < end && *p == ' ') {
        p++;
    }
    if (end - p >= 2 && (p[1] == 'M' || p[1] == 'm')) {
        bool after_noon = *p == 'P' || *p == 'p';
        hour = hour % 12 + (after_noon ? 12 : 0);
    }
    *at = p;
    *out_s = (double)hour * HOUR_S + (double)minute * MINUTE_S + (double)second + fraction;
    return true;
}

bool stamp_read(const char *at, const char *end, double *out_s, bool *dated)
{
    double day = 0.0, clock = 0.0;
    const char *p = at;
    bool has_date = read_date(&p, end, &day);
    while (has_date && p < end && (*p == 'T' || *p == ' ' || *p == ',' || *p == '-')) {
        p++;
    }
    bool has_clock = read_clock(&p, end, &clock);
    if (!has_date && !has_clock) {
        return false;
    }
    *out_s = day + clock;
    *dated = has_date;
    return true;
}
