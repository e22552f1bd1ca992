/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_CLOCK_H
#define LINK_CLOCK_H

#include <stdint.h>

/** The monotonic clock, us. The one place below app that reads it: arrivals are stamped with it. */
int64_t clock_now_us(void);

#endif
