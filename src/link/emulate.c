/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device from the other end of the wire. Frames are made moment by moment; faults work on moments or on bytes, a row
   each. 1. Time comes from the moments' number, so a capture and a pseudo-terminal send the same bytes. 2. Bytes that
   nobody reads are lost, as on a wire. */
#define _XOPEN_SOURCE 600 /* posix_openpt */

#include "link/emulate.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "link/clock.h"

enum { WIRE_MAX = 1024, UNPLUG_AT_S = 10, UNPLUG_FOR_S = 5, LUMP_US = 16000 };
enum fault {
    FAULT_BOOT = 1,
    FAULT_MIDFRAME = 2,
    FAULT_DROP = 4,
    FAULT_FLIP = 8,
    FAULT_NOISE = 16,
    FAULT_REPEAT = 32,
    FAULT_LUMPS = 64,
    FAULT_SILENCE = 128,
    FAULT_FINGEROUT = 256,
    FAULT_UNPLUG = 512
};

static const struct fault_row {
    const char *name, *about;
    unsigned bit;
} FAULTS[] = {
    {"boot", "text of a board that starts comes first", FAULT_BOOT},
    {"midframe", "begins in the middle of a frame", FAULT_MIDFRAME},
    {"drop", "loses a byte now and then", FAULT_DROP},
    {"flip", "flips a bit now and then", FAULT_FLIP},
    {"noise", "a burst of random bytes every 15 s", FAULT_NOISE},
    {"repeat", "sends a frame twice now and then", FAULT_REPEAT},
    {"lumps", "bytes come in lumps of 16 ms", FAULT_LUMPS},
    {"silence", "2 s of silence every 20 s", FAULT_SILENCE},
    {"fingerout", "taken off for 5 s every 30 s", FAULT_FINGEROUT},
    {"unplug", "pulled out for 5 s after 10 s, every 30 s", FAULT_UNPLUG},
};
enum { FAULTS_N = sizeof FAULTS / sizeof FAULTS[0] };

unsigned emulate_fault(const char *name)
{
    for (size_t i = 0; i < FAULTS_N; i++) {
        if (strcmp(FAULTS[i].name, name) == 0) {
            return FAULTS[i].bit;
        }
    }
    return 0;
}

bool emulate_fault_row(size_t i, const char **name, const char **about)
{
    if (i >= FAULTS_N) {
        return false;
    }
    *name = FAULTS[i].name;
    *about = FAULTS[i].about;
    return true;
}

struct emulation {
    const struct emulate_config *config;
    struct rng rng;
    uint64_t moment;
    size_t wire_n;
    uint8_t wire[WIRE_MAX];
    _Alignas(max_align_t) unsigned char state[SENSOR_STATE_MAX];
};

static void begin(struct emulation *e, const struct emulate_config *c)
{
    memset(e, 0, sizeof *e);
    e->config = c;
    rng_init(&e->rng, c->seed);
    c->driver->emulate_reset(e->state, c->form);
}

static usec moment_time(const struct emulation *e, uint64_t moment)
{
    return usec_from_s((double)moment / (double)e->config->driver->emulate_hz[e->config->form]);
}

static bool has(const struct emulation *e, enum fault f)
{
    return (e->config->faults & (unsigned)f) != 0;
}

static bool now_and_then(struct emulation *e)
{
    return rng_uniform(&e->rng) < 1.0 / 200.0;
}

static bool within(usec t, int64_t every_s, int64_t from_s, int64_t to_s)
{
    int64_t s = t / USEC_PER_SEC % every_s;
    return s >= from_s && s < to_s;
}

static void put(struct emulation *e, const void *bytes, size_t n)
{
    n = n < WIRE_MAX - e->wire_n ? n : WIRE_MAX - e->wire_n;
    memcpy(e->wire + e->wire_n, bytes, n);
    e->wire_n += n;
}

static void put_noise(struct emulation *e)
{
    for (int i = 0; i < 60; i++) {
        uint8_t b = (uint8_t)(rng_next(&e->rng) >> 24);
        put(e, &b, 1);
    }
}

