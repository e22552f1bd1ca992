/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each moment's picture against its reference: no channel off by more than 2, at most 0.5 % of the pixels off at all.
   REBASELINE=1 writes the references anew. On failure what was drawn and the difference (x 16) lie in the build folder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "shot/moments.h"
#include "shot/qoi.h"
#include "shot/window.h"

enum { PIXELS = MOMENT_W * MOMENT_H, MOST_OFF = 2, SHARE_OFF = PIXELS / 200 };

static uint8_t got[4 * PIXELS], want[4 * PIXELS], apart[4 * PIXELS];

static int draw(struct ui *u, const struct moment *m)
{
    static struct list list;
    int rc = moment_build(m, &list);
    if (rc == R_OK)
        rc = ui_draw(u, &list);
    if (rc == R_OK)
        rc = ui_pixels(u, got, sizeof got);
    ui_present(u);
    return rc;
}

static bool same(const char *name)
{
    int off = 0, most = 0;
    for (int i = 0; i < PIXELS; i++) {
        int pixel = 0;
        for (int c = 0; c < 3; c++) {
            const int d = abs(got[4 * i + c] - want[4 * i + c]);
            apart[4 * i + c] = (uint8_t)(d * 16 > 255 ? 255 : d * 16);
            pixel = d > pixel ? d : pixel;
        }
        off += pixel > 0;
        most = pixel > most ? pixel : most;
    }
    if (most <= MOST_OFF && off <= SHARE_OFF)
        return true;
    printf("%s: %d pixels off, by at most %d\n", name, off, most);
    return false;
}

static void keep(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.got.qoi", TEST_BINARY_DIR, name);
    qoi_write(path, got, MOMENT_W, MOMENT_H);
    snprintf(path, sizeof path, "%s/%s.diff.qoi", TEST_BINARY_DIR, name);
    qoi_write(path, apart, MOMENT_W, MOMENT_H);
}

static void test_pictures(void **state)
{
    (void)state;
    bool all = true;
    struct ui *u = window_open_hidden(MOMENT_W, MOMENT_H, true);
    if (!u)
        skip();
    for (size_t i = 0; i < MOMENT_COUNT; i++) {
        char path[512];
        assert_int_equal(draw(u, &MOMENTS[i]), R_OK);
        snprintf(path, sizeof path, "%s/tests/shot/expected/%s.qoi", TEST_SOURCE_DIR, MOMENTS[i].name);
        if (getenv("REBASELINE"))
            assert_int_equal(qoi_write(path, got, MOMENT_W, MOMENT_H), 0);
        memset(want, 0, sizeof want);
        if (qoi_read(path, want, MOMENT_W, MOMENT_H) != 0)
            printf("%s: no reference\n", MOMENTS[i].name);
        if (!same(MOMENTS[i].name)) {
            keep(MOMENTS[i].name);
            all = false;
        }
    }
    ui_close(u);
    assert_true(all);
}

/* Drawing the same list twice, in two windows, gives the same bytes. */
static void test_repeatable(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct ui *u = window_open_hidden(MOMENT_W, MOMENT_H, false);
        if (!u)
            skip();
        assert_int_equal(draw(u, &MOMENTS[0]), R_OK);
        ui_close(u);
        if (round == 0)
            memcpy(want, got, sizeof want);
    }
    assert_memory_equal(got, want, sizeof got);
}

/* What is kept as a picture looks as what is drawn item by item, to the pixel: at once, when it is first kept, and from
   then on; and after another scene was there. */
static void test_still(void **state)
{
    (void)state;
    static struct list list;
    struct ui *u = window_open_hidden(MOMENT_W, MOMENT_H, false);
    if (!u)
        skip();
    int stills = 0;
    for (size_t i = 0; i < MOMENT_COUNT; i++) {
        assert_int_equal(moment_build(&MOMENTS[i], &list), R_OK);
        stills += list.still_n > 0;
        for (int round = 0; round < 4; round++) {
            const uint16_t still_n = list.still_n;
            list.still_n = round == 0 ? 0 : still_n;
            assert_int_equal(ui_draw(u, &list), R_OK);
            assert_int_equal(ui_pixels(u, round ? got : want, sizeof got), R_OK);
            ui_present(u);
            list.still_n = still_n;
            if (round)
                assert_memory_equal(got, want, sizeof got);
        }
    }
    ui_close(u);
    assert_true(stills >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_repeatable),
        cmocka_unit_test(test_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
