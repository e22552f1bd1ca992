/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "link/capture.h"

static const char PATH[] = "test.capture";

static struct capture *open_text(const char *text, int want, char *why)
{
    FILE *f = fopen(PATH, "wb");
    assert_non_null(f);
    (void)fputs(text, f);
    (void)fclose(f);
    struct capture *c = NULL;
    assert_int_equal(capture_open(&c, PATH, why, 200), want);
    return c;
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct capture_writer *w = NULL;
    assert_int_equal(capture_create(&w, PATH), R_OK);
    capture_write_key(w, "driver", "cms50d");
    capture_write_key(w, "driver", "belt");
    capture_write_key(w, "about", "two\nlines and words");
    struct chunk c = {.t = 16667, .n = 3, .bytes = {0x81, 0x01, 0xff}};
    capture_write_bytes(w, 1, 0, &c);
    capture_write_bytes(w, 2, 1, &c);
    capture_write_gap(w, 9, 1, 170000, GAP_OVERFLOW);
    capture_write_command(w, 1000, "easier");
    capture_write_hash(w, 1250, UINT64_C(0x1f3a));
    assert_int_equal(capture_finish(w), R_OK);

    char why[200];
    struct capture *r = NULL;
    assert_int_equal(capture_open(&r, PATH, why, sizeof why), R_OK);
    const struct capture_header *h = capture_header(r);
    assert_int_equal(h->links, 2);
    assert_string_equal(h->drivers[1], "belt");
    assert_string_equal(capture_value(h, "about"), "two lines and words");
    assert_null(capture_value(h, "nothing"));
    struct capture_item item;
    assert_int_equal(capture_next(r, &item), 1);
    assert_true(item.kind == CAPTURE_BYTES && item.tick == 1 && item.chunk.t == 16667 && item.chunk.n == 3);
    assert_memory_equal(item.chunk.bytes, c.bytes, 3);
    assert_int_equal(capture_next(r, &item), 1);
    assert_int_equal(item.link, 1);
    assert_int_equal(capture_next(r, &item), 1);
    assert_true(item.kind == CAPTURE_GAP && item.why == GAP_OVERFLOW && item.link == 1);
    assert_int_equal(capture_next(r, &item), 1);
    assert_true(item.kind == CAPTURE_COMMAND && item.tick == 1000);
    assert_string_equal(item.command, "easier");
    assert_int_equal(capture_next(r, &item), 1);
    assert_true(item.kind == CAPTURE_HASH && item.hash == UINT64_C(0x1f3a));
    assert_int_equal(capture_next(r, &item), 0);
    capture_close(r);
}

static void long_lines_of_bytes_come_in_pieces(void **state)
{
    (void)state;
    char text[600] = "# metta capture 1\n# driver zephyr\nB 5 99 ", why[200];
    for (int i = 0; i < 120; i++) {
        (void)snprintf(text + strlen(text), 4, "%02x", i);
    }
    struct capture *c = open_text(strcat(text, "\n"), R_OK, why);
    struct capture_item item;
    size_t n = 0;
    while (capture_next(c, &item) == 1) {
        assert_true(item.tick == 5 && item.chunk.t == 99);
        for (int i = 0; i < item.chunk.n; i++) {
            assert_int_equal(item.chunk.bytes[i], n++);
        }
    }
    assert_int_equal(n, 120);
    capture_close(c);
}

static void torn_line_is_told_with_its_number(void **state)
{
    (void)state;
    static const char *const TORN[] = {"B",        "B 2",        "B 2 40000", "B 2 40000 8",
                                       "B 2 x ff", "H 250 1f",   "C 5",       "G 2 40000 lost",
                                       "?? 3",     "B 2 1 ff 7", "\x80\x81"};
    for (size_t i = 0; i < sizeof TORN / sizeof TORN[0]; i++) {
        char text[200], why[200];
        (void)snprintf(text, sizeof text, "# metta capture 1\n# driver belt\nB 1 10 ff\n%s", TORN[i]);
        struct capture *c = open_text(text, R_OK, why);
        struct capture_item item;
        assert_int_equal(capture_next(c, &item), 1);
        assert_int_equal(capture_next(c, &item), R_DATA);
        assert_int_equal(capture_line(c), 4);
        assert_true(strlen(capture_why(c)) > 0);
        capture_close(c);
    }
}

static void letters_of_later_forms_are_skipped(void **state)
{
    (void)state;
    char why[200];
    struct capture *c = open_text("# metta capture 1\n# driver belt\n\nZ 3 what ever\n# words\nB 1 10 ff\n", R_OK, why);
    struct capture_item item;
    assert_int_equal(capture_next(c, &item), 1);
    assert_int_equal(item.kind, CAPTURE_BYTES);
    assert_int_equal(capture_next(c, &item), 0);
    capture_close(c);
}

static void what_is_no_capture_is_told(void **state)
{
    (void)state;
    char why[200] = "";
    struct capture *c = NULL;
    (void)open_text("", R_DATA, why);
    (void)open_text("hello\n", R_DATA, why);
    (void)open_text("# metta capture 2\n# driver belt\n", R_DATA, why);
    (void)open_text("# metta capture 1\nB 1 1 ff\n", R_DATA, why);
    assert_int_equal(capture_open(&c, "/tmp", why, sizeof why), R_DATA);
    assert_int_equal(capture_open(&c, "/tmp/no such file", why, sizeof why), R_IO);
    assert_true(strlen(why) > 0);
    (void)remove(PATH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),      cmocka_unit_test(long_lines_of_bytes_come_in_pieces),
        cmocka_unit_test(torn_line_is_told_with_its_number), cmocka_unit_test(letters_of_later_forms_are_skipped),
        cmocka_unit_test(what_is_no_capture_is_told),
    };
    /* A folder of its own: two runs at once must not write into one file. */
    char folder[] = "/tmp/capture-test-XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) != 0) {
        perror(folder);
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)rmdir(folder);
    return failed;
}
