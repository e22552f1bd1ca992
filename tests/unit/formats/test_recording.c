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

#include "near.h"
#include "readback.h"

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
    assert_near(g.readings[1].value, 850.0F, 1e-3F);
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

/* A logger that writes in steps: rows lie evenly between stamps of 50 ms, and a hole stays one. */
static void coarse_stamps_are_laid_evenly(void **state)
{
    (void)state;
    static char text[8192];
    size_t n = (size_t)snprintf(text, sizeof text, "time_s,ecg\n");
    for (int i = 0; i < 200; i++) {
        int steps = (i * 8 / 10 + (i >= 150 ? 1000 : 0)) / 5; /* of 50 ms; 125 rows a second */
        n += (size_t)snprintf(text + n, sizeof text - n, "%.2f,%d\n", (double)steps * 0.05, i);
    }
    struct got g = read_text(text);
    assert_int_equal(g.n, 200);
    assert_non_null(strstr(g.info.note, "evenly"));
    for (size_t i = 1; i < g.n; i++) {
        usec step = g.readings[i].t - g.readings[i - 1].t;
        assert_true(i == 150 ? step > 9900000 : step > 7700 && step < 8300);
    }
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

static void lines_that_are_no_rows_are_left_out(void **state)
{
    (void)state;
    /* Between intervals the hole has no known length; between samples it has that of its stamps. */
    struct got g = read_text("rr_ms\n800\n8x0\n820\n830\n");
    assert_int_equal(g.result, R_DATA);
    assert_non_null(strstr(g.why, "line 3"));
    assert_int_equal(g.n, 4);
    assert_true(g.readings[1].flags & READING_MISSING);
    assert_true(g.readings[3].value == 830.0F);
    g = read_text("time_s,ecg\n0,1\n0.01,2\n0.02,?!\n0.03,4\n0.04,.\n0.05,6\n");
    assert_int_equal(g.result, R_DATA);
    assert_int_equal(g.n, 5);
    assert_int_equal(g.readings[2].t, 30000);
    g = read_text("# sampling_rate_hz: 100\necg\n1\n2\nx\n4\n");
    assert_int_equal(g.n, 3);
    assert_int_equal(g.readings[2].t, 30000);
    /* Several: the first is told, and how many. What is no table is not read on. */
    g = read_text("rr_ms\n800\nx\n820\ny\n830\n");
    assert_non_null(strstr(g.why, "line 3"));
    assert_non_null(strstr(g.why, "1 more"));
    g = read_text("rr_ms\n800\nThe end\nof a log\nand a long\nepilogue\n900\n");
    assert_int_equal(g.result, R_DATA);
    assert_int_equal(g.n, 1);
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

static void logs_of_straps_are_read(void **state)
{
    (void)state;
    /* Stamps of arrival move intervals over holes only. */
    struct got g = read_text("Phone timestamp;RR-interval [ms]\n2026-06-01T21:17:07.832;1111\n"
                             "2026-06-01T21:17:09.400;1000\n2026-06-01T21:17:20.000;990\n");
    assert_int_equal(g.result, 0);
    assert_int_equal(g.info.kind, RECORDING_RR);
    assert_int_equal(g.n, 3);
    assert_int_equal(g.readings[0].t, 1111000);
    assert_int_equal(g.readings[1].t, 2111000);
    assert_int_equal(g.readings[2].t, 13279000);
    assert_true(g.info.origin_s == 1780348627.832 - 1.111);
    /* No beat in a row, several beats in one. */
    g = read_text("Timestamp,HeartRate_BPM,RR_Interval_ms,ECG_Quality\n2026-01-01T10:00:00Z,72,812,1\n"
                  "2026-01-01T10:00:01Z,72,,1\n2026-01-01T10:00:02Z,72,\"833, 790\",1\n");
    assert_int_equal(g.n, 3);
    assert_true(g.readings[1].value == 833.0F && g.readings[2].value == 790.0F);
    assert_int_equal(g.readings[2].t, 2435000);
    assert_non_null(strstr(g.info.note, "ECG_Quality"));
    g = read_text("HR;RR\n72;812\n71;\n73;800|805\n70;0\n");
    assert_int_equal(g.n, 4);
    assert_int_equal(g.readings[3].flags, READING_EXACT | READING_MISSING);
    g = read_text("Date;Time;RR\n01.02.2026;23:59:59;800\n01.02.2026;00:00:09;810\n");
    assert_int_equal(g.n, 2);
    assert_int_equal(g.readings[1].t, 10800000);
}

static void sections_of_watches_are_read(void **state)
{
    (void)state;
    struct got g =
        read_text("[Params]\r\nVersion=106\r\nInterval=238\r\n\r\n[HRData]\r\n812\r\n790\r\n[Trip]\r\n0\r\n");
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 2);
    assert_int_equal(g.readings[1].t, 1602000);
    g = read_text("[HEADER]\nx=1\n[CUSTOM1]\n700\n710\n");
    assert_int_equal(g.n, 2);
    g = read_text("[Params]\nInterval=5\n[HRData]\n70\n71\n");
    assert_int_equal(g.result, R_DATA);
    assert_non_null(strstr(g.why, "Interval=5"));
    assert_int_equal(read_text("[Params]\nInterval=238\n").result, R_DATA);
}

static void fields_are_parted_in_many_ways(void **state)
{
    (void)state;
    struct got g = read_text("time_s\tecg\n0\t1\t\n\n0.01\tNaN\n0.02\tN/A\n0.03\t\n");
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 4);
    for (size_t i = 1; i < 4; i++) {
        assert_int_equal(g.readings[i].flags, READING_EXACT | READING_MISSING);
    }
    g = read_text("time_s ecg  ppg\n0 1 2\n0.01  3   4\n");
    assert_int_equal(g.n, 4);
    assert_true(g.readings[3].value == 3.0F);
    g = read_text("time;rr\n0,8;812,5\n1,6;800,1\n");
    assert_int_equal(g.readings[1].t, 1600000);
    assert_true(g.readings[0].value == 812.5F);
    g = read_text("0,812\n0,790\n0,805\n");
    assert_int_equal(g.n, 3);
    assert_true(g.readings[1].value == 790.0F);
    g = read_text("1,812\n2,790\n3,805\n");
    assert_int_equal(g.readings[2].t, 3000000);
    g = read_text("\"rr\",\"hr\"\r\n\"812\",\"70\"\r\n\"801\",\"71\"\r\n");
    assert_int_equal(g.n, 2);
    g = read_text("\xEF\xBB\xBFrr_ms\r800\r810\r");
    assert_int_equal(g.n, 2);
    assert_int_equal(g.result, 0);
    g = read_text("Device: H10\nStart: now\n\nrr_ms\n800\n810\n");
    assert_int_equal(g.n, 2);
}

