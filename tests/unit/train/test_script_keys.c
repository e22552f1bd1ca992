/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every key, with values that are taken and values that are not. */
#include "train/practice_script.h"
#include "train/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct practice p;
static struct practice_mistakes m;

static const struct {
    bool head;
    const char *line, *reason; /* NULL: taken */
} LINES[] = {
    {true, "about: A short one.", NULL},
    {true, "about: one two three four five six seven eight nine ten eleven twelve thirteen", "13 words"},
    {true, "for: 2", NULL},
    {true, "for: 3", "1 or 2"},
    {true, "scene: tide", NULL},
    {true, "scene: two words", "one word"},
    {true, "start: at once", NULL},
    {true, "start: now", "no such start"},
    {true, "title:", "needs something"},
    {false, "breath: fixed 6", NULL},
    {false, "breath: fixed", "breaths a minute"},
    {false, "breath: fixed 2", "breaths a minute"},
    {false, "breath: own 6", "stands alone"},
    {false, "breath: deep", "there are: own"},
    {false, "turn: second", NULL},
    {false, "turn: third", "no such turn"},
    {false, "measure: rest", NULL},
    {false, "measure: sleep", "no such measure"},
    {false, "notes", NULL},
    {false, "notes: yes", "stands alone"},
    {false, "wait: 8", NULL},
    {false, "wait: 8 s", "seconds"},
    {false, "wait: nan", "seconds"},
    {false, "wait: -1", "seconds"},
    {false, "wait: 601", "seconds"},
    {false, "until: settled", NULL},
    {false, "until: followed, at most 90 seconds", NULL},
    {false, "until: exhale, at most 1 minute", NULL},
    {false, "until: stirred, at most 11 minutes", "at most N minutes"},
    {false, "until: tenser, at least 2 minutes", "at most N minutes"},
    {false, "until: 20 seconds left", NULL},
    {false, "until: 20 seconds", "20 seconds left"},
    {false, "offer breath when stirred: A breath together?", NULL},
    {false, "offer breath when bored", "did you mean"},
    {false, "only if chosen", "needs something"},
    {false, "say: {rate} a minute", "say if"},
    {false, "say", "needs something"},
    {true, "breth: lead", "\"breath\"? It stands inside a stage"},
    {false, "scenes: tide", "\"scene\"? It stands above the first stage"},
    {false, "shout: x", "metta practice --help"},
};

static void each_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        char text[400];
        (void)snprintf(text, sizeof text, "title: x\nminutes: 3\n%s\n== One\nminutes: 1\n%s\n",
                       LINES[i].head ? LINES[i].line : "", LINES[i].head ? "" : LINES[i].line);
        bool twice = LINES[i].head && strncmp(LINES[i].line, "title", 5) == 0;
        int r = practice_read(&p, twice ? text + 9 : text, strlen(text) - (twice ? 9 : 0), &m);
        if (LINES[i].reason == NULL && r != R_OK) {
            fail_msg("\"%s\": %s", LINES[i].line, m.at[0].reason);
        }
        if (LINES[i].reason != NULL && (r == R_OK || strstr(m.at[0].reason, LINES[i].reason) == NULL)) {
            fail_msg("\"%s\": %s", LINES[i].line, r == R_OK ? "taken" : m.at[0].reason);
        }
    }
}

static void answers_have_figures(void **state)
{
    (void)state;
    static const char GOOD[] =
        "title: x\nminutes: 3\n== One\nminutes: 1\nmeasure: resonance\n== Two\nminutes: 1\nsay if found: About {rate}, "
        "{low} to {high}.\n",
                      BAD[] = "title: x\nminutes: 3\n== One\nminutes: 1\nmeasure: rest\n== Two\nminutes: 1\nsay if "
                              "usual: About {rat}.\n";
    assert_int_equal(practice_read(&p, GOOD, sizeof GOOD - 1, &m), R_OK);
    assert_int_equal(practice_read(&p, BAD, sizeof BAD - 1, &m), R_DATA);
    assert_non_null(strstr(m.at[0].reason, "did you mean \"rate\""));
}

static void no_key_twice_in_the_table(void **state)
{
    (void)state;
    size_t n = 0;
    const struct script_key *keys = script_keys(&n);
    for (size_t i = 0; i < n; i++) {
        assert_true(keys[i].head != keys[i].stage);
        for (size_t k = 0; k < i; k++) {
            assert_false(strcmp(keys[i].name, keys[k].name) == 0 && keys[i].head == keys[k].head);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_line), cmocka_unit_test(answers_have_figures),
                                       cmocka_unit_test(no_key_twice_in_the_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
