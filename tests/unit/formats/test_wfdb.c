/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "readback.h"

static struct got read_record(const char *header, const void *samples, size_t n)
{
    struct beside b = {"r.dat", samples, n};
    return read_bytes_beside(header, strlen(header), &b);
}

static bool near(float a, double b)
{
    return fabs((double)a - b) < 1e-6;
}

/* PLETH is given before the lead: channels are in the order of their kinds. */
static void check_two(const char *header, const uint8_t *samples, size_t n, double lead, double pleth)
{
    struct got g = read_record(header, samples, n);
    assert_int_equal(g.result, 0);
    assert_int_equal(g.info.kind, RECORDING_WFDB);
    assert_int_equal(g.n, 2);
    assert_true(g.readings[0].kind == READING_PPG && near(g.readings[0].value, pleth));
    assert_true(g.readings[1].kind == READING_ECG && near(g.readings[1].value, lead));
}

static void formats_give_the_published_samples(void **state)
{
    (void)state;
    const uint8_t in_212[] = {0xE3, 0x33, 0xF3}, low_212[] = {0xFB, 0x3F, 0xE8};
    check_two("100 2 360 1\nr.dat 212 200 11 1024 995 0 0 MLII\nr.dat 212 200 11 1024 1011 0 0 PLETH\n", in_212, 3,
              -0.145, -0.065);
    check_two("r 2\nr.dat 212 1 0 0 0 0 0 V5\nr.dat 212 1 0 0 0 0 0 PLETH\n", low_212, 3, -5.0, 1000.0);
    const uint8_t in_16[] = {0x18, 0xFC, 0xE8, 0x03}, in_80[] = {0x80, 0xFF};
    check_two("r 2 128\nr.dat 16 100(10)/mV 16 0 0 0 0 I\nr.dat 16 100/mV 16 0 0 0 0 PLETH\n", in_16, 4, -10.1, 10.0);
    check_two("r 2 128\nr.dat 80 1 0 0 0 0 0 ECG\nr.dat 80 1 0 0 0 0 0 PLETH\n", in_80, 2, 0.0, 127.0);
}

static void marks_of_no_sample_are_unknown(void **state)
{
    (void)state;
    const uint8_t none[] = {0x00, 0x80, 0x01, 0x00};
    struct got g = read_record("r 1 100\nr.dat 16 1 0 0 0 0 0 ECG\n", none, 4);
    assert_int_equal(g.n, 2);
    assert_int_equal(g.readings[0].flags, READING_EXACT | READING_MISSING);
    assert_true(g.readings[1].value == 1.0F);
}

static void first_lead_is_taken_and_a_torn_frame_told(void **state)
{
    (void)state;
    const uint8_t samples[] = {0xE3, 0x33, 0xF3, 0xE3, 0x33, 0xF3, 0x01};
    struct got g = read_record("100 2 360 2\nr.dat 212 200 11 1024 995 0 0 MLII\nr.dat 212 200 11 1024 0 0 0 V5\n",
                               samples, sizeof samples);
    assert_int_equal(g.info.channels_n, 1);
    assert_non_null(strstr(g.info.note, "V5"));
    assert_int_equal(g.n, 2);
    assert_true(g.readings[0].kind == READING_ECG && near(g.readings[0].value, -0.145) && g.readings[0].t == 0);
    assert_int_equal(g.readings[1].t, 2778);
    assert_int_equal(g.result, R_DATA); /* one byte too many */
    assert_non_null(strstr(g.why, "byte 7"));
}

static void too_few_frames_are_told(void **state)
{
    (void)state;
    const uint8_t samples[] = {1, 0, 2, 0};
    struct got g = read_record("r 1 100 5\nr.dat 16 1 0 0 0 0 0 ECG\n", samples, 4);
    assert_int_equal(g.n, 2);
    assert_int_equal(g.result, R_DATA);
    assert_non_null(strstr(g.why, "2 of 5"));
    assert_int_equal(read_record("r 1 100 2\nr.dat 16 1 0 0 0 0 0 ECG\n", samples, 4).result, 0);
}

static void last_sample_of_an_odd_number_is_no_fault(void **state)
{
    (void)state;
    const uint8_t two_bytes[] = {0xE3, 0x33, 0xF3, 0x05, 0x00}, padded[] = {0xE3, 0x33, 0xF3, 0x05, 0x00, 0x00};
    for (int i = 0; i < 2; i++) {
        struct got g =
            read_record("r 1 100 3\nr.dat 212 1 0 0 0 0 0 ECG\n", i == 0 ? two_bytes : padded, i == 0 ? 5 : 6);
        assert_int_equal(g.result, 0);
        assert_int_equal(g.n, 3);
        assert_true(g.readings[2].value == 5.0F);
    }
}

