/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* on_exit: unlike atexit it brings its own argument, so that no global is needed */
#include "app/farewell.h"

#include <stdlib.h>

/* Freed when the program ends: the list of what is called then cannot be shortened. */
struct farewell {
    void (*end)(void *to);
    void *to;
};

static void at_exit(int status, void *arg)
{
    struct farewell *f = arg;
    (void)status;
    if (f->end != NULL) {
        f->end(f->to);
    }
    free(f);
}

struct farewell *farewell_begin(void (*end)(void *to), void *to)
{
    struct farewell *f = malloc(sizeof *f);
    if (f == NULL) {
        return NULL;
    }
    *f = (struct farewell){end, to};
    if (on_exit(at_exit, f) != 0) {
        free(f);
        return NULL;
    }
    return f;
}

void farewell_drop(struct farewell *f)
{
    if (f != NULL) {
        *f = (struct farewell){NULL, NULL};
    }
}
