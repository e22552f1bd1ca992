/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scripts say what they are; here is only the order in which they are offered. Two-person practices come after
   those for one, the person's own after those that are shipped. */
#include "app/practice_list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/practices.h"

static const char *const ORDER[] = {"breath", "ground",    "kindness", "break",    "place",  "thoughts",
                                    "body",   "resonance", "rest",     "together", "listen", "kind-two"};
enum { ORDER_N = sizeof ORDER / sizeof ORDER[0] };

static int place_of(const char *id)
{
    for (int i = 0; i < ORDER_N; i++) {
        if (strcmp(ORDER[i], id) == 0) {
            return i;
        }
    }
    return ORDER_N;
}

static int by_place(const void *a, const void *b)
{
    const struct practices_row *x = a, *y = b;
    const int order = place_of(x->id) - place_of(y->id);
    return order != 0 ? order : strcmp(x->id, y->id);
}

static void add(struct practice_list *l, const char *id, const struct practice *p)
{
    struct practice_list_words *w = &l->words[l->n];
    (void)snprintf(w->id, sizeof w->id, "%s", id);
    (void)snprintf(w->title, sizeof w->title, "%s", p->title);
    (void)snprintf(w->about, sizeof w->about, "%s", p->about);
    (void)snprintf(w->scene, sizeof w->scene, "%s", p->scene);
    l->row[l->n++] = (struct screen_practice){w->id, w->title, w->about, (int)lrintf(p->minutes), p->people};
}

void practice_list_fill(struct practice_list *l, const char *language)
{
    struct practices_row *rows = calloc(PRACTICES_MAX, sizeof *rows);
    struct practice *p = calloc(1, sizeof *p);
    struct practice_mistakes *m = calloc(1, sizeof *m);
    l->n = 0;
    const size_t n = rows != NULL && p != NULL && m != NULL ? practices_list(rows, PRACTICES_MAX, language) : 0;
    if (n > 0) {
        qsort(rows, n, sizeof *rows, by_place);
    }
    for (size_t i = 0; i < n && l->n < SCREEN_PRACTICES_MAX; i++) {
        memset(m, 0, sizeof *m);
        if (practices_read(p, rows[i].path, m) == EXIT_DONE) { /* a script with mistakes is not offered */
            add(l, rows[i].id, p);
        }
    }
    free(m);
    free(p);
    free(rows);
}

int practice_list_find(const struct practice_list *l, const char *id)
{
    for (int i = 0; i < l->n; i++) {
        if (strcmp(l->row[i].id, id) == 0) {
            return i;
        }
    }
    return 0;
}
