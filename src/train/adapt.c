/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pace as an answer to the person: meet, lead, hold, mirror, settle, ease.
 *
 *            begin()              goal reached
 *   LISTEN ----------> LEAD ------------------> SETTLE
 *                     ^  | not followed           | not followed
 *          followed   |  v                        |
 *                     HOLD <----------------------+
 *   60 s over ^        | 4 breaths not followed
 *             +- MIRROR <                 any state --"too much"--> EASE --40 s--> LEAD
 *
 * 1. A breath is at most ADAPT_STEP longer than the one before it.
 * 2. Once led, the pace stays within ADAPT_SLOWEST .. ADAPT_FASTEST; above that it only follows the person's own
 * breath.
 * 3. No pace below the floor: "too much" raises it, time lowers it.
 * 4. Breath estimated from the heart never counts as proof of following; without a breath sensor the swing of the heart
 *    at the pacer's phase is asked instead, and only below 8/min, where its absence means something.
 */
#include "train/adapt.h"

#include <assert.h>
#include <math.h>

#include "base/hash.h"

/* adaptation design, section 6: after four breaths that were not followed mirror the own rate x 0.97, for 60 s. */
static const uint32_t MIRROR_AFTER = 4;
static const float MIRROR_SHARE = 0.97F;
static const usec MIRROR_FOR = 60 * USEC_PER_SEC;
/* adaptation design, section 0: ease 7 % for 40 s; stay 0.3/min above a limit for 5 min; it sinks 0.4/min every 5 min.
 */
static const float EASE_SHARE = 1.07F;
static const usec EASE_FOR = 40 * USEC_PER_SEC;
static const float FLOOR_MARGIN_PER_MIN = 0.3F;
static const float FLOOR_SINK_PER_MIN = 0.4F;
static const usec FLOOR_EVERY = 300 * USEC_PER_SEC;
/* adaptation design, section 6: settle with g = 2 % a breath. */
static const float SETTLE_STEP = 0.02F;
/* The "slower" and "faster" keys. chosen: two presses are one felt step of an assessment (0.5/min) */
static const float KEY_STEP_PER_MIN = 0.25F;
/* Breath counts as following within 15 %: it lags the pacer by a breath (6 %) and varies by 3-10 % when attentive. */
static const float FOLLOW_TOLERANCE = 0.15F;
/* adaptation design, section 6: hold still when the breath sensor is silent for 6 s; then, or after 2.5 cycles. */
static const float STALE_S = 6.0F, STALE_CYCLES = 2.5F;
/* Without a breath sensor following cannot be told above 8/min (adaptation design, section 6). */
static const float HEART_TELLS_BELOW_PER_MIN = 8.0F;
/* adaptation design, section 6: listen 30 s; without any sign of the own rate begin at 11/min. */
static const usec LISTEN_US = 30 * USEC_PER_SEC;
static const usec LISTEN_MAX_US = 60 * USEC_PER_SEC; /* chosen: nobody waits longer than a minute for a first breath */
static const float START_PER_MIN = 11.0F;
static const float OWN_FASTEST_PER_MIN = 24.0F; /* chosen: breathing range of sensors.md 10.4, 4-24/min */
static const float CONFIDENCE_MIN = 0.5F;       /* chosen: an estimate more likely right than not */
/* A pace this near its goal has arrived. chosen: 1 % of a cycle is not felt */
static const float ARRIVED_SHARE = 1.01F;

static float clamp(float v, float low, float high)
{
    return fminf(fmaxf(v, low), high);
}

void adapt_init(struct adapt *a, const struct adapt_config *c)
{
    *a = (struct adapt){.config = *c,
                        .state = ADAPT_LISTEN,
                        .why = c->fixed_per_min > 0.0F ? PACE_FIXED : PACE_FOLLOW,
                        .target_per_min = clamp(c->target_per_min, ADAPT_SLOWEST_PER_MIN, ADAPT_FASTEST_PER_MIN),
                        .rate_per_min = NAN,
                        .floor_per_min = ADAPT_SLOWEST_PER_MIN,
                        .own_per_min = NAN,
                        .own_source = BREATH_HEART};
}

