/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording out of memory, read to its end; files beside it out of memory too. */
#ifndef TESTS_READBACK_H
#define TESTS_READBACK_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "formats/recording.h"

enum { READINGS_MAX = 256 };

struct got {
    int result; /* of recording_open, or of the last recording_next */
    bool opened;
    size_t n;
    struct reading readings[READINGS_MAX];
    struct recording_info info;
    char why[200];
};

/* The file of samples that a header names. */
struct beside {
    const char *name;
    const void *bytes;
    size_t n;
};

static inline FILE *from_memory(const void *bytes, size_t n)
{
    union {
        const void *given;
        void *passed;
    } b = {bytes}; /* opened for reading only */
    return n > 0 ? fmemopen(b.passed, n, "r") : fopen("/dev/null", "r");
}

static inline FILE *beside_from_memory(void *of, const char *name)
{
    const struct beside *b = of;
    return b != NULL && strcmp(b->name, name) == 0 ? from_memory(b->bytes, b->n) : NULL;
}

static inline struct got read_bytes_beside(const void *bytes, size_t n, struct beside *beside)
{
    struct got g = {0};
    struct recording *r = NULL;
    FILE *f = from_memory(bytes, n);
    if (f == NULL) {
        g.result = R_IO;
        return g;
    }
    struct recording_beside way = {beside_from_memory, beside};
    g.result = recording_open_file(&r, f, &way, g.why, sizeof g.why);
    g.opened = g.result == R_OK;
    if (g.opened) {
        g.info = *recording_info(r);
        while (g.n < READINGS_MAX && (g.result = recording_next(r, &g.readings[g.n])) == 1) {
            g.n++;
        }
        (void)snprintf(g.why, sizeof g.why, "%s", recording_why(r));
        recording_close(r);
    }
    return g;
}

static inline struct got read_bytes(const void *bytes, size_t n)
{
    return read_bytes_beside(bytes, n, NULL);
}

static inline struct got read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

#endif
