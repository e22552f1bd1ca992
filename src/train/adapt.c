/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pace as an answer to the person: meet, lead, explore, settle; ease and mirror.
 *
 *            begin()            top of the range           bottom, or sure enough
 *   LISTEN ----------> LEAD -------------------> EXPLORE -------------------------> SETTLE
 *                       ^ |                         |                                  |
 *     40 s over         | | "too much"              |                                  |
 *   EASE <--------------+-+-------------------------+----------------------------------+
 *     |                 | |                         |                                  |
 *     +--> LEAD         | | not followed for 75 s   |                                  |
 *   MIRROR <------------+-+-------------------------+----------------------------------+
 *     |
 *     +--60 s, then 900 s--> LEAD
 *
 * Another part of a practice, and who comes back from a pause, are led anew: EXPLORE and SETTLE go back to LEAD. A
 * fixed pace stays in LISTEN, until it is too much: EASE.
 *
 * Who was led for minutes, and then does not follow for 75 s, is not mirrored: the floor rises, and the pace with it.
 * Where the heart alone raises it out of its own sight, there is nothing to learn any more, and it is a mirror at last.
 *
 * 1. A breath is at most ADAPT_STEP longer than the one before it.
 * 2. Once led, the pace stays within ADAPT_SLOWEST .. ADAPT_FASTEST; above that it only follows the person's own
 *    breath. It is never above the breath the person came with.
 * 3. No pace goes on down, or stays, below the floor: "too much", and a belief in where comfort ends, raise it; time
 *    lowers it.
 * 4. Breath estimated from the heart never counts as proof of following. Without a breathing sensor not following is
 *    told from the heart alone: no swing at the pacer's phase, a phase that runs ahead, or a clearer swing at a faster
 *    rate.
 * 5. While it is not followed, or the sensor is silent, the pace does not go on down.
 *
 * What the person does comes in by adapt_answer.c; where their limits are is judged in adapt_limits.c.
 */
#include "train/adapt.h"

#include <assert.h>
#include <math.h>

#include "base/hash.h"
#include "train/adapt_inside.h"

static const usec SETTLE_EVERY = 30 * USEC_PER_SEC; /* chosen: a block of breaths */
static const float SETTLE_DEAD_PER_MIN = 0.12F;
static const usec MIRROR_FOR = 60 * USEC_PER_SEC, MIRROR_LONG = 900 * USEC_PER_SEC;
/* Listen 30 s; without any sign of the own rate begin where it was on another day, or where adults at rest breathe, 12
   and more a minute (chosen: slow breath shows in the heart, so who shows none breathes no slower). What the heart
   alone shows in half a minute may be its own waves: half of it is believed, as a ratio. chosen: its error is about as
   large as people differ */
static const usec LISTEN_US = 30 * USEC_PER_SEC;
static const usec LISTEN_MAX_US = 60 * USEC_PER_SEC; /* chosen: nobody waits longer than a minute for a first breath */
static const float START_PER_MIN = 13.0F, HEART_SHARE = 0.5F;

void adapt_init(struct adapt *a, const struct adapt_config *c)
{
    *a = (struct adapt){.config = *c,
                        .state = ADAPT_LISTEN,
                        .why = c->fixed_per_min > 0.0F ? PACE_FIXED : PACE_FOLLOW,
                        .rate_per_min = NAN,
                        .asked_floor = ADAPT_SLOWEST_PER_MIN,
                        .own_per_min = NAN,
                        .begun_per_min = NAN,
                        .came_per_min = NAN,
                        .given_up_at = NAN,
                        .partner_per_min = NAN,
                        .seen_per_min = NAN,
                        .heart_t = USEC_NONE,
                        .own_source = BREATH_HEART,
                        .inhale_share = ADAPT_INHALE_SHARE,
                        .share_now = NAN};
    depth_init(&a->depth);
    limit_init(&a->limit, &c->limits);
    a->floor_per_min = fmaxf(ADAPT_SLOWEST_PER_MIN, limit_floor(&a->limit, ADAPT_DOUBT));
    bool known = c->sd > 0.0F;
    resonance_init(&a->resonance, false, known ? c->mean : RESONANCE_MEAN_PER_MIN,
                   known ? fminf(c->sd, RESONANCE_SD_PER_MIN) : RESONANCE_SD_PER_MIN);
    a->belief = resonance_believe(&a->resonance);
    a->goal_per_min = c->target_per_min > 0.0F ? c->target_per_min : a->belief.mean;
}

