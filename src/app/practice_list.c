/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/practice_list.h"

#include <stdio.h>
#include <string.h>

/* One line each that says what it is for; the order in which they are offered. */
static const struct about {
    const char *id, *title, *about;
    int minutes, people;
} ABOUT[] = {
    {"breath", N_("Breathing"), N_("your own breath, led gently to where your heart answers"), 10, 1},
};
enum { ABOUT_N = sizeof ABOUT / sizeof ABOUT[0] };

void practice_list_fill(struct practice_list *l, const struct tongue *tongue, const char *language)
{
    (void)language;
    l->n = 0;
    for (int i = 0; i < ABOUT_N && l->n < SCREEN_PRACTICES_MAX; i++) {
        l->row[l->n++] = (struct screen_practice){ABOUT[i].id, _(ABOUT[i].title), _(ABOUT[i].about), ABOUT[i].minutes,
                                                  ABOUT[i].people};
    }
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
