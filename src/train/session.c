/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *              adapt_ready()            length over, or "end"
 *   LISTEN -------------------> GUIDE ------------------------> END
 *      \__________________________ "end" _______________________/
 *
 *   transition       function            what holds after it
 *   to GUIDE         listen()            the pacer begins its first breath with the next advance
 *   to END           session_command(), session_advance()   no pacer runs, never paused
 *   pause, resume    session_command()   no pacer runs while paused; it begins a new breath afterwards
 *
 * 1. In LISTEN and END no pacer runs.
 * 2. A pace changes where a guided breath begins, nowhere else.
 * 3. A practice speaks from the first tick on, in LISTEN and GUIDE, never while paused. Its stages say what the pacer
 * is for; in a stage without pacer it comes to rest where its breath ends.
 */
#include "train/session.h"

#include <assert.h>
#include <math.h>

#include "base/hash.h"

/* Rates at which the heart is looked for when it does not swing with the pacer: from well apart of it to the breath of
   somebody at rest. chosen */
static const float OTHER_FROM = 1.15F, OTHER_TO = 3.0F, OTHER_MAX_PER_MIN = 20.0F;

/* chosen: half of a new block counts, so that the light answers within two blocks and never jumps */
static const float STEADINESS_STEP = 0.5F;

/* Where the own breath turns outward when only its beginning is known: in-breath as a share of the cycle. chosen: of
   somebody at rest */
static const float OWN_INHALE_RAD = 0.42F * 6.2831853F, HALF_RAD = 3.1415927F;

/* Of the assertions only: unused where those are off. */
__attribute__((unused)) static bool session_ok(const struct session *s)
{
    bool runs = pacer_running(&s->pacer);
    return s->stage <= SESSION_END && (s->stage == SESSION_GUIDE || !runs) && !(s->paused && runs) &&
           !(s->stage == SESSION_END && s->paused);
}

void session_init(struct session *s, const struct session_config *c)
{
    *s = (struct session){.config = *c, .stage = SESSION_LISTEN, .breath_at = USEC_NONE, .block_from = USEC_NONE};
    for (int i = 0; i < SESSION_LUNG; i++) {
        s->lung[i] = NAN;
    }
    pacer_init(&s->pacer);
    adapt_init(&s->adapt, &c->adapt);
    guide_init(&s->guide, c->practice, c->guided > 0 ? c->guided : c->length);
    s->phase_rad = NAN;
    s->answer = answer_none();
    for (int i = 0; i < SESSION_PEOPLE; i++) {
        arousal_init(&s->arousal[i]);
    }
}

void session_breath(struct session *s, const struct breath *b)
{
    adapt_breath(&s->adapt, b);
}

void session_beat(struct session *s, const struct beat *b)
{
    if (s->sums.kind != PRACTICE_NOTHING) {
        answer_beat(&s->sums, b);
    }
}

void session_second(struct session *s, uint8_t who, const struct measures *m)
{
    if (s->paused || s->stage == SESSION_END) {
        return;
    }
    arousal_second(&s->arousal[who], m);
    if (who == 0 && s->sums.kind != PRACTICE_NOTHING) {
        answer_second(&s->sums, m);
    }
}

usec session_length(const struct session *s)
{
    return s->config.length - s->guide.skipped;
}

/* What was measured so far is all there will be. */
static void end_measure(struct session *s)
{
    if (s->sums.kind != PRACTICE_NOTHING) {
        s->answer = answer_make(&s->sums, &s->adapt, &s->config.earlier);
        s->sums.kind = PRACTICE_NOTHING;
    }
}

static void stop_pacer(struct session *s)
{
    pacer_stop(&s->pacer);
    s->breath_at = s->block_from = USEC_NONE;
    s->last_pace.pace = (struct pace){0}; /* so that its return is told */
}

void session_command(struct session *s, usec now, uint8_t command)
{
    if (s->stage == SESSION_END) {
        return;
    }
    switch (command) {
    case COMMAND_PAUSE:
        s->paused = true;
        stop_pacer(s);
        break;
    case COMMAND_RESUME:
        s->paused = false;
        break;
    case COMMAND_END:
        end_measure(s);
        s->stage = SESSION_END;
        s->paused = false;
        stop_pacer(s);
        break;
    default:
        adapt_command(&s->adapt, now, command);
        guide_command(&s->guide, command);
        break;
    }
    assert(session_ok(s));
}

/* One value each step of session time; a pause leaves no hole, only steps without value. */
static void keep_lung(struct session *s, usec now, const struct body *body)
{
    int64_t due = now / SESSION_LUNG_STEP_US;
    if (due <= s->lung_n) {
        return;
    }
    float value = body_breath_value(body);
    if (due - s->lung_n > SESSION_LUNG) {
        s->lung_n = due - SESSION_LUNG;
    }
    while (s->lung_n < due) {
        s->lung[++s->lung_n % SESSION_LUNG] = value;
    }
}

