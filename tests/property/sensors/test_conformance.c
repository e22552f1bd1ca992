/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every driver of the registry must hold, present and future. Streams come from the driver's own emulator. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "sensors/sensor.h"

enum { STREAM_S = 20, STREAM_MAX = 1 << 17, READINGS_MAX = 8192, NOISE_BYTES = 10 * 1000 * 1000 };
static const uint64_t SEED = 20261123;

struct stream {
    size_t n, frames;
    uint8_t bytes[STREAM_MAX];
};

struct log {
    size_t n;
    struct reading readings[READINGS_MAX];
};

static _Alignas(max_align_t) unsigned char memory[SENSOR_STATE_MAX];
static struct stream stream, other;
static struct log whole, cut;

static void for_every_form(void (*test)(const struct sensor_driver *, size_t form))
{
    size_t n = 0;
    const struct sensor_driver *const *all = sensor_all(&n);
    assert_true(n >= 3);
    for (size_t i = 0; i < n; i++) {
        assert_true(all[i]->state_size <= SENSOR_STATE_MAX && all[i]->emulator_size <= SENSOR_STATE_MAX);
        for (size_t form = 0; form < all[i]->forms_n; form++) {
            test(all[i], form);
        }
    }
}

/* A body at rest: 66 beats a minute, six breaths a minute. */
static void make(struct stream *s, const struct sensor_driver *d, size_t form)
{
    d->emulate_reset(memory, form);
    uint8_t answer[SENSOR_FRAME_MAX];
    for (size_t i = 0; d->emulate_hear != NULL && i < d->lines_n; i++) {
        if (d->lines[i].hello != NULL) {
            (void)d->emulate_hear(memory, d->lines[i].hello, d->lines[i].hello_n, answer, sizeof answer);
        }
    }
    s->n = s->frames = 0;
    double hz = (double)d->emulate_hz[form], beat_s = 60.0 / 66.0;
    for (int i = 0; i < (int)(STREAM_S * hz); i++) {
        double t = i / hz, phase = fmod(t, beat_s) / beat_s;
        struct sensor_moment m = {.t = usec_from_s(t),
                                  .ppg = (float)exp(-pow((phase - 0.3) / 0.12, 2.0)),
                                  .resp = (float)(0.5 - 0.5 * cos(6.283185307 * 0.1 * t)),
                                  .beat = phase < 1.0 / hz / beat_s && t > 0.0,
                                  .ibi_ms = (float)(beat_s * 1000.0),
                                  .contact = true};
        size_t got = d->emulate(memory, &m, s->bytes + s->n, SENSOR_FRAME_MAX);
        assert_true(got > 0 && got <= SENSOR_FRAME_MAX && s->n + SENSOR_FRAME_MAX < STREAM_MAX);
        s->n += got;
        s->frames++;
    }
}

/* Decodes bytes[0..n-1], cut into pieces of 1..most bytes at random; all arrive at one time. */
static void decode(struct log *out, const struct sensor_driver *d, const uint8_t *bytes, size_t n, int most)
{
    struct rng r;
    rng_init(&r, SEED + (uint64_t)most);
    out->n = 0;
    d->reset(memory);
    for (size_t at = 0; at < n;) {
        size_t piece = 1 + (size_t)(rng_uniform(&r) * most);
        piece = piece < n - at ? piece : n - at;
        struct chunk c = {.t = 0, .n = (uint16_t)piece};
        memcpy(c.bytes, bytes + at, piece);
        struct reading got[SENSOR_READINGS_MAX];
        size_t k = d->decode(memory, &c, got, SENSOR_READINGS_MAX);
        assert_true(k <= SENSOR_READINGS_MAX && out->n + k <= READINGS_MAX);
        memcpy(out->readings + out->n, got, k * sizeof got[0]);
        out->n += k;
        at += piece;
    }
}

static bool same(const struct reading *a, const struct reading *b)
{
    return a->t == b->t && a->tick == b->tick && a->value == b->value && a->kind == b->kind &&
           a->channel == b->channel && a->flags == b->flags;
}

static size_t waves(const struct log *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        n += l->readings[i].kind == READING_PPG || l->readings[i].kind == READING_ECG ||
             l->readings[i].kind == READING_RESP;
    }
    return n;
}

static void check_round_trip(const struct sensor_driver *d, size_t form)
{
    make(&stream, d, form);
    decode(&whole, d, stream.bytes, stream.n, CHUNK_BYTES);
    size_t per_frame = waves(&whole) / stream.frames + 1;
    assert_true(waves(&whole) + 2 * per_frame >= stream.frames);
    int64_t before[READING_KINDS] = {0};
    for (size_t i = 0; i < whole.n; i++) { /* known kinds, finite values, ticks that never run backwards */
        const struct reading *r = &whole.readings[i];
        assert_true(r->kind < READING_KINDS && isfinite(r->value));
        assert_true(r->tick >= before[r->kind]);
        before[r->kind] = r->tick;
    }
    for (size_t i = 0; i < whole.n; i++) { /* a wave comes at the speed that the stream table says */
        if (whole.readings[i].kind != READING_PPG && whole.readings[i].kind != READING_RESP) {
            continue;
        }
        for (size_t k = 0; k < d->streams_n; k++) {
            if (d->streams[k].kind == whole.readings[i].kind) {
                double s = (double)(before[whole.readings[i].kind]) / (double)d->streams[k].ticks_per_s;
                assert_true(fabs(s - STREAM_S) < 0.5);
            }
        }
    }
}

