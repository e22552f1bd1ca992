/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer of captures. Every event is one whole line; capture_flush hands whole lines over. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "link/capture.h"

struct capture_writer {
    FILE *file;
};

int capture_create(struct capture_writer **out, const char *path)
{
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        return R_IO;
    }
    struct capture_writer *w = calloc(1, sizeof *w);
    if (w == NULL) {
        (void)fclose(file);
        return R_MEM;
    }
    w->file = file;
    (void)fputs("# metta capture 1\n", file);
    *out = w;
    return R_OK;
}

int capture_finish(struct capture_writer *w)
{
    if (w == NULL) {
        return R_OK;
    }
    int r = capture_flush(w);
    r = fclose(w->file) == 0 ? r : R_IO;
    free(w);
    return r;
}

int capture_flush(struct capture_writer *w)
{
    return fflush(w->file) == 0 && !ferror(w->file) ? R_OK : R_IO;
}

void capture_write_key(struct capture_writer *w, const char *key, const char *value)
{
    (void)fprintf(w->file, "# %s ", key);
    for (; *value != '\0'; value++) {
        (void)fputc((unsigned char)*value < 0x20 ? ' ' : *value, w->file);
    }
    (void)fputc('\n', w->file);
}

static void write_link(struct capture_writer *w, uint8_t link)
{
    if (link > 0) {
        (void)fprintf(w->file, " %d", link);
    }
    (void)fputc('\n', w->file);
}

void capture_write_bytes(struct capture_writer *w, uint64_t tick, uint8_t link, const struct chunk *c)
{
    (void)fprintf(w->file, "B %" PRIu64 " %" PRId64 " ", tick, c->t);
    for (uint16_t i = 0; i < c->n; i++) {
        (void)fprintf(w->file, "%02x", c->bytes[i]);
    }
    write_link(w, link);
}

void capture_write_gap(struct capture_writer *w, uint64_t tick, uint8_t link, usec t, uint8_t why)
{
    (void)fprintf(w->file, "G %" PRIu64 " %" PRId64 " %s", tick, t, reading_gap_name(why));
    write_link(w, link);
}

void capture_write_command(struct capture_writer *w, uint64_t tick, const char *name)
{
    (void)fprintf(w->file, "C %" PRIu64 " %s\n", tick, name);
}

void capture_write_hash(struct capture_writer *w, uint64_t tick, uint64_t hash)
{
    (void)fprintf(w->file, "H %" PRIu64 " %016" PRIx64 "\n", tick, hash);
}
