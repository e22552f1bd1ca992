/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One tick, in this order, and nothing happens outside of it:
 *   what was fed -> decode -> watch -> body_reading            (engine_feed, engine_reading: before the tick)
 *   body_tick -> beats, breaths, contact as events -> session  (engine_tick)
 *   each second: state; what a practice says when it says it
 *
 * 1. All state is in *e; nothing is allocated after engine_init; no clock is read.
 * 2. Everything that can change a later event is in the hash.
 */
#include "engine/engine.h"

#include <assert.h>
#include <math.h>
#include <stdalign.h>
#include <string.h>

#include "base/hash.h"
#include "engine/tally.h"
#include "engine/watch.h"

/* A breath within this share of the pace counts as followed. chosen: the cycle of attentive people varies by 3-10 % */
static const float MATCH_TOLERANCE = 0.10F;
/* Below this share of trustworthy signal the screen says so. chosen: scores pause at the same figure */
static const float GOOD_QUALITY = 0.5F;

struct engine_person {
    struct body *body;
    struct tally tally;
    uint8_t contact;
};

struct engine {
    struct engine_config config;
    uint64_t ticks;
    bool finished;
    struct session session;
    struct watch watch[LINKS_MAX];
    struct engine_person person[ENGINE_BODIES_MAX];
    size_t events_n, events_told; /* waiting in all; of those told with the last tick */
    struct event events[ENGINE_EVENTS_MAX];
    alignas(max_align_t) unsigned char decoder[LINKS_MAX][SENSOR_STATE_MAX];
    alignas(max_align_t) unsigned char bodies[];
};

static size_t body_stride(void)
{
    size_t align = alignof(max_align_t);
    return (body_size() + align - 1) / align * align;
}

size_t engine_size(void)
{
    return sizeof(struct engine) + ENGINE_BODIES_MAX * body_stride();
}

static bool config_ok(const struct engine_config *c)
{
    bool ok = c->bodies >= 1 && c->bodies <= ENGINE_BODIES_MAX && c->links <= LINKS_MAX && c->session.length > 0;
    for (uint8_t i = 0; ok && i < c->links; i++) {
        ok = c->link[i].who < c->bodies &&
             (c->link[i].driver == NULL || c->link[i].driver->state_size <= SENSOR_STATE_MAX);
    }
    return ok;
}

static int open_link(struct engine *e, uint8_t i)
{
    const struct sensor_driver *d = e->config.link[i].driver;
    watch_init(&e->watch[i]);
    if (d == NULL) {
        return R_OK;
    }
    d->reset(e->decoder[i]);
    for (size_t k = 0; k < d->streams_n; k++) {
        int r = body_stream(e->person[e->config.link[i].who].body, i, d->streams[k].kind, d->streams[k].channel,
                            d->streams[k].ticks_per_s);
        if (r != R_OK) {
            return r;
        }
    }
    return R_OK;
}

int engine_init(struct engine *e, const struct engine_config *c)
{
    if (!config_ok(c)) {
        return R_ARG;
    }
    memset(e, 0, engine_size());
    e->config = *c;
    e->config.session.people = c->bodies;
    session_init(&e->session, &e->config.session);
    int result = R_OK;
    uint8_t made = 0;
    for (; made < c->bodies && result == R_OK; made++) {
        e->person[made].body = (struct body *)(void *)(e->bodies + made * body_stride());
        tally_init(&e->person[made].tally);
        result = body_init(e->person[made].body);
    }
    for (uint8_t i = 0; i < c->links && result == R_OK; i++) {
        result = open_link(e, i);
    }
    if (result != R_OK) {
        e->config.bodies = made;
        engine_deinit(e);
    }
    return result;
}

void engine_deinit(struct engine *e)
{
    for (uint8_t i = 0; i < e->config.bodies; i++) {
        body_deinit(e->person[i].body);
    }
}

static usec now_of(const struct engine *e)
{
    return (usec)e->ticks * ENGINE_TICK_US;
}

static struct event *tell(struct engine *e, uint8_t kind, uint8_t who, usec t)
{
    if (e->events_n == ENGINE_EVENTS_MAX) {
        e->events_n--; /* the newest gives way: the oldest may be a gap or a contact that explains the rest */
    }
    struct event *v = &e->events[e->events_n++];
    *v = (struct event){.kind = kind, .who = who, .t = t};
    return v;
}

