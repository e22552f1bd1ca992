/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Breaths out of a breathing signal.
 *
 *   sample -> grid of 25 Hz -> (flow: less its mean, by its sign, summed up) -> smoothed -> turning points
 *
 *   OUT --(rises HYSTERESIS of the usual swing above the lowest)--> IN: the in-breath began where the low was left
 *   IN  --(falls as much below the highest)--> OUT: the in-breath ended where the high was reached
 *
 * 1. Onsets are in order and at least BREATH_MIN apart.
 * 2. A factor on the signal changes nothing; of a flow the sign changes nothing either.
 * 3. A belt's in-breath is upward: stretching pulls. What hangs the other way round is for its driver to turn.
 */
#include "signal/breathing.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signal/stats.h"

static const usec HOLE_US = 1000 * USEC_PER_MS; /* chosen: the shortest breath lasts longer */
static const double STEP_S = 0.04;
static const float SMOOTH_PACE = 0.22F; /* per point, twice in a row: 0.9 Hz corner; the heart shakes the belt at 1 */
static const int64_t SMOOTH_LAG = 7;    /* points: two time constants of the smoothing */
static const double BASE_S = 30.0;      /* chosen: three slow breaths; a flow's zero wanders slower */
static const double LEAK_S = 20.0;      /* chosen: the sum of a flow forgets its errors within two breaths */
static const float REST_SHARE = 0.25F;  /* of the flow's size, chosen: below it the air rests */
static const int64_t REST_HALF = 6;     /* points = 0.25 s each way, chosen: longer than a turn from in to out */
static const double REST_SURE = 0.4;    /* chosen: so one-sided the changes across rests must be */
static const float HYSTERESIS = 0.33F;  /* of the usual swing, chosen: pauses and heart beats stay under it */
static const float RANGE_SHARE = 0.12F; /* of the range of the last 20 s, chosen: what shakes a belt stays below */
static const int64_t BLOCK = 50;        /* points = 2 s */
static const float LEFT_SHARE = 0.06F;  /* of the usual swing above the low: the in-breath has begun */
static const double BREATH_MIN_S = 1.2; /* 50/min: above any rest */
static const double HASTY_S = 1.5;      /* 40/min, chosen: sooner than that is no breath of a person who sits */
static const float HASTY_PACE = 0.1F;   /* per in-breath, chosen: the last ten; a breath of 10 s counts as four */
static const float HASTY_EACH_S = 2.5F;
static const float HASTY_MOST = 0.3F; /* chosen: of noise it is half and more, of 12 recordings of people under 0.2 */
static const double STALE_S = 30.0;   /* chosen: longer than the slowest breath that counts (20 s) */
static const double FORGET_S = 12.0;  /* chosen: no turn for so long: the swing is halved, until it fits */
static const uint32_t FEW_SWINGS = 3; /* chosen: with fewer it is a beginning, and begins anew */
static const float LEVEL_PACE = 0.4F; /* per breath: trough and crest follow within some breaths */

void breathing_init(struct breathing *b, uint8_t channel)
{
    memset(b, 0, sizeof *b);
    grid_init(&b->grid, BREATHING_STEP_US, HOLE_US);
    b->flow = channel == RESP_FLOW;
    b->source = channel == RESP_FLOW            ? (uint8_t)BREATH_FLOW
                : channel == RESP_ACCELEROMETER ? (uint8_t)BREATH_ACCELEROMETER
                                                : (uint8_t)BREATH_BELT;
    b->sign = 1.0F;
    b->inhale_s = NAN;
    b->floor_v = b->ceiling_v = NAN;
    b->last_t = USEC_NONE;
}

static void forget(struct breathing *b)
{
    struct grid g = b->grid;
    breathing_init(b, b->source == BREATH_FLOW            ? RESP_FLOW
                      : b->source == BREATH_ACCELEROMETER ? RESP_ACCELEROMETER
                                                          : RESP_BELT);
    b->grid = g;
}

