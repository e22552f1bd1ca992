/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guide alone, in ticks of 20 ms, with a breath of ten seconds by the clock. */
#include "train/guide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "train/command.h"

enum { SAID_MAX = 400 };
#define TICK (20 * USEC_PER_MS)

static struct practice practice;

struct play {
    struct guide g;
    struct guide_now now;
    struct answer answer;
    bool breathes;
    size_t n;
    struct {
        double t_s;
        uint8_t kind;
        char step[PRACTICE_TITLE_N], text[PRACTICE_TEXT_N];
    } said[SAID_MAX];
};

static void begin(struct play *p, const char *script, double minutes)
{
    static struct practice_mistakes m;
    if (practice_read(&practice, script, strlen(script), &m) != R_OK) {
        fail_msg("%u: %s", m.at[0].line, m.at[0].reason);
    }
    memset(p, 0, sizeof *p);
    p->answer = answer_none();
    p->now.answer = &p->answer;
    p->breathes = true;
    guide_init(&p->g, &practice, usec_from_s(minutes * 60.0));
}

static void pass(struct play *p, double seconds)
{
    for (usec end = p->now.practised + usec_from_s(seconds); p->now.practised < end;) {
        p->now.practised += TICK;
        usec in_breath = p->now.practised % (10 * USEC_PER_SEC);
        p->now.in = p->breathes && in_breath == 0;
        p->now.out = p->breathes && in_breath == 4 * USEC_PER_SEC;
        struct guide_said s;
        if (guide_advance(&p->g, &p->now, &s) && p->n < SAID_MAX) {
            p->said[p->n].t_s = usec_to_s(p->now.practised);
            p->said[p->n].kind = s.kind;
            (void)snprintf(p->said[p->n].step, PRACTICE_TITLE_N, "%s", s.step);
            (void)snprintf(p->said[p->n++].text, PRACTICE_TEXT_N, "%s", s.text);
        }
    }
}

/* When it was said; -1 never. */
static double when(const struct play *p, const char *text)
{
    for (size_t i = 0; i < p->n; i++) {
        if (strcmp(p->said[i].kind == GUIDE_STEP ? p->said[i].step : p->said[i].text, text) == 0) {
            return p->said[i].t_s;
        }
    }
    return -1.0;
}

static size_t times(const struct play *p, const char *text)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        n += strcmp(p->said[i].text, text) == 0;
    }
    return n;
}

static bool near(double a, double b, double within)
{
    return a > b - within && a < b + within;
}

static const char TWO[] = "title: x\nminutes: 4\n== One\nminutes: 2\nsay: a\nwait: 8\nsay: b\nsay on exhale: c\n"
                          "say on inhale: d\n== Two\nminutes: 2\nsay: e\n";

static void lines_come_in_their_time(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, TWO, 4.0);
    pass(&p, 240.0);
    assert_true(when(&p, "a") < 0.1);
    assert_true(near(when(&p, "b"), 8.0, 0.1));
    assert_true(near(when(&p, "c"), 14.0, 0.01)); /* b is being read: 9.96 s; the next out-breath */
    assert_true(near(when(&p, "d"), 20.0, 0.01));
    assert_true(near(when(&p, "Two"), 124.0, 0.01)); /* with the out-breath after two minutes */
    assert_true(when(&p, "e") > when(&p, "Two"));
    for (size_t i = 1; i < p.n; i++) {
        if (p.said[i].kind == GUIDE_SAY && p.said[i - 1].kind == GUIDE_SAY) {
            assert_true(p.said[i].t_s - p.said[i - 1].t_s >= usec_to_s(guide_reading_us(p.said[i - 1].text)));
        }
    }
}

static void other_lengths_stretch_and_shrink(void **state)
{
    static struct play p;
    static const char LONG[] =
        "title: x\nminutes: 5\n== One\nminutes: 1, never longer\nsay: a\n== Two\nminutes: 3\nsay: "
        "b\n== Three\nminutes: 1, never longer\nsay: c\n";
    (void)state;
    begin(&p, LONG, 12.0);
    pass(&p, 720.0);
    assert_true(near(when(&p, "Two"), 64.0, 0.1));
    assert_true(near(when(&p, "Three"), 664.0, 0.1)); /* ten minutes of the second, less what the first took too much */
    begin(&p, LONG, 2.5);
    pass(&p, 150.0);
    /* Arriving and ending keep half of what there is, 37.5 s and then 53 s; each ends with the next out-breath. */
    assert_true(near(when(&p, "Two"), 44.0, 0.1));
    assert_true(near(when(&p, "Three"), 104.0, 0.1));
}

static void without_breaths_the_clock_goes_on(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, TWO, 4.0);
    p.breathes = false;
    pass(&p, 240.0);
    assert_true(when(&p, "c") > 0.0 && when(&p, "d") > when(&p, "c") && when(&p, "Two") > 0.0);
}

