/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_SOUND_LOUDNESS_H
#define TESTS_UNIT_SOUND_LOUDNESS_H

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/* Integrated loudness of stereo frames at 48 kHz, LUFS. Source: ITU-R BS.1770-4: the two filters of annex 1 (their
   coefficients at 48 kHz), blocks of 400 ms every 100 ms, gates at -70 LUFS and 10 below the mean. */
static double loudness_filtered(double *z, const double b[3], const double a[2], double x)
{
    double y = b[0] * x + z[0];
    z[0] = b[1] * x - a[0] * y + z[1];
    z[1] = b[2] * x - a[1] * y;
    return y;
}

static double loudness_lufs(const float *stereo, size_t frames)
{
    static const double SHELF_B[3] = {1.53512485958697, -2.69169618940638, 1.19839281085285};
    static const double SHELF_A[2] = {-1.69065929318241, 0.73248077421585};
    static const double HIGH_B[3] = {1.0, -2.0, 1.0};
    static const double HIGH_A[2] = {-1.99004745483398, 0.99007225036621};
    enum { STEP = 4800 };
    size_t steps = frames / STEP;
    double *power = calloc(steps + 1, sizeof *power);
    double z[2][2][2] = {{{0.0}}};
    for (size_t k = 0; power != NULL && k < steps * STEP; k++) {
        for (size_t ear = 0; ear < 2; ear++) {
            double x = loudness_filtered(z[ear][0], SHELF_B, SHELF_A, (double)stereo[2 * k + ear]);
            x = loudness_filtered(z[ear][1], HIGH_B, HIGH_A, x);
            power[k / STEP] += x * x / STEP;
        }
    }
    double gate = pow(10.0, (-70.0 + 0.691) / 10.0), mean = 0.0;
    for (int pass = 0; power != NULL && pass < 2; pass++) {
        double sum = 0.0, n = 0.0;
        for (size_t k = 3; k < steps; k++) {
            double block = (power[k - 3] + power[k - 2] + power[k - 1] + power[k]) / 4.0;
            sum += block > gate ? block : 0.0;
            n += block > gate ? 1.0 : 0.0;
        }
        mean = n > 0.0 ? sum / n : 0.0;
        gate = fmax(gate, mean / 10.0);
    }
    free(power);
    return -0.691 + 10.0 * log10(fmax(mean, 1e-12));
}

#endif
