/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "signal/streams.h"

static struct streams s;
static const usec SILENT = 3 * USEC_PER_SEC;

static int of(uint8_t source, uint8_t kind, uint8_t channel)
{
    struct reading r = {.source = source, .kind = kind, .channel = channel};
    return streams_of(&s, &r);
}

static void a_stream_is_known_again(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    assert_int_equal(streams_announce(&s, 0, READING_ECG, 0, 250.0F), R_OK);
    assert_int_equal(of(0, READING_ECG, 0), 0);
    assert_int_equal(of(0, READING_ECG, 1), 1);
    assert_int_equal(of(1, READING_ECG, 0), 2);
    assert_int_equal(of(0, READING_ECG, 1), 1);
    assert_int_equal(streams_announce(&s, 0, READING_ECG, 0, 500.0F), R_OK);
    assert_int_equal(s.n, 3);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    assert_int_equal(streams_announce(&s, LINKS_MAX, READING_ECG, 0, 250.0F), R_ARG);
    assert_int_equal(streams_announce(&s, 0, READING_KINDS, 0, 250.0F), R_ARG);
    assert_int_equal(streams_announce(&s, 0, READING_ECG, 0, NAN), R_ARG);
    assert_int_equal(streams_announce(&s, 0, READING_ECG, 0, INFINITY), R_ARG);
    for (int k = 0; k < BODY_STREAMS_MAX; k++) {
        assert_int_equal(of(0, READING_PPG, (uint8_t)k), k);
    }
    assert_int_equal(of(0, READING_PPG, BODY_STREAMS_MAX), -1);
    assert_int_equal(streams_announce(&s, 1, READING_PPG, 0, 64.0F), R_FULL);
}

static void the_better_stream_is_heard_and_a_silent_one_is_left(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    int ppg = of(0, READING_PPG, 0), ecg = of(0, READING_ECG, 0), ibi = of(0, READING_IBI, 0);
    s.at[ppg].last = s.at[ecg].last = s.at[ibi].last = 10 * USEC_PER_SEC;
    usec soon = 11 * USEC_PER_SEC, late = 14 * USEC_PER_SEC;
    assert_true(streams_to_hear(&s, -1, ppg, soon, SILENT));
    assert_true(streams_to_hear(&s, ppg, ppg, soon, SILENT));
    assert_true(streams_to_hear(&s, ppg, ecg, soon, SILENT));
    assert_true(streams_to_hear(&s, ecg, ibi, soon, SILENT));
    assert_false(streams_to_hear(&s, ibi, ecg, soon, SILENT));
    assert_false(streams_to_hear(&s, ecg, ppg, soon, SILENT));
    assert_true(streams_to_hear(&s, ecg, ppg, late, SILENT));
}

static void the_hash_knows_streams_and_their_clocks(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    assert_int_equal(streams_announce(&s, 0, READING_ECG, 0, 250.0F), R_OK);
    uint64_t one = streams_hash(&s, HASH_START);
    s.at[0].last = 5;
    assert_true(streams_hash(&s, HASH_START) != one);
    s.at[0].last = USEC_NONE;
    assert_true(streams_hash(&s, HASH_START) == one);
    assert_int_equal(of(0, READING_RESP, 0), 1);
    assert_true(streams_hash(&s, HASH_START) != one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_is_known_again),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(the_better_stream_is_heard_and_a_silent_one_is_left),
        cmocka_unit_test(the_hash_knows_streams_and_their_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