static void end_gap(struct engine *e, uint8_t link, usec from, usec to, uint8_t why)
{
    uint8_t who = e->config.link[link].who;
    from = from == USEC_NONE ? 0 : from;
    struct event *v = tell(e, EVENT_GAP, who, to);
    v->as.gap = (struct event_gap){from, link, why};
    tally_gap(&e->person[who].tally, to > from ? to - from : 0);
}

static void take_reading(struct engine *e, uint8_t link, const struct reading *r)
{
    struct engine_person *p = &e->person[e->config.link[link].who];
    struct reading own = *r;
    own.source = link;
    usec from = USEC_NONE;
    uint8_t why = 0;
    bool sample = own.kind != READING_GAP && own.kind != READING_CONTACT && !(own.flags & READING_MISSING);
    if (sample && watch_reading(&e->watch[link], own.t, &from, &why)) {
        end_gap(e, link, from, own.t, why);
        struct reading gap = {.t = own.t, .value = (float)why, .kind = READING_GAP, .source = link};
        body_reading(p->body, &gap);
    }
    if (own.kind == READING_GAP) {
        watch_lost(&e->watch[link], (uint8_t)own.value);
    } else {
        body_reading(p->body, &own);
    }
}

int engine_reading(struct engine *e, uint8_t link, const struct reading *r)
{
    if (link >= e->config.links || r->kind >= READING_KINDS) {
        return R_ARG;
    }
    take_reading(e, link, r);
    return R_OK;
}

int engine_feed(struct engine *e, uint8_t link, const struct chunk *c)
{
    if (link >= e->config.links || e->config.link[link].driver == NULL || c->n > CHUNK_BYTES) {
        return R_ARG;
    }
    struct reading readings[SENSOR_READINGS_MAX];
    watch_bytes(&e->watch[link], c->t);
    size_t n = e->config.link[link].driver->decode(e->decoder[link], c, readings, SENSOR_READINGS_MAX);
    for (size_t i = 0; i < n; i++) {
        take_reading(e, link, &readings[i]);
    }
    return R_OK;
}

int engine_gap(struct engine *e, uint8_t link, uint8_t why)
{
    if (link >= e->config.links || why >= GAP_WHYS) {
        return R_ARG;
    }
    watch_lost(&e->watch[link], why);
    if (e->config.link[link].driver != NULL) {
        /* Bytes are missing: half a frame from before must not meet half a frame from after. */
        e->config.link[link].driver->reset(e->decoder[link]);
    }
    return R_OK;
}

int engine_command(struct engine *e, struct command c)
{
    if (c.kind >= COMMAND_KINDS) {
        return R_ARG;
    }
    session_command(&e->session, now_of(e), c.kind);
    return R_OK;
}

static uint8_t matched(const struct engine *e, const struct breath *b)
{
    float pace = session_pace_per_min(&e->session);
    if (b->source == BREATH_HEART || isnan(pace)) {
        return MATCHED_UNKNOWN;
    }
    return adapt_matched(b->rate_per_min, pace, MATCH_TOLERANCE) ? MATCHED_YES : MATCHED_NO;
}

static void take_body_event(struct engine *e, uint8_t who, const struct body_event *b)
{
    struct engine_person *p = &e->person[who];
    if (b->kind == BODY_BEAT) {
        tell(e, EVENT_BEAT, who, b->beat.t)->as.beat = b->beat;
        if (who == 0) {
            session_beat(&e->session, &b->beat);
        }
    } else if (b->kind == BODY_CONTACT) {
        p->contact = b->contact;
        tell(e, EVENT_CONTACT, who, b->t)->as.contact = b->contact;
    } else {
        uint8_t m = matched(e, &b->breath);
        tell(e, EVENT_BREATH, who, b->breath.t)->as.breath = (struct event_breath){b->breath, m};
        tally_breath(&p->tally, m);
        session_breath(&e->session, who, &b->breath);
    }
}

static void tick_body(struct engine *e, uint8_t who, usec now)
{
    struct body_event events[BODY_EVENTS_MAX];
    body_tick(e->person[who].body, now);
    size_t n = body_events(e->person[who].body, events, BODY_EVENTS_MAX);
    for (size_t i = 0; i < n; i++) {
        take_body_event(e, who, &events[i]);
    }
}

/* Of the person who is guided, once it was measured long enough to mean something. */
static struct resonance_belief believed(const struct engine *e, uint8_t who)
{
    const struct adapt *a = &e->session.people[who].adapt;
    return adapt_known(a) ? a->belief : (struct resonance_belief){NAN, NAN, NAN, NAN};
}

