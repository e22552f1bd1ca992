/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draw list keeps to its capacities, prints the same text for the same shapes, and finds what was pressed; colours
   mix and measure as published. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scene/list.h"

static struct list list;

static void test_print(void **state)
{
    (void)state;
    char text[512];
    list_clear(&list, 640, 360);
    list_add_disc(&list, BLEND_SCREEN,
                  &(struct list_disc){10.0F, -0.001F, 4.5F, 1.0F, colour_hex(0xff8000), colour_hex(0x000001)});
    list_add_text(&list, &(struct list_text){.x = 1, .y = 2, .size = 20, .cells = true, .colour = colour_hex(0xffffff)},
                  "6:18");
    const size_t n = list_print(&list, text, sizeof text);
    assert_string_equal(text, "list 640 360\n"
                              "disc screen at 10.00 0.00 radius 4.50 soft 1.00 middle #ff8000ff rim #000001ff\n"
                              "text at 1.00 2.00 size 20.00 left light cells colour #ffffffff \"6:18\"\n");
    assert_int_equal(n, strlen(text));
    char cut[20];
    assert_int_equal(list_print(&list, cut, sizeof cut), n);
    assert_memory_equal(cut, text, sizeof cut - 1);
    assert_int_equal(cut[sizeof cut - 1], '\0');
    assert_int_equal(list_print(&list, NULL, 0), n);
}

/* A hill and a pool of light; what stays is told apart; a hill needs room for both of its lines. */
static void test_hill(void **state)
{
    (void)state;
    char text[512];
    const struct list_point up[2] = {{0, 50}, {100, 40}}, low[2] = {{0, 90}, {100, 90}};
    const struct list_area a = {
        .reach = 30, .soft = 1, .opacity = 1, .crest = colour_hex(0x203040), .foot = colour_hex(0)};
    list_clear(&list, 100, 100);
    list_add_area(&list, &a, up, low, 2);
    list_still(&list);
    list_add_pool(&list, BLEND_SCREEN, &(struct list_pool){5, 6, 20, 3, colour_hex(0xffffff)});
    list_print(&list, text, sizeof text);
    assert_string_equal(text, "list 100 100\nstill 1\n"
                              "area reach 30.00 soft 1.00 opacity 1.00 crest #203040ff foot #000000ff 0.00,50.00 "
                              "100.00,40.00 over 0.00,90.00 100.00,90.00\n"
                              "pool screen at 5.00 6.00 size 20.00 3.00 colour #ffffffff\n");
    list_clear(&list, 100, 100);
    assert_int_equal(list.still_n, 0);
    list_add_area(&list, &(struct list_area){.reach = 3, .crest = colour_hex(0)}, up, low, 2);
    assert_int_equal(list.n, 0);
    static struct list_point many[LIST_POINTS_MAX];
    list_add_area(&list, &a, many, many, LIST_POINTS_MAX / 2);
    assert_false(list.full);
    list_add_area(&list, &a, up, low, 2);
    assert_true(list.full);
    assert_int_equal(list.n, 1);
}

static void test_invisible(void **state)
{
    (void)state;
    const struct colour none = {1.0F, 1.0F, 1.0F, 0.0005F};
    list_clear(&list, 100, 100);
    list_add_glow(&list, BLEND_NORMAL, &(struct list_glow){0, 0, 10, none});
    list_add_disc(&list, BLEND_NORMAL, &(struct list_disc){0, 0, 10, 1, none, none});
    list_add_petal(&list, BLEND_NORMAL, &(struct list_petal){.length = 0.0F, .base = colour_hex(0xffffff)});
    list_add_text(&list, &(struct list_text){.colour = none}, "unseen");
    list_add_text(&list, &(struct list_text){.colour = colour_hex(0)}, "");
    assert_int_equal(list.n, 0);
    assert_false(list.full);
}

