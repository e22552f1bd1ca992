/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules L1 and L2 wherever one thing takes the place of another: on the first meeting's breath, from screen to screen,
   into a session, to its pause and back, and out of it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/language.h"
#include "app/sample.h"
#include "scene/scene.h"
#include "shot/judge.h"
#include "shot/play.h"
#include "shot/window.h"

static struct list list;
static struct judge judge;
static struct screen_state screen;
static struct page page;
static bool first;
static int flashes;

/* A page of paper is 0.9 bright: one level of the screen there is 0.008 of light, and large plain areas change by whole
   levels at once. So the mean is judged over half a second. */
static void judge_anew(void)
{
    judge_init(&judge);
    judge.step = JUDGE_FPS / 2;
}

/* The frame is in the list: shown as the window shows it, and judged. */
static void look(struct ui *u, float least_s)
{
    static uint8_t rgba[4 * JUDGE_PIXELS];
    assert_int_equal(ui_draw(u, &list), R_OK);
    (void)ui_fade(u, 1.0F / JUDGE_FPS, least_s);
    assert_int_equal(ui_pixels(u, rgba, sizeof rgba), R_OK);
    ui_present(u);
    judge_frame(&judge, rgba);
}

/* Shows a screen for some seconds, as the window would, after what was there before; the judge looks on. */
static void go_on(struct ui *u, uint8_t which, struct sample *facts, uint8_t theme, bool less, float seconds)
{
    for (int i = 0; i < (int)(seconds * JUDGE_FPS); i++) {
        const float t_s = (float)i / JUDGE_FPS;
        const struct screen_look how = {.dt_s = 1.0F / JUDGE_FPS,
                                        .width = JUDGE_W,
                                        .height = JUDGE_H,
                                        .scale = 0.25F,
                                        .theme = theme,
                                        .less_motion = less,
                                        .arrives = first};
        facts->facts.breath_s = t_s;
        facts->view.body[0].since_beat_s = fmodf(t_s, 0.9F);
        screen_make(which, &page, &facts->facts);
        assert_int_equal(screen_draw(which, &screen, &page, &facts->facts, &how, &list), R_OK);
        look(u, screen_change_s(false, less));
    }
}

static void show(struct ui *u, uint8_t which, struct sample *facts, uint8_t theme, bool less, float seconds)
{
    first = list.n == 0;
    ui_keep(u, &list);
    page_init(&page);
    go_on(u, which, facts, theme, less, seconds);
}

/* Rules L1 and L2 on the first meeting's breath. */
static void test_first_breath(void **state)
{
    (void)state;
    static struct sample facts;
    struct ui *u = window_open_hidden(JUDGE_W, JUDGE_H, true);
    if (!u)
        skip();
    for (uint8_t theme = 0; theme < THEME_COUNT; theme++) {
        sample_facts(&facts, NULL, "en");
        list_clear(&list, JUDGE_W, JUDGE_H);
        judge_init(&judge);
        memset(&screen, 0, sizeof screen);
        show(u, SCREEN_WELCOME, &facts, theme, false, 13.0F);
        print_message("theme %d, the first breath: mean %.4f a second, fast pixels %.2f %%, %d flashes\n", theme,
                      (double)judge.mean_rate, 100.0 * (double)judge.fast_top, judge.flashes);
        assert_true(judge.mean_rate <= 0.02F && judge.flashes == 0 && judge.fast_top <= 0.01F);
        sample_close(&facts);
    }
    ui_close(u);
}

/* From every screen to every screen that it leads to, and back. */
static void walk(struct ui *u, struct sample *facts, uint8_t theme, bool less)
{
    static const uint8_t WAY[] = {SCREEN_HOME, SCREEN_PRACTICES, SCREEN_HOME,  SCREEN_SENSOR,  SCREEN_HOME,
                                  SCREEN_CALM, SCREEN_HOME,      SCREEN_END,   SCREEN_HOME,    SCREEN_PROGRESS,
                                  SCREEN_HOME, SCREEN_LEARN,     SCREEN_CARD,  SCREEN_LEARN,   SCREEN_HOME,
                                  SCREEN_HOME, SCREEN_COMFORT,   SCREEN_ABOUT, SCREEN_COMFORT, SCREEN_HOME};
    float top = 0.0F, longest = 0.0F;
    flashes = 0;
    show(u, SCREEN_HOME, facts, theme, less, 3.0F);
    for (size_t i = 1; i < sizeof WAY; i++) {
        judge_anew();
        show(u, WAY[i], facts, theme, less, 0.2F);
        float took = 0.2F;
        for (; ui_fading(u) && took < 6.0F; took += 0.2F)
            go_on(u, WAY[i], facts, theme, less, 0.2F);
        if (judge.mean_rate > 0.02F || judge.flashes > 0)
            print_message("  %s to %s: %.4f a second, %d flashes\n", screen_name(WAY[i - 1]), screen_name(WAY[i]),
                          (double)judge.mean_rate, judge.flashes);
        top = fmaxf(top, judge.mean_rate);
        longest = fmaxf(longest, took);
        flashes += judge.flashes;
    }
    print_message("theme %d%s, from screen to screen: mean %.4f a second, %.1f s at most, %d flashes\n", theme,
                  less ? ", less motion" : "", (double)top, (double)longest, flashes);
    assert_true(top <= 0.02F && flashes == 0);
    assert_true(longest <= 2.5F);
}

