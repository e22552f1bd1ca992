/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events as JSON Lines. Values are rounded to the digits they mean before they are written, so that the text is short
   and the same input gives the same bytes. */
#include "app/json.h"

#include <jansson.h>
#include <math.h>

#include "screen/tongue.h"

enum { SCHEMA = 1 };

/* Tables are indexed by the enums they name. */
static const char *const CONTACT_WHY[CONTACT_WHYS] = {[CONTACT_OK] = N_("worn"),
                                                      [CONTACT_OFF] = N_("finger out"),
                                                      [CONTACT_SEARCHING] = N_("searching for a pulse"),
                                                      [CONTACT_NO_PULSE] = N_("no pulse found"),
                                                      [CONTACT_PROBE_ERROR] = N_("probe error")};
static const char *const PACE_WHY[PACE_WHYS] = {
    [PACE_FOLLOW] = "follow",   [PACE_LEAD] = "lead", [PACE_SETTLE] = "settle",
    [PACE_EXPLORE] = "explore", [PACE_EASE] = "ease", [PACE_FIXED] = "fixed"};
static const char *const BEAT_KIND[BEAT_KINDS] = {
    [BEAT_NORMAL] = "normal",   [BEAT_MISSED] = "missed", [BEAT_EXTRA] = "extra",
    [BEAT_ECTOPIC] = "ectopic", [BEAT_LONG] = "long",     [BEAT_SHORT] = "short"};
static const char *const BREATH_SOURCE[BREATH_SOURCES] = {
    [BREATH_BELT] = "belt", [BREATH_FLOW] = "flow", [BREATH_ACCELEROMETER] = "accelerometer", [BREATH_HEART] = "heart"};

const char *json_contact_why(uint8_t why)
{
    return why < CONTACT_WHYS ? CONTACT_WHY[why] : "?";
}

const char *json_pace_why(uint8_t why)
{
    return why < PACE_WHYS ? PACE_WHY[why] : "?";
}

const char *json_beat_kind(uint8_t kind)
{
    return kind < BEAT_KINDS ? BEAT_KIND[kind] : "?";
}

const char *json_breath_source(uint8_t source)
{
    return source < BREATH_SOURCES ? BREATH_SOURCE[source] : "?";
}

static json_t *real(double v, int decimals)
{
    if (!isfinite(v)) {
        return json_null();
    }
    double scale = pow(10.0, decimals);
    double rounded = round(v * scale) / scale;
    return json_real(rounded == 0.0 ? 0.0 : rounded); /* no minus zero */
}

static void put(json_t *o, const char *key, double v, int decimals)
{
    (void)json_object_set_new(o, key, real(v, decimals));
}

static void put_f(json_t *o, const char *key, float v, int decimals)
{
    put(o, key, (double)v, decimals);
}

static void put_word(json_t *o, const char *key, const char *word)
{
    (void)json_object_set_new(o, key, json_string(word));
}

static void put_time(json_t *o, const char *key, usec t)
{
    put(o, key, usec_to_s(t), 3);
}

static int write_line(FILE *f, json_t *o)
{
    if (o == NULL) {
        return R_MEM;
    }
    int r = json_dumpf(o, f, JSON_COMPACT | JSON_REAL_PRECISION(15) | JSON_ENSURE_ASCII);
    json_decref(o);
    return r == 0 && fputc('\n', f) != EOF ? R_OK : R_IO;
}

static json_t *begin(const char *event, usec t)
{
    json_t *o = json_object();
    if (o != NULL) {
        put_word(o, "event", event);
        put_time(o, "t", t);
    }
    return o;
}

int json_session(FILE *f, const struct json_session *s)
{
    json_t *o = begin("session", 0);
    if (o != NULL) {
        (void)json_object_set_new(o, "schema", json_integer(SCHEMA));
        put_word(o, "version", METTA_VERSION);
        put_word(o, "sensor", s->sensor);
        put_word(o, "practice", s->practice);
        put_word(o, "profile", s->profile);
        (void)json_object_set_new(o, "simulated", json_boolean(s->simulated));
    }
    return write_line(f, o);
}

