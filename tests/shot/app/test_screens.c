/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every screen, in every language, at both sizes of words and in every shape of window, with the real fonts: no words
 * leave the window, none are cut or lie on others, none are smaller than can be read, and they keep their contrast on
 * what they lie on. One picture of each theme must not be empty.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/language.h"
#include "app/sample.h"
#include "app/stage_screen.h"
#include "shot/judge.h"
#include "shot/window.h"

static const int SIZES[][2] = {{1280, 720}, {1920, 1080}, {800, 600}, {720, 1280}, {2560, 1080}, {640, 360}};
enum { SIZES_N = sizeof SIZES / sizeof SIZES[0] };

struct extent {
    float left, right, top, bottom;
};

static struct list list;
static int texts, wrong;

static struct extent extent_of(struct ui *u, const struct list_text *t)
{
    const float w = ui_words_width(u, t, list_words(&list, t));
    const float left = t->align == ALIGN_LEFT ? t->x : t->align == ALIGN_RIGHT ? t->x - w : t->x - 0.5F * w;
    return (struct extent){left, left + w, t->y - 0.74F * t->size, t->y + 0.22F * t->size};
}

static bool overlap(const struct extent *a, const struct extent *b)
{
    return a->left < b->right - 1.0F && b->left < a->right - 1.0F && a->top < b->bottom - 1.0F &&
           b->top < a->bottom - 1.0F;
}

/* The smallest box that the words begin in: they must end in it too. */
static const struct list_box *home_of(int item, const struct extent *e)
{
    const struct list_box *best = NULL;
    const float y = 0.5F * (e->top + e->bottom), x = 0.5F * (e->left + e->right);
    for (int i = 0; i < item; i++) {
        const struct list_box *b = &list.items[i].box;
        const bool holds =
            list.items[i].kind == LIST_BOX && x >= b->x && x < b->x + b->w && y >= b->y && y < b->y + b->h;
        if (holds && b->fill.a > 0.0F && (best == NULL || b->w * b->h < best->w * best->h))
            best = b;
    }
    return best;
}

static void tell(const char *what, const char *screen, const struct screen_look *look, const char *words)
{
    if (wrong++ < 12)
        printf("%s: %s at %dx%d%s: \"%s\"\n", screen, what, look->width, look->height,
               look->words_large ? ", large words" : "", words);
}

static void check_texts(struct ui *u, const char *screen, const struct screen_look *look)
{
    static struct extent extents[LIST_ITEMS_MAX];
    const float least =
        fmaxf(0.022F * (float)look->height * fminf(1.0F, 1.35F * (float)look->width / (float)look->height), 12.0F);
    for (int i = 0; i < list.n; i++) {
        const struct list_text *t = &list.items[i].text;
        if (list.items[i].kind != LIST_TEXT)
            continue;
        const char *words = list_words(&list, t);
        extents[i] = extent_of(u, t);
        const struct extent *e = &extents[i];
        texts++;
        if (e->left < -0.5F || e->right > (float)look->width + 0.5F || e->top < -0.5F ||
            e->bottom > (float)look->height + 0.5F)
            tell("out of the window", screen, look, words);
        if (t->size < 0.79F * least)
            tell("too small", screen, look, words);
        const struct list_box *b = home_of(i, e);
        if (b && (e->left < b->x - 1.0F || e->right > b->x + b->w + 1.0F || e->top < b->y - 2.0F ||
                  e->bottom > b->y + b->h + 2.0F))
            tell("over its box", screen, look, words);
        for (int k = 0; k < i; k++) {
            if (list.items[k].kind == LIST_TEXT && overlap(&extents[k], e))
                tell("on other words", screen, look, words);
        }
    }
}

static void check_language(struct ui *u, const char *code)
{
    struct language language;
    language_open(&language, code);
    assert_string_equal(language.code, code);
    for (uint8_t which = 0; which < SCREENS; which++) {
        for (int k = 0; k < 2 * SIZES_N; k++) {
            const struct screen_look look = {.dt_s = 1.0F,
                                             .width = SIZES[k / 2][0],
                                             .height = SIZES[k / 2][1],
                                             .scale = 1.0F,
                                             .words_large = k % 2 == 1};
            assert_int_equal(stage_screen(which, &look, &language, &list), R_OK);
            check_texts(u, screen_name(which), &look);
        }
    }
    language_close(&language);
}