static void test_ways(void **state)
{
    (void)state;
    static struct sample facts;
    /* With the noise that a person sees: without it large areas step from one level to the next all at once. */
    struct ui *u = window_open_hidden(JUDGE_W, JUDGE_H, false);
    if (!u)
        skip();
    for (int k = 0; k < 2 * THEME_COUNT; k++) {
        sample_facts(&facts, NULL, "en");
        list_clear(&list, JUDGE_W, JUDGE_H);
        memset(&screen, 0, sizeof screen);
        walk(u, &facts, (uint8_t)(k / 2), k % 2 == 1);
        sample_close(&facts);
    }
    ui_close(u);
}

/* A session as it is played for a test. */
struct stand {
    struct scene_state state;
    struct scene_input input;
    struct play play;
    const struct scene *scene;
    double t_s;
};

static void begin(struct stand *s, const struct scene *scene, uint8_t theme, bool less)
{
    scene_init(&s->state, 1);
    play_init(&s->play, 6.0F, 0.9F);
    s->scene = scene;
    s->t_s = 60.0;
    s->input = (struct scene_input){.view = &s->play.view,
                                    .dt_s = 1.0F / JUDGE_FPS,
                                    .width = JUDGE_W,
                                    .height = JUDGE_H,
                                    .scale = 0.25F,
                                    .theme = theme,
                                    .reduced_motion = less,
                                    .phrase = "may I be at ease",
                                    .practised_min = 1500.0F,
                                    .circle = 3};
}

/* Some seconds of it, under the pause panel or without. The judge begins anew; return its fastest change. */
static float sit(struct ui *u, struct stand *s, struct sample *facts, const char *what, float seconds)
{
    const bool paused = strcmp(what, "pause") == 0;
    judge_anew();
    ui_keep(u, &list);
    page_init(&page);
    for (int i = 0; i < (int)(seconds * JUDGE_FPS); i++) {
        const struct screen_look how = {.dt_s = s->input.dt_s,
                                        .width = JUDGE_W,
                                        .height = JUDGE_H,
                                        .scale = 0.25F,
                                        .theme = s->input.theme,
                                        .less_motion = s->input.reduced_motion};
        s->t_s += paused ? 0.0 : (double)s->input.dt_s;
        play_to(&s->play, s->t_s);
        s->play.view.paused = paused;
        s->play.view.bodies = s->scene->bodies > 1 ? 2 : 1;
        s->play.view.body[1] = s->play.view.body[0];
        s->input.words_wait = paused || ui_fading(u);
        assert_int_equal(scene_build(s->scene, &s->state, &s->input, &list), R_OK);
        if (paused) {
            screen_make(SCREEN_PAUSE, &page, &facts->facts);
            assert_int_equal(screen_draw(SCREEN_PAUSE, &screen, &page, &facts->facts, &how, &list), R_OK);
        }
        look(u, screen_change_s(true, s->input.reduced_motion));
    }
    if (judge.flashes > 0)
        print_message("  %s, theme %d: %d flashes, the last %.1f s after %s, %d across, %d down\n", s->scene->id,
                      s->input.theme, judge.flashes, (double)judge.flash_frame / JUDGE_FPS, what,
                      judge.flash_block % JUDGE_ACROSS, judge.flash_block / JUDGE_ACROSS);
    flashes += judge.flashes;
    return judge.mean_rate;
}

/* Into a session from the question before it, a pause, on again, and to the end. */
static void test_sessions(void **state)
{
    (void)state;
    static struct sample facts;
    static struct stand stand;
    float top = 0.0F;
    flashes = 0;
    struct ui *u = window_open_hidden(JUDGE_W, JUDGE_H, false);
    if (!u)
        skip();
    if (JUDGE_EVERY > 1)
        print_message("skipped: all but each %u-th of the ways in and out\n", JUDGE_EVERY);
    for (size_t k = 0; k < 2 * scene_count() * THEME_COUNT; k += JUDGE_EVERY) {
        const struct scene *scene = scene_get(k / 2 / THEME_COUNT);
        const uint8_t theme = (uint8_t)(k / 2 % THEME_COUNT);
        sample_facts(&facts, NULL, "en");
        list_clear(&list, JUDGE_W, JUDGE_H);
        memset(&screen, 0, sizeof screen);
        show(u, SCREEN_CALM, &facts, theme, k % 2, 3.0F);
        begin(&stand, scene, theme, k % 2);
        const float in = sit(u, &stand, &facts, "in", 10.0F);
        const float pause = sit(u, &stand, &facts, "pause", 6.0F);
        const float on = sit(u, &stand, &facts, "on", 9.0F);
        judge_anew();
        show(u, SCREEN_END, &facts, theme, k % 2, 6.0F);
        const float most = fmaxf(fmaxf(in, pause), fmaxf(on, judge.mean_rate));
        if (most > 0.02F)
            print_message("  %s, theme %d%s: in %.4f, pause %.4f, on %.4f, end %.4f a second\n", scene->id, theme,
                          k % 2 ? ", less motion" : "", (double)in, (double)pause, (double)on, (double)judge.mean_rate);
        top = fmaxf(top, most);
        sample_close(&facts);
    }
    print_message("in, pause, on and end of every scene: mean %.4f a second\n", (double)top);
    assert_true(top <= 0.02F);
    assert_int_equal(flashes, 0);
    ui_close(u);
}

int main(void)
{
    setenv("METTA_LOCALES", TEST_BINARY_DIR "/locale", 1);
    setenv("METTA_ASSETS", TEST_SOURCE_DIR "/assets", 1);
    setenv("METTA_HOME", "/nonexistent", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_first_breath), cmocka_unit_test(test_ways),
                                       cmocka_unit_test(test_sessions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
