/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Practices are files in three folders: the person's own, the one of the language, and the English one. */
#include "app/practices.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/say.h"
#include "base/lines.h"
#include "base/nearest.h"

enum { SCRIPT_BYTES_MAX = 1 << 17 };
static const char SUFFIX[] = ".practice", ENGLISH[] = "en";

void practices_language(const struct options *o, char out[PRACTICES_LANGUAGE_N])
{
    bool named = o->language != NULL && strcmp(o->language, "auto") != 0;
    const char *words[] = {named ? o->language : NULL, getenv("LANGUAGE"), getenv("LC_ALL"), getenv("LC_MESSAGES"),
                           getenv("LANG")};
    const char *word = "";
    for (size_t i = 0; i < sizeof words / sizeof words[0] && word[0] == '\0'; i++) {
        word = words[i] != NULL ? words[i] : "";
    }
    bool letters = word[0] >= 'a' && word[0] <= 'z' && word[1] >= 'a' && word[1] <= 'z';
    (void)snprintf(out, PRACTICES_LANGUAGE_N, "%.2s", letters ? word : ENGLISH);
}

static bool good_id(const char *id, size_t n)
{
    bool good = n > 0 && n < PRACTICES_ID_N;
    for (size_t i = 0; good && i < n; i++) {
        good = (id[i] >= 'a' && id[i] <= 'z') || (id[i] >= '0' && id[i] <= '9') || id[i] == '-';
    }
    return good;
}

static bool ends_in_suffix(const char *name, size_t *n)
{
    size_t all = strlen(name), suffix = sizeof SUFFIX - 1;
    *n = all > suffix ? all - suffix : 0;
    return all > suffix && strcmp(name + *n, SUFFIX) == 0;
}

static bool known(const struct practices_row *rows, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static size_t add_folder(struct practices_row *rows, size_t n, size_t cap, const char *folder, const char *language)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return n;
    }
    for (const struct dirent *d = readdir(dir); d != NULL && n < cap; d = readdir(dir)) {
        size_t length = 0;
        struct practices_row *row = &rows[n];
        if (!ends_in_suffix(d->d_name, &length) || !good_id(d->d_name, length)) {
            continue;
        }
        (void)snprintf(row->id, sizeof row->id, "%.*s", (int)length, d->d_name);
        (void)snprintf(row->language, sizeof row->language, "%s", language);
        if (!known(rows, n, row->id) &&
            snprintf(row->path, sizeof row->path, "%s/%s", folder, d->d_name) < (int)sizeof row->path) {
            n++;
        }
    }
    (void)closedir(dir);
    return n;
}

static size_t add_shipped(struct practices_row *rows, size_t n, size_t cap, const char *language)
{
    char assets[PATHS_N] = "", folder[PATHS_N];
    paths_assets(assets, sizeof assets);
    bool fits = snprintf(folder, sizeof folder, "%s/practices/%s", assets, language) < (int)sizeof folder;
    return fits && assets[0] != '\0' ? add_folder(rows, n, cap, folder, language) : n;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct practices_row *)a)->id, ((const struct practices_row *)b)->id);
}

size_t practices_list(struct practices_row *rows, size_t cap, const char *language)
{
    char own[PATHS_N];
    size_t n = paths_practices(own, sizeof own) ? add_folder(rows, 0, cap, own, "") : 0;
    n = add_shipped(rows, n, cap, language);
    n = strcmp(language, ENGLISH) != 0 ? add_shipped(rows, n, cap, ENGLISH) : n;
    qsort(rows, n, sizeof rows[0], by_id);
    return n;
}

static int read_bytes(FILE *f, const char *path, char *text, size_t *n)
{
    *n = fread(text, 1, SCRIPT_BYTES_MAX, f);
    if (ferror(f)) {
        say_error("%s: %s", path, strerror(errno));
        return EXIT_FILE;
    }
    if (*n == SCRIPT_BYTES_MAX) {
        say_error("%s: too long for a practice; give a script of a few pages", path);
        return EXIT_FILE;
    }
    return EXIT_DONE;
}

int practices_read(struct practice *out, const char *path, struct practice_mistakes *m)
{
    char why[200] = "";
    FILE *f = NULL;
    m->n = 0;
    if (lines_open(&f, path, why, sizeof why) != R_OK) {
        say_error("%s: %s; give a script of a practice", path, why);
        return EXIT_FILE;
    }
    size_t n = 0;
    char *text = malloc(SCRIPT_BYTES_MAX);
    int code = text == NULL ? EXIT_FAILED : read_bytes(f, path, text, &n);
    (void)fclose(f);
    if (code == EXIT_DONE && practice_read(out, text, n, m) != R_OK) {
        code = EXIT_FILE;
    }
    free(text);
    return code;
}

static int no_such(const struct practices_row *rows, size_t n, const char *name)
{
    const char *ids[PRACTICES_MAX], *meant = NULL;
    for (size_t i = 0; i < n; i++) {
        ids[i] = rows[i].id;
    }
    meant = nearest_word(name, strlen(name), ids, n);
    if (meant != NULL) {
        say_error("--practice %s: no such practice; did you mean %s?", name, meant);
    } else {
        say_error("--practice %s: no such practice; metta practice list names them", name);
    }
    return EXIT_CALL;
}

static int find(struct practices_row *out, const char *name, const char *language)
{
    size_t n = 0;
    const char *slash = strrchr(name, '/');
    if (slash != NULL || ends_in_suffix(name, &n)) {
        const char *base = slash != NULL ? slash + 1 : name;
        n = ends_in_suffix(base, &n) ? n : strlen(base);
        (void)snprintf(out->id, sizeof out->id, "%.*s", (int)n, base);
        (void)snprintf(out->path, sizeof out->path, "%s", name);
        out->language[0] = '\0';
        return EXIT_DONE;
    }
    struct practices_row *rows = calloc(PRACTICES_MAX, sizeof *rows);
    if (rows == NULL) {
        say_error("no memory");
        return EXIT_FAILED;
    }
    n = practices_list(rows, PRACTICES_MAX, language);
    int code = EXIT_CALL;
    for (size_t i = 0; i < n && code != EXIT_DONE; i++) {
        if (strcmp(rows[i].id, name) == 0) {
            *out = rows[i];
            code = EXIT_DONE;
        }
    }
    code = code == EXIT_DONE ? code : no_such(rows, n, name);
    free(rows);
    return code;
}

int practices_load(struct practices_loaded *out, const char *name, const char *language)
{
    int code = find(&out->row, name, language);
    struct practice_mistakes m = {.n = 0};
    if (code == EXIT_DONE) {
        code = practices_read(&out->practice, out->row.path, &m);
    }
    if (m.n > 0) {
        say_error("%s:%u: %s%s", out->row.path, m.at[0].line, m.at[0].reason,
                  m.n > 1 ? "; metta practice check tells the rest" : "");
    }
    return code;
}
