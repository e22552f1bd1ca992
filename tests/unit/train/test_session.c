/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's stages with bodies that are silent: what must hold even when no sensor ever speaks. */
#include "train/session.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TICK (20 * USEC_PER_MS)

static struct practice practice;

struct play {
    struct session s;
    struct body *body;
    usec now;
    uint32_t said, paces;
};

static void begin(struct play *p, const char *script, double minutes, const struct adapt_config *adapt)
{
    static struct practice_mistakes m;
    memset(p, 0, sizeof *p);
    struct session_config c = {.length = usec_from_s(minutes * 60.0), .people = 1};
    if (script != NULL) {
        assert_int_equal(practice_read(&practice, script, strlen(script), &m), R_OK);
        c.practice = &practice;
    }
    if (adapt != NULL) {
        c.adapt[0] = *adapt;
    }
    p->body = aligned_alloc(64, (body_size() + 63) / 64 * 64);
    assert_non_null(p->body);
    assert_int_equal(body_init(p->body), R_OK);
    session_init(&p->s, &c);
}

static void drop(struct play *p)
{
    body_deinit(p->body);
    free(p->body);
}

static void pass(struct play *p, double seconds)
{
    const struct body *bodies[SESSION_PEOPLE] = {p->body, p->body};
    for (usec end = p->now + usec_from_s(seconds); p->now < end;) {
        p->now += TICK;
        p->paces += session_advance(&p->s, p->now, TICK, bodies);
        p->said += p->s.says;
    }
}

static void listens_guides_and_ends(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, NULL, 3.0, NULL);
    pass(&p, 40.0);
    assert_int_equal(p.s.stage, SESSION_LISTEN);
    pass(&p, 30.0); /* nobody waits longer than a minute for a first breath */
    assert_int_equal(p.s.stage, SESSION_GUIDE);
    assert_true(session_pace_per_min(&p.s) > 5.0F && p.paces > 0 && p.said == 0);
    pass(&p, 111.0);
    assert_int_equal(p.s.stage, SESSION_END);
    assert_true(isnan(session_pace_per_min(&p.s)));
    drop(&p);
}

/* Led to six a minute, up for a minute, and back breathing at fourteen: the pacer begins there; after a sip it does
 * not. */
static void after_a_long_pause_it_meets_the_breath_again(void **state)
{
    static struct play p;
    const struct adapt_config six = {.target_per_min = 6.0F};
    (void)state;
    for (int seconds = 5; seconds <= 65; seconds += 60) {
        begin(&p, NULL, 20.0, &six);
        pass(&p, 400.0);
        assert_true(session_pace_per_min(&p.s) < 6.5F);
        session_command(&p.s, p.now, COMMAND_PAUSE);
        p.now += seconds * USEC_PER_SEC;
        for (int i = 0; i < 5; i++) {
            struct breath b = {.t = p.now - (5 - i) * 4300 * USEC_PER_MS, .rate_per_min = 14.0F, .source = BREATH_BELT};
            session_breath(&p.s, 0, &b);
        }
        session_command(&p.s, p.now, COMMAND_RESUME);
        pass(&p, 2.0);
        float pace = session_pace_per_min(&p.s);
        assert_true(seconds > 30 ? pace > 13.0F : pace < 6.5F);
        drop(&p);
    }
}

static void a_pause_stops_time_and_pacer(void **state)
{
    static struct play p;
    const struct adapt_config fixed = {.fixed_per_min = 6.0F};
    (void)state;
    begin(&p, NULL, 2.0, &fixed);
    pass(&p, 30.0);
    session_command(&p.s, p.now, COMMAND_PAUSE);
    usec practised = p.s.practised;
    pass(&p, 500.0);
    assert_true(p.s.practised == practised && isnan(session_pace_per_min(&p.s)));
    session_command(&p.s, p.now, COMMAND_RESUME);
    pass(&p, 1.0);
    assert_true(fabsf(session_pace_per_min(&p.s) - 6.0F) < 0.01F);
    session_command(&p.s, p.now, COMMAND_END);
    assert_int_equal(p.s.stage, SESSION_END);
    session_command(&p.s, p.now, COMMAND_RESUME); /* an end is an end */
    pass(&p, 10.0);
    assert_true(p.s.stage == SESSION_END && !p.s.paused);
    drop(&p);
}

static const char SCRIPT[] = "title: x\nminutes: 4\n== One\nminutes: 2\nbreath: own\nsay: a\n== Two\nminutes: "
                             "2\nbreath: fixed 6\nsay: b\n";

static void a_stage_without_pacer_has_none(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, SCRIPT, 4.0, NULL);
    pass(&p, 110.0);
    assert_true(p.s.stage == SESSION_GUIDE && isnan(session_pace_per_min(&p.s)) && p.paces == 0);
    pass(&p, 40.0);
    assert_true(session_pace_per_min(&p.s) > 5.0F && p.paces > 0);
    drop(&p);
}

static void what_is_skipped_is_not_waited_for(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, SCRIPT, 4.0, NULL);
    pass(&p, 60.0);
    session_command(&p.s, p.now, COMMAND_SKIP);
    pass(&p, 1.0);
    assert_true(llabs((long long)(session_length(&p.s) - 180 * USEC_PER_SEC)) < USEC_PER_SEC);
    pass(&p, 120.0);
    assert_int_equal(p.s.stage, SESSION_END);
    drop(&p);
}

static void nothing_is_measured_of_silence(void **state)
{
    static struct play p;
    (void)state;
    begin(&p,
          "title: x\nminutes: 2\n== One\nminutes: 1\nbreath: own\nmeasure: rest\n== Two\nminutes: 1\nsay if unclear: "
          "u\nsay if found: f\n",
          2.0, NULL);
    pass(&p, 121.0);
    assert_int_equal(p.s.stage, SESSION_END);
    assert_true(p.s.answer.kind == PRACTICE_REST && p.s.answer.refused == ANSWER_UNCLEAR && isnan(p.s.answer.rmssd_ms));
    assert_string_equal(p.s.guide.line, "u");
    drop(&p);
}

static void the_hash_sees_what_was_said(void **state)
{
    static struct play p, q;
    (void)state;
    begin(&p, SCRIPT, 4.0, NULL);
    begin(&q, SCRIPT, 4.0, NULL);
    pass(&p, 30.0);
    pass(&q, 30.0);
    assert_true(session_hash(&p.s, 1) == session_hash(&q.s, 1));
    session_command(&q.s, q.now, COMMAND_SKIP);
    assert_true(session_hash(&p.s, 1) != session_hash(&q.s, 1));
    drop(&p);
    drop(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(listens_guides_and_ends),
                                       cmocka_unit_test(a_pause_stops_time_and_pacer),
                                       cmocka_unit_test(after_a_long_pause_it_meets_the_breath_again),
                                       cmocka_unit_test(a_stage_without_pacer_has_none),
                                       cmocka_unit_test(what_is_skipped_is_not_waited_for),
                                       cmocka_unit_test(nothing_is_measured_of_silence),
                                       cmocka_unit_test(the_hash_sees_what_was_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
