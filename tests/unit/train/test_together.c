/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "near.h"
#include "train/together.h"

enum { TEN_MINUTES = 1200 };

/* A slow wave of wandering frequency, standard deviation about 1. */
struct wave {
    double x, v;
};

static double wave_next(struct wave *w, struct rng *r)
{
    const double w0 = 6.283185307179586 * 0.1, q = 2.0;
    for (int i = 0; i < 10; i++) {
        w->v += 0.05 * (w0 / q * (rng_normal(r) * sqrt(2.0 * q / (w0 * 0.05)) - w->v) - w0 * w0 * w->x);
        w->x += 0.05 * w->v;
    }
    return w->v;
}

/* Two hearts: own waves, a shared part that comes to the second lag values later, and the swing of one pacer. */
static void make(struct together *t, uint64_t seed, double shared, uint32_t lag, double swing)
{
    struct rng r;
    struct wave own[2] = {{0.0, 0.0}}, both = {0.0, 0.0};
    double past[32] = {0.0};
    rng_init(&r, seed);
    together_init(t);
    for (uint32_t i = 0; i < TEN_MINUTES; i++) {
        double common = wave_next(&both, &r), phase = fmod((double)i / 20.0, 1.0);
        past[i % 32] = common;
        for (uint32_t who = 0; who < 2; who++) {
            double heard = past[(i + 32 - (who == 1 ? lag : 0)) % 32];
            t->hr[who][i] = (float)(70.0 + sqrt(1.0 - shared * shared) * wave_next(&own[who], &r) + shared * heard +
                                    swing * sin(6.283185307179586 * phase + who));
        }
        t->phase[i] = swing > 0.0 ? (float)phase : NAN;
        t->n++;
    }
}

static struct together_result judge(uint64_t seed, double shared, uint32_t lag, double swing)
{
    struct together *t = calloc(1, sizeof *t);
    assert_non_null(t);
    make(t, seed, shared, lag, swing);
    struct together_result r = together_judge(t);
    free(t);
    return r;
}

static void chance_alone_is_told_in_one_of_twenty(void **state)
{
    (void)state;
    int told = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        told += judge(seed, 0.0, 0, 0.0).p <= TOGETHER_P ? 1 : 0;
    }
    assert_true(told <= 8); /* of 60; more would be one in two hundred runs of this test with other seeds */
}

static void a_shared_pacer_alone_is_no_togetherness(void **state)
{
    (void)state;
    int told = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        told += judge(100 + seed, 0.0, 0, 8.0).p <= TOGETHER_P ? 1 : 0;
    }
    assert_true(told <= 8);
}

static void what_is_shared_is_found_with_its_lag(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 10; seed++) {
        struct together_result r = judge(200 + seed, 0.9, 4, 0.0);
        assert_true(r.p <= TOGETHER_P && r.synchrony > 0.3F);
        assert_near(r.lag_s, 2.0F, 0.6F);
        assert_true(judge(300 + seed, 0.9, 0, 8.0).p <= TOGETHER_P); /* under the swing of a pacer, too */
    }
}

static void a_minute_without_the_pacer_is_told_apart(void **state)
{
    (void)state;
    struct together *t = calloc(1, sizeof *t);
    assert_non_null(t);
    make(t, 400, 0.95, 0, 8.0);
    for (uint32_t i = 0; i < t->n; i++) {
        t->phase[i] = i < 150 || i >= t->n - 150 ? NAN : t->phase[i];
    }
    struct together_result r = together_judge(t);
    assert_true(!isnan(r.before) && !isnan(r.after));
    make(t, 400, 0.95, 0, 8.0); /* paced all through */
    r = together_judge(t);
    assert_true(isnan(r.before) && isnan(r.after));
    make(t, 401, 0.95, 0, 0.0); /* never paced: there is no before */
    r = together_judge(t);
    assert_true(isnan(r.before) && isnan(r.after) && r.p <= TOGETHER_P);
    free(t);
}

static void too_little_is_no_figure(void **state)
{
    (void)state;
    struct together *t = calloc(1, sizeof *t);
    assert_non_null(t);
    make(t, 5, 0.9, 0, 0.0);
    t->n = 2 * 90; /* a minute and a half */
    struct together_result r = together_judge(t);
    assert_true(isnan(r.synchrony) && isnan(r.p));
    make(t, 5, 0.9, 0, 0.0);
    for (uint32_t i = 0; i < t->n; i++) { /* one heart is hardly ever seen */
        t->hr[1][i] = i % 120 < 60 ? NAN : t->hr[1][i];
    }
    r = together_judge(t);
    assert_true(isnan(r.p) || r.windows >= TOGETHER_WINDOWS_MIN);
    together_init(t);
    assert_true(isnan(together_judge(t).p));
    assert_int_equal(together_judge(t).windows, 0);
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chance_alone_is_told_in_one_of_twenty),
        cmocka_unit_test(a_shared_pacer_alone_is_no_togetherness),
        cmocka_unit_test(what_is_shared_is_found_with_its_lag),
        cmocka_unit_test(a_minute_without_the_pacer_is_told_apart),
        cmocka_unit_test(too_little_is_no_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
