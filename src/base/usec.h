/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_USEC_H
#define BASE_USEC_H

#include <stdint.h>

/** Microseconds since session start; monotonic; never wall clock. */
typedef int64_t usec;

#define USEC_PER_SEC INT64_C(1000000)
#define USEC_PER_MS  INT64_C(1000)

/** No such moment. */
#define USEC_NONE INT64_MIN

static inline double usec_to_s(usec t)
{
    return (double)t / (double)USEC_PER_SEC;
}

/** Nearest microsecond. s must be finite and within +-9e12 s. */
static inline usec usec_from_s(double s)
{
    return (usec)(s < 0.0 ? s * 1e6 - 0.5 : s * 1e6 + 0.5);
}

#endif
