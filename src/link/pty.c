/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pseudo-terminals and other character devices that libserialport does not take: plain POSIX termios.
   A pseudo-terminal has no speed, but whoever holds its other end can read the one that was asked for. */
#define _DEFAULT_SOURCE /* speeds above 38400 */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "link/transport.h"

static bool accepts(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISCHR(st.st_mode);
}

static speed_t speed_of(uint32_t baud)
{
    static const struct {
        uint32_t baud;
        speed_t speed;
    } SPEEDS[] = {{4800, B4800},   {9600, B9600},     {19200, B19200},  {38400, B38400},
                  {57600, B57600}, {115200, B115200}, {230400, B230400}};
    for (size_t i = 0; i < sizeof SPEEDS / sizeof SPEEDS[0]; i++) {
        if (SPEEDS[i].baud == baud) {
            return SPEEDS[i].speed;
        }
    }
    return B115200;
}

static bool set_line(int fd, const struct sensor_line *line)
{
    struct termios t;
    if (tcgetattr(fd, &t) != 0) {
        return false;
    }
    t.c_iflag = IGNBRK | (line->parity == 'N' ? 0 : IGNPAR);
    t.c_oflag = 0;
    t.c_lflag = 0;
    t.c_cflag = CREAD | CLOCAL | CS8;
    t.c_cflag |= line->stop_bits == 2 ? CSTOPB : 0;
    t.c_cflag |= line->parity == 'N' ? 0 : (tcflag_t)(PARENB | (line->parity == 'O' ? PARODD : 0));
    t.c_cc[VMIN] = 0;
    t.c_cc[VTIME] = 0;
    return cfsetispeed(&t, speed_of(line->baud)) == 0 && cfsetospeed(&t, speed_of(line->baud)) == 0 &&
           tcsetattr(fd, TCSANOW, &t) == 0 && tcflush(fd, TCIFLUSH) == 0;
}

static enum transport_failure pty_open(struct port *p, const char *path, const struct sensor_line *line)
{
    int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return transport_failure_of(errno);
    }
    enum transport_failure why = !transport_lock(fd) ? TRANSPORT_BUSY : TRANSPORT_OK;
    if (why == TRANSPORT_OK && !set_line(fd, line)) {
        why = errno == EIO ? TRANSPORT_MISSING : TRANSPORT_NOT_SERIAL;
    }
    if (why != TRANSPORT_OK) {
        (void)close(fd);
        return why;
    }
    memcpy(p->state, &fd, sizeof fd);
    return TRANSPORT_OK;
}

static int fd_of(const struct port *p)
{
    int fd = -1;
    memcpy(&fd, p->state, sizeof fd);
    return fd;
}

static long pty_read(struct port *p, uint8_t *out, size_t cap, int wait_ms)
{
    int fd = fd_of(p);
    struct pollfd in = {fd, POLLIN, 0};
    int ready = poll(&in, 1, wait_ms);
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
        return 0;
    }
    if (ready < 0) {
        return -1;
    }
    long n = read(fd, out, cap);
    if (n > 0) {
        return n;
    }
    /* An open line with nothing to read says EAGAIN or 0 bytes; one whose other end is gone hangs up. */
    bool gone = (in.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    return gone ? -1 : 0;
}

static bool pty_write(struct port *p, const uint8_t *bytes, size_t n)
{
    return write(fd_of(p), bytes, n) >= 0 || errno == EAGAIN || errno == EINTR;
}

static void pty_close(struct port *p)
{
    (void)close(fd_of(p));
}

const struct transport transport_pty = {"pty", accepts, pty_open, pty_read, pty_write, pty_close};
