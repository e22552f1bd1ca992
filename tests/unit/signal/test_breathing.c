/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/breathing.h"

enum { SHAPE_BELT, SHAPE_FLOW, SHAPE_CLIPPED };

/* A breath of 40 % in, 40 % out, 20 % pause: volume 0..1 at a share of the cycle. */
static double volume_at(double share)
{
    double pi = 3.14159265358979323846;
    if (share < 0.4) {
        return 0.5 - 0.5 * cos(pi * share / 0.4);
    }
    return share < 0.8 ? 0.5 + 0.5 * cos(pi * (share - 0.4) / 0.4) : 0.0;
}

static double signal_at(double share, int shape)
{
    if (shape == SHAPE_FLOW) {
        return (volume_at(share + 0.001) - volume_at(share)) / 0.001;
    }
    double v = volume_at(share);
    return shape == SHAPE_CLIPPED ? fmin(0.8, v) : v;
}

struct found {
    int breaths;
    double mean_per_min, worst_onset_s, share, per_min;
};

static struct found run(double hz, double per_min, int shape, double gain, double noise)
{
    static struct breathing b;
    struct rng rng;
    struct found f = {0, 0.0, 0.0, 0.0, 0.0};
    double cycle = 60.0 / per_min, end = 12.0 * cycle + 40.0;
    rng_init(&rng, 12);
    breathing_init(&b, shape == SHAPE_FLOW ? RESP_FLOW : RESP_BELT);
    for (int i = 0; i < (int)(end * hz); i++) {
        double t = i / hz, share = t / cycle - floor(t / cycle);
        double v = gain * (signal_at(share, shape) + noise * rng_normal(&rng) + 0.05 * sin(2.0 * 3.14159 * 1.1 * t));
        struct breath o;
        if (breathing_push(&b, usec_from_s(t), (float)(v + 100.0), &o) && t > 40.0) {
            double at = usec_to_s(o.t) / cycle, off = (at - floor(at + 0.5)) * cycle;
            f.worst_onset_s = fmax(f.worst_onset_s, fabs(off));
            f.mean_per_min += (double)o.rate_per_min;
            f.share += (double)o.inhale_share;
            f.breaths++;
        }
    }
    f.mean_per_min /= f.breaths;
    f.share /= f.breaths;
    f.per_min = (double)breathing_per_min(&b, usec_from_s(end));
    return f;
}

static void check(double hz, double per_min, int shape, double gain)
{
    struct found f = run(hz, per_min, shape, gain, 0.02);
    print_message("%5.1f Hz, %4.1f/min, shape %d, gain %g: %d breaths, %.2f/min, onset off %.2f s, share %.2f\n", hz,
                  per_min, shape, gain, f.breaths, f.mean_per_min, f.worst_onset_s, f.share);
    assert_true(abs(f.breaths - 12) <= 1);
    assert_true(fabs(f.mean_per_min - per_min) < 0.03 * per_min);
    assert_true(fabs(f.per_min - per_min) < 0.06 * per_min);
    assert_true(f.worst_onset_s < 0.14 * 60.0 / per_min);
    assert_true(f.share > 0.25 && f.share < 0.6);
}

static void breaths_of_a_belt_at_any_rate(void **state)
{
    (void)state;
    const double rates[] = {4.0, 6.0, 12.0, 20.0};
    for (int i = 0; i < 4; i++) {
        check(5.0, rates[i], SHAPE_BELT, 1.0);
        check(25.0, rates[i], SHAPE_CLIPPED, 1000.0);
        check(250.0, rates[i], SHAPE_BELT, 1e-3);
    }
}

static void the_side_of_a_flow_is_found(void **state)
{
    (void)state;
    check(50.0, 6.0, SHAPE_FLOW, 1.0);
    check(50.0, 6.0, SHAPE_FLOW, -1.0);
    check(50.0, 12.0, SHAPE_FLOW, -20.0);
}

static void lung_and_phase_follow(void **state)
{
    (void)state;
    static struct breathing b;
    struct breath o;
    float lung = 0.0F, phase = 0.0F, low = 1.0F, high = 0.0F;
    breathing_init(&b, RESP_BELT);
    breathing_now(&b, 0, &lung, &phase);
    assert_true(isnan(lung) && isnan(phase));
    for (int i = 0; i < 25 * 120; i++) {
        double t = i / 25.0, share = t / 10.0 - floor(t / 10.0);
        (void)breathing_push(&b, usec_from_s(t), (float)volume_at(share), &o);
        if (t > 60.0) {
            breathing_now(&b, usec_from_s(t), &lung, &phase);
            low = fminf(low, lung);
            high = fmaxf(high, lung);
            assert_true(fabs((double)lung - volume_at(share)) < 0.25);
            double off = (double)phase / (2.0 * 3.14159265) - share;
            off -= floor(off + 0.5);
            assert_true(fabs(off) < 0.22);
        }
    }
    assert_true(low < 0.05F && high > 0.9F);
}

