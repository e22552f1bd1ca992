/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the WFDB form: a text header (.hea) that names the files of samples beside it, formats 16, 80 and 212.
   1. The header is believed only as far as it can be checked: every count is bounded before it is used, and a file of
      samples is a plain name beside the header.
   2. Frames are read one after the other; a frame holds the samples of every signal for 1 / rate seconds. Two samples
   of format 212 share three bytes across frames.
   3. Signals that were sampled later by some frames (skew) are given in their place: the last frames wait in a ring.
   Source  header(5) and signal(5) of the WFDB Applications Guide */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "formats/blocks.h"
#include "formats/channels.h"

enum {
    SIGNALS_MAX = 64,
    FILES_MAX = 8,
    PER_FRAME_MAX = 1024, /* samples of one signal */
    SKEW_MAX = 256,       /* frames */
    RING_MAX = 1 << 18,   /* samples that wait */
    PROLOG_MAX = 1 << 20,
    WORD_N = 128,
    FORMAT_16 = 16,
    FORMAT_80 = 80,
    FORMAT_212 = 212
};
static const double GAIN_DEFAULT = 200.0, RATE_DEFAULT_HZ = 250.0; /* header(5) */

struct wfdb_file {
    FILE *file;
    struct lines *bytes;
    int format;
    bool second_waits; /* of a pair of format 212 */
    int second;
};

struct wfdb_signal {
    size_t file, per_frame, skew, at; /* at: of its samples in a frame */
    double gain, baseline;            /* physical = (digital - baseline) / gain */
};

struct wfdb {
    struct wfdb_file file[FILES_MAX];
    struct wfdb_signal signal[SIGNALS_MAX];
    size_t files, signals, frame_n, ring_n;
    int64_t frames_told, frame; /* frames_told 0: not said */
    double rate_hz;
    double *ring; /* ring_n frames of frame_n samples */
    struct blocks block;
};

/* The next word of a line; empty at its end. */
static void word(const char **at, const char *end, const char **from, const char **to)
{
    while (*at < end && (**at == ' ' || **at == '\t')) {
        (*at)++;
    }
    *from = *at;
    while (*at < end && **at != ' ' && **at != '\t') {
        (*at)++;
    }
    *to = *at;
}

static bool is_format(int64_t f)
{
    return f == FORMAT_16 || f == FORMAT_80 || f == FORMAT_212;
}

/* The next line of a head that is no comment. */
static bool plain_line(const char **at, const char *end, const char **line, const char **stop)
{
    while (text_line(at, end, line, stop)) {
        if (*line < *stop && **line != '#') {
            return true;
        }
    }
    return false;
}

static bool is_known_number(int64_t f)
{
    static const int FORMATS[] = {0, 8, 16, 24, 32, 61, 80, 160, 212, 310, 311, 508, 516, 524};
    for (size_t i = 0; i < sizeof FORMATS / sizeof FORMATS[0]; i++) {
        if (f == FORMATS[i]) {
            return true;
        }
    }
    return false;
}

/* "100 2 360 650000", then "100.dat 212 ...": a count where a name stands in a table, and a format. */
static bool looks_like_wfdb(const char *head, size_t n)
{
    const char *at = head, *line = NULL, *stop = NULL, *from = NULL, *to = NULL;
    int64_t count = 0, format = 0;
    if (!plain_line(&at, head + n, &line, &stop)) {
        return false;
    }
    word(&line, stop, &from, &to);
    bool named =
        from < to && memchr(from, ',', (size_t)(to - from)) == NULL && memchr(from, ';', (size_t)(to - from)) == NULL;
    bool segments = memchr(from, '/', (size_t)(to - from)) != NULL;
    word(&line, stop, &from, &to);
    if (!named || !text_integer(&from, to, &count) || from != to || count < 1) {
        return false;
    }
    if (!plain_line(&at, head + n, &line, &stop)) {
        return false;
    }
    word(&line, stop, &from, &to);
    bool letters = false;
    for (const char *p = from; p < to; p++) {
        letters = letters || (*p >= 'A' && *p <= 'z');
    }
    word(&line, stop, &from, &to);
    return letters && from < to && text_integer(&from, to, &format) && (segments || is_known_number(format)) &&
           (from == to || strchr("x:+", *from) != NULL || segments);
}

static int header_fail(struct recording *r, int result, const char *what)
{
    return recording_fail(r, result, "line %llu: %s", (unsigned long long)r->lines.number, what);
}

