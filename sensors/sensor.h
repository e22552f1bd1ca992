/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SENSORS_SENSOR_H
#define SENSORS_SENSOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/chunk.h"
#include "base/reading.h"

enum {
    SENSOR_STATE_MAX = 512,   /* bytes of state of any decoder or emulator */
    SENSOR_READINGS_MAX = 96, /* readings out of one chunk, at most, for any driver */
    SENSOR_FRAME_MAX = 64,    /* bytes an emulator sends for one moment, at most */
    SENSOR_LINES_MAX = 4,
    SENSOR_STREAMS_MAX = 6,
    SENSOR_FORMS_MAX = 4,
    SENSOR_TOUCH_LEVELS = 10,
    SENSOR_TOUCH_N = 8 /* bytes that set a motor, at most */
};

/** How to open the port for one wire form, and what to say on it. Data: the link obeys it. */
struct sensor_line {
    uint32_t baud;
    uint8_t data_bits, stop_bits;
    char parity;          /* 'N', 'O' or 'E' */
    const uint8_t *hello; /* bytes that start the stream; NULL: it streams by itself */
    size_t hello_n;
    const uint8_t *alive; /* bytes that keep it going; NULL: none needed */
    size_t alive_n;
    usec alive_every; /* 0 with alive NULL */
};

/** One kind of reading a driver can give, and the nominal speed of its reading.tick. */
struct sensor_stream {
    uint8_t kind, channel;
    float ticks_per_s;
};

/** What an emulated body does at one sampling moment; signals in their natural shape, about 0..1 (ecg -1..1). */
struct sensor_moment {
    usec t;
    float ppg, ecg, resp;
    bool beat;    /* a beat fell since the moment before */
    float ibi_ms; /* its interval; also the latest one while beat is false; 0 before the first */
    bool contact; /* worn */
};

/**
 * One device: bytes to readings and back. Pure: no clock, no allocation, no file. One file each; one row in
 * sensors.def. Memory is the caller's: state points to state_size bytes (<= SENSOR_STATE_MAX), aligned for any type.
 *
 * Thread   Any, one state at a time.
 */
struct sensor_driver {
    const char *id, *title;
    struct sensor_line lines[SENSOR_LINES_MAX]; /* first is tried first */
    size_t lines_n;
    struct sensor_stream streams[SENSOR_STREAMS_MAX];
    size_t streams_n;

    size_t state_size;
    void (*reset)(void *state);

    /** 0..100: how sure that b[0..n-1], cut anywhere out of a stream, is this device. 0 with fewer than 3 good frames.
     */
    int (*probe)(const uint8_t *b, size_t n);

    /**
     * in       Any bytes, cut anywhere
     * out      [0..cap-1], cap >= SENSOR_READINGS_MAX
     * return   Readings written. The readings depend on the bytes only, not on how they were cut.
     */
    size_t (*decode)(void *state, const struct chunk *in, struct reading *out, size_t cap);

    /**
     * Bytes that set the device's motor for the hand: level 0 (still) .. SENSOR_TOUCH_LEVELS - 1, into
     * out[0..SENSOR_TOUCH_N-1]. return bytes. NULL when it has no motor.
     */
    size_t (*touch)(uint8_t level, uint8_t *out);

    /* Emulation: the same device seen from the other end of the wire. */
    const char *forms[SENSOR_FORMS_MAX]; /* names of the wire forms; the first is the default */
    size_t forms_n;
    float emulate_hz[SENSOR_FORMS_MAX]; /* moments a second, per form */
    size_t emulator_size;               /* <= SENSOR_STATE_MAX */
    void (*emulate_reset)(void *state, size_t form);
    /** Bytes for one moment into out[0..cap-1], cap >= SENSOR_FRAME_MAX. return bytes; 0: silent (not started). */
    size_t (*emulate)(void *state, const struct sensor_moment *m, uint8_t *out, size_t cap);
    /** The host said b[0..n-1]. Answer bytes into out. NULL when the device listens to nothing. */
    size_t (*emulate_hear)(void *state, const uint8_t *b, size_t n, uint8_t *out, size_t cap);
};

/** All drivers, in the order they are tried. *n rows. */
const struct sensor_driver *const *sensor_all(size_t *n);

/** The driver of that id, or NULL. */
const struct sensor_driver *sensor_find(const char *id);

#endif
