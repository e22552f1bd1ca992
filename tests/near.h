/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_NEAR_H
#define TESTS_NEAR_H

#include <math.h>

/* cmocka's own comparison takes what is not a number for equal to anything. Include after <cmocka.h>. */
#define assert_near(value, expected, within) assert_true(fabs((double)(value) - (double)(expected)) <= (double)(within))

#endif
