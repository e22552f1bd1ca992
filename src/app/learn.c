/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/learn.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/paths.h"

enum { CARD_BYTES = 8192, NAME_N = 128 };

static char *next_line(char **at)
{
    char *line = *at;
    if (line == NULL || *line == '\0') {
        return NULL;
    }
    char *end = strchr(line, '\n');
    *at = end != NULL ? end + 1 : line + strlen(line);
    if (end != NULL) {
        *end = '\0';
    }
    size_t n = strlen(line);
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\r')) {
        line[--n] = '\0';
    }
    return line;
}

/* "Source: author year, doi ..." in any language. */
static bool is_source(const char *line)
{
    return strncmp(line, "Source", 6) == 0 || strstr(line, ", doi ") != NULL;
}

bool learn_card(char *text, struct screen_card *out)
{
    char *at = text, *line = NULL, *end = NULL; /* end: of the paragraph being joined */
    memset(out, 0, sizeof *out);
    while ((line = next_line(&at)) != NULL) {
        if (strncmp(line, "<!--", 4) == 0) {
            continue;
        }
        if (line[0] == '#' && out->title == NULL) {
            out->title = line + strspn(line, "# ");
        } else if (line[0] == '\0' || out->title == NULL) {
            end = NULL;
        } else if (is_source(line) && out->n > 0) {
            out->source[out->n - 1] = line;
            end = line + strlen(line);
        } else if (end != NULL) {
            const size_t n = strlen(line);
            *end = ' ';
            memmove(end + 1, line, n + 1);
            end += n + 1;
        } else if (out->n < SCREEN_PARAGRAPHS) {
            out->paragraph[out->n++] = line;
            end = line + strlen(line);
        }
    }
    return out->title != NULL && out->n > 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static size_t names_in(const char *folder, char names[][NAME_N])
{
    DIR *d = opendir(folder);
    size_t n = 0;
    for (const struct dirent *e = d != NULL ? readdir(d) : NULL; e != NULL && n < SCREEN_CARDS_MAX; e = readdir(d)) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot != NULL && strcmp(dot, ".md") == 0 && strcmp(e->d_name, "README.md") != 0 &&
            strlen(e->d_name) < NAME_N) {
            (void)snprintf(names[n++], NAME_N, "%.127s", e->d_name);
        }
    }
    if (d != NULL) {
        (void)closedir(d);
    }
    qsort(names, n, NAME_N, by_name);
    return n;
}

static void add_card(struct learn *l, const char *path)
{
    FILE *f = fopen(path, "re");
    char *text = f != NULL ? calloc(1, CARD_BYTES) : NULL;
    size_t n = text != NULL ? fread(text, 1, CARD_BYTES - 1, f) : 0;
    if (f != NULL) {
        (void)fclose(f);
    }
    if (n > 0 && learn_card(text, &l->card[l->n])) {
        l->text[l->n++] = text;
    } else {
        free(text);
    }
}

static void add_folder(struct learn *l, const char *language)
{
    char assets[PATHS_N], folder[PATHS_N + 32], path[PATHS_N + NAME_N + 64], names[SCREEN_CARDS_MAX][NAME_N];
    paths_assets(assets, sizeof assets);
    (void)snprintf(folder, sizeof folder, "%s/learn/%.8s", assets, language);
    const size_t n = assets[0] != '\0' ? names_in(folder, names) : 0;
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(path, sizeof path, "%s/%.127s", folder, names[i]);
        add_card(l, path);
    }
}

void learn_open(struct learn *l, const char *language)
{
    memset(l, 0, sizeof *l);
    add_folder(l, language);
    if (l->n == 0) {
        add_folder(l, "en");
    }
}

void learn_close(struct learn *l)
{
    for (int i = 0; i < l->n; i++) {
        free(l->text[i]);
    }
    memset(l, 0, sizeof *l);
}
