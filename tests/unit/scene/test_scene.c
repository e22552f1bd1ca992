/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens keep their contrast; the flower never jumps, rushes or shows what is not known; words never overlap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "scene/flower.h"
#include "scene/layout.h"
#include "scene/scene.h"
#include "shot/play.h"

#define DT_S (1.0F / 60.0F)

static struct list list;

static struct scene_input input_for(const struct view *v)
{
    return (struct scene_input){.view = v, .dt_s = DT_S, .width = 1280, .height = 720, .scale = 1.0F};
}

static void build(struct scene_state *s, const struct scene_input *in)
{
    assert_int_equal(scene_build(scene_find("lotus"), s, in, &list), R_OK);
}

/* Rule L6 and L7 on every stop of every ground; rule L4 on every colour there is. */
static void test_tokens(void **state)
{
    (void)state;
    for (uint8_t id = 0; id < THEME_COUNT; id++) {
        struct theme t;
        theme_get(id, &t);
        assert_int_equal(theme_find(t.id), id);
        for (int i = 0; i < 3; i++) {
            assert_true(colour_contrast(t.text, t.ground[i]) >= 7.0F);
            assert_true(colour_contrast(t.quiet, t.ground[i]) >= 4.5F);
            assert_true(colour_contrast(t.data[i], t.ground[1]) >= 4.5F);
        }
        const struct colour all[] = {t.text,    t.quiet,  t.data[0], t.data[1], t.data[2], t.pale,
                                     t.glow,    t.core,   t.base[0], t.tip[0],  t.base[2], t.tip[2],
                                     t.base[3], t.tip[3], t.base[4], t.tip[4]};
        for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
            assert_true(all[i].r / (all[i].r + all[i].g + all[i].b) < 0.8F);
    }
    struct theme night;
    theme_get(THEME_NIGHT, &night);
    assert_true(colour_luminance(night.text) <= 0.45F);
    assert_int_equal(theme_find("neon"), -1);
}

/* M1, M2, invariant 2: with a steady pacer the drawn lung is the pacer's; its edge keeps under 10 % of the height. */
static void test_follows_pacer(void **state)
{
    (void)state;
    for (float per_min = 3.0F; per_min < 25.0F; per_min *= 1.3F) {
        struct play p;
        struct scene_state s;
        play_init(&p, per_min, 0.5F);
        scene_init(&s, 1);
        struct scene_input in = input_for(&p.view);
        float was = -1.0F, top = 0.0F, fastest = 0.0F;
        for (int i = 0; i < 60 * 30; i++) {
            play_to(&p, i * (double)DT_S);
            build(&s, &in);
            if (per_min <= 7.0F)
                assert_true(fabsf(s.lung - p.view.pace_lung) < 2e-3F);
            if (was >= 0.0F)
                fastest = fmaxf(fastest, fabsf(s.lung - was) / DT_S);
            was = s.lung;
            top = fmaxf(top, s.lung);
        }
        const struct layout at = layout_make(1280.0F, 720.0F, 1.0F, false);
        assert_true(fastest * (1.0F - FLOWER_EMPTY) * at.full / 720.0F <= 0.10F);
        assert_true(top > 0.25F);
    }
}

/* M3: whatever happens to the view, the flower's edge goes on smoothly. */
static void test_never_jumps(void **state)
{
    (void)state;
    struct play p;
    struct scene_state s;
    play_init(&p, 6.0F, 0.8F);
    scene_init(&s, 3);
    struct scene_input in = input_for(&p.view);
    float was = -1.0F;
    struct rng rng;
    rng_init(&rng, 42);
    for (int i = 0; i < 60 * 120; i++) {
        if (i % 97 == 0)
            p.next = play_pace(3.0F + 9.0F * (float)rng_uniform(&rng));
        play_to(&p, i * (double)DT_S);
        const int part = i / 400 % 5;
        p.view.paused = part == 1;
        p.view.body[0].gap = part == 2;
        p.view.body[0].breath_lung = part >= 3 ? (float)rng_uniform(&rng) : NAN;
        if (part == 1 || part == 4) {
            p.view.pace_lung = NAN;
            p.view.cue = CUE_NONE;
        }
        build(&s, &in);
        if (was >= 0.0F)
            assert_true(fabsf(s.lung - was) <= 0.54F * DT_S);
        assert_true(s.lung >= 0.0F && s.lung <= 1.0F);
        was = s.lung;
    }
}

