/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The true libserialport row on pseudo-terminals that pass for USB serial ports (tests/shim). The program preloads the
   shim into itself: it starts once more with the environment set, and only that second run tests. */
#define _XOPEN_SOURCE 700 /* posix_openpt, mkdtemp */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "link/clock.h"
#include "link/link.h"
#include "link/ports.h"

enum { NAME_N = 600 };
static const struct sensor_line PLAIN = {.baud = 115200, .data_bits = 8, .stop_bits = 1, .parity = 'N'};

static const char *root(void)
{
    return getenv("SERIAL_SHIM_ROOT");
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    (void)nanosleep(&t, NULL);
}

static void make_folder(const char *path)
{
    assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
}

static void make_file(const char *folder, const char *name, const char *text)
{
    char path[NAME_N];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fprintf(f, "%s\n", text) > 0);
    assert_int_equal(fclose(f), 0);
}

struct identity {
    const char *bus, *vid, *pid, *product, *serial;
};

static const struct identity CONTEC = {"1-1", "10c4", "ea60", "CP2102 USB to UART Bridge Controller", "0001"};
static const struct identity UNO = {"1-2", "2341", "0043", "Arduino Uno", "95530343434351A0B1C2"};

/* A cable in its socket: an entry as sysfs has it, and the device as a link to a pseudo-terminal.
 *   devices/usb1/<bus>/idVendor ...          what the chip says of itself
 *   devices/usb1/<bus>/if/<name>/tty/<name>  the terminal; its "device" is two folders up
 */
struct cable {
    const char *name;
    int master;
};

static void plug_in(struct cable *c, const char *name, const struct identity *id)
{
    char bus[NAME_N], path[NAME_N], target[NAME_N];
    (void)snprintf(bus, sizeof bus, "%s/devices/usb1/%s", root(), id->bus);
    make_folder(bus);
    make_file(bus, "busnum", "1");
    make_file(bus, "devnum", "7");
    make_file(bus, "idVendor", id->vid);
    make_file(bus, "idProduct", id->pid);
    make_file(bus, "product", id->product);
    make_file(bus, "manufacturer", "a maker");
    make_file(bus, "serial", id->serial);
    for (size_t i = 0; i < 4; i++) {
        size_t n = (size_t)snprintf(path, sizeof path, "%.400s/if", bus);
        (void)snprintf(path + n, sizeof path - n, "%s%s%s%s%s", i > 0 ? "/" : "", i > 0 ? name : "",
                       i > 1 ? "/tty" : "", i > 2 ? "/" : "", i > 2 ? name : "");
        make_folder(path);
    }
    (void)snprintf(target, sizeof target, "%.500s/device", path);
    assert_true(symlink("../..", target) == 0 || errno == EEXIST);
    (void)snprintf(target, sizeof target, "../../devices/usb1/%s/if/%s/tty/%s", id->bus, name, name);
    (void)snprintf(path, sizeof path, "%s/class/tty/%s", root(), name);
    (void)unlink(path);
    assert_int_equal(symlink(target, path), 0);

    c->name = name;
    c->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(c->master >= 0 && grantpt(c->master) == 0 && unlockpt(c->master) == 0);
    (void)fcntl(c->master, F_SETFL, O_NONBLOCK);
    (void)snprintf(path, sizeof path, "%s/dev/%s", root(), name);
    (void)unlink(path);
    assert_int_equal(symlink(ptsname(c->master), path), 0);
}

static void pull_out(struct cable *c)
{
    char path[NAME_N];
    (void)snprintf(path, sizeof path, "%s/dev/%s", root(), c->name);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/class/tty/%s", root(), c->name);
    (void)unlink(path);
    (void)close(c->master);
    c->master = -1;
}

/* An oximeter on the far end of a cable, as far as a test needs one: it sends when asked. */
struct device {
    pthread_t thread;
    atomic_bool stop;
    int master;
};

static void *be(void *arg)
{
    struct device *d = arg;
    const struct sensor_driver *s = sensor_find("cms50d");
    _Alignas(max_align_t) unsigned char state[SENSOR_STATE_MAX];
    uint8_t heard[64], said[SENSOR_FRAME_MAX];
    s->emulate_reset(state, 0);
    for (usec t = 0; !atomic_load(&d->stop); t += 16667) {
        long n = read(d->master, heard, sizeof heard);
        size_t answer = n > 0 ? s->emulate_hear(state, heard, (size_t)n, said, sizeof said) : 0;
        struct sensor_moment m = {.t = t, .ppg = (float)(t / 16667 % 50) / 50.0F, .ibi_ms = 833.0F, .contact = true};
        size_t frame = answer == 0 ? s->emulate(state, &m, said, sizeof said) : answer;
        if (frame > 0 && write(d->master, said, frame) < 0) {
            nap(1);
        }
        nap(16);
    }
    return NULL;
}

static void begin(struct device *d, const struct cable *c)
{
    d->master = c->master;
    atomic_init(&d->stop, false);
    assert_int_equal(pthread_create(&d->thread, NULL, be, d), 0);
}