/* --- beginning --------------------------------------------------------------------------------------------------- */

bool adapt_ready(const struct adapt *a, usec listened, bool heart)
{
    if (a->config.fixed_per_min > 0.0F) {
        return true;
    }
    if (a->config.at_once && (heart || a->own_n > 0)) {
        return true;
    }
    if (listened < LISTEN_US) {
        return false;
    }
    bool own = a->own_n >= 2;
    return own || heart || listened >= LISTEN_MAX_US;
}

/* A sensor that told some breaths and then none did not tell breath. */
static bool own_seen(const struct adapt *a, usec now)
{
    return !isnan(a->own_per_min) && !(adapt_has_sensor(a) && adapt_sensor_silent(a, now, a->own_per_min));
}

float adapt_own_or_usual(const struct adapt *a, usec now)
{
    float before = a->config.own_per_min; /* a file may hold anything */
    bool known = before >= ADAPT_SLOWEST_PER_MIN && before <= ADAPT_OWN_FASTEST_PER_MIN;
    float usual = known ? before : START_PER_MIN;
    if (!own_seen(a, now)) {
        return usual;
    }
    return adapt_has_sensor(a) ? a->own_per_min : usual * powf(a->own_per_min / usual, HEART_SHARE);
}

static void lead_or_mirror(struct adapt *a, usec now)
{
    adapt_enter(a, a->mode == ADAPT_FOLLOW ? ADAPT_MIRROR : ADAPT_LEAD, now);
}

static void begin(struct adapt *a, usec now)
{
    float own = adapt_own_or_usual(a, now);
    a->came_per_min = own_seen(a, now) ? own : NAN;
    a->rate_per_min = adapt_clamp(own, ADAPT_SLOWEST_PER_MIN, ADAPT_OWN_FASTEST_PER_MIN);
    a->begun_per_min = a->rate_per_min;
    a->why = PACE_FOLLOW;
    a->goal_since = now;
    lead_or_mirror(a, now);
}

void adapt_for(struct adapt *a, usec now, uint8_t mode, float to_per_min, float inhale_share)
{
    a->inhale_share = inhale_share;
    if (a->mode == mode && a->to_per_min == to_per_min) {
        return;
    }
    a->mode = mode;
    a->to_per_min = to_per_min;
    a->step = 0;
    a->step_since = USEC_NONE;
    if (a->state != ADAPT_LISTEN && a->state != ADAPT_EASE) {
        lead_or_mirror(a, now);
    }
}

void adapt_meet(struct adapt *a, usec now)
{
    if (a->state == ADAPT_LISTEN || isnan(a->rate_per_min)) {
        return;
    }
    bool told = !isnan(a->own_per_min) && !a->mute;
    float own = told ? adapt_own_or_usual(a, now) : fmaxf(a->begun_per_min, a->rate_per_min);
    a->rate_per_min = adapt_clamp(own, ADAPT_SLOWEST_PER_MIN, ADAPT_OWN_FASTEST_PER_MIN);
    a->begun_per_min = fmaxf(a->begun_per_min, a->rate_per_min);
    a->bad = a->blocks_bad = 0;
    lead_or_mirror(a, now);
}

/* --- from state to state ----------------------------------------------------------------------------------------- */

/* The diagram above, from row to column: LISTEN, LEAD, EXPLORE, SETTLE, EASE, MIRROR. */
static const bool LEADS_TO[ADAPT_STATES][ADAPT_STATES] = {
    [ADAPT_LISTEN] = {0, 1, 0, 0, 1, 1}, [ADAPT_LEAD] = {0, 0, 1, 1, 1, 1}, [ADAPT_EXPLORE] = {0, 1, 0, 1, 1, 1},
    [ADAPT_SETTLE] = {0, 1, 0, 0, 1, 1}, [ADAPT_EASE] = {0, 1, 0, 0, 0, 1}, [ADAPT_MIRROR] = {0, 1, 0, 0, 1, 0}};

