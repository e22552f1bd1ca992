/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page's focus, values and boxes: the same path for keys, gamepad, pointer and touch. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "screen/page.h"

static struct page page;
static char line[12];
static const char *const NAMES[] = {"one", "two", "three"};

enum { ROW = 1, SLIDER, SWITCH, CHOICE, LINE, SCALE, BACK, GO };

static void make(void)
{
    page_init(&page);
    line[0] = '\0';
    const struct widget all[] = {
        {.kind = WIDGET_ROW, .id = ROW, .title = "A row", .note = "that leads on"},
        {.kind = WIDGET_SLIDER, .id = SLIDER, .title = "A slider", .value = 0.5F, .high = 1.0F, .step = 0.25F},
        {.kind = WIDGET_SWITCH, .id = SWITCH, .title = "A switch"},
        {.kind = WIDGET_CHOICE, .id = CHOICE, .title = "A choice", .high = 2.0F, .names = NAMES, .names_n = 3},
        {.kind = WIDGET_LINE, .id = LINE, .title = "A line", .text = line, .text_cap = sizeof line},
        {.kind = WIDGET_SLIDER,
         .id = SCALE,
         .title = "",
         .value = NAN,
         .high = 10.0F,
         .step = 1.0F,
         .from = "no",
         .to = "yes"},
        {.kind = WIDGET_BUTTON, .id = BACK, .title = "Back"},
        {.kind = WIDGET_BUTTON, .id = GO, .title = "Go", .strong = true}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        (void)page_add(&page, &all[i]);
    page_lay(&page, 1280.0F, 900.0F, 1.0F, false);
}

static struct page_answer tell(uint8_t kind)
{
    return page_event(&page, &(struct page_event){.kind = kind});
}

static struct page_answer point(uint8_t kind, float x, float y)
{
    return page_event(&page, &(struct page_event){.kind = kind, .x = x, .y = y});
}

static float value_of(uint8_t id)
{
    return page_find(&page, id)->value;
}

static void test_every_widget_is_reached(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        bool seen[GO + 1] = {false};
        make();
        for (int i = 0; i < page.n; i++) {
            seen[page_focused(&page)->id] = true;
            assert_int_equal(tell(k ? PAGE_NEXT : PAGE_DOWN).kind, ANSWER_MOVED);
        }
        /* Down goes by lines: the second button of a line is reached sideways. */
        for (uint8_t id = ROW; id <= (k ? GO : SCALE); id++)
            assert_true(seen[id]);
        assert_true(seen[BACK] || seen[GO]);
    }
    make();
    page_focus(&page, BACK);
    assert_int_equal(tell(PAGE_RIGHT).id, GO);
    assert_int_equal(tell(PAGE_LEFT).id, BACK);
    assert_int_equal(tell(PAGE_LEFT).kind, ANSWER_NOTHING);
    assert_int_equal(tell(PAGE_PREVIOUS).id, SCALE);
    page_focus(&page, ROW);
    const uint8_t up = tell(PAGE_UP).id;
    assert_true(up == BACK || up == GO);
}

static void test_values(void **state)
{
    (void)state;
    make();
    page_focus(&page, SLIDER);
    assert_int_equal(tell(PAGE_RIGHT).kind, ANSWER_CHANGED);
    assert_true(value_of(SLIDER) == 0.75F);
    (void)tell(PAGE_RIGHT);
    assert_int_equal(tell(PAGE_RIGHT).kind, ANSWER_MOVED);
    assert_true(value_of(SLIDER) == 1.0F);
    page_focus(&page, SWITCH);
    assert_true(tell(PAGE_ACCEPT).value == 1.0F);
    assert_true(tell(PAGE_LEFT).value == 0.0F);
    page_focus(&page, CHOICE);
    assert_true(tell(PAGE_LEFT).value == 2.0F);
    assert_true(tell(PAGE_ACCEPT).value == 0.0F);
    page_focus(&page, ROW);
    assert_int_equal(tell(PAGE_ACCEPT).kind, ANSWER_PRESSED);
    assert_int_equal(tell(PAGE_BACK).kind, ANSWER_BACK);
}

