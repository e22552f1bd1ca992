/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw bytes out of a regular file or a named pipe, as a sensor would send them: for a device's log, or a bridge that
   another program fills. At its end a regular file falls silent; a pipe whose writers are gone is lost and found again.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "link/transport.h"

static bool accepts(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode));
}

static enum transport_failure file_open(struct port *p, const char *path, const struct sensor_line *line)
{
    (void)line;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return transport_failure_of(errno);
    }
    memcpy(p->state, &fd, sizeof fd);
    return TRANSPORT_OK;
}

static long file_read(struct port *p, uint8_t *out, size_t cap, int wait_ms)
{
    int fd = -1;
    memcpy(&fd, p->state, sizeof fd);
    struct pollfd in = {fd, POLLIN, 0};
    int ready = poll(&in, 1, wait_ms);
    if (ready <= 0) {
        return ready < 0 && errno != EINTR ? -1 : 0;
    }
    long n = read(fd, out, cap);
    struct stat st;
    if (n == 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) { /* all of it was read; to begin again would be a lie */
        struct timespec rest = {0, wait_ms * 1000000L};
        (void)nanosleep(&rest, NULL);
        return 0;
    }
    return n > 0 ? n : n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

static bool file_write(struct port *p, const uint8_t *bytes, size_t n)
{
    (void)p;
    (void)bytes;
    (void)n;
    return true; /* nobody listens, and nobody minds */
}

static void file_close(struct port *p)
{
    int fd = -1;
    memcpy(&fd, p->state, sizeof fd);
    (void)close(fd);
}

const struct transport transport_file = {"file", accepts, file_open, file_read, file_write, file_close};
