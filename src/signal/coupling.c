/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One frequency of the cross spectrum: no FFT is needed for it. */
#include "signal/coupling.h"

#include <math.h>
#include <stdbool.h>

static const double TWO_PI = 6.28318530717958647692, SAMPLES_PER_S = 4.0;

struct pointer {
    double re, im;
};

/* Windowed sum of one segment at hz; false when a value is not known. */
static bool turn(const double *x, double hz, struct pointer *out)
{
    double mean = 0.0;
    for (size_t i = 0; i < COUPLING_POINTS; i++) {
        mean += x[i] / COUPLING_POINTS;
    }
    *out = (struct pointer){0.0, 0.0};
    for (size_t i = 0; i < COUPLING_POINTS; i++) {
        double w = 0.5 - 0.5 * cos(TWO_PI * (double)i / COUPLING_POINTS),
               angle = TWO_PI * hz * (double)i / SAMPLES_PER_S;
        out->re += w * (x[i] - mean) * cos(angle);
        out->im -= w * (x[i] - mean) * sin(angle);
    }
    return isfinite(out->re) && isfinite(out->im);
}

int coupling_measure(const double *hr, const double *breath, size_t n, double hz, struct coupling *out)
{
    if (!(hz >= 1.0 / 64.0 && hz <= 1.0)) {
        return R_ARG;
    }
    double xx = 0.0, yy = 0.0, re = 0.0, im = 0.0;
    size_t segments = 0;
    for (size_t at = 0; at + COUPLING_POINTS <= n; at += COUPLING_POINTS / 2) {
        struct pointer x, y;
        if (!turn(hr + at, hz, &x) || !turn(breath + at, hz, &y)) {
            continue;
        }
        xx += x.re * x.re + x.im * x.im;
        yy += y.re * y.re + y.im * y.im;
        re += x.re * y.re + x.im * y.im;
        im += x.im * y.re - x.re * y.im;
        segments++;
    }
    if (segments < COUPLING_SEGMENTS_MIN || !(xx > 0.0) || !(yy > 0.0)) {
        return R_DATA;
    }
    double independent = floor(0.75 * (double)segments + 0.25);
    *out = (struct coupling){.msc = (re * re + im * im) / (xx * yy),
                             .by_chance = 1.0 - pow(0.05, 1.0 / fmax(1.0, independent - 1.0)),
                             .phase_rad = -atan2(im, re),
                             .hz = hz,
                             .segments = segments};
    return R_OK;
}
