/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a day told of limits, for another day. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit_walk.h"
#include "near.h"
#include "train/limit.h"

/* Next day the same floor holds from the first breath on. */
static void a_limit_is_kept_for_another_day(void **state)
{
    (void)state;
    for (int run = 0; run < RUNS; run++) {
        struct walk w;
        start(&w, (uint64_t)run + 80);
        breathe(&w, 60, 5.8F, 6.5F);
        float met = floor_of(&w);
        struct limit_kept kept = limit_keep(&w.l, LIMIT_FROM_PER_MIN, 1.0F);
        for (int i = 1; i < LIMIT_PLACES; i++) {
            assert_true(kept.per_min[i] <= kept.per_min[i - 1]);
        }
        start_with(&w, (uint64_t)run + 80, &kept);
        assert_near(floor_of(&w), met, 0.15F);
        assert_true(limit_keep(&w.l, LIMIT_FROM_PER_MIN, 1.0F).per_min[0] ==
                    0.0F); /* nothing new: the day before stays the newest */
    }
}

static void what_was_said_is_kept_as_likely_as_not(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 23);
    breathe(&w, 150, 5.6F, 5.6F);
    struct limit_kept kept = limit_keep(&w.l, 6.2F, 1.0F);
    for (int i = 0; i < LIMIT_PLACES; i++) {
        assert_near(kept.per_min[i], i < LIMIT_PLACES / 2 ? 6.2F : LIMIT_FROM_PER_MIN, 1e-6F);
    }
}

/* Of a limit that was hardly seen, hardly more is kept than anybody has; so of following that was. */
static void what_is_hardly_seen_is_hardly_kept(void **state)
{
    (void)state;
    const float paces[] = {5.8F, 5.6F}, own[] = {6.5F, 5.6F}, trusts[] = {1.0F, 0.5F, 0.0F};
    for (int limited = 1; limited >= 0; limited--) {
        int before = -1;
        for (int i = 0; i < 3; i++) {
            struct walk w;
            start(&w, 81);
            breathe(&w, 150, paces[1 - limited], own[1 - limited]);
            struct limit_kept kept = limit_keep(&w.l, LIMIT_FROM_PER_MIN, trusts[i]);
            int places = 0;
            for (int k = 0; k < LIMIT_PLACES; k++) {
                places += kept.per_min[k] > LIMIT_FROM_PER_MIN;
            }
            assert_true(before < 0 || (limited > 0 ? places < before : places >= before));
            before = places;
        }
        assert_true(before == 1); /* 15 % of anybody have a limit */
    }
}

static void what_is_kept_is_told_as_a_range(void **state)
{
    (void)state;
    struct limit_kept kept = {{7.0F, 6.8F, 6.7F, 6.6F, 6.5F, 3.0F, 3.0F, 3.0F, 3.0F, 3.0F}};
    assert_true(isnan(limit_kept_range(&kept).middle)); /* as likely nowhere */
    assert_true(isnan(limit_kept_range(&NOTHING).middle));
    kept.per_min[5] = 6.4F;
    kept.per_min[6] = 6.3F;
    struct limit_range r = limit_kept_range(&kept);
    assert_true(r.low == 6.4F && r.middle == 6.4F && r.high == 6.8F);
}

/* Six breaths broken off in twenty-four speak for a limit in somebody nobody knows, and less in who followed before. */
static void who_followed_is_trusted_another_day(void **state)
{
    (void)state;
    struct walk w;
    start(&w, 20);
    breathe(&w, 150, 5.6F, 5.6F);
    struct limit_kept kept = limit_keep(&w.l, LIMIT_FROM_PER_MIN, 1.0F), nothing = NOTHING;
    assert_true(kept.per_min[0] > 0.0F);
    float believed[2];
    for (int day = 0; day < 2; day++) {
        start_with(&w, 21, day == 0 ? &nothing : &kept);
        by_turns(&w, 3, 5.6F, 6, 2, 12.0F);
        breathe(&w, 1, 5.6F, 5.6F);
        believed[day] = 1.0F;
        for (int m = 0; m < LIMIT_MANNERS; m++) {
            believed[day] -= w.l.share[m][0];
        }
    }
    assert_true(believed[0] > 0.2F && believed[1] < 0.5F * believed[0]);
}

/* A limit that is not there any more is gone within a week of half hours, though nobody is led below it to try. */
static void a_limit_that_is_gone_is_forgotten(void **state)
{
    (void)state;
    struct limit_kept kept;
    for (int i = 0; i < LIMIT_PLACES; i++) {
        kept.per_min[i] = 6.5F;
    }
    int days = 0;
    float pace = 6.6F;
    while (days < 30 && pace > 5.5F) {
        struct walk w;
        start_with(&w, (uint64_t)days + 100, &kept);
        for (int i = 0; i < 180; i++) {
            pace = fmaxf(5.5F, floor_of(&w));
            breathe(&w, 1, pace, pace);
        }
        kept = limit_keep(&w.l, LIMIT_FROM_PER_MIN, 1.0F);
        days++;
    }
    print_message("gone after %d days\n", days);
    assert_true(days > 1 && days <= 7);
}

static void anything_may_stand_in_what_was_kept(void **state)
{
    (void)state;
    static const float ANY[] = {1440.0F, 1e-9F, 3.0F, 12.0F, 6.0F};
    for (size_t i = 0; i < sizeof ANY / sizeof ANY[0]; i++) {
        struct limit_kept kept = {{0}};
        kept.per_min[0] = ANY[i];
        kept.per_min[5] = ANY[i];
        struct walk w;
        float sum = 0.0F;
        start_with(&w, 22, &kept);
        for (int k = 0; k < LIMIT_RATES * LIMIT_MANNERS; k++) {
            sum += w.l.share[k / LIMIT_RATES][k % LIMIT_RATES];
        }
        assert_near(sum, 1.0F, 1e-3F);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_is_kept_for_another_day),     cmocka_unit_test(what_was_said_is_kept_as_likely_as_not),
        cmocka_unit_test(what_is_hardly_seen_is_hardly_kept),  cmocka_unit_test(what_is_kept_is_told_as_a_range),
        cmocka_unit_test(who_followed_is_trusted_another_day), cmocka_unit_test(a_limit_that_is_gone_is_forgotten),
        cmocka_unit_test(anything_may_stand_in_what_was_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
