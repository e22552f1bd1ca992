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
#include "signal/spectrum.h"

/* The slow twin: line off, window, direct sums. */
static void direct(const float *x, size_t n, double density[SPECTRUM_BINS])
{
    double pi = 3.14159265358979323846, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0, power = 0.0, y[SPECTRUM_POINTS];
    for (size_t i = 0; i < n; i++) {
        sx += (double)i;
        sy += (double)x[i];
        sxx += (double)i * (double)i;
        sxy += (double)i * (double)x[i];
    }
    double m = (double)n, slope = (m * sxy - sx * sy) / (m * sxx - sx * sx), start = (sy - slope * sx) / m;
    for (size_t i = 0; i < n; i++) {
        double w = pow(sin(pi * (double)i / m), 2.0);
        y[i] = w * ((double)x[i] - start - slope * (double)i);
        power += w * w;
    }
    for (size_t k = 0; k < SPECTRUM_BINS; k++) {
        double re = 0.0, im = 0.0;
        for (size_t i = 0; i < n; i++) {
            double angle = 2.0 * pi * (double)(k * i % SPECTRUM_POINTS) / SPECTRUM_POINTS;
            re += y[i] * cos(angle);
            im -= y[i] * sin(angle);
        }
        density[k] = (k == 0 || k == SPECTRUM_BINS - 1 ? 1.0 : 2.0) * (re * re + im * im) / (4.0 * power);
    }
}

static void fft_equals_direct_sums(void **state)
{
    (void)state;
    struct spectrum s;
    struct rng rng;
    rng_init(&rng, 7);
    assert_int_equal(spectrum_init(&s), R_OK);
    const size_t lengths[] = {8, 80, 128, 255, 256};
    for (size_t q = 0; q < 5; q++) {
        float x[SPECTRUM_POINTS], got[SPECTRUM_BINS];
        double want[SPECTRUM_BINS], top = 0.0;
        for (size_t i = 0; i < lengths[q]; i++) {
            x[i] = (float)(900.0 + 40.0 * rng_normal(&rng) + 0.3 * (double)i);
        }
        spectrum_compute(&s, x, lengths[q], got);
        direct(x, lengths[q], want);
        for (size_t k = 0; k < SPECTRUM_BINS; k++) {
            top = fmax(top, want[k]);
        }
        for (size_t k = 0; k < SPECTRUM_BINS; k++) {
            assert_true(fabs((double)got[k] - want[k]) < 1e-6 * top);
        }
    }
    spectrum_deinit(&s);
}

static double integral(const float d[SPECTRUM_BINS])
{
    double sum = 0.0;
    for (size_t k = 0; k < SPECTRUM_BINS; k++) {
        sum += (double)d[k] * SPECTRUM_DF_HZ;
    }
    return sum;
}

static void the_integral_is_the_variance(void **state)
{
    (void)state;
    struct spectrum s;
    struct rng rng;
    float x[SPECTRUM_POINTS], d[SPECTRUM_BINS];
    rng_init(&rng, 8);
    assert_int_equal(spectrum_init(&s), R_OK);
    for (int i = 0; i < SPECTRUM_POINTS; i++) {
        x[i] = (float)(1000.0 + 50.0 * sin(2.0 * 3.14159265358979 * 0.1 * i / 4.0));
    }
    spectrum_compute(&s, x, SPECTRUM_POINTS, d);
    assert_true(fabs(integral(d) / 1250.0 - 1.0) < 0.02);
    double mean = 0.0;
    for (int run = 0; run < 200; run++) {
        for (int i = 0; i < SPECTRUM_POINTS; i++) {
            x[i] = (float)(30.0 * rng_normal(&rng));
        }
        spectrum_compute(&s, x, SPECTRUM_POINTS, d);
        mean += integral(d) / 200.0;
    }
    assert_true(fabs(mean / 900.0 - 1.0) < 0.05);
    spectrum_deinit(&s);
}

static void a_straight_line_has_no_power(void **state)
{
    (void)state;
    struct spectrum s;
    float x[SPECTRUM_POINTS], d[SPECTRUM_BINS];
    assert_int_equal(spectrum_init(&s), R_OK);
    for (int i = 0; i < SPECTRUM_POINTS; i++) {
        x[i] = 800.0F + 0.5F * (float)i;
    }
    spectrum_compute(&s, x, SPECTRUM_POINTS, d);
    assert_true(integral(d) < 1e-9);
    spectrum_deinit(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fft_equals_direct_sums),
        cmocka_unit_test(the_integral_is_the_variance),
        cmocka_unit_test(a_straight_line_has_no_power),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
