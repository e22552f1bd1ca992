/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person answers to the pace: own breaths, and blocks of guided ones.
   1. Only blocks that were followed, near the hump, in one unit, are laid through one curve.
   2. Estimates from the heart never take the place of a breathing sensor that is there; of one that is gone they do. */
#include <math.h>

#include "signal/stats.h"
#include "train/adapt_inside.h"

/* A block counts when the breathing sensor swings with the pacer, or the heart nearly as clearly as it used to. */
static const float BREATH_R2_MIN = 0.5F, LOST_BELOW = 0.5F;
/* Of what the heart does a faster rate explains something in any block, and more of it where breaths were broken off or
   of an own rate: half of that is taken off what the pacer explains. Usual is the upper quartile, as far as people
   differ. chosen: of 700 simulated people of two makes */
static const float OTHER_SHARE = 0.5F, CLEAR_LEAST = 0.5F, CLEAR_MOST = 0.73F;
/* A heart that is usually so clear is trusted wholly in what it told of limits, when that is kept for another day; the
   least clear one by half. chosen: less costs people with a limit more than it spares weak hearts one that is not there
   */
static const float TRUST_FROM = 0.42F, TRUST_FULL = 0.58F;
static const float OTHER_R2_MORE = 0.2F; /* chosen: so much clearer, and it is what they breathe at */
static const float PHASE_R2 = 0.5F;      /* chosen: below this share of explained variance a phase is noise */
/* Above this the heart hardly swings with the baroreflex any more: a block tells nothing about where that answers most.
   chosen */
static const float HUMP_BELOW_PER_MIN = 9.0F;
/* chosen: an estimate more likely right than not; a slow swing may be the heart's own wave, few breathe so at rest */
static const float CONFIDENCE_MIN = 0.5F, CONFIDENCE_SLOW = 0.85F;
/* Who is mirrored breathes as they like, some 14 a minute: the less likely an estimate, the surer it has to be, from
   here on down. chosen */
static const float USUAL_FROM_PER_MIN = 12.0F;
/* chosen: two minutes without the unit in use; a belief taken over is a little less sure of itself */
static const uint32_t OTHER_UNIT_BLOCKS = 4;
static const float OTHER_UNIT_SD = 0.1F;
static const uint32_t KNOWN_BLOCKS = 6; /* chosen: three minutes of the heart's answer are worth remembering */

static const float SE_LEAST = 0.01F; /* chosen: no beat is seen more exactly */
/* The heart's own slow waves, 1-2 bpm about 0.1 Hz, fall in with the breath or against it, and no residual shows them:
   in half a minute up to 0.9 bpm of an amplitude. chosen: what is left beside the spread of resonance.c */
static const float WAVE_BPM = 0.5F;

/* Past the hump: so far below its top; or as slow as nearly everybody's is not. chosen */
static const float PAST_HUMP_PER_MIN = 0.2F, PAST_ALL_PER_MIN = 5.3F, COMFORT_BELOW_PER_MIN = 0.4F;
static const float LIKELY = 0.5F;           /* of a limit: more likely there than not */
static const float DEPTH_TOLERANCE = 0.25F; /* chosen: a breath that comes at the pace, also while it is led down */
enum { SHARES_LEAST = 3 };                  /* chosen: a median of fewer is one breath */

bool adapt_matched(float own_per_min, float pace_per_min, float tolerance)
{
    return fabsf(own_per_min - pace_per_min) <= tolerance * pace_per_min;
}

static float likely_floor(const struct adapt *a)
{
    return fmaxf(a->asked_floor, limit_floor(&a->limit, LIKELY));
}

/* Who could not be led past the hump has not shown where it is; nor has who broke off on the way, unseen. */
bool adapt_known(const struct adapt *a)
{
    float past = fmaxf(a->belief.mean - PAST_HUMP_PER_MIN, PAST_ALL_PER_MIN);
    bool gone_past = a->mode == ADAPT_CHECK || resonance_slowest(&a->resonance) <= past; /* a check stays about it */
    bool in_comfort = a->resonance.by_depth || likely_floor(a) <= a->belief.mean - COMFORT_BELOW_PER_MIN;
    return gone_past && in_comfort && resonance_count(&a->resonance) >= KNOWN_BLOCKS;
}

