/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of captures; the writer is capture_writer.c. A line is given up as a whole: an item is either complete or
   not there. The writer ends every line with LF: a last line without one broke off, however it looks. */
#include "link/capture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/text.h"

enum { BYTES_MAX = LINES_BUFFER / 2 };

struct capture {
    FILE *file;
    struct capture_header header;
    struct lines lines;
    const char *line, *end; /* of the first event line, while waiting */
    bool waiting;
    struct capture_item item; /* what the bytes below belong to */
    size_t bytes_n, bytes_given;
    uint8_t bytes[BYTES_MAX];
    char why[160];
};

static const char FIRST[] = "# metta capture ";

const char *capture_value(const struct capture_header *h, const char *key)
{
    for (size_t i = 0; i < h->keys; i++) {
        if (strcmp(h->key[i], key) == 0) {
            return h->value[i];
        }
    }
    return NULL;
}

static int fail(struct capture *c, const char *what)
{
    (void)snprintf(c->why, sizeof c->why, "%s", what);
    return R_DATA;
}

static void copy_word(char *out, size_t n, const char *at, const char *end)
{
    size_t length = (size_t)(end - at) < n - 1 ? (size_t)(end - at) : n - 1;
    memcpy(out, at, length);
    out[length] = '\0';
}

static void read_key(struct capture_header *h, const char *at, const char *end)
{
    while (at < end && *at == ' ') {
        at++;
    }
    const char *blank = memchr(at, ' ', (size_t)(end - at));
    const char *key_end = blank != NULL ? blank : end;
    const char *value = blank != NULL ? blank + 1 : end;
    if (text_starts(at, key_end, "driver") && key_end - at == 6 && h->links < LINKS_MAX) {
        copy_word(h->drivers[h->links++], CAPTURE_KEY_N, value, end);
    } else if (at < key_end && h->keys < CAPTURE_KEYS_MAX) {
        copy_word(h->key[h->keys], CAPTURE_KEY_N, at, key_end);
        copy_word(h->value[h->keys], CAPTURE_VALUE_N, value, end);
        h->keys++;
    }
}

static int read_header(struct capture *c)
{
    int got = lines_next(&c->lines, &c->line, &c->end);
    if (got != 1 || !text_starts(c->line, c->end, FIRST)) {
        return got == R_IO ? R_IO : fail(c, "not a capture (its first line is not \"# metta capture 1\")");
    }
    if (!text_starts(c->line + sizeof FIRST - 1, c->end, "1")) {
        return fail(c, "a capture of a newer metta");
    }
    while ((got = lines_next(&c->lines, &c->line, &c->end)) == 1) {
        if (c->line == c->end) {
            continue;
        }
        if (*c->line != '#') {
            c->waiting = true;
            break;
        }
        read_key(&c->header, c->line + 1, c->end);
    }
    if (got < 0) {
        return got == R_IO ? R_IO : fail(c, "the line is too long");
    }
    return c->header.links > 0 ? R_OK : fail(c, "no \"# driver\" line in its head");
}

int capture_open(struct capture **out, const char *path, char *why, size_t why_n)
{
    FILE *file = NULL;
    int opened = lines_open(&file, path, why, why_n);
    if (opened != R_OK) {
        return opened;
    }
    struct capture *c = calloc(1, sizeof *c);
    if (c == NULL) {
        (void)fclose(file);
        return R_MEM;
    }
    c->file = file;
    lines_init(&c->lines, file);
    int r = read_header(c);
    if (r != R_OK) {
        (void)snprintf(why, why_n, "%s", r == R_IO ? strerror(errno) : c->why);
        capture_close(c);
        return r;
    }
    *out = c;
    return R_OK;
}

void capture_close(struct capture *c)
{
    if (c != NULL) {
        (void)fclose(c->file);
        free(c);
    }
}

const struct capture_header *capture_header(const struct capture *c)
{
    return &c->header;
}

uint64_t capture_line(const struct capture *c)
{
    return c->lines.number;
}

const char *capture_why(const struct capture *c)
{
    return c->why;
}

static bool word(const char **at, const char *end, const char **from, const char **to)
{
    while (*at < end && **at == ' ') {
        (*at)++;
    }
    *from = *at;
    while (*at < end && **at != ' ') {
        (*at)++;
    }
    *to = *at;
    return *from < *to;
}

static bool number(const char **at, const char *end, int64_t *out)
{
    return text_integer(at, end, out) && *out >= 0 && (*at == end || **at == ' ');
}

static int read_link(struct capture *c, const char *at, const char *end)
{
    int64_t link = 0;
    const char *from = at, *to = at;
    if (word(&at, end, &from, &to) && (!number(&from, to, &link) || link >= (int64_t)c->header.links)) {
        return fail(c, "no such link in the head");
    }
    c->item.link = (uint8_t)link;
    return 1;
}

