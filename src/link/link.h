/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/chunk.h"
#include "base/result.h"
#include "link/transport.h"
#include "sensors/sensor.h"

/**
 * A live sensor on a port: one thread reads, stamps and queues. It says hello, keeps the device awake, tries the
 * driver's lines one after the other while nothing decodes, and finds the port again when it was lost.
 *
 * Thread   All calls from one thread; the reader is inside.
 */
struct link;

/**
 * origin_us  clock_now_us() at session time 0
 * why        Why not, in words: [0..why_n-1]
 * return     R_OK; R_IO the port cannot be opened now; R_MEM
 */
int link_open(struct link **out, const char *path, const struct sensor_driver *driver, int64_t origin_us, char *why,
              size_t why_n) MUST_USE;

/**
 * The next thing that came, in order. A chunk with n == 0 is a notice: bytes[0] is the enum gap_why of what was lost
 * at its t (the port, or bytes for want of room).
 */
bool link_next(struct link *l, struct chunk *out);

/**
 * How strongly the device's motor is to run from now on, 0..1; drivers without a motor pass it over. Nothing waits: the
 * reader takes up the newest value, at most 20 times a second, says it again every half second while the motor runs,
 * and stills it before the port is closed.
 */
void link_touch(struct link *l, float strength);

/** The device at its end has something that can be felt: link_touch does something. */
bool link_feels(const struct link *l);

/** Stops the thread and closes the port; NULL is fine. */
void link_close(struct link *l);

/* Finding out what is plugged in. */

enum { SCAN_MAX = 32 };

struct scan {
    char path[TRANSPORT_PATH_N];
    char about[128];
    enum transport_failure failure;
    const struct sensor_driver *driver; /* NULL: nothing that is known answered */
    int sure;                           /* 0..100, of driver */
};

/**
 * Listens on each path at the same time, first without a word, then after each driver's hello. Takes up to about 9 s.
 * s        [0..n-1], path filled in; the rest is the answer
 */
void scan_ports(struct scan *s, size_t n);

/** Fills in the paths of all real ports, at most cap. return how many. */
size_t scan_list(struct scan *s, size_t cap);

#endif
