/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window without any GL: it opens, draws and closes clean (leaks are looked for here, where no driver of the
   system hides them), and says why when it cannot open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "shot/moments.h"
#include "shot/qoi.h"
#include "ui/ui.h"

static uint8_t got[4 * MOMENT_W * MOMENT_H], want[4 * MOMENT_W * MOMENT_H];
static struct list list;

/* Without blending modes (the last-resort renderer) everything is still drawn: the flower is brighter than its ground
   and the words are there. */
static void test_last_resort(void **state)
{
    (void)state;
    struct ui *u = NULL;
    char why[200] = "";
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    const struct ui_config c = {.title = "picture test",
                                .assets = TEST_SOURCE_DIR "/assets",
                                .width = MOMENT_W,
                                .height = MOMENT_H,
                                .hidden = false,
                                .plain = true};
    assert_int_equal(ui_open(&c, &u, why, sizeof why), R_OK);
    struct ui_facts facts;
    ui_facts(u, &facts);
    assert_string_equal(facts.renderer, "software");
    assert_false(facts.blends);
    assert_int_equal(moment_build(&MOMENTS[0], &list), R_OK);
    assert_int_equal(ui_draw(u, &list), R_OK);
    assert_int_equal(ui_pixels(u, got, sizeof got - 1), R_ARG);
    assert_int_equal(ui_pixels(u, got, sizeof got), R_OK);
    ui_present(u);
    ui_close(u);
    const uint8_t *middle = &got[4 * (158 * MOMENT_W + 320)], *corner = &got[4 * (5 * MOMENT_W + 5)];
    assert_true(middle[0] > corner[0] + 100);
    assert_true(middle[1] > corner[1] + 80);
}

/* Share of pixels that are far from what GL draws. Lights are weaker here; but nothing stands out, nothing is missing.
 */
static float far_off(void)
{
    int n = 0;
    for (int i = 0; i < MOMENT_W * MOMENT_H; i++) {
        int most = 0;
        for (int c = 0; c < 3; c++) {
            const int d = abs(got[4 * i + c] - want[4 * i + c]);
            most = d > most ? d : most;
        }
        n += most > 80;
    }
    return (float)n / (float)(MOMENT_W * MOMENT_H);
}

static void test_every_moment(void **state)
{
    (void)state;
    struct ui *u = NULL;
    char why[200] = "";
    bool all = true;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    const struct ui_config c = {.title = "picture test",
                                .assets = TEST_SOURCE_DIR "/assets",
                                .width = MOMENT_W,
                                .height = MOMENT_H,
                                .plain = true};
    assert_int_equal(ui_open(&c, &u, why, sizeof why), R_OK);
    for (size_t i = 0; i < MOMENT_COUNT; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/tests/shot/expected/%s.qoi", TEST_SOURCE_DIR, MOMENTS[i].name);
        assert_int_equal(qoi_read(path, want, MOMENT_W, MOMENT_H), 0);
        assert_int_equal(moment_build(&MOMENTS[i], &list), R_OK);
        for (int round = 0; round < 3; round++) {
            assert_int_equal(ui_draw(u, &list), R_OK);
            assert_int_equal(ui_pixels(u, got, sizeof got), R_OK);
            ui_present(u);
            if (far_off() > 0.01F)
                printf("%s: %.2f %% of the pixels are far off\n", MOMENTS[i].name, 100.0 * (double)far_off());
            all = all && far_off() <= 0.01F;
        }
    }
    ui_close(u);
    assert_true(all);
}

static void test_refusals(void **state)
{
    (void)state;
    struct ui *u = NULL;
    char why[200] = "";
    struct ui_config c = {.title = "x", .assets = "/nowhere", .width = 0, .height = 10, .hidden = false};
    assert_int_equal(ui_open(&c, &u, why, sizeof why), R_ARG);
    c.width = 10;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    assert_int_equal(ui_open(&c, &u, why, sizeof why), R_IO);
    assert_non_null(strstr(why, "font"));
    assert_null(u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_last_resort), cmocka_unit_test(test_every_moment),
                                       cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