static void put_state(json_t *o, const struct event_state *s)
{
    put_f(o, "hr_bpm", s->m.hr_bpm, 2);
    put_f(o, "quality", s->m.quality, 3);
    put_f(o, "coherence_ratio", s->m.coherence_ratio, 3);
    put_f(o, "coherence_score", s->m.coherence_score, 3);
    put_f(o, "peak_share", s->m.peak_share, 4);
    put_f(o, "peak_hz", s->m.peak_hz, 4);
    put_f(o, "swing_bpm", s->m.swing_bpm, 2);
    put_f(o, "breath_per_min", s->m.breath_per_min, 2);
    put_f(o, "adherence", s->adherence, 3);
    put_f(o, "resonance_per_min", s->resonance_per_min, 2);
    put_f(o, "resonance_sd", s->resonance_sd, 2);
    put_f(o, "ventilation", s->ventilation, 2);
    (void)json_object_set_new(o, "scored", json_boolean(s->m.scored));
}

/* What a practice that measures found out; null: it does not, or was never asked. */
static json_t *answer(const struct answer *a)
{
    static const char *const REFUSED[] = {
        [ANSWER_GIVEN] = "", [ANSWER_UNFOLLOWED] = "not followed", [ANSWER_UNCLEAR] = "poor signal"};
    static const char *const PLACES[] = {"below", "usual", "above"};
    json_t *o = a->kind != PRACTICE_NOTHING ? json_object() : NULL;
    if (o == NULL) {
        return json_null();
    }
    bool rest = a->kind == PRACTICE_REST, given = a->refused == ANSWER_GIVEN;
    put_word(o, "kind", rest ? "rest" : "resonance");
    (void)json_object_set_new(o, "refused", given ? json_null() : json_string(REFUSED[a->refused]));
    if (rest) {
        bool usual = given && a->days >= ANSWER_DAYS_MIN;
        put_f(o, "hr_bpm", a->hr_bpm, 2);
        put_f(o, "rmssd_ms", a->rmssd_ms, 2);
        put_f(o, "usual_rmssd_ms", a->usual_ms, 2);
        (void)json_object_set_new(o, "days", json_integer(a->days));
        (void)json_object_set_new(o, "place", usual ? json_string(PLACES[a->place + 1]) : json_null());
        return o;
    }
    put_f(o, "per_min", a->rate, 2);
    put_f(o, "low_per_min", a->low, 2);
    put_f(o, "high_per_min", a->high, 2);
    put_f(o, "sd", a->sd, 2);
    put_f(o, "earlier_per_min", a->earlier, 2);
    bool compared = given && !isnan(a->earlier);
    (void)json_object_set_new(
        o, "drift", compared ? json_string(a->changed ? "changed" : "unchanged within the noise") : json_null());
    return o;
}

/* What stands behind a session for two's synchrony, told whether it exceeds chance or not. */
static void put_together(json_t *o, const struct together_result *r)
{
    put_f(o, "synchrony_found", r->synchrony, 3);
    put_f(o, "synchrony_chance_sd", r->sd, 3);
    put_f(o, "synchrony_p", r->p, 3);
    put_f(o, "synchrony_lag_s", r->lag_s, 1);
    put_f(o, "synchrony_paced", r->paced, 2);
    put_f(o, "synchrony_before", r->before, 2);
    put_f(o, "synchrony_after", r->after, 2);
    (void)json_object_set_new(o, "synchrony_windows", json_integer(r->windows));
}

static void put_summary(json_t *o, const struct event_summary *s, int64_t session)
{
    (void)json_object_set_new(o, "session", session > 0 ? json_integer(session) : json_null());
    put(o, "minutes", s->minutes, 2);
    put(o, "scored_minutes", s->scored_minutes, 2);
    (void)json_object_set_new(o, "beats", json_integer(s->totals.beats));
    (void)json_object_set_new(o, "corrected", json_integer(s->totals.corrected));
    put(o, "mean_hr_bpm", s->totals.mean_hr_bpm, 2);
    put(o, "sdnn_ms", s->totals.sdnn_ms, 2);
    put(o, "rmssd_ms", s->totals.rmssd_ms, 2);
    put(o, "coherence_mean", s->coherence_mean, 3);
    put(o, "coherent_share", s->coherent_share, 3);
    put(o, "swing_mean_bpm", s->swing_mean_bpm, 2);
    put(o, "adherence", s->adherence, 3);
    put(o, "settle_s", s->settle_s, 0);
    put(o, "resonance_per_min", s->resonance_per_min, 2);
    put(o, "resonance_sd", s->resonance_sd, 2);
    put_f(o, "synchrony", s->together.p <= TOGETHER_P ? s->together.synchrony : NAN, 3);
    (void)json_object_set_new(o, "gaps", json_integer(s->gaps));
    put(o, "gap_s", s->gap_s, 1);
    (void)json_object_set_new(o, "noted", json_integer(s->noted));
    (void)json_object_set_new(o, "answer", answer(&s->answer));
}

