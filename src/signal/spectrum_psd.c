/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Densities of segments: less their mean, then by windows and FFT, or by an autoregression.
 *
 * 1. Plans are made by estimate: the same bits on every run.
 * 2. Windows are scaled once, so that a segment costs its transform and little else.
 */
#include "signal/spectrum_psd.h"

#include <fftw3.h>
#include <math.h>
#include <string.h>

#include "signal/autoregression.h"

enum { AR_WITHIN = 8 }; /* chosen: frequencies looked at within a bin */
static const double SAMPLES_PER_S = 4.0;
static const double PI = 3.14159265358979323846;

static void make_tapers(struct psd *p)
{
    double m = (double)p->length;
    for (size_t k = 0; k < p->tapers; k++) {
        double *w = p->taper + k * p->length, power = 0.0;
        for (size_t i = 0; i < p->length; i++) {
            w[i] = p->method == PSD_WELCH ? 0.5 - 0.5 * cos(2.0 * PI * (double)i / m)
                                          : sin(PI * (double)(k + 1) * (double)(i + 1) / (m + 1.0));
            power += w[i] * w[i];
        }
        double scale = 1.0 / sqrt(SAMPLES_PER_S * power * (double)p->tapers);
        for (size_t i = 0; i < p->length; i++) {
            w[i] *= scale;
        }
    }
}

int psd_open(struct psd *p, unsigned method, size_t length)
{
    memset(p, 0, sizeof *p);
    if (length < 8 || length > PSD_POINTS || method >= PSD_LOMB) {
        return R_ARG;
    }
    p->method = method;
    p->length = length;
    p->tapers = method == PSD_WELCH ? 1 : PSD_TAPERS;
    p->taper = fftw_alloc_real(p->tapers * length);
    p->in = fftw_alloc_real(length);
    p->out = fftw_alloc_real(2 * (length / 2 + 1));
    if (p->taper != NULL && p->in != NULL && p->out != NULL) {
        p->plan = fftw_plan_dft_r2c_1d((int)length, p->in, (fftw_complex *)(void *)p->out, FFTW_ESTIMATE);
    }
    if (p->plan == NULL) {
        psd_close(p);
        return R_MEM;
    }
    make_tapers(p);
    return R_OK;
}

void psd_close(struct psd *p)
{
    if (p->plan != NULL) {
        fftw_destroy_plan(p->plan);
    }
    fftw_free(p->taper);
    fftw_free(p->in);
    fftw_free(p->out);
    p->plan = p->taper = p->in = p->out = NULL;
}

static double sides(const struct psd *p, size_t bin)
{
    return bin == 0 || 2 * bin == p->length ? 1.0 : 2.0;
}

static void add_tapered(struct psd *p, const double *x, double mean)
{
    for (size_t k = 0; k < p->tapers; k++) {
        const double *w = p->taper + k * p->length;
        for (size_t i = 0; i < p->length; i++) {
            p->in[i] = w[i] * (x[i] - mean);
        }
        fftw_execute(p->plan);
        for (size_t i = 0; i <= p->length / 2; i++) {
            double re = p->out[2 * i], im = p->out[2 * i + 1];
            p->density[i] += sides(p, i) * (re * re + im * im);
        }
    }
}

/* Mean over the width of a bin: the peaks of a regular rhythm are narrower than bins are apart. */
static double mean_density(const double *a, size_t order, double variance, double turn, double width)
{
    double sum = 0.0;
    for (int k = 0; k < AR_WITHIN; k++) {
        sum += autoregression_density(a, order, variance, turn + width * (((double)k + 0.5) / AR_WITHIN - 0.5));
    }
    return sum / AR_WITHIN;
}

static void add_autoregression(struct psd *p, const double *x, double mean)
{
    double a[PSD_ORDER + 1], *centred = p->in, *work = p->taper, width = 2.0 * PI / (double)p->length;
    for (size_t i = 0; i < p->length; i++) {
        centred[i] = x[i] - mean;
    }
    size_t order = p->length > 4 * PSD_ORDER ? PSD_ORDER : p->length / 4;
    double variance = autoregression_fit(centred, p->length, order, a, work);
    for (size_t i = 0; i <= p->length / 2; i++) {
        double density = mean_density(a, order, variance, width * (double)i, width);
        p->density[i] += sides(p, i) * density / SAMPLES_PER_S;
    }
}

void psd_add(struct psd *p, const double *x, size_t n)
{
    for (size_t at = 0; at + p->length <= n; at += p->length - p->length / 2) {
        double mean = 0.0;
        for (size_t i = 0; i < p->length; i++) {
            mean += x[at + i];
        }
        mean /= (double)p->length;
        if (p->method == PSD_AR) {
            add_autoregression(p, x + at, mean);
        } else {
            add_tapered(p, x + at, mean);
        }
        p->segments++;
    }
}

void psd_mean(const struct psd *p, double density[PSD_BINS])
{
    double share = p->segments > 0 ? 1.0 / (double)p->segments : 0.0;
    for (size_t i = 0; i <= p->length / 2; i++) {
        density[i] = p->density[i] * share;
    }
}
