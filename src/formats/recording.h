/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_RECORDING_H
#define FORMATS_RECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "base/reading.h"
#include "base/result.h"

enum { RECORDING_CHANNELS_MAX = 4, RECORDING_NOTE_MAX = 200 };

enum recording_kind { RECORDING_RR, RECORDING_SIGNAL, RECORDING_WFDB };

/** One channel that is read; column from 0. */
struct recording_channel {
    uint8_t kind, channel; /* enum reading_kind; enum resp_channel */
    uint16_t column;
};

/**
 * A file of intervals or signals, told apart by content.
 *
 *   intervals  one a line in ms or s, or `time_s,rr_ms`; also a column rr_ms in any table
 *   WFDB       a header (.hea) with its samples beside it, formats 16, 80 and 212
 *   signals    `#` comments, a header `time_s,<channel>...`, one row a sample
 * Channels by the first word of their name: ecg; ppg bvp pleth red ir green led1 abp; resp rsp airflow belt co2; rr_ms.
 * One channel a kind is read (the best named one); the note tells the others. "nan" or an empty field is a missing
 * sample. `# sampling_rate_hz:` wins over rounded time stamps.
 */
struct recording_info {
    uint8_t kind;    /* enum recording_kind */
    double origin_s; /* the file's own time at t = 0 */
    double rate_hz;  /* 0: not said */
    struct recording_channel channels[RECORDING_CHANNELS_MAX];
    size_t channels_n;
    char note[RECORDING_NOTE_MAX]; /* what was passed over; "" nothing */
};

struct recording;

/**
 * why      Why not, one clause with the place, when the result is negative: [0..why_n-1]
 * return   R_OK; R_IO errno; R_DATA not such a file; R_MEM
 */
int recording_open(struct recording **out, const char *path, char *why, size_t why_n) MUST_USE;
void recording_close(struct recording *r);

const struct recording_info *recording_info(const struct recording *r);

/**
 * The next reading in time order (READING_EXACT; t from 0).
 * return   1 a reading; 0 the end; R_DATA a broken line (readings before it are given; recording_why says which line);
 *          R_IO
 */
int recording_next(struct recording *r, struct reading *out) MUST_USE;

/** Why recording_next failed: one clause with the line. */
const char *recording_why(const struct recording *r);

#endif
