/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where this person's limits are: the floor that "too much" and giving up raise and time lowers, and the one that is
   believed from how the pace is followed (limit.c).
   1. The floor never rises above ADAPT_FASTEST, nor sinks below ADAPT_SLOWEST. */
#include <math.h>

#include "train/adapt_inside.h"

static const usec EASE_FOR = 40 * USEC_PER_SEC;
static const float FLOOR_MARGIN_PER_MIN = 0.3F, FLOOR_SINK_PER_MIN = 0.4F;
static const usec FLOOR_EVERY = 300 * USEC_PER_SEC;
/* Who breathes 15 % faster than the pace does not follow: the mind wanders (20-60 s), the pace waits; after 75 s it
   comes to the person instead. */
static const usec WANDER_FOR = 75 * USEC_PER_SEC;
/* Who followed for so many blocks, two minutes, and then not for 75 s has come to a limit; else they cannot be led. */
static const uint32_t LED_BLOCKS = 4;
/* A limit out of the heart's sight, so likely after so many guided breaths, two blocks: a person who cannot be led.
   chosen: at a half most of them are missed, at a quarter people with a limit are taken for them */
static const float BEYOND_TOLD = 6.0F, BEYOND_DOUBT = 0.35F;
/* Given up twice at about the same pace: the next try stops before it. chosen: one step of an assessment */
static const float SAME_PER_MIN = 0.5F, GIVEN_UP_PER_MIN = 0.5F;
/* The "slower" and "faster" keys. chosen: two presses are one felt step of an assessment (0.5/min); but no more than a
   little above where "faster" was pressed is comfort taken to end, who wants more presses again */
static const float KEY_STEP_PER_MIN = 0.25F, WISH_MAX_PER_MIN = 1.5F, KEY_MARGIN_PER_MIN = 0.15F;
/* The median of the last breaths, which vary by 3-10 % when attentive, follows a pace that stays within 8 %; while the
   pace is led down it lags by two or three breaths of 6 %. */
static const float FOLLOW_TOLERANCE = 0.08F, LEAD_TOLERANCE = 0.18F;
static const float LED_SHARE = 0.8F; /* chosen: no mind that wanders is that near to its own pace */
/* chosen: what lags behind a pace that is led down for half a minute is not yet that much faster */
static const float HEART_FASTER = 1.4F;
static const usec HEART_FOR = 30 * USEC_PER_SEC;
/* Hold still when a sensor is silent for 6 s, a breathing sensor at a slow pace for 2.5 cycles. */
static const float STALE_S = 6.0F, STALE_CYCLES = 2.5F;
/* chosen: no breath is as long. The heart leads alone then, until the sensor tells breaths again */
static const usec SENSOR_GONE = 60 * USEC_PER_SEC;

static void raise_floor(struct adapt *a, usec now, float per_min)
{
    a->asked_floor = adapt_clamp(per_min, a->asked_floor, ADAPT_FASTEST_PER_MIN);
    a->floor_since = now;
    adapt_find_floor(a, now);
}

void adapt_find_floor(struct adapt *a, usec now)
{
    if (a->asked_floor > ADAPT_SLOWEST_PER_MIN && now - a->floor_since >= FLOOR_EVERY) {
        a->asked_floor = fmaxf(ADAPT_SLOWEST_PER_MIN, a->asked_floor - FLOOR_SINK_PER_MIN);
        a->floor_since = now;
    }
    float before = a->floor_per_min, believed = limit_floor(&a->limit, ADAPT_DOUBT);
    a->floor_per_min = adapt_clamp(fmaxf(a->asked_floor, believed), ADAPT_SLOWEST_PER_MIN, ADAPT_FASTEST_PER_MIN);
    if (a->floor_per_min > before && !a->resonance.by_depth) {
        resonance_forget_below(&a->resonance, a->floor_per_min - FLOOR_MARGIN_PER_MIN - 0.1F);
    }
}

