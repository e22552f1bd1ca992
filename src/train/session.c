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

/* After a pause of so long nobody breathes as the pacer did. chosen: three slow breaths */
static const usec MEET_AFTER = 30 * USEC_PER_SEC;

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
    s->config.people = c->people > 1 ? SESSION_PEOPLE : 1;
    pacer_init(&s->pacer);
    together_init(&s->together);
    guide_init(&s->guide, c->practice, c->guided > 0 ? c->guided : c->length);
    s->phase_rad = NAN;
    s->answer = answer_none();
    for (int i = 0; i < SESSION_PEOPLE; i++) {
        follower_init(&s->people[i], &c->adapt[i]);
        arousal_init(&s->arousal[i]);
    }
}

void session_breath(struct session *s, uint8_t who, const struct breath *b)
{
    adapt_breath(&s->people[who].adapt, b);
}

void session_beat(struct session *s, const struct beat *b)
{
    if (s->sums.kind != PRACTICE_NOTHING) {
        struct beat out = *b;
        out.used = out.used && !s->paused; /* who pauses may get up: it parts the beats before and after */
        answer_beat(&s->sums, &out);
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
        s->answer = answer_make(&s->sums, &s->people[0].adapt, &s->config.earlier);
        s->sums.kind = PRACTICE_NOTHING;
    }
}

static void stop_pacer(struct session *s)
{
    pacer_stop(&s->pacer);
    s->breath_at = s->block_from = USEC_NONE;
    s->last_pace.pace = (struct pace){0}; /* so that its return is told */
}

/* The pacer comes back to who was away where they are now. A test of rates goes on where it was: it is asked of people
   who follow as well as they can, and has no time to begin anew. */
static void resume(struct session *s, usec now)
{
    bool away = s->paused && now - s->paused_at >= MEET_AFTER, tests = s->sums.kind == PRACTICE_RESONANCE;
    s->paused = false;
    for (int i = 0; i < SESSION_PEOPLE && away && !tests; i++) {
        adapt_meet(&s->people[i].adapt, now);
    }
}

void session_command(struct session *s, usec now, uint8_t command)
{
    if (s->stage == SESSION_END) {
        return;
    }
    switch (command) {
    case COMMAND_PAUSE:
        s->paused_at = s->paused ? s->paused_at : now;
        s->paused = true;
        stop_pacer(s);
        break;
    case COMMAND_RESUME:
        resume(s, now);
        break;
    case COMMAND_END:
        end_measure(s);
        s->stage = SESSION_END;
        s->paused = false;
        stop_pacer(s);
        break;
    default:
        for (int i = 0; i < SESSION_PEOPLE; i++) {
            adapt_command(&s->people[i].adapt, now, command);
        }
        guide_command(&s->guide, command);
        break;
    }
    assert(session_ok(s));
}

static void note_block(struct answer_sums *sums, const struct adapt *a)
{
    if (a->mute) {
        answer_mute_block(sums);
    } else {
        answer_block(sums, a->blocks_bad == 0 && a->state != ADAPT_MIRROR);
    }
}

/* A guided breath began at s->breath_at: measure the block that is complete with it. */
static void breath_began(struct session *s, const struct body *const *bodies)
{
    if (s->block_from != USEC_NONE && s->pacer.breaths - s->block_breath < ADAPT_BLOCK_BREATHS) {
        return;
    }
    for (int i = 0; i < s->config.people && s->block_from != USEC_NONE; i++) {
        bool seen = follower_measure(&s->people[i], s->block_from, s->breath_at, bodies[i]);
        if (seen && i == 0) {
            note_block(&s->sums, &s->people[0].adapt);
        }
    }
    s->block_from = s->breath_at;
    s->block_breath = s->pacer.breaths;
}

static bool same_pace(const struct pace *a, const struct pace *b)
{
    return a->inhale_s == b->inhale_s && a->hold_in_s == b->hold_in_s && a->exhale_s == b->exhale_s &&
           a->hold_out_s == b->hold_out_s;
}

static void listen(struct session *s, const struct body *const *bodies)
{
    bool ready = true;
    for (int i = 0; i < s->config.people; i++) {
        bool heart = !isnan(body_measures(bodies[i])->hr_bpm);
        ready = ready && adapt_ready(&s->people[i].adapt, s->practised, heart);
    }
    if (ready) {
        s->stage = SESSION_GUIDE;
    }
}

/* For two, what the gentler of both asks for; who is away is not asked. */
static struct pace next_pace(struct session *s, usec now, const struct body *const *bodies)
{
    struct adapt *a = &s->people[0].adapt, *b = &s->people[1].adapt;
    if (s->unpaced) {
        return (struct pace){0};
    }
    for (int i = 0; i < s->config.people; i++) {
        adapt_heart(&s->people[i].adapt, body_last_beat(bodies[i]));
    }
    if (s->config.people == 1) {
        return adapt_next(a, now);
    }
    bool here[SESSION_PEOPLE] = {follower_present(&s->people[0], now, bodies[0]),
                                 follower_present(&s->people[1], now, bodies[1])};
    return adapt_next_two(a, b, now, here[0] || !here[1], here[1] || !here[0]);
}

