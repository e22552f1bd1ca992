/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of ways to a device. libserialport knows real ports and refuses pseudo-terminals (they have neither an
   entry in /sys/class/tty nor modem lines); POSIX takes those; anything else that holds bytes is a file. */
#include "link/transport.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

static const struct transport *const TABLE[] = {&transport_serial, &transport_pty, &transport_file};

enum transport_failure transport_failure_of(int error)
{
    switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
        return TRANSPORT_MISSING;
    case EACCES:
    case EPERM:
        return TRANSPORT_FORBIDDEN;
    case EBUSY:
    case EAGAIN:
        return TRANSPORT_BUSY;
    case ENOTTY:
    case EISDIR:
    case EINVAL:
        return TRANSPORT_NOT_SERIAL;
    default:
        return TRANSPORT_BROKEN;
    }
}

const struct transport *transport_for(const char *path, enum transport_failure *why)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        *why = transport_failure_of(errno);
        return NULL;
    }
    if (S_ISDIR(st.st_mode)) {
        *why = TRANSPORT_NOT_SERIAL;
        return NULL;
    }
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        if (TABLE[i]->accepts(path)) {
            return TABLE[i];
        }
    }
    *why = TRANSPORT_NOT_SERIAL;
    return NULL;
}

enum transport_failure transport_open(struct port *p, const char *path, const struct sensor_line *line)
{
    enum transport_failure why = TRANSPORT_OK;
    const struct transport *t = transport_for(path, &why);
    if (t == NULL) {
        return why;
    }
    p->transport = t;
    return t->open(p, path, line);
}

bool transport_lock(int fd)
{
    return flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

static void forbidden_words(const char *path, char *out, size_t n)
{
    struct stat st;
    const struct group *g = stat(path, &st) == 0 ? getgrgid(st.st_gid) : NULL;
    if (g != NULL && (st.st_mode & S_IRGRP) != 0) {
        (void)snprintf(out, n, "no permission; join its group: sudo usermod -aG %s $USER, then log in again",
                       g->gr_name);
    } else {
        (void)snprintf(out, n, "no permission; its owner must give you access");
    }
}

void transport_failure_words(enum transport_failure why, const char *path, char *out, size_t n)
{
    static const char *const WORDS[TRANSPORT_FAILURES] = {
        [TRANSPORT_OK] = "open",
        [TRANSPORT_MISSING] = "no such port; plug the sensor in, metta sensors lists ports",
        [TRANSPORT_BUSY] = "another program uses this port; close it first",
        [TRANSPORT_NOT_SERIAL] = "this is no serial port; metta sensors lists ports",
        [TRANSPORT_BROKEN] = "the port cannot be opened; unplug the sensor and plug it in again",
    };
    if (why == TRANSPORT_FORBIDDEN) {
        forbidden_words(path, out, n);
    } else {
        (void)snprintf(out, n, "%s", WORDS[why < TRANSPORT_FAILURES ? why : TRANSPORT_BROKEN]);
    }
}
