/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of the buffer moves to its front, and the rest is filled from the file. Nothing is sought, so that a
   pipe will do. */
#include "base/lines.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int lines_open(FILE **out, const char *path, char *why, size_t why_n)
{
    struct stat st;
    FILE *file = fopen(path, "re");
    int result = file != NULL && fstat(fileno(file), &st) == 0 ? R_OK : R_IO;
    if (result == R_IO) {
        (void)snprintf(why, why_n, "%s", strerror(errno));
    } else if (S_ISDIR(st.st_mode)) {
        (void)snprintf(why, why_n, "it is a folder, not a file");
        result = R_DATA;
    }
    if (result == R_OK) {
        *out = file;
    } else if (file != NULL) {
        (void)fclose(file);
    }
    return result;
}

void lines_init(struct lines *l, FILE *file)
{
    l->file = file;
    l->begin = l->end = 0;
    l->number = l->before = 0;
    l->started = l->at_end = l->torn = false;
    l->ender = '\n';
    (void)setvbuf(file, NULL, _IONBF, 0); /* one buffer is enough */
}

/* Invariant: called with room in the buffer. */
static int fill(struct lines *l)
{
    memmove(l->buffer, l->buffer + l->begin, l->end - l->begin);
    l->before += l->begin;
    l->end -= l->begin;
    l->begin = 0;
    size_t n = fread(l->buffer + l->end, 1, LINES_BUFFER - l->end, l->file);
    l->end += n;
    l->at_end = n == 0;
    return n == 0 && ferror(l->file) ? R_IO : R_OK;
}

static int start(struct lines *l)
{
    static const char MARK[] = "\xEF\xBB\xBF";
    l->started = true;
    int r = fill(l);
    if (r == R_OK && memchr(l->buffer, '\n', l->end) == NULL && memchr(l->buffer, '\r', l->end) != NULL) {
        l->ender = '\r';
    }
    if (r == R_OK && l->end >= sizeof MARK - 1 && memcmp(l->buffer, MARK, sizeof MARK - 1) == 0) {
        l->begin = sizeof MARK - 1;
    }
    return r;
}

int lines_next(struct lines *l, const char **line, const char **end)
{
    size_t looked = 0;
    for (;;) {
        const char *at = l->buffer + l->begin;
        const char *stop = memchr(at + looked, l->ender, l->end - l->begin - looked);
        if (stop != NULL || (l->at_end && l->begin < l->end)) {
            l->torn = stop == NULL;
            stop = stop != NULL ? stop : l->buffer + l->end;
            l->begin = (size_t)(stop - l->buffer) + !l->torn;
            l->number++;
            *line = at;
            *end = stop > at && stop[-1] == '\r' ? stop - 1 : stop;
            return 1;
        }
        if (l->at_end) {
            return 0;
        }
        looked = l->end - l->begin;
        if (looked == LINES_BUFFER) {
            return R_DATA;
        }
        int r = l->started ? fill(l) : start(l);
        if (r != R_OK) {
            return r;
        }
    }
}

int lines_peek(struct lines *l, const char **at, size_t *n)
{
    int r = l->started ? R_OK : start(l);
    while (r == R_OK && !l->at_end && l->end - l->begin < LINES_BUFFER / 2) {
        r = fill(l);
    }
    *at = l->buffer + l->begin;
    *n = l->end - l->begin;
    return r;
}

int lines_bytes(struct lines *l, void *out, size_t n, size_t *got)
{
    char *to = out;
    *got = 0;
    while (*got < n) {
        size_t here = l->end - l->begin;
        size_t take = here < n - *got ? here : n - *got;
        memcpy(to + *got, l->buffer + l->begin, take);
        l->begin += take;
        *got += take;
        if (*got == n || l->at_end) {
            break;
        }
        int r = l->started ? fill(l) : start(l);
        if (r != R_OK) {
            return r;
        }
    }
    return R_OK;
}

uint64_t lines_offset(const struct lines *l)
{
    return l->before + l->begin;
}
