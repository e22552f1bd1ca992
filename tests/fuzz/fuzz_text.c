/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a recording in text: intervals, tables of signals, logs of straps. */
#include "readings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n <= FUZZ_BYTES_MAX) {
        read_all(data, n, &(struct recording_beside){0});
    }
    return 0;
}
