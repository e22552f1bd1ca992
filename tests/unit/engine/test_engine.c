/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conductor with a body made of formulas: 66 beats a minute swinging with a breath that follows the pace. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"

enum { SECOND = 50, KINDS = EVENT_SUMMARY + 1 };

struct play {
    struct engine *e;
    double breath, beat; /* phases */
    double rate_per_min;
    usec last_beat;
    bool silent;
    uint32_t told[KINDS];
    struct event last[KINDS];
    uint64_t hash_of_events;
};

static struct engine *make(double minutes, float fixed, const struct sensor_driver *driver)
{
    struct engine *e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    struct engine_config c = {.bodies = 1,
                              .links = 1,
                              .link = {{driver, 0}},
                              .session = {.length = usec_from_s(minutes * 60.0),
                                          .adapt = {{.target_per_min = 6.0F, .fixed_per_min = fixed},
                                                    {.target_per_min = 6.0F, .fixed_per_min = fixed}}}};
    assert_non_null(e);
    assert_int_equal(engine_init(e, &c), R_OK);
    return e;
}

static void drop(struct engine *e)
{
    engine_deinit(e);
    free(e);
}

static void look(struct play *p)
{
    size_t n = 0;
    const struct event *v = engine_events(p->e, &n);
    for (size_t i = 0; i < n; i++) {
        p->told[v[i].kind]++;
        p->last[v[i].kind] = v[i];
        p->hash_of_events = p->hash_of_events * 31 + (uint64_t)v[i].t + v[i].kind;
        if (v[i].kind == EVENT_PACE) {
            p->rate_per_min = 60.0 / (double)pace_cycle_s(&v[i].as.pace.pace);
        }
    }
}

static void feed(struct play *p)
{
    usec now = (usec)(engine_ticks(p->e) + 1) * ENGINE_TICK_US;
    p->breath += p->rate_per_min / 60.0 * 0.02;
    double hr = 66.0 + 6.0 * sin(6.283185307179586 * p->breath);
    p->beat += hr / 60.0 * 0.02;
    if (p->silent) {
        return;
    }
    if (p->beat >= 1.0) {
        p->beat -= 1.0;
        struct reading r = {
            .t = now, .value = (float)(now - p->last_beat) / 1000.0F, .kind = READING_IBI, .flags = READING_EXACT};
        assert_int_equal(engine_reading(p->e, 0, &r), R_OK);
        p->last_beat = now;
    }
    if (now % 40000 == 0) {
        struct reading r = {.t = now,
                            .value = (float)(0.5 - 0.5 * cos(6.283185307179586 * p->breath)),
                            .kind = READING_RESP,
                            .channel = RESP_BELT,
                            .flags = READING_EXACT};
        assert_int_equal(engine_reading(p->e, 0, &r), R_OK);
    }
}

static void run(struct play *p, int seconds)
{
    for (int i = 0; i < seconds * SECOND; i++) {
        feed(p);
        engine_tick(p->e);
        look(p);
    }
}

static struct play start(double minutes, float fixed)
{
    return (struct play){.e = make(minutes, fixed, NULL), .rate_per_min = 13.0};
}

static void session_listens_leads_and_ends(void **state)
{
    (void)state;
    struct play p = start(5.0, 0.0F);
    run(&p, 29);
    assert_int_equal(p.told[EVENT_PACE], 0);
    run(&p, 270);
    assert_false(engine_done(p.e));
    assert_true(p.told[EVENT_PACE] > 8);
    assert_true(p.rate_per_min < 6.2);
    assert_true(p.told[EVENT_BEAT] > 250 && p.told[EVENT_BREATH] > 25);
    run(&p, 2);
    assert_true(engine_done(p.e));
    assert_int_equal(p.told[EVENT_STATE], 300);
    const struct event_state *s = &p.last[EVENT_STATE].as.state;
    assert_true(s->m.scored && s->m.peak_share > 0.6F && fabsf(s->m.peak_hz - 0.1F) < 0.01F);
    assert_true(s->adherence > 0.7F);
    engine_finish(p.e);
    look(&p);
    engine_finish(p.e);
    look(&p);
    assert_int_equal(p.told[EVENT_SUMMARY], 1);
    const struct event_summary *m = &p.last[EVENT_SUMMARY].as.summary;
    assert_true(fabs(m->minutes - 5.0) < 1e-9 && m->scored_minutes > 3.0 && m->gaps == 0);
    assert_true(fabs(m->totals.mean_hr_bpm - 66.0) < 2.0 && m->coherent_share > 0.3 && m->settle_s > 60.0);
    drop(p.e);
}

static void same_causes_give_the_same_bits(void **state)
{
    (void)state;
    struct play a = start(3.0, 0.0F), b = start(3.0, 0.0F);
    for (int i = 0; i < 12; i++) {
        run(&a, 10);
        run(&b, 10);
        assert_true(engine_hash(a.e) == engine_hash(b.e));
        if (i == 6) {
            assert_int_equal(engine_command(a.e, (struct command){COMMAND_EASIER, 0.0F}), R_OK);
            assert_int_equal(engine_command(b.e, (struct command){COMMAND_EASIER, 0.0F}), R_OK);
        }
    }
    assert_true(a.hash_of_events == b.hash_of_events);
    assert_int_equal(engine_command(a.e, (struct command){COMMAND_SLOWER, 0.0F}), R_OK);
    assert_true(engine_hash(a.e) != engine_hash(b.e));
    drop(a.e);
    drop(b.e);
}

