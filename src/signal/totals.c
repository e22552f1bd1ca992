/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signal/totals.h"

#include <math.h>

#include "base/hash.h"

void totals_init(struct totals *s)
{
    *s = (struct totals){.last_used_ms = NAN};
}

static void count_interval(struct totals *s, const struct tachogram_point *p)
{
    double rr = (double)p->rr_ms, off = rr - s->rr_mean;
    s->used++;
    s->rr_mean += off / (double)s->used;
    s->rr_squares += off * (rr - s->rr_mean);
    s->hr_sum += 60000.0 / rr;
    if (p->joined && !isnan(s->last_used_ms)) {
        double d = rr - (double)s->last_used_ms;
        s->difference_squares += d * d;
        s->pairs++;
    }
    s->last_used_ms = p->rr_ms;
}

void totals_push(struct totals *s, const struct artefact_out *o)
{
    s->beats++;
    s->corrected += !o->beat.used && !isnan(o->beat.rr_ms) ? 1 : 0;
    if (!o->beat.used) {
        s->last_used_ms = NAN;
        return;
    }
    for (uint8_t k = 0; k < o->points_n; k++) {
        count_interval(s, &o->points[k]);
    }
}

void totals_tell(const struct totals *s, struct body_totals *out)
{
    *out = (struct body_totals){s->beats, s->corrected, (double)NAN, (double)NAN, (double)NAN};
    if (s->used < 2) {
        return;
    }
    out->mean_hr_bpm = s->hr_sum / (double)s->used;
    out->sdnn_ms = sqrt(s->rr_squares / (double)(s->used - 1));
    if (s->pairs > 0) {
        out->rmssd_ms = sqrt(s->difference_squares / (double)s->pairs);
    }
}

uint64_t totals_hash(const struct totals *s, uint64_t h)
{
    h = hash_u64(hash_u64(hash_u64(hash_u64(h, s->beats), s->corrected), s->used), s->pairs);
    h = hash_f64(hash_f64(hash_f64(h, s->rr_mean), s->rr_squares), s->hr_sum);
    return hash_f32(hash_f64(h, s->difference_squares), s->last_used_ms);
}
