/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A belt with a motor on a pseudo-terminal: what it is told, how often, and that it is heard all the while. */
#define _XOPEN_SOURCE 700
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
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "link/clock.h"
#include "link/link.h"
#include "sensors/sensor.h"

enum { HEARD = 4096 };

struct board {
    pthread_t thread;
    atomic_bool stop;
    const struct sensor_driver *driver;
    int master, slave;
    char heard[HEARD];
    size_t heard_n;
};

static void nap(int ms)
{
    struct timespec t = {0, ms * 1000000L};
    (void)nanosleep(&t, NULL);
}

static void listen_board(struct board *b)
{
    const ssize_t n = read(b->master, b->heard + b->heard_n, HEARD - 1 - b->heard_n);
    b->heard_n += n > 0 ? (size_t)n : 0;
    b->heard[b->heard_n] = 0;
}

static void *be(void *arg)
{
    struct board *b = arg;
    _Alignas(max_align_t) unsigned char state[SENSOR_STATE_MAX];
    uint8_t said[SENSOR_FRAME_MAX];
    b->driver->emulate_reset(state, 0);
    for (usec t = 0; !atomic_load(&b->stop); t += 20000) {
        const struct sensor_moment m = {.t = t, .resp = (float)(t / 20000 % 200) / 200.0F, .contact = true};
        const size_t n = b->driver->emulate(state, &m, said, sizeof said);
        if (n > 0 && write(b->master, said, n) < 0) {
            nap(1);
        }
        listen_board(b);
        nap(20);
    }
    return NULL;
}

static void plug_in(struct board *b, const char *driver)
{
    memset(b, 0, sizeof *b);
    b->driver = sensor_find(driver);
    b->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    assert_true(b->master >= 0 && grantpt(b->master) == 0 && unlockpt(b->master) == 0);
    b->slave = open(ptsname(b->master), O_RDWR | O_NOCTTY); /* what was written stays there when the link closes */
    struct termios raw;
    assert_int_equal(tcgetattr(b->slave, &raw), 0);
    raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
    raw.c_oflag = 0;
    assert_int_equal(tcsetattr(b->slave, TCSANOW, &raw), 0);
    atomic_init(&b->stop, false);
    assert_int_equal(pthread_create(&b->thread, NULL, be, b), 0);
}

static void pull_out(struct board *b)
{
    atomic_store(&b->stop, true);
    assert_int_equal(pthread_join(b->thread, NULL), 0);
    listen_board(b);
    (void)close(b->slave);
    (void)close(b->master);
}

/* Lines of v and a digit, and nothing else. return how many; last: the last level */
static int count_lines(const char *heard, int *last)
{
    int n = 0;
    for (; *heard != 0; heard += 3, n++) {
        assert_true(heard[0] == 'v' && heard[1] >= '0' && heard[1] <= '9' && heard[2] == '\n');
        *last = heard[1] - '0';
    }
    return n;
}

static size_t readings(struct link *l, const struct sensor_driver *d, void *state)
{
    struct chunk c;
    struct reading r[SENSOR_READINGS_MAX];
    size_t n = 0;
    while (link_next(l, &c)) {
        assert_true(c.n > 0);
        n += d->decode(state, &c, r, SENSOR_READINGS_MAX);
    }
    return n;
}

/* Touches `strength(i)` every 10 ms for ms. return readings that came meanwhile */
static size_t touch(struct board *b, int ms, float from, float to)
{
    _Alignas(max_align_t) unsigned char state[SENSOR_STATE_MAX];
    char why[200] = "";
    struct link *l = NULL;
    size_t n = 0;
    assert_int_equal(link_open(&l, ptsname(b->master), b->driver, clock_now_us(), why, sizeof why), R_OK);
    b->driver->reset(state);
    for (int at = 0; at < ms; at += 10) {
        link_touch(l, at / 100 % 2 == 0 ? from : to);
        n += readings(l, b->driver, state);
        nap(10);
    }
    n += readings(l, b->driver, state);
    link_close(l);
    return n;
}

static void the_motor_is_told_and_the_belt_is_heard(void **state)
{
    (void)state;
    struct board b;
    int last = -1;
    plug_in(&b, "belt");
    const int64_t from_us = clock_now_us();
    const size_t came = touch(&b, 2000, 0.2F, 1.0F);
    const double s = (double)(clock_now_us() - from_us) / 1e6;
    pull_out(&b);
    const int n = count_lines(b.heard, &last);
    assert_true(n >= 6);
    assert_true(n <= (int)(20.0 * s) + 2);
    assert_non_null(strstr(b.heard, "v2\n"));
    assert_non_null(strstr(b.heard, "v9\n"));
    assert_int_equal(last, 0); /* still when the link is closed */
    assert_true(came > 30);
}

static void it_is_told_again_while_it_runs(void **state)
{
    (void)state;
    struct board b;
    int last = -1;
    plug_in(&b, "belt");
    (void)touch(&b, 1800, 0.5F, 0.5F);
    pull_out(&b);
    assert_in_range(count_lines(b.heard, &last), 3, 5); /* begun, said again, stilled */
}

static void a_still_motor_and_other_devices_hear_nothing(void **state)
{
    (void)state;
    struct board b;
    plug_in(&b, "belt");
    (void)touch(&b, 600, 0.0F, 0.05F); /* less than half of the first step */
    pull_out(&b);
    assert_string_equal(b.heard, "");
    plug_in(&b, "pulsesensor");
    (void)touch(&b, 600, 0.2F, 1.0F);
    pull_out(&b);
    assert_null(strchr(b.heard, 'v'));
}

/* Whatever is asked for, a level is one of ten. */
static void strengths_out_of_range_are_bounded(void **state)
{
    (void)state;
    struct board b;
    int last = -1;
    plug_in(&b, "belt");
    (void)touch(&b, 600, -3.0F, 1e9F);
    pull_out(&b);
    assert_true(count_lines(b.heard, &last) >= 1);
    assert_non_null(strstr(b.heard, "v9\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_motor_is_told_and_the_belt_is_heard),
        cmocka_unit_test(it_is_told_again_while_it_runs),
        cmocka_unit_test(a_still_motor_and_other_devices_hear_nothing),
        cmocka_unit_test(strengths_out_of_range_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
