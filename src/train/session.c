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
}

void session_breath(struct session *s, const struct breath *b)
{
    adapt_breath(&s->adapt, b);
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
        s->stage = SESSION_END;
        s->paused = false;
        stop_pacer(s);
        break;
    default:
        adapt_command(&s->adapt, now, command);
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

static bool guide(struct session *s, usec now, usec dt, const struct body *body)
{
    if (pacer_due(&s->pacer, dt)) {
        struct pace next = adapt_next(&s->adapt, now);
        pacer_ask(&s->pacer, &next);
    }
    usec ago = 0;
    if (!pacer_advance(&s->pacer, dt, &ago)) {
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

bool session_advance(struct session *s, usec now, usec dt, const struct body *body)
{
    if (s->paused || s->stage == SESSION_END) {
        return false;
    }
    s->practised += dt;
    keep_lung(s, now, body);
    bool changed = false;
    if (s->stage == SESSION_LISTEN) {
        listen(s, body);
    } else {
        changed = guide(s, now, dt, body);
    }
    if (s->practised >= s->config.length) {
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
    return adapt_hash(&s->adapt, h);
}
