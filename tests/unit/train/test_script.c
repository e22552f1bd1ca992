/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct script_span span(const char *s)
{
    return (struct script_span){s, s + strlen(s)};
}

static void words_come_off_one_by_one(void **state)
{
    (void)state;
    struct script_span v = span("12, 8 to\t20 ");
    static const char *const WANT[] = {"12", "8", "to", "20", ""};
    for (size_t i = 0; i < 5; i++) {
        assert_true(script_is(script_word(&v), WANT[i]));
    }
    assert_true(script_is(script_trimmed(span(" \ta b ")), "a b"));
    assert_int_equal(script_word_of(span("b"), (const char *const[]){"a", "b"}, 2), 1);
    assert_int_equal(script_word_of(span("c"), (const char *const[]){"a", "b"}, 2), -1);
}

static void numbers_are_whole_words(void **state)
{
    (void)state;
    float v = -1.0F;
    assert_true(script_number(span("2.5"), 0.0, 3.0, &v) && v == 2.5F);
    assert_false(script_number(span("2.5x"), 0.0, 3.0, &v));
    assert_false(script_number(span("nan"), 0.0, 3.0, &v));
    assert_false(script_number(span(""), 0.0, 3.0, &v));
    assert_false(script_number(span("4"), 0.0, 3.0, &v));
    assert_true(v == 2.5F);
}

static void quotes_never_cut_a_letter(void **state)
{
    (void)state;
    char text[100] = "";
    for (int i = 0; i < 30; i++) {
        strcat(text, "\xC3\xA4");
    }
    text[60] = '\0';
    assert_int_equal(script_quoted(span(text)), 40);
    assert_int_equal(script_quoted((struct script_span){text + 1, text + 60}), 39);
    assert_int_equal(script_quoted(span("abc")), 3);
}

static void long_lines_are_mistakes(void **state)
{
    (void)state;
    static struct practice_mistakes m;
    struct script_reader r = {.m = &m, .line = 7};
    char out[20] = "as it was";
    assert_true(script_take_text(&r, span("fits"), out, sizeof out));
    assert_string_equal(out, "fits");
    assert_false(script_take_text(&r, span("this is far too long for it"), out, sizeof out));
    assert_false(script_take_text(&r, span("a a a a a a a a a a a a a"), out, sizeof out));
    assert_string_equal(out, "fits");
    assert_int_equal(m.n, 2);
    assert_int_equal(m.at[1].line, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_come_off_one_by_one), cmocka_unit_test(numbers_are_whole_words),
        cmocka_unit_test(quotes_never_cut_a_letter), cmocka_unit_test(long_lines_are_mistakes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
