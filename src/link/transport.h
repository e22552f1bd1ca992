/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_TRANSPORT_H
#define LINK_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sensors/sensor.h"

enum { TRANSPORT_PATH_N = 512, TRANSPORT_STATE_N = 64 };

/** Why a port could not be opened; the words are made by transport_failure_words. */
enum transport_failure {
    TRANSPORT_OK,
    TRANSPORT_MISSING,    /* there is nothing of that name */
    TRANSPORT_FORBIDDEN,  /* the system does not let this user */
    TRANSPORT_BUSY,       /* another program has it */
    TRANSPORT_NOT_SERIAL, /* a folder, or no serial line */
    TRANSPORT_BROKEN,     /* the system said no for another reason */
    TRANSPORT_FAILURES
};

/** An open port. state belongs to the row. */
struct port {
    const struct transport *transport;
    _Alignas(max_align_t) unsigned char state[TRANSPORT_STATE_N];
};

/**
 * One way to a device: a row of the table, tried in order.
 *
 * accepts  Is path of this kind? Nothing is opened.
 * open     Opens and sets the line as stated. Does not wait. TRANSPORT_OK or why not.
 * read     Waits up to wait_ms for bytes: > 0 bytes read into out[0..cap-1]; 0 none; -1 the port is gone.
 * write    False when the port is gone.
 * close    Always works.
 *
 * Thread   One thread reads, writes and closes.
 */
struct transport {
    const char *name;
    bool (*accepts)(const char *path);
    enum transport_failure (*open)(struct port *p, const char *path, const struct sensor_line *line);
    long (*read)(struct port *p, uint8_t *out, size_t cap, int wait_ms);
    bool (*write)(struct port *p, const uint8_t *bytes, size_t n);
    void (*close)(struct port *p);
};

extern const struct transport transport_serial, transport_pty, transport_file;

/** The row that takes path; NULL when path names nothing or a folder. */
const struct transport *transport_for(const char *path, enum transport_failure *why);

enum transport_failure transport_open(struct port *p, const char *path, const struct sensor_line *line);

/** One clause: what is wrong and what to do. [0..n-1] */
void transport_failure_words(enum transport_failure why, const char *path, char *out, size_t n);

/** Takes fd for this program alone (flock). False when another has it. */
bool transport_lock(int fd);

/** A failure by errno. */
enum transport_failure transport_failure_of(int error);

#endif
