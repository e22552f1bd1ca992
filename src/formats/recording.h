/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_RECORDING_H
#define FORMATS_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/reading.h"
#include "base/result.h"

enum { RECORDING_CHANNELS_MAX = 4, RECORDING_NOTE_MAX = 200 };

enum recording_kind { RECORDING_RR, RECORDING_SIGNAL, RECORDING_WFDB, RECORDING_EDF };

/** One channel that is read; column (or signal of the file) from 0. */
struct recording_channel {
    uint8_t kind, channel; /* enum reading_kind; enum resp_channel */
    uint16_t column;
};

/**
 * A file of intervals or signals, told apart by content.
 *
 *   intervals  one a line in ms or s, or `time_s,rr_ms`; a column of intervals in any table; logs of heart rate straps,
 *              their sections ([HRData], [CUSTOM1]) or tables of arrivals
 *   beats      their times in s or ms, under a name (beat_time_s) or by how they grow; an interval is from one to the
 *              next
 *   signals    `#` comments, a header `time_s,<channel>...`, one row a sample
 *   EDF, EDF+, BDF, also with holes; signals of different rates
 *   WFDB       a header (.hea) with its samples beside it, formats 16, 80 and 212
 * Tables have commas, semicolons, tabs or blanks between fields, and a decimal comma where that is not the separator.
 * Channels by the first word of their name: ecg ekg; ppg bvp pleth red ir green led1 abp; resp rsp belt airflow co2; rr
 * ibi nn. One channel a kind is read (the best named one); the note tells the others. "nan" or an empty field is a
 * missing sample. `# sampling_rate_hz:` wins over rounded time stamps where it is a number and nothing else.
 * Stamps may be seconds, ms, us, ns or date and time. Intervals that are stamped with the time they arrived at keep
 * their own sum as their clock, and follow the stamps only over holes.
 */
struct recording_info {
    uint8_t kind;    /* enum recording_kind */
    double origin_s; /* the file's own time at t = 0 */
    double rate_hz;  /* of the fastest channel; 0: not said */
    struct recording_channel channels[RECORDING_CHANNELS_MAX];
    size_t channels_n;
    char note[RECORDING_NOTE_MAX]; /* what was passed over; "" nothing */
};

struct recording;

/** Opens the file of that name beside the recording, or NULL. */
struct recording_beside {
    FILE *(*open)(void *of, const char *name);
    void *of;
};

/**
 * why      Why not, one clause with the place, when the result is negative: [0..why_n-1]
 * return   R_OK; R_IO errno; R_DATA not such a file; R_UNSUPPORTED such a file in a form that is not read; R_MEM
 */
int recording_open(struct recording **out, const char *path, char *why, size_t why_n) MUST_USE;

/** The same from an open file (a pipe will do), which is closed with the recording, or here when this fails. */
int recording_open_file(struct recording **out, FILE *file, const struct recording_beside *beside, char *why,
                        size_t why_n) MUST_USE;

void recording_close(struct recording *r);

const struct recording_info *recording_info(const struct recording *r);

/**
 * The next reading in time order (READING_EXACT; t from 0).
 * return   1 a reading; 0 the end; R_DATA a broken place (what could be read is given; recording_why tells it); R_IO
 */
int recording_next(struct recording *r, struct reading *out) MUST_USE;

/**
 * As many readings as there are, up to room; *n of them, also when the result is negative.
 * return   1 there may be more; otherwise as recording_next
 */
int recording_read(struct recording *r, struct reading *out, size_t room, size_t *n) MUST_USE;

/** Why recording_next failed: one clause with the line or the byte. */
const char *recording_why(const struct recording *r);

/** Is the file a capture of a sensor's bytes (by its first line)? False also when it cannot be read. */
bool recording_is_capture(const char *path);

#endif
