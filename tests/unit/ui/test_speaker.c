/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Through the library's own drivers that need no machine: "disk" writes what would be heard, in real time. */
#include <SDL.h>
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

#include "ui/speaker.h"

#define HEARD TEST_BINARY_DIR "/test_speaker.raw"

static int64_t now_us(void)
{
    return (int64_t)((double)SDL_GetPerformanceCounter() * 1e6 / (double)SDL_GetPerformanceFrequency());
}

static const struct speaker_config USUAL = {
    .now_us = now_us, .volumes = {0.5F, 0.5F, 0.6F, 1}, .own_volume = 1.0F, .seed = 3};

static void what_is_told_is_heard_without_clicks(void **state)
{
    (void)state;
    char why[200] = "";
    struct speaker *s = NULL;
    (void)unlink(HEARD);
    assert_int_equal(setenv("SDL_AUDIODRIVER", "disk", 1), 0);
    assert_int_equal(setenv("SDL_DISKAUDIOFILE", HEARD, 1), 0);
    assert_int_equal(speaker_open(&s, &USUAL, why, sizeof why), R_OK);
    int64_t from = now_us();
    speaker_begin(s);
    for (int i = 0; i < 25; i++) { /* told ten times a second: as a window that is hidden does */
        int64_t now = now_us();
        struct sound_moment m = {.pace = {4.4F, 0.0F, 5.6F, 0.0F},
                                 .position_s = (float)((double)(now - from) / 1e6),
                                 .own_lung = NAN,
                                 .end_in_s = 600.0F};
        speaker_tell(s, &m, now);
        SDL_Delay(100);
    }
    speaker_close(s);
    FILE *f = fopen(HEARD, "rb");
    assert_non_null(f);
    float v[2], before = 0.0F, step = 0.0F, peak = 0.0F;
    size_t n = 0;
    while (fread(v, sizeof v[0], 2, f) == 2) {
        step = fmaxf(step, fabsf(v[0] - before));
        peak = fmaxf(peak, fabsf(v[0]));
        before = v[0];
        n++;
    }
    (void)fclose(f);
    (void)unlink(HEARD);
    assert_true(n > 48000); /* a second at least of the two and a half, on a machine that is busy, too */
    assert_true(peak > 0.01F);
    assert_true(step < 0.03F);
}

static void without_a_device_it_says_so(void **state)
{
    (void)state;
    char why[200] = "";
    struct speaker *s = NULL;
    assert_int_equal(setenv("SDL_AUDIODRIVER", "no-such-driver", 1), 0);
    assert_int_equal(speaker_open(&s, &USUAL, why, sizeof why), R_IO);
    assert_null(s);
    assert_true(why[0] != 0);
    speaker_tell(NULL, &(struct sound_moment){0}, 0); /* and the trainer need not know */
    speaker_begin(NULL);
    speaker_set(NULL, &USUAL.volumes, 0.5F, 0);
    assert_false(speaker_again(NULL));
    speaker_close(NULL);
}

static void a_sound_that_is_none_is_told(void **state)
{
    (void)state;
    char why[200] = "";
    struct speaker *s = NULL;
    struct speaker_config c = USUAL;
    c.own_wav = __FILE__;
    assert_int_equal(setenv("SDL_AUDIODRIVER", "dummy", 1), 0);
    assert_int_equal(speaker_open(&s, &c, why, sizeof why), R_DATA);
    assert_non_null(strstr(why, "test_speaker"));
}

static void a_device_that_went_and_came_is_taken_up_again(void **state)
{
    (void)state;
    char why[200] = "";
    struct speaker *s = NULL;
    assert_int_equal(setenv("SDL_AUDIODRIVER", "dummy", 1), 0);
    assert_int_equal(speaker_open(&s, &USUAL, why, sizeof why), R_OK);
    for (int i = 0; i < 5; i++) {
        struct sound_moment m = {.own_lung = NAN, .end_in_s = NAN};
        speaker_tell(s, &m, now_us());
        assert_true(speaker_again(s));
    }
    speaker_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_is_heard_without_clicks),
        cmocka_unit_test(without_a_device_it_says_so),
        cmocka_unit_test(a_device_that_went_and_came_is_taken_up_again),
        cmocka_unit_test(a_sound_that_is_none_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
