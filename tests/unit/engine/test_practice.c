/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A practice in the engine, with a heart by formula: what is told, what is shown, and what the breath does in between.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"

enum { SECOND = 50 };

static struct practice practice;

struct play {
    struct engine *e;
    double breath, beat, own_per_min, pace_per_min, longest_step, last_cycle_s;
    usec last_beat;
    uint32_t said, steps, paces;
    char line[PRACTICE_TEXT_N], step[PRACTICE_TITLE_N];
    struct event summary;
};

static void begin(struct play *p, const char *script, double minutes)
{
    static struct practice_mistakes m;
    if (practice_read(&practice, script, strlen(script), &m) != R_OK) {
        fail_msg("%u: %s", m.at[0].line, m.at[0].reason);
    }
    struct engine_config c = {
        .bodies = 1, .links = 1, .session = {.length = usec_from_s(minutes * 60.0), .practice = &practice}};
    *p = (struct play){.own_per_min = 13.0, .last_beat = USEC_NONE};
    p->e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    assert_non_null(p->e);
    assert_int_equal(engine_init(p->e, &c), R_OK);
}

static void drop(struct play *p)
{
    engine_deinit(p->e);
    free(p->e);
}

static void look(struct play *p)
{
    size_t n = 0;
    const struct event *v = engine_events(p->e, &n);
    for (size_t i = 0; i < n; i++) {
        if (v[i].kind == EVENT_PACE) {
            double cycle_s = (double)pace_cycle_s(&v[i].as.pace.pace);
            p->longest_step = fmax(p->longest_step, p->last_cycle_s > 0.0 ? cycle_s / p->last_cycle_s : 0.0);
            p->last_cycle_s = cycle_s;
            p->paces++;
        } else if (v[i].kind == EVENT_GUIDE && v[i].as.guide.kind == GUIDE_STEP) {
            (void)snprintf(p->step, sizeof p->step, "%s", v[i].as.guide.step);
            p->steps++;
        } else if (v[i].kind == EVENT_GUIDE && v[i].as.guide.kind == GUIDE_SAY) {
            (void)snprintf(p->line, sizeof p->line, "%s", v[i].as.guide.text);
            p->said++;
        } else if (v[i].kind == EVENT_SUMMARY) {
            p->summary = v[i];
        }
    }
}

/* The person breathes with the pacer when there is one, and the heart swings with the breath by 6 bpm. */
static void live(struct play *p, double seconds)
{
    for (int i = 0; i < (int)(seconds * SECOND); i++) {
        struct view v;
        engine_view(p->e, &v);
        double cycle_s = (double)pace_cycle_s(&v.pace), per_min = cycle_s > 0.0 ? 60.0 / cycle_s : p->own_per_min;
        usec now = (usec)(engine_ticks(p->e) + 1) * ENGINE_TICK_US;
        p->breath += per_min / 60.0 / SECOND;
        p->beat += (66.0 + 6.0 * sin(6.283185 * p->breath)) / 60.0 / SECOND;
        struct reading resp = {.t = now,
                               .value = (float)(0.5 - 0.5 * cos(6.283185 * p->breath)),
                               .kind = READING_RESP,
                               .channel = RESP_BELT,
                               .flags = READING_EXACT};
        assert_int_equal(engine_reading(p->e, 0, &resp), R_OK);
        if (p->beat >= 1.0) {
            p->beat -= 1.0;
            if (p->last_beat != USEC_NONE) {
                struct reading ibi = {.t = now,
                                      .value = (float)(now - p->last_beat) / 1000.0F,
                                      .kind = READING_IBI,
                                      .flags = READING_EXACT};
                assert_int_equal(engine_reading(p->e, 0, &ibi), R_OK);
            }
            p->last_beat = now;
        }
        engine_tick(p->e);
        look(p);
    }
}

static void obey(struct play *p, uint8_t kind)
{
    assert_int_equal(engine_command(p->e, (struct command){kind, 0.0F}), R_OK);
}

static const char THREE[] =
    "title: x\nminutes: 6\n== Led\nminutes: 2\nbreath: lead\nsay: a\n== Own\nminutes: "
    "2\nbreath: own\nsay on exhale: b\n== Home\nminutes: 2\nbreath: fixed 6\nsay on exhale: c\n";

static const char LONGER[] =
    "title: x\nminutes: 7\n== Led\nminutes: 2\nbreath: lead\nsay: a\n== Own\nminutes: "
    "2\nbreath: own\nsay on exhale: b\n== Home\nminutes: 3\nbreath: fixed 6\nsay on exhale: c\n";

static void stages_steer_the_breath(void **state)
{
    struct play p;
    struct view v;
    (void)state;
    begin(&p, LONGER, 7.0);
    live(&p, 100.0);
    engine_view(p.e, &v);
    assert_true(pace_cycle_s(&v.pace) > 0.0F);
    assert_string_equal(v.guide.step, "Led");
    assert_string_equal(v.guide.line, "a");
    assert_true(v.guide.step_number == 1 && v.guide.steps == 3 && v.guide.line_age_s > 90.0F);
    live(&p, 60.0);
    engine_view(p.e, &v);
    assert_string_equal(v.guide.step, "Own");
    assert_true(pace_cycle_s(&v.pace) == 0.0F && v.cue == CUE_NONE && v.stage == VIEW_GUIDE);
    assert_string_equal(p.line, "b"); /* the own breath's turn, told by the sensor */
    p.own_per_min = 15.0;
    live(&p, 95.0);
    engine_view(p.e, &v);
    assert_string_equal(v.guide.step, "Home");
    assert_true(pace_cycle_s(&v.pace) > 0.0F &&
                60.0F / pace_cycle_s(&v.pace) > 10.0F); /* it comes back to the person */
    live(&p, 155.0);
    engine_view(p.e, &v);
    if (fabsf(60.0F / pace_cycle_s(&v.pace) - 6.0F) >= 0.1F) {
        fail_msg("%g a minute", (double)(60.0F / pace_cycle_s(&v.pace)));
    }
    assert_true(p.longest_step <= 1.0601);
    live(&p, 10.0);
    assert_true(engine_done(p.e));
    drop(&p);
}

