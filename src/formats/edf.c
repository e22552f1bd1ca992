/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EDF, EDF+ and BDF: a header of fixed fields, then records of the same length, each with a run of samples a signal.
   1. The header is believed only as far as it can be checked: every count is bounded before it is used.
   2. One record is held at a time.
   3. A file with holes (EDF+D) says in its annotations when each record began; other files run on.
   Source  Kemp et al. 1992, doi 10.1016/0013-4694(92)90009-7; Kemp & Olivan 2003, doi 10.1016/S1388-2457(03)00123-8 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "formats/blocks.h"
#include "formats/channels.h"

enum {
    HEAD_BYTES = 256,      /* of the file, and again of each signal */
    SIGNALS_MAX = 1024,    /* chosen: four times what amplifiers have */
    SAMPLES_MAX = 1 << 20, /* of one signal in a record */
    RECORD_MAX = 1 << 24,  /* bytes; the specification asks for 61440 at most */
    LABEL_N = 16,
    NUMBER_N = 8
};
/* Where fields begin: of the file; of the signals, as the width of all fields before them. */
enum { AT_RESERVED = 192, AT_RECORDS = 236, AT_DURATION = 244, AT_SIGNALS = 252 };
enum {
    OF_LABEL = 0,
    OF_PHYSICAL_MIN = 104,
    OF_PHYSICAL_MAX = 112,
    OF_DIGITAL_MIN = 120,
    OF_DIGITAL_MAX = 128,
    OF_SAMPLES = 216
};
static const double DURATION_MAX_S = 86400.0, TIME_MAX_S = 1e9;
static const char BDF_FIRST[] = "\xFF"
                                "BIOSEMI",
                  EDF_FIRST[] = "0       ";

/* A signal that is read, or the annotations. */
struct edf_signal {
    size_t at_byte, samples;
    double gain, offset;
};

struct edf {
    size_t sample_bytes, record_bytes, signals;
    int64_t records, record; /* records -1: not said */
    double duration_s, first_s;
    bool holes, times_known, torn;
    struct edf_signal signal[RECORDING_CHANNELS_MAX], annotations;
    unsigned char *bytes;
    double *values;
    struct blocks block;
};

static const double RECORDS_MAX = 99999999.0; /* what the field's eight digits can say */

static bool looks_like_edf(const char *head, size_t n)
{
    if (n < sizeof EDF_FIRST - 1) {
        return false;
    }
    bool edf = memcmp(head, EDF_FIRST, sizeof EDF_FIRST - 1) == 0;
    return edf || memcmp(head, BDF_FIRST, sizeof BDF_FIRST - 1) == 0;
}

static bool field(const char *at, size_t n, double *out)
{
    const char *p = at, *end = at + n;
    if (!text_number(&p, end, out) || !isfinite(*out)) {
        return false;
    }
    while (p < end && (*p == ' ' || *p == '\0')) {
        p++;
    }
    return p == end;
}

static const char *signal_field(const struct edf *e, const char *signals, size_t of, size_t width, size_t i)
{
    return signals + of * e->signals + width * i;
}

static int read_file_head(struct recording *r, struct edf *e, const char head[HEAD_BYTES])
{
    double signals = 0.0, records = 0.0;
    if (!field(head + AT_SIGNALS, 4, &signals) || signals < 1.0 || signals > SIGNALS_MAX) {
        return recording_fail(r, R_DATA, "byte %d: the number of signals in the header is damaged", AT_SIGNALS);
    }
    if (!field(head + AT_DURATION, NUMBER_N, &e->duration_s) || e->duration_s <= 0.0 ||
        e->duration_s > DURATION_MAX_S) {
        return recording_fail(r, R_DATA, "byte %d: the duration of a record in the header is damaged", AT_DURATION);
    }
    if (!field(head + AT_RECORDS, NUMBER_N, &records) || records < -1.0 || records > RECORDS_MAX) {
        return recording_fail(r, R_DATA, "byte %d: the number of records in the header is damaged", AT_RECORDS);
    }
    e->signals = (size_t)signals;
    e->records = (int64_t)records;
    e->sample_bytes = head[0] == BDF_FIRST[0] ? 3 : 2;
    e->holes = head[AT_RESERVED + 3] == '+' && head[AT_RESERVED + 4] == 'D';
    return R_OK;
}

/* Physical values by the two ranges of the header; digital ones as they are where the ranges are damaged. */
static void read_scale(const struct edf *e, const char *signals, size_t i, struct edf_signal *s)
{
    double v[4];
    static const size_t OF[4] = {OF_PHYSICAL_MIN, OF_PHYSICAL_MAX, OF_DIGITAL_MIN, OF_DIGITAL_MAX};
    bool good = true;
    for (int k = 0; k < 4; k++) {
        good = field(signal_field(e, signals, OF[k], NUMBER_N, i), NUMBER_N, &v[k]) && good;
    }
    good = good && v[3] > v[2] && v[0] != v[1];
    s->gain = good ? (v[1] - v[0]) / (v[3] - v[2]) : 1.0;
    s->offset = good ? v[0] - v[2] * s->gain : 0.0;
}