/* The bytes of one frame onto the wire, as far as the faults let them. */
static void put_frame(struct emulation *e, uint8_t *frame, size_t n, usec t)
{
    static const char BOOT[] = "\x1b[0mets Jan  8 2013, rst cause:2\r\nInitializing...\r\n";
    size_t from = 0;
    if (has(e, FAULT_SILENCE) && within(t, 20, 18, 20)) {
        return;
    }
    if (e->moment == 0 && has(e, FAULT_BOOT)) {
        put(e, BOOT, sizeof BOOT - 1);
    }
    if (e->moment == 0 && has(e, FAULT_MIDFRAME)) {
        from = n / 2;
    }
    if (has(e, FAULT_FLIP) && n > 0 && now_and_then(e)) {
        frame[(size_t)(rng_uniform(&e->rng) * (double)n)] ^= (uint8_t)(1U << (unsigned)(rng_uniform(&e->rng) * 8.0));
    }
    if (has(e, FAULT_DROP) && n > 1 && now_and_then(e)) {
        size_t at = (size_t)(rng_uniform(&e->rng) * (double)n);
        memmove(frame + at, frame + at + 1, n - at - 1);
        n--;
    }
    put(e, frame + from, n - from);
    if (has(e, FAULT_REPEAT) && now_and_then(e)) {
        put(e, frame + from, n - from);
    }
    double hz = (double)e->config->driver->emulate_hz[e->config->form];
    if (has(e, FAULT_NOISE) && e->moment % (uint64_t)(15.0 * hz) == (uint64_t)(15.0 * hz) - 1) {
        put_noise(e);
    }
}

/* One moment: measured, framed, on the wire. False at the end. */
static bool step(struct emulation *e, usec t)
{
    const struct emulate_config *c = e->config;
    struct sensor_moment m = {.t = t};
    if (!c->input.moment(c->input.of, &m)) {
        return false;
    }
    m.t = t;
    if (has(e, FAULT_FINGEROUT) && within(t, 30, 10, 15)) {
        m.contact = false;
    }
    uint8_t frame[SENSOR_FRAME_MAX];
    size_t n = c->driver->emulate(e->state, &m, frame, sizeof frame);
    put_frame(e, frame, n, t);
    e->moment++;
    return true;
}

static void hear(struct emulation *e, const uint8_t *bytes, size_t n)
{
    uint8_t answer[SENSOR_FRAME_MAX];
    if (e->config->driver->emulate_hear != NULL) {
        put(e, answer, e->config->driver->emulate_hear(e->state, bytes, n, answer, sizeof answer));
    }
}

/* Nobody is on the other end of a capture: what a host would say is said here. */
static void play_host(struct emulation *e, usec t, usec *next_alive)
{
    const struct sensor_driver *d = e->config->driver;
    for (size_t i = 0; i < d->lines_n; i++) {
        if (t == 0 && d->lines[i].hello != NULL) {
            hear(e, d->lines[i].hello, d->lines[i].hello_n);
        }
        if (d->lines[i].alive != NULL && t >= *next_alive) {
            hear(e, d->lines[i].alive, d->lines[i].alive_n);
            *next_alive = t + d->lines[i].alive_every;
        }
    }
}

static usec delivered(const struct emulation *e, usec t)
{
    return has(e, FAULT_LUMPS) ? (t / LUMP_US + 1) * LUMP_US : t;
}

static void write_wire(struct emulation *e, struct capture_writer *w, usec t)
{
    for (size_t at = 0; at < e->wire_n; at += CHUNK_BYTES) {
        struct chunk c = {.t = t};
        c.n = (uint16_t)(e->wire_n - at < CHUNK_BYTES ? e->wire_n - at : CHUNK_BYTES);
        memcpy(c.bytes, e->wire + at, c.n);
        capture_write_bytes(w, (uint64_t)(t / CAPTURE_TICK_US) + 1, 0, &c);
    }
    e->wire_n = 0;
}

