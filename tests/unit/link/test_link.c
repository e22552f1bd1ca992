/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader thread over pseudo-terminals: bytes in order, loss noticed, found again, overflow told. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/ring.h"
#include "link/clock.h"
#include "link/emulate.h"
#include "link/link.h"
#include "link/person.h"

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    (void)nanosleep(&t, NULL);
}

struct device {
    pthread_t thread;
    atomic_bool stop;
    char link[64];
    const char *driver;
    size_t form;
    struct person person;
};

/* The input ends when the device is to be pulled out: a signal's flag would be a race between threads. */
static bool at_rest(void *of, struct sensor_moment *m)
{
    struct device *d = of;
    person_moment(&d->person, m->t, m);
    return !atomic_load(&d->stop);
}

static void *be(void *arg)
{
    static const volatile sig_atomic_t never = 0;
    struct device *d = arg;
    struct emulate_config c = {
        .driver = sensor_find(d->driver), .form = d->form, .input = {at_rest, d}, .stop = &never};
    (void)!emulate_pty(&c, d->link);
    return NULL;
}

static void plug_in(struct device *d)
{
    atomic_init(&d->stop, false);
    person_init(&d->person, 1);
    assert_int_equal(pthread_create(&d->thread, NULL, be, d), 0);
    for (int i = 0; i < 100 && access(d->link, F_OK) != 0; i++) {
        nap(20);
    }
}

static void pull_out(struct device *d)
{
    atomic_store(&d->stop, true);
    assert_int_equal(pthread_join(d->thread, NULL), 0);
}

struct heard {
    size_t bytes, notices, readings;
    uint8_t why;
    usec last;
};

static void listen(struct link *l, const struct sensor_driver *d, void *state, int ms, struct heard *h)
{
    int64_t until = clock_now_us() + (int64_t)ms * 1000;
    struct chunk c;
    struct reading r[SENSOR_READINGS_MAX];
    while (clock_now_us() < until) {
        while (link_next(l, &c)) {
            assert_true(c.t >= h->last);
            h->last = c.t;
            h->bytes += c.n;
            h->notices += c.n == 0;
            h->why = c.n == 0 ? c.bytes[0] : h->why;
            h->readings += c.n > 0 ? d->decode(state, &c, r, SENSOR_READINGS_MAX) : 0;
        }
        nap(10);
    }
}

static void hears_loses_and_finds_again(void **state)
{
    (void)state;
    static _Alignas(max_align_t) unsigned char memory[SENSOR_STATE_MAX];
    static struct device d = {.link = "port-a", .driver = "cms50d"};
    const struct sensor_driver *driver = sensor_find("cms50d");
    char why[200] = "";
    plug_in(&d);
    struct link *l = NULL;
    assert_int_equal(link_open(&l, d.link, driver, clock_now_us(), why, sizeof why), R_OK);
    driver->reset(memory);
    struct heard h = {0};
    listen(l, driver, memory, 1500, &h);
    assert_true(h.readings > 60 && h.notices == 0); /* it was asked to start, and did */
    pull_out(&d);
    struct heard lost = {.last = h.last};
    listen(l, driver, memory, 1000, &lost);
    assert_int_equal(lost.notices, 1);
    assert_int_equal(lost.why, GAP_UNPLUGGED);
    plug_in(&d);
    struct heard again = {.last = lost.last};
    listen(l, driver, memory, 1500, &again);
    assert_true(again.readings > 40 && again.notices == 0);
    link_close(l);
    pull_out(&d);
}

/* A device that has been sending to nobody for a while: whoever opens the port hears what it says now. */
static void old_bytes_are_not_heard(void **state)
{
    (void)state;
    static struct device d = {.link = "port-i", .driver = "pulsesensor"};
    static _Alignas(max_align_t) unsigned char memory[SENSOR_STATE_MAX];
    const struct sensor_driver *driver = sensor_find("pulsesensor");
    char why[200] = "";
    plug_in(&d);
    nap(2000);
    uint8_t bytes[2048];
    int fd = open(d.link, O_RDWR | O_NOCTTY | O_NONBLOCK); /* some other program, which flushes nothing */
    nap(200);
    long n = read(fd, bytes, sizeof bytes);
    assert_true(n > 0 && n < 300); /* 600 a second */
    (void)close(fd);
    for (int host = 0; host < 2; host++) {
        struct link *l = NULL;
        nap(2000);
        assert_int_equal(link_open(&l, d.link, driver, clock_now_us(), why, sizeof why), R_OK);
        driver->reset(memory);
        struct heard h = {0};
        listen(l, driver, memory, 400, &h);
        assert_true(h.readings > 5 && h.readings < 35); /* 50 a second */
        link_close(l);
    }
    pull_out(&d);
}

