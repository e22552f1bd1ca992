/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and lines out of text, without the locale. Up to 19 digits and powers of ten up to 22 are exact in one
   floating operation (Clinger 1990, How to read floating point numbers accurately, doi 10.1145/93542.93557), which
   covers every number a sensor or a recording holds; longer ones lose at most one unit in the last place. */
#include "base/text.h"

#include <math.h>
#include <string.h>

static const double POWERS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t')) {
        p++;
    }
    return p;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool is_nan_word(const char *p, const char *end)
{
    return end - p >= 3 && lower(p[0]) == 'n' && lower(p[1]) == 'a' && lower(p[2]) == 'n';
}

struct digits {
    uint64_t mantissa;
    int seen, exponent;
};

static const char *read_digits(const char *p, const char *end, struct digits *d, bool fraction)
{
    for (; p < end && is_digit(*p); p++) {
        d->seen++;
        if (d->mantissa < UINT64_MAX / 10 - 1) {
            d->mantissa = d->mantissa * 10 + (uint64_t)(*p - '0');
            d->exponent -= fraction;
        } else {
            d->exponent += !fraction;
        }
    }
    return p;
}

static const char *read_exponent(const char *p, const char *end, int *exponent)
{
    if (p == end || lower(*p) != 'e') {
        return p;
    }
    const char *q = p + 1;
    bool minus = q < end && *q == '-';
    if (q < end && (*q == '-' || *q == '+')) {
        q++;
    }
    if (q == end || !is_digit(*q)) {
        return p;
    }
    int value = 0;
    for (; q < end && is_digit(*q); q++) {
        value = value < 10000 ? value * 10 + (*q - '0') : value;
    }
    *exponent += minus ? -value : value;
    return q;
}

static double scaled(uint64_t mantissa, int exponent)
{
    double v = (double)mantissa;
    if (mantissa == 0 || exponent == 0) {
        return v;
    }
    if (exponent > 0) {
        return exponent <= 22 ? v * POWERS[exponent] : v * pow(10.0, exponent);
    }
    return exponent >= -22 ? v / POWERS[-exponent] : v * pow(10.0, exponent);
}

static bool slow_number(const char **at, const char *end, double *out)
{
    const char *p = skip_blanks(*at, end);
    bool minus = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) {
        p++;
    }
    if (is_nan_word(p, end)) {
        *at = p + 3;
        *out = (double)NAN;
        return true;
    }
    struct digits d = {0, 0, 0};
    p = read_digits(p, end, &d, false);
    if (p < end && *p == '.') {
        p = read_digits(p + 1, end, &d, true);
    }
    if (d.seen == 0) {
        return false;
    }
    p = read_exponent(p, end, &d.exponent);
    double v = scaled(d.mantissa, d.exponent);
    *at = p;
    *out = minus ? -v : v;
    return true;
}

static const char *plain_digits(const char *p, const char *end, int64_t *mantissa)
{
    int64_t m = *mantissa;
    for (; p < end && is_digit(*p); p++) {
        m = (int64_t)((uint64_t)m * 10 + (uint64_t)(*p - '0'));
    }
    *mantissa = m;
    return p;
}

/* Numbers without an exponent and of few digits come out of one pass and one division, as slow_number has them. */
bool text_number(const char **at, const char *end, double *out)
{
    enum { DIGITS_FIT = 18 };
    const char *p = skip_blanks(*at, end);
    bool minus = p < end && *p == '-';
    const char *from = p + minus;
    int64_t mantissa = 0;
    p = plain_digits(from, end, &mantissa);
    ptrdiff_t digits = p - from, fraction = 0;
    if (p < end && *p == '.') {
        const char *point = p;
        p = plain_digits(p + 1, end, &mantissa);
        fraction = p - point - 1;
    }
    if (digits + fraction == 0 || digits + fraction > DIGITS_FIT || (p < end && lower(*p) == 'e')) {
        return slow_number(at, end, out);
    }
    double v = (double)mantissa;
    v = fraction > 0 ? v / POWERS[fraction] : v;
    *at = p;
    *out = minus ? -v : v;
    return true;
}

bool text_integer(const char **at, const char *end, int64_t *out)
{
    const char *p = skip_blanks(*at, end);
    bool minus = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) {
        p++;
    }
    if (p == end || !is_digit(*p)) {
        return false;
    }
    int64_t v = 0;
    for (; p < end && is_digit(*p); p++) {
        int digit = *p - '0';
        if (v > (INT64_MAX - digit) / 10) {
            return false;
        }
        v = v * 10 + digit;
    }
    *at = p;
    *out = minus ? -v : v;
    return true;
}

static int hex_digit(char c)
{
    if (is_digit(c)) {
        return c - '0';
    }
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

long text_hex(const char *at, const char *end, uint8_t *out, size_t cap)
{
    size_t n = 0;
    for (; at < end; at += 2) {
        int high = hex_digit(at[0]);
        int low = end - at >= 2 ? hex_digit(at[1]) : -1;
        if (high < 0 || low < 0 || n == cap) {
            return -1;
        }
        out[n++] = (uint8_t)(high << 4 | low);
    }
    return n > 0 ? (long)n : -1;
}

bool text_line(const char **at, const char *end, const char **line, const char **line_end)
{
    if (*at >= end) {
        return false;
    }
    const char *lf = memchr(*at, '\n', (size_t)(end - *at));
    const char *stop = lf != NULL ? lf : end;
    *line = *at;
    *at = lf != NULL ? lf + 1 : end;
    *line_end = stop > *line && stop[-1] == '\r' ? stop - 1 : stop;
    return true;
}

bool text_starts(const char *at, const char *end, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(end - at) >= n && memcmp(at, word, n) == 0;
}

bool text_ends(const char *text, const char *ending)
{
    const size_t n = strlen(text), k = strlen(ending);
    return n > k && strcmp(text + n - k, ending) == 0;
}