static void end(struct device *d)
{
    atomic_store(&d->stop, true);
    assert_int_equal(pthread_join(d->thread, NULL), 0);
}

static void ports_are_listed_with_their_identity(void **state)
{
    (void)state;
    struct cable a, b;
    plug_in(&a, "ttyUSB0", &CONTEC);
    plug_in(&b, "ttyACM0", &UNO);
    struct port_info p[PORTS_MAX];
    assert_int_equal(ports_list(p, PORTS_MAX), 2);
    const struct port_info *usb = strcmp(p[0].path, "/dev/ttyUSB0") == 0 ? &p[0] : &p[1];
    const struct port_info *acm = usb == &p[0] ? &p[1] : &p[0];
    assert_string_equal(usb->path, "/dev/ttyUSB0");
    assert_string_equal(acm->path, "/dev/ttyACM0");
    assert_true(usb->usb && usb->vid == 0x10c4 && usb->pid == 0xea60);
    assert_true(acm->usb && acm->vid == 0x2341 && acm->pid == 0x0043);
    assert_string_equal(usb->serial, "0001");
    assert_non_null(strstr(usb->about, "CP2102"));
    pull_out(&a);
    assert_int_equal(ports_list(p, PORTS_MAX), 1);
    pull_out(&b);
    assert_int_equal(ports_list(p, PORTS_MAX), 0);
}

static void every_line_of_every_driver_can_be_set(void **state)
{
    (void)state;
    static const struct {
        uint32_t baud;
        speed_t speed;
    } SEEN[] = {{4800, B4800}, {9600, B9600}, {19200, B19200}, {57600, 0010001}, {115200, 0010002}};
    struct cable c;
    struct port port;
    struct termios t;
    plug_in(&c, "ttyUSB0", &CONTEC);
    for (size_t i = 0; i < sizeof SEEN / sizeof SEEN[0]; i++) {
        struct sensor_line line = PLAIN;
        line.baud = SEEN[i].baud;
        line.parity = i % 2 == 0 ? 'N' : 'O';
        assert_int_equal(transport_open(&port, "/dev/ttyUSB0", &line), TRANSPORT_OK);
        assert_ptr_equal(port.transport, &transport_serial);
        assert_int_equal(tcgetattr(c.master, &t), 0);
        assert_int_equal(cfgetospeed(&t), SEEN[i].speed);
        assert_int_equal((t.c_cflag & PARODD) != 0, line.parity == 'O');
        assert_int_equal(t.c_lflag & (ICANON | ECHO), 0);
        port.transport->close(&port);
    }
    size_t n = 0;
    const struct sensor_driver *const *all = sensor_all(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < all[i]->lines_n; k++) { /* 250000 too, for which termios has no name */
            assert_int_equal(transport_open(&port, "/dev/ttyUSB0", &all[i]->lines[k]), TRANSPORT_OK);
            port.transport->close(&port);
        }
    }
    /* Boards with native USB are silent without DTR, others sit in reset with only one of the two. */
    void *found = dlsym(RTLD_DEFAULT, "serial_shim_lines");
    int (*lines)(void);
    memcpy(&lines, &found, sizeof lines);
    assert_non_null(found);
    assert_int_equal(lines() & (TIOCM_DTR | TIOCM_RTS), TIOCM_DTR | TIOCM_RTS);
    pull_out(&c);
}

static void bytes_go_both_ways_unchanged(void **state)
{
    (void)state;
    struct cable c;
    struct port port;
    uint8_t all[256], got[256], heard[16];
    plug_in(&c, "ttyUSB0", &CONTEC);
    assert_int_equal(transport_open(&port, "/dev/ttyUSB0", &PLAIN), TRANSPORT_OK);
    assert_int_equal(port.transport->read(&port, got, sizeof got, 20), 0);
    for (int i = 0; i < 256; i++) {
        all[i] = (uint8_t)i;
    }
    assert_int_equal(write(c.master, all, sizeof all), sizeof all);
    size_t n = 0;
    for (int i = 0; i < 20 && n < sizeof got; i++) {
        long more = port.transport->read(&port, got + n, sizeof got - n, 50);
        assert_true(more >= 0);
        n += (size_t)more;
    }
    assert_int_equal(n, 256);
    assert_memory_equal(got, all, 256);
    assert_true(port.transport->write(&port, all + 10, 9));
    nap(20);
    assert_int_equal(read(c.master, heard, sizeof heard), 9);
    assert_memory_equal(heard, all + 10, 9);
    pull_out(&c);
    int64_t before = clock_now_us();
    while (port.transport->read(&port, got, sizeof got, 50) >= 0) {
        assert_true(clock_now_us() - before < 2 * USEC_PER_SEC);
    }
    port.transport->close(&port);
}