void adapt_enter(struct adapt *a, uint8_t state, usec now)
{
    if (a->state == state) {
        return;
    }
    bool may = LEADS_TO[a->state][state];
    assert(may);
    (void)may;
    if (state == ADAPT_MIRROR || a->state == ADAPT_MIRROR) {
        limit_part(&a->limit); /* a pace that follows cannot be failed */
    }
    a->state = state;
    a->since = now;
}

static void refresh_goal(struct adapt *a, usec now)
{
    if (now - a->goal_since >= SETTLE_EVERY || a->state != ADAPT_SETTLE) {
        a->goal_since = now;
        bool moved = fabsf(a->belief.mean - a->goal_per_min) > SETTLE_DEAD_PER_MIN;
        a->goal_per_min = moved || a->state != ADAPT_SETTLE ? a->belief.mean : a->goal_per_min;
    }
}

static void transit(struct adapt *a, usec now, enum verdict v)
{
    switch (a->state) {
    case ADAPT_EASE:
        if (now >= a->ease_until) {
            lead_or_mirror(a, now);
        }
        break;
    case ADAPT_MIRROR:
        if (a->mode != ADAPT_FOLLOW && now - a->since >= (a->mirrors < ADAPT_MIRRORS ? MIRROR_FOR : MIRROR_LONG)) {
            adapt_enter(a, ADAPT_LEAD, now);
        }
        break;
    case ADAPT_LEAD:
        if (v != NOT_FOLLOWED && adapt_at_top(a)) {
            refresh_goal(a, now);
            adapt_enter(a, adapt_explores(a) && !adapt_at_bottom(a) ? ADAPT_EXPLORE : ADAPT_SETTLE, now);
        }
        break;
    case ADAPT_EXPLORE:
        if (adapt_seen_enough(a, now)) {
            a->explored = true;
            refresh_goal(a, now);
            adapt_enter(a, ADAPT_SETTLE, now);
        }
        break;
    default:
        refresh_goal(a, now);
        break;
    }
}

static struct pace pace_of(const struct adapt *a)
{
    float cycle_s = 60.0F / a->rate_per_min;
    float inhale_s = roundf(cycle_s * a->share_now * 1000.0F) / 1000.0F;
    return (struct pace){inhale_s, 0.0F, roundf((cycle_s - inhale_s) * 1000.0F) / 1000.0F, 0.0F};
}

/* The rate that this person's next breath would have. */
static float propose(struct adapt *a, usec now)
{
    if (a->config.fixed_per_min > 0.0F) {
        a->why = PACE_FIXED;
        a->begun_per_min = isnan(a->begun_per_min) ? adapt_own_or_usual(a, now) : a->begun_per_min;
        return a->config.fixed_per_min;
    }
    if (a->state == ADAPT_LISTEN || isnan(a->rate_per_min) || isnan(a->begun_per_min)) {
        begin(a, now);
        return a->rate_per_min;
    }
    adapt_find_floor(a, now);
    adapt_part_from_sensor(a, now);
    enum verdict v = adapt_verdict(a, now);
    if (a->mode != ADAPT_FOLLOW) {
        adapt_judge(a, now, v);
    }
    transit(a, now, v);
    float before = a->rate_per_min;
    adapt_move(a, now, v);
    assert(a->rate_per_min >= before / (1.0F + ADAPT_STEP) * 0.9999F);
    assert(a->rate_per_min >= ADAPT_SLOWEST_PER_MIN * 0.9999F);
    (void)before;
    return a->rate_per_min;
}