static void signals_may_have_several_samples_a_frame(void **state)
{
    (void)state;
    const uint8_t samples[] = {0x80, 0x81, 0x82, 0x83, 0x90, 0x84, 0x85, 0x86, 0x87, 0x91};
    struct got g = read_record("r 2 10 2\nr.dat 80x4 1 0 0 0 0 0 ECG\nr.dat 80 1 0 0 0 0 0 RESP\n", samples, 10);
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 10);
    assert_true(g.info.rate_hz == 40.0);
    assert_true(g.readings[0].kind == READING_ECG && g.readings[1].kind == READING_RESP);
    static const int64_t TIMES[] = {0, 0, 25000, 50000, 75000, 100000, 100000};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(g.readings[i].t, TIMES[i]);
    }
    assert_true(g.readings[6].kind == READING_RESP && g.readings[6].value == 17.0F);
    assert_int_equal(g.readings[5].tick, 4);
    assert_int_equal(g.readings[6].tick, 1);
}

static void skewed_signals_are_put_in_their_place(void **state)
{
    (void)state;
    /* What the lead measured at frame n stands in frame n + 2. */
    const uint8_t samples[] = {0x80, 0x90, 0x80, 0x91, 0x81, 0x92, 0x82, 0x93};
    struct got g = read_record("r 2 10\nr.dat 80:2 1 0 0 0 0 0 ECG\nr.dat 80 1 0 0 0 0 0 RESP\n", samples, 8);
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 4);
    assert_true(g.readings[0].value == 1.0F && g.readings[1].value == 16.0F && g.readings[0].t == 0);
    assert_true(g.readings[2].value == 2.0F && g.readings[3].value == 17.0F && g.readings[3].t == 100000);
}

static void bytes_before_the_samples_are_stepped_over(void **state)
{
    (void)state;
    const uint8_t samples[] = {9, 9, 9, 0x85};
    struct got g = read_record("r 1 10\nr.dat 80+3 1 0 0 0 0 0 ECG\n", samples, 4);
    assert_int_equal(g.n, 1);
    assert_true(g.readings[0].value == 5.0F);
}

static void damaged_headers_are_told(void **state)
{
    (void)state;
    static const char *const HEADERS[] = {
        "r 0 360\nr.dat 16 200\n",
        "r 99 360\nr.dat 16 200\n",
        "r 999999999999999999999 360\nr.dat 16 200\n",
        "r 2 360\nr.dat 16 200 0 0 0 0 0 ECG\n",
        "r 1 0\nr.dat 16 200 0 0 0 0 0 ECG\n",
        "r 1 360\nr.dat 310 200 0 0 0 0 0 ECG\n",
        "r 1 360\nr.dat 16x9999999 200 0 0 0 0 0 ECG\n",
        "r 1 360\nr.dat 16:9999999 200 0 0 0 0 0 ECG\n",
        "r 1 360\nr.dat 16x0 200 0 0 0 0 0 ECG\n",
        "r 1 360\n../r.dat 16 200 0 0 0 0 0 ECG\n",
        "r 1 360\n/etc/passwd 16 200 0 0 0 0 0 ECG\n",
        "r 1 360\nnone.dat 16 200 0 0 0 0 0 ECG\n",
        "r/2 1 360\nr.dat 16 200 0 0 0 0 0 ECG\n",
        "r 1 360\nr.dat 16 200 0 0 0 0 0 SpO2\n",
    };
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0]; i++) {
        struct got g = read_record(HEADERS[i], "abcd", 4);
        assert_false(g.opened);
        assert_true(g.result < 0);
        assert_true(strlen(g.why) > 0);
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
        char header[sizeof GOOD];
        memcpy(header, GOOD, sizeof GOOD);
        for (int k = 0; k < 3; k++) {
            header[(size_t)(rng_uniform(&r) * (double)(sizeof GOOD - 1))] = (char)(1 + (int)(rng_uniform(&r) * 127.0));
        }
        struct got g = read_record(header, "abcdefghijkl", 12);
        assert_true(g.result <= 0 || g.n == READINGS_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_give_the_published_samples),
        cmocka_unit_test(marks_of_no_sample_are_unknown),
        cmocka_unit_test(first_lead_is_taken_and_a_torn_frame_told),
        cmocka_unit_test(too_few_frames_are_told),
        cmocka_unit_test(last_sample_of_an_odd_number_is_no_fault),
        cmocka_unit_test(signals_may_have_several_samples_a_frame),
        cmocka_unit_test(skewed_signals_are_put_in_their_place),
        cmocka_unit_test(bytes_before_the_samples_are_stepped_over),
        cmocka_unit_test(damaged_headers_are_told),
        cmocka_unit_test(mutated_headers_break_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
