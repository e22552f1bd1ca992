/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Baked grounds and glows: the same bytes each time, noise that keeps the mean and breaks the bands. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene/theme.h"
#include "ui/bake.h"

/* WINDOW: of a window whose kept half is W wide */
enum { W = 256, WINDOW = 2 * W - 1, H = 512 };

static uint32_t one[W * H], other[W * H];
static uint32_t glow[BAKE_GLOW_SIZE * BAKE_GLOW_SIZE];

static struct list_ground dusk(void)
{
    struct theme t;
    theme_get(THEME_DUSK, &t);
    return (struct list_ground){{t.ground[0], t.ground[1], t.ground[2]}, 0.55F, 0.0F, 1.0F};
}

static int channel(uint32_t pixel, int shift)
{
    return (int)(pixel >> shift & 255U);
}

static void test_same_bytes(void **state)
{
    (void)state;
    const struct list_ground g = dusk();
    bake_ground(&g, WINDOW, H, true, one);
    bake_ground(&g, WINDOW, H, true, other);
    assert_memory_equal(one, other, sizeof one);
    bake_ground(&g, WINDOW, H, false, other);
    assert_memory_not_equal(one, other, sizeof one);
}

/* The table's curve against the exact one, in every row. */
static void test_colours(void **state)
{
    (void)state;
    const struct list_ground g = dusk();
    bake_ground(&g, WINDOW, H, false, one);
    for (int y = 0; y < H; y++) {
        const float v = ((float)y + 0.5F) / (float)H;
        const struct colour c = v < 0.55F ? colour_mix(g.stop[0], g.stop[1], v / 0.55F)
                                          : colour_mix(g.stop[1], g.stop[2], (v - 0.55F) / 0.45F);
        assert_true(fabsf(255.0F * c.r - (float)channel(one[y * W], 16)) < 0.6F);
        assert_true(fabsf(255.0F * c.g - (float)channel(one[y * W], 8)) < 0.6F);
        assert_true(fabsf(255.0F * c.b - (float)channel(one[y * W], 0)) < 0.6F);
    }
}

/* With noise each row's mean follows the true colour between two levels, where without it there are steps. */
static void test_noise(void **state)
{
    (void)state;
    const struct list_ground g = dusk();
    bake_ground(&g, WINDOW, H, true, one);
    double off = 0.0;
    for (int y = 0; y < H; y++) {
        const float v = ((float)y + 0.5F) / (float)H;
        const struct colour c = v < 0.55F ? colour_mix(g.stop[0], g.stop[1], v / 0.55F)
                                          : colour_mix(g.stop[1], g.stop[2], (v - 0.55F) / 0.45F);
        double sum = 0.0;
        for (int x = 0; x < W; x++)
            sum += channel(one[y * W + x], 0);
        off += fabs(sum / W - 255.0 * (double)c.b);
    }
    printf("mean error of a row: %.3f levels\n", off / H);
    assert_true(off / H < 0.06);
}

static void test_glow(void **state)
{
    (void)state;
    bake_glow(true, false, glow);
    const int last = BAKE_GLOW_SIZE - 1;
    assert_true(channel(glow[0], 24) >= 254);
    int was = 255;
    for (int x = 0; x < BAKE_GLOW_SIZE; x++) {
        const int now = channel(glow[x], 24);
        assert_true(now <= was && was - now <= 3);
        was = now;
    }
    assert_int_equal(was, 0);
    bake_glow(false, true, glow);
    for (int i = 0; i < BAKE_GLOW_SIZE; i++) {
        assert_int_equal(glow[last * BAKE_GLOW_SIZE + i], 0xff000000U);
        assert_int_equal(glow[i * BAKE_GLOW_SIZE + last], 0xff000000U);
    }
}

/* A ramp goes from one colour to the other, ends exactly, and its noise keeps every row's mean. */
static void test_ramp(void **state)
{
    (void)state;
    const struct colour crest = colour_hex(0x204060), foot = {0.05F, 0.10F, 0.20F, 0.0F};
    bake_ramp(crest, foot, BAKE_RAMP_ROWS, true, one);
    for (int y = 0; y < BAKE_RAMP_ROWS; y++) {
        const struct colour c = colour_mix(crest, foot, (float)y / (float)(BAKE_RAMP_ROWS - 1));
        double sum = 0.0, opacity = 0.0;
        for (int x = 0; x < BAKE_RAMP_W; x++) {
            sum += channel(one[y * BAKE_RAMP_W + x], 0);
            opacity += channel(one[y * BAKE_RAMP_W + x], 24);
        }
        assert_true(fabs(sum / BAKE_RAMP_W - 255.0 * (double)c.b) < (y + 1 < BAKE_RAMP_ROWS ? 0.15 : 0.51));
        assert_true(fabs(opacity / BAKE_RAMP_W - 255.0 * (double)c.a) < 0.6);
    }
    for (int x = 0; x < BAKE_RAMP_W; x++)
        assert_int_equal(one[(BAKE_RAMP_ROWS - 1) * BAKE_RAMP_W + x], one[(BAKE_RAMP_ROWS - 1) * BAKE_RAMP_W]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_colours), cmocka_unit_test(test_noise),
        cmocka_unit_test(test_glow),       cmocka_unit_test(test_ramp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
