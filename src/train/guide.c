/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *                      guide_advance()                 time over, lines said, an out-breath
 *   not begun -----------------------------> STAGE ----------------------------------------> next STAGE, to the last
 *                                            |   ^                                              |
 *                    tenser for a minute     v   | decline, or 30 s      only if chosen         v
 *                                          OFFER +                                           OFFER --decline--> after
 * it |  accept                                          | accept v                                                  v
 *                                   RETURN TO THE BREATH --its time over--> next STAGE       that STAGE
 *
 * 1. At most one thing is said a tick, and no line before the one before it can have been read.
 * 2. What a stage took too much of, those after it share: the whole keeps its length. The last stage keeps its own.
 * 3. While an offer is open nothing else is said; nobody has to answer.
 * 4. The last stage ends with the session, or when it is skipped.
 */
#include "train/guide.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "train/command.h"

enum { STEPS_A_TICK = 8 };
static const usec ROUND_LEAST = 60 * USEC_PER_SEC;

static const char USUAL_OFFER[] = "Would you like to rest with the breath?";
static const struct practice_stage BUILT_IN = {
    .title = "Back to the breath", .minutes = 2.0F, .breath = PRACTICE_SETTLE, .runs = PRACTICE_ON_RETURN};

void guide_init(struct guide *g, const struct practice *p, usec length)
{
    *g = (struct guide){.p = p, .length = length, .key = COMMAND_KINDS, .breath_at = USEC_NONE, .over_at = USEC_NONE};
}

void guide_command(struct guide *g, uint8_t command)
{
    if (g->p == NULL) {
        return;
    }
    if (command == COMMAND_ACCEPT || command == COMMAND_DECLINE || command == COMMAND_SKIP) {
        g->key = command;
    } else if (command == COMMAND_NOTE && g->begun && guide_stage(g)->notes) {
        g->noted++;
    }
}

const struct practice_stage *guide_stage(const struct guide *g)
{
    if (g->p == NULL || !g->begun) {
        return NULL;
    }
    return g->stage == GUIDE_BUILT_IN ? &BUILT_IN : &g->p->stage[g->stage];
}

usec guide_reading_us(const char *text)
{
    usec us = GUIDE_READ_US;
    for (size_t i = 0; text[i] != '\0'; i++) {
        us += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? GUIDE_READ_WORD_US : 0;
    }
    return us;
}

usec guide_least_us(const struct practice *p, size_t stage)
{
    usec t = 0, read_until = 0;
    for (size_t i = 0; i < p->stage[stage].steps; i++) {
        const struct practice_step *s = &p->step[p->stage[stage].first + i];
        if (s->kind == PRACTICE_WAIT) {
            t += usec_from_s((double)s->seconds);
        } else if (s->kind == PRACTICE_SAY && s->when <= PRACTICE_EXHALE) {
            t = (t > read_until ? t : read_until) + (s->when == PRACTICE_NOW ? 0 : GUIDE_TURN_US);
            read_until = t + guide_reading_us(s->text);
        }
    }
    return t > read_until ? t : read_until;
}

/* --- stages ------------------------------------------------------------------------------------------------------- */

/* The next stage from i on that always runs; -1: none. */
static int next_always(const struct guide *g, int i)
{
    while (i < (int)g->p->stages && g->p->stage[i].runs != PRACTICE_ALWAYS) {
        i++;
    }
    return i < (int)g->p->stages ? i : -1;
}

/* The stage that comes after i: one to be asked about, too; -1: none. */
static int next_stage(const struct guide *g, int i)
{
    for (i++; i < (int)g->p->stages; i++) {
        if (g->p->stage[i].runs != PRACTICE_ON_RETURN) {
            return i;
        }
    }
    return -1;
}

static int return_stage(const struct guide *g)
{
    for (int i = 0; i < (int)g->p->stages; i++) {
        if (g->p->stage[i].runs == PRACTICE_ON_RETURN) {
            return i;
        }
    }
    return GUIDE_BUILT_IN;
}

/* Its share of the time that is left. Stages that never get longer keep their minutes up to half of that time: arriving
   and ending need their lines. The others share the rest. */