static void check_cuts(const struct sensor_driver *d, size_t form)
{
    make(&stream, d, form);
    decode(&whole, d, stream.bytes, stream.n, CHUNK_BYTES);
    for (int most = 1; most <= 40; most += 13) {
        decode(&cut, d, stream.bytes, stream.n, most);
        assert_int_equal(cut.n, whole.n);
        for (size_t i = 0; i < whole.n; i++) {
            assert_true(same(&cut.readings[i], &whole.readings[i]));
        }
    }
}

/* Garbage in front, or a start in the middle of a frame, costs at most one frame. */
static void check_garbage(const struct sensor_driver *d, size_t form)
{
    struct rng r;
    rng_init(&r, SEED);
    make(&stream, d, form);
    decode(&whole, d, stream.bytes, stream.n, CHUNK_BYTES);
    size_t clean = waves(&whole), a_frame = (clean + stream.frames - 1) / stream.frames;
    for (int run = 0; run < 40; run++) {
        size_t junk = (size_t)(rng_uniform(&r) * 30.0);
        for (size_t i = 0; i < junk; i++) {
            other.bytes[i] = (uint8_t)rng_next(&r);
        }
        memcpy(other.bytes + junk, stream.bytes, stream.n);
        decode(&cut, d, other.bytes, junk + stream.n, 20);
        assert_true(waves(&cut) + a_frame >= clean);
        size_t skip = (size_t)(rng_uniform(&r) * 9.0);
        decode(&cut, d, stream.bytes + skip, stream.n - skip, 20);
        /* the frames that were cut off, the torn one, and what a text device cannot trust before its first line end */
        assert_true(waves(&cut) + 4 * a_frame >= clean);
    }
}

static void check_noise(const struct sensor_driver *d, size_t form)
{
    if (form > 0) {
        return;
    }
    struct rng r;
    rng_init(&r, SEED);
    d->reset(memory);
    size_t readings = 0;
    for (size_t at = 0; at < NOISE_BYTES; at += CHUNK_BYTES) {
        struct chunk c = {.t = 0, .n = CHUNK_BYTES};
        for (int i = 0; i < CHUNK_BYTES; i++) {
            c.bytes[i] = (uint8_t)(rng_next(&r) >> 24);
        }
        struct reading got[SENSOR_READINGS_MAX];
        size_t k = d->decode(memory, &c, got, SENSOR_READINGS_MAX);
        assert_true(k <= SENSOR_READINGS_MAX);
        for (size_t i = 0; i < k; i++) {
            assert_true(got[i].kind < READING_KINDS && isfinite(got[i].value));
        }
        readings += k;
    }
    print_message("%s: %zu readings out of 10 MB of noise\n", d->id, readings);
    assert_true(readings < NOISE_BYTES / 1000);
}

static void check_probe(const struct sensor_driver *d, size_t form)
{
    size_t n = 0;
    const struct sensor_driver *const *all = sensor_all(&n);
    make(&stream, d, form);
    for (size_t at = 0; at < 40; at += 3) {
        assert_true(d->probe(stream.bytes + at, 600) >= 50);
    }
    for (size_t i = 0; i < n; i++) {
        if (all[i] != d) {
            assert_int_equal(all[i]->probe(stream.bytes, 2000), 0);
        }
    }
    assert_int_equal(d->probe(stream.bytes, 5), 0);
    struct rng r;
    rng_init(&r, SEED);
    for (size_t i = 0; i < 4000; i++) {
        other.bytes[i] = (uint8_t)(rng_next(&r) >> 24);
    }
    assert_int_equal(d->probe(other.bytes, 4000), 0);
}

static void round_trip(void **state)
{
    (void)state;
    for_every_form(check_round_trip);
}

static void any_cut_gives_the_same_readings(void **state)
{
    (void)state;
    for_every_form(check_cuts);
}

static void garbage_costs_at_most_one_frame(void **state)
{
    (void)state;
    for_every_form(check_garbage);
}

static void noise_breaks_nothing(void **state)
{
    (void)state;
    for_every_form(check_noise);
}

static void each_knows_its_own_stream_and_no_other(void **state)
{
    (void)state;
    for_every_form(check_probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(any_cut_gives_the_same_readings),
        cmocka_unit_test(garbage_costs_at_most_one_frame),
        cmocka_unit_test(noise_breaks_nothing),
        cmocka_unit_test(each_knows_its_own_stream_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
