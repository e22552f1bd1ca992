/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded, this lets the true libserialport work on a pseudo-terminal, without privileges or kernel modules.
 *
 *   /sys/class/tty...            is looked for under $SERIAL_SHIM_ROOT/class/tty...
 *   /dev/ttyUSB*, /dev/ttyACM*   are looked for under $SERIAL_SHIM_ROOT/dev/
 *   modem lines                  which a pseudo-terminal has not (ENOTTY) are kept here instead
 *
 * The tree under the root is made by the test: entries like those of sysfs, and a symbolic link to a pseudo-terminal
 * as the device. Pulling a device out is removing them and closing the terminal's other end.
 * 1. Without SERIAL_SHIM_ROOT every call does what it always did. */
#define _GNU_SOURCE

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_N = 4096 };

static atomic_int modem_lines;

/* Modem lines as last set on any port (TIOCM_DTR, TIOCM_RTS, ...): for the test to ask. */
int serial_shim_lines(void);
int serial_shim_lines(void)
{
    return atomic_load(&modem_lines);
}

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static const char *mapped(const char *path, char *room)
{
    static const struct {
        const char *from, *to;
    } PLACES[] = {{"/sys/class/tty", "/class/tty"}, {"/dev/ttyUSB", "/dev/ttyUSB"}, {"/dev/ttyACM", "/dev/ttyACM"}};
    const char *root = getenv("SERIAL_SHIM_ROOT");
    for (size_t i = 0; root != NULL && path != NULL && i < sizeof PLACES / sizeof PLACES[0]; i++) {
        size_t n = strlen(PLACES[i].from);
        if (strncmp(path, PLACES[i].from, n) == 0) {
            int length = snprintf(room, PATH_N, "%s%s%s", root, PLACES[i].to, path + n);
            return length > 0 && length < PATH_N ? room : path;
        }
    }
    return path;
}

/* One call with a path: the same call on the mapped path. Older binaries know lstat as __lxstat. */
#define MAPPED(type, name, parameters, arguments)                                                                      \
    type name parameters;                                                                                              \
    type name parameters                                                                                               \
    {                                                                                                                  \
        char room[PATH_N];                                                                                             \
        type(*real) parameters = (type(*) parameters)next(#name);                                                      \
        const char *at = mapped(path, room);                                                                           \
        return real arguments;                                                                                         \
    }

MAPPED(FILE *, fopen, (const char *path, const char *mode), (at, mode))
MAPPED(FILE *, fopen64, (const char *path, const char *mode), (at, mode))
MAPPED(DIR *, opendir, (const char *path), (at))
MAPPED(int, stat, (const char *path, struct stat *st), (at, st))
MAPPED(int, stat64, (const char *path, struct stat64 *st), (at, st))
MAPPED(int, lstat, (const char *path, struct stat *st), (at, st))
MAPPED(int, lstat64, (const char *path, struct stat64 *st), (at, st))
MAPPED(int, __lxstat, (int version, const char *path, struct stat *st), (version, at, st))
MAPPED(int, __lxstat64, (int version, const char *path, struct stat64 *st), (version, at, st))
MAPPED(int, access, (const char *path, int mode), (at, mode))
MAPPED(ssize_t, readlink, (const char *path, char *out, size_t n), (at, out, n))
MAPPED(int, __open_2, (const char *path, int flags), (at, flags))
MAPPED(int, __open64_2, (const char *path, int flags), (at, flags))
MAPPED(char *, realpath, (const char *path, char *out), (at, out))
MAPPED(ssize_t, __readlink_chk, (const char *path, char *out, size_t n, size_t room_n), (at, out, n, room_n))
MAPPED(char *, __realpath_chk, (const char *path, char *out, size_t room_n), (at, out, room_n))

static mode_t mode_of(int flags, va_list more)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? (mode_t)va_arg(more, unsigned) : 0;
}

#define MAPPED_OPEN(name)                                                                                              \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        char room[PATH_N];                                                                                             \
        int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))next(#name);                            \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = mode_of(flags, more);                                                                            \
        va_end(more);                                                                                                  \
        return real(mapped(path, room), flags, mode);                                                                  \
    }

MAPPED_OPEN(open)
MAPPED_OPEN(open64)

static int answer_modem(unsigned long request, int *lines)
{
    switch (request) {
    case TIOCMGET:
        *lines = atomic_load(&modem_lines);
        return 0;
    case TIOCMSET:
        atomic_store(&modem_lines, *lines);
        return 0;
    case TIOCMBIS:
        (void)atomic_fetch_or(&modem_lines, *lines);
        return 0;
    case TIOCMBIC:
        (void)atomic_fetch_and(&modem_lines, ~*lines);
        return 0;
    default:
        return -1;
    }
}

int ioctl(int fd, unsigned long request, ...)
{
    int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))next("ioctl");
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    int r = real(fd, request, argument);
    /* A terminal whose other end is gone answers EIO before this: pulled out stays pulled out. */
    if (r < 0 && (errno == ENOTTY || errno == EINVAL) && getenv("SERIAL_SHIM_ROOT") != NULL) {
        int error = errno;
        r = isatty(fd) ? answer_modem(request, argument) : -1;
        errno = r < 0 ? error : errno;
    }
    return r;
}