static void who_does_not_listen_overflows(void **state)
{
    (void)state;
    static struct device d = {.link = "port-b", .driver = "belt", .form = 1};
    static _Alignas(max_align_t) unsigned char memory[SENSOR_STATE_MAX];
    const struct sensor_driver *driver = sensor_find("belt");
    char why[200] = "";
    plug_in(&d);
    struct link *l = NULL;
    assert_int_equal(link_open(&l, d.link, driver, clock_now_us(), why, sizeof why), R_OK);
    nap(6500); /* 50 lines a second into 256 slots */
    driver->reset(memory);
    struct heard h = {0};
    listen(l, driver, memory, 500, &h);
    assert_int_equal(h.notices, 1);
    assert_int_equal(h.why, GAP_OVERFLOW);
    link_close(l);
    pull_out(&d);
}

static void wrong_ports_are_told_at_once(void **state)
{
    (void)state;
    static const char *const PATHS[] = {"/dev/no-such-port", "/tmp", "/dev/null"};
    for (size_t i = 0; i < 3; i++) {
        struct link *l = NULL;
        char why[200] = "";
        assert_int_equal(link_open(&l, PATHS[i], sensor_find("belt"), 0, why, sizeof why), R_IO);
        assert_true(strlen(why) > 10);
    }
}

static void port_in_use_is_busy(void **state)
{
    (void)state;
    static struct device d = {.link = "port-c", .driver = "belt"};
    char why[200] = "";
    struct link *one = NULL, *two = NULL;
    plug_in(&d);
    assert_int_equal(link_open(&one, d.link, sensor_find("belt"), 0, why, sizeof why), R_OK);
    assert_int_equal(link_open(&two, d.link, sensor_find("belt"), 0, why, sizeof why), R_IO);
    assert_non_null(strstr(why, "another program"));
    link_close(one);
    pull_out(&d);
}

static void scan_tells_who_answers(void **state)
{
    (void)state;
    static struct device d[] = {{.link = "port-d", .driver = "cms50d"},
                                {.link = "port-e", .driver = "cms50d", .form = 1},
                                {.link = "port-f", .driver = "pulsesensor"},
                                {.link = "port-g", .driver = "pulsesensor", .form = 1},
                                {.link = "port-h", .driver = "belt"}};
    struct scan s[6];
    memset(s, 0, sizeof s);
    for (size_t i = 0; i < 5; i++) {
        plug_in(&d[i]);
        (void)snprintf(s[i].path, sizeof s[i].path, "%s", d[i].link);
    }
    (void)snprintf(s[5].path, sizeof s[5].path, "/dev/no-such-port");
    scan_ports(s, 6);
    for (size_t i = 0; i < 5; i++) {
        assert_non_null(s[i].driver);
        assert_string_equal(s[i].driver->id, d[i].driver);
        pull_out(&d[i]);
    }
    assert_null(s[5].driver);
    assert_int_equal(s[5].failure, TRANSPORT_MISSING);
}

static struct ring ring;
enum { CHUNKS = 200000 };

static void *produce(void *arg)
{
    (void)arg;
    struct chunk c = {.n = 1};
    for (usec i = 0; i < CHUNKS;) {
        c.t = i;
        i += ring_push(&ring, &c) ? 1 : 0;
    }
    return NULL;
}

static void ring_between_threads_keeps_order(void **state)
{
    (void)state;
    pthread_t t;
    ring_init(&ring);
    assert_int_equal(pthread_create(&t, NULL, produce, NULL), 0);
    struct chunk c;
    for (usec want = 0; want < CHUNKS;) {
        if (ring_pop(&ring, &c)) {
            assert_int_equal(c.t, want++);
        }
    }
    assert_int_equal(pthread_join(t, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_loses_and_finds_again),      cmocka_unit_test(who_does_not_listen_overflows),
        cmocka_unit_test(wrong_ports_are_told_at_once),     cmocka_unit_test(port_in_use_is_busy),
        cmocka_unit_test(old_bytes_are_not_heard),          cmocka_unit_test(scan_tells_who_answers),
        cmocka_unit_test(ring_between_threads_keeps_order),
    };
    /* A folder of its own: two runs at once must not take each other's ports. */
    char folder[] = "/tmp/link-test-XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) != 0) {
        perror(folder);
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)rmdir(folder);
    return failed;
}