/* Where each signal lies in a record; which are read. */
static int read_signals(struct recording *r, struct edf *e, const char *signals)
{
    struct channels chosen;
    channels_init(&chosen);
    struct edf_signal *all = calloc(e->signals, sizeof *all);
    if (all == NULL) {
        return R_MEM;
    }
    int result = R_OK;
    for (size_t i = 0; i < e->signals && result == R_OK; i++) {
        double samples = 0.0;
        const char *label = signal_field(e, signals, OF_LABEL, LABEL_N, i);
        if (!field(signal_field(e, signals, OF_SAMPLES, NUMBER_N, i), NUMBER_N, &samples) || samples < 1.0 ||
            samples > SAMPLES_MAX) {
            result = recording_fail(r, R_DATA, "signal %zu: the number of its samples in the header is damaged", i + 1);
            break;
        }
        all[i].samples = (size_t)samples;
        all[i].at_byte = e->record_bytes;
        e->record_bytes += all[i].samples * e->sample_bytes;
        read_scale(e, signals, i, &all[i]);
        if (memcmp(label + 3, " Annotations ", 13) != 0) {
            channels_offer_lead(&chosen, label, LABEL_N, (uint16_t)i, r->info.note, sizeof r->info.note);
        } else if (e->annotations.samples == 0) {
            e->annotations = all[i];
        }
        if (e->record_bytes > RECORD_MAX) {
            result = recording_fail(r, R_UNSUPPORTED, "its records are longer than %d bytes", RECORD_MAX);
        }
    }
    if (result == R_OK) {
        channels_keep(&chosen, &r->info);
        for (size_t k = 0; k < r->info.channels_n; k++) {
            e->signal[k] = all[r->info.channels[k].column];
        }
    }
    free(all);
    return result;
}

static int make_room(struct recording *r, struct edf *e)
{
    size_t values = 0;
    for (size_t k = 0; k < r->info.channels_n; k++) {
        values += e->signal[k].samples;
        r->info.rate_hz = fmax(r->info.rate_hz, (double)e->signal[k].samples / e->duration_s);
    }
    e->bytes = malloc(e->record_bytes);
    e->values = malloc((values + 1) * sizeof *e->values);
    if (e->bytes == NULL || e->values == NULL) {
        return R_MEM;
    }
    const double *at = e->values;
    for (size_t k = 0; k < r->info.channels_n; k++) {
        e->block.channel[k].whole = e->signal[k].samples;
        e->block.channel[k].values = at;
        at += e->signal[k].samples;
    }
    e->block.length_s = e->duration_s;
    return R_OK;
}

static int open_signals(struct recording *r, struct edf *e)
{
    size_t n = e->signals * HEAD_BYTES, got = 0;
    char *signals = malloc(n);
    int result = signals != NULL ? lines_bytes(&r->lines, signals, n, &got) : R_MEM;
    if (result == R_OK && got < n) {
        result = recording_fail(r, R_DATA, "byte %llu: the file ends in its header",
                                (unsigned long long)lines_offset(&r->lines));
    }
    if (result == R_OK) {
        result = read_signals(r, e, signals);
    }
    free(signals);
    if (result == R_OK && r->info.channels_n == 0) {
        result = recording_fail(r, R_DATA, "no known signal among %zu (wanted: ECG, Pleth, Resp, ...); %s", e->signals,
                                r->info.note);
    }
    if (result == R_OK && e->holes && e->annotations.samples == 0) {
        result = recording_fail(r, R_DATA, "it is said to have holes (EDF+D), but not where: no annotations");
    }
    return result == R_OK ? make_room(r, e) : result;
}

static int open_edf(struct recording *r)
{
    struct edf *e = calloc(1, sizeof *e);
    char head[HEAD_BYTES];
    size_t got = 0;
    if (e == NULL) {
        return R_MEM;
    }
    r->own = e;
    int result = lines_bytes(&r->lines, head, sizeof head, &got);
    if (result == R_OK && got < sizeof head) {
        result = recording_fail(r, R_DATA, "byte %zu: the file ends in its header", got);
    }
    if (result == R_OK) {
        result = read_file_head(r, e, head);
    }
    if (result == R_OK) {
        result = open_signals(r, e);
    }
    r->info.kind = RECORDING_EDF;
    return result;
}

static void close_edf(struct recording *r)
{
    struct edf *e = r->own;
    free(e->bytes);
    free(e->values);
    free(e);
}