static float lung_at(const struct session *s, usec t)
{
    int64_t k = t / SESSION_LUNG_STEP_US;
    return k < 1 || k > s->lung_n || k <= s->lung_n - SESSION_LUNG ? NAN : s->lung[k % SESSION_LUNG];
}

/* The last three guided breaths: heart rate (as far as it is judged by now) and breathing against the pacer's phase,
   and whether the heart swings more clearly at a faster rate. */
static void measure(struct session *s, usec to, const struct body *body)
{
    usec t[FOLLOW_POINTS_MAX];
    float t_s[FOLLOW_POINTS_MAX], hr[FOLLOW_POINTS_MAX], lung[FOLLOW_POINTS_MAX], cycles[FOLLOW_POINTS_MAX];
    usec span = to - s->block_from;
    for (int i = 0; i < FOLLOW_POINTS_MAX; i++) {
        t[i] = s->block_from + span * i / FOLLOW_POINTS_MAX;
        t_s[i] = (float)usec_to_s(t[i] - s->block_from);
        cycles[i] = (float)ADAPT_BLOCK_BREATHS * (float)i / (float)FOLLOW_POINTS_MAX;
        lung[i] = lung_at(s, t[i]);
    }
    body_hr_at(body, t, hr, FOLLOW_POINTS_MAX);
    s->fit = follow_measure(t_s, hr, cycles, FOLLOW_POINTS_MAX);
    struct adapt_block block = {.heart = s->fit,
                                .breath = follow_measure(t_s, lung, cycles, FOLLOW_POINTS_MAX),
                                .other = {NAN, NAN},
                                .per_min = (float)(60.0 * ADAPT_BLOCK_BREATHS / usec_to_s(span))};
    if (!block.breath.valid) { /* a breathing sensor tells by itself who follows */
        block.other = follow_search(t_s, hr, FOLLOW_POINTS_MAX, block.per_min * OTHER_FROM,
                                    fminf(block.per_min * OTHER_TO, OTHER_MAX_PER_MIN));
    }
    adapt_measured(&s->adapt, &block);
    if (block.heart.valid) {
        answer_block(&s->sums, s->adapt.blocks_bad == 0);
    }
    float seen = s->fit.valid ? s->fit.r2 : 0.0F;
    s->steadiness += STEADINESS_STEP * (seen - s->steadiness);
}

/* A guided breath began at s->breath_at: measure the block that is complete with it. */
static void breath_began(struct session *s, const struct body *body)
{
    if (s->block_from == USEC_NONE) {
        s->block_from = s->breath_at;
        s->block_breath = s->pacer.breaths;
    } else if (s->pacer.breaths - s->block_breath >= ADAPT_BLOCK_BREATHS) {
        measure(s, s->breath_at, body);
        s->block_from = s->breath_at;
        s->block_breath = s->pacer.breaths;
    }
}

static bool same_pace(const struct pace *a, const struct pace *b)
{
    return a->inhale_s == b->inhale_s && a->hold_in_s == b->hold_in_s && a->exhale_s == b->exhale_s &&
           a->hold_out_s == b->hold_out_s;
}

static void listen(struct session *s, const struct body *body)
{
    const struct measures *m = body_measures(body);
    if (adapt_ready(&s->adapt, s->practised, !isnan(m->hr_bpm))) {
        s->stage = SESSION_GUIDE;
    }
}

static bool pace(struct session *s, usec now, usec dt, const struct body *body)
{
    if (pacer_due(&s->pacer, dt)) {
        struct pace next = {0};
        if (!s->unpaced) {
            next = adapt_next(&s->adapt, now);
        }
        pacer_ask(&s->pacer, &next);
    }
    usec ago = 0;
    if (!pacer_advance(&s->pacer, dt, &ago)) {
        return false;
    }
    if (!pacer_running(&s->pacer)) {
        stop_pacer(s);
        return false;
    }
    s->breath_at = now - ago;
    breath_began(s, body);
    bool changed = !same_pace(&s->pacer.now, &s->last_pace.pace);
    if (changed) {
        s->last_pace = (struct session_pace){s->breath_at, s->pacer.now, s->adapt.why};
    }
    return changed;
}

/* --- the practice ------------------------------------------------------------------------------------------------ */

