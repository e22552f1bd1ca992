/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/rhythm.h"
#include "unit/signal/synth.h"

static double beats[2000];

/* Rate after 90 s, breaths told, mean of their rates. */
static float rate_of(double hz, double half, double noise_s, int *told, double *mean_per_min)
{
    struct tachogram g;
    struct rhythm r;
    struct spectrum s;
    struct rng rng;
    size_t k = 1, n;
    double sum = 0.0;
    rng_init(&rng, 4);
    n = synth_beats(beats, 2000, 90.0, 65.0, half, hz, noise_s, &rng);
    assert_int_equal(spectrum_init(&s), R_OK);
    tachogram_init(&g);
    rhythm_init(&r);
    *told = 0;
    for (int second = 1; second < 90; second++) {
        for (; k < n && beats[k] < second; k++) {
            float rr = (float)(1e3 * (beats[k] - beats[k - 1]));
            tachogram_push(&g, &(struct tachogram_point){usec_from_s(beats[k]), rr, true, true, false});
        }
        struct breath b;
        if (rhythm_update(&r, &g, &s, &b)) {
            assert_int_equal(b.source, BREATH_HEART);
            sum += (double)b.rate_per_min;
            (*told)++;
        }
    }
    spectrum_deinit(&s);
    *mean_per_min = sum / *told;
    return rhythm_per_min(&r);
}

static void the_rate_of_a_breathing_heart_is_found(void **state)
{
    (void)state;
    const double rates[] = {4.5, 6.0, 8.0, 12.0, 15.0};
    for (int i = 0; i < 5; i++) {
        int told = 0;
        double mean = 0.0;
        float rate = rate_of(rates[i] / 60.0, 8.0, 0.005, &told, &mean);
        print_message("heart breathes %.1f: spectrum %.2f, %d breaths of %.2f\n", rates[i], (double)rate, told, mean);
        assert_true(fabs((double)rate - rates[i]) < 0.08 * rates[i]);
        assert_true(fabs(mean - rates[i]) < 0.08 * rates[i]);
        assert_true(told >= (int)(rates[i] * 0.7));
    }
}

static void a_heart_that_does_not_breathe_says_nothing(void **state)
{
    (void)state;
    int told = 0;
    double mean = 0.0;
    assert_true(isnan(rate_of(0.1, 0.0, 0.03, &told, &mean)));
    assert_true(told < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_of_a_breathing_heart_is_found),
        cmocka_unit_test(a_heart_that_does_not_breathe_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
