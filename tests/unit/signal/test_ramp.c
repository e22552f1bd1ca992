/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/ramp.h"

static void it_climbs_between_two_values_and_is_level_beyond(void **state)
{
    (void)state;
    assert_true(ramp(0.1F, 0.2F, 0.4F) == 0.0F && ramp(0.5F, 0.2F, 0.4F) == 1.0F);
    assert_true(fabsf(ramp(0.3F, 0.2F, 0.4F) - 0.5F) < 1e-6F);
    assert_true(ramp(0.9F, 0.8F, 0.5F) == 0.0F && ramp(0.4F, 0.8F, 0.5F) == 1.0F);
    assert_true(fabsf(ramp(0.65F, 0.8F, 0.5F) - 0.5F) < 1e-6F);
}

static void what_is_not_known_counts_in_full(void **state)
{
    (void)state;
    assert_true(ramp(NAN, 0.2F, 0.4F) == 1.0F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_climbs_between_two_values_and_is_level_beyond),
        cmocka_unit_test(what_is_not_known_counts_in_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