/* Nothing is chosen before the person chooses; the first step begins in the middle; digits answer from anywhere. */
static void test_scale(void **state)
{
    (void)state;
    make();
    assert_true(isnan(value_of(SCALE)));
    page_focus(&page, SCALE);
    assert_true(tell(PAGE_LEFT).value == 5.0F);
    assert_true(tell(PAGE_LEFT).value == 4.0F);
    page_focus(&page, ROW);
    assert_true(page_event(&page, &(struct page_event){.kind = PAGE_DIGIT, .digit = 9}).value == 9.0F);
    assert_int_equal(page_focused(&page)->id, SCALE);
    assert_int_equal(tell(PAGE_ACCEPT).id, GO); /* Enter goes on */
}

static void test_line(void **state)
{
    (void)state;
    make();
    page_focus(&page, LINE);
    const char *const typed[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\n", "b"};
    for (int i = 0; i < 5; i++)
        (void)page_event(&page, &(struct page_event){.kind = PAGE_TYPE, .text = typed[i]});
    assert_string_equal(line, "a\xC3\xA9\xE2\x82\xAC"
                              "b");
    (void)tell(PAGE_ERASE);
    (void)tell(PAGE_ERASE);
    assert_string_equal(line, "a\xC3\xA9");
    for (int i = 0; i < 30; i++)
        (void)page_event(&page, &(struct page_event){.kind = PAGE_TYPE, .text = "\xE2\x82\xAC"});
    assert_true(strlen(line) < sizeof line);
    for (int i = 0; i < 30; i++)
        (void)tell(PAGE_ERASE);
    assert_string_equal(line, "");
}

static void middle(uint8_t id, float *x, float *y)
{
    for (int i = 0; i < page.n; i++) {
        if (page.widget[i].id == id) {
            *x = page.place.box[i].x + 0.5F * page.place.box[i].w;
            *y = page.place.box[i].y + 0.5F * page.place.box[i].h;
        }
    }
}

static void test_pointer(void **state)
{
    (void)state;
    float x = 0.0F, y = 0.0F;
    make();
    middle(ROW, &x, &y);
    assert_int_equal(point(PAGE_PRESS, x, y).kind, ANSWER_MOVED);
    assert_int_equal(point(PAGE_RELEASE, x, y).kind, ANSWER_PRESSED);
    /* Let go elsewhere: nothing happened. Moved away and back: nothing either. */
    (void)point(PAGE_PRESS, x, y);
    assert_int_equal(point(PAGE_RELEASE, x, y + 300.0F).kind, ANSWER_NOTHING);
    (void)point(PAGE_PRESS, x, y);
    (void)point(PAGE_DRAG, x, y + 100.0F);
    assert_int_equal(point(PAGE_RELEASE, x, y).kind, ANSWER_NOTHING);
    assert_int_equal(point(PAGE_PRESS, 2.0F, 2.0F).kind, ANSWER_NOTHING);
    assert_int_equal(point(PAGE_RELEASE, 2.0F, 2.0F).kind, ANSWER_NOTHING);
    /* A slider follows, past its ends too. */
    int at = 0;
    for (int i = 0; i < page.n; i++)
        at = page.widget[i].id == SLIDER ? i : at;
    const struct page_box c = page_control(&page, at);
    assert_true(point(PAGE_PRESS, c.x + 0.26F * c.w, c.y + 2.0F).value == 0.25F);
    assert_true(point(PAGE_DRAG, c.x + c.w + 90.0F, c.y + 3.0F).value == 1.0F);
    (void)point(PAGE_RELEASE, c.x, c.y);
    assert_true(value_of(SLIDER) == 1.0F);
    middle(GO, &x, &y);
    (void)point(PAGE_PRESS, x, y);
    assert_int_equal(point(PAGE_RELEASE, x, y).id, GO);
}

/* In any window the boxes of a page stand apart, are large enough for a finger, and what has the focus can be seen. */
static void test_boxes(void **state)
{
    (void)state;
    static const float SIZES[][2] = {{1280, 720}, {800, 600}, {720, 1280}, {2560, 1080}, {640, 360}, {480, 480}};
    for (size_t k = 0; k < 2 * sizeof SIZES / sizeof SIZES[0]; k++) {
        make();
        const float w = SIZES[k / 2][0], h = SIZES[k / 2][1];
        for (int step = 0; step < 2 * page.n; step++) {
            page_lay(&page, w, h, 1.0F, k % 2);
            const struct page_box *f = &page.place.box[page.focus];
            assert_true(f->x >= 0.0F && f->x + f->w <= w + 0.5F);
            assert_true(f->y >= -0.5F && f->y + f->h <= h + 0.5F);
            for (int i = 0; i < page.n; i++) {
                const struct page_box *a = &page.place.box[i];
                assert_true(a->h >= 44.0F * fminf(1.0F, h / 720.0F) - 0.01F);
                for (int j = 0; j < i; j++) {
                    const struct page_box *b = &page.place.box[j];
                    const bool apart =
                        a->x >= b->x + b->w || b->x >= a->x + a->w || a->y >= b->y + b->h || b->y >= a->y + a->h;
                    assert_true(apart || page.place.foot[i] != page.place.foot[j]);
                }
            }
            (void)tell(PAGE_NEXT);
        }
    }
}

/* Whatever comes, in any order: one focus, values in their bounds, words inside their buffer. */
static void test_anything(void **state)
{
    (void)state;
    struct rng rng;
    rng_init(&rng, 77);
    make();
    for (int i = 0; i < 100000; i++) {
        const struct page_event e = {.kind = (uint8_t)(rng_uniform(&rng) * 16.0),
                                     .digit = (int)(rng_uniform(&rng) * 10.0),
                                     .x = (float)(1400.0 * rng_uniform(&rng) - 60.0),
                                     .y = (float)(1000.0 * rng_uniform(&rng) - 50.0),
                                     .text = "x"};
        (void)page_event(&page, &e);
        if (i % 7 == 0)
            page_lay(&page, 1280.0F, i % 2 ? 300.0F : 900.0F, 1.0F, i % 3 == 0);
        assert_true(page.focus >= 0 && page.focus < page.n);
        assert_true(value_of(SLIDER) >= 0.0F && value_of(SLIDER) <= 1.0F);
        assert_true(isnan(value_of(SCALE)) || (value_of(SCALE) >= 0.0F && value_of(SCALE) <= 10.0F));
        assert_true(value_of(CHOICE) >= 0.0F && value_of(CHOICE) <= 2.0F);
        assert_true(strlen(line) < sizeof line);
    }
}

static void test_empty_and_full(void **state)
{
    (void)state;
    page_init(&page);
    page_lay(&page, 800.0F, 600.0F, 1.0F, false);
    assert_null(page_focused(&page));
    for (uint8_t kind = 0; kind <= PAGE_SCROLL; kind++)
        assert_true(tell(kind).kind == (kind == PAGE_BACK ? ANSWER_BACK : ANSWER_NOTHING));
    for (int i = 0; i < 2 * PAGE_WIDGETS; i++)
        (void)page_add(&page, &(struct widget){.kind = WIDGET_ROW, .id = (uint8_t)(i + 1), .title = "row"});
    assert_int_equal(page.n, PAGE_WIDGETS);
    page_lay(&page, 800.0F, 600.0F, 1.0F, false);
    for (int i = 0; i < 400; i++)
        assert_non_null(page_say(&page, "%d words of some length", i));
    assert_true(page.arena_n <= sizeof page.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_widget_is_reached),
                                       cmocka_unit_test(test_values),
                                       cmocka_unit_test(test_scale),
                                       cmocka_unit_test(test_line),
                                       cmocka_unit_test(test_pointer),
                                       cmocka_unit_test(test_boxes),
                                       cmocka_unit_test(test_anything),
                                       cmocka_unit_test(test_empty_and_full)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