static bool says(const char *words)
{
    for (uint16_t i = 0; i < list.n; i++) {
        if (list.items[i].kind == LIST_TEXT && strcmp(list_words(&list, &list.items[i].text), words) == 0)
            return true;
    }
    return false;
}

static void run(struct scene_state *s, const struct scene_input *in, float seconds)
{
    for (float t = 0.0F; t < seconds; t += DT_S)
        build(s, in);
}

static void test_words(void **state)
{
    (void)state;
    struct play p;
    struct scene_state s;
    play_init(&p, 6.0F, 0.8F);
    scene_init(&s, 3);
    struct scene_input in = input_for(&p.view);
    play_to(&p, 2.0);
    run(&s, &in, 3.0F);
    assert_true(says("breathe in") && says("62 bpm") && says("9:58"));
    assert_false(says("simulated"));
    in.number_hidden = true;
    p.view.body[0].simulated = true;
    run(&s, &in, 3.0F);
    assert_true(says("simulated"));
    assert_false(says("62 bpm"));
    in.time_hidden = true;
    run(&s, &in, 3.0F);
    assert_false(says("9:58"));
    in.number_hidden = false;
    p.view.body[0].gap = true;
    p.view.body[0].hr_bpm = NAN;
    run(&s, &in, 3.0F);
    assert_true(says("sensor away, keep breathing") && says("breathe in"));
    assert_false(says("62 bpm"));
    p.view.paused = true;
    run(&s, &in, 3.0F);
    assert_true(says("paused"));
    in.picture_off = true;
    run(&s, &in, 0.1F);
    assert_true(says("simulated"));
    assert_int_equal(list.n, 2);
}

/* M8: after three followed breaths, if the person wants, and never while it is not followed, or not seen. */
static void test_words_rest(void **state)
{
    (void)state;
    for (int how = 0; how < 5; how++) {
        struct play p;
        struct scene_state s;
        play_init(&p, 6.0F, 0.9F);
        scene_init(&s, 3);
        struct scene_input in = input_for(&p.view);
        struct view_body *b = &p.view.body[0];
        in.words_rest = how > 0;
        b->adherence = how == 2 ? 0.5F : how >= 3 ? NAN : 1.0F; /* 3: the heart alone tells it; 4: it does not */
        b->steadiness = how == 4 ? 0.4F : 0.9F;
        for (int i = 0; i < 60 * 45; i++) {
            play_to(&p, i * (double)DT_S);
            build(&s, &in);
        }
        const bool rest = how == 1 || how == 3;
        assert_true(s.words_left == (rest ? 0.0F : 1.0F));
        b->gap = true;
        run(&s, &in, 5.0F);
        assert_true(s.words_left == 1.0F);
    }
}

/* NaN in, nothing made up and no NaN out: an unknown never reaches a position or a colour. */
static void test_unknown(void **state)
{
    (void)state;
    struct view v;
    memset(&v, 0, sizeof v);
    v.bodies = 1;
    v.remaining_s = v.pace_lung = NAN;
    struct view_body *b = &v.body[0];
    b->hr_bpm = b->swing_bpm = b->peak_share = b->steadiness = b->breath_per_min = NAN;
    b->breath_lung = b->adherence = b->since_beat_s = NAN;
    for (size_t k = 0; k < scene_count(); k++) {
        struct scene_state s;
        static char text[400000];
        scene_init(&s, 3);
        struct scene_input in = input_for(&v);
        for (int i = 0; i < 100; i++)
            assert_int_equal(scene_build(scene_get(k), &s, &in, &list), R_OK);
        assert_true(list_print(&list, text, sizeof text) < sizeof text);
        assert_null(strstr(text, "nan"));
        assert_null(strstr(text, "bpm"));
    }
    struct scene_input in = input_for(&v);
    struct scene_state s;
    scene_init(&s, 1);
    in.dt_s = NAN;
    assert_int_equal(scene_build(scene_get(0), &s, &in, &list), R_ARG);
    in.dt_s = 0.0F;
    in.width = 3;
    assert_int_equal(scene_build(scene_get(0), &s, &in, &list), R_ARG);
    assert_null(scene_find("nowhere"));
}

