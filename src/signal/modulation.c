/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the shape of the heart's wave changes from beat to beat.
 *
 * 1. Beats are in strict order of time.
 * 2. A series is limited before it is interpolated: one torn beat moves the grid no further than the others reach.
 */
#include "signal/modulation.h"

#include <string.h>

#include "base/hash.h"
#include "signal/stats.h"

enum { SAMPLE_MAX = 64 }; /* chosen: sorting takes its square */

static const usec HOLE_US = 6 * USEC_PER_SEC; /* chosen: some unusual beats cost a breath, not the window */
static const float FAR = 4.0F * 1.4826F;      /* median deviations; 1.4826: to the deviation of a normal spread */

/* The known values of one kind within the window, oldest first. */
struct series {
    usec t[MODULATION_BEATS];
    float v[MODULATION_BEATS];
    size_t n;
};

void modulation_init(struct modulation *m)
{
    memset(m, 0, sizeof *m);
}

void modulation_push(struct modulation *m, usec t, const struct mark_wave *wave)
{
    if (m->n > 0 && t <= m->t[(m->first + m->n - 1) % MODULATION_BEATS]) {
        return;
    }
    size_t at = (m->first + m->n) % MODULATION_BEATS;
    m->t[at] = t;
    m->value[MODULATION_SIZE][at] = wave->size;
    m->value[MODULATION_BASE][at] = wave->base;
    m->value[MODULATION_WIDTH][at] = wave->width_s;
    if (m->n < MODULATION_BEATS) {
        m->n++;
    } else {
        m->first = (m->first + 1) % MODULATION_BEATS;
    }
}

/* From one beat before `from` on. */
static void gather(const struct modulation *m, enum modulation_kind kind, usec from, struct series *s)
{
    s->n = 0;
    for (size_t i = 0; i < m->n; i++) {
        size_t at = (m->first + i) % MODULATION_BEATS;
        if (!isfinite(m->value[kind][at])) {
            continue;
        }
        s->n = m->t[at] <= from ? 0 : s->n;
        s->t[s->n] = m->t[at];
        s->v[s->n++] = m->value[kind][at];
    }
}

/* The median of a sample of the values: all the limit needs, and quickly sorted. */
static float middle(const float *v, size_t n)
{
    float some[SAMPLE_MAX];
    size_t step = (n + SAMPLE_MAX - 1) / SAMPLE_MAX, k = 0;
    for (size_t i = 0; i < n; i += step) {
        some[k++] = v[i];
    }
    return stats_median(some, k);
}

/* Pulls far values in. return: false when nothing changes. */
static bool limit(struct series *s)
{
    float off[MODULATION_BEATS], mid = middle(s->v, s->n);
    for (size_t i = 0; i < s->n; i++) {
        off[i] = fabsf(s->v[i] - mid);
    }
    float far = FAR * middle(off, s->n);
    for (size_t i = 0; i < s->n; i++) {
        s->v[i] = fmaxf(mid - far, fminf(mid + far, s->v[i]));
    }
    return far > 0.0F;
}

static bool whole(const struct series *s, usec from, usec end)
{
    if (s->n < 2 || s->t[0] - from > HOLE_US || end - s->t[s->n - 1] > HOLE_US) {
        return false;
    }
    for (size_t i = 1; i < s->n; i++) {
        if (s->t[i] - s->t[i - 1] > HOLE_US) {
            return false;
        }
    }
    return true;
}

bool modulation_window(const struct modulation *m, enum modulation_kind kind, usec end, float *out, size_t n)
{
    struct series s;
    usec step = USEC_PER_SEC / MODULATION_HZ, from = end - (usec)(n - 1) * step;
    gather(m, kind, from, &s);
    if (!whole(&s, from, end) || !limit(&s)) {
        return false;
    }
    size_t i = 0;
    for (size_t k = 0; k < n; k++) {
        usec t = from + (usec)k * step;
        while (i < s.n && s.t[i] < t) {
            i++;
        }
        if (i == 0 || i == s.n) {
            out[k] = s.v[i == 0 ? 0 : s.n - 1];
            continue;
        }
        float share = (float)((double)(t - s.t[i - 1]) / (double)(s.t[i] - s.t[i - 1]));
        out[k] = s.v[i - 1] + share * (s.v[i] - s.v[i - 1]);
    }
    return true;
}

uint64_t modulation_hash(const struct modulation *m, uint64_t h)
{
    h = hash_u64(h, m->n);
    for (size_t i = 0; i < m->n; i++) {
        size_t at = (m->first + i) % MODULATION_BEATS;
        h = hash_i64(h, m->t[at]);
        for (int k = 0; k < MODULATION_KINDS; k++) {
            h = hash_f32(h, m->value[k][at]);
        }
    }
    return h;
}
