/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look a second, as live: a breath is told at the next in-breath, so there are fewer breaths than beats. */
#include "report/heart_breaths.h"

#include <stdlib.h>

#include "signal/rhythm.h"
#include "signal/spectrum.h"

struct walk {
    struct tachogram g;
    struct spectrum spectrum;
    struct rhythm rhythm;
};

static size_t walk_all(struct walk *w, const struct tachogram_point *points, size_t n, struct breath *out)
{
    size_t told = 0;
    usec next = n > 0 ? points[0].t : 0;
    for (size_t i = 0; i < n; i++) {
        tachogram_push(&w->g, &points[i]);
        if (points[i].t < next) {
            continue;
        }
        next = points[i].t + USEC_PER_SEC;
        told += rhythm_update(&w->rhythm, &w->g, &w->spectrum, &out[told]) ? 1 : 0;
    }
    return told;
}

int heart_breaths(const struct tachogram_point *points, size_t n, struct breath **out, size_t *out_n)
{
    struct walk *w = calloc(1, sizeof *w);
    struct breath *breaths = malloc((n + 1) * sizeof *breaths);
    *out = NULL;
    *out_n = 0;
    if (w == NULL || breaths == NULL || spectrum_init(&w->spectrum) != R_OK) {
        free(w);
        free(breaths);
        return R_MEM;
    }
    tachogram_init(&w->g);
    rhythm_init(&w->rhythm);
    *out_n = walk_all(w, points, n, breaths);
    *out = breaths;
    spectrum_deinit(&w->spectrum);
    free(w);
    return R_OK;
}
