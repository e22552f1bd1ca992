/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_INSIDE_H
#define FORMATS_INSIDE_H

#include "base/lines.h"
#include "formats/recording.h"

enum { RECORDING_WHY_MAX = 160 };

/**
 * One form of file: a row of recording.c's table.
 *
 * looks_like  Is this it, by its first bytes [0..n-1]?
 * open        Reads the head from r->lines; fills r->info and r->own
 * next        As recording_next;  close: frees r->own (may be NULL)
 * Failures put their reason into r->why.
 */
struct recording_form {
    bool (*looks_like)(const char *head, size_t n);
    int (*open)(struct recording *r);
    int (*next)(struct recording *r, struct reading *out);
    void (*close)(struct recording *r);
};

struct recording {
    const struct recording_form *form;
    void *own; /* of the form */
    FILE *file;
    struct recording_beside beside;
    struct recording_info info;
    char why[RECORDING_WHY_MAX];
    struct lines lines; /* last: large, and not cleared */
};

/** Puts the reason into r->why; returns result. */
int recording_fail(struct recording *r, int result, const char *form, ...) __attribute__((format(printf, 3, 4)));

extern const struct recording_form TABLE_FORM, SECTIONS_FORM, EDF_FORM, WFDB_FORM;

#endif
