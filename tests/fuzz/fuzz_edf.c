/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an EDF or BDF file. The version is put in its place, so that few inputs are refused at once. */
#include <string.h>

#include "readings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char EDF[] = "0       ", BDF[] = "\xFF"
                                                  "BIOSEMI";
    uint8_t file[FUZZ_BYTES_MAX];
    if (n < 8 || n > sizeof file) {
        return 0;
    }
    memcpy(file, data, n);
    memcpy(file, data[0] == 0xFF ? BDF : EDF, 8);
    read_all(file, n, &(struct recording_beside){0});
    return 0;
}