static void shallow_breaths_after_deep_ones_are_found(void **state)
{
    (void)state;
    static struct breathing b;
    struct breath o;
    int late = 0;
    float deep = 0.0F, shallow = 0.0F;
    breathing_init(&b, RESP_BELT);
    for (int i = 0; i < 25 * 200; i++) {
        double t = i / 25.0, share = t / 5.0 - floor(t / 5.0);
        bool told = breathing_push(&b, usec_from_s(t), (float)((t < 100.0 ? 1.0 : 0.12) * volume_at(share)), &o);
        late += told && t > 150.0 ? 1 : 0;
        deep = told && t < 100.0 ? o.depth : deep;
        shallow = told && t > 150.0 ? o.depth : shallow;
    }
    assert_true(late >= 8 && late <= 11);
    assert_float_equal(deep, 0.95F, 0.06F); /* what smoothing leaves */
    assert_float_equal(shallow / deep, 0.12F, 0.005F);
}

static double noise_of(struct rng *rng, double t, double per_min)
{
    double shake = per_min > 0.0 ? sin(2.0 * 3.14159265358979323846 * t * per_min / 60.0) : rng_normal(rng);
    return shake + 0.05 * rng_normal(rng);
}

/* Noise, the mains' hum, and a belt that shows only the pulse (per_min): none of them breathes. */
static void what_shakes_is_no_breath(void **state)
{
    (void)state;
    const double hz[] = {10.0, 25.0, 100.0}, per_min[] = {0.0, 55.0, 80.0};
    for (int k = 0; k < 9; k++) {
        static struct breathing b;
        struct rng rng;
        struct breath o;
        rng_init(&rng, 20 + (uint64_t)k);
        breathing_init(&b, RESP_BELT);
        int early = 0, late = 0, after = 0;
        for (int i = 0; i < (int)(360.0 * hz[k % 3]); i++) {
            double t = i / hz[k % 3];
            double v = t < 240.0 ? noise_of(&rng, t, per_min[k / 3]) : 3.0 * volume_at(fmod(t / 5.0, 1.0));
            bool told = breathing_push(&b, usec_from_s(t), (float)v, &o);
            early += told && t < 40.0;
            late += told && t >= 40.0 && t < 240.0;
            after += told && t > 320.0;
            assert_true(t < 40.0 || t > 240.0 || !breathing_clear(&b));
        }
        print_message("%3.0f Hz, pulse %2.0f: %d breaths in 40 s, %d later, %d of 8 real ones\n", hz[k % 3],
                      per_min[k / 3], early, late, after);
        assert_true(early <= 12 && late == 0);
        assert_true(after >= 7 && breathing_clear(&b));
    }
}

/* Whoever puts a belt on pulls at it first. */
static void a_far_beginning_hides_no_breath(void **state)
{
    (void)state;
    const double off[] = {500.0, -500.0, 20.0}, lasts_s[] = {0.02, 1.0, 10.0};
    for (int k = 0; k < 9; k++) {
        static struct breathing b;
        struct breath o;
        int told = 0;
        breathing_init(&b, RESP_BELT);
        for (int i = 0; i < 25 * 120; i++) {
            double t = i / 25.0, v = volume_at(fmod(t / 5.0, 1.0)) + (t < lasts_s[k / 3] ? off[k % 3] : 0.0);
            told += breathing_push(&b, usec_from_s(t), (float)v, &o) && t > 60.0;
        }
        assert_in_range(told, 11, 13);
    }
}

static void stillness_is_no_breath(void **state)
{
    (void)state;
    static struct breathing b;
    struct breath o;
    breathing_init(&b, RESP_BELT);
    for (int i = 0; i < 25 * 100; i++) {
        assert_false(breathing_push(&b, i * 40000, 7.0F, &o));
    }
    assert_true(isnan(breathing_per_min(&b, 100000000)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaths_of_a_belt_at_any_rate),   cmocka_unit_test(the_side_of_a_flow_is_found),
        cmocka_unit_test(lung_and_phase_follow),           cmocka_unit_test(shallow_breaths_after_deep_ones_are_found),
        cmocka_unit_test(stillness_is_no_breath),          cmocka_unit_test(what_shakes_is_no_breath),
        cmocka_unit_test(a_far_beginning_hides_no_breath),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