static void units_of_stamps_are_understood(void **state)
{
    (void)state;
    struct got g = read_text("Phone timestamp;sensor timestamp [ns];timestamp [ms];ecg [uV]\n"
                             "2026-04-24T14:10:15.270;599616050941733632;0.0;8575\n"
                             "2026-04-24T14:10:15.270;599616050949425632;7.69;-12\n");
    assert_int_equal(g.n, 2);
    assert_int_equal(g.info.kind, RECORDING_SIGNAL);
    assert_in_range(g.readings[1].t, 7690, 7694);
    g = read_text("timestamp,ppg\n1700000000000,1\n1700000000020,2\n");
    assert_in_range(g.readings[1].t, 19990, 20010);
    g = read_text("time_ms,ppg\n0,1\n20,2\n");
    assert_int_equal(g.readings[1].t, 20000);
    g = read_text("# sampling_rate_hz: 28.3 on average; use the time column\ntime_s,ppg\n0,1\n0.05,2\n");
    assert_int_equal(g.readings[1].t, 50000);
}

static void times_of_beats_become_intervals(void **state)
{
    (void)state;
    struct got g = read_text("beat_time_s,symbol\n0.5,N\n1.3,N\n2.2,V\nnan,N\n4,N\n4.8,N\n");
    assert_int_equal(g.result, 0);
    assert_int_equal(g.info.kind, RECORDING_RR);
    assert_int_equal(g.n, 3);
    assert_in_range(g.readings[0].value * 10.0F, 7999, 8001);
    assert_int_equal(g.readings[0].t, 1300000);
    assert_int_equal(g.readings[2].t, 4800000);
    g = read_text("peaks [ms]\n500\n1300\n2200\n");
    assert_int_equal(g.n, 2);
    assert_in_range(g.readings[1].value * 10.0F, 8999, 9001);
    /* Without a name they show in how they grow; marks of beats may stand beside them. */
    g = read_text("100.5\n101.3\n102.1\n102.9\n103.8\n104.6\n105.5\n106.3\n");
    assert_int_equal(g.n, 7);
    assert_in_range(g.readings[0].value * 10.0F, 7999, 8001);
    assert_true(g.info.origin_s == 100.5);
    g = read_text("500,N\n1300,N\n2100,N\n2900,V\n3800,N\n4600,N\n5500,N\n6300,N\n");
    assert_int_equal(g.n, 7);
    assert_int_equal(g.readings[6].t, 6300000);
    g = read_text("beat_time_s\n0.5\n1.3\n2.1\n2.9\n3.8\n4.6\n5.5\n6.3\n5.0\n");
    assert_int_equal(g.result, R_DATA);
    /* Intervals that grow are intervals. */
    g = read_text("800\n810\n830\n850\n880\n900\n920\n950\n");
    assert_true(g.n == 8 && g.readings[0].value == 800.0F);
}