static float usual_swing(const struct breathing *b)
{
    size_t n = b->swings_n < BREATHING_SWINGS ? b->swings_n : BREATHING_SWINGS;
    /* Below the median: one sigh is two large swings, and must not hide the breaths after it. */
    return n == 0 ? 0.0F : stats_quantile(b->swings, n, 0.4F);
}

/* Which side of the flow is inward. Between breaths the air rests: before the rest it went out, after it goes in. */
static float inward(struct breathing *b, float d, double pace)
{
    b->flows[b->n % BREATHING_FLOWS] = d;
    if (b->n < BREATHING_FLOWS - 1) {
        return b->sign;
    }
    float limit = REST_SHARE * (float)sqrt(b->square), first = b->flows[(b->n + 1) % BREATHING_FLOWS];
    bool resting = limit > 0.0F;
    for (int64_t back = BREATHING_FLOWS / 2 - REST_HALF; back <= BREATHING_FLOWS / 2 + REST_HALF; back++) {
        resting = resting && fabsf(b->flows[(b->n - back) % BREATHING_FLOWS]) < limit;
    }
    float change = resting ? d - first : 0.0F;
    b->rest += pace * ((double)change - b->rest);
    b->rest_size += pace * (fabs((double)change) - b->rest_size);
    bool sure = fabs(b->rest) > REST_SURE * b->rest_size;
    return sure ? (b->rest < 0.0 ? -1.0F : 1.0F) : b->sign;
}

/* While the air rests no breath has begun, wherever errors let the volume drift. */
static void note_rest(struct breathing *b, float inward_flow)
{
    float limit = REST_SHARE * (float)sqrt(b->square);
    if (!b->rising && inward_flow < limit) {
        b->low_left = b->n + SMOOTH_LAG;
    } else if (b->rising && inward_flow > -limit) {
        b->high_left = b->n + SMOOTH_LAG;
    }
}

/* A flow becomes a volume: its mean is nought over many breaths. */
static float summed(struct breathing *b, float v)
{
    double seen_s = (double)(b->n + 1) * STEP_S, pace = STEP_S / fmin(BASE_S, seen_s);
    b->base += pace * ((double)v - b->base);
    double d = (double)v - b->base;
    b->square += pace * (d * d - b->square);
    float sign = inward(b, (float)d, pace);
    if (sign != b->sign) {
        b->sign = sign;
        b->volume = -b->volume;
        b->begun = false;
    }
    note_rest(b, b->sign * (float)d);
    b->volume += STEP_S * ((double)b->sign * d - b->volume / LEAK_S);
    return (float)b->volume;
}

/* Lowest to highest of the last 20 s: small turns of a large breath are none. */
static float range_now(struct breathing *b)
{
    int64_t block = b->n / BLOCK, kept = block + 1 < BREATHING_BLOCKS ? block + 1 : BREATHING_BLOCKS;
    float *low = &b->block_low[block % BREATHING_BLOCKS], *high = &b->block_high[block % BREATHING_BLOCKS];
    bool fresh = b->n % BLOCK == 0;
    *low = fresh ? b->value : fminf(*low, b->value);
    *high = fresh ? b->value : fmaxf(*high, b->value);
    float lowest = INFINITY, highest = -INFINITY;
    for (int64_t i = 0; i < kept; i++) {
        lowest = fminf(lowest, b->block_low[i]);
        highest = fmaxf(highest, b->block_high[i]);
    }
    return highest - lowest;
}

static usec left_at(const struct breathing *b, int64_t point)
{
    return grid_time(&b->grid, (double)(point - SMOOTH_LAG));
}

static void note_swing(struct breathing *b, float swing)
{
    b->swings[b->swings_n++ % BREATHING_SWINGS] = swing;
    b->last_turn = b->n;
}

/* Nothing has turned for long: the breath may have become shallow; or the sensor began far off, and no breath reaches
   there. */
static void halve_swings(struct breathing *b)
{
    if (b->swings_n < FEW_SWINGS) {
        b->swings_n = 0;
        b->rising = false;
        b->low = b->high = b->value;
        b->low_left = b->high_left = b->n;
    }
    for (int i = 0; i < BREATHING_SWINGS; i++) {
        b->swings[i] *= 0.5F;
    }
    b->last_turn = b->n;
}