int emulate_capture(const struct emulate_config *c, struct capture_writer *w)
{
    struct emulation e;
    begin(&e, c);
    usec next_alive = 0;
    bool away = false;
    for (;;) {
        usec t = moment_time(&e, e.moment);
        if ((c->length > 0 && t >= c->length) || (c->stop != NULL && *c->stop)) {
            break;
        }
        play_host(&e, t, &next_alive);
        if (!step(&e, t)) {
            break;
        }
        bool pulled = has(&e, FAULT_UNPLUG) && within(t, 30, UNPLUG_AT_S, UNPLUG_AT_S + UNPLUG_FOR_S);
        if (pulled) {
            e.wire_n = 0;
            if (!away) {
                capture_write_gap(w, (uint64_t)(t / CAPTURE_TICK_US) + 1, 0, t, GAP_UNPLUGGED);
            }
        }
        away = pulled;
        usec at = delivered(&e, t), next = delivered(&e, moment_time(&e, e.moment));
        if (at != next || !has(&e, FAULT_LUMPS)) {
            write_wire(&e, w, at);
        }
    }
    return capture_flush(w);
}

/* The device's end of a pseudo-terminal. The other end was open once, so that poll tells from then on whether somebody
   has it open; the master outlives every host. */
struct wire_end {
    int master;
};

static int open_end(struct wire_end *w, const char *link)
{
    char temporary[512];
    w->master = posix_openpt(O_RDWR | O_NOCTTY);
    if (w->master < 0 || grantpt(w->master) != 0 || unlockpt(w->master) != 0) {
        return R_IO;
    }
    const char *name = ptsname(w->master);
    int slave = name != NULL ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    struct termios t;
    if (slave < 0) {
        return R_IO;
    }
    if (tcgetattr(slave, &t) != 0) {
        (void)close(slave);
        return R_IO;
    }
    t.c_iflag = 0;
    t.c_oflag = 0;
    t.c_lflag = 0;
    t.c_cflag = CREAD | CLOCAL | CS8;
    (void)tcsetattr(slave, TCSANOW, &t);
    (void)close(slave);
    (void)fcntl(w->master, F_SETFL, O_NONBLOCK);
    (void)snprintf(temporary, sizeof temporary, "%s.new", link);
    (void)unlink(temporary);
    return symlink(name, temporary) == 0 && rename(temporary, link) == 0 ? R_OK : R_IO;
}

static void close_end(struct wire_end *w)
{
    if (w->master >= 0) {
        (void)close(w->master);
    }
    w->master = -1;
}

static void sleep_until(int64_t us)
{
    struct timespec t = {us / 1000000, us % 1000000 * 1000};
    (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void exchange(struct emulation *e, const struct wire_end *w)
{
    uint8_t heard[256];
    long n = read(w->master, heard, sizeof heard);
    if (n > 0) {
        hear(e, heard, (size_t)n);
    }
    /* Bytes that nobody takes are gone, as on a wire: whoever opens later must not get old ones. */
    struct pollfd end = {w->master, POLLOUT, 0};
    bool listened = poll(&end, 1, 0) > 0 && (end.revents & POLLHUP) == 0 && (end.revents & POLLOUT) != 0;
    if (listened && e->wire_n > 0) {
        (void)!write(w->master, e->wire, e->wire_n);
    }
    e->wire_n = 0;
}

/* True while the device is pulled out; opens and closes the wire's end as that changes. */
static int plug(struct emulation *e, struct wire_end *w, const char *link, usec t)
{
    bool pulled = has(e, FAULT_UNPLUG) && within(t, 30, UNPLUG_AT_S, UNPLUG_AT_S + UNPLUG_FOR_S);
    if (pulled && w->master >= 0) {
        (void)unlink(link);
        close_end(w);
        e->config->driver->emulate_reset(e->state, e->config->form);
    }
    return !pulled && w->master < 0 ? open_end(w, link) : R_OK;
}

int emulate_pty(const struct emulate_config *c, const char *link)
{
    struct emulation e;
    struct wire_end w = {-1};
    begin(&e, c);
    int r = open_end(&w, link);
    int64_t start = clock_now_us();
    while (r == R_OK && !*c->stop) {
        usec t = moment_time(&e, e.moment);
        if (c->length > 0 && t >= c->length) {
            break;
        }
        sleep_until(start + delivered(&e, t));
        r = plug(&e, &w, link, t);
        if (r != R_OK || !step(&e, t)) {
            break;
        }
        if (w.master >= 0) {
            exchange(&e, &w);
        } else {
            e.wire_n = 0;
        }
    }
    int error = errno;
    (void)unlink(link);
    close_end(&w);
    errno = error;
    return r;
}
