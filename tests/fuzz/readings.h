/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording out of memory, with what must hold of every reading: times grow from 0, values are numbers, kinds are
   those that were announced; an end that is none has its reason. */
#ifndef FUZZ_READINGS_H
#define FUZZ_READINGS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "formats/recording.h"

enum { FUZZ_BYTES_MAX = 1 << 13 }; /* larger inputs show nothing that smaller ones do not */

static inline void must(bool held)
{
    if (!held) {
        abort();
    }
}

static inline FILE *file_of(const uint8_t *data, size_t n)
{
    union {
        const uint8_t *given;
        void *passed;
    } bytes = {data}; /* opened for reading only */
    return n > 0 ? fmemopen(bytes.passed, n, "r") : fopen("/dev/null", "r");
}

static inline void must_be_announced(const struct recording_info *info, const struct reading *r)
{
    bool found = false;
    for (size_t i = 0; i < info->channels_n; i++) {
        found = found || (info->channels[i].kind == r->kind && info->channels[i].channel == r->channel);
    }
    must(found);
}

static inline void read_all(const uint8_t *data, size_t n, const struct recording_beside *beside)
{
    struct recording *r = NULL;
    struct reading reading;
    char why[200] = "";
    usec last = 0;
    int got = 0;
    FILE *f = file_of(data, n);
    must(f != NULL);
    if (recording_open_file(&r, f, beside, why, sizeof why) != R_OK) {
        must(why[0] != '\0');
        return;
    }
    const struct recording_info *info = recording_info(r);
    must(info->channels_n >= 1 && info->channels_n <= RECORDING_CHANNELS_MAX && isfinite(info->rate_hz));
    while ((got = recording_next(r, &reading)) == 1) {
        must(reading.t >= last && isfinite(reading.value));
        must_be_announced(info, &reading);
        last = reading.t;
    }
    must(got == 0 || (got == R_DATA && recording_why(r)[0] != '\0') || got == R_IO);
    recording_close(r);
}

#endif
