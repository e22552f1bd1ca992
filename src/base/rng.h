/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

/**
 * Seeded random numbers: SplitMix64, one 64-bit word of state, the same numbers on every machine.
 *
 * Thread   One user at a time.
 * Source   Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators, doi 10.1145/2660193.2660195
 */
struct rng {
    uint64_t state;
};

void rng_init(struct rng *r, uint64_t seed);

uint64_t rng_next(struct rng *r);

/** Uniform in [0, 1). */
double rng_uniform(struct rng *r);

/** Normal, mean 0, standard deviation 1 (Box-Muller, one of the pair is thrown away). */
double rng_normal(struct rng *r);

#endif
