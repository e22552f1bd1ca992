/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/limit_signs.h"

#include <math.h>

/* A breath about its pace: standard deviation of the logarithm, and the share of any rate at all: more of it near the
   pace, where a mind that begins to wander, or comes back, passes through for a breath or two. chosen: what simulated
   people of two makes show */
static const float BREATH_SD = 0.07F, NEAR_DENSITY = 0.3F, FAR_DENSITY = 0.03F;
static const float OFF_LOG = 0.25F, OFF_DENSITY = 0.74F; /* far off: from a fourth faster on, to thrice as fast */
/* Runs of breaths far off, by how often they begin with a breath: slips of one breath; a wandering mind, each six or
   seven minutes, of which few still wander after a minute (20-60 s), however fast they breathe; and below comfort
   faster breaths, by manner, of which a share goes on with another; in full from 2.5 % below on. chosen: wide enough
   for people of any manner, not for those of one make */
struct run {
    float begins, on;
};
static const float RUN_SLIP = 0.02F, BELOW_FULL_LOG = 0.025F;
static const float WANDERS = 0.025F, WANDER_S = 30.0F, LOST_SHARE = 0.05F, LOST_S = 120.0F, OWN_BREATH_S = 4.0F;
static const struct run RUNS[LIMIT_MANNERS] = {
    [LIMIT_KEEPS] = {0.06F, 0.87F},        [LIMIT_DRIFTS] = {0.06F, 0.87F},      [LIMIT_BREAKS] = {0.2F, 0.87F},
    [LIMIT_BREAKS_OFTEN] = {0.45F, 0.87F}, [LIMIT_BREAKS_LONG] = {0.15F, 0.95F}, [LIMIT_STOPS] = {0.8F, 0.9F}};
enum { RUN_MAX = 20 };
/* A mind that wanders breathes as before the pacer. Of those who break off below comfort so many take breaths deeper by
   a third, more or less; most have some other way. Depth alone makes a run so much likelier at most (logarithm): a belt
   may have slipped, unseen. chosen */
static const float DEEP_SHARE = 0.35F, DEEP_LOG = 0.27F, DEEP_SD = 0.2F, DEEP_LEAST = -0.3F, DEEP_MOST = 3.0F;
/* Blocks of three breaths, seen by the heart only: the share of them in which a breath was broken off, a
   mind wandered or a sigh came; and how many more below comfort. chosen: what 700 simulated people of two makes show */
static const float BLOCK_SD = 0.06F, BLOCK_USUAL = 0.2F;
static const float BLOCKS[LIMIT_MANNERS] = {
    [LIMIT_KEEPS] = 0.2F,        [LIMIT_DRIFTS] = 0.2F,      [LIMIT_BREAKS] = 0.45F,
    [LIMIT_BREAKS_OFTEN] = 0.7F, [LIMIT_BREAKS_LONG] = 0.4F, [LIMIT_STOPS] = 0.78F};
static const float BLOCK_DENSITY = 3.0F; /* a turn of the phase that says nothing: any of -pi..pi over three breaths */
/* How clear a block is that was not broken: about the usual, the less surely the weaker the heart; a broken one is
   anything. chosen: as above */
static const float INTACT_BELOW = 0.03F, INTACT_SD = 0.09F, INTACT_WEAK = 0.68F, INTACT_WEAK_SD = 0.6F;
static const float BROKEN_DENSITY = 0.83F;

/* One hypothesis: how people who come below comfort show it, and how far this pace is below: 0 not at all, 1 in full.
 */
struct below {
    int manner;
    float log, full;
};

static float bell(float x, float sd)
{
    float z = x / sd;
    return 0.3989423F / sd * expf(-0.5F * z * z);
}

/* --- runs of breaths far off ------------------------------------------------------------------------------------- */

/* That a mind that wanders still does so after s. */
static float wanders_for(float s)
{
    float z = s / WANDER_S;
    return (1.0F - LOST_SHARE) * expf(-z * z) + LOST_SHARE * expf(-s / LOST_S);
}

/* How much likelier breaths as deep as these are of who breaks off: sum as in struct limit_run. */
static float deep_times(float sum)
{
    return 1.0F - DEEP_SHARE + DEEP_SHARE * expf(sum);
}

