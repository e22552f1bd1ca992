/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/coupling.h"

enum { N = 4800 };
static double hr[N], breath[N];
static const double TWO_PI = 6.283185307179586;

static void swing(double hz, double late_rad, double noise, uint64_t seed)
{
    struct rng g;
    rng_init(&g, seed);
    for (size_t i = 0; i < N; i++) {
        double angle = TWO_PI * hz * (double)i / 4.0;
        breath[i] = 3.0 + sin(angle) + 0.2 * rng_normal(&g);
        hr[i] = 65.0 + 5.0 * sin(angle - late_rad) + noise * rng_normal(&g);
    }
}

static void lateness_is_read(void **state)
{
    (void)state;
    const double late[] = {0.0, 0.5, 1.57, -1.0, 3.0};
    for (size_t k = 0; k < 5; k++) {
        struct coupling c;
        swing(0.1, late[k], 1.0, k);
        assert_int_equal(coupling_measure(hr, breath, N, 0.1, &c), R_OK);
        assert_true(c.msc > 0.99 && c.by_chance < 0.2);
        assert_true(fabs(c.phase_rad - late[k]) < 0.05);
        assert_int_equal(c.segments, (N - 256) / 128 + 1);
    }
}

/* Unrelated noise stays under the chance level in 95 of 100 cases. */
static void chance_is_told(void **state)
{
    (void)state;
    int above = 0;
    for (uint64_t seed = 0; seed < 400; seed++) {
        struct rng g;
        struct coupling c;
        rng_init(&g, 1000 + seed);
        for (size_t i = 0; i < 1024; i++) {
            hr[i] = rng_normal(&g);
            breath[i] = rng_normal(&g);
        }
        assert_int_equal(coupling_measure(hr, breath, 1024, 0.1, &c), R_OK);
        above += c.msc > c.by_chance ? 1 : 0;
    }
    assert_in_range(above, 4, 32);
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    struct coupling c;
    swing(0.1, 0.5, 0.0, 1);
    assert_int_equal(coupling_measure(hr, breath, 500, 0.1, &c), R_DATA);
    assert_int_equal(coupling_measure(hr, breath, N, 1.5, &c), R_ARG);
    hr[700] = (double)NAN;
    assert_int_equal(coupling_measure(hr, breath, N, 0.1, &c), R_OK);
    assert_int_equal(c.segments, (N - 256) / 128 + 1 - 2);
    for (size_t i = 0; i < N; i++) {
        breath[i] = 1.0;
    }
    assert_int_equal(coupling_measure(hr, breath, N, 0.1, &c), R_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lateness_is_read),
        cmocka_unit_test(chance_is_told),
        cmocka_unit_test(what_is_not_known_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
