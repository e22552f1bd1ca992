/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "signal/doubt.h"

static float after(struct doubt *d, size_t beats, size_t one_in)
{
    for (size_t i = 1; i <= beats; i++) {
        doubt_push(d, one_in > 0 && i % one_in == 0);
    }
    return doubt_factor(d);
}

static void trust_comes_with_calm_and_goes_with_faults(void **state)
{
    (void)state;
    struct doubt d;
    doubt_init(&d);
    float first = doubt_factor(&d), calm = after(&d, 600, 0), many = after(&d, 600, 12), again = after(&d, 900, 0);
    assert_true(first == calm && calm > 1.0F);
    assert_true(many < 0.9F);
    assert_true(again == calm);
}

static void one_fault_in_a_hundred_leaves_trust(void **state)
{
    (void)state;
    struct doubt d;
    doubt_init(&d);
    for (int k = 0; k < 20; k++) {
        assert_true(after(&d, 100, 100) > 1.0F);
    }
}

static void the_first_beats_are_not_condemned_for_one_of_them(void **state)
{
    (void)state;
    struct doubt d;
    doubt_init(&d);
    doubt_push(&d, true);
    assert_true(doubt_factor(&d) > 0.82F);
    doubt_init(&d);
    doubt_push(&d, false);
    assert_true(doubt_factor(&d) > 1.0F);
}

static void a_short_recording_is_filled_up_with_what_is_assumed(void **state)
{
    (void)state;
    struct doubt d, live;
    doubt_init(&live);
    doubt_set(&d, 0, 0);
    assert_true(d.rate > 0.99F * live.rate && d.rate < 1.01F * live.rate);
    doubt_set(&d, 3, 30);
    float few = doubt_factor(&d);
    doubt_set(&d, 30, DOUBT_AROUND);
    assert_true(doubt_factor(&d) < few);
    doubt_set(&d, 0, DOUBT_AROUND);
    assert_true(d.rate == 0.0F && doubt_factor(&d) > few);
}

static void the_hash_knows_every_field(void **state)
{
    (void)state;
    struct doubt a, b;
    doubt_init(&a);
    b = a;
    assert_true(doubt_hash(&a, HASH_START) == doubt_hash(&b, HASH_START));
    b.seen++;
    assert_true(doubt_hash(&a, HASH_START) != doubt_hash(&b, HASH_START));
    b = a;
    b.rate *= 2.0F;
    assert_true(doubt_hash(&a, HASH_START) != doubt_hash(&b, HASH_START));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trust_comes_with_calm_and_goes_with_faults),
        cmocka_unit_test(one_fault_in_a_hundred_leaves_trust),
        cmocka_unit_test(the_first_beats_are_not_condemned_for_one_of_them),
        cmocka_unit_test(a_short_recording_is_filled_up_with_what_is_assumed),
        cmocka_unit_test(the_hash_knows_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
