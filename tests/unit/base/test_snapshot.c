/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/snapshot.h"

enum { VALUES = 200000, WORDS = 12 };

struct value {
    uint32_t same[WORDS];
};

static void *write_values(void *arg)
{
    for (uint32_t v = 1; v <= VALUES; v++) {
        struct value value;
        for (int i = 0; i < WORDS; i++) {
            value.same[i] = v;
        }
        snapshot_write(arg, &value, sizeof value);
    }
    return NULL;
}

static void a_value_is_whole_and_never_older_than_the_one_before(void **state)
{
    (void)state;
    struct snapshot s;
    snapshot_init(&s);
    pthread_t writer;
    assert_int_equal(pthread_create(&writer, NULL, write_values, &s), 0);
    uint32_t before = 0;
    while (before < VALUES) {
        struct value value;
        if (!snapshot_read(&s, &value, sizeof value)) {
            continue;
        }
        for (int i = 1; i < WORDS; i++) {
            assert_int_equal(value.same[i], value.same[0]);
        }
        assert_true(value.same[0] >= before);
        before = value.same[0];
    }
    (void)pthread_join(writer, NULL);
}

static void nothing_is_told_before_the_first_value(void **state)
{
    (void)state;
    struct snapshot s;
    int v = 7;
    snapshot_init(&s);
    assert_false(snapshot_read(&s, &v, sizeof v));
    assert_int_equal(v, 7);
    const int eight = 8;
    snapshot_write(&s, &eight, sizeof eight);
    assert_true(snapshot_read(&s, &v, sizeof v));
    assert_int_equal(v, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_told_before_the_first_value),
        cmocka_unit_test(a_value_is_whole_and_never_older_than_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