void adapt_command(struct adapt *a, usec now, uint8_t command)
{
    if (a->config.fixed_per_min > 0.0F && (command == COMMAND_SLOWER || command == COMMAND_FASTER)) {
        float step = command == COMMAND_SLOWER ? -KEY_STEP_PER_MIN : KEY_STEP_PER_MIN;
        a->config.fixed_per_min =
            adapt_clamp(a->config.fixed_per_min + step, ADAPT_SLOWEST_PER_MIN, ADAPT_FASTEST_PER_MIN);
        return;
    }
    switch (command) {
    case COMMAND_EASIER:
        if (isnan(a->rate_per_min)) {
            return;
        }
        a->config.fixed_per_min = 0.0F;
        limit_tell(&a->limit, a->rate_per_min, true);
        raise_floor(a, now, a->rate_per_min + FLOOR_MARGIN_PER_MIN);
        a->ease_until = now + EASE_FOR;
        a->rate_per_min = fmaxf(fminf(a->rate_per_min * ADAPT_EASE_SHARE, ADAPT_FASTEST_PER_MIN), a->rate_per_min);
        adapt_enter(a, ADAPT_EASE, now);
        break;
    case COMMAND_SLOWER:
        a->wish_per_min = fmaxf(-WISH_MAX_PER_MIN, a->wish_per_min - KEY_STEP_PER_MIN);
        a->asked_floor = fmaxf(ADAPT_SLOWEST_PER_MIN, a->asked_floor - KEY_STEP_PER_MIN);
        limit_tell(&a->limit, a->rate_per_min, false);
        break;
    case COMMAND_FASTER: /* who asks for a faster pace says where comfort ends */
        a->wish_per_min = fminf(WISH_MAX_PER_MIN, a->wish_per_min + KEY_STEP_PER_MIN);
        if (!isnan(a->rate_per_min) && a->rate_per_min < ADAPT_FASTEST_PER_MIN) {
            limit_tell(&a->limit, a->rate_per_min, true);
            raise_floor(a, now, a->rate_per_min + KEY_MARGIN_PER_MIN);
        }
        break;
    default:
        break;
    }
}

bool adapt_sensor_silent(const struct adapt *a, usec now, float per_min)
{
    double age_s = usec_to_s(now - a->own_t[a->own_n - 1]);
    return age_s > (double)fmaxf(STALE_S, STALE_CYCLES * 60.0F / per_min);
}

/* Breath estimated from the heart is no proof of following; when it goes on well above the pace it speaks against it.
 */
static bool seen_faster(const struct adapt *a, usec now)
{
    if (a->mute || a->own_n < ADAPT_BREATHS || now - a->own_t[a->own_n - 1] > HEART_FOR) {
        return false;
    }
    return fminf(a->own_per_min, a->own[a->own_n - 1]) > HEART_FASTER * a->rate_per_min;
}

static bool heart_heard(const struct adapt *a, usec now)
{
    return a->heart_t != USEC_NONE && usec_to_s(now - a->heart_t) <= (double)STALE_S;
}

void adapt_part_from_sensor(struct adapt *a, usec now)
{
    bool gone = adapt_has_sensor(a) && now - a->own_t[a->own_n - 1] > SENSOR_GONE;
    if (gone && heart_heard(a, now)) {
        a->own_n = 0;
        a->own_source = BREATH_HEART;
    }
}

/* With a breathing sensor people are led on without a heart; only the search for where it answers most waits for it. */
static bool heart_missed(const struct adapt *a, usec now)
{
    return a->heart_t != USEC_NONE && !heart_heard(a, now) && (!adapt_has_sensor(a) || a->state == ADAPT_EXPLORE);
}

