/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of light, measured on what is really drawn (shot/judge.h): every scene in every theme and with less motion,
   three breaths in virtual time, a change of pace among them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "scene/scene.h"
#include "shot/judge.h"
#include "shot/play.h"
#include "shot/window.h"

enum { SECONDS = 32 };

struct run {
    uint8_t theme;
    bool less, own;
    float from_per_min, to_per_min, steadiness;
};

static uint8_t rgba[4 * JUDGE_PIXELS];
static struct list list;
static struct judge judge;

static void set_bodies(struct play *p, const struct run *r, float t)
{
    p->view.bodies = 2;
    p->view.body[1] = p->view.body[0];
    if (r->own) {
        p->view.body[0].breath_lung = 0.5F - 0.5F * cosf(0.62F * t);
        p->view.body[1].breath_lung = 0.5F - 0.5F * cosf(0.60F * t + 0.4F);
    }
}

static void measure(struct ui *u, const struct scene *scene, const struct run *r)
{
    struct scene_state s;
    struct play p;
    judge_init(&judge);
    scene_init(&s, 1);
    play_init(&p, r->from_per_min, r->steadiness);
    struct scene_input in = {.view = &p.view,
                             .dt_s = 1.0F / (float)JUDGE_FPS,
                             .width = JUDGE_W,
                             .height = JUDGE_H,
                             .scale = 0.5F, /* as a window twice as large would be */
                             .theme = r->theme,
                             .reduced_motion = r->less,
                             .practised_min = 900.0F,
                             .circle = 6};
    for (int i = 0; i < SECONDS * JUDGE_FPS; i++) {
        const double t = (double)i / JUDGE_FPS;
        p.next = play_pace(t > 4.0 ? r->to_per_min : r->from_per_min);
        play_to(&p, t);
        set_bodies(&p, r, (float)t);
        p.view.guide.noted = (uint32_t)(t / 7.0);
        assert_int_equal(scene_build(scene, &s, &in, &list), R_OK);
        assert_int_equal(ui_draw(u, &list), R_OK);
        assert_int_equal(ui_pixels(u, rgba, sizeof rgba), R_OK);
        judge_frame(&judge, rgba);
        ui_present(u);
    }
}

static bool lawful(const struct judge *j, uint8_t theme)
{
    bool ok = j->flashes == 0 && j->mean_rate <= 0.02F && j->fast_top <= 0.01F && j->red_top < 0.80F;
    if (theme != THEME_PAPER)
        ok = ok && j->white_top <= 0.01F;
    if (theme == THEME_NIGHT)
        ok = ok && j->mean_top < 0.03F && j->bright_top <= 0.45F && j->light_share <= 0.01F;
    return ok;
}

static void tell(const char *name, const struct run *r, bool ok)
{
    static const char *const themes[] = {"dusk", "paper", "night"};
    printf("%-8s %-5s%s%s: mean L max %.3f, its rate %.4f/s, fast pixels %.2f %%, flashes %d, white %.2f %%, red "
           "%.2f, L max %.2f%s\n",
           name, themes[r->theme], r->less ? " less" : "", r->own ? " own" : "", (double)judge.mean_top,
           (double)judge.mean_rate, 100.0 * (double)judge.fast_top, judge.flashes, 100.0 * (double)judge.white_top,
           (double)judge.red_top, (double)judge.bright_top, ok ? "" : "  <-- breaks a rule");
    if (judge.flashes)
        printf("  flash at %.2f s, %d %% across, %d %% down\n", (double)judge.flash_frame / JUDGE_FPS,
               judge.flash_block % JUDGE_ACROSS * 100 / JUDGE_ACROSS,
               judge.flash_block / JUDGE_ACROSS * 100 * JUDGE_ACROSS / JUDGE_BLOCKS);
}

static void check_all(const struct run *r)
{
    bool all = true;
    struct ui *u = window_open_hidden(JUDGE_W, JUDGE_H, false);
    if (!u)
        skip();
    if (JUDGE_EVERY > 1)
        printf("skipped: all but each %u-th of the scenes\n", JUDGE_EVERY);
    for (size_t i = r->theme % JUDGE_EVERY; i < scene_count(); i += JUDGE_EVERY) {
        measure(u, scene_get(i), r);
        const bool ok = lawful(&judge, r->theme);
        tell(scene_get(i)->id, r, ok);
        all = all && ok;
    }
    ui_close(u);
    assert_true(all);
}

static void test_dusk(void **state)
{
    (void)state;
    check_all(&(struct run){THEME_DUSK, false, true, 6.0F, 5.5F, 1.0F});
}

static void test_paper(void **state)
{
    (void)state;
    check_all(&(struct run){THEME_PAPER, false, true, 6.0F, 5.5F, 1.0F});
}

static void test_night(void **state)
{
    (void)state;
    check_all(&(struct run){THEME_NIGHT, false, true, 6.0F, 5.5F, 1.0F});
}

static void test_less_motion(void **state)
{
    (void)state;
    check_all(&(struct run){THEME_DUSK, true, true, 6.0F, 5.5F, 1.0F});
}

/* Fast breaths and a heart that answers little, where flowers open less. */
static void test_fast(void **state)
{
    (void)state;
    check_all(&(struct run){THEME_DUSK, false, false, 10.0F, 9.5F, 0.5F});
}

