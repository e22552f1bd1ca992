/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes of one heartbeat, summed over the beats nearby. */
#include "link/wave.h"

#include <math.h>
#include <stddef.h>

struct bump {
    double at_s, width_s, height;
};

static const struct bump PULSE[] = {{0.34, 0.07, 0.80}, {0.58, 0.11, 0.38}};
static const struct bump HEART[] = {
    {-0.17, 0.024, 0.12}, {-0.03, 0.009, -0.10}, {0.0, 0.011, 1.0}, {0.03, 0.010, -0.22}, {0.28, 0.045, 0.28}};

static float sum(const usec *beats, uint32_t n, usec t, const struct bump *shape, size_t bumps)
{
    double v = 0.0;
    for (uint32_t i = 0; i < n; i++) {
        double x = usec_to_s(t - beats[i]);
        for (size_t k = 0; k < bumps; k++) {
            double d = (x - shape[k].at_s) / shape[k].width_s;
            v += fabs(d) < 6.0 ? shape[k].height * exp(-d * d / 2.0) : 0.0;
        }
    }
    return (float)v;
}

float wave_ppg(const usec *beats, uint32_t n, usec t)
{
    return sum(beats, n, t, PULSE, sizeof PULSE / sizeof PULSE[0]);
}

float wave_ecg(const usec *beats, uint32_t n, usec t)
{
    return sum(beats, n, t, HEART, sizeof HEART / sizeof HEART[0]);
}
