/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/practice_script.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct practice p;
static struct practice_mistakes m;

static int take(const char *text)
{
    return practice_read(&p, text, strlen(text), &m);
}

static void told(uint32_t line, const char *words)
{
    for (size_t i = 0; i < m.n && i < PRACTICE_MISTAKES_MAX; i++) {
        if (m.at[i].line == line && strstr(m.at[i].reason, words) != NULL) {
            return;
        }
    }
    fail_msg("line %u: nothing of \"%s\"; first of %zu: %u: %s", line, words, m.n, m.at[0].line, m.at[0].reason);
}

static const char GOOD[] = "# a comment\n"
                           "title: Loving-kindness\r\n"
                           "for: 1\n"
                           "minutes: 12, 8 to 20\n"
                           "scene: lantern\n"
                           "\n"
                           "== Arriving\n"
                           "minutes: 2, never longer\n"
                           "breath: lead\n"
                           "say: Let your hands rest.\n"
                           "wait: 8\n"
                           "say: Nothing to fix for the next minutes.\n"
                           "until: settled, at most 3 minutes\n"
                           "\n"
                           "== Someone easy to love ==\n"
                           "minutes: 2\n"
                           "breath: settle\n"
                           "offer breath when tenser\n"
                           "repeat\n"
                           "say on exhale: May you be safe.\n"
                           "Say  on Inhale : May you be at ease: truly.\n"
                           "until: 20 seconds left\n";

static void what_is_written_is_read(void **state)
{
    (void)state;
    assert_int_equal(take(GOOD), R_OK);
    assert_string_equal(p.title, "Loving-kindness");
    assert_string_equal(p.scene, "lantern");
    assert_int_equal(p.people, 1);
    assert_true(p.minutes == 12.0F && p.minutes_least == 8.0F && p.minutes_most == 20.0F);
    assert_int_equal(p.stages, 2);
    const struct practice_stage *a = &p.stage[0], *b = &p.stage[1];
    assert_true(a->never_longer && a->minutes == 2.0F && a->breath == PRACTICE_LEAD && a->steps == 4);
    assert_int_equal(p.step[1].kind, PRACTICE_WAIT);
    assert_true(p.step[1].seconds == 8.0F);
    assert_int_equal(p.step[3].until, PRACTICE_SETTLED);
    assert_true(p.step[3].seconds == 180.0F);
    assert_string_equal(b->title, "Someone easy to love");
    assert_true(b->offers_tenser && !b->offers_stirred && b->breath == PRACTICE_SETTLE && b->first == 4);
    assert_int_equal(p.step[4].kind, PRACTICE_REPEAT);
    assert_int_equal(p.step[5].when, PRACTICE_EXHALE);
    assert_string_equal(p.step[6].text, "May you be at ease: truly.");
    assert_int_equal(p.step[7].until, PRACTICE_SECONDS_LEFT);
    assert_true(p.step[7].seconds == 20.0F);
}

static void another_text_another_hash(void **state)
{
    (void)state;
    assert_int_equal(take(GOOD), R_OK);
    uint64_t first = p.text_hash;
    char other[sizeof GOOD];
    memcpy(other, GOOD, sizeof GOOD);
    *strchr(other, 'a') = 'b';
    assert_int_equal(take(other), R_OK);
    assert_true(p.text_hash != first);
}

static void every_mistake_has_its_line(void **state)
{
    (void)state;
    assert_int_equal(take("title: x\nminuts: 3\n== One\nminutes: 1\nsay on exale: hush\nbreath: leed\nuntil: setled\n"),
                     R_DATA);
    assert_int_equal(m.n, 5);
    told(2, "did you mean \"minutes\"?");
    told(5, "did you mean \"say on exhale\"?");
    told(6, "did you mean \"lead\"?");
    told(7, "did you mean \"settled\"?");
    told(1, "no minutes");
}

static void places_and_repeats(void **state)
{
    (void)state;
    assert_int_equal(take("title: x\nminutes: 3\nsay: too early\ntitle: y\n== One\nminutes: 1\nscene: tide\nbreath: "
                          "own\nbreath: own\n"),
                     R_DATA);
    told(3, "inside a stage");
    told(4, "given twice");
    told(7, "above the first stage");
    told(9, "given twice");
}

static void the_whole_is_looked_at(void **state)
{
    (void)state;
    assert_int_equal(take(""), R_DATA);
    told(1, "no title");
    told(1, "no stage");
    assert_int_equal(take("title: x\nminutes: 3\n== One\n"), R_DATA);
    told(3, "has no minutes");
    assert_int_equal(take("title: x\nminutes: 3\n== One\nminutes: 1\nonly on return\n"), R_DATA);
    told(1, "the first stage must always run");
    assert_int_equal(take("title: x\nminutes: 3\n== One\nminutes: 1\nrepeat\n"), R_DATA);
    told(3, "nothing is said behind");
    assert_int_equal(take("title: x\nminutes: 3\n== One\nminutes: 1\nsay if usual: x\n"), R_DATA);
    told(3, "measures");
}

static void fixed_sizes_are_met(void **state)
{
    (void)state;
    char *text = calloc(1, 100000);
    assert_non_null(text);
    strcpy(text, "title: x\nminutes: 3\n== One\nminutes: 1\n");
    for (int i = 0; i <= PRACTICE_STEPS_MAX; i++) {
        strcat(text, "say: x\n");
    }
    assert_int_equal(take(text), R_DATA);
    told(5 + PRACTICE_STEPS_MAX, "too many steps");
    strcpy(text, "title: x\nminutes: 3\n");
    for (int i = 0; i <= PRACTICE_STAGES_MAX; i++) {
        strcat(text, "== s\nminutes: 1\n");
    }
    assert_int_equal(take(text), R_DATA);
    told(3 + 2 * PRACTICE_STAGES_MAX, "too many stages");
    for (int i = 0; i < 3000; i++) {
        strcat(text, "nonsense\n");
    }
    assert_int_equal(take(text), R_DATA);
    assert_true(m.n > 3000);
    free(text);
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    assert_int_equal(take("\xEF\xBB\xBFtitle: x\nminutes: 3\n== One\nminutes: 1\nsay: \xC3\xA4 \xF0\x9F\x8C\xB1\n"),
                     R_OK);
    static const char *const BAD[] = {"\xC3",     "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80",
                                      "\x1B[31m", "\xFF",     "\xC2\x85"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        char text[100] = "title: x\nminutes: 3\n== One\nminutes: 1\nsay: ";
        strcat(text, BAD[i]);
        assert_int_equal(take(text), R_DATA);
        told(5, "no text");
    }
    assert_int_equal(practice_read(&p, "title: x\0y\n", 11, &m), R_DATA);
    told(1, "no text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),    cmocka_unit_test(another_text_another_hash),
        cmocka_unit_test(every_mistake_has_its_line), cmocka_unit_test(places_and_repeats),
        cmocka_unit_test(the_whole_is_looked_at),     cmocka_unit_test(fixed_sizes_are_met),
        cmocka_unit_test(bytes_that_are_no_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