static float share_today(const struct adapt *a)
{
    return a->share_n >= SHARES_LEAST ? stats_median(a->share, a->share_n) : NAN;
}

float adapt_own_share(const struct adapt *a)
{
    float today = share_today(a), before = a->config.own_share;
    bool known = before > 0.0F && before < 1.0F; /* a file may hold anything */
    return !isnan(today) ? today : known ? before : NAN;
}

/* How sure the heart has to be that this is the own breath. */
static float confidence_least(const struct adapt *a, float per_min)
{
    float slow = ADAPT_HEART_TELLS_BELOW_PER_MIN;
    if (a->state != ADAPT_MIRROR) {
        return per_min < slow ? CONFIDENCE_SLOW : CONFIDENCE_MIN;
    }
    float down = adapt_clamp((USUAL_FROM_PER_MIN - per_min) / (USUAL_FROM_PER_MIN - slow), 0.0F, 1.0F);
    return CONFIDENCE_MIN + (CONFIDENCE_SLOW - CONFIDENCE_MIN) * down;
}

/* How much deeper it was than before the pacer. */
static float heed_depth(struct adapt *a, const struct breath *b)
{
    float depth = depth_of(b);
    if (a->state == ADAPT_LISTEN) {
        depth_note_free(&a->depth, depth);
    } else if (adapt_matched(b->rate_per_min, a->rate_per_min, DEPTH_TOLERANCE)) {
        depth_note_guided(&a->depth, depth);
    }
    return depth_beyond(&a->depth, depth);
}