bool adapt_matched(float own_per_min, float pace_per_min, float tolerance)
{
    return fabsf(own_per_min - pace_per_min) <= tolerance * pace_per_min;
}

static float median(const float *v, size_t n)
{
    float s[ADAPT_BREATHS] = {0};
    for (size_t i = 0; i < n; i++) {
        size_t k = i;
        for (; k > 0 && s[k - 1] > v[i]; k--) {
            s[k] = s[k - 1];
        }
        s[k] = v[i];
    }
    return n % 2 == 1 ? s[n / 2] : (s[n / 2 - 1] + s[n / 2]) / 2.0F;
}

void adapt_breath(struct adapt *a, const struct breath *b)
{
    bool sensor = b->source != BREATH_HEART, had_sensor = a->own_source != BREATH_HEART;
    if (!sensor && (b->confidence < CONFIDENCE_MIN || (had_sensor && a->own_n > 0))) {
        return;
    }
    if (sensor != had_sensor) {
        a->own_n = 0;
    }
    if (a->own_n == ADAPT_BREATHS) {
        for (int i = 1; i < ADAPT_BREATHS; i++) {
            a->own[i - 1] = a->own[i];
            a->own_t[i - 1] = a->own_t[i];
        }
        a->own_n--;
    }
    a->own_source = b->source;
    a->own[a->own_n] = b->rate_per_min;
    a->own_t[a->own_n] = b->t;
    a->own_n++;
    a->own_per_min = median(a->own, a->own_n);
}

static float percentile_75(const struct adapt *a)
{
    uint32_t n = a->blocks < ADAPT_BLOCKS ? a->blocks : ADAPT_BLOCKS;
    float s[ADAPT_BLOCKS];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = i;
        for (; k > 0 && s[k - 1] > a->r2[i]; k--) {
            s[k] = s[k - 1];
        }
        s[k] = a->r2[i];
    }
    return n > 0 ? s[(n - 1) * 3 / 4] : 0.0F;
}

void adapt_block(struct adapt *a, const struct follow_fit *f)
{
    if (!f->valid) {
        a->swing_missing = false;
        return;
    }
    a->r2[a->blocks % ADAPT_BLOCKS] = f->r2;
    a->blocks++;
    /* "R2 below a quarter of its own 75th percentile": the adaptation design, section 6. */
    a->swing_missing = f->r2 < percentile_75(a) / 4.0F;
}

static float goal_per_min(const struct adapt *a)
{
    return fmaxf(a->target_per_min, a->floor_per_min);
}

void adapt_command(struct adapt *a, usec now, uint8_t command)
{
    if (a->config.fixed_per_min > 0.0F && (command == COMMAND_SLOWER || command == COMMAND_FASTER)) {
        float step = command == COMMAND_SLOWER ? -KEY_STEP_PER_MIN : KEY_STEP_PER_MIN;
        a->config.fixed_per_min = clamp(a->config.fixed_per_min + step, ADAPT_SLOWEST_PER_MIN, ADAPT_FASTEST_PER_MIN);
        return;
    }
    switch (command) {
    case COMMAND_EASIER:
        if (isnan(a->rate_per_min)) {
            return;
        }
        a->config.fixed_per_min = 0.0F;
        a->floor_per_min = clamp(a->rate_per_min + FLOOR_MARGIN_PER_MIN, a->floor_per_min, ADAPT_FASTEST_PER_MIN);
        a->floor_since = now;
        a->ease_until = now + EASE_FOR;
        a->rate_per_min = fmaxf(fminf(a->rate_per_min * EASE_SHARE, ADAPT_FASTEST_PER_MIN), a->rate_per_min);
        a->state = ADAPT_EASE;
        break;
    case COMMAND_SLOWER:
        a->target_per_min = fmaxf(ADAPT_SLOWEST_PER_MIN, goal_per_min(a) - KEY_STEP_PER_MIN);
        a->floor_per_min = fminf(a->floor_per_min, a->target_per_min);
        break;
    case COMMAND_FASTER:
        a->target_per_min = fminf(ADAPT_FASTEST_PER_MIN, goal_per_min(a) + KEY_STEP_PER_MIN);
        break;
    default:
        break;
    }
}