static void settle(float *level, float v)
{
    *level = isnan(*level) ? v : *level + LEVEL_PACE * (v - *level);
}

static usec last_onset(const struct breathing *b)
{
    return b->onsets_n == 0 ? USEC_NONE : b->onsets[(b->onsets_n - 1) % BREATHING_ONSETS];
}

static float confidence_of(const struct breathing *b, float swing)
{
    float usual = usual_swing(b);
    return usual > 0.0F ? fminf(1.0F, fminf(swing, usual) / fmaxf(swing, usual) + 0.2F) : 0.0F;
}

bool breathing_clear(const struct breathing *b)
{
    return b->hasty <= HASTY_MOST;
}

static void note_haste(struct breathing *b)
{
    double length_s = (double)(b->low_left - b->up_left) * STEP_S;
    float pace = HASTY_PACE * fmaxf(1.0F, fminf(4.0F, (float)length_s / HASTY_EACH_S));
    b->hasty += pace * ((length_s < HASTY_S ? 1.0F : 0.0F) - b->hasty);
    b->up_left = b->low_left;
}

static bool begin_breath(struct breathing *b, struct breath *out)
{
    usec t = left_at(b, b->low_left), before = last_onset(b);
    note_haste(b);
    float swing = b->high - b->low;
    settle(&b->floor_v, b->low);
    b->rising = true;
    b->high = b->value;
    b->high_left = b->n;
    note_swing(b, swing);
    double length_s = before == USEC_NONE ? (double)INFINITY : usec_to_s(t - before);
    if (length_s < BREATH_MIN_S) {
        return false;
    }
    b->onsets[b->onsets_n++ % BREATHING_ONSETS] = t;
    if (length_s > STALE_S || !breathing_clear(b)) {
        return false;
    }
    float share = b->inhale_s > 0.0F ? b->inhale_s / (float)length_s : NAN;
    share = share < 1.0F ? share : NAN;
    *out = (struct breath){t, (float)(60.0 / length_s), share, confidence_of(b, swing), b->source, swing};
    return true;
}

static void end_inbreath(struct breathing *b)
{
    usec from = last_onset(b), to = left_at(b, b->high_left);
    settle(&b->ceiling_v, b->high);
    note_swing(b, b->high - b->low);
    b->rising = false;
    b->low = b->value;
    b->low_left = b->n;
    b->inhale_s = from == USEC_NONE ? NAN : (float)usec_to_s(to - from);
}

/* Follows the extreme; true when the breath turned. */
static bool follow_extreme(struct breathing *b, float need)
{
    float near = LEFT_SHARE * usual_swing(b);
    if (b->rising) {
        b->high_left = b->value > b->high - near ? b->n : b->high_left;
        b->high = fmaxf(b->high, b->value);
        return b->high - b->value > need;
    }
    b->low_left = b->value < b->low + near ? b->n : b->low_left;
    b->low = fminf(b->low, b->value);
    return b->value - b->low > need;
}

static bool turn(struct breathing *b, struct breath *out)
{
    if (!b->rising) {
        return begin_breath(b, out);
    }
    end_inbreath(b);
    return false;
}

static bool point(struct breathing *b, float v, struct breath *out)
{
    float raw = b->flow ? summed(b, v) : v;
    if (!b->begun) {
        b->begun = true;
        b->fast[0] = b->fast[1] = b->low = b->high = raw;
        b->low_left = b->high_left = b->last_turn = b->up_left = b->n;
    }
    b->fast[0] += SMOOTH_PACE * (raw - b->fast[0]);
    b->fast[1] += SMOOTH_PACE * (b->fast[0] - b->fast[1]);
    b->value = b->fast[1];
    float range = range_now(b);
    b->n++;
    if ((double)(b->n - b->last_turn) * STEP_S > FORGET_S) {
        halve_swings(b);
    }
    if (b->swings_n == 0) {
        /* The first swing has no measure: any turn after 1 s, then judged by the height seen so far. */
        b->high = fmaxf(b->high, b->value);
        float seen = b->high - fminf(b->low, b->value);
        return (double)b->n * STEP_S > 1.0 && follow_extreme(b, 0.5F * seen) ? turn(b, out) : false;
    }
    float need = fmaxf(HYSTERESIS * usual_swing(b), RANGE_SHARE * range);
    return follow_extreme(b, need) ? turn(b, out) : false;
}

