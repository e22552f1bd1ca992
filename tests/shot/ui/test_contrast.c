/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule L6 against what is really behind every text: each scene, theme and shape of window is drawn without its words,
   and every pixel where words would stand is looked at. 7:1 for words in the main colour, 4.5:1 for the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "scene/layout.h"
#include "scene/scene.h"
#include "shot/judge.h"
#include "shot/play.h"
#include "shot/window.h"

/* Half of real windows: so are words and pictures. */
static const int SIZES[][2] = {{640, 360}, {360, 640}, {400, 300}, {840, 360}, {960, 540}};
enum { SIZES_N = sizeof SIZES / sizeof SIZES[0], PIXELS_MAX = 960 * 540 };

static uint8_t rgba[4 * PIXELS_MAX];
static struct list list, bare;

static void build(const struct scene *scene, const int size[2], uint8_t theme, bool less, double at_s)
{
    struct scene_state s;
    struct play p;
    scene_init(&s, 1);
    play_init(&p, 6.0F, 1.0F);
    struct scene_input in = {.view = &p.view,
                             .dt_s = 0.1F,
                             .width = size[0],
                             .height = size[1],
                             .scale = 0.5F,
                             .theme = theme,
                             .reduced_motion = less,
                             .phrase = "may you be safe and well",
                             .practised_min = 2000.0F,
                             .circle = 6};
    for (double t = at_s - 20.0; t <= at_s; t += 0.1) {
        play_to(&p, t);
        p.view.bodies = 2;
        p.view.body[0].simulated = true;
        p.view.body[0].breath_lung = p.view.pace_lung;
        p.view.body[1] = p.view.body[0];
        assert_int_equal(scene_build(scene, &s, &in, &list), R_OK);
    }
}

static bool same(struct colour a, struct colour b)
{
    return fabsf(a.r - b.r) + fabsf(a.g - b.g) + fabsf(a.b - b.b) < 0.01F;
}

/* Contrast of one text, as a share of what it must have; texts that come or go are judged when they are there. */
static float judge_text(const struct list_text *t, const char *words, const struct theme *theme, int w, int h)
{
    if (t->colour.a < 0.98F)
        return 2.0F;
    const struct judge_box b = judge_box_of(t, layout_words(words, t->size));
    int x0 = (int)b.left, x1 = (int)b.right, y0 = (int)b.top, y1 = (int)b.bottom;
    x0 = x0 < 0 ? 0 : x0;
    y0 = y0 < 0 ? 0 : y0;
    x1 = x1 > w ? w : x1;
    y1 = y1 > h ? h : y1;
    const float need = same(t->colour, theme->text) ? 7.0F : 4.5F;
    return judge_contrast(t->colour, rgba, w, x0, y0, x1 - x0, y1 - y0) / need;
}

/* The list without its words, drawn; then every word of the whole list. */
static bool check(struct ui *u, const char *name, uint8_t theme_id)
{
    struct theme theme;
    bool ok = true;
    theme_get(theme_id, &theme);
    bare = list;
    bare.n = 0;
    for (uint16_t i = 0; i < list.n; i++) {
        if (list.items[i].kind != LIST_TEXT)
            bare.items[bare.n++] = list.items[i];
    }
    assert_int_equal(ui_draw(u, &bare), R_OK);
    assert_int_equal(ui_pixels(u, rgba, sizeof rgba), R_OK);
    ui_present(u);
    for (uint16_t i = 0; i < list.n; i++) {
        if (list.items[i].kind != LIST_TEXT)
            continue;
        const char *words = list_words(&list, &list.items[i].text);
        const float share = judge_text(&list.items[i].text, words, &theme, list.width, list.height);
        if (share < 1.0F)
            printf("%s, %s, %dx%d: \"%s\" has %.2f of the contrast it needs\n", name, theme.id, list.width, list.height,
                   words, (double)share);
        ok = ok && share >= 1.0F;
    }
    return ok;
}

static void test_scenes(void **state)
{
    (void)state;
    /* Full, with the words of a breath in; half out, with the others. */
    static const double moments[] = {122.2, 127.0};
    bool ok = true;
    for (int k = 0; k < SIZES_N; k++) {
        struct ui *u = window_open_hidden(SIZES[k][0], SIZES[k][1], false);
        if (!u)
            skip();
        for (size_t i = 0; i < scene_count() * THEME_COUNT * 2; i++) {
            const struct scene *scene = scene_get(i / THEME_COUNT / 2);
            const uint8_t theme = (uint8_t)(i / 2 % THEME_COUNT);
            if (!scene->bodies)
                continue;
            build(scene, SIZES[k], theme, k == 0 && i % 2, moments[i % 2]);
            ok = check(u, scene->id, theme) && ok;
        }
        ui_close(u);
    }
    assert_true(ok);
}

/* The judge finds a pale word on a pale place, though the rest of the ground is dark. */
static void test_judge(void **state)
{
    (void)state;
    struct theme theme;
    struct ui *u = window_open_hidden(640, 360, false);
    if (!u)
        skip();
    theme_get(THEME_DUSK, &theme);
    for (int bad = 0; bad < 2; bad++) {
        const struct colour pale = colour_hex(0x708090);
        const struct list_text t = {.x = 100, .y = 200, .size = 20, .colour = theme.text};
        list_clear(&list, 640, 360);
        list_add_box(&list, &(struct list_box){.w = 640, .h = 360, .fill = theme.ground[1]});
        list_add_disc(&list, BLEND_NORMAL, &(struct list_disc){130, bad ? 195 : 100, 6, 1, pale, pale});
        list_add_text(&list, &t, "breathe in");
        assert_int_equal(check(u, "judge of contrast", THEME_DUSK), !bad);
    }
    ui_close(u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_judge), cmocka_unit_test(test_scenes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