static usec share(const struct guide *g, int stage)
{
    double fixed = 0.0, loose = 0.0, left = fmax(0.0, usec_to_s(g->length - g->now) / 60.0);
    for (int i = stage; i < (int)g->p->stages; i++) {
        const struct practice_stage *s = &g->p->stage[i];
        if (s->runs != PRACTICE_ALWAYS && i != stage) {
            continue;
        }
        fixed += s->never_longer ? (double)s->minutes : 0.0;
        loose += s->never_longer ? 0.0 : (double)s->minutes;
    }
    const struct practice_stage *own = &g->p->stage[stage];
    double kept = loose > 0.0 ? fmin(fixed, left / 2.0) : fmin(fixed, left), minutes = (double)own->minutes;
    minutes *= own->never_longer ? kept / fixed : (left - kept) / loose;
    return usec_from_s(minutes * 60.0);
}

/* How much longer than planned a stage may get, for its lines: by half, and by half of what is planned for the stages
   between it and the last one, whose words close the practice. */
static usec overrun(const struct guide *g, usec length)
{
    int last = g->stage;
    for (int i = last + 1; i < (int)g->p->stages; i++) {
        last = g->p->stage[i].runs == PRACTICE_ALWAYS ? i : last;
    }
    usec close = usec_from_s((double)g->p->stage[last].minutes * 60.0);
    usec between = (g->length - g->stage_end - close) / 2, half = length / 2;
    return between < 0 ? 0 : between < half ? between : half;
}

static bool begin_stage(struct guide *g, int stage, struct guide_said *out)
{
    g->stage = stage;
    g->begun = g->changed = true;
    g->offered = g->declined = false;
    g->offer = GUIDE_NO_OFFER;
    g->step = 0;
    g->rounds = 0;
    g->line[0] = '\0';
    g->over_at = USEC_NONE;
    g->stage_from = g->step_from = g->said_at = g->now;
    const struct practice_stage *s = guide_stage(g);
    usec length = 0;
    if (s->runs == PRACTICE_ON_RETURN) {
        usec own = usec_from_s((double)s->minutes * 60.0), half = g->length > g->now ? (g->length - g->now) / 2 : 0;
        length = own < half ? own : half;
    } else {
        g->from = stage;
        length = share(g, stage);
    }
    g->stage_end = g->now + length;
    g->cap = s->runs == PRACTICE_ON_RETURN ? g->stage_end : g->stage_end + overrun(g, length);
    *out = (struct guide_said){GUIDE_STEP, s->breath, s->title, ""};
    return true;
}

static struct guide_said told(const struct guide *g, uint8_t kind, const char *text)
{
    return (struct guide_said){kind, guide_stage(g)->breath, guide_stage(g)->title, text};
}

static const char *say(struct guide *g, const char *text)
{
    (void)snprintf(g->line, sizeof g->line, "%s", text);
    g->said_at = g->now;
    g->read_until = g->now + guide_reading_us(g->line);
    return g->line;
}

static bool open_offer(struct guide *g, uint8_t kind, const char *title, const char *text, struct guide_said *out)
{
    g->offer = kind;
    g->offer_until = g->now + GUIDE_OFFER_US;
    *out =
        (struct guide_said){GUIDE_OFFER, guide_stage(g)->breath, title, say(g, text[0] != '\0' ? text : USUAL_OFFER)};
    return true;
}

/* On to the next stage, or to the question whether it is wanted. False: there is none, the last goes on. */
static bool move_on(struct guide *g, struct guide_said *out)
{
    int i = next_stage(g, g->from);
    if (i < 0) {
        return false;
    }
    if (g->p->stage[i].runs == PRACTICE_IF_CHOSEN) {
        return open_offer(g, GUIDE_CHOICE, g->p->stage[i].title, g->p->stage[i].question, out);
    }
    return begin_stage(g, i, out);
}

/* --- what the person did ------------------------------------------------------------------------------------------ */

static bool close_offer(struct guide *g, bool accepted, struct guide_said *out)
{
    uint8_t offer = g->offer;
    g->offer = GUIDE_NO_OFFER;
    g->line[0] = '\0';
    g->read_until = g->now;
    if (offer == GUIDE_RETURN && accepted) {
        return begin_stage(g, return_stage(g), out);
    }
    if (offer == GUIDE_CHOICE) {
        g->from = next_stage(g, g->from);
        if (accepted) {
            return begin_stage(g, g->from, out);
        }
        if (move_on(g, out)) {
            return true;
        }
    }
    *out = told(g, GUIDE_CLOSED, "");
    return true;
}

static bool skip(struct guide *g, struct guide_said *out)
{
    usec left = g->stage_end > g->now ? g->stage_end - g->now : 0;
    if (guide_stage(g)->runs != PRACTICE_ON_RETURN) {
        g->length -= left;
        g->skipped += left;
    }
    g->ended = next_stage(g, g->from) < 0;
    return move_on(g, out);
}