static void test_full(void **state)
{
    (void)state;
    const struct list_box box = {.w = 1.0F, .h = 1.0F, .fill = colour_hex(0xffffff)};
    list_clear(&list, 100, 100);
    for (int i = 0; i < LIST_ITEMS_MAX; i++)
        list_add_box(&list, &box);
    assert_false(list.full);
    list_add_box(&list, &box);
    assert_true(list.full);
    assert_int_equal(list.n, LIST_ITEMS_MAX);

    static struct list_point points[LIST_POINTS_MAX + 1];
    const struct list_line line = {.width = 1.0F, .colour = colour_hex(0xffffff)};
    list_clear(&list, 100, 100);
    list_add_line(&list, &line, points, LIST_POINTS_MAX);
    assert_false(list.full);
    list_add_line(&list, &line, points, 2);
    assert_true(list.full);
    assert_int_equal(list.n, 1);

    static char words[LIST_TEXT_MAX + 1];
    memset(words, 'a', LIST_TEXT_MAX - 1);
    const struct list_text text = {.colour = colour_hex(0xffffff)};
    list_clear(&list, 100, 100);
    list_add_text(&list, &text, words);
    assert_false(list.full);
    assert_string_equal(list_words(&list, &list.items[0].text), words);
    list_add_text(&list, &text, "b");
    assert_true(list.full);
}

static void test_hit(void **state)
{
    (void)state;
    list_clear(&list, 100, 100);
    list_add_box(&list, &(struct list_box){.x = 10, .y = 10, .w = 50, .h = 20, .id = 3});
    list_add_box(&list, &(struct list_box){.x = 20, .y = 10, .w = 10, .h = 10, .id = 4});
    list_add_box(&list, &(struct list_box){.x = 0, .y = 0, .w = 100, .h = 100, .fill = colour_hex(0xffffff)});
    assert_int_equal(list_hit(&list, 12.0F, 12.0F), 3);
    assert_int_equal(list_hit(&list, 22.0F, 12.0F), 4);
    assert_int_equal(list_hit(&list, 60.0F, 12.0F), 0);
    assert_int_equal(list_hit(&list, 5.0F, 5.0F), 0);
}

static void test_oklab(void **state)
{
    (void)state;
    /* Ottosson's own table: sRGB white is L 1; red as published by CSS Color 4 is 0.62796 0.22486 0.12585. */
    const struct colour_lab white = colour_to_lab(colour_hex(0xffffff)), red = colour_to_lab(colour_hex(0xff0000));
    assert_true(fabsf(white.l - 1.0F) < 1e-4F && fabsf(white.a) < 1e-4F && fabsf(white.b) < 1e-4F);
    assert_true(fabsf(red.l - 0.62796F) < 1e-3F && fabsf(red.a - 0.22486F) < 1e-3F && fabsf(red.b - 0.12585F) < 1e-3F);
    for (uint32_t rgb = 0; rgb < 0x1000000U; rgb += 0x0fe1c3U) {
        const struct colour c = colour_hex(rgb), back = colour_from_lab(colour_to_lab(c));
        assert_true(fabsf(c.r - back.r) < 2e-3F && fabsf(c.g - back.g) < 2e-3F && fabsf(c.b - back.b) < 2e-3F);
    }
    const struct colour half = colour_mix(colour_hex(0x2040a0), (struct colour){1.0F, 0.9F, 0.8F, 0.0F}, 0.5F);
    assert_true(fabsf(half.a - 0.5F) < 1e-6F);
    const struct colour_lab mid = colour_to_lab(half), blue = colour_to_lab(colour_hex(0x2040a0));
    const struct colour_lab sand = colour_to_lab((struct colour){1.0F, 0.9F, 0.8F, 1.0F});
    assert_true(fabsf(mid.l - 0.5F * (sand.l + blue.l)) < 2e-3F);
}

static void test_contrast(void **state)
{
    (void)state;
    assert_true(fabsf(colour_contrast(colour_hex(0), colour_hex(0xffffff)) - 21.0F) < 0.01F);
    /* #767676 on white is the well-known least grey of 4.5:1 (4.54). */
    assert_true(fabsf(colour_contrast(colour_hex(0x767676), colour_hex(0xffffff)) - 4.54F) < 0.01F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_print),    cmocka_unit_test(test_hill), cmocka_unit_test(test_invisible),
        cmocka_unit_test(test_full),     cmocka_unit_test(test_hit),  cmocka_unit_test(test_oklab),
        cmocka_unit_test(test_contrast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
