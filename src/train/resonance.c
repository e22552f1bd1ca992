/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A belief on a grid of 50 places and 12 shapes of a resonance. Each block of breaths first lets the resonance move a
 * little, then weighs every curve by how well it explains what was seen.
 *
 * 1. The prior is on the rate that is best to breathe at, not on the curve's parameters: curves that share a best rate
 *    share its weight.
 * 2. One block that is far off counts little: its error has long tails.
 * 3. What the phase is worth is its change: where it lies at all is learned with the first block, because a sensor, an
 *    artery and a habit shift it. A resonance that moves turns the phase before it costs much of the swing.
 * 4. Weights add up to 1, and no place is ever given up.
 */
#include "train/resonance.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "train/depth.h"

static const float PEAK_FROM = 3.6F, PEAK_STEP = 0.1F;
enum { WIDTHS = 6, SHARES = 2 };
static const float WIDTH[WIDTHS] = {0.9F, 1.2F, 1.5F, 1.8F, 2.2F, 2.8F}; /* broad: Hirsch & Bishop 1981 */
static const float SHARE[SHARES] = {0.15F, 0.40F}; /* of the fast path, which is flat here. chosen: about 0.15-0.45 */
static const float FAST_PER_MIN = 9.0F;            /* its corner, 0.15 Hz; 0.12-0.2 Hz in people */
/* The heart answers a breath so much later at any rate, beside the curve: slower breaths lose less phase by it. How
   late this person's is beside that is part of by_pace below. chosen: the middle of 0.2-0.9 s */
static const float LATE_S = 0.5F;
static const float BEST_FROM = 3.8F, BEST_TO = 8.0F, BEST_STEP = 0.05F, BIN = 0.1F;
static const float FREEDOM = 4.0F; /* of the Student-t errors */
static const float TWO_PI_F = 6.2831853F;
static const float UNKNOWN_VAR = 1e4F;
static const float NO_WEIGHT = 1e-30F;

/* From a block to the next, half a minute later, the resonance wanders by this (standard deviation); or, with this
   share, moves by that: once in 80 minutes while the pace is on its way and blurs what a move would change, four times
   as often while it is held and nothing else changes. chosen: what tests/bench/bench_coach.c loses on hearts that stay
   is a quarter of what it wins on those that move */
static const float WANDER_PER_MIN = 0.03F, MOVE_SHARE[2] = {0.006F, 0.025F}, MOVE_PER_MIN = 0.8F;

/* Who sits down comes to rest, and the swing grows with it, whatever the pace: by a fifth in all, most of it in the
   first five minutes; and it wanders by this from block to block. Without it a search that goes from fast to slow finds
   too slow a rate, and does so again every day. chosen */
static const float REST_RISE = 0.02F, REST_BLOCKS = 10.0F, HEIGHT_WANDER = 0.02F;

/**
 * What varies beside the measured error: size (depth of the breath and attention, as a share), lead (rad), and how much
 * the offset of the lead changes with the pace (rad by 1/min) and from block to block. With a breathing sensor the
 * breath itself is known; without, who follows is now ahead of the pacer and now behind. chosen: spread of blocks at
 * one pace in the simulated persons, 0.13-0.18 and 0.35-0.45 rad
 *
 * learned, learned_tested, learned_held
 *   These are so large that no odd block leads the pace astray; more is known than they let one believe. So many times
 *   counts what the belief gained over the prior, in 1/variance; without gain the prior is told. The second one where a
 *   test went from rate to rate, whatever was believed; the third one while the pace is held.
 *   chosen: so that the middle 80 % hold the truth of 75-88 % of the people of tests/bench/bench_coach.c (main, weak;
 *   first and third day) and bench_rate.c
 */
struct spread {
    float size, lead, by_pace, by_block, learned, learned_tested, learned_held;
};
static const struct spread BY_DEPTH = {0.07F, 0.15F, 0.07F, 0.01F, 2.2F, 2.2F, 2.3F},
                           BY_PACER = {0.10F, 0.40F, 0.30F, 0.05F, 2.3F, 1.8F, 3.6F};

