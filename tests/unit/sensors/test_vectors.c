/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of the makers' documents and of working drivers, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sensors/sensor.h"

struct decoded {
    size_t n;
    struct reading readings[SENSOR_READINGS_MAX];
};

static _Alignas(max_align_t) unsigned char memory[SENSOR_STATE_MAX];

static struct decoded feed(const struct sensor_driver *d, const void *bytes, size_t n)
{
    struct decoded out = {0};
    struct chunk c = {.t = 1000, .n = (uint16_t)n};
    memcpy(c.bytes, bytes, n);
    out.n = d->decode(memory, &c, out.readings, SENSOR_READINGS_MAX);
    return out;
}

static struct decoded feed_text(const struct sensor_driver *d, const char *text)
{
    return feed(d, text, strlen(text));
}

static const struct sensor_driver *fresh(const char *id)
{
    const struct sensor_driver *d = sensor_find(id);
    assert_non_null(d);
    d->reset(memory);
    return d;
}

static void pulsesensor_visualizer_lines(void **state)
{
    (void)state;
    const struct sensor_driver *d = fresh("pulsesensor");
    (void)feed_text(d, "torn off\r\n");
    struct decoded g = feed_text(d, "S512\r\n");
    assert_int_equal(g.n, 1);
    assert_true(g.readings[0].kind == READING_PPG && g.readings[0].value == 512.0F);
    g = feed_text(d, "B72\r\nQ832\r\n");
    assert_int_equal(g.n, 1);
    assert_true(g.readings[0].kind == READING_IBI && g.readings[0].value == 832.0F);
    assert_int_equal(feed_text(d, "Q100\r\nQ9000\r\nS99999\r\nB999\r\nS\r\nS12x\r\n").n, 0);
}

static void pulsesensor_plotter_lines(void **state)
{
    (void)state;
    const struct sensor_driver *d = fresh("pulsesensor");
    struct decoded g = feed_text(d, "\r\n72,832,512\r\n");
    assert_int_equal(g.n, 2);
    assert_true(g.readings[0].kind == READING_CONTACT && g.readings[0].value == CONTACT_OK);
    assert_true(g.readings[1].kind == READING_PPG && g.readings[1].value == 512.0F);
    g = feed_text(d, "0,600,511\r\n");
    assert_true(g.n == 2 && g.readings[0].value == CONTACT_NO_PULSE);
    g = feed_text(d, "0,600,511\r\n");
    assert_int_equal(g.n, 1);
    assert_int_equal(g.readings[0].tick, 2);
    g = feed_text(d, "530,72,832,1\r\n");
    assert_int_equal(g.n, 3);
    assert_true(g.readings[1].kind == READING_IBI && g.readings[1].value == 832.0F);
    assert_int_equal(feed_text(d, "1,2\r\n").n + feed_text(d, "1,2,3,4,5\r\n").n + feed_text(d, "a,b,c\r\n").n, 0);
}

static void cms50d_v7_frames(void **state)
{
    (void)state;
    const struct sensor_driver *d = fresh("cms50d");
    const uint8_t worn[] = {0x01, 0xA0, 0xC7, 0xC0, 0x89, 0xC8, 0xE1, 0xA4, 0x81};
    struct decoded g = feed(d, worn, sizeof worn);
    assert_int_equal(g.n, 2);
    assert_true(g.readings[0].kind == READING_CONTACT && g.readings[0].value == CONTACT_OK);
    assert_true(g.readings[1].kind == READING_PPG && g.readings[1].value == 64.0F);
    const uint8_t high[] = {0x01, 0xE8, 0x86, 0xB2, 0x96, 0x82, 0xE2, 0xFF, 0xFF};
    g = feed(d, high, sizeof high);
    assert_true(g.n == 1 && g.readings[0].value == 50.0F && g.readings[0].tick == 1);
    const uint8_t out[] = {0x01, 0xE9, 0x80, 0xC0, 0x90, 0xFF, 0xFF, 0xFF, 0xFF};
    g = feed(d, out, sizeof out);
    assert_true(g.n == 2 && g.readings[0].value == CONTACT_OFF);
    const uint8_t others[] = {0x0C, 0x80, 0x0B, 0x81, 0xAE, 0x85, 0x06, 0x80, 0x80, 0x87};
    assert_int_equal(feed(d, others, sizeof others).n, 0);
    assert_int_equal(feed(d, worn, sizeof worn).n, 2);
}

