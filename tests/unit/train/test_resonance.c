/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "train/resonance.h"

/* Blocks at rates from fast to slow over a curve of this peak and width, noise as a share of the height. */
static void sweep(struct resonance *r, float f0, float q, float noise, uint64_t seed)
{
    struct rng g;
    rng_init(&g, seed);
    for (float f = 7.0F; f > 4.4F; f -= 0.1F) {
        float d = q * (f / f0 - f0 / f), a = 8.0F / sqrtf(1.0F + d * d) * sqrtf(6.0F / f);
        a *= 1.0F + noise * (float)rng_normal(&g);
        resonance_add(r, &(struct resonance_block){f, a, 0.3F});
    }
}

static float best_rate(float f0, float q)
{
    float best = 0.0F, top = 0.0F;
    for (float f = 3.8F; f < 8.0F; f += 0.01F) {
        float d = q * (f / f0 - f0 / f), a = sqrtf(6.0F / f) / sqrtf(1.0F + d * d);
        best = a > top ? f : best;
        top = fmaxf(top, a);
    }
    return best;
}

static void a_clear_peak_is_found(void **state)
{
    (void)state;
    for (float f0 = 4.8F; f0 < 6.8F; f0 += 0.4F) {
        struct resonance r;
        resonance_init(&r, false, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
        sweep(&r, f0, 2.8F, 0.02F, 1);
        struct resonance_belief b = resonance_believe(&r);
        assert_true(fabsf(b.mean - best_rate(f0, 2.8F)) < 0.25F);
        assert_true(b.sd < 0.4F && b.low < b.mean && b.mean < b.high);
    }
}

static void without_blocks_the_prior_stands(void **state)
{
    (void)state;
    struct resonance r;
    resonance_init(&r, true, 5.6F, 0.75F);
    struct resonance_belief b = resonance_believe(&r);
    assert_true(fabsf(b.mean - 5.6F) < 0.1F && fabsf(b.sd - 0.75F) < 0.12F);
    resonance_add(&r, &(struct resonance_block){NAN, 1.0F, 1.0F});
    resonance_add(&r, &(struct resonance_block){6.0F, -1.0F, 1.0F});
    assert_int_equal(resonance_count(&r), 0);
}

/* Over many people the middle 80 % of the belief holds the truth in 75-85 % (people drawn from the prior). */
static void the_interval_is_honest(void **state)
{
    (void)state;
    struct rng g;
    rng_init(&g, 7);
    int held = 0, people = 0;
    while (people < 400) {
        float f0 = 5.6F + 0.9F * (float)rng_normal(&g), q = 0.8F + 2.4F * (float)rng_uniform(&g);
        if (f0 < 3.7F || f0 > 8.4F) {
            continue;
        }
        float truth = best_rate(f0, q);
        struct resonance r;
        resonance_init(&r, false, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
        sweep(&r, f0, q, 0.12F, (uint64_t)people + 100);
        struct resonance_belief b = resonance_believe(&r);
        held += truth >= b.low && truth <= b.high ? 1 : 0;
        people++;
    }
    print_message("the interval of 80 %% held the truth in %.1f %%\n", 100.0 * held / people);
    assert_in_range(held * 100 / people, 70, 90);
}

/* A narrow hump at 5.4: nearly all of it there, as much as the curve says at ten. */
static void a_rate_has_its_share_of_the_best(void **state)
{
    (void)state;
    struct resonance r;
    resonance_init(&r, false, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
    sweep(&r, 5.4F, 2.8F, 0.02F, 3);
    float best = best_rate(5.4F, 2.8F), d = 2.8F * (10.0F / 5.4F - 5.4F / 10.0F);
    float there = sqrtf(best / 10.0F) / sqrtf(1.0F + d * d);
    assert_true(resonance_share(&r, best) > 0.97F && resonance_share(&r, best) <= 1.0F);
    assert_true(fabsf(resonance_share(&r, 10.0F) - there) < 0.04F);
}

static void what_was_too_slow_is_forgotten(void **state)
{
    (void)state;
    struct resonance r;
    resonance_init(&r, false, 5.6F, 0.75F);
    for (int i = 0; i < 100; i++) {
        resonance_add(&r, &(struct resonance_block){7.0F - 0.03F * (float)i, 5.0F, 0.5F});
    }
    assert_int_equal(resonance_count(&r), RESONANCE_BLOCKS);
    resonance_forget_below(&r, 4.5F);
    for (uint32_t i = 0; i < resonance_count(&r); i++) {
        assert_true(r.blocks[i].per_min > 4.5F);
    }
    assert_in_range(resonance_count(&r), 40, 50);
    assert_true(resonance_slowest(&r) > 4.5F && resonance_slowest(&r) < 4.6F);
    resonance_forget_below(&r, 9.0F);
    assert_true(isnan(resonance_slowest(&r)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clear_peak_is_found),          cmocka_unit_test(without_blocks_the_prior_stands),
        cmocka_unit_test(the_interval_is_honest),         cmocka_unit_test(a_rate_has_its_share_of_the_best),
        cmocka_unit_test(what_was_too_slow_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