static bool obey(struct guide *g, struct guide_said *out)
{
    uint8_t key = g->key;
    g->key = COMMAND_KINDS;
    if (g->offer != GUIDE_NO_OFFER) {
        bool over = g->now >= g->offer_until || key == COMMAND_DECLINE || key == COMMAND_SKIP;
        g->declined = g->declined || key == COMMAND_DECLINE;
        return (over || key == COMMAND_ACCEPT) && close_offer(g, key == COMMAND_ACCEPT, out);
    }
    return key == COMMAND_SKIP && skip(g, out);
}

/* --- what is said ------------------------------------------------------------------------------------------------- */

static const struct practice_step *steps_of(const struct guide *g, uint16_t *n)
{
    const struct practice_stage *s = guide_stage(g);
    *n = s->steps;
    return g->stage == GUIDE_BUILT_IN ? NULL : &g->p->step[s->first];
}

/* After a thought was noted: the lines for that, one after the other. */
static bool say_noted(struct guide *g, struct guide_said *out)
{
    uint16_t n = 0;
    uint32_t lines = 0, k = 0;
    const struct practice_step *s = steps_of(g, &n);
    if (g->noted_told == g->noted || g->now < g->read_until) {
        return false;
    }
    for (uint16_t i = 0; i < n; i++) {
        lines += s[i].kind == PRACTICE_SAY && s[i].when == PRACTICE_NOTED;
    }
    uint32_t which = lines > 0 ? g->noted_told % lines : 0;
    g->noted_told = g->noted;
    for (uint16_t i = 0; i < n; i++) {
        if (s[i].kind == PRACTICE_SAY && s[i].when == PRACTICE_NOTED && k++ == which) {
            *out = told(g, GUIDE_SAY, say(g, s[i].text));
            return true;
        }
    }
    return false;
}

/* No turn of the breath for so long since t: go by the clock. */
static bool breathless(const struct guide *g, usec t)
{
    usec since = g->breath_at != USEC_NONE && g->breath_at > t ? g->breath_at : t;
    return g->now - since >= GUIDE_NO_BREATH_US;
}

static bool turned(const struct guide *g, const struct guide_now *now, uint8_t when)
{
    return (when == PRACTICE_INHALE ? now->in : now->out) || breathless(g, g->step_from);
}

static bool reached(const struct guide *g, const struct guide_now *now, const struct practice_step *s)
{
    switch (s->until) {
    case PRACTICE_SECONDS_LEFT:
        return g->now >= g->stage_end - usec_from_s((double)s->seconds);
    case PRACTICE_SETTLED:
        return now->settled;
    case PRACTICE_TENSER:
        return now->tenser;
    case PRACTICE_STIRRED:
        return now->stirred;
    case PRACTICE_FOLLOWED:
        return now->followed;
    case PRACTICE_AN_INHALE:
        return turned(g, now, PRACTICE_INHALE);
    default:
        return turned(g, now, PRACTICE_EXHALE);
    }
}

static bool waited(const struct guide *g, const struct guide_now *now, const struct practice_step *s)
{
    bool limit = s->until != PRACTICE_SECONDS_LEFT && s->seconds > 0.0F;
    return reached(g, now, s) || (limit && g->now >= g->step_from + usec_from_s((double)s->seconds));
}

enum went { STAYS, PASSES, SAID };

static enum went try_say(struct guide *g, const struct guide_now *now, const struct practice_step *s)
{
    if (s->when == PRACTICE_NOTED || (s->when >= PRACTICE_IF_FOUND && !answer_is(now->answer, s->when))) {
        return PASSES;
    }
    bool breath = s->when == PRACTICE_INHALE || s->when == PRACTICE_EXHALE;
    if (g->now < g->read_until || (breath && !turned(g, now, s->when))) {
        return STAYS;
    }
    if (s->when >= PRACTICE_IF_FOUND) {
        char text[PRACTICE_TEXT_N];
        answer_words(now->answer, s->text, text, sizeof text);
        (void)say(g, text);
    } else {
        (void)say(g, s->text);
    }
    return SAID;
}

static enum went try_step(struct guide *g, const struct guide_now *now, const struct practice_step *s)
{
    switch (s->kind) {
    case PRACTICE_SAY:
        return try_say(g, now, s);
    case PRACTICE_WAIT:
        return g->now >= g->step_from + usec_from_s((double)s->seconds) ? PASSES : STAYS;
    case PRACTICE_UNTIL:
        return waited(g, now, s) ? PASSES : STAYS;
    default:
        return PASSES;
    }
}