static int header_line(struct recording *r, const char **line, const char **end)
{
    int got = 0;
    while ((got = lines_next(&r->lines, line, end)) == 1) {
        if (*line < *end && **line != '#') {
            return R_OK;
        }
    }
    return got == R_IO ? R_IO : header_fail(r, R_DATA, "the header names more signals than it tells of");
}

static int read_record_line(struct recording *r, struct wfdb *w)
{
    const char *line = NULL, *end = NULL, *from = NULL, *to = NULL;
    int result = header_line(r, &line, &end);
    if (result != R_OK) {
        return result;
    }
    word(&line, end, &from, &to);
    if (memchr(from, '/', (size_t)(to - from)) != NULL) {
        return header_fail(r, R_UNSUPPORTED, "a record in segments; open one of its segments");
    }
    int64_t signals = 0, frames = 0;
    word(&line, end, &from, &to);
    if (!text_integer(&from, to, &signals) || signals < 1 || signals > SIGNALS_MAX) {
        return header_fail(r, R_DATA, "the header names no signal, or too many");
    }
    w->rate_hz = RATE_DEFAULT_HZ;
    word(&line, end, &from, &to);
    if (from < to && !text_number(&from, to, &w->rate_hz)) {
        w->rate_hz = 0.0;
    }
    if (!(w->rate_hz >= 0.1 && w->rate_hz <= 100000.0)) {
        return header_fail(r, R_DATA, "the sampling rate in the header is out of range");
    }
    word(&line, end, &from, &to);
    w->frames_told = text_integer(&from, to, &frames) && frames > 0 ? frames : 0;
    w->signals = (size_t)signals;
    return R_OK;
}

/* "212", "16x4", "212:3", "16+24": format, samples a frame, skew, bytes before the samples. */
static bool read_form(const char *from, const char *to, int64_t v[4])
{
    static const char MARKS[] = "x:+";
    v[0] = 0;
    v[1] = 1;
    v[2] = v[3] = 0;
    if (!text_integer(&from, to, &v[0])) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        if (from < to && *from == MARKS[i]) {
            from++;
            if (!text_integer(&from, to, &v[i + 1])) {
                return false;
            }
        }
    }
    return from == to && v[1] >= 1 && v[1] <= PER_FRAME_MAX && v[2] >= 0 && v[2] <= SKEW_MAX && v[3] >= 0 &&
           v[3] <= PROLOG_MAX;
}

/* "200(1024)/mV": gain, and the baseline if it is given. */
static bool read_gain(const char *from, const char *to, struct wfdb_signal *s)
{
    double gain = 0.0, baseline = 0.0;
    if (text_number(&from, to, &gain) && isfinite(gain) && gain != 0.0) {
        s->gain = gain;
    }
    if (from == to || *from != '(') {
        return false;
    }
    from++;
    if (text_number(&from, to, &baseline) && isfinite(baseline)) {
        s->baseline = baseline;
    }
    return true;
}

static int open_samples(struct recording *r, struct wfdb *w, const char *name, int64_t format, int64_t prolog)
{
    if (w->files == FILES_MAX) {
        return header_fail(r, R_UNSUPPORTED, "signals in more than eight files");
    }
    if (name[0] == '\0' || strchr(name, '/') != NULL || strcmp(name, "..") == 0 || strcmp(name, ".") == 0) {
        return header_fail(r, R_DATA, "its samples are said to lie in another folder");
    }
    struct wfdb_file *f = &w->file[w->files];
    f->file = r->beside.open != NULL ? r->beside.open(r->beside.of, name) : NULL;
    if (f->file == NULL) {
        return recording_fail(r, R_IO, "the file of samples that it names, %.60s, is not beside it", name);
    }
    w->files++;
    f->bytes = malloc(sizeof *f->bytes);
    if (f->bytes == NULL) {
        return R_MEM;
    }
    lines_init(f->bytes, f->file);
    f->bytes->started = true; /* bytes, not text: no mark to skip */
    f->format = (int)format;
    char skipped[256];
    while (prolog > 0) {
        size_t take = (size_t)prolog < sizeof skipped ? (size_t)prolog : sizeof skipped, got = 0;
        int result = lines_bytes(f->bytes, skipped, take, &got);
        if (result != R_OK || got < take) {
            return result != R_OK ? result : header_fail(r, R_DATA, "the file of samples ends before they begin");
        }
        prolog -= (int64_t)take;
    }
    return R_OK;
}

