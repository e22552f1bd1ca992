/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Data colours stay apart for people who see fewer colours: least OKLab distance of two that one chart may show, as
 * seen with full protanopia, deuteranopia and tritanopia.
 * Source   Machado, Oliveira & Fernandes 2009, A physiologically-based model for simulation of color vision deficiency,
 *          doi 10.1109/TVCG.2009.113, matrices of severity 1.0, on linear light
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "scene/theme.h"

static const float VISION[4][9] = {
    {1.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, 0.0F, 1.0F},
    {0.152286F, 1.052583F, -0.204868F, 0.114503F, 0.786281F, 0.099216F, -0.003882F, -0.048116F, 1.051998F},
    {0.367322F, 0.860646F, -0.227968F, 0.280085F, 0.672501F, 0.047413F, -0.011820F, 0.042940F, 0.968881F},
    {1.255528F, -0.076749F, -0.178779F, -0.078411F, 0.930809F, 0.147602F, 0.004733F, 0.691367F, 0.303900F},
};

static float held(float v)
{
    return v < 0.0F ? 0.0F : v > 1.0F ? 1.0F : v;
}

static struct colour seen(struct colour c, const float m[9])
{
    const float r = colour_decode(c.r), g = colour_decode(c.g), b = colour_decode(c.b);
    return (struct colour){colour_encode(held(m[0] * r + m[1] * g + m[2] * b)),
                           colour_encode(held(m[3] * r + m[4] * g + m[5] * b)),
                           colour_encode(held(m[6] * r + m[7] * g + m[8] * b)), 1.0F};
}

static float distance(struct colour p, struct colour q)
{
    const struct colour_lab a = colour_to_lab(p), b = colour_to_lab(q);
    return 100.0F * sqrtf((a.l - b.l) * (a.l - b.l) + (a.a - b.a) * (a.a - b.a) + (a.b - b.b) * (a.b - b.b));
}

/* Least distance of any two of n colours under any vision. */
static float least(const struct colour *c, int n)
{
    float low = 1e9F;
    for (int v = 0; v < 4; v++) {
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++)
                low = fminf(low, distance(seen(c[i], VISION[v]), seen(c[k], VISION[v])));
        }
    }
    return low;
}

static void test_data_colours(void **state)
{
    (void)state;
    for (uint8_t id = 0; id < THEME_COUNT; id++) {
        struct theme t;
        theme_get(id, &t);
        if (id == THEME_NIGHT) {
            /* At night there is one data colour only: warm, and told apart by place. */
            assert_true(distance(t.data[0], t.data[1]) == 0.0F && distance(t.data[0], t.data[2]) == 0.0F);
            continue;
        }
        printf("%s: least distance %.1f\n", t.id, (double)least(t.data, 3));
        assert_true(least(t.data, 3) >= 8.0F);
    }
}

/* The judge: a red and a green of one lightness are far apart, but not for everyone. White stays white for all. */
static void test_judge(void **state)
{
    (void)state;
    const struct colour bad[2] = {colour_hex(0xC0563C), colour_hex(0x7D8A2E)};
    assert_true(distance(bad[0], bad[1]) > 15.0F);
    assert_true(least(bad, 2) < 8.0F);
    for (int v = 0; v < 4; v++)
        assert_true(distance(seen(colour_hex(0xffffff), VISION[v]), colour_hex(0xffffff)) < 0.5F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_data_colours), cmocka_unit_test(test_judge)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