static void columns_beside_intervals_are_what_they_look_like(void **state)
{
    (void)state;
    struct got g = read_text("0,812\n1,790\n2,805\n3,812\n4,790\n5,805\n6,820\n7,811\n");
    assert_int_equal(g.n, 8);
    assert_int_equal(g.readings[7].t, 6445000);
    assert_non_null(strstr(g.info.note, "counts lines"));
    g = read_text("812 812\n1602 790\n2407 805\n3219 812\n4009 790\n4814 805\n5634 820\n6445 811\n");
    assert_int_equal(g.n, 8);
    assert_int_equal(g.readings[7].t, 6445000);
    g = read_text("0.812 N\n0.790 N\n0.805 V\n0.812 N\n0.790 N\n0.805 N\n0.820 N\n0.811 N\n");
    assert_int_equal(g.n, 8);
    assert_int_equal(g.readings[7].t, 6445000);
}

static void wrong_files_are_told_kindly(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *word;
    } FILES[] = {
        {"", 0, "empty"},
        {"\n\n", 2, "no row"},
        {"\xFF\xFEr\0r\0", 6, "UTF-16"},
        {"\x1F\x8B\x08\0", 4, "gzip"},
        {"PK\x03\x04", 4, "zip"},
        {"{\"rr\": [800]}", 13, "JSON"},
        {"<?xml version", 13, "XML"},
        {"\x01\x02\x03\n", 4, "not text"},
        {"# metta capture 1\n", 18, "capture"},
        {"hr\n72\n73\n", 9, "\"hr\""},
        {"hello\n1,2\n", 10, "\"hello\""},
        {"name,ecg\nJ,5\n", 13, "time_s"},
        {"\x0E\x10\x43\x08\x10\0\0\0.FIT", 12, "FIT"},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        struct got g = read_bytes(FILES[i].bytes, FILES[i].n);
        assert_int_equal(g.result, R_DATA);
        assert_false(g.opened);
        assert_non_null(strstr(g.why, FILES[i].word));
    }
    static char line[200000];
    memset(line, '8', sizeof line);
    struct got g = read_bytes(line, sizeof line);
    assert_int_equal(g.result, R_DATA);
    assert_non_null(strstr(g.why, "line 1"));
}

static void blocks_of_readings_are_the_readings(void **state)
{
    (void)state;
    static const char TEXT[] = "time_s,ecg,ppg\n0,1,2\n0.01,3,4\n0.02,5,6\nx\n";
    struct got g = read_text(TEXT);
    char why[200];
    struct recording *r = NULL;
    struct reading out[4];
    size_t n = 0, all = 0;
    int got =
        recording_open_file(&r, from_memory(TEXT, sizeof TEXT - 1), &(struct recording_beside){0}, why, sizeof why);
    assert_int_equal(got, R_OK);
    do {
        got = recording_read(r, out, 4, &n);
        for (size_t i = 0; i < n; i++, all++) {
            assert_true(out[i].t == g.readings[all].t && out[i].value == g.readings[all].value);
        }
    } while (got == 1);
    assert_int_equal(all, 6);
    assert_int_equal(got, R_DATA);
    recording_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_add_up_to_times),
        cmocka_unit_test(seconds_and_bare_numbers_are_understood),
        cmocka_unit_test(rate_wins_over_rounded_stamps),
        cmocka_unit_test(coarse_stamps_are_laid_evenly),
        cmocka_unit_test(hole_in_the_stamps_is_kept),
        cmocka_unit_test(channels_are_chosen_by_their_first_word),
        cmocka_unit_test(time_of_day_begins_at_zero),
        cmocka_unit_test(broken_files_give_what_can_be_read_and_the_line),
        cmocka_unit_test(lines_that_are_no_rows_are_left_out),
        cmocka_unit_test(folders_and_missing_files_are_told),
        cmocka_unit_test(logs_of_straps_are_read),
        cmocka_unit_test(sections_of_watches_are_read),
        cmocka_unit_test(fields_are_parted_in_many_ways),
        cmocka_unit_test(units_of_stamps_are_understood),
        cmocka_unit_test(times_of_beats_become_intervals),
        cmocka_unit_test(columns_beside_intervals_are_what_they_look_like),
        cmocka_unit_test(wrong_files_are_told_kindly),
        cmocka_unit_test(blocks_of_readings_are_the_readings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
