/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const WORDS[] = {"inhale", "exhale", "lead", "say on exhale", "say on inhale"};

static const char *near(const char *word)
{
    return nearest_word(word, strlen(word), WORDS, sizeof WORDS / sizeof WORDS[0]);
}

static void what_was_meant(void **state)
{
    (void)state;
    assert_string_equal(near("exale"), "exhale"); /* one less */
    assert_string_equal(near("leed"), "lead");    /* another one */
    assert_string_equal(near("laed"), "lead");    /* swapped */
    assert_string_equal(near("leads"), "lead");   /* one more */
    assert_string_equal(near("say on exhael"), "say on exhale");
    assert_string_equal(near("inhale"), "inhale");
}

static void nothing_near(void **state)
{
    (void)state;
    assert_null(near("garden"));
    assert_null(near(""));
    assert_null(near("xx"));
    char longer[300];
    memset(longer, 'a', sizeof longer);
    assert_null(nearest_word(longer, sizeof longer, WORDS, 5));
    assert_null(nearest_word("lead", 4, WORDS, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_meant), cmocka_unit_test(nothing_near)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