/* From evening to night to paper: five seconds each (rule L8), no cut in any scene. The limits: a white window in the
   two seconds and a half in which the new picture comes, on a curve; and where an edge passes just as all begins to
   fade, in under 1 % of the window, up may follow down within the second. */
static bool fades(const struct judge *j)
{
    return j->flashes <= JUDGE_BLOCKS / 100 && j->mean_rate <= 0.60F;
}

static void test_theme_change(void **state)
{
    (void)state;
    static const uint8_t themes[] = {THEME_DUSK, THEME_NIGHT, THEME_PAPER};
    bool all = true;
    struct ui *u = window_open_hidden(JUDGE_W, JUDGE_H, false);
    if (!u)
        skip();
    for (size_t i = 0; i < scene_count(); i++) {
        struct scene_state s;
        struct play p;
        judge_init(&judge);
        scene_init(&s, 1);
        play_init(&p, 6.0F, 1.0F);
        struct scene_input in = {.view = &p.view,
                                 .dt_s = 1.0F / (float)JUDGE_FPS,
                                 .width = JUDGE_W,
                                 .height = JUDGE_H,
                                 .scale = 0.5F,
                                 .practised_min = 100.0F};
        for (int k = 0; k < 18 * JUDGE_FPS; k++) {
            play_to(&p, (double)k / JUDGE_FPS);
            in.theme = themes[k / (6 * JUDGE_FPS)];
            assert_int_equal(scene_build(scene_get(i), &s, &in, &list), R_OK);
            assert_int_equal(ui_draw(u, &list), R_OK);
            assert_int_equal(ui_pixels(u, rgba, sizeof rgba), R_OK);
            judge_frame(&judge, rgba);
            ui_present(u);
        }
        if (!fades(&judge))
            printf("%s: %d flashes, mean rate %.2f/s; at %.2f s, %d %% across, block row %d\n", scene_get(i)->id,
                   judge.flashes, (double)judge.mean_rate, (double)judge.flash_frame / JUDGE_FPS,
                   judge.flash_block % JUDGE_ACROSS * 100 / JUDGE_ACROSS, judge.flash_block / JUDGE_ACROSS);
        all = all && fades(&judge);
    }
    ui_close(u);
    assert_true(all);
}

static void fill(uint8_t r, uint8_t g, uint8_t b, int pixels)
{
    for (int i = 0; i < pixels; i++) {
        const uint8_t p[4] = {r, g, b, 255};
        memcpy(&rgba[4 * i], p, 4);
    }
}

static uint8_t level(float luminance)
{
    return (uint8_t)lrintf(255.0F * colour_encode(luminance));
}

/* The judge of flashes: 4 Hz with a swing of 0.2 is many; a breath of the same swing none. */
static void test_judge_flashes(void **state)
{
    (void)state;
    for (int slow = 0; slow < 2; slow++) {
        judge_init(&judge);
        for (int i = 0; i < 12 * JUDGE_FPS; i++) {
            const float hz = slow ? 0.1F : 3.7F;
            const uint8_t v = level(0.3F + 0.12F * sinf(6.2831853F * hz * (float)i / (float)JUDGE_FPS));
            fill(v, v, v, JUDGE_PIXELS);
            judge_frame(&judge, rgba);
        }
        if (slow)
            assert_int_equal(judge.flashes, 0);
        else
            assert_true(judge.flashes > 60 * JUDGE_BLOCKS);
    }
}

/* Each of the other judges of light finds the fault that it is for, and nothing in a still dark grey. */
static void test_judge_faults(void **state)
{
    (void)state;
    judge_init(&judge);
    for (int i = 0; i < 2 * JUDGE_FPS; i++) {
        fill(60, 60, 60, JUDGE_PIXELS);
        judge_frame(&judge, rgba);
    }
    assert_true(lawful(&judge, THEME_DUSK));
    assert_false(lawful(&judge, THEME_NIGHT)); /* mean 0.045 */
    /* A whole screen that brightens by 0.06 in two seconds. */
    judge_init(&judge);
    for (int i = 0; i < 2 * JUDGE_FPS; i++) {
        const uint8_t v = level(0.05F + 0.03F * (float)i / (float)JUDGE_FPS);
        fill(v, v, v, JUDGE_PIXELS);
        judge_frame(&judge, rgba);
    }
    assert_true(judge.mean_rate > 0.02F && judge.flashes == 0 && judge.fast_top == 0.0F);
    /* 2 % of the screen from dark to light between two frames; then the same 2 % white, and red. */
    static const uint8_t faults[3][3] = {{120, 120, 120}, {255, 255, 255}, {200, 10, 10}};
    for (int k = 0; k < 3; k++) {
        judge_init(&judge);
        fill(20, 20, 20, JUDGE_PIXELS);
        judge_frame(&judge, rgba);
        fill(faults[k][0], faults[k][1], faults[k][2], JUDGE_PIXELS / 50);
        judge_frame(&judge, rgba);
        assert_false(lawful(&judge, THEME_DUSK));
        assert_true(k == 2 || judge.fast_top > 0.01F);
        assert_true((judge.white_top > 0.01F) == (k == 1));
        assert_true((judge.red_top > 0.80F) == (k == 2));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge_flashes), cmocka_unit_test(test_judge_faults), cmocka_unit_test(test_dusk),
        cmocka_unit_test(test_paper),         cmocka_unit_test(test_night),        cmocka_unit_test(test_less_motion),
        cmocka_unit_test(test_fast),          cmocka_unit_test(test_theme_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
