/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules M2, W1, W2 and W3 on the lists of every scene: how fast edges move, how many words there are, how large. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "scene/scene.h"
#include "shot/judge.h"
#include "shot/play.h"

enum { FPS = 30, SECONDS = 34 };

static struct list lists[2];

static const int SIZES[][2] = {{1280, 720}, {720, 1280}, {800, 600}, {2560, 1080}};
enum { SIZES_N = sizeof SIZES / sizeof SIZES[0] };

static struct scene_input input_for(const struct view *v, const int size[2], bool less)
{
    return (struct scene_input){.view = v,
                                .dt_s = 1.0F / (float)FPS,
                                .width = size[0],
                                .height = size[1],
                                .scale = 1.0F,
                                .reduced_motion = less,
                                .phrase = "may you be safe and well",
                                .practised_min = 900.0F,
                                .circle = 6};
}

/* Fastest edge over breaths at 6, then 5, then 9 a minute; s. */
static float fastest(const struct scene *scene, const int size[2], bool less)
{
    struct scene_state s;
    struct play p;
    float top = 0.0F;
    play_init(&p, 6.0F, 1.0F);
    scene_init(&s, 1);
    struct scene_input in = input_for(&p.view, size, less);
    for (int i = 0; i < SECONDS * FPS; i++) {
        const double t = (double)i / FPS;
        p.next = play_pace(t < 8.0 ? 5.0F : 9.0F);
        play_to(&p, t);
        p.view.bodies = 2;
        p.view.body[1] = p.view.body[0];
        p.view.body[0].breath_lung = p.view.body[1].breath_lung = 0.5F - 0.5F * cosf(0.62F * (float)t);
        p.view.guide.noted = (uint32_t)(t / 9.0);
        assert_int_equal(scene_build(scene, &s, &in, &lists[i % 2]), R_OK);
        if (i > 0)
            top = judge_more(judge_speed(&lists[(i + 1) % 2], &lists[i % 2], 1.0F / (float)FPS), top);
    }
    return top;
}

static void test_edges(void **state)
{
    (void)state;
    bool ok = true;
    for (size_t i = 0; i < scene_count(); i++) {
        for (int k = 0; k < SIZES_N; k++) {
            const float v = fastest(scene_get(i), SIZES[k], false);
            if (v > 0.10F)
                printf("%s at %dx%d: an edge moves %.3f of the height a second\n", scene_get(i)->id, SIZES[k][0],
                       SIZES[k][1], (double)v);
            ok = ok && v <= 0.10F;
        }
    }
    assert_true(ok);
}

/* Rule M7: with less motion nothing moves but the end of the ring that fills. */
static void test_still(void **state)
{
    (void)state;
    for (size_t i = 0; i < scene_count(); i++) {
        const float v = fastest(scene_get(i), SIZES[0], true);
        if (v > 0.0F)
            printf("%s moves by %.4f of the height a second with less motion\n", scene_get(i)->id, (double)v);
        assert_true(v == 0.0F);
    }
}

/* In every window a practice shows at most twelve words, the cue at least 5 % of the height, no word under 2.2 %. */
static void test_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < scene_count(); i++) {
        for (int k = 0; k < SIZES_N && scene_get(i)->bodies; k++) {
            struct scene_state s;
            struct play p;
            int longest = 0;
            float least = 0.0F, most = 0.0F;
            play_init(&p, 6.0F, 1.0F);
            scene_init(&s, 1);
            struct scene_input in = input_for(&p.view, SIZES[k], false);
            for (int n = 0; n < 90; n++) {
                play_to(&p, 0.02 * n);
                p.view.body[0].simulated = true;
                assert_int_equal(scene_build(scene_get(i), &s, &in, &lists[0]), R_OK);
            }
            const int all = judge_words(&lists[0], &longest);
            judge_sizes(&lists[0], &least, &most);
            if (!(all <= 12 && longest <= 6 && least >= 0.022F && most >= 0.05F))
                printf("%s at %dx%d: %d words, %d in one text, least size %.3f, largest %.3f\n", scene_get(i)->id,
                       SIZES[k][0], SIZES[k][1], all, longest, (double)least, (double)most);
            assert_true(all <= 12 && longest <= 6 && least >= 0.022F && most >= 0.05F);
        }
    }
}

/* The judges find what they are for: a disc that rushes, a petal that whips, a text too long and too small; and let
   pass what keeps to the rules or is out of the window. */
static void test_judges(void **state)
{
    (void)state;
    const struct colour c = colour_hex(0x808080);
    for (int k = 0; k < 2; k++) {
        list_clear(&lists[k], 1000, 1000);
        list_add_disc(&lists[k], BLEND_NORMAL, &(struct list_disc){500, 500, 100.0F + 3.0F * (float)k, 1, c, c});
        list_add_disc(&lists[k], BLEND_NORMAL, &(struct list_disc){-500, 500 + 300.0F * (float)k, 10, 1, c, c});
    }
    assert_true(fabsf(judge_speed(&lists[0], &lists[1], 0.04F) - 0.075F) < 1e-4F);
    list_add_petal(&lists[0], BLEND_NORMAL,
                   &(struct list_petal){.x = 500, .y = 500, .length = 300, .half = 9, .base = c});
    list_add_petal(&lists[1], BLEND_NORMAL,
                   &(struct list_petal){.x = 500, .y = 500, .length = 300, .half = 9, .angle_rad = 0.02F, .base = c});
    assert_true(judge_speed(&lists[0], &lists[1], 0.04F) > 0.14F);
    int longest = 0;
    float least = 0.0F, most = 0.0F;
    list_add_text(&lists[0], &(struct list_text){.size = 15, .colour = c}, "seven words are more than anyone reads");
    list_add_text(&lists[0], &(struct list_text){.size = 60, .colour = c}, "breathe in");
    assert_int_equal(judge_words(&lists[0], &longest), 9);
    assert_int_equal(longest, 7);
    judge_sizes(&lists[0], &least, &most);
    assert_true(least < 0.022F && most > 0.05F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judges),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_still),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