static void failures_are_told_apart(void **state)
{
    (void)state;
    struct cable c;
    struct port one, two;
    char words[200] = "";
    assert_int_equal(transport_open(&one, "/dev/ttyUSB0", &PLAIN), TRANSPORT_MISSING);
    plug_in(&c, "ttyUSB0", &CONTEC);
    assert_int_equal(transport_open(&one, "/dev/ttyUSB0", &PLAIN), TRANSPORT_OK);
    assert_int_equal(transport_open(&two, "/dev/ttyUSB0", &PLAIN), TRANSPORT_BUSY);
    one.transport->close(&one);
    assert_int_equal(transport_open(&two, "/dev/ttyUSB0", &PLAIN), TRANSPORT_OK);
    two.transport->close(&two);
    transport_failure_words(TRANSPORT_FORBIDDEN, "/dev/ttyUSB0", words, sizeof words);
    assert_non_null(strstr(words, "permission"));
    pull_out(&c);
}

/* Readings within ms; *notices counts notices, *first_us is when the first came. */
static size_t listen(struct link *l, int ms, int *notices, int64_t *first_us)
{
    const struct sensor_driver *d = sensor_find("cms50d");
    static _Alignas(max_align_t) unsigned char memory[SENSOR_STATE_MAX];
    struct reading r[SENSOR_READINGS_MAX];
    struct chunk c;
    size_t n = 0;
    d->reset(memory);
    int64_t until = clock_now_us() + (int64_t)ms * 1000;
    while (clock_now_us() < until) {
        while (link_next(l, &c)) {
            if (c.n == 0) {
                assert_int_equal(c.bytes[0], GAP_UNPLUGGED);
                *first_us = *notices == 0 ? clock_now_us() : *first_us;
                ++*notices;
            } else {
                n += d->decode(memory, &c, r, SENSOR_READINGS_MAX);
            }
        }
        nap(10);
    }
    return n;
}

static void pulled_out_is_noticed_and_found_under_another_name(void **state)
{
    (void)state;
    struct cable c, wrong;
    struct device d;
    struct link *l = NULL;
    char why[200] = "";
    int notices = 0;
    int64_t noticed_us = 0;
    plug_in(&c, "ttyUSB0", &CONTEC);
    begin(&d, &c);
    assert_int_equal(link_open(&l, "/dev/ttyUSB0", sensor_find("cms50d"), clock_now_us(), why, sizeof why), R_OK);
    assert_true(listen(l, 1000, &notices, &noticed_us) > 30);
    assert_int_equal(notices, 0);

    end(&d);
    int64_t pulled_us = clock_now_us();
    pull_out(&c);
    assert_true(listen(l, 1500, &notices, &noticed_us) < 10); /* what was on the way */
    assert_int_equal(notices, 1);
    assert_true(noticed_us - pulled_us < 2 * USEC_PER_SEC);

    /* The old name now belongs to something else; the cable itself is ttyUSB1. */
    plug_in(&wrong, "ttyUSB0", &UNO);
    assert_int_equal(listen(l, 700, &notices, &noticed_us), 0);
    plug_in(&c, "ttyUSB1", &CONTEC);
    begin(&d, &c);
    assert_true(listen(l, 2500, &notices, &noticed_us) > 30);
    assert_int_equal(notices, 1);
    link_close(l);
    end(&d);
    pull_out(&c);
    pull_out(&wrong);
}

static void scan_finds_the_driver_on_a_listed_port(void **state)
{
    (void)state;
    struct cable c;
    struct device d;
    struct scan s[SCAN_MAX];
    plug_in(&c, "ttyUSB0", &CONTEC);
    begin(&d, &c);
    assert_int_equal(scan_list(s, SCAN_MAX), 1);
    assert_string_equal(s[0].path, "/dev/ttyUSB0");
    scan_ports(s, 1);
    assert_non_null(s[0].driver);
    assert_string_equal(s[0].driver->id, "cms50d");
    end(&d);
    pull_out(&c);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

static int test_all(void)
{
    char path[NAME_N];
    static const char *const FOLDERS[] = {"class", "class/tty", "dev", "devices", "devices/usb1"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof FOLDERS[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", root(), FOLDERS[i]);
        (void)mkdir(path, 0700);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ports_are_listed_with_their_identity),
        cmocka_unit_test(every_line_of_every_driver_can_be_set),
        cmocka_unit_test(bytes_go_both_ways_unchanged),
        cmocka_unit_test(failures_are_told_apart),
        cmocka_unit_test(pulled_out_is_noticed_and_found_under_another_name),
        cmocka_unit_test(scan_finds_the_driver_on_a_listed_port),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)nftw(root(), remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return failed;
}

int main(int argc, char **argv)
{
    (void)argc;
    if (root() != NULL) {
        return test_all();
    }
    char folder[] = TEST_BINARY_DIR "/serial-shim-XXXXXX";
    if (mkdtemp(folder) == NULL || setenv("SERIAL_SHIM_ROOT", folder, 1) != 0 ||
        setenv("LD_PRELOAD", SERIAL_SHIM, 1) != 0) {
        perror("the shim's folder");
        return 1;
    }
    (void)execv(argv[0], argv);
    perror(argv[0]);
    return 1;
}
