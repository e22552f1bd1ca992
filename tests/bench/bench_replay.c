/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast and how small a replay is: one hour of 250 Hz ECG as text through the whole program, headless.
   Call: bench_replay PATH_OF_METTA [RUNS]. Prints seconds of one core, the ratio to real time, and memory. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rng.h"

enum { RATE_HZ = 250, SECONDS = 3600, RUNS = 5 };

static double bump(double x, double centre, double width, double height)
{
    double d = (x - centre) / width;
    return height * exp(-d * d / 2.0);
}

/* P, QRS and T as bumps round the R peak; 66 beats a minute swinging with six breaths a minute, and a little noise. */
static int write_hour(const char *path)
{
    FILE *f = fopen(path, "w");
    if (f == NULL) {
        return -1;
    }
    struct rng r;
    rng_init(&r, 1);
    (void)fprintf(f, "# sampling_rate_hz: %d\ntime_s,ecg\n", RATE_HZ);
    double beat = 0.0, next = 0.9;
    for (long i = 0; i < (long)RATE_HZ * SECONDS; i++) {
        double t = (double)i / RATE_HZ;
        if (t >= next - 0.45) {
            beat = next;
            next += 60.0 / (66.0 + 6.0 * sin(6.283185307 * 0.1 * t));
        }
        double x = t - beat;
        double v = bump(x, -0.17, 0.025, 0.12) + bump(x, -0.03, 0.01, -0.12) + bump(x, 0.0, 0.011, 1.1) +
                   bump(x, 0.03, 0.01, -0.25) + bump(x, 0.28, 0.05, 0.3) + 0.02 * rng_normal(&r);
        (void)fprintf(f, "%.3f,%.4f\n", t, v);
    }
    return fclose(f);
}

static double children_s(const struct rusage *use)
{
    return (double)(use->ru_utime.tv_sec + use->ru_stime.tv_sec) +
           (double)(use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1e6;
}

static int run(const char *program, const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        (void)dup2(null, STDOUT_FILENO);
        (void)execl(program, program, "replay", path, "--headless", "--json", "--speed", "max", (char *)NULL);
        _exit(127);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char **argv)
{
    char path[] = "/tmp/bench-replay-XXXXXX";
    int fd = mkstemp(path);
    if (argc < 2 || fd < 0 || write_hour(path) != 0) {
        (void)fprintf(stderr, "usage: bench_replay PATH_OF_METTA [RUNS]\n");
        return 2;
    }
    (void)close(fd);
    int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : RUNS, code = 0;
    double best = HUGE_VAL;
    long memory_kb = 0;
    for (int i = 0; i < runs && code == 0; i++) {
        struct rusage before, after;
        (void)getrusage(RUSAGE_CHILDREN, &before);
        code = run(argv[1], path);
        (void)getrusage(RUSAGE_CHILDREN, &after);
        best = fmin(best, children_s(&after) - children_s(&before));
        memory_kb = after.ru_maxrss;
    }
    (void)remove(path);
    printf(
        "one hour of %d Hz ECG: %.3f s of one core (limit 1, target 0.3), %.0f times real time, %.1f MB (limit 20)\n",
        RATE_HZ, best, SECONDS / best, (double)memory_kb / 1024.0);
    return code;
}
