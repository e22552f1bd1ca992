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

/* How much larger the swing is after so many half minutes of coming to rest: by an eighth in the end. */
static float rested(int blocks)
{
    return expf(0.12F * (1.0F - expf(-(float)blocks / 10.0F)));
}

/* Blocks at rates from fast to slow over a curve of this peak and width, noise as a share of the height. */
static void sweep(struct resonance *r, float f0, float q, float noise, uint64_t seed)
{
    struct rng g;
    rng_init(&g, seed);
    for (int i = 0; i < 26; i++) {
        float f = 7.0F - 0.1F * (float)i, d = q * (f / f0 - f0 / f);
        float a = 8.0F * rested(i) / sqrtf(1.0F + d * d) * sqrtf(6.0F / f);
        a *= 1.0F + noise * (float)rng_normal(&g);
        resonance_add(r, &(struct resonance_block){f, a, 0.3F, NAN});
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

/* Heart over breath of a usual body, a complex number. */
struct answer {
    float re, im;
};

static struct answer usual_answer(float f, float f0)
{
    float d = 1.5F * (f / f0 - f0 / f), slow = 0.73F / (1.0F + d * d), fast = 0.27F / (1.0F + f * f / 81.0F);
    return (struct answer){slow + fast, -d * slow - f / 9.0F * fast};
}

static float usual_best(float f0)
{
    float best = 0.0F, top = 0.0F;
    for (float f = 3.8F; f < 8.0F; f += 0.01F) {
        struct answer g = usual_answer(f, f0);
        float a = hypotf(g.re, g.im) * powf(6.0F / f, 0.55F);
        best = a > top ? f : best;
        top = fmaxf(top, a);
    }
    return best;
}

/* Mean error over hearts that answer late_s after the breath, whatever fixed angle the sensor adds to that. */
static float off_when_late(float late_s)
{
    float off = 0.0F;
    for (int k = 0; k < 8; k++) {
        float f0 = 5.0F + 0.5F * (float)(k % 4), beside = k < 4 ? -1.0F : 1.7F;
        struct resonance r;
        resonance_init(&r, true, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
        for (int i = 0; i < 22; i++) {
            float f = 6.9F - 0.1F * (float)i, late = 6.2831853F * late_s * f / 60.0F;
            struct answer g = usual_answer(f, f0);
            resonance_add(&r, &(struct resonance_block){f, 8.0F * rested(i) * hypotf(g.re, g.im), 0.2F,
                                                        remainderf(atan2f(g.im, g.re) - late + beside, 6.2831853F)});
        }
        off += (resonance_believe(&r).mean - usual_best(f0)) / 8.0F;
    }
    return off;
}

static void a_late_heart_is_found_where_it_answers_most(void **state)
{
    (void)state;
    for (float late_s = 0.2F; late_s < 0.75F; late_s += 0.1F) {
        assert_true(fabsf(off_when_late(late_s)) < 0.075F);
    }
}

static void without_blocks_the_prior_stands(void **state)
{
    (void)state;
    struct resonance r;
    resonance_init(&r, true, 5.6F, 0.75F);
    struct resonance_belief b = resonance_believe(&r);
    assert_true(fabsf(b.mean - 5.6F) < 0.1F && fabsf(b.sd - resonance_prior_sd(&r)) < 0.06F);
    resonance_add(&r, &(struct resonance_block){NAN, 1.0F, 1.0F, NAN});
    resonance_add(&r, &(struct resonance_block){6.0F, -1.0F, 1.0F, NAN});
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

/* The same blocks: a test's range is wider about the same rate. */
static void a_test_is_told_less_surely(void **state)
{
    (void)state;
    struct resonance r;
    resonance_init(&r, false, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
    sweep(&r, 5.4F, 1.8F, 0.12F, 5);
    struct resonance_belief found = resonance_believe(&r);
    r.tested = true;
    struct resonance_belief told = resonance_believe(&r);
    assert_true(fabsf(told.mean - found.mean) < 1e-6F);
    assert_true(told.sd > 1.03F * found.sd && told.sd < 1.3F * found.sd);
    assert_true(told.low < found.low && told.high > found.high);
}

/* A narrow hump at 5.4: nearly all of it there, as much as the curve says at seven. */
static void a_rate_has_its_share_of_the_best(void **state)
{
    (void)state;
    struct resonance r;
    resonance_init(&r, false, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
    sweep(&r, 5.4F, 2.8F, 0.02F, 3);
    float best = best_rate(5.4F, 2.8F), d = 2.8F * (7.0F / 5.4F - 5.4F / 7.0F);
    float there = sqrtf(best / 7.0F) / sqrtf(1.0F + d * d);
    assert_true(resonance_share(&r, best) > 0.97F && resonance_share(&r, best) <= 1.0F);
    assert_true(fabsf(resonance_share(&r, 7.0F) - there) < 0.1F);
}

static void what_was_too_slow_is_forgotten(void **state)
{
    (void)state;
    struct resonance r;
    resonance_init(&r, false, 5.6F, 0.75F);
    for (int i = 0; i < 100; i++) {
        resonance_add(&r, &(struct resonance_block){7.0F - 0.03F * (float)i, 5.0F, 0.5F, NAN});
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

static const float QUARTER_RAD = 1.5708F;

/* A block at this pace, after so many, of a heart whose resonance lies at f0, by a breathing sensor: Q 1.8, no other
   path. */
static struct resonance_block answered(float per_min, float f0, float offset_rad, int blocks)
{
    float d = 1.8F * (per_min / f0 - f0 / per_min);
    return (struct resonance_block){per_min, 8.0F * rested(blocks) / sqrtf(1.0F + d * d), 0.3F, offset_rad - atanf(d)};
}

enum { SLID = 12 };

static void slide_and_hold(struct resonance *r, bool by_depth, float f0, float offset_rad)
{
    resonance_init(r, by_depth, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
    for (int i = 0; i < SLID; i++) {
        struct resonance_block b = answered(fmaxf(5.5F, 6.6F - 0.15F * (float)i), f0, offset_rad, i);
        resonance_add(r, &b);
    }
}

/* So many blocks more, of that heart at 5.6, offset 0.7, after it moved. */
static void move_and_hold(struct resonance *r, float moved, int blocks)
{
    for (int i = 0; i < blocks; i++) {
        struct resonance_block b = answered(5.5F, 5.6F + moved, 0.7F, SLID + i);
        resonance_add(r, &b);
    }
}

/* The pace stays where it was best; the swing hardly gets smaller, but comes earlier, or later. */
static void a_resonance_that_moves_is_followed_by_its_phase(void **state)
{
    (void)state;
    for (float moved = -0.8F; moved < 1.0F; moved += 1.6F) {
        struct resonance r;
        slide_and_hold(&r, true, 5.6F, 0.7F);
        float before = resonance_believe(&r).mean, sd = resonance_believe(&r).sd;
        move_and_hold(&r, moved, 6);
        float off = resonance_believe(&r).mean - before;
        assert_true(off * moved > 0.0F && fabsf(off) > 0.5F && fabsf(off) < 1.2F);
        assert_true(resonance_believe(&r).sd > sd * 0.7F);
    }
}

/* How far the belief is from the best rate `blocks` after the heart moved by 0.8, by beats alone. */
static float left_behind(bool held, float moved, int blocks)
{
    struct resonance r;
    slide_and_hold(&r, false, 5.6F, 0.7F);
    r.held = held;
    float before = resonance_believe(&r).mean;
    move_and_hold(&r, moved, blocks);
    return fabsf(before + moved - resonance_believe(&r).mean);
}

/* Where nothing but the heart can have changed, a move is believed sooner. */
static void a_held_pace_shows_moves_sooner(void **state)
{
    (void)state;
    for (float moved = -0.8F; moved < 1.0F; moved += 1.6F) {
        for (int blocks = 4; blocks <= 12; blocks += 4) {
            float held = left_behind(true, moved, blocks), going = left_behind(false, moved, blocks);
            printf("moved by %.1f, %d blocks later: %.2f left where the pace is held, else %.2f\n", (double)moved,
                   blocks, (double)held, (double)going);
            assert_true(held < going);
        }
    }
    assert_true(left_behind(true, 0.0F, 12) < left_behind(false, 0.0F, 12) + 0.05F);
}

static void one_odd_phase_moves_nothing(void **state)
{
    (void)state;
    struct resonance r;
    slide_and_hold(&r, true, 5.6F, 0.0F);
    float before = resonance_believe(&r).mean;
    struct resonance_block odd = answered(5.5F, 5.6F, QUARTER_RAD, SLID), usual = answered(5.5F, 5.6F, 0.0F, SLID + 1);
    resonance_add(&r, &odd);
    for (int i = 0; i < 4; i++) {
        resonance_add(&r, &usual);
    }
    assert_true(fabsf(resonance_believe(&r).mean - before) < 0.15F);
}

/* Where the phase lies says nothing, nor does a whole turn. */
static void the_offset_of_the_phase_is_learned(void **state)
{
    (void)state;
    struct resonance r, shifted;
    slide_and_hold(&r, true, 5.9F, 0.0F);
    for (int k = -3; k <= 4; k++) {
        slide_and_hold(&shifted, true, 5.9F, QUARTER_RAD * (float)k);
        assert_true(fabsf(resonance_believe(&r).mean - resonance_believe(&shifted).mean) < 0.005F);
        assert_true(fabsf(resonance_believe(&r).sd - resonance_believe(&shifted).sd) < 0.005F);
    }
}

struct slide {
    float off, slipped;
};

/* A slide in the middle of which breaths look so many times as large: they are, or the belt slipped; told of, or not.
 */
static struct slide slide_with(float times, bool slips, bool told)
{
    struct resonance r;
    struct slide out = {0.0F, NAN};
    resonance_init(&r, true, RESONANCE_MEAN_PER_MIN, RESONANCE_SD_PER_MIN);
    for (int i = 0; i < 20; i++) {
        struct resonance_block b = answered(fmaxf(4.9F, 6.8F - 0.12F * (float)i), 5.6F, 0.3F, i);
        b.amplitude /= slips && i >= 8 ? times : 1.0F;
        if (told && i == 8) {
            out.slipped = resonance_slip(&r, &b, logf(times));
        }
        resonance_add(&r, &b);
    }
    out.off = fabsf(resonance_believe(&r).mean - 5.6F);
    return out;
}

static void a_belt_that_slips_moves_little(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        float times = i == 0 ? 1.4F : 0.7F;
        struct slide told = slide_with(times, true, true), unseen = slide_with(times, true, false);
        print_message("slips by %.1f: off by %.2f, told of it %.2f\n", (double)times, (double)unseen.off,
                      (double)told.off);
        assert_true(told.off < 0.2F && told.slipped > 0.8F);
        assert_true(unseen.off > told.off + 0.1F);
    }
}

static void deeper_breaths_are_no_slip(void **state)
{
    (void)state;
    float usual = slide_with(1.0F, false, false).off;
    for (int i = 0; i < 2; i++) {
        struct slide deeper = slide_with(i == 0 ? 1.4F : 0.7F, false, true);
        assert_true(deeper.slipped < 0.2F && fabsf(deeper.off - usual) < 0.05F);
    }
}

/* What is left after some were forgotten is learned anew, a few blocks at a time, as if the others had never been. */
static void what_is_left_is_learned_anew(void **state)
{
    (void)state;
    struct resonance r, other;
    resonance_init(&r, false, 5.6F, 0.75F);
    resonance_init(&other, false, 5.6F, 0.75F);
    for (int i = 0; i < 30; i++) {
        struct resonance_block b = answered(i % 2 == 0 ? 4.0F : 7.0F - 0.05F * (float)i, 6.0F, 0.0F, i);
        resonance_add(&r, &b);
        if (i % 2 == 1) {
            resonance_add(&other, &b);
        }
    }
    resonance_forget_below(&r, 4.5F);
    assert_int_equal(resonance_count(&r), resonance_count(&other));
    for (int i = 0; i < 3; i++) {
        struct resonance_block b = answered(5.5F, 6.0F, 0.0F, i);
        resonance_add(&r, &b);
        resonance_add(&other, &b);
    }
    assert_true(resonance_hash(&r, 1) == resonance_hash(&other, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clear_peak_is_found),
        cmocka_unit_test(a_late_heart_is_found_where_it_answers_most),
        cmocka_unit_test(without_blocks_the_prior_stands),
        cmocka_unit_test(the_interval_is_honest),
        cmocka_unit_test(a_test_is_told_less_surely),
        cmocka_unit_test(a_rate_has_its_share_of_the_best),
        cmocka_unit_test(what_was_too_slow_is_forgotten),
        cmocka_unit_test(a_resonance_that_moves_is_followed_by_its_phase),
        cmocka_unit_test(a_held_pace_shows_moves_sooner),
        cmocka_unit_test(one_odd_phase_moves_nothing),
        cmocka_unit_test(the_offset_of_the_phase_is_learned),
        cmocka_unit_test(a_belt_that_slips_moves_little),
        cmocka_unit_test(deeper_breaths_are_no_slip),
        cmocka_unit_test(what_is_left_is_learned_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