static void tell_state(struct engine *e, uint8_t who, usec now)
{
    struct engine_person *p = &e->person[who];
    const struct measures *m = body_measures(p->body);
    struct resonance_belief b = believed(e, who);
    tally_state(&p->tally, m, !e->session.paused);
    session_second(&e->session, who, m);
    tell(e, EVENT_STATE, who, now)->as.state =
        (struct event_state){*m, tally_adherence(&p->tally), b.mean, b.sd, e->session.people[who].ventilation};
}

/* Events of the tick before make room; those that came with bytes since then stay. */
static void forget_told(struct engine *e)
{
    memmove(e->events, e->events + e->events_told, (e->events_n - e->events_told) * sizeof e->events[0]);
    e->events_n -= e->events_told;
    e->events_told = 0;
}

static void advance(struct engine *e)
{
    usec now = now_of(e);
    for (uint8_t i = 0; i < e->config.links; i++) {
        (void)watch_tick(&e->watch[i], now);
    }
    for (uint8_t who = 0; who < e->config.bodies; who++) {
        tick_body(e, who, now);
    }
    const struct body *const bodies[ENGINE_BODIES_MAX] = {e->person[0].body, e->person[1].body};
    if (session_advance(&e->session, now, ENGINE_TICK_US, bodies)) {
        const struct session_pace *sp = &e->session.last_pace;
        tell(e, EVENT_PACE, 0, sp->t)->as.pace = (struct event_pace){sp->pace, sp->why};
    }
    if (e->session.says) {
        tell(e, EVENT_GUIDE, 0, now)->as.guide = e->session.said;
    }
    if (now % USEC_PER_SEC == 0) {
        for (uint8_t who = 0; who < e->config.bodies; who++) {
            tell_state(e, who, now);
        }
    }
}

void engine_tick(struct engine *e)
{
    forget_told(e);
    e->ticks++;
    if (!engine_done(e)) {
        advance(e);
    }
    e->events_told = e->events_n;
}

uint64_t engine_ticks(const struct engine *e)
{
    return e->ticks;
}

const struct event *engine_events(const struct engine *e, size_t *n)
{
    *n = e->events_told;
    return e->events;
}

bool engine_done(const struct engine *e)
{
    return e->session.stage == SESSION_END;
}

bool engine_link_lost(const struct engine *e, uint8_t link)
{
    return link < e->config.links && (e->watch[link].lost || e->watch[link].last == USEC_NONE);
}

static void close_gaps(struct engine *e, usec now)
{
    for (uint8_t i = 0; i < e->config.links; i++) {
        if (e->watch[i].lost) {
            end_gap(e, i, e->watch[i].last, now, e->watch[i].why);
        }
    }
}

void engine_finish(struct engine *e)
{
    forget_told(e);
    if (e->finished) {
        return;
    }
    e->finished = true;
    usec now = now_of(e);
    session_command(&e->session, now, COMMAND_END);
    close_gaps(e, now);
    struct together_result together = together_judge(&e->session.together);
    for (uint8_t who = 0; who < e->config.bodies; who++) {
        struct body_totals totals;
        body_totals(e->person[who].body, &totals);
        struct event_summary *s = &tell(e, EVENT_SUMMARY, who, now)->as.summary;
        struct resonance_belief b = believed(e, who);
        tally_summary(&e->person[who].tally, &totals, s);
        s->together = together;
        s->resonance_per_min = (double)b.mean;
        s->resonance_sd = (double)b.sd;
        const struct adapt *a = &e->session.people[who].adapt;
        s->own_best_share = adapt_known(a) ? (double)resonance_share(&a->resonance, a->rate_per_min) : (double)NAN;
        s->answer = who == 0 ? e->session.answer : answer_none();
        s->noted = e->session.guide.noted;
        struct adapt_kept kept = adapt_keep(a);
        s->own_per_min = (double)kept.own_per_min;
        s->own_inhale_share = (double)kept.own_share;
        s->limits = kept.limits;
    }
    e->events_told = e->events_n;
}

static uint8_t cue_of(const struct pacer *p)
{
    if (!pacer_running(p)) {
        return CUE_NONE;
    }
    float x = (float)usec_to_s(p->position);
    const struct pace *b = &p->now;
    if (x < b->inhale_s) {
        return CUE_IN;
    }
    if (x < b->inhale_s + b->hold_in_s) {
        return CUE_HOLD_IN;
    }
    return x < b->inhale_s + b->hold_in_s + b->exhale_s ? CUE_OUT : CUE_HOLD_OUT;
}

