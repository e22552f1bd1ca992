/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each window is a part of the series, and goes through the same figures as the whole. */
#include "report/sliding.h"

#include <math.h>
#include <stdlib.h>

int sliding_open(struct sliding *s, const struct hrv_series *series, const struct analysis_options *o, double window_s,
                 double step_s)
{
    *s = (struct sliding){.series = series, .options = *o, .window_s = window_s, .step_s = step_s};
    if (!(window_s > 0.0) || !(step_s > 0.0)) {
        return R_ARG;
    }
    size_t need = hrv_work_size(series->n), other = hrv_spectrum_work(series, o->method, o->lambda) * sizeof(double);
    s->work = malloc(need > other ? need : other);
    s->next_s = series->n > 0 ? series->t_s[0] - series->rr_ms[0] / 1000.0 : 0.0;
    return s->work != NULL ? R_OK : R_MEM;
}

void sliding_close(struct sliding *s)
{
    free(s->work);
    s->work = NULL;
}

static struct hrv_series part_of(const struct hrv_series *s, size_t from, size_t n)
{
    return (struct hrv_series){s->rr_ms + from, s->t_s + from, s->begins + from, s->filled + from, n};
}

static double share_filled(const struct hrv_series *part)
{
    size_t filled = 0;
    for (size_t i = 0; i < part->n; i++) {
        filled += part->filled[i] ? 1 : 0;
    }
    return part->n > 0 ? (double)filled / (double)part->n : (double)NAN;
}

int sliding_next(struct sliding *s, struct sliding_row *out)
{
    const struct hrv_series *all = s->series;
    double from = s->next_s, to = from + s->window_s;
    size_t n = 0;
    if (all->n == 0 || to > all->t_s[all->n - 1] + 1e-6) {
        return 0;
    }
    while (s->first < all->n && all->t_s[s->first] <= from) {
        s->first++;
    }
    while (s->first + n < all->n && all->t_s[s->first + n] <= to + 1e-9) {
        n++;
    }
    struct hrv_series part = part_of(all, s->first, n);
    struct hrv_density density;
    int result = hrv_spectrum(&part, s->options.method, s->options.lambda, s->work, &density);
    if (result == R_MEM) {
        return R_MEM;
    }
    *out = (struct sliding_row){.t_s = 0.5 * (from + to), .filled_share = share_filled(&part), .intervals = n};
    hrv_bands(&density, &out->frequency);
    hrv_time(&part, &out->time);
    hrv_nonlinear(&part, s->work, &out->nonlinear);
    s->next_s += s->step_s;
    return 1;
}
