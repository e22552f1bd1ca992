/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block is measured when its last breath is over, on the pacer's own phase: heart rate as far as it is judged by
   then, breathing as it was sensed. */
#include "train/follower.h"

#include <math.h>

#include "base/hash.h"

/* Rates at which the heart is looked for when it does not swing with the pacer: from well apart of it to the breath of
   somebody at rest. chosen */
static const float OTHER_FROM = 1.15F, OTHER_TO = 3.0F, OTHER_MAX_PER_MIN = 20.0F;

/* chosen: half of a new block counts, so that the light answers within two blocks and never jumps */
static const float STEADINESS_STEP = 0.5F;

/* chosen: as long as a breath at the slowest pace takes */
static const usec AWAY_US = 20 * USEC_PER_SEC;

void follower_init(struct follower *f, const struct adapt_config *c)
{
    *f = (struct follower){.lung_n = 0};
    for (int i = 0; i < FOLLOWER_LUNG; i++) {
        f->lung[i] = NAN;
    }
    adapt_init(&f->adapt, c);
}

/* One value each step of session time; a pause leaves no hole, only steps without value. */
void follower_advance(struct follower *f, usec now, const struct body *body)
{
    int64_t due = now / FOLLOWER_LUNG_STEP_US;
    if (due <= f->lung_n) {
        return;
    }
    float value = body_breath_value(body);
    if (due - f->lung_n > FOLLOWER_LUNG) {
        f->lung_n = due - FOLLOWER_LUNG;
    }
    while (f->lung_n < due) {
        f->lung[++f->lung_n % FOLLOWER_LUNG] = value;
    }
}

static float lung_at(const struct follower *f, usec t)
{
    int64_t k = t / FOLLOWER_LUNG_STEP_US;
    return k < 1 || k > f->lung_n || k <= f->lung_n - FOLLOWER_LUNG ? NAN : f->lung[k % FOLLOWER_LUNG];
}

/* The last guided breaths, and whether the heart swings more clearly at a faster rate than the pacer's. */
bool follower_measure(struct follower *f, usec from, usec to, const struct body *body)
{
    usec t[FOLLOW_POINTS_MAX];
    float t_s[FOLLOW_POINTS_MAX], hr[FOLLOW_POINTS_MAX], lung[FOLLOW_POINTS_MAX], cycles[FOLLOW_POINTS_MAX];
    usec span = to - from;
    for (int i = 0; i < FOLLOW_POINTS_MAX; i++) {
        t[i] = from + span * i / FOLLOW_POINTS_MAX;
        t_s[i] = (float)usec_to_s(t[i] - from);
        cycles[i] = (float)ADAPT_BLOCK_BREATHS * (float)i / (float)FOLLOW_POINTS_MAX;
        lung[i] = lung_at(f, t[i]);
    }
    body_hr_at(body, t, hr, FOLLOW_POINTS_MAX);
    f->fit = follow_measure(t_s, hr, cycles, FOLLOW_POINTS_MAX);
    struct adapt_block block = {.heart = f->fit,
                                .breath = follow_measure(t_s, lung, cycles, FOLLOW_POINTS_MAX),
                                .other = {NAN, NAN},
                                .per_min = (float)(60.0 * ADAPT_BLOCK_BREATHS / usec_to_s(span))};
    if (!block.breath.valid) { /* a breathing sensor tells by itself who follows */
        block.other = follow_search(t_s, hr, FOLLOW_POINTS_MAX, block.per_min * OTHER_FROM,
                                    fminf(block.per_min * OTHER_TO, OTHER_MAX_PER_MIN));
    }
    adapt_measured(&f->adapt, &block);
    float seen = f->fit.valid ? f->fit.r2 : 0.0F;
    f->steadiness += STEADINESS_STEP * (seen - f->steadiness);
    return f->fit.valid;
}

bool follower_present(const struct follower *f, usec now, const struct body *body)
{
    const struct adapt *a = &f->adapt;
    bool breathes = a->own_n > 0 && a->own_source != BREATH_HEART && now - a->own_t[a->own_n - 1] < AWAY_US;
    return breathes || !isnan(body_measures(body)->hr_bpm);
}

uint64_t follower_hash(const struct follower *f, uint64_t h)
{
    h = hash_f32s(hash_i64(hash_f32(h, f->steadiness), f->lung_n), f->lung, FOLLOWER_LUNG);
    return adapt_hash(&f->adapt, h);
}
