/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a byte on the wire to the event that it causes, through the whole live program: a pulse sensor is played on a
   pseudo-terminal, its contact comes and goes, and the time until the contact event can be read is taken.
   Call: bench_latency PATH_OF_METTA. Prints the median and the worst of some dozens. */
#define _XOPEN_SOURCE 600 /* posix_openpt */

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/sorted.h"

enum { TURNS = 60, LINES_A_TURN = 17 };

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static pid_t start(const char *program, const char *port, int *out)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return -1;
    }
    pid_t child = fork();
    if (child == 0) {
        char sensor[200];
        (void)snprintf(sensor, sizeof sensor, "pulsesensor:%s", port);
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)execl(program, program, "train", "--sensor", sensor, "--headless", "--json", "--minutes", "2", "--db",
                    "/tmp/bench-latency.db", (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *out = ends[0];
    return child;
}

/* Seconds until the next contact event, or -1 after two. */
static double wait_contact(int out, double from_s)
{
    static char text[1 << 16];
    size_t n = 0;
    while (now_s() - from_s < 2.0) {
        struct pollfd p = {out, POLLIN, 0};
        (void)poll(&p, 1, 5);
        long got = read(out, text + n, sizeof text - 1 - n);
        if (got > 0) {
            n += (size_t)got;
            text[n] = '\0';
            if (strstr(text, "\"contact\"") != NULL) {
                return now_s() - from_s;
            }
        }
    }
    return -1.0;
}

/* What came before this turn must not answer it. */
static void drain(int out)
{
    static char text[1 << 16];
    while (read(out, text, sizeof text) > 0) {
    }
}

static void send_line(int master, const char *line)
{
    (void)!write(master, line, strlen(line));
}

int main(int argc, char **argv)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY), out = -1;
    if (argc < 2 || master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
        (void)fprintf(stderr, "usage: bench_latency PATH_OF_METTA\n");
        return 2;
    }
    pid_t child = start(argv[1], ptsname(master), &out);
    struct timespec slot = {0, 20000000L};
    double took[TURNS];
    size_t n = 0;
    for (int turn = 0; turn < TURNS; turn++) {
        const char *line = turn % 2 == 0 ? "72,832,512\r\n" : "0,600,512\r\n";
        drain(out);
        double from_s = now_s();
        send_line(master, line);
        double s = wait_contact(out, from_s);
        if (turn > 2 && s >= 0.0) { /* the first lines are the program's start */
            took[n++] = s;
        }
        for (int i = 0; i < LINES_A_TURN + turn % 7; i++) {
            (void)nanosleep(&slot, NULL);
            send_line(master, line);
        }
    }
    (void)kill(child, SIGTERM);
    (void)waitpid(child, NULL, 0);
    (void)remove("/tmp/bench-latency.db");
    if (n == 0) {
        printf("no event came\n");
        return 1;
    }
    sorted(took, n);
    printf("byte to event over %zu turns: median %.1f ms, worst %.1f ms (limit 40)\n", n, took[n / 2] * 1e3,
           took[n - 1] * 1e3);
    return 0;
}
