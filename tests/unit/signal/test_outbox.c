/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "signal/outbox.h"

static struct outbox box;
static struct body_event out[BODY_EVENTS_MAX + 1];

static void put(usec t)
{
    outbox_put(&box, &(struct body_event){.kind = BODY_BREATH, .t = t});
}

static void events_come_out_once_and_in_order(void **state)
{
    (void)state;
    memset(&box, 0, sizeof box);
    for (usec t = 1; t <= 5; t++) {
        put(t);
    }
    assert_int_equal(outbox_take(&box, out, 2), 2);
    put(6);
    assert_int_equal(outbox_take(&box, out + 2, BODY_EVENTS_MAX), 4);
    for (usec t = 1; t <= 6; t++) {
        assert_true(out[t - 1].t == t);
    }
    assert_int_equal(outbox_take(&box, out, BODY_EVENTS_MAX), 0);
}

static void the_oldest_are_lost_when_nobody_asks(void **state)
{
    (void)state;
    memset(&box, 0, sizeof box);
    for (usec t = 1; t <= BODY_EVENTS_MAX + 7; t++) {
        put(t);
    }
    assert_int_equal(outbox_take(&box, out, BODY_EVENTS_MAX + 1), BODY_EVENTS_MAX);
    assert_true(out[0].t == 8 && out[BODY_EVENTS_MAX - 1].t == BODY_EVENTS_MAX + 7);
}

static void the_hash_is_of_what_waits_not_of_where(void **state)
{
    (void)state;
    memset(&box, 0, sizeof box);
    put(1);
    put(2);
    assert_int_equal(outbox_take(&box, out, 1), 1);
    uint64_t moved = outbox_hash(&box, HASH_START);
    memset(&box, 0, sizeof box);
    put(2);
    assert_true(outbox_hash(&box, HASH_START) == moved);
    put(3);
    assert_true(outbox_hash(&box, HASH_START) != moved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_out_once_and_in_order),
        cmocka_unit_test(the_oldest_are_lost_when_nobody_asks),
        cmocka_unit_test(the_hash_is_of_what_waits_not_of_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