static void silence_is_one_gap_and_scores_pause(void **state)
{
    (void)state;
    struct play p = start(10.0, 6.0F);
    run(&p, 100);
    assert_true(p.last[EVENT_STATE].as.state.m.scored);
    p.silent = true;
    run(&p, 6);
    struct view v;
    engine_view(p.e, &v);
    assert_true(v.body[0].gap && v.body[0].gap_why == GAP_SILENT);
    assert_false(p.last[EVENT_STATE].as.state.m.scored);
    assert_int_equal(p.told[EVENT_GAP], 0);
    p.silent = false;
    run(&p, 5);
    assert_int_equal(p.told[EVENT_GAP], 1);
    const struct event *g = &p.last[EVENT_GAP];
    assert_true(g->t - g->as.gap.from > 5 * USEC_PER_SEC && g->t - g->as.gap.from < 8 * USEC_PER_SEC);
    engine_view(p.e, &v);
    assert_false(v.body[0].gap);
    run(&p, 90);
    assert_true(p.last[EVENT_STATE].as.state.m.scored);
    assert_int_equal(p.told[EVENT_GAP], 1);
    drop(p.e);
}

static void gap_at_the_end_is_told_with_the_summary(void **state)
{
    (void)state;
    struct play p = start(10.0, 6.0F);
    run(&p, 20);
    assert_int_equal(engine_gap(p.e, 0, GAP_UNPLUGGED), R_OK);
    p.silent = true;
    run(&p, 10);
    assert_true(engine_link_lost(p.e, 0));
    engine_finish(p.e);
    look(&p);
    assert_int_equal(p.told[EVENT_GAP], 1);
    assert_int_equal(p.last[EVENT_GAP].as.gap.why, GAP_UNPLUGGED);
    assert_int_equal(p.last[EVENT_SUMMARY].as.summary.gaps, 1);
    drop(p.e);
}

static void pause_stops_the_pacer_and_the_clock_of_practice(void **state)
{
    (void)state;
    struct play p = start(2.0, 6.0F);
    struct view v;
    run(&p, 33);
    engine_view(p.e, &v);
    assert_true(!isnan(v.pace_lung));
    float remaining = v.remaining_s;
    assert_int_equal(engine_command(p.e, (struct command){COMMAND_PAUSE, 0.0F}), R_OK);
    run(&p, 30);
    engine_view(p.e, &v);
    assert_true(v.paused && isnan(v.pace_lung) && fabsf(v.remaining_s - remaining) < 0.05F);
    assert_int_equal(engine_command(p.e, (struct command){COMMAND_RESUME, 0.0F}), R_OK);
    uint32_t paces = p.told[EVENT_PACE];
    run(&p, 1);
    engine_view(p.e, &v);
    assert_true(!v.paused && v.cue == CUE_IN && v.pace_position_s < 1.1F);
    assert_int_equal(p.told[EVENT_PACE], paces + 1); /* the pacer is back, and says so */
    drop(p.e);
}

static void ending_early_is_a_whole_session(void **state)
{
    (void)state;
    struct play p = start(10.0, 6.0F);
    run(&p, 70);
    assert_int_equal(engine_command(p.e, (struct command){COMMAND_END, 0.0F}), R_OK);
    assert_true(engine_done(p.e));
    uint32_t states = p.told[EVENT_STATE];
    run(&p, 5);
    assert_int_equal(p.told[EVENT_STATE], states);
    engine_finish(p.e);
    look(&p);
    assert_true(fabs(p.last[EVENT_SUMMARY].as.summary.minutes - 70.0 / 60.0) < 1e-9);
    drop(p.e);
}

static void bytes_come_by_the_driver(void **state)
{
    (void)state;
    const struct sensor_driver *d = sensor_find("pulsesensor");
    struct engine *e = make(1.0, 0.0F, d);
    struct chunk c = {.t = 0, .n = 14, .bytes = "S1\r\nS512\r\nQ832"};
    assert_int_equal(engine_feed(e, 0, &c), R_OK);
    assert_int_equal(engine_feed(e, 1, &c), R_ARG);
    assert_int_equal(engine_gap(e, 0, GAP_WHYS), R_ARG);
    assert_int_equal(engine_command(e, (struct command){COMMAND_KINDS, 0.0F}), R_ARG);
    engine_tick(e);
    drop(e);
}

static void wrong_configs_are_refused(void **state)
{
    (void)state;
    struct engine *e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    assert_non_null(e);
    struct engine_config good = {.bodies = 1, .links = 1, .session = {.length = USEC_PER_SEC}}, bad = good;
    bad.bodies = 3;
    assert_int_equal(engine_init(e, &bad), R_ARG);
    bad = good;
    bad.link[0].who = 1;
    assert_int_equal(engine_init(e, &bad), R_ARG);
    bad = good;
    bad.session.length = 0;
    assert_int_equal(engine_init(e, &bad), R_ARG);
    free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_listens_leads_and_ends),
        cmocka_unit_test(same_causes_give_the_same_bits),
        cmocka_unit_test(silence_is_one_gap_and_scores_pause),
        cmocka_unit_test(gap_at_the_end_is_told_with_the_summary),
        cmocka_unit_test(pause_stops_the_pacer_and_the_clock_of_practice),
        cmocka_unit_test(ending_early_is_a_whole_session),
        cmocka_unit_test(bytes_come_by_the_driver),
        cmocka_unit_test(wrong_configs_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