/* So well is known how far a belt slipped, logarithm. chosen: breaths vary by some 8 % about their pace */
static const float SLIP_SD = 0.1F;

/* Blocks that are learned in one call. */
enum { LEARN_MOST = 6 };

/* --- curves ------------------------------------------------------------------------------------------------------ */

/* Heart over breath, a complex number. */
struct gain {
    float re, im;
};

static struct gain curve(float f, float f0, int shape)
{
    float q = WIDTH[shape / SHARES], w = SHARE[shape % SHARES];
    float d = q * (f / f0 - f0 / f), slow = (1.0F - w) / (1.0F + d * d);
    float x = f / FAST_PER_MIN, fast = w / (1.0F + x * x);
    return (struct gain){slow + fast, -d * slow - x * fast};
}

static float power(struct gain g)
{
    return g.re * g.re + g.im * g.im;
}

static float peak_of(int i)
{
    return PEAK_FROM + PEAK_STEP * (float)i;
}

/* How large the swing itself is: slower breaths are deeper, whatever was measured. */
static float swing_power(float f, float f0, int shape)
{
    return power(curve(f, f0, shape)) * expf(2.0F * depth_usual(f));
}

static float best_of(float f0, int shape)
{
    float best = BEST_FROM, top = 0.0F;
    for (int i = 0; BEST_FROM + BEST_STEP * (float)i <= BEST_TO + 1e-4F; i++) {
        float f = BEST_FROM + BEST_STEP * (float)i, g = swing_power(f, f0, shape);
        best = g > top ? f : best;
        top = fmaxf(top, g);
    }
    return best;
}

static int bin_of(float best)
{
    int bin = (int)((best - BEST_FROM) / BIN + 0.5F);
    return bin < 0 ? 0 : (bin >= RESONANCE_BINS ? RESONANCE_BINS - 1 : bin);
}

/* --- the filter -------------------------------------------------------------------------------------------------- */

static void even_out(struct resonance *r)
{
    float sum = 0.0F;
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            sum += r->row[k].weight[i];
        }
    }
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            r->row[k].weight[i] /= sum;
        }
    }
}

/* Nothing learned yet. */
static void restart(struct resonance *r)
{
    memset(r->row, 0, sizeof r->row);
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            float off = (r->best[i][k] - r->mean) / r->sd;
            r->row[k].weight[i] = expf(-0.5F * off * off) / (float)r->crowd[bin_of(r->best[i][k])];
            r->row[k].height_var[i] = r->row[k].offset_var[i] = UNKNOWN_VAR;
        }
    }
    even_out(r);
    r->begun = false;
    r->last_per_min = NAN;
    r->learned = r->n < RESONANCE_BLOCKS ? 0 : r->n - RESONANCE_BLOCKS;
}

static void find_moves(float moves[RESONANCE_PEAKS], float share)
{
    float sum = 0.0F, near = 0.5F * WANDER_PER_MIN * WANDER_PER_MIN / (PEAK_STEP * PEAK_STEP);
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        float z = PEAK_STEP * (float)i / MOVE_PER_MIN;
        moves[i] = expf(-0.5F * z * z);
        sum += i > 0 ? 2.0F * moves[i] : moves[i];
    }
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        float stays = i == 0 ? 1.0F - 2.0F * near : i == 1 ? near : 0.0F;
        moves[i] = share * moves[i] / sum + (1.0F - share) * stays;
    }
}

void resonance_init(struct resonance *r, bool by_depth, float mean, float sd)
{
    memset(r, 0, sizeof *r);
    r->by_depth = by_depth;
    r->mean = mean;
    r->sd = sd;
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        for (int k = 0; k < RESONANCE_SHAPES; k++) {
            r->best[i][k] = best_of(peak_of(i), k);
            r->crowd[bin_of(r->best[i][k])]++;
        }
    }
    find_moves(r->moves[false], MOVE_SHARE[false]);
    find_moves(r->moves[true], MOVE_SHARE[true]);
    restart(r);
}

