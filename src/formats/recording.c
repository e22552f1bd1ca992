/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a recording: the first form in the table that knows the first bytes reads the rest. What is no recording but
   is known by its first bytes is named, so that the reader of the message knows what to do. */
#include "formats/recording.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "formats/inside.h"

static const struct recording_form *const FORMS[] = {&EDF_FORM, &WFDB_FORM, &SECTIONS_FORM, &TABLE_FORM};

static const char CAPTURE_FIRST[] = "# metta capture ";

/* Files that are often given and cannot be read. */
static const struct magic_row {
    const char *bytes;
    size_t n;
    const char *what;
} MAGIC[] = {
    {CAPTURE_FIRST, sizeof CAPTURE_FIRST - 1, "it is a capture of a sensor's bytes: metta replay plays it"},
    {"\xFF\xFE", 2, "it is text in UTF-16; save it as UTF-8"},
    {"\xFE\xFF", 2, "it is text in UTF-16; save it as UTF-8"},
    {"\x1F\x8B", 2, "it is compressed (gzip); unpack it first"},
    {"PK\x03\x04", 4, "it is a zip archive or a spreadsheet; unpack it, or save it as CSV"},
    {"BZh", 3, "it is compressed (bzip2); unpack it first"},
    {"\xFD"
     "7zXZ",
     5, "it is compressed (xz); unpack it first"},
    {"\x28\xB5\x2F\xFD", 4, "it is compressed (zstd); unpack it first"},
    {"%PDF", 4, "it is a PDF; intervals or signals are needed"},
    {"\x89PNG", 4, "it is a picture; intervals or signals are needed"},
    {"SQLite format 3", 15, "it is a database; intervals or signals are needed"},
    {"<?xml", 5, "it is XML; export it as a table (CSV) of intervals"},
    {"{", 1, "it is JSON; export it as a table (CSV) of intervals"},
};

int recording_fail(struct recording *r, int result, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    (void)vsnprintf(r->why, sizeof r->why, form, args);
    va_end(args);
    return result;
}

static const char *known_otherwise(const char *head, size_t n)
{
    for (size_t i = 0; i < sizeof MAGIC / sizeof MAGIC[0]; i++) {
        if (n >= MAGIC[i].n && memcmp(head, MAGIC[i].bytes, MAGIC[i].n) == 0) {
            return MAGIC[i].what;
        }
    }
    return n >= 12 && memcmp(head + 8, ".FIT", 4) == 0 ? "it is a FIT file; export it as a table (CSV) of intervals"
                                                       : NULL;
}

static int choose_form(struct recording *r)
{
    const char *head = NULL;
    size_t n = 0;
    int result = lines_peek(&r->lines, &head, &n);
    if (result != R_OK) {
        return recording_fail(r, result, "%s", strerror(errno));
    }
    if (n == 0) {
        return recording_fail(r, R_DATA, "it is empty");
    }
    const char *otherwise = known_otherwise(head, n);
    if (otherwise != NULL) {
        return recording_fail(r, R_DATA, "%s", otherwise);
    }
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0] && r->form == NULL; i++) {
        r->form = FORMS[i]->looks_like(head, n) ? FORMS[i] : NULL;
    }
    return r->form != NULL ? R_OK : recording_fail(r, R_DATA, "not a recording"); /* the last form takes all */
}

int recording_open_file(struct recording **out, FILE *file, const struct recording_beside *beside, char *why,
                        size_t why_n)
{
    struct recording *r = malloc(sizeof *r);
    if (r == NULL) {
        (void)fclose(file);
        (void)snprintf(why, why_n, "no memory");
        return R_MEM;
    }
    memset(r, 0, offsetof(struct recording, lines));
    r->file = file;
    r->beside = *beside;
    lines_init(&r->lines, file);
    int result = choose_form(r);
    if (result == R_OK) {
        result = r->form->open(r);
    }
    if (result != R_OK) {
        if (r->why[0] == '\0') {
            (void)recording_fail(r, result, "%s", result == R_IO ? strerror(errno) : "no memory");
        }
        (void)snprintf(why, why_n, "%s", r->why);
        recording_close(r);
        return result;
    }
    *out = r;
    return R_OK;
}

/* of: the path of the recording. */
static FILE *open_beside(void *of, const char *name)
{
    const char *path = of, *slash = strrchr(path, '/');
    char beside[4096];
    int n = snprintf(beside, sizeof beside, "%.*s%s", slash != NULL ? (int)(slash - path) + 1 : 0, path, name);
    return n > 0 && (size_t)n < sizeof beside ? fopen(beside, "rbe") : NULL;
}

int recording_open(struct recording **out, const char *path, char *why, size_t why_n)
{
    FILE *file = NULL;
    int opened = lines_open(&file, path, why, why_n);
    if (opened != R_OK) {
        return opened;
    }
    union {
        const char *given;
        void *passed;
    } of = {path}; /* open_beside reads it only */
    return recording_open_file(out, file, &(struct recording_beside){open_beside, of.passed}, why, why_n);
}

void recording_close(struct recording *r)
{
    if (r != NULL) {
        if (r->form != NULL && r->own != NULL) {
            r->form->close(r);
        }
        (void)fclose(r->file);
        free(r);
    }
}

const struct recording_info *recording_info(const struct recording *r)
{
    return &r->info;
}

const char *recording_why(const struct recording *r)
{
    return r->why;
}

int recording_next(struct recording *r, struct reading *out)
{
    return r->form->next(r, out);
}

int recording_read(struct recording *r, struct reading *out, size_t room, size_t *n)
{
    int got = 1;
    for (*n = 0; *n < room && (got = r->form->next(r, &out[*n])) == 1; (*n)++) {
    }
    return got;
}

bool recording_is_capture(const char *path)
{
    char head[sizeof CAPTURE_FIRST] = "", why[RECORDING_WHY_MAX];
    FILE *file = NULL;
    if (lines_open(&file, path, why, sizeof why) != R_OK) {
        return false;
    }
    size_t n = fread(head, 1, sizeof head - 1, file);
    (void)fclose(file);
    return text_starts(head, head + n, CAPTURE_FIRST);
}