/* Begins at the own form of a breath, of today or of an earlier day. Tests and fixed paces are as they say. */
static void shape(struct adapt *a)
{
    float known = adapt_own_share(a);
    bool own = !isnan(known) && !adapt_tests(a) && !(a->config.fixed_per_min > 0.0F);
    float theirs = own ? known : a->inhale_share;
    float goal = adapt_clamp(a->inhale_share, theirs - ADAPT_SHARE_MOST, theirs + ADAPT_SHARE_MOST);
    float before = isnan(a->share_now) ? theirs : a->share_now;
    a->share_now = own ? adapt_clamp(goal, before - ADAPT_SHARE_STEP, before + ADAPT_SHARE_STEP) : goal;
}

static struct pace take(struct adapt *a, usec now, float per_min)
{
    a->rate_per_min = per_min;
    limit_pace(&a->limit, now, per_min);
    shape(a);
    return pace_of(a);
}

struct pace adapt_next(struct adapt *a, usec now)
{
    return take(a, now, propose(a, now));
}

/* Two hearts that answer most at different rates settle between them: each loses little, the humps are broad. */
static void meet_between(struct adapt *a, struct adapt *b)
{
    bool known = adapt_known(a) && adapt_known(b);
    a->partner_per_min = known ? b->belief.mean : NAN;
    b->partner_per_min = known ? a->belief.mean : NAN;
}

struct pace adapt_next_two(struct adapt *a, struct adapt *b, usec now, bool a_here, bool b_here)
{
    float before = a->rate_per_min;
    meet_between(a, b);
    float of_a = propose(a, now), of_b = propose(b, now);
    float rate = a_here && b_here ? fmaxf(of_a, of_b) : a_here ? of_a : of_b;
    /* Who comes back breathes as the other did: their pace may differ by more than a step. */
    rate = isnan(before) ? rate : fmaxf(rate, before / (1.0F + ADAPT_STEP));
    (void)take(b, now, rate);
    a->why = a_here && (!b_here || of_a >= of_b) ? a->why : b->why;
    return take(a, now, rate);
}

uint64_t adapt_hash(const struct adapt *a, uint64_t h)
{
    h = hash_f32(hash_f32(h, a->config.target_per_min), a->config.fixed_per_min);
    h = hash_f32s(hash_f32(hash_f32(h, a->config.mean), a->config.sd), a->config.limits.per_min, LIMIT_PLACES);
    h = hash_f32(hash_f32(hash_f32(h, a->config.own_per_min), a->config.own_share), a->came_per_min);
    h = depth_hash(&a->depth, limit_hash(&a->limit, resonance_hash(&a->resonance, h)));
    h = hash_f32(hash_f32(h, a->belief.mean), a->belief.sd);
    h = hash_u64(hash_u64(h, a->state), a->why);
    h = hash_f32(hash_f32(hash_f32(h, a->goal_per_min), a->rate_per_min), a->floor_per_min);
    h = hash_f32(hash_f32(hash_f32(h, a->begun_per_min), a->wish_per_min), a->own_per_min);
    h = hash_f32s(h, a->own, a->own_n);
    for (uint8_t i = 0; i < a->own_n; i++) {
        h = hash_i64(h, a->own_t[i]);
    }
    h = hash_u64(hash_u64(hash_u64(h, a->own_source), a->bad), a->blocks);
    h = hash_u64(hash_u64(hash_u64(h, a->blocks_bad), a->mirrors), a->given_up_blocks);
    h = hash_u64(hash_i64(hash_u64(h, a->other_unit), a->bad_since), (uint64_t)a->explored << 1 | a->mute);
    h = hash_f32(hash_f32(hash_f32(hash_f32(h, a->asked_floor), a->given_up_at), a->partner_per_min), a->seen_per_min);
    h = hash_i64(hash_i64(hash_i64(h, a->since), a->ease_until), a->floor_since);
    h = hash_i64(hash_i64(h, a->goal_since), a->heart_t);
    h = hash_f32(hash_f32(hash_u64(hash_u64(h, a->mode), a->step), a->to_per_min), a->inhale_share);
    h = hash_f32s(hash_f32(hash_i64(h, a->step_since), a->share_now), a->share, a->share_n);
    return hash_f32s(h, a->clear, a->blocks < ADAPT_BLOCKS ? a->blocks : ADAPT_BLOCKS);
}