struct extent {
    float left, right, top, bottom;
};

static struct extent extent_of(const struct list_text *t)
{
    const float w = layout_words(list_words(&list, t), t->size);
    const float left = t->align == ALIGN_LEFT ? t->x : t->align == ALIGN_RIGHT ? t->x - w : t->x - 0.5F * w;
    return (struct extent){left, left + w, t->y - 0.74F * t->size, t->y + 0.22F * t->size};
}

static void check_texts(const struct scene_input *in)
{
    for (uint16_t i = 0; i < list.n; i++) {
        if (list.items[i].kind != LIST_TEXT)
            continue;
        const struct extent a = extent_of(&list.items[i].text);
        assert_true(a.left >= -1.0F && a.right <= (float)in->width + 1.0F);
        assert_true(a.top >= -1.0F && a.bottom <= (float)in->height + 1.0F);
        for (uint16_t k = 0; k < i; k++) {
            if (list.items[k].kind != LIST_TEXT)
                continue;
            const struct extent b = extent_of(&list.items[k].text);
            assert_false(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
        }
    }
}

/* W2 and the layout: every screen in every shape of window, with the longest words of each slot. */
static void test_layout(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1280, 720},  {800, 600}, {720, 1280}, {1920, 1080},
                                   {2560, 1080}, {640, 360}, {600, 600}};
    struct play p;
    play_init(&p, 6.0F, 0.8F);
    play_to(&p, 2.0);
    p.view.body[0].gap = true;
    p.view.body[0].simulated = true;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int k = 0; k < 2; k++) {
            struct scene_state s;
            scene_init(&s, 1);
            struct scene_input in = input_for(&p.view);
            in.width = sizes[i][0];
            in.height = sizes[i][1];
            in.words_large = k == 1;
            in.phrase = "may you be safe and well";
            for (int n = 0; n < 200; n++)
                assert_int_equal(scene_build(scene_find("lotus"), &s, &in, &list), R_OK);
            check_texts(&in);
        }
        const struct layout at = layout_make((float)sizes[i][0], (float)sizes[i][1], 1.0F, false);
        assert_true(at.cue >= 0.05F * at.height);
        assert_true(at.body >= 0.022F * at.height);
        assert_true(at.y - at.ring >= 0.0F && at.x - at.ring >= 0.0F);
        assert_true(at.y + at.ring <= at.cue_y - at.cue);
    }
}

/* A lost signal dims the reward softly and gives it back softly. */
static void test_trust(void **state)
{
    (void)state;
    struct play p;
    struct scene_state s;
    play_init(&p, 6.0F, 1.0F);
    scene_init(&s, 1);
    struct scene_input in = input_for(&p.view);
    play_to(&p, 1.0);
    build(&s, &in);
    assert_true(s.body[0].steady > 0.99F);
    p.view.body[0].signal = SIGNAL_POOR;
    float was = s.body[0].steady;
    for (int i = 0; i < 60 * 30; i++) {
        build(&s, &in);
        assert_true(s.body[0].steady <= was && was - s.body[0].steady < 0.004F);
        was = s.body[0].steady;
    }
    assert_true(s.body[0].steady < 0.05F && s.body[0].light < 0.01F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens), cmocka_unit_test(test_follows_pacer), cmocka_unit_test(test_never_jumps),
        cmocka_unit_test(test_words),  cmocka_unit_test(test_words_rest),    cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_layout), cmocka_unit_test(test_trust),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
