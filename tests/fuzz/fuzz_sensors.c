/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes through every driver: decoder whole and cut, probe, and the emulator as the host hears it.
 * 1. Readings are of a known kind, their values finite or marked missing, never more than SENSOR_READINGS_MAX.
 * 2. Cut into single bytes the same bytes give the same readings.
 * 3. An emulator answers any host with no more bytes than it was given room. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "sensors/sensor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

union memory {
    max_align_t align;
    unsigned char bytes[SENSOR_STATE_MAX];
};

static void must(bool held)
{
    if (!held) {
        abort();
    }
}

static uint64_t fold(uint64_t h, const struct reading *r)
{
    must(r->kind < READING_KINDS);
    must(isfinite(r->value) || (r->flags & READING_MISSING) != 0);
    return hash_f32(hash_i64(hash_u64(h, (uint64_t)r->kind << 8 | r->channel), r->tick), r->value);
}

static uint64_t decoded(const struct sensor_driver *d, const uint8_t *data, size_t n, size_t piece)
{
    union memory state;
    struct reading out[SENSOR_READINGS_MAX];
    uint64_t h = HASH_START;
    d->reset(state.bytes);
    for (size_t at = 0; at < n; at += piece) {
        struct chunk c = {.t = 0, .n = (uint16_t)(n - at < piece ? n - at : piece)};
        memcpy(c.bytes, data + at, c.n);
        size_t got = d->decode(state.bytes, &c, out, SENSOR_READINGS_MAX);
        must(got <= SENSOR_READINGS_MAX);
        for (size_t i = 0; i < got; i++) {
            h = fold(h, &out[i]);
        }
    }
    return h;
}

static void emulated(const struct sensor_driver *d, const uint8_t *data, size_t n)
{
    union memory state;
    uint8_t frame[SENSOR_FRAME_MAX];
    for (size_t form = 0; form < d->forms_n; form++) {
        d->emulate_reset(state.bytes, form);
        if (d->emulate_hear != NULL && n > 0) {
            must(d->emulate_hear(state.bytes, data, n, frame, sizeof frame) <= sizeof frame);
        }
        for (size_t i = 0; i < 16; i++) {
            float level = i < n ? (float)data[i] / 64.0F - 1.0F : 0.0F;
            struct sensor_moment m = {.t = (usec)i * 20000,
                                      .ppg = level,
                                      .ecg = level,
                                      .resp = level,
                                      .beat = i % 5 == 0,
                                      .ibi_ms = i < n ? (float)data[i] * 12.0F : 0.0F,
                                      .contact = i % 7 != 0};
            must(d->emulate(state.bytes, &m, frame, sizeof frame) <= sizeof frame);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    size_t drivers = 0;
    const struct sensor_driver *const *all = sensor_all(&drivers);
    for (size_t i = 0; i < drivers; i++) {
        must(decoded(all[i], data, n, CHUNK_BYTES) == decoded(all[i], data, n, 1));
        int sure = all[i]->probe(data, n);
        must(sure >= 0 && sure <= 100);
        emulated(all[i], data, n);
    }
    return 0;
}
