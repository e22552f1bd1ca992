/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The trainer's end of the person protocol.
 *
 *   -> hello 1          <- stream ..., ok 0.000
 *   -> pace ...         (no answer)
 *   -> advance T        <- data lines, ok T
 *   -> end              <- ok T, and the program ends
 *
 * 1. Nothing is written before the answer to what was written last: neither side can block the other.
 * 2. Data lines come in order, after the last ok and not after T; what else it says of data is passed over.
 * 3. All memory is in the struct: a program that floods is ended, not stored.
 */
#include "link/outsider.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

static const usec ROUNDING_US = 1000; /* the protocol's times have three decimals */
enum { GOODBYE_STEPS = 50, GOODBYE_STEP_MS = 10, GOODBYE_READS = 64, WHY_N = 240 };

struct outsider {
    pid_t child;
    int fd; /* both ways: a socket, so that a program that ended is an error and not a signal */
    usec now, asked, newest;
    char buffer[OUTSIDER_LINE_N];
    size_t begin, end;
    struct outsider_item items[OUTSIDER_LINES];
    size_t items_n, given, lines;
    bool gone;
    char why[WHY_N];
};

static int fail(struct outsider *o, int result, const char *what, const char *line, size_t n)
{
    o->gone = true;
    int shown = n > 60 ? 60 : (int)n;
    (void)snprintf(o->why, sizeof o->why, "%s%s%.*s%s at %.3f s", what, n > 0 ? " ('" : "", shown, n > 0 ? line : "",
                   n > 0 ? "')" : "", usec_to_s(o->asked));
    for (char *c = o->why; *c != '\0'; c++) {
        *c = *c >= ' ' && *c < 0x7f ? *c : '?';
    }
    return result;
}

static int say(struct outsider *o, const char *line)
{
    size_t n = strlen(line);
    while (n > 0 && !o->gone) {
        ssize_t sent = send(o->fd, line, n, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            return fail(o, R_IO, "the person's program has ended", "", 0);
        }
        line += sent > 0 ? sent : 0;
        n -= sent > 0 ? (size_t)sent : 0;
    }
    return o->gone ? R_IO : R_OK;
}

static int fill(struct outsider *o)
{
    struct pollfd p = {.fd = o->fd, .events = POLLIN};
    memmove(o->buffer, o->buffer + o->begin, o->end - o->begin);
    o->end -= o->begin;
    o->begin = 0;
    if (o->end == sizeof o->buffer) {
        return fail(o, R_DATA, "the person's program sent a line that is too long", "", 0);
    }
    int ready = poll(&p, 1, OUTSIDER_SILENCE_MS);
    if (ready < 0 && errno == EINTR) {
        return R_OK;
    }
    if (ready <= 0) {
        return fail(o, R_IO, "the person's program has been silent for 10 s", "", 0);
    }
    ssize_t got = recv(o->fd, o->buffer + o->end, sizeof o->buffer - o->end, 0);
    if (got == 0 || (got < 0 && errno != EINTR)) {
        return fail(o, R_IO, "the person's program has ended", "", 0);
    }
    o->end += got > 0 ? (size_t)got : 0;
    return R_OK;
}

/* The next line without its LF, borrowed until the next call. */
static int hear(struct outsider *o, const char **line, const char **end)
{
    for (;;) {
        const char *at = o->buffer + o->begin, *lf = memchr(at, '\n', o->end - o->begin);
        if (lf != NULL) {
            o->begin = (size_t)(lf - o->buffer) + 1;
            *line = at;
            *end = lf > at && lf[-1] == '\r' ? lf - 1 : lf;
            return R_OK;
        }
        int r = fill(o);
        if (r != R_OK) {
            return r;
        }
    }
}

static void keep_data(struct outsider *o, usec t, const char *line, size_t n)
{
    char whole[OUTSIDER_LINE_N + 1];
    memcpy(whole, line, n);
    whole[n++] = '\n';
    for (size_t at = 0; at < n && o->items_n < OUTSIDER_LINES; at += CHUNK_BYTES) {
        struct outsider_item *i = &o->items[o->items_n++];
        size_t piece = n - at < CHUNK_BYTES ? n - at : CHUNK_BYTES;
        *i = (struct outsider_item){.chunk = {.t = t, .n = (uint16_t)piece}};
        memcpy(i->chunk.bytes, whole + at, piece);
    }
}

static void keep_want(struct outsider *o, usec t, const char *at, const char *end)
{
    while (at < end && *at == ' ') {
        at++;
    }
    bool faster = text_starts(at, end, "faster"), slower = text_starts(at, end, "slower");
    if ((faster || slower) && o->items_n < OUTSIDER_LINES) {
        o->items[o->items_n++] =
            (struct outsider_item){.is_want = true, .want = faster ? WANT_FASTER : WANT_SLOWER, .chunk = {.t = t}};
    }
}

/* A line that has a time: it must be within the step. */
static int take_data(struct outsider *o, const char *line, const char *end)
{
    const char *at = memchr(line, ' ', (size_t)(end - line));
    double t_s = 0.0;
    if (at == NULL || !text_number(&at, end, &t_s) || !(t_s >= 0.0 && t_s < 1e7)) {
        return fail(o, R_DATA, "the person's program sent a line without a time", line, (size_t)(end - line));
    }
    usec t = usec_from_s(t_s);
    if (t < o->newest - ROUNDING_US || t <= o->now - ROUNDING_US || t > o->asked + ROUNDING_US) {
        return fail(o, R_DATA, "the person's program sent a line out of its time", line, (size_t)(end - line));
    }
    o->newest = t > o->newest ? t : o->newest;
    if (++o->lines > OUTSIDER_LINES) {
        return fail(o, R_DATA, "the person's program floods: too many lines in one step", "", 0);
    }
    if (text_starts(line, end, "want ")) {
        keep_want(o, t, at, end);
    } else {
        keep_data(o, t, line, (size_t)(end - line));
    }
    return R_OK;
}