static int read_bytes(struct capture *c, const char *at, const char *end)
{
    const char *from = NULL, *to = NULL;
    int64_t t = 0;
    if (!number(&at, end, &t) || !word(&at, end, &from, &to)) {
        return fail(c, "bytes need a tick, a time in us and hexadecimal digits");
    }
    long n = text_hex(from, to, c->bytes, sizeof c->bytes);
    if (n < 0) {
        return fail(c, "the bytes are not pairs of hexadecimal digits");
    }
    c->item.kind = CAPTURE_BYTES;
    c->item.chunk.t = t;
    c->bytes_n = (size_t)n;
    c->bytes_given = 0;
    return read_link(c, at, end);
}

static int read_gap(struct capture *c, const char *at, const char *end)
{
    const char *from = NULL, *to = NULL;
    int64_t t = 0;
    if (!number(&at, end, &t) || !word(&at, end, &from, &to)) {
        return fail(c, "a gap needs a tick, a time in us and why");
    }
    c->item.kind = CAPTURE_GAP;
    c->item.chunk.t = t;
    for (int i = 0; i < GAP_WHYS; i++) {
        const char *name = reading_gap_name((uint8_t)i);
        if (strlen(name) == (size_t)(to - from) && text_starts(from, to, name)) {
            c->item.why = (uint8_t)i;
            return read_link(c, at, end);
        }
    }
    return fail(c, "no such gap");
}

static int read_command(struct capture *c, const char *at, const char *end)
{
    const char *from = NULL, *to = NULL;
    if (!word(&at, end, &from, &to)) {
        return fail(c, "a command needs a tick and a name");
    }
    c->item.kind = CAPTURE_COMMAND;
    copy_word(c->item.command, sizeof c->item.command, from, to);
    return 1;
}

static int read_hash(struct capture *c, const char *at, const char *end)
{
    const char *from = NULL, *to = NULL;
    uint8_t raw[8];
    if (!word(&at, end, &from, &to) || text_hex(from, to, raw, sizeof raw) != 8) {
        return fail(c, "a hash needs a tick and 16 hexadecimal digits");
    }
    c->item.kind = CAPTURE_HASH;
    c->item.hash = 0;
    for (int i = 0; i < 8; i++) {
        c->item.hash = c->item.hash << 8 | raw[i];
    }
    return 1;
}

/* return 1 an item; 0 a line to skip */
static int read_event(struct capture *c, const char *line, const char *end)
{
    static const struct {
        char letter;
        int (*read)(struct capture *c, const char *at, const char *end);
    } LETTERS[] = {{'B', read_bytes}, {'G', read_gap}, {'C', read_command}, {'H', read_hash}};
    if (end - line < 2 || line[1] != ' ' || line[0] == '#') {
        bool letter = end - line == 1 && *line >= 'A' && *line <= 'Z';
        return line == end || *line == '#' ? 0 : fail(c, letter ? "the line breaks off" : "not a line of a capture");
    }
    for (size_t i = 0; i < sizeof LETTERS / sizeof LETTERS[0]; i++) {
        if (line[0] != LETTERS[i].letter) {
            continue;
        }
        const char *at = line + 2;
        int64_t tick = 0;
        if (!number(&at, end, &tick)) {
            return fail(c, "no tick");
        }
        c->item = (struct capture_item){.tick = (uint64_t)tick};
        return LETTERS[i].read(c, at, end);
    }
    return line[0] >= 'A' && line[0] <= 'Z' ? 0 : fail(c, "not a line of a capture");
}

static void give_bytes(struct capture *c, struct capture_item *out)
{
    size_t n = c->bytes_n - c->bytes_given;
    n = n < CHUNK_BYTES ? n : CHUNK_BYTES;
    memcpy(c->item.chunk.bytes, c->bytes + c->bytes_given, n);
    c->item.chunk.n = (uint16_t)n;
    c->bytes_given += n;
    *out = c->item;
}

int capture_next(struct capture *c, struct capture_item *out)
{
    if (c->bytes_given < c->bytes_n) {
        give_bytes(c, out);
        return 1;
    }
    for (;;) {
        if (!c->waiting) {
            int got = lines_next(&c->lines, &c->line, &c->end);
            if (got != 1) {
                return got == R_DATA ? fail(c, "the line is too long") : got;
            }
        }
        c->waiting = false;
        int got =
            c->lines.torn ? fail(c, "the file breaks off in the middle of this line") : read_event(c, c->line, c->end);
        if (got == 0) {
            continue;
        }
        if (got == 1 && c->item.kind == CAPTURE_BYTES) {
            give_bytes(c, out);
        } else if (got == 1) {
            *out = c->item;
        }
        return got;
    }
}
