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
#include "sound/own.h"
#include "sound/tone.h"
#include "sound/wav.h"

#define PATH TEST_BINARY_DIR "/test_own.wav"

static void put(FILE *f, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        (void)fputc((int)(v >> (8 * i) & 0xFFU), f);
    }
}

struct made {
    uint32_t kind, channels, rate_hz, bits;
};

/* A sine of 5 Hz, half of full scale, on the left (negated on the right), behind a chunk that nobody knows. */
static void make(const struct made *m, double seconds)
{
    FILE *f = fopen(PATH, "wb");
    const uint32_t frames = (uint32_t)(seconds * m->rate_hz), frame = m->channels * m->bits / 8;
    assert_non_null(f);
    (void)fputs("RIFF", f);
    put(f, 0, 4);
    (void)fputs("WAVEjunk", f);
    put(f, 3, 4);
    put(f, 0, 4); /* 3 bytes and one to make it even */
    (void)fputs("fmt ", f);
    put(f, 16, 4);
    put(f, m->kind, 2);
    put(f, m->channels, 2);
    put(f, m->rate_hz, 4);
    put(f, m->rate_hz * frame, 4);
    put(f, frame, 2);
    put(f, m->bits, 2);
    (void)fputs("data", f);
    put(f, frames * frame, 4);
    for (uint32_t i = 0; i < frames; i++) {
        const double v = 0.5 * sin(2.0 * 3.14159265358979 * 5.0 * i / m->rate_hz);
        for (uint32_t c = 0; c < m->channels; c++) {
            const double x = c == 0 ? v : -v;
            const float real = (float)x;
            uint32_t bits = 0;
            memcpy(&bits, &real, sizeof bits);
            const uint32_t whole = m->bits == 8 ? (uint32_t)lrint(128.0 + 127.0 * x)
                                                : (uint32_t)(int32_t)lrint(x * (pow(2.0, m->bits - 1) - 1.0));
            put(f, m->kind == 3 ? bits : whole, (int)m->bits / 8);
        }
    }
    (void)fclose(f);
}

static void every_form_is_the_same_sound(void **state)
{
    (void)state;
    static const struct made FORMS[] = {{1, 1, 8000, 8},   {1, 2, 44100, 16}, {1, 2, 48000, 24},
                                        {1, 4, 96000, 32}, {3, 2, 22050, 32}, {3, 1, 48000, 32}};
    for (size_t k = 0; k < sizeof FORMS / sizeof FORMS[0]; k++) {
        char why[200] = "";
        float *stereo = NULL;
        size_t frames = 0;
        make(&FORMS[k], 3.0);
        assert_int_equal(own_load(&stereo, &frames, PATH, why, sizeof why), R_OK);
        assert_in_range(frames, 3 * SOUND_RATE_HZ - 8, 3 * SOUND_RATE_HZ);
        const float sign = FORMS[k].channels > 1 ? -1.0F : 1.0F;
        for (size_t i = 0; i < frames; i++) {
            const float want = (float)(0.5 * sin(2.0 * 3.14159265358979 * 5.0 * (double)i / SOUND_RATE_HZ));
            assert_true(fabsf(stereo[2 * i] - want) < 0.012F);
            assert_true(fabsf(stereo[2 * i + 1] - sign * want) < 0.012F);
        }
        free(stereo);
    }
    (void)unlink(PATH);
}

static void what_is_no_sound_says_so(void **state)
{
    (void)state;
    char why[200] = "";
    float *stereo = NULL;
    size_t frames = 0;
    assert_int_equal(own_load(&stereo, &frames, "no/such.wav", why, sizeof why), R_IO);
    assert_non_null(strstr(why, "no/such.wav"));
    assert_int_equal(own_load(&stereo, &frames, TEST_SOURCE_DIR "/README.md", why, sizeof why), R_DATA);
    assert_non_null(strstr(why, "not a WAV"));
    make(&(struct made){1, 2, 48000, 16}, 1.0);
    assert_int_equal(own_load(&stereo, &frames, PATH, why, sizeof why), R_DATA);
    assert_non_null(strstr(why, "two seconds"));
    make(&(struct made){2, 2, 48000, 16}, 3.0); /* packed */
    assert_int_equal(own_load(&stereo, &frames, PATH, why, sizeof why), R_DATA);
    assert_null(stereo);
}

/* Whatever a head holds, nothing but samples in range comes out. */
static void a_damaged_head_does_no_harm(void **state)
{
    (void)state;
    struct rng rng;
    rng_init(&rng, 11);
    for (int round = 0; round < 300; round++) {
        char why[200] = "";
        float *stereo = NULL;
        size_t frames = 0;
        make(&(struct made){3, 2, 8000, 32}, 2.2);
        FILE *f = fopen(PATH, "r+b");
        assert_non_null(f);
        for (int i = 0; i < 4; i++) {
            (void)fseek(f, (long)(rng_next(&rng) % 60), SEEK_SET);
            (void)fputc((int)(rng_next(&rng) & 0xFFU), f);
        }
        (void)fclose(f);
        const int r = own_load(&stereo, &frames, PATH, why, sizeof why);
        assert_true(r == R_OK || r == R_DATA || r == R_MEM);
        assert_true(r == R_OK ? frames > 0 : why[0] != 0 && stereo == NULL);
        for (size_t i = 0; i < 2 * frames && r == R_OK; i++) {
            assert_true(fabsf(stereo[i]) <= 1.0F);
        }
        free(stereo);
    }
    (void)unlink(PATH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_the_same_sound),
        cmocka_unit_test(what_is_no_sound_says_so),
        cmocka_unit_test(a_damaged_head_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