static void test_words_have_their_room(void **state)
{
    (void)state;
    struct ui *u = window_open_hidden(320, 180, true);
    if (!u)
        skip();
    static const char *const CODES[] = {"en", "de", "es", "fr"};
    for (int i = 0; i < 4; i++)
        check_language(u, CODES[i]);
    ui_close(u);
    print_message("%d runs of words looked at\n", texts);
    assert_true(texts > 2000);
    assert_int_equal(wrong, 0);
}

/* The judge finds what it is for. */
static void test_judge(void **state)
{
    (void)state;
    struct ui *u = window_open_hidden(320, 180, true);
    if (!u)
        skip();
    const struct screen_look look = {.width = 400, .height = 200};
    const struct colour ink = colour_hex(0xffffff);
    const struct list_box box = {.x = 10, .y = 10, .w = 100, .h = 40, .fill = ink};
    const struct list_text text[] = {{.x = 15, .y = 40, .size = 20, .colour = ink},
                                     {.x = 30, .y = 44, .size = 20, .colour = ink},
                                     {.x = 350, .y = 150, .size = 20, .colour = ink},
                                     {.x = 200, .y = 150, .size = 5, .colour = ink}};
    const char *const words[] = {"over the box it is in", "on others", "out of the window", "small"};
    for (int i = 0; i < 4; i++) {
        list_clear(&list, 400, 200);
        list_add_box(&list, &box);
        if (i == 1)
            list_add_text(&list, &text[0], "words");
        list_add_text(&list, &text[i], words[i]);
        const int before = wrong;
        check_texts(u, "judge", &look);
        assert_true(wrong > before);
    }
    wrong = texts = 0;
    ui_close(u);
}

/* Every screen in every theme is a picture: many colours, and words that are seen. */
static void test_pictures(void **state)
{
    (void)state;
    enum { W = 640, H = 360 };
    static uint8_t rgba[4 * W * H];
    struct ui *u = window_open_hidden(W, H, true);
    struct language english;
    if (!u)
        skip();
    language_open(&english, "en");
    for (uint8_t which = 0; which < SCREENS; which++) {
        for (uint8_t theme = 0; theme < THEME_COUNT; theme++) {
            const struct screen_look look = {.dt_s = 1.0F, .width = W, .height = H, .scale = 1.0F, .theme = theme};
            assert_int_equal(stage_screen(which, &look, &english, &list), R_OK);
            assert_int_equal(ui_draw(u, &list), R_OK);
            assert_int_equal(ui_pixels(u, rgba, sizeof rgba), R_OK);
            ui_present(u);
            float least = 1.0F, most = 0.0F;
            for (int i = 0; i < W * H; i++) {
                const struct colour c = {(float)rgba[4 * i] / 255.0F, (float)rgba[4 * i + 1] / 255.0F,
                                         (float)rgba[4 * i + 2] / 255.0F, 1.0F};
                const float l = colour_luminance(c);
                least = fminf(least, l);
                most = fmaxf(most, l);
                assert_true(c.r + c.g + c.b < 0.02F || c.r / (c.r + c.g + c.b) < 0.8F); /* rule L4 */
            }
            assert_true((most + 0.05F) / (least + 0.05F) >= 7.0F); /* rule L6: the words are there */
            assert_true(theme != THEME_NIGHT || most <= 0.46F);    /* rule L8 */
        }
    }
    language_close(&english);
    ui_close(u);
}

int main(void)
{
    setenv("METTA_LOCALES", TEST_BINARY_DIR "/locale", 1);
    setenv("METTA_ASSETS", TEST_SOURCE_DIR "/assets", 1);
    setenv("METTA_HOME", "/nonexistent", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_judge), cmocka_unit_test(test_words_have_their_room),
                                       cmocka_unit_test(test_pictures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
