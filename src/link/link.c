/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader thread, one a link:
 *
 *            opened                      read() < 0: notice "unplugged"
 *   CLOSED ----------> OPEN ----------------------------------------------> CLOSED (tries again every RETRY_US)
 *                       | nothing decodes for LINE_US, and another line is left to try: close, next line, open
 *
 * 1. It allocates nothing, logs nothing, and knows nothing of physiology: its own decoder only answers "is this valid".
 * 2. A notice stands in the queue where the loss was; after an overflow it goes in as soon as there is room.
 * 3. Only the reader writes: what the motor is to do waits in one atomic number until the reader comes by.
 * 4. The first thing after a reconnection is bytes, never a second notice.
 */
#include "link/link.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/reading.h"
#include "base/ring.h"
#include "link/clock.h"
#include "link/ports.h"

enum { READ_MS = 50, READ_BYTES = 512 };
static const int64_t RETRY_US = 250000;       /* chosen: well inside the 2 s in which a port must be found again */
static const int64_t HELLO_US = 2000000;      /* chosen: silence after which the device is asked again */
static const int64_t TOUCH_US = 50000;        /* 20 a second: as fast as a tap can be felt */
static const int64_t TOUCH_AGAIN_US = 500000; /* twice within the second after which a board stills its motor */
static const int64_t LINE_US = 3500000;       /* a board that resets when the port is opened is silent for 2 s */

struct link {
    pthread_t thread;
    atomic_bool stop;
    atomic_int touch_wanted; /* level: the only thing besides stop that both threads hold */
    int touch_said;          /* level that the device has; 0 after it was opened */
    int64_t touch_us;
    int64_t origin_us;
    const struct sensor_driver *driver;
    char path[TRANSPORT_PATH_N];
    struct port_info usb; /* to find it again under another name */
    struct port port;
    bool open, valid, overflow;
    size_t line;
    int64_t opened_us, bytes_us, hello_us, alive_us, retry_us;
    _Alignas(max_align_t) unsigned char judge[SENSOR_STATE_MAX];
    struct ring ring;
};

static usec session_time(const struct link *l, int64_t now_us)
{
    return now_us - l->origin_us;
}

static void push_notice(struct link *l, int64_t now_us, uint8_t why)
{
    struct chunk c = {.t = session_time(l, now_us), .n = 0, .bytes = {why}};
    l->overflow = !ring_push(&l->ring, &c) || l->overflow;
}

static void push(struct link *l, struct chunk *c, int64_t now_us)
{
    if (l->overflow) {
        struct chunk notice = {.t = session_time(l, now_us), .n = 0, .bytes = {GAP_OVERFLOW}};
        if (!ring_push(&l->ring, &notice)) {
            return;
        }
        l->overflow = false;
    }
    l->overflow = !ring_push(&l->ring, c);
}

static void judge(struct link *l, const struct chunk *c)
{
    struct reading readings[SENSOR_READINGS_MAX];
    if (!l->valid) {
        l->valid = l->driver->decode(l->judge, c, readings, SENSOR_READINGS_MAX) > 0;
    }
}

static void take_bytes(struct link *l, const uint8_t *bytes, size_t n, int64_t now_us)
{
    l->bytes_us = now_us;
    for (size_t at = 0; at < n; at += CHUNK_BYTES) {
        struct chunk c = {.t = session_time(l, now_us)};
        c.n = (uint16_t)(n - at < CHUNK_BYTES ? n - at : CHUNK_BYTES);
        memcpy(c.bytes, bytes + at, c.n);
        judge(l, &c);
        push(l, &c, now_us);
    }
}

static const struct sensor_line *line_of(const struct link *l)
{
    return &l->driver->lines[l->line];
}

static void say_hello(struct link *l, int64_t now_us)
{
    const struct sensor_line *line = line_of(l);
    l->hello_us = l->alive_us = now_us;
    if (line->hello != NULL) {
        (void)l->port.transport->write(&l->port, line->hello, line->hello_n);
    }
}

static enum transport_failure open_port(struct link *l, int64_t now_us)
{
    enum transport_failure why = transport_open(&l->port, l->path, line_of(l));
    if (why == TRANSPORT_OK) {
        l->open = true;
        l->opened_us = l->bytes_us = now_us;
        l->touch_said = 0;
        l->driver->reset(l->judge);
        say_hello(l, now_us);
    }
    return why;
}

static void close_port(struct link *l, int64_t now_us)
{
    l->port.transport->close(&l->port);
    l->open = false;
    l->retry_us = now_us + RETRY_US;
}

/* A USB cable that was pulled out may come back under another name, and another one may have taken its old name: it is
   the same chip with the same serial number that is looked for. False while it is not there. */
static bool find_port(struct link *l)
{
    struct port_info ports[PORTS_MAX];
    size_t n = l->usb.usb ? ports_list(ports, PORTS_MAX) : 0;
    for (size_t i = 0; i < n; i++) {
        if (ports[i].usb && ports[i].vid == l->usb.vid && ports[i].pid == l->usb.pid &&
            strcmp(ports[i].serial, l->usb.serial) == 0) {
            memcpy(l->path, ports[i].path, sizeof l->path);
            return true;
        }
    }
    return !l->usb.usb;
}