/* file format gain adcres adczero initial checksum blocksize description; last: the file of the signal before */
static int read_signal(struct recording *r, struct wfdb *w, struct channels *chosen, size_t i, char last[WORD_N])
{
    const char *line = NULL, *end = NULL, *from = NULL, *to = NULL;
    int result = header_line(r, &line, &end);
    if (result != R_OK) {
        return result;
    }
    struct wfdb_signal *s = &w->signal[i];
    *s = (struct wfdb_signal){.gain = GAIN_DEFAULT};
    char name[WORD_N] = "";
    word(&line, end, &from, &to);
    if ((size_t)(to - from) >= sizeof name || memchr(from, '\0', (size_t)(to - from)) != NULL) {
        return header_fail(r, R_DATA, "the name of a file of samples is damaged");
    }
    memcpy(name, from, (size_t)(to - from));
    int64_t form[4];
    word(&line, end, &from, &to);
    if (!read_form(from, to, form)) {
        return header_fail(r, R_DATA, "the form of a signal is damaged");
    }
    if (!is_format(form[0])) {
        return header_fail(r, R_UNSUPPORTED, "samples of another format than 16, 80 and 212");
    }
    bool same_file = i > 0 && strcmp(name, last) == 0;
    if (!same_file) {
        result = open_samples(r, w, name, form[0], form[3]);
    } else if (w->file[w->files - 1].format != (int)form[0]) {
        result = header_fail(r, R_DATA, "two formats in one file of samples");
    }
    if (result != R_OK) {
        return result;
    }
    memcpy(last, name, sizeof name);
    s->file = w->files - 1;
    s->per_frame = (size_t)form[1];
    s->skew = (size_t)form[2];
    word(&line, end, &from, &to);
    bool baseline_known = read_gain(from, to, s);
    word(&line, end, &from, &to); /* resolution */
    word(&line, end, &from, &to);
    double zero = 0.0;
    if (!baseline_known && text_number(&from, to, &zero) && isfinite(zero)) {
        s->baseline = zero;
    }
    for (int k = 0; k < 3; k++) { /* first value, checksum, size of blocks */
        word(&line, end, &from, &to);
    }
    while (line < end && (*line == ' ' || *line == '\t')) {
        line++;
    }
    channels_offer_lead(chosen, line, (size_t)(end - line), (uint16_t)i, r->info.note, sizeof r->info.note);
    return R_OK;
}

/* Ring, and what of a frame is given. */
static int make_room(struct recording *r, struct wfdb *w)
{
    size_t skew = 0;
    for (size_t i = 0; i < w->signals; i++) {
        w->signal[i].at = w->frame_n;
        w->frame_n += w->signal[i].per_frame;
        skew = w->signal[i].skew > skew ? w->signal[i].skew : skew;
    }
    w->ring_n = skew + 1;
    if (w->ring_n * w->frame_n > RING_MAX) {
        return header_fail(r, R_DATA, "its signals lie too far apart in time");
    }
    w->ring = calloc(w->ring_n * w->frame_n, sizeof *w->ring);
    if (w->ring == NULL) {
        return R_MEM;
    }
    for (size_t k = 0; k < r->info.channels_n; k++) {
        size_t per_frame = w->signal[r->info.channels[k].column].per_frame;
        w->block.channel[k].whole = per_frame;
        r->info.rate_hz = fmax(r->info.rate_hz, w->rate_hz * (double)per_frame);
    }
    w->block.length_s = 1.0 / w->rate_hz;
    return R_OK;
}

static int open_wfdb(struct recording *r)
{
    struct wfdb *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return R_MEM;
    }
    r->own = w;
    struct channels chosen;
    channels_init(&chosen);
    char last[WORD_N] = "";
    int result = read_record_line(r, w);
    for (size_t i = 0; i < w->signals && result == R_OK; i++) {
        result = read_signal(r, w, &chosen, i, last);
    }
    if (result != R_OK) {
        return result;
    }
    channels_keep(&chosen, &r->info);
    r->info.kind = RECORDING_WFDB;
    if (r->info.channels_n == 0) {
        return recording_fail(r, R_DATA, "no known signal in the header (wanted: an ECG lead, PLETH, ABP, RESP)");
    }
    return make_room(r, w);
}

static void close_wfdb(struct recording *r)
{
    struct wfdb *w = r->own;
    for (size_t i = 0; i < w->files; i++) {
        (void)fclose(w->file[i].file);
        free(w->file[i].bytes);
    }
    free(w->ring);
    free(w);
}

static int signed_of(int v, int bits)
{
    return v >= 1 << (bits - 1) ? v - (1 << bits) : v;
}