static void what_repeats_repeats(void **state)
{
    static struct play p;
    (void)state;
    begin(&p,
          "title: x\nminutes: 3\n== One\nminutes: 2\nsay: once\nrepeat\nsay on exhale: again\nwait: 22\n== "
          "Two\nminutes: 1\nsay: end\nuntil: 10 seconds left\nsay: closing\n",
          3.0);
    pass(&p, 180.0);
    assert_int_equal(times(&p, "once"), 1);
    assert_int_equal(times(&p, "again"), 4); /* at 4, 34, 64, 94 s */
    assert_true(near(when(&p, "closing"), 170.0, 0.2));
}

static void waiting_has_an_end(void **state)
{
    static struct play p;
    (void)state;
    const char *script = "title: x\nminutes: 3\n== One\nminutes: 1\nsay: a\nuntil: settled, at most 40 seconds\nsay: "
                         "b\n== Two\nminutes: 2\n";
    begin(&p, script, 3.0);
    pass(&p, 180.0);
    assert_true(near(when(&p, "b"), 40.0, 0.1));
    begin(&p, script, 3.0);
    pass(&p, 20.0);
    p.now.settled = true;
    pass(&p, 160.0);
    assert_true(near(when(&p, "b"), 20.0, 0.1));
    /* Longer than its stage: the stage waits for the line, half as long again at most, and never at the last's cost. */
    begin(&p,
          "title: x\nminutes: 4\n== One\nminutes: 1\nsay: a\nuntil: settled, at most 9 minutes\nsay: b\n== "
          "Two\nminutes: 2\nsay: c\nuntil: settled, at most 9 minutes\n== Three\nminutes: 1\nsay: d\n",
          4.0);
    pass(&p, 240.0);
    assert_true(near(when(&p, "Two"), 94.0, 0.1) && when(&p, "b") < 0.0);
    assert_true(near(when(&p, "d"), 194.0, 0.1));
}

static const char OFFERS[] =
    "title: x\nminutes: 6\n== One\nminutes: 2\noffer breath when tenser: breathe?\nrepeat\nsay on exhale: a\n== "
    "Back\nminutes: 1\nonly on return\nsay: back\n== Two\nminutes: 2\nsay: b\n== Three\nminutes: 2\nsay: c\n";

static void an_offer_can_be_taken(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, OFFERS, 6.0);
    pass(&p, 50.0);
    p.now.tenser = true;
    pass(&p, 10.0);
    double offered = when(&p, "breathe?");
    assert_true(offered > 50.0 && offered < 55.0);
    guide_command(&p.g, COMMAND_ACCEPT);
    pass(&p, 1.0);
    p.now.tenser = false;
    assert_true(near(when(&p, "Back"), 60.0, 0.1));
    pass(&p, 90.0);
    assert_true(near(when(&p, "Two"), 124.0, 0.1));
    assert_int_equal(times(&p, "breathe?"), 1);
}

static void an_offer_closes_by_itself(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, OFFERS, 6.0);
    pass(&p, 50.0);
    p.now.tenser = true;
    size_t before = times(&p, "a");
    pass(&p, 29.0);
    assert_true(p.g.offer == GUIDE_RETURN && times(&p, "a") <= before + 1); /* nothing else is said meanwhile */
    pass(&p, 10.0);
    assert_int_equal(p.g.offer, GUIDE_NO_OFFER);
    pass(&p, 80.0);
    assert_int_equal(times(&p, "breathe?"), 1); /* once a stage */
    assert_true(when(&p, "Two") < 0.0);         /* still tenser: the stage waits */
    pass(&p, 60.0);
    assert_true(when(&p, "Two") > 0.0); /* but not for ever */
}

static void no_is_an_answer(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, OFFERS, 6.0);
    pass(&p, 50.0);
    p.now.tenser = true;
    pass(&p, 8.0);
    guide_command(&p.g, COMMAND_DECLINE);
    pass(&p, 70.0);
    assert_true(near(when(&p, "Two"), 124.0, 0.1)); /* who said no is not held back */
    assert_true(when(&p, "Back") < 0.0);
}

static const char CHOICE[] = "title: x\nminutes: 3\n== One\nminutes: 1\nsay: a\n== Hard\nminutes: 1\nonly if chosen: "
                             "want it?\nsay: hard\n== Last\nminutes: 2\nsay: z\n";

static void chosen_stages_run_when_chosen(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, CHOICE, 3.0);
    pass(&p, 66.0);
    assert_true(near(when(&p, "want it?"), 64.0, 0.1));
    guide_command(&p.g, COMMAND_ACCEPT);
    pass(&p, 114.0);
    assert_true(when(&p, "hard") > 0.0 && when(&p, "Last") > when(&p, "hard"));
    begin(&p, CHOICE, 3.0);
    pass(&p, 180.0); /* no answer */
    assert_true(when(&p, "hard") < 0.0 && near(when(&p, "Last"), 94.0, 0.1));
    begin(&p, CHOICE, 3.0);
    pass(&p, 66.0);
    guide_command(&p.g, COMMAND_DECLINE);
    pass(&p, 114.0);
    assert_true(when(&p, "hard") < 0.0 && near(when(&p, "Last"), 66.0, 0.1));
}