/* Sums over all places from which the resonance may have come: of the weight, and weighted, of height and offset and
   their squares. */
struct mixed {
    float weight[RESONANCE_PEAKS], height[RESONANCE_PEAKS], height_2[RESONANCE_PEAKS], offset[RESONANCE_PEAKS],
        offset_2[RESONANCE_PEAKS];
};

static void mix(struct mixed *m, const struct resonance_row *row, const float *moves)
{
    memset(m, 0, sizeof *m);
    for (int j = 0; j < RESONANCE_PEAKS; j++) {
        float h = row->height[j], o = row->offset[j];
        float h_2 = h * h + row->height_var[j], o_2 = o * o + row->offset_var[j];
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            float w = row->weight[j] * moves[i > j ? i - j : j - i];
            m->weight[i] += w;
            m->height[i] += w * h;
            m->height_2[i] += w * h_2;
            m->offset[i] += w * o;
            m->offset_2[i] += w * o_2;
        }
    }
}

/* The resonance may have moved since the block before, and the person come to rest; slack: variance of what the offset
   did. */
static void let_move(struct resonance *r, float slack)
{
    struct mixed m;
    float rise = REST_RISE * expf(-(float)r->learned / REST_BLOCKS);
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        struct resonance_row *row = &r->row[k];
        mix(&m, row, r->moves[r->held]);
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            float w = fmaxf(m.weight[i], NO_WEIGHT), h = m.height[i] / w, o = m.offset[i] / w;
            row->weight[i] = w;
            row->height[i] = h + rise;
            row->height_var[i] = fmaxf(0.0F, m.height_2[i] / w - h * h) + HEIGHT_WANDER * HEIGHT_WANDER;
            row->offset[i] = o;
            row->offset_var[i] = fmaxf(0.0F, m.offset_2[i] / w - o * o) + slack;
        }
    }
}

/* One value that is off by `error` of what was expected: moves the expectation, and returns how likely that was,
   logarithm. */
static float learn_value(float *mean, float *var, float error, float noise_var)
{
    float all = *var + noise_var, z = error * error / all;
    float weight = (FREEDOM + 1.0F) / (FREEDOM + z), share = *var / (*var + noise_var / weight);
    *mean += share * error;
    *var *= 1.0F - share;
    return -0.5F * (FREEDOM + 1.0F) * logf(1.0F + z / FREEDOM) - 0.5F * logf(all);
}

/* The first phase tells only the offset; it is not wrapped, so that neighbours stay neighbours. */
static float learn_lead(const struct resonance *r, struct resonance_row *row, int i, float off, float noise_var)
{
    if (r->begun) {
        return learn_value(&row->offset[i], &row->offset_var[i], remainderf(off - row->offset[i], TWO_PI_F), noise_var);
    }
    row->offset[i] = off;
    row->offset_var[i] = noise_var;
    return 0.0F;
}

static const struct spread *spread_of(const struct resonance *r)
{
    return r->by_depth ? &BY_DEPTH : &BY_PACER;
}

/* The size of the answer to a usual breath, logarithm. */
static float size_of(const struct resonance *r, const struct resonance_block *b)
{
    return logf(b->amplitude) - (r->by_depth ? 0.0F : depth_usual(b->per_min));
}

