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

static double hann(size_t i, size_t n)
{
    return 0.5 - 0.5 * cos(2.0 * 3.14159265358979323846 * (double)i / (double)n);
}

int spectrum_init(struct spectrum *s)
{
    *s = (struct spectrum){NULL, NULL, NULL, NULL};
    s->window = fftw_alloc_real(SPECTRUM_POINTS);
    s->in = fftw_alloc_real(SPECTRUM_POINTS);
    s->out = fftw_alloc_real(2 * SPECTRUM_BINS);
    if (s->in != NULL && s->out != NULL && s->window != NULL) {
        s->plan = fftw_plan_dft_r2c_1d(SPECTRUM_POINTS, s->in, (fftw_complex *)(void *)s->out, FFTW_ESTIMATE);
    }
    if (s->plan == NULL || s->window == NULL) {
        spectrum_deinit(s);
        return R_MEM;
    }
    for (size_t i = 0; i < SPECTRUM_POINTS; i++) {
        s->window[i] = hann(i, SPECTRUM_POINTS);
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
    fftw_free(s->window);
    *s = (struct spectrum){NULL, NULL, NULL, NULL};
}

/* x less its least squares line, times the window; returns the sum of the squared window. */
static double prepare(const struct spectrum *s, const float *x, size_t n)
{
    double *in = s->in;
    size_t stride = SPECTRUM_POINTS % n == 0 ? SPECTRUM_POINTS / n : 0; /* the same window, thinned out */
    double mean = 0.0, slope = 0.0, squares = 0.0, mid = 0.5 * (double)(n - 1), power = 0.0;
    for (size_t i = 0; i < n; i++) {
        double at = (double)i - mid;
        mean += (double)x[i] / (double)n;
        slope += at * (double)x[i];
        squares += at * at;
    }
    slope /= squares;
    for (size_t i = 0; i < n; i++) {
        double w = stride > 0 ? s->window[i * stride] : hann(i, n);
        in[i] = w * ((double)x[i] - mean - slope * ((double)i - mid));
        power += w * w;
    }
    memset(in + n, 0, (SPECTRUM_POINTS - n) * sizeof in[0]);
    return power;
}

void spectrum_compute(const struct spectrum *s, const float *x, size_t n, float density[SPECTRUM_BINS])
{
    double scale = 1.0 / (SAMPLES_PER_S * prepare(s, x, n));
    fftw_execute(s->plan);
    for (size_t i = 0; i < SPECTRUM_BINS; i++) {
        double re = s->out[2 * i], im = s->out[2 * i + 1];
        double sides = i == 0 || i == SPECTRUM_BINS - 1 ? 1.0 : 2.0;
        density[i] = (float)(sides * scale * (re * re + im * im));
    }
}
