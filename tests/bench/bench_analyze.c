/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole of `metta analyze FILE --json` from a cold start: text in, JSON out. Days of intervals and half an hour of
   ECG are made first, then each is run RUNS times; the median CPU time, the median wall time and the most memory are
   printed. With valgrind at hand the instructions of one run are counted too: they do not depend on what else runs.
   Call: bench_analyze PATH_OF_METTA [instructions]. */
#define _DEFAULT_SOURCE /* wait4: the figures of one child */
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "tests/bench/sorted.h"

enum { RUNS = 11, PATH_N = 256 };

struct job {
    const char *name;
    double seconds, target_s;
    int decimals; /* of intervals; -1: an ECG */
};

static const struct job JOBS[] = {
    {"5 min of RR", 300.0, 0.005, 0},
    {"1 h of RR", 3600.0, 0.012, 0},
    {"24 h of RR", 86400.0, 0.120, 0},
    {"24 h of RR in steps of 1 us", 86400.0, 0.120, 3},
    {"30 min of 360 Hz ECG", 1800.0, 0.250, -1},
};
enum { JOBS_N = sizeof JOBS / sizeof JOBS[0] };

/* A day has its slow waves, breathing, the 0.1 Hz rhythm, noise, and a premature beat an hour. */
static double interval_ms(double t_s, struct rng *r)
{
    const double two_pi = 6.283185307179586;
    double rr = 850.0 + 150.0 * sin(two_pi * t_s / 86400.0) + 60.0 * sin(two_pi * t_s / 2700.0) +
                30.0 * sin(two_pi * 0.1 * t_s) + 25.0 * sin(two_pi * 0.25 * t_s) + 12.0 * rng_normal(r);
    return rng_uniform(r) < 1.0 / 4000.0 ? 0.65 * rr : rr;
}

static double bump(double x, double centre, double width, double height)
{
    double d = (x - centre) / width;
    return height * exp(-d * d / 2.0);
}

static void write_ecg(FILE *f, double seconds, struct rng *r)
{
    double beat = 0.0, next = 0.9;
    (void)fprintf(f, "# sampling_rate_hz: 360\ntime_s,ecg\n");
    for (long i = 0; (double)i < 360.0 * seconds; i++) {
        double t = (double)i / 360.0;
        if (t >= next - 0.45) {
            beat = next;
            next += interval_ms(t, r) / 1000.0;
        }
        double x = t - beat;
        double v = bump(x, -0.17, 0.025, 0.12) + bump(x, -0.03, 0.01, -0.12) + bump(x, 0.0, 0.011, 1.1) +
                   bump(x, 0.03, 0.01, -0.25) + bump(x, 0.28, 0.05, 0.3) + 0.02 * rng_normal(r);
        (void)fprintf(f, "%.3f,%.3f\n", t, v);
    }
}

static bool write_job(const struct job *j, const char *path)
{
    struct rng r;
    FILE *f = fopen(path, "w");
    if (f == NULL) {
        return false;
    }
    rng_init(&r, 7);
    if (j->decimals < 0) {
        write_ecg(f, j->seconds, &r);
    }
    for (double t = 0.0; j->decimals >= 0 && t < j->seconds;) {
        double rr = interval_ms(t, &r);
        (void)fprintf(f, "%.*f\n", j->decimals, rr);
        t += rr / 1000.0;
    }
    return fclose(f) == 0;
}

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

struct cost {
    double cpu_s, wall_s;
    long kib;
};

static bool run(const char *program, const char *path, struct cost *out)
{
    struct rusage use;
    int status = 0;
    double begin = now_s();
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        (void)execl(program, program, "analyze", path, "--json", (char *)NULL);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &use) != child) {
        return false;
    }
    *out = (struct cost){seconds(use.ru_utime) + seconds(use.ru_stime), now_s() - begin, use.ru_maxrss};
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Millions of instructions of one run, as valgrind counts them; NaN without valgrind. */
static double instructions(const char *program, const char *path)
{
    char call[3 * PATH_N + 200], line[256];
    double millions = (double)NAN;
    (void)snprintf(call, sizeof call,
                   "valgrind --tool=callgrind --callgrind-out-file=/dev/null %s analyze %s --json 2>&1 >/dev/null",
                   program, path);
    FILE *f = popen(call, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        const char *at = strstr(line, "Collected : ");
        millions = at != NULL ? strtod(at + 12, NULL) / 1e6 : millions;
    }
    if (f != NULL) {
        (void)pclose(f);
    }
    return millions;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_analyze PATH_OF_METTA [instructions]\n");
        return 2;
    }
    char path[PATH_N];
    (void)snprintf(path, sizeof path, "/tmp/bench_analyze.%ld.txt", (long)getpid());
    printf("%-28s %10s %10s %10s %10s %12s\n", "", "cpu ms", "wall ms", "wanted ms", "MiB", "M instr");
    for (size_t k = 0; k < JOBS_N; k++) {
        double cpu[RUNS], wall[RUNS];
        long kib = 0;
        if (!write_job(&JOBS[k], path)) {
            perror(path);
            return 1;
        }
        for (int i = 0; i < RUNS; i++) {
            struct cost c;
            if (!run(argv[1], path, &c)) {
                (void)fprintf(stderr, "%s analyze failed\n", argv[1]);
                return 1;
            }
            cpu[i] = 1e3 * c.cpu_s;
            wall[i] = 1e3 * c.wall_s;
            kib = c.kib > kib ? c.kib : kib;
        }
        double counted = argc > 2 ? instructions(argv[1], path) : (double)NAN;
        printf("%-28s %10.1f %10.1f %10.1f %10.1f %12.1f\n", JOBS[k].name, sorted_median(cpu, RUNS),
               sorted_median(wall, RUNS), 1e3 * JOBS[k].target_s, (double)kib / 1024.0, counted);
        (void)fflush(stdout);
    }
    (void)unlink(path);
    return 0;
}