static void learn_block(struct resonance *r, const struct resonance_block *b)
{
    const struct spread *s = spread_of(r);
    float rel = b->se / b->amplitude, size_var = rel * rel + s->size * s->size,
          lead_var = rel * rel + s->lead * s->lead, seen = size_of(r, b);
    float lead = b->lead_rad + TWO_PI_F * LATE_S * b->per_min / 60.0F; /* as if the heart were not late */
    float top = -INFINITY;
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        struct resonance_row *row = &r->row[k];
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            struct gain g = curve(b->per_min, peak_of(i), k);
            float log_p = logf(fmaxf(row->weight[i], NO_WEIGHT));
            float height = seen - 0.5F * logf(power(g));
            log_p += learn_value(&row->height[i], &row->height_var[i], height - row->height[i], size_var);
            log_p += isnan(lead) ? 0.0F : learn_lead(r, row, i, lead - atan2f(g.im, g.re), lead_var);
            row->weight[i] = log_p;
            top = fmaxf(top, log_p);
        }
    }
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            r->row[k].weight[i] = expf(r->row[k].weight[i] - top);
        }
    }
    even_out(r);
    r->begun = r->begun || !isnan(b->lead_rad);
}

static void learn(struct resonance *r)
{
    const struct spread *s = spread_of(r);
    for (int i = 0; i < LEARN_MOST && r->learned < r->n; i++) {
        const struct resonance_block *b = &r->blocks[r->learned++ % RESONANCE_BLOCKS];
        if (!isnan(r->last_per_min)) {
            float moved = fabsf(b->per_min - r->last_per_min);
            let_move(r, s->by_pace * s->by_pace * moved + s->by_block * s->by_block);
        }
        learn_block(r, b);
        r->last_per_min = b->per_min;
    }
}

/* --- blocks ------------------------------------------------------------------------------------------------------ */

void resonance_add(struct resonance *r, const struct resonance_block *b)
{
    bool good = b->per_min > 0.0F && b->amplitude > 0.0F && b->se > 0.0F;
    if (good && isfinite(b->per_min) && isfinite(b->amplitude) && isfinite(b->se)) {
        r->blocks[r->n++ % RESONANCE_BLOCKS] = *b;
        learn(r);
    }
}

/* How far the amplitude of a block is from what is believed (logarithm), and the variance of that. */
static float surprise(const struct resonance *r, const struct resonance_block *b, float *var)
{
    float sum = 0.0F, square = 0.0F, seen = size_of(r, b), rel = b->se / b->amplitude, size = spread_of(r)->size;
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        const struct resonance_row *row = &r->row[k];
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            float off = seen - 0.5F * logf(power(curve(b->per_min, peak_of(i), k))) - row->height[i];
            sum += row->weight[i] * off;
            square += row->weight[i] * (off * off + row->height_var[i]);
        }
    }
    *var = square - sum * sum + rel * rel + size * size;
    return sum;
}

float resonance_slip(struct resonance *r, const struct resonance_block *next, float deeper)
{
    float var, off = surprise(r, next, &var), off_slipped = off + deeper;
    float slipped = 1.0F / (1.0F + expf((off_slipped * off_slipped - off * off) / (2.0F * var)));
    float more_var = slipped * (1.0F - slipped) * deeper * deeper + slipped * SLIP_SD * SLIP_SD;
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        for (int i = 0; i < RESONANCE_PEAKS; i++) {
            r->row[k].height[i] -= slipped * deeper;
            r->row[k].height_var[i] += more_var;
        }
    }
    return slipped;
}

static uint32_t kept(const struct resonance *r)
{
    return r->n < RESONANCE_BLOCKS ? r->n : RESONANCE_BLOCKS;
}

void resonance_forget_below(struct resonance *r, float per_min)
{
    struct resonance_block left[RESONANCE_BLOCKS] = {{0}};
    uint32_t n = kept(r), k = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct resonance_block b = r->blocks[(r->n - n + i) % RESONANCE_BLOCKS];
        if (b.per_min > per_min) {
            left[k++] = b;
        }
    }
    if (k < n) {
        memcpy(r->blocks, left, sizeof left);
        r->n = k;
        restart(r);
        learn(r);
    }
}