static void put_pace(json_t *o, const struct event_pace *p)
{
    put_f(o, "inhale_s", p->pace.inhale_s, 3);
    put_f(o, "hold_in_s", p->pace.hold_in_s, 3);
    put_f(o, "exhale_s", p->pace.exhale_s, 3);
    put_f(o, "hold_out_s", p->pace.hold_out_s, 3);
    put_word(o, "why", json_pace_why(p->why));
}

static void put_breath(json_t *o, const struct event_breath *b)
{
    put_f(o, "rate_per_min", b->breath.rate_per_min, 2);
    put_word(o, "source", json_breath_source(b->breath.source));
    (void)json_object_set_new(o, "matched",
                              b->matched == MATCHED_UNKNOWN ? json_null() : json_boolean(b->matched == MATCHED_YES));
}

static void put_beat(json_t *o, const struct beat *b)
{
    put_f(o, "rr_ms", b->rr_ms, 1);
    put_word(o, "kind", json_beat_kind(b->kind));
    (void)json_object_set_new(o, "used", json_boolean(b->used));
}

static void put_contact(json_t *o, uint8_t contact)
{
    (void)json_object_set_new(o, "ok", json_boolean(contact == CONTACT_OK));
    put_word(o, "why", json_contact_why(contact));
}

static void put_guide(json_t *o, const struct guide_said *g)
{
    static const char *const KINDS[GUIDE_KINDS] = {
        [GUIDE_STEP] = "step", [GUIDE_SAY] = "say", [GUIDE_OFFER] = "offer", [GUIDE_CLOSED] = "closed"};
    put_word(o, "kind", g->kind < GUIDE_KINDS ? KINDS[g->kind] : "?");
    put_word(o, "step", g->step);
    put_word(o, "text", g->text);
    put_word(o, "breath", practice_breath_name(g->breath));
}

static void put_gap(json_t *o, const struct event_gap *g)
{
    put_time(o, "from", g->from);
    put_word(o, "why", reading_gap_name(g->why));
}

int json_event(FILE *f, const struct event *e, bool two, int64_t session)
{
    static const char *const NAMES[] = {
        [EVENT_CONTACT] = "contact", [EVENT_BEAT] = "beat", [EVENT_BREATH] = "breath",   [EVENT_STATE] = "state",
        [EVENT_PACE] = "pace",       [EVENT_GAP] = "gap",   [EVENT_SUMMARY] = "summary", [EVENT_GUIDE] = "guide"};
    json_t *o = begin(NAMES[e->kind], e->t);
    if (o == NULL) {
        return R_MEM;
    }
    if (two && e->kind != EVENT_PACE && e->kind != EVENT_GUIDE) {
        (void)json_object_set_new(o, "who", json_integer(e->who));
    }
    switch (e->kind) {
    case EVENT_CONTACT:
        put_contact(o, e->as.contact);
        break;
    case EVENT_BEAT:
        put_beat(o, &e->as.beat);
        break;
    case EVENT_BREATH:
        put_breath(o, &e->as.breath);
        break;
    case EVENT_STATE:
        put_state(o, &e->as.state);
        break;
    case EVENT_PACE:
        put_pace(o, &e->as.pace);
        break;
    case EVENT_GAP:
        put_gap(o, &e->as.gap);
        break;
    case EVENT_GUIDE:
        put_guide(o, &e->as.guide);
        break;
    default:
        put_summary(o, &e->as.summary, session);
        if (two) {
            put(o, "own_best_share", e->as.summary.own_best_share, 2);
            put_together(o, &e->as.summary.together);
        }
        break;
    }
    return write_line(f, o);
}