void adapt_breath(struct adapt *a, const struct breath *b)
{
    bool sensor = b->source != BREATH_HEART, had_sensor = a->own_source != BREATH_HEART;
    bool sure = sensor || b->confidence >= confidence_least(a, b->rate_per_min);
    if (!sure || (!sensor && had_sensor && a->own_n > 0)) {
        return;
    }
    if (sensor != had_sensor) {
        a->own_n = 0;
    }
    if (sensor && b->source != a->own_source) { /* another unit, and nobody knows which */
        depth_init(&a->depth);
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
    bool own_form = a->state == ADAPT_LISTEN && b->inhale_share > 0.0F && a->share_n < ADAPT_BREATHS;
    if (sensor && own_form) {
        a->share[a->share_n++] = b->inhale_share;
    }
    if (sensor) {
        limit_breath(&a->limit, b->t, b->rate_per_min, heed_depth(a, b));
    }
    a->own_per_min = stats_median(a->own, a->own_n);
}

void adapt_heart(struct adapt *a, usec t)
{
    a->heart_t = t;
}

/* How clearly the heart swings with the pacer in blocks that are followed: the upper quartile of the last ones. */
static float usual_clear(const struct adapt *a)
{
    uint32_t n = a->blocks < ADAPT_BLOCKS ? a->blocks : ADAPT_BLOCKS;
    return n > 0 ? adapt_clamp(stats_quantile(a->clear, n, 0.75F), CLEAR_LEAST, CLEAR_MOST) : CLEAR_LEAST;
}

/* A heart that hardly swings shows breaths that were not broken off as if they were. */
static float trust(const struct adapt *a)
{
    bool heart_told = !adapt_has_sensor(a) && a->blocks > 0;
    return heart_told ? fminf(1.0F, (usual_clear(a) - TRUST_FROM) / (TRUST_FULL - TRUST_FROM)) : 1.0F;
}

struct adapt_kept adapt_keep(const struct adapt *a)
{
    return (struct adapt_kept){a->came_per_min, share_today(a), limit_keep(&a->limit, a->asked_floor, trust(a))};
}

/* Without a breathing sensor: how this block shows in the heart, beside those before it. */
static struct limit_heart heed_heart(struct adapt *a, const struct adapt_block *b)
{
    float clear = b->heart.r2 - (isnan(b->other.r2) ? 0.0F : OTHER_SHARE * b->other.r2);
    a->clear[a->blocks++ % ADAPT_BLOCKS] = clear;
    a->seen_per_min = b->other.r2 > b->heart.r2 + OTHER_R2_MORE ? b->other.per_min : NAN;
    return (struct limit_heart){b->heart.r2 >= PHASE_R2 ? b->heart.phase_rad : NAN, clear, usual_clear(a)};
}

/* A breathing sensor tells limits breath by breath; the heart only by blocks, and not at rates it hardly swings at. */
static bool heart_followed(struct adapt *a, const struct adapt_block *b)
{
    struct limit_heart heart = heed_heart(a, b);
    if (b->per_min >= ADAPT_HEART_TELLS_BELOW_PER_MIN || a->state == ADAPT_MIRROR) {
        limit_forget_block(&a->limit);
    } else {
        limit_block(&a->limit, &heart, b->per_min, (float)ADAPT_BLOCK_BREATHS);
    }
    return heart.clear >= heart.usual - LOST_BELOW;
}

static bool block_followed(struct adapt *a, const struct adapt_block *b)
{
    if (!b->breath.valid) {
        return heart_followed(a, b);
    }
    limit_forget_block(&a->limit);
    return b->breath.r2 >= BREATH_R2_MIN;
}

/* Amplitudes divided by the breath's depth and others cannot be laid through one curve. A sensor that fails now and
   then costs its blocks; one that came, or went for good, begins a new curve from what is believed by then. */
static bool same_unit(struct adapt *a, bool by_depth)
{
    bool first = resonance_count(&a->resonance) == 0;
    a->other_unit = by_depth == a->resonance.by_depth ? 0 : a->other_unit + 1;
    if (a->other_unit > 0 && !first && a->other_unit < OTHER_UNIT_BLOCKS) {
        return false;
    }
    if (a->other_unit > 0) {
        resonance_init(&a->resonance, by_depth, first ? a->resonance.mean : a->belief.mean,
                       first ? a->resonance.sd : fminf(a->belief.sd + OTHER_UNIT_SD, RESONANCE_SD_PER_MIN));
        a->other_unit = 0;
    }
    return true;
}

/* Who follows a pace that moves is behind it: the heart answered the breath, not the pace. */
static float breathed_per_min(const struct adapt *a, float pace_per_min)
{
    float moved = a->limit.ago[LIMIT_LAG] / a->limit.ago[0]; /* over two breaths */
    return isnan(moved) ? pace_per_min : pace_per_min * adapt_clamp(moved, 1.0F / 1.05F, 1.05F);
}

/* Breaths that are suddenly deeper, or shallower: the heart tells whether it was the breath or the sensor. */
static void heed_slip(struct adapt *a, const struct resonance_block *next)
{
    float deeper = a->resonance.by_depth ? depth_jump(&a->depth) : 0.0F;
    if (deeper != 0.0F) {
        depth_rescale(&a->depth, deeper * resonance_slip(&a->resonance, next, deeper));
    }
}

void adapt_measured(struct adapt *a, const struct adapt_block *b)
{
    if (!b->heart.valid || a->config.fixed_per_min > 0.0F) {
        limit_forget_block(&a->limit);
        a->blocks_bad = 0;
        return;
    }
    a->mute = b->mute;
    if (a->mute) {
        limit_forget_block(&a->limit);
        a->bad = a->blocks_bad = 0;
        a->seen_per_min = NAN;
        return;
    }
    bool followed = block_followed(a, b);
    bool telling = b->breath.valid || b->per_min < ADAPT_HEART_TELLS_BELOW_PER_MIN;
    a->blocks_bad = followed || !telling ? 0 : a->blocks_bad + 1;
    if (!followed || b->per_min > HUMP_BELOW_PER_MIN) {
        return;
    }
    bool by_depth = b->gain.valid;
    if (b->breath.valid != by_depth || !same_unit(a, by_depth)) {
        return;
    }
    const struct follow_fit *answer = by_depth ? &b->gain : &b->heart;
    float wave = WAVE_BPM * answer->amplitude_bpm / b->heart.amplitude_bpm;
    float se = fmaxf(hypotf(answer->se_bpm, wave), SE_LEAST * answer->amplitude_bpm);
    const struct resonance_block next = {breathed_per_min(a, b->per_min), answer->amplitude_bpm, se,
                                         -answer->phase_rad};
    a->resonance.held = a->state == ADAPT_SETTLE && !adapt_tests(a);
    heed_slip(a, &next);
    resonance_add(&a->resonance, &next);
    a->resonance.tested = a->resonance.tested || adapt_tests(a);
    a->belief = resonance_believe(&a->resonance);
}