uint32_t resonance_blocks(const struct resonance *r, struct resonance_block *out, uint32_t cap)
{
    uint32_t n = kept(r), k = 0;
    for (; k < n && k < cap; k++) {
        out[k] = r->blocks[(r->n - n + k) % RESONANCE_BLOCKS];
    }
    return k;
}

uint32_t resonance_count(const struct resonance *r)
{
    return kept(r);
}

float resonance_slowest(const struct resonance *r)
{
    float slowest = NAN;
    for (uint32_t i = 0; i < kept(r); i++) {
        slowest = fminf(slowest, r->blocks[i].per_min);
    }
    return slowest;
}

static float quantile(const float *bins, float share)
{
    float sum = 0.0F;
    for (int i = 0; i < RESONANCE_BINS; i++) {
        if (sum + bins[i] >= share && bins[i] > 0.0F) {
            return BEST_FROM + BIN * ((float)i - 0.5F + (share - sum) / bins[i]);
        }
        sum += bins[i];
    }
    return BEST_TO;
}

float resonance_prior_sd(const struct resonance *r)
{
    return r->sd;
}

/* How much narrower the belief is told than the filter's own variance. */
static float told(const struct resonance *r, float var)
{
    const struct spread *s = spread_of(r);
    float before = 1.0F / (r->sd * r->sd), gained = 1.0F / var - before;
    float times = r->tested ? s->learned_tested : r->held ? s->learned_held : s->learned;
    return gained > 0.0F ? 1.0F / sqrtf((before + times * gained) * var) : 1.0F;
}

struct resonance_belief resonance_believe(const struct resonance *r)
{
    static const float TAIL = 0.1F, LEAST_VAR = 1e-4F; /* chosen: the grid is no finer */
    float mean = 0.0F, square = 0.0F, bins[RESONANCE_BINS] = {0.0F};
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        for (int k = 0; k < RESONANCE_SHAPES; k++) {
            float w = r->row[k].weight[i], best = r->best[i][k];
            mean += w * best;
            square += w * best * best;
            bins[bin_of(best)] += w;
        }
    }
    float var = fmaxf(LEAST_VAR, square - mean * mean), narrower = told(r, var);
    float low = quantile(bins, TAIL), high = quantile(bins, 1.0F - TAIL);
    return (struct resonance_belief){mean, narrower * sqrtf(var), mean + narrower * (low - mean),
                                     mean + narrower * (high - mean)};
}

float resonance_share(const struct resonance *r, float per_min)
{
    float share = 0.0F;
    for (int i = 0; i < RESONANCE_PEAKS; i++) {
        for (int k = 0; k < RESONANCE_SHAPES; k++) {
            float left = swing_power(per_min, peak_of(i), k) / swing_power(r->best[i][k], peak_of(i), k);
            share += r->row[k].weight[i] * fminf(1.0F, sqrtf(left));
        }
    }
    return share;
}

uint64_t resonance_hash(const struct resonance *r, uint64_t h)
{
    h = hash_u64(hash_f32(hash_f32(hash_u64(h, r->by_depth), r->mean), r->sd), r->n);
    h = hash_f32(hash_u64(hash_u64(h, r->learned), (uint64_t)r->held << 2 | (uint64_t)r->begun << 1 | r->tested),
                 r->last_per_min);
    for (int k = 0; k < RESONANCE_SHAPES; k++) {
        const struct resonance_row *row = &r->row[k];
        h = hash_f32s(hash_f32s(h, row->weight, RESONANCE_PEAKS), row->height, RESONANCE_PEAKS);
        h = hash_f32s(hash_f32s(h, row->height_var, RESONANCE_PEAKS), row->offset, RESONANCE_PEAKS);
        h = hash_f32s(h, row->offset_var, RESONANCE_PEAKS);
    }
    for (uint32_t i = 0; i < kept(r); i++) {
        const struct resonance_block *b = &r->blocks[i];
        h = hash_f32(hash_f32(hash_f32(hash_f32(h, b->per_min), b->amplitude), b->se), b->lead_rad);
    }
    return h;
}
