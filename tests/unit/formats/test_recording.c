/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "formats/recording.h"

enum { READINGS_MAX = 64 };

struct got {
    int result; /* of recording_open, or of the last recording_next */
    size_t n;
    struct reading readings[READINGS_MAX];
    struct recording_info info;
    char why[160];
};

static struct got read_text(const char *text)
{
    static const char PATH[] = "/tmp/recording-test.txt";
    struct got g = {0};
    FILE *f = fopen(PATH, "wb");
    assert_non_null(f);
    (void)fwrite(text, 1, strlen(text), f);
    (void)fclose(f);
    struct recording *r = NULL;
    g.result = recording_open(&r, PATH, g.why, sizeof g.why);
    if (g.result == R_OK) {
        g.info = *recording_info(r);
        while (g.n < READINGS_MAX && (g.result = recording_next(r, &g.readings[g.n])) == 1) {
            g.n++;
        }
        (void)snprintf(g.why, sizeof g.why, "%s", recording_why(r));
        recording_close(r);
    }
    (void)remove(PATH);
    return g;
}

static void intervals_add_up_to_times(void **state)
{
    (void)state;
    struct got g = read_text("# a comment\nrr_ms\n800\n850.5\n\n900\n");
    assert_int_equal(g.result, 0);
    assert_int_equal(g.info.kind, RECORDING_RR);
    assert_int_equal(g.n, 3);
    assert_int_equal(g.readings[0].t, 800000);
    assert_int_equal(g.readings[2].t, 2550500);
    assert_true(g.readings[1].value == 850.5F);
    assert_int_equal(g.readings[1].kind, READING_IBI);
    assert_int_equal(g.readings[1].flags, READING_EXACT);
}

static void seconds_and_bare_numbers_are_understood(void **state)
{
    (void)state;
    struct got g = read_text("0.8\n0.85\n");
    assert_int_equal(g.n, 2);
    assert_float_equal(g.readings[1].value, 850.0F, 1e-3F);
    assert_int_equal(g.readings[1].t, 1650000);
    g = read_text("time_s,rr_ms\n1.5,800\n2.31,810\n");
    assert_int_equal(g.readings[1].t, 2310000);
    g = read_text("1.5,800\r\n2.31,810\r\n");
    assert_int_equal(g.n, 2);
    assert_true(g.readings[1].value == 810.0F);
}

static void rate_wins_over_rounded_stamps(void **state)
{
    (void)state;
    struct got g = read_text("# sampling_rate_hz: 360\ntime_s,ecg\n0,1\n0.00,2\n0.01,3\n0.01,nan\n");
    assert_int_equal(g.n, 4);
    assert_int_equal(g.readings[1].t, 2778);
    assert_int_equal(g.readings[3].t, 8333);
    assert_int_equal(g.readings[3].flags, READING_EXACT | READING_MISSING);
}

static void hole_in_the_stamps_is_kept(void **state)
{
    (void)state;
    struct got g = read_text("# sampling_rate_hz: 100\ntime_s,ppg\n0,1\n0.01,2\n5,3\n5.01,4\n");
    assert_int_equal(g.readings[2].t, 5000000);
    assert_int_equal(g.readings[3].t, 5010000);
}

static void channels_are_chosen_by_their_first_word(void **state)
{
    (void)state;
    struct got g = read_text("time_s,red,ecg_ii,green,airflow,spo2\n0,1,2,3,4,5\n");
    assert_int_equal(g.info.channels_n, 3);
    assert_int_equal(g.n, 3);
    assert_true(g.readings[0].kind == READING_PPG && g.readings[0].value == 3.0F);
    assert_true(g.readings[1].kind == READING_ECG && g.readings[1].value == 2.0F);
    assert_true(g.readings[2].kind == READING_RESP && g.readings[2].channel == RESP_FLOW);
    assert_non_null(strstr(g.info.note, "red"));
    assert_non_null(strstr(g.info.note, "spo2"));
}

static void time_of_day_begins_at_zero(void **state)
{
    (void)state;
    struct got g = read_text("time_s,ppg\n1700000000.5,1\n1700000000.52,2\n");
    assert_int_equal(g.readings[0].t, 0);
    assert_in_range(g.readings[1].t, 19999, 20001);
    assert_true(g.info.origin_s == 1700000000.5);
}

static void broken_files_give_what_can_be_read_and_the_line(void **state)
{
    (void)state;
    struct got g = read_text("rr_ms\n800\n810\nabc\n");
    assert_int_equal(g.n, 2);
    assert_int_equal(g.result, R_DATA);
    assert_non_null(strstr(g.why, "line 4"));
    g = read_text("time_s,ecg\n0,1\n0.01");
    assert_int_equal(g.n, 1);
    assert_int_equal(g.result, R_DATA);
    g = read_text("time_s,ecg\n0,1\n5,2\n1,3\n");
    assert_int_equal(g.result, R_DATA);
    assert_int_equal(g.n, 2);
    assert_int_equal(read_text("").result, R_DATA);
    assert_int_equal(read_text("time_s,hr,spo2\n0,1,2\n").result, R_DATA);
    assert_int_equal(read_text("1,2,3,4\n").result, R_DATA);
    assert_int_equal(read_text("\x01\x02\x03\n").result, R_DATA);
    assert_int_equal(read_text("rr_ms\n-800\n").result, R_DATA);
}

static void folders_and_missing_files_are_told(void **state)
{
    (void)state;
    struct recording *r = NULL;
    char why[160] = "";
    assert_int_equal(recording_open(&r, "/tmp", why, sizeof why), R_DATA);
    assert_non_null(strstr(why, "folder"));
    assert_int_equal(recording_open(&r, "/tmp/no such file", why, sizeof why), R_IO);
    assert_true(strlen(why) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_add_up_to_times),
        cmocka_unit_test(seconds_and_bare_numbers_are_understood),
        cmocka_unit_test(rate_wins_over_rounded_stamps),
        cmocka_unit_test(hole_in_the_stamps_is_kept),
        cmocka_unit_test(channels_are_chosen_by_their_first_word),
        cmocka_unit_test(time_of_day_begins_at_zero),
        cmocka_unit_test(broken_files_give_what_can_be_read_and_the_line),
        cmocka_unit_test(folders_and_missing_files_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
