/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_COLLECT_H
#define REPORT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/reading.h"
#include "base/result.h"
#include "signal/body.h"
#include "signal/heart.h"

/**
 * Where readings come from, in order of time, each with READING_EXACT.
 * read     Up to room readings into out, *n of them, also when the answer is negative.
 *          return 1 there may be more; 0 the end; R_DATA it broke off here; R_IO
 */
struct reading_source {
    int (*read)(void *from, struct reading *out, size_t room, size_t *n);
    void *from;
};

/** What a beat can come from: the better one is used. */
enum heart_source { HEART_INTERVALS, HEART_ECG, HEART_PPG, HEART_SOURCES };

enum { TRACE_MAX = 20000 };

/**
 * What is kept of a recording: beats as found (looking both ways), breaths of a breathing sensor, the breathing at 4
 * Hz, and a stretch of the wave to look at. It grows with the beats and the seconds, not with the samples.
 *
 * lung_4hz       Breathing at 4 Hz from 0 s, NaN where it is not known
 * rate_hz        As the stamps have it, of the fastest channel of samples; NaN: there is none
 * trace_*        The wave of the heart from trace_t_s[0] on: up to 20 s of it
 */
struct collected {
    struct heart_beat *beats[HEART_SOURCES];
    size_t beats_n[HEART_SOURCES], beats_room[HEART_SOURCES];
    struct breath *breaths;
    size_t breaths_n, breaths_room;
    float *lung_4hz;
    size_t lung_n, lung_room;
    float *trace_t_s, *trace_v;
    size_t trace_n;
    uint8_t trace_of; /* enum heart_source */
    double duration_s, rate_hz;
    bool breath_is_no_wave; /* a rate once a second, and no breaths: none were taken from it */
};

/**
 * Reads the source to its end.
 * return   R_OK; R_DATA it broke off, what came before is here; R_IO; R_MEM
 */
int collect_run(struct collected *c, const struct reading_source *source) MUST_USE;

/** The source of beats to use: intervals before ECG before pulse. */
enum heart_source collect_best(const struct collected *c);

void collect_free(struct collected *c);

#endif