bool adapt_ready(const struct adapt *a, usec listened, bool heart)
{
    if (a->config.fixed_per_min > 0.0F) {
        return true;
    }
    if (listened < LISTEN_US) {
        return false;
    }
    bool own = a->own_n >= 2;
    return own || (heart && listened >= LISTEN_US) || listened >= LISTEN_MAX_US;
}

static void begin(struct adapt *a, usec now)
{
    float own = isnan(a->own_per_min) ? START_PER_MIN : a->own_per_min;
    a->rate_per_min = clamp(own, ADAPT_SLOWEST_PER_MIN, OWN_FASTEST_PER_MIN);
    a->target_per_min = fminf(a->target_per_min, a->rate_per_min);
    a->state = ADAPT_LEAD;
    a->why = PACE_FOLLOW;
    a->since = now;
}

enum verdict { FOLLOWED, NOT_FOLLOWED, CANNOT_TELL, SENSOR_SILENT };

static enum verdict verdict(const struct adapt *a, usec now)
{
    if (a->own_source == BREATH_HEART || a->own_n == 0) {
        bool telling = a->rate_per_min < HEART_TELLS_BELOW_PER_MIN;
        return !telling ? CANNOT_TELL : a->swing_missing ? NOT_FOLLOWED : FOLLOWED;
    }
    double age_s = usec_to_s(now - a->own_t[a->own_n - 1]);
    double stale_s = (double)fmaxf(STALE_S, STALE_CYCLES * 60.0F / a->rate_per_min);
    if (age_s > stale_s) {
        return SENSOR_SILENT;
    }
    return adapt_matched(a->own[a->own_n - 1], a->rate_per_min, FOLLOW_TOLERANCE) ? FOLLOWED : NOT_FOLLOWED;
}

/* One breath slower, by step at most: invariants 1 to 3. */
static float slower(const struct adapt *a, float step)
{
    float next = a->rate_per_min / (1.0F + step);
    bool own_known = a->own_n > 0 && a->own_source != BREATH_HEART;
    if (a->rate_per_min > ADAPT_FASTEST_PER_MIN && own_known) {
        next = clamp(a->own[a->own_n - 1] / (1.0F + step), next, a->rate_per_min * (1.0F + step));
    }
    return fmaxf(next, fminf(goal_per_min(a), a->rate_per_min));
}

static void sink_floor(struct adapt *a, usec now)
{
    if (a->floor_per_min > ADAPT_SLOWEST_PER_MIN && now - a->floor_since >= FLOOR_EVERY) {
        a->floor_per_min = fmaxf(ADAPT_SLOWEST_PER_MIN, a->floor_per_min - FLOOR_SINK_PER_MIN);
        a->floor_since = now;
    }
}

static void enter(struct adapt *a, uint8_t state, usec now)
{
    if (a->state != state) {
        a->state = state;
        a->since = now;
    }
}

/* Where to go from here, given whether the last breath was followed. */
static void transit(struct adapt *a, usec now)
{
    enum verdict v = verdict(a, now);
    a->bad = v == NOT_FOLLOWED ? a->bad + 1 : 0;
    switch (a->state) {
    case ADAPT_EASE:
        if (now >= a->ease_until) {
            enter(a, ADAPT_LEAD, now);
        }
        break;
    case ADAPT_MIRROR:
        if (now - a->since >= MIRROR_FOR) {
            a->bad = 0;
            enter(a, ADAPT_LEAD, now);
        }
        break;
    default:
        if (a->bad >= MIRROR_AFTER && a->own_source != BREATH_HEART) {
            enter(a, ADAPT_MIRROR, now);
        } else if (v == NOT_FOLLOWED || v == SENSOR_SILENT) {
            enter(a, ADAPT_HOLD, now);
        } else {
            bool arrived = a->rate_per_min <= goal_per_min(a) * ARRIVED_SHARE;
            enter(a, arrived ? ADAPT_SETTLE : ADAPT_LEAD, now);
        }
        break;
    }
}