enum verdict adapt_verdict(const struct adapt *a, usec now)
{
    if (heart_missed(a, now)) {
        return SENSOR_SILENT;
    }
    if (!adapt_has_sensor(a)) {
        return seen_faster(a, now)                                             ? NOT_FOLLOWED
               : a->mute || a->rate_per_min >= ADAPT_HEART_TELLS_BELOW_PER_MIN ? CANNOT_TELL
               : a->blocks_bad > 0                                             ? NOT_FOLLOWED
                                                                               : FOLLOWED;
    }
    if (adapt_sensor_silent(a, now, a->rate_per_min)) {
        return SENSOR_SILENT;
    }
    float last = a->own[a->own_n - 1], rate = a->rate_per_min;
    bool leading = a->state == ADAPT_LEAD;
    bool matched = adapt_matched(a->own_per_min, rate, leading ? LEAD_TOLERANCE : FOLLOW_TOLERANCE);
    bool slower = a->own_per_min < rate; /* nobody is hurried */
    return slower || matched || (leading && adapt_matched(last, rate, LEAD_TOLERANCE)) ? FOLLOWED : NOT_FOLLOWED;
}

/* Comes along with the own breath; where these mirrors are the last of ADAPT_MIRRORS, for long. */
static void come_along(struct adapt *a, usec now, uint32_t mirrors)
{
    a->bad = a->blocks_bad = 0;
    a->mirrors += mirrors;
    adapt_enter(a, ADAPT_MIRROR, now);
}

/* Who never followed is left in peace at once: a quiet mirror, no second try in a minute. Who was led until here goes
   on a little faster. */
static void give_up(struct adapt *a, usec now)
{
    bool led = a->resonance.n >= a->given_up_blocks + LED_BLOCKS;
    a->given_up_blocks = a->resonance.n;
    if (led) {
        a->bad = a->blocks_bad = 0;
        limit_tell(&a->limit, a->rate_per_min, true);
        raise_floor(a, now, a->rate_per_min + FLOOR_MARGIN_PER_MIN);
        return;
    }
    if (fabsf(a->rate_per_min - a->given_up_at) < SAME_PER_MIN) { /* the same pace was too much a second time */
        raise_floor(a, now, a->rate_per_min + GIVEN_UP_PER_MIN);
    }
    a->given_up_at = a->rate_per_min;
    come_along(a, now, resonance_count(&a->resonance) == 0 ? ADAPT_MIRRORS : 1);
}

/* The heart says that comfort ends at a pace at which it tells nothing: there it would never be learned better. */
static bool out_of_sight(const struct adapt *a)
{
    bool heart_told = !adapt_has_sensor(a) && !a->mute && a->limit.told >= BEYOND_TOLD;
    return heart_told && a->mirrors < ADAPT_MIRRORS && a->rate_per_min > ADAPT_HEART_TELLS_BELOW_PER_MIN &&
           limit_floor(&a->limit, BEYOND_DOUBT) >= ADAPT_HEART_TELLS_BELOW_PER_MIN;
}

/* Who takes a few breaths of their own, again and again, has come to a limit, not to an end of following: their breath
   fits now and then, or is far slower than it was before the pacer. */
static bool led_still(const struct adapt *a)
{
    if (!adapt_has_sensor(a)) {
        return false;
    }
    return a->own_per_min < LED_SHARE * a->begun_per_min ||
           adapt_matched(a->own[a->own_n - 1], a->rate_per_min, FOLLOW_TOLERANCE);
}

void adapt_judge(struct adapt *a, usec now, enum verdict v)
{
    v = v == NOT_FOLLOWED && led_still(a) ? FOLLOWED : v;
    a->bad_since = v == NOT_FOLLOWED && a->bad == 0 ? now : a->bad_since;
    a->bad = v == NOT_FOLLOWED ? a->bad + 1 : v == CANNOT_TELL ? a->bad : 0; /* what was not seen is not counted */
    bool leading = a->state == ADAPT_LEAD || a->state == ADAPT_EXPLORE || a->state == ADAPT_SETTLE;
    if (leading && a->bad > 0 && now - a->bad_since > WANDER_FOR) {
        give_up(a, now);
    } else if (leading && out_of_sight(a)) {
        come_along(a, now, ADAPT_MIRRORS);
    }
}

bool adapt_followed(const struct adapt *a, usec now)
{
    return adapt_verdict(a, now) == FOLLOWED;
}
