/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the pace goes, and by how much a breath.
   1. Where: never above the breath the person came with, never below the floor.
   2. By how much: at most ADAPT_STEP down; where nobody shall feel it less. */
#include <math.h>

#include "train/adapt_inside.h"

static const float EASE_STEP = 0.028F; /* a step below 3 % is not felt */
/* Exploring and settling move by less than anybody feels; exploring by less still where only the heart tells whether
   the pace is followed, and a pace that moves blurs that. chosen */
static const float EXPLORE_STEP = 0.02F, EXPLORE_SOFT_STEP = 0.012F, SETTLE_STEP = 0.02F, MIRROR_STEP = 0.028F;
/* The range that is explored: so many standard deviations of the prior about its mean, within these limits. */
static const float RANGE_SDS = 1.6F, RANGE_LEAST_PER_MIN = 0.35F, RANGE_TOP_PER_MIN = 6.6F, RANGE_BOTTOM_PER_MIN = 4.9F;
static const float PAST_PER_MIN = 0.45F, SURE_SD = 0.64F;
/* From here on people come to their limits; the heart alone tells so late: led in steps whose lag does not hide it, by
   less still where a test begins. chosen */
static const float SOFT_BELOW_PER_MIN = 8.5F, SOFT_STEP = 0.05F, TEST_STEP = 0.035F;
static const float MIRROR_SHARE = 0.97F;
static const float ARRIVED_SHARE = 1.01F;       /* chosen: 1 % of a cycle is not felt */
static const usec MEET_FOR = 20 * USEC_PER_SEC; /* chosen: four breaths; the heart tells its first estimate by then */

/* --- where to ---------------------------------------------------------------------------------------------------- */

bool adapt_tests(const struct adapt *a)
{
    return a->mode == ADAPT_SLIDE || a->mode == ADAPT_STEPPED || a->mode == ADAPT_CHECK;
}

/* Rates that are held one after the other, each `by` below the one before. */
struct stairs {
    float from, by;
    uint8_t last;
};

static struct stairs stairs(const struct adapt *a)
{
    return a->mode == ADAPT_CHECK
               ? (struct stairs){a->to_per_min + ADAPT_CHECK_BY_PER_MIN, ADAPT_CHECK_BY_PER_MIN, ADAPT_CHECK_LAST}
               : (struct stairs){ADAPT_STEPS_FROM_PER_MIN, ADAPT_STEPS_BY_PER_MIN, ADAPT_STEPS_LAST};
}

bool adapt_explores(const struct adapt *a)
{
    return adapt_tests(a) || (a->mode == ADAPT_FIND && !(a->config.target_per_min > 0.0F));
}

/* Never above the breath the person came with, never below the floor. */
static float allowed(const struct adapt *a, float per_min)
{
    return adapt_clamp(fmaxf(per_min, a->floor_per_min), ADAPT_SLOWEST_PER_MIN,
                       fmaxf(a->begun_per_min, a->floor_per_min));
}

static float half_range(const struct adapt *a)
{
    return fmaxf(RANGE_LEAST_PER_MIN, RANGE_SDS * a->resonance.sd);
}

static float settle_goal(const struct adapt *a)
{
    float wanted = a->mode == ADAPT_TO ? a->to_per_min : a->config.target_per_min;
    float found = isnan(a->partner_per_min) ? a->goal_per_min : (a->goal_per_min + a->partner_per_min) / 2.0F;
    float goal = adapt_tests(a) || !(wanted > 0.0F) ? found : wanted;
    return allowed(a, adapt_clamp(goal + a->wish_per_min, ADAPT_SLOWEST_PER_MIN, ADAPT_FASTEST_PER_MIN));
}

static float range_top(const struct adapt *a)
{
    if (adapt_tests(a)) {
        return allowed(a, a->mode == ADAPT_SLIDE ? ADAPT_SLIDE_FROM_PER_MIN : stairs(a).from);
    }
    if (a->explored || a->mode == ADAPT_HOME || a->mode == ADAPT_TO) {
        return settle_goal(a);
    }
    return allowed(a, adapt_explores(a) ? fminf(RANGE_TOP_PER_MIN, a->resonance.mean + half_range(a))
                                        : a->config.target_per_min);
}

static float range_bottom(const struct adapt *a)
{
    if (adapt_tests(a)) {
        struct stairs s = stairs(a);
        return allowed(a, a->mode == ADAPT_SLIDE ? ADAPT_SLIDE_TO_PER_MIN : s.from - s.by * (float)s.last);
    }
    return allowed(a, fmaxf(RANGE_BOTTOM_PER_MIN, a->resonance.mean - half_range(a)));
}

bool adapt_at_top(const struct adapt *a)
{
    return a->rate_per_min <= range_top(a) * ARRIVED_SHARE;
}

bool adapt_at_bottom(const struct adapt *a)
{
    return a->rate_per_min <= range_bottom(a) * ARRIVED_SHARE;
}