static void move(struct adapt *a)
{
    float rate = a->rate_per_min, goal = goal_per_min(a);
    switch (a->state) {
    case ADAPT_LEAD:
        a->rate_per_min = slower(a, ADAPT_STEP);
        a->why = a->rate_per_min > ADAPT_FASTEST_PER_MIN ? PACE_FOLLOW : PACE_LEAD;
        break;
    case ADAPT_SETTLE:
        a->rate_per_min = clamp(goal, rate / (1.0F + SETTLE_STEP), rate * (1.0F + SETTLE_STEP));
        a->why = PACE_SETTLE;
        break;
    case ADAPT_MIRROR:
        a->rate_per_min = clamp(a->own_per_min * MIRROR_SHARE, rate / (1.0F + ADAPT_STEP), rate * (1.0F + ADAPT_STEP));
        a->rate_per_min = clamp(a->rate_per_min, ADAPT_SLOWEST_PER_MIN, OWN_FASTEST_PER_MIN);
        a->why = PACE_FOLLOW;
        break;
    case ADAPT_EASE:
        a->why = PACE_EASE;
        break;
    default:
        a->why = PACE_FOLLOW;
        break;
    }
}

static struct pace pace_of(float per_min)
{
    float cycle_s = 60.0F / per_min;
    float inhale_s = roundf(cycle_s * ADAPT_INHALE_SHARE * 1000.0F) / 1000.0F;
    return (struct pace){inhale_s, 0.0F, roundf((cycle_s - inhale_s) * 1000.0F) / 1000.0F, 0.0F};
}

struct pace adapt_next(struct adapt *a, usec now)
{
    if (a->config.fixed_per_min > 0.0F) {
        a->rate_per_min = a->config.fixed_per_min;
        a->why = PACE_FIXED;
        return pace_of(a->rate_per_min);
    }
    if (a->state == ADAPT_LISTEN) {
        begin(a, now);
        return pace_of(a->rate_per_min);
    }
    if (isnan(a->rate_per_min)) {
        begin(a, now);
    }
    sink_floor(a, now);
    transit(a, now);
    float before = a->rate_per_min;
    move(a);
    assert(a->rate_per_min >= before / (1.0F + ADAPT_STEP) * 0.9999F);
    assert(a->rate_per_min >= ADAPT_SLOWEST_PER_MIN * 0.9999F);
    (void)before;
    return pace_of(a->rate_per_min);
}

uint64_t adapt_hash(const struct adapt *a, uint64_t h)
{
    h = hash_f32(hash_f32(h, a->config.target_per_min), a->config.fixed_per_min);
    h = hash_u64(hash_u64(h, a->state), a->why);
    h = hash_f32(hash_f32(hash_f32(h, a->target_per_min), a->rate_per_min), a->floor_per_min);
    h = hash_f32s(h, a->own, a->own_n);
    for (uint8_t i = 0; i < a->own_n; i++) {
        h = hash_i64(h, a->own_t[i]);
    }
    h = hash_u64(hash_u64(hash_u64(h, a->own_source), a->bad), a->blocks);
    h = hash_i64(hash_i64(hash_i64(h, a->since), a->ease_until), a->floor_since);
    h = hash_f32s(h, a->r2, a->blocks < ADAPT_BLOCKS ? a->blocks : ADAPT_BLOCKS);
    return hash_u64(h, a->swing_missing);
}
