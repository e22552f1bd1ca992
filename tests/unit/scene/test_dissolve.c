/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change of pictures ends, keeps to its limit of light, and is quick where there is nothing to limit. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "scene/colour.h"
#include "scene/dissolve.h"

/* QUARTER: frames in the quarter of a second that the eye sums up */
enum { N = 512, FPS = 30, QUARTER = 8, FRAMES = 60 * FPS };

static struct dissolve d;
static struct dissolve_sample now;

static float light_of(float share)
{
    float sum = 0.0F;
    for (int i = 0; i < N; i++) {
        const float v = (float)d.was.rgba[4 * i] * (1.0F - share) + (float)now.rgba[4 * i] * share;
        sum += colour_decode(v / 255.0F);
    }
    return sum / N;
}

static void fill(struct dissolve_sample *s, uint8_t level)
{
    s->n = N;
    memset(s->rgba, level, 4 * N);
}

/* return how long it takes, s; *fastest: the greatest change of light in a quarter of a second on the way, a second.
   The new picture breathes by `swing` levels meanwhile. */
static float run(float least_s, int swing, float *fastest)
{
    static float light[FRAMES];
    const struct dissolve_sample still = now;
    float share = 0.0F;
    int n = 0;
    *fastest = 0.0F;
    dissolve_begin(&d);
    for (float left = 1.0F; left > 0.0F && n < FRAMES; n++) {
        const float wave = (float)swing * sinf(6.2832F * (float)n / (10.0F * FPS));
        for (int i = 0; i < 4 * N; i++) /* parts of a level as noise, as the window has them */
            now.rgba[i] = (uint8_t)((int)still.rgba[i] + (int)floorf(wave + (float)(i / 4 * 37 % N) / (float)N));
        left = dissolve_advance(&d, &now, 1.0F / FPS, least_s);
        assert_true(1.0F - left >= share);
        share = 1.0F - left;
        light[n] = light_of(share);
        const float before = light[n < QUARTER ? 0 : n - QUARTER];
        *fastest = fmaxf(*fastest, fabsf(light[n] - before) * (float)FPS / (float)QUARTER);
    }
    now = still;
    assert_true(n < FRAMES);
    return (float)(n - 1) / FPS;
}

static void test_known_ways(void **state)
{
    (void)state;
    static const struct {
        uint8_t from, to;
        float least_s, most_s;
    } WAYS[] = {
        {100, 100, 0.4F, 0.6F}, /* no light: half a second */
        {20, 60, 2.0F, 3.2F},   /* 0.007 to 0.045 */
        {60, 20, 2.0F, 3.2F},
        {0, 255, 4.8F, 5.5F}, /* all there is: the longest */
    };
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        float fastest;
        fill(&d.was, WAYS[i].from);
        fill(&now, WAYS[i].to);
        const float s = run(0.5F, 0, &fastest);
        print_message("%d to %d: %.2f s\n", WAYS[i].from, WAYS[i].to, (double)s);
        assert_true(s >= WAYS[i].least_s && s <= WAYS[i].most_s);
        assert_true(run(0.2F, 0, &fastest) <= 1.1F * s);
        assert_true(fastest <= fmaxf(0.02F, 1.05F / DISSOLVE_MOST_S));
    }
}

/* Any two pictures, the second of them moving: the limit holds wherever the change is not one of the longest. */
static void test_limit(void **state)
{
    (void)state;
    struct rng r;
    float worst = 0.0F;
    rng_init(&r, 11);
    for (int k = 0; k < 200; k++) {
        float fastest;
        const double base = 48.0 + 140.0 * rng_uniform(&r), spread = 90.0 * rng_uniform(&r);
        fill(&d.was, 0);
        fill(&now, 0);
        for (int i = 0; i < N; i++) {
            memset(&d.was.rgba[4 * i], (int)(base + spread * (rng_uniform(&r) - 0.5)), 4);
            memset(&now.rgba[4 * i], (int)(base + 8.0 * rng_uniform(&r) + spread * (rng_uniform(&r) - 0.5)), 4);
        }
        (void)run(k % 2 ? 0.5F : 0.2F, k % 3, &fastest);
        if (d.per_s <= DISSOLVE_PER_S)
            worst = fmaxf(worst, fastest);
    }
    print_message("fastest: %.4f a second\n", (double)worst);
    assert_true(worst <= 0.02F && worst > 0.01F);
}

/* Words that go while others come: the light is the same at both ends, and less between them. */
static void test_words(void **state)
{
    (void)state;
    float fastest;
    fill(&d.was, 20);
    fill(&now, 20);
    for (int i = 0; i < N / 16; i++) {
        memset(&d.was.rgba[4 * i], 240, 4);
        memset(&now.rgba[4 * (N - 1 - i)], 240, 4);
    }
    assert_true(light_of(0.5F) < light_of(0.0F) - 0.01F);
    assert_true(run(0.5F, 0, &fastest) > 1.0F);
    assert_true(fastest <= 0.02F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_known_ways), cmocka_unit_test(test_limit),
                                       cmocka_unit_test(test_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