bool breathing_push(struct breathing *b, usec t, float v, struct breath *out)
{
    float grid[GRID_OUT_MAX];
    bool hole = false, told = false;
    size_t n = grid_push(&b->grid, t, v, grid, &hole);
    if (hole) {
        forget(b);
    }
    for (size_t i = 0; i < n; i++) {
        told = point(b, grid[i], out) || told;
    }
    b->last_t = t;
    return told;
}

size_t breathing_onsets(const struct breathing *b, usec *out, size_t n)
{
    size_t kept = b->onsets_n < BREATHING_ONSETS ? b->onsets_n : BREATHING_ONSETS;
    n = n < kept ? n : kept;
    for (size_t i = 0; i < n; i++) {
        out[i] = b->onsets[(b->onsets_n - n + i) % BREATHING_ONSETS];
    }
    return n;
}

/* Mean length of the last 3 breaths, s; NaN before the second onset. */
static double mean_length_s(const struct breathing *b)
{
    usec onsets[4];
    size_t n = breathing_onsets(b, onsets, 4);
    return n < 2 ? (double)NAN : usec_to_s(onsets[n - 1] - onsets[0]) / (double)(n - 1);
}

float breathing_per_min(const struct breathing *b, usec now)
{
    double length_s = mean_length_s(b);
    if (isnan(length_s) || length_s > STALE_S) {
        return NAN;
    }
    /* A breath that lasts longer than the mean already says that breathing is slower. */
    double open_s = usec_to_s(now - last_onset(b));
    return open_s > STALE_S ? NAN : (float)(60.0 / fmax(length_s, open_s > 1.5 * length_s ? open_s : 0.0));
}

void breathing_now(const struct breathing *b, usec now, float *lung, float *phase_rad)
{
    *lung = *phase_rad = NAN;
    if (b->floor_v < b->ceiling_v) {
        *lung = fmaxf(0.0F, fminf(1.0F, (b->value - b->floor_v) / (b->ceiling_v - b->floor_v)));
    }
    double length_s = mean_length_s(b), open_s = b->onsets_n == 0 ? 0.0 : usec_to_s(now - last_onset(b));
    if (length_s <= STALE_S && open_s >= 0.0 && open_s <= STALE_S) {
        *phase_rad = (float)(2.0 * 3.14159265358979323846 * fmin(0.999, open_s / length_s));
    }
}

uint64_t breathing_hash(const struct breathing *b, uint64_t h)
{
    h = hash_i64(hash_u64(hash_u64(grid_hash(&b->grid, h), b->flow), b->source), b->n);
    h = hash_f64(hash_f64(hash_f64(hash_f64(hash_f64(h, b->base), b->square), b->rest), b->rest_size), b->volume);
    h = b->flow ? hash_f32s(h, b->flows, BREATHING_FLOWS) : h;
    h = hash_f32(hash_f32(hash_f32(hash_f32(h, b->sign), b->fast[0]), b->fast[1]), b->value);
    h = hash_u64(hash_u64(hash_f32(hash_f32(h, b->low), b->high), b->rising), b->begun);
    h = hash_i64(hash_i64(hash_i64(h, b->low_left), b->high_left), b->last_turn);
    h = hash_f32(hash_i64(h, b->up_left), b->hasty);
    h = hash_f32s(hash_f32s(h, b->block_low, BREATHING_BLOCKS), b->block_high, BREATHING_BLOCKS);
    h = hash_u64(hash_f32s(h, b->swings, BREATHING_SWINGS), b->swings_n);
    for (int i = 0; i < BREATHING_ONSETS; i++) {
        h = hash_i64(h, b->onsets[i]);
    }
    h = hash_f32(hash_u64(h, b->onsets_n), b->inhale_s);
    return hash_i64(hash_f32(hash_f32(h, b->floor_v), b->ceiling_v), b->last_t);
}
