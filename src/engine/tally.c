/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums for the summary. A mean over nothing is unknown, not zero. */
#include "engine/tally.h"

#include <math.h>

#include "base/hash.h"

void tally_init(struct tally *t)
{
    *t = (struct tally){.settle_s = (double)NAN};
}

static void settle(struct tally *t, bool coherent)
{
    if (!isnan(t->settle_s)) {
        return;
    }
    t->streak = coherent ? t->streak + 1 : 0;
    if (t->streak >= TALLY_SETTLE_S) {
        t->settle_s = (double)(t->seconds - t->streak);
    }
}

void tally_state(struct tally *t, const struct measures *m, bool practising)
{
    if (!practising) {
        return;
    }
    t->seconds++;
    if (!isnan(m->swing_bpm)) {
        t->swings++;
        t->swing += (double)m->swing_bpm;
    }
    bool coherent = m->scored && m->peak_share >= TALLY_COHERENT_SHARE;
    settle(t, coherent);
    if (m->scored) {
        t->scored++;
        t->coherent += coherent ? 1 : 0;
        t->coherence += (double)m->coherence_score;
    }
}

void tally_breath(struct tally *t, uint8_t matched)
{
    if (matched == MATCHED_UNKNOWN) {
        return;
    }
    uint32_t yes = matched == MATCHED_YES ? 1 : 0;
    t->breaths++;
    t->matched += yes;
    t->late_adherence += ((float)yes - t->late_adherence) / fminf((float)t->breaths, (float)TALLY_LATE_BREATHS);
}

void tally_gap(struct tally *t, usec length)
{
    t->gaps++;
    t->gap += length;
}

static double share(double part, uint32_t of)
{
    return of > 0 ? part / (double)of : (double)NAN;
}

float tally_adherence(const struct tally *t)
{
    return (float)share((double)t->matched, t->breaths);
}

float tally_late_adherence(const struct tally *t)
{
    return t->breaths > 0 ? t->late_adherence : NAN;
}

/* Not a second could be scored, and of beats this many were none: what is left is no figure of a heart. */
static struct body_totals believable(const struct tally *t, const struct body_totals *b)
{
    struct body_totals out = *b;
    if (t->scored == 0 && (double)b->corrected > TALLY_CORRECTED_MOST * (double)b->beats) {
        out.mean_hr_bpm = out.sdnn_ms = out.rmssd_ms = (double)NAN;
    }
    return out;
}

void tally_summary(const struct tally *t, const struct body_totals *b, struct event_summary *out)
{
    *out = (struct event_summary){
        .minutes = (double)t->seconds / 60.0,
        .scored_minutes = (double)t->scored / 60.0,
        .totals = believable(t, b),
        .coherence_mean = share(t->coherence, t->scored),
        .coherent_share = share((double)t->coherent, t->scored),
        .swing_mean_bpm = share(t->swing, t->swings),
        .adherence = share((double)t->matched, t->breaths),
        .settle_s = t->settle_s,
        .resonance_per_min = (double)NAN,
        .resonance_sd = (double)NAN,
        .own_per_min = (double)NAN,
        .own_inhale_share = (double)NAN,
        .gaps = t->gaps,
        .gap_s = usec_to_s(t->gap),
        .answer = answer_none(),
    };
}

uint64_t tally_hash(const struct tally *t, uint64_t h)
{
    h = hash_u64(hash_u64(hash_u64(h, t->seconds), t->scored), t->coherent);
    h = hash_f32(hash_u64(hash_u64(hash_u64(h, t->swings), t->breaths), t->matched), t->late_adherence);
    h = hash_f64(hash_f64(hash_u64(h, t->gaps), t->coherence), t->swing);
    return hash_f64(hash_u64(hash_i64(h, t->gap), t->streak), t->settle_s);
}
