/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/**
 * A hash of state, walked field by field (never raw structs: padding is not state). Each call folds one field into h.
 * Equal states give equal hashes in the same binary; it is no protection against malice.
 *
 * Source   FNV-1a 64, Fowler, Noll & Vo; here over 64-bit words instead of bytes, mixed after each
 */
#define HASH_START UINT64_C(0xcbf29ce484222325)

uint64_t hash_u64(uint64_t h, uint64_t v);
uint64_t hash_i64(uint64_t h, int64_t v);

/** The bits of v; every NaN counts as one and the same value. */
uint64_t hash_f32(uint64_t h, float v);
uint64_t hash_f64(uint64_t h, double v);

/** v[0..n-1]. */
uint64_t hash_f32s(uint64_t h, const float *v, size_t n);
uint64_t hash_f64s(uint64_t h, const double *v, size_t n);
uint64_t hash_bytes(uint64_t h, const void *v, size_t n);

#endif