static bool pace(struct session *s, usec now, usec dt, const struct body *const *bodies)
{
    if (pacer_due(&s->pacer, dt)) {
        struct pace next = next_pace(s, now, bodies);
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
    breath_began(s, bodies);
    bool changed = !same_pace(&s->pacer.now, &s->last_pace.pace);
    if (changed) {
        s->last_pace = (struct session_pace){s->breath_at, s->pacer.now, s->people[0].adapt.why};
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

/* What a check goes around is the earlier answer; without one, what is believed of anybody. */
static float led_to(const struct session *s, const struct practice_stage *stage)
{
    const struct answer_earlier *e = &s->config.earlier;
    float around = e->resonance_sd > 0.0F ? e->resonance_per_min : RESONANCE_MEAN_PER_MIN;
    return stage->breath == PRACTICE_CHECK ? around : stage->per_min;
}

static void apply_stage(struct session *s, usec now, const struct practice_stage *stage)
{
    static const uint8_t MODES[] = {
        [PRACTICE_OWN] = ADAPT_MODES,     [PRACTICE_FOLLOW] = ADAPT_FOLLOW, [PRACTICE_LEAD] = ADAPT_FIND,
        [PRACTICE_SETTLE] = ADAPT_HOME,   [PRACTICE_FIXED] = ADAPT_TO,      [PRACTICE_SLIDE] = ADAPT_SLIDE,
        [PRACTICE_STEPS] = ADAPT_STEPPED, [PRACTICE_CHECK] = ADAPT_CHECK};
    end_measure(s);
    if (stage->measure != PRACTICE_NOTHING) {
        answer_begin(&s->sums, stage->measure);
    }
    bool was_unpaced = s->unpaced;
    s->unpaced = stage->breath == PRACTICE_OWN;
    for (int i = 0; i < SESSION_PEOPLE; i++) {
        arousal_stage(&s->arousal[i], was_unpaced == s->unpaced);
    }
    if (s->unpaced) {
        return;
    }
    float share = stage->breath == PRACTICE_SLIDE ? ADAPT_SLIDE_INHALE_SHARE
                  : stage->long_exhale            ? ADAPT_INHALE_SHARE_CALM
                                                  : ADAPT_INHALE_SHARE;
    for (int i = 0; i < SESSION_PEOPLE; i++) {
        adapt_for(&s->people[i].adapt, now, MODES[stage->breath], led_to(s, stage), share);
        if (was_unpaced) {
            adapt_meet(&s->people[i].adapt, now);
        }
    }
}

static void practise(struct session *s, usec now, const struct body *body)
{
    bool turn = turned(s, body);
    struct guide_now g = {.practised = s->practised,
                          .in = turn && !s->exhaling,
                          .out = turn && s->exhaling,
                          .settled = true,
                          .followed = s->stage == SESSION_GUIDE,
                          .answer = &s->answer};
    for (int i = 0; i < s->config.people; i++) {
        g.followed = g.followed && (s->unpaced || adapt_followed(&s->people[i].adapt, now));
        g.settled = g.settled && arousal_settled(&s->arousal[i]);
        g.tenser = g.tenser || arousal_tenser(&s->arousal[i]);
        g.stirred = g.stirred || arousal_stirred(&s->arousal[i]);
    }
    s->says = guide_advance(&s->guide, &g, &s->said);
    if (s->guide.changed) {
        apply_stage(s, now, guide_stage(&s->guide));
    }
}

/* How far the guided breath has gone, 0..1; NaN without a pacer. */
static float pacer_phase(const struct session *s)
{
    if (!pacer_running(&s->pacer)) {
        return NAN;
    }
    return (float)(usec_to_s(s->pacer.position) / (double)pace_cycle_s(&s->pacer.now));
}

bool session_advance(struct session *s, usec now, usec dt, const struct body *const *bodies)
{
    s->says = false;
    if (s->paused || s->stage == SESSION_END) {
        return false;
    }
    s->practised += dt;
    for (int i = 0; i < s->config.people; i++) {
        follower_advance(&s->people[i], now, bodies[i]);
    }
    bool changed = false;
    if (s->stage == SESSION_LISTEN) {
        listen(s, bodies);
    } else {
        changed = pace(s, now, dt, bodies);
    }
    practise(s, now, bodies[0]);
    if (s->config.people > 1) {
        together_advance(&s->together, now, bodies, pacer_phase(s));
    }
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
    h = hash_i64(hash_u64(hash_u64(h, s->stage), s->paused), s->paused_at);
    h = hash_i64(hash_i64(hash_i64(h, s->practised), s->breath_at), s->block_from);
    h = hash_u64(hash_i64(h, s->pacer.position), s->pacer.breaths);
    h = hash_f32(hash_f32(h, s->pacer.now.inhale_s), s->pacer.now.exhale_s);
    h = hash_f32(hash_f32(h, s->pacer.next.inhale_s), s->pacer.next.exhale_s);
    h = hash_u64(h, s->block_breath);
    h = hash_u64(hash_u64(hash_f32(h, s->phase_rad), s->exhaling), s->unpaced);
    h = answer_hash(&s->sums, guide_hash(&s->guide, h));
    for (int i = 0; i < SESSION_PEOPLE; i++) {
        h = follower_hash(&s->people[i], arousal_hash(&s->arousal[i], h));
    }
    return together_hash(&s->together, h);
}
