/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named fields in, one word out: see hash.h. */
#include "base/hash.h"

#include <math.h>
#include <string.h>

uint64_t hash_u64(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x100000001b3);
    return h ^ (h >> 29);
}

uint64_t hash_i64(uint64_t h, int64_t v)
{
    return hash_u64(h, (uint64_t)v);
}

uint64_t hash_f32(uint64_t h, float v)
{
    uint32_t bits = UINT32_C(0x7fc00000);
    if (!isnan(v)) {
        memcpy(&bits, &v, sizeof bits);
    }
    return hash_u64(h, bits);
}

uint64_t hash_f64(uint64_t h, double v)
{
    uint64_t bits = UINT64_C(0x7ff8000000000000);
    if (!isnan(v)) {
        memcpy(&bits, &v, sizeof bits);
    }
    return hash_u64(h, bits);
}

uint64_t hash_f32s(uint64_t h, const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        h = hash_f32(h, v[i]);
    }
    return h;
}

uint64_t hash_f64s(uint64_t h, const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        h = hash_f64(h, v[i]);
    }
    return h;
}

uint64_t hash_bytes(uint64_t h, const void *v, size_t n)
{
    const unsigned char *p = v;
    for (size_t i = 0; i < n; i++) {
        h = hash_u64(h, p[i]);
    }
    return h;
}