/* Time for half of another round, or for a minute of it: a single line of many, cut off, sounds like a slip. */
static bool round_fits(const struct guide *g)
{
    usec half = (g->now - g->round_from) / 2;
    return g->stage_end - g->now >= (half < ROUND_LEAST ? half : ROUND_LEAST);
}

/* Behind the last step: back to "repeat" while there is time for another round. */
static bool again(struct guide *g, const struct practice_step *s, uint16_t n)
{
    for (uint16_t i = 0; i < n; i++) {
        if (s[i].kind == PRACTICE_REPEAT && round_fits(g)) {
            g->rounds++;
            g->step = (uint16_t)(i + 1);
            g->round_from = g->now;
            return true;
        }
    }
    return false;
}

static bool go_on(struct guide *g, const struct guide_now *now, struct guide_said *out)
{
    uint16_t n = 0;
    const struct practice_step *s = steps_of(g, &n);
    if (g->rounds > 0 && g->now >= g->stage_end) {
        return false; /* no new round while the stage waits for an out-breath */
    }
    for (int i = 0; i < STEPS_A_TICK; i++) {
        if (g->step >= n && !again(g, s, n)) {
            return false;
        }
        enum went went = try_step(g, now, &s[g->step]);
        if (went == STAYS) {
            return false;
        }
        g->round_from = s[g->step].kind == PRACTICE_REPEAT ? g->now : g->round_from;
        g->step++;
        g->step_from = g->now;
        if (went == SAID) {
            *out = told(g, GUIDE_SAY, g->line);
            return true;
        }
    }
    return false;
}

/* --- when a stage is over ----------------------------------------------------------------------------------------- */

static bool over(struct guide *g, const struct guide_now *now)
{
    uint16_t n = 0;
    (void)steps_of(g, &n);
    if (g->now < g->stage_end) {
        return false;
    }
    bool said = (g->step >= n || g->rounds > 0) && g->now >= g->read_until;
    bool held = guide_stage(g)->offers_tenser && now->tenser && !g->declined;
    if (g->now < g->cap && (!said || held)) {
        return false;
    }
    g->over_at = g->over_at == USEC_NONE ? g->now : g->over_at;
    return now->out || breathless(g, g->over_at);
}

static bool offers(const struct guide *g, const struct guide_now *now)
{
    const struct practice_stage *s = guide_stage(g);
    bool wanted = (s->offers_tenser && now->tenser) || (s->offers_stirred && now->stirred);
    return wanted && !g->offered && g->now >= g->read_until;
}

bool guide_advance(struct guide *g, const struct guide_now *now, struct guide_said *out)
{
    g->changed = false;
    if (g->p == NULL || g->ended) {
        return false;
    }
    g->now = now->practised;
    g->breath_at = now->in || now->out ? g->now : g->breath_at;
    if (!g->begun) {
        return begin_stage(g, next_always(g, 0), out);
    }
    if (g->key != COMMAND_KINDS || g->offer != GUIDE_NO_OFFER) {
        bool did = obey(g, out);
        if (did || g->offer != GUIDE_NO_OFFER) {
            return did;
        }
    }
    if (offers(g, now)) {
        g->offered = true;
        return open_offer(g, GUIDE_RETURN, guide_stage(g)->title, guide_stage(g)->offer, out);
    }
    if (say_noted(g, out)) {
        return true;
    }
    return (over(g, now) && move_on(g, out)) || go_on(g, now, out);
}

uint64_t guide_hash(const struct guide *g, uint64_t h)
{
    if (g->p == NULL) {
        return h;
    }
    h = hash_i64(hash_i64(hash_u64(h, g->p->text_hash), g->stage), g->from);
    h = hash_i64(hash_i64(hash_i64(hash_i64(h, g->now), g->length), g->stage_from), g->stage_end);
    h = hash_i64(hash_i64(hash_i64(hash_i64(h, g->step_from), g->round_from), g->read_until), g->breath_at);
    h = hash_i64(h, g->said_at);
    h = hash_i64(hash_i64(hash_i64(hash_i64(h, g->over_at), g->offer_until), g->cap), g->skipped);
    h = hash_u64(hash_u64(hash_u64(h, g->step), g->rounds), g->noted);
    h = hash_u64(hash_u64(hash_u64(h, g->noted_told), g->offer), g->key);
    return hash_u64(hash_u64(hash_u64(hash_u64(h, g->begun), g->offered), g->ended), g->declined);
}
