/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "signal/doubt.h"

static float after(struct doubt *d, size_t beats, size_t one_in, enum doubt_of what)
{
    for (size_t i = 1; i <= beats; i++) {
        doubt_push(d, one_in > 0 && i % one_in == 0 ? what : DOUBT_NONE);
    }
    return doubt_factor(d, false);
}

static void trust_comes_with_calm_and_goes_with_faults(void **state)
{
    (void)state;
    struct doubt d;
    doubt_init(&d);
    float first = doubt_factor(&d, false), calm = after(&d, 1200, 0, DOUBT_NONE);
    float many = after(&d, 600, 12, DOUBT_SUSPECT), again = after(&d, 2400, 0, DOUBT_NONE);
    assert_true(first > 1.0F && calm > 1.1F * first);
    assert_true(many < 0.9F);
    assert_true(fabsf(again - calm) < 0.01F);
}

static void one_fault_in_a_hundred_leaves_trust(void **state)
{
    (void)state;
    struct doubt d;
    doubt_init(&d);
    for (int k = 0; k < 20; k++) {
        assert_true(after(&d, 100, 100, DOUBT_SUSPECT) > 1.0F);
    }
}

/* Early beats that are far off, as many as they may be, do not make what is doubtful a fault. */
static void clear_faults_alone_never_make_distrust(void **state)
{
    (void)state;
    for (size_t one_in = 4; one_in <= 100; one_in++) {
        struct doubt d;
        doubt_init(&d);
        float clear = after(&d, 600, one_in, DOUBT_CLEAR);
        assert_true(clear > 1.0F);
        doubt_init(&d);
        assert_true(after(&d, 600, one_in, DOUBT_SUSPECT) <= clear);
        doubt_init(&d);
        assert_true(after(&d, 600, 0, DOUBT_NONE) > clear);
    }
}

static void a_late_beat_that_is_alone_is_trusted_most(void **state)
{
    (void)state;
    struct doubt d;
    doubt_init(&d);
    for (size_t i = 0; i < 1200; i++) {
        doubt_push(&d, DOUBT_NONE);
        assert_true(doubt_factor(&d, true) >= doubt_factor(&d, false));
    }
    assert_true(doubt_factor(&d, true) > 1.1F * doubt_factor(&d, false));
    (void)after(&d, 600, 12, DOUBT_SUSPECT);
    assert_true(doubt_factor(&d, true) == doubt_factor(&d, false));
}

static void the_first_beats_are_not_condemned_for_one_of_them(void **state)
{
    (void)state;
    struct doubt d;
    doubt_init(&d);
    doubt_push(&d, DOUBT_SUSPECT);
    assert_true(doubt_factor(&d, false) > 0.82F);
    doubt_init(&d);
    doubt_push(&d, DOUBT_NONE);
    assert_true(doubt_factor(&d, false) > 1.0F);
}

static void a_short_recording_is_filled_up_with_what_is_assumed(void **state)
{
    (void)state;
    struct doubt d, live;
    doubt_init(&live);
    doubt_set(&d, (size_t[DOUBT_KINDS]){0}, 0);
    assert_true(d.rate > 0.99F * live.rate && d.rate < 1.01F * live.rate && d.clear == live.clear);
    doubt_set(&d, (size_t[DOUBT_KINDS]){25, 3, 2}, 30);
    float few = doubt_factor(&d, false);
    assert_true(d.clear > 0.0F);
    doubt_set(&d, (size_t[DOUBT_KINDS]){271, 30, 0}, DOUBT_AROUND);
    assert_true(doubt_factor(&d, false) < few);
    doubt_set(&d, (size_t[DOUBT_KINDS]){301, 0, 0}, DOUBT_AROUND);
    assert_true(d.rate == 0.0F && doubt_factor(&d, false) > few);
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
    b = a;
    b.clear += 0.1F;
    assert_true(doubt_hash(&a, HASH_START) != doubt_hash(&b, HASH_START));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trust_comes_with_calm_and_goes_with_faults),
        cmocka_unit_test(one_fault_in_a_hundred_leaves_trust),
        cmocka_unit_test(clear_faults_alone_never_make_distrust),
        cmocka_unit_test(a_late_beat_that_is_alone_is_trusted_most),
        cmocka_unit_test(the_first_beats_are_not_condemned_for_one_of_them),
        cmocka_unit_test(a_short_recording_is_filled_up_with_what_is_assumed),
        cmocka_unit_test(the_hash_knows_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
