/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares of a sine and a cosine at each frequency. The angles of all samples advance by the same step from one
   frequency to the next, so that a turn of each sample's pointer replaces its sine and cosine. */
#include "signal/lomb.h"

#include <math.h>
#include <string.h>

static const double TWO_PI = 6.28318530717958647692;

struct pointers {
    double *weight, *value, *re, *im, *step_re, *step_im;
};

static struct pointers lay_out(size_t n, double *work)
{
    return (struct pointers){work, work + n, work + 2 * n, work + 3 * n, work + 4 * n, work + 5 * n};
}

/* Share of the power at one frequency that the best sine takes, in the weights' unit. */
static double explained(const struct pointers *p, size_t n)
{
    double cc = 0.0, ss = 0.0, cs = 0.0, xc = 0.0, xs = 0.0;
    for (size_t i = 0; i < n; i++) {
        double w = p->weight[i], c = p->re[i], s = p->im[i];
        cc += w * c * c;
        ss += w * s * s;
        cs += w * c * s;
        xc += p->value[i] * c;
        xs += p->value[i] * s;
    }
    double det = cc * ss - cs * cs;
    return det > 1e-12 * cc * ss ? (xc * xc * ss - 2.0 * xc * xs * cs + xs * xs * cc) / det : 0.0;
}

void lomb_density(const double *t_s, const double *x, size_t n, double from_s, double length_s, double df_hz,
                  size_t bins, double *density, double *work)
{
    struct pointers p = lay_out(n, work);
    double sum = 0.0, mean = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        double share = fmin(1.0, fmax(0.0, (t_s[i] - from_s) / length_s)), turn = TWO_PI * df_hz * (t_s[i] - from_s);
        p.weight[i] = 0.5 - 0.5 * cos(TWO_PI * share);
        p.step_re[i] = cos(turn);
        p.step_im[i] = sin(turn);
        p.re[i] = 1.0;
        p.im[i] = 0.0;
        sum += p.weight[i];
        mean += p.weight[i] * x[i];
        squares += p.weight[i] * p.weight[i];
    }
    memset(density, 0, bins * sizeof density[0]);
    if (!(sum > 0.0)) {
        return;
    }
    mean /= sum;
    for (size_t i = 0; i < n; i++) {
        p.value[i] = p.weight[i] * (x[i] - mean);
    }
    /* For even samples explained() is |X|^2 * 2 / sum of weights; a density is 2 |X|^2 dt / sum of squared weights. */
    double scale = sum * (length_s / (double)n) / squares;
    for (size_t k = 1; k < bins; k++) {
        for (size_t i = 0; i < n; i++) {
            double re = p.re[i] * p.step_re[i] - p.im[i] * p.step_im[i];
            p.im[i] = p.re[i] * p.step_im[i] + p.im[i] * p.step_re[i];
            p.re[i] = re;
        }
        density[k] = scale * explained(&p, n);
    }
}