static bool is_data(const char *line, const char *end)
{
    return text_starts(line, end, "rr ") || text_starts(line, end, "breath ") || text_starts(line, end, "ppg ") ||
           text_starts(line, end, "want ");
}

static int take_ok(struct outsider *o, const char *at, const char *end)
{
    double t_s = 0.0;
    const char *line = at;
    at += 2;
    if (!text_number(&at, end, &t_s) || !(t_s >= 0.0 && t_s < 1e7)) {
        return fail(o, R_DATA, "the person's program sent an 'ok' without a time", line, (size_t)(end - line));
    }
    usec off = usec_from_s(t_s) - o->asked;
    if (off > ROUNDING_US || off < -ROUNDING_US) {
        return fail(o, R_DATA, "the person's program answered another step", line, (size_t)(end - line));
    }
    return R_OK;
}

/* All that belongs to one step, up to its ok. Words that nobody knows are passed over, so many and no more. */
static int hear_step(struct outsider *o)
{
    o->lines = 0;
    for (size_t heard = 0; heard <= 2 * OUTSIDER_LINES; heard++) {
        const char *line = NULL, *end = NULL;
        int r = hear(o, &line, &end);
        if (r != R_OK) {
            return r;
        }
        if (text_starts(line, end, "ok ")) {
            r = take_ok(o, line, end);
            o->now = r == R_OK ? o->asked : o->now;
            return r;
        }
        if (text_starts(line, end, "err")) {
            return fail(o, R_DATA, "the person's program says", line, (size_t)(end - line));
        }
        r = is_data(line, end) ? take_data(o, line, end) : R_OK;
        if (r != R_OK) {
            return r;
        }
    }
    return fail(o, R_DATA, "the person's program floods: too many lines in one step", "", 0);
}

static bool start(struct outsider *o, const char *command)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
        return false;
    }
    o->child = fork();
    if (o->child == 0) {
        (void)dup2(pair[1], STDIN_FILENO);
        (void)dup2(pair[1], STDOUT_FILENO);
        (void)close(pair[0]);
        (void)close(pair[1]);
        (void)signal(SIGPIPE, SIG_DFL);
        (void)setpgid(0, 0);
        (void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    (void)close(pair[1]);
    o->fd = pair[0];
    return o->child > 0;
}

int outsider_open(struct outsider **out, const char *command, char *why, size_t why_n)
{
    struct outsider *o = calloc(1, sizeof *o);
    if (o == NULL) {
        return R_MEM;
    }
    o->fd = -1;
    o->now = o->newest = -USEC_PER_SEC;
    int result = R_IO;
    if (!start(o, command)) {
        (void)snprintf(o->why, sizeof o->why, "%s", strerror(errno));
    } else {
        result = say(o, "hello 1\n");
        result = result == R_OK ? hear_step(o) : result;
    }
    if (result != R_OK) {
        (void)snprintf(why, why_n, "%s", o->why);
        outsider_close(o);
        return result;
    }
    *out = o;
    return R_OK;
}

static bool ended(struct outsider *o)
{
    return waitpid(o->child, NULL, WNOHANG) != 0;
}

void outsider_close(struct outsider *o)
{
    if (o == NULL) {
        return;
    }
    if (o->fd >= 0) {
        (void)say(o, "end\n");
        (void)shutdown(o->fd, SHUT_WR);
    }
    bool over = o->child <= 0;
    int steps = o->gone ? 1 : GOODBYE_STEPS; /* one that broke the protocol is not waited for */
    for (int i = 0; i < steps && !over; i++) {
        struct timespec nap = {0, GOODBYE_STEP_MS * 1000000L};
        char rest[4096];
        for (int k = 0; k < GOODBYE_READS && recv(o->fd, rest, sizeof rest, MSG_DONTWAIT) > 0; k++) {
        }
        over = ended(o);
        if (!over) {
            (void)nanosleep(&nap, NULL);
        }
    }
    if (!over) {
        (void)kill(-o->child, SIGKILL);
        (void)waitpid(o->child, NULL, 0);
    }
    if (o->fd >= 0) {
        (void)close(o->fd);
    }
    free(o);
}

void outsider_pace(struct outsider *o, usec t, const struct pace *p)
{
    char line[128];
    (void)snprintf(line, sizeof line, "pace %.6f %.3f %.3f %.3f %.3f\n", usec_to_s(t), (double)p->inhale_s,
                   (double)p->hold_in_s, (double)p->exhale_s, (double)p->hold_out_s);
    (void)!say(o, line); /* a program that is gone is told of at the next step */
}

usec outsider_now(const struct outsider *o)
{
    return o->now;
}

int outsider_advance(struct outsider *o, usec t)
{
    char line[64];
    if (o->gone) {
        return R_IO;
    }
    if (o->given == o->items_n) {
        o->given = o->items_n = 0;
    }
    o->asked = t;
    (void)snprintf(line, sizeof line, "advance %.6f\n", usec_to_s(t));
    int r = say(o, line);
    return r == R_OK ? hear_step(o) : r;
}

bool outsider_next(struct outsider *o, usec t, struct outsider_item *out)
{
    if (o->given == o->items_n || o->items[o->given].chunk.t > t) {
        return false;
    }
    *out = o->items[o->given++];
    return true;
}

const char *outsider_why(const struct outsider *o)
{
    return o->why;
}
