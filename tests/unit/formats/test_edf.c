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

enum { SIGNALS = 4, FILE_MAX = 16384 };

/* A file being made. */
struct made {
    uint8_t bytes[FILE_MAX];
    size_t n;
};

struct plan {
    const char *plus; /* "", "EDF+C", "EDF+D" */
    int signals, records_told, records;
    bool bdf;
    const char *label[SIGNALS];
    int samples[SIGNALS];
    const double *began_s; /* of each record, for EDF+ */
};

static void put(struct made *m, const char *text, size_t width)
{
    size_t n = strlen(text) < width ? strlen(text) : width;
    memset(m->bytes + m->n, ' ', width);
    memcpy(m->bytes + m->n, text, n);
    m->n += width;
}

static void put_number(struct made *m, int v, size_t width)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", v);
    put(m, text, width);
}

static bool is_annotations(const char *label)
{
    return strstr(label, "Annotations") != NULL;
}

static void make_head(struct made *m, const struct plan *p)
{
    static const struct {
        const char *text, *annotations;
        size_t width;
    } FIELDS[] = {{"", "", 80},           {"uV", "", 8},        {"-100", "-1", 8}, {"100", "1", 8},
                  {"-1000", "-32768", 8}, {"1000", "32767", 8}, {"", "", 80}};
    if (p->bdf) {
        m->bytes[m->n++] = 0xFF;
        put(m, "BIOSEMI", 7);
    } else {
        put(m, "0", 8);
    }
    put(m, "X X X X", 80);
    put(m, "Startdate X X X X", 80);
    put(m, "01.01.2001.01.01", 16);
    put_number(m, 256 * (p->signals + 1), 8);
    put(m, p->plus, 44);
    put_number(m, p->records_told, 8);
    put(m, "1", 8);
    put_number(m, p->signals, 4);
    for (int i = 0; i < p->signals; i++) {
        put(m, p->label[i], 16);
    }
    for (size_t k = 0; k < sizeof FIELDS / sizeof FIELDS[0]; k++) {
        for (int i = 0; i < p->signals; i++) {
            put(m, is_annotations(p->label[i]) ? FIELDS[k].annotations : FIELDS[k].text, FIELDS[k].width);
        }
    }
    for (int i = 0; i < p->signals; i++) {
        put_number(m, p->samples[i], 8);
    }
    put(m, "", (size_t)p->signals * 32);
}

static void make_annotation(struct made *m, double began_s, size_t bytes)
{
    char text[32];
    int n = snprintf(text, sizeof text, "+%g\x14\x14", began_s);
    memset(m->bytes + m->n, 0, bytes);
    memcpy(m->bytes + m->n, text, (size_t)n);
    m->n += bytes;
}

/* Sample j of signal i in record k is 100 k + 10 i + j in digital units. */
static void make(struct made *m, const struct plan *p)
{
    m->n = 0;
    make_head(m, p);
    const int width = p->bdf ? 3 : 2;
    for (int k = 0; k < p->records; k++) {
        for (int i = 0; i < p->signals; i++) {
            if (is_annotations(p->label[i])) {
                make_annotation(m, p->began_s != NULL ? p->began_s[k] : k, (size_t)(p->samples[i] * width));
                continue;
            }
            for (int j = 0; j < p->samples[i]; j++) {
                int v = 100 * k + 10 * i + j - 50;
                for (int b = 0; b < width; b++) {
                    m->bytes[m->n++] = (uint8_t)((unsigned)v >> (8 * b));
                }
            }
        }
    }
}

static struct made file;

