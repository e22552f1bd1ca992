/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing metta.ini: the old file is copied line by line, values that changed are put in their place, and what had no
 * line yet is added at the end of its section.
 *
 * Invariants
 *  1. A line that is not the line of a changed key is copied byte by byte.
 *  2. The file is the old one or the new one, whenever the power goes: temporary, fsync, rename, fsync of the folder.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/paths.h"
#include "app/say.h"
#include "app/settings_inside.h"

enum { ROWS_MAX = 40, LINE_N = 1024, VALUE_N = SETTINGS_WORD_N };

/* One change: written already, or still to be added. */
struct change {
    const struct settings_row *row;
    char value[VALUE_N];
    bool written;
};

struct rewrite {
    struct change changes[ROWS_MAX];
    size_t n;
    char section[64];
    FILE *out;
};

static void value_of(const struct settings *s, const struct settings_row *row, char *out)
{
    const void *field = (const char *)s + row->offset;
    double number = 0.0;
    bool on = false;
    switch (row->kind) {
    case SETTINGS_NUMBER:
        memcpy(&number, field, sizeof number);
        (void)snprintf(out, VALUE_N, "%.6g", number);
        break;
    case SETTINGS_SWITCH:
        memcpy(&on, field, sizeof on);
        (void)snprintf(out, VALUE_N, "%s", on ? "yes" : "no");
        break;
    default:
        (void)snprintf(out, VALUE_N, "%s", (const char *)field);
        break;
    }
}

static void find_changes(struct rewrite *w, const struct settings *before, const struct settings *after)
{
    size_t rows_n = 0;
    const struct settings_row *rows = settings_rows(&rows_n);
    for (size_t i = 0; i < rows_n && w->n < ROWS_MAX; i++) {
        char was[VALUE_N];
        struct change *c = &w->changes[w->n];
        value_of(before, &rows[i], was);
        value_of(after, &rows[i], c->value);
        c->row = &rows[i];
        w->n += strcmp(was, c->value) != 0 ? 1 : 0;
    }
}

/* What has no line yet in the section that ends here. */
static void add_rest(struct rewrite *w)
{
    for (size_t i = 0; i < w->n; i++) {
        struct change *c = &w->changes[i];
        if (!c->written && strcmp(c->row->section, w->section) == 0) {
            (void)fprintf(w->out, "%s = %s\n", c->row->name, c->value);
            c->written = true;
        }
    }
}

static struct change *change_of(struct rewrite *w, const char *line)
{
    line += strspn(line, " \t");
    const size_t n = strcspn(line, " \t=:\r\n");
    const char sign = line[n + strspn(line + n, " \t")];
    for (size_t i = 0; i < w->n && (sign == '=' || sign == ':'); i++) {
        struct change *c = &w->changes[i];
        if (strcmp(c->row->section, w->section) == 0 && strlen(c->row->name) == n &&
            strncmp(c->row->name, line, n) == 0) {
            return c;
        }
    }
    return NULL;
}

/* return True when the copy ends with an end of line */
static bool copy_line(struct rewrite *w, const char *line)
{
    const char *at = line + strspn(line, " \t");
    if (*at == '[') {
        add_rest(w);
        (void)snprintf(w->section, sizeof w->section, "%.*s", (int)strcspn(at + 1, "]\r\n"), at + 1);
    }
    struct change *c = change_of(w, line);
    if (c != NULL) {
        (void)fprintf(w->out, "%s = %s\n", c->row->name, c->value);
        c->written = true;
        return true;
    }
    (void)fputs(line, w->out);
    return strchr(line, '\n') != NULL;
}

static void copy_file(struct rewrite *w, FILE *in)
{
    char line[LINE_N];
    bool ended = true;
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        if (ended) {
            ended = copy_line(w, line);
            continue;
        }
        (void)fputs(line, w->out); /* the rest of a long line */
        ended = strchr(line, '\n') != NULL;
    }
    if (!ended) {
        (void)fputc('\n', w->out);
    }
    add_rest(w);
    for (size_t i = 0; i < w->n; i++) {
        if (!w->changes[i].written) {
            (void)snprintf(w->section, sizeof w->section, "%s", w->changes[i].row->section);
            (void)fprintf(w->out, "[%s]\n", w->section);
            add_rest(w);
        }
    }
}

static void make_folders(const char *path)
{
    char folder[PATHS_N];
    (void)snprintf(folder, sizeof folder, "%s", path);
    for (char *p = folder + 1; *p != '\0'; p++) {
        if (*p == '/') {
            *p = '\0';
            (void)mkdir(folder, 0700); /* what is there already stays as it is; what cannot be made, fopen tells */
            *p = '/';
        }
    }
}

static void sync_folder(const char *path)
{
    char folder[PATHS_N];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *last = strrchr(folder, '/');
    if (last == NULL) {
        return;
    }
    *last = '\0';
    const int fd = open(folder[0] != '\0' ? folder : "/", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

static bool replace(struct rewrite *w, const char *path)
{
    char aside[PATHS_N + 32];
    (void)snprintf(aside, sizeof aside, "%s.%ld.new", path, (long)getpid());
    w->out = fopen(aside, "we");
    if (w->out == NULL) {
        return false;
    }
    FILE *in = fopen(path, "re");
    copy_file(w, in);
    bool well =
        (in == NULL || ferror(in) == 0) && fflush(w->out) == 0 && ferror(w->out) == 0 && fsync(fileno(w->out)) == 0;
    if (in != NULL) {
        (void)fclose(in);
    }
    well = fclose(w->out) == 0 && well && rename(aside, path) == 0;
    if (!well) {
        const int why = errno;
        (void)unlink(aside);
        errno = why;
        return false;
    }
    sync_folder(path);
    return true;
}

int settings_write(const struct options *o, const struct settings *before, const struct settings *after)
{
    struct rewrite w = {.n = 0};
    char path[PATHS_N] = "";
    find_changes(&w, before, after);
    if (w.n == 0) {
        return EXIT_DONE;
    }
    if (!settings_path(path, sizeof path, o)) {
        say_error("no home folder is known; say with --config FILE where settings are kept");
        return EXIT_FAILED;
    }
    make_folders(path);
    /* A link stays a link: the file it points to is replaced. */
    char real[PATHS_N];
    const char *target = realpath(path, real) != NULL ? real : path;
    if (!replace(&w, target)) {
        say_error("%s: %s; what you chose holds until metta is closed", path, strerror(errno));
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}