static void pauses_are_silent(void **state)
{
    struct play p;
    struct view before, after;
    (void)state;
    begin(&p, THREE, 6.0);
    live(&p, 60.0);
    obey(&p, COMMAND_PAUSE);
    live(&p, 1.0);
    engine_view(p.e, &before);
    uint32_t said = p.said, steps = p.steps;
    live(&p, 200.0);
    engine_view(p.e, &after);
    assert_true(p.said == said && p.steps == steps);
    assert_true(after.guide.line_age_s == before.guide.line_age_s);
    obey(&p, COMMAND_RESUME);
    live(&p, 80.0);
    assert_string_equal(p.step, "Own");
    drop(&p);
}

static void skipping_makes_it_shorter(void **state)
{
    struct play p;
    struct view v;
    (void)state;
    begin(&p, THREE, 6.0);
    live(&p, 60.0);
    obey(&p, COMMAND_SKIP);
    live(&p, 1.0);
    assert_string_equal(p.step, "Own");
    engine_view(p.e, &v);
    assert_true(fabsf(v.remaining_s - 239.0F) < 2.0F);
    obey(&p, COMMAND_SKIP);
    live(&p, 1.0);
    obey(&p, COMMAND_SKIP);
    live(&p, 1.0);
    assert_true(engine_done(p.e));
    engine_finish(p.e);
    look(&p);
    assert_true(p.summary.kind == EVENT_SUMMARY && p.summary.as.summary.minutes > 1.0);
    drop(&p);
}

static void rest_is_measured(void **state)
{
    struct play p;
    (void)state;
    begin(&p,
          "title: x\nminutes: 3\n== Settle\nminutes: 1\nbreath: own\n== Rest\nminutes: 1.5\nbreath: own\nmeasure: "
          "rest\n== End\nminutes: 0.5\nbreath: own\nsay if found: heart {heart}\nsay if unclear: unclear\n",
          3.0);
    live(&p, 181.0);
    assert_true(engine_done(p.e) && p.paces == 0);
    assert_string_equal(p.line, "heart 66");
    engine_finish(p.e);
    look(&p);
    const struct answer *a = &p.summary.as.summary.answer;
    assert_true(a->kind == PRACTICE_REST && a->refused == ANSWER_GIVEN && fabsf(a->hr_bpm - 66.0F) < 1.0F &&
                a->rmssd_ms > 10.0F);
    drop(&p);
}

static void ended_early_there_is_no_figure(void **state)
{
    struct play p;
    (void)state;
    begin(&p, "title: x\nminutes: 3\n== Rest\nminutes: 3\nbreath: own\nmeasure: rest\n", 3.0);
    live(&p, 12.0);
    engine_finish(p.e);
    look(&p);
    const struct answer *a = &p.summary.as.summary.answer;
    assert_true(a->kind == PRACTICE_REST && a->refused == ANSWER_UNCLEAR && isnan(a->hr_bpm));
    drop(&p);
}

static void the_slide_is_the_protocol(void **state)
{
    struct play p;
    struct view v;
    (void)state;
    begin(&p,
          "title: x\nminutes: 12\n== Test\nminutes: 11\nbreath: slide\nmeasure: resonance\n== End\nminutes: 1\nsay if "
          "found: "
          "{rate}\n",
          12.0);
    double before_s = 0.0;
    uint32_t breaths = 0, exact = 0, sliding = 0;
    while (!engine_done(p.e)) {
        live(&p, 0.02);
        engine_view(p.e, &v);
        double cycle_s = (double)pace_cycle_s(&v.pace);
        if (v.breaths != breaths && cycle_s > 8.8 && before_s > 8.8 && v.why == PACE_EXPLORE) {
            sliding++;
            exact += fabs(cycle_s - before_s - 0.06704) < 0.002; /* a pace is told in whole milliseconds */
        }
        before_s = v.breaths != breaths ? cycle_s : before_s;
        breaths = v.breaths;
    }
    assert_true(sliding > 40 && exact >= sliding - 2);
    engine_finish(p.e);
    look(&p);
    assert_int_equal(p.summary.as.summary.answer.kind, PRACTICE_RESONANCE);
    drop(&p);
}

static void another_script_another_hash(void **state)
{
    struct play p, q;
    (void)state;
    begin(&p, THREE, 6.0);
    live(&p, 5.0);
    uint64_t first = engine_hash(p.e);
    drop(&p);
    begin(&p, THREE, 6.0);
    live(&p, 5.0);
    assert_true(engine_hash(p.e) == first);
    drop(&p);
    begin(&q, "title: y\nminutes: 6\n== Led\nminutes: 6\nbreath: lead\nsay: a\n", 6.0);
    live(&q, 5.0);
    assert_true(engine_hash(q.e) != first);
    drop(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_steer_the_breath),        cmocka_unit_test(pauses_are_silent),
        cmocka_unit_test(skipping_makes_it_shorter),      cmocka_unit_test(rest_is_measured),
        cmocka_unit_test(ended_early_there_is_no_figure), cmocka_unit_test(the_slide_is_the_protocol),
        cmocka_unit_test(another_script_another_hash)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
