/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void names_go_both_ways(void **state)
{
    (void)state;
    for (uint8_t i = 0; i < COMMAND_KINDS; i++) {
        struct command c = {COMMAND_KINDS, 1.0F};
        assert_true(strlen(command_name(i)) > 1 && strlen(command_name(i)) < 16); /* a capture's name has room for 15 */
        assert_true(command_named(command_name(i), &c) && c.kind == i);
    }
    struct command c = {COMMAND_END, 3.0F};
    assert_false(command_named("nonsense", &c));
    assert_true(c.kind == COMMAND_END && c.arg == 3.0F);
    assert_string_equal(command_name(COMMAND_KINDS), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_go_both_ways)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