static void try_again(struct link *l, int64_t now_us)
{
    if (now_us < l->retry_us) {
        struct timespec nap = {0, READ_MS * 1000000L};
        (void)nanosleep(&nap, NULL);
        return;
    }
    if (!find_port(l) || open_port(l, now_us) != TRANSPORT_OK) {
        l->retry_us = now_us + RETRY_US;
    }
}

static void say_touch(struct link *l, int level, int64_t now_us)
{
    uint8_t bytes[SENSOR_TOUCH_N];
    l->touch_said = level;
    l->touch_us = now_us;
    (void)l->port.transport->write(&l->port, bytes, l->driver->touch((uint8_t)level, bytes));
}

/* Not before the stream is there: a board that has just begun may still hear its loader. */
static void keep_touch(struct link *l, int64_t now_us)
{
    const int level = atomic_load_explicit(&l->touch_wanted, memory_order_relaxed);
    const int64_t since_us = now_us - l->touch_us;
    const bool due = level != l->touch_said ? since_us >= TOUCH_US : level > 0 && since_us >= TOUCH_AGAIN_US;
    if (l->driver->touch != NULL && l->valid && due) {
        say_touch(l, level, now_us);
    }
}

static void keep_going(struct link *l, int64_t now_us)
{
    const struct sensor_line *line = line_of(l);
    if (now_us - l->bytes_us >= HELLO_US && now_us - l->hello_us >= HELLO_US) {
        say_hello(l, now_us);
    }
    if (line->alive != NULL && now_us - l->alive_us >= line->alive_every) {
        l->alive_us = now_us;
        (void)l->port.transport->write(&l->port, line->alive, line->alive_n);
    }
    if (!l->valid && l->driver->lines_n > 1 && now_us - l->opened_us >= LINE_US) {
        close_port(l, now_us);
        l->line = (l->line + 1) % l->driver->lines_n;
        l->retry_us = now_us;
    }
}

static void read_port(struct link *l)
{
    uint8_t bytes[READ_BYTES];
    long n = l->port.transport->read(&l->port, bytes, sizeof bytes, READ_MS);
    int64_t now_us = clock_now_us();
    if (n < 0) {
        push_notice(l, now_us, GAP_UNPLUGGED);
        close_port(l, now_us);
        return;
    }
    if (n > 0) {
        take_bytes(l, bytes, (size_t)n, now_us);
    }
    keep_going(l, now_us);
    if (l->open) {
        keep_touch(l, now_us);
    }
}

static void *run(void *arg)
{
    struct link *l = arg;
    while (!atomic_load_explicit(&l->stop, memory_order_relaxed)) {
        if (l->open) {
            read_port(l);
        } else {
            try_again(l, clock_now_us());
        }
    }
    return NULL;
}

static void remember_usb(struct link *l)
{
    struct port_info ports[PORTS_MAX];
    size_t n = ports_list(ports, PORTS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(ports[i].path, l->path) == 0) {
            l->usb = ports[i];
        }
    }
}

int link_open(struct link **out, const char *path, const struct sensor_driver *driver, int64_t origin_us, char *why,
              size_t why_n)
{
    struct link *l = calloc(1, sizeof *l);
    if (l == NULL) {
        return R_MEM;
    }
    l->origin_us = origin_us;
    l->driver = driver;
    (void)snprintf(l->path, sizeof l->path, "%s", path);
    ring_init(&l->ring);
    atomic_init(&l->stop, false);
    atomic_init(&l->touch_wanted, 0);
    enum transport_failure failure = open_port(l, clock_now_us());
    if (failure != TRANSPORT_OK) {
        transport_failure_words(failure, path, why, why_n);
        free(l);
        return R_IO;
    }
    if (l->port.transport == &transport_serial) {
        remember_usb(l);
    }
    if (pthread_create(&l->thread, NULL, run, l) != 0) {
        (void)snprintf(why, why_n, "no thread can be started");
        l->port.transport->close(&l->port);
        free(l);
        return R_MEM;
    }
    *out = l;
    return R_OK;
}

void link_touch(struct link *l, float strength)
{
    const float level = strength * (float)(SENSOR_TOUCH_LEVELS - 1) + 0.5F;
    const int whole = level >= (float)SENSOR_TOUCH_LEVELS ? SENSOR_TOUCH_LEVELS - 1 : level > 0.0F ? (int)level : 0;
    atomic_store_explicit(&l->touch_wanted, whole, memory_order_relaxed);
}

bool link_feels(const struct link *l)
{
    return l->driver != NULL && l->driver->touch != NULL;
}

bool link_next(struct link *l, struct chunk *out)
{
    return ring_pop(&l->ring, out);
}

void link_close(struct link *l)
{
    if (l == NULL) {
        return;
    }
    atomic_store_explicit(&l->stop, true, memory_order_relaxed);
    (void)pthread_join(l->thread, NULL);
    if (l->open) {
        if (l->touch_said > 0) {
            say_touch(l, 0, l->touch_us);
        }
        l->port.transport->close(&l->port);
    }
    free(l);
}