static double sample_at(const struct edf *e, const unsigned char *b)
{
    int32_t v = e->sample_bytes == 2 ? (int32_t)(b[0] | b[1] << 8) : (int32_t)(b[0] | b[1] << 8 | b[2] << 16);
    int32_t sign = e->sample_bytes == 2 ? 0x8000 : 0x800000;
    return (double)(v >= sign ? v - 2 * sign : v);
}

/* When the record began, by the first annotation in it: "+12.5", then 0x14 twice. */
static bool record_time(const struct edf *e, double *out_s)
{
    const char *at = (const char *)e->bytes + e->annotations.at_byte;
    const char *end = at + e->annotations.samples * e->sample_bytes;
    double v = 0.0;
    if (at == end || (*at != '+' && *at != '-') || !text_number(&at, end, &v) || !isfinite(v) || end - at < 2 ||
        at[0] != 0x14 || at[1] != 0x14) {
        return false;
    }
    *out_s = v;
    return true;
}

/* Invariant 3. */
static int place_record(struct recording *r, struct edf *e)
{
    double t = (double)e->record * e->duration_s;
    if (e->holes) {
        double began = 0.0;
        if (!record_time(e, &began)) {
            return recording_fail(r, R_DATA, "byte %llu: record %lld does not say when it began",
                                  (unsigned long long)lines_offset(&r->lines), (long long)e->record + 1);
        }
        if (!e->times_known) {
            e->times_known = true;
            e->first_s = began;
        }
        t = began - e->first_s;
        bool back = e->record > 0 && t < e->block.t_s + e->duration_s * (1.0 - 1e-6);
        if (back || t > TIME_MAX_S) {
            return recording_fail(r, R_DATA, "byte %llu: record %lld begins before the last one ends",
                                  (unsigned long long)lines_offset(&r->lines), (long long)e->record + 1);
        }
    }
    e->block.t_s = t;
    return t <= TIME_MAX_S ? R_OK : recording_fail(r, R_DATA, "it is longer than can be");
}

static void scale_record(const struct recording *r, struct edf *e, size_t got)
{
    double *to = e->values;
    for (size_t k = 0; k < r->info.channels_n; k++) {
        const struct edf_signal *s = &e->signal[k];
        struct block_channel *c = &e->block.channel[k];
        size_t have = got > s->at_byte ? (got - s->at_byte) / e->sample_bytes : 0;
        c->have = have < s->samples ? have : s->samples;
        c->at = 0;
        for (size_t i = 0; i < c->have; i++) {
            to[i] = sample_at(e, e->bytes + s->at_byte + i * e->sample_bytes) * s->gain + s->offset;
        }
        to += s->samples;
    }
}

static int tell_more_records(struct recording *r, const struct edf *e)
{
    return recording_fail(r, R_DATA, "byte %d: the header tells of %lld records, the file holds %lld", AT_RECORDS,
                          (long long)e->records, (long long)e->record);
}

/* return 1; 0 the end; negative. Whole records beyond the number told are read too. A record that breaks off gives what
 * it has, and then the failure. */
static int next_record(struct recording *r, struct edf *e)
{
    size_t got = 0;
    if (e->torn) {
        return recording_fail(r, R_DATA, "byte %llu: the file ends in the middle of record %lld",
                              (unsigned long long)lines_offset(&r->lines), (long long)e->record);
    }
    int result = lines_bytes(&r->lines, e->bytes, e->record_bytes, &got);
    if (result != R_OK) {
        return result;
    }
    bool beyond = e->records >= 0 && e->record >= e->records;
    if (beyond && got < e->record_bytes) {
        return e->record > e->records ? tell_more_records(r, e) : 0;
    }
    if (got == 0 && e->records >= 0) {
        return recording_fail(r, R_DATA, "byte %llu: the file ends after %lld of %lld records",
                              (unsigned long long)lines_offset(&r->lines), (long long)e->record, (long long)e->records);
    }
    if (got == 0) {
        return 0;
    }
    e->torn = got < e->record_bytes;
    if (e->torn && e->annotations.samples > 0) { /* what is missing of them says nothing */
        size_t at = e->annotations.at_byte, n = e->annotations.samples * e->sample_bytes;
        size_t have = got > at ? got - at : 0;
        memset(e->bytes + at + (have < n ? have : n), 0, have < n ? n - have : 0);
    }
    result = place_record(r, e);
    if (result != R_OK) {
        return result;
    }
    scale_record(r, e, got);
    e->record++;
    return 1;
}

static int next_in_edf(struct recording *r, struct reading *out)
{
    struct edf *e = r->own;
    while (!blocks_next(&e->block, &r->info, out)) {
        int got = next_record(r, e);
        if (got != 1) {
            return got;
        }
    }
    return 1;
}

const struct recording_form EDF_FORM = {looks_like_edf, open_edf, next_in_edf, close_edf};
