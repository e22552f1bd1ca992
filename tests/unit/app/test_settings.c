/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read again; all other lines stay byte by byte; a file that cannot be replaced stays whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/settings.h"

static char folder[] = "/tmp/settings-test-XXXXXX", path[64];

static void put(const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static const char *get(void)
{
    static char text[4000];
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

static void test_keeps_the_rest(void **state)
{
    (void)state;
    const struct options o = {.config = path};
    struct settings s, changed;
    put("; mine\n[comfort]\n  theme = dusk   \n# a note\nlarge-words = no\n\n[practice]\nminutes=7");
    assert_int_equal(settings_read(&s, &o), EXIT_DONE);
    changed = s;
    snprintf(changed.theme, sizeof changed.theme, "night");
    changed.minutes = 12.5;
    changed.sea = 0.25;
    changed.reduced_motion = true;
    assert_int_equal(settings_write(&o, &s, &changed), EXIT_DONE);
    assert_string_equal(get(), "; mine\n[comfort]\ntheme = night\n# a note\nlarge-words = no\n\nreduced-motion = yes\n"
                               "[practice]\nminutes = 12.5\n[sound]\nsea = 0.25\n");
    struct settings again;
    assert_int_equal(settings_read(&again, &o), EXIT_DONE);
    assert_string_equal(again.theme, "night");
    assert_true(again.minutes == 12.5 && again.sea == 0.25 && again.reduced_motion && again.motion_said);
    assert_false(s.motion_said);
}

/* Every key, set to something else, comes back; writing nothing new touches nothing. */
static void test_all_keys(void **state)
{
    (void)state;
    const struct options o = {.config = path};
    struct settings s, all, again;
    put("");
    assert_int_equal(settings_read(&s, &o), EXIT_DONE);
    all = s;
    snprintf(all.sensor, sizeof all.sensor, "person:4");
    snprintf(all.theme, sizeof all.theme, "paper");
    snprintf(all.scene, sizeof all.scene, "tide");
    snprintf(all.profile, sizeof all.profile, "Ana");
    snprintf(all.practice, sizeof all.practice, "kindness");
    snprintf(all.language, sizeof all.language, "fr");
    all.minutes = 3.0;
    all.target_per_min = 5.5;
    all.pad = all.sea = all.bowl = all.haptics = 0.125;
    all.bells = 3.0;
    all.latency_ms = 180.0;
    all.reduced_motion = all.number_hidden = all.large_words = all.words_rest = all.time_hidden = all.full_screen =
        all.picture_off = all.welcomed = true;
    all.ask_calm = false;
    assert_int_equal(settings_write(&o, &s, &all), EXIT_DONE);
    assert_int_equal(settings_read(&again, &o), EXIT_DONE);
    all.motion_said = true;
    assert_string_equal(again.sensor, all.sensor);
    assert_string_equal(again.theme, all.theme);
    assert_string_equal(again.scene, all.scene);
    assert_string_equal(again.profile, all.profile);
    assert_string_equal(again.practice, all.practice);
    assert_string_equal(again.language, all.language);
    assert_true(again.minutes == all.minutes && again.target_per_min == all.target_per_min);
    assert_true(again.pad == 0.125 && again.sea == 0.125 && again.bowl == 0.125 && again.haptics == 0.125);
    assert_true(again.bells == 3.0 && again.latency_ms == 180.0 && again.full_screen && again.picture_off);
    assert_true(again.welcomed && !again.ask_calm && again.number_hidden && again.large_words && again.words_rest &&
                again.time_hidden);
    struct stat was, is;
    assert_int_equal(stat(path, &was), 0);
    assert_int_equal(settings_write(&o, &all, &all), EXIT_DONE);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(was.st_ino, is.st_ino);
}

/* A file of no home yet is made with its folders; one that cannot be made leaves nothing behind. */
static void test_places(void **state)
{
    (void)state;
    char deep[160];
    struct settings s, changed;
    snprintf(deep, sizeof deep, "%s/a/b/metta.ini", folder);
    const struct options o = {.config = deep}, none = {.config = "/proc/metta.ini"};
    put("");
    assert_int_equal(settings_read(&s, &(struct options){.config = path}), EXIT_DONE);
    changed = s;
    changed.bells = 2.0;
    assert_int_equal(settings_write(&o, &s, &changed), EXIT_DONE);
    assert_int_equal(settings_read(&s, &o), EXIT_DONE);
    assert_true(s.bells == 2.0);
    changed.bells = 0.0;
    assert_int_equal(settings_write(&none, &s, &changed), EXIT_FAILED);
    /* A value out of range is told with its line, as ever. */
    put("[sound]\nlatency-ms = 900\n");
    assert_int_equal(settings_read(&s, &(struct options){.config = path}), EXIT_FILE);
}

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/metta.ini", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_keeps_the_rest), cmocka_unit_test(test_all_keys),
                                       cmocka_unit_test(test_places)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
