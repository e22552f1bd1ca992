/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_EMULATE_H
#define LINK_EMULATE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/result.h"
#include "link/capture.h"
#include "sensors/sensor.h"

/** What an emulated device measures. moment fills *m for m->t; false: there is no more. */
struct emulate_input {
    bool (*moment)(void *of, struct sensor_moment *m);
    void *of;
};

/** Things that go wrong, by bit. */
unsigned emulate_fault(const char *name); /* 0: no such fault */

/** Name and meaning of fault i, from 0; false when there are no more. */
bool emulate_fault_row(size_t i, const char **name, const char **about);

struct emulate_config {
    const struct sensor_driver *driver;
    size_t form;
    unsigned faults;
    uint64_t seed;
    usec length; /* 0: until the input ends or *stop */
    struct emulate_input input;
    const volatile sig_atomic_t *stop;
};

/**
 * Is the device on a pseudo-terminal in real time; link becomes a symbolic link to it, and is removed at the end.
 * return   R_OK ended; R_IO errno
 */
int emulate_pty(const struct emulate_config *c, const char *link) MUST_USE;

/** Writes what the device would send into a capture, at once. The host's hello is said for it. */
int emulate_capture(const struct emulate_config *c, struct capture_writer *w) MUST_USE;

#endif