/* n bytes. return 1; 0 none are left; R_DATA fewer than n are left; R_IO */
static int read_bytes(struct wfdb_file *f, unsigned char *b, size_t n, size_t *got)
{
    struct lines *l = f->bytes;
    if (l->end - l->begin >= n) {
        memcpy(b, l->buffer + l->begin, n);
        l->begin += n;
        *got = n;
        return 1;
    }
    int result = lines_bytes(l, b, n, got);
    return result != R_OK ? result : *got == n ? 1 : *got == 0 ? 0 : R_DATA;
}

static int read_of_pair(struct wfdb_file *f, int *v)
{
    unsigned char b[3] = {0, 0, 0};
    size_t n = 0;
    if (f->second_waits) {
        f->second_waits = false;
        *v = f->second;
        return 1;
    }
    int got = read_bytes(f, b, sizeof b, &n);
    if (got != 1 && n != 2) { /* two bytes are enough for one sample: the last of an odd number */
        return got;
    }
    *v = signed_of(b[0] | (b[1] & 0x0F) << 8, 12);
    f->second = signed_of(b[2] | (b[1] & 0xF0) << 4, 12);
    f->second_waits = got == 1;
    return 1;
}

/* One sample, NaN when its value says that there is none. */
static int read_sample(struct wfdb_file *f, const struct wfdb_signal *s, double *out)
{
    unsigned char b[2] = {0, 0};
    size_t n = 0;
    int v = 0, none = -2048;
    int got = 1;
    if (f->format == FORMAT_16) {
        got = read_bytes(f, b, 2, &n);
        v = signed_of(b[0] | b[1] << 8, 16);
        none = -32768;
    } else if (f->format == FORMAT_80) {
        got = read_bytes(f, b, 1, &n);
        v = b[0] - 128;
        none = -128;
    } else {
        got = read_of_pair(f, &v);
    }
    *out = v == none ? (double)NAN : ((double)v - s->baseline) / s->gain;
    return got;
}

static unsigned long long reached(const struct wfdb *w, size_t file)
{
    return (unsigned long long)lines_offset(w->file[file].bytes);
}

/* The next frame into its place in the ring. return 1; 0 the end; negative */
static int read_frame(struct recording *r, struct wfdb *w)
{
    double *frame = w->ring + (size_t)((uint64_t)w->frame % w->ring_n) * w->frame_n;
    for (size_t i = 0; i < w->signals; i++) {
        const struct wfdb_signal *s = &w->signal[i];
        struct wfdb_file *f = &w->file[s->file];
        for (size_t k = 0; k < s->per_frame; k++) {
            bool padding = i == 0 && k == 0 && w->frame == w->frames_told && f->second_waits;
            int got = padding ? 0 : read_sample(f, s, &frame[s->at + k]);
            if (got == 0 && i == 0 && k == 0) {
                return w->frame >= w->frames_told
                           ? 0
                           : recording_fail(r, R_DATA, "byte %llu: the samples end after %lld of %lld frames",
                                            reached(w, s->file), (long long)w->frame, (long long)w->frames_told);
            }
            if (got != 1) {
                return got == R_IO
                           ? R_IO
                           : recording_fail(r, R_DATA, "byte %llu: the samples break off in the middle of a frame",
                                            reached(w, s->file));
            }
        }
    }
    w->frame++;
    return 1;
}

/* Invariant 3: the frame that all signals have reached. */
static void give_frame(const struct recording *r, struct wfdb *w)
{
    uint64_t given = (uint64_t)w->frame - w->ring_n;
    w->block.t_s = (double)given / w->rate_hz;
    for (size_t k = 0; k < r->info.channels_n; k++) {
        const struct wfdb_signal *s = &w->signal[r->info.channels[k].column];
        struct block_channel *c = &w->block.channel[k];
        c->values = w->ring + (size_t)((given + s->skew) % w->ring_n) * w->frame_n + s->at;
        c->have = c->whole;
        c->at = 0;
    }
}

static int next_in_wfdb(struct recording *r, struct reading *out)
{
    struct wfdb *w = r->own;
    while (!blocks_next(&w->block, &r->info, out)) {
        int got = read_frame(r, w);
        if (got != 1) {
            return got;
        }
        if ((uint64_t)w->frame >= w->ring_n) {
            give_frame(r, w);
        }
    }
    return 1;
}

const struct recording_form WFDB_FORM = {looks_like_wfdb, open_wfdb, next_in_wfdb, close_wfdb};