static void everything_can_be_skipped(void **state)
{
    static struct play p;
    (void)state;
    begin(&p, TWO, 4.0);
    pass(&p, 30.0);
    guide_command(&p.g, COMMAND_SKIP);
    pass(&p, 1.0);
    assert_true(near(when(&p, "Two"), 30.0, 0.1));
    assert_true(near(usec_to_s(p.g.skipped), 90.0, 0.1)); /* the session is shorter by it */
    guide_command(&p.g, COMMAND_SKIP);
    pass(&p, 1.0);
    assert_true(p.g.ended);
    pass(&p, 10.0);
    assert_int_equal(p.said[p.n - 1].kind, GUIDE_SAY);
}

static void thoughts_are_noted(void **state)
{
    static struct play p;
    (void)state;
    begin(&p,
          "title: x\nminutes: 3\n== One\nminutes: 1\nsay: a\n== Two\nminutes: 2\nnotes\nsay when noted: n1\nsay when "
          "noted: n2\nsay: b\n",
          3.0);
    pass(&p, 30.0);
    guide_command(&p.g, COMMAND_NOTE); /* not here */
    pass(&p, 60.0);
    for (int i = 0; i < 3; i++) {
        guide_command(&p.g, COMMAND_NOTE);
        pass(&p, 5.0);
    }
    assert_int_equal(p.g.noted, 3);
    assert_int_equal(times(&p, "n1"), 2);
    assert_int_equal(times(&p, "n2"), 1);
}

static void answers_choose_their_lines(void **state)
{
    static struct play p;
    static const char SCRIPT[] = "title: x\nminutes: 2\n== One\nminutes: 1\nmeasure: rest\n== Two\nminutes: 1\nsay if "
                                 "found: heart {heart}\nsay if first: first\nsay if unclear: unclear\nsay: end\n";
    (void)state;
    begin(&p, SCRIPT, 2.0);
    p.answer.kind = PRACTICE_REST;
    p.answer.hr_bpm = 61.0F;
    pass(&p, 120.0);
    assert_true(when(&p, "heart 61") > 0.0 && when(&p, "first") > 0.0 && when(&p, "unclear") < 0.0);
    assert_true(when(&p, "end") > 0.0);
}

static void without_a_practice_nothing_is_said(void **state)
{
    struct guide g;
    struct guide_now now = {.practised = TICK};
    struct guide_said s;
    (void)state;
    guide_init(&g, NULL, USEC_PER_SEC);
    guide_command(&g, COMMAND_SKIP);
    assert_false(guide_advance(&g, &now, &s));
    assert_null(guide_stage(&g));
    assert_true(guide_hash(&g, 7) == 7);
}

static void lines_need_their_time(void **state)
{
    static struct play p;
    (void)state;
    begin(&p,
          "title: x\nminutes: 2\n== One\nminutes: 1\nsay: a b\nwait: 10\nsay: a b\nsay: a b\n== Two\nminutes: 1\nsay "
          "on exhale: a b\nsay when noted: c\n",
          2.0);
    /* 10 s of waiting, and two lines of 2.3 s one after the other; a turn, and a line */
    assert_true(near(usec_to_s(guide_least_us(&practice, 0)), 14.6, 0.01));
    assert_true(near(usec_to_s(guide_least_us(&practice, 1)), 7.3, 0.01));
}

/* Skips anywhere, answers anywhere, any length: it always comes to an end and says one thing a tick. */
static void any_keys_at_any_time(void **state)
{
    static struct play p;
    (void)state;
    static const char *const SCRIPTS[] = {TWO, OFFERS, CHOICE};
    uint64_t x = 12345;
    for (int round = 0; round < 300; round++) {
        begin(&p, SCRIPTS[round % 3], 0.5 + (double)(round % 40) / 4.0);
        for (int i = 0; i < 60 && !p.g.ended; i++) {
            x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            p.now.tenser = x >> 60 & 1U;
            p.now.settled = x >> 61 & 1U;
            pass(&p, (double)(x >> 33 & 7U));
            guide_command(&p.g, (uint8_t)(COMMAND_ACCEPT + (x >> 40 & 3U)));
            const struct practice_stage *s = guide_stage(&p.g);
            assert_true(s == NULL || p.g.stage < (int)practice.stages);
            assert_true(p.g.length >= 0 && p.g.skipped >= 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_come_in_their_time),
                                       cmocka_unit_test(other_lengths_stretch_and_shrink),
                                       cmocka_unit_test(without_breaths_the_clock_goes_on),
                                       cmocka_unit_test(what_repeats_repeats),
                                       cmocka_unit_test(waiting_has_an_end),
                                       cmocka_unit_test(an_offer_can_be_taken),
                                       cmocka_unit_test(an_offer_closes_by_itself),
                                       cmocka_unit_test(no_is_an_answer),
                                       cmocka_unit_test(chosen_stages_run_when_chosen),
                                       cmocka_unit_test(everything_can_be_skipped),
                                       cmocka_unit_test(thoughts_are_noted),
                                       cmocka_unit_test(answers_choose_their_lines),
                                       cmocka_unit_test(without_a_practice_nothing_is_said),
                                       cmocka_unit_test(lines_need_their_time),
                                       cmocka_unit_test(any_keys_at_any_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
