/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta practice: what there is to practise, and whether a script is well written. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/practices.h"
#include "app/say.h"
#include "train/guide.h"

static json_t *listed(const struct practices_row *r, const struct practice *p)
{
    json_t *o = json_object();
    (void)json_object_set_new(o, "id", json_string(r->id));
    (void)json_object_set_new(o, "title", json_string(p->title));
    (void)json_object_set_new(o, "about", json_string(p->about));
    (void)json_object_set_new(o, "for", json_integer(p->people));
    (void)json_object_set_new(o, "minutes", json_real((double)p->minutes));
    (void)json_object_set_new(o, "minutes_least", json_real((double)p->minutes_least));
    (void)json_object_set_new(o, "minutes_most", json_real((double)p->minutes_most));
    (void)json_object_set_new(o, "scene", json_string(p->scene));
    (void)json_object_set_new(o, "stages", json_integer((json_int_t)p->stages));
    (void)json_object_set_new(o, "language", r->language[0] != '\0' ? json_string(r->language) : json_null());
    (void)json_object_set_new(o, "file", json_string(r->path));
    return o;
}

static int print_json(json_t *o)
{
    int r = o != NULL ? json_dumpf(o, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6)) : -1;
    json_decref(o);
    return r == 0 && fputc('\n', stdout) != EOF ? EXIT_DONE : EXIT_FAILED;
}

static int list(const struct options *o)
{
    char language[PRACTICES_LANGUAGE_N];
    practices_language(o, language);
    struct practices_row *rows = calloc(PRACTICES_MAX, sizeof *rows);
    json_t *all = json_array();
    struct practice p;
    struct practice_mistakes m;
    size_t n = rows != NULL ? practices_list(rows, PRACTICES_MAX, language) : 0;
    for (size_t i = 0; i < n; i++) {
        if (practices_read(&p, rows[i].path, &m) != EXIT_DONE) {
            say_note(o->quiet, "%s: passed over; metta practice check %s tells why", rows[i].id, rows[i].path);
        } else if (o->json) {
            (void)json_array_append_new(all, listed(&rows[i], &p));
        } else {
            printf("%-10s  %s, %g to %g minutes%s\n            %s\n", rows[i].id, p.title, (double)p.minutes_least,
                   (double)p.minutes_most, p.people == 2 ? ", for two" : "", p.about);
        }
    }
    free(rows);
    json_t *top = o->json ? json_object() : NULL;
    if (top == NULL) {
        json_decref(all);
        return EXIT_DONE;
    }
    (void)json_object_set_new(top, "schema", json_integer(1));
    (void)json_object_set_new(top, "practices", all);
    return print_json(top);
}

static json_t *checked(const char *path, const struct practice_mistakes *m)
{
    json_t *o = json_object(), *list = json_array();
    for (size_t i = 0; i < m->n && i < PRACTICE_MISTAKES_MAX; i++) {
        (void)json_array_append_new(list,
                                    json_pack("{s:i,s:s}", "line", (int)m->at[i].line, "reason", m->at[i].reason));
    }
    (void)json_object_set_new(o, "file", json_string(path));
    (void)json_object_set_new(o, "mistakes", list);
    return o;
}

/* What is no mistake, but will not be heard: lines that do not fit into their stage at the practice's own length. */
static void note_short_stages(const char *path, const struct practice *p)
{
    for (size_t i = 0; i < p->stages; i++) {
        double needs_min = usec_to_s(guide_least_us(p, i)) / 60.0;
        if (needs_min > (double)p->stage[i].minutes) {
            printf("%s:%u: a note: the lines of \"%s\" take about %.1f minutes, the stage has %g\n", path,
                   p->stage[i].line, p->stage[i].title, needs_min, (double)p->stage[i].minutes);
        }
    }
}

/* One file. return its mistakes, or -1: it cannot be read, and that was said. */
static long check_file(const char *path, bool json)
{
    struct practice p;
    struct practice_mistakes m;
    if (practices_read(&p, path, &m) != EXIT_DONE && m.n == 0) {
        return -1;
    }
    if (json) {
        return print_json(checked(path, &m)) == EXIT_DONE ? (long)m.n : -1;
    }
    for (size_t i = 0; i < m.n && i < PRACTICE_MISTAKES_MAX; i++) {
        printf("%s:%u: %s\n", path, m.at[i].line, m.at[i].reason);
    }
    if (m.n == 0) {
        note_short_stages(path, &p);
        printf("%s: well written: %s, %zu stages, %g minutes\n", path, p.title, p.stages, (double)p.minutes);
    }
    return (long)m.n;
}

static int check(const struct options *o)
{
    long mistakes = 0;
    bool unread = false;
    if (o->files_n < 2) {
        say_error("metta practice check needs a FILE; metta practice --help tells the form");
        return EXIT_CALL;
    }
    for (size_t i = 1; i < o->files_n; i++) {
        long n = check_file(o->files[i], o->json);
        unread = unread || n < 0;
        mistakes += n > 0 ? n : 0;
    }
    if (mistakes > 0) {
        say_error("%ld %s to mend; metta practice --help tells the form", mistakes, mistakes == 1 ? "line" : "lines");
    }
    return mistakes > 0 || unread ? EXIT_FILE : EXIT_DONE;
}

int command_practice(const struct options *o)
{
    if (strcmp(o->files[0], "list") == 0 && o->files_n == 1) {
        return list(o);
    }
    if (strcmp(o->files[0], "check") == 0) {
        return check(o);
    }
    say_error("metta practice %s: give list, or check FILE...", o->files[0]);
    return EXIT_CALL;
}
