/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of the buffer moves to its front, and the rest is filled from the file. */
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
    l->number = 0;
    l->at_end = l->torn = false;
}

static int fill(struct lines *l)
{
    memmove(l->buffer, l->buffer + l->begin, l->end - l->begin);
    l->end -= l->begin;
    l->begin = 0;
    if (l->end == LINES_BUFFER) {
        return R_DATA;
    }
    size_t n = fread(l->buffer + l->end, 1, LINES_BUFFER - l->end, l->file);
    l->end += n;
    l->at_end = n == 0;
    return n == 0 && ferror(l->file) ? R_IO : R_OK;
}

int lines_next(struct lines *l, const char **line, const char **end)
{
    for (;;) {
        const char *at = l->buffer + l->begin;
        const char *lf = memchr(at, '\n', l->end - l->begin);
        if (lf != NULL || (l->at_end && l->begin < l->end)) {
            const char *stop = lf != NULL ? lf : l->buffer + l->end;
            l->begin = (size_t)(stop - l->buffer) + (lf != NULL ? 1 : 0);
            l->torn = lf == NULL;
            l->number++;
            *line = at;
            *end = stop > at && stop[-1] == '\r' ? stop - 1 : stop;
            return 1;
        }
        if (l->at_end) {
            return 0;
        }
        int r = fill(l);
        if (r != R_OK) {
            return r;
        }
    }
}
