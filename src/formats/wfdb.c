/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header first, then frames of one sample a signal. 1. The header is believed only as far as it can be checked: sizes
   are bounded, unknown formats refused. 2. Two samples of format 212 share three bytes across frames, so that samples,
   not frames, are what the file is read by. */
#include "formats/wfdb.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_N = 512, PATH_N = 1024, FORMAT_16 = 16, FORMAT_80 = 80, FORMAT_212 = 212 };
static const double GAIN_DEFAULT = 200.0, RATE_DEFAULT_HZ = 250.0; /* header(5) */

struct wfdb {
    FILE *file;
    int format;
    double rate_hz;
    size_t signals;
    struct wfdb_signal signal[WFDB_SIGNALS_MAX];
    unsigned long long offset;
    bool second_waits; /* of a pair of format 212 */
    int second;
};

static bool known_format(long format)
{
    return format == FORMAT_16 || format == FORMAT_80 || format == FORMAT_212;
}

static bool next_line(FILE *f, char *line)
{
    while (fgets(line, LINE_N, f) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] != '#' && line[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* The next word of *at, ended in place; NULL when there is none. */
static char *word(char **at)
{
    *at += strspn(*at, " \t");
    char *from = **at != '\0' ? *at : NULL;
    *at += strcspn(*at, " \t");
    if (**at != '\0') {
        *(*at)++ = '\0';
    }
    return from;
}

bool wfdb_is_header(const char *first, const char *second)
{
    char a[LINE_N], b[LINE_N];
    (void)snprintf(a, sizeof a, "%s", first);
    (void)snprintf(b, sizeof b, "%s", second);
    char *at = a, *name = word(&at), *count = word(&at), *end = NULL;
    if (name == NULL || count == NULL || strchr(name, ',') != NULL || strtol(count, &end, 10) < 1 || *end != '\0') {
        return false;
    }
    at = b;
    char *file = word(&at), *format = word(&at);
    return file != NULL && format != NULL && strtol(format, &end, 10) > 0 && end != format &&
           strchr(format, ',') == NULL;
}

static int fail(char *why, size_t why_n, int result, const char *what)
{
    (void)snprintf(why, why_n, "%s", what);
    return result;
}

/* "200(1024)/mV": gain, baseline if given. */
static void read_gain(struct wfdb_signal *s, const char *text, bool *baseline_known)
{
    char *end = NULL;
    double gain = strtod(text, &end);
    s->gain = end != text && isfinite(gain) && gain != 0.0 ? gain : GAIN_DEFAULT;
    *baseline_known = *end == '(';
    if (*baseline_known) {
        s->baseline = strtod(end + 1, &end);
    }
}

/* file format gain adcres adczero initial checksum blocksize description */
static int read_signal(struct wfdb *w, char *line, char *file, char *why, size_t why_n)
{
    struct wfdb_signal *s = &w->signal[w->signals];
    char *at = line, *name = word(&at), *format = word(&at), *gain = word(&at), *end = NULL;
    *s = (struct wfdb_signal){.gain = GAIN_DEFAULT};
    if (name == NULL || format == NULL) {
        return fail(why, why_n, R_DATA, "a line of a signal is cut off in the header");
    }
    long number = strtol(format, &end, 10);
    if (!known_format(number) || (*end != '\0' && *end != '+')) {
        return fail(why, why_n, R_UNSUPPORTED, "samples of another form than 16, 80 and 212, one a frame");
    }
    if (w->signals > 0 && (number != w->format || strcmp(name, file) != 0)) {
        return fail(why, why_n, R_UNSUPPORTED, "signals in several files");
    }
    w->format = (int)number;
    (void)snprintf(file, PATH_N / 2, "%s", name);
    bool baseline_known = false;
    if (gain != NULL) {
        read_gain(s, gain, &baseline_known);
    }
    (void)word(&at);
    const char *zero = word(&at);
    if (!baseline_known && zero != NULL) {
        s->baseline = strtod(zero, NULL);
    }
    for (int i = 0; i < 3; i++) {
        (void)word(&at);
    }
    (void)snprintf(s->name, sizeof s->name, "%.*s", WFDB_NAME_N - 1, at);
    w->signals++;
    return R_OK;
}

static int read_header(struct wfdb *w, FILE *f, char *file, char *why, size_t why_n)
{
    char line[LINE_N];
    if (!next_line(f, line)) {
        return fail(why, why_n, R_DATA, "an empty header");
    }
    char *at = line, *name = word(&at), *count = word(&at), *rate = word(&at);
    long signals = name != NULL && count != NULL ? strtol(count, NULL, 10) : 0;
    if (signals < 1 || signals > WFDB_SIGNALS_MAX) {
        return fail(why, why_n, R_DATA, "the header names no signal, or too many");
    }
    w->rate_hz = rate != NULL ? strtod(rate, NULL) : RATE_DEFAULT_HZ;
    if (!(w->rate_hz >= 1.0 && w->rate_hz <= 100000.0)) {
        return fail(why, why_n, R_DATA, "the sampling rate in the header is out of range");
    }
    int r = R_OK;
    for (long i = 0; i < signals && r == R_OK; i++) {
        r = next_line(f, line) ? read_signal(w, line, file, why, why_n)
                               : fail(why, why_n, R_DATA, "the header names more signals than it tells of");
    }
    return r;
}

int wfdb_open(struct wfdb **out, const char *path, char *why, size_t why_n)
{
    char file[PATH_N / 2] = "", samples[PATH_N];
    FILE *f = fopen(path, "re");
    struct wfdb *w = calloc(1, sizeof *w);
    int r = f == NULL ? fail(why, why_n, R_IO, strerror(errno)) : w == NULL ? R_MEM : R_OK;
    if (r == R_OK) {
        r = read_header(w, f, file, why, why_n);
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    if (r == R_OK && strchr(file, '/') != NULL) {
        r = fail(why, why_n, R_DATA, "its samples are said to lie in another folder");
    }
    if (r == R_OK) {
        const char *slash = strrchr(path, '/');
        (void)snprintf(samples, sizeof samples, "%.*s%s", slash != NULL ? (int)(slash - path) + 1 : 0, path, file);
        w->file = fopen(samples, "rbe");
        r = w->file != NULL ? R_OK : fail(why, why_n, R_IO, "the file of samples that it names is not beside it");
    }
    if (r != R_OK) {
        wfdb_close(w);
        return r;
    }
    *out = w;
    return R_OK;
}

void wfdb_close(struct wfdb *w)
{
    if (w != NULL && w->file != NULL) {
        (void)fclose(w->file);
    }
    free(w);
}

size_t wfdb_signals(const struct wfdb *w)
{
    return w->signals;
}

const struct wfdb_signal *wfdb_signal(const struct wfdb *w, size_t i)
{
    return &w->signal[i];
}

double wfdb_rate_hz(const struct wfdb *w)
{
    return w->rate_hz;
}

unsigned long long wfdb_offset(const struct wfdb *w)
{
    return w->offset;
}

static int signed_of(int v, int bits)
{
    return v >= 1 << (bits - 1) ? v - (1 << bits) : v;
}

static int read_bytes(struct wfdb *w, unsigned char *b, size_t n)
{
    size_t got = fread(b, 1, n, w->file);
    w->offset += got;
    return got == n ? 1 : got == 0 ? 0 : R_DATA;
}

/* One sample; *missing when its value says that there is none. */
static int read_sample(struct wfdb *w, int *v, bool *missing)
{
    unsigned char b[3];
    int got = 1;
    switch (w->format) {
    case FORMAT_16:
        got = read_bytes(w, b, 2);
        *v = got == 1 ? signed_of(b[0] | b[1] << 8, 16) : 0;
        *missing = *v == -32768;
        return got;
    case FORMAT_80:
        got = read_bytes(w, b, 1);
        *v = got == 1 ? b[0] - 128 : 0;
        *missing = *v == -128;
        return got;
    default:
        if (w->second_waits) {
            w->second_waits = false;
            *v = w->second;
        } else {
            got = read_bytes(w, b, 3);
            *v = got == 1 ? signed_of(b[0] | (b[1] & 0x0F) << 8, 12) : 0;
            w->second = got == 1 ? signed_of(b[2] | (b[1] & 0xF0) << 4, 12) : 0;
            w->second_waits = got == 1;
        }
        *missing = *v == -2048;
        return got;
    }
}

int wfdb_next(struct wfdb *w, double *out)
{
    for (size_t i = 0; i < w->signals; i++) {
        int v = 0;
        bool missing = false;
        int got = read_sample(w, &v, &missing);
        if (got != 1) {
            return got == 0 && i == 0 ? (ferror(w->file) ? R_IO : 0) : R_DATA;
        }
        out[i] = missing ? (double)NAN : ((double)v - w->signal[i].baseline) / w->signal[i].gain;
    }
    return 1;
}
