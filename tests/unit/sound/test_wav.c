/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sound/tone.h"
#include "sound/wav.h"

static uint32_t get(const uint8_t *at, int bytes)
{
    uint32_t v = 0;
    for (int i = 0; i < bytes; i++) {
        v |= (uint32_t)at[i] << (8 * i);
    }
    return v;
}

static void a_file_says_what_it_holds(void **state)
{
    (void)state;
    const char *path = TEST_BINARY_DIR "/test_wav.wav";
    const float frames[] = {0.0F, 1.0F, -1.0F, 0.5F, 2.0F, -2.0F};
    struct wav w;
    assert_int_equal(wav_open(&w, path), R_OK);
    assert_int_equal(wav_add(&w, frames, 3), R_OK);
    assert_int_equal(wav_close(&w), R_OK);
    uint8_t bytes[64];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    assert_int_equal(n, 44 + 12);
    assert_memory_equal(bytes, "RIFF", 4);
    assert_int_equal(get(bytes + 4, 4), n - 8);
    assert_memory_equal(bytes + 8, "WAVEfmt ", 8);
    assert_int_equal(get(bytes + 22, 2), 2);
    assert_int_equal(get(bytes + 24, 4), SOUND_RATE_HZ);
    assert_int_equal(get(bytes + 34, 2), 16);
    assert_int_equal(get(bytes + 40, 4), 12);
    const int16_t expected[] = {0, 32767, -32767, 16384, 32767, -32767};
    for (int i = 0; i < 6; i++) {
        assert_int_equal((int16_t)get(bytes + 44 + 2 * i, 2), expected[i]);
    }
    (void)unlink(path);
}

static void says_when_it_cannot(void **state)
{
    (void)state;
    struct wav w;
    assert_int_equal(wav_open(&w, "/no/such/folder/x.wav"), R_IO);
    assert_int_equal(wav_open(&w, "/dev/full"), R_OK); /* it shows when the bytes leave */
    static float frames[2 * 48000];
    int r = wav_add(&w, frames, 48000);
    int closed = wav_close(&w);
    assert_true(r == R_IO || closed == R_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_says_what_it_holds),
        cmocka_unit_test(says_when_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
