/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of light and motion, measured on what is really drawn: three breaths at 30 frames a second in virtual
 * time, a change of pace among them, in every theme and with less motion.
 *   L1 no flash in any second (pairs of opposite changes of 0.10 luminance, the darker below 0.80) in any block of
 *      1/576 of the window: WCAG counts areas 16 times as large; smaller ones are edges that pass
 *   L2 mean luminance changes at most 0.02 a second; at most 1 % of the pixels change faster than 0.5 a second
 *   L4 no saturated red      L5 white core under 1 % of the screen      L8 night stays dark
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "scene/scene.h"
#include "shot/play.h"
#include "shot/window.h"

enum { W = 640, H = 360, FPS = 30, PIXELS = W * H, BLOCK = 20, ACROSS = W / BLOCK, BLOCKS = ACROSS * (H / BLOCK) };

/* Rule L2 speaks of every second: the mean is compared with the one a quarter of a second before. */
enum { STEP_FRAMES = 8 };

struct meter {
    float decode[256];
    float now[PIXELS], before[PIXELS];
    float block[BLOCKS], extreme[BLOCKS]; /* mean luminance; where the change in progress began or has come to */
    signed char direction[BLOCKS];
    int turned[BLOCKS]; /* frame of the last counted change */
    float means[FPS * 60];
    int frames, flashes;
    float mean_rate, mean_top, fast_top, red_top, white_top, bright_top;
};

static void meter_init(struct meter *m)
{
    memset(m, 0, sizeof *m);
    for (int i = 0; i < 256; i++)
        m->decode[i] = colour_decode((float)i / 255.0F);
    for (int i = 0; i < BLOCKS; i++)
        m->turned[i] = -9 * FPS;
}

/* Two opposite changes of 0.10 or more within one second are one flash. */
static void count_flash(struct meter *m, int i)
{
    const float v = m->block[i];
    if (m->direction[i] > 0 && v > m->extreme[i])
        m->extreme[i] = v;
    if (m->direction[i] < 0 && v < m->extreme[i])
        m->extreme[i] = v;
    const float swing = v - m->extreme[i];
    const float darker = v < m->extreme[i] ? v : m->extreme[i];
    if ((swing > -0.10F && swing < 0.10F) || darker >= 0.80F)
        return;
    if (m->direction[i] != 0 && m->frames - m->turned[i] < FPS)
        m->flashes++;
    m->direction[i] = swing > 0.0F ? 1 : -1;
    m->turned[i] = m->frames;
    m->extreme[i] = v;
}

static float saturation_of_red(const uint8_t *p)
{
    const int sum = p[0] + p[1] + p[2];
    return sum > 60 ? (float)p[0] / (float)sum : 0.0F;
}

static void meter_frame(struct meter *m, const uint8_t *rgba)
{
    double sum = 0.0;
    int fast = 0, white = 0;
    memset(m->block, 0, sizeof m->block);
    for (int i = 0; i < PIXELS; i++) {
        const uint8_t *p = &rgba[4 * i];
        const float v = 0.2126F * m->decode[p[0]] + 0.7152F * m->decode[p[1]] + 0.0722F * m->decode[p[2]];
        m->now[i] = v;
        sum += (double)v;
        white += p[0] > 250 && p[1] > 250 && p[2] > 250;
        const float red = saturation_of_red(p);
        m->red_top = red > m->red_top ? red : m->red_top;
        m->bright_top = v > m->bright_top ? v : m->bright_top;
        m->block[i / W / BLOCK * ACROSS + i % W / BLOCK] += v / (float)(BLOCK * BLOCK);
        fast += m->frames > 0 && fabsf(v - m->before[i]) * (float)FPS > 0.5F;
    }
    for (int i = 0; i < BLOCKS; i++) {
        if (m->frames == 0)
            m->extreme[i] = m->block[i];
        else
            count_flash(m, i);
    }
    memcpy(m->before, m->now, sizeof m->now);
    const float mean = (float)(sum / PIXELS), fast_share = (float)fast / PIXELS, white_share = (float)white / PIXELS;
    m->means[m->frames] = mean;
    m->mean_top = mean > m->mean_top ? mean : m->mean_top;
    m->fast_top = fast_share > m->fast_top ? fast_share : m->fast_top;
    m->white_top = white_share > m->white_top ? white_share : m->white_top;
    if (m->frames >= STEP_FRAMES) {
        const float rate = fabsf(mean - m->means[m->frames - STEP_FRAMES]) * (float)FPS / (float)STEP_FRAMES;
        m->mean_rate = rate > m->mean_rate ? rate : m->mean_rate;
    }
    m->frames++;
}

