/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who answers on a port? Listening first disturbs nobody; only then is each device asked in its own words. All ports
   are listened to at the same time, a thread each, so that the whole takes as long as one. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "link/clock.h"
#include "link/link.h"
#include "link/ports.h"

enum { HEARD_MAX = 4096, SURE_MIN = 50, SURE_ENOUGH = 80, WAIT_MS = 50 };
static const int64_t LISTEN_US = 1500000; /* chosen: a stream that speaks unasked does so within a second */
/* A board that resets when its port is opened is silent for 2 s, and every opening resets it again: it is given time
   once (chosen: boards need up to 3 s to start again). */
static const int64_t RESET_US = 3500000;
static const int64_t ASK_US = 1500000;

static void judge(struct scan *s, const uint8_t *heard, size_t n)
{
    size_t drivers = 0;
    const struct sensor_driver *const *all = sensor_all(&drivers);
    for (size_t i = 0; i < drivers; i++) {
        int sure = all[i]->probe(heard, n);
        if (sure >= SURE_MIN && sure > s->sure) {
            s->sure = sure;
            s->driver = all[i];
        }
    }
}

/* Opens with one line, says the hello if there is one, and listens until something is sure or time is over. */
static void listen(struct scan *s, const struct sensor_line *line, int64_t for_us)
{
    struct port port;
    s->failure = transport_open(&port, s->path, line);
    if (s->failure != TRANSPORT_OK) {
        return;
    }
    if (line->hello != NULL) {
        (void)port.transport->write(&port, line->hello, line->hello_n);
    }
    uint8_t heard[HEARD_MAX];
    size_t n = 0;
    int64_t until = clock_now_us() + for_us;
    while (clock_now_us() < until && n < HEARD_MAX && s->sure < SURE_ENOUGH) {
        long got = port.transport->read(&port, heard + n, HEARD_MAX - n, WAIT_MS);
        if (got < 0) {
            break;
        }
        n += (size_t)got;
        if (got > 0) {
            judge(s, heard, n);
        }
    }
    port.transport->close(&port);
}

static bool is_usb(const char *path)
{
    struct port_info ports[PORTS_MAX];
    size_t n = ports_list(ports, PORTS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(ports[i].path, path) == 0) {
            return ports[i].usb;
        }
    }
    return false;
}

static void *scan_one(void *arg)
{
    struct scan *s = arg;
    size_t drivers = 0;
    const struct sensor_driver *const *all = sensor_all(&drivers);
    const struct sensor_line silent = {.baud = 115200, .data_bits = 8, .stop_bits = 1, .parity = 'N'};
    listen(s, &silent, is_usb(s->path) ? RESET_US : LISTEN_US);
    for (size_t i = 0; i < drivers && s->driver == NULL && s->failure == TRANSPORT_OK; i++) {
        for (size_t k = 0; k < all[i]->lines_n && s->driver == NULL && s->failure == TRANSPORT_OK; k++) {
            const struct sensor_line *line = &all[i]->lines[k];
            if (line->hello != NULL || line->baud != silent.baud || line->parity != silent.parity) {
                listen(s, line, ASK_US);
            }
        }
    }
    return NULL;
}

void scan_ports(struct scan *s, size_t n)
{
    pthread_t threads[SCAN_MAX];
    bool started[SCAN_MAX] = {false};
    n = n < SCAN_MAX ? n : SCAN_MAX;
    for (size_t i = 0; i < n; i++) {
        s[i].driver = NULL;
        s[i].sure = 0;
        s[i].failure = TRANSPORT_BROKEN;
        started[i] = pthread_create(&threads[i], NULL, scan_one, &s[i]) == 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (started[i]) {
            (void)pthread_join(threads[i], NULL);
        }
    }
}

size_t scan_list(struct scan *s, size_t cap)
{
    struct port_info ports[PORTS_MAX];
    size_t n = ports_list(ports, PORTS_MAX);
    n = n < cap ? n : cap;
    for (size_t i = 0; i < n; i++) {
        s[i] = (struct scan){.failure = TRANSPORT_OK};
        memcpy(s[i].path, ports[i].path, sizeof s[i].path);
        memcpy(s[i].about, ports[i].about, sizeof s[i].about);
    }
    return n;
}
