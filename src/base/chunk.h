/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CHUNK_H
#define BASE_CHUNK_H

#include "base/usec.h"

enum { CHUNK_BYTES = 54 };

/** Bytes as a transport delivered them. t = arrival; n = 1..CHUNK_BYTES. */
struct chunk {
    usec t;
    uint16_t n;
    uint8_t bytes[CHUNK_BYTES];
};

#endif
