/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block is measured when its last breath is over, on the pacer's own phase: heart rate as far as it is judged by
   then, breathing as it was sensed. */
#include "train/follower.h"

#include <math.h>

#include "base/hash.h"

/* Rates at which the heart is looked for when it does not swing with the pacer: from well apart of it to the breath of
   somebody at rest. chosen */
static const float OTHER_FROM = 1.15F, OTHER_TO = 3.0F, OTHER_MAX_PER_MIN = 20.0F;

/* A heart that varies by less is told too coarsely by many sensors (beats to 5 ms). One of which less than half follows
   any rate, and the rest varies by more, while beats had to be corrected, is out of order; without that it is a strong
   heart of somebody who breathes unevenly. chosen: two blocks of three of wholly irregular intervals */
static const float EVEN_BPM = 0.4F, WILD_BPM = 4.0F, ORDERED_R2 = 0.5F, WILD_QUALITY = 0.95F;

/* chosen: half of a new block counts, so that the light answers within two blocks and never jumps */
static const float STEADINESS_STEP = 0.5F;

/* chosen: as long as a breath at the slowest pace takes */
static const usec AWAY_US = 20 * USEC_PER_SEC;

/* Paced people tend to breathe too much at first: carbon dioxide under 30 mmHg in 37.5 % on the first day (Szulczewski
   2019, doi 10.1371/journal.pone.0218550). Half more air than before for two blocks is much; a quarter more is not.
   chosen */
static const float DEEP_SHARE = 1.5F, EASY_SHARE = 1.25F;
enum { DEEP_BLOCKS = 2, BASE_LEAST = 80 }; /* values of the belt before the pacer: 20 s */

void follower_init(struct follower *f, const struct adapt_config *c)
{
    *f = (struct follower){.ventilation = NAN, .base = NAN};
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

/* Half of how far the breath came from `half` before t until t. */
static float came_within(const struct follower *f, usec t, usec half)
{
    return (lung_at(f, t) - lung_at(f, t - half)) / 2.0F;
}

/* How far the breath comes within half of its length, as a standard deviation in the belt's unit: a slow drift hardly
   shows in it. NaN when fewer than `least` values are known. */
static float depth_between(const struct follower *f, usec from, usec to, usec half, int least)
{
    double sum = 0.0, square = 0.0;
    int n = 0;
    for (usec t = from; t <= to; t += FOLLOWER_LUNG_STEP_US) {
        double v = (double)came_within(f, t, half);
        sum += isnan(v) ? 0.0 : v;
        square += isnan(v) ? 0.0 : v * v;
        n += isnan(v) ? 0 : 1;
    }
    double mean = n > 0 ? sum / n : 0.0;
    return n >= least && n > 1 ? (float)sqrt(fmax(0.0, square / n - mean * mean)) : NAN;
}

static usec half_of(float per_min)
{
    return per_min > 0.0F ? usec_from_s(30.0 / (double)per_min) : 0;
}

/* Depth times rate against what it was while the person breathed as they like. */
static void weigh_breath(struct follower *f, usec from, usec to, float per_min)
{
    usec before = from - 40 * USEC_PER_SEC;
    if (isnan(f->base)) {
        float own = f->adapt.begun_per_min;
        f->base = depth_between(f, before > 0 ? before : 0, from, half_of(own), BASE_LEAST) * own;
    }
    int least = (int)((to - from) / FOLLOWER_LUNG_STEP_US / 2);
    float now = depth_between(f, from, to, half_of(per_min), least) * per_min;
    f->ventilation = f->base > 0.0F ? now / f->base : NAN;
    f->deep_blocks = f->ventilation > DEEP_SHARE ? (uint8_t)(f->deep_blocks + (f->deep_blocks < UINT8_MAX)) : 0;
    f->soften = f->deep_blocks >= DEEP_BLOCKS || (f->soften && f->ventilation > EASY_SHARE);
}

/* Of both kinds of heart "not followed" would be said of what nobody can see. */
static bool mute(const struct adapt_block *b, float spread_bpm, float quality)
{
    float ordered = fmaxf(b->heart.r2, isnan(b->other.r2) ? 0.0F : b->other.r2);
    bool wild = ordered < ORDERED_R2 && spread_bpm * sqrtf(1.0F - ordered) > WILD_BPM;
    return spread_bpm < EVEN_BPM || (wild && quality < WILD_QUALITY);
}

/* The last guided breaths, and whether the heart swings more clearly at a faster rate than the pacer's. */
bool follower_measure(struct follower *f, usec from, usec to, const struct body *body)
{
    usec t[FOLLOW_POINTS_MAX];
    float t_s[FOLLOW_POINTS_MAX], hr[FOLLOW_POINTS_MAX], lung[FOLLOW_POINTS_MAX], cycles[FOLLOW_POINTS_MAX];
    struct follow_breath breath;
    usec span = to - from, eighth = span / ADAPT_BLOCK_BREATHS / 8;
    for (int i = 0; i < FOLLOW_POINTS_MAX; i++) {
        t[i] = from + span * i / FOLLOW_POINTS_MAX;
        t_s[i] = (float)usec_to_s(t[i] - from);
        cycles[i] = (float)ADAPT_BLOCK_BREATHS * (float)i / (float)FOLLOW_POINTS_MAX;
        lung[i] = lung_at(f, t[i]);
        breath.early[i] = came_within(f, t[i] - eighth, 4 * eighth);
        breath.late[i] = came_within(f, t[i] - 3 * eighth, 4 * eighth);
    }
    body_hr_at(body, t, hr, FOLLOW_POINTS_MAX);
    f->fit = follow_measure(t_s, hr, cycles, FOLLOW_POINTS_MAX);
    struct adapt_block block = {.heart = f->fit,
                                .breath = follow_sensed(t_s, lung, cycles, FOLLOW_POINTS_MAX),
                                .gain = follow_gain(t_s, hr, &breath, FOLLOW_POINTS_MAX),
                                .other = {NAN, NAN},
                                .per_min = (float)(60.0 * ADAPT_BLOCK_BREATHS / usec_to_s(span))};
    if (!block.breath.valid) { /* a breathing sensor tells by itself who follows */
        block.other = follow_search(t_s, hr, FOLLOW_POINTS_MAX, block.per_min * OTHER_FROM,
                                    fminf(block.per_min * OTHER_TO, OTHER_MAX_PER_MIN));
        block.mute = mute(&block, follow_spread(t_s, hr, FOLLOW_POINTS_MAX), body_measures(body)->quality);
    }
    weigh_breath(f, from, to, block.per_min);
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
    h = hash_f32(hash_f32(hash_u64(h, (uint64_t)f->deep_blocks << 1 | f->soften), f->ventilation), f->base);
    return adapt_hash(&f->adapt, h);
}
