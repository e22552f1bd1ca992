/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The heart's rhythm as corrected intervals.
 *
 * 1. Points are in strict order of time; all values are finite and positive.
 * 2. Nothing is said about a moment in a hole or outside of the points.
 */
#include "signal/tachogram.h"

#include <math.h>

#include "base/hash.h"

/* What an interval costs that was not seen, and how much of that is allowed. */
enum { GUESSED_COSTS = 3, PUT_BACK_COSTS = 1, COSTS_MOST = 6 };

void tachogram_init(struct tachogram *g)
{
    g->first = g->n = 0;
}

const struct tachogram_point *tachogram_at(const struct tachogram *g, size_t i)
{
    return &g->points[(g->first + i) % TACHOGRAM_MAX];
}

usec tachogram_end(const struct tachogram *g)
{
    return g->n == 0 ? USEC_NONE : tachogram_at(g, g->n - 1)->t;
}

void tachogram_push(struct tachogram *g, const struct tachogram_point *p)
{
    if (!isfinite(p->rr_ms) || !(p->rr_ms > 0.0F) || (g->n > 0 && p->t <= tachogram_end(g))) {
        return;
    }
    g->points[(g->first + g->n) % TACHOGRAM_MAX] = *p;
    if (g->n < TACHOGRAM_MAX) {
        g->n++;
    } else {
        g->first = (g->first + 1) % TACHOGRAM_MAX;
    }
}

usec tachogram_span(const struct tachogram *g)
{
    if (g->n == 0) {
        return 0;
    }
    size_t i = g->n - 1;
    while (i > 0 && tachogram_at(g, i)->t - tachogram_at(g, i - 1)->t <= TACHOGRAM_HOLE_US) {
        i--;
    }
    return tachogram_end(g) - tachogram_at(g, i)->t;
}

static float between(const struct tachogram_point *a, const struct tachogram_point *b, usec t)
{
    return a->rr_ms + (b->rr_ms - a->rr_ms) * (float)((double)(t - a->t) / (double)(b->t - a->t));
}

/* True when the last `need` before the newest point have no hole: only so far back is looked. */
static bool whole_since(const struct tachogram *g, usec need)
{
    usec end = tachogram_end(g), later = end;
    for (size_t i = g->n; i-- > 0;) {
        usec t = tachogram_at(g, i)->t;
        if (later - t > TACHOGRAM_HOLE_US) {
            return false;
        }
        if (end - t >= need) {
            return true;
        }
        later = t;
    }
    return false;
}

bool tachogram_window(const struct tachogram *g, float *out, size_t n)
{
    usec step = USEC_PER_SEC / TACHOGRAM_HZ;
    if (n == 0 || g->n == 0 || !whole_since(g, (usec)(n - 1) * step)) {
        return false;
    }
    size_t i = g->n - 1;
    const struct tachogram_point *b = tachogram_at(g, i), *a = i > 0 ? tachogram_at(g, i - 1) : NULL;
    usec t = b->t;
    for (size_t k = n; k-- > 0; t -= step) {
        while (a != NULL && a->t >= t) {
            i--;
            b = a;
            a = i > 0 ? tachogram_at(g, i - 1) : NULL;
        }
        out[k] = b->t == t || a == NULL ? b->rr_ms : between(a, b, t);
    }
    return true;
}

/* Index of the first point at or after t; g->n when there is none. */
static size_t first_from(const struct tachogram *g, usec t)
{
    size_t low = 0, high = g->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (tachogram_at(g, mid)->t < t) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

void tachogram_rr_at(const struct tachogram *g, const usec *t, float *rr_ms, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        size_t i = first_from(g, t[k]);
        rr_ms[k] = NAN;
        if (i == g->n) {
            continue;
        }
        const struct tachogram_point *b = tachogram_at(g, i);
        if (b->t == t[k]) {
            rr_ms[k] = b->rr_ms;
        } else if (i > 0 && b->t - tachogram_at(g, i - 1)->t <= TACHOGRAM_HOLE_US) {
            rr_ms[k] = between(tachogram_at(g, i - 1), b, t[k]);
        }
    }
}

bool tachogram_clear_at(const struct tachogram *g, usec t)
{
    size_t i = first_from(g, t), from = i > TACHOGRAM_AROUND ? i - TACHOGRAM_AROUND : 0;
    int costs = 0;
    for (size_t k = from; k < i + TACHOGRAM_AROUND && k < g->n; k++) {
        const struct tachogram_point *p = tachogram_at(g, k);
        costs += p->used ? 0 : p->put_back ? PUT_BACK_COSTS : GUESSED_COSTS;
    }
    return costs <= COSTS_MOST;
}

void tachogram_figures(const struct tachogram *g, usec from, usec to, struct tachogram_figures *out)
{
    *out = (struct tachogram_figures){NAN, NAN, NAN, 0, 0};
    double sum = 0.0, squares = 0.0, differences = 0.0;
    size_t pairs = 0, begin = first_from(g, from + 1), end = first_from(g, to + 1);
    for (size_t i = begin; i < end; i++) {
        const struct tachogram_point *p = tachogram_at(g, i);
        if (!p->used) {
            out->corrected++;
            continue;
        }
        out->used++;
        sum += (double)p->rr_ms;
        if (i > begin && p->joined && tachogram_at(g, i - 1)->used) {
            double d = (double)p->rr_ms - (double)tachogram_at(g, i - 1)->rr_ms;
            differences += d * d;
            pairs++;
        }
    }
    if (out->used < 2) {
        return;
    }
    double mean = sum / (double)out->used;
    for (size_t i = begin; i < end; i++) {
        double d = (double)tachogram_at(g, i)->rr_ms - mean;
        squares += tachogram_at(g, i)->used ? d * d : 0.0;
    }
    out->mean_rr_ms = (float)mean;
    out->sdnn_ms = (float)sqrt(squares / (double)(out->used - 1));
    if (pairs > 0) {
        out->rmssd_ms = (float)sqrt(differences / (double)pairs);
    }
}

float tachogram_corrected_share(const struct tachogram_figures *f)
{
    size_t all = f->used + f->corrected;
    return all == 0 ? 0.0F : (float)f->corrected / (float)all;
}

uint64_t tachogram_hash(const struct tachogram *g, uint64_t h)
{
    h = hash_u64(h, g->n);
    for (size_t i = 0; i < g->n; i++) {
        const struct tachogram_point *p = tachogram_at(g, i);
        h = hash_f32(hash_i64(h, p->t), p->rr_ms);
        h = hash_u64(hash_u64(hash_u64(h, p->used), p->joined), p->put_back);
    }
    return h;
}
