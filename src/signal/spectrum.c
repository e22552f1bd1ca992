/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Power density of a short stretch of the tachogram.
 *
 * 1. The plan is made by estimate, not by measuring: the same bits on every run.
 * 2. A straight line has no power.
 */
#include "signal/spectrum.h"

#include <fftw3.h>
#include <math.h>
#include <string.h>

static const double SAMPLES_PER_S = 4.0;

int spectrum_init(struct spectrum *s)
{
    *s = (struct spectrum){NULL, NULL, NULL};
    s->in = fftw_alloc_real(SPECTRUM_POINTS);
    s->out = fftw_alloc_real(2 * SPECTRUM_BINS);
    if (s->in != NULL && s->out != NULL) {
        s->plan = fftw_plan_dft_r2c_1d(SPECTRUM_POINTS, s->in, (fftw_complex *)(void *)s->out, FFTW_ESTIMATE);
    }
    if (s->plan == NULL) {
        spectrum_deinit(s);
        return R_MEM;
    }
    return R_OK;
}

void spectrum_deinit(struct spectrum *s)
{
    if (s->plan != NULL) {
        fftw_destroy_plan(s->plan);
    }
    fftw_free(s->in);
    fftw_free(s->out);
    *s = (struct spectrum){NULL, NULL, NULL};
}

/* x less its least squares line, times the window; returns the sum of the squared window. */
static double prepare(double *in, const float *x, size_t n)
{
    double mean = 0.0, slope = 0.0, squares = 0.0, mid = 0.5 * (double)(n - 1), power = 0.0;
    for (size_t i = 0; i < n; i++) {
        double at = (double)i - mid;
        mean += (double)x[i] / (double)n;
        slope += at * (double)x[i];
        squares += at * at;
    }
    slope /= squares;
    for (size_t i = 0; i < n; i++) {
        double w = 0.5 - 0.5 * cos(2.0 * 3.14159265358979323846 * (double)i / (double)n);
        in[i] = w * ((double)x[i] - mean - slope * ((double)i - mid));
        power += w * w;
    }
    memset(in + n, 0, (SPECTRUM_POINTS - n) * sizeof in[0]);
    return power;
}

void spectrum_compute(const struct spectrum *s, const float *x, size_t n, float density[SPECTRUM_BINS])
{
    double scale = 1.0 / (SAMPLES_PER_S * prepare(s->in, x, n));
    fftw_execute(s->plan);
    for (size_t i = 0; i < SPECTRUM_BINS; i++) {
        double re = s->out[2 * i], im = s->out[2 * i + 1];
        double sides = i == 0 || i == SPECTRUM_BINS - 1 ? 1.0 : 2.0;
        density[i] = (float)(sides * scale * (re * re + im * im));
    }
}

static void add_segment(const double *x, const double *window, size_t n, double *in, fftw_complex *out, fftw_plan plan,
                        double *density)
{
    double mean = 0.0;
    for (size_t i = 0; i < n; i++) {
        mean += x[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        in[i] = window[i] * (x[i] - mean);
    }
    fftw_execute(plan);
    for (size_t i = 0; i <= n / 2; i++) {
        double sides = i == 0 || 2 * i == n ? 1.0 : 2.0;
        density[i] += sides * (out[i][0] * out[i][0] + out[i][1] * out[i][1]);
    }
}

int spectrum_welch(const double *x, size_t n, double density[WELCH_BINS], size_t *bins, double *df_hz)
{
    size_t length = n < WELCH_POINTS ? n : WELCH_POINTS, segments = 0;
    double window[WELCH_POINTS], power = 0.0;
    double *in = fftw_alloc_real(length);
    fftw_complex *out = fftw_alloc_complex(length / 2 + 1);
    fftw_plan plan = in != NULL && out != NULL ? fftw_plan_dft_r2c_1d((int)length, in, out, FFTW_ESTIMATE) : NULL;
    for (size_t i = 0; i < length; i++) {
        window[i] = 0.5 - 0.5 * cos(2.0 * 3.14159265358979323846 * (double)i / (double)length);
        power += window[i] * window[i];
    }
    memset(density, 0, WELCH_BINS * sizeof density[0]);
    for (size_t at = 0; plan != NULL && at + length <= n; at += length - length / 2) {
        add_segment(x + at, window, length, in, out, plan, density);
        segments++;
    }
    for (size_t i = 0; i <= length / 2; i++) {
        density[i] /= SAMPLES_PER_S * power * (double)(segments > 0 ? segments : 1);
    }
    *bins = length / 2 + 1;
    *df_hz = SAMPLES_PER_S / (double)length;
    int result = plan != NULL ? R_OK : R_MEM;
    if (plan != NULL) {
        fftw_destroy_plan(plan);
    }
    fftw_free(in);
    fftw_free(out);
    return result;
}