static void cms50d_v5_frames_after_three_in_a_row(void **state)
{
    (void)state;
    const struct sensor_driver *d = fresh("cms50d");
    const uint8_t worn[] = {0xC7, 0x40, 0x09, 0x48, 0x61}, high[] = {0x87, 0x32, 0x46, 0x02, 0x62};
    assert_int_equal(feed(d, worn, sizeof worn).n, 0);
    assert_int_equal(feed(d, high, sizeof high).n, 0);
    struct decoded g = feed(d, worn, sizeof worn);
    assert_int_equal(g.n, 4);
    assert_true(g.readings[0].kind == READING_CONTACT && g.readings[0].value == CONTACT_OK);
    assert_true(g.readings[1].value == 64.0F && g.readings[2].value == 50.0F && g.readings[3].value == 64.0F);
    const uint8_t error[] = {0x80, 0x00, 0x30, 0x00, 0x00};
    g = feed(d, error, sizeof error);
    assert_true(g.n == 2 && g.readings[0].value == CONTACT_OFF);
}

static void cms50d_says_hello_and_stays_alive(void **state)
{
    (void)state;
    const struct sensor_driver *d = sensor_find("cms50d");
    const uint8_t start[] = {0x7D, 0x81, 0xA1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
    const uint8_t alive[] = {0x7D, 0x81, 0xAF, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
    assert_int_equal(d->lines[0].hello_n, sizeof start);
    assert_memory_equal(d->lines[0].hello, start, sizeof start);
    assert_memory_equal(d->lines[0].alive, alive, sizeof alive);
    uint8_t out[SENSOR_FRAME_MAX];
    struct sensor_moment m = {.contact = true, .ppg = 0.5F};
    d->emulate_reset(memory, 0);
    assert_int_equal(d->emulate(memory, &m, out, sizeof out), 0);
    assert_int_equal(d->emulate_hear(memory, start, sizeof start, out, sizeof out), 0);
    assert_int_equal(d->emulate(memory, &m, out, sizeof out), 9);
    for (int i = 0; i < 31 * 60; i++) { /* nobody says that they are there: it falls silent */
        (void)d->emulate(memory, &m, out, sizeof out);
    }
    assert_int_equal(d->emulate(memory, &m, out, sizeof out), 0);
    const uint8_t stop[] = {0x7D, 0x81, 0xA2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
    assert_int_equal(d->emulate_hear(memory, stop, sizeof stop, out, sizeof out), 2);
    assert_int_equal(out[0], 0x0C);
}

static void checked(char *out, size_t n, const char *body)
{
    uint8_t sum = 0;
    for (const char *p = body; *p != '\0'; p++) {
        sum = (uint8_t)(sum ^ (uint8_t)*p);
    }
    (void)snprintf(out, n, "%s*%02x\r\n", body, sum);
}

static void belt_lines_need_their_check(void **state)
{
    (void)state;
    const struct sensor_driver *d = fresh("belt");
    char line[64];
    (void)feed_text(d, "#metta 1 resp,pulse\n");
    checked(line, sizeof line, "1000,512.5,300");
    struct decoded g = feed_text(d, line);
    assert_int_equal(g.n, 2);
    assert_true(g.readings[0].kind == READING_RESP && g.readings[0].value == 512.5F && g.readings[0].tick == 1000);
    assert_true(g.readings[1].kind == READING_PPG && g.readings[1].value == 300.0F);
    line[2] = '1'; /* one character wrong */
    assert_int_equal(feed_text(d, line).n, 0);
    checked(line, sizeof line, "1020,512,3,4");
    assert_int_equal(feed_text(d, line).n, 0);
    checked(line, sizeof line, "1020,nan");
    assert_int_equal(feed_text(d, line).n, 0);
    assert_int_equal(feed_text(d, "1040,512\n").n, 0);
}

static void belt_clock_wraps_and_begins_anew(void **state)
{
    (void)state;
    const struct sensor_driver *d = fresh("belt");
    char line[64];
    (void)feed_text(d, "\n");
    checked(line, sizeof line, "4294967290,1");
    assert_int_equal(feed_text(d, line).readings[0].tick, INT64_C(4294967290));
    checked(line, sizeof line, "14,1");
    struct decoded g = feed_text(d, line);
    assert_int_equal(g.n, 1);
    assert_int_equal(g.readings[0].tick, INT64_C(4294967310));
    checked(line, sizeof line, "60000,1");
    (void)feed_text(d, line);
    checked(line, sizeof line, "5,1");
    g = feed_text(d, line);
    assert_int_equal(g.n, 2);
    assert_int_equal(g.readings[0].kind, READING_GAP);
    assert_int_equal(g.readings[1].tick, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pulsesensor_visualizer_lines),
        cmocka_unit_test(pulsesensor_plotter_lines),
        cmocka_unit_test(cms50d_v7_frames),
        cmocka_unit_test(cms50d_v5_frames_after_three_in_a_row),
        cmocka_unit_test(cms50d_says_hello_and_stays_alive),
        cmocka_unit_test(belt_lines_need_their_check),
        cmocka_unit_test(belt_clock_wraps_and_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
