/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What quality is worth: on people by formula (people.h), a row a kind: share of the seconds whose heart rate is told,
   and how often it is then more than a tenth off, for seconds of low, middle and high quality; how often scored.
   Call: bench_quality [PERSONS [PATTERN [FIRST]]]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "signal/body.h"
#include "tests/bench/people_kinds.h"

enum { BANDS = 3 };
static const double SECONDS = 120.0;

struct row {
    double told[BANDS], off[BANDS], seconds, scored, quality;
};

/* The mean rate of the 8 s before t. */
static double true_bpm(const struct people_record *p, double t)
{
    size_t n = 0;
    double first = 0.0, last = 0.0;
    for (size_t i = 0; i < p->beats_n; i++) {
        if (p->beat_s[i] > t - 9.0 && p->beat_s[i] < t - 1.0) {
            first = n == 0 ? p->beat_s[i] : first;
            last = p->beat_s[i];
            n++;
        }
    }
    return n < 3 ? (double)NAN : 60.0 * (double)(n - 1) / (last - first);
}

static void watch(struct row *r, const struct measures *m, double bpm)
{
    int band = m->quality < 0.5F ? 0 : (m->quality < 0.8F ? 1 : 2);
    r->seconds += 1.0;
    r->quality += (double)m->quality;
    r->scored += m->scored ? 1.0 : 0.0;
    if (!isnan(m->hr_bpm) && !isnan(bpm)) {
        r->told[band] += 1.0;
        r->off[band] += fabs((double)m->hr_bpm - bpm) > 0.1 * bpm ? 1.0 : 0.0;
    }
}

static void run(struct row *r, const struct people_record *p, uint8_t kind, struct body *b)
{
    double next_s = 1.0;
    if (body_init(b) != R_OK || body_stream(b, 0, kind, 0, (float)p->hz) != R_OK) {
        exit(1);
    }
    for (size_t i = 0; i < p->n; i++) {
        double t = (double)i / p->hz;
        body_reading(b, &(struct reading){.kind = kind,
                                          .t = usec_from_s(t),
                                          .tick = (int64_t)i,
                                          .value = p->v[i],
                                          .source = 0,
                                          .flags = READING_EXACT});
        if (t >= next_s) {
            body_tick(b, usec_from_s(next_s));
            if (next_s > 12.0) {
                watch(r, body_measures(b), true_bpm(p, next_s));
            }
            next_s += 1.0;
        }
    }
    body_deinit(b);
}

static void print_row(const char *label, const struct row *r)
{
    printf("%-28s quality %4.2f scored %5.1f %%", label, r->quality / r->seconds, 100.0 * r->scored / r->seconds);
    for (int k = 0; k < BANDS; k++) {
        printf("   %5.1f %% told, off %5.1f %%", 100.0 * r->told[k] / r->seconds,
               r->told[k] > 0.0 ? 100.0 * r->off[k] / r->told[k] : 0.0);
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    int persons = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 8;
    const char *pattern = argc > 2 ? argv[2] : "";
    long first = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
    struct body *b = malloc(body_size());
    printf("%58s   quality under 0.5          0.5 to 0.8                 0.8 and more\n", "");
    for (int kind = 0; b != NULL && kind < PEOPLE_KINDS; kind++) {
        struct row r = {.seconds = 0.0};
        char label[64];
        people_label(kind, label, sizeof label);
        if (strstr(label, pattern) == NULL) {
            continue;
        }
        for (int s = 0; s < persons; s++) {
            struct people_record p = people_draw(kind, first + s, SECONDS);
            run(&r, &p, people_is_pulse(kind) ? READING_PPG : READING_ECG, b);
            free(p.v);
        }
        print_row(label, &r);
    }
    free(b);
    return 0;
}
