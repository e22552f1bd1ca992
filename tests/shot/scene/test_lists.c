/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each moment's draw list as text, exactly. REBASELINE=1 writes tests/shot/expected anew: look at the difference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "shot/moments.h"

enum { TEXT_MAX = 400000 };

static size_t read_text(const char *path, char *out, size_t cap)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return 0;
    const size_t n = fread(out, 1, cap - 1, f);
    fclose(f);
    out[n] = '\0';
    return n;
}

static void write_text(const char *path, const char *text, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* One line that says where two texts part. */
static void say_difference(const char *name, const char *got, const char *want)
{
    size_t i = 0, line = 1;
    for (; got[i] && got[i] == want[i]; i++)
        line += got[i] == '\n';
    printf("%s: line %zu is not as expected\n", name, line);
}

static void test_moments(void **state)
{
    (void)state;
    static struct list list;
    static char got[TEXT_MAX], want[TEXT_MAX];
    bool same = true;
    for (size_t i = 0; i < MOMENT_COUNT; i++) {
        char path[512];
        assert_int_equal(moment_build(&MOMENTS[i], &list), R_OK);
        const size_t n = list_print(&list, got, sizeof got);
        assert_true(n < sizeof got);
        snprintf(path, sizeof path, "%s/tests/shot/expected/%s.txt", TEST_SOURCE_DIR, MOMENTS[i].name);
        if (getenv("REBASELINE"))
            write_text(path, got, n);
        want[0] = '\0';
        read_text(path, want, sizeof want);
        if (strcmp(got, want) != 0) {
            say_difference(MOMENTS[i].name, got, want);
            snprintf(path, sizeof path, "%s/%s.got.txt", TEST_BINARY_DIR, MOMENTS[i].name);
            write_text(path, got, n);
            same = false;
        }
    }
    assert_true(same);
}

/* The same inputs make the same list, byte for byte. */
static void test_repeatable(void **state)
{
    (void)state;
    static struct list list;
    static char one[TEXT_MAX], other[TEXT_MAX];
    assert_int_equal(moment_build(&MOMENTS[0], &list), R_OK);
    list_print(&list, one, sizeof one);
    assert_int_equal(moment_build(&MOMENTS[0], &list), R_OK);
    list_print(&list, other, sizeof other);
    assert_string_equal(one, other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_moments), cmocka_unit_test(test_repeatable)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