static void signals_of_different_rates_come_in_the_order_of_time(void **state)
{
    (void)state;
    make(&file, &(struct plan){.plus = "",
                               .signals = 3,
                               .records_told = 2,
                               .records = 2,
                               .label = {"SpO2", "ECG II", "Resp nasal"},
                               .samples = {1, 4, 2}});
    struct got g = read_bytes(file.bytes, file.n);
    assert_int_equal(g.result, 0);
    assert_int_equal(g.info.kind, RECORDING_EDF);
    assert_int_equal(g.info.channels_n, 2);
    assert_true(g.info.rate_hz == 4.0);
    assert_non_null(strstr(g.info.note, "SpO2"));
    static const struct {
        int64_t t;
        uint8_t kind;
        float value;
    } WANT[] = {{0, READING_ECG, -4.0F},      {0, READING_RESP, -3.0F},      {250000, READING_ECG, -3.9F},
                {500000, READING_ECG, -3.8F}, {500000, READING_RESP, -2.9F}, {750000, READING_ECG, -3.7F},
                {1000000, READING_ECG, 6.0F}};
    assert_int_equal(g.n, 12);
    for (size_t i = 0; i < sizeof WANT / sizeof WANT[0]; i++) {
        assert_int_equal(g.readings[i].t, WANT[i].t);
        assert_int_equal(g.readings[i].kind, WANT[i].kind);
        assert_true(fabsf(g.readings[i].value - WANT[i].value) < 1e-5F);
    }
    assert_int_equal(g.readings[1].channel, RESP_FLOW);
    assert_int_equal(g.readings[6].tick, 4);
}

static void three_byte_samples_are_read(void **state)
{
    (void)state;
    make(&file, &(struct plan){.plus = "BDF+C",
                               .signals = 2,
                               .records_told = 1,
                               .records = 1,
                               .bdf = true,
                               .label = {"EKG", "BDF Annotations"},
                               .samples = {3, 10}});
    struct got g = read_bytes(file.bytes, file.n);
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 3);
    assert_true(g.readings[0].kind == READING_ECG && fabsf(g.readings[0].value + 5.0F) < 1e-6F);
}

static void holes_lie_where_the_annotations_say(void **state)
{
    (void)state;
    static const double BEGAN[] = {0.5, 1.5, 10.25};
    struct plan p = {.plus = "EDF+D",
                     .signals = 2,
                     .records_told = 3,
                     .records = 3,
                     .label = {"ECG", "EDF Annotations"},
                     .samples = {2, 12},
                     .began_s = BEGAN};
    make(&file, &p);
    struct got g = read_bytes(file.bytes, file.n);
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 6);
    assert_int_equal(g.readings[0].t, 0);
    assert_int_equal(g.readings[3].t, 1500000);
    assert_int_equal(g.readings[4].t, 9750000);
    p.plus = "EDF+C"; /* the same file is said to run on */
    make(&file, &p);
    g = read_bytes(file.bytes, file.n);
    assert_int_equal(g.readings[4].t, 2000000);
    static const double BACK[] = {0.0, 1.0, 1.5};
    p.plus = "EDF+D";
    p.began_s = BACK;
    make(&file, &p);
    g = read_bytes(file.bytes, file.n);
    assert_int_equal(g.n, 4);
    assert_int_equal(g.result, R_DATA);
    assert_non_null(strstr(g.why, "record 3"));
}

static void half_files_give_what_they_have(void **state)
{
    (void)state;
    make(&file, &(struct plan){.plus = "",
                               .signals = 2,
                               .records_told = 2,
                               .records = 2,
                               .label = {"ECG", "Resp chest"},
                               .samples = {4, 2}});
    size_t head = 256 * 3, record = 12;
    struct got g = read_bytes(file.bytes, head + record + 5); /* two samples and half of one */
    assert_int_equal(g.result, R_DATA);
    assert_int_equal(g.n, 8);
    assert_non_null(strstr(g.why, "record 2"));
    g = read_bytes(file.bytes, head + record);
    assert_int_equal(g.result, R_DATA);
    assert_int_equal(g.n, 6);
    assert_non_null(strstr(g.why, "1 of 2"));
    g = read_bytes(file.bytes, head - 10);
    assert_false(g.opened);
    assert_int_equal(g.result, R_DATA);
    assert_int_equal(read_bytes(file.bytes, 100).result, R_DATA);
}

