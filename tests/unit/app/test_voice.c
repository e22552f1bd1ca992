/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of the speech service, written down by a library that plays it. */
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

#include "app/voice.h"

#define CALLS TEST_BINARY_DIR "/test_voice.calls"

static struct view at(uint32_t breaths, uint8_t cue)
{
    return (struct view){
        .breaths = breaths, .cue = cue, .pace_lung = 0.0F, .guide = {.line_age_s = NAN, .line_read_s = NAN}};
}

static void begin(struct voice *v, const char *library)
{
    (void)unlink(CALLS);
    assert_int_equal(setenv("FAKE_SPEECH", CALLS, 1), 0);
    voice_init(v, library, "de", true);
}

static void expect(const char *want)
{
    char got[4000] = "";
    FILE *f = fopen(CALLS, "rb");
    if (f != NULL) {
        got[fread(got, 1, sizeof got - 1, f)] = 0;
        (void)fclose(f);
    }
    assert_string_equal(got, want);
}

static void breathe(struct voice *v, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i <= to; i++) {
        for (int frame = 0; frame < 10; frame++) {
            const struct view in = at(i, CUE_IN);
            voice_view(v, &in, scene_english(), 0);
        }
        for (int frame = 0; frame < 10; frame++) {
            const struct view out = at(i, CUE_OUT);
            voice_view(v, &out, scene_english(), 0);
        }
    }
}

static void three_breaths_and_then_one_in_three(void **state)
{
    (void)state;
    struct voice v;
    begin(&v, FAKE_SPEECH);
    expect("");
    breathe(&v, 1, 9);
    voice_close(&v);
    expect("open metta\nlanguage de\n"
           "text breathe in\ntext breathe out\ntext breathe in\ntext breathe out\ntext breathe in\ntext breathe out\n"
           "text breathe in\ntext breathe out\ntext breathe in\ntext breathe out\nclose \n");
}

static void a_line_is_said_once_and_no_cue_into_it(void **state)
{
    (void)state;
    struct voice v;
    begin(&v, FAKE_SPEECH);
    struct view w = at(1, CUE_IN);
    (void)snprintf(w.guide.line, sizeof w.guide.line, "may you be well");
    w.guide.line_read_s = 3.0F;
    for (int frame = 0; frame < 40; frame++) {
        w.guide.line_age_s = 0.1F * (float)frame;
        w.cue = frame < 20 ? CUE_IN : CUE_OUT; /* out while the line is heard */
        voice_view(&v, &w, scene_english(), 0);
    }
    w.guide.line_age_s = 0.0F; /* the same words again are new words */
    voice_view(&v, &w, scene_english(), 0);
    w.paused = true;
    w.guide.line_age_s = 0.1F;
    voice_view(&v, &w, scene_english(), 0);
    voice_close(&v);
    expect("open metta\nlanguage de\nmessage may you be well\nmessage may you be well\nclose \n");
}

static void it_is_given_back_and_taken_up(void **state)
{
    (void)state;
    struct voice v;
    begin(&v, FAKE_SPEECH);
    voice_say(&v, VOICE_SHORT, "Comfort", 0);
    voice_rest(&v, 5000000);
    voice_language(&v, "de");
    voice_language(&v, "fr");
    voice_say(&v, VOICE_SHORT, "", 6000000);
    voice_rest(&v, 30000000);
    voice_rest(&v, 60000000);
    voice_say(&v, VOICE_SHORT, "Mer", 61000000);
    voice_close(&v);
    voice_close(&v);
    expect("open metta\nlanguage de\ntext Comfort\nlanguage fr\nclose \nopen metta\nlanguage fr\ntext Mer\nclose \n");
}

static void without_library_or_service_it_is_silent(void **state)
{
    (void)state;
    struct voice v;
    begin(&v, "libno-such-voice.so.9");
    breathe(&v, 1, 3);
    assert_true(v.refused);
    voice_close(&v);
    expect("");
    begin(&v, FAKE_SPEECH);
    assert_int_equal(setenv("FAKE_SPEECH_DEAF", "1", 1), 0);
    breathe(&v, 1, 3);
    assert_true(v.refused);
    assert_null(v.loaded);
    expect("open metta\n");
    assert_int_equal(unsetenv("FAKE_SPEECH_DEAF"), 0);
    begin(&v, FAKE_SPEECH);
    assert_int_equal(setenv("FAKE_SPEECH_DIES", "1", 1), 0);
    breathe(&v, 1, 3);
    assert_int_equal(unsetenv("FAKE_SPEECH_DIES"), 0);
    expect("open metta\nlanguage de\ntext breathe in\ntext breathe out\ntext breathe in\nclose \n");
    (void)unlink(CALLS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_breaths_and_then_one_in_three),
        cmocka_unit_test(a_line_is_said_once_and_no_cue_into_it),
        cmocka_unit_test(it_is_given_back_and_taken_up),
        cmocka_unit_test(without_library_or_service_it_is_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