static float deep_with(float sum, float deeper)
{
    float x = fmaxf(DEEP_LEAST, fminf(deeper, 2.0F * DEEP_LOG));
    return isnan(deeper) ? sum : fminf(DEEP_MOST, sum + DEEP_LOG * (x - DEEP_LOG / 2.0F) / (DEEP_SD * DEEP_SD));
}

void limit_run_lose(struct limit_run *run)
{
    run->n = RUN_MAX;
}

bool limit_run_on(struct limit_run *run, const struct limit_breathed *b, struct limit_sign *s)
{
    const struct limit_run before = run->n > 0 ? *run : (struct limit_run){0};
    bool off = b->off_log > OFF_LOG, lost = before.n == RUN_MAX;
    *run = (struct limit_run){off ? (uint8_t)(before.n + (lost ? 0 : 1)) : 0,
                              before.s + (off ? 60.0F / b->own_per_min : OWN_BREATH_S),
                              off ? deep_with(before.deep, b->deeper) : before.deep};
    *s = (struct limit_sign){.kind = before.n == 0 ? LIMIT_SIGN_BREATH
                                     : off         ? LIMIT_SIGN_RUN_ON
                                                   : LIMIT_SIGN_RUN_ENDS,
                             .off_log = b->off_log,
                             .run = (float)before.n,
                             .wanders = wanders_for(before.s),
                             .wanders_on = wanders_for(run->s),
                             .deep = deep_times(before.n > 0 ? before.deep : run->deep),
                             .deep_on = deep_times(run->deep),
                             .catches_up = b->catches_up};
    return !lost;
}

static float lasts(const struct run *r, float breaths)
{
    return r->begins * powf(r->on, breaths - 1.0F);
}

/* That a run of breaths far off begins now and has at least so many; wanders: a mind does so for as long; deep: how
   much likelier their depth is of who breaks off. */
static float run_of(const struct below *b, float breaths, float wanders, float deep)
{
    float slip = breaths < 1.5F ? RUN_SLIP : 0.0F;
    return slip + WANDERS * wanders + b->full * lasts(&RUNS[b->manner], breaths) * deep;
}

static float goes_on(const struct limit_sign *s, const struct below *b)
{
    return run_of(b, s->run + 1.0F, s->wanders_on, s->deep_on) / run_of(b, s->run, s->wanders, s->deep);
}

/* --- blocks ------------------------------------------------------------------------------------------------------ */

/* Clearer than usual is as good as usual. */
struct limit_sign limit_sign_block(float turn_log, float clear, float usual)
{
    float below = fmaxf(0.0F, usual - INTACT_BELOW - clear);
    float sd = INTACT_SD + INTACT_WEAK_SD * fmaxf(0.0F, INTACT_WEAK - usual);
    return (struct limit_sign){.kind = LIMIT_SIGN_BLOCK, .off_log = turn_log, .intact = bell(below, sd)};
}

static bool keeps(const struct below *b)
{
    return b->manner == LIMIT_KEEPS || b->manner == LIMIT_DRIFTS;
}

static float likely_block(const struct limit_sign *s, const struct below *b)
{
    float off = BLOCK_USUAL + b->full * BLOCKS[b->manner], intact = s->intact, broken = BROKEN_DENSITY;
    if (!isnan(s->off_log)) {
        intact *= bell(s->off_log - (keeps(b) ? b->log : 0.0F), BLOCK_SD);
        broken *= BLOCK_DENSITY;
    }
    return (1.0F - off) * intact + off * broken;
}

/* ----------------------------------------------------------------------------------------------------------------- */

float limit_likely(const struct limit_sign *s, int manner, float below_log)
{
    const struct below b = {manner, below_log, fminf(1.0F, below_log / BELOW_FULL_LOG)};
    bool own_rate = manner == LIMIT_DRIFTS || (manner == LIMIT_KEEPS && below_log > 0.0F);
    float usual = own_rate ? below_log : s->catches_up, off = 0.0F;
    switch (s->kind) {
    case LIMIT_SIGN_BREATH:
        off = run_of(&b, 1.0F, s->wanders, s->deep);
        return (1.0F - off) * bell(s->off_log - usual, BREATH_SD) +
               (s->off_log > OFF_LOG ? off * OFF_DENSITY + FAR_DENSITY : NEAR_DENSITY);
    case LIMIT_SIGN_RUN_ON:
        return goes_on(s, &b);
    case LIMIT_SIGN_RUN_ENDS:
        return 1.0F - goes_on(s, &b);
    default:
        return likely_block(s, &b);
    }
}
