/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The peak of the rhythm against everything else.
 *
 * 1. A factor on the spectrum changes nothing: all figures are ratios.
 * 2. Membership of bins is decided on whole numbers of 1/64 Hz.
 */
#include "signal/coherence.h"

#include <math.h>
#include <stdbool.h>

enum {
    LOW_BIN = 3,   /* 0.047 Hz, the first at or above 0.04 */
    HIGH_BIN = 16, /* 0.250 Hz, the last at or below 0.26 */
    END_BIN = 25   /* 0.391 Hz, the last at or below 0.40 */
};

/* exp(-8): the score of a perfect peak is then ln(exp(8) * exp(8) + 1) = 16, its published maximum. */
static const double COHERENCE_FLOOR = 3.3546262790251185e-4;

static double sum_of(const float *density, int from, int to)
{
    double sum = 0.0;
    for (int i = from; i <= to; i++) {
        sum += (double)density[i];
    }
    return sum;
}

static double peak_vertex(const float *density, int at)
{
    double left = (double)density[at - 1], mid = (double)density[at], right = (double)density[at + 1];
    if (!(left > 0.0) || !(right > 0.0)) {
        return at;
    }
    double a = log(left), b = log(mid), c = log(right), bend = a - 2.0 * b + c;
    return bend < 0.0 ? at + fmax(-0.5, fmin(0.5, 0.5 * (a - c) / bend)) : at;
}

/* The highest peak of the range. The foot of a slow drift may be the highest bin at the low edge without being a peak:
   a bin counts when neither neighbour is higher. Without any such bin the highest one stands. */
static int find_peak(const float *density)
{
    int highest = LOW_BIN, peak = 0;
    for (int i = LOW_BIN; i <= HIGH_BIN; i++) {
        bool summit = density[i] >= density[i - 1] && density[i] >= density[i + 1];
        highest = density[i] > density[highest] ? i : highest;
        peak = summit && (peak == 0 || density[i] > density[peak]) ? i : peak;
    }
    return peak > 0 ? peak : highest;
}

int coherence_score(const float density[SPECTRUM_BINS], struct coherence *out)
{
    int at = find_peak(density);
    double total = sum_of(density, 1, END_BIN), band = sum_of(density, LOW_BIN, END_BIN);
    if (!(density[at] > 0.0F) || !isfinite(total)) {
        return R_DATA;
    }
    double floor_power = COHERENCE_FLOOR * total;
    double peak = sum_of(density, at - 1, at + 1);
    double below = fmax(floor_power, sum_of(density, 1, at - 2));
    double above = fmax(floor_power, sum_of(density, at + 2, END_BIN));
    out->ratio = (float)(peak / fmax(floor_power, total - peak));
    out->score = (float)fmin(16.0, log(peak / below * (peak / above) + 1.0));
    out->peak_share = (float)(sum_of(density, at - 2 < LOW_BIN ? LOW_BIN : at - 2, at + 2) / band);
    out->peak_hz = (float)(peak_vertex(density, at) * SPECTRUM_DF_HZ);
    return R_OK;
}

int coherence_now(const struct tachogram *g, const struct tachogram_figures *f, const struct spectrum *s,
                  struct coherence *out)
{
    float rr[TACHOGRAM_WINDOW], density[SPECTRUM_BINS];
    bool even = f->sdnn_ms < COHERENCE_SDNN_MIN_MS;
    if (even || tachogram_corrected_share(f) > COHERENCE_CORRECTED_MAX || !tachogram_window(g, rr, TACHOGRAM_WINDOW)) {
        return R_DATA;
    }
    spectrum_compute(s, rr, TACHOGRAM_WINDOW, density);
    return coherence_score(density, out);
}