bool adapt_seen_enough(const struct adapt *a, usec now)
{
    if (a->mode == ADAPT_SLIDE) {
        return a->rate_per_min <= range_bottom(a) * 1.0001F;
    }
    if (adapt_tests(a)) {
        return a->step == stairs(a).last && now - a->step_since >= ADAPT_STEPS_EVERY;
    }
    bool past = a->rate_per_min < a->belief.mean - PAST_PER_MIN && a->belief.sd < SURE_SD;
    return past || adapt_at_bottom(a);
}

/* --- moving ------------------------------------------------------------------------------------------------------ */

static float towards(float rate, float goal, float step)
{
    return adapt_clamp(goal, rate / (1.0F + step), rate * (1.0F + step));
}

static float lead_step(const struct adapt *a)
{
    if (a->mirrors > 0) { /* once more: so that it is not felt */
        return EASE_STEP;
    }
    if (a->rate_per_min >= SOFT_BELOW_PER_MIN || adapt_has_sensor(a)) {
        return ADAPT_STEP;
    }
    return adapt_tests(a) ? TEST_STEP : SOFT_STEP;
}

static float lead(const struct adapt *a)
{
    return fmaxf(a->rate_per_min / (1.0F + lead_step(a)), fminf(range_top(a), a->rate_per_min));
}

static float explored_on(const struct adapt *a)
{
    return towards(a->rate_per_min, range_bottom(a), adapt_has_sensor(a) ? EXPLORE_STEP : EXPLORE_SOFT_STEP);
}

static float mirrored(const struct adapt *a)
{
    bool told = adapt_has_sensor(a) || (a->own_n == ADAPT_BREATHS && !a->mute);
    float own = told ? a->own_per_min : !isnan(a->seen_per_min) ? a->seen_per_min : a->begun_per_min;
    /* Who follows their own mirror goes down with it: not below what they said is too slow, nor below their comfort. */
    float lowest = fmaxf(a->asked_floor, fminf(own, a->floor_per_min));
    return adapt_clamp(towards(a->rate_per_min, fmaxf(own * MIRROR_SHARE, lowest), MIRROR_STEP), ADAPT_SLOWEST_PER_MIN,
                       ADAPT_OWN_FASTEST_PER_MIN);
}

/* Of a test, while it is followed. */
static float tested(struct adapt *a, usec now)
{
    if (a->mode == ADAPT_SLIDE) {
        return fmaxf(range_bottom(a), 60.0F / (60.0F / a->rate_per_min + ADAPT_SLIDE_STEP_S));
    }
    struct stairs s = stairs(a);
    if (a->step_since == USEC_NONE) {
        a->step_since = now;
    } else if (a->step < s.last && now - a->step_since >= ADAPT_STEPS_EVERY) {
        a->step++;
        a->step_since = now;
    }
    return towards(a->rate_per_min, allowed(a, s.from - s.by * (float)a->step), ADAPT_STEP);
}

/* Who begins at once without a breathing sensor is not known yet: wait for a first estimate, and come up to it. */
static bool meets(const struct adapt *a, usec now)
{
    return a->config.at_once && !adapt_has_sensor(a) && now - a->since < MEET_FOR;
}

static bool below_comfort(const struct adapt *a)
{
    bool led = a->state == ADAPT_LEAD || a->state == ADAPT_EXPLORE || a->state == ADAPT_SETTLE;
    return led && a->rate_per_min < allowed(a, a->floor_per_min) * 0.999F;
}

void adapt_move(struct adapt *a, usec now, enum verdict v)
{
    float rate = a->rate_per_min;
    bool still = v == NOT_FOLLOWED || v == SENSOR_SILENT;
    if (below_comfort(a)) { /* gone up in steps that nobody feels, whatever else is going on */
        a->rate_per_min = towards(rate, allowed(a, a->floor_per_min), EASE_STEP);
        a->why = PACE_EASE;
        return;
    }
    switch (a->state) {
    case ADAPT_LEAD:
        if (meets(a, now)) {
            a->rate_per_min = towards(rate, fmaxf(rate, adapt_own_or_usual(a, now)), MIRROR_STEP);
            a->begun_per_min = fmaxf(a->begun_per_min, a->rate_per_min);
            a->why = PACE_FOLLOW;
            break;
        }
        a->rate_per_min = still ? rate : lead(a);
        a->why = a->rate_per_min > ADAPT_FASTEST_PER_MIN || still ? PACE_FOLLOW : PACE_LEAD;
        break;
    case ADAPT_EXPLORE:
        a->rate_per_min = still ? rate : adapt_tests(a) ? tested(a, now) : explored_on(a);
        a->why = PACE_EXPLORE;
        break;
    case ADAPT_SETTLE:
        a->rate_per_min = v == SENSOR_SILENT ? rate : towards(rate, settle_goal(a), SETTLE_STEP);
        a->why = PACE_SETTLE;
        break;
    case ADAPT_MIRROR:
        a->rate_per_min = mirrored(a);
        a->why = PACE_FOLLOW;
        break;
    default: {
        float goal = fminf(fmaxf(rate, a->floor_per_min), fmaxf(a->begun_per_min, rate));
        a->rate_per_min = rate >= goal ? rate : towards(rate, fminf(goal, ADAPT_FASTEST_PER_MIN), EASE_STEP);
        a->why = PACE_EASE;
        break;
    }
    }
}