struct run {
    const char *scene;
    uint8_t theme;
    bool less, own;
    float from_per_min, to_per_min, steadiness;
};

static bool measure(const struct run *r, struct meter *m)
{
    static uint8_t rgba[4 * PIXELS];
    static struct list list;
    struct scene_state s;
    struct play p;
    struct ui *u = window_open_hidden(W, H, false);
    if (!u)
        return false;
    meter_init(m);
    scene_init(&s, 1);
    play_init(&p, r->from_per_min, r->steadiness);
    struct scene_input in = {
        .view = &p.view, .width = W, .height = H, .scale = 1.0F, .theme = r->theme, .reduced_motion = r->less};
    const int frames = 32 * FPS;
    for (int i = 0; i < frames; i++) {
        const double t = (double)i / FPS;
        p.next = play_pace(t > 4.0 ? r->to_per_min : r->from_per_min);
        play_to(&p, t);
        if (r->own)
            p.view.body[0].breath_lung = 0.5F - 0.5F * cosf(0.62F * (float)t);
        in.dt_s = 1.0F / (float)FPS;
        assert_int_equal(scene_build(scene_find(r->scene), &s, &in, &list), R_OK);
        assert_int_equal(ui_draw(u, &list), R_OK);
        assert_int_equal(ui_pixels(u, rgba, sizeof rgba), R_OK);
        meter_frame(m, rgba);
        ui_present(u);
    }
    ui_close(u);
    return true;
}

static void check(const struct run *r)
{
    static struct meter m;
    if (!measure(r, &m))
        skip();
    printf("%-5s theme %d%s%s: mean L max %.3f, its rate %.4f/s, fast pixels %.2f %%, flashes %d, white %.2f %%, "
           "red %.2f\n",
           r->scene, r->theme, r->less ? " less" : "", r->own ? " own" : "", (double)m.mean_top, (double)m.mean_rate,
           100.0 * (double)m.fast_top, m.flashes, 100.0 * (double)m.white_top, (double)m.red_top);
    assert_int_equal(m.flashes, 0);
    assert_true(m.mean_rate <= 0.02F);
    assert_true(m.fast_top <= 0.01F);
    assert_true(m.red_top < 0.80F);
    if (r->theme != THEME_PAPER)
        assert_true(m.white_top < 0.01F);
    if (r->theme == THEME_NIGHT) {
        assert_true(m.mean_top < 0.03F);
        assert_true(m.bright_top <= 0.45F);
    }
}

static void test_dusk(void **state)
{
    (void)state;
    check(&(struct run){"lotus", THEME_DUSK, false, true, 6.0F, 5.5F, 1.0F});
    check(&(struct run){"lotus", THEME_DUSK, false, false, 10.0F, 9.5F, 0.5F});
}

static void test_paper(void **state)
{
    (void)state;
    check(&(struct run){"lotus", THEME_PAPER, false, true, 6.0F, 5.5F, 1.0F});
}

static void test_night(void **state)
{
    (void)state;
    check(&(struct run){"lotus", THEME_NIGHT, false, true, 6.0F, 5.5F, 1.0F});
}

static void test_less_motion(void **state)
{
    (void)state;
    check(&(struct run){"lotus", THEME_DUSK, true, false, 6.0F, 5.5F, 1.0F});
    check(&(struct run){"lotus", THEME_PAPER, true, false, 6.0F, 5.5F, 1.0F});
}

/* The counter itself: 4 Hz with a swing of 0.2 is many flashes; a breath of the same swing none. */
static void test_counter(void **state)
{
    (void)state;
    static struct meter m;
    static uint8_t rgba[4 * PIXELS];
    for (int slow = 0; slow < 2; slow++) {
        meter_init(&m);
        for (int i = 0; i < 12 * FPS; i++) {
            const float hz = slow ? 0.1F : 4.0F;
            const float v = colour_encode(0.3F + 0.12F * sinf(6.2831853F * hz * (float)i / (float)FPS));
            memset(rgba, (int)lrintf(255.0F * v), sizeof rgba);
            meter_frame(&m, rgba);
        }
        if (slow)
            assert_int_equal(m.flashes, 0);
        else
            assert_true(m.flashes > 60 * BLOCKS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counter), cmocka_unit_test(test_dusk),        cmocka_unit_test(test_paper),
        cmocka_unit_test(test_night),   cmocka_unit_test(test_less_motion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
