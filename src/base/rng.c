/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SplitMix64. Chosen over larger generators because a stream is one word: cheap to keep, to hash and to seed. */
#include "base/rng.h"

#include <math.h>

static const double TWO_PI = 6.283185307179586476925286766559;

void rng_init(struct rng *r, uint64_t seed)
{
    r->state = seed;
}

uint64_t rng_next(struct rng *r)
{
    r->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = r->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

double rng_uniform(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1.0p-53;
}

double rng_normal(struct rng *r)
{
    double u = 1.0 - rng_uniform(r); /* (0, 1]: the logarithm stays finite */
    double v = rng_uniform(r);
    return sqrt(-2.0 * log(u)) * cos(TWO_PI * v);
}
