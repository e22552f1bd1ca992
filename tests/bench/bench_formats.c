/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast recordings are read: written here at known sizes, then read to their end, best of five.
   Call: bench_formats [FILE...]: files of your own instead. Prints seconds of CPU, MB/s, rows/s and readings. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "formats/recording.h"

enum { RUNS = 5, ECG_HZ = 360, ECG_ROWS = 30 * 60 * ECG_HZ, RR_ROWS = 100000 };

static double cpu_s(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static long read_once(const char *path, double *seconds)
{
    struct recording *r = NULL;
    struct reading reading;
    char why[200] = "";
    double from = cpu_s();
    if (recording_open(&r, path, why, sizeof why) != R_OK) {
        (void)fprintf(stderr, "%s: %s\n", path, why);
        return -1;
    }
    long n = 0;
    int got = 0;
    double sum = 0.0;
    while ((got = recording_next(r, &reading)) == 1) {
        sum += (double)reading.value;
        n++;
    }
    if (got < 0) {
        (void)fprintf(stderr, "%s: %s\n", path, recording_why(r));
    }
    recording_close(r);
    *seconds = cpu_s() - from;
    return isfinite(sum) ? n : -1;
}

static void report(const char *what, const char *path)
{
    struct stat st;
    double best = 1e9, s = 0.0;
    long n = 0;
    for (int i = 0; i < RUNS; i++) {
        n = read_once(path, &s);
        best = s < best ? s : best;
    }
    if (n >= 0 && stat(path, &st) == 0) {
        (void)printf("%-28s %9ld readings %8.1f MB %8.4f s %8.1f MB/s %7.2f M readings/s\n", what, n,
                     (double)st.st_size / 1e6, best, (double)st.st_size / 1e6 / best, (double)n / best / 1e6);
    }
}

static FILE *begin(const char *folder, const char *name, char path[256])
{
    (void)snprintf(path, 256, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (f == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return f;
}

static void finish(FILE *f, const char *what, const char *path)
{
    (void)fclose(f);
    report(what, path);
    (void)remove(path);
}

static void signals(const char *folder, int channels)
{
    char path[256], what[64];
    struct rng r;
    rng_init(&r, 1);
    FILE *f = begin(folder, "signals.csv", path);
    (void)fprintf(f, "# sampling_rate_hz: %d\ntime_s,ecg%s%s\n", ECG_HZ, channels > 1 ? ",ppg" : "",
                  channels > 2 ? ",resp" : "");
    for (int i = 0; i < ECG_ROWS; i++) {
        (void)fprintf(f, "%.6g", (double)i / ECG_HZ);
        for (int k = 0; k < channels; k++) {
            (void)fprintf(f, ",%.3f", rng_normal(&r));
        }
        (void)fputc('\n', f);
    }
    (void)snprintf(what, sizeof what, "CSV 30 min 360 Hz, %d channel%s", channels, channels > 1 ? "s" : "");
    finish(f, what, path);
}

static void intervals(const char *folder, const char *what, const char *head, const char *row)
{
    char path[256];
    struct rng r;
    rng_init(&r, 2);
    FILE *f = begin(folder, "rr.csv", path);
    (void)fputs(head, f);
    for (int i = 0; i < RR_ROWS; i++) {
        (void)fprintf(f, row, 850.0 + 40.0 * rng_normal(&r));
    }
    finish(f, what, path);
}

static void put_field(FILE *f, const char *text, int width)
{
    (void)fprintf(f, "%-*.*s", width, width, text);
}

static void edf(const char *folder)
{
    static const struct {
        const char *label;
        int samples;
    } SIGNALS[] = {{"ECG II", 360}, {"Pleth", 120}, {"Resp nasal", 30}};
    static const struct {
        const char *text;
        int width;
    } FIELDS[] = {{"", 80}, {"uV", 8}, {"-3200", 8}, {"3200", 8}, {"-32768", 8}, {"32767", 8}, {"", 80}};
    char path[256], text[16];
    struct rng r;
    rng_init(&r, 3);
    FILE *f = begin(folder, "x.edf", path);
    put_field(f, "0", 8);
    put_field(f, "", 160);
    put_field(f, "01.01.2001.01.01", 16);
    put_field(f, "1024", 8);
    put_field(f, "", 44);
    put_field(f, "1800", 8);
    put_field(f, "1", 8);
    put_field(f, "3", 4);
    for (int i = 0; i < 3; i++) {
        put_field(f, SIGNALS[i].label, 16);
    }
    for (size_t k = 0; k < sizeof FIELDS / sizeof FIELDS[0]; k++) {
        for (int i = 0; i < 3; i++) {
            put_field(f, FIELDS[k].text, FIELDS[k].width);
        }
    }
    for (int i = 0; i < 3; i++) {
        (void)snprintf(text, sizeof text, "%d", SIGNALS[i].samples);
        put_field(f, text, 8);
    }
    put_field(f, "", 96);
    for (int i = 0; i < 1800 * (360 + 120 + 30); i++) {
        int v = (int)(1000.0 * rng_normal(&r));
        (void)fputc(v & 0xFF, f);
        (void)fputc(v >> 8 & 0xFF, f);
    }
    finish(f, "EDF 30 min, 360+120+30 Hz", path);
}

static void wfdb(const char *folder)
{
    char path[256], samples[256];
    struct rng r;
    rng_init(&r, 4);
    FILE *f = begin(folder, "w.dat", samples);
    for (int i = 0; i < ECG_ROWS * 3; i++) {
        (void)fputc((int)(rng_uniform(&r) * 256.0), f);
    }
    (void)fclose(f);
    f = begin(folder, "w.hea", path);
    (void)fprintf(f, "w 2 %d %d\nw.dat 212 200 11 1024 0 0 0 MLII\nw.dat 212 200 11 1024 0 0 0 V5\n", ECG_HZ, ECG_ROWS);
    finish(f, "WFDB 212 30 min, two leads", path);
    (void)remove(samples);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/bench-formats-XXXXXX";
    for (int i = 1; i < argc; i++) {
        report(strrchr(argv[i], '/') != NULL ? strrchr(argv[i], '/') + 1 : argv[i], argv[i]);
    }
    if (argc > 1) {
        return EXIT_SUCCESS;
    }
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return EXIT_FAILURE;
    }
    signals(folder, 1);
    signals(folder, 3);
    intervals(folder, "RR, 100000 lines", "# rest\nrr_ms\n", "%.0f\n");
    intervals(folder, "RR with fractions", "rr_ms\n", "%.4f\n");
    intervals(folder, "strap log, semicolons", "Phone timestamp;RR-interval [ms]\n", "2026-06-01T21:17:07.832;%.0f\n");
    edf(folder);
    wfdb(folder);
    return rmdir(folder) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