static uint8_t signal_of(const struct measures *m)
{
    if (isnan(m->hr_bpm)) {
        return SIGNAL_NONE;
    }
    return m->quality >= GOOD_QUALITY ? SIGNAL_GOOD : SIGNAL_POOR;
}

static void view_body(const struct engine *e, uint8_t who, struct view_body *out)
{
    const struct engine_person *p = &e->person[who];
    const struct measures *m = body_measures(p->body);
    usec beat = body_last_beat(p->body);
    *out = (struct view_body){
        .signal = signal_of(m),
        .contact = p->contact,
        .simulated = e->config.simulated,
        .scored = m->scored,
        .hr_bpm = m->hr_bpm,
        .swing_bpm = m->swing_bpm,
        .breath_swing_bpm = m->breath_swing_bpm,
        .peak_share = m->peak_share,
        .steadiness = e->session.people[who].steadiness,
        .soften = e->session.people[who].soften,
        .breath_per_min = m->breath_per_min,
        .adherence = tally_late_adherence(&p->tally),
        .since_beat_s = beat == USEC_NONE ? NAN : (float)usec_to_s(now_of(e) - beat),
    };
    float phase = NAN;
    body_breath_now(p->body, &out->breath_lung, &phase);
    for (uint8_t i = 0; i < e->config.links; i++) {
        if (e->config.link[i].who == who && e->watch[i].lost) {
            out->gap = true;
            out->gap_why = e->watch[i].why;
        }
    }
}

_Static_assert((int)VIEW_LINE_N >= (int)PRACTICE_TEXT_N && (int)VIEW_STEP_N >= (int)PRACTICE_TITLE_N,
               "a view has room for what a practice says");

static void view_guide(const struct guide *g, struct view_guide *out)
{
    const struct practice_stage *stage = guide_stage(g);
    *out = (struct view_guide){.line_age_s = NAN, .line_read_s = NAN};
    if (stage == NULL) {
        return;
    }
    memcpy(out->step, stage->title, sizeof stage->title);
    memcpy(out->line, g->line, sizeof g->line);
    out->step_number = (uint8_t)(g->from + 1);
    out->steps = (uint8_t)g->p->stages;
    if (g->line[0] != '\0') {
        out->line_age_s = (float)usec_to_s(g->now - g->said_at);
        out->line_read_s = (float)usec_to_s(guide_reading_us(g->line));
    }
    out->offer = g->offer != GUIDE_NO_OFFER;
    out->offer_left_s = out->offer ? (float)usec_to_s(g->offer_until - g->now) : 0.0F;
    out->turn = stage->turn;
    out->notes = stage->notes;
    out->noted = g->noted;
}

void engine_view(const struct engine *e, struct view *out)
{
    const struct session *s = &e->session;
    usec length = session_length(s);
    *out = (struct view){
        .t = now_of(e),
        .stage = s->stage,
        .paused = s->paused,
        .progress = (float)fmin(1.0, usec_to_s(s->practised) / fmax(1e-6, usec_to_s(length))),
        .remaining_s = (float)fmax(0.0, usec_to_s(length - s->practised)),
        .pace = s->pacer.now,
        .pace_position_s = (float)usec_to_s(s->pacer.position),
        .pace_lung = pacer_lung(&s->pacer),
        .breaths = s->pacer.breaths,
        .cue = cue_of(&s->pacer),
        .why = s->last_pace.why,
        .bodies = e->config.bodies,
    };
    for (uint8_t who = 0; who < e->config.bodies; who++) {
        view_body(e, who, &out->body[who]);
    }
    view_guide(&s->guide, &out->guide);
}

size_t engine_answers(const struct engine *e, uint8_t who, struct resonance_block *out, size_t cap)
{
    return resonance_blocks(&e->session.people[who].adapt.resonance, out, (uint32_t)cap);
}

uint64_t engine_hash(const struct engine *e)
{
    uint64_t h = hash_u64(HASH_START, e->ticks);
    h = session_hash(&e->session, h);
    for (uint8_t i = 0; i < e->config.links; i++) {
        h = hash_i64(hash_i64(h, e->watch[i].last), e->watch[i].bytes);
        h = hash_u64(hash_u64(h, e->watch[i].lost), e->watch[i].why);
    }
    for (uint8_t who = 0; who < e->config.bodies; who++) {
        h = body_hash(e->person[who].body, tally_hash(&e->person[who].tally, h));
        h = hash_u64(h, e->person[who].contact);
    }
    return h;
}
