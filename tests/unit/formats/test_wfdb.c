/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/rng.h"
#include "formats/recording.h"
#include "formats/wfdb.h"

static char folder[] = "/tmp/wfdb-test-XXXXXX";

static void put(const char *name, const void *bytes, size_t n)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static int open_record(const char *header, const void *samples, size_t n, struct wfdb **out, char *why)
{
    char path[128];
    put("r.hea", header, strlen(header));
    put("r.dat", samples, n);
    (void)snprintf(path, sizeof path, "%s/r.hea", folder);
    return wfdb_open(out, path, why, 200);
}

static void check_two(const char *header, const uint8_t *samples, size_t n, double first, double second)
{
    struct wfdb *w = NULL;
    char why[200] = "";
    double v[WFDB_SIGNALS_MAX];
    assert_int_equal(open_record(header, samples, n, &w, why), R_OK);
    assert_int_equal(wfdb_signals(w), 2);
    assert_int_equal(wfdb_next(w, v), 1);
    assert_true(fabs(v[0] - first) < 1e-9 && fabs(v[1] - second) < 1e-9);
    assert_int_equal(wfdb_next(w, v), 0);
    wfdb_close(w);
}

static void formats_give_the_published_samples(void **state)
{
    (void)state;
    const uint8_t in_212[] = {0xE3, 0x33, 0xF3}, low_212[] = {0xFB, 0x3F, 0xE8};
    check_two("100 2 360 1\nr.dat 212 200 11 1024 995 0 0 MLII\nr.dat 212 200 11 1024 1011 0 0 V5\n", in_212, 3, -0.145,
              -0.065);
    check_two("r 2\nr.dat 212 1\nr.dat 212 1\n", low_212, 3, -5.0, 1000.0);
    const uint8_t in_16[] = {0x18, 0xFC, 0xE8, 0x03}, in_80[] = {0x80, 0xFF};
    check_two("r 2 128\nr.dat 16 100(10)/mV 16 0 0 0 0 I\nr.dat 16 100/mV 16 0\n", in_16, 4, -10.1, 10.0);
    check_two("r 2 128\nr.dat 80 1\nr.dat 80 1\n", in_80, 2, 0.0, 127.0);
}

static void marks_of_no_sample_are_unknown(void **state)
{
    (void)state;
    struct wfdb *w = NULL;
    char why[200] = "";
    double v[WFDB_SIGNALS_MAX];
    const uint8_t none[] = {0x00, 0x80, 0x01, 0x00};
    assert_int_equal(open_record("r 1 100\nr.dat 16 1\n", none, 4, &w, why), R_OK);
    assert_int_equal(wfdb_next(w, v), 1);
    assert_true(isnan(v[0]));
    assert_int_equal(wfdb_next(w, v), 1);
    assert_true(v[0] == 1.0);
    wfdb_close(w);
}

static void recording_takes_the_first_lead(void **state)
{
    (void)state;
    struct wfdb *w = NULL;
    char why[200] = "", path[128];
    const uint8_t samples[] = {0xE3, 0x33, 0xF3, 0xE3, 0x33, 0xF3, 0x01};
    assert_int_equal(open_record("100 2 360 2\nr.dat 212 200 11 1024 995 0 0 MLII\nr.dat 212 200 11 1024 0 0 0 V5\n",
                                 samples, sizeof samples, &w, why),
                     R_OK);
    wfdb_close(w);
    struct recording *r = NULL;
    struct reading reading;
    (void)snprintf(path, sizeof path, "%s/r.hea", folder);
    assert_int_equal(recording_open(&r, path, why, sizeof why), R_OK);
    assert_int_equal(recording_info(r)->channels_n, 1);
    assert_non_null(strstr(recording_info(r)->note, "V5"));
    assert_int_equal(recording_next(r, &reading), 1);
    assert_true(reading.kind == READING_ECG && fabsf(reading.value + 0.145F) < 1e-6F && reading.t == 0);
    assert_int_equal(recording_next(r, &reading), 1);
    assert_int_equal(reading.t, 2778);
    assert_int_equal(recording_next(r, &reading), R_DATA); /* one byte too many */
    assert_non_null(strstr(recording_why(r), "byte 7"));
    recording_close(r);
}

static void damaged_headers_are_told(void **state)
{
    (void)state;
    static const char *const HEADERS[] = {
        "",
        "r 0 360\n",
        "r 99 360\n",
        "r 2 360\nr.dat 16 200\n",
        "r 1 0\nr.dat 16 200\n",
        "r 1 360\nr.dat 310 200\n",
        "r 1 360\nr.dat 16x2 200\n",
        "r 2 360\nr.dat 16 200\nq.dat 16 200\n",
        "r 1 360\n../r.dat 16 200\n",
        "r 1 360\nnone.dat 16 200\n",
    };
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0]; i++) {
        struct wfdb *w = NULL;
        char why[200] = "";
        assert_true(open_record(HEADERS[i], "abcd", 4, &w, why) < 0);
        assert_true(strlen(why) > 0);
    }
}

static void mutated_headers_break_nothing(void **state)
{
    (void)state;
    static const char GOOD[] =
        "100 2 360 2\nr.dat 212 200(5)/mV 11 1024 995 0 0 MLII\nr.dat 212 200 11 1024 0 0 0 V5\n";
    struct rng r;
    const uint64_t seed = 5;
    rng_init(&r, seed);
    for (int run = 0; run < 3000; run++) {
        char header[sizeof GOOD], why[200] = "";
        memcpy(header, GOOD, sizeof GOOD);
        for (int k = 0; k < 3; k++) {
            header[(size_t)(rng_uniform(&r) * (double)(sizeof GOOD - 1))] = (char)(1 + (int)(rng_uniform(&r) * 127.0));
        }
        struct wfdb *w = NULL;
        double v[WFDB_SIGNALS_MAX];
        if (open_record(header, "abcdefghijkl", 12, &w, why) == R_OK) {
            while (wfdb_next(w, v) == 1) {
            }
            wfdb_close(w);
        }
    }
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_give_the_published_samples), cmocka_unit_test(marks_of_no_sample_are_unknown),
        cmocka_unit_test(recording_takes_the_first_lead),     cmocka_unit_test(damaged_headers_are_told),
        cmocka_unit_test(mutated_headers_break_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
