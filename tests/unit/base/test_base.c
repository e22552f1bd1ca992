/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/ring.h"
#include "base/rng.h"
#include "base/text.h"

static double number(const char *s)
{
    const char *at = s;
    double v = -1.0;
    assert_true(text_number(&at, s + strlen(s), &v));
    return v;
}

static void numbers_are_those_of_strtod(void **state)
{
    (void)state;
    const char *const texts[] = {"0",      "-0.5",     "12.25", "+3",    "1e3",    "2.5E-2", "0.00278",
                                 "123456", "-1634.8",  ".5",    "7.",    "1e22",   "1e-22",  "18446744073709551615",
                                 "  8",    "0.1e1foo", "1e",    "1e400", "1e-400", "00012",  "3.141592653589793"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        double want = strtod(texts[i], NULL), got = number(texts[i]);
        assert_true(got == want || fabs(got - want) <= fabs(want) * 4e-16);
    }
    assert_true(isnan(number("nan")));
    assert_true(isnan(number("NaN")));
}

static void short_numbers_are_read_as_long_ones(void **state)
{
    (void)state;
    /* An exponent of nothing sends a number the long way round. */
    struct rng r;
    const uint64_t seed = 3;
    rng_init(&r, seed);
    for (int i = 0; i < 20000; i++) {
        char plain[64], with_exponent[72];
        int whole = (int)(rng_uniform(&r) * 8.0), fraction = (int)(rng_uniform(&r) * 9.0);
        double v = (rng_uniform(&r) - 0.5) * pow(10.0, whole);
        (void)snprintf(plain, sizeof plain, "%.*f", fraction, v);
        (void)snprintf(with_exponent, sizeof with_exponent, "%se0", plain);
        assert_true(number(plain) == number(with_exponent));
        assert_true(number(plain) == strtod(plain, NULL));
    }
}

static void words_are_no_numbers(void **state)
{
    (void)state;
    const char *const texts[] = {"", "-", "e5", ".", "abc", " ,1", "+-1"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *at = texts[i];
        double v = 7.0;
        assert_false(text_number(&at, texts[i] + strlen(texts[i]), &v));
        assert_ptr_equal(at, texts[i]);
        assert_true(v == 7.0);
    }
}

static void integers_stop_at_64_bits(void **state)
{
    (void)state;
    const char *s = "9223372036854775807,-12 9223372036854775808";
    const char *at = s, *end = s + strlen(s);
    int64_t v = 0;
    assert_true(text_integer(&at, end, &v));
    assert_true(v == INT64_MAX);
    at++;
    assert_true(text_integer(&at, end, &v));
    assert_int_equal(v, -12);
    assert_false(text_integer(&at, end, &v));
}

static void lines_end_in_lf_or_crlf(void **state)
{
    (void)state;
    const char *s = "a\r\n\nlast";
    const char *at = s, *end = s + strlen(s), *line = NULL, *stop = NULL;
    const char *const want[] = {"a", "", "last"};
    for (int i = 0; i < 3; i++) {
        assert_true(text_line(&at, end, &line, &stop));
        assert_int_equal((size_t)(stop - line), strlen(want[i]));
        assert_memory_equal(line, want[i], strlen(want[i]));
    }
    assert_false(text_line(&at, end, &line, &stop));
}

static void hex_needs_whole_pairs(void **state)
{
    (void)state;
    uint8_t out[3] = {0};
    const char *s = "0aFf80";
    assert_int_equal(text_hex(s, s + 6, out, 3), 3);
    assert_int_equal(out[1], 0xff);
    assert_int_equal(text_hex(s, s + 5, out, 3), -1);
    assert_int_equal(text_hex(s, s + 6, out, 2), -1);
    assert_int_equal(text_hex(s, s, out, 3), -1);
}

static void ring_keeps_order_and_counts_what_it_drops(void **state)
{
    (void)state;
    static struct ring r;
    ring_init(&r);
    struct chunk c = {0, 1, {0}};
    for (int i = 0; i < RING_SLOTS + 10; i++) {
        c.t = i;
        assert_int_equal(ring_push(&r, &c), i < RING_SLOTS);
    }
    assert_int_equal(ring_dropped(&r), 10);
    for (int i = 0; i < RING_SLOTS; i++) {
        assert_true(ring_pop(&r, &c));
        assert_int_equal(c.t, i);
    }
    assert_false(ring_pop(&r, &c));
}

static void random_numbers_are_the_published_ones(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 1234567);
    /* The sequence of the reference implementation (prng.di.unimi.it/splitmix64.c) for seed 1234567. */
    assert_true(rng_next(&r) == UINT64_C(6457827717110365317));
    assert_true(rng_next(&r) == UINT64_C(3203168211198807973));
    double sum = 0.0, square = 0.0;
    for (int i = 0; i < 20000; i++) {
        double v = rng_normal(&r);
        sum += v;
        square += v * v;
    }
    assert_true(fabs(sum / 20000) < 0.03);
    assert_true(fabs(square / 20000 - 1.0) < 0.04);
}

static void hash_tells_fields_apart(void **state)
{
    (void)state;
    assert_true(hash_f32(HASH_START, 1.0F) != hash_f32(HASH_START, 2.0F));
    assert_true(hash_f32(HASH_START, NAN) == hash_f32(HASH_START, -NAN));
    assert_true(hash_u64(hash_u64(HASH_START, 1), 2) != hash_u64(hash_u64(HASH_START, 2), 1));
}

static void an_ending_is_shorter_than_its_name(void **state)
{
    (void)state;
    assert_true(text_ends("a.svg", ".svg"));
    assert_false(text_ends(".svg", ".svg"));
    assert_false(text_ends("a.svgz", ".svg"));
    assert_false(text_ends("", ".svg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_of_strtod),
        cmocka_unit_test(short_numbers_are_read_as_long_ones),
        cmocka_unit_test(words_are_no_numbers),
        cmocka_unit_test(an_ending_is_shorter_than_its_name),
        cmocka_unit_test(integers_stop_at_64_bits),
        cmocka_unit_test(lines_end_in_lf_or_crlf),
        cmocka_unit_test(hex_needs_whole_pairs),
        cmocka_unit_test(ring_keeps_order_and_counts_what_it_drops),
        cmocka_unit_test(random_numbers_are_the_published_ones),
        cmocka_unit_test(hash_tells_fields_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
