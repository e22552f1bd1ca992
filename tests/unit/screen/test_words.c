/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words wrap where they should and lose nothing; catalogues are read, and broken ones are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "screen/tongue.h"
#include "screen/words.h"

static void test_wrap(void **state)
{
    (void)state;
    static const char WORDS[] = "Softer and smaller, the same pace, and rest as long as you like.";
    for (float width = 40.0F; width < 900.0F; width *= 1.3F) {
        struct words_line lines[WORDS_LINES];
        char again[200] = "";
        const int n = words_wrap(WORDS, 20.0F, width, lines);
        for (int i = 0; i < n; i++) {
            char one[200];
            snprintf(one, sizeof one, "%.*s", (int)lines[i].n, lines[i].from);
            if (strchr(one, ' ') && i < WORDS_LINES - 1)
                assert_true(words_width(one, 20.0F) <= width);
            strcat(again, i ? " " : "");
            strcat(again, one);
        }
        assert_string_equal(again, WORDS);
        assert_true(words_fit(WORDS, 20.0F, width) <= 20.0F);
    }
    struct words_line lines[WORDS_LINES];
    assert_int_equal(words_wrap("", 20.0F, 100.0F, lines), 1);
    assert_int_equal(lines[0].n, 0);
    assert_true(words_width("\xC3\xA9", 10.0F) < 8.0F); /* one letter, not two */
    (void)words_width("\xFF\xC3", 10.0F);               /* no letters at all, and cut off */
}

/* A catalogue by hand: "", "a" -> "x", "b" -> "y\0z". */
static size_t make(unsigned char *mo, const char *header)
{
    const char *const ids[] = {"", "a", "b\0bs"}, *const texts[] = {header, "x", "y\0z"};
    const uint32_t id_n[] = {0, 1, 4}, text_n[] = {(uint32_t)strlen(header), 1, 3};
    uint32_t head[7] = {0x950412deU, 0, 3, 28, 28 + 24, 0, 0}, at = 28 + 48;
    memcpy(mo, head, sizeof head);
    for (int t = 0; t < 2; t++) {
        for (int i = 0; i < 3; i++) {
            const uint32_t n = t ? text_n[i] : id_n[i], entry[2] = {n, at};
            memcpy(mo + 28 + 24 * t + 8 * i, entry, sizeof entry);
            memcpy(mo + at, t ? texts[i] : ids[i], n);
            mo[at + n] = 0;
            at += n + 1;
        }
    }
    return at;
}

static void test_catalogue(void **state)
{
    (void)state;
    unsigned char mo[400];
    struct tongue t;
    size_t n = make(mo, "Plural-Forms: nplurals=2; plural=(n != 1);\n");
    assert_int_equal(tongue_open(&t, mo, n), R_OK);
    assert_string_equal(tongue_say(&t, "a"), "x");
    assert_string_equal(tongue_say(&t, "nowhere"), "nowhere");
    assert_string_equal(tongue_say(&t, ""), "");
    assert_string_equal(tongue_many(&t, "b", "bs", 1), "y");
    assert_string_equal(tongue_many(&t, "b", "bs", 0), "z");
    assert_string_equal(tongue_many(&t, "b", "bs", 2), "z");
    assert_string_equal(tongue_many(&t, "c", "cs", 2), "cs");
    n = make(mo, "Plural-Forms: nplurals=2; plural=(n > 1);\n");
    assert_int_equal(tongue_open(&t, mo, n), R_OK);
    assert_string_equal(tongue_many(&t, "b", "bs", 0), "y");
    assert_string_equal(tongue_say(NULL, "a"), "a");
    assert_string_equal(tongue_many(NULL, "c", "cs", 1), "c");
}

/* Cut anywhere or with any bytes changed: refused, or read inside its bounds (the sanitizers look). */
static void test_broken(void **state)
{
    (void)state;
    unsigned char mo[400];
    struct tongue t;
    struct rng rng;
    const size_t n = make(mo, "Plural-Forms: nplurals=2; plural=(n != 1);\n");
    for (size_t cut = 0; cut < n; cut++) {
        unsigned char *copy = malloc(cut + 1);
        memcpy(copy, mo, cut);
        (void)!tongue_open(&t, copy, cut);
        (void)tongue_say(&t, "a");
        free(copy);
    }
    rng_init(&rng, 5);
    for (int i = 0; i < 20000; i++) {
        unsigned char *copy = malloc(n);
        memcpy(copy, mo, n);
        for (int k = 0; k < 3; k++)
            copy[(size_t)(rng_uniform(&rng) * (double)n)] = (unsigned char)(rng_uniform(&rng) * 256.0);
        (void)!tongue_open(&t, copy, n);
        (void)tongue_say(&t, "a");
        (void)tongue_many(&t, "b", "bs", (unsigned long)i);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_wrap), cmocka_unit_test(test_catalogue),
                                       cmocka_unit_test(test_broken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
