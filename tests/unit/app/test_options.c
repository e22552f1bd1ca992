/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every option of the table is taken where the help offers it, lands in its own field, and is refused elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/options_inside.h"

/* The call "metta COMMAND --OPTION [VALUE] [FILE]"; the field is of what was read. */
static enum options_answer call(struct options *o, uint8_t command, const struct option_row *row, const char *value)
{
    char name[40], text[40], file[] = "x";
    char *argv[6] = {"metta"};
    int argc = 1;
    (void)snprintf(name, sizeof name, "--%s", row->name);
    (void)snprintf(text, sizeof text, "%s", value);
    if (command != CMD_HOME) {
        argv[argc++] = (char *)(uintptr_t)OPTIONS_COMMANDS[command].name;
    }
    argv[argc++] = name;
    if (row->argument != NULL) {
        argv[argc++] = text;
    }
    if (OPTIONS_COMMANDS[command].files_min > 0) {
        argv[argc++] = file;
    }
    return options_read(o, argc, argv);
}

static bool goes_into_a_field(const struct option_row *row)
{
    return row->takes == TAKES_TEXT || row->takes == TAKES_FLAG || row->takes == TAKES_NUMBER;
}

static void every_option_is_taken_by_its_commands_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < OPTIONS_N; i++) {
        const struct option_row *row = &OPTIONS_TABLE[i];
        for (uint8_t c = 0; c < CMDS && goes_into_a_field(row); c++) {
            struct options o;
            enum options_answer wanted = (row->commands & FOR(c)) != 0 ? OPTIONS_RUN : OPTIONS_WRONG;
            assert_int_equal(call(&o, c, row, row->takes == TAKES_NUMBER ? "4.5" : "some"),
                             row->takes == TAKES_NUMBER && row->low > 4.5 ? OPTIONS_WRONG : wanted);
        }
    }
}

static uint8_t a_command_of(const struct option_row *row)
{
    uint8_t c = 0;
    while ((row->commands & FOR(c)) == 0) {
        c++;
    }
    return c;
}

static void what_is_given_lands_in_a_field_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < OPTIONS_N; i++) {
        const struct option_row *row = &OPTIONS_TABLE[i];
        struct options o;
        char value[24];
        (void)snprintf(value, sizeof value, "%g", row->takes == TAKES_NUMBER ? row->high : 1.0);
        if (!goes_into_a_field(row)) {
            continue;
        }
        assert_int_equal(call(&o, a_command_of(row), row, value), OPTIONS_RUN);
        if (row->takes == TAKES_NUMBER) {
            double v;
            memcpy(&v, (const char *)&o + row->into, sizeof v);
            assert_true(v == row->high);
        } else if (row->takes == TAKES_FLAG) {
            bool v;
            memcpy(&v, (const char *)&o + row->into, sizeof v);
            assert_true(v);
        } else {
            const char *v;
            memcpy(&v, (const char *)&o + row->into, sizeof v);
            assert_non_null(v);
        }
        for (size_t k = 0; k < i; k++) {
            assert_true(!goes_into_a_field(&OPTIONS_TABLE[k]) || OPTIONS_TABLE[k].into != row->into);
        }
    }
}

static void numbers_out_of_their_range_are_refused(void **state)
{
    (void)state;
    static const char *const WRONG[] = {"", "x", "1e300", "-1e300", "nan", "5 breaths"};
    for (size_t i = 0; i < OPTIONS_N; i++) {
        const struct option_row *row = &OPTIONS_TABLE[i];
        for (size_t k = 0; row->takes == TAKES_NUMBER && k < sizeof WRONG / sizeof WRONG[0]; k++) {
            struct options o;
            assert_int_equal(call(&o, a_command_of(row), row, WRONG[k]), OPTIONS_WRONG);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_is_taken_by_its_commands_only),
        cmocka_unit_test(what_is_given_lands_in_a_field_of_its_own),
        cmocka_unit_test(numbers_out_of_their_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
