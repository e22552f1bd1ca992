/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a WFDB record: the header up to the first NUL, the samples behind it, whatever they are called. */
#include <string.h>

#include "readings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct samples {
    const uint8_t *data;
    size_t n;
};

static FILE *any_name(void *of, const char *name)
{
    const struct samples *s = of;
    must(name[0] != '\0' && strchr(name, '/') == NULL);
    return file_of(s->data, s->n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0 || n > FUZZ_BYTES_MAX) {
        return 0;
    }
    const uint8_t *nul = memchr(data, '\0', n);
    size_t header = nul != NULL ? (size_t)(nul - data) : n;
    struct samples s = {data + header, n - header};
    if (nul != NULL) {
        s.data++;
        s.n--;
    }
    read_all(data, header, &(struct recording_beside){any_name, &s});
    return 0;
}