static void records_of_a_file_still_being_written_are_read(void **state)
{
    (void)state;
    make(&file,
         &(struct plan){.plus = "", .signals = 1, .records_told = -1, .records = 3, .label = {"ECG"}, .samples = {2}});
    struct got g = read_bytes(file.bytes, file.n);
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 6);
}

static void records_beyond_the_number_told_are_read(void **state)
{
    (void)state;
    make(&file,
         &(struct plan){.plus = "", .signals = 1, .records_told = 1, .records = 3, .label = {"ECG"}, .samples = {2}});
    struct got g = read_bytes(file.bytes, file.n);
    assert_int_equal(g.result, R_DATA);
    assert_int_equal(g.n, 6);
    assert_non_null(strstr(g.why, "1 records, the file holds 3"));
    make(&file,
         &(struct plan){.plus = "", .signals = 1, .records_told = 3, .records = 3, .label = {"ECG"}, .samples = {2}});
    g = read_bytes(file.bytes, file.n + 1); /* a byte behind the last is no record */
    assert_int_equal(g.result, 0);
    assert_int_equal(g.n, 6);
}

static void damaged_heads_are_told(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        const char *text;
        const char *word;
    } DAMAGE[] = {{252, "0   ", "number of signals"},  {252, "9999", "number of signals"},
                  {252, "xx  ", "number of signals"},  {244, "0       ", "duration"},
                  {244, "-1      ", "duration"},       {236, "x       ", "records"},
                  {236, "-7      ", "records"},        {256, "SpO2            ", "no known signal"},
                  {256 + 216, "0       ", "signal 1"}, {256 + 216, "99999999", "signal 1"}};
    for (size_t i = 0; i < sizeof DAMAGE / sizeof DAMAGE[0]; i++) {
        make(&file, &(struct plan){
                        .plus = "", .signals = 1, .records_told = 1, .records = 1, .label = {"ECG"}, .samples = {2}});
        memcpy(file.bytes + DAMAGE[i].at, DAMAGE[i].text, strlen(DAMAGE[i].text));
        struct got g = read_bytes(file.bytes, file.n);
        assert_false(g.opened);
        assert_int_equal(g.result, R_DATA);
        assert_non_null(strstr(g.why, DAMAGE[i].word));
    }
}

static void mutated_files_break_nothing(void **state)
{
    (void)state;
    static const double BEGAN[] = {0, 1, 5};
    struct rng r;
    const uint64_t seed = 11;
    rng_init(&r, seed);
    for (int run = 0; run < 3000; run++) {
        make(&file, &(struct plan){.plus = "EDF+D",
                                   .signals = 3,
                                   .records_told = 3,
                                   .records = 3,
                                   .label = {"ECG", "EDF Annotations", "Pleth"},
                                   .samples = {5, 8, 3},
                                   .began_s = BEGAN});
        for (int k = 0; k < 4; k++) {
            size_t at = (size_t)(rng_uniform(&r) * (double)file.n);
            file.bytes[at] =
                (uint8_t)(rng_uniform(&r) < 0.5 ? '0' + (int)(rng_uniform(&r) * 10.0) : (int)(rng_uniform(&r) * 256.0));
        }
        struct got g = read_bytes(file.bytes, (size_t)(rng_uniform(&r) * (double)file.n) + 1);
        assert_true(g.result <= 0 || g.n == READINGS_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_of_different_rates_come_in_the_order_of_time),
        cmocka_unit_test(three_byte_samples_are_read),
        cmocka_unit_test(holes_lie_where_the_annotations_say),
        cmocka_unit_test(half_files_give_what_they_have),
        cmocka_unit_test(records_of_a_file_still_being_written_are_read),
        cmocka_unit_test(records_beyond_the_number_told_are_read),
        cmocka_unit_test(damaged_heads_are_told),
        cmocka_unit_test(mutated_files_break_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