/* Which way the leading breath goes; true when it turned. Without pacer and sensor it never turns. */
static bool turned(struct session *s, const struct body *body)
{
    bool was = s->exhaling;
    if (pacer_running(&s->pacer)) {
        const struct pace *p = &s->pacer.now;
        s->exhaling = (float)usec_to_s(s->pacer.position) >= p->inhale_s + p->hold_in_s;
        return s->exhaling != was;
    }
    float lung = NAN, before = s->phase_rad;
    body_breath_now(body, &lung, &s->phase_rad);
    if (isnan(s->phase_rad) || isnan(before)) {
        return false;
    }
    bool began = s->phase_rad < before - HALF_RAD, out = before < OWN_INHALE_RAD && s->phase_rad >= OWN_INHALE_RAD;
    s->exhaling = began ? false : out ? true : was;
    return s->exhaling != was;
}

static void apply_stage(struct session *s, usec now, const struct practice_stage *stage)
{
    static const uint8_t MODES[] = {
        [PRACTICE_OWN] = ADAPT_MODES,    [PRACTICE_FOLLOW] = ADAPT_FOLLOW, [PRACTICE_LEAD] = ADAPT_FIND,
        [PRACTICE_SETTLE] = ADAPT_HOME,  [PRACTICE_FIXED] = ADAPT_TO,      [PRACTICE_SLIDE] = ADAPT_SLIDE,
        [PRACTICE_STEPS] = ADAPT_STEPPED};
    end_measure(s);
    if (stage->measure != PRACTICE_NOTHING) {
        answer_begin(&s->sums, stage->measure);
    }
    for (int i = 0; i < SESSION_PEOPLE; i++) {
        arousal_stage(&s->arousal[i]);
    }
    bool was_unpaced = s->unpaced;
    s->unpaced = stage->breath == PRACTICE_OWN;
    if (s->unpaced) {
        return;
    }
    float share = stage->breath == PRACTICE_SLIDE ? ADAPT_SLIDE_INHALE_SHARE
                  : stage->long_exhale            ? ADAPT_INHALE_SHARE_CALM
                                                  : ADAPT_INHALE_SHARE;
    adapt_for(&s->adapt, now, MODES[stage->breath], stage->per_min, share);
    if (was_unpaced) {
        adapt_meet(&s->adapt, now);
    }
}

static void practise(struct session *s, usec now, const struct body *body)
{
    bool turn = turned(s, body);
    struct guide_now g = {.practised = s->practised,
                          .in = turn && !s->exhaling,
                          .out = turn && s->exhaling,
                          .settled = true,
                          .followed = s->stage == SESSION_GUIDE && (s->unpaced || adapt_followed(&s->adapt, now)),
                          .answer = &s->answer};
    for (int i = 0; i < SESSION_PEOPLE && i < (s->config.people > 1 ? 2 : 1); i++) {
        g.settled = g.settled && arousal_settled(&s->arousal[i]);
        g.tenser = g.tenser || arousal_tenser(&s->arousal[i]);
        g.stirred = g.stirred || arousal_stirred(&s->arousal[i]);
    }
    s->says = guide_advance(&s->guide, &g, &s->said);
    if (s->guide.changed) {
        apply_stage(s, now, guide_stage(&s->guide));
    }
}

bool session_advance(struct session *s, usec now, usec dt, const struct body *body)
{
    s->says = false;
    if (s->paused || s->stage == SESSION_END) {
        return false;
    }
    s->practised += dt;
    keep_lung(s, now, body);
    bool changed = false;
    if (s->stage == SESSION_LISTEN) {
        listen(s, body);
    } else {
        changed = pace(s, now, dt, body);
    }
    practise(s, now, body);
    if (s->practised >= session_length(s) || s->guide.ended) {
        end_measure(s);
        s->stage = SESSION_END;
        stop_pacer(s);
    }
    assert(session_ok(s));
    return changed;
}

float session_pace_per_min(const struct session *s)
{
    return pacer_running(&s->pacer) ? 60.0F / pace_cycle_s(&s->pacer.now) : NAN;
}

uint64_t session_hash(const struct session *s, uint64_t h)
{
    h = hash_u64(hash_u64(h, s->stage), s->paused);
    h = hash_i64(hash_i64(hash_i64(h, s->practised), s->breath_at), s->block_from);
    h = hash_u64(hash_i64(h, s->pacer.position), s->pacer.breaths);
    h = hash_f32(hash_f32(h, s->pacer.now.inhale_s), s->pacer.now.exhale_s);
    h = hash_f32(hash_f32(h, s->pacer.next.inhale_s), s->pacer.next.exhale_s);
    h = hash_f32(hash_u64(h, s->block_breath), s->steadiness);
    h = hash_f32s(hash_i64(h, s->lung_n), s->lung, SESSION_LUNG);
    h = hash_u64(hash_u64(hash_f32(h, s->phase_rad), s->exhaling), s->unpaced);
    h = answer_hash(&s->sums, guide_hash(&s->guide, h));
    for (int i = 0; i < SESSION_PEOPLE; i++) {
        h = arousal_hash(&s->arousal[i], h);
    }
    return adapt_hash(&s->adapt, h);
}
